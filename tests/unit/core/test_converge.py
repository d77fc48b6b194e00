# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read, compare, write, read back: what happens when somebody else writes too, or an answer is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.converge import Convergence, Write, converge
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError


def trouble(kind: str = "conflict", ambiguous: bool = False) -> EthicalWallsError:
    return EthicalWallsError(f"{kind} {ambiguous}", kind=kind, system="iManage", ambiguous=ambiguous)


class Shelf:
    """A resource: a set of names. Before each write, a test may let things happen.

    :ivar happenings: for each write in turn, what happens instead of it; ``None`` lets it happen.
    """

    def __init__(self, *names: str) -> None:
        self.names = set(names)
        self.reads = 0
        self.writes: list[str] = []
        self.happenings: list[Callable[[str], None] | None] = []

    def read(self) -> frozenset[str]:
        self.reads += 1
        return frozenset(self.names)

    def put(self, name: str) -> None:
        self.writes.append(name)
        happening = self.happenings.pop(0) if self.happenings else None
        if happening is None:
            self.names.add(name)
        else:
            happening(name)

    def steps(self, *wanted: str) -> Callable[[frozenset[str]], list[Write]]:
        return lambda there: [
            Write(f"Put {name}", lambda name=name: self.put(name))  # type: ignore[misc]
            for name in wanted
            if name not in there
        ]

    def converge(self, *wanted: str, **more: Any) -> Convergence[frozenset[str]]:
        return converge(self.read, self.steps(*wanted), **{"check_mode": False, **more})

    # What may happen instead of a write

    def refused(self, kind: str = "conflict") -> Callable[[str], None]:
        def happen(name: str) -> None:
            raise trouble(kind)

        return happen

    def somebody_was_first(self, kind: str = "conflict") -> Callable[[str], None]:
        def happen(name: str) -> None:
            self.names.add(name)
            raise trouble(kind)

        return happen

    def lost(self, took_effect: bool) -> Callable[[str], None]:
        def happen(name: str) -> None:
            if took_effect:
                self.names.add(name)
            raise trouble("unavailable", ambiguous=True)

        return happen


def test_nothing_to_do() -> None:
    shelf = Shelf("a")
    run = shelf.converge("a")
    assert (run.changed, run.plan, run.converged) == (False, [], None)
    assert (shelf.reads, shelf.writes) == (1, [])


def test_everything_is_done_and_read_back() -> None:
    shelf = Shelf("a")
    run = shelf.converge("a", "b", "c")
    assert (run.changed, run.plan, run.converged, run.left) == (True, ["Put b", "Put c"], True, [])
    assert (run.before, run.after) == ({"a"}, {"a", "b", "c"})
    assert (shelf.reads, shelf.writes) == (2, ["b", "c"])


def test_a_state_that_was_just_read_is_not_read_again() -> None:
    shelf = Shelf()
    assert shelf.converge("a", before=frozenset({"a"})).changed is False
    assert shelf.reads == 0
    assert shelf.converge("a", before=frozenset()).changed is True
    assert shelf.reads == 1


def test_check_mode_only_plans() -> None:
    shelf = Shelf()
    run = shelf.converge("a", "b", check_mode=True)
    assert (run.changed, run.plan, run.converged) == (True, ["Put a", "Put b"], None)
    assert run.after == run.before
    assert (shelf.reads, shelf.writes) == (1, [])


@pytest.mark.parametrize("kind", ["conflict", "validation", "not_found"])
def test_a_refusal_because_somebody_was_first_is_no_change_of_ours(kind: str) -> None:
    shelf = Shelf()
    shelf.happenings = [shelf.somebody_was_first(kind)]
    run = shelf.converge("a")
    assert (run.changed, run.plan, run.converged) == (False, [], True)
    assert (shelf.reads, shelf.writes) == (2, ["a"])


def test_the_rest_is_done_after_such_a_refusal() -> None:
    shelf = Shelf()
    shelf.happenings = [None, shelf.somebody_was_first()]
    run = shelf.converge("a", "b", "c")
    assert (run.changed, run.plan, run.converged) == (True, ["Put a", "Put c"], True)
    assert shelf.writes == ["a", "b", "c"]


@pytest.mark.parametrize("kind", ["conflict", "validation", "not_found"])
def test_a_refusal_that_reading_does_not_settle_is_raised(kind: str) -> None:
    shelf = Shelf()
    shelf.happenings = [None, shelf.refused(kind)]
    with pytest.raises(EthicalWallsError) as caught:
        shelf.converge("a", "b", "c")
    assert caught.value.kind == kind
    assert caught.value.done == ["Put a"]
    assert shelf.writes == ["a", "b"]


@pytest.mark.parametrize("kind", ["permission", "auth", "rate_limited", "unavailable", "unexpected", "unsupported"])
def test_another_refusal_is_raised_at_once(kind: str) -> None:
    shelf = Shelf()
    shelf.happenings = [None, shelf.refused(kind)]
    with pytest.raises(EthicalWallsError) as caught:
        shelf.converge("a", "b", "c")
    assert caught.value.done == ["Put a"]
    assert shelf.reads == 1


def test_a_lost_write_that_was_done_counts_as_done() -> None:
    shelf = Shelf()
    shelf.happenings = [shelf.lost(took_effect=True)]
    run = shelf.converge("a", "b")
    assert (run.changed, run.plan, run.converged) == (True, ["Put a", "Put b"], True)
    assert shelf.writes == ["a", "b"]


def test_a_lost_write_that_was_not_done_is_sent_once_more() -> None:
    shelf = Shelf()
    shelf.happenings = [shelf.lost(took_effect=False)]
    run = shelf.converge("a", "b")
    assert (run.changed, run.plan, run.converged) == (True, ["Put a", "Put b"], True)
    assert shelf.writes == ["a", "a", "b"]


def test_a_write_that_is_lost_twice_is_raised() -> None:
    shelf = Shelf()
    shelf.happenings = [None, shelf.lost(took_effect=False), shelf.lost(took_effect=False)]
    with pytest.raises(EthicalWallsError) as caught:
        shelf.converge("a", "b")
    assert caught.value.ambiguous is True
    assert caught.value.done == ["Put a"]
    assert shelf.writes == ["a", "b", "b"]


def test_a_lost_write_that_is_then_refused_is_raised() -> None:
    shelf = Shelf()
    shelf.happenings = [shelf.lost(took_effect=False), shelf.refused()]
    with pytest.raises(EthicalWallsError) as caught:
        shelf.converge("a")
    assert caught.value.kind == "conflict"
    assert shelf.writes == ["a", "a"]


def test_each_write_may_be_lost_once() -> None:
    shelf = Shelf()
    shelf.happenings = [shelf.lost(took_effect=False), None, shelf.lost(took_effect=True), None]
    run = shelf.converge("a", "b", "c")
    assert (run.plan, run.converged) == (["Put a", "Put b", "Put c"], True)
    assert shelf.writes == ["a", "a", "b", "c"]


def test_a_read_back_that_disagrees_is_not_converged() -> None:
    shelf = Shelf()
    shelf.happenings = [lambda name: None]
    run = shelf.converge("a")
    assert (run.changed, run.plan, run.converged) == (True, ["Put a"], False)
    assert run.left == ["Put a"]
    assert shelf.writes == ["a"]


def test_what_is_left_names_the_call() -> None:
    run = converge(lambda: 0, lambda there: [Write("Put a", lambda: None, "PUT shelf")], check_mode=False)
    assert (run.converged, run.left) == (False, ["Put a (PUT shelf)"])


def test_an_endless_fight_ends_with_an_error() -> None:
    """Somebody else is always first, and always leaves something else to do."""
    shelf = Shelf()
    wanted = ["a"]

    def fight(name: str) -> None:
        wanted.append(f"{name}a")
        shelf.names.add(name)
        raise trouble()

    def decide(there: frozenset[str]) -> list[Write]:
        return shelf.steps(*wanted)(there)

    shelf.happenings = [fight] * 50
    with pytest.raises(EthicalWallsError) as caught:
        converge(shelf.read, decide, check_mode=False)
    assert caught.value.kind == "conflict"
    assert 1 < len(shelf.writes) < 10


@pytest.mark.parametrize("where", ["read", "decide"])
def test_a_failure_after_a_write_tells_what_was_done(where: str) -> None:
    shelf = Shelf()
    calls = {"read": 0, "decide": 0}

    def failing(name: str) -> None:
        calls[name] += 1
        if name == where and calls[name] > 1:
            raise trouble("unavailable")

    def read() -> frozenset[str]:
        failing("read")
        return shelf.read()

    def decide(there: frozenset[str]) -> list[Write]:
        failing("decide")
        return shelf.steps("a")(there)

    with pytest.raises(EthicalWallsError) as caught:
        converge(read, decide, check_mode=False)
    assert caught.value.done == ["Put a"]


def test_a_failure_before_the_first_write_has_done_nothing() -> None:
    def read() -> None:
        raise trouble("unavailable")

    with pytest.raises(EthicalWallsError) as caught:
        converge(read, lambda there: [], check_mode=False)
    assert caught.value.done == []


def test_what_was_done_stays_when_more_follows() -> None:
    """An error that was settled must not change with what is done later."""
    shelf = Shelf()
    seen: list[EthicalWallsError] = []

    def lose(name: str) -> None:
        shelf.names.add(name)
        error = trouble("unavailable", ambiguous=True)
        seen.append(error)
        raise error

    shelf.happenings = [lose]
    assert shelf.converge("a", "b").plan == ["Put a", "Put b"]
    assert seen[0].done == []


@pytest.mark.parametrize(("ambiguous", "said"), [(True, True), (False, False)])
def test_a_reading_that_fails_leaves_the_fate_of_a_write_unknown_where_it_was(ambiguous: bool, said: bool) -> None:
    shelf = Shelf()

    def lost(name: str) -> None:
        raise trouble("unavailable" if ambiguous else "conflict", ambiguous)

    def read() -> frozenset[str]:
        if len(shelf.writes) == 2:
            raise trouble("auth")
        return shelf.read()

    shelf.happenings = [None, lost]
    with pytest.raises(EthicalWallsError) as caught:
        converge(read, shelf.steps("a", "b"), check_mode=False)
    assert caught.value.done == ["Put a"]
    assert caught.value.failure().get("outcome_unknown", False) is said
    assert ("Whether the last write took effect is not known." in caught.value.sentence()) is said
