# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether Legora has the newest password: labels that differ decide, then times, then labels that agree."""

from __future__ import annotations

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.freshness import freshness

CHANGED = "2026-11-01T10:00:00Z"


@pytest.mark.parametrize(
    ("saved_at", "saved", "changed", "version", "state"),
    [
        ("2026-11-02", None, CHANGED, None, "newest"),
        ("2026-11-01", None, CHANGED, None, "unknown"),
        ("2026-10-30", None, CHANGED, None, "older"),
        ("2026-11-01", "a", CHANGED, "a", "newest"),
        ("2026-10-30", "a", CHANGED, "a", "older"),
        ("2026-11-02", "a", CHANGED, "b", "older"),
        ("2026-11-02", "a", CHANGED, None, "newest"),
        ("2026-11-01", "a", CHANGED, None, "unknown"),
        ("2026-11-01", None, CHANGED, "b", "unknown"),
        ("2026-11-01T10:00:00Z", None, CHANGED, None, "newest"),
        ("2026-11-01T09:59:59Z", None, CHANGED, None, "near"),
        ("2026-11-01T09:59:59Z", "a", CHANGED, "a", "newest"),
        ("2026-11-01T09:54:59Z", "a", CHANGED, "a", "older"),
        ("2026-11-02", "a", None, "a", "newest"),
        ("2026-11-02", "a", None, "b", "older"),
        ("2026-11-02", None, None, "b", "unknown"),
        # A day begins and ends at other moments in other zones: up to 14 hours earlier, and 12 hours later.
        ("2026-11-02", None, "2026-11-01T09:59:59Z", None, "newest"),
        ("2026-11-02", None, "2026-11-01T10:00:01Z", None, "unknown"),
        ("2026-11-02", "a", "2026-11-01T20:00:00Z", "a", "newest"),
        ("2026-11-01", None, "2026-11-02T11:59:59Z", None, "unknown"),
        ("2026-11-01", "a", "2026-11-02T00:30:00Z", "a", "newest"),
        ("2026-11-01", "a", "2026-11-02T12:00:01Z", "a", "older"),
        (None, None, CHANGED, None, "unknown"),
        (None, "a", None, "a", "newest"),
    ],
)
def test_password(
    saved_at: str | None, saved: str | None, changed: str | None, version: str | None, state: str
) -> None:
    found = freshness(saved_at, saved, changed, version)
    assert found.state == state
    assert bool(found.by) is (state in ("newest", "older"))
    assert bool(found.lacks) is (state in ("near", "unknown"))


def test_what_would_decide_it_is_said() -> None:
    assert freshness("2026-11-01", None, CHANGED, None).lacks == "date"
    assert freshness("2026-11-01", None, CHANGED, "b").lacks == "password_version"
    assert freshness("2026-11-01", None, None, None).lacks == "password_version"
