# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make bench``: what onboarding costs, beside other playbooks for the same firms in the same run.

``floor`` has a ping for each module task of onboarding, ``uri`` does the same work by plain requests, and ``empty`` has
as many tasks as onboarding, which do nothing: what Ansible itself takes, and how that grows with the number of firms.

Seconds depend on the machine, so look at the ratios. Each size is written down as it is measured, and ``--resume`` goes
on where an earlier run ended. Usage: ``run.py [--firms N...] [--forks N...] [--only PLAYBOOK...] [--resume]``
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "benchmark"
sys.path.insert(0, str(ROOT / "tests"))

from simulator import Simulator, running  # noqa: E402 - found by the line above
from simulator import inventory as pretend  # noqa: E402

RESULT = ROOT / ".cache" / "benchmark.json"
PLAYBOOKS = {
    "onboard": "legalops.ethical_walls.onboard",
    "uri": str(HERE / "uri.yml"),
    "floor": str(HERE / "floor.yml"),
    # Made anew for each size, with as many tasks as onboarding had there.
    "empty": "empty.yml",
}


@dataclass
class Measurement:
    """One run of one playbook.

    :ivar state: ``fresh`` or ``unchanged``; those that do nothing have only one.
    :ivar wall: seconds for all firms.
    :ivar cpu: seconds of all processes of the run, the simulator's not counted.
    :ivar requests: for each firm.
    :ivar peak_mib: the largest process.
    :ivar tasks: for each firm, those that were skipped too.
    """

    playbook: str
    state: str
    firms: int
    forks: int
    wall: float
    cpu: float
    requests: float
    peak_mib: float
    tasks: float = 0

    @property
    def cpu_per_firm(self) -> float:
        return self.cpu / self.firms


def seed(firms: int) -> dict[str, list[dict[str, object]]]:
    """Return cloud firms only, since the plain playbook knows no other."""
    return {"firms": [{"name": f"firm{number:03}", "libraries": ["ACTIVE", "CLOSED"]} for number in range(firms)]}


def measure(sim: Simulator, playbook: str, state: str, forks: int, inventory: Path) -> Measurement:
    """Run a playbook once."""
    sim.journal.clear()
    ansible_playbook = str(Path(sys.executable).parent / "ansible-playbook")
    command = [ansible_playbook, PLAYBOOKS[playbook], "-i", str(inventory), "-f", str(forks)]
    environment = {
        **os.environ,
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "tree"),
        "ANSIBLE_CONFIG": str(ROOT / ".cache" / "ansible.cfg"),
        "LC_ALL": "C.UTF-8",
    }
    with tempfile.TemporaryFile("w+", encoding="utf-8") as output:
        begun = time.monotonic()
        process = subprocess.Popen(
            command,
            cwd=inventory.parent,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
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
        len(sim.firms),
        forks,
        round(wall, 2),
        round(used.ru_utime + used.ru_stime, 2),
        sim.journal.counts()["total"] / len(sim.firms),
        round(used.ru_maxrss / 1024, 1),
        sum(int(count) for count in re.findall(r" (?:ok|skipped)=(\d+)", said)) / len(sim.firms),
    )


def write_empty(directory: Path, tasks: int) -> None:
    """Write a playbook of tasks that do nothing; each is a process, as every task is."""
    nothing = {"name": "Do nothing", "ansible.builtin.debug": {"msg": ""}}
    play = {"hosts": "firms", "gather_facts": False, "connection": "local", "tasks": [nothing] * tasks}
    (directory / PLAYBOOKS["empty"]).write_text(json.dumps([play]), encoding="utf-8")


def check_end_state(sim: Simulator, playbook: str) -> None:
    """A playbook that is fast because it does less would be no comparison."""
    for firm in sim.firms.values():
        connector = next(iter(firm.legora.connectors.values()))
        if not firm.legora.preferences["imanage"] or firm.legora.service_account_status(connector) != "active":
            raise SystemExit(f"{playbook} did not onboard {firm.name}")


def compare(firms: int, forks: int, playbooks: Collection[str]) -> list[Measurement]:
    """Measure the playbooks for one size."""
    found = []
    with tempfile.TemporaryDirectory(prefix="ethical-walls-bench-") as work, running(seed(firms)) as sim:
        inventory = Path(work) / "inventory.json"
        inventory.write_text(json.dumps(pretend.build(list(sim.firms.values()))), encoding="utf-8")
        if "floor" in playbooks:
            found.append(measure(sim, "floor", "unchanged", forks, inventory))
        for playbook in ("onboard", "uri"):
            if playbook not in playbooks:
                continue
            sim.reset()
            for state in ("fresh", "unchanged"):
                found.append(measure(sim, playbook, state, forks, inventory))
                check_end_state(sim, playbook)
            # Beside what it is compared with, since a machine's speed changes in an hour.
            if playbook == "onboard" and "empty" in playbooks:
                write_empty(Path(work), round(found[-1].tasks))
                found.append(measure(sim, "empty", "unchanged", forks, inventory))
    return found


def show(found: list[Measurement]) -> None:
    """Print one size: seconds, and the ratios that matter."""
    for one in found:
        others = ("floor", "uri", "empty") if one.playbook == "onboard" else ("floor",)
        ratios = "".join(f"{_ratio(one, other, found):>8}" for other in others)
        print(
            f"{one.firms:>5} {one.forks:>5}  {one.playbook:<8} {one.state:<10}{one.wall:>8.1f}{one.cpu:>8.1f}"
            f"{one.cpu_per_firm:>10.2f}{one.requests:>10.1f}{one.tasks:>7.1f}{one.peak_mib:>9.0f}{ratios}",
            flush=True,
        )


def _ratio(one: Measurement, other: str, found: list[Measurement]) -> str:
    """Return how much CPU time it took for that of another playbook, in the same state where that has two."""
    beside = [two for two in found if two.playbook == other and two.playbook != one.playbook]
    alike = next((two for two in beside if two.state == one.state), next(iter(beside), None))
    return f"{one.cpu / alike.cpu:.2f}" if alike else ""


def recorded() -> list[Measurement]:
    """Return what earlier runs have measured."""
    return [Measurement(**one) for one in json.loads(RESULT.read_text(encoding="utf-8"))] if RESULT.exists() else []


def main() -> None:
    """Measure all sizes, print them, and write them down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--firms", type=int, nargs="+", default=[1, 10, 50, 200])
    parser.add_argument("--forks", type=int, nargs="+", default=[5, 20])
    parser.add_argument("--only", nargs="+", choices=sorted(PLAYBOOKS), default=sorted(PLAYBOOKS), metavar="PLAYBOOK")
    parser.add_argument("--resume", action="store_true", help=f"keep the sizes that {RESULT.relative_to(ROOT)} has")
    arguments = parser.parse_args()
    everything = recorded() if arguments.resume else []
    print(
        "firms forks  playbook state         wall     cpu  cpu/firm  requests  tasks peak MiB  /floor    /uri  /empty"
    )
    for firms in arguments.firms:
        for forks in arguments.forks:
            found = [one for one in everything if (one.firms, one.forks) == (firms, forks)]
            if not found:
                found = compare(firms, forks, arguments.only)
                everything += found
                RESULT.write_text(json.dumps([asdict(one) for one in everything], indent=2) + "\n", encoding="utf-8")
            show(found)
    print(f"\nWritten to {RESULT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
