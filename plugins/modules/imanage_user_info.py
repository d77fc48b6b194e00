#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: imanage_user_info
short_description: Read Legora's service account in iManage Work
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Reads the service account, its libraries, its groups in each of them, the age of its password and whether it is
    locked.
  - The account's role in a library is not among it. iManage shows it to the account itself only, so
    M(legalops.ethical_walls.imanage_access_info) reads it.
options:
  user_id:
    description:
      - The user ID of the service account.
      - Left out, it is the firm's variable C(service_account_user_id).
    type: str
    default: SVC-LEGORA
  libraries:
    description: >-
      The libraries to look in, as a list of library IDs or of C({id, role}). Absent means all of the
      customer's.
    type: list
    elements: raw
  email:
    description:
      - The account's e-mail address. The users that have it are returned, since it has to be unique among all users.
      - Left out, it is the firm's variable C(service_account_email), where the task names no account itself and does
        not give O(predecessors).
    type: str
  covered:
    description:
      - The libraries that the account is meant for, as a list of library IDs or of C({id, role}).
      - Left out, it is the firm's variable C(imanage_libraries).
    type: list
    elements: raw
  roles:
    description: >-
      Whether to read the roles that the account would be given. Where it is not in one of O(covered) yet, it is read
      whether the role exists there, and what it grants. In check mode, and where the account is not known to be
      enabled, the roles of all of them are read.
    type: bool
    default: false
  applications:
    description:
      - Whether to read which applications the account may use.
      - Left out, it follows from the firm's variable C(imanage_legora_app_name), where the task does not give
        O(predecessors).
    type: bool
    default: false
  predecessors:
    description: >-
      Whether to look in NRTADMIN for former service accounts, in V(all) of O(covered) or in the V(first): members with
      the account's e-mail address or name, or with one of O(former_usernames). Absent means nowhere.
    type: str
    choices: [first, all]
  former_usernames:
    description:
      - User IDs or e-mail addresses that Legora signed in with before.
      - Left out, it is what Legora signs in with, as this play has seen it, where O(predecessors) is given.
    type: list
    elements: str
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.attributes.changes_nothing
  - legalops.ethical_walls.common
  - legalops.ethical_walls.imanage
  - legalops.ethical_walls.attributes.action_group_imanage
seealso:
  - module: legalops.ethical_walls.imanage_user
  - module: legalops.ethical_walls.imanage_access_info
"""

EXAMPLES = r"""
- name: Read the service account in all libraries
  legalops.ethical_walls.imanage_user_info:
    firm: Alder & Finch LLP
    url: https://alder.cloudimanage.com
    expected_customer_id: '4711'
    username: "{{ imanage_username }}"
    password: "{{ imanage_password }}"
    client_id: "{{ imanage_client_id }}"
    client_secret: "{{ imanage_client_secret }}"
  register: account

- name: Stop if it is in NRTADMIN of a library that Legora does not cover
  ansible.builtin.assert:
    that: "'NRTADMIN' not in account.user.memberships.PERSONNEL | default([])"
"""

RETURN = r"""
user:
  description: The account, as M(legalops.ethical_walls.imanage_user) returns it, with what is named here.
  returned: success
  type: dict
  sample:
    id: SVC-LEGORA
    exists: true
    enabled: true
    locked: false
    libraries: [ACTIVE]
    fields: {'': {full_name: Legora service account, enabled: true, external: false}}
    memberships: {ACTIVE: [NRTADMIN]}
    password_age_days: 12
    directory_synced: false
    email_holders: [SVC-LEGORA]
    missing_roles: null
    unread_roles: null
    role_rights: null
    app_ids: null
    predecessors: null
  contains:
    exists:
      description: Whether there is such a user.
      type: bool
      returned: always
    fields:
      description: >-
        Those of its fields that this collection ever writes, by library on-premises, and under an empty name in the
        cloud. What iManage does not tell is left out.
      type: dict
      returned: always
    memberships:
      description: The groups that it is a member of, by library.
      type: dict
      returned: always
    password_age_days:
      description: How many days ago its password was changed last; null where iManage does not tell.
      type: int
      returned: always
    directory_synced:
      description: >-
        Whether it comes from a directory, and so cannot sign in with a password of its own; null where iManage does not
        tell.
      type: bool
      returned: always
    email_holders:
      description: >-
        The IDs of the users with the given e-mail address. Null without O(email), and where this server does not offer
        the search.
      type: list
      elements: str
      returned: always
    missing_roles:
      description: >-
        Of the roles that O(covered) names, those that do not exist, by library. Null without O(roles).
      type: dict
      returned: always
    unread_roles:
      description: >-
        Why it could not be read whether a role that O(covered) names exists, or what V(DEFAULT) grants where it names
        none, by library. Null without O(roles).
      type: dict
      returned: always
    role_rights:
      description: >-
        What the role that the account would get grants, by library, as C({role, rights}); C(rights) is all rights by
        name, as far as iManage tells them. Null without O(roles).
      type: dict
      returned: always
    app_ids:
      description: >-
        The IDs of the applications that the account may use (assumed). Null without O(applications), where there is no
        such account, and where iManage does not tell.
      type: list
      elements: str
      returned: always
    predecessors:
      description: >-
        Members of NRTADMIN that look like former service accounts of this firm. Null without O(predecessors),
        and where iManage does not show the members.
      type: list
      elements: dict
      returned: always
      contains:
        id: {description: The user ID., type: str, returned: always}
        library: {description: The library., type: str, returned: always}
        email: {description: Its e-mail address., type: str, returned: always}
        full_name: {description: Its name., type: str, returned: always}
        enabled: {description: 'Whether it may sign in; null where not told.', type: bool, returned: always}
        was_at_legora: {description: 'Whether it is one of O(former_usernames).', type: bool, returned: always}
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
  sample: {read: 4, write: 0, signin: 2}
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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, imanage_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user_info import (
    WantedUserInfo,
    read_user,
)

ARGUMENT_SPEC = {
    "user_id": {"type": "str", "default": "SVC-LEGORA"},
    "libraries": {"type": "list", "elements": "raw"},
    "email": {"type": "str"},
    "covered": {"type": "list", "elements": "raw"},
    "roles": {"type": "bool", "default": False},
    "applications": {"type": "bool", "default": False},
    "predecessors": {"type": "str", "choices": ["first", "all"]},
    "former_usernames": {"type": "list", "elements": "str"},
}

MODULE = imanage_module(
    ARGUMENT_SPEC,
    Job(
        returns="user",
        wanted=WantedUserInfo,
        ensure=read_user,
        checks={"libraries": parse_libraries, "covered": parse_libraries},
    ),
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
