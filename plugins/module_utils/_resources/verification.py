# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what both systems say now with what onboarding should have left behind.

Every finding is C(pass), C(fail), C(warn) or C(unknown); what could not be known is never a C(pass).
"""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass

from .._core.errors import EthicalWallsError
from .vocabulary import NRTADMIN

NOT_CREATED = "not created yet"
NO_USER = "there is no such user"


@dataclass(frozen=True)
class Finding:
    """One check and what came of it.

    :ivar id: the check's ID, as in the table of checks.
    :ivar status: C(pass), C(fail), C(warn) or C(unknown).
    :ivar reason: why it is not a pass.
    """

    id: str
    title: str
    status: str
    reason: str | None = None

    def as_dict(self) -> dict[str, t.Any]:
        """Return it as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Facts:
    """What was read for one firm.

    :ivar libraries: the library IDs that should be covered.
    :ivar user: the account, as C(imanage_user_info) returned it.
    :ivar access: the proof, as C(imanage_access_info) returned it.
    :ivar connector: the connector, as C(legora_connector_info) returned it.
    :ivar create_projects_from: the preference of each source.
    :ivar accept_document_view: whether the firm accepts that the account may view documents.
    :ivar withheld: why the preference was left alone, where onboarding decided so.
    :ivar check_mode: whether this is a dry run, in which nothing may have been done yet.
    """

    libraries: list[str]
    customer_id: str
    user: dict[str, t.Any]
    access: dict[str, t.Any]
    connector: dict[str, t.Any]
    create_projects_from: dict[str, t.Any]
    accept_document_view: bool = False
    withheld: str | None = None
    check_mode: bool = False


def verify_firm(facts: Facts) -> list[Finding]:
    """Return what onboarding should have left behind, each with what was found.

    In a dry run nothing has been changed, so what is not as wanted is C(unknown) there, not C(fail).
    """
    findings = [_exists(facts)]
    about_the_account = [_virtual(facts), _can_sign_in(facts), _in_nrtadmin(facts), _effective(facts)]
    if not facts.user.get("exists"):
        about_the_account = [Finding(one.id, one.title, "unknown", NO_USER) for one in about_the_account]
    findings += about_the_account
    findings += [_service_account(facts), _capability(facts), _preference(facts)]
    if not facts.check_mode:
        return findings
    reason = "this is a dry run" if facts.user.get("exists") else NOT_CREATED
    return [
        found if found.status == "pass" else Finding(found.id, found.title, "unknown", reason) for found in findings
    ]


def failed_findings(findings: t.Iterable[Finding], firm: str) -> EthicalWallsError | None:
    """Return one error that names every C(fail); C(None) when there is none."""
    failed = [found for found in findings if found.status == "fail"]
    if not failed:
        return None
    return EthicalWallsError(
        "; ".join(f"{found.id} {found.title}: {found.reason}" for found in failed),
        kind="conflict",
        system="iManage and Legora",
        firm=firm,
        operation="verify what onboarding should have left behind",
        hint="Run onboard with --check to see what it would do about it.",
    )


def _finding(check_id: str, title: str, problems: t.Sequence[str]) -> Finding:
    return Finding(check_id, title, "fail" if problems else "pass", "; ".join(problems) or None)


def _exists(facts: Facts) -> Finding:
    there = [library.upper() for library in facts.user.get("libraries") or []]
    missing = [library for library in facts.libraries if library.upper() not in there]
    problems = [] if facts.user.get("exists") else [NO_USER]
    problems += [f"it is not in library {library}" for library in missing]
    return _finding("A2", "The service account exists in each library", problems)


def _virtual(facts: Facts) -> Finding:
    user = facts.user
    problems = []
    if not user.get("virtual") or user.get("directory_synced"):
        problems.append("it is no virtual user")
    if user.get("external"):
        problems.append("it is an external user")
    return _finding("A3", "It is a virtual, internal user", problems)


def _can_sign_in(facts: Facts) -> Finding:
    user = facts.user
    tests = (
        (not user.get("enabled"), "it may not sign in"),
        (user.get("locked"), "it is locked"),
        (user.get("force_password_change"), "it has to change its password"),
        (not user.get("password_never_expires"), "its password expires"),
    )
    return _finding("A4", "It can keep signing in", [problem for applies, problem in tests if applies])


def _in_nrtadmin(facts: Facts) -> Finding:
    memberships = facts.user.get("memberships") or {}
    lacking = [library for library in facts.libraries if NRTADMIN not in memberships.get(library, [])]
    return _finding(
        "A6", f"It is in {NRTADMIN} of each library", [f"it is not in {NRTADMIN} of library {one}" for one in lacking]
    )


def _effective(facts: Facts) -> Finding:
    title = "Signed in as it, metadata can be read and documents cannot be viewed"
    status, reason = facts.access.get("status"), facts.access.get("reason")
    if status == "compliant":
        return Finding("A9", title, "pass")
    if status == "noncompliant":
        accepted = facts.accept_document_view and all(
            one.get("status") == "compliant" or one.get("document_view") is True
            for one in facts.access.get("libraries") or [{}]
        )
        return Finding("A9", title, "warn" if accepted else "fail", reason)
    return Finding("A9", title, "fail" if status == "rejected" else "unknown", reason or "it was not tried")


def _service_account(facts: Facts) -> Finding:
    title = "Legora's connector has it"
    stored = facts.connector.get("service_account")
    if not stored:
        return Finding("L2", title, "fail", "the connector has no service account")
    expected = str(facts.user.get("sign_in_name") or "")
    if str(stored.get("username")).lower() != expected.lower():
        return Finding("L2", title, "fail", f"the connector has {stored.get('username')} instead of {expected}")
    if stored.get("status") == "active":
        return Finding("L2", title, "pass")
    if stored.get("status") == "rejected":
        return Finding("L2", title, "fail", "Legora shows it as rejected")
    return Finding("L2", title, "unknown", f"Legora shows it as {stored.get('status') or 'nothing'}")


def _capability(facts: Facts) -> Finding:
    title = "The capability covers exactly these libraries"
    found = [one for one in facts.connector.get("capabilities") or [] if one.get("customer_id") == facts.customer_id]
    if not found:
        return Finding("L3", title, "fail", f"there is no capability for customer ID {facts.customer_id}")
    covered = {library for one in found for library in one.get("library_ids") or []}
    problems = [f"{library} is not covered" for library in facts.libraries if library not in covered]
    problems += [f"{library} is covered, but not listed" for library in sorted(covered - set(facts.libraries))]
    return _finding("L3", title, problems)


def _preference(facts: Facts) -> Finding:
    title = "Legora creates projects from iManage"
    value = facts.create_projects_from.get("imanage")
    if value is True:
        return Finding("L4", title, "pass")
    if value is False and facts.withheld:
        return Finding("L4", title, "warn", f"withheld: {facts.withheld}")
    if value is False:
        return Finding("L4", title, "fail", "the preference is off")
    return Finding("L4", title, "unknown", "Legora does not say")
