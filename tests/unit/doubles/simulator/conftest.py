# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access to the pretend firms, as any program has it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from helpers.simulated import _all_calls, _simulator, firm, firm_name, sim
from unit.doubles.simulator.api import Api

from simulator import Simulator
from simulator.seed import Firm

__all__ = ["_all_calls", "_simulator", "firm", "firm_name", "sim"]


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
