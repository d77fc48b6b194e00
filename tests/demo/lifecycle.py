# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""``make demo-lifecycle``: what becomes of a connection: another password, drift, repair, and the firm that leaves.

One pretend firm with a key for Legora has been onboarded. What is shown is taken from its reports, from the pretend
systems, and from the vault file. Fails when a run does not end as the story says.
"""

from __future__ import annotations

import secrets
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
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
from helpers.ansible import run_ansible

from simulator import Simulator, drift

FIRM = "cedar"
REPORTS = "reports"
VAULT_FILE = f"host_vars/{FIRM}/passwords.yml"
# Where the made password goes. The vault's password is in the settings, so that it is in no command.
STORE = {
    "rotate_store_role": "legalops.ethical_walls.store_in_vault_file",
    "rotate_vault_file": "{{ inventory_dir }}/host_vars/{{ inventory_hostname }}/passwords.yml",
}
VAULT_PASSWORD_FILE = "vault-password"


@dataclass(frozen=True)
class Step:
    """One run of a playbook, and what has to come of it.

    :ivar writes: how many writes the systems of the firm have to see.
    :ivar failing: the checks that have to fail; where it is C(None), the run is refused before it sends anything.
    """

    title: str
    command: str
    status: str
    writes: int = 0
    failing: tuple[str, ...] | None = ()


ROTATE = Step(
    f"The account gets another password. It is made in the run, and kept encrypted in {VAULT_FILE}.",
    "rotate_password -i firms.json",
    "changed",
    writes=2,
)
FIND = Step("The nightly run finds it.", "verify -i firms.json", "failed", failing=("A6",))
MEND = Step("Onboarding mends it, and nothing else.", "onboard -i firms.json", "changed", writes=1)
LOOK = Step(
    "It has kept what it found. What would undo put back of that run?",
    f"undo -i firms.json --limit {FIRM} -e undo_from={{before}} --check",
    "planned",
)
WRONG = Step(
    "The firm leaves. It is to be confirmed by its name, and another firm's name slips in.",
    f"offboard -i firms.json --limit {FIRM} -e offboard_confirm=birch",
    "failed",
    failing=None,
)
RIGHT = Step(
    "Now with its own name.",
    f"offboard -i firms.json --limit {FIRM} -e offboard_confirm={FIRM}",
    "changed",
    writes=6,
)


class Lifecycle(Story):
    """The story of a connection after its onboarding, on a running simulator."""

    def __init__(self, simulator: Simulator, directory: Path) -> None:
        firm = simulator.firm(FIRM)
        super().__init__(simulator, directory, FIRM, [firm])
        path = directory / VAULT_PASSWORD_FILE
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(24), encoding="utf-8")
        self.shared = STORE
        self.settings = {"vault_password_file": VAULT_PASSWORD_FILE}
        self._number = 0

    def tell(self) -> None:
        """Tell it all.

        :raises DemoError: when a run does not end as it should.
        """
        say("One pretend firm, Cedar Nguyen Partners, was onboarded on pretend systems on this machine.")
        if self.play("onboard -i firms.json", report_directory=REPORTS) != 0:
            raise DemoError("it was not onboarded")
        old = self._at_imanage()
        self._show(ROTATE)
        self._say_what_both_sides_have(old)
        say(f"\nMeanwhile at iManage, somebody takes {ACCOUNT} out of NRTADMIN: Legora learns of no change now.")
        drift.remove_member(self.teller, ACCOUNT, LIBRARY)
        self._show(FIND)
        self._show(MEND)
        before = max(self.directory.glob(f"{REPORTS}/{FIRM}-before-*.json"))
        self._show(LOOK, before=f"{REPORTS}/{before.name}")
        self._show(WRONG)
        self._show(RIGHT)
        say(f"\nThe closing report, to open in a browser: {self.directory / REPORTS / f'{FIRM}.html'}")
        self.say_where_the_log_is()

    def _show(self, step: Step, **words: str) -> None:
        self._number += 1
        exit_status, report = self.show(f"{self._number}. {step.title}", step.command.format(**words), REPORTS)
        sent = sum(report["requests"].values())
        say(f"   {headline(report)} ({counted(sent, 'request')}, {counted(self.writes, 'write')})")
        for line in details(report):
            say(f"   {line.replace(f'{self.directory}/', '')}")
        failing = tuple(check for one in failures(report) for check in one["ids"])
        ended = (exit_status, report["status"], self.writes, failing, sent == 0)
        is_refused = step.failing is None
        wanted = (0 if step.failing == () else 2, step.status, step.writes, step.failing or (), is_refused)
        if ended != wanted:
            raise DemoError(f"exit status, result, writes, failing checks, nothing sent are {ended}, not {wanted}")

    def _say_what_both_sides_have(self, old: str) -> None:
        kept = self._in_the_vault_file()
        connector = next(iter(self.teller.legora.connectors.values()))
        account = connector.service_account
        new, version = kept["service_account_password"], kept["service_account_password_version"]
        if account is None or not self._at_imanage() == account.password == new != old:
            raise DemoError("the vault file, iManage and Legora do not have one new password")
        path = self.directory / VAULT_FILE
        first, mode = path.read_text(encoding="utf-8").splitlines()[0], f"{path.stat().st_mode & 0o777:04o}"
        status = self.teller.legora.service_account_status(connector)
        say(f"   The file has mode {mode}, and begins with {first}.")
        say(f"   In it, at iManage and at Legora is the same new password ({version}); Legora shows it as {status}.")

    def _in_the_vault_file(self) -> dict[str, Any]:
        done = run_ansible(self.directory, "ansible-vault", "view", VAULT_FILE, environment={"ANSIBLE_CONFIG": None})
        kept: dict[str, Any] = yaml.safe_load(done.stdout)
        return kept

    def _at_imanage(self) -> str:
        return self.teller.imanage.passwords[ACCOUNT]


def details(report: dict[str, Any]) -> list[str]:
    """Return what was done, what was found wrong, and what people have to do at last."""
    said = [*numbered(report["plan"]), *found_wrong(report)]
    if report["status"] == "failed" and not failures(report):
        said.append(f"  {report['message']}")
    if report.get("closing"):
        said += [f"  {one['owner']}: {one['text']}" for one in report["to_do"]["firm"]]
    return said


def main(arguments: Sequence[str] = ()) -> int:
    """Run the demo; return the exit status.

    :param arguments: where inventory, reports and the log go, by default ``.cache/demo-lifecycle``.
    """
    return run_story(Lifecycle, "demo-lifecycle", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
