# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options and notes that all iManage modules share."""

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
  deployment:
    description:
      - Whether this is iManage's cloud. Users are created in another way there.
      - V(auto) takes it for the cloud where iManage names the capability C(global_users), which is an assumption. So
        nothing is written where the address or the customer ID says otherwise; then say it here.
    type: str
    choices: [auto, cloud, on_premises]
    default: auto
requirements:
  - requests
  - jmespath
notes:
  - What is known of iManage's API, and how surely, is in the table "documented or assumed" of this collection's README.
"""
