# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task need not be told since its run has found it, and when it has nothing to do."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.firm import EGRESS
from unit.run.runs import LOCKED, PENDING, USER, failed, proved, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import found_options
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run, Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.task import reason_to_skip

SESSION = step("imanage_session", {"session": {"path": "/x/session", "customer_id": "4711"}})
NOT_SIGNED_IN = Step("imanage_session", "Sign in", {}, {"failed": True, "msg": "HTTP 401"}, goes_on=True)
SIGNED_OUT = step("imanage_session", {"session": None}, state="absent")
CONNECTOR = step(
    "legora_connector_info",
    {"connectors": [{"service_account": {"username": "svc-old", "status": "active"}}], "preferences": {"x": 1}},
)


def found(module: str, *steps: Step, given: dict[str, Any] | None = None, **head: Any) -> dict[str, Any]:
    return found_options(run_of(*steps, **head), module, given or {})


def test_without_a_run_nothing_is_found() -> None:
    assert set(found_options(Run({}), "imanage_user", {})) == set()


def test_one_sign_in_serves_all_tasks_until_it_is_over() -> None:
    assert found("imanage_info", SESSION)["session"] == "/x/session"
    assert found("imanage_session", SESSION)["session"] == "/x/session"
    for steps in ((), (NOT_SIGNED_IN,), (SESSION, SIGNED_OUT)):
        assert "session" not in found("imanage_info", *steps)


def test_each_task_ends_with_its_firm() -> None:
    assert found("imanage_info")["ends_at"] == 1000.0


@pytest.mark.parametrize(
    ("switch", "said", "module", "filled"),
    [
        ("onboard_update_password", "always", "imanage_user", {"update_password": "always"}),
        ("onboard_wait_for_effective", 60, "imanage_access_info", {"wait_for_effective": 60}),
        ("verify_probe", True, "imanage_access_info", {"probe": "always"}),
        ("verify_audit_days", 7, "legora_audit_log_info", {"since_days": 7}),
    ],
)
def test_switch_fills_the_option_that_it_is_for(switch: str, said: Any, module: str, filled: dict[str, Any]) -> None:
    assert filled.items() <= found(module, switches={switch: said}).items()
    assert not filled.keys() & found(module, switches={}).keys(), "the module's own default is left"


@pytest.mark.parametrize(
    ("module", "given"),
    [
        ("imanage_user", {"state": "disabled"}),
        ("imanage_user", {"correct_roles": True}),
        ("legora_audit_log_info", {"since": "2026-11-01T00:00:00Z"}),
    ],
)
def test_task_with_a_wish_of_its_own_is_not_asked_what_the_switches_say(module: str, given: dict[str, Any]) -> None:
    switches = {"onboard_update_password": "always", "verify_audit_days": 7}
    assert not {"update_password", "since_days"} & found(module, given=given, switches=switches).keys()


def test_account_that_is_not_everywhere_yet_is_expected_in_its_group() -> None:
    made = step("imanage_user", {"user": {**USER, "pending": True}})
    assert found("imanage_group_membership", made)["pending_users"] == ["SVC-LEGORA"]
    assert "pending_users" not in found("imanage_group_membership", step("imanage_user", {"user": USER}))


def test_notes_lie_beside_the_reports() -> None:
    notes = {"notes_directory": "/reports", "host": "alder"}
    assert notes.items() <= found("imanage_access_info", report_directory="/reports").items()
    assert not notes.keys() & found("imanage_access_info").keys()


def test_proof_is_of_the_account_that_was_made() -> None:
    options = found("imanage_access_info", step("imanage_user", {"user": USER}))
    assert (options["account_username"], options["account"]) == (USER["sign_in_name"], USER)
    assert "account" not in found("imanage_access_info")


def test_roles_that_the_proof_saw_are_corrected_and_only_then_given() -> None:
    proof = proved(observed_roles={"ACTIVE": "DEFAULT"})
    assert found("imanage_user", proof, given={"correct_roles": True})["observed_roles"] == {"ACTIVE": "DEFAULT"}
    assert "observed_roles" not in found("imanage_user", proof)


def test_account_is_locked_to_legoras_address_whether_or_not_the_firm_wants_that_each_time() -> None:
    assert found("imanage_user", given={"ip_lock": True})["ip_range"] == EGRESS
    for given in ({}, {"ip_lock": False}, {"ip_lock": None}):
        assert "ip_range" not in found("imanage_user", given=given)


def test_former_account_is_what_legora_had_before_this_run() -> None:
    given = step("legora_connector_info", {"connectors": [{"service_account": {"username": "svc-new"}}]})
    assert found("imanage_user_info", CONNECTOR, given, given={"predecessors": "all"})["former_usernames"] == [
        "svc-old"
    ]
    assert found("imanage_user_info", given={"predecessors": "all"})["former_usernames"] == []
    assert "former_usernames" not in found("imanage_user_info", CONNECTOR)


def test_application_of_an_account_that_comes_in_through_it_is_not_asked_for() -> None:
    assert found("imanage_user_info", CONNECTOR)["applications"] is False
    assert "applications" not in found("imanage_user_info")


def test_preferences_are_read_once_but_for_a_dry_run_that_wrote_none() -> None:
    assert found("legora_connector_info")["preferences"] is True
    assert found("legora_connector_info", CONNECTOR)["preferences"] is False
    assert found("legora_connector_info", CONNECTOR, check_mode=True)["preferences"] is True


@pytest.mark.parametrize(("action", "update"), [("set", "always"), ("kept", "when_changed")])
def test_legora_gets_the_account_that_was_made_and_its_password_when_this_run_has_set_it(
    action: str, update: str
) -> None:
    changed_at = "2026-11-24T08:35:04Z"
    made = step("imanage_user", {"user": {**USER, "password_changed_at": changed_at}, "password_action": action})
    options = found("legora_connector_service_account", made)
    assert (options["service_username"], options["password_changed_at"]) == (USER["sign_in_name"], changed_at)
    assert options["update_password"] == update
    assert "service_username" not in found("legora_connector_service_account"), "it must be given"


def test_capability_is_of_the_customer_that_was_signed_in_to() -> None:
    assert found("legora_connector_capability", SESSION)["customer_id"] == "4711"
    assert "customer_id" not in found("legora_connector_capability")


def reason(module: str, *steps: Step, system: str = "imanage", **given: Any) -> str | None:
    return reason_to_skip(run_of(*steps), module, system, given)


def test_nobody_who_is_not_signed_in_is_signed_out() -> None:
    assert reason("imanage_session", state="absent") == "nobody is signed in"
    assert reason("imanage_session", SESSION, SIGNED_OUT, state="absent") == "nobody is signed in"
    assert reason("imanage_session", SESSION, state="absent") is None
    assert reason("imanage_session", state="absent", session="/my/own") is None
    assert reason("imanage_session", NOT_SIGNED_IN) is None


def test_system_that_does_not_let_us_in_is_not_read() -> None:
    assert reason("imanage_info", NOT_SIGNED_IN) == "iManage could not be signed in to"
    assert reason("endpoint_info", NOT_SIGNED_IN) is None, "it needs nobody signed in"
    assert reason("legora_connector_info", NOT_SIGNED_IN, system="legora") is None
    unread = failed("legora_connector_info")
    assert reason("legora_audit_log_info", unread, system="legora") == "Legora could not be read"
    assert reason("legora_audit_log_info", CONNECTOR, system="legora") is None


def test_account_that_is_not_there_is_not_tried() -> None:
    missing = step("imanage_user_info", {"user": {**USER, "exists": False}})
    assert reason("imanage_access_info", missing) == "there is no service account"
    assert reason("imanage_access_info", missing, account_username="another@alder.example") is None
    # What it is called, the task is not told then, and that would be a second message about one failure.
    unread = Step("imanage_user_info", "Read it", {}, {"failed": True, "msg": "HTTP 503"}, goes_on=True)
    assert reason("imanage_access_info", unread) == "the service account could not be read"
    assert reason("imanage_access_info") is None, "nobody has tried to read it: the task has to name it"


def test_roles_are_corrected_where_one_differs() -> None:
    assert reason("imanage_user", proved(), correct_roles=True) == "no role differs"
    assert reason("imanage_user", proved(differing_roles=["ACTIVE"]), correct_roles=True) is None
    assert reason("imanage_user", proved()) is None


@pytest.mark.parametrize(
    ("steps", "trusted", "trusted_or_locked"),
    [
        ((), "the account was not proved", "the account was not proved"),
        ((proved(),), None, None),
        ((PENDING,), "not effective yet", "not effective yet"),
        (LOCKED, "the account may sign in from 20.91.134.182 (Legora) only, so it was not tried from here", None),
    ],
)
def test_what_needs_trust_waits_for_it(
    steps: tuple[Step, ...], trusted: str | None, trusted_or_locked: str | None
) -> None:
    assert reason("legora_project_preferences", *steps, system="legora", require="trusted") == trusted
    assert reason("imanage_user", *steps, require="trusted_or_locked", ip_lock=True) == trusted_or_locked
    assert reason("legora_project_preferences", *steps, system="legora") is None, (
        "in somebody's own play it works alone"
    )
    assert reason("legora_connector_service_account", *steps, system="legora", require="not_rejected") is None


@pytest.mark.parametrize(
    ("imanage", "waits"), [(True, True), ("yes", True), (None, True), (False, False), ("no", False)]
)
def test_switching_it_off_needs_no_trust(imanage: Any, waits: bool) -> None:
    wanted = {"create_projects_from": {"imanage": imanage}, "require": "trusted"}
    found = reason("legora_project_preferences", PENDING, system="legora", **wanted)
    assert found == ("not effective yet" if waits else None)


def test_only_an_account_that_was_seen_to_view_documents_is_disabled_again() -> None:
    library = {"id": "ACTIVE", "status": "noncompliant", "document_view": True}
    sees = proved("noncompliant", signed_in=True, libraries=[library])
    made = step("imanage_user", {"user": USER, "newly_enabled": True})
    disable = {"state": "disabled", "require": "seen_to_view"}
    assert reason("imanage_user", made, sees, **disable) is None
    why = "this run has not made it, or it was not seen that it may view documents"
    assert reason("imanage_user", step("imanage_user", {"user": USER}), sees, **disable) == why
    refused = proved("rejected", "the password was refused")
    assert reason("imanage_user", made, refused, **disable) == why
    assert reason("imanage_user", **disable) == "the account was not proved"
