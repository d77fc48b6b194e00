# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of a firm come to: how many ended as what, what is wrong, who is asked to do what about it."""

from __future__ import annotations

import typing as t

from .._checks.check import (
    BY_ONBOARD,
    CONSULTANT,
    IMANAGE,
    LEGORA,
    LEGORA_ADMIN,
    OWNERS,
    attestation_of,
    with_attestation,
)
from .._checks.decide import DRY_RUN, NOT_CREATED
from .._checks.facts import WHERE
from .._checks.findings import JUST_HANDED_OVER, UNREAD
from .._checks.registry import BY_ID
from .._core.verdicts import ATTESTED, FAIL, PASS, STATUSES, UNKNOWN, WARN
from .texts import Data, count, sentence, spoken

SEVERITIES = ("critical", "major", "minor")

# What a hand-over that is open says itself, as long as nobody has confirmed it.
_AT_LEGORA = ("C2", "L1", "L2", "L3", "L4", "L5", "L6", "L7", "S1")
_BY_SHEET = "Do at Legora what the hand-over sheet says, and tell your consultant when it is done."

_NOT_READ = frozenset(f"{where} was not read" for where in WHERE.values())
# What the row says that several checks share, where they are open for no fault of anybody.
_SHARED = {
    "planned": "They are checked when the plan has been carried out.",
    "confirm": "Who can confirm them stands above.",
    "handed_over": "They are checked when what is left has been entered at Legora.",
}
_AS_ABOVE = "The reason stands above."
# So many characters of a reason tell it from any other.
_BEGINNING = 60
_ATTESTATIONS = "attestations"
_ATTEST = "Enter what people have confirmed:"

REFUSED = "{system} refused the sign-in"

# Who is asked what where a system stopped the run, by system and kind of failure.
_STOPPED = {
    ("iManage", "auth"): "See that the administrator's sign-in to iManage that your consultant uses still works.",
    ("iManage", "permission"): "Give the sign-in that your consultant uses the rights that are named above.",
    ("iManage", "unavailable"): "See that iManage answers at its address.",
    ("Legora", "auth"): "See that the access to Legora's administration that your consultant uses still works.",
    ("Legora", "unavailable"): "See that Legora answers.",
}
_OF_SYSTEM = {"iManage": IMANAGE, "Legora": LEGORA}


def finding(one: Data, hand_over: Data | None, failure: Data | None = None, by_hand: bool = False) -> Data:
    """Return a finding as reports have it: with a title that says how it ended, and whether only a person can tell.

    :param by_hand: whether Legora is set up by hand, also where nothing can be said of what is left there yet.
    """
    check = BY_ID[one["id"]]
    is_left = one["status"] == UNKNOWN
    is_awaited = hand_over["open"] if hand_over else by_hand
    is_handed_over = (
        is_awaited
        and one["id"] in _AT_LEGORA
        and ((is_left and not _is_unread(one)) or str(one["evidence"]).startswith(JUST_HANDED_OVER))
    )
    # What was handed over just now is no warning to act on beside the steps: nobody knows yet whether it is done.
    status = UNKNOWN if is_handed_over else one["status"]
    shown = {FAIL: check.wrong, WARN: check.wrong, UNKNOWN: check.open}.get(status, one["title"])
    if _is_refused(one, failure):
        shown = REFUSED.format(system=(failure or {})["system"])
    said = one["attestation"]
    return {
        "id": one["id"],
        "title": one["title"],
        "shown": shown,
        "severity": one["severity"],
        "status": status,
        "evidence": sentence(one["evidence"]) or "nothing was seen",
        "remedy": one["remedy"],
        "onboard": one["onboard"],
        "source": one["source"],
        "attestation": said and {"by": said.get("by"), "date": _day(said.get("date")), "note": said.get("note")},
        "confirm": is_left and check.confirm is not None and not (is_handed_over or _is_unread(one)),
        "planned": is_left and _is_planned(one),
        "handed_over": is_handed_over,
    }


def _day(date: str | None) -> str | None:
    """Return the day, or the moment, on which somebody looked, as people read it."""
    return spoken(date) or date if date and "T" in date else date


def _is_refused(one: Data, failure: Data | None) -> bool:
    """Say whether a check fails because a system refused the sign-in, which is more exact than its own words."""
    return one["id"] == "R2" and one["status"] == FAIL and bool(failure and failure["kind"] == "auth")


def _is_unread(one: Data) -> bool:
    """Say whether a reading failed, so that no person is asked: mending that comes first."""
    evidence = one["evidence"] or ""
    return UNREAD in evidence or evidence in _NOT_READ


def _is_planned(one: Data) -> bool:
    """Say whether it is open because a dry run has not done it."""
    evidence = one["evidence"] or ""
    return evidence == NOT_CREATED or evidence.startswith(DRY_RUN)


def latest(phases: t.Iterable[Data]) -> list[Data]:
    """Return what each check answered last.

    A check that failed before and cannot be decided now has still failed, as far as anybody knows. What a dry run has
    not done yet is no answer.
    """
    found: dict[str, Data] = {}
    for phase in phases:
        for one in phase["findings"]:
            earlier = found.get(one["id"])
            if one["planned"] or (earlier and earlier["status"] == FAIL and one["status"] == UNKNOWN):
                continue
            found[one["id"]] = one
    return list(found.values())


def counted(findings: t.Iterable[Data]) -> Data:
    """Count findings by status, with the total.

    Of the unknown, C(confirm) are those that only a person can tell, C(handed_over) those that wait until somebody has
    entered at Legora what is left, and C(unclear) the rest, which should not be.
    """
    known = list(findings)
    found = [one["status"] for one in known]
    counts = {status: found.count(status) for status in STATUSES}
    parts = {part: sum(one[part] and one["status"] == UNKNOWN for one in known) for part in ("confirm", "handed_over")}
    return {**counts, **parts, "unclear": counts[UNKNOWN] - sum(parts.values()), "total": len(found)}


def counts_sentence(counts: Data, handed_over: str = "left until Legora is set up") -> str:
    """Return the counts as a sentence. The passes are named first and alone: nothing else is counted among them.

    :param handed_over: the words for what waits for a person at Legora.
    """
    total = counts["total"]
    if not total:
        return "No checks were made."
    parts = [f"{counts[PASS]} of {count(total, 'check')} {'passes' if total == 1 else 'pass'}"]
    words = (
        (counts[FAIL], "failed"),
        (counts["unclear"], "unknown"),
        (counts[WARN], "with a warning"),
        (counts["handed_over"], handed_over),
        (counts["confirm"], "for people to confirm"),
        (counts[ATTESTED], "confirmed by a person"),
    )
    return f"{', '.join(parts + [f'{number} {word}' for number, word in words if number])}."


def worst_first(findings: t.Iterable[Data]) -> list[Data]:
    """Sort findings by status, then what is unsafe before what is broken, then by severity; equals stay in order."""
    return sorted(
        findings,
        key=lambda one: (
            STATUSES.index(one["status"]),
            not BY_ID[one["id"]].unsafe,
            SEVERITIES.index(one["severity"]),
        ),
    )


def cards(
    findings: t.Sequence[Data], message: str | None, hand_over: Data | None, failure: Data | None = None
) -> list[Data]:
    """Return what is wrong, the worst first. What could not be checked for one reason is one card.

    :param message: what stopped the run, as the report says it above.
    :param failure: the same as data.
    """
    found = [_card([one], hand_over, failure) for one in worst_first(findings) if one["status"] in (FAIL, WARN)]
    above = [message or "", *(card["evidence"] for card in found)]
    for beginning, alike in together(findings).items():
        card = _card(alike, hand_over, failure)
        if len(alike) > 1:
            card.update(title=f"{len(alike)} checks could not be made", evidence=_reason(alike[0]))
        if any(beginning in text for text in above):
            card.update(evidence=_AS_ABOVE, remedy=None)
        found.append(card)
    return sorted(found, key=lambda card: STATUSES.index(card["status"]))


def together(findings: t.Iterable[Data]) -> dict[str, list[Data]]:
    """Return what could not be known, by how its reason begins; without what is left to people, a plan, a hand-over."""
    groups: dict[str, list[Data]] = {}
    for one in findings:
        if one["status"] == UNKNOWN and not (one["confirm"] or one["planned"] or one["handed_over"]):
            groups.setdefault(_reason(one)[:_BEGINNING], []).append(one)
    return groups


def _reason(one: Data) -> str:
    """Return why something is not known: the failure of a reading, wherever it stands in the evidence."""
    return str(one["evidence"].partition(UNREAD)[2] or one["evidence"])


def rows(findings: t.Sequence[Data], short: bool) -> list[Data]:
    """Return the rows of the table of checks: those that are open for one reason, which stands above, share one.

    :param short: whether those that pass share one too.
    """
    groups = [(group, _AS_ABOVE) for group in together(findings).values()]
    for part, evidence in _SHARED.items():
        groups.append(([one for one in findings if one[part]], evidence))
    if short:
        groups.append(([one for one in findings if one["status"] == PASS], "They are as they should be."))
    found = {}
    for group, evidence in groups:
        if len(group) > 1:
            found.update({one["id"]: (group, evidence) for one in group})
    return [
        {"ids": [other["id"] for other in group], "evidence": evidence}
        for one in findings
        for group, evidence in [found.get(one["id"], ([one], one["evidence"]))]
        if one is group[0]
    ]


def _card(alike: t.Sequence[Data], hand_over: Data | None, failure: Data | None) -> Data:
    first = alike[0]
    owner, ask = BY_ID[first["id"]].owner, BY_ID[first["id"]].ask
    if hand_over and first["id"] in ("L2", "L3", "L4", "L5"):
        owner, ask = LEGORA_ADMIN, _BY_SHEET
    if failure and _is_refused(first, failure):
        system = failure["system"]
        owner, ask = _OF_SYSTEM.get(system, CONSULTANT), _STOPPED.get((system, "auth"), ask)
    remedies = dict.fromkeys(one["remedy"] for one in alike if one["remedy"])
    return {
        "ids": [one["id"] for one in alike],
        "status": first["status"],
        "severity": min((one["severity"] for one in alike), key=SEVERITIES.index),
        "title": first["shown"],
        "evidence": first["evidence"],
        "owner": owner,
        # Of what could not be checked nobody knows whether there is anything to mend.
        "ask": None if first["status"] == UNKNOWN else ask,
        "remedy": " ".join(list(remedies)[:1]) or None,
        "onboard": first["onboard"],
    }


def _on_confirming(one: Data) -> str:
    """Return what the consultant does about what people confirm: advice that is more exact says all of it."""
    remedy = one["remedy"]
    if not remedy or remedy == with_attestation(BY_ID[one["id"]].remedy, one["id"]):
        return _ATTEST
    return str(remedy) if _ATTESTATIONS in remedy else f"{remedy} {_ATTEST}"


def _with_lines(text: str, ids: t.Iterable[str]) -> str:
    """Return advice to attest with the lines to fill in and paste."""
    if not text.endswith(_ATTEST):
        return text
    return f"{text} {_ATTESTATIONS}: {{{', '.join(map(attestation_of, ids))}}}"


def _advice(remedy: str | None, onboard: str | None) -> str:
    """Return what the consultant does about a check, and what onboarding does."""
    # Each of them begins so.
    does = (onboard or "").removeprefix("onboard ")
    if does and remedy == BY_ONBOARD:
        return f"Run onboard, which {does}."
    return " ".join(word for word in (remedy, f"The next onboarding {does}." if does else None) if word)


def to_confirm(findings: t.Iterable[Data]) -> list[Data]:
    """Return what only a person can tell, with who is asked."""
    found = [
        {"id": one["id"], "title": one["shown"], "owner": owner, "ask": ask}
        for one in findings
        if one["confirm"]
        for check in [BY_ID[one["id"]]]
        for owner, ask in ((check.owner, check.confirm), (LEGORA_ADMIN, check.at_legora))
        if ask
    ]
    return sorted(found, key=lambda one: OWNERS.index(one["owner"]))


def to_do(shown: t.Sequence[Data], failure: Data | None, findings: t.Iterable[Data]) -> Data:
    """Return what there is to do: for the firm's people in their words, and for the consultant.

    :param shown: the cards.
    :param failure: what stopped the run.
    :param findings: what each check answered last.
    """
    firm: dict[tuple[str, str], list[str]] = {}
    consultant: dict[str, list[str]] = {}
    if failure:
        ask = _STOPPED.get((failure["system"], failure["kind"]))
        if ask:
            firm[(_OF_SYSTEM[failure["system"]], ask)] = []
        if failure["hint"]:
            consultant[failure["hint"]] = []
    for card in shown:
        if card["ask"]:
            firm.setdefault((card["owner"], card["ask"]), []).extend(card["ids"])
            at_legora = BY_ID[card["ids"][0]].at_legora
            if at_legora:
                firm.setdefault((LEGORA_ADMIN, at_legora), []).extend(card["ids"])
        text = _advice(card["remedy"], card["onboard"])
        if text:
            consultant.setdefault(text, []).extend(card["ids"])
    for one in findings:
        if one["confirm"]:
            consultant.setdefault(_on_confirming(one), []).append(one["id"])
    return {
        "firm": sorted(
            ({"owner": owner, "text": text, "ids": ids} for (owner, text), ids in firm.items()),
            key=lambda one: OWNERS.index(one["owner"]),
        ),
        "consultant": [{"text": _with_lines(text, ids), "ids": ids} for text, ids in consultant.items()],
    }
