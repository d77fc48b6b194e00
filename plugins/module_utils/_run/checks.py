# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides all checks of a phase from what a run has read, and whether the proof allows it to go on."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, replace

from .._checks.phase import judge_phase
from .._core.errors import EthicalWallsError
from .._core.outcome import Outcome
from .._core.verdicts import OFFBOARD, ONBOARD, PREFLIGHT, ROTATED, UNDO
from .before_state import NO_UNDO, keep_before, note_roles
from .facts import facts_of
from .hand_over import hand_over, notes_of
from .outdated_confirmation import why_outdated
from .proof import stopped, verdict_of
from .record import Data, Run
from .rotation import is_rotated, is_written, label_noted, left_to_set, not_stored, note_given, unfinished
from .undo import decide_undo


@dataclass(frozen=True)
class WantedChecks:
    """What is to be decided.

    :ivar phase: whose checks; C(None) where only what C(require) names is asked for.
    :ivar require: C(not_refused) asks for the proof, C(rotated) for a rotation, C(stored) for its store.
    :ivar record: what the run has found so far, as plain data.
    """

    record: Data
    phase: str | None = None
    require: str | None = None


def decide(client: t.Any, wanted: WantedChecks, check_mode: bool) -> Outcome:
    """Decide, and stop the firm where something stands against going on."""
    run = Run.from_data(wanted.record)
    if not run.config:
        raise EthicalWallsError(
            "nothing is known of the firm, since its variables were not checked before in this play",
            kind="conflict",
            system="Ansible",
            operation="decide its checks",
            hint="Put a task with legalops.ethical_walls.firm_config before it.",
        )
    if wanted.phase is None:
        return _REQUIRED.get(str(wanted.require), _proof)(run)
    if wanted.phase == OFFBOARD and run.purpose != OFFBOARD:
        raise EthicalWallsError(
            "its variables were not checked for that, so nobody has confirmed it",
            kind="conflict",
            system="Ansible",
            firm=run.firm,
            operation="offboard it",
            hint="Give the task with legalops.ethical_walls.firm_config purpose: offboard.",
        )
    notes = notes_of(run)
    facts = replace(
        facts_of(run, wanted.phase),
        dry_run=check_mode,
        hand_over=hand_over(run, notes),
        password_written=is_written(run, notes),
        label_noted=label_noted(run, notes),
    )
    decided = judge_phase(facts, run.head.get("accepted") or (), run.head.get("accepted_in"))
    outcome = Outcome(resource=decided["resource"], warnings=decided["warnings"])
    if wanted.phase == ROTATED:
        outcome.resource["rotated"] = is_rotated(run)
        note_given(run, notes)
        outcome.warnings += left_to_set(run)
    outdated = why_outdated(run, notes) if wanted.phase in (OFFBOARD, UNDO) else None
    if decided["failure"] is not None:
        outcome.stopped = (str(decided["message"]), decided["failure"])
    elif outdated is not None:
        outcome.stopped = (outdated.sentence(), outdated.failure())
    elif wanted.phase == UNDO:
        undo = decide_undo(run)
        outcome.extra["undo"] = undo.as_data()
        outcome.warnings += undo.left
    elif wanted.phase == PREFLIGHT and run.purpose == ONBOARD and not check_mode:
        outcome.extra["before"] = keep_before(run)
        outcome.warnings += [] if outcome.extra["before"] else [NO_UNDO]
    return outcome


def _rotation(run: Run) -> Outcome:
    outcome = Outcome(resource={"rotated": is_rotated(run)})
    if not is_rotated(run):
        outcome.stopped = unfinished(run)
    return outcome


def _stored(run: Run) -> Outcome:
    outcome = Outcome(resource={"rotated": is_rotated(run)})
    outcome.stopped = not_stored(run)
    return outcome


_REQUIRED = {"rotated": _rotation, "stored": _stored}


def _proof(run: Run) -> Outcome:
    verdict = verdict_of(run)
    if verdict is None:
        raise EthicalWallsError(
            "the service account was not proved before in this play",
            kind="conflict",
            system="iManage",
            firm=run.firm,
            operation="judge its proof",
            hint="Put a task with legalops.ethical_walls.imanage_access_info before it.",
        )
    note_roles(run)
    outcome = Outcome(resource={"proof": verdict.as_dict()})
    if not verdict.proceed:
        outcome.stopped = stopped(verdict)
    return outcome
