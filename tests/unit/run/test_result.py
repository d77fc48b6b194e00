# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How what the tasks of a run did becomes the firm's result."""

from __future__ import annotations

from typing import Any

import pytest
from unit.run.runs import FAILURE, LOCKED, PENDING, checked, configured, failed, finding, proved, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.findings import ALSO_SEEN, finding_line
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.proof import CUT_OFF
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.overview import overview
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.result import firm_result

CREATED = step(
    "imanage_user", {"changed": True, "plan": ["Create it"], "requests": {"read": 2, "write": 1, "signin": 0}}
)
READ = step(
    "imanage_info", {"plan": [], "requests": {"read": 3, "write": 0, "signin": 2}, "warnings": ["a port"]}, goes_on=True
)
FAILED = failed("imanage_group_membership", changed=True, plan=["Half of it"])


def firm(*steps: Step, **more: Any) -> dict[str, Any]:
    return firm_result(run_of(*steps, **more))


def test_firm_adds_up_its_tasks_and_ignores_skipped_ones() -> None:
    skipped = step("imanage_user", {"skipped": True, "changed": True, "plan": ["Not this"], "warnings": ["nor this"]})
    result = firm(CREATED, skipped, step("imanage_session"), READ)
    assert (result["changed"], result["plan"]) == (True, ["Create it"])
    assert result["requests"] == {"read": 5, "write": 1, "signin": 2}
    assert result["warnings"] == ["a port"]
    assert result["failure"] is None


def test_failed_task_keeps_what_was_done_before() -> None:
    result = firm(CREATED, FAILED)
    assert result["plan"] == ["Create it", "Half of it"]
    assert (result["failure"], result["message"]) == (FAILURE, "iManage of A: failed.")


def test_failure_that_is_none_of_ours_is_unexpected() -> None:
    result = firm(failed("", "no lookup", failure=None))
    assert (result["failure"]["kind"], result["message"]) == ("unexpected", "no lookup")
    silent = firm(failed("", msg="", failure=None))
    assert silent["message"] == "task Task with  failed"


def test_reading_that_failed_is_a_finding_and_not_the_end() -> None:
    reading = Step("imanage_info", "Read iManage", {}, {"failed": True, "msg": "HTTP 503"}, goes_on=True)
    assert (firm(reading)["status"], firm(reading)["failure"]) == ("unchanged", None)


def test_what_the_checks_decided_is_the_result() -> None:
    stopped = {"failed": True, "msg": "R5 failed.", "failure": FAILURE, "warnings": ["R7 is accepted"]}
    result = firm(READ, checked("preflight", [finding("fail", "R5")], **stopped))
    assert (result["message"], result["failure"]) == ("R5 failed.", FAILURE)
    assert [one["id"] for one in result["gate"]] == ["R5"]
    assert (result["requests"]["read"], result["warnings"]) == (3, ["a port", "R7 is accepted"])
    in_order = firm(READ, checked("preflight", [finding("pass", "R5")], warnings=["R7 is accepted"]))
    assert (in_order["message"], in_order["failure"]) == (None, None)


def test_run_that_did_not_check_the_firm_is_never_unchanged() -> None:
    """Ansible was told to begin in the middle, or to run tasks with some tag only."""
    said = failed("", "'ethical_walls_firm' is undefined", failure=None)
    for steps, words in (((), "Nothing was done"), ((said,), said.answer["msg"])):
        result = firm(*steps, is_begun=False)
        assert (result["status"], result["failure"]["kind"]) == ("failed", "validation")
        assert "Run the playbook from its beginning, without --start-at-task and --tags." in result["message"]
        assert words in result["message"]
    assert firm(failed("firm_config", "x"), is_begun=False)["failure"] == FAILURE
    # What failed later is not why: nothing was begun.
    assert firm(failed("imanage_user", "x"), is_begun=False)["failure"]["kind"] == "validation"


def test_statuses() -> None:
    assert firm(CREATED)["status"] == "changed"
    assert firm(READ)["status"] == "unchanged"
    assert firm(CREATED, check_mode=True)["status"] == "planned"
    assert firm(READ, check_mode=True)["status"] == "unchanged"
    assert firm(CREATED, PENDING)["status"] == "incomplete"
    assert firm(CREATED, PENDING, check_mode=True)["status"] == "planned"
    assert firm(CREATED, PENDING, failed("", "x", failure=None))["status"] == "failed"
    assert firm(READ, PENDING, purpose="verify")["status"] == "checked", "there the checks say what is not proved"


def test_what_is_proved_is_complete() -> None:
    assert firm(CREATED, proved())["status"] == "changed"
    assert firm(CREATED, proved(), step("imanage_user", {"changed": True}, correct_roles=True))["incomplete"] == (
        "a role was corrected after the proof; run again to prove it; creating projects was not switched on"
    )


def test_account_locked_to_legora_is_complete_only_when_projects_are_created() -> None:
    assert firm(*LOCKED, checked("onboard", [finding("pass")]))["status"] == "unchanged"
    for status in ("fail", "warn", "unknown"):
        result = firm(*LOCKED, checked("onboard", [finding(status)]))
        assert result["status"] == "incomplete"
        assert "was not switched on" in result["incomplete"]


def test_last_failure_counts_that_the_play_did_not_go_on_after() -> None:
    result = firm(CREATED, failed("", "Something broke", failure={}))
    assert (result["message"], result["failure"]["kind"]) == ("Something broke", "unexpected")
    proof_is_refused = failed("firm_checks", "refused")
    told_again = failed("firm_checks", "refused, and disabled again")
    disabled = Step("imanage_user", "Disable it", {"state": "disabled"}, {"failed": True, "msg": "HTTP 503"}, True)
    assert firm(proof_is_refused, disabled, told_again)["message"] == "refused, and disabled again"


def connector(**account: Any) -> Step:
    return step("legora_connector_info", {"connectors": [{"service_account": account or None}]})


SET = step("imanage_user", {"changed": True, "plan": ["Set the password of SVC-LEGORA"], "password_replaced": True})
GIVEN = step("legora_connector_service_account", {"changed": True, "plan": ["Give Legora's iManage connector it"]})
CUT = CUT_OFF.format(firm="Alder")


@pytest.mark.parametrize(
    ("steps", "begins"),
    [
        ((connector(username="svc"), SET), CUT),
        ((connector(username="svc"), SET, GIVEN), "HTTP 503"),
        ((connector(), SET), "HTTP 503"),  # Legora had no account that could be cut off
        ((connector(username="svc"), CREATED), "HTTP 503"),
        ((connector(username="svc", status="rejected"),), "Legora of Alder is cut off since before this run: it shows"),
        ((connector(username="svc", status="rejected"), GIVEN), "HTTP 503"),
    ],
)
def test_that_legora_is_cut_off_is_said_first(steps: tuple[Step, ...], begins: str) -> None:
    result = firm(*steps, failed("imanage_info", "HTTP 503"))
    assert result["message"].startswith(begins)
    assert result["message"].endswith("HTTP 503")
    assert firm(*steps, failed("imanage_info", "HTTP 503"), check_mode=True)["message"] == "HTTP 503"
    looking = firm(*steps, failed("imanage_info", "HTTP 503"), purpose="verify")
    assert looking["message"] == "HTTP 503", "there a check says what Legora shows"
    once = firm(*steps, failed("imanage_info", f"{CUT} HTTP 503"))["message"]
    assert once.count(CUT) == 1


def test_lines_say_what_was_done_and_never_call_an_unknown_verified() -> None:
    findings = [finding("pass"), finding("unknown", "A9", title="Rights", evidence="ip_locked")]
    lines = firm(CREATED, READ, checked("onboard", findings))["lines"]
    assert lines == [
        "Alder (alder): made 1 change; 8 requests (5 reads, 1 write, 2 sign-ins)",
        "1. Create it",
        "Verified: L4",
        "Unknown: A9 Rights: ip_locked",
        "Note: a port",
    ]


def test_warning_says_its_next_step_unless_a_line_above_says_it() -> None:
    said = {"remedy": "Lock it.", "onboard": None}
    handed_over = {"remedy": "Enter it.", "evidence": "handed over: enter it"}
    findings = [finding("warn", "A11", **said), finding("warn", "A12", **said), finding("warn", "L2", **handed_over)]
    assert looked(*findings)["lines"][1:-1] == [
        "Warn: A11: it is off. Next: Lock it.",
        "Warn: A12: it is off",
        "Warn: L2: handed over: enter it",
    ]


def looked(*findings: dict[str, Any], purpose: str = "verify", **stopped: Any) -> dict[str, Any]:
    """Return the result of a run that only looked; with a message it was stopped."""
    answer = {"failed": True, **stopped} if stopped else {}
    return firm(READ, checked(purpose, list(findings), **answer), purpose=purpose)


def test_lines_of_a_run_that_only_looks() -> None:
    findings = [finding("pass"), finding("fail", "L5"), finding("attested", "R6")]
    result = looked(*findings, msg="Firm: L5: it is off. Run onboard.", failure={"kind": "conflict"})
    assert result["lines"] == [
        "Alder (alder): 3 checks: 1 passed, 1 failed, 1 attested; 5 requests (3 reads, 0 writes, 2 sign-ins)",
        "Verified: L4",
        "Attested: R6",
        "Fail: L5: it is off. Next: onboard switches it on",
        "Note: a port",
    ]
    assert result["status"] == "failed"
    assert looked(finding("pass"), purpose="preflight")["status"] == "checked"
    # Before any check, the failure is all that there is to say.
    assert "Failed: no lookup" in firm(failed("", "no lookup", failure=None), purpose="verify")["lines"]


def test_what_could_not_be_read_stays_beside_the_critical_failures_that_its_message_goes_on_with() -> None:
    ill = finding("fail")
    unread = "Legora of Alder: failed to read the connector: HTTP 503. Run again later."
    message = f"{unread}{ALSO_SEEN}{ill['id']}: {ill['evidence']}."
    lines = looked(ill, msg=message, failure={"kind": "unavailable", "hint": "Run again later."})["lines"]
    assert lines[1] == f"Failed: {unread}", "the checks stand below"
    assert any(line.startswith("Fail: L4: ") for line in lines)


def test_what_could_not_be_read_comes_before_the_checks_unless_one_of_them_quotes_it() -> None:
    message = "iManage of Alder: failed to sign in: HTTP 401. Check the password."
    stopped = {"msg": message, "failure": {"kind": "auth", "hint": "Check the password."}}
    other = finding("fail", "L3")
    quoting = {**other, "evidence": "the operator is refused: iManage of Alder: failed to sign in: HTTP 401"}
    assert looked(finding("pass"), other, **stopped)["lines"][1] == f"Failed: {message}"
    lines = looked(finding("pass"), other, quoting, purpose="preflight", **stopped)["lines"]
    assert not any(line.startswith("Failed:") for line in lines)
    assert "Failed: task Task with firm_checks failed" in looked(other, msg="", failure={"kind": "unexpected"})["lines"]


def test_lines_of_an_onboarding_count_its_preflight_and_name_what_failed() -> None:
    preflight = [finding("pass"), finding("unknown", "R4"), finding("fail", "N3")]
    lines = firm(READ, checked("preflight", preflight))["lines"]
    assert lines[1] == "Preflight: 3 checks: 1 passed, 1 failed, 1 unknown (R4)"
    assert lines[2].startswith("Fail: N3: ")
    preflight += [finding("warn", name) for name in ("N1", "N5")]
    (line,) = [line for line in firm(checked("preflight", preflight))["lines"] if line.startswith("Preflight: ")]
    assert line == "Preflight: 5 checks: 1 passed, 1 failed, 2 warned (N1, N5), 1 unknown (R4)"


def test_what_failed_before_and_still_does_is_said_once() -> None:
    accepted = [finding("fail", "A7")]
    lines = firm(CREATED, checked("preflight", accepted), checked("onboard", accepted))["lines"]
    assert len([line for line in lines if line.startswith("Fail: A7")]) == 1


def test_a_plan_says_that_its_writes_are_assumed() -> None:
    """The facts are of calls that read, or come from other programs; what was done was read back."""
    assert [line for line in firm(CREATED, check_mode=True)["lines"] if line.startswith("Assumed: ")]
    assert not [line for line in firm(CREATED)["lines"] if line.startswith("Assumed: ")]
    assert not [line for line in firm(check_mode=True)["lines"] if line.startswith("Assumed: ")]


def test_checks_that_are_unknown_for_one_reason_share_a_line() -> None:
    waiting = [finding("unknown", f"A{number}", evidence="not created yet") for number in range(1, 13)]
    other = finding("unknown", evidence="Legora was not read")
    lines = firm(CREATED, checked("onboard", [*waiting, other]), check_mode=True)["lines"]
    assert [line for line in lines if line.startswith("Unknown")] == [
        "Unknown: A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12: not created yet",
        "Unknown: L4 Legora creates projects: Legora was not read",
    ]


def test_why_the_firm_failed_is_not_repeated_by_the_checks_that_are_unknown_for_it() -> None:
    hint = "Check the password."
    message = f"iManage of Alder: failed to sign in: HTTP 401. {hint}"
    evidence = f"iManage could not be read: {message}"
    unread = [finding("unknown", name, evidence=evidence) for name in ("R2", "I2")]
    stopped = checked("preflight", unread, failed=True, msg=message, failure={"kind": "auth", "hint": hint})
    lines = firm(stopped, purpose="preflight")["lines"]
    assert lines[1:] == [f"Failed: {message}", "Unknown: R2, I2: iManage could not be read: see above"]
    other = finding("unknown", "A1", evidence=f"no role: {evidence}")
    alone = firm(checked("preflight", [*unread, other]), purpose="preflight")["lines"]
    assert alone[1:] == [
        f"Unknown: R2, I2: {evidence}",
        "Unknown: A1 Legora creates projects: no role: iManage could not be read: see above",
    ]
    evidence = f"iManage could not be read: {message} {'Then look again. ' * 5}"
    aside = finding("unknown", "A1", evidence=f"no age ({evidence})")
    first = finding("unknown", "R2", evidence=evidence)
    lines = firm(checked("preflight", [first, aside]), purpose="preflight")["lines"]
    assert lines[-1] == "Unknown: A1 Legora creates projects: no age (iManage could not be read: see above)"


def test_one_is_no_plural() -> None:
    one = step("imanage_info", {"requests": {"read": 1, "write": 0, "signin": 0}})
    assert firm(one)["lines"][0].endswith("; 1 request (1 read, 0 writes, 0 sign-ins)")


def test_lines_of_a_failure_name_what_was_done_before() -> None:
    lines = firm(CREATED, FAILED)["lines"]
    assert lines[1:4] == ["Done before the failure:", "1. Create it", "2. Half of it"]
    assert lines[4] == "Failed: iManage of A: failed."
    assert "failed before any change" in firm(failed())["lines"][0]


def test_task_whose_outcome_is_not_known_is_not_called_no_change() -> None:
    lost = failed(failure={**FAILURE, "outcome_unknown": True})
    alone, later = firm(lost), firm(CREATED, lost)
    assert "failed after a task whose outcome is not known" in alone["lines"][0]
    assert "failed after 1 change and a task whose outcome is not known" in later["lines"][0]
    assert overview([alone], ["alder"])[0] == "1 firm: 1 failed; 0 changes made, 1 not known"


def test_firm_is_called_as_it_is_known() -> None:
    assert firm(CREATED)["firm"] == "Alder"
    unusable = failed("firm_config", failure={**FAILURE, "firm": "Alder & Finch LLP"})
    assert firm(unusable, is_begun=False)["firm"] == "Alder & Finch LLP"
    assert firm(configured(firm_name=None))["firm"] == "alder"


def test_what_to_run_again_stands_below_what_is_incomplete() -> None:
    lines = firm(CREATED, PENDING)["lines"]
    assert lines[2] == "Incomplete: not effective yet; creating projects was not switched on"
    assert lines[3] == "Run again: the same command with --limit alder"


def test_overview_counts_and_names_who_is_not_done() -> None:
    results = [firm(CREATED), firm(FAILED, host="birch"), firm(READ, PENDING, host="cedar")]
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
    failure = {**FAILURE, "hint": hint}
    message = f"Legora of Alder: failed to read it: {'word ' * 100}end. {hint}"
    result = firm(failed(msg=message, failure=failure))
    assert f"Failed: {message}" in result["lines"]
    assert len(result["brief"]) < 250
    assert result["brief"].endswith("word ...")
    assert overview([result], ["alder"])[1] == f"alder: failed: {result['brief']}"
    ill = [finding("fail", name, evidence=f"{'word ' * 30}{name}") for name in ("A2", "L4")]
    message = f"Firm: failed to verify it: {'; '.join(finding_line(one) for one in ill)}. {hint}"
    assert looked(*ill, msg=message, failure=failure)["brief"] == "Firm: failed to verify it: A2, L4."
    assert firm(failed(msg=f"Legora of Alder: no. {hint}", failure=failure))["brief"] == "Legora of Alder: no."
    assert firm(failed(msg=f"A: did you mean B? {hint}", failure=failure))["brief"] == "A: did you mean B?"
    assert firm(CREATED)["brief"] is None


def test_overview_counts_what_is_not_proved() -> None:
    """A dry run's checks of what it did not do say nothing yet."""
    later = checked("onboard", [finding("unknown")])
    more = (checked("preflight", [finding("unknown", "R4"), finding("pass")]), later)
    results = [firm(CREATED, *more), firm(READ, host="birch")]
    unknown = "Unknown, so not proved"
    assert overview(results, ["alder", "birch"])[-1] == f"{unknown}: 2 checks: R4, L4 of alder"
    assert overview(results, ["alder", "birch"], check_mode=True)[-1] == f"{unknown}: 1 check: R4 of alder"
    assert overview([firm(*more, FAILED)], ["alder"])[-1].startswith("alder: failed: ")
    only_looked = looked(finding("unknown"))
    assert overview([only_looked], ["alder"]) == ["1 firm: 1 checked", f"{unknown}: 1 check: L4 of alder"]
    many = [firm(READ, *more, host=f"firm{number}") for number in range(1, 8)]
    other = {**only_looked, "host": "other"}
    names = "firm1, firm2, firm3, firm4, firm5 and 2 more"
    assert overview([*many, other], [])[-1] == f"{unknown}: 15 checks: R4, L4 of {names}; L4 of other"
