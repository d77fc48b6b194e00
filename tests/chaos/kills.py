# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills ansible-playbook at random moments of a run for many firms, runs it again, and says what was wrong."""

from __future__ import annotations

import itertools
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.playbook import run_playbook

from chaos.desk import Desk, Kept
from chaos.procedures import Procedure
from chaos.process import Playbook
from player import Cut
from player.modules import VAULT_PASSWORD
from simulator import Simulator, running
from simulator.seed import generate

FIRMS = 6
# The longest that a request may take where orphans are to be found at work.
SLOW = 0.4


@dataclass(frozen=True)
class Shot:
    """When and how one run is killed.

    :ivar share: how many of all the run's requests have arrived by then, from 0 to 1.
    :ivar number: the signal's.
    :ivar overlaps: whether it is run again while orphans are still at work; and then requests are slow.
    """

    procedure: Procedure
    share: float
    number: signal.Signals
    overlaps: bool

    def __str__(self) -> str:
        overlap = ", run again at once" if self.overlaps else ""
        return f"{self.procedure}, {self.number.name} at {self.share:.0%}{overlap}"


def shots(procedure: Procedure, seed: int) -> Iterator[Shot]:
    """Return one shot after the other, without end: each signal in turn, each second one overlapped."""
    chance = random.Random(f"{procedure} {seed}")
    ways = itertools.product((False, True), (signal.SIGKILL, signal.SIGTERM))
    for overlaps, number in itertools.cycle(ways):
        yield Shot(procedure, chance.random(), number, overlaps)


def survive(work: Path, shot: Shot, firms: int = FIRMS) -> dict[str, str | None]:
    """Prepare firms, kill their run, run it again; return for each firm what was wrong, C(None) for nothing."""
    with running(generate(firms)) as sim:
        desks = []
        for name, firm in sim.firms.items():
            directory = work / name
            directory.mkdir(parents=True)
            desk = Desk(sim, firm, directory)
            shot.procedure.begin(desk)
            desks.append(desk)
        requests = sum(map(_requests_of, itertools.repeat(shot.procedure), desks))
        sim.journal.clear()
        return _killed_and_run_again(work, sim, desks, shot, round(shot.share * requests))


def _requests_of(procedure: Procedure, desk: Desk) -> int:
    """Return how many requests the procedure sends for a firm that is prepared for it; it stays as it is."""
    kept, counting = Kept(desk), Cut()
    desk.run(procedure.playbook, counting)
    kept.put_back()
    return counting.sent


def _killed_and_run_again(
    work: Path, sim: Simulator, desks: list[Desk], shot: Shot, number: int
) -> dict[str, str | None]:
    if shot.overlaps:
        for desk, system in itertools.product(desks, ("imanage", "legora")):
            sim.faults.add(kind="latency", firm=desk.firm.name, system=system, times=0, seconds=SLOW)
    killed = Playbook(work / "killed", shot.procedure.playbook, _inventory(desks), *_vault(work))
    while len(sim.journal.entries()) < number and not killed.has_ended:
        time.sleep(0.005)
    killed.kill(shot.number)
    if not shot.overlaps:
        killed.wait_for_all()
    sim.faults.clear()
    results = _run(work, "again", shot, desks)
    killed.wait_for_all()
    conflicts = [
        desk for desk in desks if (results.get(desk.firm.name, {}).get("failure") or {}).get("kind") == "conflict"
    ]
    if shot.overlaps and conflicts:
        results.update(_run(work, "once-more", shot, conflicts))
    return {desk.firm.name: shot.procedure.problem(desk, results.get(desk.firm.name)) for desk in desks}


def _run(work: Path, name: str, shot: Shot, desks: list[Desk]) -> dict[str, dict[str, Any]]:
    directory = work / name
    directory.mkdir()
    return run_playbook(directory, shot.procedure.playbook, _inventory(desks), *_vault(work)).results


def _vault(work: Path) -> tuple[str, str]:
    """Return the options that give a run its vault password."""
    file = work / "vault-password"
    file.write_bytes(VAULT_PASSWORD)
    return "--vault-password-file", str(file)


def _inventory(desks: list[Desk]) -> dict[str, Any]:
    hosts = {}
    for desk in desks:
        variables = {**desk.variables, "report_directory": str(desk.directory) if desk.keeps_notes else None}
        hosts[desk.firm.name] = {name: value for name, value in variables.items() if value is not None}
    return {"firms": {"hosts": hosts}}
