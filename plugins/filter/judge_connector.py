# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: judge_connector
short_description: Decide whether Legora can use the service account that it was given
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Takes what M(legalops.ethical_walls.legora_connector_service_account) returned. An account that Legora shows as
    rejected stops the firm, before Legora may create projects.
positional: firm, egress_address
options:
  _input:
    description: RV(legalops.ethical_walls.legora_connector_service_account#module:service_account).
    type: dict
    required: true
  firm:
    description: The firm, for messages.
    type: str
    required: true
  egress_address:
    description: The address from which Legora reaches iManage, for messages.
    type: str
    required: true
  password_set:
    description:
      - Whether this run has written the password of an account that Legora had before at iManage. A message then begins
        with that.
    type: bool
"""

EXAMPLES = r"""
- name: Judge what Legora says of the account
  ansible.builtin.debug:
    msg: "{{ {'status': 'active'} | legalops.ethical_walls.judge_connector('Alder & Finch LLP', '20.91.134.182') }}"
"""

RETURN = r"""
_value:
  description: C(status), C(proceed), C(trust), C(disable), C(reason), C(message) and C(failure).
  type: dict
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.proof import judge_connector as judge


def judge_connector(
    service_account: dict[str, t.Any], firm: str, egress_address: str, **more: t.Any
) -> dict[str, t.Any]:
    """Return the verdict as plain data."""
    return judge(service_account, firm=firm, egress_address=egress_address, **more).as_dict()


class FilterModule:
    """Gives Ansible the filter C(judge_connector)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"judge_connector": judge_connector}
