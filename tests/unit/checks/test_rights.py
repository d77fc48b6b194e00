# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A8: what the role lets the account do, before onboarding and as the account itself sees it after."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.firm import NOT_READ, failing, firm
from unit.checks.cases import Case, answer, decided, found

_ACCEPTED = {"config.service_account_accept_document_view": True}
_UNNAMED = {"config.imanage_libraries": [{"id": "ACTIVE", "role": None}, {"id": "CLOSED", "role": None}]}
_FULL = {"config.imanage_libraries": [{"id": "ACTIVE", "role": "FULL"}, {"id": "CLOSED", "role": "FULL"}]}
_FIRST = "access.libraries.0"
_RIGHTS = f"{_FIRST}.rights"
# The names of iManage's reference: without them, nothing is known of a real tenant.
WITHHELD = {"document_view": False, "delete": False, "delete_workspace": False, "delete_public_folder": False}


def role(name: str, **rights: Any) -> dict[str, Any]:
    return {"role": name, "rights": {**WITHHELD, **rights}}


_SEES = role("DEFAULT", document_view=True)


def new(name: str = "LEGORA_METADATA", *, unread: dict[str, str] | None = None, **rights: Any) -> dict[str, Any]:
    """Return the changes of a firm without an account, whose role has these rights in both libraries."""
    read = {} if unread else {library: role(name, **rights) for library in ("ACTIVE", "CLOSED")}
    return {"user": {"exists": False, "role_rights": read, "unread_roles": unread or {}}, "access": NOT_READ}


def before(status: str, words: str, changes: dict[str, Any]) -> Case:
    return Case("A8", status, words, changes, phase="preflight")


CASES = (
    Case("A8", "pass", "role LEGORA_METADATA in libraries ACTIVE, CLOSED: no document view, no deletion"),
    Case("A8", "pass", "no deletion; noted: role LEGORA_METADATA allows Control", {f"{_RIGHTS}.admin_tier_1": True}),
    Case("A8", "pass", "allows Control Center (tier 2) in library ACTIVE", {f"{_FIRST}.tier": 2}),
    Case("A8", "pass", "deletion of public folders", {f"{_RIGHTS}.delete_public_folder": True}),
    Case("A8", "pass", "no document view, no deletion", {f"{_RIGHTS}.use_admin_tool": True, f"{_FIRST}.tier": None}),
    Case(
        "A8",
        "pass",
        "what it may do in libraries",
        {**_UNNAMED, f"{_FIRST}.role": None, "access.libraries.1.role": None},
    ),
    Case("A8", "fail", "the role in library ACTIVE is FULL, not LEGORA_METADATA", {f"{_FIRST}.role": "FULL"}),
    Case("A8", "fail", "LEGORA_METADATA allows document view in library ACTIVE", {f"{_FIRST}.document_view": True}),
    Case("A8", "fail", "what it may do allows document", {f"{_FIRST}.role": None, f"{_FIRST}.document_view": True}),
    Case("A8", "fail", "LEGORA_METADATA allows deletion in library ACTIVE", {f"{_RIGHTS}.delete": True}),
    Case("A8", "fail", "LEGORA_METADATA allows deletion in library ACTIVE", {f"{_RIGHTS}.delete_workspace": True}),
    Case(
        "A8",
        "fail",
        "allows deletion in library ACTIVE; role LEGORA_METADATA allows document view",
        {**_ACCEPTED, f"{_FIRST}.document_view": True, f"{_RIGHTS}.delete": True},
    ),
    Case(
        "A8", "warn", "allows document view in library ACTIVE; the firm", {**_ACCEPTED, f"{_FIRST}.document_view": True}
    ),
    Case("A8", "unknown", "whether role LEGORA_METADATA allows deletion in library ACTIVE", {_RIGHTS: {}}),
    Case("A8", "unknown", "allows deletion in library ACTIVE", {_RIGHTS: {"delete": False}}),
    Case("A8", "unknown", "allows deletion in library ACTIVE", {_RIGHTS: {"delete_workspace": False, "delete": None}}),
    Case("A8", "unknown", "whether role LEGORA_METADATA allows document view", {f"{_FIRST}.document_view": None}),
    Case("A8", "unknown", "the role in library ACTIVE was not seen", {f"{_FIRST}.role": None}),
    Case(
        "A8",
        "unknown",
        "not tried from here",
        {"access.signed_in": False, "access.reason": "ip_locked", "access.libraries": []},
    ),
    Case("A8", "unknown", "was not tried without verify_probe", {"access": {"reason": "uncounted"}}),
    Case("A8", "unknown", "refused this password before", {"access": {"reason": "refused_before"}}),
    Case("A8", "unknown", "the account was not signed in", {"access": {"signed_in": False}}),
    Case("A8", "unknown", "rights was not read", {"user": {"exists": False}, "access": NOT_READ}),
    Case("A8", "unknown", "rights could not be read: the server is away", {"access": failing()}),
    before("pass", "role LEGORA_METADATA in libraries ACTIVE, CLOSED: no document view, no deletion", new()),
    before("pass", "noted: role LEGORA_METADATA allows Control Center (tier 1)", new(admin_tier_1=True)),
    before(
        "fail",
        "role FULL allows document view in libraries ACTIVE, CLOSED",
        {**new("FULL", document_view=True), **_FULL},
    ),
    before("fail", "role LEGORA_METADATA allows deletion in libraries ACTIVE, CLOSED", new(delete_workspace=True)),
    before(
        "fail",
        "role DEFAULT, which it gets without service_account_role, allows document view in libraries ACTIVE, CLOSED",
        {**new("DEFAULT", document_view=True), **_UNNAMED},
    ),
    before("fail", "in libraries ACTIVE, CLOSED can't be read", {**new("DEFAULT", document_view=None), **_UNNAMED}),
    before("fail", "in library ACTIVE can't be read (HTTP 403)", {**new(unread={"ACTIVE": "HTTP 403"}), **_UNNAMED}),
    before("pass", "role DEFAULT, which it gets without", {**new("DEFAULT"), **_UNNAMED}),
    before("warn", "the firm accepts that", {**new("DEFAULT", document_view=True), **_UNNAMED, **_ACCEPTED}),
    before(
        "unknown", "iManage does not say whether role DEFAULT", {**new(unread={"A": "no"}), **_UNNAMED, **_ACCEPTED}
    ),
    before(
        "unknown", "whether role LEGORA_METADATA allows document view or deletion", new(document_view=None, delete=None)
    ),
    before(
        "unknown",
        "what role LEGORA_METADATA allows in library ACTIVE was not read: HTTP 403",
        new(unread={"ACTIVE": "HTTP 403"}),
    ),
    before(
        "unknown",
        "there is no role LEGORA_METADATA in libraries ACTIVE, CLOSED",
        {"user": {"role_rights": {}, "missing_roles": dict.fromkeys(("ACTIVE", "CLOSED"), "LEGORA_METADATA")}},
    ),
    before("unknown", "what its role allows was not read", {"user": {"exists": False}}),
    before("unknown", "service account at iManage was not read", {"user": NOT_READ}),
    before("unknown", "imanage_libraries is empty", {"config.imanage_libraries": []}),
    before("fail", "role DEFAULT", {"user.enabled": False, "user.role_rights": {"ACTIVE": _SEES}, **_UNNAMED}),
    before("fail", "role DEFAULT", {"user.enabled": None, "user.role_rights": {"ACTIVE": _SEES}, **_UNNAMED}),
    before(
        "fail",
        "LEGORA_METADATA allows document view in library ACTIVE",
        {"user.role_rights": {"ACTIVE": role("LEGORA_METADATA", document_view=True)}},
    ),
    before(
        "unknown",
        "CLOSED: no document view, no deletion; in library ACTIVE SVC-LEGORA is already: the proof",
        {"user.libraries": ["ACTIVE"], "user.role_rights": {"CLOSED": role("LEGORA_METADATA")}},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_it_sees(case: Case) -> None:
    case.check_it()


@pytest.mark.parametrize(
    "changes",
    [{}, _UNNAMED, {**_UNNAMED, "user.role_rights": dict.fromkeys(("ACTIVE", "CLOSED"), _SEES)}],
    ids=["named", "unnamed", "dry run that reads DEFAULT"],
)
def test_account_that_works_is_left_to_the_proof_and_is_no_pass(changes: dict[str, Any]) -> None:
    decision = decided("preflight", firm(changes))
    left_out = {one["id"]: one["reason"] for one in decision.not_applicable}
    assert "the proof judges what it may do" in left_out["A8"]
    assert "A8" not in {one.id for one in decision.findings}


def test_role_that_allows_too_much_stops_before_anything_is_written() -> None:
    finding = found(firm({**new("DEFAULT", document_view=True), **_UNNAMED}), "A8", "preflight")
    assert (finding.status, finding.severity) == ("fail", "critical")
    assert "service_account_role" in str(finding.remedy)
    assert "service_account_accept_document_view: true" in str(finding.remedy)


def test_sixty_libraries_make_one_sentence() -> None:
    names = [f"LIB{number}" for number in range(60)]
    changes = {
        **new(),
        "config.imanage_libraries": [{"id": name, "role": "FULL"} for name in names],
        "imanage.libraries": [{"id": name, "status": "ready"} for name in names],
        "user": {"exists": False, "role_rights": {name: role("FULL", document_view=True) for name in names}},
    }
    said = answer(firm(changes), "A8", "preflight")
    assert said.evidence == "role FULL allows document view in 60 libraries (LIB0, LIB1, LIB2 and 57 more)"
