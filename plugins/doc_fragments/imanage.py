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
      - Left out, it is the firm's variable C(imanage_url).
    type: str
  expected_customer_id:
    description:
      - The firm's customer ID at iManage, as a string. It is compared with the customer ID that the operator's
        credentials belong to, before anything is reported or written.
      - On-premises, absent means V(1).
      - In iManage's cloud, absent allows reading only. The ID that was found is reported, so that it can be checked
        and set.
      - Left out, it is the firm's variable C(imanage_customer_id).
    type: str
  username:
    description:
      - The operator's user name, an administrator who signs in for this run. Never the service account.
      - An e-mail address in iManage's cloud, a user ID on-premises.
      - Left out, it is the firm's variable C(imanage_username).
    type: str
  password:
    description:
      - The operator's password.
      - Left out, it is the firm's variable C(imanage_password).
    type: str
  client_id:
    description:
      - The client ID of the application at iManage through which the operator signs in.
      - Left out, it is the firm's variable C(imanage_client_id).
    type: str
  client_secret:
    description:
      - The client secret of that application. Native applications on-premises have none.
      - Left out, it is the firm's variable C(imanage_client_secret).
    type: str
  session:
    description:
      - The path of a session file, as returned by M(legalops.ethical_walls.imanage_session). With it, the task uses the
        play's sign-in instead of one of its own.
      - The credentials are given as well, so that an expired sign-in can be renewed once.
      - Without it, the task signs in and out by itself.
      - Left out, it is the sign-in of M(legalops.ethical_walls.imanage_session) in this play.
    type: path
  username_form:
    description:
      - What accounts sign in with at this firm.
      - V(auto) is the e-mail address in iManage's cloud and the user ID elsewhere, also on hosts below C(imanage.work).
      - Left out, it is the firm's variable C(imanage_username_form).
    type: str
    choices: [auto, email, id]
    default: auto
  api_prefix:
    description:
      - The path below which version 2 of iManage's API lies, when it is not the one that iManage itself names, for
        instance C(/api/v2) or C(/work/cc/api/v2).
      - Left out, it is the firm's variable C(imanage_api_prefix).
    type: str
  deployment:
    description:
      - Whether this is iManage's cloud. Users are created in another way there.
      - V(auto) takes it for the cloud where iManage names the capability C(global_users), which is an assumption. So
        nothing is written where the address or the customer ID says otherwise; then say it here.
      - Left out, it is the firm's variable C(imanage_deployment).
    type: str
    choices: [auto, cloud, on_premises]
    default: auto
notes:
  - What a task leaves out is filled in from the firm's variables, where the option says so, and where the task runs
    on this machine. Address, identity and secret belong together, so a task that gives O(url), O(username),
    O(password), O(client_id) or O(client_secret) itself gets nothing filled in. A task that names an account itself,
    by C(user_id) or C(account_username), gets nothing of the firm's own account. What a play has seen, its tasks know
    after M(legalops.ethical_walls.firm_config) only. See
    R(Plays of your own,ansible_collections.legalops.ethical_walls.docsite.guide_own_plays).
  - What is known of iManage's API, and how surely, is in the guide
    R(Documented or assumed,ansible_collections.legalops.ethical_walls.docsite.guide_assumptions).
"""

    NOTES = r"""
options:
  notes_directory:
    description:
      - A directory in which a run leaves notes for the next one, in a file for each O(host), without any secret. With
        it, O(host) is needed.
      - Left out, it is the switch C(report_directory).
    type: path
  host:
    description:
      - The firm's inventory name, which names its file in O(notes_directory).
      - Left out, it is the host's own name, where there is a C(report_directory).
    type: str
"""

    ADDRESSES = r"""
options:
  source_address:
    description: >-
      The address that iManage sees this machine at, to tell whether an account that is restricted to addresses can be
      tried from here.
    type: str
  legora_address:
    description:
      - The address that Legora signs in from. The password of an account that is restricted to it is written although
        it can't be tried from here, since there Legora's own status shows whether it is right.
      - Left out, it follows from the firm's variable C(legora_region).
    type: str
"""
