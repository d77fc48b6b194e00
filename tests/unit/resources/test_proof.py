# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a proof allows: nothing that is not proved is trusted."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.proof import (
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


@pytest.mark.parametrize(("ip_range", "proceed"), [(EGRESS, True), (f"{EGRESS},10.0.0.1", False), ("", False)])
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


@pytest.mark.parametrize(("status", "proceed"), [("active", True), ("unverified", True), ("rejected", False)])
def test_connector(status: str, proceed: bool) -> None:
    found = judge_connector({"username": "svc", "status": status}, firm="Alder", egress_address=EGRESS)
    assert found.proceed is proceed
    assert found.status == ("not_rejected" if proceed else "refused"), "not rejected is not the same as proved"
    assert (EGRESS in str(found.message)) is not proceed
