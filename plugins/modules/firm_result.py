#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firm_result
short_description: End a firm, write its report and show what happened
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - >-
    Joins what all tasks of this play have done and read for the firm, shows it in lines, and writes the firm's report
    where the switch C(report_directory) says where. Beside it stands the sheet of the hand-over, while there is
    something that a person has to enter at Legora.
  - It runs in Ansible's own process, since only that has the run record and the templates of reports.
  - It fails no firm. That is what O(require=done) is for, at the end of the run.
options:
  record:
    description:
      - What the run has found so far. Its action fills it in; leave it out.
    type: dict
  require:
    description: >-
      V(done) fails where the firm has failed or has no result, and forgets what the run has found. So each batch of
      firms is finished before a firm fails.
    type: str
    choices: [done]
  generated_at:
    description: The moment of the report, in ISO 8601. Left out, it is now.
    type: str
  versions:
    description: The versions of the collection, of ansible-core and of Python. Left out, they are those that run.
    type: dict
attributes:
  check_mode:
    details: Writes report and sheet only with the switch C(report_in_check_mode), and removes no sheet.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
seealso:
  - module: legalops.ethical_walls.firm_config
"""

EXAMPLES = r"""
- name: Show what happened to the firm
  legalops.ethical_walls.firm_result:
"""

RETURN = r"""
msg:
  description:
    - The lines that are shown, what was done and what is not as it should be. The last ones say where the sheet of the
      hand-over and the report are.
    - With O(require=done), there are none; a firm that failed is told with its reason.
  returned: success, unless O(require=done)
  type: list
  elements: str
  sample: ["Alder & Finch LLP (alder): nothing to change; 38 requests (35 reads, 0 writes, 3 sign-ins)"]
result:
  description: >-
    What happened to the firm, with its C(status), C(plan), C(message) and C(lines), and in C(hand_over) what is left to
    enter at Legora by hand.
  returned: where no action runs it
  type: dict
  sample: {firm: Alder & Finch LLP, host: alder, status: unchanged}
document:
  description: The document of its report.
  returned: where no action runs it
  type: dict
  sample: {kind: firm}
plan:
  description: Always empty, since nothing is changed. What the firm's tasks have done stands in RV(msg).
  returned: where no action runs it
  type: list
  elements: str
  sample: []
requests:
  description: How many HTTP requests were sent, by purpose. There are none.
  returned: where no action runs it
  type: dict
  sample: {read: 0, write: 0, signin: 0}
failure:
  description: What is wrong, in a form that a playbook can branch on.
  returned: failure, unless O(require=done)
  type: dict
  sample: {system: Ansible, firm: Alder & Finch LLP, kind: conflict, retryable: false}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, record_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.ended import WantedResult, end_firm

ARGUMENT_SPEC = {
    "require": {"type": "str", "choices": ["done"]},
    "generated_at": {"type": "str"},
    "versions": {"type": "dict"},
}

MODULE = record_module(ARGUMENT_SPEC, Job(returns="result", wanted=WantedResult, ensure=end_firm))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
