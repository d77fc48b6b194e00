# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides all checks of a phase from what a run has read, and whether the proof allows it to go on."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import datetime, timezone

from .._checks.decide import ATTESTATION_MAX_AGE
from .._checks.phase import judge_phase
from .._core.errors import EthicalWallsError
from .._core.outcome import Outcome
from .hand_over import hand_over, notes_of
from .proof import stopped, verdict_of
from .readings import first_connector, preferences_before, readings_of
from .record import Data, Run


@dataclass(frozen=True)
class WantedChecks:
    """What is to be decided.

    :ivar phase: C(preflight), C(onboard) or C(verify); C(None) where only the proof is asked for.
    :ivar record: what the run has found so far, as plain data.
    :ivar wall_users: users behind walls, as the firm has exported them; with the two below.
    """

    record: Data
    phase: str | None = None
    attestation_days: int = ATTESTATION_MAX_AGE
    wall_users: t.Any = None
    legora_users: t.Any = None
    manual_projects: t.Any = None


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
        return _proof(run)
    # What this run withheld or changed at Legora, only the end of an onboarding has to know.
    is_onboarding = wanted.phase == "onboard"
    verdict = verdict_of(run) if is_onboarding else None
    decided = judge_phase(
        wanted.phase,
        readings_of(run, wanted.phase),
        run.config,
        today=datetime.now(timezone.utc).date(),
        accepted=run.head.get("accepted") or (),
        accepted_in=run.head.get("accepted_in"),
        dry_run=check_mode,
        before=(preferences_before(run) or None) if is_onboarding else None,
        connector_before=(first_connector(run) or None) if is_onboarding else None,
        withheld=None if verdict is None or verdict.trust else verdict.reason,
        exports={
            "wall_users": wanted.wall_users,
            "legora_users": wanted.legora_users,
            "manual_projects": wanted.manual_projects,
        },
        attestation_days=wanted.attestation_days,
        hand_over=hand_over(run, notes_of(run)),
    )
    outcome = Outcome(resource=decided["resource"], warnings=decided["warnings"])
    if decided["failure"] is not None:
        outcome.stopped = (str(decided["message"]), decided["failure"])
    return outcome


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
    outcome = Outcome(resource={"proof": verdict.as_dict()})
    if not verdict.proceed:
        outcome.stopped = stopped(verdict)
    return outcome
