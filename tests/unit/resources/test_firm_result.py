# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How tasks become a role's result, roles a firm's, and firms an overview."""

from __future__ import annotations

from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.firm_result import (
    firm_result,
    overview,
    role_result,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.vocabulary import ALSO_SEEN

CREATED = {"changed": True, "plan": ["Create it"], "requests": {"read": 2, "write": 1, "signin": 0}}
READ = {"changed": False, "plan": [], "requests": {"read": 3, "write": 0, "signin": 2}, "warnings": ["a port"]}
FAILURE = {"kind": "permission", "system": "iManage"}
FAILED = {"failed": True, "changed": True, "plan": ["Half of it"], "msg": "iManage of A: failed.", "failure": FAILURE}
PENDING = {"proceed": True, "trust": False, "status": "pending", "reason": "not effective yet"}
LOCKED = {"proceed": True, "trust": False, "status": "unrepeatable", "reason": "locked to Legora"}


def finding(status: str) -> dict[str, Any]:
    return {
        "id": "L4",
        "title": "Legora creates projects",
        "status": status,
        "evidence": "it is on" if status == "pass" else "it is off",
        "remedy": "Run onboard.",
        "onboard": "onboard switches it on",
    }


def firm(results: list[Any], **more: Any) -> dict[str, Any]:
    return firm_result(results, **{"firm": "Alder", "host": "alder", "check_mode": False, **more})


def test_role_adds_up_its_tasks_and_ignores_skipped_ones() -> None:
    result = role_result([CREATED, {"skipped": True, "changed": True}, {}, READ], {"id": "X"})
    assert (result["changed"], result["plan"], result["resource"]) == (True, ["Create it"], {"id": "X"})
    assert result["requests"] == {"read": 5, "write": 1, "signin": 2}
    assert result["warnings"] == ["a port"]
    assert result["failure"] is None


def test_failed_task_keeps_what_was_done_before() -> None:
    result = role_result([CREATED, FAILED], None)
    assert result["plan"] == ["Create it", "Half of it"]
    assert (result["failure"], result["message"]) == (FAILURE, FAILED["msg"])


def test_failure_that_is_none_of_ours_is_unexpected() -> None:
    assert role_result([{"failed": True, "msg": "no lookup"}], None)["failure"]["kind"] == "unexpected"


def test_what_a_role_decided_is_its_result() -> None:
    decided = {
        "resource": {"findings": []},
        "message": "R5 failed.",
        "failure": FAILURE,
        "warnings": ["R7 is accepted"],
    }
    result = role_result([READ, {"skipped": True}], decided=decided)
    assert (result["resource"], result["message"], result["failure"]) == ({"findings": []}, "R5 failed.", FAILURE)
    assert (result["requests"]["read"], result["warnings"]) == (3, ["a port", "R7 is accepted"])
    in_order = role_result([READ], decided={**decided, "message": None, "failure": None})
    assert (in_order["message"], in_order["failure"]) == (None, None)


def test_statuses() -> None:
    changed, unchanged = role_result([CREATED], None), role_result([READ], None)
    assert firm([changed])["status"] == "changed"
    assert firm([unchanged])["status"] == "unchanged"
    assert firm([changed], check_mode=True)["status"] == "planned"
    assert firm([unchanged], check_mode=True)["status"] == "unchanged"
    assert firm([changed], verdict=PENDING)["status"] == "incomplete"
    assert firm([changed], verdict=PENDING, check_mode=True)["status"] == "planned"
    assert firm([changed], verdict=PENDING, failed={"msg": "x"})["status"] == "failed"


def test_account_locked_to_legora_is_complete_only_when_projects_are_created() -> None:
    unchanged = role_result([READ], None)
    assert firm([unchanged], verdict=LOCKED, findings=[finding("pass")])["status"] == "unchanged"
    for status in ("fail", "warn", "unknown"):
        result = firm([unchanged], verdict=LOCKED, findings=[finding(status)])
        assert result["status"] == "incomplete"
        assert "was not switched on" in result["incomplete"]


def test_rescued_failure_counts_where_no_role_has_one() -> None:
    result = firm([role_result([CREATED], None)], failed={"msg": "Something broke", "failure": {}})
    assert (result["message"], result["failure"]["kind"]) == ("Something broke", "unexpected")
    assert firm([role_result([FAILED], None)], failed={"msg": "later", "failure": {}})["failure"] == FAILURE


def test_lines_say_what_was_done_and_never_call_an_unknown_verified() -> None:
    findings = [finding("pass"), {**finding("unknown"), "id": "A9", "title": "Rights", "evidence": "ip_locked"}]
    lines = firm([role_result([CREATED, READ], None)], findings=findings)["lines"]
    assert lines == [
        "Alder (alder): made 1 change; 8 requests (5 reads, 1 writes, 2 sign-ins)",
        "1. Create it",
        "Verified: L4",
        "Unknown: A9 Rights: ip_locked",
        "Note: a port",
    ]


def test_lines_of_a_run_that_only_looks() -> None:
    findings = [finding("pass"), {**finding("fail"), "id": "L5"}, {**finding("attested"), "id": "R6"}]
    message = "Firm: L5 Legora creates projects: it is off. Run onboard."
    role = {**role_result([READ], None), "failure": {"kind": "conflict"}, "message": message}
    result = firm([role], findings=findings, phase="verify")
    assert result["lines"] == [
        "Alder (alder): 3 checks: 1 passed, 1 failed, 1 attested; 5 requests (3 reads, 0 writes, 2 sign-ins)",
        "Verified: L4",
        "Attested: R6",
        "Fail: L5 Legora creates projects: it is off. Next: onboard switches it on",
        "Note: a port",
    ]
    assert result["status"] == "failed"
    assert firm([role_result([READ], None)], phase="preflight", findings=[finding("pass")])["status"] == "checked"
    # Before any check, the failure is all that there is to say.
    assert (
        "Failed: no lookup"
        in firm([role_result([{"failed": True, "msg": "no lookup"}], None)], phase="verify")["lines"]
    )


def test_what_could_not_be_read_stays_beside_the_critical_failures_that_its_message_goes_on_with() -> None:
    ill = finding("fail")
    unread = "Legora of Alder: failed to read the connector: HTTP 503. Run again later."
    message = f"{unread}{ALSO_SEEN}{ill['id']} {ill['title']}: {ill['evidence']}."
    failure = {"kind": "unavailable", "hint": "Run again later."}
    lines = firm([{**role_result([], None), "failure": failure, "message": message}], findings=[ill], phase="verify")[
        "lines"
    ]
    assert lines[1] == f"Failed: {unread}", "the checks stand below"
    assert any(line.startswith("Fail: L4 ") for line in lines)


def test_what_could_not_be_read_comes_before_the_checks_unless_one_of_them_quotes_it() -> None:
    message = "iManage of Alder: failed to sign in: HTTP 401. Check the password."
    role = {**role_result([], None), "failure": {"kind": "auth", "hint": "Check the password."}, "message": message}
    other = {**finding("fail"), "id": "L3"}
    quoting = {**other, "evidence": "the operator is refused: iManage of Alder: failed to sign in: HTTP 401"}
    lines = firm([role], findings=[finding("pass"), other], phase="verify")["lines"]
    assert lines[1] == f"Failed: {message}"
    lines = firm([role], findings=[finding("pass"), other, quoting], phase="preflight")["lines"]
    assert not any(line.startswith("Failed:") for line in lines)
    unread = {**role, "failure": {"kind": "unexpected"}, "message": ""}
    assert "Failed: " in firm([unread], findings=[other], phase="verify")["lines"]


def test_lines_of_an_onboarding_count_its_preflight_and_name_what_failed() -> None:
    preflight = [finding("pass"), {**finding("unknown"), "id": "R4"}, {**finding("fail"), "id": "N3"}]
    lines = firm([role_result([READ], None)], preflight=preflight)["lines"]
    assert lines[1] == "Preflight: 3 checks: 1 passed, 1 failed, 1 unknown"
    assert lines[2].startswith("Fail: N3 ")


def test_lines_of_a_failure_name_what_was_done_before() -> None:
    lines = firm([role_result([CREATED, FAILED], None)])["lines"]
    assert lines[1:4] == ["Done before the failure:", "1. Create it", "2. Half of it"]
    assert lines[4] == f"Failed: {FAILED['msg']}"
    at_once = {**FAILED, "changed": False, "plan": []}
    assert "failed before any change" in firm([role_result([at_once], None)])["lines"][0]


def test_overview_counts_and_names_who_is_not_done() -> None:
    results = [
        firm([role_result([CREATED], None)]),
        firm([role_result([FAILED], None)], host="birch"),
        firm([role_result([READ], None)], host="cedar", verdict=PENDING),
    ]
    assert overview(results, ["alder", "birch", "cedar", "dorn"]) == [
        "4 firms: 1 changed, 1 incomplete, 1 failed, 1 without a result; 2 changes made",
        f"birch: failed: {FAILED['msg']}",
        "cedar: incomplete: not effective yet; creating projects was not switched on",
        "dorn: no result; see the errors above",
    ]
    assert overview(results[:1], ["alder"], check_mode=True) == ["1 firm: 1 changed; 1 change planned"]
