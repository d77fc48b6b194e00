# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A: whether the service account is what Legora needs, and nothing more."""

from __future__ import annotations

import typing as t

from .._core.address_ranges import permits_only
from .._core.values import folded
from .._core.verdicts import OFFBOARD
from .._imanage.names import NRTADMIN
from .check import AGAIN, ATTEST, BY_ONBOARD, Check
from .facts import NO_USER, Facts
from .findings import Judgement, failed, library_words, of_libraries, passed, unknown, unless, warned
from .offboarding import uses_account
from .readiness import operator_is_not_the_account

_NOT_OURS = (
    "Look in Control Center whose account {user_id} is. Where it is Legora's, set offboard_accept: A1, or take it out "
    "there of what it is in beside that."
)


def dedicated(facts: Facts) -> Judgement:
    """A1: The account is in no other group than C(NRTADMIN), and is not the operator. Another library is a warning.
    That there is no account yet is a pass. Before an offboarding, another library, another e-mail address, a user from
    a directory, and groups that can't be read are failures, too.
    """
    # Another library is for somebody to decide; what the account may do there as an administrator is A7's to say. An
    # offboarding would take all of it away from an account that may be somebody's, so it stops before that.
    is_leaving = facts.phase == OFFBOARD
    problems = operator_is_not_the_account(facts)
    if not facts.user.get("exists"):
        return unless(problems, f"there is no {facts.user_id}" if is_leaving else f"there is no {facts.user_id} yet")
    if is_leaving and uses_account(facts):
        return passed(f"{facts.user_id} is left as it is, for {', '.join(uses_account(facts))}")
    foreign = {
        library: ", ".join(group for group in facts.groups(library) if group != NRTADMIN)
        for library in sorted(facts.user.get("memberships") or {})
    }
    problems += of_libraries(
        (f"{facts.user_id} is in {groups} of {{libraries}}", library) for library, groups in foreign.items() if groups
    )
    listed = [library.upper() for library in facts.libraries]
    others = [library for library in _libraries_of(facts) if library.upper() not in listed]
    if is_leaving:
        return unless(
            [*problems, *_strange(facts, others)],
            f"{facts.user_id} is in the listed libraries and {NRTADMIN} only",
            _NOT_OURS.format(user_id=facts.user_id),
        )
    if facts.unread_groups and not problems:
        return unknown(groups_unread(facts))
    if others and not problems:
        return warned(f"{facts.user_id} is in {library_words(others)}, not listed")
    return unless(problems, f"{facts.user_id} is in the listed libraries and {NRTADMIN} only")


def _strange(facts: Facts, others: list[str]) -> list[str]:
    """Return what else speaks against it that an account is the firm's own, or is not known of it.

    :param others: the libraries that it is in, and that are not listed.
    """
    found = [f"{facts.user_id} is in {library_words(others)}, not listed"] if others else []
    if facts.user.get("directory_synced"):
        found.append(f"{facts.user_id} comes from a directory")
    told, said = facts.user.get("email"), facts.config.get("service_account_email")
    if told and folded(told) != folded(said):
        found.append(f"{facts.user_id} has the e-mail address {told}, not {said}")
    return found + ([groups_unread(facts)] if facts.unread_groups else [])


def _libraries_of(facts: Facts) -> list[str]:
    """Return the libraries that the account is in; where iManage does not tell, those that it has groups in."""
    there = facts.user.get("libraries")
    return list((facts.user.get("memberships") or {}) if there is None else there)


def groups_unread(facts: Facts) -> str:
    return f"the groups of {facts.user_id} in {library_words(facts.unread_groups)} were not read"


def exists(facts: Facts) -> Judgement:
    """A2: The account is read in each listed library."""
    # In the cloud that needs a global user first.
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
    """A3: As iManage tells it: virtual, not from a directory, not external. What it does not tell is unknown. A
    directory user can't be made a virtual one.
    """
    # Only virtual users sign in with a password where single sign-on is on; external ones have no access.
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
    """A4: As iManage tells it: it may sign in, is not locked, need not change its password, and the password does not
    expire. What it does not tell is unknown. A sign-in of the same run shows that it may sign in and is not locked.
    Onboarding does not unlock an account: somebody has to find out first why it is locked.
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
    """A5: A search for exactly this address among all users. Where iManage does not offer it, it is unknown. An account
    that is there already and signs in with another address is a failure, unless Legora has the right one.
    """
    # An e-mail address belongs to one user; a second one with it can't be created. And in the cloud, an account signs
    # in with it: whoever uses one that is there already would be cut off by another address.
    holders = facts.user.get("email_holders")
    email = facts.config.get("service_account_email")
    other = _other_sign_in_name(facts)
    if other:
        return failed(
            f"{facts.user_id} is there already and signs in with {other}, not with {email}: whoever uses it would be "
            "cut off",
            f"If it is Legora's account, set service_account_email: {other}. If it is not, choose another "
            "service_account_user_id. If its address is to be changed, accept A5 for one run.",
            "onboard stops before it writes anything",
        )
    if holders is None:
        return unknown(f"who has the e-mail address {email} was not read")
    others = [str(holder) for holder in holders if str(holder).upper() != facts.user_id.upper()]
    return unless([f"{email} belongs to {other}" for other in others], f"{email} belongs to nobody else")


def _other_sign_in_name(facts: Facts) -> str | None:
    """Return what the account signs in with instead of the address that it would get; C(None) where it is no other.

    Nobody signs in with an account that is disabled. And where Legora has the right address already, as it was read or
    confirmed, correcting the account cuts Legora off no more.
    """
    email, told = facts.config.get("service_account_email"), facts.user.get("email")
    signs_in_with_it = facts.user.get("enabled") is not False and folded(told) == folded(facts.user.get("sign_in_name"))
    if not told or folded(told) == folded(email) or not signs_in_with_it:
        return None
    stored = (facts.connector.get("service_account") or {}).get("username")
    return None if folded(stored) == folded(email) else str(told)


def address_locked(facts: Facts) -> Judgement:
    """A11: As iManage tells it, however it spells the address. No restriction is a warning, or a failure where
    C(service_account_ip_lock) is true; another address is a failure. What it does not tell, or in a form that can't be
    read, is unknown. Not made on-premises.
    """
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
                f"Set service_account_ip_lock: true. Or, where the firm decides otherwise: {ATTEST}",
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
    """A12: iManage has not published the call, so it is unknown until a named person attests it."""
    return unknown("iManage has not published how to ask for it; that Legora follows a change shows that it answers")


CHECKS = (
    Check(
        id="A1",
        title="The account is dedicated to Legora",
        phases=("preflight", "onboard", "verify", "offboard"),
        severity="critical",
        decide=dedicated,
        remedy="Remove it there in Control Center, or choose another service_account_user_id.",
        source="other vendors' guides for connecting to iManage",
        needs=("user",),
        onboard="onboard leaves it: it removes nothing that somebody else gave the account",
        wrong="The service account is used for more than Legora",
        open="Whether the service account is used for Legora alone is not known",
        owner="Your iManage administrator",
        ask="Take the service account out of the other groups and libraries named here, in Control Center.",
        unsafe=True,
    ),
    Check(
        id="A2",
        title="The account exists in each library",
        phases=("onboard", "verify"),
        severity="major",
        decide=exists,
        remedy=BY_ONBOARD,
        source="support.legora.com, article 640367",
        needs=("libraries", "user"),
        onboard="onboard adds it to the library",
        wrong="The service account is missing",
        open="Whether the service account is in each library is not known",
        owner="Your consultant",
        ask=AGAIN,
    ),
    Check(
        id="A3",
        title="It is a virtual, internal user",
        phases=("onboard", "verify"),
        severity="major",
        decide=virtual,
        remedy=BY_ONBOARD,
        source="docs.imanage.com, Control Center",
        needs=("user", "account"),
        onboard="onboard makes it an internal user again",
        wrong="The service account is not a virtual, internal user",
        open="What kind of user the service account is, is not known",
        owner="Your consultant",
        ask=AGAIN,
    ),
    Check(
        id="A4",
        title="It can keep signing in",
        phases=("onboard", "verify", "rotated"),
        severity="critical",
        decide=keeps_signing_in,
        remedy=BY_ONBOARD,
        source="other vendors' guides for connecting to iManage",
        needs=("user", "account"),
        onboard="onboard enables it, and corrects its password's rules",
        wrong="The service account cannot keep signing in",
        open="Whether the service account can keep signing in is not known",
        owner="Your consultant",
        ask=f"{AGAIN} Where it is locked, your iManage administrator unlocks it first.",
    ),
    Check(
        id="A5",
        title="Its e-mail address belongs to nobody else",
        phases=("preflight",),
        severity="major",
        decide=email_unique,
        remedy="Choose another service_account_email, or take the address from the other user.",
        source="docs.imanage.com, Control Center",
        needs=("user",),
        wrong="The service account has another e-mail address, or somebody else has its own",
        open="Whether the service account's e-mail address is free is not known",
        owner="Your iManage administrator",
        ask="Tell your consultant whose account it is and what it signs in with. Where somebody else has the address, "
        "give your consultant another one, or take it from the other user.",
    ),
    Check(
        id="A11",
        title="Its sign-in is restricted to Legora's address",
        phases=("verify",),
        severity="minor",
        decide=address_locked,
        remedy=f"{BY_ONBOARD} Or, where the firm leaves it open: {ATTEST}",
        source="docs.imanage.com, Control Center",
        needs=("user", "account"),
        onboard="onboard restricts it again",
        not_applicable=not_in_the_cloud,
        wrong="The service account may sign in from other addresses than Legora's",
        open="From where the service account may sign in is not known",
        owner="Your iManage administrator",
        ask="Decide with your consultant whether the service account may sign in from Legora's address only.",
        unsafe=True,
    ),
    Check(
        id="A12",
        title="The queue of change events answers",
        phases=("verify",),
        severity="critical",
        decide=event_queue_answers,
        remedy=f"Change a test matter's permissions, and see that Legora follows. {ATTEST}",
        source="support.legora.com, article 640367",
        wrong="That Legora follows changes of permissions is to be confirmed again",
        open="That Legora follows changes of permissions is not confirmed",
        owner="Your iManage administrator",
        ask="Change the permissions of a test matter again, and see that Legora follows.",
        confirm="Change the permissions of a test matter, and confirm that Legora follows.",
        unsafe=True,
    ),
)
