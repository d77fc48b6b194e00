#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: imanage_group_membership
short_description: Maintain who is in a library group of iManage Work
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Adds users to a group of each named library, removes them, or sets the members exactly.
  - Legora's service account has to be in NRTADMIN of each library that it covers, because only then can it read the
    queue of change events. Without it, permission changes reach Legora later.
  - The present members are read first and only real changes are sent, since iManage refuses a change that changes
    nothing.
  - Members that are not named are left alone, unless O(users.set) is given.
options:
  group:
    description: The group's ID.
    type: str
    default: NRTADMIN
  libraries:
    description:
      - The libraries, as a list of library IDs or of C({id, role}); the role is of no concern here.
      - Left out, it is the firm's variable C(imanage_libraries), where the task does not give O(users), or else what
        O(require=put_back) or O(require=seen_to_view) is about.
    type: list
    elements: raw
  users:
    description:
      - Which users to add or remove, or which to have exactly.
      - Left out, it follows from the firm's variable C(service_account_user_id), where the task names no account itself
        and does not give O(group), or else what O(require=put_back) or O(require=seen_to_view) is about.
    type: dict
    suboptions:
      add:
        description: User IDs that should be members.
        type: list
        elements: str
      remove:
        description: User IDs that should not be members. Never the operator that the run is signed in as.
        type: list
        elements: str
      set:
        description: >-
          User IDs that should be the only members. Everybody else is removed, so the operator has to be among them. An
          empty list is refused. Disabled members may be hidden by iManage; RV(memberships[].disabled_shown) says so.
        type: list
        elements: str
  pending_users:
    description:
      - User IDs that an earlier task of the same dry run would create, or assign to a library. In check mode they count
        as users that exist; in a real run they have no effect.
      - Left out, it is the account, where this dry run would create or assign it.
    type: list
    elements: str
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
    details: Without O(users.set), only the named users are shown.
  idempotent:
    support: full
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.common
  - legalops.ethical_walls.imanage
  - legalops.ethical_walls.attributes.action_group_imanage
seealso:
  - module: legalops.ethical_walls.imanage_user
"""

EXAMPLES = r"""
# A whole play, which goes through in a dry run too: there the user does not exist yet when its membership is planned.
- name: Create the service account, and put it into NRTADMIN of two libraries
  hosts: localhost
  gather_facts: false
  module_defaults:
    group/legalops.ethical_walls.imanage:
      firm: Alder & Finch LLP
      url: https://alder.cloudimanage.com
      expected_customer_id: '4711'
      username: "{{ imanage_username }}"
      password: "{{ imanage_password }}"
      client_id: "{{ imanage_client_id }}"
      client_secret: "{{ imanage_client_secret }}"
  tasks:
    - name: Create the service account
      legalops.ethical_walls.imanage_user:
        user_id: SVC-LEGORA
        email: svc-legora@alder.example
        user_password: "{{ service_account_password }}"
        libraries: [ACTIVE, CLOSED]
        role: LEGORA_METADATA
      register: account

    - name: Put it into NRTADMIN
      legalops.ethical_walls.imanage_group_membership:
        libraries: [ACTIVE, CLOSED]
        users:
          add: [SVC-LEGORA]
        pending_users: "{{ ['SVC-LEGORA'] if account.user.pending else [] }}"
"""

RETURN = r"""
memberships:
  description: One entry for each library, as it is now, or in check mode would be.
  returned: success
  type: list
  elements: dict
  sample:
    - library: ACTIVE
      group: NRTADMIN
      present: [SVC-LEGORA]
      absent: []
      added: [SVC-LEGORA]
      members: null
      disabled_shown: null
      pending: false
  contains:
    library:
      description: The library.
      type: str
      returned: always
    group:
      description: The group.
      type: str
      returned: always
    present:
      description: Those of the named users who are members.
      type: list
      elements: str
      returned: always
    absent:
      description: Those of the named users who are not.
      type: list
      elements: str
      returned: always
    added:
      description: Those whom this task has added, or in check mode would add.
      type: list
      elements: str
      returned: always
    members:
      description: >-
        All members that iManage shows, disabled users too where it shows them; only with O(users.set), since otherwise
        they are not read.
      type: list
      elements: str
      returned: always
    disabled_shown:
      description: >-
        Whether a disabled user is among O(users.set)'s members as they were read. Where none is, iManage may hide them,
        and disabled members were not looked at. Null where the members were not read.
      type: bool
      returned: always
    pending:
      description: Whether it is about users that are not in the library yet, because this is a dry run.
      type: bool
      returned: always
converged:
  description: Whether reading the members again agreed with what was wanted.
  returned: when a write was sent
  type: bool
  sample: true
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: [Add SVC-LEGORA to NRTADMIN in library ACTIVE]
requests:
  description: How many requests were sent, by purpose. Refused writes count, and sign-outs count as C(signin).
  returned: always
  type: dict
  sample: {read: 6, write: 1, signin: 2}
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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, imanage_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.group_membership import (
    WantedMembership,
    ensure_membership,
)

ARGUMENT_SPEC = {
    "group": {"type": "str", "default": "NRTADMIN"},
    "libraries": {"type": "list", "elements": "raw"},
    "users": {
        "type": "dict",
        "options": {
            "add": {"type": "list", "elements": "str"},
            "remove": {"type": "list", "elements": "str"},
            "set": {"type": "list", "elements": "str"},
        },
    },
    "pending_users": {"type": "list", "elements": "str"},
}

MODULE = imanage_module(
    ARGUMENT_SPEC,
    Job(
        returns="memberships", wanted=WantedMembership, ensure=ensure_membership, checks={"libraries": parse_libraries}
    ),
    needs=("libraries", "users"),
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
