# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Undo where Legora is configured by hand: its part is handed over, and iManage's half waits for the confirmation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.before_onboarding import something, stays
from helpers.both_systems import USER_ID, Data, differences, everything, set_up
from helpers.by_hand import NO_API, all_confirmed, confirmed, enter, none_confirmed, steps
from helpers.playbook import inventory, run_playbook

from player import FirmRun
from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm, add_user

BY_HAND: Data = {**NO_API, "service_account_password_version": "2026-11"}


def do(firm: Firm, result: Data) -> Data:
    """Enter at Legora what is handed over, and return the confirmation."""
    enter(firm, result, str(host_variables(firm)["service_account_password"]))
    return confirmed(result)


def play(firm: Firm, directory: Path, playbook: str, said: Data | None = None, **changes: Any) -> Data:
    """Run a playbook by hand; nothing may be sent to Legora.

    :param said: what was confirmed.
    """
    changes = {**BY_HAND, "legora_confirmed": said, **changes}
    return FirmRun(firm, playbook, changes=changes, notes_directory=directory).result()


TAKEN_AWAY = [("preference", "off"), ("capability", "remove"), ("service_account", "remove")]


@pytest.mark.parametrize("known", [True, False], ids=["confirmed_before", "nothing_confirmed_before"])
@pytest.mark.parametrize("name", ["alder", "birch"])
def test_first_legora_then_imanage(sim: Simulator, tmp_path: Path, name: str, known: bool) -> None:
    firm = sim.firm(name)
    before = everything(firm)
    onboarded = play(firm, tmp_path, "onboard", none_confirmed(firm) if known else None)
    assert onboarded["status"] == "handed_over", onboarded
    said = do(firm, onboarded)
    assert play(firm, tmp_path, "onboard", said)["status"] == "unchanged"
    assert len(list(tmp_path.glob("*-before-*"))) == 1
    file = onboarded["before"]
    # Nothing is taken from Legora as long as nobody says that it does not need it any more.
    for _again in range(2):
        sim.journal.clear()
        result = play(firm, tmp_path, "undo", said, undo_from=file)
        assert (result["status"], steps(result)) == ("handed_over", TAKEN_AWAY), result
        assert sim.journal.counts(name)["write"] == 0
        assert not sim.journal.entries(name, "legora")
        assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    said = do(firm, result)
    assert said["service_username"] is None
    result = play(firm, tmp_path, "undo", said, undo_from=file)
    assert result["status"] == "changed", result
    assert set(differences(before, everything(firm))) == stays(firm, "nothing")
    sim.journal.clear()
    again = play(firm, tmp_path, "undo", said, undo_from=file)
    assert again["status"] == "unchanged", again
    assert sim.journal.counts(name)["write"] == 0
    assert ("was not confirmed then" in " ".join(result["lines"])) is False or not known


def test_hand_over_that_nobody_confirmed_is_taken_back_before_the_account(sim: Simulator, tmp_path: Path) -> None:
    """Perhaps somebody has entered it, and not said so."""
    firm = sim.firm("alder")
    onboarded = play(firm, tmp_path, "onboard")
    do(firm, onboarded)
    result = play(firm, tmp_path, "undo", undo_from=onboarded["before"])
    assert (result["status"], steps(result), result["plan"]) == ("handed_over", TAKEN_AWAY, [])
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))


def test_what_another_connector_of_the_organisation_needs_is_not_switched_off(sim: Simulator, tmp_path: Path) -> None:
    """Creating projects from iManage is one switch for both, whether what stands there is confirmed or not."""
    firm = sim.firm("alder")
    by_hand: Data = {**BY_HAND, "legora_web_url": None, "legora_region": "eu"}
    own = {
        name: {**by_hand, "legora_organisation": firm.legora.name, "legora_connector_id": name} for name in sim.firms
    }
    hosts = inventory(sim, own)
    extra = {"report_directory": str(tmp_path / "reports")}

    def run(playbook: str, **more: Any) -> Data:
        return run_playbook(tmp_path, playbook, hosts, "--limit", "alder", extra={**extra, **more}).result("alder")

    hosts["firms"]["hosts"]["alder"]["legora_confirmed"] = {**none_confirmed(firm), "connector_id": "alder"}
    onboarded = run("onboard")
    assert ("preference", "on") in steps(onboarded), onboarded
    hosts["firms"]["hosts"]["alder"]["legora_confirmed"] = do(firm, onboarded)
    result = run("undo", undo_from=onboarded["before"])
    assert (result["status"], steps(result)) == ("handed_over", TAKEN_AWAY[1:]), result
    assert "it is left on, for birch of the inventory" in " ".join(result["lines"])
    del hosts["firms"]["hosts"]["alder"]["legora_confirmed"]
    before = json.loads(Path(onboarded["before"]).read_text(encoding="utf-8"))
    before["legora"]["known"] = False
    Path(onboarded["before"]).write_text(json.dumps(before), encoding="utf-8")
    result = run("undo", undo_from=onboarded["before"])
    assert (result["status"], steps(result)) == ("handed_over", TAKEN_AWAY[1:]), result


def test_confirmation_that_was_lost_puts_nothing_back(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    onboarded = play(firm, tmp_path, "onboard", none_confirmed(firm))
    result = play(firm, tmp_path, "undo", undo_from=onboarded["before"])
    assert (result["status"], result["plan"]) == ("incomplete", [])
    assert "set legora_confirmed" in " ".join(result["lines"])
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))


def test_account_that_legora_had_before_stays_there(sim: Simulator, tmp_path: Path) -> None:
    """Its fields are put back, the libraries that were not covered are handed over, and nobody is cut off."""
    firm = sim.firm("alder")
    set_up(firm)
    last = list(firm.imanage.libraries)[-1]
    firm.connector.capabilities[0].library_ids.remove(last)
    firm.imanage.libraries[last].groups["NRTADMIN"].members.remove(USER_ID)
    firm.imanage.records_of(USER_ID)[0].full_name = "Walls"
    covered = list(firm.connector.capabilities[0].library_ids)
    said = all_confirmed(firm, password_version="2026-11", libraries=covered)
    before = everything(firm)
    onboarded = play(firm, tmp_path, "onboard", said)
    assert (onboarded["status"], steps(onboarded)) == ("handed_over", [("capability", "change")]), onboarded
    said = do(firm, onboarded)
    result = play(firm, tmp_path, "undo", said, undo_from=onboarded["before"])
    assert (result["status"], steps(result)) == ("handed_over", [("capability", "change")])
    assert result["hand_over"]["steps"][0]["remove"] == [last]
    said = do(firm, result)
    assert (said["service_username"], said["create_projects_from_imanage"]) == ("svc-legora@alder.example", True)
    result = play(firm, tmp_path, "undo", said, undo_from=onboarded["before"])
    assert result["status"] == "changed", result
    at_legora = {path for path in differences(before, everything(firm)) if not path.startswith("/connectors")}
    assert at_legora == set()
    assert firm.connector.capabilities[0].library_ids == said["libraries"]


def test_account_of_before_that_keeps_working_leaves_legora_alone(sim: Simulator, tmp_path: Path) -> None:
    """What stood at Legora was not confirmed, and nothing that it needs is taken away: so nobody has to touch it."""
    firm = sim.firm("alder")
    set_up(firm)
    firm.imanage.records_of(USER_ID)[0].full_name = "Walls"
    onboarded = play(firm, tmp_path, "onboard")
    result = play(firm, tmp_path, "undo", undo_from=onboarded["before"])
    assert (result["status"], result["plan"]) == ("changed", [f"Put back of {USER_ID}: full name"])
    assert "nothing of it is put back" in " ".join(result["lines"])
    assert firm.imanage.records_of(USER_ID)[0].full_name == "Walls"


def test_another_account_that_was_confirmed_before_is_kept_in_mind(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    add_user(firm.imanage, "OLD", "old@alder.example", "Pretend-old-password-1", "LEGORA_METADATA")
    something(firm)
    said = none_confirmed(firm, service_username="old@alder.example")
    onboarded = play(firm, tmp_path, "onboard", said)
    said = do(firm, onboarded)
    result = play(firm, tmp_path, "undo", said, undo_from=onboarded["before"])
    assert "Legora had the account old@alder.example" in " ".join(result["lines"])
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))


@pytest.mark.full
def test_sheets_follow(sim: Simulator, tmp_path: Path) -> None:
    """The sheet of the onboarding gives way to that of the undo, and that stays until its part is done."""
    firm, reports = sim.firm("alder"), tmp_path / "reports"
    extra: Data = {"report_directory": str(reports)}

    def run(playbook: str, said: Data | None) -> Data:
        changes = {"alder": {**BY_HAND, "legora_confirmed": said}}
        done = run_playbook(tmp_path, playbook, inventory(sim, changes), "--limit", "alder", extra=extra)
        assert done.status == 0, done.output
        return done.result("alder")

    onboarded = run("onboard", None)
    extra["undo_from"] = onboarded["before"]
    before = next(reports.glob("*-handover.md"))
    said = do(firm, onboarded)
    taken = run("undo", said)
    sheet = next(reports.glob("*-removal.md"))
    assert not before.exists()
    run("verify", said)
    assert "remove" in sheet.read_text(encoding="utf-8").lower()
    assert "to true" not in sheet.read_text(encoding="utf-8")
    assert run("undo", do(firm, taken))["status"] == "changed"
    assert not list(reports.glob("*-removal.*"))
