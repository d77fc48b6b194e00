# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments as both systems write them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.timestamps import (
    format_timestamp,
    parse_moment,
    parse_timestamp,
)

# The short name came with Python 3.11, and this runs with the oldest that the modules run on.
UTC = timezone(timedelta(0))


def moment(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-24T08:35:04Z", moment(2026, 11, 24, 8, 35, 4)),
        ("2026-11-24T08:35:04z", moment(2026, 11, 24, 8, 35, 4)),
        (" 2026-11-24T08:35:04Z\n", moment(2026, 11, 24, 8, 35, 4)),
        ("2026-11-24T08:35:04", moment(2026, 11, 24, 8, 35, 4)),
        ("2026-11-24 08:35:04", moment(2026, 11, 24, 8, 35, 4)),
        ("2026-11-24T08:35:04.5Z", moment(2026, 11, 24, 8, 35, 4, 500_000)),
        ("2026-11-24T08:35:04.12Z", moment(2026, 11, 24, 8, 35, 4, 120_000)),
        ("2026-11-24T08:35:04.1234567Z", moment(2026, 11, 24, 8, 35, 4, 123_456)),
        ("2026-11-24T08:35:04.123456789+01:00", moment(2026, 11, 24, 7, 35, 4, 123_456)),
        ("2026-11-24T08:35:04+0530", moment(2026, 11, 24, 3, 5, 4)),
        ("2026-11-24T08:35:04-08:00", moment(2026, 11, 24, 16, 35, 4)),
        ("2026-11-24", moment(2026, 11, 24)),
        ("0001-01-01T00:00:00Z", moment(1, 1, 1)),
    ],
)
def test_moments_are_read_in_utc(text: str, expected: datetime) -> None:
    found = parse_timestamp(text)
    assert found == expected
    assert found is not None
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    "value",
    [
        None, "", "  ", "never", "24.11.2026", "2026-13-24T08:35:04Z", "2026-11-24T25:00:00Z", 1_764_000_000, 1.5, True,
        {}, [], b"2026-11-24T08:35:04Z", "0001-01-01T00:00:00+01:00",
        "9999-12-31T23:59:59-01:00",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_none(value: object) -> None:
    assert parse_timestamp(value) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (moment(2026, 11, 24, 8, 35, 4, 999_999), "2026-11-24T08:35:04Z"),
        (datetime(2026, 11, 24, 8, 35, tzinfo=timezone(timedelta(hours=5, minutes=30))), "2026-11-24T03:05:00Z"),
        (moment(1, 1, 1), "0001-01-01T00:00:00Z"),
    ],
)
def test_moments_are_written_in_utc(value: datetime | None, text: str | None) -> None:
    assert format_timestamp(value) == text


@given(st.datetimes(timezones=st.just(UTC)))
def test_there_and_back_again(value: datetime) -> None:
    assert parse_timestamp(format_timestamp(value)) == value.replace(microsecond=0)
    assert parse_timestamp(value.isoformat()) == value


@given(st.text() | st.text(alphabet="0123456789-:.TZ+ ", max_size=35))
def test_no_text_breaks_it(text: str) -> None:
    found = parse_timestamp(text)
    assert found is None or found.tzinfo is UTC


@pytest.mark.parametrize("text", ["2026-11-24T08:35:04", "2026-11-24 08:35", "2026-11-24", "", None, 7])
def test_a_moment_is_none_without_its_offset(text: object) -> None:
    assert parse_moment(text) is None
    assert parse_moment("2026-11-24T08:35:04+01:00 ") == moment(2026, 11, 24, 7, 35, 4)
