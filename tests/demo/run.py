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
from pathlib import Path
from typing import Any

from demo.story import ACCOUNT, LIBRARY, Step, Story, counted, found_wrong, headline, numbered, run_story, say

from simulator import Simulator, drift, person

TELLER = "alder"
SHEET_IN = "2-onboard"
# The checks of what stands at Legora.
AT_LEGORA = ("L2", "L3", "L4", "L5")


BEFORE = (
    Step(
        title="What would be done? A dry run writes nothing.",
        directory="1-dry-run",
        command=f"onboard -i firms.json --limit {TELLER} --check --diff",
        status="planned",
    ),
    Step(
        title="Do it, for all three firms.",
        directory=SHEET_IN,
        command="onboard -i firms.json",
        status="handed_over",
        writes=3,
        others="written",
    ),
)
CONFIRMED = Step(
    title="Do it again: what was confirmed counts.",
    directory="3-onboard-again",
    command="onboard -i firms.json",
    status="unchanged",
    others="read",
)
AFTER = (
    Step(
        title="The nightly run finds it.",
        directory="4-verify",
        command="verify -i firms.json",
        status="failed",
        failing=("A6",),
        others="read",
    ),
    Step(
        title="Onboarding mends it, and nothing else.",
        directory="5-mended",
        command="onboard -i firms.json",
        status="changed",
        writes=1,
        others="read",
    ),
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
        for step in BEFORE:
            self.show(step)
        self._enter()
        self.show(CONFIRMED)
        say(f"\nMeanwhile at iManage, somebody takes {ACCOUNT} out of NRTADMIN: Legora learns of no change now.")
        drift.remove_member(self.teller, ACCOUNT, LIBRARY)
        for step in AFTER:
            self.show(step)
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

    def lines(self, report: dict[str, Any]) -> list[str]:
        """Return what a person wants to know first. A plan that was shown last is not shown twice."""
        plan, said = report["plan"], [headline(report)]
        if plan == self._shown and plan:
            said.append(f"  These {len(plan)} steps were done.")
        else:
            said += numbered(plan)
        self._shown = plan
        if report["status"] == "handed_over":
            said.append("  Left for a person, by hand, at Legora:")
            said += numbered([one["text"] for one in report["hand_over"]["steps"]])
        found = [one for phase in report["phases"] for one in phase["findings"] if one["id"] in AT_LEGORA]
        attested = {one["id"]: one["attestation"] for one in found if one["status"] == "attested"}
        if attested and not plan:
            one = next(iter(attested.values()))
            said.append(f"  {', '.join(attested)}: attested by {one['by']}, {one['date'][:10]}.")
        firms = counted(len({entry.firm for entry in self.simulator.journal.entries()}), "firm")
        counts = f"({counted(self.writes, 'write')} at this firm; {firms} in {self.seconds:.1f} seconds)"
        return [*said, *found_wrong(report), counts]


def main(arguments: Sequence[str] = ()) -> int:
    """Run the demo; return the exit status.

    :param arguments: where reports and the log go, by default ``.cache/demo``.
    """
    return run_story(Demo, "demo", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
