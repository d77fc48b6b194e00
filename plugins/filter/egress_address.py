# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: egress_address
short_description: The address from which a region of Legora reaches a firm
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns the one address that a firm's firewall, proxy or IP restriction has to admit.
  - Source and date of the addresses are in the README.
options:
  _input:
    description: The region, V(us), V(eu) or V(ap).
    type: str
    required: true
"""

EXAMPLES = r"""
- name: Show what the firewall has to admit
  ansible.builtin.debug:
    msg: "{{ 'eu' | legalops.ethical_walls.egress_address }}"
"""

RETURN = r"""
_value:
  description: The address.
  type: str
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.regions import REGIONS


def egress_address(region: str) -> str:
    """Return the egress address of a region."""
    if region not in REGIONS:
        raise AnsibleFilterError(f"egress_address: the region is none of {', '.join(sorted(REGIONS))}")
    return REGIONS[region].egress_address


class FilterModule:
    """Gives Ansible the filter C(egress_address)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"egress_address": egress_address}
