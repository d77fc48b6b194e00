# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm's report says first: one line that is never more confident than what was found."""

from __future__ import annotations

import typing as t

from . import fields as field

Data = field.Data

# How good a verdict is, from worst to best. With attested checks it is C(pass), and the headline says that they are.
LEVELS = ("fail", "unknown", "warn", "pass")

_FED = (
    "As far as these checks can see, both systems are set up so that Legora follows the firm's ethical walls in "
    "iManage."
)
_READY = (
    "As far as these checks can see, the firm is ready to be onboarded. Nothing has been proved after onboarding yet."
)
_BELOW = "The reason, and what to do, are below."
_NO_REASON = "The reason was not given."
_UNKNOWN = "What could not be checked is not proved, and does not count as a pass."
_DRY = "This was a dry run: nothing was changed."


def verdict(
    findings: t.Sequence[Data], *, status: str | None, message: str | None, verified: bool, dry_run: bool
) -> Data:
    """Return C({level, headline, counts, meaning}) for a firm.

    :param findings: what each check answered last.
    :param status: how the run ended for the firm; C(None) when that is not known.
    :param message: why it failed or is incomplete.
    :param verified: whether verifying left findings, as opposed to preflight alone.
    """
    counts = field.counted(findings)
    level, headline, meaning = _judge(counts, status, message, verified)
    if dry_run:
        meaning = f"{_DRY} {meaning}"
    return {"level": level, "headline": headline, "counts": counts_sentence(counts), "meaning": meaning}


def counts_sentence(counts: Data) -> str:
    """Return the counts as a sentence. The passes are named first and alone: nothing else is counted among them."""
    total = counts["total"]
    if not total:
        return "No checks were made."
    parts = [f"{counts['pass']} of {count(total, 'check')} {'passes' if total == 1 else 'pass'}"]
    words = (
        ("fail", "failed"),
        ("unknown", "unknown"),
        ("warn", "with a warning"),
        ("attested", "attested by a person"),
    )
    parts += [f"{counts[status]} {word}" for status, word in words if counts[status]]
    return f"{', '.join(parts)}."


def count(number: int, noun: str) -> str:
    """Return C(1 check), C(2 checks)."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _judge(counts: Data, status: str | None, message: str | None, verified: bool) -> tuple[str, str, str]:
    failed, unknown, warned = counts["fail"], counts["unknown"], counts["warn"]
    if failed:
        return (
            "fail",
            f"{count(failed, 'check')} failed: action is needed",
            "What to do is listed below, the worst first.",
        )
    if status == "failed":
        return "fail", "The run failed for this firm: action is needed", _BELOW if message else _NO_REASON
    if status == "incomplete":
        return "unknown", "Not complete yet", f"{_BELOW if message else _NO_REASON} {_UNKNOWN}"
    if not counts["total"]:
        return "unknown", "No checks were made: nothing is proved", "There is nothing here to rely on."
    if unknown:
        return "unknown", f"No check failed, but {unknown} could not be decided", _UNKNOWN
    good = _FED if verified else _READY
    if warned:
        return "warn", f"No check failed; {count(warned, 'warning')} to read", good
    if counts["attested"]:
        rest = count(counts["attested"], "check")
        word = "rests" if counts["attested"] == 1 else "rest"
        return "pass", f"No check failed; {rest} {word} on a person's word", good
    return "pass", "The only check passes" if counts["total"] == 1 else f"All {counts['total']} checks pass", good
