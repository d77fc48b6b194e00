# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every request of a fresh onboarding fails in every way: success has the state, and the next run mends the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from integration.faults.onboarding import Onboarding, StoppedError
from integration.faults.sweep import KINDS, SEED, Kind, is_onboarded, points
from integration.playbooks.harness import inventory, run_playbook

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.transport import Settings
from simulator import Simulator, running
from simulator.seed import Firm

# Seconds: far above what the simulator needs, far below what a test may take.
LIMITS = Settings(timeout=0.3, deadline=0.6)
PATIENT = Settings()


@pytest.fixture(scope="module")
def faulty() -> Iterator[Simulator]:
    """Run a simulator with a cloud firm and an on-premises firm."""
    with running(SEED) as simulator:
        yield simulator


def onboard(firm: Firm, settings: Settings = PATIENT) -> str | None:
    """Onboard a firm and return the one clear error that it ended with; anything else than that is raised."""
    try:
        Onboarding(firm, settings, sleep=lambda seconds: None).run()
    except EthicalWallsError as error:
        return error.sentence()
    except StoppedError as stopped:
        return str(stopped)
    return None


@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_request_may_fail(faulty: Simulator, name: str, kind: Kind) -> None:
    faulty.reset()
    firm = faulty.firm(name)
    title = firm.seed["display_name"]
    assert onboard(firm) is None
    problems = []
    tried = points(faulty, name)
    for system, number in tried:
        faulty.reset()
        fault = faulty.faults.add(firm=name, system=system, after=number, **kind.fault)
        failed = onboard(firm, LIMITS)
        where = f"{system} request {number}"
        if failed is not None and not failed.startswith((f"iManage of {title}: ", f"Legora of {title}: ")):
            problems.append(f"{where}: the error does not name system and firm: {failed}")
        if not fault.struck:
            problems.append(f"{where}: the fault never struck")
        if failed is None and not is_onboarded(firm):
            problems.append(f"{where}: said success without the state")
        faulty.faults.clear()
        again = onboard(firm)
        if again is not None or not is_onboarded(firm):
            problems.append(f"{where}: first {failed}; then {again}")
    assert problems == []
    assert len(tried) >= 40


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_sweep_sends_what_the_playbook_sends(faulty: Simulator, tmp_path: Path, name: str) -> None:
    """So that what holds for the one holds for the other."""
    sent = []
    for run in (lambda: onboard(faulty.firm(name)), lambda: _by_playbook(faulty, tmp_path, name)):
        faulty.reset()
        for _again in range(2):
            run()
            sent.append([(entry.method, entry.path) for entry in faulty.journal.entries(name)])
            faulty.journal.clear()
    assert sent[0] == sent[2]
    assert sent[1] == sent[3]


def _by_playbook(sim: Simulator, tmp_path: Path, name: str) -> None:
    run = run_playbook(tmp_path, "onboard", inventory(sim), "--limit", name)
    assert run.status == 0, run.output
