# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A simulator for the tests of the client, and clients for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulator import Simulator, running
from simulator.seed import Firm

SEED = {
    "firms": [
        {"name": "alder", "libraries": ["ACTIVE", "CLOSED"]},
        {"name": "birch", "flavour": "on_premises", "libraries": ["ACTIVE", "CLOSED"]},
    ]
}


@pytest.fixture(scope="module")
def _simulator() -> Iterator[Simulator]:
    with running(SEED) as simulator:
        yield simulator


@pytest.fixture
def sim(_simulator: Simulator) -> Simulator:
    _simulator.reset()
    return _simulator


@pytest.fixture(params=["alder", "birch"])
def firm(request: pytest.FixtureRequest, sim: Simulator) -> Firm:
    """Return a firm: once in the cloud, once on-premises."""
    return sim.firm(request.param)
