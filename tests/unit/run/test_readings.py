# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks are told of what a run has read."""

from __future__ import annotations

from typing import Any

from unit.run.runs import USER, failed, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.readings import (
    account_of,
    first_connector,
    is_read,
    preferences_before,
    readings_of,
)


def connectors(*found: dict[str, Any], **more: Any) -> Any:
    return step("legora_connector_info", {"connectors": list(found), "organisation": {"id": "org"}, **more})


ON, OFF = ({"create_projects_from": {"imanage": on}} for on in (True, False))


def test_last_answer_about_each_thing_counts() -> None:
    run = run_of(connectors({"id": "before"}), connectors({"id": "after"}))
    assert readings_of(run, "onboard")["connectors"]["connectors"] == [{"id": "after"}]
    assert readings_of(run, "verify")["organisation"]["organisation"] == {"id": "org"}
    assert first_connector(run) == {"id": "before"}


def test_each_phase_looks_at_what_it_is_about() -> None:
    run = run_of(step("endpoint_info", {"endpoint": {"port": 443}}), step("legora_audit_log_info", {"events": []}))
    assert readings_of(run, "preflight")["endpoint"] == {"endpoint": {"port": 443}}
    assert "events" not in readings_of(run, "preflight")
    assert "endpoint" not in readings_of(run, "onboard")
    assert readings_of(run, "verify")["events"] == {"events": []}
    assert readings_of(run, "verify")["user"] == {}, "what was not read is empty"


def test_reading_that_failed_is_told_as_that() -> None:
    run = run_of(connectors({"id": "before"}, preferences=ON), failed("legora_connector_info", "HTTP 503"))
    for name in ("connectors", "organisation", "preferences"):
        assert readings_of(run, "verify")[name]["msg"] == "HTTP 503"
    assert first_connector(run) == {"id": "before"}


def test_signing_out_reads_nothing() -> None:
    signed_in = step("imanage_session", {"session": {"path": "/x"}})
    run = run_of(signed_in, step("imanage_session", {"session": None}, state="absent"))
    assert readings_of(run, "verify")["session"]["session"] == {"path": "/x"}


def test_preferences_that_were_written_and_read_back_count_planned_ones_do_not() -> None:
    written = step("legora_project_preferences", {"changed": True, "preferences": ON})
    before = connectors({"id": "c"}, preferences=OFF)
    assert readings_of(run_of(before, written), "onboard")["preferences"]["preferences"] == ON
    assert readings_of(run_of(before, written, check_mode=True), "onboard")["preferences"]["preferences"] == OFF
    assert preferences_before(run_of(before, written)) == OFF
    assert preferences_before(run_of(written)) == {}


def test_connector_that_was_read_without_its_preferences_leaves_them_as_they_were_read() -> None:
    run = run_of(connectors({"id": "c"}, preferences=OFF), connectors({"id": "c"}))
    assert readings_of(run, "onboard")["preferences"]["preferences"] == OFF
    assert is_read(run, "preferences")
    assert not is_read(run_of(connectors({"id": "c"})), "preferences")
    assert not is_read(run_of(connectors({"id": "c"}, preferences=OFF), failed("legora_connector_info")), "preferences")


def test_account_is_as_it_was_made_last() -> None:
    read = step("imanage_user_info", {"user": {**USER, "exists": False}})
    made = step("imanage_user", {"user": USER})
    disabled = step("imanage_user", {"user": {**USER, "id": "DISABLED"}}, state="disabled")
    assert account_of(run_of(read, made)) == USER
    assert account_of(run_of(read)) == {**USER, "exists": False}
    assert account_of(run_of(made, failed("imanage_user"))) == USER
    assert account_of(run_of(made, disabled)) == USER
    assert account_of(run_of()) == {}


def test_no_connector_is_no_first_one() -> None:
    assert first_connector(run_of(connectors())) == {}
    assert first_connector(run_of(step("legora_connector_info", {"connectors": None}))) == {}
