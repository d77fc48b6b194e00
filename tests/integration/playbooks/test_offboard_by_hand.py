# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offboarding where a person takes away what is at Legora: iManage's half comes once that is confirmed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import USER_ID, set_up, state, writes
from integration.playbooks.test_offboard import NOTHING, check, gone

from player import FirmRun
from simulator import Simulator
from simulator.seed import Firm

BY_HAND = {"legora_method": None, "legora_api_key": None, "legora_api_url": None, "service_account_password": None}
OFF, CAPABILITY, ACCOUNT = ("preference", "off"), ("capability", "remove"), ("service_account", "remove")


def offboard(firm: Firm, reports: Path, check_mode: bool = False, **changes: Any) -> dict[str, Any]:
    """Offboard a firm by hand in this process, as confirmed by its name, and return its result."""
    given = {**BY_HAND, "offboard_confirm": firm.name, **changes}
    return FirmRun(firm, "offboard", changes=given, check_mode=check_mode, notes_directory=reports).result()


def entered(firm: Firm, **changes: Any) -> dict[str, Any]:
    """Return what a person has confirmed who entered all that onboarding handed over."""
    name = f"svc-legora@{firm.name}.example" if firm.imanage.is_cloud else USER_ID
    return {
        "by": "Jane Doe",
        "date": datetime.now(UTC).isoformat(),
        "organisation": firm.legora.name,
        "service_username": name,
        "customer_id": firm.imanage.customer_id,
        "libraries": list(firm.imanage.libraries),
        "create_projects_from_imanage": True,
        **changes,
    }


def confirmed(result: dict[str, Any]) -> dict[str, Any]:
    """Return what a person confirms who has done all that a result hands over."""
    return {**result["hand_over"]["confirmation"], "by": "Jane Doe", "date": datetime.now(UTC).isoformat()}


def steps(result: dict[str, Any]) -> list[tuple[str, str]]:
    return [(step["id"], step["do"]) for step in result["hand_over"]["steps"]]


@pytest.mark.parametrize("was_confirmed", [True, False])
def test_imanage_waits_for_what_is_confirmed(sim: Simulator, firm: Firm, tmp_path: Path, was_confirmed: bool) -> None:
    """Until then Legora goes on with the account, and its walls are fed."""
    set_up(firm)
    before = state(firm)
    sim.journal.clear()
    said = entered(firm) if was_confirmed else None
    for check_mode in (True, False, False):
        result = offboard(firm, tmp_path, check_mode, legora_confirmed=said)
        assert (result["status"], result["plan"]) == ("unchanged" if check_mode else "handed_over", [])
        assert steps(result) == [OFF, CAPABILITY, ACCOUNT]
        assert (writes(sim, firm), state(firm)) == (NOTHING, before)
    status, evidence = check(result)
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
    assert (planned["status"], writes(sim, firm)) == ("planned", NOTHING)
    result = offboard(firm, tmp_path, legora_confirmed=now)
    assert (result["status"], result["plan"], steps(result)) == ("changed", planned["plan"], [])
    assert (check(result)[0], writes(sim, firm)["legora"]) == ("attested", 0)
    after = state(firm)
    assert (after.enabled, after.nrtadmin) == (False, gone().nrtadmin)
    assert offboard(firm, tmp_path, legora_confirmed=now)["status"] == "unchanged"
    assert sim.journal.entries(firm.name, "legora") == []


def test_half_of_it_is_not_enough(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    sim.journal.clear()
    said = entered(firm, create_projects_from_imanage=False, customer_id=None, libraries=None)
    result = offboard(firm, tmp_path, legora_confirmed=said)
    assert (result["status"], steps(result), writes(sim, firm)) == ("handed_over", [ACCOUNT], NOTHING)


def test_what_is_others_is_not_handed_over(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    """Neither another account nor another customer's capability, and not what that capability needs."""
    set_up(firm)
    sim.journal.clear()
    said = entered(firm, service_username="somebody.else@firm.example", create_projects_from_imanage=False)
    assert steps(offboard(firm, tmp_path, legora_confirmed=said)) == [CAPABILITY]
    said = entered(firm, customer_id="9999", libraries=["OTHER"])
    result = offboard(firm, tmp_path, legora_confirmed=said)
    # A customer ID that was mistyped looks the same, so it ends well only where somebody has said that it is meant.
    assert (result["status"], result["plan"], steps(result), writes(sim, firm)) == ("failed", [], [], NOTHING)
    assert "confirmed that Legora covers customer ID 9999 with the firm's own account" in result["message"]
    assert "correct legora_confirmed" in "\n".join(result["lines"])
    result = offboard(firm, tmp_path, legora_confirmed=said, offboard_accept="C2")
    assert (result["status"], result["plan"], steps(result), writes(sim, firm)) == ("unchanged", [], [], NOTHING)


def test_preference_that_is_kept_is_not_handed_over(firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    result = offboard(firm, tmp_path, legora_confirmed=entered(firm), offboard_keep_preference=True)
    assert steps(result) == [CAPABILITY, ACCOUNT]
    assert result["hand_over"]["confirmation"]["create_projects_from_imanage"] is True
    result = offboard(firm, tmp_path, legora_confirmed=confirmed(result), offboard_keep_preference=True)
    assert (result["status"], check(result)[0]) == ("changed", "warn")


def test_confirmation_of_another_organisation_is_refused(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    sim.journal.clear()
    said = entered(firm, organisation="Somebody Else LLP", service_username=None, customer_id=None, libraries=None)
    result = offboard(firm, tmp_path, legora_confirmed={**said, "create_projects_from_imanage": False})
    assert (result["failure"]["kind"], writes(sim, firm)) == ("tenant_mismatch", NOTHING)


def test_firm_that_was_never_onboarded_is_asked_about(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    """Nobody knows what stands at Legora until somebody has said that nothing does."""
    result = offboard(firm, tmp_path)
    assert (result["status"], steps(result)) == ("handed_over", [OFF, CAPABILITY, ACCOUNT])
    result = offboard(firm, tmp_path, legora_confirmed=confirmed(result))
    assert (result["status"], check(result)[0], writes(sim, firm)) == ("unchanged", "attested", NOTHING)


@pytest.mark.parametrize("with_notes", [True, False])
@pytest.mark.parametrize("playbook", ["offboard", "undo"])
def test_old_word_that_nothing_is_there_lets_nobody_be_cut_off(
    sim: Simulator, firm: Firm, tmp_path: Path, playbook: str, with_notes: bool
) -> None:
    """A person may have entered since then what the onboarding has handed over, and not have said so."""
    nothing = entered(firm, service_username=None, customer_id=None, libraries=None, create_projects_from_imanage=False)
    old = {**nothing, "date": "2026-01-02"}
    onboarding = {name: value for name, value in BY_HAND.items() if name.startswith("legora_")}
    result = FirmRun(firm, changes={**onboarding, "legora_confirmed": old}, notes_directory=tmp_path).result()
    assert result["status"] == "handed_over", result
    before = state(firm)
    sim.journal.clear()
    notes = tmp_path if with_notes else tmp_path / "none"
    given = {**BY_HAND, "offboard_confirm": firm.name, "undo_from": result["before"]}
    for check_mode in (True, False):
        changes = {**given, "legora_confirmed": old}
        refused = FirmRun(firm, playbook, changes=changes, check_mode=check_mode, notes_directory=notes).result()
        assert (refused["status"], refused["failure"]["kind"]) == ("failed", "conflict"), refused
        assert "Jane Doe confirmed on 2026-01-02 what is there" in refused["message"]
        assert "somebody may have entered the service account" in refused["message"]
        assert (writes(sim, firm), state(firm)) == (NOTHING, before)
    changes = {**given, "legora_confirmed": nothing | {"date": datetime.now(UTC).isoformat()}}
    result = FirmRun(firm, playbook, changes=changes, notes_directory=notes).result()
    assert result["status"] == "changed", result
    assert state(firm).enabled is False
