# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make demo``: three pretend firms on the simulator go through the real playbooks, and one of them tells the story.

What is shown is taken from the firm's reports, and the writes are counted by the simulator. What Ansible prints goes
into a file. Fails when a run does not end as the story says.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.ansible import ROOT, start_ansible

from simulator import Simulator, drift, running
from simulator import inventory as pretend

SEED = ROOT / "tests" / "simulator" / "seeds" / "demo.yml"
TELLER = "alder"
# A status of a firm, as one says it.
WORDS = {"planned": "planned, not done", "unchanged": "nothing to change"}
ACCOUNT, LIBRARY = "SVC-LEGORA", "ACTIVE"


@dataclass(frozen=True)
class Step:
    """One run of a playbook, and what has to come of it.

    :ivar writes: how many writes the systems of the firm that tells the story have to see.
    :ivar failing: the checks that have to fail for it; then the exit status is 2.
    :ivar others: what the other firms do: ``absent``, or whether they are written to.
    """

    title: str
    directory: str
    command: str
    status: str
    writes: int = 0
    failing: tuple[str, ...] = ()
    others: str = "read"


BEFORE = (
    Step(
        "What would be done? A dry run writes nothing.",
        "1-dry-run",
        f"onboard -i firms.json --limit {TELLER} --check --diff",
        "planned",
        others="absent",
    ),
    Step("Do it, for all three firms.", "2-onboard", "onboard -i firms.json", "changed", writes=6, others="written"),
    Step("Do it again.", "3-onboard-again", "onboard -i firms.json", "unchanged"),
)
AFTER = (
    Step("The nightly run finds it.", "4-verify", "verify -i firms.json", "failed", failing=("A6",)),
    Step("Onboarding mends it, and nothing else.", "5-mended", "onboard -i firms.json", "changed", writes=1),
)


class DemoError(Exception):
    """A run did not end as the story says."""


class Demo:
    """The story, on a running simulator.

    :ivar directory: where reports and the log go; what an earlier demo left there is removed.
    """

    def __init__(self, simulator: Simulator, directory: Path) -> None:
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        self.simulator = simulator
        self.directory = directory
        self.log = directory / "log.txt"
        self._shown: list[str] = []

    def tell(self) -> None:
        """Tell it all.

        :raises DemoError: when a run does not end as it should.
        """
        say("Three pretend firms, on pretend systems on this machine. Alder & Finch LLP tells the story.")
        for number, step in enumerate(BEFORE, start=1):
            self._show(number, step)
        say(f"\nMeanwhile at iManage, somebody takes {ACCOUNT} out of NRTADMIN: Legora learns of no change now.")
        drift.remove_member(self.simulator.firm(TELLER), ACCOUNT, LIBRARY)
        for number, step in enumerate(AFTER, start=len(BEFORE) + 1):
            self._show(number, step)
        say("\nReports to open in a browser:")
        for step in (BEFORE[1], *AFTER):
            say(f"  {self.directory / step.directory / 'index.html'}")
        say(f"All that Ansible printed: {self.log}")

    def _show(self, number: int, step: Step) -> None:
        say(f"\n{number}. {step.title}\n   $ ansible-playbook legalops.ethical_walls.{step.command}")
        self.simulator.journal.clear()
        begun = time.monotonic()
        exit_status = self._play(step)
        seconds = time.monotonic() - begun
        report = self._report(step)
        for line in lines(report, self._shown):
            say(f"   {line}")
        self._shown = report["plan"]
        writes = self.simulator.journal.counts(TELLER)["write"]
        firms = "1 firm" if step.others == "absent" else f"{len(self.simulator.firms)} firms"
        say(f"   ({writes} write{'' if writes == 1 else 's'} at this firm; {firms} in {seconds:.1f} seconds)")
        failing = tuple(one["id"] for one in failures(report))
        ended = (exit_status, report["status"], writes, failing, self._others())
        wanted = (2 if step.failing else 0, step.status, step.writes, step.failing, step.others)
        if ended != wanted:
            raise DemoError(f"exit status, result, writes, failing checks and other firms are {ended}, not {wanted}")

    def _others(self) -> str:
        """Return what happened at the other firms."""
        entries = [entry for entry in self.simulator.journal.entries() if entry.firm != TELLER]
        if not entries:
            return "absent"
        return "written" if any(entry.kind == "write" for entry in entries) else "read"

    def _play(self, step: Step) -> int:
        """Run a playbook as a consultant would; return its exit status."""
        # In the inventory, so that what is shown is what is run.
        shared = {"report_directory": str(self.directory / step.directory), "report_in_check_mode": True}
        pretend.write(self.directory, list(self.simulator.firms.values()), shared)
        command = ["ansible-playbook", *f"legalops.ethical_walls.{step.command}".split()]
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(command)}\n")
            log.flush()
            # With the settings that lie there: the inventory is shown with them.
            with start_ansible(self.directory, *command, environment={"ANSIBLE_CONFIG": None}, output=log) as process:
                return process.wait()

    def _report(self, step: Step) -> dict[str, Any]:
        path = self.directory / step.directory / f"{TELLER}.json"
        if not path.is_file():
            raise DemoError(f"there is no report {path}")
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return report


def lines(report: dict[str, Any], shown: list[str]) -> list[str]:
    """Return what a person wants to know first of a firm's report.

    :param shown: the plan that was shown last, which is not shown twice.
    """
    plan, status = report["plan"], WORDS.get(report["status"], report["status"])
    said = [f"{report['firm']}: {status}. {report['verdict']['headline']}."]
    if plan == shown and plan:
        said.append(f"  These {len(plan)} steps were done.")
    else:
        said += [f"  {number}. {one}" for number, one in enumerate(plan, start=1)]
    for one in failures(report):
        said += [f"  {one['id']} {one['title']}: {one['evidence']}.", f"  Next: {one['onboard']}."]
    return said


def failures(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in report["attention"] if one["status"] == "fail"]


def say(text: str) -> None:
    print(text, flush=True)


def main(arguments: Sequence[str] = ()) -> int:
    """Run the demo; return the exit status.

    :param arguments: where reports and the log go, by default ``.cache/demo``.
    """
    directory = Path(arguments[0]).resolve() if arguments else ROOT / ".cache" / "demo"
    with running(SEED) as simulator:
        demo = Demo(simulator, directory)
        try:
            demo.tell()
        except DemoError as error:
            print(f"\nThe demo failed: {error}.\nAll that Ansible printed:\n  {demo.log}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
