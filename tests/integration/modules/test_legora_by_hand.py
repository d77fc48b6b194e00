# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legora's modules by hand: what they would write is handed over, what was confirmed stands there, nothing is sent."""

from __future__ import annotations

from typing import Any

import pytest
from integration.modules import legora_arguments as arguments

from simulator import Simulator

CONFIRMED = {
    "by": "Jane Doe",
    "date": "2026-11-02",
    "organisation": "Alder & Finch LLP",
    "service_username": arguments.USERNAME,
    "customer_id": "4711",
    "libraries": ["ACTIVE"],
    "create_projects_from_imanage": False,
}
SENTENCES = {
    "legora_connector_service_account": (
        f"Give Legora's iManage connector the service account {arguments.USERNAME} (with its password)"
    ),
    "legora_connector_capability": "Cover libraries ACTIVE, CLOSED of customer 4711 with ethical walls",
    "legora_project_preferences": "Create projects from iManage",
}


def by_hand(sim: Simulator, module: str, confirmed: Any = None, **more: Any) -> dict[str, Any]:
    """Run a module for a firm of which no address and no key is known."""
    given = {**arguments.WRITERS, **arguments.READERS}[module](sim.firm("alder"), confirmed=confirmed, **more)
    given = {name: value for name, value in given.items() if name not in ("api_url", "method", "service_password")}
    return arguments.run(module, {**given, "api_key": ""})


@pytest.mark.parametrize("module", SENTENCES)
def test_what_would_be_written_is_handed_over(sim: Simulator, module: str) -> None:
    answer = by_hand(sim, module)
    assert (answer["changed"], answer["plan"], answer["hand_over"]) == (False, [], [SENTENCES[module]])
    assert "diff" not in answer
    assert answer["requests"] == {"read": 0, "write": 0, "signin": 0}
    assert sim.journal.entries() == []


def test_what_was_confirmed_is_not_handed_over_again(sim: Simulator) -> None:
    given = {"confirmed": CONFIRMED}
    assert by_hand(sim, "legora_connector_service_account", **given)["hand_over"] == []
    assert by_hand(sim, "legora_connector_capability", **given)["hand_over"] == [
        "Change the ethical walls of customer 4711: add library CLOSED"
    ]
    whole = {**CONFIRMED, "libraries": ["CLOSED", "ACTIVE"], "create_projects_from_imanage": True}
    for module in SENTENCES:
        assert by_hand(sim, module, whole)["hand_over"] == []


@pytest.mark.parametrize(
    ("changed_at", "version", "decided"),
    [
        ("2026-11-04T08:00:00Z", None, ("set", "time")),
        ("2026-11-01T08:00:00Z", None, ("kept", "time")),
        ("2026-11-02T08:00:00Z", None, ("unknown", "none")),
        ("2026-11-02T08:00:00Z", "a", ("kept", "version")),
        (None, "b", ("set", "version")),
        (None, "a", ("kept", "version")),
    ],
)
def test_password_is_handed_over_when_it_is_newer(
    sim: Simulator, changed_at: str | None, version: str | None, decided: tuple[str, str]
) -> None:
    answer = by_hand(
        sim,
        "legora_connector_service_account",
        {**CONFIRMED, "password_version": "a"},
        update_password="when_changed",
        password_changed_at=changed_at,
        password_version=version,
    )
    assert (answer["password_action"], answer["password_checked_by"]) == decided
    assert bool(answer["hand_over"]) is (decided[0] == "set")


def test_reading_returns_what_was_confirmed_and_nothing_else(sim: Simulator) -> None:
    answer = by_hand(sim, "legora_connector_info", CONFIRMED, preferences=True, require_usable=True)
    (connector,) = answer["connectors"]
    assert (connector["id"], connector["status"], connector["enabled"], connector["url"]) == (None, None, None, None)
    assert connector["service_account"] == {"username": arguments.USERNAME, "status": None, "updated_at": "2026-11-02"}
    assert [one["library_ids"] for one in connector["capabilities"]] == [["ACTIVE"]]
    assert (answer["organisation"], answer["preferences"]) == (None, {"create_projects_from": {"imanage": False}})
    nothing = by_hand(sim, "legora_connector_info", preferences=True)
    assert (nothing["connectors"][0]["service_account"], nothing["connectors"][0]["capabilities"]) == (None, None)
    assert nothing["preferences"] == {"create_projects_from": None}
    assert sim.journal.entries() == []


def test_what_cannot_be_read_by_hand_is_unsupported(sim: Simulator) -> None:
    answer = by_hand(sim, "legora_audit_log_info")
    assert (answer["failed"], answer["failure"]["kind"]) == (True, "unsupported")


@pytest.mark.parametrize("module", [*SENTENCES, "legora_connector_info"])
def test_confirmation_that_is_unusable_or_anothers_is_refused(sim: Simulator, module: str) -> None:
    wrong = by_hand(sim, module, {**CONFIRMED, "libaries": []})
    assert (wrong["failure"]["kind"], "libaries" in wrong["msg"]) == ("validation", True)
    others = by_hand(sim, module, {**CONFIRMED, "organisation": "Birch"})
    assert (others["failure"]["kind"], "Birch" in others["msg"]) == ("tenant_mismatch", True)


@pytest.mark.parametrize("module", [*SENTENCES, *arguments.READERS])
def test_key_without_a_method_is_refused(sim: Simulator, module: str) -> None:
    given = {**arguments.WRITERS, **arguments.READERS}[module](sim.firm("alder"), method=None)
    answer = arguments.run(module, given)
    assert (answer["failed"], answer["failure"]["kind"]) == (True, "validation")
    assert "method: api" in answer["msg"]
    assert "method: by_hand" in answer["msg"]
    assert sim.journal.entries() == []
