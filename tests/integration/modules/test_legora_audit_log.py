# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The audit log as it is read: which events, how many, and nothing of them that nobody asked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from integration.modules import legora_arguments as arguments

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.list_budget import ListLimits
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api import client as client_module
from simulator import Simulator
from simulator.seed import Firm

MODULE = "legora_audit_log_info"
FIELDS = {
    "id",
    "timestamp",
    "actor_email",
    "action",
    "operation",
    "resource_type",
    "resource_display_name",
    "result_status",
}
DAY = {"since": "2026-11-01T00:00:00Z", "until": "2026-11-01T23:59:59Z"}


def put_events(firm: Firm, *moments: str, **fields: Any) -> None:
    """Put events into a firm's audit log, as its server wrote them."""
    for moment in moments:
        firm.legora.note("ann@alder.example", "update", "preferences.write", "organisation", "org_alder")
        firm.legora.audit_log[-1].update({"timestamp": moment, **fields})


def read(firm: Firm, **more: Any) -> dict[str, Any]:
    return arguments.succeeded(MODULE, arguments.key(firm, **more))


def ids(answer: dict[str, Any]) -> list[str]:
    return [event["id"] for event in answer["events"]]


def test_what_the_modules_did_is_there(sim: Simulator) -> None:
    firm = sim.firm("alder")
    for module, given in arguments.WRITERS.items():
        assert arguments.run(module, given(firm))["changed"]
    answer = read(firm)
    assert [(event["operation"], event["actor_email"], event["result_status"]) for event in answer["events"]] == [
        ("service_account.write", "integration@alder.example", "success"),
        ("service_account.check", "connectors@legora.example", "failure"),
        ("capability.create", "integration@alder.example", "success"),
        ("preferences.write", "integration@alder.example", "success"),
    ]
    assert answer["events"][0] == {
        "id": "evt_1",
        "timestamp": answer["events"][0]["timestamp"],
        "actor_email": "integration@alder.example",
        "action": "update",
        "operation": "service_account.write",
        "resource_type": "integration",
        "resource_display_name": "int_alder",
        "result_status": "success",
    }
    assert len(answer["events"][0]["timestamp"]) == len("2026-11-24T08:40:11Z")
    assert (answer["changed"], answer["plan"], answer["truncated"]) == (False, [], False)
    assert (answer["until"], answer["requests"]) == (None, {"read": 2, "write": 0, "signin": 0})


def test_the_last_thirty_days_unless_told_otherwise(sim: Simulator) -> None:
    firm = sim.firm("alder")
    now = datetime.now(UTC)
    moments = [(now - timedelta(days=days)).isoformat() for days in (40, 29, 2, -1)]
    put_events(firm, *moments)
    assert ids(read(firm)) == ["evt_2", "evt_3", "evt_4"], "Legora's clock may be ahead of ours"
    assert ids(read(firm, since_days=3)) == ["evt_3", "evt_4"]
    assert ids(read(firm, since_days=45)) == ["evt_1", "evt_2", "evt_3", "evt_4"]
    assert ids(read(firm, since_days=30, until=moments[1])) == ["evt_1", "evt_2"]
    assert datetime.fromisoformat(read(firm)["since"]) >= now - timedelta(days=30, seconds=1)


def test_both_ends_are_included_and_offsets_understood(sim: Simulator) -> None:
    firm = sim.firm("alder")
    put_events(firm, "2026-10-31T23:59:59.999999Z", "2026-11-01T00:00:00Z", "2026-11-01T10:00:00.250000Z")
    put_events(firm, "2026-11-01T23:59:59.000000Z", "2026-11-01T23:59:59.000001Z")
    answer = read(firm, **DAY)
    assert ids(answer) == ["evt_2", "evt_3", "evt_4"]
    assert (answer["since"], answer["until"]) == (DAY["since"], DAY["until"])
    # The same day, as somebody in Tokyo writes it; and an end within a second.
    assert ids(read(firm, since="2026-11-01T09:00:00+09:00", until="2026-11-02T08:59:59+0900")) == ids(answer)
    assert ids(read(firm, since=DAY["since"], until="2026-11-01T10:00:00.25Z")) == ["evt_2", "evt_3"]
    assert ids(read(firm, since="2026-11-01T10:00:00.3Z", until=DAY["until"])) == ["evt_4"]
    query = sim.journal.entries("alder")[-1].query
    assert query["from"].replace("%3A", ":") == "2026-11-01T10:00:00Z"


def test_pages_of_one_event(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.legora.max_page_size = 1
    put_events(firm, *(f"2026-11-01T0{hour}:00:00Z" for hour in range(7)))
    answer = read(firm, **DAY)
    assert ids(answer) == [f"evt_{number}" for number in range(1, 8)]
    assert answer["requests"]["read"] == 8


def test_filters_compare_without_regard_to_case(sim: Simulator) -> None:
    firm = sim.firm("alder")
    put_events(firm, "2026-11-01T01:00:00Z")
    put_events(firm, "2026-11-01T02:00:00Z", actor_email="Bob@Alder.example", action="Delete")
    put_events(firm, "2026-11-01T03:00:00Z", actor_email=None, operation="SignIn", resource_type="User")
    chosen = {
        "actors": [(["BOB@alder.example"], [2]), (["ann@alder.example", "bob@alder.example"], [1, 2]), ([], [1, 2, 3])],
        "actions": [(["DELETE"], [2]), (["signin", " delete "], [2, 3]), (["update"], [1, 3]), (["upd"], [])],
        "resource_types": [(["user"], [3]), (["organisation", "USER"], [1, 2, 3]), (["nothing"], [])],
    }
    for option, cases in chosen.items():
        for words, expected in cases:
            assert ids(read(firm, **DAY, **{option: words})) == [f"evt_{number}" for number in expected], words
    assert ids(read(firm, **DAY, actors=["ann@alder.example"], actions=["delete"])) == []


@pytest.mark.parametrize("newest_first", [False, True])
def test_the_newest_are_kept_whatever_the_order(sim: Simulator, newest_first: bool) -> None:
    firm = sim.firm("alder")
    firm.legora.max_page_size = 2
    put_events(firm, *(f"2026-11-01T0{hour}:00:00Z" for hour in range(9)))
    if newest_first:
        firm.legora.audit_log.reverse()
    answer = read(firm, **DAY, limit=3)
    assert ids(answer) == ["evt_7", "evt_8", "evt_9"]
    assert answer["truncated"]
    # What follows is older still, so it is not read; where the oldest comes first, all of it is.
    assert answer["requests"]["read"] == 1 + (2 if newest_first else 5)
    answer = read(firm, **DAY, limit=9)
    assert (len(answer["events"]), answer["truncated"]) == (9, False)
    answer = read(firm, **DAY, limit=1, actions=["nothing"])
    assert (answer["events"], answer["truncated"]) == ([], False)


def test_events_in_no_order_are_sorted(sim: Simulator) -> None:
    firm = sim.firm("alder")
    put_events(firm, *(f"2026-11-01T0{hour}:00:00Z" for hour in (3, 1, 5, 2, 4)))
    assert ids(read(firm, **DAY)) == ["evt_2", "evt_4", "evt_1", "evt_5", "evt_3"]
    assert ids(read(firm, **DAY, limit=2)) == ["evt_5", "evt_3"]


def test_events_of_one_moment_keep_their_order(sim: Simulator) -> None:
    firm = sim.firm("alder")
    put_events(firm, *["2026-11-01T01:00:00Z"] * 3, "2026-11-01T02:00:00Z")
    assert ids(read(firm, **DAY)) == ["evt_1", "evt_2", "evt_3", "evt_4"]
    firm.legora.audit_log.reverse()
    assert ids(read(firm, **DAY)) == ["evt_1", "evt_2", "evt_3", "evt_4"]


def test_an_event_that_is_listed_twice_is_one(sim: Simulator) -> None:
    firm = sim.firm("alder")
    put_events(firm, "2026-11-01T01:00:00Z", "2026-11-01T02:00:00Z")
    firm.legora.audit_log.append(dict(firm.legora.audit_log[0]))
    answer = read(firm, **DAY, limit=2)
    assert (ids(answer), answer["truncated"]) == (["evt_1", "evt_2"], False)


def test_only_known_fields_get_out(sim: Simulator) -> None:
    firm = sim.firm("alder")
    canary = "Canary-pretend-prompt-of-a-client"
    put_events(firm, "2026-11-01T01:00:00Z", details={"prompt": canary}, ip_address=canary, **{canary: canary})
    put_events(firm, "2026-11-01T02:00:00Z", action=None, resource_display_name=None)
    answer = read(firm, **DAY)
    assert canary not in json.dumps(answer)
    assert [set(event) for event in answer["events"]] == [FIELDS, FIELDS]
    assert answer["events"][1]["action"] is None


def test_a_secret_in_a_known_field_is_masked(sim: Simulator) -> None:
    firm = sim.firm("alder")
    put_events(firm, "2026-11-01T01:00:00Z", resource_display_name=f"key {firm.legora.api_key}")
    (event,) = read(firm, **DAY)["events"]
    assert event["resource_display_name"].startswith("key ")
    assert firm.legora.api_key not in event["resource_display_name"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"since": "yesterday"}, ["since", "2026-11-24T00:00:00Z"]),
        ({"since": "2026-11-01"}, ["since", "offset"]),
        ({"since": "2026-11-01T00:00:00"}, ["since", "offset"]),
        ({"until": "2026-13-01T00:00:00Z"}, ["until", "offset"]),
        ({"until": ""}, ["until", "offset"]),
        ({"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"}, ["2026-11-02T00:00:00Z", "until"]),
        ({"since": "2026-11-02T00:00:00Z", "until": "2026-11-02T00:00:00Z"}, ["is not before until"]),
        ({"since": "9999-12-31T23:59:59Z"}, ["is not before now"]),
        ({"until": "0001-01-01T00:00:00Z"}, ["is not before until"]),
        ({"since_days": 0}, ["since_days is 0", "3650"]),
        ({"since_days": 10_000_000_000}, ["since_days", "3650"]),
        ({"limit": 0}, ["limit is 0"]),
        ({"limit": -5}, ["limit is -5"]),
        ({"actors": ["ann@alder.example", " "]}, ["actors", "empty"]),
        ({"actions": [""]}, ["actions", "empty"]),
        ({"resource_types": [""]}, ["resource_types", "empty"]),
    ],
)
def test_options_that_make_no_sense(sim: Simulator, given: dict[str, Any], words: list[str]) -> None:
    answer = arguments.run(MODULE, arguments.key(sim.firm("alder"), **given))
    arguments.refused(sim, answer, "validation", *words)
    assert "events" not in answer
    assert not [entry for entry in sim.journal.entries() if "audit" in entry.path], "it was asked all the same"


def test_the_end_of_the_calendar_is_no_surprise(sim: Simulator) -> None:
    firm = sim.firm("alder")
    put_events(firm, "2026-11-01T01:00:00Z")
    given = {"since": "0001-01-01T00:00:00Z", "until": "9999-12-31T23:59:59.5Z"}
    assert ids(read(firm, **given)) == ["evt_1"]


def test_two_beginnings_are_refused(sim: Simulator) -> None:
    answer = arguments.run(MODULE, arguments.key(sim.firm("alder"), since=DAY["since"], since_days=3))
    assert "mutually exclusive" in answer["msg"]
    assert sim.journal.counts()["total"] == 0


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (None, ["no operation audit_log", "does not offer it"]),
        ({"path": "/not/there"}, ["HTTP 404", "audit_log", "GET /not/there"]),
        ({"fields": {"timestamp": "happened_at"}}, ["audit_log", "happened_at", "timestamp"]),
        ({"fields": {"id": "length(id)"}}, ["audit_log", "length(id)"]),
        ({"fields": {"timestamp": "id"}}, ["timestamp", "audit_log", "ISO 8601"]),
        ({"list": "events"}, ["audit_log", "events"]),
        ({"next_cursor": "`1`"}, ["audit_log", "read before"]),
    ],
)
def test_an_api_without_it_is_unsupported_here_only(sim: Simulator, operation: Any, words: list[str]) -> None:
    firm = sim.firm("alder")
    put_events(firm, "2026-11-01T01:00:00Z", "2026-11-01T02:00:00Z")
    profile = {"operations": {"audit_log": operation}}
    answer = arguments.run(MODULE, arguments.key(firm, profile=profile, **DAY))
    arguments.refused(sim, answer, "unsupported", *words, "legora_profile")
    for module, given in {**arguments.READERS, **arguments.WRITERS}.items():
        if module != MODULE:
            assert "failure" not in arguments.run(module, given(firm, profile=profile)), module


def test_a_log_without_end_is_given_up(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "AUDIT_LOG_LIMITS", ListLimits(pages=2))
    firm = sim.firm("alder")
    firm.legora.max_page_size = 1
    put_events(firm, *(f"2026-11-01T0{hour}:00:00Z" for hour in range(5)))
    answer = arguments.run(MODULE, arguments.key(firm, **DAY))
    assert "did not end within 2 pages" in answer["msg"]
    assert "shorter period" in answer["failure"]["hint"]
    assert answer["requests"]["read"] == 3


def test_a_key_without_the_right(sim: Simulator) -> None:
    sim.faults.add(kind="html_page", firm="alder", system="legora", status=403, path_contains="audit-logs")
    answer = arguments.run(MODULE, arguments.key(sim.firm("alder")))
    arguments.refused(sim, answer, "permission", "read the audit log", "HTTP 403")
