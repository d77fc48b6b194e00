# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: role_result
short_description: Join what the tasks of a role returned
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Adds up the changes, plans, requests and warnings of a role's tasks. Each role of this collection uses it.
positional: resource
options:
  _input:
    description: The registered results of the role's tasks, in order. Skipped ones count for nothing.
    type: list
    elements: dict
    required: true
  resource:
    description: What the role is about, as it is now.
    type: raw
  message:
    description: The error for people, where the role itself decided to stop.
    type: str
  failure:
    description: The same in a form that playbooks can branch on.
    type: dict
  decided:
    description:
      - What P(legalops.ethical_walls.decide_checks#filter) returned, for a role that only looks.
      - Its C(resource), C(message) and C(failure) become the role's, and its warnings are added.
    type: dict
"""

EXAMPLES = r"""
- name: Join two results
  ansible.builtin.debug:
    msg: "{{ [{'changed': true, 'plan': ['Create it']}, {'skipped': true}] | legalops.ethical_walls.role_result({}) }}"
"""

RETURN = r"""
_value:
  description: C(changed), C(plan), C(requests), C(resource), C(failure), C(message) and C(warnings).
  type: dict
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.result import role_result


class FilterModule:
    """Gives Ansible the filter C(role_result)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"role_result": role_result}
