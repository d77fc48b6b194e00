# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: firms_batch
short_description: How many firms a run finishes before it begins the next ones
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Returns the number that was given, or one that suits the forks when it is blank, as an empty answer of a survey is.
  - Ansible makes each task for all hosts of a batch before it makes the next task. Without batches all firms of a run
    would be begun at the same time and finished at the same time, and a job that is cancelled would leave every firm
    half done.
positional: forks, pilot, hosts, groups
options:
  _input:
    description: A number of firms. V(0) is all firms at once.
    type: raw
    required: true
  forks:
    description: How many firms Ansible works on at the same moment.
    type: int
    required: true
  pilot:
    description: The firms that go first, in a batch of their own, as inventory names.
    type: raw
  hosts:
    description: Which firms the run has, as a host pattern. Needed with O(pilot).
    type: raw
  groups:
    description: The groups of the inventory with their hosts. Needed with O(pilot).
    type: dict
"""

EXAMPLES = r"""
- name: Show how many firms are finished before the next ones begin
  ansible.builtin.debug:
    msg: "{{ ethical_walls_batch | default('') | legalops.ethical_walls.firms_batch(ansible_forks) }}"
"""

RETURN = r"""
_value:
  description: >-
    As many as forks and at least 20, unless another number was given. With firms that go first, their number before it,
    as a list.
  type: raw
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firms_of_run import (
    Groups,
    pattern_of,
    pilots_of,
)

# Each task waits for the slowest firm of the batch: of as few as five, most forks would often have nothing to do.
_AT_LEAST = 20


def firms_batch(
    given: t.Any, forks: t.Any, pilot: t.Any = None, hosts: t.Any = None, groups: Groups | None = None
) -> int | list[int]:
    """Return the number that was given, or as many as there are forks, so that none of these is in vain.

    Firms that go first are a batch of their own.
    """
    pilots = pilots_of(pilot, pattern_of(hosts), groups or {})
    number = _number(given, forks)
    return [len(pilots), number] if pilots else number


def _number(given: t.Any, forks: t.Any) -> int:
    if is_blank(given):
        return max(_AT_LEAST, int(forks))
    text = str(given).strip()
    if not (text.isascii() and text.isdigit()):
        raise AnsibleFilterError(f"ethical_walls_batch has to be a number of firms, such as 20, not {text}")
    return int(text)


class FilterModule:
    """Gives Ansible the filter C(firms_batch)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"firms_batch": firms_batch}
