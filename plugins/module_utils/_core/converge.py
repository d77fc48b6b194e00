# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Read, compare, write the smallest change, read back: the loop that every resource goes through."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .errors import EthicalWallsError
from .outcome import Outcome

State = t.TypeVar("State")

# Somebody else may write at the same moment; each round starts from what is really there. More rounds than this
# would be a fight between two administrators, which a person has to settle.
_ROUNDS = 4

# A refusal of one of these kinds may only mean that somebody else did the same in the meantime. The vendors' codes
# for that are not public, so it is settled by reading again and never by the code.
_SETTLED_BY_READING = ("conflict", "validation", "not_found")


@dataclass(frozen=True)
class Write:
    """One write.

    :ivar sentence: what it does, for the plan; it also identifies the step.
    :ivar call: which call that is, for whoever has to find out why it did nothing.
    """

    sentence: str
    send: t.Callable[[], t.Any]
    call: str | None = None

    def __str__(self) -> str:
        return f"{self.sentence} ({self.call})" if self.call else self.sentence


@dataclass
class Convergence(t.Generic[State]):
    """How it went.

    :ivar after: the state as it was read back.
    :ivar plan: the steps that were taken, or would be.
    :ivar converged: whether nothing was left to do when it was read back; C(None) where nothing was written.
    :ivar left: the steps that were.
    """

    before: State
    after: State
    plan: list[str] = field(default_factory=list)
    changed: bool = False
    converged: bool | None = None
    left: list[str] = field(default_factory=list)

    def outcome(self, resource: t.Any, before: dict[str, t.Any], after: dict[str, t.Any], **more: t.Any) -> Outcome:
        """Return it with the resource as it is now, and the fields before and after for the diff."""
        return Outcome(resource, self.changed, self.plan, before, after, self.converged, self.left, **more)


def converge(
    read: t.Callable[[], State],
    decide: t.Callable[[State], list[Write]],
    check_mode: bool,
    before: State | None = None,
) -> Convergence[State]:
    """Bring a resource to its wanted state.

    A write whose fate is unknown, or that was refused as if somebody else had been first, is settled by reading
    again: steps that are no longer needed count as done, an unchanged need after a plain refusal is an error. A write
    whose fate is unknown and that turns out not to have happened is sent once more.

    :param read: reads the resource; called once when nothing is to be done.
    :param decide: compares a state with what is wanted and returns the steps, none when they agree.
    :param before: the state, where it has just been read.
    :raises EthicalWallsError: when a write fails and reading again does not settle it.
    """
    before = read() if before is None else before
    steps = decide(before)
    result = Convergence(before=before, after=before, plan=[step.sentence for step in steps], changed=bool(steps))
    if check_mode or not steps:
        return result
    done: list[str] = []
    unknown_fate: set[str] = set()
    refusal: EthicalWallsError | None = None
    try:
        for _round in range(_ROUNDS):
            refusal, failed = _write_all(steps, done)
            result.after = read()
            steps = decide(result.after)
            if refusal is None:
                break
            still_needed = any(step.sentence == failed for step in steps)
            if still_needed and (not refusal.ambiguous or failed in unknown_fate):
                raise refusal
            if refusal.ambiguous:
                unknown_fate.add(failed)
                if not still_needed:
                    done.append(failed)
            if not steps:
                refusal = None
                break
        if refusal is not None:
            raise refusal
    except EthicalWallsError as error:
        # Whatever failed, a write or a reading after it: the user has to know what was written before.
        error.done = list(done)
        # A reading that fails after a write of unknown fate leaves it unknown.
        error.outcome_unknown = refusal is not None and refusal.ambiguous and error is not refusal
        raise
    result.plan = done
    result.changed = bool(done)
    result.converged = not steps
    result.left = [str(step) for step in steps]
    return result


def _write_all(steps: list[Write], done: list[str]) -> tuple[EthicalWallsError | None, str]:
    """Send the steps and note each that is done; stop at the first that reading may settle, and return it.

    :raises EthicalWallsError: for a refusal that reading cannot settle.
    """
    for step in steps:
        try:
            step.send()
        except EthicalWallsError as error:
            if not error.ambiguous and error.kind not in _SETTLED_BY_READING:
                raise
            return error, step.sentence
        done.append(step.sentence)
    return None, ""
