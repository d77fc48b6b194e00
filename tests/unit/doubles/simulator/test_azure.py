# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azure App Proxy in front of a firm, as far as it can be seen from outside."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from unit.doubles.simulator.api import Api

from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm

MARKS = {"x-ms-proxy-app-id", "x-ms-proxy-transaction-id", "x-ms-proxy-connector-id"}


def marks(answer: httpx.Response) -> set[str]:
    return {name for name in answer.headers if name.startswith("x-ms-proxy")}


def test_what_came_through_it_is_marked(api: Api) -> None:
    assert marks(api.get("/api")) == set()
    api.tenant.app_proxy = {}
    for answer in (api.get("/api"), api.get("/nowhere"), api.try_sign_in("LAWYER1", "x")):
        assert marks(answer) == MARKS
    assert api.get("/api").status_code == 200


@pytest.mark.parametrize(
    ("proxy", "status", "connector"),
    [
        ({"error": "EmptyConnectorGroup"}, 504, False),
        ({"error": "BackendTimeOut"}, 504, True),
        ({"error": "BackendUnreachable", "status": 502}, 502, True),
    ],
)
def test_what_did_not_says_why(sim: Simulator, api: Api, proxy: dict[str, Any], status: int, connector: bool) -> None:
    api.tenant.app_proxy = proxy
    answer = api.get("/api")
    assert (answer.status_code, answer.headers["x-ms-proxy-error-details"]) == (status, proxy["error"])
    assert ("x-ms-proxy-connector-id" in answer.headers) is connector
    assert sim.journal.entries(api.firm.name)[-1].status == status
    mutations = api.tenant.mutations
    assert api.create().status_code == status
    assert api.tenant.mutations == mutations


def test_the_seed_names_it(sim: Simulator) -> None:
    firm = Firm({"name": "elm", "flavour": "on_premises", "app_proxy": {"error": "x"}}, sim.clock)
    assert firm.imanage.app_proxy == {"error": "x"}
    firm.imanage.app_proxy.clear()
    firm.reset()
    assert firm.imanage.app_proxy == {"error": "x"}
    assert host_variables(firm)["imanage_exposure"] == "azure_app_proxy"
    assert host_variables(sim.firm("birch"))["imanage_exposure"] == "direct"
