# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every Legora module in four passes: check, apply, apply again, check; with 0, n, 0, 0 writes and exact reads."""

from __future__ import annotations

from typing import Any

import pytest
from integration.modules import legora_arguments as arguments
from integration.modules.four_passes import four_passes
from integration.modules.legora_writes import ACCOUNT, CAPABILITY, PREFERENCES, WRITES, Write

from simulator import Simulator
from simulator.state import Connector


@pytest.mark.parametrize("page_size", [100, 1])
@pytest.mark.parametrize("write", [one for one in WRITES if not one.is_repeated], ids=str)
def test_four_passes(sim: Simulator, firm_name: str, write: Write, page_size: int) -> None:
    firm = sim.firm(firm_name)
    firm.legora.max_page_size = page_size
    write.prepare(firm)
    unchanged_reads = 2 if write.module == PREFERENCES else 3

    def run(check: bool) -> dict[str, Any]:
        answer = arguments.succeeded(write.module, write.options(firm), check=check)
        writes = answer["requests"]["write"]
        assert answer["requests"] == {"read": unchanged_reads + writes, "write": writes, "signin": 0}
        return answer

    assert len(four_passes(sim, firm_name, run, writes=1)) == 1


@pytest.mark.parametrize("module", sorted(arguments.READERS))
@pytest.mark.parametrize("page_size", [100, 1])
def test_info_modules_write_nothing(sim: Simulator, firm_name: str, module: str, page_size: int) -> None:
    firm = sim.firm(firm_name)
    firm.legora.max_page_size = page_size
    for check in (True, False, False, True):
        answer = arguments.succeeded(module, arguments.key(firm), check=check)
        assert not answer["changed"]
    assert sim.journal.counts()["write"] == 0


def test_exact_requests_of_info_modules(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.legora.connectors["int_2"] = Connector("int_2", "https://imanage.alder.example", status="disabled")
    for module, more, reads in (
        ("legora_connector_info", {"details": False}, 2),
        ("legora_connector_info", {}, 6),
        ("legora_connector_info", {"connector_id": "int_2"}, 4),
        ("legora_project_preferences_info", {}, 2),
    ):
        answer = arguments.succeeded(module, arguments.key(firm, **more))
        assert answer["requests"] == {"read": reads, "write": 0, "signin": 0}


def test_dry_run_of_an_empty_tenant_says_pending(sim: Simulator) -> None:
    firm = sim.firm("alder")
    account = arguments.succeeded(ACCOUNT, arguments.service_account(firm), check=True)
    assert account["service_account"] == {
        "connector_id": "int_alder",
        "username": arguments.USERNAME,
        "status": None,
        "updated_at": None,
        "pending": True,
    }
    assert (account["password_action"], account["password_checked_by"]) == ("set", "none")
    capability = arguments.succeeded(CAPABILITY, arguments.capability(firm), check=True)["capability"]
    assert (capability["id"], capability["pending"]) == (None, True)
    assert capability["library_ids"] == ["ACTIVE", "CLOSED"]


@pytest.mark.parametrize("page_size", [100, 1])
def test_all_pages_are_read(sim: Simulator, page_size: int) -> None:
    """The capability and the connector that matter stand last, behind pages of others."""
    firm = sim.firm("alder")
    firm.legora.max_page_size = page_size
    own = firm.legora.connectors.pop("int_alder")
    for number in range(4):
        firm.legora.connectors[f"dms_{number}"] = Connector(f"dms_{number}", "", type="sharepoint")
    firm.legora.connectors["int_alder"] = own
    for number in range(4):
        arguments.store_capability(firm, ["X"], customer_id=str(number))
    arguments.store_capability(firm, ["CLOSED", "ACTIVE"])
    answer = arguments.run(CAPABILITY, arguments.capability(firm))
    assert not answer["changed"]
    assert len(answer["warnings"]) == 4
    limits = [entry.query.get("limit") for entry in sim.journal.entries() if entry.path.endswith("capabilities")]
    assert limits == ["100"] * (5 if page_size == 1 else 1)
