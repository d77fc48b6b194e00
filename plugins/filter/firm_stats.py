# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firm_stats
short_description: What a run leaves behind of a firm for later jobs
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns a small mapping without secrets, under a name of the firm's own, for C(ansible.builtin.set_stats).
  - The name is C(ethical_walls_of_) with the firm's inventory name. Characters that no variable name has are replaced,
    and then a few digits follow, so that two firms never share a name.
  - AWX shows it as the job's artifacts, and gives it to the later jobs of a workflow as a variable.
options:
  _input:
    description: The result of the firm, as P(legalops.ethical_walls.firm_result#filter) returns it.
    type: dict
    required: true
  report:
    description: The path of the firm's report, where one was written.
    type: str
"""

EXAMPLES = r"""
- name: Leave the firm's result for later jobs
  ansible.builtin.set_stats:
    data: "{{ {'host': 'alder', 'status': 'unchanged'} | legalops.ethical_walls.firm_stats }}"
    per_host: false
"""

RETURN = r"""
_value:
  description: >-
    One name, with C(host), C(firm), C(phase), C(status), C(message), the IDs of the checks that C(failed), C(warned) or
    are C(unknown), C(failure_kind), C(retryable) and C(report).
  type: dict
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.stats import firm_stats


class FilterModule:
    """Gives Ansible the filter C(firm_stats)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firm_stats": firm_stats}
