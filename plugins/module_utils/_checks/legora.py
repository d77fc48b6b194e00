# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""L: whether Legora has what onboarding gave it, and nothing else changed there."""

from __future__ import annotations

from .._core.origin import host_of
from .._core.timestamps import parse_timestamp
from .._core.values import folded
from .._legora.freshness import NEWEST, OLDER
from .._legora.names import ACTIVE, ETHICAL_WALLS, REJECTED
from . import confirmed
from .check import AGAIN, BY_ONBOARD, Check
from .facts import Data, Facts
from .findings import Judgement, failed, library_words, of_libraries, passed, unknown, unless, warned

NO_DETAILS = "the connector's service account and capabilities were not read"


def state_captured(facts: Facts) -> Judgement:
    """L1: Connector and preferences are read, and kept for the report. A library that Legora covers and the firm does
    not list is a warning, since onboarding makes Legora stop covering it.
    """
    if len(facts.reading("connectors").value) > 1:
        return unknown("there are several iManage connectors, and it is not known which one is meant")
    if facts.lacks_details:
        return unknown(NO_DETAILS)
    account = facts.stored.get("username") or "none"
    covered = ", ".join(facts.capability_libraries or []) or "none"
    preference = (facts.reading("preferences").value.get("create_projects_from") or {}).get("imanage")
    text = (
        f"service account: {account}; libraries covered: {'not known' if facts.another_customers else covered}; "
        f"creating projects from iManage: {_switch(preference)}"
    )
    known = isinstance(preference, bool) and not facts.another_customers
    more = [library for library in facts.capability_libraries or [] if library not in facts.libraries]
    if more and facts.libraries:
        return warned(
            f"{text}; not listed, and so removed from what Legora covers by onboard: {library_words(more)}",
            f"Add {', '.join(more)} to imanage_libraries, unless Legora is to stop covering it.",
        )
    return passed(text) if known else unknown(text)


def _switch(value: object) -> str:
    return {True: "on", False: "off"}.get(value, "not told") if isinstance(value, bool) else "not told"


def connector_is_this_firms(facts: Facts) -> Judgement:
    """L6: The connector must not have another account and, beside that, another host than C(imanage_url) or a
    capability for another customer and none for this one: that is another firm's connector, and its account would be
    replaced. Another account alone is what onboarding mends. Without an account, another host or customer is a warning;
    so it is where the account is a mere user ID, which two firms may have in common.
    """
    if facts.lacks_details:
        return unknown(NO_DETAILS)
    if len(facts.reading("connectors").value) > 1:
        return unknown("there are several iManage connectors, and it is not known which one is meant")
    if not facts.connector.get("id"):
        return unknown("there is no iManage connector")
    stored = facts.stored.get("username")
    host, expected = host_of(facts.connector.get("url")), host_of(facts.config.get("imanage_url"))
    signs = [f"it goes to {host}, and imanage_url is {expected}"] if host and host != expected else []
    signs += [customer for customer in (_another_customer(facts),) if customer]
    if stored and str(stored).lower() not in _own_names(facts):
        text = f"connector {facts.connector['id']} has the account {stored}, which is not this firm's"
        if signs:
            return failed(f"{text}; {'; '.join(signs)}")
        if host is None and not facts.capabilities:
            return unknown(f"{text}, and Legora does not say which iManage it is for")
        return passed(f"connector {facts.connector['id']} is this firm's; its account {stored} will be replaced")
    # On-premises the name of an account tells no firms apart: each may have its SVC-LEGORA.
    if signs and (not stored or "@" not in str(stored)):
        account = f"the account {stored}" if stored else "no account"
        return warned(f"connector {facts.connector['id']} has {account}, but {'; '.join(signs)}")
    account = stored or "no account yet, so nothing would be replaced"
    return passed("; ".join([f"connector {facts.connector['id']}: {account}", *signs]))


def _own_names(facts: Facts) -> list[str]:
    """Return what this firm's account may be called at Legora, in lower case."""
    names = (facts.user.get("sign_in_name"), facts.config.get("service_account_email"), facts.user_id)
    return [str(name).lower() for name in names if name]


def _another_customer(facts: Facts) -> str | None:
    """Say which other customers the connector covers, where it does not cover this one; C(None) where there is none."""
    covered = [one for one in facts.connector.get("capabilities") or [] if one.get("type") in (None, ETHICAL_WALLS)]
    if facts.customer_id is None or not covered or facts.capabilities:
        return None
    others = sorted({str(one.get("customer_id")) for one in covered})
    return f"it covers customer {', '.join(others)}, and this firm is {facts.customer_id}"


def service_account_saved(facts: Facts) -> Judgement:
    """L2: Legora's connector names this account, and does not show it as rejected. C(active) is a pass; what Legora has
    not tried yet is unknown. Where it is rejected, Legora's address may not reach iManage, or both have different
    passwords.
    """
    stored = facts.stored
    if facts.lacks_details:
        return unknown(NO_DETAILS)
    if not stored.get("username"):
        return failed("the connector has no service account")
    expected = str(facts.user.get("sign_in_name") or "")
    if str(stored.get("username")).lower() != expected.lower():
        return failed(f"the connector has {stored.get('username')} instead of {expected or 'an account that exists'}")
    status = folded(stored.get("status"))
    if status == ACTIVE:
        return passed(f"{stored.get('username')}, which Legora shows as active")
    if status == REJECTED:
        return failed(
            "Legora shows it as rejected",
            "Check that Legora's address reaches iManage and that both have the same password, then run onboard.",
        )
    return unknown(f"Legora shows it as {stored.get('status') or 'nothing'}")


def capability_covers(facts: Facts) -> Judgement:
    """L3: Legora's capability of ethical walls for this customer ID names each listed library, and no other. A status
    that does not sound like working is unknown.
    """
    covered = facts.capability_libraries
    if facts.customer_id is None:
        refused = facts.another_customers
        return unknown(f"the firm's customer ID is not known{f': {refused.reason}' if refused else ''}")
    if facts.lacks_details:
        return unknown(NO_DETAILS)
    if covered is None:
        return failed(f"there is no capability for customer ID {facts.customer_id}", onboard="onboard creates it")
    problems = of_libraries(
        [
            ("Legora does not cover {libraries}", library)
            for library in facts.existing_libraries
            if library not in covered
        ]
        + [("Legora covers {libraries}, not listed", library) for library in covered if library not in facts.libraries]
    )
    # Which statuses there are is not published; one that does not sound like working is not taken for it (A).
    told = [str(one["status"]) for one in facts.capabilities if one.get("status")]
    strange = sorted({status for status in told if status.lower() not in ("active", "enabled")})
    if strange and not problems:
        return unknown(f"it covers the libraries, but Legora shows it as {', '.join(strange)}")
    if facts.no_such_library and not problems:
        return unknown(facts.no_such_library)
    return unless(problems, f"customer ID {facts.customer_id}: {', '.join(facts.libraries)}")


def creates_projects(facts: Facts) -> Judgement:
    """L4: Legora's project preferences. In an onboarding every other preference has to be as it was before. A
    preference that was left off on purpose is a warning. When another one changed, onboarding leaves it.
    """
    found = facts.reading("preferences").value.get("create_projects_from") or {}
    value = found.get("imanage")
    before = (facts.before or {}).get("create_projects_from")
    changed = _other_switches(before, found) if before is not None else []
    if changed:
        changed += ["creating projects from iManage is off"] if value is False else []
        return failed(
            "; ".join(changed),
            "Ask who changed it meanwhile; onboarding does not touch it.",
            "onboard leaves other preferences alone",
        )
    if value is True:
        return passed(
            "creating projects from iManage is on" + ("; the others are as before" if before is not None else "")
        )
    if value is False and facts.withheld:
        return warned(
            f"creating projects from iManage is off, withheld: {facts.withheld}", "Settle that, then run onboard."
        )
    return failed("creating projects from iManage is off") if value is False else unknown("Legora does not say")


def _other_switches(before: Data, after: Data) -> list[str]:
    """Return a sentence for each other preference that is not as it was."""
    names = sorted((set(before) | set(after)) - {"imanage"})
    return [
        f"{name} was {_switch(before.get(name))} and is {_switch(after.get(name))}"
        for name in names
        if before.get(name) != after.get(name)
    ]


def password_not_older(facts: Facts) -> Judgement:
    """L5: The moment at which the password was changed at iManage, against the one at which Legora saved it. Up to 300
    seconds later is unknown, since the clocks may differ.
    """
    changed, saved = facts.user.get("password_changed_at"), facts.stored.get("updated_at")
    untold = [who for who, moment in (("Legora", saved), ("iManage", changed)) if parse_timestamp(moment) is None]
    if untold:
        return unknown(f"{untold[0]} does not say when")
    state, times = facts.rotation.freshness.state, f"changed at iManage {changed}, saved at Legora {saved}"
    if state == OLDER:
        return failed(f"the password is newer at iManage: {times}")
    if state == NEWEST:
        return passed(times)
    return unknown(f"so near that the two systems' clocks may be the reason: {times}")


CHECKS = (
    Check(
        id="L1",
        title="What stood at Legora before is known",
        phases=("preflight",),
        severity="minor",
        decide=state_captured,
        by_hand=confirmed.state_confirmed,
        remedy="Correct what R2 or R3 says of Legora, then run preflight again.",
        source="this collection",
        needs=("connectors", "preferences"),
        wrong="What stood at Legora before is not as expected",
        open="What stood at Legora before is not known",
        owner="Your consultant",
        ask="Make Legora readable, and look at what it covered before.",
    ),
    Check(
        id="L2",
        title="Legora's connector has the account",
        phases=("onboard", "verify", "rotated"),
        severity="critical",
        decide=service_account_saved,
        by_hand=confirmed.account_confirmed,
        remedy=BY_ONBOARD,
        source="support.legora.com, article 640367",
        needs=("connectors", "user"),
        onboard="onboard saves it again, with its password",
        wrong="Legora does not have the service account",
        open="Whether Legora has the service account is not confirmed",
        owner="Your consultant",
        ask=AGAIN,
    ),
    Check(
        id="L3",
        title="The capability covers exactly these libraries",
        phases=("onboard", "verify"),
        severity="critical",
        decide=capability_covers,
        by_hand=confirmed.capability_confirmed,
        remedy=BY_ONBOARD,
        source="support.legora.com, article 640367",
        needs=("libraries", "connectors"),
        onboard="onboard makes it cover exactly the listed libraries",
        wrong="Legora does not cover exactly the agreed libraries",
        open="Which libraries Legora covers is not confirmed",
        owner="Your consultant",
        ask=AGAIN,
        unsafe=True,
    ),
    Check(
        id="L4",
        title="Legora creates projects from iManage",
        phases=("onboard", "verify"),
        severity="critical",
        decide=creates_projects,
        by_hand=confirmed.creating_projects_confirmed,
        remedy=BY_ONBOARD,
        source="support.legora.com, article 640367",
        needs=("preferences",),
        onboard="onboard switches it on again, once the account is proved",
        wrong="Legora does not create projects as agreed",
        open="Whether Legora creates projects from iManage is not confirmed",
        owner="Your consultant",
        ask=AGAIN,
    ),
    Check(
        id="L5",
        title="Legora has the account's newest password",
        phases=("onboard", "verify", "rotated"),
        severity="critical",
        decide=password_not_older,
        by_hand=confirmed.password_confirmed,
        remedy=BY_ONBOARD,
        source="this collection",
        needs=("connectors", "user"),
        onboard="onboard saves the password at Legora again",
        wrong="Legora has an old password of the service account",
        open="Whether Legora has the newest password is not confirmed",
        owner="Your consultant",
        ask=AGAIN,
    ),
    Check(
        id="L6",
        title="The connector is this firm's",
        phases=("preflight", "rotate_password"),
        severity="critical",
        decide=connector_is_this_firms,
        remedy="Look at legora_organisation, its key and imanage_url: one of them may be another firm's. Where Legora "
        "reaches this iManage by another name, and the account is to be replaced, accept L6 for one run.",
        source="this collection",
        needs=("connectors",),
        not_applicable=confirmed.not_read_by_hand,
        wrong="Legora's connector may be another firm's",
        open="Whether Legora's connector is the firm's is not known",
        owner="Your consultant",
        ask="Check which organisation at Legora and which iManage belong together.",
        unsafe=True,
    ),
    Check(
        id="L7",
        title="Nothing that was handed over has been open for long",
        phases=("verify",),
        severity="major",
        decide=confirmed.not_open_for_long,
        remedy="Enter at Legora what the hand-over says, then set legora_confirmed as it says there.",
        source="this collection",
        not_applicable=confirmed.not_by_hand,
        wrong="What was handed over has not been entered at Legora for long",
        open="How long the hand-over has been open is not known",
        owner="Your Legora administrator",
        ask="Do at Legora what the hand-over sheet says, and tell your consultant when it is done.",
    ),
)
