# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""iManage's records, and the one thing that must be read of each alike: whose it is."""

from __future__ import annotations

import typing as t

from .._core.errors import ISSUES, EthicalWallsError

Record = dict[str, t.Any]

# What to say where an answer of iManage does not fit.
DIFFERS = (
    "Nothing more was sent. If this server's API lies elsewhere, set imanage_api_prefix, such as /work/api/v2; "
    f"otherwise report the form of this answer at {ISSUES}."
)


def same_id(one: str, other: str) -> bool:
    """Compare IDs of users, groups and roles, which iManage upper-cases (V)."""
    return one.upper() == other.upper()


def record_id(record: Record, *names: str) -> str:
    """Return a record's ID as iManage spells it, as text.

    :param names: the fields that may hold it, the best first; by default C(id).
    :raises EthicalWallsError: C(unsupported) when it has none: nothing may be decided from a record of nobody.
    """
    for name in names or ("id",):
        value = record.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value)
    raise EthicalWallsError(
        f"the answer has an entry without {' or '.join(repr(name) for name in names or ('id',))}",
        kind="unsupported",
        system="iManage",
        operation="tell whose record it is",
        hint=DIFFERS,
    )


def text_of(value: t.Any) -> str | None:
    """Return a field that may be a text; C(None) for anything else."""
    return value if isinstance(value, str) else None


def group_id(record: Record) -> str:
    """Return a group's ID: C(id) (R), on older servers C(group_id) (T)."""
    return record_id(record, "id", "group_id")
