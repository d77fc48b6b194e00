# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the demos share: they run the real playbooks, show what a firm's reports say, and compare how each run ends.

What Ansible prints goes into a file, and the simulator counts the writes.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.ansible import ROOT, start_ansible

from simulator import Simulator, running
from simulator import inventory as pretend
from simulator.seed import Firm

SEED = ROOT / "tests" / "simulator" / "seeds" / "demo.yml"
ACCOUNT, LIBRARY = "SVC-LEGORA", "ACTIVE"
# A status of a firm, as one says it.
_WORDS = {"planned": "planned, not done", "unchanged": "nothing to change", "handed_over": "handed over"}


class DemoError(Exception):
    """A run did not end as the story says."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One run of a playbook, and what has to come of it.

    :ivar directory: where reports go, below that of the story.
    :ivar writes: how many writes the systems of the firm that tells the story have to see.
    :ivar failing: the checks that have to fail for it; then the exit status is 2.
    :ivar is_refused: whether it is refused before it sends anything; then too.
    :ivar others: what the other firms do, where there are any: C(absent), or whether they are written to.
    """

    title: str
    command: str
    status: str
    directory: str = "reports"
    writes: int = 0
    failing: tuple[str, ...] = ()
    is_refused: bool = False
    others: str = "absent"


class Story:
    """A story about some pretend firms, one of which is shown.

    :ivar directory: where inventory, reports and the log go; what an earlier demo left there is removed.
    :ivar shared: variables of all its firms.
    :ivar settings: more of Ansible's settings.
    """

    def __init__(self, simulator: Simulator, directory: Path, teller: str, firms: Sequence[Firm]) -> None:
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
        self.simulator = simulator
        self.directory = directory
        self.log = directory / "log.txt"
        self.teller = simulator.firm(teller)
        self.firms = firms
        self.shared: dict[str, Any] = {}
        self.settings: dict[str, str] = {}
        self.seconds = 0.0
        self._number = 0

    def tell(self) -> None:
        """Tell it all.

        :raises DemoError: when a run does not end as it should.
        """
        raise NotImplementedError

    def show(self, step: Step, **words: str) -> None:
        """Say what is run, run it, and show the firm's report.

        :param words: of the command.
        :raises DemoError: when it does not end as the step says.
        """
        self._number += 1
        command = step.command.format(**words)
        say(f"\n{self._number}. {step.title}\n   $ ansible-playbook legalops.ethical_walls.{command}")
        self.simulator.journal.clear()
        begun = time.monotonic()
        reports = self.directory / step.directory
        exit_status = self.play(command, report_directory=str(reports), report_in_check_mode=True)
        self.seconds = time.monotonic() - begun
        path = reports / f"{self.teller.name}.json"
        if not path.is_file():
            raise DemoError(f"there is no report {path}")
        report: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for line in self.lines(report):
            say(f"   {line}")
        failing = tuple(check for one in failures(report) for check in one["ids"])
        is_refused = not any(report["requests"].values())
        ended = (exit_status, report["status"], self.writes, failing, is_refused, self._others())
        fails = bool(step.failing) or step.is_refused
        wanted = (2 if fails else 0, step.status, step.writes, step.failing, step.is_refused, step.others)
        if ended != wanted:
            names = "exit status, result, writes, failing checks, whether nothing was sent, and other firms"
            raise DemoError(f"{names} are {ended}, not {wanted}")

    def lines(self, report: dict[str, Any]) -> list[str]:
        """Return what is shown of the firm's report."""
        raise NotImplementedError

    def _others(self) -> str:
        """Return what happened at the other firms."""
        entries = [entry for entry in self.simulator.journal.entries() if entry.firm != self.teller.name]
        if not entries:
            return "absent"
        return "written" if any(entry.kind == "write" for entry in entries) else "read"

    def play(self, command: str, **shared: Any) -> int:
        """Run a playbook as a consultant would, in the directory of the inventory; return its exit status."""
        pretend.write(self.directory, list(self.firms), {**self.shared, **shared}, self.settings)
        whole = ["ansible-playbook", *f"legalops.ethical_walls.{command}".split()]
        with self.log.open("a", encoding="utf-8") as log:
            log.write(f"$ {' '.join(whole)}\n")
            log.flush()
            # With the settings that lie there: the inventory is shown with them.
            with start_ansible(self.directory, *whole, environment={"ANSIBLE_CONFIG": None}, output=log) as process:
                return process.wait()

    @property
    def writes(self) -> int:
        """How many writes the last run sent to the systems of the firm that is shown."""
        return self.simulator.journal.counts(self.teller.name)["write"]

    def say_where_the_log_is(self) -> None:
        say(f"All that Ansible printed: {self.log}")


def headline(report: dict[str, Any]) -> str:
    """Return how a run ended for the firm, in a sentence or two."""
    status = _WORDS.get(report["status"], report["status"])
    return f"{report['firm']}: {status}. {report['verdict']['headline']}."


def numbered(steps: Sequence[str]) -> list[str]:
    return [f"  {number}. {one}" for number, one in enumerate(steps, start=1)]


def failures(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in report["attention"] if one["status"] == "fail"]


def found_wrong(report: dict[str, Any]) -> list[str]:
    """Return what failed, each with what onboarding does about it."""
    found = []
    for one in failures(report):
        found += [f"  {', '.join(one['ids'])}: {one['evidence']}.", f"  Next: {one['onboard']}."]
    return found


def counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def say(text: str) -> None:
    print(text, flush=True)


def run_story(make: Callable[[Simulator, Path], Story], name: str, arguments: Sequence[str]) -> int:
    """Tell a story on a simulator of its own; return the exit status.

    :param name: the directory below C(.cache) where reports and the log go, unless the arguments name another.
    """
    directory = Path(arguments[0]).resolve() if arguments else ROOT / ".cache" / name
    with running(SEED) as simulator:
        story = make(simulator, directory)
        try:
            story.tell()
        except DemoError as error:
            print(f"\nThe demo failed: {error}.\nAll that Ansible printed:\n  {story.log}", file=sys.stderr)
            return 1
    return 0
