# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run knows of its firm, as the checks of a phase look at it."""

from __future__ import annotations

from datetime import datetime, timezone

from .._checks.facts import Facts, reading_of
from .._core.verdicts import OFFBOARD, ONBOARD
from .proof import verdict_of
from .readings import first_connector, preferences_before, readings_of
from .record import Run


def facts_of(run: Run, phase: str) -> Facts:
    """Return what a run knows so far, but for what its notes say of a hand-over and of a rotation."""
    # What this run withheld or changed at Legora, only the end of an onboarding has to know.
    is_onboarding = phase == ONBOARD
    verdict = verdict_of(run) if is_onboarding else None
    return Facts(
        config=run.config,
        readings={name: reading_of(answer, name) for name, answer in readings_of(run, phase).items()},
        today=datetime.now(timezone.utc).date(),
        phase=phase,
        before=(preferences_before(run) or None) if is_onboarding else None,
        connector_before=(first_connector(run) or None) if is_onboarding else None,
        withheld=None if verdict is None or verdict.trust else verdict.reason,
        dry_run=run.check_mode,
        keeps_preference=run.purpose == OFFBOARD and bool(run.switch("offboard_keep_preference")),
    )
