#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: imanage_access_info
short_description: Prove what Legora's service account can and cannot do in iManage Work
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Signs in as the service account, once, and reads its effective rights in each library. So it shows what is
    effective, where the other modules show what is configured.
  - An account that is locked, disabled, restricted to another address, or at two failed sign-ins is not tried, so
    that the proof never locks the account that Legora depends on. A refused sign-in is not repeated.
  - Not each server tells how many sign-ins have failed. There O(probe) and O(notes_directory) keep a proof that is made
    again and again from locking the account.
  - That C(document_view) means the right to view documents is an assumption. Where iManage does not say it, the
    result is V(unknown), never V(compliant).
options:
  user_id:
    description:
      - The user ID of the service account.
      - Left out, it is the firm's variable C(service_account_user_id).
    type: str
    default: SVC-LEGORA
  account_username:
    description:
      - What the service account signs in with, as RV(legalops.ethical_walls.imanage_user#module:user.sign_in_name)
        returns it.
      - Left out, it is what the account signs in with, as this play has seen it.
    type: str
  account_password:
    description:
      - The service account's password.
      - Left out, it is the firm's variable C(service_account_password), where the task names no account itself.
    type: str
  libraries:
    description:
      - The libraries to prove, as a list of library IDs or of C({id, role}).
      - Left out, it is the firm's variable C(imanage_libraries).
    type: list
    elements: raw
  role:
    description:
      - The library role that is wanted in libraries that name none, to tell which roles differ.
      - Left out, it is the firm's variable C(service_account_role), where the task names no account itself.
    type: str
  pending_users:
    description:
      - User IDs that an earlier task of the same dry run would create, or assign to a library.
      - Left out, it is the account, where this dry run would create or assign it.
    type: list
    elements: str
  source_address:
    description: >-
      The address that iManage sees this machine at. Needed only for an account that is restricted to addresses which
      include this machine's.
    type: str
  account:
    description:
      - The account as M(legalops.ethical_walls.imanage_user) or M(legalops.ethical_walls.imanage_user_info) returned it
        in this run. Without it, it is read, to know whether it may be tried.
      - Left out, it is what this play has seen of the account.
    type: dict
  probe:
    description:
      - When the account is signed in as.
      - V(always) means unless its state speaks against it.
      - V(when_counted) means also not where iManage does not tell how many sign-ins have failed. Somebody who tries
        each night would lock it there sooner or later.
      - Left out, it follows from the switch C(verify_probe) of the run.
    type: str
    choices: [always, when_counted]
    default: when_counted
  password_version:
    description:
      - What stands for the password in the notes; change it with the password. Where iManage does not tell how many
        sign-ins have failed, a refused one is noted in O(notes_directory), and not repeated until this is another one.
      - Left out, it is the firm's variable C(service_account_password_version), where the task names no account itself.
    type: str
  wait_for_effective:
    description:
      - Seconds to wait for a change to become effective. A cloud change may take up to eight hours.
      - Longer than the firm may take, C(firm_deadline), it fails the firm instead of leaving it incomplete; raise that
        too, up to 480 minutes.
      - While waiting, the rights are read again every 15 seconds, without another sign-in.
      - Left out, it follows from the switch C(onboard_wait_for_effective) of the run.
    type: int
    default: 0
  test_documents:
    description:
      - A document ID for each library, whose download by the account must be refused, as a second proof.
      - It is asked for only in a library in which the account's rights already say that it may not view documents. So
        it replaces no right that iManage does not tell.
      - Left out, it is the firm's variable C(verify_test_documents), where the task names no account itself.
    type: dict
attributes:
  check_mode:
    details: In check mode nothing is sent, and everything is V(unknown).
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
  - legalops.ethical_walls.common
  - legalops.ethical_walls.imanage
  - legalops.ethical_walls.imanage.notes
  - legalops.ethical_walls.attributes.action_group_imanage
seealso:
  - module: legalops.ethical_walls.imanage_user
"""

EXAMPLES = r"""
- name: Prove that the service account sees metadata only
  legalops.ethical_walls.imanage_access_info:
    firm: Alder & Finch LLP
    url: https://alder.cloudimanage.com
    expected_customer_id: '4711'
    username: "{{ imanage_username }}"
    password: "{{ imanage_password }}"
    client_id: "{{ imanage_client_id }}"
    client_secret: "{{ imanage_client_secret }}"
    account_username: svc-legora@alder.example
    account_password: "{{ service_account_password }}"
    libraries: [ACTIVE, CLOSED]
  register: proof

- name: Stop unless it is proved
  ansible.builtin.assert:
    that: proof.access.status == 'compliant'
"""

RETURN = r"""
access:
  description: What was found.
  returned: success
  type: dict
  sample:
    status: compliant
    reason: null
    signed_in: true
    refusal: null
    observed_roles: {ACTIVE: LEGORA_METADATA}
    differing_roles: {}
    libraries:
      - id: ACTIVE
        status: compliant
        reason: null
        role: LEGORA_METADATA
        document_view: false
        rights: {admin_tier_1: false, delete: false, delete_workspace: false, document_view: false}
        tier: 0
        download: refused
  contains:
    status:
      description:
        - The worst status of the libraries.
        - V(compliant) means that the account may sign in and iManage says that it may not view documents.
        - V(noncompliant) means that it may view or delete documents, or, on-premises, that it cannot use a library.
        - V(pending) means that it has no access yet, which in the cloud may take up to eight hours.
        - V(rejected) means that it cannot sign in.
        - V(unknown) means that it could not be found out.
      type: str
      returned: always
    reason:
      description: >-
        Why, where there is something to say. Where it was not tried, V(failed_sign_ins), V(ip_locked), V(uncounted)
        (O(probe=when_counted)) or V(refused_before) (O(notes_directory)).
      type: str
      returned: always
    signed_in:
      description: Whether the account was signed in.
      type: bool
      returned: always
    refusal:
      description: >-
        Of a refused sign-in, what it is a question of, V(password), V(application) or V(scope). Only the first says
        anything about the password.
      type: str
      returned: always
    observed_roles:
      description: >-
        The account's role in each library, where iManage surely showed a role: the wanted one, or another one that it
        knows.
      type: dict
      returned: always
    differing_roles:
      description: Those of them that are not the wanted role, where one is wanted.
      type: dict
      returned: always
    libraries:
      description: The same for each library.
      type: list
      elements: dict
      returned: always
      contains:
        id: {description: The library ID., type: str, returned: always}
        status: {description: Its status., type: str, returned: always}
        reason: {description: 'Why, where there is something to say.', type: str, returned: always}
        role: {description: 'The account''s role there, where it was surely shown.', type: str, returned: always}
        document_view: {description: Whether documents may be viewed; null when not told., type: bool, returned: always}
        rights:
          description:
            - All rights that iManage named to the account, with whether it has them, by iManage's own names.
          type: dict
          returned: always
        tier: {description: Its tier of access to Control Center; null when not told., type: int, returned: always}
        download:
          description: V(refused) or V(allowed), for a library with a test document; else null.
          type: str
          returned: always
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: []
requests:
  description: How many requests were sent, by purpose. Refused writes count, and sign-outs count as C(signin).
  returned: always
  type: dict
  sample: {read: 4, write: 0, signin: 4}
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

from ansible_collections.legalops.ethical_walls.plugins.module_utils._clients import NOTES_OPTIONS, NOTES_RULES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, imanage_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.access import (
    WantedAccess,
    read_access,
)

ARGUMENT_SPEC = {
    "user_id": {"type": "str", "default": "SVC-LEGORA"},
    "account_username": {"type": "str"},
    "account_password": {"type": "str", "no_log": True},
    "libraries": {"type": "list", "elements": "raw"},
    "role": {"type": "str"},
    "pending_users": {"type": "list", "elements": "str"},
    "source_address": {"type": "str"},
    "wait_for_effective": {"type": "int", "default": 0},
    "test_documents": {"type": "dict"},
    "account": {"type": "dict"},
    "probe": {"type": "str", "choices": ["always", "when_counted"], "default": "when_counted"},
    **NOTES_OPTIONS,
    "password_version": {"type": "str", "no_log": False},
}

NEEDS = ("account_username", "account_password", "libraries")
JOB = Job(returns="access", wanted=WantedAccess, ensure=read_access, checks={"libraries": parse_libraries})
MODULE = imanage_module(ARGUMENT_SPEC, JOB, NEEDS, **NOTES_RULES)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
