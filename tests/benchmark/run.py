# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench``: what onboarding costs, beside other playbooks for the same firms in the same run.

``floor`` has a ping for each module task of onboarding, ``uri`` does the same work by plain requests, and ``before`` is
the onboarding of another checkout. ``verify`` looks at firms that were set up without Ansible. ``empty`` has as many
tasks as onboarding, and as verifying, in batches of the same size, which do nothing: what Ansible itself takes, and how
that grows with the number of firms.

Seconds depend on the machine, so look at the ratios. Each size is written down as it is measured, with all that is
printed, and ``--resume`` goes on where an earlier run ended.

CPU time is what the system counted for the run, with all processes that it waited for. Memory is found by many looks at
all processes, which ``memory`` tells more of; it is a dash where nobody tells. With several sizes, the end says how it
grows: for that, ``--firms 100 1000 --forks 20 --only verify empty`` is enough.

Usage: ``make bench BENCH="[--firms N...] [--forks N...] [--only PLAYBOOK...] [--before CHECKOUT] ..."``
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
from collections.abc import Collection, Sequence
from pathlib import Path

from benchmark import figures, memory
from benchmark.figures import Measurement
from helpers.ansible import ROOT, start_ansible

from player import FirmRun
from simulator import Simulator, running
from simulator import inventory as pretend

HERE = ROOT / "tests" / "benchmark"
RESULT = ROOT / ".cache" / "benchmark.json"
PLAYBOOKS = {
    "onboard": "legalops.ethical_walls.onboard",
    # That of another checkout, such as the one before a change.
    "before": "legalops.ethical_walls.onboard",
    "verify": "legalops.ethical_walls.verify",
    "uri": str(HERE / "uri.yml"),
    "floor": str(HERE / "floor.yml"),
    # Made anew for each size, with as many tasks as another playbook had there.
    "empty": "empty.yml",
}


def seed(firms: int) -> dict[str, list[dict[str, object]]]:
    """Return cloud firms only, since the plain playbook knows no other."""
    return {"firms": [{"name": f"firm{number:03}", "libraries": ["ACTIVE", "CLOSED"]} for number in range(firms)]}


def measure(
    sim: Simulator, playbook: str, state: str, forks: int, inventory: Path, checkout: Path = ROOT
) -> Measurement:
    """Run a playbook once.

    :param checkout: where the collection is, set up as this one.
    """
    sim.journal.clear()
    where = {"ANSIBLE_COLLECTIONS_PATH": str(checkout / ".cache" / "tree")}
    command = ("ansible-playbook", PLAYBOOKS[playbook], "-i", inventory, "-f", str(forks))
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.monotonic()
        process = start_ansible(inventory.parent, *command, environment=where, output=output)
        with memory.Watch(process.pid) as watch:
            # Not wait(): only this tells what this one run used, with all processes that it waited for.
            status, used = os.wait4(process.pid, 0)[1:]
            wall = time.monotonic() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    if process.returncode != 0:
        raise SystemExit(f"{playbook} failed:\n{said[-3000:]}")
    return Measurement(
        playbook,
        state,
        firms=len(sim.firms),
        forks=forks,
        wall=round(wall, 2),
        cpu=round(used.ru_utime + used.ru_stime, 2),
        requests=sim.journal.counts()["total"],
        tasks=sum(int(count) for count in re.findall(r" (?:ok|skipped)=(\d+)", said)),
        largest_mib=watch.largest and round(watch.largest, 1),
        usual_mib=watch.usual and round(watch.usual, 1),
        highest_mib=watch.highest and round(watch.highest, 1),
    )


def write_empty(directory: Path, tasks: int) -> None:
    """Write a playbook of tasks that do nothing; each is a process, as every task is, and firms go in our batches."""
    nothing = {"name": "Do nothing", "ansible.builtin.debug": {"msg": ""}}
    batch = "{{ '' | legalops.ethical_walls.firms_batch(ansible_forks) }}"
    play = {"hosts": "firms", "serial": batch, "gather_facts": False, "connection": "local", "tasks": [nothing] * tasks}
    (directory / PLAYBOOKS["empty"]).write_text(json.dumps([play]), encoding="utf-8")


def set_up(sim: Simulator) -> None:
    """Onboard all firms, without Ansible."""
    for firm in sim.firms.values():
        FirmRun(firm).run()


def check_end_state(sim: Simulator, playbook: str) -> None:
    """A playbook that is fast because it does less would be no comparison."""
    for firm in sim.firms.values():
        connector = firm.connector
        if not firm.legora.preferences["imanage"] or firm.legora.service_account_status(connector) != "active":
            raise SystemExit(f"{playbook} did not onboard {firm.name}")


def compare(firms: int, forks: int, playbooks: Collection[str], before: Path | None = None) -> list[Measurement]:
    """Measure the playbooks for one size.

    :param before: the checkout of what onboarding was before, where that is measured too.
    """
    found = []
    with tempfile.TemporaryDirectory(prefix="ethical-walls-bench-") as work, running(seed(firms)) as sim:
        inventory = Path(work) / "inventory.json"
        inventory.write_text(json.dumps(pretend.build(list(sim.firms.values()))), encoding="utf-8")

        def add_empty() -> None:
            """Measure beside what it is compared with, since a machine's speed changes in an hour."""
            if "empty" in playbooks:
                write_empty(Path(work), round(found[-1].tasks / firms))
                found.append(measure(sim, "empty", found[-1].playbook, forks, inventory))

        if "floor" in playbooks:
            found.append(measure(sim, "floor", "unchanged", forks, inventory))
        for playbook in ("onboard", "before", "uri"):
            if playbook not in playbooks:
                continue
            sim.reset()
            checkout = before if playbook == "before" and before else ROOT
            for state in ("fresh", "unchanged"):
                found.append(measure(sim, playbook, state, forks, inventory, checkout))
                check_end_state(sim, playbook)
            if playbook == "onboard":
                add_empty()
        if "verify" in playbooks:
            # It looks at firms that are set up, whatever was measured before.
            sim.reset()
            set_up(sim)
            found.append(measure(sim, "verify", "unchanged", forks, inventory))
            add_empty()
    return found


def recorded(result: Path) -> list[Measurement]:
    """Return what earlier runs have measured."""
    if not result.exists():
        return []
    try:
        return [figures.measurement(row) for row in json.loads(result.read_text(encoding="utf-8"))]
    except KeyError as missing:
        raise SystemExit(f"{result} was written when {missing} was not measured yet: run without --resume") from None


def write(result: Path, everything: Sequence[Measurement]) -> None:
    """Write down all sizes, each with its ratios."""
    sizes = dict.fromkeys((one.firms, one.forks) for one in everything)
    rows = [row for size in sizes for row in figures.rows(of_size(everything, *size))]
    result.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")


def of_size(everything: Sequence[Measurement], firms: int, forks: int) -> list[Measurement]:
    """Return the measurements of one size."""
    return [one for one in everything if (one.firms, one.forks) == (firms, forks)]


def main(given: Sequence[str] | None = None) -> None:
    """Measure all sizes, print them, and write them down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--firms", type=int, nargs="+", default=[1, 10, 50, 200])
    parser.add_argument("--forks", type=int, nargs="+", default=[5, 20])
    parser.add_argument("--only", nargs="+", choices=sorted(PLAYBOOKS), default=sorted(PLAYBOOKS), metavar="PLAYBOOK")
    parser.add_argument("--before", type=Path, help="another checkout, set up too, whose onboarding is measured beside")
    parser.add_argument("--resume", action="store_true", help="keep the sizes that the result has already")
    parser.add_argument("--result", type=Path, default=RESULT, help="where to (default: .cache/benchmark.json)")
    arguments = parser.parse_args(given)
    everything = recorded(arguments.result) if arguments.resume else []
    print(figures.HEADING)
    for firms in arguments.firms:
        for forks in arguments.forks:
            found = of_size(everything, firms, forks)
            if not found:
                playbooks = set(arguments.only) - (set() if arguments.before else {"before"})
                found = compare(firms, forks, playbooks, arguments.before)
                everything += found
                write(arguments.result, everything)
            for row in figures.rows(found):
                print(figures.line(row), flush=True)
    print("", figures.LEGEND, *figures.growth(everything), "", f"Written to {arguments.result}", sep="\n")


if __name__ == "__main__":
    main()
