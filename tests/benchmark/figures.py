# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows from the benchmark's measurements: figures for each firm, and ratios to what each is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

# What each playbook is compared with, in the order of the table's columns.
COMPARED_WITH = ("floor", "uri", "empty", "before")

_COLUMNS = "{:>5} {:>5}  {:<8} {:<10}{:>8}{:>8}{:>10}{:>10}{:>10}{:>7}{:>9}{:>7}{:>9}{:>8}{:>8}{:>8}{:>8}"
HEADING = _COLUMNS.format(
    *("firms", "forks", "playbook", "state", "wall", "cpu", "wall/firm", "cpu/firm", "requests", "tasks"),
    *("largest", "usual", "highest", *(f"/{other}" for other in COMPARED_WITH)),
)
LEGEND = """\
Seconds in all and for each firm; requests and tasks for each firm. MiB of the largest process; what all processes have
at a time, usually (nineteen of twenty looks stay below) and in the highest look.
The last columns tell how much CPU time it took for that of the other playbook."""


@dataclass
class Measurement:
    """One run of one playbook.

    :ivar state: ``fresh`` or ``unchanged``; the floor has only one. For ``empty``, the playbook that has as many tasks.
    :ivar wall: seconds for all firms.
    :ivar cpu: seconds of all processes of the run, the simulator's not counted.
    :ivar requests: of all firms.
    :ivar tasks: of all firms, those that were skipped too.
    :ivar largest_mib: the most memory that a single process had, as ``memory`` finds it; ``None`` where it cannot.
    :ivar usual_mib: what the memory of all processes at a time is usually below, likewise.
    :ivar highest_mib: the most memory that all processes had at a time, likewise.
    """

    playbook: str
    state: str
    firms: int
    forks: int
    wall: float
    cpu: float
    requests: int
    tasks: int
    largest_mib: float | None
    usual_mib: float | None
    highest_mib: float | None


Row = dict[str, Any]


def rows(found: Sequence[Measurement]) -> list[Row]:
    """Return the measurements of one size with all that follows from them, as they are written down."""
    return [{**asdict(one), **_for_each_firm(one), "ratios": _ratios(one, found)} for one in found]


def measurement(row: Mapping[str, Any]) -> Measurement:
    """Return what was measured, out of what was written down.

    :raises KeyError: when something else was measured then.
    """
    return Measurement(**{field.name: row[field.name] for field in fields(Measurement)})


def _for_each_firm(one: Measurement) -> dict[str, float]:
    return {
        f"{name}_per_firm": round(getattr(one, name) / one.firms, 3) for name in ("wall", "cpu", "requests", "tasks")
    }


def _ratios(one: Measurement, found: Sequence[Measurement]) -> dict[str, dict[str, float]]:
    """Return how much it took for what another playbook took, by that playbook."""
    ratios = {}
    for other in COMPARED_WITH:
        beside = _beside(one, other, found)
        if beside:
            ratios[other] = {"cpu": _ratio(one.cpu, beside.cpu), "wall": _ratio(one.wall, beside.wall)}
    return ratios


def _beside(one: Measurement, other: str, found: Sequence[Measurement]) -> Measurement | None:
    """Return what a run is compared with: in the same state where the other playbook has two.

    Each is compared with the floor, what has as many empty tasks with these, and onboarding alone with the others.
    """
    alike = [two for two in found if two.playbook == other]
    if other == "empty":
        return next((two for two in alike if two.state == one.playbook), None)
    if one.playbook == other or (other != "floor" and one.playbook != "onboard"):
        return None
    return next((two for two in alike if two.state == one.state), next(iter(alike), None))


def _ratio(here: float, there: float) -> float:
    return round(here / there, 3)


def line(row: Row) -> str:
    """Return a row as it is printed."""
    ratios = (f"{row['ratios'][other]['cpu']:.2f}" if other in row["ratios"] else "" for other in COMPARED_WITH)
    return _COLUMNS.format(
        *(row[name] for name in ("firms", "forks", "playbook", "state")),
        *(f"{row[name]:.1f}" for name in ("wall", "cpu")),
        *(f"{row[name]:.2f}" for name in ("wall_per_firm", "cpu_per_firm")),
        *(f"{row[name]:.1f}" for name in ("requests_per_firm", "tasks_per_firm")),
        *("-" if row[name] is None else f"{row[name]:.0f}" for name in ("largest_mib", "usual_mib", "highest_mib")),
        *ratios,
    ).rstrip()


def growth(found: Sequence[Measurement]) -> list[str]:
    """Return, as it is printed, how the usual memory of all processes grows from the fewest firms to the most."""
    lines = []
    for playbook, state, forks in dict.fromkeys((one.playbook, one.state, one.forks) for one in found):
        alike = [one for one in found if (one.playbook, one.state, one.forks) == (playbook, state, forks)]
        few, many = (choose(alike, key=lambda one: one.firms) for choose in (min, max))
        if few.firms < many.firms and few.usual_mib and many.usual_mib:
            ratio = _ratio(many.usual_mib, few.usual_mib)
            lines.append(
                f"{playbook} {state}, {forks} forks: {many.firms} firms take {ratio:.2f} of the memory that "
                f"{few.firms} take"
            )
    return lines
