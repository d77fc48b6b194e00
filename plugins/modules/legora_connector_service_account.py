#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: legora_connector_service_account
short_description: Maintain the account that Legora's iManage connector signs in with
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Gives Legora's iManage connector the service account that was created in iManage Work, replaces it, or takes it
    away.
  - This is the tab I(Service account) of the connector's settings in Legora's guide.
  - That Legora shows it does not prove that it works. Whether Legora could sign in is in RV(service_account.status).
options:
  service_username:
    description:
      - What the service account signs in to iManage with, as
        RV(legalops.ethical_walls.imanage_user#module:user.sign_in_name) returns it.
      - It is compared without regard to case.
      - Needed when O(state=present). With O(state=absent), an account of another name is left alone, with a warning;
        without it, any is removed.
      - Left out, it is what the account signs in with, as this play has seen it.
    type: str
  service_password:
    description:
      - The service account's password at iManage. Needed whenever it has to be written.
      - Left out, it is the firm's variable C(service_account_password), where the task names no account itself and
        gives none of O(state) and O(rotated).
    type: str
  update_password:
    description:
      - When the password of an account that the connector has already is written. A password cannot be read back, and
        a needless reset interrupts a connector that works. Another user name always brings its password along.
      - V(on_create) writes it only together with the user name.
      - V(when_changed) writes it when O(password_changed_at) is more than five minutes after Legora last saved the
        account, or when Legora shows the account as rejected. When a time is missing or cannot be read, the password
        is kept and reported as V(unknown).
      - V(always) writes it on every run.
      - Left out, it is V(always) where this play has set it at iManage, and V(when_changed) where it has not.
    type: str
    choices: [on_create, when_changed, always]
    default: on_create
  password_changed_at:
    description:
      - When the password was changed in iManage, as
        RV(legalops.ethical_walls.imanage_user#module:user.password_changed_at) returns it (ISO 8601).
      - Left out, it is what this play has seen of the account.
    type: str
  password_version:
    description:
      - The label of the password in the firm's vault. By V(when_changed), it is compared with that of O(confirmed),
        where O(method=by_hand).
      - Left out, it is the firm's variable C(service_account_password_version), where the task names no account itself
        and does not give O(rotated).
    type: str
  rotated:
    description:
      - Whether the password is one that was rotated. Then V(when_changed) writes it wherever Legora has not surely been
        given it since.
      - What O(service_password) and O(password_version) are, where they are left out, are the firm's variables
        C(rotate_new_password) and C(rotate_new_password_version) then, and not those of the current password.
    type: bool
    default: false
  state:
    description: Whether the connector has a service account.
    type: str
    choices: [present, absent]
    default: present
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Shows the user name and that a password would be written, never the password.
  idempotent:
    support: partial
    details:
      - O(update_password=always) writes the password on every run.
      - V(when_changed) writes it on every run for as long as Legora shows the account as rejected.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.common
  - legalops.ethical_walls.legora
  - legalops.ethical_walls.legora.connector
  - legalops.ethical_walls.attributes.action_group_legora
seealso:
  - module: legalops.ethical_walls.imanage_user
  - module: legalops.ethical_walls.legora_connector_capability
  - module: legalops.ethical_walls.legora_connector_info
"""

EXAMPLES = r"""
- name: Give the connector its service account
  legalops.ethical_walls.legora_connector_service_account:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    service_username: svc-legora@alder.example
    service_password: "{{ service_account_password }}"

- name: Give it the new password after a change in iManage
  legalops.ethical_walls.legora_connector_service_account:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    service_username: svc-legora@alder.example
    service_password: "{{ service_account_password }}"
    update_password: when_changed
    password_changed_at: '2026-11-24T08:35:04Z'

- name: Take the service account away
  legalops.ethical_walls.legora_connector_service_account:
    firm: Alder & Finch LLP
    region: eu
    organisation: Alder & Finch LLP
    method: api
    api_key: "{{ legora_api_key }}"
    service_username: svc-legora@alder.example
    state: absent
"""

RETURN = r"""
service_account:
  description: The connector's service account as it is now, or in check mode would be. Never the password.
  returned: success
  type: dict
  sample:
    connector_id: int_alder
    username: svc-legora@alder.example
    status: active
    updated_at: '2026-11-24T08:40:11Z'
    pending: false
  contains:
    connector_id:
      description: The connector.
      type: str
      returned: always
    username:
      description: The user name; null when the connector has no service account.
      type: str
      returned: always
    status:
      description: Whether Legora could sign in with it, V(active), V(unverified) or V(rejected); null where unknown.
      type: str
      returned: always
    updated_at:
      description: When Legora saved it last; null where unknown.
      type: str
      returned: always
    pending:
      description: Whether the connector has none yet, because this is a dry run, or it is to be entered by hand.
      type: bool
      returned: always
password_action:
  description: V(set) when the password was written, V(kept) when it was not, V(unknown) when it was kept undecided.
  returned: success
  type: str
  sample: set
password_checked_by:
  description: >-
    How that was decided: V(time) by comparing times, V(version) by comparing labels, V(login) by the sign-in that
    Legora shows as rejected, or V(none).
  returned: success
  type: str
  sample: none
converged:
  description: Whether reading the account again agreed with what was wanted, for a password in that it was saved anew.
  returned: when a write was sent
  type: bool
  sample: true
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: ["Give Legora's iManage connector the service account svc-legora@alder.example (with its password)"]
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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.service_account import (
    WantedServiceAccount,
    ensure_service_account,
)

ARGUMENT_SPEC = {
    **CONNECTOR_OPTIONS,
    "service_username": {"type": "str"},
    "service_password": {"type": "str", "no_log": True},
    "update_password": {
        "type": "str",
        "choices": ["on_create", "when_changed", "always"],
        "default": "on_create",
        "no_log": False,
    },
    "password_changed_at": {"type": "str", "no_log": False},
    "password_version": {"type": "str", "no_log": False},
    "rotated": {"type": "bool", "default": False},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
}

MODULE = legora_module(
    ARGUMENT_SPEC,
    Job(returns="service_account", wanted=WantedServiceAccount, ensure=ensure_service_account),
    required_if=[("state", "present", ["service_username"])],
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
