# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments as both systems write them: ISO 8601."""

from __future__ import annotations

import re
import typing as t
from datetime import datetime, timezone

# Python before 3.11 reads neither a final Z nor fractions of other than three or six digits.
_FRACTION = re.compile(r"(\.\d{1,6})\d*")
_WITH_OFFSET = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}.*([zZ]|[+-]\d{2}:?\d{2})", re.ASCII)


def parse_timestamp(text: t.Any) -> datetime | None:
    """Return the moment in UTC; C(None) when it can't be read. A time without zone is taken as UTC."""
    if not isinstance(text, str) or not text.strip():
        return None
    normal = re.sub(r"[zZ]$", "+00:00", text.strip())
    normal = _FRACTION.sub(lambda match: match.group(1).ljust(7, "0"), normal)
    normal = re.sub(r"([+-]\d{2})(\d{2})$", r"\1:\2", normal)
    try:
        moment = datetime.fromisoformat(normal)
        return moment.replace(tzinfo=timezone.utc) if moment.tzinfo is None else moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        # Some systems write their first possible moment for "never", which in UTC may lie before the first of ours.
        return None


def parse_moment(text: t.Any) -> datetime | None:
    """Return the moment in UTC; C(None) also where it has no offset, so that nobody knows which one is meant."""
    return parse_timestamp(text) if isinstance(text, str) and _WITH_OFFSET.fullmatch(text.strip()) else None


def format_timestamp(moment: datetime | None) -> str | None:
    """Return a moment as C(2026-11-24T08:35:04Z)."""
    return None if moment is None else f"{moment.astimezone(timezone.utc):%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0")


def now() -> str:
    """Return this moment in the same form."""
    return f"{datetime.now(timezone.utc):%Y-%m-%dT%H:%M:%S}Z"
