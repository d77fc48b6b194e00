#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: legora_project_preferences
short_description: Allow that projects at Legora are created from iManage
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Sets the organisation's project preference I(Create projects from iManage).
  - A project that is connected with an iManage workspace takes its access from it, and so is inside the ethical walls.
    A project that somebody creates by hand is not.
  - Other sources of projects are left as they are.
options:
  create_projects_from:
    description: Where projects may be created from.
    type: dict
    required: true
    suboptions:
      imanage:
        description: Whether projects may be created from iManage.
        type: bool
        required: true
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
  idempotent:
    support: full
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.common
  - legalops.ethical_walls.legora
  - legalops.ethical_walls.attributes.action_group_legora
seealso:
  - module: legalops.ethical_walls.legora_project_preferences_info
"""

EXAMPLES = r"""
- name: Create projects from iManage
  legalops.ethical_walls.legora_project_preferences:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    create_projects_from:
      imanage: true
"""

RETURN = r"""
preferences:
  description: The preferences as they are now, or in check mode would be.
  returned: success
  type: dict
  sample:
    create_projects_from: {imanage: true, sharepoint: false}
  contains:
    create_projects_from:
      description: Where projects may be created from, with all sources that Legora tells.
      type: dict
      returned: always
converged:
  description: Whether reading the preferences again agreed with what was wanted.
  returned: when a write was sent
  type: bool
  sample: true
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: [Create projects from iManage]
hand_over:
  description: What a person has to enter at Legora with O(method=by_hand), in order, as sentences. Empty with V(api).
  returned: success
  type: list
  elements: str
  sample: []
requests:
  description: How many requests were sent, by purpose. Refused writes count, and sign-outs count as C(signin).
  returned: always
  type: dict
  sample: {read: 3, write: 1, signin: 0}
failure:
  description: What went wrong, in a form that a playbook can branch on.
  returned: failure
  type: dict
  contains:
    system: {description: The system that it happened at., type: str, returned: always}
    firm: {description: The firm as O(firm) named it., type: str, returned: always}
    operation: {description: What was being done., type: str, returned: always}
    kind:
      description:
        - One of V(auth), V(permission), V(not_found), V(conflict), V(validation), V(rate_limited), V(unavailable),
          V(tenant_mismatch), V(unsupported), V(unexpected) and V(not_converged).
        - With V(not_converged), a write was answered as done but is not there when read back; then all that success
          returns is returned too.
      type: str
      returned: always
    http_status: {description: 'The HTTP status, where there was an answer.', type: int, returned: always}
    server_code: {description: 'The code that the server gave the error, if any.', type: str, returned: always}
    correlation_id: {description: 'The server''s ID of the request, if any.', type: str, returned: always}
    retryable: {description: Whether the same run may succeed later without any change., type: bool, returned: always}
    outcome_unknown:
      description: V(true) where nobody knows whether the last write took effect, and left out otherwise.
      type: bool
      returned: when that is not known
    hint: {description: What to do next., type: str, returned: always}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, legora_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.project_preferences import (
    WantedPreferences,
    ensure_preferences,
)

ARGUMENT_SPEC = {
    "create_projects_from": {
        "type": "dict",
        "required": True,
        "options": {"imanage": {"type": "bool", "required": True}},
    },
}

MODULE = legora_module(ARGUMENT_SPEC, Job(returns="preferences", wanted=WantedPreferences, ensure=ensure_preferences))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
