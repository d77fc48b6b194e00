# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The lists of libraries that firms write."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import (
    LibraryListError,
    ids_of,
    parse_libraries,
    with_role,
)

LETTERS = "ABCXYZabcxyz0189_.-"


@pytest.mark.parametrize(
    ("raw", "role", "choices"),
    [
        (["ACTIVE"], None, [("ACTIVE", None)]),
        (["ACTIVE", "CLOSED"], "META", [("ACTIVE", "META"), ("CLOSED", "META")]),
        ([{"id": "ACTIVE"}], "META", [("ACTIVE", "META")]),
        ([{"id": "ACTIVE", "role": None}], "META", [("ACTIVE", "META")]),
        ([{"id": "ACTIVE", "role": "OWN"}], "META", [("ACTIVE", "OWN")]),
        ([{"id": "ACTIVE", "role": "OWN"}, "CLOSED"], None, [("ACTIVE", "OWN"), ("CLOSED", None)]),
        (["active"], None, [("active", None)]),
        (["A-1_b.c"], None, [("A-1_b.c", None)]),
        (["X" * 64], None, [("X" * 64, None)]),
    ],
)
def test_good_lists(raw: list[Any], role: str | None, choices: list[tuple[str, str | None]]) -> None:
    assert with_role(parse_libraries(raw), role) == [{"id": name, "role": own} for name, own in choices]


@pytest.mark.parametrize(
    ("raw", "mistakes"),
    [
        (None, ["must be a list"]),
        ("ACTIVE", ["must be a list"]),
        ({"id": "ACTIVE"}, ["must be a list"]),
        (5, ["must be a list"]),
        ([], ["empty"]),
        ([""], ["entry 1 is not a library ID"]),
        ([" ACTIVE"], ["entry 1"]),
        (["ACTIVE\n"], ["entry 1"]),
        (["A/B"], ["entry 1"]),
        (["A,B"], ["entry 1"]),
        (["Ä"], ["entry 1"]),
        (["X" * 65], ["entry 1"]),
        ([1], ["entry 1"]),
        ([None], ["entry 1"]),
        ([True], ["entry 1"]),
        ([["ACTIVE"]], ["entry 1"]),
        ([{}], ["entry 1"]),
        ([{"role": "META"}], ["entry 1"]),
        ([{"id": 5}], ["entry 1"]),
        ([{"id": "ACTIVE", "rule": "META"}], ["entry 1 has the unknown key rule"]),
        ([{"id": "ACTIVE", "b": 1, "a": 2, 3: 4}], ["unknown key 3, a, b"]),
        ([{"id": "ACTIVE", "role": ""}], ["entry 1 has a role"]),
        ([{"id": "ACTIVE", "role": "  "}], ["entry 1 has a role"]),
        ([{"id": "ACTIVE", "role": 5}], ["entry 1 has a role"]),
        ([{"id": "ACTIVE", "role": ["META"]}], ["entry 1 has a role"]),
        (["ACTIVE", "ACTIVE"], ["names ACTIVE twice"]),
        (["ACTIVE", {"id": "active", "role": "META"}], ["names active twice"]),
        (["ACTIVE", "active", "Active"], ["names active twice"]),
        (["A B", "ACTIVE", 7, "ACTIVE"], ["entry 1", "entry 3", "names ACTIVE twice"]),
    ],
)
def test_each_mistake_is_told_once(raw: Any, mistakes: list[str]) -> None:
    with pytest.raises(LibraryListError) as caught:
        parse_libraries(raw)
    told = caught.value.mistakes
    assert len(told) == len(mistakes)
    assert all(expected in told[number] for number, expected in enumerate(mistakes))
    assert str(caught.value) == f"is unusable: {'; '.join(caught.value.mistakes)}"


@given(st.lists(st.text(LETTERS, min_size=1, max_size=64), min_size=1, unique_by=str.upper))
def test_every_good_id_is_kept_as_it_is_written(ids: list[str]) -> None:
    assert ids_of(parse_libraries(ids)) == ids
    assert ids_of(parse_libraries([{"id": one} for one in ids])) == ids


ENTRIES = st.one_of(
    st.text(max_size=5),
    st.text(LETTERS, max_size=3),
    st.none(),
    st.integers(),
    st.dictionaries(
        st.sampled_from(["id", "role", "x"]), st.one_of(st.none(), st.text(max_size=4), st.integers()), max_size=3
    ),
)


@given(st.lists(ENTRIES, max_size=4) | ENTRIES)
def test_a_list_is_read_or_refused(raw: Any) -> None:
    try:
        choices = parse_libraries(raw)
    except LibraryListError:
        return
    assert len(choices) == len(raw)
    assert len({choice["id"].upper() for choice in choices}) == len(choices)
    assert all(
        set(choice["id"]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")
        for choice in choices
    )
    assert all(choice["role"] is None or choice["role"].strip() for choice in choices)
