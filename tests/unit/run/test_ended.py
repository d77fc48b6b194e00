# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run leaves behind of a firm: its result, its report's document, its statistics, and a foreign failure."""

from __future__ import annotations

from typing import Any

import pytest
from samples import firms
from unit.run.runs import checked, failed, healthy, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.outcome import Outcome
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.ended import (
    WantedResult,
    WantedStats,
    end_firm,
    ended,
    leave_stats,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.failure import WantedFailure, note_failure
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run

VERSIONS = {"collection": "1.2.3", "ansible_core": "2.19.1", "python": "3.11.9"}
RESULT = step("firm_result", {"result": firms.result("alder", "Alder", "changed"), "report": "/reports/alder.html"})


def end(run: Run) -> Outcome:
    return end_firm(None, WantedResult(run.as_data(), "2026-11-25T02:41:07Z", VERSIONS), False)


def found(check: str) -> dict[str, Any]:
    return firms.finding(check, "x", "pass", "y")


def test_document_is_that_of_the_run() -> None:
    run = run_of(*healthy(), checked("preflight", [found("R1")]), checked("onboard", [found("L4")]))
    outcome = end(run)
    document = outcome.extra["document"]
    assert outcome.resource["status"] == "unchanged"
    assert (document["host"], document["firm"], document["versions"]) == ("alder", "Alder & Finch LLP", VERSIONS)
    assert [(one["phase"], one["findings"][0]["id"]) for one in document["phases"]] == [
        ("preflight", "R1"),
        ("onboard", "L4"),
    ]
    assert document["dry_run"] is False
    assert end(run_of(*healthy(), check_mode=True)).extra["document"]["dry_run"] is True


def test_verification_has_its_own_phase() -> None:
    document = end(run_of(*healthy(), checked("verify", [found("A2")]), purpose="verify")).extra["document"]
    assert [one["phase"] for one in document["phases"]] == ["verify"]


def test_where_no_report_can_be_written_as_it_was_asked_for_there_is_no_document() -> None:
    unusable = failed("firm_config", failure={"kind": "validation", "report_possible": False})
    outcome = end(run_of(unusable, is_begun=False))
    assert (outcome.resource["status"], outcome.extra["document"]) == ("failed", None)
    possible = failed("firm_config", failure={"kind": "validation", "report_possible": True})
    assert end(run_of(possible, is_begun=False)).extra["document"]["firm"] == "alder"


def test_statistics_are_of_the_firms_result() -> None:
    (stats,) = leave_stats(None, WantedStats(run_of(RESULT).as_data()), False).resource.values()
    assert (stats["status"], stats["report"]) == ("changed", "/reports/alder.html")


@pytest.mark.parametrize("run", [Run({"host": "alder"}), run_of(), run_of(step("firm_result", {"msg": ["x"]}))])
def test_firm_that_has_not_ended_has_no_result(run: Run) -> None:
    with pytest.raises(EthicalWallsError, match="it has no result in this run"):
        leave_stats(None, WantedStats(run.as_data()), False)
    with pytest.raises(EthicalWallsError, match="failed to end the firm"):
        ended(run)


@pytest.mark.parametrize("message", [None, "", "  "])
def test_failure_without_a_message_is_called_after_its_task(message: str | None) -> None:
    outcome = note_failure(None, WantedFailure("Ask the vault", message), False)
    assert (outcome.resource, outcome.extra) == (True, {"message": "task Ask the vault failed"})


def test_failure_that_the_run_has_noted_is_not_noted_again() -> None:
    assert note_failure(None, WantedFailure("x", "no lookup"), False).extra == {"message": "no lookup"}
    assert note_failure(None, WantedFailure("x", "no lookup", known=True), False).resource is False
