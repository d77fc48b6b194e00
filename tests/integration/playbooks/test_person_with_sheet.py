# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who reads nothing but the sheet leaves the same at Legora as the modules do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import set_up
from helpers.by_hand import NO_API
from helpers.playbook import Run, finding, inventory, run_playbook
from helpers.sheet_reader import read
from integration.modules import legora_arguments as arguments
from samples import sheets

from simulator import Simulator
from simulator.inventory import host_variables
from simulator.person import NotOnThisSheetError, Person, enter
from simulator.seed import Firm
from simulator.state import Connector

ACCOUNT, CAPABILITY, PREFERENCES = arguments.WRITERS
VAULT = {sheets.VERSION: arguments.PASSWORD, "vault 2026-10": "Canary-older-password-1"}
FORMS = {"page": 0, "ticket": 1}


def person(firm: Firm) -> Person:
    variables = host_variables(firm)
    return Person(variables["legora_api_url"], variables["legora_api_key"], VAULT)


def entered(firm: Firm, given: dict[str, Any], form: str) -> None:
    person(firm).enter(read(sheets.pages(given)[FORMS[form]]))


def at_legora(firm: Firm) -> dict[str, Any]:
    """Return what stands at Legora, without numbers and times."""
    shown: dict[str, Any] = {"preferences": dict(firm.legora.preferences)}
    for connector in firm.legora.connectors.values():
        account = connector.service_account
        shown[connector.id] = {
            "account": (account.username, account.password) if account else None,
            "capabilities": [(one.type, one.customer_id, sorted(one.library_ids)) for one in connector.capabilities],
            "status": connector.status,
        }
    return shown


def onboarded(firm: Firm) -> None:
    """Leave what stands there before, with an older password."""
    arguments.store_account(firm, password=VAULT["vault 2026-10"])
    arguments.store_capability(firm, ["ACTIVE", "CLOSED"])
    firm.legora.preferences["imanage"] = True


def nothing(firm: Firm) -> None:
    """Leave nothing there."""


def other_account(firm: Firm) -> None:
    onboarded(firm)
    arguments.store_account(firm, "old@alder.example")


def other_customer(firm: Firm) -> None:
    onboarded(firm)
    firm.connector.capabilities[0].customer_id = "4712"


Calls = list[tuple[str, Callable[[Firm], dict[str, Any]]]]

# (what is there before, what a person is handed, what the modules are told)
CASES: dict[str, tuple[Callable[[Firm], None], dict[str, Any], Calls]] = {
    "new": (
        nothing,
        sheets.HAND_OVERS["new"],
        [
            (ACCOUNT, arguments.service_account),
            (CAPABILITY, arguments.capability),
            (PREFERENCES, arguments.preferences),
        ],
    ),
    "withheld": (
        nothing,
        sheets.HAND_OVERS["withheld"],
        [(ACCOUNT, arguments.service_account), (CAPABILITY, arguments.capability)],
    ),
    "password": (
        onboarded,
        sheets.HAND_OVERS["password"],
        [(ACCOUNT, lambda firm: arguments.service_account(firm, update_password="always"))],
    ),
    "replaced": (other_account, sheets.HAND_OVERS["replaced"], [(ACCOUNT, arguments.service_account)]),
    "added": (
        onboarded,
        sheets.hand_over(sheets.capability("change", "ACTIVE", "CLOSED", "FINANCE", add=("FINANCE",))),
        [(CAPABILITY, lambda firm: arguments.capability(firm, libraries={"add": ["FINANCE"]}))],
    ),
    "dropped": (
        onboarded,
        sheets.hand_over(sheets.capability("change", "ACTIVE", remove=("CLOSED",))),
        [(CAPABILITY, lambda firm: arguments.capability(firm, libraries={"remove": ["CLOSED"]}))],
    ),
    "beside": (other_customer, sheets.HAND_OVERS["beside"], [(CAPABILITY, arguments.capability)]),
    "leaving": (
        onboarded,
        sheets.HAND_OVERS["leaving"],
        [
            (PREFERENCES, lambda firm: arguments.preferences(firm, imanage=False)),
            (CAPABILITY, lambda firm: arguments.key(firm, customer_id="4711", state="absent")),
            (ACCOUNT, lambda firm: arguments.key(firm, state="absent", service_username=arguments.USERNAME)),
        ],
    ),
    "unsaid": (onboarded, sheets.HAND_OVERS["unsaid"], []),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", CASES)
def test_person_leaves_what_the_modules_leave(sim: Simulator, case: str, form: str) -> None:
    before, given, calls = CASES[case]
    firm = sim.firm("alder")
    before(firm)
    first = at_legora(firm)
    entered(firm, given, form)
    by_hand = at_legora(firm)
    writes = sim.journal.counts()["effective_writes"]
    assert writes == len(calls)
    assert (by_hand != first) is bool(calls)
    sim.reset()
    firm = sim.firm("alder")
    before(firm)
    for module, build in calls:
        answer = arguments.run(module, build(firm))
        assert "failure" not in answer
        # What the sheet names and leaves, the module does too.
        assert bool(answer.get("warnings")) is any(step.get("instead_of") == "4712" for step in given["steps"])
    assert at_legora(firm) == by_hand


def test_person_touches_nothing_else(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.legora.connectors["int_2"] = Connector("int_2", "https://sharepoint.alder.example", type="sharepoint")
    other = asdict(firm.legora.connectors["int_2"])
    firm.legora.preferences["sharepoint"] = True
    entered(firm, sheets.HAND_OVERS["new"], "page")
    assert asdict(firm.legora.connectors["int_2"]) == other
    assert firm.legora.preferences == {"imanage": True, "sharepoint": True}


def other_library(firm: Firm) -> None:
    arguments.store_account(firm)
    arguments.store_capability(firm, ["ACTIVE", "SECRET"])


# (what is there before, the sheet, what was done before the step at which the person stops)
SURPRISES: list[tuple[Callable[[Firm], None], str, int]] = [
    (other_account, "new", 0),
    (other_account, "password", 0),
    (other_account, "leaving", 2),
    (onboarded, "beside", 0),
    (other_customer, "added", 0),
    (other_customer, "dropped", 0),
    (other_customer, "leaving", 1),
    (other_library, "added", 0),
    (other_library, "new", 1),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("surprise", SURPRISES, ids=lambda one: f"{one[0].__name__}-{one[1]}")
def test_person_who_finds_something_else_stops(sim: Simulator, surprise: Any, form: str) -> None:
    before, name, writes = surprise
    firm = sim.firm("alder")
    before(firm)
    with pytest.raises(NotOnThisSheetError):
        entered(firm, sheets.HAND_OVERS[name], form)
    assert sim.journal.counts()["write"] == writes


@pytest.mark.parametrize("form", FORMS)
def test_person_does_nothing_by_the_sheet_of_another_firm(sim: Simulator, form: str) -> None:
    given = sheets.hand_over(sheets.account(), organisation="Birch Holloway PC")
    sheet = read(sheets.pages(given)[FORMS[form]])
    with pytest.raises(NotOnThisSheetError):
        person(sim.firm("alder")).enter(sheet)
    assert sim.journal.counts()["write"] == 0


# --- From the playbook to the page and back ---------------------------------------------------------------------------


@pytest.mark.full
def test_firm_without_a_key_ends_as_one_with_a_key_does(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    reports, variables = tmp_path / "reports", host_variables(firm)
    given = {**NO_API, "service_account_password_version": "vault 2026-11"}

    def play(playbook: str, *arguments: str) -> Run:
        extra = {"report_directory": str(reports), "report_in_check_mode": True}
        before = len(sim.journal.entries(firm.name, "legora"))
        hosts = inventory(sim, {firm.name: given})
        run = run_playbook(tmp_path, playbook, hosts, "--limit", firm.name, *arguments, extra=extra)
        assert run.status == 0, run.output
        assert len(sim.journal.entries(firm.name, "legora")) == before, "something was sent to Legora"
        return run

    def handed() -> list[str]:
        return [file.read_text(encoding="utf-8") for file in sorted(reports.glob(f"{firm.name}-handover.*"))]

    play("onboard", "--check")
    assert handed() == []
    run = play("onboard")
    assert run.result(firm.name)["status"] == "handed_over"
    assert f"Sheet to hand over: {reports}/{firm.name}-handover.html" in run.output
    page, ticket = handed()
    assert variables["service_account_password"] not in page + ticket
    assert read(page).steps == read(ticket).steps
    assert [step.title for step in read(page).steps] == [
        "Enter the service account",
        "Enter the capability: customer ID and libraries",
        "Switch on: create projects from iManage",
    ]
    given["legora_confirmed"] = enter(firm, page)
    for playbook, status in (("onboard", "unchanged"), ("verify", "checked")):
        result = play(playbook).result(firm.name)
        assert (result["status"], result["hand_over"]["open"]) == (status, False)
        assert result["hand_over"]["done"] == ["service_account", "capability", "preference"]
        assert {finding(result, check)[0] for check in ("L2", "L3", "L4", "L5")} == {"attested"}
        assert handed() == []
    entered = at_legora(firm)
    sim.reset()
    set_up(firm)
    assert at_legora(firm) == entered
    assert entered[f"int_{firm.name}"]["status"] == "enabled"
