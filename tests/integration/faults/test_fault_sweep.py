# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every request of a fresh onboarding fails in every way: success has the state, and the next run mends the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from integration.faults.onboarding import Onboarding, StoppedError
from integration.faults.sweep import KINDS, SEED, Kind, is_onboarded, points

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.transport import Settings
from simulator import Simulator, running
from simulator.seed import Firm

# Seconds: far above what the simulator needs, far below what a test may take.
LIMITS = Settings(timeout=0.3, deadline=0.45)
PATIENT = Settings()

# Requests of a run that changes nothing, sign-ins included: with two libraries, and more for each further one. Of
# these, 12 are the preflight's, and 3 for each further library.
REQUEST_BUDGET = 30 + 12
BUDGET_FOR_A_LIBRARY = 5 + 3


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
        if not fault.struck:
            problems.append(f"{where}: the fault never struck")
        if failed is None:
            # A retry has mended it, and the state is there: there is nothing left for a next run.
            if not is_onboarded(firm):
                problems.append(f"{where}: said success without the state")
            continue
        if not failed.startswith((f"iManage of {title}: ", f"Legora of {title}: ")):
            problems.append(f"{where}: the error does not name system and firm: {failed}")
        faulty.faults.clear()
        again = onboard(firm)
        if again is not None or not is_onboarded(firm):
            problems.append(f"{where}: first {failed}; then {again}")
    assert problems == []
    assert len(tried) >= 40


@pytest.mark.parametrize("flavour", ["cloud", "on_premises"])
def test_each_further_library_keeps_to_its_budget(flavour: str) -> None:
    sizes = (2, 3, 7)
    seed = {
        "firms": [
            {"name": f"firm{size}", "flavour": flavour, "libraries": [f"LIB{n}" for n in range(size)]} for size in sizes
        ]
    }
    totals = []
    with running(seed) as sim:
        for firm in sim.firms.values():
            assert onboard(firm) is None
            sim.journal.clear()
            assert onboard(firm) is None
            totals.append(sim.journal.counts(firm.name)["total"])
            assert sim.journal.counts(firm.name)["write"] == 0
    assert totals[0] <= REQUEST_BUDGET
    assert totals[1] - totals[0] <= BUDGET_FOR_A_LIBRARY
    assert totals[2] - totals[0] <= 5 * BUDGET_FOR_A_LIBRARY
