# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A: whether the service account is what Legora needs, and nothing more."""

from __future__ import annotations

import typing as t

from ..vocabulary import NRTADMIN, REASON_FAILED_SIGN_INS, REASON_IP_LOCKED
from .answers import Answer, failed, passed, unknown, unless, warned
from .facts import Data, Facts
from .readiness import operator_is_not_the_account

NO_USER = "there is no such user"

_DOCUMENT_VIEW = "document view"

# Parts of the names of rights at iManage. Which rights there are is not published, so these are assumed (A).
_DELETE = "delete"
_CONTROL_CENTER = "control_center"

# The proof's short reasons, for people.
_REASONS = {
    REASON_IP_LOCKED: "the account may sign in from certain addresses only, so it was not tried from here",
    REASON_FAILED_SIGN_INS: "the account has failed sign-ins already, and one more could lock it, so it was not tried",
}


def of_an_existing_account(check: t.Callable[[Facts], Answer]) -> t.Callable[[Facts], Answer]:
    """Answer C(unknown) where there is no account to look at; that there is none is for A2 to say."""

    def decide(facts: Facts) -> Answer:
        return check(facts) if facts.user.get("exists") else unknown(f"{facts.user_id}: {NO_USER}")

    decide.__doc__ = check.__doc__
    return decide


def dedicated(facts: Facts) -> Answer:
    """A1: in no other libraries and groups than Legora needs, and nobody's operator.

    Another library is for somebody to decide; what the account may do there as an administrator is A7's to say.
    """
    problems = operator_is_not_the_account(facts)
    if not facts.user.get("exists"):
        return unless(problems, f"there is no {facts.user_id} yet")
    for library in sorted(facts.user.get("memberships") or {}):
        foreign = [group for group in facts.groups(library) if group != NRTADMIN]
        if foreign:
            problems.append(f"{facts.user_id} is in {', '.join(foreign)} of library {library}")
    if facts.unread_groups and not problems:
        return unknown(_groups_unread(facts))
    listed = [library.upper() for library in facts.libraries]
    others = [library for library in facts.user.get("libraries") or [] if library.upper() not in listed]
    if others and not problems:
        return warned(f"{facts.user_id} is in library {', '.join(others)}, which is not listed")
    return unless(problems, f"{facts.user_id} is in the listed libraries and {NRTADMIN} only")


def _groups_unread(facts: Facts) -> str:
    return f"the groups of {facts.user_id} in {', '.join(facts.unread_groups)} were not read"


def exists(facts: Facts) -> Answer:
    """A2: in each listed library; in the cloud that needs a global user first."""
    there = [library.upper() for library in facts.user.get("libraries") or []]
    missing = [library for library in facts.existing_libraries if library.upper() not in there]
    problems = [f"{facts.user_id} is not in library {library}" for library in missing]
    if not facts.user.get("exists"):
        problems = [f"{facts.user_id}: {NO_USER}"]
    if facts.no_such_library:
        return failed(
            "; ".join([*problems, facts.no_such_library]),
            "Correct imanage_libraries, in exactly iManage's spelling.",
            "onboard stops before it writes anything",
        )
    onboard = None if facts.user.get("exists") else "onboard creates it"
    return unless(problems, f"{facts.user_id} is in {', '.join(facts.libraries)}", onboard=onboard)


def virtual(facts: Facts) -> Answer:
    """A3: only virtual users sign in with a password where single sign-on is on; external ones have no access."""
    user, problems = facts.user, []
    if user.get("virtual") is False or user.get("directory_synced"):
        problems.append(f"{facts.user_id} is no virtual user")
    if user.get("external"):
        problems.append(f"{facts.user_id} is an external user")
    untold = _untold(facts, ("virtual", "directory_synced", "external"))
    if untold and not problems:
        return unknown(untold)
    remedy, onboard = None, None
    if problems[:1] == [f"{facts.user_id} is no virtual user"]:
        remedy = "Choose another service_account_user_id: a directory user can't be made a virtual one."
        onboard = "onboard refuses such an account"
    return unless(problems, f"{facts.user_id} is virtual and internal", remedy, onboard)


def _untold(facts: Facts, names: t.Iterable[str]) -> str | None:
    """Say what iManage does not say of the account; C(None) where it says all of it."""
    words = {name: name.replace("_", " ") for name in names if facts.user.get(name) is None}
    return f"iManage does not say of {facts.user_id}: {', '.join(words.values())}" if words else None


def keeps_signing_in(facts: Facts) -> Answer:
    """A4: nothing stops the account from signing in, now or after a while."""
    user = facts.user
    tests = (
        (user.get("enabled") is False, "may not sign in"),
        (user.get("locked"), "is locked"),
        (user.get("force_password_change"), "has to change its password"),
        (user.get("password_never_expires") is False, "has a password that expires"),
    )
    untold = _untold(facts, ("enabled", "locked", "force_password_change", "password_never_expires"))
    problems = [f"{facts.user_id} {problem}" for applies, problem in tests if applies]
    if user.get("locked"):
        return unless(
            problems,
            "",
            f"Unlock {facts.user_id} in Control Center, and find out who tried to sign in.",
            "onboard does not unlock an account: find out first why it is locked",
        )
    if untold and not problems:
        return unknown(untold)
    return unless(problems, f"{facts.user_id} may sign in, is not locked, and keeps its password")


def email_unique(facts: Facts) -> Answer:
    """A5: an e-mail address belongs to one user; a second one with it can't be created."""
    holders = facts.user.get("email_holders")
    email = facts.config.get("service_account_email")
    if holders is None:
        return unknown(f"who has the e-mail address {email} was not read")
    others = [str(holder) for holder in holders if str(holder).upper() != facts.user_id.upper()]
    return unless([f"{email} belongs to {other}" for other in others], f"{email} belongs to nobody else")


def in_nrtadmin(facts: Facts) -> Answer:
    """A6: only its members may read a library's queue of change events."""
    lacking = [library for library in facts.existing_libraries if not facts.in_nrtadmin(library)]
    unread = [library.upper() for library in facts.unread_groups]
    if lacking and all(library.upper() in unread for library in lacking):
        return unknown(_groups_unread(facts))
    if facts.no_such_library and not lacking:
        return unknown(facts.no_such_library)
    return unless(
        [f"{facts.user_id} is not in {NRTADMIN} of library {library}" for library in lacking],
        f"{facts.user_id} is in {NRTADMIN} of {', '.join(facts.libraries)}",
    )


def in_no_other_nrtadmin(facts: Facts) -> Answer:
    """A7: no rights of an administrator where Legora has nothing to do."""
    listed = [library.upper() for library in facts.libraries]
    others = [
        library
        for library in sorted(facts.user.get("memberships") or {})
        if facts.in_nrtadmin(library) and library.upper() not in listed
    ]
    if facts.unread_groups and not others:
        return unknown(_groups_unread(facts))
    return unless(
        [f"{facts.user_id} is in {NRTADMIN} of library {library}, which is not listed" for library in others],
        f"{facts.user_id} is in {NRTADMIN} of no other library",
    )


def role_withholds(facts: Facts) -> Answer:
    """A8: the role seen by the account itself is the wanted one, and gives it no more than metadata."""
    if not facts.access.get("signed_in"):
        return unknown(_why(facts) or "the account was not signed in")
    problems: list[str] = []
    accepted: list[str] = []
    unclear, seen = [], []
    for library in facts.config.get("imanage_libraries") or []:
        proof = facts.proof(library["id"])
        role, wanted = proof.get("role"), library.get("role")
        if not role:
            unclear.append(f"the role in {library['id']} was not seen")
            continue
        if wanted and role.upper() != wanted.upper():
            problems.append(f"the role in {library['id']} is {role}, not {wanted}")
        granted, untold = _too_much(proof)
        for right in granted:
            lived_with = right == _DOCUMENT_VIEW and facts.config.get("service_account_accept_document_view")
            (accepted if lived_with else problems).append(f"role {role} in {library['id']} allows {right}")
        if untold:
            unclear.append(f"iManage does not say whether role {role} in {library['id']} allows {' or '.join(untold)}")
        seen.append(f"{role} in {library['id']}")
    if problems:
        return failed("; ".join(problems + accepted))
    if accepted:
        return warned("; ".join([*accepted, "the firm accepts that", *unclear]))
    if unclear:
        return unknown("; ".join(unclear))
    return passed(f"{', '.join(seen)}: no document view, no deletion, no Control Center")


def _why(facts: Facts) -> str | None:
    """Return the proof's reason in words."""
    reason = facts.access.get("reason")
    return _REASONS.get(reason, str(reason)) if reason else None


def _too_much(proof: Data) -> tuple[list[str], list[str]]:
    """Return what the rights in one library allow beyond metadata, and what they do not tell."""
    rights: dict[str, bool] = proof.get("rights") or {}
    granted, untold = [], []
    if proof.get("document_view") is True:
        granted.append(_DOCUMENT_VIEW)
    elif proof.get("document_view") is None:
        untold.append(_DOCUMENT_VIEW)
    for part, words in ((_DELETE, "deletion"), (_CONTROL_CENTER, "Control Center")):
        values = [value for name, value in rights.items() if part in name]
        if any(values):
            granted.append(words)
        elif not values:
            untold.append(words)
    return granted, untold


def metadata_only(facts: Facts) -> Answer:
    """A9: a sign-in as the account shows that metadata can be read and documents cannot be viewed."""
    status, reason = facts.access.get("status"), _why(facts)
    if status == "compliant":
        left = [library for library in facts.libraries if facts.proof(library).get("status") != "compliant"]
        if left:
            return unknown(f"it was not proved in {', '.join(left)}")
        return passed(f"signed in as {facts.user_id}: metadata can be read, documents cannot be viewed")
    if status == "noncompliant":
        accepted = facts.config.get("service_account_accept_document_view") and all(
            one.get("status") == "compliant" or one.get("document_view") is True
            for one in facts.access.get("libraries") or [{}]
        )
        return warned(f"{reason}; the firm accepts that") if accepted else failed(str(reason))
    if status == "rejected" and (facts.user.get("locked") or facts.user.get("enabled") is False):
        # Nothing was tried then, and A4 names the cause.
        return unknown(f"not tried: {reason}")
    return failed(str(reason)) if status == "rejected" else unknown(str(reason or "it was not tried"))


def download_refused(facts: Facts) -> Answer:
    """A10: a named document was asked for as the account, in each library that names one."""
    got = [str(one.get("id")) for one in facts.access.get("libraries") or [] if one.get("download") == "allowed"]
    if got:
        return failed(
            "; ".join(f"{facts.user_id} could download the test document of library {one}" for one in got),
            "Give it a role that withholds document view, and run onboard. Until then treat it as one that reads "
            "documents.",
        )
    left = [library for library in facts.libraries if facts.proof(library).get("download") != "refused"]
    if left:
        why = _why(facts) or "no test document is named there, or it was not tried"
        return unknown(f"no download was refused in {', '.join(left)}: {why}")
    return passed(f"refused in {', '.join(facts.libraries)}")


def address_locked(facts: Facts) -> Answer:
    """A11: in the cloud the account's sign-in can be restricted to Legora's address."""
    address = facts.config.get("legora_egress_address")
    wanted = bool(facts.config.get("service_account_ip_lock"))
    if not facts.user.get("ip_lock"):
        text = f"{facts.user_id} may sign in from anywhere"
        return (
            failed(text)
            if wanted
            else warned(
                text,
                "Set service_account_ip_lock: true, unless the firm decides otherwise.",
                "onboard restricts it once service_account_ip_lock is true",
            )
        )
    given = str(facts.user.get("ip_range") or "").strip()
    if not given:
        return unknown(f"{facts.user_id} is restricted to an address, but iManage does not say to which")
    if given == address:
        return passed(f"{facts.user_id} may sign in from {address} only")
    text = f"{facts.user_id} may sign in from {given}, instead of {address} alone"
    if wanted:
        return failed(text)
    return failed(
        text,
        "Set service_account_ip_lock: true and run onboard, or correct it in Control Center.",
        "onboard leaves it, unless service_account_ip_lock is true",
    )


def not_in_the_cloud(facts: Facts) -> str | None:
    """Say why A11 does not apply."""
    return "on-premises; iManage restricts addresses of users in its cloud only" if facts.is_cloud is False else None


def event_queue_answers(facts: Facts) -> Answer:
    """A12: the queue of change events; how to ask for it is not published, so the firm has to say."""
    queue = facts.access.get("event_queue")
    if not queue:
        return unknown("not checked: iManage has not published the call, and verify_event_queue does not describe one")
    if queue.get("status") == "answers":
        # The call is sent for one library, the first.
        return passed(str(queue.get("reason") or f"the queue answers as configured, asked for in {facts.libraries[0]}"))
    text = str(queue.get("reason") or f"the queue answered HTTP {queue.get('http_status')}")
    return failed(text) if queue.get("status") == "refused" else unknown(text)
