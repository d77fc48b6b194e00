# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A password is rotated on both sides or on none, and from any state a run ends well."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.both_systems import USER_ID, set_account, set_up, state
from helpers.by_hand import enter_password
from helpers.playbook import finding
from integration.rotation.rotated import (
    CUT_OFF,
    NEW,
    NEW_ON_BOTH,
    NEW_VERSION,
    OLD_ON_BOTH,
    VARIABLES,
    failed_sign_ins,
    held,
    kill_at,
    old,
    refuse_at_legora,
    rotate,
    tries,
)

from player import FirmRun
from simulator import Simulator
from simulator.drift import set_password
from simulator.seed import Firm


def test_four_passes(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    writes = 2 if firm.imanage.is_cloud else 3
    planned: list[str] = []
    for number, check_mode in enumerate((True, False, False, True)):
        sim.journal.clear()
        result = rotate(firm, check_mode=check_mode, notes=tmp_path)
        counts = sim.journal.counts(firm.name)
        assert counts["write"] == (writes if number == 1 else 0), result["lines"]
        assert result["status"] == ("planned", "changed", "unchanged", "unchanged")[number]
        assert sum(result["requests"].values()) == counts["total"]
        planned = planned or result["plan"]
        if number == 1:
            assert result["plan"] == planned
        if check_mode:
            assert tries(sim, firm) == 0
    assert held(firm) == NEW_ON_BOTH
    assert state(firm).legora_status == "active"


def test_what_is_left_to_set_is_said_without_the_password(firm: Firm) -> None:
    set_up(firm)
    said = "\n".join(rotate(firm)["lines"])
    assert f'service_account_password_version: "{NEW_VERSION}"' in said
    assert "take rotate_new_password and rotate_new_password_version out" in said
    assert NEW not in said


# Legora refuses


@pytest.mark.full(firm_name="birch")
@pytest.mark.parametrize(
    "how", [{}, {"kind": "unavailable"}, {"kind": "drop_after"}, {"kind": "error_after", "times": 1}], ids=str
)
def test_both_go_back_or_both_go_on(sim: Simulator, firm: Firm, how: dict[str, object]) -> None:
    set_up(firm)
    refuse_at_legora(sim, firm, **how)
    result = rotate(firm)
    assert held(firm) in (OLD_ON_BOTH, NEW_ON_BOTH), result["lines"]
    if held(firm) == OLD_ON_BOTH:
        assert result["status"] == "failed"
        assert "Both have the old password" in result["message"]
        assert "run rotate_password again" in result["message"]
        assert state(firm).legora_status == "active"
    sim.faults.clear()
    assert rotate(firm)["status"] in ("changed", "unchanged")
    assert held(firm) == NEW_ON_BOTH


@pytest.mark.full(firm_name="birch")
def test_an_answer_without_effect_is_found_out(sim: Simulator, firm: Firm) -> None:
    """Legora says that it has taken the password, and has not."""
    set_up(firm)
    refuse_at_legora(sim, firm, kind="no_effect", times=1)
    result = rotate(firm)
    assert result["status"] == "failed"
    assert held(firm) == OLD_ON_BOTH


def test_legora_that_dies_on_the_way_leaves_imanage_with_the_old_one(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    refuse_at_legora(sim, firm, kind="drop_after", times=0)
    # All that reads after the first look.
    sim.faults.add(kind="drop_before", firm=firm.name, system="legora", kind_of_request="read", times=0, after=4)
    result = rotate(firm)
    assert result["status"] == "failed"
    assert held(firm)[0] == "old"
    sim.faults.clear()
    assert rotate(firm)["status"] in ("changed", "unchanged")
    assert held(firm) == NEW_ON_BOTH


def test_where_imanage_does_not_take_the_old_one_back_the_state_is_named(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    firm.imanage.minimum_password = len(NEW)
    refuse_at_legora(sim, firm)
    result = rotate(firm)
    assert held(firm) == CUT_OFF
    assert "Legora has not taken the new one" in result["message"]
    assert "Legora may be cut off" in result["message"]
    assert "Run rotate_password again" in result["message"]
    sim.faults.clear()
    assert rotate(firm)["status"] == "changed"
    assert held(firm) == NEW_ON_BOTH


def test_a_password_that_imanage_refuses_changes_nothing(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    firm.imanage.minimum_password = 100
    sim.journal.clear()
    result = rotate(firm)
    assert result["status"] == "failed"
    assert "too weak" in result["message"]
    assert "Both have the old password" in result["message"]
    assert sim.journal.counts(firm.name)["effective_writes"] == 0
    assert held(firm) == OLD_ON_BOTH


# From any state


@pytest.mark.parametrize("with_notes", [True, False])
def test_a_run_that_was_killed_between_both_goes_on(
    sim: Simulator, firm: Firm, tmp_path: Path, with_notes: bool
) -> None:
    set_up(firm)
    notes = tmp_path if with_notes else None
    if with_notes:
        # As a killed run leaves it: iManage has it, and that was noted.
        rotate(firm, notes=notes)
        enter_password(firm, old(firm))
    else:
        set_password(firm, USER_ID, NEW)
    assert held(firm) == CUT_OFF
    sim.journal.clear()
    result = rotate(firm, notes=notes)
    assert result["status"] == "changed"
    assert held(firm) == NEW_ON_BOTH
    # With notes the new one is tried first; without, the current one.
    assert tries(sim, firm) == (1 if with_notes else 2)
    assert failed_sign_ins(firm) == 0


@pytest.mark.full(firm_name="birch")
def test_what_another_run_changed_goes_back_where_legora_refuses_it(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    set_password(firm, USER_ID, NEW)
    refuse_at_legora(sim, firm)
    assert rotate(firm)["status"] == "failed"
    assert held(firm) == OLD_ON_BOTH


@pytest.mark.full(firm_name="birch")
def test_a_rotation_that_is_done_is_not_undone_when_legora_is_away(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    rotate(firm)
    sim.faults.add(kind="unavailable", firm=firm.name, system="legora", kind_of_request="read", times=0, after=4)
    assert rotate(firm)["status"] == "failed"
    assert held(firm) == NEW_ON_BOTH


def test_the_same_password_twice_is_a_rotation_that_is_done(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    rotate(firm)
    sim.journal.clear()
    result = rotate(firm, service_account_password=NEW)
    assert result["status"] == "unchanged"
    assert any("take rotate_new_password" in warning for warning in result["warnings"])
    assert tries(sim, firm) == 1
    assert sim.journal.counts(firm.name)["write"] == 0


def test_clocks_that_differ_leave_legora_with_no_old_password(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    """A run put both back, the next one was killed after iManage's half, and Legora's clock is a minute ahead."""
    set_up(firm)
    set_password(firm, USER_ID, NEW)
    stored = firm.connector.service_account
    assert stored is not None
    sim.clock.advance(60)
    stored.updated_at = sim.clock.iso()
    # Nor does Legora say that it can't sign in.
    firm.legora.reaches_imanage = False
    assert rotate(firm, notes=tmp_path)["status"] == "changed"
    assert held(firm) == NEW_ON_BOTH
    # However soon, once is enough.
    assert rotate(firm, notes=tmp_path)["status"] == "unchanged"


# Never locked


@pytest.mark.parametrize("failed_before", [0, 1])
def test_neither_password_opens_it(sim: Simulator, firm: Firm, tmp_path: Path, failed_before: int) -> None:
    set_up(firm)
    set_password(firm, USER_ID, "Somebody-elses-password-1")
    set_account(firm, failed_logins=failed_before)
    for _run in range(3):
        sim.journal.clear()
        result = rotate(firm, notes=tmp_path)
        assert result["status"] == "failed"
        assert sim.journal.counts(firm.name)["write"] == 0
    assert failed_sign_ins(firm) == 2
    assert held(firm) == ("another", "old")


@pytest.mark.full(firm_name="birch")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"failed_logins": 2}, "2 failed sign-ins"),
        ({"is_locked": True}, "is locked"),
        ({"allow_logon": False}, "is disabled"),
        ({"user_nos": 6}, "is no virtual user"),
    ],
    ids=str,
)
def test_an_account_that_can_not_be_tried_is_refused(
    sim: Simulator, firm: Firm, change: dict[str, object], words: str
) -> None:
    set_up(firm)
    set_account(firm, **change)
    sim.journal.clear()
    result = rotate(firm)
    assert result["status"] == "failed"
    assert words in result["message"]
    assert (tries(sim, firm), sim.journal.counts(firm.name)["write"]) == (0, 0)


@pytest.mark.full(firm_name="birch")
def test_where_nothing_is_counted_refusals_are_noted(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    set_up(firm)
    firm.imanage.tells_account_state = False
    sim.journal.clear()
    result = rotate(firm)
    assert result["status"] == "failed"
    assert "Set report_directory" in result["message"]
    assert (tries(sim, firm), sim.journal.counts(firm.name)["write"]) == (0, 0)
    assert rotate(firm, notes=tmp_path)["status"] == "changed"
    assert held(firm) == NEW_ON_BOTH
    set_password(firm, USER_ID, "Somebody-elses-password-1")
    other = {
        "service_account_password": NEW,
        "service_account_password_version": NEW_VERSION,
        "rotate_new_password": "Yet-another-password-0043",
        "rotate_new_password_version": "2027-01",
    }
    for _run in range(3):
        assert rotate(firm, notes=tmp_path, **other)["status"] == "failed"
    assert failed_sign_ins(firm) == 2


def locked_to_legora(sim: Simulator) -> Firm:
    """Return a firm whose account may sign in from Legora's address only, with a password of some days ago."""
    firm = sim.firm("alder")
    FirmRun(firm, changes={"service_account_ip_lock": True}).run()
    set_account(firm, pwd_changed_ts="2026-06-01T08:00:00Z")
    return firm


def test_an_account_that_is_locked_to_legora_is_proved_by_legora(sim: Simulator, tmp_path: Path) -> None:
    firm = locked_to_legora(sim)
    sim.journal.clear()
    result = rotate(firm, notes=tmp_path)
    assert result["status"] == "changed", result["lines"]
    assert tries(sim, firm) == 0
    assert held(firm) == NEW_ON_BOTH
    assert rotate(firm, notes=tmp_path)["status"] == "unchanged"
    # Refused by Legora, it goes back without a sign-in either.
    other = {
        "service_account_password": NEW,
        "service_account_password_version": NEW_VERSION,
        "rotate_new_password": "Yet-another-password-0043",
    }
    refuse_at_legora(sim, firm)
    result = rotate(firm, notes=tmp_path, **other, rotate_new_password_version="2027-01")
    assert result["status"] == "failed"
    assert "Both have the old password" in result["message"]
    assert held(firm) == NEW_ON_BOTH


def test_what_a_killed_run_wrote_to_a_locked_account_is_taken_for_there(sim: Simulator, tmp_path: Path) -> None:
    """iManage refuses it as used before, and nobody can try it from here: Legora's own status tells."""
    firm = locked_to_legora(sim)
    kill_at(firm, tmp_path, CUT_OFF)
    lost = rotate(firm, notes=tmp_path / "others")
    assert "its notes are lost, set the password of SVC-LEGORA in Control Center to" in lost["message"]
    result = rotate(firm, notes=tmp_path)
    assert result["status"] == "changed", result["lines"]
    assert held(firm) == NEW_ON_BOTH
    assert state(firm).legora_status == "active"


def test_a_locked_account_that_was_not_put_back_is_gone_on_with(sim: Simulator, tmp_path: Path) -> None:
    """The run ended, or iManage refused, on the way back."""
    firm = locked_to_legora(sim)
    firm.imanage.minimum_password = len(NEW)
    refuse_at_legora(sim, firm)
    assert rotate(firm, notes=tmp_path)["status"] == "failed"
    assert held(firm) == CUT_OFF
    sim.faults.clear()
    assert rotate(firm, notes=tmp_path)["status"] == "changed"
    assert held(firm) == NEW_ON_BOTH


def test_a_locked_account_is_not_rotated_where_nothing_can_be_noted(sim: Simulator, tmp_path: Path) -> None:
    firm = locked_to_legora(sim)
    sim.journal.clear()
    for check_mode in (True, False):
        assert "Set report_directory" in rotate(firm, check_mode=check_mode)["message"]
        without_label = rotate(firm, check_mode=check_mode, notes=tmp_path, rotate_new_password_version=None)
        assert "Set rotate_new_password_version" in without_label["message"]
    assert sim.journal.counts(firm.name)["write"] == 0
    done = rotate(firm, service_account_password=old(firm), rotate_new_password=old(firm))
    assert "Set report_directory" not in str(done["lines"])


def test_a_locked_account_whose_rotation_is_done_is_judged_by_legora(sim: Simulator) -> None:
    """As the end of a workflow runs it for each firm, without notes."""
    firm = locked_to_legora(sim)
    sim.journal.clear()
    result = rotate(firm, rotate_new_password=None, rotate_new_password_version=None, rotate_begin=False)
    assert result["status"] == "unchanged", result["lines"]
    assert finding(result, "C1")[0] == "pass"
    assert (tries(sim, firm), sim.journal.counts(firm.name)["write"]) == (0, 0)


def test_a_password_that_onboard_has_written_is_none_of_a_rotation(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    """iManage does not tell when: the next rotation to the same password must not take it for there."""
    set_up(firm)
    rotate(firm, notes=tmp_path)
    firm.imanage.tells_account_state = False
    FirmRun(firm, changes={"onboard_update_password": "always"}, notes_directory=tmp_path).run()
    assert held(firm) == OLD_ON_BOTH
    sim.journal.clear()
    assert rotate(firm, notes=tmp_path)["status"] == "changed"
    assert held(firm) == NEW_ON_BOTH
    # The current one before, and the new one after: none is refused.
    assert tries(sim, firm) == 2


# While it is under way


def test_onboard_is_refused_and_verify_does_not_sign_in(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    sim.journal.clear()
    refused = FirmRun(firm, changes=VARIABLES).result()
    assert "run rotate_password, which ends it" in refused["message"]
    assert sim.journal.counts(firm.name)["total"] == 0
    seen = FirmRun(firm, "verify", changes=VARIABLES).result()
    assert tries(sim, firm) == 0
    found = {one["id"]: one for one in seen["findings"]}["C1"]
    assert found["status"] == "warn"
    assert "under way" in found["evidence"]


def test_after_an_offboarding_the_way_back_is_named_and_leads_there(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    set_password(firm, USER_ID, NEW)
    FirmRun(firm, "offboard", changes={**VARIABLES, "offboard_confirm": firm.name}).run()
    refused = rotate(firm)
    assert refused["status"] == "failed"
    assert "if iManage has rotate_new_password already, make it the service_account_password" in str(refused["lines"])
    ended = {"service_account_password": NEW, "service_account_password_version": NEW_VERSION}
    assert FirmRun(firm, changes=ended).result()["status"] == "changed"
    assert held(firm) == NEW_ON_BOTH
    assert state(firm).enabled


@pytest.mark.full(firm_name="birch")
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("no account at Legora", "Legora has no account"),
        ("another account", "Legora has other@firm.example instead of"),
    ],
)
def test_legora_without_this_account_is_refused(sim: Simulator, firm: Firm, change: str, words: str) -> None:
    set_up(firm)
    connector = firm.connector
    if change == "another account":
        assert connector.service_account is not None
        connector.service_account.username = "other@firm.example"
    else:
        connector.service_account = None
    sim.journal.clear()
    result = rotate(firm)
    assert words in result["message"]
    assert sim.journal.counts(firm.name)["write"] == 0


def test_a_firm_that_was_never_onboarded_is_refused(sim: Simulator, firm: Firm) -> None:
    result = rotate(firm)
    assert f"there is no {USER_ID}" in result["message"]
    assert sim.journal.counts(firm.name)["write"] == 0
