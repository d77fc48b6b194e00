# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm's deadline: it ends the run at whichever request it falls, and still signs out."""

from __future__ import annotations

import time

import pytest
from helpers.both_systems import is_onboarded

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Settings
from player import FirmFailedError, FirmRun
from simulator import Simulator
from simulator.journal import Entry


@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.parametrize("writes_before", [1, 3, 5])
def test_deadline_ends_the_run_and_the_session(sim: Simulator, name: str, writes_before: int) -> None:
    firm = sim.firm(name)
    settings = Settings(ends_at=time.time() + 60)
    writes: list[Entry] = []

    def stop_in_time(entry: Entry) -> None:
        writes.append(entry)
        if len(writes) == writes_before:
            settings.ends_at = time.time() - 1

    sim.on_write = stop_in_time
    with pytest.raises(FirmFailedError, match="is over") as caught:
        FirmRun(firm, limits=settings).run()
    assert caught.value.failure["kind"] == "unavailable"
    assert len(writes) == writes_before, "a write was sent after the end"
    assert not firm.imanage.tokens, "the sign-in was left open"
    FirmRun(firm).run()
    assert is_onboarded(firm)
