# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options, notes and return values that all iManage modules share."""

from __future__ import annotations


class ModuleDocFragment:
    """Documentation shared by the modules of the action group C(imanage)."""

    DOCUMENTATION = r"""
options:
  url:
    description:
      - The address of iManage Work, as C(https://host). A port may follow; a path, a query or user info may not.
      - Plain C(http) is refused, except to this machine itself.
      - Requests are only ever sent to this address. Of the address that iManage names for its API, only the path is
        used.
    type: str
    required: true
  expected_customer_id:
    description:
      - The firm's customer ID at iManage, as a string. It is compared with the customer ID that the operator's
        credentials belong to, before anything is reported or written.
      - On-premises, absent means V(1).
      - In iManage's cloud, absent allows reading only. The ID that was found is reported, so that it can be checked
        and set.
    type: str
  username:
    description:
      - The operator's user name, an administrator who signs in for this run. Never the service account.
      - An e-mail address in iManage's cloud, a user ID on-premises.
    type: str
    required: true
  password:
    description: The operator's password.
    type: str
    required: true
  client_id:
    description: The client ID of the application at iManage through which the operator signs in.
    type: str
    required: true
  client_secret:
    description: The client secret of that application. Native applications on-premises have none.
    type: str
  session:
    description:
      - The path of a session file, as returned by M(legalops.ethical_walls.imanage_session). With it, the task uses the
        play's sign-in instead of one of its own.
      - The credentials are given as well, so that an expired sign-in can be renewed once.
      - Without it, the task signs in and out by itself.
    type: path
  username_form:
    description:
      - What accounts sign in with at this firm.
      - V(auto) is the e-mail address in iManage's cloud and the user ID elsewhere, also on hosts below C(imanage.work).
    type: str
    choices: [auto, email, id]
    default: auto
  api_prefix:
    description:
      - The path below which version 2 of iManage's API lies, when it is not the one that iManage itself names, for
        instance C(/api/v2) or C(/work/cc/api/v2).
    type: str
requirements:
  - requests
  - jmespath
extends_documentation_fragment:
  - legalops.ethical_walls.common
notes:
  - What is known of iManage's API, and how surely, is in the table "documented or assumed" of this collection's README.
"""

    RETURNS = r"""
plan:
  description: What was done, or in check mode would be done, in order, as sentences for the firm's IT contact.
  returned: always
  type: list
  elements: str
  sample: ["Add SVC-LEGORA to NRTADMIN in library ACTIVE"]
requests:
  description: How many requests were sent to iManage.
  returned: always
  type: dict
  sample: {"read": 2, "write": 1, "signin": 0}
  contains:
    read:
      description: Requests that read.
      type: int
      returned: always
    write:
      description: Requests that write, refused ones too.
      type: int
      returned: always
    signin:
      description: Sign-ins and sign-outs.
      type: int
      returned: always
failure:
  description: What went wrong, in a form that a playbook can branch on.
  returned: failure
  type: dict
  sample:
    system: iManage
    firm: Alder & Finch LLP
    operation: sign in as admin@alder.example
    kind: auth
    http_status: 401
    server_code: invalid_grant
    correlation_id: null
    retryable: false
    hint: Check the user name and password, and that the account is not locked; wrong attempts lock it.
  contains:
    system:
      description: The system that the failure happened at.
      type: str
      returned: always
    firm:
      description: The firm, as O(firm) named it.
      type: str
      returned: always
    operation:
      description: What was being done.
      type: str
      returned: always
    kind:
      description:
        - One of V(auth), V(permission), V(not_found), V(conflict), V(validation), V(rate_limited), V(unavailable),
          V(tenant_mismatch), V(unsupported), V(unexpected).
      type: str
      returned: always
    http_status:
      description: The HTTP status of the answer, where there was one.
      type: int
      returned: always
    server_code:
      description: The server's own code for the error, where it sent one.
      type: str
      returned: always
    correlation_id:
      description: The server's ID of the request, for its support, where it sent one.
      type: str
      returned: always
    retryable:
      description: Whether the same run may succeed later without any change.
      type: bool
      returned: always
    hint:
      description: What to do next.
      type: str
      returned: always
"""
