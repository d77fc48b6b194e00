# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a check judges a firm, and what becomes of that: a finding."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass

from .._core.verdicts import ATTESTED, FAIL, PASS, UNKNOWN, WARN

# Between what could not be read and why, in the evidence of a check.
UNREAD = " could not be read: "

# Between what could not be read and the critical failures that were seen nevertheless, in the message of a phase.
ALSO_SEEN = " What was read shows: "

# How the evidence of a warning begins that is about what a run has just handed over.
JUST_HANDED_OVER = "handed over: "

# How many libraries a sentence names; of more it names one less, and counts the others.
_NAMED = 4


@dataclass(frozen=True)
class Judgement:
    """What a check says of a firm.

    :ivar status: C(pass), C(fail), C(warn), C(attested) or C(unknown). What could not be known is never a C(pass).
    :ivar evidence: what was seen, in one line.
    :ivar remedy: what to do about it, where that is more exact than the check's own remedy.
    :ivar onboard: what onboarding does about it, where that differs from the check's own.
    :ivar attestation: who says so, when and why, for C(attested).
    :ivar seen: whether it was seen in this run that something is wrong, so that nobody's earlier word settles it.
    """

    status: str
    evidence: str
    remedy: str | None = None
    onboard: str | None = None
    attestation: dict[str, str] | None = None
    seen: bool = False


def passed(evidence: str) -> Judgement:
    """It is as it should be, and that was seen."""
    return Judgement(PASS, evidence)


def failed(evidence: str, remedy: str | None = None, onboard: str | None = None) -> Judgement:
    """It is not as it should be."""
    return Judgement(FAIL, evidence, remedy, onboard)


def warned(evidence: str, remedy: str | None = None, onboard: str | None = None, *, seen: bool = False) -> Judgement:
    """It works, but somebody should decide whether it is meant so.

    :param seen: whether something is wrong now, whatever somebody has attested before.
    """
    return Judgement(WARN, evidence, remedy, onboard, seen=seen)


def unknown(evidence: str, remedy: str | None = None) -> Judgement:
    """It could not be known; the evidence says why."""
    return Judgement(UNKNOWN, evidence, remedy)


def attested(evidence: str, said: dict[str, str]) -> Judgement:
    """A named person says so, in what the firm confirmed.

    :param said: C({by, date, note}).
    """
    who = f"{said['by']}, {said['date']}" + (f": {said['note']}" if said.get("note") else "")
    return Judgement(ATTESTED, f"{who} ({evidence})", attestation=said)


def unless(
    problems: t.Sequence[str], evidence: str, remedy: str | None = None, onboard: str | None = None
) -> Judgement:
    """A fail that names all problems; without any a pass."""
    return failed("; ".join(problems), remedy, onboard) if problems else passed(evidence)


def library_words(libraries: t.Sequence[str]) -> str:
    """Return the words for one or more libraries; of many only the first are named, since reports list them all."""
    if len(libraries) == 1:
        return f"library {libraries[0]}"
    if len(libraries) <= _NAMED:
        return f"libraries {', '.join(libraries)}"
    shown = ", ".join(libraries[: _NAMED - 1])
    return f"{len(libraries)} libraries ({shown} and {len(libraries) - _NAMED + 1} more)"


def of_libraries(said: t.Iterable[tuple[str, str]]) -> list[str]:
    """Return each sentence once, with all libraries that it is true of.

    :param said: sentences with C({libraries}) where the words for libraries go, each with one library's ID.
    """
    libraries: dict[str, list[str]] = {}
    for sentence, library in said:
        libraries.setdefault(sentence, []).append(library)
    return [sentence.replace("{libraries}", library_words(found)) for sentence, found in libraries.items()]


def finding_line(finding: t.Mapping[str, t.Any]) -> str:
    """Name a finding, with what was seen; no full stop at the end.

    A check's title says how it should be. So it stands only where nothing contradicts it: what is not as it should be
    is told by the evidence alone.

    :param finding: as :meth:`Finding.as_dict` returns it.
    """
    title = "" if finding["status"] in (FAIL, WARN) else f" {finding['title']}"
    return f"{finding['id']}{title}: {finding['evidence']}"


def told_reason(message: t.Any, failure: t.Mapping[str, t.Any] | None) -> str:
    """Return why something failed, as a part of a sentence: its message without what else was seen and what to do."""
    hint = (failure or {}).get("hint") or ""
    return str(message or "").partition(ALSO_SEEN)[0].strip().removesuffix(hint).rstrip(" .")


def is_told(message: str, failure: t.Mapping[str, t.Any] | None, findings: t.Iterable[t.Mapping[str, t.Any]]) -> bool:
    """Say whether a failure is that of checks, which speak for themselves: it quotes one of them, or one quotes it."""
    told, reason = message.partition(ALSO_SEEN)[0], told_reason(message, failure)
    failed = [one for one in findings if one["status"] == FAIL]
    return any(one["evidence"] in told or (reason and reason in one["evidence"]) for one in failed)


@dataclass(frozen=True)
class Finding:
    """One check of one firm, with what came of it: what reports show.

    :ivar severity: C(critical) where a wall may be breached or changes stop to arrive, C(major) where it does not work
        or will stop to, C(minor) for what should be known.
    :ivar remedy: what to do; C(None) where there is nothing to do.
    :ivar onboard: what onboarding does about it; C(None) where there is nothing to say.
    :ivar source: where it comes from that this matters.
    :ivar attestation: who says so, when and why, for C(attested).
    """

    id: str
    title: str
    severity: str
    status: str
    evidence: str
    remedy: str | None
    onboard: str | None
    source: str
    attestation: dict[str, str] | None = None

    def as_dict(self) -> dict[str, t.Any]:
        """Return it as plain data."""
        return asdict(self)
