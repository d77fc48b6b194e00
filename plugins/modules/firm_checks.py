#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: firm_checks
short_description: Decide the checks of a firm from what its run has read
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - >-
    Decides all checks of a phase from what the tasks of this play have read before, and fails where one failed that
    the firm has not accepted.
  - >-
    With O(require=not_refused), it judges the proof of the service account, and fails where nothing may be written at
    Legora. With O(require=rotated), it judges a rotation of the password, and fails where it was not done on both
    sides, naming what each has. With O(require=stored), it fails with what kept the new password from being stored.
  - It uses no network.
options:
  phase:
    description:
      - The phase whose checks are decided. V(preflight), V(rotate_password), V(offboard) and V(undo) stand before the
        first write of a playbook, V(onboard), V(rotated) and V(offboarded) at the end of one, V(verify) by itself.
      - The failures that the firm accepts are those of the switch C(preflight_accept), C(onboard_accept),
        C(verify_accept), C(rotate_accept) or C(offboard_accept) of the playbook.
    type: str
    choices: [preflight, onboard, verify, rotate_password, rotated, offboard, offboarded, undo]
  require:
    description: >-
      What is asked for in the place of O(phase): V(not_refused), a proof of the service account that was not refused,
      V(rotated), a rotation of its password on both sides, or V(stored), that the new password was stored as the
      current one.
    type: str
    choices: [not_refused, rotated, stored]
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
- name: Check the firm's variables
  legalops.ethical_walls.firm_config:

- name: Read iManage, and what the operator may do there
  legalops.ethical_walls.imanage_info:
  failed_when: false

- name: Stop when something stands against onboarding
  legalops.ethical_walls.firm_checks:
    phase: preflight
"""

RETURN = r"""
checks:
  description:
    - What was decided, with O(phase). Each of its C(findings) has the check's C(id), C(title), C(severity), C(status),
      C(evidence) and C(remedy).
    - With O(require=not_refused), its C(proof) says what follows from the proof.
    - With O(require=rotated), and with O(phase=rotated), its C(rotated) says whether both sides have the new password.
  returned: success
  type: dict
  sample:
    phase: preflight
    counts: {pass: 20, attested: 2, unknown: 1, warn: 0, fail: 0}
before:
  description: >-
    The file, in C(report_directory), in which was kept what stands there now, for an undo. Null without that directory.
  returned: where its playbook needs it
  type: str
  sample: /srv/reports/alder-before-20261129T120000Z.json
undo:
  description:
    - What is to be put back, in C(put_back) the options of each task that does it; what is left as it is, in C(left).
    - Its C(holds) says why the account at iManage is left, since Legora depends on it; null where it does not.
  returned: where its playbook needs it
  type: dict
  sample: {put_back: {}, left: [], holds: null}
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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.phases import PHASES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, record_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.checks import WantedChecks, decide

ARGUMENT_SPEC = {
    "phase": {"type": "str", "choices": list(PHASES)},
    "require": {"type": "str", "choices": ["not_refused", "rotated", "stored"]},
}

MODULE = record_module(
    ARGUMENT_SPEC,
    Job(returns="checks", wanted=WantedChecks, ensure=decide),
    required_one_of=[("phase", "require")],
    mutually_exclusive=[("phase", "require")],
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
