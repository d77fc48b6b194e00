# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connectors as they are read, and the project preferences."""

from __future__ import annotations

import pytest
from integration.modules import legora_arguments as arguments

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.list_budget import ListLimits
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api import client as client_module
from simulator import Simulator
from simulator.state import Connector

CONNECTORS = "legora_connector_info"
PREFERENCES = "legora_project_preferences"


def test_connectors_with_account_and_capabilities(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_account(firm)
    arguments.store_capability(firm, ["ACTIVE"])
    firm.legora.connectors["int_2"] = Connector("int_2", "https://imanage.alder.example", status="disabled")
    firm.legora.connectors["dms"] = Connector("dms", "https://sharepoint.example", type="sharepoint")
    first, second = arguments.succeeded(CONNECTORS, arguments.key(firm))["connectors"]
    assert (first["id"], first["type"], first["status"], first["enabled"]) == ("int_alder", "imanage", "enabled", True)
    assert first["url"] == firm.imanage_url
    assert first["service_account"]["username"] == arguments.USERNAME
    assert set(first["service_account"]) == {"username", "status", "updated_at"}
    assert [one["library_ids"] for one in first["capabilities"]] == [["ACTIVE"]]
    assert (second["id"], second["enabled"]) == ("int_2", False)
    assert (second["service_account"], second["capabilities"]) == (None, [])


def test_without_details_nothing_is_said_of_them(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_account(firm)
    (connector,) = arguments.succeeded(CONNECTORS, arguments.key(firm, details=False))["connectors"]
    assert (connector["service_account"], connector["capabilities"]) == (None, None)


def test_connector_id_narrows(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.legora.connectors["int_2"] = Connector("int_2", "https://imanage.alder.example", status="disabled")
    for connector_id, expected in (("int_2", ["int_2"]), (" int_2 ", ["int_2"]), ("nothing", []), (" ", None)):
        found = arguments.succeeded(CONNECTORS, arguments.key(firm, connector_id=connector_id))["connectors"]
        assert [one["id"] for one in found] == (expected if expected is not None else ["int_alder", "int_2"])


def test_require_usable(sim: Simulator) -> None:
    firm = sim.firm("alder")
    given = arguments.key(firm, require_usable=True, details=False)
    assert [one["id"] for one in arguments.succeeded(CONNECTORS, given)["connectors"]] == ["int_alder"]
    firm.legora.connectors["int_2"] = Connector("int_2", "https://imanage.alder.example", status="disabled")
    arguments.refused(sim, arguments.run(CONNECTORS, given), "conflict", "int_alder", "int_2")
    arguments.refused(sim, arguments.run(CONNECTORS, {**given, "connector_id": "int_2"}), "unsupported", "270088")
    arguments.refused(sim, arguments.run(CONNECTORS, {**given, "connector_id": "nothing"}), "not_found", "int_alder")
    firm.legora.connectors.clear()
    arguments.refused(sim, arguments.run(CONNECTORS, given, check=True), "unsupported", "270088")


def test_another_host_is_a_warning(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.succeeded(CONNECTORS, arguments.key(firm, expected_url=firm.imanage_url))
    answer = arguments.run(CONNECTORS, arguments.key(firm, expected_url="https://imanage.alder.example"))
    assert "failure" not in answer
    assert "imanage.alder.example" in answer["warnings"][0]
    assert "127.0.0.1" in answer["warnings"][0]


def test_a_list_without_end_is_given_up(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    firm = sim.firm("alder")
    firm.legora.max_page_size = 1
    for number in range(5):
        firm.legora.connectors[f"dms_{number}"] = Connector(f"dms_{number}", "x" * 1000, type="sharepoint")
    monkeypatch.setattr(client_module, "LIST_LIMITS", ListLimits(mib=2 / 1024))
    answer = arguments.run(CONNECTORS, arguments.key(firm))
    arguments.refused(sim, answer, "unexpected", "list the integrations", "did not end within")
    assert answer["requests"]["read"] == 4, "the organisation, a short page and two long ones"


def test_unusable_expected_url(sim: Simulator) -> None:
    answer = arguments.run(CONNECTORS, arguments.key(sim.firm("alder"), expected_url="imanage.alder.example"))
    arguments.refused(sim, answer, "validation", "expected_url")


def test_connector_with_an_unreadable_url_is_still_listed(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.connector.url = "https://[half"
    arguments.succeeded(CONNECTORS, arguments.key(firm, expected_url=firm.imanage_url))


def test_other_sources_of_projects_are_left_alone(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.legora.preferences = {"imanage": False, "sharepoint": True, "manual": False}
    answer = arguments.succeeded(PREFERENCES, arguments.preferences(firm))
    assert answer["preferences"]["create_projects_from"] == {"imanage": True, "sharepoint": True, "manual": False}
    assert answer["diff"]["after"] == {"create_projects_from": {"imanage": True}}
    assert firm.legora.preferences == {"imanage": True, "sharepoint": True, "manual": False}
    answer = arguments.succeeded(PREFERENCES, arguments.preferences(firm, imanage=False))
    assert answer["plan"] == ["Stop creating projects from iManage"]
    assert firm.legora.preferences == {"imanage": False, "sharepoint": True, "manual": False}


@pytest.mark.parametrize("preferences", [{}, {"sharepoint": True}, {"iManage": False}, {"imanage": None}])
@pytest.mark.parametrize("check", [True, False])
def test_preference_that_legora_does_not_tell(sim: Simulator, preferences: dict[str, bool], check: bool) -> None:
    firm = sim.firm("alder")
    firm.legora.preferences = preferences
    answer = arguments.run(PREFERENCES, arguments.preferences(firm), check=check)
    arguments.refused(sim, answer, "unsupported", "imanage", "create_projects_from")


@pytest.mark.parametrize("given", [{}, {"imanage": True, "sharepoint": True}, {"sharepoint": True}])
def test_only_imanage_can_be_named(sim: Simulator, given: dict[str, bool]) -> None:
    answer = arguments.run(PREFERENCES, arguments.key(sim.firm("alder"), create_projects_from=given))
    assert answer["failed"]
    assert sim.journal.counts()["total"] == 0
