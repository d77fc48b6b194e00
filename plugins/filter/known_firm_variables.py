# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: known_firm_variables
short_description: Pick the firm variables out of a list of names
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns those names that are variables of a firm, in the order of the README's table.
  - It is for a role that is used without M(legalops.ethical_walls.firm_config), or with a part of its variables.
options:
  _input:
    description: Variable names, such as those that the lookup P(ansible.builtin.varnames#lookup) finds.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Show which firm variables are set
  ansible.builtin.debug:
    msg: "{{ query('ansible.builtin.varnames', '^imanage_') | legalops.ethical_walls.known_firm_variables }}"
"""

RETURN = r"""
_value:
  description: The names of firm variables among them.
  type: list
  elements: str
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import known_names


class FilterModule:
    """Gives Ansible the filter C(known_firm_variables)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"known_firm_variables": known_names}
