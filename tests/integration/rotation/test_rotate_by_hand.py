# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""By hand a rotation is three runs, and none waits: before the agreed moment, at it, after the confirmation."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import USER_ID, set_account, set_up
from helpers.by_hand import NO_API, all_confirmed, enter_password, steps
from helpers.playbook import finding
from integration.rotation.rotated import (
    CUT_OFF,
    NEW,
    NEW_ON_BOTH,
    NEW_VERSION,
    OLD_ON_BOTH,
    OLD_VERSION,
    VARIABLES,
    held,
    old,
    rotate,
)
from integration.rotation.stores import CURRENT, in_vault, sealed

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.hand_over import hand_over_sheet
from player import FirmRun
from simulator import Simulator
from simulator.drift import set_password
from simulator.seed import Firm


def at(minutes: int) -> str:
    """Return the moment so many minutes from now."""
    return (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat(timespec="seconds")


class ByHand:
    """A firm by hand, whose runs leave notes."""

    def __init__(self, sim: Simulator, firm: Firm, notes: Path) -> None:
        set_up(firm)
        self.sim, self.firm, self.notes = sim, firm, notes
        self.confirmed = all_confirmed(firm, password_version=OLD_VERSION)

    def run(self, **changes: Any) -> dict[str, Any]:
        """Rotate, and return the result; nothing is ever sent to Legora."""
        self.sim.journal.clear()
        given = {**NO_API, "legora_confirmed": self.confirmed, **changes}
        result = rotate(self.firm, notes=self.notes, **given)
        assert self.sim.journal.entries(self.firm.name, "legora") == []
        return result

    @property
    def writes(self) -> int:
        return self.sim.journal.counts(self.firm.name)["write"]

    def enter(self) -> None:
        """Enter the new password at Legora, and confirm it."""
        enter_password(self.firm, NEW)
        self.confirmed = all_confirmed(self.firm, password_version=NEW_VERSION)


@pytest.fixture
def by_hand(sim: Simulator, firm: Firm, tmp_path: Path) -> ByHand:
    return ByHand(sim, firm, tmp_path / "notes")


def sheet(result: dict[str, Any]) -> str:
    """Return all that a sheet says."""
    made = hand_over_sheet(
        result["hand_over"], firm="Alder", host="alder", generated_at="2026-11-29T12:00:00Z", versions=None
    )
    return str(made)


def test_three_runs(by_hand: ByHand) -> None:
    before = by_hand.run(rotate_at=at(60))
    assert (before["status"], by_hand.writes, held(by_hand.firm)) == ("handed_over", 0, OLD_ON_BOTH)
    assert steps(before) == [("service_account", "password")]
    assert before["hand_over"]["steps"][0]["password_version"] == NEW_VERSION
    said = "\n".join(before["lines"])
    assert "Not before" in said
    assert "within 60 minutes" in said
    assert "Enter nothing before" in sheet(before)
    assert "that is minutes" in sheet(before)
    due = by_hand.run(rotate_at=at(-1))
    assert (due["status"], held(by_hand.firm)) == ("handed_over", CUT_OFF)
    assert by_hand.writes == (1 if by_hand.firm.imanage.is_cloud else 2)
    assert "Urgent: iManage has the new password since" in "\n".join(due["lines"])
    assert "Legora is without access until step 1 is done" in sheet(due)
    # Once more in between nothing is done, however late.
    again = by_hand.run(rotate_at=at(-600))
    assert (again["status"], by_hand.writes, held(by_hand.firm)) == ("handed_over", 0, CUT_OFF)
    by_hand.enter()
    ended = by_hand.run(rotate_at=at(-600))
    assert (ended["status"], by_hand.writes, held(by_hand.firm)) == ("unchanged", 0, NEW_ON_BOTH)
    assert finding(ended, "C1")[0] == "attested"
    assert any("service_account_password_version" in warning for warning in ended["warnings"])


@pytest.mark.full(firm_name="birch")
def test_a_missed_window_is_refused_with_a_line_to_copy(by_hand: ByHand) -> None:
    for moment, words in ((at(-61), "the agreed moment is over"), (None, "rotate_at says when")):
        result = by_hand.run(rotate_at=moment)
        assert result["status"] == "failed"
        assert words in result["message"]
        assert "rotate_at: '20" in "\n".join(result["lines"])
        assert (by_hand.writes, held(by_hand.firm)) == (0, OLD_ON_BOTH)


@pytest.mark.parametrize("keeps_notes", [True, False])
def test_a_moment_that_is_moved_after_the_change_is_urgent_still(by_hand: ByHand, keeps_notes: bool) -> None:
    by_hand.run(rotate_at=at(60))
    by_hand.run(rotate_at=at(-1))
    if not keeps_notes:
        shutil.rmtree(by_hand.notes)
    moved = by_hand.run(rotate_at=at(40))
    assert (moved["status"], by_hand.writes, held(by_hand.firm)) == ("handed_over", 0, CUT_OFF)
    assert "Urgent: iManage has the new password since" in "\n".join(moved["lines"])
    assert "Enter nothing before" not in sheet(moved)
    assert "none that works" in finding(moved, "C1")[1]
    by_hand.enter()
    assert by_hand.run(rotate_at=at(40))["status"] == "unchanged"
    assert held(by_hand.firm) == NEW_ON_BOTH


def test_entered_too_early_is_refused_until_the_moment_is_now(by_hand: ByHand) -> None:
    """A confirmation of what nobody can have entered yet must not change the password at iManage."""
    by_hand.run(rotate_at=at(20))
    by_hand.enter()
    refused = by_hand.run(rotate_at=at(20))
    assert (refused["status"], by_hand.writes) == ("failed", 0)
    assert "confirmed before the agreed moment" in refused["message"]
    assert "Legora is cut off now: set rotate_at: '20" in "\n".join(refused["lines"])
    assert by_hand.run(rotate_at=at(0))["status"] == "changed"
    assert held(by_hand.firm) == NEW_ON_BOTH


def test_notes_alone_change_nothing_before_the_moment(by_hand: ByHand) -> None:
    """The old password was put back, and iManage does not tell so: what the notes say is looked at, not trusted."""
    by_hand.run(rotate_at=at(-1))
    set_password(by_hand.firm, USER_ID, old(by_hand.firm))
    noted = json.loads((path := next(by_hand.notes.glob("*.json"))).read_text())
    noted["rotation"]["changed_at"] = None
    path.write_text(json.dumps(noted))
    by_hand.confirmed = all_confirmed(by_hand.firm, password_version=NEW_VERSION)
    assert by_hand.run(rotate_at=at(20))["status"] != "changed"
    assert (by_hand.writes, held(by_hand.firm)) == (0, OLD_ON_BOTH)


def test_a_dry_run_at_the_moment_does_not_say_that_imanage_has_it(by_hand: ByHand) -> None:
    by_hand.run(rotate_at=at(60))
    dry = by_hand.run(rotate_at=at(-1), check_mode=True)
    evidence = finding(dry, "C1")[1]
    assert "iManage has the new password" not in evidence
    assert "would get the new password" in evidence
    by_hand.run(rotate_at=at(-1))
    dry = by_hand.run(rotate_at=at(-1), check_mode=True)
    assert "iManage has the new password" in finding(dry, "C1")[1]


def test_a_label_that_comes_again_does_not_stand_for_another_password(by_hand: ByHand) -> None:
    """Given up in Control Center, and begun anew under the same label: the window counts again."""
    set_account(by_hand.firm, pwd_changed_ts=at(-600))
    by_hand.run(rotate_at=at(-1))
    set_password(by_hand.firm, USER_ID, old(by_hand.firm))
    set_account(by_hand.firm, pwd_changed_ts=at(10))
    again = by_hand.run(rotate_at=at(-61), rotate_new_password="Yet-another-pretend-password-0043")
    assert (again["status"], by_hand.writes, held(by_hand.firm)) == ("failed", 0, OLD_ON_BOTH)
    assert "the agreed moment is over" in again["message"]


@pytest.mark.full(firm_name="birch")
def test_the_store_holds_both_until_it_is_confirmed(by_hand: ByHand, tmp_path: Path) -> None:
    file = tmp_path / "vault" / "passwords.yml"
    first = by_hand.run(rotate_at=at(60), **in_vault(file))
    assert first["status"] == "handed_over"
    made = sealed(file)
    new, version = made["rotate_new_password"], made["rotate_new_password_version"]
    assert by_hand.run(rotate_at=at(0), **in_vault(file))["status"] == "handed_over"
    assert held(by_hand.firm, new) == CUT_OFF
    assert sealed(file) == made
    enter_password(by_hand.firm, new)
    by_hand.confirmed = all_confirmed(by_hand.firm, password_version=version)
    assert by_hand.run(rotate_at=at(0), **in_vault(file))["status"] == "changed"
    assert set(sealed(file)) == CURRENT
    assert sealed(file)["service_account_password"] == new
    assert held(by_hand.firm, new) == NEW_ON_BOTH


@pytest.mark.full(firm_name="birch")
@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"rotate_new_password_version": None}, "rotate_new_password_version is missing"),
        ({"rotate_new_password_version": OLD_VERSION}, "another password needs another label"),
        ({"rotate_at": "2026-12-01"}, "rotate_at is no moment with its zone"),
        ({"rotate_at": "2026-12-01T07:00"}, "rotate_at is no moment with its zone"),
        ({"legora_confirmed": None}, "nobody has confirmed that Legora has the account"),
    ],
    ids=str,
)
def test_what_is_missing_is_refused(by_hand: ByHand, changes: dict[str, Any], words: str) -> None:
    result = by_hand.run(**{"rotate_at": at(0), **changes})
    assert words in result["message"]
    assert held(by_hand.firm) == OLD_ON_BOTH


def test_another_password_than_both_is_not_handed_over(by_hand: ByHand) -> None:
    set_password(by_hand.firm, USER_ID, "Somebody-elses-password-1")
    result = by_hand.run(rotate_at=at(0))
    assert result["status"] == "failed"
    assert "refuses both" in result["message"]


def test_verify_hands_over_the_label_that_imanage_has(by_hand: ByHand) -> None:
    """Who reads the old label after the change would enter the old password, and the other way round."""
    given = {**NO_API, **VARIABLES, "legora_confirmed": by_hand.confirmed}
    for moment, status, versions in ((60, "attested", []), (-1, "fail", [NEW_VERSION])):
        by_hand.run(rotate_at=at(moment))
        changes = {**given, "rotate_at": at(moment)}
        seen = FirmRun(by_hand.firm, "verify", changes=changes, notes_directory=by_hand.notes).result()
        assert (finding(seen, "L5")[0], finding(seen, "C1")[0]) == (status, "warn")
        handed_over = [one["password_version"] for one in seen["hand_over"]["steps"] if one["id"] == "service_account"]
        assert handed_over == versions
