#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: legora_project_preferences_info
short_description: Read where projects at Legora may be created from
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Reads the organisation's project preferences, which say from which systems projects may be created.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
  - legalops.ethical_walls.common
  - legalops.ethical_walls.legora
  - legalops.ethical_walls.attributes.action_group_legora
seealso:
  - module: legalops.ethical_walls.legora_project_preferences
"""

EXAMPLES = r"""
- name: Read the project preferences
  legalops.ethical_walls.legora_project_preferences_info:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
  register: legora

- name: Stop unless projects are created from iManage
  ansible.builtin.assert:
    that: legora.preferences.create_projects_from.imanage
"""

RETURN = r"""
preferences:
  description: The preferences.
  returned: success
  type: dict
  sample:
    create_projects_from: {imanage: true, sharepoint: false}
  contains:
    create_projects_from:
      description: Where projects may be created from, with all sources that Legora tells.
      type: dict
      returned: always
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: []
hand_over:
  description: What a person has to enter at Legora with O(method=by_hand). Always empty, since this only reads.
  returned: success
  type: list
  elements: str
  sample: []
requests:
  description: How many requests were sent, by purpose. Refused writes count, and sign-outs count as C(signin).
  returned: always
  type: dict
  sample: {read: 2, write: 0, signin: 0}
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
          V(tenant_mismatch), V(unsupported) and V(unexpected).
      type: str
      returned: always
    http_status: {description: 'The HTTP status, where there was an answer.', type: int, returned: always}
    server_code: {description: 'The code that the server gave the error, if any.', type: str, returned: always}
    correlation_id: {description: 'The server''s ID of the request, if any.', type: str, returned: always}
    retryable: {description: Whether the same run may succeed later without any change., type: bool, returned: always}
    hint: {description: What to do next., type: str, returned: always}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, legora_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.project_preferences import (
    WantedPreferencesInfo,
    read_preferences,
)

MODULE = legora_module({}, Job(returns="preferences", wanted=WantedPreferencesInfo, ensure=read_preferences))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
