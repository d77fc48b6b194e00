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
from pathlib import Path
from typing import Any

import yaml
from demo.story import (
    ACCOUNT,
    LIBRARY,
    DemoError,
    Step,
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
VAULT_FILE = f"host_vars/{FIRM}/passwords.yml"
# Where the made password goes. The vault's password is in the settings, so that it is in no command.
STORE = {
    "rotate_store_role": "legalops.ethical_walls.store_in_vault_file",
    "rotate_vault_file": "{{ inventory_dir }}/host_vars/{{ inventory_hostname }}/passwords.yml",
}
VAULT_PASSWORD_FILE = "vault-password"


REPORTS = Step.directory
ROTATE = Step(
    title=f"The account gets another password. It is made in the run, and kept encrypted in {VAULT_FILE}.",
    command="rotate_password -i firms.json",
    status="changed",
    writes=2,
)
FIND = Step(title="The nightly run finds it.", command="verify -i firms.json", status="failed", failing=("A6",))
MEND = Step(title="Onboarding mends it, and nothing else.", command="onboard -i firms.json", status="changed", writes=1)
LOOK = Step(
    title="It has kept what it found. What would undo put back of that run?",
    command=f"undo -i firms.json --limit {FIRM} -e undo_from={{before}} --check",
    status="planned",
)
WRONG = Step(
    title="The firm leaves. It is to be confirmed by its name, and another firm's name slips in.",
    command=f"offboard -i firms.json --limit {FIRM} -e offboard_confirm=birch",
    status="failed",
    is_refused=True,
)
RIGHT = Step(
    title="Now with its own name.",
    command=f"offboard -i firms.json --limit {FIRM} -e offboard_confirm={FIRM}",
    status="changed",
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

    def tell(self) -> None:
        """Tell it all.

        :raises DemoError: when a run does not end as it should.
        """
        say("One pretend firm, Cedar Nguyen Partners, was onboarded on pretend systems on this machine.")
        if self.play("onboard -i firms.json", report_directory=REPORTS) != 0:
            raise DemoError("it was not onboarded")
        old = self._at_imanage()
        self.show(ROTATE)
        self._say_what_both_sides_have(old)
        say(f"\nMeanwhile at iManage, somebody takes {ACCOUNT} out of NRTADMIN: Legora learns of no change now.")
        drift.remove_member(self.teller, ACCOUNT, LIBRARY)
        self.show(FIND)
        self.show(MEND)
        before = max(self.directory.glob(f"{REPORTS}/{FIRM}-before-*.json"))
        self.show(LOOK, before=f"{REPORTS}/{before.name}")
        self.show(WRONG)
        self.show(RIGHT)
        say(f"\nThe closing report, to open in a browser: {self.directory / REPORTS / f'{FIRM}.html'}")
        self.say_where_the_log_is()

    def lines(self, report: dict[str, Any]) -> list[str]:
        """Return what was done, what was found wrong, and what people have to do at last."""
        sent = sum(report["requests"].values())
        said = [f"{headline(report)} ({counted(sent, 'request')}, {counted(self.writes, 'write')})"]
        said += [*numbered(report["plan"]), *found_wrong(report)]
        if report["status"] == "failed" and not failures(report):
            said.append(f"  {report['message']}")
        if report.get("closing"):
            said += [f"  {one['owner']}: {one['text']}" for one in report["to_do"]["firm"]]
        return [line.replace(f"{self.directory}/", "") for line in said]

    def _say_what_both_sides_have(self, old: str) -> None:
        kept = self._in_the_vault_file()
        connector = self.teller.connector
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


def main(arguments: Sequence[str] = ()) -> int:
    """Run the demo; return the exit status.

    :param arguments: where inventory, reports and the log go, by default ``.cache/demo-lifecycle``.
    """
    return run_story(Lifecycle, "demo-lifecycle", arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
