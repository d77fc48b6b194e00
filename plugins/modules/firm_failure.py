#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firm_failure
short_description: Note in a firm's run what another program's task failed with
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - >-
    Modules of this collection note their failures by themselves. This is for the rescue of a play: what no module of
    this collection said, it notes for M(legalops.ethical_walls.firm_result).
options:
  task:
    description: The name of the task that failed. Left out, the one for which the rescue is made.
    type: str
  said:
    description: What it said. Left out, what that task said.
    type: str
  known:
    description: Whether the run has noted its failure already. Its action fills it in; leave it out.
    type: bool
    default: false
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
seealso:
  - module: legalops.ethical_walls.firm_config
"""

EXAMPLES = r"""
- name: Look at the firm, and note what failed
  block:
    - name: Ask the vault
      ansible.builtin.command: ask-the-vault
  rescue:
    - name: Note what failed
      legalops.ethical_walls.firm_failure:
"""

RETURN = r"""
noted:
  description: Whether it was noted.
  returned: success
  type: bool
  sample: true
message:
  description: What was noted.
  returned: success
  type: str
  sample: task Ask the vault failed
plan:
  description: Always empty, since nothing is changed.
  returned: always
  type: list
  elements: str
  sample: []
requests:
  description: How many HTTP requests were sent, by purpose. There are none.
  returned: always
  type: dict
  sample: {read: 0, write: 0, signin: 0}
failure:
  description: What is wrong, in a form that a playbook can branch on.
  returned: failure
  type: dict
  sample: {system: Ansible, firm: Alder & Finch LLP, kind: conflict, retryable: false}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, local_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.failure import WantedFailure, note_failure

ARGUMENT_SPEC = {
    "task": {"type": "str"},
    "said": {"type": "str"},
    "known": {"type": "bool", "default": False},
}

MODULE = local_module(ARGUMENT_SPEC, Job(returns="noted", wanted=WantedFailure, ensure=note_failure))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
