# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms a run has, as Ansible finds hosts for patterns, and which of them go first."""

from __future__ import annotations

import typing as t

from ansible import context
from ansible.errors import AnsibleError, AnsibleFilterError
from ansible.inventory.manager import InventoryManager
from ansible.parsing.dataloader import DataLoader

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank

Groups = dict[str, list[str]]

# What reads a playbook without running it, and so without an inventory.
_ONLY_READS = ("syntax", "listhosts", "listtags", "listtasks")


def only_reads() -> bool:
    """Say whether the playbook is read only."""
    return any(context.CLIARGS.get(name) for name in _ONLY_READS)


def pattern_of(given: t.Any) -> t.Any:
    """Return a host pattern as it was given; a blank one is all firms."""
    return "firms" if is_blank(given) else given


def limit_of_run() -> str | None:
    """Return what C(--limit) says."""
    limit: str | None = context.CLIARGS.get("subset")
    return limit


def hosts_of(pattern: t.Any, groups: Groups, limit: str | None = None) -> list[str]:
    """Return the hosts that Ansible finds for a pattern; its own lookup C(inventory_hostnames) does it like this."""
    manager = InventoryManager(DataLoader(), parse=False)
    for group, hosts in groups.items():
        manager.add_group(group)
        for host in hosts:
            manager.add_host(host, group=group)
    try:
        manager.subset(limit)
        return [host.name for host in manager.get_hosts(pattern=pattern)]
    except AnsibleError:
        return []


def pilots_of(given: t.Any, pattern: t.Any, groups: Groups) -> list[str]:
    """Return the firms of this run that go first.

    One that the limit leaves out is not begun again: so those that failed can be run again after it went well.

    :param given: the switch C(onboard_pilot): names, as a list or as a text with commas.
    :param pattern: which firms the run has.
    :raises AnsibleFilterError: when one is no firm of the run.
    """
    if is_blank(given) or only_reads():
        return []
    names = given.replace(",", " ").split() if isinstance(given, str) else given
    if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
        raise AnsibleFilterError("onboard_pilot has to be the inventory name of a firm, or a list of such names")
    strange = [name for name in names if name not in hosts_of(pattern, groups)]
    if strange:
        raise AnsibleFilterError(
            f"onboard_pilot names {', '.join(strange)}, which is no firm of this run. Correct it, or leave it out"
        )
    within = hosts_of(pattern, groups, limit_of_run())
    return list(dict.fromkeys(name for name in names if name in within))
