# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the sheet of a hand-over says, and what it never says."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from helpers.sheet_reader import read
from samples import sheets
from samples.firms import HOSTILE
from unit.report.planted import CANARY, mappings

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.hand_over import confirmation_text
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.texts import markdown_code

FRIENDLY = [name for name in sheets.HAND_OVERS if name != "hostile"]


def titles(given: dict[str, Any]) -> list[str]:
    return [step["title"] for step in sheets.sheet(given)["steps"]]


def all_of(given: dict[str, Any], **more: Any) -> str:
    return "\n".join((json.dumps(sheets.sheet(given, **more)), *sheets.pages(given, **more)))


# --- What never gets in ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sheets.HAND_OVERS)
def test_password_never_gets_in_wherever_it_is(name: str) -> None:
    given = copy.deepcopy(sheets.HAND_OVERS[name])
    for place in list(mappings(given)):
        place.update({"password": CANARY, "service_password": CANARY, "unlisted": [CANARY, {"x": CANARY}]})
    assert CANARY in json.dumps(given)
    assert CANARY not in all_of(given)


def test_label_of_the_password_is_nothing_to_copy() -> None:
    """What stands there to be copied would be entered as the password."""
    step = sheets.sheet(sheets.HAND_OVERS["new"])["steps"][0]
    assert all(sheets.VERSION not in entry["values"] for entry in step["entries"])
    html, _markdown = sheets.pages(sheets.HAND_OVERS["new"])
    assert f'<code class="copy" id="entry-1-2-1">{sheets.VERSION}' not in html
    assert f"label \u201c{sheets.VERSION}\u201d; it does not stand on this sheet" in html


def test_hostile_names_stay_texts() -> None:
    html, markdown = sheets.pages(sheets.HAND_OVERS["hostile"], firm=HOSTILE, host=HOSTILE)
    assert "<script" not in html
    assert html.count("</title>") == 1
    assert "{{" not in html + markdown
    assert "7 * 7" in html
    lines = [line for line in markdown.splitlines() if "<script" in line]
    assert lines
    # As code, or in the piece of inventory.
    assert all("`<script" in line or line.startswith('  organisation: "') for line in lines)
    assert yaml.safe_load(markdown.partition("```yaml\n")[2].partition("\n```\n")[0])


@pytest.mark.parametrize(
    ("value", "code"),
    [("A", "`A`"), ("`", "`` ` ``"), ("a`b", "``a`b``"), ("``x", "``` ``x ```"), (None, "``"), ("a\nb", "`a b`")],
)
def test_code_of_markdown_is_what_it_is(value: Any, code: str) -> None:
    assert markdown_code(value) == code


# --- What it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "new",
            [
                "Enter the service account",
                "Enter the capability: customer ID and libraries",
                "Switch on: create projects from iManage",
            ],
        ),
        ("withheld", ["Enter the service account", "Enter the capability: customer ID and libraries"]),
        ("password", ["Enter the changed password of the service account"]),
        ("replaced", ["Replace the service account"]),
        ("added", ["Change the libraries of the capability"]),
        (
            "leaving",
            ["Switch off: create projects from iManage", "Remove the capability", "Remove the service account"],
        ),
        ("unsaid", ["Complete the confirmation"]),
    ],
)
def test_it_has_the_steps_that_are_left_in_their_order(name: str, found: list[str]) -> None:
    assert titles(sheets.HAND_OVERS[name]) == found


@pytest.mark.parametrize("name", FRIENDLY)
def test_page_and_ticket_say_the_same(name: str) -> None:
    page, ticket = (read(text) for text in sheets.pages(sheets.HAND_OVERS[name]))
    assert page.steps == ticket.steps
    assert (page.title, page.organisation) == (ticket.title, ticket.organisation)
    assert page.confirmed == ticket.confirmed
    assert all(step.boxes for step in page.steps)


def test_it_names_the_pages_of_the_region_and_what_to_open_there() -> None:
    new = read(sheets.pages(sheets.HAND_OVERS["new"])[0])
    integrations = f"{sheets.WEB}/settings/organisation/integrations"
    assert [(step.url, step.path) for step in new.steps] == [
        (integrations, ["iManage", "Configure", "tab Service account"]),
        (integrations, ["iManage", "Configure", "tab Capability"]),
        (f"{sheets.WEB}/settings/organisation/projects/preferences", ["Create projects from iManage"]),
    ]
    assert new.steps[0].values["User name"] == [sheets.USERNAME]
    assert new.steps[1].values["Customer ID"] == [sheets.CUSTOMER]
    assert new.steps[1].values["Library IDs"] == ["ACTIVE", "CLOSED"]


def test_what_is_not_proved_is_not_switched_on() -> None:
    """Not even where the steps say so by mistake."""
    reason = "nothing is proved."
    given = sheets.hand_over(sheets.account(), sheets.preference(), withheld=reason)
    assert titles(given) == ["Enter the service account"]
    for text in sheets.pages(given):
        assert f"Do not switch on creating projects from iManage yet: {reason}" in text
        assert "Switch on" not in text


def test_sheet_that_rests_on_an_earlier_proof_says_so_in_one_line() -> None:
    line = "Not proved again today: iManage tells neither the account"
    for text in sheets.pages(sheets.HAND_OVERS["untried"]):
        assert text.count(line) == 1
        assert "Not proved again" not in sheets.pages(sheets.HAND_OVERS["new"])[0]


def test_changed_password_is_said_first() -> None:
    for text in sheets.pages(sheets.HAND_OVERS["password"]):
        shown = text[text.index("<main>") :] if "<main>" in text else text
        first = shown.index("Legora cannot sign in to iManage until step 1 is done")
        assert first < shown.index("Before you begin")


def test_dropped_library_leaves_legora_before_nrtadmin() -> None:
    (step,) = sheets.sheet(sheets.HAND_OVERS["dropped"])["steps"]
    assert step["note"].startswith("Remove CLOSED and FINANCE here first. Only afterwards")
    assert sheets.sheet(sheets.HAND_OVERS["added"])["steps"][0]["note"] is None


def test_capability_of_another_customer_is_left_and_named() -> None:
    (step,) = sheets.sheet(sheets.HAND_OVERS["beside"])["steps"]
    assert step["title"] == "Enter the capability: customer ID and libraries"
    assert [entry["values"] for entry in step["entries"]] == [["4712"], [sheets.CUSTOMER], ["ACTIVE", "CLOSED"], []]
    assert [entry["ticked"] for entry in step["entries"]] == [False, True, True, True]
    assert step["note"].startswith("Ask whoever gave you this sheet whose the other customer ID is")
    (step,) = sheets.sheet(sheets.hand_over(sheets.capability("create", "ACTIVE")))["steps"]
    assert (len(step["entries"]), step["note"]) == (3, None)


@pytest.mark.parametrize("name", ["new", "added", "dropped", "leaving"])
def test_empty_list_of_libraries_is_warned_of(name: str) -> None:
    assert "an empty list" in json.dumps(sheets.sheet(sheets.HAND_OVERS[name])).lower()


@pytest.mark.parametrize("name", FRIENDLY)
def test_who_finds_something_else_stops_and_asks(name: str) -> None:
    steps = sheets.sheet(sheets.HAND_OVERS[name])["steps"]
    for step in steps:
        is_of_values = step["id"] in ("service_account", "capability")
        assert ("change nothing there, and ask" in str(step["stop"])) is is_of_values


def test_confirmation_lacks_what_is_asked_for() -> None:
    shown = sheets.sheet(sheets.HAND_OVERS["unsaid"])
    assert shown["title"] == f"To confirm: {sheets.FIRM}"
    assert [entry["text"] for entry in shown["steps"][0]["entries"]] == [
        "say also the label of the password that was entered (password_version)",
        "say also when it was entered, with the time and its zone (date)",
    ]
    assert (shown["before"], shown["worked"], shown["untouched"]) == (None, [], [])


def test_sheet_says_who_enables_an_integration_that_is_not_there() -> None:
    assert "article 270088" in sheets.sheet(sheets.HAND_OVERS["new"])["before"]


def test_firm_that_leaves_is_not_told_to_have_an_integration_enabled() -> None:
    leaving = {**sheets.HAND_OVERS["new"], "steps": [{"id": "preference", "do": "off"}]}
    shown = sheets.sheet(leaving)
    assert shown["headline"] == "To remove at Legora"
    assert "270088" not in shown["before"]
    assert "What is not there needs no step" in shown["before"]


@pytest.mark.parametrize("name", FRIENDLY)
def test_what_is_sent_back_is_the_confirmation(name: str) -> None:
    given = sheets.HAND_OVERS[name]
    wanted = {**given["confirmation"], "by": "", "date": ""}
    wanted["libraries"] = wanted["libraries"] or None
    if wanted["password_version"] is None:
        del wanted["password_version"]
    # What an earlier confirmation does not say, nobody suggests.
    wanted.update({lacking: "" for step in given["steps"] for lacking in step.get("lacks", ())})
    for text in sheets.pages(given):
        assert read(text).confirmed == wanted


def test_nothing_is_sent_back_where_nothing_is_to_be_confirmed() -> None:
    assert confirmation_text(None, "2026-11-29") is None


def test_values_stay_as_they_are_typed() -> None:
    given = sheets.hand_over(sheets.account(username="a{{b}}@x.example"), organisation="Alder\u202e &\tFinch")
    shown = sheets.sheet(given)
    assert shown["steps"][0]["entries"][0]["values"] == ["a{{b}}@x.example"]
    assert shown["organisation"] == "Alder & Finch"


@pytest.mark.parametrize("url", [None, "javascript:alert(1)", "https://user:x@h/"])
def test_address_is_one_or_is_left_out(url: Any) -> None:
    shown = sheets.sheet(sheets.hand_over(sheets.account(), settings_url=url))
    assert (shown["steps"][0]["url"] or "https://h") == "https://h"
