# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A sample of the cuts and kills that C(make test-kill) tries: the next run ends well from wherever one was cut."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chaos.cuts import WAYS, prepared
from chaos.kills import shots, survive
from chaos.procedures import PROCEDURES, Procedure
from chaos.sweep import SEED

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm import store
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import password
from player import Cut
from player.cut import kill
from simulator import Simulator, running


@pytest.fixture(scope="module")
def firms() -> Iterator[Simulator]:
    """Run a simulator with a cloud firm and an on-premises firm."""
    with running(SEED) as simulator:
        yield simulator


@pytest.mark.parametrize("procedure", PROCEDURES, ids=str)
def test_a_cut_is_survived(firms: Simulator, procedure: Procedure) -> None:
    """Once in each way, each time at another request; the two firms in turn with the seed."""
    chance = random.Random(str(procedure))
    with prepared(firms, procedure, chance.choice(sorted(firms.firms))) as ready:
        points = ready.points()
        chosen = [chance.choice([point for point in points if point.way == way]) for way in WAYS]
        assert {str(point): ready.problem_at(point) for point in chosen} == {str(point): None for point in chosen}


def test_a_killed_run_sends_nothing_and_tells_nothing(firms: Simulator) -> None:
    with prepared(firms, PROCEDURES[0], "alder") as ready:
        firms.journal.clear()
        assert ready.desk.run("onboard", Cut(30, after=kill)) is None
        assert len(firms.journal.entries("alder")) == 32  # and the probe of the address, which is no client's


def test_a_signal_is_survived(tmp_path: Path) -> None:
    shot = next(shots(_named("rotate_password, api"), seed=1))
    assert survive(tmp_path, shot, firms=2) == {f"firm{number:03}": None for number in range(2)}


def test_a_rotation_that_is_ended_before_its_first_write_leaves_no_refused_sign_in(firms: Simulator) -> None:
    """The next run sees that nothing was written, and tries the old one first: after two refusals nothing is tried."""
    with prepared(firms, _named("rotate_password, api"), "alder") as ready:
        points = ready.points()
        kinds = [entry.kind for entry in firms.journal.entries("alder")]
        (point,) = [one for one in points if one.number == kinds.index("write") and one.way.name == "killed before"]
        assert ready.problem_at(point) is None
        assert [one.path for one in firms.journal.entries("alder", kind="signin") if one.status != 200] == []


def _no_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Store nothing before anything changes."""
    write = store._VaultFile._write
    monkeypatch.setattr(store._VaultFile, "_write", lambda file: file.wanted.step == "finish" and write(file))


def _no_probe(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the account's password for the old one, without trying."""
    monkeypatch.setattr(password._Rotation, "_opens", lambda task, state: password.CURRENT)


@pytest.mark.parametrize(("broken", "problem"), [(_no_store, "a password is lost"), (_no_probe, "then ")])
def test_what_is_broken_does_not_survive(
    firms: Simulator, monkeypatch: pytest.MonkeyPatch, broken: Callable[[pytest.MonkeyPatch], None], problem: str
) -> None:
    """Otherwise the cuts would say nothing: it is tried at the write that gives iManage the new password."""
    with prepared(firms, _named("rotate_password, api"), "alder") as ready:
        points = ready.points()
        kinds = [entry.kind for entry in firms.journal.entries("alder")]
        chosen = [one for one in points if one.number == kinds.index("write") and one.way.name == "killed after"]
        broken(monkeypatch)
        assert [problem in str(ready.problem_at(point)) for point in chosen] == [True]


def _named(name: str) -> Procedure:
    (found,) = [one for one in PROCEDURES if str(one) == name]
    return found
