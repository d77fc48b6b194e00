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


@pytest.fixture
def control(sim: Simulator) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=sim.control_url, trust_env=False, verify=PLAIN) as http:
        yield http


def get(control: httpx.Client, path: str, **params: str) -> Any:
    answer = control.get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_health(control: httpx.Client) -> None:
    assert get(control, "/health") == {"firms": 2}


def test_urls(sim: Simulator, control: httpx.Client) -> None:
    found = get(control, "/urls")
    assert found["control"] == sim.control_url
    assert set(found["firms"]) == {"alder", "birch"}
    assert found["firms"]["alder"] == {
        "imanage_url": sim.firm("alder").imanage_url,
        "legora_api_url": sim.firm("alder").legora_api_url,
    }
    urls = [url for firm in found["firms"].values() for url in firm.values()]
    assert all(url.startswith("http://127.0.0.1:") for url in [found["control"], *urls])
    assert len(set(urls)) == 4


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


def test_the_journal(sim: Simulator, control: httpx.Client, cloud: Api, on_premises: Api) -> None:
    cloud.get("/api")
    assert [entry["path"] for entry in get(control, "/journal")] == ["/auth/oauth2/token"] * 2 + ["/api"]
    assert len(get(control, "/journal", firm="birch")) == 1
    assert get(control, "/journal/counts") == {"read": 1, "write": 0, "signin": 2, "effective_writes": 0, "total": 3}
    assert get(control, "/journal/counts", firm="birch")["total"] == 1
    assert control.delete("/journal").json() == {}
    assert get(control, "/journal") == []


def test_the_interface_itself_is_not_noted(sim: Simulator, control: httpx.Client) -> None:
    get(control, "/state", firm="alder")
    get(control, "/health")
    assert sim.journal.entries() == []


def test_the_state(api: Api, control: httpx.Client) -> None:
    api.create()
    api.change_members("NRTADMIN", "add", "LAWYER1")
    found = get(control, "/state", firm=api.firm.name)
    assert set(found) == {"imanage", "legora"}
    assert found["imanage"]["flavour"] == api.tenant.flavour
    assert found["imanage"]["libraries"]["ACTIVE"]["members"]["NRTADMIN"] == ["LAWYER5", "ADMIN", "LAWYER1"]
    assert found["imanage"]["libraries"]["ACTIVE"]["roles"]["LAWYER1"] == "DEFAULT"
    assert "SVC-LEGORA" in [user["id"] for user in found["imanage"]["users"]]
    assert found["legora"]["preferences"] == {"imanage": False, "sharepoint": False}


def test_the_state_has_no_secrets(api: Api, control: httpx.Client) -> None:
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
    shown = json.dumps(get(control, "/state", firm=api.firm.name)) + control.get("/").text
    secrets = [secret, legora.api_key, api.token, api.tenant.client_secret, *api.tenant.passwords.values()]
    secrets += [application["oauth"]["client_secret"] for application in api.tenant.applications]
    assert not [one for one in secrets if one and one in shown]


def test_a_reset_returns_to_the_seed(sim: Simulator, api: Api, control: httpx.Client) -> None:
    before = get(control, "/state", firm=api.firm.name)
    url = api.firm.imanage_url
    api.create()
    api.change("LAWYER1", location="London")
    sim.faults.add(kind="echo", firm=api.firm.name, system="imanage", times=0)
    assert control.post("/reset").json() == {}
    after = get(control, "/state", firm=api.firm.name)
    for state in (before, after):
        for user in state["imanage"]["users"]:
            del user["create_date"], user["edit_date"], user["pwd_changed_ts"]
    assert after == before
    assert api.firm.imanage.tokens == {}
    assert get(control, "/faults") == []
    assert get(control, "/journal") == []
    assert api.firm.imanage_url == url
    assert [connector.url for connector in api.firm.legora.connectors.values()] == [url]


def test_faults(sim: Simulator, api: Api, control: httpx.Client) -> None:
    given = {"kind": "html_page", "firm": api.firm.name, "system": "imanage", "status": 403, "times": 2}
    added = control.post("/faults", json=given)
    assert added.status_code == 200
    assert {**added.json(), **given} == added.json()
    assert api.get("/api").status_code == 403
    (shown,) = get(control, "/faults")
    assert (shown["seen"], shown["struck"]) == (1, 1)
    assert control.delete("/faults").json() == {}
    assert get(control, "/faults") == []
    assert api.get("/api").status_code == 200


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "unheard_of", "firm": "alder", "system": "imanage"},
        {"kind": "echo", "firm": "aldre", "system": "imanage"},
        {"kind": "echo", "firm": "alder", "system": "elsewhere"},
        {"kind": "echo", "firm": "alder"},
        {"kind": "echo", "firm": "alder", "system": "imanage", "often": 2},
        [],
        "echo",
    ],
)
def test_a_fault_that_is_none_is_refused(control: httpx.Client, fault: Any) -> None:
    answer = control.post("/faults", json=fault)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert get(control, "/faults") == []


def test_the_clock(sim: Simulator, control: httpx.Client) -> None:
    before = sim.clock.now()
    answer = control.post("/clock", json={"advance": 3600})
    assert answer.status_code == 200
    assert 3600 <= sim.clock.now() - before < 7200
    assert answer.json()["now"].endswith("Z")


@pytest.mark.parametrize(
    "body", [{}, {"advance": "soon"}, {"advance": -1}, {"advance": None}, {"advance": 1, "x": 2}, []]
)
def test_the_clock_goes_forward_only(sim: Simulator, control: httpx.Client, body: Any) -> None:
    before = sim.clock._ahead
    answer = control.post("/clock", json=body)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert sim.clock._ahead == before


@pytest.mark.parametrize("path", ["/faults", "/clock"])
def test_what_is_not_json_is_refused(control: httpx.Client, path: str) -> None:
    assert control.post(path, content=b"{").status_code == 400


@pytest.mark.parametrize("path", ["/state", "/journal", "/journal/counts"])
def test_an_unknown_firm_is_told(control: httpx.Client, path: str) -> None:
    answer = control.get(path, params={"firm": "aldre"})
    assert answer.status_code == 404
    assert "alder" in answer.json()["error"]


def test_the_state_is_of_one_firm(control: httpx.Client) -> None:
    assert control.get("/state").status_code == 422


def test_the_page_for_people(sim: Simulator, control: httpx.Client) -> None:
    sim.firm("alder").imanage.libraries["ACTIVE"].groups["NRTADMIN"].members.append("<b>EVIL</b>")
    answer = control.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Alder &amp; Finch LLP" in answer.text
    assert "cloud, customer" in answer.text
    assert "on_premises, customer 1" in answer.text
    assert "&lt;b&gt;EVIL" in answer.text
    assert "<b>EVIL" not in answer.text
