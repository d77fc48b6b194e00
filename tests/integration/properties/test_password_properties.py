# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A password is written once, whatever the server tells and whatever gets lost."""

from __future__ import annotations

from typing import Any

import pytest
from helpers import imanage_clients as clients

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user import ensure_user
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user_task import WantedUser
from simulator import Simulator
from simulator.imanage import users as simulated_users
from simulator.seed import Firm


def _always(firm: Firm, user_id: str = "LAWYER1") -> WantedUser:
    return WantedUser(
        user_id=user_id,
        libraries=parse_libraries(list(firm.imanage.libraries)),
        user_password="Another-pretend-password-1",
        update_password="always",
    )


def test_a_server_that_tells_no_moment_is_written_to_once(
    sim: Simulator, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_show = simulated_users.show

    def show(*args: Any, **more: Any) -> dict[str, Any]:
        record = real_show(*args, **more)
        del record["pwd_changed_ts"]
        return record

    monkeypatch.setattr(simulated_users, "show", show)
    firm.imanage.refuse_reused_password = False
    client = clients.client(firm)
    ensure_user(client, WantedUser("LAWYER1", parse_libraries(list(firm.imanage.libraries))), check_mode=False)
    sim.journal.clear()
    outcome = ensure_user(client, _always(firm), check_mode=False)
    assert outcome.converged is True
    assert outcome.extra["password_action"] == "set"
    assert sim.journal.counts()["write"] == (1 if firm.imanage.is_cloud else 2)


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "malformed_json", "bad_gateway"])
def test_a_lost_answer_does_not_write_it_twice(sim: Simulator, kind: str) -> None:
    firm = sim.firm("alder")
    client = clients.client(firm)
    ensure_user(client, WantedUser("LAWYER1", parse_libraries(["ACTIVE", "CLOSED"])), check_mode=False)
    sim.journal.clear()
    sim.faults.add(kind=kind, firm="alder", system="imanage", kind_of_request="write")
    outcome = ensure_user(client, _always(firm), check_mode=False)
    assert (outcome.converged, outcome.plan) == (True, ["Set the password of LAWYER1"])
    assert firm.imanage.passwords["LAWYER1"] == "Another-pretend-password-1"
    assert sim.journal.counts()["effective_writes"] == 1
