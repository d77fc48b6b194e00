# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A: whether the service account is in NRTADMIN where Legora needs it, and no account of Legora's anywhere else."""

from __future__ import annotations

import typing as t

from .._core.values import folded
from .._core.verdicts import PREFLIGHT
from .._imanage.names import NRTADMIN
from .account import groups_unread
from .check import AGAIN, BY_ONBOARD, Check
from .facts import Data, Facts
from .findings import Judgement, failed, of_libraries, passed, unknown, unless, warned


def in_nrtadmin(facts: Facts) -> Judgement:
    """A6: The account's groups are read in each listed library."""
    # Only its members may read a library's queue of change events.
    lacking = [library for library in facts.existing_libraries if not facts.in_nrtadmin(library)]
    unread = [library.upper() for library in facts.unread_groups]
    if lacking and all(library.upper() in unread for library in lacking):
        return unknown(groups_unread(facts))
    if facts.no_such_library and not lacking:
        return unknown(facts.no_such_library)
    return unless(
        of_libraries((f"{facts.user_id} is not in {NRTADMIN} of {{libraries}}", library) for library in lacking),
        f"{facts.user_id} is in {NRTADMIN} of {', '.join(facts.libraries)}",
    )


def in_no_other_nrtadmin(facts: Facts) -> Judgement:
    """A7: The account's groups are read in all libraries that the operator sees. A library that was taken off the list
    is such another one; it is a warning as long as Legora covers it, and in the run that changes that. Not made in
    preflight where there is no account yet.
    """
    # A library that is dropped leaves Legora first: what Legora covers without NRTADMIN are walls that nobody feeds.
    listed = [library.upper() for library in facts.libraries]
    others = [
        library
        for library in sorted(facts.user.get("memberships") or {})
        if facts.in_nrtadmin(library) and library.upper() not in listed
    ]
    covered = {library.upper() for library in facts.covered or []}
    was_covered = {library.upper() for library in facts.covered_before} - covered
    said = of_libraries((_not_listed(facts, one, covered, was_covered), one) for one in others)
    foreign = [one for one in others if one.upper() not in covered | was_covered]
    remedies = _out_of_nrtadmin(facts, [one for one in others if one.upper() in covered], is_covered=True)
    remedies += _out_of_nrtadmin(facts, [one for one in others if one.upper() in was_covered], is_covered=False)
    if foreign:
        return failed("; ".join(said), " ".join([_about_foreign(facts, foreign), *remedies]))
    if facts.unread_groups:
        return unknown("; ".join([*said, groups_unread(facts)]), " ".join(remedies) or None)
    if said:
        return warned("; ".join(said), " ".join(remedies))
    return passed(f"{facts.user_id} is in {NRTADMIN} of no other library")


def _not_listed(facts: Facts, library: str, covered: t.Collection[str], was_covered: t.Collection[str]) -> str:
    text = f"{facts.user_id} is in {NRTADMIN} of {{libraries}}, not listed"
    if library.upper() in covered:
        return f"{text}, but still covered by Legora: once it is not, take the account out of {NRTADMIN} there"
    if library.upper() in was_covered:
        return f"{text}, but covered by Legora until this run: now take the account out of {NRTADMIN} there"
    return text


def _out_of_nrtadmin(facts: Facts, libraries: t.Sequence[str], *, is_covered: bool) -> list[str]:
    """Return what is to be done about libraries that are dropped, in its order."""
    if not libraries:
        return []
    names = ", ".join(libraries)
    out = f"ake it out of {NRTADMIN} in {names}, {_by_a_task(facts, libraries)}"
    if not is_covered:
        return [f"Legora does not cover {names} any more: now t{out}"]
    if facts.by_hand:
        first = f"First remove {names} from the capability at Legora, as the hand-over says, and confirm it"
    else:
        first = f"First onboard makes Legora stop covering {names}"
    return [f"{first}; then t{out}"]


def _about_foreign(facts: Facts, libraries: t.Sequence[str]) -> str:
    names = ", ".join(libraries)
    # Whoever takes it out too early leaves walls that nobody feeds.
    once = "" if facts.covered is not None else f", once it is known that Legora does not cover {names},"
    return (
        f"Put {names} back into imanage_libraries, or{once} take the account out of {NRTADMIN} there, "
        f"{_by_a_task(facts, libraries)}"
    )


def _by_a_task(facts: Facts, libraries: t.Sequence[str]) -> str:
    return (
        "in Control Center or by a task: legalops.ethical_walls.imanage_group_membership: "
        f"{{libraries: [{', '.join(libraries)}], users: {{remove: [{facts.user_id}]}}}}."
    )


def no_account_yet(facts: Facts) -> str | None:
    """Say why A7 does not apply before onboarding; without an account, verify has something to say."""
    if facts.phase != PREFLIGHT or facts.user.get("exists") is not False:
        return None
    return f"there is no {facts.user_id} yet"


def no_former_account(facts: Facts) -> Judgement:
    """A13: The members of C(NRTADMIN) are read, and those named that have the account's e-mail address or name, or that
    Legora signed in as before. One that may not sign in, or has nothing but the name in common, is a warning. iManage
    may hide members, so a pass says only that none was seen.
    """
    # Who had the account's place before is an administrator whose password is known, and nobody needs it.
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


CHECKS = (
    Check(
        id="A6",
        title="It is in NRTADMIN of each library",
        phases=("onboard", "verify"),
        severity="critical",
        decide=in_nrtadmin,
        remedy=BY_ONBOARD,
        source="support.legora.com, article 640367",
        needs=("libraries", "user", "account"),
        onboard="onboard adds it again",
        wrong="The service account is missing from NRTADMIN, so Legora learns of changes late",
        open="Whether the service account is in NRTADMIN is not known",
        owner="Your consultant",
        ask=f"{AGAIN} Then find out with the iManage administrator who took it out.",
        unsafe=True,
    ),
    Check(
        id="A7",
        title="It is in NRTADMIN of no other library",
        phases=("preflight", "onboard", "verify"),
        severity="critical",
        decide=in_no_other_nrtadmin,
        remedy="Once Legora does not cover the library, remove it there in Control Center; or list the library.",
        source="other vendors' guides for connecting to iManage",
        needs=("user", "account"),
        onboard="onboard leaves it: it works in the listed libraries only",
        not_applicable=no_account_yet,
        wrong="The service account is an administrator where Legora is not to be",
        open="Whether the service account administers other libraries is not known",
        owner="Your iManage administrator",
        ask="Once Legora does not cover the library named here, take the service account out of NRTADMIN there; or"
        " ask your consultant to cover it.",
        unsafe=True,
    ),
    Check(
        id="A13",
        title="No former service account is left in NRTADMIN",
        phases=("onboard", "verify"),
        severity="critical",
        decide=no_former_account,
        remedy="Remove it in Control Center, where it is no longer needed.",
        source="this collection",
        needs=("libraries", "user"),
        onboard="onboard leaves it: it removes no other account",
        wrong="A former service account is still an administrator",
        open="Whether a former service account is still an administrator is not known",
        owner="Your iManage administrator",
        ask="Remove the former account that is named here in Control Center, where nothing else needs it.",
        unsafe=True,
    ),
)
