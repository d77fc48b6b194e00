# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each check of an onboarded firm, passing and failing; what is not known is never a pass."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.verification import (
    Facts,
    failed_findings,
    verify_firm,
)

USER: dict[str, Any] = {
    "exists": True,
    "libraries": ["ACTIVE", "CLOSED"],
    "virtual": True,
    "directory_synced": False,
    "external": False,
    "enabled": True,
    "locked": False,
    "force_password_change": False,
    "password_never_expires": True,
    "memberships": {"ACTIVE": ["NRTADMIN"], "CLOSED": ["LITIGATION", "NRTADMIN"]},
    "sign_in_name": "svc@alder.example",
}
CONNECTOR: dict[str, Any] = {
    "service_account": {"username": "SVC@alder.example", "status": "active"},
    "capabilities": [{"customer_id": "4711", "library_ids": ["CLOSED", "ACTIVE"]}],
}


def check(**changes: Any) -> dict[str, Any]:
    facts = {
        "libraries": ["ACTIVE", "CLOSED"],
        "customer_id": "4711",
        "user": USER,
        "access": {"status": "compliant"},
        "connector": CONNECTOR,
        "create_projects_from": {"imanage": True},
        **changes,
    }
    return {found.id: found for found in verify_firm(Facts(**facts))}


def test_onboarded_firm_passes_everything() -> None:
    assert {found.status for found in check().values()} == {"pass"}
    assert failed_findings(check().values(), "Alder") is None


@pytest.mark.parametrize(
    ("check_id", "changes", "status", "words"),
    [
        ("A2", {"user": {**USER, "exists": False}}, "fail", "no such user"),
        ("A2", {"user": {**USER, "libraries": ["ACTIVE"]}}, "fail", "not in library CLOSED"),
        ("A3", {"user": {**USER, "directory_synced": True}}, "fail", "no virtual user"),
        ("A3", {"user": {**USER, "external": True}}, "fail", "external"),
        ("A4", {"user": {**USER, "enabled": False}}, "fail", "may not sign in"),
        ("A4", {"user": {**USER, "locked": True}}, "fail", "locked"),
        ("A4", {"user": {**USER, "password_never_expires": False}}, "fail", "expires"),
        ("A4", {"user": {**USER, "force_password_change": True}}, "fail", "change its password"),
        ("A6", {"user": {**USER, "memberships": {"ACTIVE": ["NRTADMIN"]}}}, "fail", "library CLOSED"),
        ("A9", {"access": {"status": "noncompliant", "reason": "sees documents"}}, "fail", "sees documents"),
        ("A9", {"access": {"status": "rejected", "reason": "locked"}}, "fail", "locked"),
        ("A9", {"access": {"status": "pending", "reason": "later"}}, "unknown", "later"),
        ("A9", {"access": {}}, "unknown", "not tried"),
        ("L2", {"connector": {**CONNECTOR, "service_account": None}}, "fail", "no service account"),
        (
            "L2",
            {"connector": {**CONNECTOR, "service_account": {"username": "other", "status": "active"}}},
            "fail",
            "other instead of svc@alder.example",
        ),
        (
            "L2",
            {"connector": {**CONNECTOR, "service_account": {"username": "svc@alder.example", "status": "rejected"}}},
            "fail",
            "rejected",
        ),
        (
            "L2",
            {"connector": {**CONNECTOR, "service_account": {"username": "svc@alder.example", "status": "unverified"}}},
            "unknown",
            "unverified",
        ),
        ("L3", {"customer_id": "1"}, "fail", "no capability for customer ID 1"),
        ("L3", {"libraries": ["ACTIVE"]}, "fail", "CLOSED is covered, but not listed"),
        ("L3", {"libraries": ["ACTIVE", "CLOSED", "THIRD"]}, "fail", "THIRD is not covered"),
        ("L4", {"create_projects_from": {"imanage": False}}, "fail", "off"),
        ("L4", {"create_projects_from": {"imanage": False}, "withheld": "not proved"}, "warn", "not proved"),
        ("L4", {"create_projects_from": {}}, "unknown", "does not say"),
    ],
)
def test_each_check(check_id: str, changes: dict[str, Any], status: str, words: str) -> None:
    found = check(**changes)[check_id]
    assert found.status == status
    assert words in str(found.reason)


def test_nothing_is_said_of_an_account_that_does_not_exist() -> None:
    found = check(user={"exists": False}, access={})
    assert {one: found[one].status for one in ("A2", "A3", "A4", "A6", "A9")} == {
        "A2": "fail", "A3": "unknown", "A4": "unknown", "A6": "unknown", "A9": "unknown",
    }  # fmt: skip


def test_accepted_document_view_is_a_warning_only_where_it_is_the_reason() -> None:
    sees = {"status": "noncompliant", "libraries": [{"status": "noncompliant", "document_view": True}]}
    assert check(access=sees, accept_document_view=True)["A9"].status == "warn"
    lacks = {"status": "noncompliant", "libraries": [{"status": "noncompliant", "document_view": None}]}
    assert check(access=lacks, accept_document_view=True)["A9"].status == "fail"


def test_dry_run_has_no_fail() -> None:
    found = check(check_mode=True, create_projects_from={"imanage": False}, connector={})
    assert {one.status for one in found.values()} == {"pass", "unknown"}
    empty = check(check_mode=True, user={"exists": False}, connector={}, access={}, create_projects_from={})
    assert {(one.status, one.reason) for one in empty.values()} == {("unknown", "not created yet")}


def test_failed_checks_become_one_error() -> None:
    error = failed_findings(check(customer_id="1", create_projects_from={"imanage": False}).values(), "Alder")
    assert error is not None
    assert "L3" in error.sentence()
    assert "L4" in error.sentence()
