# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks each check of a phase, and turns its answer into a finding."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import date, timedelta

from .._core.errors import EthicalWallsError
from .._core.verdicts import ATTESTED, FAIL, OFFBOARDED, ONBOARD, PASS, ROTATED, STATUSES, UNKNOWN, WARN
from .._firm.check_variables import DEFAULT_ATTESTATION_DAYS
from .check import Check, with_attestation
from .facts import Facts
from .findings import Finding, Judgement, attested, finding_line, unknown, warned
from .operation import library_health
from .phases import PHASES
from .registry import BY_ID, checks_of

DRY_RUN = "this is a dry run"
NOT_CREATED = "not created yet"


@dataclass(frozen=True)
class Decision:
    """What a phase found.

    :ivar not_applicable: the checks that do not apply to the firm, each with its reason.
    """

    phase: str
    findings: list[Finding]
    not_applicable: list[dict[str, str]]
    libraries: list[dict[str, t.Any]]

    def failures(self, accepted: t.Collection[str] = ()) -> list[Finding]:
        """Return the failures but for those that were accepted by their ID."""
        return [finding for finding in self.findings if finding.status == FAIL and finding.id not in accepted]

    def as_dict(self) -> dict[str, t.Any]:
        """Return it as plain data."""
        return {
            "phase": self.phase,
            "findings": [finding.as_dict() for finding in self.findings],
            "not_applicable": self.not_applicable,
            "counts": {
                status: sum(finding.status == status for finding in self.findings) for status in reversed(STATUSES)
            },
            "libraries": self.libraries,
        }


def decide_checks(facts: Facts) -> Decision:
    """Judge all checks of the facts' phase. In a dry run, what is not as wanted at its end is C(unknown) yet."""
    phase, dry_run = facts.phase, facts.dry_run
    findings, others = [], []
    for check in checks_of(phase):
        reason = _not_applicable(check, facts)
        if reason:
            others.append({"id": check.id, "title": check.title, "reason": reason})
            continue
        answer, attestation = _attested(check, _answer(check, facts), facts)
        if dry_run and phase in (ONBOARD, ROTATED, OFFBOARDED) and answer.status not in (PASS, ATTESTED):
            is_there = facts.user.get("exists") or phase != ONBOARD
            answer = unknown(f"{DRY_RUN}; as it is: {answer.evidence}" if is_there else NOT_CREATED)
            attestation = None
        findings.append(_finding(check, answer, attestation))
    return Decision(phase, findings, others, library_health(facts))


def failure_of(
    decision: Decision, firm: str, accepted: t.Collection[str] = (), hint: str | None = None
) -> EthicalWallsError | None:
    """Return one error that names every failure that was not accepted; C(None) without any."""
    failures = decision.failures(accepted)
    if not failures:
        return None
    kinds = {BY_ID[finding.id].kind for finding in failures}
    return EthicalWallsError(
        failures_in_words(failures),
        kind=kinds.pop() if len(kinds) == 1 else "conflict",
        system="iManage and Legora",
        firm=firm,
        operation=PHASES[decision.phase].verb,
        hint=hint or " ".join(dict.fromkeys(finding.remedy for finding in failures if finding.remedy)),
    )


def failures_in_words(failures: t.Iterable[Finding]) -> str:
    """Name failures, each with what was seen; no full stop at the end."""
    return "; ".join(finding_line(finding.as_dict()) for finding in failures)


# What a strange value of an answer can make of a check that looks at it.
_STRANGE = (AttributeError, LookupError, TypeError, ValueError)


def _not_applicable(check: Check, facts: Facts) -> str | None:
    try:
        return check.not_applicable(facts) if check.not_applicable else None
    except _STRANGE:
        # Where it can't be told, the check applies.
        return None


def _answer(check: Check, facts: Facts) -> Judgement:
    by_hand = check.by_hand if facts.by_hand else None
    for name in check.needs if by_hand is None else ():
        lacking = facts.lacks(name)
        if lacking:
            return unknown(lacking, facts.hint(name))
    try:
        return (by_hand or check.decide)(facts)
    except _STRANGE as error:
        # One strange value must not hide what the other checks say, and it is certainly no pass.
        return unknown(f"what was read has a form that this check does not expect ({type(error).__name__})")


def _finding(check: Check, answer: Judgement, attestation: dict[str, str] | None) -> Finding:
    done = answer.status in (PASS, ATTESTED)
    return Finding(
        id=check.id,
        title=check.title,
        severity=check.severity,
        status=answer.status,
        evidence=answer.evidence,
        remedy=None if done else with_attestation(answer.remedy or check.remedy, check.id),
        onboard=(answer.onboard or check.onboard) if answer.status == FAIL else None,
        source=check.source,
        attestation=attestation,
    )


def _attested(check: Check, answer: Judgement, facts: Facts) -> tuple[Judgement, dict[str, str] | None]:
    """Return what becomes of an answer by what a named person says, and the attestation where it counts.

    Nobody can say away what was seen to be wrong.
    """
    if answer.status == ATTESTED:
        return _unless_old(answer, answer.attestation or {}, facts)
    given = (facts.config.get("attestations") or {}).get(check.id)
    # A copy: Ansible's own containers, which templates hand over, can't be rebuilt by others.
    said: dict[str, str] | None = dict(given) if given else None
    if not said or not check.attestable or answer.status not in (UNKNOWN, WARN) or answer.seen:
        return answer, None
    return _unless_old(attested(answer.evidence, said), said, facts)


def _unless_old(judged: Judgement, said: dict[str, str], facts: Facts) -> tuple[Judgement, dict[str, str]]:
    """Return what a named person says, which is a warning where it was said too long ago.

    :param said: its C(date) is a day, or the moment that begins with one.
    """
    max_age = facts.config.get("attestation_days") or DEFAULT_ATTESTATION_DAYS
    if date.fromisoformat(said["date"][:10]) >= facts.today - timedelta(days=max_age):
        return judged, said
    text = f"attested more than {max_age} days ago by {judged.evidence}"
    return warned(text, "Have it looked at again, and renew its date."), said
