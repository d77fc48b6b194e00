# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options and notes that all Legora modules share."""

from __future__ import annotations


class ModuleDocFragment:
    """Documentation shared by the modules of the action group C(legora)."""

    DOCUMENTATION = r"""
options:
  method:
    description:
      - How Legora is configured. By V(by_hand), nothing is ever sent there. What stands there is what O(confirmed)
        says, and what would be written is returned in RV(hand_over), for a person to enter.
      - V(api) uses the administration API, with O(api_key).
      - A task that gives O(api_key) has to say which.
      - Without any, it is V(by_hand).
      - Left out, it is the firm's variable C(legora_method).
    type: str
    choices: [api, by_hand]
  confirmed:
    description:
      - What a person has entered at Legora, for O(method=by_hand).
      - A dictionary with C(by), C(date) (a day, or a moment with its zone), C(organisation), C(service_username),
        C(customer_id), C(libraries) and C(create_projects_from_imanage), and if wanted C(password_version) and C(note).
      - What was not confirmed is not known to be there.
      - Left out, it is the firm's variable C(legora_confirmed).
    type: dict
  region:
    description:
      - The region of the firm's organisation at Legora. Regions are separate, and a key is known in its own only.
      - Left out, it is the firm's variable C(legora_region).
    type: str
    choices: [ap, eu, us]
  api_url:
    description:
      - The address of Legora's administration API with its base path, as C(https://host/path).
      - By default C(https://api.REGION.legora.com/api/v1), which is assumed.
      - Left out, it is the firm's variable C(legora_api_url).
    type: str
  organisation:
    description:
      - The firm's organisation at Legora, by its name or its ID. It is compared with the organisation that the key
        belongs to, before anything is reported or written.
      - A name is compared without regard to case and to space around it, an ID exactly.
      - Left out, it is the firm's variable C(legora_organisation).
    type: str
  api_key:
    description:
      - The key for Legora's administration API. That it needs the role Admin to change settings is
        assumed.
      - Left out, it is the firm's variable C(legora_api_key).
    type: str
  profile:
    description:
      - How this organisation's administration API is spoken, where that differs from the bundled profile C(assumed).
      - A dictionary with any of the keys C(name), C(base_url), C(auth) (C(header), C(format) with C({key}) in it),
        C(errors) (C(code), C(message), C(details)) and C(operations).
      - C(operations) maps C(organisation), C(connectors), C(service_account.read), C(service_account.write),
        C(service_account.delete), C(capabilities), C(capability.create), C(capability.update),
        C(capability.delete), C(preferences.read), C(preferences.write) and C(audit_log) to C(method), C(path),
        C(query), C(body), C(statuses), C(absent_statuses), C(list), C(next_cursor) and C(fields).
      - Paths, queries and bodies contain placeholders such as C({connector_id}); one that is a whole value keeps its
        type. C(list), C(next_cursor) and each of C(fields) are JMESPath expressions; those of a list's fields begin at
        its entries.
      - C(audit_log=null) says that this API has no audit log. Only
        M(legalops.ethical_walls.legora_audit_log_info) needs it.
      - What is left out comes from the bundled profile. The whole of it is checked before the first request.
      - Left out, it is the firm's variable C(legora_profile).
    type: dict
notes:
  - What a task leaves out is filled in from the firm's variables, where the option says so, and where the task runs
    on this machine. Address, identity and secret belong together, so a task that gives O(region), O(api_url),
    O(organisation), O(api_key) or O(profile) itself gets nothing filled in. A task that names an account itself, by
    C(service_username), gets nothing of the firm's own account. What a play has seen, its tasks know after
    M(legalops.ethical_walls.firm_config) only. See
    R(Plays of your own,ansible_collections.legalops.ethical_walls.docsite.guide_own_plays).
  - Legora publishes no reference for its administration API. The bundled profile C(assumed) is this collection's
    assumption. What does not fit it fails before anything is written, and O(profile) replaces what differs.
"""

    CONNECTOR = r"""
options:
  connector_id:
    description:
      - The ID of the iManage connector, where the organisation has several.
      - Only an enabled connector can be used. Integrations are enabled together with Legora's staff, as article 270088
        of Legora's support pages describes.
      - Left out, it is the firm's variable C(legora_connector_id).
    type: str
"""
