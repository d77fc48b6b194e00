# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses that an account may sign in from: in whatever form they are written, or unknown."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.address_ranges import (
    permits,
    permits_only,
    same_ranges,
)

EGRESS = "20.91.134.182"


@pytest.mark.parametrize(
    "text",
    [
        EGRESS,
        f" {EGRESS} ",
        f"{EGRESS},",
        f"{EGRESS}/32",
        f"{EGRESS}-{EGRESS}",
        f"{EGRESS} - {EGRESS}",
        f"{EGRESS}, {EGRESS}/32",
        f"{EGRESS};{EGRESS}",
    ],
)
def test_one_address_in_each_form(text: str) -> None:
    assert permits(text, EGRESS) is True
    assert permits_only(text, EGRESS) is True
    assert permits(text, "20.91.134.18") is False
    assert permits_only(text, "20.91.134.18") is False


@pytest.mark.parametrize(
    "text",
    [
        f"{EGRESS}, 10.0.0.7",
        "20.91.134.0/24",
        "20.91.134.100-20.91.134.200",
        "10.0.0.7\n20.91.134.182",
        "::/0 0.0.0.0/0",
    ],
)
def test_more_than_one_address(text: str) -> None:
    assert permits(text, EGRESS) is True
    assert permits_only(text, EGRESS) is False


@pytest.mark.parametrize(
    "text",
    [None, 5, ["20.91.134.182"], "the office", "20.91.134.*", "20.91.134.182-", "9.9.9.9-1.1.1.1", "1.1.1.1-::2"],
)
def test_what_cannot_be_read_is_unknown(text: Any) -> None:
    assert permits(text, EGRESS) is None
    assert permits_only(text, EGRESS) is None


@pytest.mark.parametrize("address", [None, "", "the office"])
def test_an_address_that_is_none_is_unknown(address: str | None) -> None:
    assert permits(EGRESS, address) is None
    assert permits_only(EGRESS, address) is None


def test_no_address_permits_none() -> None:
    assert permits("", EGRESS) is False
    assert permits_only("", EGRESS) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("10.0.0.0-10.0.0.3", "10.0.0.0/30"),
        ("10.0.0.2/31, 10.0.0.0/31", "10.0.0.0/30"),
        ("10.0.0.1,10.0.0.9", "10.0.0.9\n10.0.0.1/32"),
        ("2001:db8::1", "2001:DB8::1/128"),
        ("", " "),
    ],
)
def test_the_same_addresses_in_two_spellings(one: str, other: str) -> None:
    assert same_ranges(one, other) is True


@pytest.mark.parametrize("other", ["20.91.134.181", f"{EGRESS}/31", f"{EGRESS}, 10.0.0.1", "", "2001:db8::1"])
def test_other_addresses(other: str) -> None:
    assert same_ranges(EGRESS, other) is False


def test_addresses_that_can_t_be_read_are_not_others() -> None:
    assert same_ranges("the office", EGRESS) is None
    assert same_ranges("the office", "the office") is None


@given(st.one_of(st.none(), st.text(), st.integers()), st.one_of(st.none(), st.text()))
def test_no_text_breaks_it(ip_range: Any, address: str | None) -> None:
    if permits_only(ip_range, address):
        assert permits(ip_range, address)
