# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm's report says first: whether it is done and safe, and never more confidently than what was found."""

from __future__ import annotations

import typing as t

from .._checks.registry import BY_ID
from .._core.verdicts import FAIL, OFFBOARD, PREFLIGHT, UNDO, VERIFY, WARN
from . import closing, left_at_legora
from .checked import REFUSED, counted, counts_sentence, worst_first
from .steps import gives_something
from .texts import Data, count, small_first

# How good a verdict is, from worst to best. A firm with points that only people can confirm may be C(pass).
LEVELS = ("fail", "unknown", "warn", "handed_over", "pass")

_FED = "As far as a program can see, Legora follows the firm's ethical walls in iManage."
_CONFIRMED = (
    "As far as a program can see, and as was confirmed of Legora, it follows the firm's ethical walls in iManage."
)
_PEOPLE = "What only people can confirm is listed below."
_READY = "As far as a program can see, the firm is ready to be set up. Nothing is set up or proved yet."
_PLANNED = "This is a dry run: nothing was changed. The plan stands below."
_UNPLANNED = "This is a dry run, and it found nothing to change."
_BELOW = "The reason, and what to do, are below."
_NO_REASON = "The reason was not given."
_UNKNOWN = "What could not be checked is not proved, and does not count as a pass."

_PUT_BACK = "What stood there before the set-up stands there again. Whether the connection works was not checked."
_PUT_BACK_BUT = (
    "What stood there before the set-up stands there again, but for what the notes below say. Whether the connection "
    "works was not checked."
)
_PUT_BACK_LATER = "The steps are below, in order. Until they are confirmed, iManage is left as it is."

# How what is wrong at the end of a playbook begins, where that is not about the walls.
_BROKEN = {OFFBOARD: "Not finished"}

# What stopped the run, by the kind of its failure.
_STOPPED = {
    "auth": REFUSED,
    "permission": "{system} did not allow what is needed",
    "unavailable": "{system} did not answer",
    "rate_limited": "{system} was too busy",
    "tenant_mismatch": "the sign-in belongs to another firm",
    "validation": "the firm's details cannot be used as they are",
}


def verdict(
    findings: t.Sequence[Data],
    *,
    result: Data,
    message: str | None,
    verified: bool,
    dry_run: bool,
    hand_over: Data | None = None,
) -> Data:
    """Return C({level, headline, counts, meaning}) for a firm.

    :param findings: what each check answered last.
    :param result: what became of the firm in the run.
    :param message: why it failed or is incomplete, where no check says that.
    :param verified: whether verifying left findings, as opposed to preflight alone.
    :param hand_over: what is left at Legora.
    """
    counts = counted(findings)
    level, headline, meaning = _judge(findings, counts, result, message, verified, dry_run, hand_over)
    words = [closing.HANDED_OVER] if result["purpose"] == OFFBOARD else []
    return {"level": level, "headline": headline, "counts": counts_sentence(counts, *words), "meaning": meaning}


def _judge(
    findings: t.Sequence[Data],
    counts: Data,
    result: Data,
    message: str | None,
    verified: bool,
    dry_run: bool,
    hand_over: Data | None,
) -> tuple[str, str, str]:
    status = result["status"]
    first = next(iter(worst_first(findings)), None)
    if first and first["status"] == FAIL:
        return (
            "fail",
            _failing(first, counts[FAIL], verified, result["purpose"]),
            "What is wrong, and who does what about it, is below.",
        )
    if status == "failed":
        return "fail", _stopped(result), _BELOW if message else _NO_REASON
    if status == "incomplete":
        return "unknown", "Not complete yet", f"{_BELOW if message else _NO_REASON} {_UNKNOWN}"
    if result["purpose"] == UNDO:
        return _put_back(result, dry_run, hand_over)
    if not counts["total"]:
        return "unknown", "Nothing was checked, so nothing is proved", "There is nothing here to rely on."
    # Before anything is set up, nothing is left to be entered.
    is_left = bool(hand_over and hand_over["open"]) and result["purpose"] != PREFLIGHT
    unclear = counts["unclear"]
    notes = [f"{count(unclear, 'point')} could not be checked"] if unclear else []
    notes += [f"{count(counts[WARN], 'point')} to decide"] if counts[WARN] else []
    if dry_run:
        level = "unknown" if unclear else "warn" if counts[WARN] else "pass"
        return level, "; ".join([_planned(result), *notes]), _PLANNED if result["plan"] else _UNPLANNED
    leaves = result["purpose"] == OFFBOARD
    if unclear:
        if hand_over and is_left:
            notes.insert(0, left_at_legora.headline(hand_over, leaves, is_clear=False))
        else:
            notes[0] = f"Not proved: {notes[0]}"
        return "unknown", "; ".join(notes), _UNKNOWN
    if hand_over and is_left:
        return "handed_over", left_at_legora.headline(hand_over, leaves), _left(hand_over, leaves)
    if leaves and verified:
        return "warn" if counts[WARN] else "pass", *closing.judged(bool(counts[WARN]), bool(hand_over))
    good = "Set up and working" if verified else "Ready to be set up"
    meaning = _READY if not verified else _CONFIRMED if hand_over else _FED
    if counts["confirm"]:
        meaning = f"{meaning} {_PEOPLE}"
    return "warn" if counts[WARN] else "pass", "; ".join([good, *notes]), meaning


def _put_back(result: Data, dry_run: bool, hand_over: Data | None) -> tuple[str, str, str]:
    """Judge an undo, which checks nothing: what it left stands among the notes."""
    if hand_over and hand_over["open"] and not dry_run:
        steps = count(len(hand_over["steps"]), "step")
        return "handed_over", f"First at Legora: {steps} to put back what was there", _PUT_BACK_LATER
    level = "warn" if result["warnings"] else "pass"
    if dry_run:
        return level, _planned(result), _PLANNED if result["plan"] else _UNPLANNED
    number = len(result["plan"])
    headline = f"{count(number, 'change')} to put back what was there" if number else "Nothing is left to put back"
    return level, headline, _PUT_BACK_BUT if result["warnings"] else _PUT_BACK


def _failing(first: Data, number: int, verified: bool, purpose: str) -> str:
    check = BY_ID[first["id"]]
    begin = "Not ready" if not verified else _BROKEN.get(purpose) or ("Not safe" if check.unsafe else "Not working")
    more = f" (and {number - 1} more)" if number > 1 else ""
    return f"{begin}: {small_first(first['shown'])}{more}"


def _stopped(result: Data) -> str:
    failure, done = result["failure"] or {}, result["plan"]
    reason = _STOPPED.get(failure.get("kind") or "", "the run stopped").format(system=failure.get("system"))
    if str(failure.get("operation")).startswith("prove "):
        reason = "the service account is not shown to see metadata only"
    if result["purpose"] in (PREFLIGHT, VERIFY):
        return f"Could not be checked: {reason}"
    return f"Stopped after {count(len(done), 'change')}: {reason}" if done else f"Stopped before any change: {reason}"


def _planned(result: Data) -> str:
    number = len(result["plan"])
    return f"{count(number, 'change')} {'is' if number == 1 else 'are'} planned" if number else "Nothing to change"


def _left(hand_over: Data, leaves: bool) -> str:
    if leaves:
        return closing.waiting()
    if hand_over["withheld"]:
        return f"The steps are below. {hand_over['not_yet']}: {hand_over['withheld']}."
    if any(map(gives_something, hand_over["steps"])):
        return "The steps are below, in order. Until they are done, Legora does not follow all walls."
    return "What is left is below."
