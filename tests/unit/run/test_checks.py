# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a phase is decided from what a run has read. What each check says stands in tests/unit/checks."""

from __future__ import annotations

from typing import Any

import pytest
from unit.run.runs import LOCKED, USER, configured, failed, healthy, proved, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.outcome import Outcome
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.checks import WantedChecks, decide
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.facts import facts_of
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run, Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.task import reason_to_skip


def decided(run: Run, phase: str | None = "verify", check_mode: bool = False, **wanted: Any) -> Outcome:
    return decide(None, WantedChecks(record=run.as_data(), phase=phase, **wanted), check_mode)


def statuses(outcome: Outcome) -> dict[str, str]:
    return {found["id"]: found["status"] for found in outcome.resource["findings"]}


def with_changed(module: str, **answer: Any) -> list[Step]:
    """Return a healthy run in which one module answers something else."""
    return [
        Step(one.module, one.name, one.wish, {**one.answer, **answer}, one.goes_on) if one.module == module else one
        for one in healthy()
    ]


@pytest.mark.parametrize("phase", ["preflight", "onboard", "verify"])
def test_firm_with_which_everything_is_in_order_goes_on(phase: str) -> None:
    outcome = decided(run_of(*healthy()), phase)
    assert outcome.stopped is None, outcome.stopped
    assert outcome.resource["phase"] == phase
    assert not [name for name, status in statuses(outcome).items() if status == "fail"]
    assert outcome.resource["state"]["user"]["id"] == "SVC-LEGORA"
    assert outcome.changed is False


OFF = {"create_projects_from": {"imanage": False, "sharepoint": False}}


def test_check_that_failed_stops_the_firm_unless_it_is_accepted() -> None:
    steps = with_changed("legora_connector_info", preferences=OFF)
    outcome = decided(run_of(*steps))
    assert outcome.stopped is not None
    assert "L4" in outcome.stopped[0]
    assert statuses(outcome)["L4"] == "fail"
    accepted = decided(run_of(*steps, accepted="L4", accepted_in="verify_accept"))
    assert accepted.stopped is None
    assert [warning for warning in accepted.warnings if warning.startswith("L4 failed, and that is accepted")]


def test_reading_that_failed_is_why_the_firm_stops() -> None:
    unread = failed("imanage_user_info", "iManage of Alder: failed to read it: HTTP 503.", user=None)
    outcome = decided(run_of(*healthy(), unread))
    assert outcome.stopped is not None
    assert outcome.stopped[0].startswith("iManage of Alder: failed to read it: HTTP 503.")
    assert statuses(outcome)["A2"] == "unknown"


def test_what_is_exported_is_counted() -> None:
    without, exported = (
        statuses(decided(run_of(*healthy(**given))))
        for given in (
            {},
            {"verify_wall_users": ["x@y.example"], "verify_legora_users": [], "verify_manual_projects": []},
        )
    )
    assert {name: (without[name], exported[name]) for name in without if without[name] != exported[name]} == {
        "S3": ("unknown", "warn"),
        "S5": ("unknown", "pass"),
    }


def test_preference_that_was_withheld_for_the_proof_is_told_with_the_reason() -> None:
    steps = [*with_changed("legora_connector_info", preferences=OFF), *LOCKED]
    (found,) = [one for one in decided(run_of(*steps), "onboard").resource["findings"] if one["id"] == "L4"]
    assert "so it was not tried from here" in found["evidence"]


def test_verification_knows_of_nothing_that_was_withheld() -> None:
    """A preference that is off has to be seen each night, above all where the account can't be proved."""
    steps = [*with_changed("legora_connector_info", preferences=OFF), *LOCKED]
    outcome = decided(run_of(*steps), "verify")
    assert statuses(outcome)["L4"] == "fail"
    assert outcome.stopped is not None


def test_other_preferences_are_compared_with_those_before_an_onboarding_only() -> None:
    before = {"create_projects_from": {"imanage": False, "sharepoint": True}}
    steps = [step("legora_connector_info", {"connectors": [], "preferences": before}), *healthy()]
    assert statuses(decided(run_of(*steps), "onboard"))["L4"] != "pass"
    assert statuses(decided(run_of(*steps), "verify"))["L4"] == "pass"


def test_dry_run_does_not_fail_for_what_it_did_not_do() -> None:
    steps = with_changed("legora_connector_info", preferences=OFF)
    assert decided(run_of(*steps), "onboard").stopped is not None
    assert decided(run_of(*steps, check_mode=True), "onboard", check_mode=True).stopped is None


@pytest.mark.parametrize("phase", ["preflight", None])
def test_firm_that_was_not_checked_has_no_checks(phase: str | None) -> None:
    with pytest.raises(EthicalWallsError, match="its variables were not checked before in this play") as caught:
        decided(run_of(step("imanage_info"), is_begun=False), phase)
    assert "legalops.ethical_walls.firm_config" in caught.value.sentence()


def test_proof_that_was_refused_stops_the_firm() -> None:
    outcome = decided(run_of(configured(), proved("rejected", "the password was refused")), None)
    assert outcome.stopped is not None
    assert outcome.stopped[0].startswith("iManage of Alder: failed to prove that")
    assert outcome.resource["proof"]["proceed"] is False
    made = step("imanage_user", {"user": USER})
    goes_on = decided(run_of(made, proved()), None)
    assert (goes_on.stopped, goes_on.resource["proof"]["status"]) == (None, "proved")


def test_account_that_was_not_proved_is_not_trusted_in_silence() -> None:
    with pytest.raises(EthicalWallsError, match="the service account was not proved before in this play"):
        decided(run_of(configured()), None)


def test_firm_that_nobody_has_confirmed_to_leave_is_not_offboarded() -> None:
    """Not in a play of somebody's own either, in which firm_config was not told what it is for."""
    for purpose in ("onboard", None):
        with pytest.raises(EthicalWallsError, match="nobody has confirmed it"):
            decided(run_of(*healthy(), purpose=purpose), "offboard")
    assert decided(run_of(*healthy(), purpose="offboard"), "offboard").stopped is None


# --- An offboarding --------------------------------------------------------------------------------------------------

_ON = {"preferences": {"create_projects_from": {"imanage": True}}}
_CAPABILITY = step("legora_connector_capability", {"capability": {}}, state="absent")


def test_preference_stays_where_the_switch_says_so_and_not_because_no_task_switched_it_off() -> None:
    steps = [*with_changed("legora_connector_info", **_ON), _CAPABILITY]
    for switches, keeps in (
        ({}, False),
        ({"offboard_keep_preference": False}, False),
        ({"offboard_keep_preference": True}, True),
    ):
        assert facts_of(run_of(*steps, purpose="offboard", switches=switches), "offboarded").keeps_preference is keeps


def test_task_leaves_the_preference_that_the_switch_keeps() -> None:
    run = run_of(*with_changed("legora_connector_info", **_ON), purpose="offboard")
    off = {"create_projects_from": {"imanage": False}}
    assert reason_to_skip(run, "legora_project_preferences", "legora", off) is None
    run = run_of(*run.steps, purpose="offboard", switches={"offboard_keep_preference": True})
    reason = reason_to_skip(run, "legora_project_preferences", "legora", off)
    assert reason == "it stays as it is, as offboard_keep_preference says"
