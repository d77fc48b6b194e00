# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rights in an answer of iManage: a role's own bits, or what is effective for the caller, in one form (R)."""

from __future__ import annotations

import re
import typing as t

from ..._imanage.records import Record

_GROUPS = ("m1_bits", "m2_bits", "m3_bits", "m4_bits")
# The rights to delete what a library keeps (R); public folders are no matters.
DELETION = ("delete", "delete_workspace")
_RIGHT = re.compile(r"[a-z][a-z0-9_]{0,63}")


def named_rights(answer: Record) -> dict[str, bool]:
    """Return all rights by name, as far as the answer tells them. What does not look like a name is left out."""
    return {
        name: value
        for group in _GROUPS
        for name, value in _bits(answer, group).items()
        if isinstance(value, bool) and _RIGHT.fullmatch(str(name))
    }


def document_view(answer: Record) -> bool | None:
    """Return C(m2_bits.document_view) (R; that it means the right to view documents: A), C(None) where not told."""
    value = _bits(answer, "m2_bits").get("document_view")
    return value if isinstance(value, bool) else None


def may_delete(rights: t.Mapping[str, t.Any]) -> bool:
    """Say whether rights were seen that let delete documents or workspaces."""
    return any(rights.get(name) is True for name in DELETION)


def tier(answer: Record) -> int | None:
    """Return the tier of access to Control Center, C(m4_bits.tier) (R), C(None) where not told."""
    value = _bits(answer, "m4_bits").get("tier")
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _bits(answer: Record, group: str) -> dict[str, t.Any]:
    bits = answer.get(group)
    return bits if isinstance(bits, dict) else {}
