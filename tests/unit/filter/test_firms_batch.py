# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many firms are worked on before the next ones begin."""

from __future__ import annotations

from typing import Any

import pytest
from ansible import context
from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.filter.firms_batch import firms_batch


@pytest.mark.parametrize(("forks", "batch"), [(1, 20), (5, 20), ("5", 20), (20, 20), ("50", 50)])
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_all_forks_have_work_and_a_batch_stays_small(blank: Any, forks: Any, batch: int) -> None:
    assert firms_batch(blank, forks) == batch


@pytest.mark.parametrize(("given", "batch"), [(1, 1), ("7", 7), (" 300 ", 300), (0, 0), ("0", 0)])
def test_number_stays_as_it_is(given: Any, batch: int) -> None:
    assert firms_batch(given, 5) == batch


@pytest.mark.parametrize("given", ["many", "2.5", 2.5, -1, "-1", "50%", True, [20], {"a": 1}, "²"])
def test_anything_else_is_refused(given: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="has to be a number of firms, such as 20"):
        firms_batch(given, 5)


@pytest.mark.parametrize(
    ("pilot", "limit", "batch"),
    [
        ("birch", None, [1, 20]),
        (["birch", "alder"], None, [2, 20]),
        ("birch, alder", "alder", [1, 20]),
        ("birch", "alder", 20),
        ("", None, 20),
    ],
)
def test_pilots_of_the_run_are_a_batch_of_their_own(
    monkeypatch: pytest.MonkeyPatch, pilot: Any, limit: str | None, batch: Any
) -> None:
    monkeypatch.setattr(context, "CLIARGS", {"subset": limit})
    groups = {"all": ["alder", "birch"], "firms": ["alder", "birch"]}
    assert firms_batch("", 5, pilot, "", groups) == batch


def test_playbook_that_is_read_only_knows_no_firms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "CLIARGS", {"syntax": True})
    assert firms_batch("", 5, "birch", "", {}) == 20
