# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Settings of the tests of the client."""

from __future__ import annotations

import pytest

from simulator import Simulator


@pytest.fixture(autouse=True)
def _all_calls(sim: Simulator) -> None:
    """Let the server on-premises have all calls; what one has without a word is told by tests of its own."""
    sim.firm("birch").imanage.absent_calls = ()
