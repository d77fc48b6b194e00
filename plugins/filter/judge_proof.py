# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: judge_proof
short_description: Decide what may be done after the proof of the service account
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Takes what M(legalops.ethical_walls.imanage_access_info) found, and says whether Legora may be given the account,
    and whether it may create projects from iManage.
  - What is not proved is never trusted. An account that may view documents stops the firm, unless that is accepted.
positional: user, firm, check_mode
options:
  _input:
    description: RV(legalops.ethical_walls.imanage_access_info#module:access).
    type: dict
    required: true
  user:
    description: RV(legalops.ethical_walls.imanage_user#module:user).
    type: dict
    required: true
  firm:
    description: The firm, for messages.
    type: str
    required: true
  check_mode:
    description: Whether this is a dry run, in which nothing was tried.
    type: bool
    required: true
  accept_document_view:
    description: Whether the firm accepts that the account may view documents.
    type: bool
  roles_corrected:
    description: Whether a role was corrected after the proof.
    type: bool
  egress_address:
    description: Legora's address. An account that is restricted to it cannot be tried from elsewhere.
    type: str
  preference_on:
    description: Whether Legora creates projects from iManage already. A message then begins with that.
    type: bool
  password_set:
    description:
      - Whether this run has replaced the account's password at iManage. A message then begins with what that means for
        Legora, which has the old one.
    type: bool
  newly_enabled:
    description: RV(legalops.ethical_walls.imanage_user#module:newly_enabled).
    type: bool
  disabled:
    description:
      - What M(legalops.ethical_walls.imanage_user) returned when the account was disabled again, for the message.
    type: dict
"""

EXAMPLES = r"""
- name: Judge a proof
  ansible.builtin.debug:
    msg: >-
      {{ {'status': 'compliant'}
         | legalops.ethical_walls.judge_proof({'id': 'SVC-LEGORA'}, 'Alder & Finch LLP', false) }}
"""

RETURN = r"""
_value:
  description: C(status), C(proceed), C(trust), C(disable), C(reason), C(message) and C(failure).
  type: dict
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.proof import judge_proof as judge


def judge_proof(
    access: dict[str, t.Any], user: dict[str, t.Any], firm: str, check_mode: bool, **more: t.Any
) -> dict[str, t.Any]:
    """Return the verdict as plain data."""
    return judge(access, user, firm=firm, check_mode=check_mode, **more).as_dict()


class FilterModule:
    """Gives Ansible the filter C(judge_proof)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"judge_proof": judge_proof}
