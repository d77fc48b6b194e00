# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether Legora has the account's newest password, which nobody can read back: by its label, and by times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from .._core.timestamps import parse_timestamp

# The clocks of two systems differ, and both passwords are set within one run.
TOLERANCE = timedelta(seconds=300)

NEWEST, NEAR, OLDER, UNKNOWN = "newest", "near", "older", "unknown"

_DAY = len("2026-11-24")
# A day without a zone: somewhere it begins that long before midnight UTC, and somewhere it ends that long after.
_BEGINS_EARLIER, _ENDS_LATER = timedelta(hours=14), timedelta(hours=12)


@dataclass(frozen=True)
class Freshness:
    """What is known of it.

    :ivar state: C(newest), C(older), C(near) where the clocks may be the reason, or C(unknown).
    :ivar by: what says so, C(version) or C(time); C(None) where it is not known.
    :ivar lacks: what would decide it where it is C(near) or C(unknown), C(password_version) or C(date).
    """

    state: str
    by: str | None = None
    lacks: str | None = None


def freshness(
    saved_at: str | None, saved_version: str | None, changed_at: str | None, version: str | None
) -> Freshness:
    """Compare what Legora was given with what iManage has.

    Labels that differ decide. Otherwise times do, where they can; where they cannot, labels that agree.

    :param saved_at: when Legora was given the password, ISO 8601, or the day alone.
    :param saved_version: the label of the password that it was given.
    :param changed_at: when iManage last saw the password changed.
    :param version: the label of the password that iManage has.
    """
    agrees = None if saved_version is None or version is None else saved_version == version
    if agrees is False:
        return Freshness(OLDER, "version")
    changed = parse_timestamp(changed_at)
    is_day = saved_at is not None and len(saved_at.strip()) == _DAY
    saved = parse_timestamp(saved_at)
    if changed is None or saved is None:
        return _settled(agrees, UNKNOWN, "password_version")
    if is_day:
        return _by_day(saved, changed, agrees, "date" if version is None else "password_version")
    if changed - saved > TOLERANCE:
        return Freshness(OLDER, "time")
    if changed > saved:
        return _settled(agrees, NEAR, "date" if version is None else "password_version")
    return Freshness(NEWEST, "time")


def is_close(saved_at: str | None, changed_at: str | None) -> bool:
    """Say whether both moments are so close together that the two clocks do not tell which one came first."""
    changed, saved = parse_timestamp(changed_at), parse_timestamp(saved_at)
    return changed is not None and saved is not None and abs(changed - saved) <= TOLERANCE


def _by_day(midnight: datetime, changed: datetime, agrees: bool | None, lacks: str) -> Freshness:
    """Compare a day with a moment.

    :param midnight: when the day begins in UTC.
    """
    if changed > midnight + timedelta(days=1) + _ENDS_LATER:
        return Freshness(OLDER, "time")
    is_before = changed <= midnight - _BEGINS_EARLIER
    return Freshness(NEWEST, "time") if is_before else _settled(agrees, UNKNOWN, lacks)


def _settled(agrees: bool | None, otherwise: str, lacks: str) -> Freshness:
    """Return what labels that agree say, where times do not tell."""
    return Freshness(NEWEST, "version") if agrees else Freshness(otherwise, lacks=lacks)
