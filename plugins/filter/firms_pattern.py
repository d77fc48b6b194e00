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
positional: groups, pilot
options:
  _input:
    description: A host pattern.
    type: raw
    required: true
  groups:
    description: The groups of the inventory with their hosts, as Ansible has them in its variable C(groups).
    type: dict
    required: true
  pilot:
    description: >-
      The firms that go first, as inventory names; each has to be one that the pattern matches. They are put before it,
      unless C(--limit) leaves them out.
    type: raw
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

from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firms_of_run import (
    Groups,
    hosts_of,
    limit_of_run,
    only_reads,
    pattern_of,
    pilots_of,
)


def firms_pattern(given: t.Any, groups: Groups, pilot: t.Any = None) -> t.Any:
    """Return the pattern as it is, or the group of all firms; with a pilot before it, which Ansible then begins with.

    :raises AnsibleFilterError: when no host matches, or the limit of the run leaves none, or the pilot is none of them.
    """
    pattern, limit = pattern_of(given), limit_of_run()
    if only_reads():
        return pattern
    if hosts_of(pattern, groups, limit):
        pilots = pilots_of(pilot, pattern, groups)
        return [*pilots, *([pattern] if isinstance(pattern, str) else pattern)] if pilots else pattern
    if hosts_of(pattern, groups):
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


class FilterModule:
    """Gives Ansible the filter C(firms_pattern)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firms_pattern": firms_pattern}
