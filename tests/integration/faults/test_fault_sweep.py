# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests of a fresh onboarding fail in every way: success has the state, and the next run mends the rest.

Each kind of fault strikes a quarter of the requests, and the quarters are shifted from kind to kind, so that each
request is struck as well. ``make test-sweep`` tries all of them, which takes minutes.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from integration.faults.sweep import KINDS, SEED, Kind, onboard, points, problem_at

from simulator import Simulator, running

SHARE = 4

# Requests of a run that changes nothing, sign-ins included: with two libraries, and more for each further one. Of
# these, 12 are the preflight's, and 3 for each further library.
REQUEST_BUDGET = 30 + 12
BUDGET_FOR_A_LIBRARY = 5 + 3


@pytest.fixture(scope="module")
def faulty() -> Iterator[Simulator]:
    """Run a simulator with a cloud firm and an on-premises firm."""
    with running(SEED) as simulator:
        yield simulator


@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_request_may_fail(faulty: Simulator, name: str, kind: Kind) -> None:
    faulty.reset()
    assert onboard(faulty.firm(name)) is None
    all_points = points(faulty, name)
    assert len(all_points) >= 50
    tried = all_points[KINDS.index(kind) % SHARE :: SHARE]
    problems = {place: problem_at(faulty, name, *place, kind) for place in tried}
    assert problems == dict.fromkeys(tried)


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
