# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offboarding where a person takes away what is at Legora: iManage's half comes once that is confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import NO_WRITES, gone, set_up, state, writes
from helpers.by_hand import NO_API, all_confirmed, confirmed, none_confirmed, steps
from helpers.playbook import finding, inventory, run_playbook

from player import FirmRun
from simulator import Simulator
from simulator.seed import Firm

OFF, CAPABILITY, ACCOUNT = ("preference", "off"), ("capability", "remove"), ("service_account", "remove")


def offboard(firm: Firm, reports: Path, check_mode: bool = False, **changes: Any) -> dict[str, Any]:
    """Offboard a firm by hand in this process, as confirmed by its name, and return its result."""
    given = {**NO_API, "service_account_password": None, "offboard_confirm": firm.name, **changes}
    return FirmRun(firm, "offboard", changes=given, check_mode=check_mode, notes_directory=reports).result()


@pytest.mark.parametrize("was_confirmed", [True, False])
def test_imanage_waits_for_what_is_confirmed(sim: Simulator, firm: Firm, tmp_path: Path, was_confirmed: bool) -> None:
    """Until then Legora goes on with the account, and its walls are fed."""
    set_up(firm)
    before = state(firm)
    sim.journal.clear()
    said = all_confirmed(firm) if was_confirmed else None
    for check_mode in (True, False, False):
        result = offboard(firm, tmp_path, check_mode, legora_confirmed=said)
        assert (result["status"], result["plan"]) == ("unchanged" if check_mode else "handed_over", [])
        assert steps(result) == [OFF, CAPABILITY, ACCOUNT]
        assert (writes(sim, firm), state(firm)) == (NO_WRITES, before)
    status, evidence = finding(result, "C2")
    assert status == "warn"
    assert evidence.startswith("handed over: ")
    confirmation = result["hand_over"]["confirmation"]
    assert (confirmation["service_username"], confirmation["customer_id"], confirmation["libraries"]) == (
        None,
        None,
        [],
    )
    assert confirmation["create_projects_from_imanage"] is False
    now = confirmed(result)
    planned = offboard(firm, tmp_path, check_mode=True, legora_confirmed=now)
    assert (planned["status"], writes(sim, firm)) == ("planned", NO_WRITES)
    result = offboard(firm, tmp_path, legora_confirmed=now)
    assert (result["status"], result["plan"], steps(result)) == ("changed", planned["plan"], [])
    assert (finding(result, "C2")[0], writes(sim, firm)["legora"]) == ("attested", 0)
    after = state(firm)
    assert (after.enabled, after.nrtadmin) == (False, gone().nrtadmin)
    assert offboard(firm, tmp_path, legora_confirmed=now)["status"] == "unchanged"
    assert sim.journal.entries(firm.name, "legora") == []


def test_half_of_it_is_not_enough(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    sim.journal.clear()
    said = all_confirmed(firm, create_projects_from_imanage=False, customer_id=None, libraries=None)
    result = offboard(firm, tmp_path, legora_confirmed=said)
    assert (result["status"], steps(result), writes(sim, firm)) == ("handed_over", [ACCOUNT], NO_WRITES)


def test_what_is_others_is_not_handed_over(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    """Neither another account nor another customer's capability, and not what that capability needs."""
    set_up(firm)
    sim.journal.clear()
    said = all_confirmed(firm, service_username="somebody.else@firm.example", create_projects_from_imanage=False)
    assert steps(offboard(firm, tmp_path, legora_confirmed=said)) == [CAPABILITY]
    said = all_confirmed(firm, customer_id="9999", libraries=["OTHER"])
    result = offboard(firm, tmp_path, legora_confirmed=said)
    # A customer ID that was mistyped looks the same, so it ends well only where somebody has said that it is meant.
    assert (result["status"], result["plan"], steps(result), writes(sim, firm)) == ("failed", [], [], NO_WRITES)
    assert "confirmed that Legora covers customer ID 9999 with the firm's own account" in result["message"]
    assert "correct legora_confirmed" in "\n".join(result["lines"])
    result = offboard(firm, tmp_path, legora_confirmed=said, offboard_accept="C2")
    assert (result["status"], result["plan"], steps(result), writes(sim, firm)) == ("unchanged", [], [], NO_WRITES)


def test_preference_that_is_kept_is_not_handed_over(firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    result = offboard(firm, tmp_path, legora_confirmed=all_confirmed(firm), offboard_keep_preference=True)
    assert steps(result) == [CAPABILITY, ACCOUNT]
    assert result["hand_over"]["confirmation"]["create_projects_from_imanage"] is True
    result = offboard(firm, tmp_path, legora_confirmed=confirmed(result), offboard_keep_preference=True)
    assert (result["status"], finding(result, "C2")[0]) == ("changed", "warn")


def test_two_connectors_of_one_organisation_are_told_apart(sim: Simulator, tmp_path: Path) -> None:
    """The switch for creating projects is one for both, and what was confirmed of one is not true of the other."""
    organisation = {"legora_organisation": sim.firm("alder").legora.name, "legora_region": "eu"}
    by_hand = {**NO_API, "legora_web_url": None}
    connectors = {"alder": "int_1", "birch": "int_2"}
    hosts = inventory(
        sim, {name: {**organisation, **by_hand, "legora_connector_id": own} for name, own in connectors.items()}
    )
    alder, birch = (hosts["firms"]["hosts"][name] for name in connectors)
    alder["legora_confirmed"] = {**all_confirmed(sim.firm("alder")), "connector_id": "int_1"}
    set_up(sim.firm("alder"))
    run = run_playbook(tmp_path, "offboard", hosts, "--limit", "alder", extra={"offboard_confirm": "alder"})
    result = run.result("alder")
    assert (result["status"], steps(result)) == ("handed_over", [CAPABILITY, ACCOUNT]), run.output
    said = result["hand_over"]["confirmation"]
    assert (said["connector_id"], said["create_projects_from_imanage"]) == ("int_1", True)
    birch["legora_confirmed"] = confirmed(result)
    sim.journal.clear()
    run = run_playbook(tmp_path, "onboard", hosts, "--limit", "birch")
    result = run.result("birch")
    assert (run.status, result["failure"]["kind"]) == (2, "tenant_mismatch"), run.output
    assert "confirmed the connector int_1, but the firm's is int_2" in result["message"]
    assert "set its connector_id: int_2." in result["message"]
    assert sim.journal.counts("birch")["write"] == 0


def test_confirmation_of_another_organisation_is_refused(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    sim.journal.clear()
    said = all_confirmed(
        firm, organisation="Somebody Else LLP", service_username=None, customer_id=None, libraries=None
    )
    result = offboard(firm, tmp_path, legora_confirmed={**said, "create_projects_from_imanage": False})
    assert (result["failure"]["kind"], writes(sim, firm)) == ("tenant_mismatch", NO_WRITES)


def test_firm_that_was_never_onboarded_is_asked_about(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    """Nobody knows what stands at Legora until somebody has said that nothing does."""
    result = offboard(firm, tmp_path)
    assert (result["status"], steps(result)) == ("handed_over", [OFF, CAPABILITY, ACCOUNT])
    result = offboard(firm, tmp_path, legora_confirmed=confirmed(result))
    assert (result["status"], finding(result, "C2")[0], writes(sim, firm)) == ("unchanged", "attested", NO_WRITES)


def test_day_on_which_it_was_handed_over_is_enough_to_confirm_that_all_is_gone(firm: Firm, tmp_path: Path) -> None:
    """What was handed over to be taken away, nobody may have entered since."""
    set_up(firm)
    result = offboard(firm, tmp_path, legora_confirmed=all_confirmed(firm))
    assert steps(result) == [OFF, CAPABILITY, ACCOUNT]
    said = confirmed(result)
    result = offboard(firm, tmp_path, legora_confirmed={**said, "date": said["date"][:10]})
    assert (result["status"], state(firm).enabled) == ("changed", False), result


def test_day_alone_is_not_enough_where_nothing_was_noted(sim: Simulator, firm: Firm) -> None:
    """Whether it was confirmed before the account was set up on that day, nobody can tell."""
    set_up(firm)
    sim.journal.clear()
    said = none_confirmed(firm)
    changes = {**NO_API, "service_account_password": None, "offboard_confirm": firm.name}
    for date, status in ((said["date"][:10], "failed"), (said["date"], "changed")):
        given = {**changes, "legora_confirmed": {**said, "date": date}}
        assert FirmRun(firm, "offboard", changes=given).result()["status"] == status
        assert (writes(sim, firm) == NO_WRITES) is (status == "failed")


@pytest.mark.full(with_notes=False)
@pytest.mark.parametrize("with_notes", [True, False])
@pytest.mark.parametrize("playbook", ["offboard", "undo"])
def test_old_word_that_nothing_is_there_lets_nobody_be_cut_off(
    sim: Simulator, firm: Firm, tmp_path: Path, playbook: str, with_notes: bool
) -> None:
    """A person may have entered since then what the onboarding has handed over, and not have said so."""
    old = none_confirmed(firm, date="2026-01-02")
    result = FirmRun(firm, changes={**NO_API, "legora_confirmed": old}, notes_directory=tmp_path).result()
    assert result["status"] == "handed_over", result
    before = state(firm)
    sim.journal.clear()
    notes = tmp_path if with_notes else tmp_path / "none"
    given = {**NO_API, "service_account_password": None, "offboard_confirm": firm.name, "undo_from": result["before"]}
    for check_mode in (True, False):
        changes = {**given, "legora_confirmed": old}
        refused = FirmRun(firm, playbook, changes=changes, check_mode=check_mode, notes_directory=notes).result()
        assert (refused["status"], refused["failure"]["kind"]) == ("failed", "conflict"), refused
        assert "Jane Doe confirmed on 2026-01-02 what is there" in refused["message"]
        assert "somebody may have entered the service account" in refused["message"]
        assert (writes(sim, firm), state(firm)) == (NO_WRITES, before)
    changes = {**given, "legora_confirmed": none_confirmed(firm)}
    result = FirmRun(firm, playbook, changes=changes, notes_directory=notes).result()
    assert result["status"] == "changed", result
    assert state(firm).enabled is False
