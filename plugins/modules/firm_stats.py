#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firm_stats
short_description: Leave a firm's result for later jobs
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - >-
    Leaves the firm's result as a statistic of the run, which AWX shows as the job's artifacts and hands to later jobs
    of a workflow.
  - It has a name of the firm's own, and no secret in it.
options:
  record:
    description:
      - What the run has found so far. Its action fills it in; leave it out.
    type: dict
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
seealso:
  - module: legalops.ethical_walls.firm_config
"""

EXAMPLES = r"""
- name: Leave the firm's result for later jobs
  legalops.ethical_walls.firm_stats:
"""

RETURN = r"""
stats:
  description: What is left, under the firm's own name.
  returned: success
  type: dict
  sample: {ethical_walls_of_alder: {host: alder, status: unchanged}}
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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, record_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.ended import WantedStats, leave_stats

ARGUMENT_SPEC: dict[str, object] = {}

MODULE = record_module(ARGUMENT_SPEC, Job(returns="stats", wanted=WantedStats, ensure=leave_stats))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
