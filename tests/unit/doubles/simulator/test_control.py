# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's own interface, which tests, the demo and people use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from unit.doubles.simulator.api import PLAIN, Api

from simulator import Simulator
from simulator.control import describe


@pytest.fixture
def control(sim: Simulator) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.control_url, trust_env=False, verify=PLAIN) as http:
        yield http


def get(control: httpx.Client, path: str) -> Any:
    answer = control.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_inventory_is_what_a_consultant_would_have_written(sim: Simulator, control: httpx.Client) -> None:
    hosts = get(control, "/inventory")["firms"]["hosts"]
    assert set(hosts) == {"alder", "birch"}
    assert hosts["alder"]["firm_name"] == "Alder & Finch LLP"
    assert hosts["alder"]["imanage_url"] == sim.firm("alder").imanage_url
    assert hosts["alder"]["imanage_username"] == "admin@alder.example"
    assert hosts["birch"]["imanage_username"] == "ADMIN"
    assert hosts["alder"]["imanage_customer_id"] == sim.firm("alder").imanage.customer_id
    assert "imanage_customer_id" not in hosts["birch"]
    assert "imanage_client_secret" not in hosts["birch"]
    assert None not in hosts["birch"].values()


def test_the_interface_itself_is_not_noted(sim: Simulator, control: httpx.Client) -> None:
    get(control, "/inventory")
    assert sim.journal.entries() == []


@pytest.mark.parametrize("content", [b"{", b"[]", b'"set_preference"'])
def test_what_is_no_object_in_json_is_refused(control: httpx.Client, content: bytes) -> None:
    assert control.post("/changes", content=content).status_code == 400


def test_what_is_shown_of_a_firm(api: Api) -> None:
    api.create()
    api.change_members("NRTADMIN", "add", "LAWYER1")
    found = describe(api.firm)
    assert set(found) == {"imanage", "legora"}
    assert found["imanage"]["flavour"] == api.tenant.flavour
    assert found["imanage"]["libraries"]["ACTIVE"]["members"]["NRTADMIN"] == ["LAWYER5", "ADMIN", "LAWYER1"]
    assert found["imanage"]["libraries"]["ACTIVE"]["roles"]["LAWYER1"] == "DEFAULT"
    assert "SVC-LEGORA" in [user["id"] for user in found["imanage"]["users"]]
    assert found["legora"]["preferences"] == {"imanage": False, "sharepoint": False}


def test_what_is_shown_has_no_secrets(api: Api, control: httpx.Client) -> None:
    legora = api.firm.legora
    headers = {"authorization": f"Bearer {legora.api_key}"}
    (connector,) = legora.connectors
    secret = "Pretend-connector-password"
    answer = httpx.put(
        f"{api.firm.legora_api_url}/organisation/integrations/{connector}/service-account",
        json={"username": "SVC-LEGORA", "password": secret},
        headers=headers,
        trust_env=False,
        verify=PLAIN,
    )
    assert legora.connectors[connector].service_account is not None, answer.text
    shown = json.dumps(describe(api.firm)) + control.get("/").text
    secrets = [secret, legora.api_key, api.token, api.tenant.client_secret, *api.tenant.passwords.values()]
    secrets += [application["oauth"]["client_secret"] for application in api.tenant.applications]
    assert not [one for one in secrets if one and one in shown]


def test_a_reset_returns_to_the_seed(sim: Simulator, api: Api, control: httpx.Client) -> None:
    before = describe(api.firm)
    url = api.firm.imanage_url
    api.create()
    api.change("LAWYER1", location="London")
    sim.faults.add(kind="echo", firm=api.firm.name, system="imanage", times=0)
    assert control.post("/reset").json() == {}
    after = describe(sim.firm(api.firm.name))
    for state in (before, after):
        for user in state["imanage"]["users"]:
            del user["create_date"], user["edit_date"], user["pwd_changed_ts"]
    assert after == before
    assert api.firm.imanage.tokens == {}
    assert sim.faults.on == []
    assert sim.journal.entries() == []
    assert api.firm.imanage_url == url
    assert [connector.url for connector in api.firm.legora.connectors.values()] == [url]


def test_the_page_for_people(sim: Simulator, control: httpx.Client) -> None:
    sim.firm("alder").imanage.libraries["ACTIVE"].groups["NRTADMIN"].members.append("<b>EVIL</b>")
    answer = control.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Alder &amp; Finch LLP" in answer.text
    assert "cloud, customer" in answer.text
    assert "on_premises, customer 1" in answer.text
    assert "&lt;b&gt;EVIL" in answer.text
    assert "<b>EVIL" not in answer.text
