# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server without a call that onboarding relies on: it is told before anything is written, with no trace left.

In this process, which does what the playbook does.
"""

from __future__ import annotations

import pytest
from helpers.both_systems import set_up, state, writes

from player import FirmFailedError
from simulator import Simulator

NEEDED = ("GET L/groups", "GET L/operations", "GET L/users/{user}/groups")


@pytest.mark.parametrize(
    ("name", "call"),
    [
        *((name, call) for name in ("alder", "birch") for call in NEEDED),
        # Where each library has users of its own, and where they are global.
        ("birch", "GET L/users/{user}"),
        ("alder", "GET C/users/{user}"),
    ],
)
def test_server_without_a_call_is_told_before_anything_is_written(sim: Simulator, name: str, call: str) -> None:
    firm = sim.firm(name)
    firm.imanage.absent_calls += (call,)
    with pytest.raises(FirmFailedError, match="iManage"):
        set_up(firm)
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert state(firm).password is None
    assert not firm.imanage.tokens


@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.parametrize("call", ["GET L/groups/{group}/members", "GET C/apps", "GET L/users", "GET C/users"])
def test_server_without_a_call_that_nothing_depends_on_is_onboarded(sim: Simulator, name: str, call: str) -> None:
    firm = sim.firm(name)
    firm.imanage.absent_calls += (call,)
    set_up(firm)
    assert (state(firm).legora_status, state(firm).preference) == ("active", True)
