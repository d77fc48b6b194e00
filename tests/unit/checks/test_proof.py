# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a proof allows: nothing that is not proved is trusted."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.proof import (
    Verdict,
    judge_connector,
    judge_proof,
)

EGRESS = "20.91.134.182"


def library(status: str, **more: Any) -> dict[str, Any]:
    return {"id": "ACTIVE", "status": status, "reason": f"because {status}", **more}


def judge(*libraries: dict[str, Any], user: dict[str, Any] | None = None, **more: Any) -> Verdict:
    access = {"status": "ignored", "signed_in": True, "libraries": list(libraries)}
    return judge_proof(access, {"id": "SVC-LEGORA", **(user or {})}, **{"firm": "Alder", "check_mode": False, **more})


@pytest.mark.parametrize(
    ("status", "verdict", "proceed", "trust", "kind"),
    [
        ("compliant", "proved", True, True, None),
        ("pending", "pending", True, False, None),
        ("unknown", "refused", False, False, "unsupported"),
        ("rejected", "refused", False, False, "auth"),
        ("noncompliant", "refused", False, False, "permission"),
        ("something new", "refused", False, False, "unsupported"),
    ],
)
def test_each_status(status: str, verdict: str, proceed: bool, trust: bool, kind: str | None) -> None:
    found = judge(library(status))
    assert (found.status, found.proceed, found.trust) == (verdict, proceed, trust)
    assert (found.failure or {}).get("kind") == kind
    assert bool(found.message) == (not proceed)


def test_worst_library_decides() -> None:
    assert judge(library("compliant"), library("pending")).status == "pending"
    assert judge(library("pending"), library("noncompliant")).proceed is False


def test_accepted_document_view_is_trusted_but_not_called_proved() -> None:
    sees = library("noncompliant", document_view=True)
    assert judge(sees, accept_document_view=True).status == "accepted"
    assert judge(sees, accept_document_view=True).trust is True
    assert judge(sees, library("pending"), accept_document_view=True).trust is False


def test_missing_access_is_not_covered_by_accepting_document_view() -> None:
    assert judge(library("noncompliant", document_view=None), accept_document_view=True).proceed is False


def test_missing_access_is_not_advised_to_be_accepted() -> None:
    said = [str(judge(library("noncompliant", **seen)).message) for seen in ({}, {"download": "allowed"})]
    assert ["accept_document_view" in one for one in said] == [False, True]
    assert "Look in Control Center at its role" in said[0]


@pytest.mark.parametrize("status", ["compliant", "pending"])
def test_role_that_was_corrected_has_to_be_proved_again(status: str) -> None:
    found = judge(library(status), roles_corrected=True)
    assert (found.status, found.proceed, found.trust) == ("pending", True, False)
    assert "run again" in str(found.reason)


def test_noncompliant_account_stays_refused_after_its_role_was_corrected() -> None:
    found = judge(library("noncompliant", document_view=True), roles_corrected=True)
    assert found.proceed is False
    assert "role was corrected" in str(found.message)


def test_dry_run_tries_nothing_and_plans_everything() -> None:
    found = judge(library("unknown"), check_mode=True)
    assert (found.status, found.proceed, found.trust) == ("planned", True, True)


@pytest.mark.parametrize(("status", "reason"), [("rejected", "the account is locked"), ("unknown", "failed_sign_ins")])
def test_dry_run_foretells_what_the_real_run_will_not_try(status: str, reason: str) -> None:
    access = {"status": status, "reason": reason, "signed_in": False, "libraries": []}
    for check_mode in (True, False):
        found = judge_proof(access, {"id": "SVC-LEGORA", "locked": True}, firm="Alder", check_mode=check_mode)
        assert (found.status, found.proceed) == ("refused", False)


@pytest.mark.parametrize(
    ("ip_range", "proceed"),
    [
        (EGRESS, True),
        (f"{EGRESS}/32", True),
        (f"{EGRESS}-{EGRESS}", True),
        (f"{EGRESS},10.0.0.1", False),
        ("somewhere", False),
        ("", False),
    ],
)
def test_only_an_account_locked_to_just_legoras_address_may_stay_unproved(ip_range: str, proceed: bool) -> None:
    locked = {"id": "ACTIVE", "status": "unknown", "reason": "ip_locked"}
    access = {"status": "unknown", "reason": "ip_locked", "signed_in": False, "libraries": [locked]}
    found = judge_proof(
        access, {"id": "SVC-LEGORA", "ip_range": ip_range}, firm="Alder", check_mode=False, egress_address=EGRESS
    )
    assert (found.proceed, found.trust) == (proceed, False)


def test_failed_sign_ins_say_what_to_do() -> None:
    access = {"status": "unknown", "reason": "failed_sign_ins", "signed_in": False, "libraries": []}
    found = judge_proof(access, {"id": "SVC-LEGORA"}, firm="Alder", check_mode=False)
    assert "was not tried" in str(found.message)
    assert "Reset the failed sign-ins" in str(found.message)


@pytest.mark.parametrize(
    ("status", "proceed"), [("active", True), ("unverified", True), ("rejected", False), (" Rejected", False)]
)
def test_connector(status: str, proceed: bool) -> None:
    found = judge_connector({"username": "svc", "status": status}, firm="Alder", egress_address=EGRESS)
    assert found.proceed is proceed
    assert found.status == ("not_rejected" if proceed else "refused"), "not rejected is not the same as proved"
    assert (EGRESS in str(found.message)) is not proceed


def refused(**more: Any) -> Verdict:
    return judge(library("noncompliant", document_view=True), **more)


def rejected(refusal: str | None, **user: Any) -> Verdict:
    one = library("rejected", reason="iManage refused the sign-in")
    access = {"status": "rejected", "reason": None, "signed_in": False, "refusal": refusal, "libraries": [one]}
    return judge_proof(access, {"id": "SVC-LEGORA", **user}, firm="Alder", check_mode=False)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ("password", "set service_account_password to that one"),
        ("application", "use the application that imanage_client_id names"),
        ("scope", "Look at the scopes of the application"),
    ],
)
def test_advice_is_for_what_was_refused(refusal: str, words: str) -> None:
    found = rejected(refusal)
    assert words in str((found.failure or {})["hint"])
    assert ("update_password=always" in str(found.message)) is (refusal == "password")


def test_advice_about_a_password_cuts_no_connector_off() -> None:
    """A new password that can't be tried is one that Legora never gets."""
    hint = str((rejected("password").failure or {})["hint"])
    assert hint.index("set service_account_password to that one") < hint.index("reset the failed sign-ins")
    assert hint.index("reset the failed sign-ins of SVC-LEGORA") < hint.index("update_password=always")
    assert "imanage_username_form" in hint


def test_locked_account_is_not_given_a_new_password() -> None:
    found = rejected(None, locked=True)
    assert "unlock SVC-LEGORA in Control Center" in str(found.message)
    assert "update_password" not in str(found.message)


@pytest.mark.parametrize(
    ("reason", "words", "hint", "kind"),
    [
        ("uncounted", "nor its failed sign-ins", "verify_probe: true", "unsupported"),
        ("refused_before", "has refused this password before", "service_account_password_version", "auth"),
        ("ip_locked", "from other addresses only", "Remove the address restriction", "unsupported"),
    ],
)
def test_what_was_not_tried_says_why_and_what_to_do(reason: str, words: str, hint: str, kind: str) -> None:
    access = {"status": "unknown", "reason": reason, "signed_in": False, "libraries": []}
    found = judge_proof(access, {"id": "SVC-LEGORA"}, firm="Alder", check_mode=False)
    assert words in str(found.message)
    assert hint in str(found.message)
    assert (found.failure or {})["kind"] == kind
    assert "{" not in str(found.message)


def test_preference_that_is_on_already_is_said_first() -> None:
    assert str(refused(preference_on=True).message).startswith("Legora of Alder creates projects from iManage already")
    for value in (False, None):
        assert str(refused(preference_on=value).message).startswith("iManage of Alder: failed to prove")


def test_connector_that_is_cut_off_is_said_first() -> None:
    message = str(refused(password_set=True).message)
    assert message.startswith("Legora of Alder has the old password, and iManage the new one: it is cut off")
    assert str(refused(password_set=True, preference_on=True).message).startswith(message[:60]), "it is worse"
    assert "old password" not in str(refused(password_set=True, newly_enabled=True).message), "Legora has none of it"
    found = judge_connector({"status": "rejected"}, firm="Alder", egress_address=EGRESS, password_set=True)
    assert str(found.message).startswith("Legora of Alder is cut off")


def test_account_that_sees_documents_and_stays_enabled_is_named() -> None:
    """Its role may be the right one already, and it may have been made by a run that ended before the proof."""
    for newly_enabled in (True, False):
        message = str(refused(newly_enabled=newly_enabled).message)
        assert "gives it to members of NRTADMIN whatever their role" in message
        assert ("SVC-LEGORA was enabled before this run and still is" in message) is not newly_enabled
    for one in (library("noncompliant"), library("rejected"), library("unknown")):
        assert "still is" not in str(judge(one).message)


def test_account_is_disabled_again_only_where_document_view_was_seen() -> None:
    assert refused(newly_enabled=True).disable is True
    assert refused(newly_enabled=False).disable is False, "it was enabled before this run"
    for one in (library("rejected"), library("unknown", document_view=None), library("noncompliant")):
        assert judge(one, newly_enabled=True).disable is False
    assert judge(library("rejected"), library("noncompliant", document_view=True), newly_enabled=True).disable is True
    sees = library("noncompliant", document_view=True)
    assert judge(sees, library("unknown"), newly_enabled=True, accept_document_view=True).disable is False
    assert judge(sees, newly_enabled=True, check_mode=True).disable is False


def test_deletion_is_not_accepted_with_document_view() -> None:
    deletes = library("noncompliant", document_view=True, rights={"delete": True})
    for accepts in (False, True):
        found = judge(deletes, accept_document_view=accepts)
        assert found.proceed is False
        assert "withholds document view and deletion (service_account_role)" in str(found.message)
    assert judge(library("noncompliant", document_view=True), accept_document_view=True).status == "accepted"


def test_test_document_that_is_not_there_is_named() -> None:
    found = judge(
        library("unknown", document_view=False, reason="the download of test document ACTIVE!9.1 answered 404")
    )
    assert found.proceed is False
    assert "Name a document that is there in verify_test_documents" in str(found.message)
    assert "verify_test_documents" not in str(judge(library("unknown", document_view=None)).message)


def test_message_says_what_became_of_the_account() -> None:
    done = refused(newly_enabled=True, disabled={"changed": True, "user": {"enabled": False}, "failed": False})
    assert str(done.message).startswith("SVC-LEGORA was disabled again, since this run had enabled it")
    assert done.disable is False, "once is enough"
    failure = {"kind": "unavailable"}
    left = refused(newly_enabled=True, disabled={"msg": "HTTP 503. Later.", "failure": failure, "failed": False})
    assert str(left.message).startswith("SVC-LEGORA could not be disabled again and may view documents: disable it")
    assert "What happened: HTTP 503. Later. iManage of Alder" in str(left.message)
