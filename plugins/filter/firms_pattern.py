# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firms_pattern
short_description: Which firms a run is about
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns the host pattern that was given, or the group C(firms) when it is blank, as an empty answer of a survey is.
  - A pattern that matches no host is an error, and so is a C(--limit) that leaves none of its hosts. Ansible itself
    calls a run a success in which no firm was looked at.
positional: groups
options:
  _input:
    description: A host pattern.
    type: raw
    required: true
  groups:
    description: The groups of the inventory with their hosts, as Ansible has them in its variable C(groups).
    type: dict
    required: true
"""

EXAMPLES = r"""
- name: Show which firms a run is about
  ansible.builtin.debug:
    msg: "{{ ethical_walls_hosts | default('') | legalops.ethical_walls.firms_pattern(groups) }}"
"""

RETURN = r"""
_value:
  description: The pattern.
  type: raw
"""

import typing as t

from ansible import context
from ansible.errors import AnsibleError, AnsibleFilterError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank

# What reads a playbook without running it, and so without an inventory.
_ONLY_READS = ("syntax", "listhosts", "listtags", "listtasks")


def firms_pattern(given: t.Any, groups: dict[str, list[str]]) -> t.Any:
    """Return the pattern as it is, or the group of all firms.

    :raises AnsibleFilterError: when no host matches, or the limit of the run leaves none.
    """
    pattern = "firms" if is_blank(given) else given
    limit = context.CLIARGS.get("subset")
    if any(context.CLIARGS.get(name) for name in _ONLY_READS) or _matches(pattern, groups, limit):
        return pattern
    if _matches(pattern, groups):
        raise AnsibleFilterError(
            f"there is no firm to work on: --limit, which is {limit}, leaves none of {pattern}. "
            "Limit the run to firms, or leave the limit out"
        )
    if is_blank(given):
        raise AnsibleFilterError(
            "there is no firm to work on: the inventory has no group 'firms', or no host in it. "
            "Check the inventory that -i names"
        )
    raise AnsibleFilterError(
        f"there is no firm to work on: no host of the inventory matches ethical_walls_hosts, which is {given}. "
        "Check it, and the inventory that -i names"
    )


def _matches(pattern: t.Any, groups: dict[str, list[str]], limit: str | None = None) -> bool:
    """Say whether Ansible finds a host for the pattern; its own lookup C(inventory_hostnames) does it like this."""
    manager = InventoryManager(DataLoader(), parse=False)
    for group, hosts in groups.items():
        manager.add_group(group)
        for host in hosts:
            manager.add_host(host, group=group)
    try:
        manager.subset(limit)
        return bool(manager.get_hosts(pattern=pattern))
    except AnsibleError:
        return False


class FilterModule:
    """Gives Ansible the filter C(firms_pattern)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firms_pattern": firms_pattern}
