# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""I: whether the firm's libraries and its customer ID are those that iManage has."""

from __future__ import annotations

from .._imanage.names import ON_PREMISES_CUSTOMER_ID
from .._resources.sentences import CREATE_ROLE
from .check import ATTEST, Check
from .facts import Data, Facts
from .findings import Judgement, failed, library_words, of_libraries, passed, unknown, unless, warned

_LOOK_FOR_ROLE = "Let the operator read roles, or look for the role in Control Center."


def libraries_named(facts: Facts) -> Judgement:
    """I4: C(imanage_libraries) by itself."""
    # An empty list could be taken as "all libraries".
    libraries = facts.libraries
    return unless(
        [] if libraries else ["imanage_libraries is empty"], f"{len(libraries)} named: {', '.join(libraries)}"
    )


def customer_id_confirmed(facts: Facts) -> Judgement:
    """I1: iManage's own answer, compared with C(imanage_customer_id). On-premises it is 1 nearly everywhere, and does
    not tell firms apart. In the cloud a missing one is a warning.
    """
    session = facts.reading("session")
    if session.kind == "tenant_mismatch":
        return failed(session.reason, session.hint)
    lacking = facts.lacks("imanage") if session.value is None else None
    if lacking:
        return unknown(lacking)
    found = (session.value or facts.imanage).get("customer_id")
    given = facts.config.get("imanage_customer_id")
    if not found:
        return unknown("iManage does not say which customer this is")
    if given is None and facts.is_cloud is not False:
        return warned(
            f"imanage_customer_id is not set, and nothing is written without it; iManage says {found}",
            f"Set imanage_customer_id: '{found}', if that is the firm.",
        )
    # On-premises, absence means what nearly every server has (T).
    if str(given or ON_PREMISES_CUSTOMER_ID) != str(found):
        named = f"imanage_customer_id is {given}" if given else f"on-premises it is {ON_PREMISES_CUSTOMER_ID} as a rule"
        return failed(f"{named}, but iManage says {found}")
    if facts.is_cloud is False and str(found) == ON_PREMISES_CUSTOMER_ID:
        return passed(f"iManage says {found}, as on-premises nearly everywhere; it does not tell firms apart")
    return passed(f"{given}, as iManage says")


def libraries_exist(facts: Facts) -> Judgement:
    """I2: Each listed ID is looked for in iManage's list, in exactly this spelling, with its state. In each that the
    service account is not in yet, its role is looked for; where that can't be read, it is unknown.
    """
    there = {str(one.get("id")): one for one in facts.imanage.get("libraries") or []}
    spelt = {name.lower(): name for name in there}
    missing, problems, unclear = [], [], []
    for library in facts.libraries:
        if library not in there:
            other = spelt.get(library.lower())
            missing.append(f"there is no library {library}" + (f"; iManage spells it {other}" if other else ""))
        elif not there[library].get("status"):
            unclear.append(f"iManage does not say whether {library} is ready")
        elif str(there[library]["status"]).lower() not in ("ready", "ok", "online", "available"):
            problems.append(f"library {library} is {there[library]['status']}")
    missing_roles: Data = facts.user.get("missing_roles") or {}
    roles = of_libraries(
        (f"there is no role {role} in {{libraries}}", library) for library, role in missing_roles.items()
    )
    remedies = []
    if missing:
        remedies.append(f"There are: {', '.join(sorted(there)) or 'none'}. Correct imanage_libraries.")
    if problems:
        remedies.append("Ask iManage's administrators why, and run again once it is ready.")
    if roles:
        remedies.append(CREATE_ROLE)
    if remedies:
        return failed("; ".join(missing + problems + roles), " ".join(remedies))
    unseen = _unseen_roles(facts)
    if unseen:
        return unknown("; ".join(unclear + unseen), facts.hint("user") or _LOOK_FOR_ROLE)
    return unknown("; ".join(unclear)) if unclear else passed(f"{', '.join(facts.libraries)}: ready")


def _unseen_roles(facts: Facts) -> list[str]:
    """Say of which libraries it is not known whether they have the role that the account is to get there."""
    unread = facts.user.get("unread_roles") or {}
    problems = of_libraries(
        (f"whether there is the role in {{libraries}} could not be read: {reason}", one)
        for one, reason in unread.items()
    )
    if facts.user.get("missing_roles") is not None:
        return problems
    # Where the account is already, no role is given to it.
    there = [str(library).upper() for library in facts.user.get("libraries") or []]
    wanted = [str(one["id"]) for one in facts.config.get("imanage_libraries") or [] if one.get("role")]
    left = [library for library in wanted if library.upper() not in there]
    if left:
        reason = facts.lacks("user")
        problems.append(f"the role in {library_words(left)} was not looked for" + (f": {reason}" if reason else ""))
    return problems


def libraries_not_covered(facts: Facts) -> Judgement:
    """I3: iManage's list without the listed ones. Each that is left is a warning."""
    there = [str(one.get("id")) for one in facts.imanage.get("libraries") or []]
    others = [library for library in there if library not in facts.libraries]
    if not there:
        return unknown("iManage lists no library")
    if others:
        return warned(f"not covered: {', '.join(sorted(others))}")
    return passed("all libraries that the operator sees are covered")


CHECKS = (
    Check(
        id="I1",
        title="The customer ID is the firm's",
        phases=("preflight", "rotate_password", "offboard"),
        severity="critical",
        decide=customer_id_confirmed,
        remedy="Check imanage_url, the operator and imanage_customer_id.",
        source="support.legora.com, article 640367",
        kind="tenant_mismatch",
        wrong="The customer ID is not the firm's",
        open="The firm's customer ID at iManage is not confirmed",
        owner="Your consultant",
        ask="Check iManage's address, the administrator's sign-in and the customer ID.",
        unsafe=True,
    ),
    Check(
        id="I2",
        title="Each library exists and is ready",
        phases=("preflight",),
        severity="major",
        decide=libraries_exist,
        remedy="Correct imanage_libraries, in exactly iManage's spelling; or create the role, or correct "
        "service_account_role.",
        source="support.legora.com, article 640367",
        needs=("libraries", "imanage"),
        kind="not_found",
        wrong="A library is not there, or is not ready",
        open="Whether each library is there is not known",
        owner="Your consultant",
        ask="Name the libraries in exactly iManage's spelling.",
    ),
    Check(
        id="I3",
        title="Libraries that are not covered are a decision",
        phases=("preflight",),
        severity="minor",
        decide=libraries_not_covered,
        remedy=f"Add them to imanage_libraries. Or, where it is meant so: {ATTEST}",
        source="this collection",
        needs=("libraries", "imanage"),
        wrong="A library is not covered",
        open="Which libraries are not covered is not known",
        owner="Your information governance team",
        ask="Decide for each library that is named here whether Legora shall cover it.",
        confirm="Confirm which libraries Legora shall not cover.",
    ),
    Check(
        id="I4",
        title="Libraries are named",
        phases=("preflight",),
        severity="critical",
        decide=libraries_named,
        remedy="Fill imanage_libraries.",
        source="support.legora.com, articles 270089 and 640367",
        wrong="No library is named",
        open="No library is named",
        owner="Your consultant",
        ask="Name the libraries.",
        unsafe=True,
    ),
)
