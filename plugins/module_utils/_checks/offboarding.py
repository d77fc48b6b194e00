# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an offboarding may take away, what it has to leave since others use it, and whether all else is gone (C2)."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.verdicts import PASS
from .._imanage.names import NRTADMIN
from .._legora.names import same_username
from .check import ATTEST, Check
from .facts import Data, Facts
from .findings import JUST_HANDED_OVER, Judgement, attested, failed, library_words, passed, unknown, warned

_ENTER = "Take it away at Legora as the hand-over says, then set legora_confirmed as it says there."


# What others still use


def uses_preference(facts: Facts) -> list[str]:
    """Return who needs it that projects are created from iManage, beside the firm itself.

    What else the connector does for the firm needs it not: projects would go on without the firm's walls.
    """
    foreign = _foreign_capabilities(facts) if in_use([facts.connector]) else []
    customers = [one for one in foreign if str(one.get("customer_id")) != facts.customer_id]
    return [*other_connectors_in_use(facts), *map(_capability_words, customers)]


def other_connectors_in_use(facts: Facts) -> list[str]:
    """Return the organisation's other connectors that work; by hand, their hosts, since nothing else tells of them."""
    return in_use(_others(facts)) + hosts_in_organisation(facts)


def hosts_in_organisation(facts: Facts) -> list[str]:
    """Return the hosts with other connectors of the organisation, where it is by hand."""
    hosts = facts.config.get("organisation_shared_with") or () if facts.by_hand else ()
    return [f"{host} of the inventory" for host in hosts]


def in_use(connectors: t.Iterable[Data]) -> list[str]:
    """Return those that work: creating projects from iManage is one switch for all of an organisation."""
    return [
        f"connector {one.get('id')} at Legora"
        for one in connectors
        if one.get("enabled") is not False and one.get("service_account")
    ]


def uses_legora_account(facts: Facts) -> list[str]:
    """Return what signs in with the account that the connector has: whatever else the connector does."""
    return capabilities_of_others(facts)


def uses_account(facts: Facts) -> list[str]:
    """Return who signs in with the account at iManage, beside what is taken away."""
    beside = uses_legora_account(facts) if is_ours(facts, _username(facts.connector)) else []
    return others_with_account(facts) + beside


def others_with_account(facts: Facts) -> list[str]:
    """Return who else signs in with the account: as the inventory has it, and Legora's other connectors."""
    hosts = [f"{host} of the inventory" for host in facts.config.get("account_shared_with") or []]
    connectors = [
        f"connector {one.get('id')} at Legora"
        for one in _others(facts)
        if one.get("enabled") is not False and is_ours(facts, _username(one))
    ]
    return hosts + connectors


def foreign_account(facts: Facts) -> str | None:
    """Return what the connector signs in with, where that is not the firm's account."""
    username = _username(facts.connector)
    return username if username and not is_ours(facts, username) else None


def capabilities_of_others(facts: Facts) -> list[str]:
    """Return what the connector covers that is not the firm's."""
    return [_capability_words(one) for one in _foreign_capabilities(facts)]


def other_sources(facts: Facts) -> list[str]:
    """Return from where else projects are created."""
    switches = (facts.reading("preferences").value or {}).get("create_projects_from") or {}
    return sorted(str(name) for name, is_on in switches.items() if name != "imanage" and is_on is True)


def is_disabled(facts: Facts) -> bool:
    """Say whether the connector is there, and can't be used."""
    return facts.connector.get("enabled") is False


def is_ours(facts: Facts, username: t.Any) -> bool:
    """Say whether a name to sign in with is the firm's account's: its user ID, or its e-mail address."""
    told = (facts.user.get("sign_in_name"), facts.user.get("email"))
    own = (facts.user_id, facts.config.get("service_account_email"), *told)
    return bool(username) and any(same_username(str(username), str(one)) for one in own if one)


def _username(connector: Data) -> str | None:
    return (connector.get("service_account") or {}).get("username")


def _others(facts: Facts) -> list[Data]:
    found: list[Data] = facts.reading("other_connectors").value or []
    return found


def _foreign_capabilities(facts: Facts) -> list[Data]:
    own = facts.capabilities
    return [one for one in facts.connector.get("capabilities") or [] if one not in own]


def _capability_words(one: Data) -> str:
    # By hand, none has an ID, and none another type.
    name = f"capability {one['id']}" if one.get("id") else "the capability"
    return f"{name} of customer ID {one.get('customer_id')} at Legora"


# What is left of the firm


# How each thing ended that an offboarding takes away. C(handed_over) waits for a person, or for what a person confirms.
GONE, LEFT, KEPT, UNTOLD, HANDED_OVER = "gone", "left", "kept", "unknown", "handed_over"
# What is gone as a person says, in a firm's result.
CONFIRMED = "confirmed"


@dataclass(frozen=True)
class Part:
    """One thing that an offboarding takes away.

    :ivar system: where it is, as people call it.
    :ivar what: its name for people.
    :ivar state: how it ended.
    :ivar words: a clause that says so, and why it was kept.
    """

    system: str
    what: str
    state: str
    words: str


def parts(facts: Facts) -> list[Part]:
    """Return all that an offboarding takes away, in its order."""
    named = (
        ("Legora", "Creating projects from iManage", "preferences", _preference),
        ("Legora", f"The capability of customer ID {facts.customer_id or '?'}", "connectors", _capability),
        ("Legora", "The service account", "connectors", _legora_account),
        ("iManage", f"{facts.user_id} in {NRTADMIN}", "user", _nrtadmin),
        ("iManage", f"The sign-in of {facts.user_id}", "user", _sign_in),
    )
    return [Part(system, what, *(_unread(facts, system, name) or judge(facts))) for system, what, name, judge in named]


def _unread(facts: Facts, system: str, name: str) -> tuple[str, str] | None:
    """Say that nothing is known of a thing, since its reading failed; C(None) where it did not.

    By hand nobody reads Legora, and what was confirmed counts.
    """
    lacking = None if facts.by_hand and system == "Legora" else facts.lacks(name)
    return (UNTOLD, lacking) if lacking else None


def _preference(facts: Facts) -> tuple[str, str]:
    is_on = ((facts.reading("preferences").value or {}).get("create_projects_from") or {}).get("imanage")
    if facts.keeps_preference and is_on is not False:
        return KEPT, "creating projects from iManage was left as it is, as offboard_keep_preference says"
    if uses_preference(facts) and is_on is not False:
        return KEPT, f"creating projects from iManage was left as it is, for {', '.join(uses_preference(facts))}"
    if _is_handed_over(facts, "preference"):
        return HANDED_OVER, "that Legora stops creating projects from iManage is not confirmed"
    if is_on is True:
        return LEFT, "Legora still creates projects from iManage"
    if is_on is None and facts.connector:
        return UNTOLD, "Legora does not say whether it creates projects from iManage"
    return GONE, "Legora creates no projects from iManage"


def _capability(facts: Facts) -> tuple[str, str]:
    if not facts.connector:
        return GONE, "the organisation has no iManage connector"
    if _is_handed_over(facts, "capability"):
        return HANDED_OVER, f"that Legora covers nothing of customer ID {facts.customer_id} is not confirmed"
    if facts.lacks_details or facts.customer_id is None:
        return UNTOLD, "whether Legora covers anything of the customer was not read"
    if facts.capabilities:
        still = f"Legora still covers customer ID {facts.customer_id}"
        return (KEPT, f"{_disabled(facts)}; {still}") if is_disabled(facts) else (LEFT, still)
    return GONE, f"Legora covers nothing of customer ID {facts.customer_id}"


def _legora_account(facts: Facts) -> tuple[str, str]:
    username, users = _username(facts.connector), uses_legora_account(facts)
    if not facts.connector:
        return GONE, "the organisation has no iManage connector"
    if _is_handed_over(facts, "service_account"):
        return HANDED_OVER, "that Legora has no account of the firm is not confirmed"
    if facts.lacks_details:
        return UNTOLD, "whether Legora's connector has an account was not read"
    if foreign_account(facts):
        return KEPT, f"Legora's connector signs in with {username}, which is not the firm's account; it was left"
    if username and users:
        return KEPT, f"Legora's connector keeps its account, for {', '.join(users)}"
    if username:
        still = f"Legora's connector still has the account {username}"
        return (KEPT, f"{_disabled(facts)}; {still}") if is_disabled(facts) else (LEFT, still)
    return GONE, "Legora's connector has no account"


def _nrtadmin(facts: Facts) -> tuple[str, str]:
    groups = [library for library in sorted(facts.user.get("memberships") or {}) if facts.in_nrtadmin(library)]
    if groups:
        found = LEFT, f"{facts.user_id} is still in {NRTADMIN} of {library_words(groups)}"
    elif facts.unread_groups:
        found = UNTOLD, f"the groups of {facts.user_id} in {library_words(facts.unread_groups)} were not read"
    else:
        found = GONE, f"{facts.user_id} is in {NRTADMIN} of no library"
    return _at_imanage(facts, *found)


def _sign_in(facts: Facts) -> tuple[str, str]:
    may = _may_sign_in(facts.user)
    if may is None:
        found = UNTOLD, f"iManage does not say whether {facts.user_id} may sign in"
    else:
        found = (LEFT, f"{facts.user_id} may still sign in") if may else (GONE, f"{facts.user_id} may not sign in")
    return _at_imanage(facts, *found)


def _may_sign_in(user: Data) -> bool | None:
    """Say whether an account may sign in anywhere: on-premises, it is a user of its own in each library."""
    told = [fields.get("enabled") for fields in (user.get("fields") or {}).values()] or [user.get("enabled")]
    return True if True in told else None if None in told else False


def _at_imanage(facts: Facts, state: str, words: str) -> tuple[str, str]:
    """Return how a thing at iManage ended, which is left while others use the account, or Legora may do so."""
    if not facts.user.get("exists"):
        return GONE, f"there is no {facts.user_id} at iManage"
    if uses_account(facts):
        return KEPT, f"{facts.user_id} was left as it is at iManage, for {', '.join(uses_account(facts))}"
    if facts.by_hand and state != GONE and (facts.hand_over or {}).get("open"):
        return HANDED_OVER, f"{facts.user_id} is left as it is at iManage until that is confirmed"
    return state, words


def _is_handed_over(facts: Facts, name: str) -> bool:
    steps = (facts.hand_over or {}).get("steps") or []
    return facts.by_hand and any(step["id"] == name for step in steps)


def _disabled(facts: Facts) -> str:
    return f"connector {facts.connector.get('id')} is {facts.connector.get('status')}, so nothing was sent to it"


# C2


def withdrawn(facts: Facts) -> Judgement:
    """C2: Read again at the end of an offboarding: no projects are created from iManage, Legora covers nothing of the
    customer and has no account of the firm, and the account is in C(NRTADMIN) of no library and may not sign in. What
    others still use is left, and is a warning. By hand, Legora's half is what was confirmed.
    """
    states = {state: _words_of(facts, state) for state in (LEFT, HANDED_OVER, UNTOLD, KEPT, GONE)}
    if states[LEFT]:
        return failed(states[LEFT])
    if states[HANDED_OVER]:
        until = f"until that is confirmed, {facts.user_id} is left as it is at iManage"
        return warned(f"{JUST_HANDED_OVER}what is to be taken away at Legora; {until}", _ENTER)
    if states[UNTOLD]:
        return unknown(states[UNTOLD])
    if states[KEPT]:
        return warned(states[KEPT], "Once nobody uses that any more, run offboard again.")
    return passed(states[GONE])


def _words_of(facts: Facts, state: str) -> str:
    return "; ".join(dict.fromkeys(part.words for part in parts(facts) if part.state == state))


def withdrawn_by_hand(facts: Facts) -> Judgement:
    """C2, by hand: what is gone at Legora a person has confirmed, and iManage's half comes after that."""
    lacking = facts.lacks("user")
    if lacking:
        return unknown(lacking, facts.hint("user"))
    if facts.hand_over is None:
        return unknown("what is left to take away at Legora is not known")
    another = _another_customers(facts)
    if another:
        return failed(
            f"it is confirmed that Legora covers customer ID {another} with the firm's own account, and the firm's "
            f"customer ID is {facts.customer_id}; so nothing of that is handed over",
            "If that was mistyped, correct legora_confirmed, then run again. If Legora covers another customer with "
            "this account, accept it: offboard_accept: C2",
        )
    found, said = withdrawn(facts), facts.said
    return attested(found.evidence, said.said) if said and found.status == PASS else found


def _another_customers(facts: Facts) -> str | None:
    """Return the customer ID that was confirmed where the firm's own account has another one; C(None) for none such."""
    of_others = [str(one.get("customer_id")) for one in _foreign_capabilities(facts)]
    has_ours = is_ours(facts, _username(facts.connector)) and facts.customer_id is not None
    return of_others[0] if of_others and has_ours else None


CHECKS = (
    Check(
        id="C2",
        title="Offboarding takes everything back, in order",
        phases=("offboarded",),
        severity="major",
        decide=withdrawn,
        by_hand=withdrawn_by_hand,
        remedy=f"Run offboard again: it goes on where it stopped. Or, where it was done by hand: {ATTEST}",
        source="this collection",
        needs=("user", "connectors", "preferences"),
        wrong="Not everything is taken back",
        open="Whether everything is taken back is not known",
        owner="Your consultant",
        ask="Take back what is named here.",
        confirm="Confirm that everything was taken back.",
    ),
)
