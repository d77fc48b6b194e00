# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jobs of AWX have a container each, and share the directory of reports: there each notes that it is at work."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from helpers.playbook import inventory, run_playbook

from simulator import Simulator
from simulator.journal import Entry


@pytest.mark.parametrize("fails", [False, True])
def test_a_run_is_noted_while_it_is_at_work_and_not_after_it(sim: Simulator, tmp_path: Path, fails: bool) -> None:
    reports = tmp_path / "reports"
    notes = reports / "alder.notes.json"
    seen: list[Any] = []

    def look(entry: Entry) -> None:
        seen.append(json.loads(notes.read_text(encoding="utf-8"))["at_work"]["purpose"])

    sim.on_write = look
    if fails:
        sim.faults.add(kind="no_effect", firm="alder", system="legora", kind_of_request="write", times=0)
    arguments = ("--limit", "alder")
    run = run_playbook(tmp_path, "onboard", inventory(sim), *arguments, extra={"report_directory": str(reports)})
    assert run.status == (2 if fails else 0), run.output
    assert seen
    assert set(seen) == {"onboard"}
    assert not notes.exists()


def test_a_run_for_something_else_is_refused_before_anything_is_sent(sim: Simulator, tmp_path: Path) -> None:
    """As onboard beside an offboard, which would give back what that says is gone."""
    notes = tmp_path / "alder.notes.json"
    until = f"{datetime.now(UTC) + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}"
    noted = {"at_work": {"purpose": "offboard", "until": until, "node": "automation-job-7", "pid": 1, "start": ""}}
    notes.write_text(json.dumps(noted), encoding="utf-8")
    extra = {"report_directory": str(tmp_path)}
    run = run_playbook(tmp_path, "onboard", inventory(sim), "--limit", "alder", extra=extra)
    failure = run.result("alder")["failure"]
    assert (run.status, failure["kind"], failure["retryable"]) == (2, "conflict", True), run.output
    message = run.result("alder")["message"]
    assert "the playbook offboard is at work on this firm (process 1 on automation-job-7)" in message
    assert f"it counts until {until}, unless you take at_work out of {notes}" in message
    assert sim.journal.entries("alder") == []
    assert json.loads(notes.read_text(encoding="utf-8")) == noted
