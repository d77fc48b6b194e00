# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A list is read up to its limits and not beyond, and the error says what to do."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core import deadline
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.list_budget import (
    ListBudget,
    ListLimits,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import (
    Context,
    Reply,
    Transport,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor

TRANSPORT = Transport(parse_origin("https://imanage.example"), Context("iManage", "Alder"), Redactor())
KIB = 1024


def budget(*hint: str, **limits: Any) -> ListBudget:
    return ListBudget(TRANSPORT, "list the users", ListLimits(**limits), *hint)


def read(one: ListBudget, size: int = 0) -> None:
    one.require_left()
    one.spend(Reply(200, {}, b"x" * size))


def exceeded(one: ListBudget) -> EthicalWallsError:
    with pytest.raises(EthicalWallsError) as caught:
        one.require_left()
    assert (caught.value.system, caught.value.firm) == ("iManage", "Alder")
    assert caught.value.operation == "list the users"
    assert caught.value.hint
    return caught.value


def test_so_many_pages() -> None:
    one = budget(pages=3)
    for _page in range(3):
        read(one)
    error = exceeded(one)
    assert (error.reason, error.kind) == ("the list did not end within 3 pages", "unexpected")
    assert not error.retryable


def test_so_many_bytes_of_all_pages_together() -> None:
    one = budget(mib=0.5)
    for _page in range(2):
        read(one, 200 * KIB)
    read(one, 400 * KIB)
    error = exceeded(one)
    assert (error.reason, error.kind) == ("the list did not end within 0.5 MiB", "unexpected")


def test_no_limit_for_pages_that_nobody_keeps() -> None:
    one = budget(mib=None)
    for _page in range(70):
        read(one, 1024 * KIB)
    one.require_left()


def test_so_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=lambda: now))
    one = budget()
    for _page in range(4):
        now += 149
        read(one)
    now += 4
    error = exceeded(one)
    assert (error.reason, error.kind) == ("the list did not end within 600 seconds", "unavailable")
    assert error.retryable


def test_what_to_do_may_be_told_by_the_caller() -> None:
    assert exceeded(budget("Ask for less.", pages=0)).hint == "Ask for less."


def test_ten_thousand_users_are_not_too_many() -> None:
    """Some 2 KiB each, a hundred on a page."""
    one = budget()
    for _page in range(100):
        read(one, 200 * KIB)
    one.require_left()
