# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legora's audit log as the simulator keeps it: strict about what it is asked, and an event for each change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from unit.doubles.simulator.api import PLAIN

from simulator import Simulator
from simulator.seed import Firm

CONNECTOR = "/organisation/integrations/int_alder"


@pytest.fixture
def firm(sim: Simulator) -> Firm:
    return sim.firm("alder")


@pytest.fixture
def legora(firm: Firm) -> Iterator[httpx.Client]:
    headers = {"authorization": f"Bearer {firm.legora.api_key}"}
    with httpx.Client(base_url=firm.legora_api_url, headers=headers, trust_env=False, verify=PLAIN) as http:
        yield http


def events(legora: httpx.Client, **query: str) -> list[dict[str, Any]]:
    answer = legora.get("/audit-logs", params={"limit": "100", **query})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]
    return found


def test_each_change_is_an_event_and_nothing_else_is(firm: Firm, legora: httpx.Client) -> None:
    capability = {"type": "ethical_walls", "customer_id": "4711", "library_ids": ["ACTIVE"]}
    changes: list[tuple[str, str, Any, str, str]] = [
        ("PUT", f"{CONNECTOR}/service-account", {"username": "a", "password": "b"}, "service_account.write", "update"),
        ("DELETE", f"{CONNECTOR}/service-account", None, "service_account.delete", "delete"),
        ("POST", f"{CONNECTOR}/capabilities", capability, "capability.create", "create"),
        ("PATCH", f"{CONNECTOR}/capabilities/cap_1", {"library_ids": ["CLOSED"]}, "capability.update", "update"),
        ("DELETE", f"{CONNECTOR}/capabilities/cap_1", None, "capability.delete", "delete"),
        (
            "PATCH",
            "/organisation/projects/preferences",
            {"create_projects_from": {"imanage": True}},
            "preferences.write",
            "update",
        ),
    ]
    firm.legora.reaches_imanage = False
    for number, (method, path, body, operation, action) in enumerate(changes, start=1):
        answer = legora.request(method, path, json=body)
        assert answer.is_success, answer.text
        last = events(legora)[-1]
        assert len(events(legora)) == number
        assert (last["operation"], last["action"], last["result_status"]) == (operation, action, "success")
        assert last["actor_email"] == "integration@alder.example"
    assert len({event["id"] for event in events(legora)}) == len(changes)
    assert legora.put(f"{CONNECTOR}/service-account", json={"username": "a"}).status_code == 422
    assert legora.get(f"{CONNECTOR}/capabilities").is_success
    assert len(events(legora)) == len(changes)


def test_its_own_sign_in_is_noted_when_the_result_is_another(sim: Simulator, firm: Firm, legora: httpx.Client) -> None:
    path = f"{CONNECTOR}/service-account"
    given = {"username": "lawyer5@alder.example", "password": firm.imanage.passwords["LAWYER5"]}
    assert legora.put(path, json=given).json()["data"]["status"] == "active"
    for allowed in (True, False, False, True):
        firm.imanage.users["LAWYER5"].allow_logon = allowed
        assert legora.get(path).json()["data"]["status"] == ("active" if allowed else "rejected")
    noted = [event for event in events(legora) if event["operation"] == "service_account.check"]
    assert [event["result_status"] for event in noted] == ["success", "failure", "success"]
    assert {event["resource_display_name"] for event in noted} == {"lawyer5@alder.example"}
    assert not [entry for entry in sim.journal.entries(kind="read") if entry.took_effect]


def test_one_that_was_not_tried_is_not_noted(firm: Firm, legora: httpx.Client) -> None:
    firm.legora.reaches_imanage = False
    legora.put(f"{CONNECTOR}/service-account", json={"username": "a", "password": "b"})
    assert [event["operation"] for event in events(legora)] == ["service_account.write"]


def test_pages(firm: Firm, legora: httpx.Client) -> None:
    for _number in range(5):
        firm.legora.note("ann@alder.example", "update", "preferences.write", "organisation", "org_alder")
    firm.legora.max_page_size = 2
    cursor: str | None = "0"
    sizes = []
    while cursor is not None:
        answer = legora.get("/audit-logs", params={"limit": "100", "cursor": cursor}).json()
        sizes.append(len(answer["data"]))
        cursor = answer["nextCursor"]
    assert sizes == [2, 2, 1]


def test_a_period_includes_its_ends(sim: Simulator, firm: Firm, legora: httpx.Client) -> None:
    for moment in ("2026-11-01T00:00:00Z", "2026-11-02T00:00:00.000000Z", "2026-11-03T01:00:00+01:00"):
        firm.legora.note("ann@alder.example", "update", "preferences.write", "organisation", "org_alder")
        firm.legora.audit_log[-1]["timestamp"] = moment
    assert len(events(legora, **{"from": "2026-11-02T00:00:00Z"})) == 2
    assert len(events(legora, **{"from": "2026-11-02T00:00:00.1Z"})) == 1
    assert len(events(legora, to="2026-11-02T00:00:00Z")) == 2
    assert len(events(legora, **{"from": "2026-11-02T09:00:00+09:00", "to": "2026-11-03T00:00:00Z"})) == 2


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-11-01T00:00:00Z"},
        {"actor": "ann@alder.example"},
        {"from": "yesterday"},
        {"from": ""},
        {"from": "2026-11-01"},
        {"to": "2026-11-01T00:00:00"},
        {"to": "2026-11-31T00:00:00Z"},
        {"to": "1762000000"},
        {"from": "2026-11-02T00:00:00Z", "to": "2026-11-01T00:00:00Z"},
        {"limit": "0"},
        {"limit": "-1"},
        {"limit": "ten"},
        {"cursor": "-1"},
        {"cursor": "next"},
    ],
)
def test_what_it_does_not_understand_is_refused(legora: httpx.Client, query: dict[str, str]) -> None:
    answer = legora.get("/audit-logs", params=query)
    assert answer.status_code == 400
    assert set(answer.json()["error"]) == {"code", "message", "details"}


def test_without_a_key_there_is_nothing(firm: Firm) -> None:
    answer = httpx.get(f"{firm.legora_api_url}/audit-logs", trust_env=False, verify=PLAIN)
    assert answer.status_code == 401
