# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: decide_checks
short_description: Decide the checks of a phase from what modules have read
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns one finding for each check that applies to the firm. What could not be known is V(unknown), never V(pass).
  - Talks to no network.
positional: phase, config
options:
  _input:
    description:
      - What tasks registered, by the name of what they read. A task that failed or was skipped may be among them; the
        checks that need it are then V(unknown), with the reason.
      - The names are C(session), C(imanage), C(user), C(access), C(connectors), C(organisation), C(preferences),
        C(events) and C(endpoint).
    type: dict
    required: true
  phase:
    description:
      - V(preflight) is before any write, V(onboard) the end of an onboarding, V(verify) later, again and again.
    type: str
    choices: [preflight, onboard, verify]
    required: true
  config:
    description: RV(legalops.ethical_walls.firm_config#module:config).
    type: dict
    required: true
  accepted:
    description: The IDs of checks whose failure does not stop the firm, as a list or as a text with commas.
    type: raw
  accepted_in:
    description: The variable in which whoever runs this names those checks, for messages.
    type: str
  dry_run:
    description: Whether what was planned has not been done, so that what is not as wanted is V(unknown) yet.
    type: bool
    default: false
  before:
    description: The preferences before this run, where it has read them.
    type: dict
  withheld:
    description: Why onboarding left the preference alone.
    type: str
  exports:
    description: Lists that no call returns, C(wall_users), C(legora_users) and C(manual_projects).
    type: dict
  attestation_days:
    description: After how many days an attestation becomes a V(warn).
    type: int
    default: 365
  password_days:
    description: After how many days the account's password should be changed.
    type: int
    default: 365
"""

EXAMPLES = r"""
- name: Check the firm
  legalops.ethical_walls.firm_config:
    config:
      firm_name: Alder & Finch LLP
      legora_region: eu
      legora_organisation: Alder & Finch LLP
      legora_api_key: "{{ legora_api_key }}"
      imanage_url: https://alder.cloudimanage.com
      imanage_libraries: [ACTIVE]
      imanage_username: admin@alder.example
      imanage_password: "{{ imanage_password }}"
      imanage_client_id: legora-setup
      service_account_email: svc-legora@alder.example
      service_account_password: "{{ service_account_password }}"
  register: checked

- name: Show what can be said before anything was read
  ansible.builtin.debug:
    msg: "{{ ({} | legalops.ethical_walls.decide_checks('preflight', checked.config)).resource.findings }}"
"""

RETURN = r"""
_value:
  description:
    - C(resource), with C(findings), C(not_applicable), C(counts), C(libraries) and C(state).
    - C(message) and C(failure), where the firm should not go on.
    - C(warnings), with the failures that were accepted.
  type: dict
"""

import typing as t
from datetime import datetime, timezone

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.phase import judge_phase


def decide_checks(
    answers: dict[str, t.Any], phase: str, config: dict[str, t.Any], **options: t.Any
) -> dict[str, t.Any]:
    """Return the phase's findings as plain data, and the error that follows from them."""
    return judge_phase(phase, answers, config, today=datetime.now(timezone.utc).date(), **options)


class FilterModule:
    """Gives Ansible the filter C(decide_checks)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"decide_checks": decide_checks}
