# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A person who reads nothing but the sheet leaves the same at Legora as the modules do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from helpers.playbook import Run, inventory, run_playbook
from integration.modules import legora_arguments as arguments
from samples import sheets

from player import FirmRun
from simulator import Simulator, drift
from simulator.inventory import host_variables
from simulator.person import NotOnThisSheetError, Person, Sheet, read
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
    arguments.own_connector(firm).capabilities[0].customer_id = "4712"


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


# What a firm without a key to Legora has.
BY_HAND = {"legora_method": None, "legora_api_key": None, "legora_api_url": None}


@dataclass
class ByHand:
    """A firm whose Legora is configured by hand, with its vault and the directory of its reports.

    :ivar variables: what of its inventory differs.
    """

    sim: Simulator
    firm: Firm
    directory: Path
    variables: dict[str, Any] = field(default_factory=lambda: dict(BY_HAND))
    vault: dict[str, str] = field(default_factory=dict)

    def play(self, playbook: str, *arguments: str, **variables: Any) -> Run:
        """Run a playbook for the firm alone; nothing is ever sent to Legora."""
        self.variables.update(variables)
        hosts = inventory(self.sim, {self.firm.name: self.variables})
        hosts["firms"]["hosts"] = {self.firm.name: hosts["firms"]["hosts"][self.firm.name]}
        before = len(self.sim.journal.entries(self.firm.name, "legora"))
        extra = {"report_directory": str(self.directory / "reports"), "report_in_check_mode": True}
        run = run_playbook(self.directory, playbook, hosts, *arguments, extra=extra)
        assert len(self.sim.journal.entries(self.firm.name, "legora")) == before
        return run

    def keep(self, version: str, password: str) -> dict[str, str]:
        """Keep a password in the vault, and return the variables that say so."""
        self.vault[version] = password
        return {"service_account_password": password, "service_account_password_version": version}

    def sheets(self) -> list[Sheet]:
        """Return the sheet that stands beside the report, as a page and as a ticket; none where there is none."""
        files = sorted((self.directory / "reports").glob(f"{self.firm.name}-handover.*"))
        texts = [file.read_text(encoding="utf-8") for file in files]
        assert not any(password in text for text in texts for password in self.vault.values())
        return [read(text) for text in texts]

    def enter(self) -> Sheet:
        """Let a person do what the sheet says, and confirm it as it asks for."""
        page, ticket = self.sheets()
        assert page.steps == ticket.steps
        variables = host_variables(self.firm)
        Person(variables["legora_api_url"], variables["legora_api_key"], self.vault).enter(page)
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        self.variables["legora_confirmed"] = {**(page.confirmed or {}), "by": "Dana Reyes", "date": moment}
        return page


@pytest.fixture
def by_hand(sim: Simulator, firm_name: str, tmp_path: Path) -> ByHand:
    return ByHand(sim, sim.firm(firm_name), tmp_path)


@pytest.mark.full(firm_name="birch")
@pytest.mark.full
def test_firm_without_a_key_ends_as_one_with_a_key_does(by_hand: ByHand) -> None:
    firm = by_hand.firm
    password = by_hand.keep("vault 2026-11", host_variables(firm)["service_account_password"])
    dry = by_hand.play("onboard", "--check", **password)
    assert dry.status == 0, dry.output
    assert by_hand.sheets() == []
    run = by_hand.play("onboard")
    assert (run.status, run.result(firm.name)["status"]) == (0, "handed_over"), run.output
    assert f"Sheet to hand over: {by_hand.directory}/reports/{firm.name}-handover.html" in run.output
    assert [step.title for step in by_hand.enter().steps] == [
        "Enter the service account",
        "Enter the capability: customer ID and libraries",
        "Switch on: create projects from iManage",
    ]
    verified = by_hand.play("verify")
    assert verified.status == 0, verified.output
    assert by_hand.sheets() == []
    entered = at_legora(firm)
    by_hand.sim.reset()
    FirmRun(firm).run()
    assert at_legora(firm) == entered
    assert entered[f"int_{firm.name}"]["status"] == "enabled"


# In make test, one test has these sheets on their own, and another this way of a firm in process.
@pytest.mark.full
@pytest.mark.parametrize("firm_name", ["alder"], indirect=True)
def test_later_sheets_hold_what_is_left_only(by_hand: ByHand) -> None:
    """A library more, another password, a library less."""
    firm, customer = by_hand.firm, str(by_hand.firm.imanage.customer_id)
    first = by_hand.keep("vault 2026-11", "Canary-of-the-vault-1")
    assert by_hand.play("onboard", **first, imanage_libraries=["ACTIVE"]).status == 0
    assert by_hand.enter().steps[1].values["Library IDs"] == ["ACTIVE"]
    second = {
        **by_hand.keep("vault 2026-12", "Canary-of-the-vault-2"),
        "onboard_update_password": "always",
    }
    later: list[tuple[dict[str, Any], str, dict[str, list[str]]]] = [
        (
            {"imanage_libraries": ["ACTIVE", "CLOSED"]},
            "Change the libraries of the capability",
            {"Customer ID": [customer], "Libraries to add": ["CLOSED"], "Library IDs": ["ACTIVE", "CLOSED"], "": []},
        ),
        (
            second,
            "Enter the changed password of the service account",
            {"User name": [sheets.USERNAME], "Password": [], "": []},
        ),
        (
            {"imanage_libraries": ["ACTIVE"], "onboard_update_password": "on_create"},
            "Change the libraries of the capability",
            {"Customer ID": [customer], "Libraries to remove": ["CLOSED"], "Library IDs": ["ACTIVE"], "": []},
        ),
    ]
    for variables, title, values in later:
        run = by_hand.play("onboard", **variables)
        assert (run.status, run.result("alder")["status"]) == (0, "handed_over"), run.output
        assert ("still covered by Legora" in run.output) is ("Libraries to remove" in values)
        assert [(step.title, step.values) for step in by_hand.enter().steps] == [(title, values)]
    checked = by_hand.play("verify")
    assert checked.result("alder")["hand_over"]["open"] is False, checked.output
    assert by_hand.sheets() == []
    # It leaves NRTADMIN there only after it has left Legora.
    assert "A7: SVC-LEGORA is in NRTADMIN of library CLOSED, not listed. Next" in checked.output
    assert checked.status == 2
    drift.change(firm, "remove_member", user="SVC-LEGORA", library="CLOSED")
    checked = by_hand.play("verify")
    assert checked.status == 0, checked.output
    stored = at_legora(firm)["int_alder"]
    assert stored["account"] == (sheets.USERNAME, "Canary-of-the-vault-2")
    assert stored["capabilities"] == [("ethical_walls", customer, ["ACTIVE"])]
