# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How findings are worded: what is wrong and not its contrary, and one sentence for many libraries."""

from __future__ import annotations

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.findings import (
    finding_line,
    of_libraries,
)


@pytest.mark.parametrize(
    ("status", "line"),
    [
        ("fail", "R2: ADMIN is not in it"),
        ("warn", "R2: ADMIN is not in it"),
        ("unknown", "R2 Both can administer: ADMIN is not in it"),
        ("attested", "R2 Both can administer: ADMIN is not in it"),
    ],
)
def test_what_is_wrong_stands_without_the_title_that_says_the_contrary(status: str, line: str) -> None:
    finding = {"id": "R2", "title": "Both can administer", "status": status, "evidence": "ADMIN is not in it"}
    assert finding_line(finding) == line


@pytest.mark.parametrize(
    ("libraries", "words"),
    [
        (["A"], "library A"),
        (["A", "B"], "libraries A, B"),
        (["A", "B", "C", "D"], "libraries A, B, C, D"),
        (["A", "B", "C", "D", "E"], "5 libraries (A, B, C and 2 more)"),
        ([f"L{number}" for number in range(60)], "60 libraries (L0, L1, L2 and 57 more)"),
    ],
)
def test_many_libraries_make_one_sentence(libraries: list[str], words: str) -> None:
    assert of_libraries(("it is not in {libraries}", one) for one in libraries) == [f"it is not in {words}"]


def test_each_sentence_has_its_own_libraries() -> None:
    said = [
        ("it is locked in {libraries}", "A"),
        ("it is missing in {libraries}", "B"),
        ("it is locked in {libraries}", "C"),
    ]
    assert of_libraries(said) == ["it is locked in libraries A, C", "it is missing in library B"]
