# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make test-kill``: the playbooks that write are cut at every request and killed at random moments, and run again.

A cut is made in this process, at each request: the connection is dropped before or after the request took effect, once
or for good, or the run ends there without another word. In a row, three runs are cut one after the other. A kill is a
signal to the real ansible-playbook while it is at work for many firms; each firm of it counts. Before every second one
is run again, its orphans are waited for; the others still write.

A firm survives when the next run ends well and leaves what its procedure says, and never did any harm. What has not
ended in time counts as wrong.

Usage: ``make test-kill KILL="[--only TEXT] [--sample N] [--rows N] [--kills N] [--seed N] [--jobs N] [--minutes N]"``
"""

from __future__ import annotations

import argparse
import itertools
import multiprocessing
import os
import random
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from chaos.cuts import prepared
from chaos.kills import shots, survive
from chaos.procedures import PROCEDURES
from chaos.sweep import SEED
from simulator import running

# By what was tried, what was wrong; None where it was survived.
Outcomes = dict[str, "str | None"]

_BY_NAME = {str(procedure): procedure for procedure in PROCEDURES}


def cut(procedure: str, firm: str, sample: int | None, seed: int) -> Outcomes:
    """Cut a procedure at every request, or at a sample of all points."""
    chance = random.Random(f"{procedure} {firm} {seed}")
    with running(SEED) as sim, prepared(sim, _BY_NAME[procedure], firm) as ready:
        points = ready.points()
        if sample is not None:
            points = chance.sample(points, min(sample, len(points)))
        return {str(point): ready.problem_at(point) for point in points}


def cut_in_a_row(procedure: str, firm: str, number: int, seed: int) -> Outcomes:
    """Cut three runs of a procedure one after the other, at random requests, so many times."""
    chance = random.Random(f"row {procedure} {firm} {seed}")
    with running(SEED) as sim, prepared(sim, _BY_NAME[procedure], firm) as ready:
        points = ready.points()
        rows = [[chance.choice(points) for _run in range(3)] for _row in range(number)]
        return {"; then ".join(map(str, row)): ready.problem_at(*row) for row in rows}


def shoot(procedure: str, number: int, seed: int) -> Outcomes:
    """Kill one run of a procedure."""
    shot = next(itertools.islice(shots(_BY_NAME[procedure], seed), number, None))
    with tempfile.TemporaryDirectory(prefix="ew-") as work:
        return {f"{shot}, {firm}": problem for firm, problem in survive(Path(work), shot).items()}


def show(columns: dict[str, dict[str, Outcomes]]) -> int:
    """Print the table, and what was wrong; return the exit status.

    :param columns: by what was tried, the outcomes of each procedure.
    """
    print(f"\n{'play, method':<40}" + "".join(f"{name:>20}" for name in columns))
    for name in columns["killed"]:
        print(f"{name:<40}" + "".join(_cell(found[name]) for found in columns.values()))
    everything = [{key: one for part in found.values() for key, one in part.items()} for found in columns.values()]
    print(f"{'all, survived of tried':<40}" + "".join(map(_cell, everything)))
    return max([_print_problems(found) for found in everything])


def _print_problems(outcomes: Outcomes) -> int:
    """Print what was wrong; return 1 where something was."""
    wrong = {what: problem for what, problem in outcomes.items() if problem}
    for what, problem in wrong.items():
        print(f"{what}: {problem}", flush=True)
    return 1 if wrong else 0


def _cell(outcomes: Outcomes) -> str:
    return f"{sum(problem is None for problem in outcomes.values())} of {len(outcomes)}".rjust(20)


def main() -> int:
    """Try all points and a number of kills; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", help="only procedures with this text in their name")
    parser.add_argument("--sample", type=int, help="how many cuts of each procedure and firm")
    parser.add_argument("--rows", type=int, default=8, help="how many rows of cuts of each procedure and firm")
    parser.add_argument("--kills", type=int, default=4, help="how many runs of each procedure are killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many processes try at the same time")
    parser.add_argument("--minutes", type=float, default=30, help="the longest that all of it may take")
    arguments = parser.parse_args()
    names = [name for name in _BY_NAME if arguments.only in name]
    firms = [firm["name"] for firm in SEED["firms"]]
    columns: dict[str, dict[str, Outcomes]] = {
        column: {name: {} for name in names} for column in ("cut once", "cut thrice", "killed")
    }
    with ProcessPoolExecutor(arguments.jobs) as pool:
        given: list[tuple[str, Callable[..., Outcomes], tuple[Any, ...]]] = [
            *(("killed", shoot, (name, number, arguments.seed)) for number in range(arguments.kills) for name in names),
            *(("cut once", cut, (name, firm, arguments.sample, arguments.seed)) for name in names for firm in firms),
            *(
                ("cut thrice", cut_in_a_row, (name, firm, arguments.rows, arguments.seed))
                for name in names
                for firm in firms
            ),
        ]
        at_work = {
            pool.submit(call, *options): (columns[column][options[0]], f"{options[0]}, {column}, {options[1]}")
            for column, call, options in given
        }
        try:
            for number, ended in enumerate(as_completed(at_work, timeout=arguments.minutes * 60), 1):
                outcomes, part = at_work[ended]
                error = ended.exception()
                found = {part: f"could not be tried: {error!r}"} if error else ended.result()
                outcomes.update(found)
                print(f"{number} of {len(at_work)}: {part}", flush=True)
                _print_problems(found)
        except TimeoutError:
            for outcomes, part in (of for left, of in at_work.items() if not left.done()):
                outcomes[part] = f"not ended within {arguments.minutes:g} minutes"
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.kill()
    return show(columns)


if __name__ == "__main__":
    sys.exit(main())
