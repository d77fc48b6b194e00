# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fixtures with the pretend firms alder, in the cloud, and birch, on-premises, for each conftest that imports them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator import Simulator, running
from simulator.seed import Firm

SEED: dict[str, Any] = {
    "firms": [
        {"name": "alder", "display_name": "Alder & Finch LLP", "region": "eu", "libraries": ["ACTIVE", "CLOSED"]},
        {
            "name": "birch",
            "display_name": "Birch Holloway PC",
            "flavour": "on_premises",
            "region": "us",
            "libraries": ["ACTIVE", "CLOSED"],
        },
    ]
}


@pytest.fixture(scope="session")
def _simulator() -> Iterator[Simulator]:
    """Run one simulator for all tests of a process: starting and stopping one takes longer than most tests."""
    with running(SEED) as simulator:
        yield simulator


@pytest.fixture
def sim(_simulator: Simulator) -> Iterator[Simulator]:
    """Return the running simulator, as new."""
    _simulator.reset()
    yield _simulator
    assert _simulator.violations == [], "an answer of the simulator is not what the references declare"


@pytest.fixture(params=["alder", "birch"])
def firm_name(request: pytest.FixtureRequest) -> str:
    """Run a test once in the cloud and once on-premises."""
    name: str = request.param
    return name


@pytest.fixture
def firm(sim: Simulator, firm_name: str) -> Firm:
    """Return a firm: once in the cloud, once on-premises."""
    return sim.firm(firm_name)


@pytest.fixture
def work() -> Iterator[Path]:
    """Return a directory of a short name, as AWX's is: Ansible puts a socket below it, whose path has a limit."""
    with tempfile.TemporaryDirectory(prefix="ew-") as directory:
        yield Path(directory)


@pytest.fixture(autouse=True)
def _all_calls(sim: Simulator) -> None:
    """Let the server on-premises have all calls; what one has without a word is told by tests of its own."""
    sim.firm("birch").imanage.absent_calls = ()
