# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A playbook that Ansible is told to begin in the middle: nothing is written, and the run does not end in order."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.both_systems import set_up, state, writes
from helpers.playbook import inventory, run_playbook

from simulator import Simulator

WRITES = [
    "Create or correct the service account",
    "Put it in NRTADMIN of each library",
    "Prove, signed in as it, what it can and cannot do",
    "Give the connector the service account, and stop when Legora can't sign in with it",
    "Let the connector cover the firm's libraries",
    "Let Legora create projects from iManage",
    "Restrict its sign-in to the region's egress address",
]
OTHERS = [
    "Sign in to iManage",
    "Probe iManage's address",
    "Sign out",
    "Show what happened, and write the report",
    "Show all firms, and write the overview of their reports",
]


# Each is refused by the same code; the first and the last stand for all.
@pytest.mark.full(task=[*WRITES[1:-1], *OTHERS])
@pytest.mark.parametrize("task", [*WRITES, *OTHERS])
def test_begun_in_the_middle(sim: Simulator, tmp_path: Path, task: str) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    firm.legora.preferences["imanage"] = False
    before = state(firm)
    sim.journal.clear()
    changes = {"alder": {"service_account_ip_lock": True}}
    run = run_playbook(tmp_path, "onboard", inventory(sim, changes), "--limit", "alder", "--start-at-task", task)
    assert run.status == 2, run.output
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert state(firm) == before
    assert "unchanged" not in run.output
    assert "from its beginning" in run.output


@pytest.mark.full(playbook=["preflight", "verify"])
@pytest.mark.parametrize("playbook", ["onboard", "preflight", "verify"])
def test_tags_that_no_task_has(sim: Simulator, tmp_path: Path, playbook: str) -> None:
    run = run_playbook(tmp_path, playbook, inventory(sim), "--tags", "verify")
    assert run.status == 2, run.output
    assert sim.journal.counts()["total"] == 0
    for name in sim.firms:
        assert "Run the playbook from its beginning, without --start-at-task and --tags" in run.result(name)["message"]
    assert "2 firms: 2 failed" in run.overview[0]


@pytest.mark.parametrize("arguments", [("--tags", "verify"), ("--start-at-task", "Fail the firms that failed*")])
def test_reports_are_not_joined_from_the_middle(sim: Simulator, tmp_path: Path, arguments: tuple[str, str]) -> None:
    extra = {"report_directory": str(tmp_path)}
    run = run_playbook(tmp_path, "merge_reports", inventory(sim), *arguments, extra=extra)
    assert run.status == 2, run.output
