#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: legora_connector_capability
short_description: Maintain which iManage libraries Legora enforces ethical walls in
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Creates, corrects or removes the ethical walls capability of Legora's iManage connector, which consists of a
    customer ID and the IDs of the libraries that it covers.
  - This is the tab I(Capability) of the connector's settings in Legora's guide.
  - An empty list of libraries is never sent, because it may mean all libraries.
  - The capability is found by its customer ID. One of another customer is left alone and named in a warning.
options:
  customer_id:
    description:
      - The firm's customer ID at iManage, as a string. On-premises it is most likely V(1).
      - Left out, it is the firm's variable C(imanage_customer_id), or else what
        M(legalops.ethical_walls.imanage_session) found in this play.
    type: str
  libraries:
    description:
      - Which libraries to cover. Needed when O(state=present).
      - IDs are compared in exact spelling, without regard to their order.
      - Left out, it follows from the firm's variable C(imanage_libraries), where the task does not give O(state), or
        else what O(require=put_back) is about.
    type: dict
    suboptions:
      set:
        description: Library IDs that should be the only ones. An empty list is refused.
        type: list
        elements: str
      add:
        description: Library IDs that should be covered, besides those that are.
        type: list
        elements: str
      remove:
        description: Library IDs that should not be covered. The last one is not removed; use O(state=absent).
        type: list
        elements: str
  state:
    description:
      - V(present) covers the libraries.
      - V(absent) removes the whole capability of this customer, so it takes no O(libraries).
    type: str
    choices: [present, absent]
    default: present
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
  - legalops.ethical_walls.legora.connector
  - legalops.ethical_walls.attributes.action_group_legora
seealso:
  - module: legalops.ethical_walls.imanage_info
  - module: legalops.ethical_walls.legora_connector_service_account
"""

EXAMPLES = r"""
- name: Cover two libraries, and no others
  legalops.ethical_walls.legora_connector_capability:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    customer_id: '4711'
    libraries:
      set: [ACTIVE, CLOSED]

- name: Cover one more library
  legalops.ethical_walls.legora_connector_capability:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    customer_id: '4711'
    libraries:
      add: [ARCHIVE]

- name: Stop covering the firm
  legalops.ethical_walls.legora_connector_capability:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    customer_id: '4711'
    state: absent
"""

RETURN = r"""
capability:
  description: The customer's capability as it is now, or in check mode would be.
  returned: success
  type: dict
  sample:
    id: cap_1
    connector_id: int_alder
    type: ethical_walls
    customer_id: '4711'
    library_ids: [ACTIVE, CLOSED]
    status: active
    updated_at: '2026-11-24T08:40:12Z'
    pending: false
  contains:
    id:
      description: The capability's ID; null when there is none.
      type: str
      returned: always
    connector_id:
      description: The connector.
      type: str
      returned: always
    type:
      description: Always V(ethical_walls).
      type: str
      returned: always
    customer_id:
      description: The customer ID.
      type: str
      returned: always
    library_ids:
      description: The libraries that it covers; empty when there is no capability.
      type: list
      elements: str
      returned: always
    status:
      description: Its status, in Legora's words; null where unknown.
      type: str
      returned: always
    updated_at:
      description: When it was saved last; null where unknown.
      type: str
      returned: always
    pending:
      description: Whether there is none yet, because this is a dry run.
      type: bool
      returned: always
converged:
  description: Whether reading the capability again agreed with what was wanted.
  returned: when a write was sent
  type: bool
  sample: true
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: ["Cover libraries ACTIVE, CLOSED of customer 4711 with ethical walls"]
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
  sample: {read: 4, write: 1, signin: 0}
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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._clients import CONNECTOR_OPTIONS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, legora_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.capability import (
    WantedCapability,
    ensure_capability,
    library_change,
)

ARGUMENT_SPEC = {
    **CONNECTOR_OPTIONS,
    "customer_id": {"type": "str"},
    "libraries": {
        "type": "dict",
        "options": {
            "set": {"type": "list", "elements": "str"},
            "add": {"type": "list", "elements": "str"},
            "remove": {"type": "list", "elements": "str"},
        },
    },
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

MODULE = legora_module(
    ARGUMENT_SPEC,
    Job(returns="capability", wanted=WantedCapability, ensure=ensure_capability, checks={"libraries": library_change}),
    needs=("customer_id",),
    required_if=[("state", "present", ["libraries"])],
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
