# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is refused before anything is written: wrong firms, wrong keys, and connectors that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest
from integration.modules import legora_arguments as arguments

from simulator import Simulator
from simulator.state import Connector

EVERYTHING = {**arguments.WRITERS, **arguments.READERS}
CONNECTOR_MODULES = ("legora_connector_service_account", "legora_connector_capability")


@pytest.fixture(params=sorted(EVERYTHING))
def module(request: pytest.FixtureRequest) -> str:
    """Run a test with every Legora module."""
    name: str = request.param
    return name


@pytest.fixture(params=CONNECTOR_MODULES)
def connector_module(request: pytest.FixtureRequest) -> str:
    """Run a test with every module that needs a connector."""
    name: str = request.param
    return name


def _run(sim: Simulator, module: str, check: bool = False, **more: Any) -> dict[str, Any]:
    return arguments.run(module, {**EVERYTHING[module](sim.firm("alder")), **more}, check=check)


@pytest.mark.parametrize("check", [True, False])
def test_key_of_another_organisation(sim: Simulator, module: str, check: bool) -> None:
    answer = _run(sim, module, check=check, organisation="Cedar Nguyen Partners")
    arguments.refused(sim, answer, "tenant_mismatch", "Cedar Nguyen Partners", "org_alder", "nothing was written")
    assert sim.journal.counts()["total"] == 1


@pytest.mark.parametrize("organisation", ["org_alder", "  alder & FINCH llp ", "Alder & Finch LLP"])
def test_own_organisation_by_id_or_name(sim: Simulator, organisation: str) -> None:
    assert "failure" not in _run(sim, "legora_project_preferences_info", organisation=organisation)


@pytest.mark.parametrize("organisation", ["ORG_ALDER", "org_alder ORG", "Alder"])
def test_nearly_the_own_organisation(sim: Simulator, organisation: str) -> None:
    arguments.refused(sim, _run(sim, "legora_project_preferences", organisation=organisation), "tenant_mismatch")


@pytest.mark.parametrize("organisation", ["", " "])
def test_blank_organisation_is_none(sim: Simulator, organisation: str) -> None:
    answer = _run(sim, "legora_project_preferences", organisation=organisation)
    arguments.missing(sim, answer, "organisation (legora_organisation)")


def test_region_of_the_answer_has_to_be_the_firms(sim: Simulator, module: str) -> None:
    sim.firm("alder").legora.region = "eu"
    answer = _run(sim, module, region="us")
    arguments.refused(sim, answer, "tenant_mismatch", "region eu", "us")


def test_key_of_another_region_is_unknown(sim: Simulator, module: str) -> None:
    answer = _run(sim, module, api_url=sim.firm("birch").legora_api_url)
    arguments.refused(sim, answer, "auth", "Unknown API key", "legora_region")
    assert answer["failure"]["http_status"] == 401
    assert answer["failure"]["server_code"] == "unauthorized"
    assert answer["requests"]["read"] == 1, "a refused key was sent again"


def test_wrong_key(sim: Simulator, module: str) -> None:
    arguments.refused(sim, _run(sim, module, api_key="wrong-pretend-key"), "auth", "legora_api_key")


@pytest.mark.parametrize("api_key", ["two\nlines-of-pretend", "pretend-kéy-abc"])
def test_unusable_key_is_never_sent(sim: Simulator, api_key: str) -> None:
    answer = arguments.run("legora_project_preferences_info", arguments.key(sim.firm("alder"), api_key=api_key))
    arguments.refused(sim, answer, "validation", "API key")
    assert sim.journal.counts()["total"] == 0


def test_blank_key_is_none(sim: Simulator) -> None:
    answer = arguments.run("legora_project_preferences_info", arguments.key(sim.firm("alder"), api_key="  "))
    arguments.missing(sim, answer, "api_key (legora_api_key)")


def test_line_end_after_the_key_is_forgiven(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.succeeded("legora_project_preferences_info", arguments.key(firm, api_key=f"{firm.legora.api_key}\n"))


@pytest.mark.parametrize("module", sorted(arguments.WRITERS))
def test_key_without_the_admin_role_reads_but_does_not_write(sim: Simulator, module: str) -> None:
    sim.firm("alder").legora.key_role = "Auditor"
    assert _run(sim, module, check=True)["changed"]
    answer = _run(sim, module)
    assert answer["failure"]["kind"] == "permission"
    assert "Admin" in answer["failure"]["hint"]
    assert answer["failure"]["correlation_id"], "the answer's request ID is missing"
    assert answer["plan"] == []
    assert sim.journal.counts()["effective_writes"] == 0
    assert sim.journal.counts()["write"] == 1, "a refused write was sent again"


@pytest.mark.parametrize("check", [True, False])
def test_no_connector(sim: Simulator, connector_module: str, check: bool) -> None:
    firm = sim.firm("alder")
    firm.legora.connectors.clear()
    arguments.refused(sim, _run(sim, connector_module, check=check), "unsupported", "270088")
    firm.legora.connectors["dms"] = Connector("dms", "", type="sharepoint")
    arguments.refused(sim, _run(sim, connector_module, connector_id="dms"), "unsupported", "270088")


@pytest.mark.parametrize("status", ["disabled", "pending"])
def test_connector_that_is_not_enabled(sim: Simulator, connector_module: str, status: str) -> None:
    sim.firm("alder").legora.connectors["int_alder"].status = status
    arguments.refused(sim, _run(sim, connector_module, check=True), "unsupported", "int_alder", status, "270088")


def test_several_connectors(sim: Simulator, connector_module: str) -> None:
    firm = sim.firm("alder")
    firm.legora.connectors["int_2"] = Connector("int_2", "https://imanage.alder.example")
    answer = _run(sim, connector_module)
    arguments.refused(sim, answer, "conflict", "int_alder", "int_2", "legora_connector_id")
    assert _run(sim, connector_module, connector_id="int_2")["changed"]
    assert firm.legora.connectors["int_alder"].service_account is None
    assert firm.legora.connectors["int_alder"].capabilities == []


def test_unknown_connector(sim: Simulator, connector_module: str) -> None:
    answer = _run(sim, connector_module, connector_id="INT_ALDER")
    arguments.refused(sim, answer, "not_found", "INT_ALDER", "int_alder", "legora_connector_id")


@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [("html_page", 200, "unexpected"), ("html_page", 404, "unsupported"), ("redirect", 0, "unexpected")],
)
def test_something_else_answers_in_the_place_of_legora(
    sim: Simulator, module: str, fault: str, status: int, kind: str
) -> None:
    sim.faults.add(kind=fault, firm="alder", system="legora", times=0, status=status)
    arguments.refused(sim, _run(sim, module), kind)


def test_a_proxys_404_does_not_mean_that_there_is_no_account(sim: Simulator) -> None:
    arguments.store_account(sim.firm("alder"))
    sim.faults.add(
        kind="html_page", firm="alder", system="legora", times=0, status=404, path_contains="service-account"
    )
    arguments.refused(sim, _run(sim, "legora_connector_service_account"), "unexpected", "proxy")


def test_short_overload_is_waited_out(sim: Simulator, module: str) -> None:
    sim.faults.add(kind="rate_limit", firm="alder", system="legora", seconds=0)
    sim.faults.add(kind="unavailable", firm="alder", system="legora", path_contains="preferences")
    assert "failure" not in _run(sim, module)


def test_plain_http_is_refused(sim: Simulator) -> None:
    answer = _run(sim, "legora_project_preferences", api_url="http://api.eu.legora.com/api/v1")
    arguments.refused(sim, answer, "validation", "https://")
