# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which playbooks the benchmark runs, and in what state it has the firms then; Ansible itself is not started."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from benchmark import run
from benchmark.figures import Measurement

from simulator import Simulator


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, int | None]]:
    """Return what is measured, in order: the playbook, its state, and how many tasks an empty one has."""
    seen: list[tuple[str, str, int | None]] = []

    def measure(sim: Simulator, playbook: str, state: str, forks: int, inventory: Path, *more: Any) -> Measurement:
        tasks = {"verify": 12, "onboard": 23}.get(playbook, 0)
        empty = None
        if playbook == "verify":
            run.check_end_state(sim, playbook)
        if playbook == "empty":
            [play] = json.loads((inventory.parent / "empty.yml").read_text(encoding="utf-8"))
            assert "firms_batch" in play["serial"]
            empty = len(play["tasks"])
        assert set(json.loads(inventory.read_text(encoding="utf-8"))["firms"]["hosts"]) == set(sim.firms)
        seen.append((playbook, state, empty))
        return Measurement(
            playbook, state, len(sim.firms), forks, 1.0, 1.0, 1, tasks * len(sim.firms), None, None, None
        )

    monkeypatch.setattr(run, "measure", measure)
    return seen


def test_firms_that_are_verified_were_set_up_without_a_playbook(measured: list[Any]) -> None:
    found = run.compare(2, 5, {"verify", "empty"})
    assert measured == [("verify", "unchanged", None), ("empty", "verify", 12)]
    assert [(one.playbook, one.state) for one in found] == [("verify", "unchanged"), ("empty", "verify")]


def test_nothing_is_measured_that_was_not_asked_for(measured: list[Any]) -> None:
    run.compare(1, 5, {"verify"})
    run.compare(1, 5, {"floor"})
    assert measured == [("verify", "unchanged", None), ("floor", "unchanged", None)]


def test_each_playbook_has_as_many_empty_tasks_beside_it(measured: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "check_end_state", lambda sim, playbook: None)
    run.compare(1, 5, {"onboard", "verify", "empty"})
    assert measured == [
        ("onboard", "fresh", None),
        ("onboard", "unchanged", None),
        ("empty", "onboard", 23),
        ("verify", "unchanged", None),
        ("empty", "verify", 12),
    ]
