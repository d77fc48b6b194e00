# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is left to enter at Legora by hand: of a new firm, an added and a dropped library, a changed password."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers.firm import CONFIRMED, EGRESS, configured
from unit.run.runs import FAILURE, PENDING, checked, finding, proved, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.sign_in_reasons import (
    REASON_IP_LOCKED,
    REASON_UNCOUNTED,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.ended import WantedResult, end_firm
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.hand_over import (
    hand_over,
    hand_over_in_words,
    notes_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.overview import overview
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run, Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.result import firm_result

NAME = "svc-legora@alder.example"
USER = {"id": "SVC-LEGORA", "sign_in_name": NAME, "exists": True, "password_changed_at": "2026-11-01T10:00:00Z"}
PROVED = proved()
MOMENT = "2026-11-25T08:00:00Z"


def config(confirmed: dict[str, Any] | None, **more: Any) -> Step:
    """Return the check of the variables of a firm that is configured by hand."""
    given = configured(legora_method="by_hand", legora_api_key=None, **more)
    return step("firm_config", {"config": {**given, "legora_confirmed": confirmed}})


def planned(*libraries: str, **user: Any) -> list[Step]:
    """Return what an onboarding does of a firm that is proved, up to its end."""
    chosen = list(libraries or ("ACTIVE", "CLOSED"))
    return [
        step("imanage_user", {"user": {**USER, **user}, "password_action": user.get("password_action", "kept")}),
        step("legora_connector_service_account", {"service_account": {"username": NAME}}),
        step("legora_connector_capability", {"capability": {"customer_id": "4711", "library_ids": chosen}}),
        step("legora_project_preferences", {"preferences": {"create_projects_from": {"imanage": True}}}),
    ]


def found(run: Run) -> dict[str, Any]:
    given = hand_over(run, notes_of(run))
    assert given is not None
    assert given["open"] is bool(given["steps"])
    return given


def left(confirmed: dict[str, Any] | None, *steps: Step, **more: Any) -> list[dict[str, Any]]:
    taken: list[dict[str, Any]] = found(run_of(config(confirmed, **more), PROVED, *steps))["steps"]
    return taken


def test_new_firm_gets_all_of_it_and_the_preference_last() -> None:
    given = found(run_of(config(None), PROVED, *planned()))
    assert given["steps"] == [
        {"id": "service_account", "do": "enter", "username": NAME, "password_version": None, "instead_of": None},
        {
            "id": "capability",
            "do": "create",
            "customer_id": "4711",
            "instead_of": None,
            "libraries": ["ACTIVE", "CLOSED"],
            "add": ["ACTIVE", "CLOSED"],
            "remove": [],
        },
        {"id": "preference", "do": "on"},
    ]
    assert (given["withheld"], given["done"], given["since"]) == (None, [], None)
    assert given["settings_url"] == "https://app.eu.legora.com/settings/organisation/integrations"
    assert given["preferences_url"] == "https://app.eu.legora.com/settings/organisation/projects/preferences"
    assert given["confirmation"] == {
        "by": None,
        "date": None,
        "organisation": "Alder & Finch LLP",
        "service_username": NAME,
        "password_version": None,
        "customer_id": "4711",
        "libraries": ["ACTIVE", "CLOSED"],
        "create_projects_from_imanage": True,
    }


def test_what_was_confirmed_and_agrees_is_done() -> None:
    given = found(run_of(config(CONFIRMED), PROVED, *planned()))
    assert (given["open"], given["steps"]) == (False, [])
    assert given["done"] == ["service_account", "capability", "preference"]
    assert hand_over_in_words(given) == ["Hand over: nothing is left to enter at Legora"]


def test_added_and_dropped_library_change_the_capability_only() -> None:
    (added,) = left(CONFIRMED, *planned("ACTIVE", "CLOSED", "FINANCE"))
    assert (added["id"], added["do"], added["add"], added["remove"]) == ("capability", "change", ["FINANCE"], [])
    assert added["libraries"] == ["ACTIVE", "CLOSED", "FINANCE"]
    (dropped,) = left(CONFIRMED, *planned("ACTIVE"))
    assert (dropped["do"], dropped["add"], dropped["remove"]) == ("change", [], ["CLOSED"])


def test_library_in_other_letters_is_handed_over_as_imanage_spells_it_and_never_removed() -> None:
    (step,) = left({**CONFIRMED, "libraries": ["active", "CLOSED"]}, *planned())
    assert (step["do"], step["add"], step["remove"]) == ("change", ["ACTIVE"], [])
    assert step["libraries"] == ["ACTIVE", "CLOSED"]


def test_capability_of_another_customer_is_left_and_named() -> None:
    given = found(run_of(config({**CONFIRMED, "customer_id": "99"}), PROVED, *planned("ACTIVE")))
    (step,) = given["steps"]
    assert (step["do"], step["customer_id"], step["instead_of"]) == ("create", "4711", "99")
    assert (step["libraries"], step["add"], step["remove"]) == (["ACTIVE"], ["ACTIVE"], [])
    assert "libraries ACTIVE. Leave customer ID 99, which was confirmed so far" in "\n".join(hand_over_in_words(given))
    assert (given["confirmation"]["customer_id"], given["confirmation"]["libraries"]) == ("4711", ["ACTIVE"])


@pytest.mark.parametrize(
    ("confirmed", "user", "do"),
    [
        ({}, {"password_changed_at": "2026-11-03T12:00:01Z"}, "password"),
        ({}, {"password_action": "set"}, "password"),
        ({"password_version": "old"}, {}, "password"),
        ({"service_username": "svc-old"}, {}, "replace"),
        ({"service_username": None}, {}, "enter"),
    ],
)
def test_account_that_differs(confirmed: dict[str, Any], user: dict[str, Any], do: str) -> None:
    (given,) = left({**CONFIRMED, **confirmed}, *planned(**user), service_account_password_version="new")
    assert (given["id"], given["do"], given["username"], given["password_version"]) == (
        "service_account",
        do,
        NAME,
        "new",
    )
    assert given["instead_of"] == ("svc-old" if do == "replace" else None)


@pytest.mark.parametrize(("version", "lacks"), [(None, "date"), ("2026-11", "password_version")])
def test_confirmation_that_does_not_say_enough_is_to_be_completed(version: str | None, lacks: str) -> None:
    same_day = {**CONFIRMED, "date": "2026-11-01"}
    run = run_of(config(same_day, service_account_password_version=version), PROVED, *planned())
    given = found(run)
    assert given["steps"] == [{"id": "confirmation", "do": "complete", "lacks": [lacks]}]
    assert given["done"] == ["capability", "preference"]


def test_confirmation_of_another_organisation_confirms_nothing() -> None:
    steps = left({**CONFIRMED, "organisation": "Birch"}, *planned())
    assert [one["id"] for one in steps] == ["service_account", "capability", "preference"]


@pytest.mark.parametrize(
    ("proof", "head", "words"),
    [
        (PENDING, {}, "not effective yet"),
        (None, {}, "is not proved"),
        (proved("pending", "dry"), {"check_mode": True}, "dry run"),
    ],
)
def test_preference_follows_the_proof(proof: Step | None, head: dict[str, Any], words: str) -> None:
    given = found(run_of(config(None), *([proof] if proof else []), *planned()[:3], _skipped(), **head))
    assert [one["id"] for one in given["steps"]] == ["service_account", "capability"]
    assert words in str(given["withheld"])
    assert given["confirmation"]["create_projects_from_imanage"] is False


def _skipped() -> Step:
    return step("legora_project_preferences", {"skipped": True})


def test_nothing_is_said_where_nothing_is_known() -> None:
    assert hand_over(run_of(PROVED, *planned()), _no_notes()) is None, "it is the other method"
    assert hand_over(run_of(config(None), PROVED), _no_notes()) is None, "the run did not come to Legora"
    assert hand_over(run_of(config(None), *planned(), purpose="preflight"), _no_notes()) is None
    assert hand_over(run_of(config(None), purpose="verify"), _no_notes()) is None, "there is no account"


def _no_notes() -> Any:
    return notes_of(run_of())


def test_verify_says_what_is_left_although_it_writes_nothing() -> None:
    read = step("imanage_user_info", {"user": USER})
    given = found(run_of(config(CONFIRMED, imanage_libraries=["ACTIVE"]), read, PROVED, purpose="verify"))
    assert [(one["id"], one["remove"]) for one in given["steps"]] == [("capability", ["CLOSED"])]


def test_account_that_verify_sees_refused_is_handed_over_no_more() -> None:
    read = step("imanage_user_info", {"user": USER})
    refused = proved("noncompliant", "it may view documents", libraries=[{"id": "ACTIVE", "status": "noncompliant"}])
    given = found(run_of(config(None), read, refused, purpose="verify"))
    assert given["steps"] == []
    assert given["withheld"]


def test_onboarding_that_the_proof_stops_hands_over_no_more() -> None:
    """An earlier run's sheet says to switch creating projects on. It must not outlive a proof that is refused."""
    user = step("imanage_user", {"user": USER})
    refused = proved("noncompliant", "it may view documents", libraries=[{"id": "ACTIVE", "status": "noncompliant"}])
    given = found(run_of(config(None), user, refused))
    assert (given["open"], given["steps"]) == (False, [])
    assert given["withheld"]
    # One that was not tried says nothing new.
    run = run_of(config(None), user, proved("unknown", REASON_UNCOUNTED))
    assert hand_over(run, notes_of(run)) is None


def test_withdrawal_goes_backwards() -> None:
    steps = [
        step("legora_connector_service_account", {"service_account": {"username": None}}, state="absent"),
        step("legora_connector_capability", {"capability": {"customer_id": "4711", "library_ids": []}}, state="absent"),
        step("legora_project_preferences", {"preferences": {"create_projects_from": {"imanage": False}}}),
    ]
    given = found(run_of(config(CONFIRMED, service_account_password_version="2026-11"), *steps, purpose=None))
    assert [(one["id"], one["do"]) for one in given["steps"]] == [
        ("preference", "off"),
        ("capability", "remove"),
        ("service_account", "remove"),
    ]
    assert given["steps"][2]["username"] == "SVC-Legora@alder.example"
    assert (given["confirmation"]["service_username"], given["confirmation"]["customer_id"]) == (None, None)
    assert given["confirmation"]["password_version"] is None, "there is no account that it could be the password of"
    assert (
        "service_username: null, password_version: null, customer_id: null, libraries: null"
        in hand_over_in_words(given)[-1]
    )
    gone = {**CONFIRMED, "service_username": None, "customer_id": None, "libraries": []}
    done = {**gone, "create_projects_from_imanage": False}
    assert found(run_of(config(done), *steps, purpose=None))["steps"] == []


def test_own_play_hands_over_what_it_is_about_only() -> None:
    _user, _account, capability, _preference = planned("ACTIVE")
    given = found(run_of(config(CONFIRMED), capability, purpose=None))
    assert [one["id"] for one in given["steps"]] == ["capability"]
    assert given["confirmation"]["service_username"] == CONFIRMED["service_username"]


def ended(run: Run, moment: str = MOMENT) -> dict[str, Any]:
    result: dict[str, Any] = end_firm(None, WantedResult(run.as_data(), moment, {}), run.check_mode).resource
    return result


def test_firm_with_open_steps_ends_handed_over_and_says_them() -> None:
    result = ended(run_of(config(None), PROVED, *planned()))
    assert result["status"] == "handed_over"
    assert result["hand_over"]["open"] is True
    text = "\n".join(result["lines"])
    assert "1. https://app.eu.legora.com/settings/organisation/integrations, iManage, Configure, tab Service" in text
    assert f"account: enter the service account {NAME} with its password\n" in text
    capability = "create the capability for ethical walls, customer ID 4711, libraries ACTIVE, CLOSED"
    assert f"tab Capability: {capability}\n" in text
    assert "\nThe password is kept in the firm's vault\n" in text
    assert 'legora_confirmed: {by: "NAME", date: "YYYY-MM-DDTHH:MM+HH:MM", organisation: "Alder & Finch LLP"' in text
    assert result["brief"].endswith("the service account, the capability, creating projects from iManage")
    assert ended(run_of(config(CONFIRMED), PROVED, *planned()))["status"] == "unchanged"
    assert ended(run_of(config(None), PROVED, *planned(), check_mode=True))["status"] == "unchanged"


def test_overview_of_a_dry_run_counts_what_would_be_handed_over() -> None:
    dry = ended(run_of(config(None), PROVED, *planned(), check_mode=True))
    words = "0 changes planned, steps at Legora to hand over for 1 firm"
    assert overview([dry], ["alder"], check_mode=True)[0].endswith(f"; {words}")
    done = ended(run_of(config(CONFIRMED), PROVED, *planned(), check_mode=True))
    assert overview([done], ["alder"], check_mode=True)[0].endswith("; 0 changes planned")


def test_verify_that_fails_says_what_is_to_be_entered() -> None:
    """What to do about a check that fails is "what the hand-over says". So it has to be said."""
    read = step("imanage_user_info", {"user": {**USER, "memberships": {"ACTIVE": ["NRTADMIN"]}}})
    ill = finding("fail", "L3", evidence="add library ACTIVE")
    decided = checked("verify", [ill], failed=True, msg="L3: add library ACTIVE", failure=FAILURE)
    given = config({**CONFIRMED, "libraries": ["CLOSED"]}, imanage_libraries=["ACTIVE", "CLOSED"])
    run = run_of(given, read, PROVED, decided, purpose="verify")
    result = firm_result(run, found(run))
    assert result["status"] == "failed"
    added = "tab Capability: in the capability of customer ID 4711, add ACTIVE, so that it covers"
    assert added in "\n".join(result["lines"])


def test_since_is_kept_while_the_step_stays_the_same(tmp_path: Path) -> None:
    head = {"report_directory": str(tmp_path)}
    later = "2026-11-27T08:00:00Z"
    assert ended(run_of(config(None), PROVED, *planned(), check_mode=True, **head))["hand_over"]["since"] is None
    assert ended(run_of(config(None), PROVED, *planned(), **head))["hand_over"]["since"] == MOMENT
    assert ended(run_of(config(None), PROVED, *planned(), **head), later)["hand_over"]["since"] == MOMENT
    # Done in part, then something else.
    part = {**CONFIRMED, "create_projects_from_imanage": False}
    assert ended(run_of(config(part), PROVED, *planned(), **head), later)["hand_over"]["since"] == MOMENT
    other = planned("ACTIVE", "CLOSED", "FINANCE")
    assert ended(run_of(config(CONFIRMED), PROVED, *other, **head), later)["hand_over"]["since"] == later
    ended(run_of(config(CONFIRMED), PROVED, *planned(), **head), later)
    assert list(tmp_path.glob("*.notes.json")) == []


def test_note_that_cannot_be_written_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("no directory", encoding="utf-8")
    result = ended(run_of(config(None), PROVED, *planned(), report_directory=str(tmp_path / "reports")))
    assert result["status"] == "handed_over"
    assert any("could not be written" in warning for warning in result["warnings"])


def test_preference_that_was_handed_over_on_proof_stays_where_the_account_was_not_tried(tmp_path: Path) -> None:
    head = {"report_directory": str(tmp_path)}
    untried = [proved("unknown", REASON_UNCOUNTED), step("imanage_user_info", {"user": {**USER, "ip_range": EGRESS}})]
    verify = run_of(config(None), *untried, purpose="verify", **head)
    assert found(verify)["steps"] == [], "nothing tells that iManage has what it would hand over"
    ended(run_of(config(None), PROVED, *planned(), **head))
    given = found(verify)
    assert [one["id"] for one in given["steps"]] == ["service_account", "capability", "preference"]
    assert (given["since"], given["withheld"]) == (MOMENT, None)
    assert "so it was not tried" in given["not_tried"]
    assert found(run_of(config(None), PROVED, *planned(), **head))["not_tried"] is None
    unread = run_of(config(None), untried[1], purpose="verify", **head)
    assert found(unread)["not_tried"] == "the proof of the service account was not read"


def test_a_night_in_which_the_proof_is_refused_forgets_nothing_of_since_when(tmp_path: Path) -> None:
    head = {"report_directory": str(tmp_path)}
    later = "2026-11-27T08:00:00Z"
    read = step("imanage_user_info", {"user": USER})
    refused = proved("noncompliant", "it may view documents", libraries=[{"id": "ACTIVE", "status": "noncompliant"}])
    ended(run_of(config(None), PROVED, *planned(), **head))
    for _night in range(2):
        assert ended(run_of(config(None), read, refused, purpose="verify", **head), later)["hand_over"]["steps"] == []
    # What was refused is not taken for proved by a run that does not try it, whatever it is for.
    untried = proved("unknown", REASON_UNCOUNTED)
    assert found(run_of(config(None), read, untried, purpose="verify", **head))["steps"] == []
    assert found(run_of(config(None), untried, *planned(), **head))["steps"] == []
    assert ended(run_of(config(None), PROVED, *planned(), **head), later)["hand_over"]["since"] == MOMENT
    assert found(run_of(config(None), PROVED, *planned(), **head))["since"] == MOMENT
    # Done meanwhile, and handed over anew.
    ended(run_of(config(None), read, refused, purpose="verify", **head), later)
    ended(run_of(config(CONFIRMED), PROVED, *planned(), **head), later)
    assert ended(run_of(config(None), PROVED, *planned(), **head), later)["hand_over"]["since"] == later


def test_own_play_forgets_nothing_of_what_it_is_not_about(tmp_path: Path) -> None:
    head = {"report_directory": str(tmp_path)}
    later = "2026-11-27T08:00:00Z"
    off = {**CONFIRMED, "create_projects_from_imanage": False}
    ended(run_of(config(off), PROVED, *planned(), **head))
    _user, _account, capability, _preference = planned("ACTIVE")
    assert ended(run_of(config(off), capability, purpose=None, **head), later)["hand_over"]["since"] == later
    assert ended(run_of(config(off), PROVED, *planned(), **head), later)["hand_over"]["since"] == MOMENT


def _untried(confirmed: dict[str, Any] | None, *steps: Step, purpose: str = "verify", **more: Any) -> dict[str, Any]:
    """Return what is left where the account may sign in from Legora's address only."""
    locked = proved("unknown", REASON_IP_LOCKED)
    read = step("imanage_user_info", {"user": {**USER, "ip_range": EGRESS}})
    return found(run_of(config(confirmed, **more), read, locked, *steps, purpose=purpose))


def test_verify_that_tries_nothing_hands_over_no_library_that_onboarding_has_not_made_ready() -> None:
    given = _untried(CONFIRMED, imanage_libraries=["ACTIVE", "CLOSED", "FINANCE"])
    assert (given["steps"], given["kept_back"]) == ([], ["capability"])
    assert given["confirmation"]["libraries"] == CONFIRMED["libraries"]
    # What takes away, may be handed over at any time.
    (taken,) = _untried(CONFIRMED, imanage_libraries=["ACTIVE"])["steps"]
    assert taken["remove"] == ["CLOSED"]


def test_what_is_kept_back_is_not_among_what_is_to_be_confirmed() -> None:
    refused = proved("noncompliant", "it may view documents", libraries=[{"id": "ACTIVE", "status": "noncompliant"}])
    near = {**CONFIRMED, "date": "2026-11-01"}
    listed = config(near, imanage_libraries=["ACTIVE", "CLOSED", "FINANCE"])
    given = found(run_of(listed, step("imanage_user_info", {"user": USER}), refused, purpose="verify"))
    assert [one["id"] for one in given["steps"]] == ["confirmation"]
    assert given["kept_back"] == ["capability"]
    confirmation = given["confirmation"]
    assert (confirmation["libraries"], confirmation["create_projects_from_imanage"]) == (CONFIRMED["libraries"], True)
    text = "\n".join(hand_over_in_words(given))
    assert "Do not enter or change yet: the capability: " in text
    assert "switch on" not in text


def test_password_that_this_run_has_neither_set_nor_tried_is_not_handed_over() -> None:
    """Somebody has changed the label in the variables, and iManage may still have the old one, as Legora has."""
    labels = {**CONFIRMED, "password_version": "v1"}
    given = _untried(labels, *planned()[1:], purpose="onboard", service_account_password_version="v2")
    assert (given["steps"], given["kept_back"]) == ([], ["service_account"])
    assert given["confirmation"]["password_version"] == "v1"
    was_set = _untried(
        labels, *planned(password_action="set"), purpose="onboard", service_account_password_version="v2"
    )
    assert [one["do"] for one in was_set["steps"]] == ["password"]
