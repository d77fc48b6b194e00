# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firms_overview
short_description: Count the firms of a run by how they ended
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns one line that counts, one line for each firm that is not done, and one that names the checks that could not
    be decided.
positional: hosts, check_mode
options:
  _input:
    description: The results of the firms, as P(legalops.ethical_walls.firm_result#filter) returns them.
    type: list
    elements: dict
    required: true
  hosts:
    description: The inventory names of all firms of the run.
    type: list
    elements: str
    required: true
  check_mode:
    description: Whether this is a dry run.
    type: bool
    default: false
"""

EXAMPLES = r"""
- name: Count
  ansible.builtin.debug:
    msg: >-
      {{ [{'host': 'alder', 'status': 'unchanged', 'plan': []}]
         | legalops.ethical_walls.firms_overview(['alder', 'birch']) }}
"""

RETURN = r"""
_value:
  description: The lines.
  type: list
  elements: str
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.result import overview


class FilterModule:
    """Gives Ansible the filter C(firms_overview)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firms_overview": overview}
