# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""S and C: whether it works in daily life, and stays so."""

from __future__ import annotations

import typing as t
from collections import Counter

from .._core.values import folded
from .._imanage.names import NRTADMIN
from . import confirmed
from .certificate import RENEW_BEFORE
from .check import ATTEST, Check
from .facts import Data, Facts
from .findings import Judgement, attested, failed, of_libraries, passed, unknown, warned

_HEALTH = (
    ("exists", True, "the account is missing"),
    ("nrtadmin", True, f"it is not in {NRTADMIN}"),
    ("document_view", False, "documents can be viewed"),
    ("covered", True, "Legora does not cover it"),
)


# What the audit log says of results is not published, so these words are assumed (A); any other is not understood.
_SUCCEEDED = ("success", "succeeded", "successful", "ok")
_REFUSED = ("failure", "failed", "error", "denied", "rejected", "refused")


def library_health(facts: Facts) -> list[Data]:
    """Return what is known of each listed library; C(None) is not known."""
    covered = facts.capability_libraries or []
    read_user = facts.reading("user").value is not None
    read_groups = read_user and not facts.unread_groups
    # Without a customer ID nobody knows whose capability to look for.
    read_connector = (
        facts.reading("connectors").value is not None and facts.customer_id is not None and not facts.lacks_details
    )
    return [
        {
            "id": library,
            "exists": _is_in(facts, library) if read_user else None,
            "nrtadmin": facts.in_nrtadmin(library) if read_groups else None,
            "role": facts.proof(library).get("role"),
            "document_view": facts.proof(library).get("document_view"),
            "covered": _is_covered(facts, library in covered) if read_connector else None,
        }
        for library in facts.libraries
    ]


def _is_covered(facts: Facts, is_named: bool) -> bool | None:
    """Say whether Legora covers a library: by hand, a confirmation older than the account's password tells no more."""
    return None if is_named and facts.by_hand and not confirmed.counts(facts) else is_named


def _is_in(facts: Facts, library: str) -> bool | None:
    return facts.is_in(library) if facts.user.get("exists") else False


def every_library_healthy(facts: Facts) -> Judgement:
    """S1: Each library for itself: the account is there, in C(NRTADMIN), may not view documents, and Legora covers it.
    What is wrong is a warning here, and a failure of the check that is about it.
    """
    # A total would hide the one that is ill.
    ill, unclear = [], []
    for library in library_health(facts):
        problems = [words for name, good, words in _HEALTH if library[name] is (not good)]
        if problems:
            ill.append((f"{{libraries}}: {', '.join(problems)}", library["id"]))
        elif any(library[name] is None for name, _good, _words in _HEALTH):
            unclear.append(("{libraries}: not all of it is known", library["id"]))
    if ill:
        return warned("; ".join(of_libraries(ill + unclear)))
    if unclear:
        return unknown("; ".join(of_libraries(unclear)))
    healthy = f"{', '.join(facts.libraries)}: healthy, each looked at by itself"
    said = facts.config.get("legora_confirmed") if facts.by_hand else None
    # By hand, that Legora covers them is what a person says.
    return (
        attested(healthy, {name: str(said.get(name) or "") for name in ("by", "date", "note")})
        if said
        else passed(healthy)
    )


def audit_evidence(facts: Facts) -> Judgement:
    """S2: Legora's audit log of the last C(verify_audit_days) days: there are events, and all of them succeeded. None,
    or one that did not succeed, is a warning.
    """
    events: list[Data] = facts.reading("events").value or []
    if not events:
        return warned("the audit log has no event about the connection in this time")
    refused = [event for event in events if folded(event.get("result_status")) in _REFUSED]
    untold = [event for event in events if folded(event.get("result_status")) not in (*_REFUSED, *_SUCCEEDED)]
    last = max(str(event.get("timestamp")) for event in events)
    if refused:
        newest = max(refused, key=lambda event: str(event.get("timestamp")))
        return warned(
            f"{len(refused)} of {len(events)} events did not succeed, the last at {newest.get('timestamp')}: "
            f"{_event(newest)}",
            seen=True,
        )
    if untold:
        return unknown(f"of {len(untold)} of {len(events)} events Legora does not say whether they succeeded")
    return passed(f"{len(events)} events, all of which succeeded, the last at {last}")


def _event(event: Data) -> str:
    return " ".join(
        str(event[name]) for name in ("action", "resource_type", "resource_display_name") if event.get(name)
    )


def users_map(facts: Facts) -> Judgement:
    """S3: Two lists that the firm exports: C(verify_wall_users) and C(verify_legora_users). Each address of the first
    has to be in the second exactly once. Twice is a failure, missing a warning.
    """
    # Somebody behind a wall whose e-mail is unknown at Legora, or twice there, is not kept out by it.
    walled, known = facts.config.get("verify_wall_users"), facts.config.get("verify_legora_users")
    if walled is None or known is None:
        return unknown("the users behind walls and the users of Legora were not given")
    counts = Counter(_addresses(known))
    behind = sorted(set(_addresses(walled)))
    if not behind:
        return unknown("the list of users behind walls is empty")
    twice = [email for email in behind if counts[email] > 1]
    unmatched = [email for email in behind if not counts[email]]
    problems = [f"several Legora users have the e-mail address of: {', '.join(twice)}"] if twice else []
    problems += [f"no Legora user has the e-mail address of: {', '.join(unmatched)}"] if unmatched else []
    if twice:
        return failed("; ".join(problems), "Have the users' e-mail addresses corrected at Legora.")
    if unmatched:
        return warned(
            "; ".join(problems), f"Have these addresses corrected. Or, where they are no users of Legora: {ATTEST}"
        )
    return passed(f"each of {len(behind)} users behind walls is one user at Legora")


def _addresses(emails: t.Iterable[t.Any]) -> list[str]:
    """Return e-mail addresses in a form that can be compared; an export may have blank lines."""
    return [text for text in map(folded, emails) if text]


def wall_test(facts: Facts) -> Judgement:
    """S4: Never by reading: no machine sees what two people see."""
    return unknown("no machine can see what two people see")


def manual_projects(facts: Facts) -> Judgement:
    """S5: The firm's list C(verify_manual_projects). An empty list says that there are none; any project is a
    warning.
    """
    projects: t.Sequence[t.Any] | None = facts.config.get("verify_manual_projects")
    if projects is None:
        return unknown("the projects that were made by hand were not given")
    if projects:
        text = f"{len(projects)} outside the walls: {', '.join(map(str, projects))}"
        return warned(text, f"See who may open these projects at Legora. Then: {ATTEST}")
    return passed("there are none, as verify_manual_projects says")


def ages(facts: Facts) -> Judgement:
    """C3: The password's age as iManage tells it, against C(rotate_after_days), and the certificate's days from the
    probe, at least 30. Either is a warning before it is due, an expired certificate a failure.
    """
    age = facts.user.get("password_age_days")
    tls = (facts.reading("endpoint").value or {}).get("tls") or {}
    days = tls.get("days_to_expiry")
    if days is not None and days < 0:
        return failed(f"the certificate has expired ({tls.get('expires')})", "Have it renewed now.")
    alarms = []
    due = _password_due(age, facts.config.get("rotate_after_days"))
    if due:
        alarms.append(due)
    if days is not None and days < RENEW_BEFORE:
        alarms.append(f"the certificate expires in {days} days")
    untold = [
        f"{words} is not known{f' ({reason})' if reason else ''}"
        for value, words, reason in (
            (age, "the password's age", facts.lacks("user")),
            (days, "the certificate's expiry", facts.lacks("endpoint")),
        )
        if value is None
    ]
    if alarms:
        return warned("; ".join(alarms + untold))
    if untold:
        return unknown("; ".join(untold))
    return passed(f"password {age} days old, certificate valid for {days} days")


def _password_due(age: int | None, most: int | None) -> str | None:
    """Say that a password is due for another one, soon enough to agree on a day; C(None) where it is not.

    :param most: the days after which it is.
    """
    if age is None or most is None or age < most - min(RENEW_BEFORE, most // 4):
        return None
    left = most - age
    when = f"in {left} days" if left > 0 else "now"
    return f"the password is {age} days old, and due for another one {when} (rotate_after_days: {most})"


CHECKS = (
    Check(
        id="S1",
        title="Each library is healthy",
        phases=("onboard", "verify"),
        severity="major",
        decide=every_library_healthy,
        remedy="See the checks that fail for it.",
        source="this collection",
        needs=("libraries", "user", "connectors"),
        wrong="A library is not healthy",
        open="Not everything about each library is known",
        owner="Your consultant",
        ask="See the points about this library.",
    ),
    Check(
        id="S2",
        title="Legora's audit log agrees",
        phases=("verify",),
        severity="minor",
        decide=audit_evidence,
        by_hand=confirmed.audit_log_by_hand,
        remedy=f"Look at the audit log. Or: {ATTEST}",
        source="support.legora.com, article 590830",
        needs=("events",),
        wrong="Legora's audit log shows something to look at",
        open="What Legora's audit log says is not known",
        owner="Your Legora administrator",
        ask="Look at Legora's audit log for the events that are named here.",
        confirm="Look at Legora's audit log, and confirm that nobody else changed the connection.",
    ),
    Check(
        id="S3",
        title="Users behind walls are one user each at Legora",
        phases=("verify",),
        severity="critical",
        decide=users_map,
        remedy=f"Give verify_wall_users and verify_legora_users. Or: {ATTEST}",
        source="other vendors' guides for connecting to iManage",
        wrong="Somebody behind a wall is not one user at Legora",
        open="That people behind walls are one user each at Legora is not confirmed",
        owner="Your Legora administrator",
        ask="Have the e-mail addresses that are named here corrected at Legora.",
        confirm="Send your consultant the e-mail addresses of the people behind walls and of Legora's users, or "
        "confirm that they match.",
        unsafe=True,
    ),
    Check(
        id="S4",
        title="A wall was tested with two people",
        phases=("verify",),
        severity="critical",
        decide=wall_test,
        remedy=f"Test one wall with two people, and take the time until a change arrives. {ATTEST}",
        source="other vendors' guides for connecting to iManage",
        wrong="The test of a wall is to be repeated",
        open="No wall has been tested with two people",
        owner="Your information governance team",
        ask="Test one wall with two people again, one on each side of it.",
        confirm="Test one wall with two people, one on each side of it, and note how long a change takes to arrive.",
        unsafe=True,
    ),
    Check(
        id="S5",
        title="Projects outside the walls are known",
        phases=("verify",),
        severity="major",
        decide=manual_projects,
        remedy=f"Give verify_manual_projects. Or, where it is meant so: {ATTEST}",
        source="support.legora.com, article 639660",
        wrong="Projects outside the walls exist at Legora",
        open="Which projects are outside the walls is not known",
        owner="Your Legora administrator",
        ask="Decide for each project that is named here whether it may stay outside the walls.",
        confirm="List the projects that were made by hand at Legora: no wall reaches them.",
    ),
    Check(
        id="C3",
        title="Neither password nor certificate is about to run out",
        phases=("verify",),
        severity="major",
        decide=ages,
        remedy="Run rotate_password, or have the certificate renewed.",
        source="this collection",
        wrong="A password or a certificate runs out soon",
        open="When password and certificate run out is not known",
        owner="Your iManage administrator",
        ask="Agree with your consultant on a day for a new password, or have the certificate renewed.",
    ),
)
