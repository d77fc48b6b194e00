# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run leaves behind of a firm when it ends: its result, its report's document, its statistics."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.errors import EthicalWallsError
from .._core.outcome import Outcome
from .._report.document import firm_report
from .before_state import forget_unneeded, note_roles
from .hand_over import hand_over, notes_of
from .purposes import PURPOSES
from .record import Data, Run
from .result import firm_result
from .stats import firm_stats


@dataclass(frozen=True)
class WantedResult:
    """Of which run.

    :ivar record: what the run has found, as plain data.
    :ivar generated_at: the moment, ISO 8601.
    :ivar versions: C({collection, ansible_core, python}).
    """

    record: Data
    generated_at: str
    versions: Data


def end_firm(client: t.Any, wanted: WantedResult, check_mode: bool) -> Outcome:
    """Return the firm's result, and the document of its report; C(None) where none can be written as it was asked."""
    run = Run.from_data(wanted.record)
    notes = notes_of(run)
    # A dry run hands over nothing, so it notes nothing.
    left = hand_over(run, notes, None if run.check_mode else wanted.generated_at)
    note_roles(run)
    before = forget_unneeded(run, hands_over=bool(left and left["open"]))
    result = firm_result(run, left, notes.warnings, before)
    purpose = PURPOSES[result["purpose"]]
    gate, end = (run.last("firm_checks", phase=phase).get("checks") for phase in (purpose.gate, purpose.end))
    possible = (result["failure"] or {}).get("report_possible", True)
    document = firm_report(
        result,
        generated_at=wanted.generated_at,
        config=run.config,
        preflight=gate,
        verify=end,
        account=run.last("imanage_user").get("user"),
        versions=wanted.versions,
        dry_run=run.check_mode,
    )
    return Outcome(resource=result, extra={"document": document if possible else None})


@dataclass(frozen=True)
class WantedStats:
    """Of which run.

    :ivar record: what the run has found, as plain data.
    """

    record: Data


def leave_stats(client: t.Any, wanted: WantedStats, check_mode: bool) -> Outcome:
    """Return what later jobs are left of the firm.

    :raises EthicalWallsError: C(conflict), where the firm has no result yet.
    """
    answer = ended(Run.from_data(wanted.record))
    return Outcome(resource=firm_stats(answer["result"], report=answer.get("report")))


def ended(run: Run) -> Data:
    """Return what C(firm_result) answered.

    :raises EthicalWallsError: C(conflict), where it has not run.
    """
    answer = run.last("firm_result")
    if not answer.get("result"):
        raise EthicalWallsError(
            "it has no result in this run",
            kind="conflict",
            system="Ansible",
            firm=run.firm or run.host,
            operation="end the firm",
            hint="Run the playbook from its beginning, without --start-at-task and --tags.",
        )
    return answer
