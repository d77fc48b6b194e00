#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: imanage_password
short_description: Rotate the password of Legora's service account in iManage Work
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Gives the service account its new password, or puts the current one back, whatever an earlier run has left.
  - Which of both opens the account is found out by signing in as it, once with each at most. An account that is locked,
    disabled, or at two failed sign-ins is not tried, and then nothing is written either. Where iManage tells no failed
    sign-ins, O(notes_directory) is needed, so that a refusal can be noted and is not repeated.
  - What was written is tried by one sign-in. An account that may sign in from Legora's address only can't be tried from
    here; there Legora's own status shows whether the password is right, and O(notes_directory) and O(new_version) are
    needed, so that a later run knows what this one has written.
  - It changes iManage alone. The role P(legalops.ethical_walls.rotate_password#role) changes both sides, or none.
options:
  user_id:
    description:
      - The user ID of the service account.
      - Left out, it is the firm's variable C(service_account_user_id).
    type: str
    default: SVC-LEGORA
  libraries:
    description:
      - The libraries that the account belongs to, as a list of library IDs or of C({id, role}), in exact spelling.
        On-premises each has a user list of its own, so the password is written in each.
      - Left out, it is the firm's variable C(imanage_libraries), where the task names no account itself.
    type: list
    elements: raw
  current_password:
    description:
      - The account's password before the rotation.
      - Left out, it is the firm's variable C(service_account_password), where the task names no account itself.
    type: str
  current_version:
    description:
      - The label of O(current_password) in the firm's vault.
      - Left out, it is the firm's variable C(service_account_password_version), where the task names no account itself.
    type: str
  new_password:
    description:
      - The account's password after the rotation. Needed but for a dry run.
      - Left out, it is the firm's variable C(rotate_new_password), where the task names no account itself.
    type: str
  new_version:
    description:
      - The label of O(new_password) in the firm's vault. By it, a later run knows from its notes that this password was
        written, and tries it first.
      - Left out, it is the firm's variable C(rotate_new_password_version), where the task names no account itself.
    type: str
  write:
    description:
      - V(false) writes nothing, and only finds out which of both opens the account.
      - Left out, it is V(false) in a rotation whose moment has not come.
    type: bool
    default: true
  opens:
    description:
      - Which of both was seen to open the account in this play, so that it is not tried once more.
      - Left out, it is the one that an earlier task of this play signed in with.
    type: str
    choices: [new, current]
  state:
    description:
      - V(new) gives the account its new password.
      - V(current) puts the current one back. In a play that rotates the password, such a task is skipped unless Legora
        has refused the new one, or it did not open the account.
      - V(seen) writes nothing, and fails where iManage refuses both, or without O(new_password) the current one. So a
        rotation begins before it hands both to a store, in which one may stand that the firm's variables lack.
    type: str
    choices: [new, current, seen]
    default: new
attributes:
  check_mode:
    support: full
    details: A dry run sends no write and no sign-in as the account. So it tells only from notes that nothing is to do.
  diff_mode:
    support: full
    details: Shows that a password would be written, never the password.
  idempotent:
    support: partial
    details: An account that can't be tried from here is written to again, unless the notes of an earlier run tell.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.common
  - legalops.ethical_walls.imanage
  - legalops.ethical_walls.imanage.addresses
  - legalops.ethical_walls.imanage.notes
  - legalops.ethical_walls.attributes.action_group_imanage
seealso:
  - module: legalops.ethical_walls.imanage_user
  - module: legalops.ethical_walls.legora_connector_service_account
"""

EXAMPLES = r"""
- name: Give the service account its new password
  legalops.ethical_walls.imanage_password:
    firm: Alder & Finch LLP
    url: https://alder.cloudimanage.com
    expected_customer_id: '4711'
    username: "{{ imanage_username }}"
    password: "{{ imanage_password }}"
    client_id: "{{ imanage_client_id }}"
    client_secret: "{{ imanage_client_secret }}"
    user_id: SVC-LEGORA
    libraries: [ACTIVE, CLOSED]
    current_password: "{{ service_account_password }}"
    new_password: "{{ rotate_new_password }}"
    new_version: 2026-12
"""

RETURN = r"""
password:
  description: What is known of the account's password now, or in check mode would be. Never the password itself.
  returned: success
  type: dict
  sample:
    user_id: SVC-LEGORA
    opened: current
    opens: new
    version: 2026-12
    changed_at: '2026-12-01T07:00:04Z'
    proved_by: login
  contains:
    user_id:
      description: The user ID.
      type: str
      returned: always
    opened:
      description: Which password opened the account before, V(new), V(current), or V(unknown) where none was tried.
      type: str
      returned: always
    opens:
      description: Which one opens it now, V(new), V(current) or V(unknown).
      type: str
      returned: always
    version:
      description: The label of that one; null where it has none, or is not known.
      type: str
      returned: always
    changed_at:
      description: When iManage last saw the password changed; null where not told.
      type: str
      returned: always
    proved_by:
      description: How it was seen that it opens the account, V(login) or V(none).
      type: str
      returned: always
password_action:
  description: >-
    V(set) when a password was written, or in check mode would be, V(kept) when none was, V(unknown) when none was and
    nobody could see which one opens the account.
  returned: success
  type: str
  sample: set
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
  sample: [Set the password of SVC-LEGORA]
requests:
  description: How many requests were sent, by purpose. Refused writes count, and sign-outs count as C(signin).
  returned: always
  type: dict
  sample: {read: 4, write: 1, signin: 4}
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
    opened:
      description: >-
        Which password opened the account before a write that failed, as RV(password.opened) has it, or V(neither) where
        iManage refused both.
      type: str
      returned: where it was tried
    hint: {description: What to do next., type: str, returned: always}
"""

from ansible_collections.legalops.ethical_walls.plugins.module_utils._clients import NOTES_OPTIONS, NOTES_RULES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._frontend import run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, imanage_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.password import (
    WantedPassword,
    ensure_password,
)

ARGUMENT_SPEC = {
    "user_id": {"type": "str", "default": "SVC-LEGORA"},
    "libraries": {"type": "list", "elements": "raw"},
    "current_password": {"type": "str", "no_log": True},
    "current_version": {"type": "str"},
    "new_password": {"type": "str", "no_log": True},
    "new_version": {"type": "str"},
    "write": {"type": "bool", "default": True},
    "opens": {"type": "str", "choices": ["new", "current"]},
    "source_address": {"type": "str"},
    "legora_address": {"type": "str"},
    **NOTES_OPTIONS,
    "state": {"type": "str", "choices": ["new", "current", "seen"], "default": "new"},
}

MODULE = imanage_module(
    ARGUMENT_SPEC,
    Job(returns="password", wanted=WantedPassword, ensure=ensure_password, checks={"libraries": parse_libraries}),
    needs=("libraries", "current_password"),
    **NOTES_RULES,
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
