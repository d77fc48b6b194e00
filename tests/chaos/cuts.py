# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts a run at one of its requests in each way, runs it again, and says what was wrong."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from chaos.desk import Data, Desk, Kept
from chaos.procedures import Procedure
from chaos.sweep import FAILING, SYSTEMS
from player import Cut
from player.cut import kill
from simulator import Simulator

MakeCut = Callable[[Desk, int], Cut]


@dataclass(frozen=True)
class Way:
    """One way to be cut.

    :ivar cut: returns what happens at a request.
    :ivar once: whether all is well again right after it.
    """

    name: str
    cut: MakeCut
    once: bool = False


def _drop(kind: str, *, for_good: bool) -> MakeCut:
    """Drop the connection at a request, and of all that follow where it is for good."""

    def make(desk: Desk, number: int) -> Cut:
        def strike(system: str) -> None:
            desk.sim.faults.add(kind=kind, firm=desk.firm.name, system=system)
            for each in SYSTEMS if for_good else ():
                desk.sim.faults.add(kind="drop_before", firm=desk.firm.name, system=each, times=0)

        return Cut(number, before=strike)

    return make


WAYS = (
    Way("dropped before", _drop("drop_before", for_good=False), once=True),
    Way("dropped after", _drop("drop_after", for_good=False), once=True),
    Way("network gone before", _drop("drop_before", for_good=True)),
    Way("network gone after", _drop("drop_after", for_good=True)),
    Way("killed before", lambda desk, number: Cut(number, before=kill)),
    Way("killed after", lambda desk, number: Cut(number, after=kill)),
)


@dataclass(frozen=True)
class Point:
    """One request with one way to be cut."""

    procedure: Procedure
    firm: str
    number: int
    way: Way

    def __str__(self) -> str:
        return f"{self.procedure}, {self.firm}, request {self.number}, {self.way.name}"


class Prepared:
    """A firm in the state from which a procedure starts, as often as it is wanted."""

    def __init__(self, sim: Simulator, procedure: Procedure, firm: str, directory: Path) -> None:
        sim.reset()
        self.procedure = procedure
        self.desk = Desk(sim, sim.firm(firm), directory)
        procedure.begin(self.desk)
        self._kept = Kept(self.desk)

    def points(self) -> list[Point]:
        """Return each request of the procedure with each way to be cut; undisturbed it has to end well."""
        self._kept.put_back()
        counting = Cut()
        wrong = self.procedure.problem(self.desk, self.desk.run(self.procedure.playbook, counting))
        assert wrong is None, f"{self.procedure}: {wrong}"
        return [
            Point(self.procedure, self.desk.firm.name, number, way) for number in range(counting.sent) for way in WAYS
        ]

    def problem_at(self, *points: Point) -> str | None:
        """Cut one run after the other, each at its point, run once more, and say what was wrong, if anything."""
        desk, playbook = self.desk, self.procedure.playbook
        self._kept.put_back()
        for number, point in enumerate(points):
            cut = point.way.cut(desk, point.number)
            result = desk.run(playbook, cut)
            desk.sim.faults.clear()
            if number == 0 and cut.sent <= point.number:
                return "the request was not sent"
            problem = self._problem_of_cut(point, result)
            if problem:
                return f"after run {number + 1}: {problem}"
        if len(points) == 1 and result is not None and result["status"] != "failed":
            return self.procedure.problem(desk, result)
        wrong = self.procedure.problem(desk, desk.run(playbook))
        return wrong and f"first {result['message'] if result else 'killed'}; then {wrong}"

    def _problem_of_cut(self, point: Point, result: Data | None) -> str | None:
        harm = self.procedure.harm(self.desk)
        if harm or result is None or result["status"] != "failed":
            return harm
        refused = self.procedure.refusal is not None and self.procedure.refusal in result["message"]
        if result["failure"]["system"] not in FAILING or f"{result['firm']}: " not in result["message"]:
            return None if refused else f"the error does not name system and firm: {result['message']}"
        half = self.procedure.half(self.desk) if point.way.once else None
        return half and f"{half}: {result['message']}"


@contextlib.contextmanager
def prepared(sim: Simulator, procedure: Procedure, firm: str) -> Iterator[Prepared]:
    """Prepare a firm for a procedure, as long as a block lasts."""
    with tempfile.TemporaryDirectory(prefix="ethical-walls-cuts-") as directory:
        yield Prepared(sim, procedure, firm, Path(directory))
