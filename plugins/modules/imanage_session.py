#!/usr/bin/python
# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
module: imanage_session
short_description: Sign in to iManage Work once for a whole play
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Signs in as the operator, confirms that the credentials belong to the firm, and keeps the sign-in in a file that the
    other iManage modules use through their option O(session). At the end of the play the sign-in is revoked.
  - The token itself is never returned, so it cannot stand in a log or in AWX's job events.
  - The file lies in a directory that only its owner can read. Leftovers of killed runs, older than 12 hours, are
    removed when a session is opened.
options:
  state:
    description:
      - V(present) signs in and keeps the sign-in.
      - V(absent) revokes it and removes its file. It is no error if the session is gone already, and nothing ever
        signs in.
    type: str
    choices: [present, absent]
    default: present
  directory:
    description:
      - The directory in which the session's own directory is made. By default Ansible's own of the run, which it
        removes at its end, and when it is interrupted.
    type: path
attributes:
  check_mode:
    support: full
    details: A dry run has to read, so a session is opened and revoked in check mode too. Nothing else is written.
  diff_mode:
    support: none
    details: A session is no configuration.
  idempotent:
    support: partial
    details: Opening always signs in anew. Neither opening nor ending is reported as a change.
extends_documentation_fragment:
  - legalops.ethical_walls.attributes
  - legalops.ethical_walls.common
  - legalops.ethical_walls.imanage
  - legalops.ethical_walls.attributes.action_group_imanage
"""

EXAMPLES = r"""
- name: Sign in once, work, and always sign out
  module_defaults:
    group/legalops.ethical_walls.imanage:
      firm: Alder & Finch LLP
      url: https://alder.cloudimanage.com
      expected_customer_id: '4711'
      username: "{{ imanage_username }}"
      password: "{{ imanage_password }}"
      client_id: "{{ imanage_client_id }}"
      client_secret: "{{ imanage_client_secret }}"
  block:
    - name: Sign in
      legalops.ethical_walls.imanage_session:
      register: opened

    - name: Read the service account
      legalops.ethical_walls.imanage_user_info:
        session: "{{ opened.session.path }}"
        user_id: SVC-LEGORA
        libraries: [ACTIVE]
  always:
    - name: Sign out
      legalops.ethical_walls.imanage_session:
        state: absent
        session: "{{ opened.session.path }}"
      when: opened.session is defined
"""

RETURN = r"""
session:
  description: The session, without its token.
  returned: success
  type: dict
  sample:
    path: /home/awx/.ansible/tmp/ansible-local-7x2k/ethical-walls-q1w2/session.json
    customer_id: '4711'
    deployment: cloud
  contains:
    path:
      description: The session file, for the option O(session) of other modules; empty once it has ended.
      type: str
      returned: always
    ended:
      description: Whether there was a session to end.
      type: bool
      returned: when O(state=absent)
    deployment:
      description: V(cloud) or V(on_premises).
      type: str
      returned: when O(state=present)
    version:
      description: The server version.
      type: str
      returned: when O(state=present)
    customer_id:
      description: The customer ID that the operator's credentials belong to.
      type: str
      returned: when O(state=present)
    user:
      description: Who is signed in.
      type: dict
      returned: when O(state=present)
    libraries:
      description: All libraries of the customer, with ID, type and status.
      type: list
      elements: dict
      returned: when O(state=present)
    preferred_library:
      description: The operator's preferred library.
      type: str
      returned: when O(state=present)
    api_prefix:
      description: The path below which version 2 of the API lies.
      type: str
      returned: when O(state=present)
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
  sample: {read: 1, write: 0, signin: 1}
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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, imanage_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.session import (
    WantedSession,
    ensure_session,
)

ARGUMENT_SPEC = {
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "directory": {"type": "path"},
}

MODULE = imanage_module(
    ARGUMENT_SPEC,
    Job(returns="session", wanted=WantedSession, ensure=ensure_session, confirms_tenant=True),
    required_if=[("state", "absent", ["session"])],
)


def main() -> None:
    run(MODULE)


if __name__ == "__main__":
    main()
