#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: imanage_user
short_description: Create and maintain Legora's service account in iManage Work
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Creates the metadata-only service account that Legora signs in with, assigns it to libraries with a role, corrects
    it, restricts it to an address, or retires it.
  - In iManage's cloud the user is created once for the customer and assigned to each library. On-premises each
    library has a user list of its own, so the user is created in each.
  - It is always a virtual, internal user whose password neither expires nor has to be changed at the next sign-in. A
    user that is synchronised from a directory is refused, since it cannot sign in with a password of its own.
  - That the account may not view documents is not assumed. Prove it with M(legalops.ethical_walls.imanage_access_info).
options:
  user_id:
    description:
      - The user ID of the service account. iManage writes IDs in upper case, and they never change.
      - In iManage's cloud it may hold any characters but blanks. On-premises a new one has letters, digits, V(_) and
        V(-) only.
      - Left out, it is the firm's variable C(service_account_user_id).
    type: str
    default: SVC-LEGORA
  full_name:
    description:
      - The account's name as people see it. Left alone when absent.
      - A new account is called V(Legora service account) unless another name is given.
      - Left out, it is the firm's variable C(service_account_full_name), where the task names no account itself and
        gives none of O(state), O(email), O(user_password), O(role), O(ip_lock), O(ip_range) and O(correct_roles).
    type: str
  email:
    description:
      - The account's e-mail address, unique at iManage. Needed to create it; left alone when absent.
      - Left out, it is the firm's variable C(service_account_email), where the task names no account itself and gives
        none of O(state), O(full_name), O(user_password), O(role), O(ip_lock), O(ip_range) and O(correct_roles).
    type: str
  user_password:
    description:
      - The service account's password. Needed to create it.
      - Left out, it is the firm's variable C(service_account_password), where the task names no account itself and
        gives none of O(state), O(full_name), O(email), O(role), O(ip_lock), O(ip_range) and O(correct_roles).
    type: str
  update_password:
    description:
      - When the password of an account that exists is written. A password cannot be read back, and a needless reset
        interrupts a connector that works.
      - V(on_create) writes it only when the account is created.
      - V(when_changed) asks iManage by one sign-in as the account whether the password is still this one, and writes
        it if it is refused for its password. An account that is locked, disabled, restricted to another address or at
        two failed sign-ins is not tried, and a dry run tries nothing; then the password is kept and reported as
        V(unknown).
      - V(always) writes it on every run.
      - It is not written where it could not be tried afterwards, since Legora would then be left with the old one.
        So for an account that is locked, disabled, at two failed sign-ins, or restricted to addresses that are neither
        O(source_address) nor O(legora_address), the module fails before it writes anything, in a dry run too.
      - Left out, it follows from the switch C(onboard_update_password) of the run.
    type: str
    choices: [on_create, when_changed, always]
    default: on_create
  libraries:
    description:
      - The libraries that the account belongs to, as a list of library IDs or of C({id, role}), in exact spelling.
      - Needed when O(state=present). Libraries that are not named are left alone.
      - Left out, it is the firm's variable C(imanage_libraries), where the task names no account itself and does not
        give O(state).
    type: list
    elements: raw
  role:
    description:
      - The library role in libraries that name none, which should withhold document view. Without it, iManage's
        V(DEFAULT).
      - Where the account would be put in the role or be enabled, a role that is named here or in O(libraries) and
        grants document view is refused, unless O(accept_document_view=true).
      - A role is written when a library is assigned; later only as O(observed_roles) says.
      - Left out, it is the firm's variable C(service_account_role), where the task names no account itself and gives
        none of O(state), O(full_name), O(email), O(user_password), O(ip_lock) and O(ip_range).
    type: str
  observed_roles:
    description:
      - The roles that the account was seen to have, by library, as
        RV(legalops.ethical_walls.imanage_access_info#module:access.observed_roles) returns them. A role that differs
        from the wanted one is written; one that was not seen is left alone.
      - With O(notes_directory) and O(host), a role is not written twice on the same sight. What iManage shows as a role
        may be something else (assumed).
      - Left out, it is what M(legalops.ethical_walls.imanage_access_info) saw in this play, where O(correct_roles) is
        given.
    type: dict
  correct_roles:
    description: >-
      Whether the task is about the roles that O(observed_roles) shows, and about nothing else that the firm's variables
      want. In a play that has proved the account, it is skipped where no role differs.
    type: bool
    default: false
  accept_document_view:
    description:
      - Whether the account may be given a role that lets it view documents.
      - Left out, it is the firm's variable C(service_account_accept_document_view), where the task names no account
        itself and gives none of O(state), O(full_name), O(email), O(user_password), O(role), O(ip_lock) and
        O(ip_range).
    type: bool
    default: false
  pending_users:
    description:
      - User IDs that an earlier task of the same dry run would create, or assign to a library. In a real run they have
        no effect.
      - Left out, it is the account, where this dry run would create or assign it.
    type: list
    elements: str
  ip_lock:
    description:
      - Whether the account may sign in from O(ip_range) only (iManage's cloud, since November 2024). Left alone when
        absent.
    type: bool
  ip_range:
    description:
      - The address to restrict the account to, needed with O(ip_lock=true). Its format is not published; several
        addresses are separated by commas (assumed).
      - Left out, it follows from the firm's variable C(service_account_ip_lock), where the task names no account itself
        and gives none of O(state) and O(correct_roles).
    type: str
  state:
    description:
      - V(present) makes it exist, enabled.
      - V(disabled) forbids it to sign in.
      - V(absent) takes it out of NRTADMIN in every library and then disables it. iManage deletes no user. Each library
        is asked whether it is a member there, whatever the account's own record says.
      - V(restored) puts back O(fields), and looks at nothing else.
    type: str
    choices: [present, absent, disabled, restored]
    default: present
  fields:
    description:
      - Fields to put back with O(state=restored), by the library on-premises, and under an empty name in the cloud, as
        RV(legalops.ethical_walls.imanage_user_info#module:user.fields) returns them. No account is enabled by that.
      - Left out, it is what O(require=put_back) is about.
    type: dict
attributes:
  check_mode:
    support: full
    details: A dry run sends no write and no sign-in as the account. It reads what would make a later write fail.
  diff_mode:
    support: full
    details: Shows an allow-list of fields, never the password.
  idempotent:
    support: partial
    details: O(update_password=always) writes the password on every run. A role that was not observed is not compared.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.common
  - legalops.ethical_walls.imanage
  - legalops.ethical_walls.imanage.addresses
  - legalops.ethical_walls.imanage.notes
  - legalops.ethical_walls.attributes.action_group_imanage
seealso:
  - module: legalops.ethical_walls.imanage_group_membership
  - module: legalops.ethical_walls.imanage_access_info
"""

EXAMPLES = r"""
- name: Create the service account in two libraries
  legalops.ethical_walls.imanage_user:
    firm: Alder & Finch LLP
    url: https://alder.cloudimanage.com
    expected_customer_id: '4711'
    username: "{{ imanage_username }}"
    password: "{{ imanage_password }}"
    client_id: "{{ imanage_client_id }}"
    client_secret: "{{ imanage_client_secret }}"
    user_id: SVC-LEGORA
    full_name: Legora service account
    email: svc-legora@alder.example
    user_password: "{{ service_account_password }}"
    libraries: [ACTIVE, CLOSED]
    role: LEGORA_METADATA

- name: Retire the service account
  legalops.ethical_walls.imanage_user:
    firm: Alder & Finch LLP
    url: https://alder.cloudimanage.com
    expected_customer_id: '4711'
    username: "{{ imanage_username }}"
    password: "{{ imanage_password }}"
    client_id: "{{ imanage_client_id }}"
    client_secret: "{{ imanage_client_secret }}"
    user_id: SVC-LEGORA
    state: absent

- name: Put back its name as it was
  legalops.ethical_walls.imanage_user:
    firm: Alder & Finch LLP
    url: https://alder.cloudimanage.com
    expected_customer_id: '4711'
    username: "{{ imanage_username }}"
    password: "{{ imanage_password }}"
    client_id: "{{ imanage_client_id }}"
    client_secret: "{{ imanage_client_secret }}"
    user_id: SVC-LEGORA
    state: restored
    fields:
      '':
        full_name: Walls
"""

RETURN = r"""
user:
  description: The account as it is now, or in check mode would be.
  returned: success
  type: dict
  sample:
    id: SVC-LEGORA
    full_name: Legora service account
    email: svc-legora@alder.example
    sign_in_name: svc-legora@alder.example
    enabled: true
    locked: false
    failed_logins: 0
    virtual: true
    external: false
    libraries: [ACTIVE, CLOSED]
    preferred_library: ACTIVE
    password_changed_at: '2026-11-24T08:35:04Z'
    password_never_expires: true
    force_password_change: false
    ip_lock: false
    ip_range: null
    pending: false
  contains:
    id:
      description: The user ID.
      type: str
      returned: always
    full_name:
      description: Its name as people see it.
      type: str
      returned: always
    email:
      description: Its e-mail address.
      type: str
      returned: always
    sign_in_name:
      description: What the account signs in with, and so what Legora has to be given as its user name.
      type: str
      returned: always
    enabled:
      description: >-
        Whether it may sign in; on-premises, in all of its libraries that were read. Null where iManage does not tell.
      type: bool
      returned: always
    locked:
      description: >-
        Whether iManage has locked it after failed sign-ins; null where iManage does not tell. In the cloud this, the
        failed sign-ins and what there is about the password is read in one of its libraries.
      type: bool
      returned: always
    failed_logins:
      description: The failed sign-ins that iManage counts, the most of any library; null where not told.
      type: int
      returned: always
    virtual:
      description: Whether it is a virtual user, which belongs to no directory; null where not told.
      type: bool
      returned: always
    external:
      description: Whether it is an external user; null where not told.
      type: bool
      returned: always
    libraries:
      description: The libraries that it belongs to, as far as they were read.
      type: list
      elements: str
      returned: always
    preferred_library:
      description: The library that iManage shows it first.
      type: str
      returned: always
    password_changed_at:
      description: When iManage last saw its password changed; null where not told.
      type: str
      returned: always
    password_never_expires:
      description: Whether its password stays valid for ever; null where not told.
      type: bool
      returned: always
    force_password_change:
      description: Whether its password has to be changed at the next sign-in; null where not told.
      type: bool
      returned: always
    ip_lock:
      description: Whether it may sign in from certain addresses only; null where not told, as on-premises.
      type: bool
      returned: always
    ip_range:
      description: Those addresses; null where there are none.
      type: str
      returned: always
    pending:
      description: Whether it does not exist yet, or is not in each of the libraries yet, because this is a dry run.
      type: bool
      returned: always
password_action:
  description: >-
    V(set) when the password was written, or in check mode would be, V(kept) when it was not, V(unknown) when it was
    kept undecided. On-premises the user of one more library is given the password too.
  returned: success
  type: str
  sample: kept
password_replaced:
  description: >-
    Whether a user that was there has another password since this run, or in check mode would have. Then Legora has the
    old one until it is given the new one.
  returned: success
  type: bool
  sample: false
newly_enabled:
  description: >-
    Whether the account can sign in only since this run, which created or enabled it, or in check mode would. Then a run
    may disable it again without taking anything away.
  returned: success
  type: bool
  sample: false
password_checked_by:
  description: How that was decided, V(login) or V(none).
  returned: success
  type: str
  sample: none
converged:
  description: Whether reading the account again agreed with what was wanted.
  returned: when a write was sent
  type: bool
  sample: true
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: [Enable SVC-LEGORA]
requests:
  description: How many requests were sent, by purpose. Refused writes count, and sign-outs count as C(signin).
  returned: always
  type: dict
  sample: {read: 4, write: 1, signin: 2}
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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._clients import NOTES_OPTIONS, NOTES_RULES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, imanage_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user import ensure_user
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user_task import WantedUser

ARGUMENT_SPEC = {
    "user_id": {"type": "str", "default": "SVC-LEGORA"},
    "full_name": {"type": "str"},
    "email": {"type": "str"},
    "user_password": {"type": "str", "no_log": True},
    "update_password": {"choices": ["on_create", "when_changed", "always"], "default": "on_create", "no_log": False},
    "libraries": {"type": "list", "elements": "raw"},
    "role": {"type": "str"},
    **{name: {"type": "dict"} for name in ("observed_roles", "fields")},
    "correct_roles": {"type": "bool", "default": False},
    "accept_document_view": {"type": "bool", "default": False},
    "pending_users": {"type": "list", "elements": "str"},
    "ip_lock": {"type": "bool"},
    "ip_range": {"type": "str"},
    "source_address": {"type": "str"},
    "legora_address": {"type": "str"},
    **NOTES_OPTIONS,
    "state": {"type": "str", "choices": ["present", "absent", "disabled", "restored"], "default": "present"},
}

MODULE = imanage_module(
    ARGUMENT_SPEC,
    Job(returns="user", wanted=WantedUser, ensure=ensure_user, checks={"libraries": parse_libraries}),
    required_if=[
        ("state", "present", ["libraries"]),
        ("ip_lock", True, ["ip_range"]),
        ("correct_roles", True, ["observed_roles"]),
    ],
    **NOTES_RULES,
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
