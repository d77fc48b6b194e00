# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The module imanage_password by itself: which password opens the account, what is written, and what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.module import run_module
from integration.modules import imanage_arguments as arguments
from integration.modules.four_passes import four_passes

from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm

NEW = "Brand-new-pretend-password-0042"


def rotation(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that rotate the account's password."""
    given = {
        "libraries": list(firm.imanage.libraries),
        "current_password": host_variables(firm)["service_account_password"],
        "current_version": "2026-06",
        "new_password": NEW,
        "new_version": "2026-12",
    }
    return arguments.operator(firm, **{**given, **more})


@pytest.fixture
def account(firm: Firm) -> Firm:
    """Return a firm that has the account."""
    arguments.run("imanage_user", arguments.user(firm))
    firm.imanage.refuse_reused_password = False
    return firm


def test_four_passes(sim: Simulator, account: Firm, tmp_path: Path) -> None:
    given = rotation(account, notes_directory=str(tmp_path), host=account.name)
    writes = 1 if account.imanage.is_cloud else 2
    four_passes(sim, account.name, lambda check: run_module("imanage_password", given, check, diff=True), writes)
    assert account.imanage.passwords[arguments.ACCOUNT] == NEW


@pytest.mark.parametrize("new", [NEW, None])
def test_it_only_looks(sim: Simulator, account: Firm, new: str | None) -> None:
    """One that was made just now is not given, and so not tried."""
    given = rotation(account, state="seen", new_password=new)
    assert run_module("imanage_password", given)["password"]["opened"] == "current"
    account.imanage.passwords[arguments.ACCOUNT] = NEW
    sim.journal.clear()
    found = run_module("imanage_password", given)
    assert sim.journal.counts(account.name)["write"] == 0
    if new:
        assert (found["password"]["opened"], found["changed"]) == ("new", False)
    else:
        assert found["failure"]["kind"] == "auth"
        assert "iManage refuses its current password" in found["msg"]
    assert len([one for one in sim.journal.entries(account.name) if one.path.endswith("/token")]) == (3 if new else 2)


def test_there_and_back(account: Firm) -> None:
    there = run_module("imanage_password", rotation(account))
    assert there["password"]["opened"] == "current"
    assert (there["password"]["opens"], there["password"]["version"]) == ("new", "2026-12")
    assert (there["password"]["proved_by"], there["password_action"]) == ("login", "set")
    back = run_module("imanage_password", rotation(account, state="current", opens="new"))
    assert (back["password"]["opened"], back["password"]["opens"]) == ("new", "current")
    assert all("old password" in sentence for sentence in back["plan"])
    kept = run_module("imanage_password", rotation(account, state="current"))
    assert (kept["changed"], kept["password"]["opens"]) == (False, "current")


def test_a_user_that_was_not_there_is_not_made(sim: Simulator, firm: Firm) -> None:
    answer = run_module("imanage_password", rotation(firm))
    assert answer["failure"]["kind"] == "not_found"
    assert sim.journal.counts(firm.name)["write"] == 0


def test_a_write_without_effect_is_found_out(sim: Simulator, account: Firm) -> None:
    sim.faults.add(kind="no_effect", firm=account.name, system="imanage", kind_of_request="write", times=0)
    answer = run_module("imanage_password", rotation(account))
    assert answer["failure"]["kind"] == "not_converged"
    assert "refuses the new password" in answer["msg"]
    assert answer["password"]["opens"] == "unknown"


class ClosesTheApplication(dict[str, str]):
    """The passwords of a firm that closes its application to the account as soon as that has the new one."""

    def __init__(self, firm: Firm) -> None:
        super().__init__(firm.imanage.passwords)
        self.firm = firm

    def __setitem__(self, user_id: str, password: str) -> None:
        super().__setitem__(user_id, password)
        close_application(self.firm)


def close_application(firm: Firm) -> None:
    firm.imanage.app_users = {firm.imanage.client_id: ["ADMIN"]}


def test_a_sign_in_that_judges_no_password_says_what_was_written(account: Firm) -> None:
    close_application(account)
    before = run_module("imanage_password", rotation(account))
    assert "its current password could not be judged: iManage refused the sign-in" in before["msg"]
    assert before["failure"]["hint"].startswith("Nothing was written. Correct")
    account.imanage.app_users = {}
    account.imanage.passwords = ClosesTheApplication(account)
    after = run_module("imanage_password", rotation(account))
    assert "its new password could not be judged: iManage refused the sign-in" in after["msg"]
    assert after["failure"]["hint"].startswith("iManage has taken that password, so do not enter it at Legora yet.")
    assert account.imanage.passwords[arguments.ACCOUNT] == NEW


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "error_after"])
def test_a_lost_answer_does_not_lose_the_password(sim: Simulator, account: Firm, kind: str) -> None:
    sim.faults.add(kind=kind, firm=account.name, system="imanage", kind_of_request="write")
    answer = run_module("imanage_password", rotation(account))
    assert answer["password"]["opens"] == "new", answer
    assert account.imanage.passwords[arguments.ACCOUNT] == NEW


def test_a_run_that_was_killed_between_two_libraries_writes_the_other(sim: Simulator, tmp_path: Path) -> None:
    """On-premises each library has a user list of its own; whether they share a password is not known."""
    firm = sim.firm("birch")
    arguments.run("imanage_user", arguments.user(firm))
    given = rotation(firm, notes_directory=str(tmp_path), host=firm.name)
    sim.faults.add(kind="html_page", status=403, firm=firm.name, system="imanage", kind_of_request="write", after=1)
    assert run_module("imanage_password", given)["plan"] == ["Set the password of SVC-LEGORA in library ACTIVE"]
    sim.journal.clear()
    answer = run_module("imanage_password", given)
    assert (answer["password"]["opened"], answer["password"]["opens"]) == ("new", "new")
    assert any("/CLOSED/" in entry.path for entry in sim.journal.entries(firm.name, "imanage", "write"))
    # Refused as used before, where libraries share it: then that is settled, once.
    sim.journal.clear()
    assert run_module("imanage_password", given)["changed"] is False
    assert sim.journal.counts(firm.name)["write"] == 0
