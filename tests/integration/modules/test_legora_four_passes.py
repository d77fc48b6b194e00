# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every Legora module in four passes: check, apply, apply again, check; with 0, n, 0, 0 writes and exact reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from integration.modules import legora_arguments as arguments
from integration.modules.four_passes import four_passes

from simulator import Simulator
from simulator.seed import Firm
from simulator.state import Connector

Prepare = Callable[[Firm], object]
ACCOUNT = "legora_connector_service_account"
CAPABILITY = "legora_connector_capability"
PREFERENCES = "legora_project_preferences"

# (name, module, what is there before, options, reads when nothing is to be done)
SCENARIOS: list[tuple[str, str, Prepare, Callable[[Firm], dict[str, Any]], int]] = [
    ("give", ACCOUNT, lambda firm: None, arguments.service_account, 3),
    ("replace", ACCOUNT, lambda firm: arguments.store_account(firm, "old@x.example"), arguments.service_account, 3),
    (
        "take away",
        ACCOUNT,
        arguments.store_account,
        lambda firm: arguments.key(firm, state="absent", service_username=arguments.USERNAME.upper()),
        3,
    ),
    ("create", CAPABILITY, lambda firm: None, arguments.capability, 3),
    (
        "add",
        CAPABILITY,
        lambda firm: arguments.store_capability(firm, ["ACTIVE"]),
        lambda firm: arguments.capability(firm, libraries={"add": ["CLOSED", "ACTIVE"]}),
        3,
    ),
    (
        "remove",
        CAPABILITY,
        lambda firm: arguments.store_capability(firm, ["ACTIVE", "CLOSED"]),
        lambda firm: arguments.capability(firm, libraries={"remove": ["CLOSED", "OTHER"]}),
        3,
    ),
    (
        "set",
        CAPABILITY,
        lambda firm: arguments.store_capability(firm, ["CLOSED", "OTHER"]),
        arguments.capability,
        3,
    ),
    (
        "absent",
        CAPABILITY,
        lambda firm: arguments.store_capability(firm, ["ACTIVE"]),
        lambda firm: arguments.key(firm, customer_id="4711", state="absent"),
        3,
    ),
    ("on", PREFERENCES, lambda firm: None, arguments.preferences, 2),
    (
        "off",
        PREFERENCES,
        lambda firm: firm.legora.preferences.update(imanage=True),
        lambda firm: arguments.preferences(firm, imanage=False),
        2,
    ),
]


@pytest.mark.parametrize("page_size", [100, 1])
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: f"{scenario[1]}-{scenario[0]}")
def test_four_passes(sim: Simulator, firm_name: str, scenario: Any, page_size: int) -> None:
    _name, module, prepare, build, unchanged_reads = scenario
    firm = sim.firm(firm_name)
    firm.legora.max_page_size = page_size
    prepare(firm)

    def run(check: bool) -> dict[str, Any]:
        answer = arguments.succeeded(module, build(firm), check=check)
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
