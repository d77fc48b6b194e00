# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A: whether the service account is what Legora needs, and nothing more."""

from __future__ import annotations

import typing as t

from .._core.address_ranges import permits_only
from .._core.values import folded
from .._imanage.names import NRTADMIN
from .check import (
    ATTEST,
    BY_ONBOARD,
    CONTROL_CENTER,
    CRITICAL,
    GUIDE,
    MAJOR,
    MINOR,
    ONBOARD,
    OURS,
    PRACTICE,
    PREFLIGHT,
    VERIFY,
    Check,
)
from .facts import Data, Facts
from .findings import Judgement, failed, library_words, of_libraries, passed, unknown, unless, warned
from .readiness import operator_is_not_the_account

NO_USER = "there is no such user"


def of_an_existing_account(check: t.Callable[[Facts], Judgement]) -> t.Callable[[Facts], Judgement]:
    """Judgement C(unknown) where there is no account to look at; that there is none is for A2 to say."""

    def decide(facts: Facts) -> Judgement:
        return check(facts) if facts.user.get("exists") else unknown(f"{facts.user_id}: {NO_USER}")

    decide.__doc__ = check.__doc__
    return decide


def dedicated(facts: Facts) -> Judgement:
    """A1: in no other libraries and groups than Legora needs, and nobody's operator.

    Another library is for somebody to decide; what the account may do there as an administrator is A7's to say.
    """
    problems = operator_is_not_the_account(facts)
    if not facts.user.get("exists"):
        return unless(problems, f"there is no {facts.user_id} yet")
    foreign = {
        library: ", ".join(group for group in facts.groups(library) if group != NRTADMIN)
        for library in sorted(facts.user.get("memberships") or {})
    }
    problems += of_libraries(
        (f"{facts.user_id} is in {groups} of {{libraries}}", library) for library, groups in foreign.items() if groups
    )
    if facts.unread_groups and not problems:
        return unknown(_groups_unread(facts))
    listed = [library.upper() for library in facts.libraries]
    others = [library for library in _libraries_of(facts) if library.upper() not in listed]
    if others and not problems:
        return warned(f"{facts.user_id} is in {library_words(others)}, not listed")
    return unless(problems, f"{facts.user_id} is in the listed libraries and {NRTADMIN} only")


def _libraries_of(facts: Facts) -> list[str]:
    """Return the libraries that the account is in; where iManage does not tell, those that it has groups in."""
    there = facts.user.get("libraries")
    return list((facts.user.get("memberships") or {}) if there is None else there)


def _groups_unread(facts: Facts) -> str:
    return f"the groups of {facts.user_id} in {library_words(facts.unread_groups)} were not read"


def exists(facts: Facts) -> Judgement:
    """A2: in each listed library; in the cloud that needs a global user first."""
    there = {library: facts.is_in(library) for library in facts.existing_libraries}
    missing = [library for library, is_in in there.items() if is_in is False]
    problems = of_libraries((f"{facts.user_id} is not in {{libraries}}", library) for library in missing)
    if not facts.user.get("exists"):
        problems = [f"{facts.user_id}: {NO_USER}"]
    if facts.no_such_library:
        return failed(
            "; ".join([*problems, facts.no_such_library]),
            "Correct imanage_libraries, in exactly iManage's spelling.",
            "onboard stops before it writes anything",
        )
    untold = [library for library, is_in in there.items() if is_in is None]
    if untold and not problems:
        return unknown(f"iManage does not say whether {facts.user_id} is in {library_words(untold)}")
    onboard = None if facts.user.get("exists") else "onboard creates it"
    return unless(problems, f"{facts.user_id} is in {', '.join(facts.libraries)}", onboard=onboard)


def virtual(facts: Facts) -> Judgement:
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


def keeps_signing_in(facts: Facts) -> Judgement:
    """A4: nothing stops the account from signing in, now or after a while.

    A sign-in that succeeded in this run shows as well that it may sign in and is not locked.
    """
    user = facts.user
    names = ["enabled", "locked", "force_password_change", "password_never_expires"]
    signed_in = bool(facts.access.get("signed_in"))
    tests = (
        (user.get("enabled") is False, "may not sign in"),
        (user.get("locked"), "is locked"),
        (user.get("force_password_change"), "has to change its password"),
        (user.get("password_never_expires") is False, "has a password that expires"),
    )
    untold = _untold(facts, names[2:] if signed_in else names)
    problems = [f"{facts.user_id} {problem}" for applies, problem in tests if applies]
    if user.get("locked"):
        return unless(
            problems,
            "",
            f"Unlock {facts.user_id} in Control Center, and find out who tried to sign in.",
            "onboard does not unlock an account: find out first why it is locked",
        )
    if untold and not problems:
        shown = "; that it may sign in and is not locked, its sign-in showed" if signed_in else ""
        return unknown(f"{untold}{shown}")
    return unless(problems, f"{facts.user_id} may sign in, is not locked, and keeps its password")


def email_unique(facts: Facts) -> Judgement:
    """A5: an e-mail address belongs to one user; a second one with it can't be created."""
    holders = facts.user.get("email_holders")
    email = facts.config.get("service_account_email")
    if holders is None:
        return unknown(f"who has the e-mail address {email} was not read")
    others = [str(holder) for holder in holders if str(holder).upper() != facts.user_id.upper()]
    return unless([f"{email} belongs to {other}" for other in others], f"{email} belongs to nobody else")


def in_nrtadmin(facts: Facts) -> Judgement:
    """A6: only its members may read a library's queue of change events."""
    lacking = [library for library in facts.existing_libraries if not facts.in_nrtadmin(library)]
    unread = [library.upper() for library in facts.unread_groups]
    if lacking and all(library.upper() in unread for library in lacking):
        return unknown(_groups_unread(facts))
    if facts.no_such_library and not lacking:
        return unknown(facts.no_such_library)
    return unless(
        of_libraries((f"{facts.user_id} is not in {NRTADMIN} of {{libraries}}", library) for library in lacking),
        f"{facts.user_id} is in {NRTADMIN} of {', '.join(facts.libraries)}",
    )


def in_no_other_nrtadmin(facts: Facts) -> Judgement:
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
        of_libraries((f"{facts.user_id} is in {NRTADMIN} of {{libraries}}, not listed", library) for library in others),
        f"{facts.user_id} is in {NRTADMIN} of no other library",
        f"Put {', '.join(others)} back into imanage_libraries, or take the account out of {NRTADMIN} there, in Control "
        "Center or by a task: legalops.ethical_walls.imanage_group_membership: "
        f"{{libraries: [{', '.join(others)}], users: {{remove: [{facts.user_id}]}}}}.",
    )


def no_account_yet(facts: Facts) -> str | None:
    """Say why A7 does not apply before onboarding; without an account, verify has something to say."""
    if facts.phase != "preflight" or facts.user.get("exists") is not False:
        return None
    return f"there is no {facts.user_id} yet"


def no_former_account(facts: Facts) -> Judgement:
    """A13: who had the account's place before is an administrator whose password is known, and nobody needs it."""
    found = facts.user.get("predecessors")
    if found is None:
        return unknown(f"who else is in {NRTADMIN} was not read")
    if not found:
        return passed(f"nobody else with its e-mail address, its name or its place at Legora was seen in {NRTADMIN}")
    ids = sorted({str(one["id"]) for one in found})
    text = "; ".join(
        of_libraries(
            (f"{one['id']} is in {NRTADMIN} of {{libraries}} too{_known_as(one)}", one["library"]) for one in found
        )
    )
    remedy = (
        "Remove it in Control Center, where it is no longer needed, or by a task for each: "
        f"legalops.ethical_walls.imanage_user: {{user_id: {ids[0]}, state: absent}}."
    )
    # What iManage does not tell may be so.
    may_sign_in = [one for one in found if one.get("enabled") is not False]
    if not may_sign_in:
        return warned(f"{text}; it may not sign in", remedy)
    if all(_is_namesake(facts, one) for one in may_sign_in):
        return warned(f"{text}; only the name is the same, so it may be another connector's account", remedy)
    return failed(text, remedy)


def _is_namesake(facts: Facts, other: Data) -> bool:
    """Say whether another user has nothing but its name in common with the account: two accounts may share one."""
    if other.get("was_at_legora"):
        return False
    emails = [facts.config.get("service_account_email"), facts.user.get("email")]
    same_email = folded(other.get("email")) in {folded(email) for email in emails} - {""}
    return folded(other.get("full_name")) == folded(facts.user.get("full_name")) != "" and not same_email


def _known_as(user: Data) -> str:
    words = ", ".join(str(user[name]) for name in ("full_name", "email") if user.get(name))
    if user.get("was_at_legora"):
        words = f"{words}; Legora's account until now" if words else "Legora's account until now"
    return f" ({words})" if words else ""


def address_locked(facts: Facts) -> Judgement:
    """A11: in the cloud the account's sign-in can be restricted to Legora's address."""
    address = facts.config.get("legora_egress_address")
    wanted = bool(facts.config.get("service_account_ip_lock"))
    if facts.user.get("ip_lock") is None:
        return unknown(f"iManage does not say whether {facts.user_id} is restricted to an address")
    if not facts.user["ip_lock"]:
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
    only = permits_only(given, address)
    if only is None:
        return unknown(f"{facts.user_id} is restricted to {given}, which can't be compared with {address}")
    if only:
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


def event_queue_answers(facts: Facts) -> Judgement:
    """A12: the queue of change events, which Legora reads; only iManage and Legora can tell."""
    return unknown("iManage has not published how to ask for it; that Legora follows a change shows that it answers")


CHECKS = (
    Check(
        id="A1",
        title="The account is dedicated to Legora",
        phases=(PREFLIGHT, ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=dedicated,
        remedy="Remove it there in Control Center, or choose another service_account_user_id.",
        source=PRACTICE,
        needs=("user",),
        onboard="onboard leaves it: it removes nothing that somebody else gave the account",
    ),
    Check(
        id="A2",
        title="The account exists in each library",
        phases=(ONBOARD, VERIFY),
        severity=MAJOR,
        decide=exists,
        remedy=BY_ONBOARD,
        source=GUIDE,
        needs=("libraries", "user"),
        onboard="onboard adds it to the library",
    ),
    Check(
        id="A3",
        title="It is a virtual, internal user",
        phases=(ONBOARD, VERIFY),
        severity=MAJOR,
        decide=of_an_existing_account(virtual),
        remedy=BY_ONBOARD,
        source=CONTROL_CENTER,
        needs=("user",),
        onboard="onboard makes it an internal user again",
    ),
    Check(
        id="A4",
        title="It can keep signing in",
        phases=(ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=of_an_existing_account(keeps_signing_in),
        remedy=BY_ONBOARD,
        source=PRACTICE,
        needs=("user",),
        onboard="onboard enables it, and corrects its password's rules",
    ),
    Check(
        id="A5",
        title="Its e-mail address belongs to nobody else",
        phases=(PREFLIGHT,),
        severity=MAJOR,
        decide=email_unique,
        remedy="Choose another service_account_email, or take the address from the other user.",
        source=CONTROL_CENTER,
        needs=("user",),
    ),
    Check(
        id="A6",
        title="It is in NRTADMIN of each library",
        phases=(ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=of_an_existing_account(in_nrtadmin),
        remedy=BY_ONBOARD,
        source=GUIDE,
        needs=("libraries", "user"),
        onboard="onboard adds it again",
    ),
    Check(
        id="A7",
        title="It is in NRTADMIN of no other library",
        phases=(PREFLIGHT, ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=of_an_existing_account(in_no_other_nrtadmin),
        remedy="Remove it there in Control Center, or list the library.",
        source=PRACTICE,
        needs=("user",),
        onboard="onboard leaves it: it works in the listed libraries only",
        not_applicable=no_account_yet,
    ),
    Check(
        id="A11",
        title="Its sign-in is restricted to Legora's address",
        phases=(VERIFY,),
        severity=MINOR,
        decide=of_an_existing_account(address_locked),
        remedy=BY_ONBOARD,
        source=CONTROL_CENTER,
        needs=("user",),
        onboard="onboard restricts it again",
        not_applicable=not_in_the_cloud,
    ),
    Check(
        id="A12",
        title="The queue of change events answers",
        phases=(VERIFY,),
        severity=CRITICAL,
        decide=event_queue_answers,
        remedy=f"Change a test matter's permissions, and see that Legora follows. {ATTEST}",
        source=GUIDE,
    ),
    Check(
        id="A13",
        title="No former service account is left in NRTADMIN",
        phases=(ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=no_former_account,
        remedy="Remove it in Control Center, where it is no longer needed.",
        source=OURS,
        needs=("libraries", "user"),
        onboard="onboard leaves it: it removes no other account",
    ),
)
