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
options:
  _input:
    description: A host pattern.
    type: raw
    required: true
"""

EXAMPLES = r"""
- name: Show which firms a run is about
  ansible.builtin.debug:
    msg: "{{ ethical_walls_hosts | default('') | legalops.ethical_walls.firms_pattern }}"
"""

RETURN = r"""
_value:
  description: The pattern.
  type: raw
"""

import typing as t
from importlib import import_module

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.firm_schema import is_blank

# Ansible evaluates the hosts of a play before it starts a process for each task of each firm. What is imported by then,
# those processes have; otherwise each compiles it anew, since Ansible keeps no compiled files of collections. That was
# 15 percent of a run's CPU time.
LOADED = [
    import_module(f"ansible_collections.legalops.ethical_walls.plugins.filter.{name}")
    for name in (
        "decide_checks",
        "egress_address",
        "firm_report",
        "firm_result",
        "firm_stats",
        "judge_connector",
        "judge_proof",
        "known_firm_variables",
        "library_ids",
        "overview_report",
        "role_result",
    )
]


def firms_pattern(given: t.Any) -> t.Any:
    """Return the pattern as it is, or the group of all firms."""
    return "firms" if is_blank(given) else given


class FilterModule:
    """Gives Ansible the filter C(firms_pattern)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firms_pattern": firms_pattern}
