#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: legora_audit_log_info
short_description: Read the audit log of an organisation at Legora
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Reads who did what in the firm's organisation at Legora between two moments, as evidence of what was configured and
    when.
  - Which actions and resource types there are, and how they are called, is Legora's matter and not published. Look at
    the events of one day without a filter first.
  - An API without an audit log, or a profile that says so with C(audit_log=null), fails as unsupported. No other module
    needs it.
options:
  since:
    description:
      - The first moment, in ISO 8601 with an offset or C(Z), such as V(2026-11-24T00:00:00Z). Events of that very
        moment are included.
      - Absent, the period begins O(since_days) before its end.
    type: str
  until:
    description:
      - The last moment, written like O(since), and included.
      - Absent, the period ends with the newest event.
    type: str
  since_days:
    description:
      - How many days before its end the period begins, from 1 to 3650. It cannot be given with O(since).
      - Left out, it follows from the switch C(verify_audit_days) of the run.
    type: int
    default: 30
  actors:
    description:
      - Only what these people did, by their e-mail addresses. Absent or empty, what anybody did.
      - Like the other filters, it is compared without regard to case.
    type: list
    elements: str
  actions:
    description: Only these actions. An event is chosen by its action or by its operation. Absent or empty, all.
    type: list
    elements: str
  resource_types:
    description:
      - Only what was done to resources of these types. Absent or empty, of all.
      - Left out, it is the firm's variable C(verify_audit_resource_types), where the task gives none of O(actors) and
        O(actions).
    type: list
    elements: str
  limit:
    description:
      - The most events that are returned, from 1 to 100000. When there are more, the newest are returned, and
        RV(truncated) says so.
      - The log is read in pages of 100 events, filters or not. So a long period of a large organisation takes many
        requests, whatever the limit is.
    type: int
    default: 1000
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
  - legalops.ethical_walls.common
  - legalops.ethical_walls.legora
  - legalops.ethical_walls.attributes.action_group_legora
seealso:
  - module: legalops.ethical_walls.legora_connector_info
  - module: legalops.ethical_walls.legora_project_preferences_info
"""

EXAMPLES = r"""
- name: Read who changed the integrations in the last week
  legalops.ethical_walls.legora_audit_log_info:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    since_days: 7
    resource_types: [integration, capability]
  register: legora

- name: Show them
  ansible.builtin.debug:
    msg: "{{ item.timestamp }} {{ item.actor_email }}: {{ item.operation }} of {{ item.resource_display_name }}"
  loop: "{{ legora.events }}"
  loop_control:
    label: "{{ item.id }}"

- name: Read one day, and stop when that is more than fits
  legalops.ethical_walls.legora_audit_log_info:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    since: "2026-11-24T00:00:00+01:00"
    until: "2026-11-24T23:59:59+01:00"
    limit: 5000
  register: day
  failed_when: day is failed or day.truncated
"""

RETURN = r"""
events:
  description:
    - The events, in order of time. What an event does not tell is null.
    - Only these fields are taken from Legora's answer, whatever else it holds.
  returned: success
  type: list
  elements: dict
  sample:
    - id: evt_3
      timestamp: '2026-11-24T08:40:11Z'
      actor_email: integration@alder.example
      action: update
      operation: service_account.write
      resource_type: integration
      resource_display_name: int_alder
      result_status: success
  contains:
    id:
      description: The event's ID.
      type: str
      returned: always
    timestamp:
      description: When it happened, in UTC.
      type: str
      returned: always
    actor_email:
      description: The e-mail address of whoever did it.
      type: str
      returned: always
    action:
      description: What was done, in Legora's words.
      type: str
      returned: always
    operation:
      description: The same more closely, in Legora's words.
      type: str
      returned: always
    resource_type:
      description: What it was done to, in Legora's words.
      type: str
      returned: always
    resource_display_name:
      description: The name of what it was done to.
      type: str
      returned: always
    result_status:
      description: How it ended, in Legora's words.
      type: str
      returned: always
truncated:
  description: Whether there were more events than O(limit), so that the oldest were left out.
  returned: success
  type: bool
  sample: false
since:
  description: The moment at which the period began, in UTC.
  returned: success
  type: str
  sample: '2026-10-25T08:41:00Z'
until:
  description: The moment at which it ended, in UTC; null without O(until).
  returned: success
  type: str
  sample: '2026-11-24T23:59:59Z'
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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._clients import LEGORA_OPTIONS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, legora_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.audit_log import (
    WantedAuditLog,
    read_audit_log,
)

ARGUMENT_SPEC = {
    **LEGORA_OPTIONS,
    "since": {"type": "str"},
    "until": {"type": "str"},
    "since_days": {"type": "int", "default": 30},
    "actors": {"type": "list", "elements": "str"},
    "actions": {"type": "list", "elements": "str"},
    "resource_types": {"type": "list", "elements": "str"},
    "limit": {"type": "int", "default": 1000},
}

MODULE = legora_module(
    ARGUMENT_SPEC,
    Job(returns="events", wanted=WantedAuditLog, ensure=read_audit_log),
    mutually_exclusive=[("since", "since_days")],
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
