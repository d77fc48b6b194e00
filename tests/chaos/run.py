# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make test-chaos``: every request of an onboarding fails in every way, in runs of the real playbook.

A point is one request with one fault. A firm survives its point when the run ends in success with the state, or in one
clear error after which the next run succeeds and ends in the state. Many firms share a run, each with a point of its
own.

In runs of the playbook the limits are the modules' own: 30 seconds for a silence, and 120 for one call with all its
attempts. Silence is longer than its limit, so those rows test that a module gives up. What trickles ends before its
limit: those rows test that a slow answer is waited for. That it is given up in time is tested without Ansible.

All points take over an hour, so each batch is written down, and ``--resume`` goes on where an earlier run ended. With
``--in-process`` (``make test-sweep``) the same files of playbooks and roles are played without Ansible, in minutes.

Usage: ``make test-chaos CHAOS="[--sample N] [--seed N] [--batch N] [--jobs N] [--resume] [--in-process]"``
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.ansible import ROOT
from helpers.both_systems import is_onboarded
from helpers.playbook import inventory, run_playbook

from chaos.sweep import (
    FAILING,
    KINDS,
    SEED,
    Kind,
    Request,
    onboard,
    points,
    problem_at,
)
from simulator import running

FLAVOURS = {"alder": "cloud", "birch": "on_premises"}
RECORD = ROOT / ".cache" / "chaos.jsonl"


@dataclass(frozen=True)
class Point:
    """One request with one fault."""

    flavour: str
    request: Request
    kind: Kind

    def __str__(self) -> str:
        return f"{self.flavour}, request {self.request.number} of {self.request.system}, {self.kind.name}"


def all_points() -> list[Point]:
    """Return every request of a fresh onboarding with every fault."""
    found = []
    with running(SEED) as sim:
        for name, flavour in FLAVOURS.items():
            onboard(sim.firm(name))
            found += [Point(flavour, request, kind) for request in points(sim, name) for kind in KINDS]
    return found


def survive(batch: list[Point]) -> dict[Point, str | None]:
    """Run a batch, and return for each point what was wrong; ``None`` where it was survived."""
    with tempfile.TemporaryDirectory(prefix="ethical-walls-chaos-") as work:
        return survive_in(Path(work), batch)


def survive_in(work: Path, batch: list[Point]) -> dict[Point, str | None]:
    """Run a batch, in a directory that is there for the runs' own files."""
    hosts = {f"firm{number}": point for number, point in enumerate(batch)}
    seed: dict[str, Any] = {
        "firms": [
            {"name": name, "flavour": point.flavour, "libraries": ["ACTIVE", "CLOSED"]} for name, point in hosts.items()
        ]
    }
    problems: dict[str, str] = {}
    with running(seed) as sim:
        faults = {
            name: sim.faults.add(
                firm=name,
                system=point.request.system,
                after=point.request.number,
                **{**point.kind.fault, **point.kind.in_playbook},
            )
            for name, point in hosts.items()
        }
        first = run_playbook(work, "onboard", inventory(sim))
        failed = []
        for name, point in hosts.items():
            result = first.results.get(name)
            if result is None:
                problems[name] = "no result"
            elif not faults[name].struck:
                problems[name] = "the fault never struck"
            elif point.kind.in_playbook and not faults[name].hung_up:
                problems[name] = "the module waited for the end"
            elif result["status"] == "failed":
                failed.append(name)
                if not _is_clear(result):
                    problems[name] = f"the error is not a clear one: {result['failure']}, {result['message']}"
            elif not is_onboarded(sim.firm(name)):
                problems[name] = "said success without the state"
        sim.faults.clear()
        again = run_playbook(work, "onboard", inventory(sim), "--limit", ",".join(failed)).results if failed else {}
        for name in failed:
            ended = again.get(name, {"status": "without a result"})
            if ended["status"] not in ("changed", "unchanged") or not is_onboarded(sim.firm(name)):
                problems[name] = f"first {first.results[name]['message']}; then {ended.get('message', ended['status'])}"
    return {point: problems.get(name) for name, point in hosts.items()}


def _is_clear(result: dict[str, Any]) -> bool:
    """Say whether a failure names a system and the firm, and is one that somebody foresaw."""
    failure, message = result["failure"], result["message"]
    foreseen = failure["kind"] != "unexpected" or "unforeseen" not in message
    return foreseen and failure["system"] in FAILING and f"{failure['system']} of {result['firm']}: " in message


def survive_in_process(chosen: list[Point]) -> dict[Point, str | None]:
    """Try all points in this process, and return for each what was wrong."""
    names = {flavour: name for name, flavour in FLAVOURS.items()}
    with running(SEED) as sim:
        return {point: problem_at(sim, names[point.flavour], point.request, point.kind) for point in chosen}


def recorded(chosen: list[Point]) -> dict[Point, str | None]:
    """Return what earlier runs wrote down of these points."""
    by_name = {str(point): point for point in chosen}
    lines = RECORD.read_text(encoding="utf-8").splitlines() if RECORD.exists() else []
    return {by_name[name]: problem for name, problem in map(json.loads, lines) if name in by_name}


def show(outcomes: dict[Point, str | None]) -> int:
    """Print the table: points tried and survived, by fault and deployment; then what was wrong. Return the status."""
    tried = Counter((point.kind.name, point.flavour) for point in outcomes)
    survived = Counter((point.kind.name, point.flavour) for point, problem in outcomes.items() if problem is None)
    print(f"\n{'fault':<34}{'cloud':>14}{'on-premises':>14}")
    for kind in KINDS:
        cells = [f"{survived[kind.name, flavour]} of {tried[kind.name, flavour]}" for flavour in FLAVOURS.values()]
        print(f"{kind.name:<34}{cells[0]:>14}{cells[1]:>14}")
    print(f"{'all':<34}{survived.total():>14} of {tried.total()} survived")
    for point, problem in outcomes.items():
        if problem is not None:
            print(f"{point}: {problem}")
    return 0 if survived.total() == tried.total() else 1


def main() -> int:
    """Try all points or a sample of them; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, help="how many points to try, chosen by the seed; all by default")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--batch", type=int, default=25, help="how many firms share a run")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many runs go on at the same time")
    parser.add_argument("--resume", action="store_true", help=f"go on where {RECORD.relative_to(ROOT)} ends")
    parser.add_argument("--in-process", action="store_true", help="without Ansible, in minutes")
    arguments = parser.parse_args()
    chosen = all_points()
    # Shuffled, so that slow faults are spread over the batches, and a part of the whole is a fair sample of it.
    random.Random(arguments.seed).shuffle(chosen)
    chosen = chosen[: arguments.sample]
    if arguments.in_process:
        return show(survive_in_process(chosen))
    outcomes = recorded(chosen) if arguments.resume else {}
    if not arguments.resume:
        RECORD.unlink(missing_ok=True)
    left = [point for point in chosen if point not in outcomes]
    batches = [left[start : start + arguments.batch] for start in range(0, len(left), arguments.batch)]
    # Several at a time: a run with silence and retries in it waits for most of its time.
    with ThreadPoolExecutor(arguments.jobs) as pool:
        for run in as_completed([pool.submit(survive, batch) for batch in batches]):
            found = run.result()
            outcomes.update(found)
            with RECORD.open("a", encoding="utf-8") as record:
                record.writelines(json.dumps([str(point), problem]) + "\n" for point, problem in found.items())
            failed = sum(problem is not None for problem in outcomes.values())
            print(f"{len(outcomes)} of {len(chosen)} points tried, {failed} not survived", flush=True)
    return show(outcomes)


if __name__ == "__main__":
    sys.exit(main())
