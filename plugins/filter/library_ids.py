# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: library_ids
short_description: The IDs of a firm's libraries
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Takes C(imanage_libraries), a list of library IDs or of C({id, role}), and returns the IDs.
options:
  _input:
    description: The libraries.
    type: list
    elements: raw
    required: true
"""

EXAMPLES = r"""
- name: Show the IDs
  ansible.builtin.debug:
    msg: "{{ ['ACTIVE', {'id': 'CLOSED', 'role': 'LEGORA_METADATA'}] | legalops.ethical_walls.library_ids }}"
"""

RETURN = r"""
_value:
  description: The library IDs.
  type: list
  elements: str
"""

import typing as t

from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import (
    LibraryListError,
    parse_libraries,
)


def library_ids(libraries: t.Any) -> list[str]:
    """Return the IDs of libraries in either form."""
    try:
        return [choice.id for choice in parse_libraries(libraries)]
    except LibraryListError as error:
        raise AnsibleFilterError(f"library_ids: the list is unusable: {error}") from None


class FilterModule:
    """Gives Ansible the filter C(library_ids)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"library_ids": library_ids}
