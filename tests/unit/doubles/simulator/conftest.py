# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One running simulator for the tests of a file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from unit.doubles.simulator.api import Api

from simulator import Simulator, running
from simulator.seed import Firm

SEED = {
    "firms": [
        {"name": "alder", "display_name": "Alder & Finch LLP", "libraries": ["ACTIVE", "CLOSED"]},
        {
            "name": "birch",
            "flavour": "on_premises",
            "region": "us",
            "libraries": ["ACTIVE", "CLOSED"],
            # A server that has all calls; what one has without a word is told by a test of its own.
            "imanage": {"absent_calls": ()},
        },
    ]
}


@pytest.fixture(scope="module")
def _simulator() -> Iterator[Simulator]:
    with running(SEED) as simulator:
        yield simulator


@pytest.fixture
def sim(_simulator: Simulator) -> Iterator[Simulator]:
    """Return the simulator as new: a cloud firm, alder, and an on-premises firm, birch."""
    _simulator.reset()
    yield _simulator
    assert _simulator.violations == []


@pytest.fixture(params=["alder", "birch"])
def firm(request: pytest.FixtureRequest, sim: Simulator) -> Firm:
    """Return a firm: once in the cloud, once on-premises."""
    return sim.firm(request.param)


@pytest.fixture
def api(firm: Firm) -> Iterator[Api]:
    """Return access to a firm, signed in as its operator."""
    with Api(firm) as api:
        api.sign_in()
        yield api


@pytest.fixture
def cloud(sim: Simulator) -> Iterator[Api]:
    """Return access to the cloud firm, signed in as its operator."""
    with Api(sim.firm("alder")) as api:
        api.sign_in()
        yield api


@pytest.fixture
def on_premises(sim: Simulator) -> Iterator[Api]:
    """Return access to the on-premises firm, signed in as its operator."""
    with Api(sim.firm("birch")) as api:
        api.sign_in()
        yield api
