# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How tasks become a role's result, roles a firm's, and firms an overview."""

from __future__ import annotations

from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.findings import ALSO_SEEN, finding_line
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.result import (
    firm_result,
    overview,
    role_result,
)

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


def test_run_that_did_not_check_the_firm_is_never_unchanged() -> None:
    """Ansible was told to begin in the middle, or to run tasks with some tag only."""
    for failed in (None, {"msg": "'ethical_walls_session' is undefined"}):
        result = firm([{}, {}], firm=None, failed=failed)
        assert (result["status"], result["failure"]["kind"]) == ("failed", "validation")
        assert "Run the playbook from its beginning, without --start-at-task and --tags." in result["message"]
        assert (failed or {"msg": "Nothing was done"})["msg"] in result["message"]
    assert firm([{}], firm=None, failed={"msg": "x", "failure": FAILURE})["failure"] == FAILURE


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
        "Alder (alder): made 1 change; 8 requests (5 reads, 1 write, 2 sign-ins)",
        "1. Create it",
        "Verified: L4",
        "Unknown: A9 Rights: ip_locked",
        "Note: a port",
    ]


def test_lines_of_a_run_that_only_looks() -> None:
    findings = [finding("pass"), {**finding("fail"), "id": "L5"}, {**finding("attested"), "id": "R6"}]
    message = "Firm: L5: it is off. Run onboard."
    role = {**role_result([READ], None), "failure": {"kind": "conflict"}, "message": message}
    result = firm([role], findings=findings, phase="verify")
    assert result["lines"] == [
        "Alder (alder): 3 checks: 1 passed, 1 failed, 1 attested; 5 requests (3 reads, 0 writes, 2 sign-ins)",
        "Verified: L4",
        "Attested: R6",
        "Fail: L5: it is off. Next: onboard switches it on",
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
    message = f"{unread}{ALSO_SEEN}{ill['id']}: {ill['evidence']}."
    failure = {"kind": "unavailable", "hint": "Run again later."}
    lines = firm([{**role_result([], None), "failure": failure, "message": message}], findings=[ill], phase="verify")[
        "lines"
    ]
    assert lines[1] == f"Failed: {unread}", "the checks stand below"
    assert any(line.startswith("Fail: L4: ") for line in lines)


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
    assert lines[1] == "Preflight: 3 checks: 1 passed, 1 failed, 1 unknown (R4)"
    assert lines[2].startswith("Fail: N3: ")
    preflight += [{**finding("warn"), "id": name} for name in ("N1", "N5")]
    (line,) = [line for line in firm([], preflight=preflight)["lines"] if line.startswith("Preflight: ")]
    assert line == "Preflight: 5 checks: 1 passed, 1 failed, 2 warned (N1, N5), 1 unknown (R4)"


def test_what_failed_before_and_still_does_is_said_once() -> None:
    accepted = {**finding("fail"), "id": "A7"}
    lines = firm([role_result([CREATED], None)], preflight=[accepted], findings=[accepted])["lines"]
    assert len([line for line in lines if line.startswith("Fail: A7")]) == 1


def test_a_plan_says_that_its_writes_are_assumed() -> None:
    """The facts are of calls that read, or come from other programs; what was done was read back."""
    done = role_result([CREATED], None)
    assert [line for line in firm([done], check_mode=True)["lines"] if line.startswith("Assumed: ")]
    assert not [line for line in firm([done])["lines"] if line.startswith("Assumed: ")]
    assert not [
        line for line in firm([role_result([], None)], check_mode=True)["lines"] if line.startswith("Assumed: ")
    ]


def test_checks_that_are_unknown_for_one_reason_share_a_line() -> None:
    waiting = [{**finding("unknown"), "id": f"A{number}", "evidence": "not created yet"} for number in range(1, 13)]
    other = {**finding("unknown"), "evidence": "Legora was not read"}
    lines = firm([role_result([CREATED], None)], findings=[*waiting, other], check_mode=True)["lines"]
    assert [line for line in lines if line.startswith("Unknown")] == [
        "Unknown: A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12: not created yet",
        "Unknown: L4 Legora creates projects: Legora was not read",
    ]


def test_why_the_firm_failed_is_not_repeated_by_the_checks_that_are_unknown_for_it() -> None:
    hint = "Check the password."
    message = f"iManage of Alder: failed to sign in: HTTP 401. {hint}"
    role = {**role_result([], None), "failure": {"kind": "auth", "hint": hint}, "message": message}
    evidence = f"iManage could not be read: {message}"
    unread = [{**finding("unknown"), "id": name, "evidence": evidence} for name in ("R2", "I2")]
    lines = firm([role], findings=unread, phase="preflight")["lines"]
    assert lines[1:] == [f"Failed: {message}", "Unknown: R2, I2: iManage could not be read: see above"]
    other = {**unread[0], "id": "A1", "evidence": f"no role: {evidence}"}
    alone = firm([role_result([], None)], findings=[*unread, other], phase="preflight")["lines"]
    assert alone[1:] == [
        f"Unknown: R2, I2: {evidence}",
        "Unknown: A1 Legora creates projects: no role: iManage could not be read: see above",
    ]


def test_one_is_no_plural() -> None:
    one = {"changed": False, "plan": [], "requests": {"read": 1, "write": 0, "signin": 0}}
    assert firm([role_result([one], None)])["lines"][0].endswith("; 1 request (1 read, 0 writes, 0 sign-ins)")


def test_lines_of_a_failure_name_what_was_done_before() -> None:
    lines = firm([role_result([CREATED, FAILED], None)])["lines"]
    assert lines[1:4] == ["Done before the failure:", "1. Create it", "2. Half of it"]
    assert lines[4] == f"Failed: {FAILED['msg']}"
    at_once = {**FAILED, "changed": False, "plan": []}
    assert "failed before any change" in firm([role_result([at_once], None)])["lines"][0]


def test_task_whose_outcome_is_not_known_is_not_called_no_change() -> None:
    lost = {**FAILED, "changed": False, "plan": [], "failure": {**FAILURE, "outcome_unknown": True}}
    alone, later = firm([role_result([lost], None)]), firm([role_result([CREATED], None), role_result([lost], None)])
    assert "failed after a task whose outcome is not known" in alone["lines"][0]
    assert "failed after 1 change and a task whose outcome is not known" in later["lines"][0]
    assert overview([alone], ["alder"])[0] == "1 firm: 1 failed; 0 changes made, 1 not known"


def test_overview_counts_and_names_who_is_not_done() -> None:
    results = [
        firm([role_result([CREATED], None)]),
        firm([role_result([FAILED], None)], host="birch"),
        firm([role_result([READ], None)], host="cedar", verdict=PENDING),
    ]
    assert overview(results, ["alder", "birch", "cedar", "dorn"]) == [
        "4 firms: 1 changed, 1 incomplete, 1 failed, 1 without a result; 2 changes made",
        "birch: failed: iManage of A: failed.",
        "cedar: incomplete: not effective yet; creating projects was not switched on",
        "dorn: no result; see the errors above",
    ]
    assert overview(results[:1], ["alder"], check_mode=True) == ["1 firm: 1 changed; 1 change planned"]


def test_overview_names_who_failed_by_the_beginning_of_the_reason() -> None:
    """All of it, and what to do, stands in the firm's own result."""
    hint = "Check legora_api_key."
    message = f"Legora of Alder: failed to read it: {'word ' * 100}end. {hint}"
    failure = {**FAILURE, "hint": hint}
    result = firm([{**role_result([], None), "failure": failure, "message": message}])
    assert f"Failed: {message}" in result["lines"]
    assert len(result["brief"]) < 250
    assert result["brief"].endswith("word ...")
    assert overview([result], ["alder"])[1] == f"alder: failed: {result['brief']}"
    ill = [{**finding("fail"), "id": name, "evidence": f"{'word ' * 30}{name}"} for name in ("A2", "L4")]
    message = f"Firm: failed to verify it: {'; '.join(finding_line(one) for one in ill)}. {hint}"
    result = firm([{**role_result([], None), "failure": failure, "message": message}], findings=ill, phase="verify")
    assert result["brief"] == "Firm: failed to verify it: A2, L4."
    short = firm([{**role_result([], None), "failure": failure, "message": f"Legora of Alder: no. {hint}"}])
    assert short["brief"] == "Legora of Alder: no."
    asked = firm([{**role_result([], None), "failure": failure, "message": f"A: did you mean B? {hint}"}])
    assert asked["brief"] == "A: did you mean B?"
    assert firm([role_result([CREATED], None)])["brief"] is None


def test_overview_counts_what_is_not_proved() -> None:
    """A dry run's checks of what it did not do say nothing yet."""
    more = {"findings": [finding("unknown")], "preflight": [{**finding("unknown"), "id": "R4"}, finding("pass")]}
    results = [firm([role_result([CREATED], None)], **more), firm([role_result([READ], None)], host="birch")]
    unknown = "Unknown, so not proved"
    assert overview(results, ["alder", "birch"])[-1] == f"{unknown}: 2 checks: R4, L4 of alder"
    assert overview(results, ["alder", "birch"], check_mode=True)[-1] == f"{unknown}: 1 check: R4 of alder"
    assert overview([firm([role_result([FAILED], None)], **more)], ["alder"])[-1].startswith("alder: failed: ")
    looked = firm([role_result([READ], None)], phase="verify", findings=[finding("unknown")])
    assert overview([looked], ["alder"]) == ["1 firm: 1 checked", f"{unknown}: 1 check: L4 of alder"]
    many = [firm([role_result([READ], None)], host=f"firm{number}", **more) for number in range(1, 8)]
    other = {**looked, "host": "other", "findings": [finding("unknown")]}
    names = "firm1, firm2, firm3, firm4, firm5 and 2 more"
    assert overview([*many, other], [])[-1] == f"{unknown}: 15 checks: R4, L4 of {names}; L4 of other"
