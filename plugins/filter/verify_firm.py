# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: verify_firm
short_description: Compare what both systems say with what onboarding should have left behind
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns one finding for each check. What could not be known is V(unknown), never V(pass).
  - Where a check fails, it also returns one error that names them all.
positional: firm
options:
  _input:
    description: RV(legalops.ethical_walls.imanage_user_info#module:user).
    type: dict
    required: true
  firm:
    description: The firm, for messages.
    type: str
    required: true
  libraries:
    description: The library IDs that should be covered.
    type: list
    elements: str
    required: true
  customer_id:
    description: The firm's customer ID at iManage.
    type: str
    required: true
  access:
    description: RV(legalops.ethical_walls.imanage_access_info#module:access).
    type: dict
    required: true
  connector:
    description: One of RV(legalops.ethical_walls.legora_connector_info#module:connectors).
    type: dict
    required: true
  create_projects_from:
    description: The preference of each source.
    type: dict
    required: true
  accept_document_view:
    description: Whether the firm accepts that the account may view documents.
    type: bool
  withheld:
    description: Why the preference was left alone.
    type: str
  check_mode:
    description: Whether this is a dry run.
    type: bool
"""

EXAMPLES = r"""
- name: Verify
  ansible.builtin.debug:
    msg: >-
      {{ {'exists': false}
         | legalops.ethical_walls.verify_firm('Alder & Finch LLP', libraries=['ACTIVE'], customer_id='4711', access={},
             connector={}, create_projects_from={}) }}
"""

RETURN = r"""
_value:
  description:
    - C(findings), each with C(id), C(title), C(status) and C(reason).
    - C(message) and C(failure), where a check failed.
  type: dict
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources import verification


def verify_firm(user: dict[str, t.Any], firm: str, **facts: t.Any) -> dict[str, t.Any]:
    """Return the findings as plain data, and the error that follows from them."""
    findings = verification.verify_firm(verification.Facts(user=user, **facts))
    error = verification.failed_findings(findings, firm)
    return {
        "findings": [finding.as_dict() for finding in findings],
        "message": error.sentence() if error else None,
        "failure": error.failure() if error else None,
    }


class FilterModule:
    """Gives Ansible the filter C(verify_firm)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"verify_firm": verify_firm}
