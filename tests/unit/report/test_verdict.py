# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says first, who it asks what, and what it says of a hand-over."""

from __future__ import annotations

import json
from typing import Any

import pytest
from samples import firms, sheets

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.left_at_legora import left_at_legora
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.summary import summary

ACCOUNT = {
    "id": "service_account",
    "username": "svc@x.example",
    "password_version": "v2",
    "instead_of": "old@x.example",
}
CAPABILITY = {"id": "capability", "customer_id": "7", "libraries": ["A", "B"], "add": ["B"], "remove": ["C"]}


@pytest.mark.parametrize(
    ("name", "headline"),
    [
        (
            "alder",
            "Not safe: the service account is an administrator where Legora is not to be (and 2 more)",
        ),
        ("cedar", "Stopped before any change: iManage refused the sign-in"),
        ("elm", "iManage is ready; 3 steps are left at Legora"),
        ("fir", "Could not be checked: iManage refused the sign-in"),
        ("hazel", "Set up and working"),
        ("ivy", "6 changes are planned"),
    ],
)
def test_first_sentence_says_whether_the_firm_is_done_and_safe(name: str, headline: str) -> None:
    assert firms.document(name)["verdict"]["headline"] == headline


@pytest.mark.parametrize(
    ("failure", "plan", "headline"),
    [
        ({"kind": "permission"}, [], "Stopped before any change: iManage did not allow what is needed"),
        ({"kind": "unavailable"}, ["x", "y"], "Stopped after 2 changes: iManage did not answer"),
        ({"kind": "tenant_mismatch"}, [], "Stopped before any change: the sign-in belongs to another firm"),
        ({"kind": "unexpected"}, ["x"], "Stopped after 1 change: the run stopped"),
        (
            {"kind": "permission", "operation": "prove that SVC-LEGORA sees metadata only"},
            ["x"],
            "Stopped after 1 change: the service account is not shown to see metadata only",
        ),
    ],
)
def test_run_that_stopped_says_where_and_why(failure: dict[str, Any], plan: list[str], headline: str) -> None:
    whole = {"system": "iManage", "operation": None, "hint": None, "retryable": False, **failure}
    stopped = firms.result("alder", "Alder", "failed", message="it broke", failure=whole, plan=plan)
    shown = firms.document("alder", result=stopped, preflight=None, verify=None)
    assert shown["verdict"]["headline"] == headline
    assert shown["signed"] is None


@pytest.mark.parametrize(
    ("changes", "dry_run", "said"),
    [
        ({"status": "changed", "plan": ["x", "y"]}, False, ("pass", "2 changes to put back what was there")),
        ({"status": "changed", "plan": ["x"], "warnings": ["kept"]}, False, ("warn", "1 change to put back")),
        ({"status": "unchanged"}, False, ("pass", "Nothing is left to put back")),
        ({"status": "planned", "plan": ["x"]}, True, ("pass", "1 change is planned")),
        (
            {"status": "handed_over", "hand_over": sheets.HAND_OVERS["new"]},
            False,
            ("handed_over", "First at Legora: 3 steps to put back what was there"),
        ),
        ({"status": "failed", "message": "it broke"}, False, ("fail", "Stopped before any change: the run stopped")),
    ],
)
def test_undo_says_what_it_put_back_and_proves_nothing(
    changes: dict[str, Any], dry_run: bool, said: tuple[str, str]
) -> None:
    result = firms.result("alder", "Alder", **{"purpose": "undo", **changes})
    shown = firms.document("alder", result=result, preflight=firms.phase("undo", []), verify=None, dry_run=dry_run)
    assert shown["verdict"]["level"] == said[0]
    assert shown["verdict"]["headline"].startswith(said[1])
    assert "Set up and working" not in json.dumps(shown)


def test_healthy_firm_has_a_quiet_list_of_what_only_people_can_confirm() -> None:
    shown = firms.document("hazel")
    assert (shown["verdict"]["level"], shown["attention"], shown["to_do"]["firm"]) == ("pass", [], [])
    assert {one["id"] for one in shown["to_confirm"]} == set(firms.PEOPLE)
    assert all(one["owner"].startswith("Your ") and one["ask"] for one in shown["to_confirm"])
    total = shown["counts"]["total"]
    assert shown["verdict"]["counts"] == f"{total - 5} of {total} checks pass, 5 for people to confirm."
    assert shown["counts"]["unknown"] == 5, "an unknown stays one"


def test_what_could_not_be_read_is_no_question_for_people() -> None:
    shown = firms.document("fir")
    (card,) = shown["attention"]
    assert card["title"] == f"{len(card['ids'])} checks could not be made"
    assert "A10" in card["ids"]
    assert card["evidence"] == "The reason stands above."
    assert "A10" not in {one["id"] for one in shown["to_confirm"]}
    assert shown["short"] is True
    assert [(one["owner"], one["ids"]) for one in shown["to_do"]["firm"]] == [("Your iManage administrator", [])]


def test_refused_sign_in_is_named_where_a_check_fails_for_it() -> None:
    known = firms.fir()
    refused = firms.finding("R2", "x", "fail", f"the operator is refused: {known['result']['message']}")
    shown = firms.document("fir", preflight=firms.phase("preflight", [refused]), verify=None)
    assert shown["verdict"]["headline"] == "Not ready: iManage refused the sign-in"
    assert "still works" in shown["to_do"]["firm"][0]["text"]


def test_dry_run_gives_no_advice_about_what_does_not_exist_yet() -> None:
    shown = firms.document("ivy")
    assert (shown["attention"], shown["to_do"]["firm"], shown["signed"]) == ([], [], "plan")
    assert all(one["planned"] for one in shown["phases"][1]["findings"])
    assert [row["ids"][0] for row in shown["phases"][1]["rows"]] == ["A1"], "they share one row"
    assert {one["health"] for one in shown["libraries"]} == {"unknown"}


# --- The hand-over --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ({**ACCOUNT, "do": "enter"}, "Enter the service account svc@x.example with its password (version v2)."),
        (
            {**ACCOUNT, "do": "password"},
            (
                "Enter the new password (version v2) of the service account svc@x.example; with an old one Legora is "
                "cut off."
            ),
        ),
        (
            {**ACCOUNT, "do": "replace", "password_version": None},
            "Enter the service account svc@x.example with its password, in the place of old@x.example.",
        ),
        ({**ACCOUNT, "do": "remove"}, "Remove the service account svc@x.example."),
        ({**CAPABILITY, "do": "create"}, "Create the capability for ethical walls, customer ID 7, libraries A, B."),
        (
            {**CAPABILITY, "do": "change"},
            "In the capability of customer ID 7, add B and remove C, so that it covers A, B.",
        ),
        (
            {**CAPABILITY, "do": "create", "instead_of": "8"},
            (
                "Create the capability for ethical walls, customer ID 7, libraries A, B. Leave customer ID 8, which "
                "was confirmed so far, and ask whose it is."
            ),
        ),
        ({**CAPABILITY, "do": "remove"}, "Remove the capability of customer ID 7."),
        ({"id": "preference", "do": "on"}, "Switch on creating projects from iManage, as the last step."),
        ({"id": "preference", "do": "off"}, "Switch off creating projects from iManage, before anything else."),
        (
            {"id": "confirmation", "do": "complete", "lacks": ["password_version"]},
            "Tell your consultant what the confirmation lacks: the label of the password that was entered.",
        ),
    ],
)
def test_each_step_is_a_sentence(step: dict[str, Any], sentence: str) -> None:
    shown = left_at_legora(firms.hand_over(steps=[step]))
    assert shown is not None
    assert shown["steps"][0]["text"] == sentence


def handed_over(**changes: Any) -> dict[str, Any]:
    known = firms.elm()
    known["result"]["hand_over"] = firms.hand_over(**changes)
    shown: dict[str, Any] = firms.document("elm", **known)
    return shown


def test_preference_that_is_withheld_is_not_to_be_switched_on() -> None:
    shown = handed_over(withheld="not proved yet", kept_back=["preference"])
    assert "Do not switch on creating projects from iManage yet: not proved yet." in shown["verdict"]["meaning"]


def test_nobody_says_that_imanage_is_ready_where_that_could_not_be_checked() -> None:
    known = firms.elm()
    known["result"]["hand_over"] = firms.hand_over()
    known["result"]["findings"][0] = {**known["result"]["findings"][0], "status": "unknown", "attestation": None}
    headline = firms.document("elm", **known)["verdict"]["headline"]
    assert headline.startswith("3 steps are left at Legora; ")
    assert "could not be checked" in headline


def test_what_only_takes_away_leaves_no_wall_unfed() -> None:
    step = {"id": "capability", "do": "change", "customer_id": "4711", "libraries": ["A"], "add": [], "remove": ["B"]}
    assert "follow all walls" not in handed_over(steps=[step])["verdict"]["meaning"]
    assert "follow all walls" in handed_over()["verdict"]["meaning"]


def test_confirmation_that_says_too_little_is_all_that_is_left() -> None:
    step = {"id": "confirmation", "do": "complete", "lacks": ["password_version"]}
    shown = handed_over(steps=[step], done=["service_account", "capability", "preference"])
    assert shown["verdict"]["headline"] == "iManage is ready; the confirmation from Legora is not complete"
    assert shown["hand_over"]["confirmed"][0] == "the service account"


def test_what_waits_for_legora_is_neither_a_pass_nor_a_fault() -> None:
    shown = handed_over()
    total = shown["counts"]["total"]
    assert shown["verdict"]["counts"] == f"{total - 5} of {total} checks pass, 5 left until Legora is set up."
    assert (shown["attention"], shown["verdict"]["level"]) == ([], "handed_over")


def test_what_differs_at_legora_is_for_whom_the_sheet_is_for() -> None:
    known = firms.elm()
    wrong = firms.finding("L3", "x", "fail", "Legora does not cover library CLOSED", remedy="Run onboard.")
    shown = firms.document("elm", **{**known, "verify": firms.phase("verify", [wrong])})
    assert shown["verdict"]["headline"] == "Not safe: Legora does not cover exactly the agreed libraries"
    assert [one["owner"] for one in shown["to_do"]["firm"]] == ["Your Legora administrator"]


def test_what_has_just_been_handed_over_is_no_point_to_decide() -> None:
    known = firms.elm()
    found = [firms.finding("L3", "x", "warn", "handed over: add library CLOSED")]
    found.append(firms.finding("A6", "x", "pass", "y"))
    shown = firms.document("elm", **{**known, "verify": firms.phase("onboard", found)})
    assert (shown["attention"], shown["verdict"]["level"]) == ([], "handed_over")
    assert (shown["counts"]["warn"], shown["counts"]["handed_over"]) == (0, 1)


def test_firm_that_confirmed_everything_is_set_up_and_says_on_whose_word() -> None:
    known = firms.elm()
    known["result"].update(hand_over=firms.hand_over(open=False, steps=[], done=["service_account"]), purpose="verify")
    said = {"by": "Jane Doe", "date": "2026-11-25T15:30:00+01:00", "note": None}
    found = [firms.finding("L2", "x", "attested", "Jane Doe, 2026-11-25", attestation=said)]
    found.append(firms.finding("S2", "x", "unknown", "Legora is configured by hand, so its audit log was not read"))
    shown = firms.document("elm", **{**known, "verify": firms.phase("verify", found)})
    assert shown["verdict"]["headline"] == "Set up and working"
    assert "as was confirmed of Legora" in shown["verdict"]["meaning"]
    assert [one["id"] for one in shown["to_confirm"]] == ["S2"]
    assert summary(shown)["confirmed"] == {**said, "date": "2026-11-25 14:30 UTC"}


def test_more_exact_advice_on_what_people_confirm_is_told() -> None:
    letter = "Send to your contact at Legora: please enable the integration. Then enter it under attestations."
    found = [firms.finding("R3", "x", "unknown", "not known", remedy=letter)]
    found.append(firms.finding("A10", "x", "unknown", "not known", remedy="Look at the filter."))
    found.append(firms.finding("A12", "x", "unknown", "not known"))
    shown = firms.document("elm", preflight=firms.phase("preflight", found), verify=None)
    rest = "Enter what people have confirmed: attestations: {%s: {by: NAME, date: YYYY-MM-DD, note: WHAT WAS SEEN}}"
    assert shown["to_do"]["consultant"] == [
        {"text": letter, "ids": ["R3"]},
        {"text": f"Look at the filter. {rest % 'A10'}", "ids": ["A10"]},
        {"text": rest % "A12", "ids": ["A12"]},
    ]


def test_each_half_is_for_whom_it_belongs_to() -> None:
    application = "Legora's application is enabled in Control Center"
    found = [firms.finding("R3", "x", "unknown", "not known")]
    shown = firms.document("hazel", preflight=firms.phase("preflight", found), verify=None)["to_confirm"]
    assert [(one["owner"], one["id"]) for one in shown] == [
        ("Your iManage administrator", "R3"),
        ("Your Legora administrator", "R3"),
    ]
    assert application in shown[0]["ask"]
    assert "integration" not in shown[0]["ask"]
    found = [firms.finding("R3", "x", "fail", "connector c is disabled")]
    shown = firms.document("hazel", preflight=firms.phase("preflight", found), verify=None)["to_do"]["firm"]
    assert [(one["owner"], one["ids"]) for one in shown] == [
        ("Your iManage administrator", ["R3"]),
        ("Your Legora administrator", ["R3"]),
    ]


@pytest.mark.parametrize(
    ("remedy", "onboard", "text"),
    [
        ("Run onboard.", "onboard adds it again", "Run onboard, which adds it again."),
        ("Run onboard.", None, "Run onboard."),
        ("Look.", "onboard leaves it", "Look. The next onboarding leaves it."),
        (None, "onboard creates it", "The next onboarding creates it."),
    ],
)
def test_what_onboarding_does_is_said_in_one_sentence(remedy: str | None, onboard: str | None, text: str) -> None:
    found = [firms.finding("A6", "x", "fail", "it is not there", remedy=remedy, onboard=onboard)]
    shown = firms.document("hazel", preflight=None, verify=firms.phase("verify", found))
    assert shown["to_do"]["consultant"] == [{"text": text, "ids": ["A6"]}]


@pytest.mark.parametrize("name", ["alder", "elm"])
def test_each_failure_and_warning_that_is_counted_is_shown(name: str) -> None:
    found = [
        firms.finding("A6", "x", "fail", "it is not in NRTADMIN of library CLOSED"),
        firms.finding("S1", "x", "warn", "CLOSED: it is not in NRTADMIN"),
        firms.finding("I3", "x", "warn", "ARCHIVE is not covered"),
        firms.finding("L3", "x", "warn", "handed over: add library CLOSED"),
    ]
    shown = firms.document(name, preflight=None, verify=firms.phase("onboard", found))
    for status in ("fail", "warn"):
        assert sum(card["status"] == status for card in shown["attention"]) == shown["counts"][status]


def test_preflight_says_nothing_of_steps_at_legora() -> None:
    known = firms.elm()
    known["result"].update(status="checked", purpose="preflight")
    known["result"]["hand_over"] = None
    nothing = firms.finding("L1", "x", "unknown", "nothing was confirmed to have been entered at Legora")
    found = firms.phase("preflight", [firms.finding("R1", "x", "pass", "eu"), nothing])
    shown = firms.document("elm", **{**known, "preflight": found, "verify": None})
    assert shown["verdict"]["headline"] == "Ready to be set up"
    assert summary(shown)["shows_hand_over"] is False


# --- The summary ----------------------------------------------------------------------------------------------------


def test_summary_holds_no_more_points_than_fit_on_a_page() -> None:
    found = [firms.finding(f"A{n}", "x", "fail", f"seen {n}") for n in range(1, 14)]
    shown = summary(firms.document("alder", preflight=None, verify=firms.phase("verify", found)))
    assert len(shown["points"]) <= 8
    assert len(shown["points"]) + shown["points_more"] > 8


def test_summary_asks_in_the_firms_words() -> None:
    shown = json.dumps(summary(firms.document("alder")))
    assert "Your iManage administrator: Once Legora does not cover the library named here, take the service" in shown
    assert "imanage_libraries" not in shown
