# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How an offboarding ended: what is gone, what others still use, and what the firm's people have to do."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, replace

from .._checks.check import CONSULTANT, FIREWALL, IMANAGE, LEGORA_ADMIN
from .._checks.facts import Facts
from .._checks.offboarding import (
    CONFIRMED,
    GONE,
    HANDED_OVER,
    KEPT,
    Part,
    capabilities_of_others,
    other_sources,
    parts,
    uses_account,
    uses_preference,
)
from .._core.verdicts import OFFBOARD, OFFBOARDED
from .._report.texts import small_first, spoken
from .facts import facts_of
from .record import Data, Run

_SESSIONS = (
    "iManage publishes no call that ends the sessions of another user. One that the account has open ends by itself, "
    "as a rule after 30 minutes without a request."
)


def closing(run: Run, handed_over: Data | None) -> Data | None:
    """Return how an offboarding ended; C(None) where it is none, or did not come to its end.

    :param handed_over: what is left to take away at Legora by hand.
    """
    if run.purpose != OFFBOARD or not run.last("firm_checks", phase=OFFBOARDED).get("checks"):
        return None
    facts = replace(facts_of(run, OFFBOARD), hand_over=handed_over)
    found = parts(facts)
    is_over = not run.check_mode and all(part.state in (GONE, KEPT) for part in found)
    is_left = uses_account(facts) or any(part.state == HANDED_OVER for part in found)
    return {
        "over": is_over,
        "parts": [asdict(_as_known(facts, part)) for part in found],
        "others": _others(facts, found),
        "to_do": _to_do(run, facts, found) if is_over else [],
        "sessions": _SESSIONS if facts.user.get("exists") and not is_left else None,
    }


def _as_known(facts: Facts, part: Part) -> Part:
    """Return how a thing ended, with who says so where nobody read it: by hand, what is gone at Legora."""
    said = facts.said
    if not (facts.by_hand and said and (part.system, part.state) == ("Legora", GONE)):
        return part
    # A day alone is told as it was given.
    date = (spoken(said.date) if "T" in said.date else None) or said.date
    return replace(part, state=CONFIRMED, words=f"{part.words}, as {said.by} confirmed on {date}")


def _others(facts: Facts, found: t.Sequence[Part]) -> list[str]:
    """Return a clause for each thing that was left, since it is not the firm's or others use it."""
    clauses = [part.words for part in found if part.state == KEPT]
    sources = other_sources(facts)
    clauses += [f"projects are still created from {', '.join(sources)}"] if sources else []
    said = "; ".join(clauses)
    clauses += [f"{words} was left" for words in capabilities_of_others(facts) if words not in said]
    return list(dict.fromkeys(clauses))


def _to_do(run: Run, facts: Facts, found: t.Sequence[Part]) -> list[Data]:
    """Return what no program does, by who does it: nothing that would cut off others."""
    users = uses_account(facts) if facts.user.get("exists") else []
    hosts = facts.config.get("account_shared_with") or []
    asked = []
    if not users:
        name = facts.config.get("imanage_legora_app_name")
        application = f"the application {name}" if name else "Legora's application"
        asked.append((IMANAGE, f"Disable {application} in Control Center, unless others use it."))
        asked += [(FIREWALL, words) for words in _network(facts)]
    is_needed = uses_preference(facts) or any(part.system == "Legora" and part.state == KEPT for part in found)
    if (facts.connector or facts.by_hand) and not is_needed:
        key = "" if facts.by_hand else ", and withdraw the key that was used here"
        asked.append((LEGORA_ADMIN, f"Have Legora's staff disable the iManage integration{key}."))
    if len(users) > len(hosts):
        asked.append((CONSULTANT, "Once nobody uses any more what was left for others, run offboard again."))
    else:
        out = f"Take {run.host} out of the inventory, since onboard would set it up again and the nightly verify would "
        asked.append((CONSULTANT, f"{out}report it; then its secrets out of the vault."))
    return [{"owner": owner, "text": text} for owner, text in asked]


def _network(facts: Facts) -> list[str]:
    """Return what is to be closed on the way from Legora to iManage; nothing in iManage's cloud."""
    exposure, address = facts.config.get("imanage_exposure"), facts.config.get("legora_egress_address")
    if exposure == "cloud" or (exposure is None and facts.is_cloud is not False):
        return []
    if exposure == "azure_app_proxy":
        return ["Remove the application that publishes iManage to Legora in Azure App Proxy, unless others use it."]
    return [f"Remove the rules that let Legora ({address}) reach iManage at {facts.config.get('imanage_url')}."]


def closing_in_words(found: Data, above: t.Iterable[str]) -> list[str]:
    """Return lines to read: what was left for others, where no line above says so, and who does what now."""
    said = "\n".join(above)
    left = [clause for clause in found["others"] if clause not in said]
    lines = [f"Left for others: {'; '.join(left)}"] if left else []
    return lines + [f"To do, {small_first(one['owner'])}: {one['text']}" for one in found["to_do"]]
