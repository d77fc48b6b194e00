#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: legora_connector_info
short_description: Read the iManage connectors of an organisation at Legora
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Lists the iManage connectors of the firm's organisation at Legora, each with its service account and its
    capabilities. A password cannot be read and is never among them.
  - With O(method=by_hand), nothing is read. It returns one connector with what was confirmed, and null for all that
    nobody can tell.
  - Connectors to other systems are not listed, disabled iManage connectors are. With O(connector_id), only that one is;
    an unknown ID gives an empty list, unless O(require_usable).
options:
  details:
    description: Whether to read each connector's service account and capabilities too, with two requests for each.
    type: bool
    default: true
  preferences:
    description:
      - Whether to read the organisation's project preferences too, with one request.
      - Left out, it is V(true) until this play has read them.
    type: bool
    default: false
  require_usable:
    description:
      - Whether to fail unless exactly one connector can be used, so that a dry run finds what would stop a real run.
      - It fails as unsupported when there is none or the one is disabled, as a conflict when there are several and
        O(connector_id) names none.
      - Left out, it is V(true) in the playbook C(onboard).
    type: bool
    default: false
  expected_url:
    description:
      - The address of the firm's iManage Work. A connector that goes to another host gives a warning, and no failure,
        since the firm may have another name or a proxy for it.
      - Left out, it is the firm's variable C(imanage_url).
    type: str
  others:
    description: >-
      Whether to read the organisation's other iManage connectors too. Then it has to be clear which one is meant.
      Several of them without O(connector_id) are a conflict, an unknown ID is not found.
    type: bool
    default: false
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
  - legalops.ethical_walls.common
  - legalops.ethical_walls.legora
  - legalops.ethical_walls.legora.connector
  - legalops.ethical_walls.attributes.action_group_legora
seealso:
  - module: legalops.ethical_walls.legora_connector_service_account
  - module: legalops.ethical_walls.legora_connector_capability
"""

EXAMPLES = r"""
- name: Read the iManage connectors of a firm
  legalops.ethical_walls.legora_connector_info:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    expected_url: https://alder.cloudimanage.com
  register: legora

- name: Show what each connector covers
  ansible.builtin.debug:
    msg: "{{ item.id }} covers {{ item.capabilities | map(attribute='library_ids') | flatten | join(', ') }}"
  loop: "{{ legora.connectors }}"
  loop_control:
    label: "{{ item.id }}"

- name: Stop unless there is one connector that can be used
  legalops.ethical_walls.legora_connector_info:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    details: false
    require_usable: true
"""

RETURN = r"""
connectors:
  description: The iManage connectors.
  returned: success
  type: list
  elements: dict
  sample:
    - id: int_alder
      type: imanage
      status: enabled
      enabled: true
      url: https://alder.cloudimanage.com
      service_account:
        username: svc-legora@alder.example
        status: active
        updated_at: '2026-11-24T08:40:11Z'
      capabilities:
        - id: cap_1
          type: ethical_walls
          customer_id: '4711'
          library_ids: [ACTIVE, CLOSED]
          status: active
          updated_at: '2026-11-24T08:40:12Z'
  contains:
    id:
      description: The connector's ID; null by hand.
      type: str
      returned: always
    type:
      description: The system that it connects.
      type: str
      returned: always
    status:
      description: Its status, in Legora's words; null by hand.
      type: str
      returned: always
    enabled:
      description: Whether that status means that it can be used; null by hand.
      type: bool
      returned: always
    url:
      description: The address of iManage Work that it goes to; null where Legora does not tell.
      type: str
      returned: always
    service_account:
      description: What it signs in with. Null when it has none, where none was confirmed, and without O(details).
      type: dict
      returned: always
      contains:
        username:
          description: The user name.
          type: str
          returned: always
        status:
          description: Whether Legora could sign in with it, V(active), V(unverified) or V(rejected).
          type: str
          returned: always
        updated_at:
          description: When it was saved last.
          type: str
          returned: always
    capabilities:
      description: >-
        What it covers, one entry for each customer. Null where nothing was confirmed by hand, and without O(details).
      type: list
      elements: dict
      returned: always
      contains:
        id:
          description: The capability's ID.
          type: str
          returned: always
        type:
          description: What it does. V(ethical_walls) is what this collection maintains.
          type: str
          returned: always
        customer_id:
          description: The customer ID at iManage.
          type: str
          returned: always
        library_ids:
          description: The libraries that it covers.
          type: list
          elements: str
          returned: always
        status:
          description: Its status, in Legora's words.
          type: str
          returned: always
        updated_at:
          description: When it was saved last.
          type: str
          returned: always
organisation:
  description: The organisation that the key belongs to; null by hand.
  returned: success
  type: dict
  sample: {id: org_alder, name: Alder & Finch LLP, region: eu}
  contains:
    id:
      description: Its ID.
      type: str
      returned: always
    name:
      description: Its name.
      type: str
      returned: always
    region:
      description: Its region; null where Legora does not tell.
      type: str
      returned: always
other_connectors:
  description: The organisation's other iManage connectors, in the form of RV(connectors). Null without O(others).
  returned: success
  type: list
  elements: dict
  sample: []
preferences:
  description: >-
    The preferences, as M(legalops.ethical_walls.legora_project_preferences_info) returns them. Null without
    O(preferences).
  returned: success
  type: dict
  sample:
    create_projects_from: {imanage: true, sharepoint: false}
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
  sample: {read: 4, write: 0, signin: 0}
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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._clients import CONNECTOR_OPTIONS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, legora_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.connector_info import (
    WantedConnectorInfo,
    read_connectors,
)

ARGUMENT_SPEC = {
    **CONNECTOR_OPTIONS,
    "details": {"type": "bool", "default": True},
    "preferences": {"type": "bool", "default": False},
    "require_usable": {"type": "bool", "default": False},
    "expected_url": {"type": "str"},
    "others": {"type": "bool", "default": False},
}

MODULE = legora_module(ARGUMENT_SPEC, Job(returns="connectors", wanted=WantedConnectorInfo, ensure=read_connectors))


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
