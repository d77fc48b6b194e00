# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make demo``: three pretend firms on the simulator go through the real playbooks, and one of them tells the story.

It is one without a key for Legora, as most are: what belongs there is handed over to a person. What is shown is taken
from the firm's reports, and the writes are counted by the simulator. What Ansible prints goes into a file. Fails when a
run does not end as the story says.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from demo.story import (
    ACCOUNT,
    LIBRARY,
    DemoError,
    Story,
    counted,
    failures,
    found_wrong,
    headline,
    numbered,
    run_story,
    say,
)

from simulator import Simulator, drift, person

TELLER = "alder"
SHEET_IN = "2-onboard"
# The checks of what stands at Legora.
AT_LEGORA = ("L2", "L3", "L4", "L5")


@dataclass(frozen=True)
class Step:
    """One run of a playbook, and what has to come of it.

    :ivar writes: how many writes the iManage of the firm that tells the story has to see. Its Legora sees nothing.
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
    Step("Do it, for all three firms.", SHEET_IN, "onboard -i firms.json", "handed_over", writes=3, others="written"),
)
CONFIRMED = (Step("Do it again: what was confirmed counts.", "3-onboard-again", "onboard -i firms.json", "unchanged"),)
AFTER = (
    Step("The nightly run finds it.", "4-verify", "verify -i firms.json", "failed", failing=("A6",)),
    Step("Onboarding mends it, and nothing else.", "5-mended", "onboard -i firms.json", "changed", writes=1),
)


class Demo(Story):
    """The story of onboarding, on a running simulator."""

    def __init__(self, simulator: Simulator, directory: Path) -> None:
        super().__init__(simulator, directory, TELLER, list(simulator.firms.values()))
        self._shown: list[str] = []

    def tell(self) -> None:
        """Tell it all.

        :raises DemoError: when a run does not end as it should.
        """
        say("Three pretend firms, on pretend systems on this machine. Alder & Finch LLP tells the story.")
        for number, step in enumerate(BEFORE, start=1):
            self._show(number, step)
        self._enter()
        for number, step in enumerate(CONFIRMED, start=len(BEFORE) + 1):
            self._show(number, step)
        say(f"\nMeanwhile at iManage, somebody takes {ACCOUNT} out of NRTADMIN: Legora learns of no change now.")
        drift.remove_member(self.teller, ACCOUNT, LIBRARY)
        for number, step in enumerate(AFTER, start=len(BEFORE + CONFIRMED) + 1):
            self._show(number, step)
        say("\nReports to open in a browser:")
        for step in (BEFORE[1], *AFTER):
            say(f"  {self.directory / step.directory / 'index.html'}")
        self.say_where_the_log_is()

    def _enter(self) -> None:
        """Let a person enter at Legora what the sheet says, and put what they confirm into the inventory."""
        sheet = self.directory / SHEET_IN / f"{TELLER}-handover.html"
        say(f"   The sheet to print or send: {sheet}")
        confirmed = person.enter(self.teller, sheet.read_text(encoding="utf-8"))
        self.teller.seed["variables"]["legora_confirmed"] = confirmed
        libraries = ", ".join(confirmed["libraries"])
        say(f"{confirmed['by']} does what it says on Legora's pages, and confirms it in the firm's variables:")
        said = f"service_username: {confirmed['service_username']}, libraries: [{libraries}], ..."
        say(f"   legora_confirmed: {{by: {confirmed['by']}, {said}}}")

    def _show(self, number: int, step: Step) -> None:
        exit_status, report = self.show(f"{number}. {step.title}", step.command, step.directory)
        for line in lines(report, self._shown):
            say(f"   {line}")
        self._shown = report["plan"]
        writes = self.writes
        firms = counted(1 if step.others == "absent" else len(self.firms), "firm")
        say(f"   ({counted(writes, 'write')} at this firm; {firms} in {self.seconds:.1f} seconds)")
        failing = tuple(check for one in failures(report) for check in one["ids"])
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


def lines(report: dict[str, Any], shown: list[str]) -> list[str]:
    """Return what a person wants to know first of a firm's report.

    :param shown: the plan that was shown last, which is not shown twice.
    """
    plan, said = report["plan"], [headline(report)]
    if plan == shown and plan:
        said.append(f"  These {len(plan)} steps were done.")
    else:
        said += numbered(plan)
    if report["status"] == "handed_over":
        said.append("  Left for a person, by hand, at Legora:")
        said += numbered([one["text"] for one in report["hand_over"]["steps"]])
    found = [one for phase in report["phases"] for one in phase["findings"] if one["id"] in AT_LEGORA]
    attested = {one["id"]: one["attestation"] for one in found if one["status"] == "attested"}
    if attested and not plan:
        one = next(iter(attested.values()))
        said.append(f"  {', '.join(attested)}: attested by {one['by']}, {one['date'][:10]}.")
    return said + found_wrong(report)


def main(arguments: Sequence[str] = ()) -> int:
    """Run the demo; return the exit status.

    :param arguments: where reports and the log go, by default ``.cache/demo``.
    """
    return run_story(Demo, "demo", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
