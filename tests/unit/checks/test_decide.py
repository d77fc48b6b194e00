# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""From answers to findings: attestations, dry runs, accepted failures, and what could not be read at all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from helpers.firm import NOT_READ, TODAY, answers, configured, failing, firm
from unit.checks.cases import decided, found

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.decide import (
    failure_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.facts import (
    DEPENDS_ON,
    WHERE,
    Facts,
    Reading,
    reading_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.phase import judge_phase
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import BY_ID

SAID = {"by": "A. Person", "date": "2026-11-20", "note": "seen in Control Center"}
FULL = {"access.libraries.0.role": "FULL"}


def attested(check: str, changes: dict[str, Any] | None = None, said: dict[str, str] | None = None) -> Any:
    return found(firm({"config.attestations": {check: said or SAID}, **(changes or {})}), check)


# --- Attestations ---------------------------------------------------------------------------------------------------


def test_unknown_with_an_attestation_is_attested_and_still_says_why() -> None:
    finding = attested("R4")
    assert (finding.status, finding.attestation, finding.remedy) == ("attested", SAID, None)
    assert finding.evidence.startswith("A. Person, 2026-11-20: seen in Control Center (")
    assert "publishes no call" in finding.evidence


def test_warning_with_an_attestation_is_attested() -> None:
    finding = attested("I3", {"imanage.libraries.1.id": "HR"}, {**SAID, "note": ""})
    assert (finding.status, finding.evidence) == ("attested", "A. Person, 2026-11-20 (not covered: HR)")


def test_old_attestation_is_a_warning_that_still_names_what_is_not_known() -> None:
    finding = attested("R4", {"today": date(2027, 11, 21)})
    assert (finding.status, finding.attestation) == ("warn", SAID)
    assert "more than 365 days ago by A. Person, 2026-11-20" in finding.evidence
    assert "publishes no call" in finding.evidence
    assert "renew" in str(finding.remedy)
    assert attested("R4", {"today": date(2027, 11, 20)}).status == "attested", "365 days are not more than 365"
    assert attested("R4", {"config.attestation_days": 4}).status == "warn"


@pytest.mark.parametrize("check", ["R3", "N4", "A8", "A10", "S3"])
def test_failure_is_never_said_away(check: str) -> None:
    ill = {
        "R3": {"imanage.applications": []},
        "N4": {"config.imanage_exposure": "direct", "config.network_allow_list": ["0.0.0.0/0"]},
        "A8": FULL,
        "A10": {"access.libraries.0.download": "allowed"},
        "S3": {"config.verify_legora_users": ["ann@alder.example"] * 2},
    }[check]
    assert BY_ID[check].attestable
    finding = attested(check, ill)
    assert (finding.status, finding.attestation) == ("fail", None)


def test_failure_is_not_said_away_in_a_dry_run_either() -> None:
    finding = found(firm({"config.attestations": {"A8": SAID}, **FULL}), "A8", dry_run=True)
    assert (finding.status, finding.attestation) == ("unknown", None)


def test_nobody_s_word_settles_what_a_program_sees_now() -> None:
    refused = {"events.0.result_status": "failure"}
    assert attested("S2", refused).status == "warn"
    under_way = {"config.rotation_under_way": True, "config.attestations": {"C1": SAID}}
    assert found(firm(under_way), "C1", "verify").status == "warn"
    assert attested("S2", {"events": {"events": []}}).status == "attested", "no event is nothing that is wrong"


def test_attestation_of_what_is_decided_by_reading_is_ignored() -> None:
    finding = attested("N2", {"endpoint": NOT_READ})
    assert (finding.status, finding.attestation) == ("unknown", None)


def test_pass_needs_no_attestation() -> None:
    assert (attested("R3").status, attested("R3").attestation) == ("pass", None)


# --- Dry runs -------------------------------------------------------------------------------------------------------


def test_dry_run_of_an_onboarding_has_no_fail() -> None:
    ill = firm(
        {"user.enabled": False, "connectors.0.capabilities": [], "preferences.create_projects_from.imanage": False}
    )
    decision = decided("onboard", ill, dry_run=True)
    assert {one.status for one in decision.findings} == {"pass", "unknown"}
    (finding,) = [one for one in decision.findings if one.id == "A4"]
    assert finding.evidence == "this is a dry run; as it is: SVC-LEGORA may not sign in"
    assert failure_of(decision, "Alder") is None


def test_dry_run_of_a_new_firm_says_that_nothing_was_created_yet() -> None:
    new = {"user": {"exists": False}, "access": NOT_READ, "connectors.0.service_account": None}
    findings = decided("onboard", firm(new), dry_run=True).findings
    assert {one.evidence for one in findings if one.status == "unknown"} == {"not created yet"}
    assert {one.id for one in findings if one.status == "pass"} == {"A1", "L3", "L4"}


@pytest.mark.parametrize("phase", ["preflight", "verify"])
def test_dry_run_changes_nothing_for_what_only_looks(phase: str) -> None:
    ill = firm({"user.memberships.CLOSED": ["LITIGATION", "NRTADMIN"]})
    assert decided(phase, ill, dry_run=True) == decided(phase, ill)


# --- Errors ---------------------------------------------------------------------------------------------------------


def test_failures_become_one_error_with_each_remedy_once() -> None:
    ill = firm({"connectors.0.capabilities": [], "preferences.create_projects_from.imanage": False})
    error = failure_of(decided("verify", ill), "Alder & Finch LLP")
    assert error is not None
    for words in ("L3: there is no capability for customer ID 4711", "L4: creating projects from iManage is off"):
        assert words in error.sentence()
    assert "The capability covers exactly" not in error.sentence(), "a title says the contrary of what was found"
    assert (error.hint, error.kind) == ("Run onboard.", "conflict")
    assert failure_of(decided("verify", ill), "Alder", ["L3", "L4"]) is None


def test_counts_add_up() -> None:
    decision = decided("preflight", firm({"endpoint.tls.chain_status": "incomplete"}))
    counts = decision.as_dict()["counts"]
    assert sum(counts.values()) == len(decision.findings)
    assert (counts["fail"], set(counts)) == (1, {"pass", "fail", "warn", "unknown", "attested"})


# --- What was read --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [None, {}, {"skipped": True, "user": {}}, "Undefined"], ids=["none", "empty", "skipped", "text"]
)
def test_task_that_did_not_run_has_read_nothing_and_did_not_fail(answer: Any) -> None:
    assert reading_of(answer, "user") == Reading()
    assert not reading_of(answer, "user").failed


def test_answer_of_a_task_is_read_under_its_name() -> None:
    assert reading_of({"user": {"id": "X"}, "changed": False}, "user").value == {"id": "X"}
    assert reading_of({"connectors": []}, "connectors").value == [], "an empty list is an answer"


def test_failure_is_kept_even_where_a_value_came_along() -> None:
    failure = {"kind": "auth"}
    reading = reading_of({"user": {"id": "X"}, "failure": failure, "msg": "refused"}, "user")
    assert (reading.value, reading.kind, reading.message) == (None, "auth", "refused")
    broken = reading_of({"failed": True, "msg": "MODULE FAILURE"}, "user")
    assert (broken.kind, broken.message) == ("unexpected", "MODULE FAILURE")


@pytest.mark.parametrize(
    ("name", "value"), [("user", ["X"]), ("connectors", {"id": "X"}), ("events", ["X"]), ("access", "compliant")]
)
def test_answer_of_another_form_is_a_failed_reading(name: str, value: Any) -> None:
    reading = reading_of({name: value}, name)
    assert (reading.value, reading.kind) == (None, "unexpected")
    assert "another form" in str(reading.message)


@pytest.mark.parametrize(
    ("check", "path", "value"),
    [
        ("A8", "access.libraries.0.role", ["FULL"]),
        ("A8", "access.libraries.0.rights", ["delete"]),
        ("L4", "preferences.create_projects_from", ["imanage"]),
        ("N3", "endpoint.tls.days_to_expiry", "soon"),
        ("N1", "config.imanage_url", "https://[alder.example"),
        ("I2", "imanage.libraries", ["ACTIVE"]),
    ],
)
def test_strange_value_makes_its_own_check_unknown_and_no_other(check: str, path: str, value: Any) -> None:
    phases = BY_ID[check].phases
    decision = decided("onboard" if "onboard" in phases else phases[0], firm({path: value}))
    (finding,) = [one for one in decision.findings if one.id == check]
    assert finding.status == "unknown"
    assert "does not expect" in finding.evidence
    assert len([one for one in decision.findings if one.status == "pass"]) > 3


def test_strange_value_does_not_hide_that_a_check_applies() -> None:
    """What says that a check does not apply looks at what was read too."""
    findings = {one.id: one for one in decided("preflight", firm({"imanage.libraries": ["ACTIVE"]})).findings}
    assert "does not expect" in findings["A8"].evidence


@pytest.mark.parametrize("name", DEPENDS_ON)
def test_lacking_reading_says_why(name: str) -> None:
    assert f"{WHERE[name]} could not be read: too slow" == firm({name: failing("too slow")}).lacks(name)
    assert f"{WHERE[name]} was not read" == firm({name: NOT_READ}).lacks(name)
    first = DEPENDS_ON[name]
    if first:
        reason = firm({name: NOT_READ, first: failing("refused")}).lacks(name)
        assert reason == f"{WHERE[first]} could not be read: refused"


def test_reason_goes_back_to_the_first_that_failed() -> None:
    reason = found(firm({"session": failing("wrong password"), "user": NOT_READ, "access": NOT_READ}), "A9").evidence
    assert reason == "iManage (sign-in) could not be read: wrong password"


# --- A whole phase --------------------------------------------------------------------------------------------------


def judge(
    phase: str = "preflight",
    changes: dict[str, Any] | None = None,
    accepted: Any = (),
    accepted_in: str | None = None,
    config: dict[str, Any] | None = None,
) -> dict[str, Any]:
    readings = {name: reading_of(answer, name) for name, answer in {**answers(), **(changes or {})}.items()}
    config = config or configured(attestations={"N4": SAID})
    return judge_phase(Facts(config=config, readings=readings, today=TODAY, phase=phase), accepted, accepted_in)


ILL = {"endpoint": {"endpoint": {**answers()["endpoint"]["endpoint"], "dns": {"error": "no such name"}}}}


def test_healthy_firm_may_go_on() -> None:
    result = judge()
    assert (result["message"], result["failure"], result["warnings"]) == (None, None, [])
    assert result["resource"]["phase"] == "preflight"
    assert result["resource"]["counts"]["attested"] == 1
    assert "canary" not in str(result)


def test_failure_stops_the_firm_and_says_how_to_go_on() -> None:
    result = judge(changes=ILL)
    assert result["failure"]["kind"] == "conflict"
    assert "N2" in result["message"]
    assert "accept" not in result["failure"]["hint"], "whoever runs it has named no variable"


@pytest.mark.parametrize("name", ["preflight_accept", "onboard_accept"])
def test_failure_names_the_variable_that_accepts_it_in_this_run(name: str) -> None:
    hint = judge(changes=ILL, accepted_in=name)["failure"]["hint"]
    assert hint == f"Correct that, then run again. If the firm lives with it: -e {name}=N2"


@pytest.mark.parametrize("accepted", [["N2"], "N2", " n2 ", "R5, n2", "R5\nN2", ("N2", "")])
def test_accepted_failure_is_a_warning(accepted: Any) -> None:
    result = judge(changes=ILL, accepted=accepted)
    assert (result["message"], result["failure"]) == (None, None)
    (warning,) = result["warnings"]
    assert warning.startswith("N2 failed, and that is accepted: ")
    (finding,) = [one for one in result["resource"]["findings"] if one["id"] == "N2"]
    assert finding["status"] == "fail", "accepted is not passed"


@pytest.mark.parametrize("accepted", [None, "", " , ", [], ["I2"]])
def test_other_failures_are_not_accepted(accepted: Any) -> None:
    assert judge(changes=ILL, accepted=accepted)["failure"]["kind"] == "conflict"


@pytest.mark.parametrize("accepted", ["N2,X9", ["X9"]])
def test_accepting_a_check_that_does_not_exist_is_a_mistake(accepted: Any) -> None:
    result = judge(accepted=accepted)
    assert result["failure"]["kind"] == "validation"
    assert "there is no check X9" in result["message"]


@pytest.mark.parametrize("name", ["session", "imanage", "user", "access", "connectors", "preferences"])
def test_firm_that_could_not_be_looked_at_is_not_in_order(name: str) -> None:
    failure = {"kind": "unavailable", "hint": "later"}
    result = judge("verify", {name: {"failed": True, "msg": "HTTP 503", "failure": failure}})
    assert (result["message"], result["failure"]) == ("HTTP 503", failure)
    assert result["resource"]["findings"], "the other checks are made nevertheless"


def failed_answer(reason: str, kind: str, hint: str) -> dict[str, Any]:
    return {"failed": True, "msg": f"{reason}. {hint}", "failure": {"kind": kind, "hint": hint}}


REFUSED = failed_answer("iManage of Alder: failed to sign in: HTTP 401", "auth", "Check the password.")
ANOTHERS = failed_answer("Legora of Alder: it is Birch's", "tenant_mismatch", "Check the key.")
MISTYPED = failed_answer("iManage of Alder: it is 4711, not 4171", "tenant_mismatch", "Check imanage_url.")
UNREAD_IMANAGE = {"imanage": {}, "user": {}, "access": {}}
NOTHING_AT_LEGORA = {"connectors": {"connectors": [{**answers()["connectors"]["connectors"][0], "capabilities": []}]}}


@pytest.mark.parametrize("phase", ["preflight", "onboard", "verify"])
def test_what_could_not_be_read_comes_before_what_it_makes_other_checks_say(phase: str) -> None:
    changes = {"session": REFUSED, **UNREAD_IMANAGE, **NOTHING_AT_LEGORA, **ILL}
    result = judge(phase, changes)
    assert result["message"].startswith(REFUSED["msg"])
    assert "N2" not in result["message"], "it is not critical"
    assert result["failure"].items() >= REFUSED["failure"].items()
    assert result["resource"]["counts"]["fail"], "the other checks are made nevertheless"


ACCESS = answers()["access"]["access"]
VIEWS = {"document_view": True, "download": "allowed", "rights": {"document_view": True, "metadata_read": True}}
VIEWS_DOCUMENTS = {
    "access": {
        "access": {
            **ACCESS,
            "status": "noncompliant",
            "reason": "it views documents",
            "libraries": [{**library, **VIEWS} for library in ACCESS["libraries"]],
        }
    }
}
AWAY = {
    "failed": True,
    "msg": "Legora of Alder: HTTP 503. Run again later.",
    "failure": {"kind": "unavailable", "retryable": True, "hint": "Run again later."},
}


def test_reading_that_failed_does_not_hide_what_is_critical() -> None:
    result = judge("verify", {**VIEWS_DOCUMENTS, "connectors": AWAY, "preferences": AWAY})
    assert result["message"].startswith(f"{AWAY['msg']} What was read shows: A8: role LEGORA_METADATA ")
    assert "; A9: " in result["message"]
    assert "; A10: " in result["message"]
    assert result["failure"] == {**AWAY["failure"], "retryable": False}, "no later run mends it"


def test_critical_failure_that_is_accepted_leaves_the_run_retryable() -> None:
    result = judge("verify", {**VIEWS_DOCUMENTS, "connectors": AWAY}, accepted="A8, A9, A10")
    assert (result["message"], result["failure"]) == (AWAY["msg"], AWAY["failure"])
    assert len(result["warnings"]) == 3


def test_with_the_credential_of_another_firm_nothing_else_counts() -> None:
    result = judge("verify", {**VIEWS_DOCUMENTS, "connectors": ANOTHERS, "preferences": AWAY})
    assert (result["message"], result["failure"]) == (f"{ANOTHERS['msg']} {AWAY['msg']}", ANOTHERS["failure"])


def test_accepting_checks_does_not_accept_that_the_firm_could_not_be_looked_at() -> None:
    result = judge(changes={"session": REFUSED, **UNREAD_IMANAGE}, accepted="R2")
    assert result["message"] == REFUSED["msg"]


def test_credential_of_another_firm_comes_before_all_else_that_could_not_be_read() -> None:
    both = {"session": REFUSED, **UNREAD_IMANAGE, **dict.fromkeys(("connectors", "organisation"), ANOTHERS)}
    result = judge("verify", {**both, "preferences": ANOTHERS})
    assert result["failure"]["kind"] == "tenant_mismatch"
    assert result["message"] == f"{ANOTHERS['msg']} {REFUSED['msg']}", "each reason once"


@pytest.mark.parametrize(
    "changes",
    [
        {"session": MISTYPED, "imanage": {}, "user": {}, "access": {}},
        {"session": {}, "imanage": {}, "user": MISTYPED, "access": {}},
    ],
    ids=["session", "task that signs in by itself"],
)
def test_customer_id_that_the_guard_refuses_is_not_looked_for_at_legora(changes: dict[str, Any]) -> None:
    result = judge("verify", changes, config=configured(imanage_customer_id="4171"))
    assert result["message"] == MISTYPED["msg"]
    (finding,) = [one for one in result["resource"]["findings"] if one["id"] == "L3"]
    assert (finding["status"], "it is 4711, not 4171" in finding["evidence"]) == ("unknown", True)
    assert [one["covered"] for one in result["resource"]["libraries"]] == [None, None]


@pytest.mark.parametrize("check", ["A2", "L2", "S1"])
def test_check_that_lacks_a_refused_reading_gives_the_advice_of_that_reading(check: str) -> None:
    result = judge("verify", {"session": REFUSED, **UNREAD_IMANAGE})
    (finding,) = [one for one in result["resource"]["findings"] if one["id"] == check]
    assert (finding["status"], finding["remedy"]) == ("unknown", "Check the password.")


@pytest.mark.parametrize("name", ["events", "endpoint"])
def test_what_is_not_essential_is_unknown_only(name: str) -> None:
    result = judge("verify", {name: {"failed": True, "msg": "HTTP 503"}})
    assert result["failure"] is None
    unknown = [one for one in result["resource"]["findings"] if "HTTP 503" in one["evidence"]]
    assert unknown
    assert {one["status"] for one in unknown} == {"unknown"}


def test_tasks_that_sign_in_by_themselves_need_no_session() -> None:
    result = judge(changes={"session": {}})
    assert result["failure"] is None
    found_out = {one["id"]: one["status"] for one in result["resource"]["findings"]}
    assert (found_out["I1"], found_out["R2"]) == ("pass", "pass")
    assert judge("verify", {"session": {}, "imanage": {}})["failure"] is None


def test_state_is_what_was_read() -> None:
    state = judge("verify", {"events": {"skipped": True}})["resource"]["state"]
    assert set(state) == {"imanage", "user", "organisation", "preferences", "endpoint", "events", "connector"}
    assert state["connector"]["id"] == "int_1"
    assert state["events"] is None
    assert judge(changes={"connectors": {"connectors": []}})["resource"]["state"]["connector"] is None
