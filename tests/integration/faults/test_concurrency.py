# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs of one firm at the same moment: the end state is right, and at most one of them fails."""

from __future__ import annotations

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from helpers.before_onboarding import stays
from helpers.both_systems import differences, everything, is_onboarded
from helpers.playbook import Run, inventory, run_playbook

from player import FirmFailedError, FirmRun
from simulator import Simulator
from simulator.seed import Firm

ROUNDS = 15


def _onboard(firm: Firm, start: threading.Barrier) -> str | None:
    """Onboard once all are ready; return the kind of the failure, if it failed."""
    start.wait()
    try:
        FirmRun(firm).run()
    except FirmFailedError as failed:
        return str(failed.failure["kind"])
    return None


@pytest.mark.full(name="birch")
@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.full
def test_two_at_once_many_times(sim: Simulator, name: str) -> None:
    """Each round delays other requests, so that the two meet at other places."""
    chance = random.Random(name)
    kinds: list[str | None] = []
    for _round in range(ROUNDS):
        sim.reset()
        firm = sim.firm(name)
        for system in ("imanage", "legora"):
            for number in chance.sample(range(30), 4):
                sim.faults.add(kind="latency", firm=name, system=system, after=number, seconds=chance.uniform(0, 0.03))
        start = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            ended = list(pool.map(_onboard, [firm, firm], [start, start]))
        assert is_onboarded(firm), ended
        assert ended.count(None) >= 1
        kinds += ended
    assert set(kinds) <= {None, "conflict"}


@pytest.mark.full
def test_two_playbooks_at_once(sim: Simulator, tmp_path: Path) -> None:
    hosts = inventory(sim)
    directories = [tmp_path / "one", tmp_path / "two"]
    for directory in directories:
        directory.mkdir()

    def run(directory: Path) -> Run:
        return run_playbook(directory, "onboard", hosts, "--limit", "alder")

    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(run, directories))
    assert is_onboarded(sim.firm("alder"))
    failures = [one.result("alder")["failure"] for one in runs if one.result("alder")["failure"]]
    assert len(failures) <= 1
    assert {failure["kind"] for failure in failures} <= {"conflict"}


def _undo(firm: Firm, start: threading.Barrier, file: str) -> str | None:
    """Undo once all are ready; return the kind of the failure, if it failed."""
    start.wait()
    try:
        FirmRun(firm, "undo", changes={"undo_from": file}).run()
    except FirmFailedError as failed:
        return str(failed.failure["kind"])
    return None


@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.full
def test_two_undos_at_once_many_times(sim: Simulator, tmp_path: Path, name: str) -> None:
    """And an onboarding that meets an undo leaves nothing that the next undo does not take back."""
    chance = random.Random(name)
    kinds: list[str | None] = []
    for number in range(6):
        sim.reset()
        firm = sim.firm(name)
        before = everything(firm)
        file = FirmRun(firm, notes_directory=tmp_path).result()["before"]
        for system in ("imanage", "legora"):
            for after in chance.sample(range(20), 4):
                sim.faults.add(kind="latency", firm=name, system=system, after=after, seconds=chance.uniform(0, 0.03))
        start = threading.Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(_undo, firm, start, file)
            second = pool.submit(_undo, firm, start, file) if number % 3 else pool.submit(_onboard, firm, start)
            ended = [first.result(), second.result()]
        if number % 3 == 0:
            assert _undo(firm, threading.Barrier(1), file) is None
        else:
            assert ended.count(None) >= 1
            kinds += ended
        assert set(differences(before, everything(firm))) == stays(firm, "nothing"), ended
    assert set(kinds) <= {None, "conflict"}
