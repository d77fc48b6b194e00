# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

DOCUMENTATION = r"""
name: markdown_text
short_description: A text that stays a text in Markdown
version_added: 1.0.0
author:
  - LegalOps contributors (@legalops)
description:
  - Puts a text on one line, and takes the meaning from all signs that have one in Markdown, in tables too.
options:
  _input:
    description: The text.
    type: raw
    required: true
"""

EXAMPLES = r"""
- name: Show a name as it can stand in a table
  ansible.builtin.debug:
    msg: "{{ 'Alder | Finch' | legalops.ethical_walls.markdown_text }}"
"""

RETURN = r"""
_value:
  description: The text, on one line.
  type: str
"""

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.fields import markdown_text


class FilterModule:
    """Gives Ansible the filter C(markdown_text)."""

    def filters(self) -> dict[str, t.Callable[..., t.Any]]:
        """Return the filter by its name."""
        return {"markdown_text": markdown_text}
