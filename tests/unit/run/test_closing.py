# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an offboarding ended, and who does what then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from helpers.firm import firm
from unit.checks.withdrawn import ANOTHER, BY_HAND, CAPABILITY, GONE, NOTHING_OPEN, OURS, connector, gone
from unit.run.runs import checked, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.closing import closing, closing_in_words
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run

READ = {
    "imanage_session": ("session",),
    "imanage_user_info": ("user",),
    "legora_connector_info": ("connectors", "other_connectors", "organisation", "preferences"),
}
TASKS = [step("legora_project_preferences"), step("legora_connector_capability", state="absent")]
ASKED = ("Your iManage administrator", "Your Legora administrator", "Your consultant")


def run(changes: dict[str, Any], *, ends: bool = True, **head: Any) -> Run:
    """Return an offboarding that has read a firm with these changes."""
    facts = firm(changes)
    read = [
        step(module, {name: facts.reading(name).value for name in names}, goes_on=True)
        for module, names in READ.items()
    ]
    end = [checked("offboarded", [])] if ends else []
    configured = step("firm_config", {"config": facts.config})
    return run_of(configured, *TASKS, *read, *end, **{"purpose": "offboard", **head})


def ended(changes: dict[str, Any], handed_over: dict[str, Any] | None = None, **head: Any) -> dict[str, Any]:
    found = closing(run(changes, **head), handed_over)
    assert found is not None
    return found


def owners(found: dict[str, Any]) -> tuple[str, ...]:
    return tuple(one["owner"] for one in found["to_do"])


def test_only_an_offboarding_that_came_to_its_end_has_one() -> None:
    assert closing(run(GONE, ends=False), None) is None
    assert closing(run(GONE, purpose="onboard"), None) is None
    assert closing(run(GONE), None) is not None


def test_all_of_it_gone() -> None:
    found = ended(GONE)
    assert (found["over"], {part["state"] for part in found["parts"]}) == (True, {"gone"})
    assert owners(found) == ASKED
    assert "Take alder out of the inventory" in found["to_do"][-1]["text"]
    assert "ends by itself" in found["sessions"]
    assert found["others"] == ["projects are still created from sharepoint"]
    assert closing_in_words(found, ["1. Stop"])[0] == "Left for others: projects are still created from sharepoint"
    assert closing_in_words(found, found["others"])[0].startswith("To do, your iManage administrator: ")


def test_application_is_named_as_it_is_called() -> None:
    named = ended(gone(config__imanage_legora_app_name="Legora"))["to_do"][0]["text"]
    assert named == "Disable the application Legora in Control Center, unless others use it."
    unnamed = ended(gone(config__imanage_legora_app_name=None))["to_do"][0]["text"]
    assert unnamed == "Disable Legora's application in Control Center, unless others use it."


@pytest.mark.parametrize(
    ("exposure", "words"),
    [
        ("direct", "Remove the rules that let Legora (20.91.134.182) reach iManage at https://alder.cloudimanage.com."),
        ("azure_app_proxy", "Azure App Proxy"),
        ("cloud", None),
        (None, None),
    ],
)
def test_way_to_imanage_is_closed_where_there_is_one(exposure: str | None, words: str | None) -> None:
    network = [one for one in ended(gone(config__imanage_exposure=exposure))["to_do"] if "firewall" in one["owner"]]
    assert [words in one["text"] for one in network if words] == [True] * bool(words)
    assert bool(network) is bool(words)


def test_what_others_use_is_not_to_be_switched_off_by_people_either() -> None:
    shared = ended(gone(config__account_shared_with=["twin"], user__enabled=True))
    assert owners(shared) == ("Your Legora administrator", "Your consultant")
    assert (shared["over"], shared["sessions"]) == (True, None)
    other = connector(service_account=OURS, capabilities=[CAPABILITY])
    (asked,) = ended({**other, "user.enabled": True})["to_do"]
    assert "run offboard again" in asked["text"]
    another = ended(gone(other_connectors=[ANOTHER], user__enabled=True))
    assert owners(another) == ("Your consultant",)
    assert "run offboard again" in another["to_do"][-1]["text"]


@pytest.mark.parametrize("module", ["imanage_user_info", "legora_connector_info"])
def test_what_could_not_be_read_at_the_end_is_not_gone(module: str) -> None:
    read = run(GONE)
    failed = [
        replace(one, answer={"failed": True, "msg": "away", "failure": {"kind": "unavailable"}})
        if one.module == module
        else one
        for one in read.steps
    ]
    found = closing(Run(read.head, failed), None)
    assert found is not None
    unread = "iManage" if module.startswith("imanage") else "Legora"
    assert {part["state"] for part in found["parts"] if part["system"] == unread} == {"unknown"}
    assert (found["over"], found["to_do"]) == (False, [])


def test_nothing_is_asked_while_it_is_not_over() -> None:
    for found in (
        ended(GONE, check_mode=True),
        ended(gone(user__enabled=True)),
        ended({**BY_HAND, "user.enabled": True}, {"open": True, "steps": [{"id": "preference", "do": "off"}]}),
    ):
        assert (found["over"], found["to_do"]) == (False, [])


@pytest.mark.parametrize(
    ("date", "spoken"), [("2026-11-24", "2026-11-24"), ("2026-11-24T14:30:00+01:00", "2026-11-24 13:30 UTC")]
)
def test_by_hand_nobody_has_read_legora_but_somebody_has_confirmed_it(date: str, spoken: str) -> None:
    said = {**BY_HAND, "config.legora_confirmed": {**BY_HAND["config.legora_confirmed"], "date": date}}
    found = ended(said, NOTHING_OPEN)
    assert [(part["system"], part["state"]) for part in found["parts"]] == (
        [("Legora", "confirmed")] * 3 + [("iManage", "gone")] * 2
    )
    assert {part["words"].endswith(f", as Jane Doe confirmed on {spoken}") for part in found["parts"][:3]} == {True}
    assert (found["over"], found["others"]) == (True, ended(GONE)["others"])


def test_by_hand_nobody_has_a_key_to_withdraw() -> None:
    found = ended(BY_HAND, NOTHING_OPEN)
    assert owners(found) == ASKED
    assert "key" not in found["to_do"][1]["text"]
