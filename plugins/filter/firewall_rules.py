# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firewall_rules
short_description: The firewall rules that admit a region of Legora, for copying
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns the region's one address as a plain list, and as rules for nftables, nginx and an Azure network security
    group, with advice on where they go. The address is never widened to a range.
  - Which of these forms are returned depends on O(exposure). In iManage's cloud it is the plain list only, for
    iManage's own list of trusted IP addresses.
options:
  _input:
    description: The region, V(us), V(eu) or V(ap).
    type: str
    required: true
  port:
    description: The TCP port of iManage Work.
    type: int
    default: 443
  exposure:
    description:
      - How Legora reaches iManage Work, V(cloud), V(direct), V(azure_app_proxy) or V(other).
      - Without it, all forms are returned.
    type: str
"""

EXAMPLES = r"""
- name: Show the rule for nftables
  ansible.builtin.debug:
    msg: >-
      {{ ('eu' | legalops.ethical_walls.firewall_rules).formats | selectattr('id', 'equalto', 'nftables')
         | map(attribute='text') | first }}
"""

RETURN = r"""
_value:
  description: >-
    C(region), C(address), C(network), C(port), C(exposure), C(source), C(read_on), C(advice), and C(formats), each
    with C(id), C(title) and C(text).
  type: dict
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report import firewall


def firewall_rules(region: str, port: int = 443, exposure: str | None = None) -> dict[str, t.Any]:
    """Return the rules as plain data."""
    try:
        return firewall.firewall_rules(region, port=port, exposure=exposure)
    except ValueError as error:
        raise AnsibleFilterError(f"firewall_rules: {error}") from None


class FilterModule:
    """Gives Ansible the filter C(firewall_rules)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firewall_rules": firewall_rules}
