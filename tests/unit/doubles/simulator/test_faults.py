# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault does what it says, when it is meant to, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote_plus

import httpx
import pytest
from unit.doubles.simulator.api import PLAIN, Api, refused

from simulator import Simulator, running
from simulator.faults import KINDS, Fault, Faults
from simulator.seed import Firm
from simulator.state import StoredServiceAccount


def switch_on(sim: Simulator, kind: str, **more: Any) -> Fault:
    return sim.faults.add(**{"kind": kind, "firm": "alder", "system": "imanage", **more})


def members(api: Api) -> list[str]:
    return api.tenant.libraries["ACTIVE"].groups["NRTADMIN"].members


def add(api: Api) -> httpx.Response:
    return api.change_members("NRTADMIN", "add", "LAWYER1")


def last(sim: Simulator) -> Any:
    return sim.journal.entries()[-1]


@pytest.fixture
def api(cloud: Api) -> Iterator[Api]:
    """Return access to the cloud firm; faults do not depend on the kind of firm."""
    yield cloud
    assert set(members(cloud)) <= {"LAWYER5", "ADMIN", "LAWYER1"}


# What each does


@pytest.mark.parametrize(
    ("kind", "status"), [("rate_limit", 429), ("bad_gateway", 502), ("unavailable", 503), ("gateway_timeout", 504)]
)
def test_a_refusal_before_it_took_effect(sim: Simulator, api: Api, kind: str, status: int) -> None:
    switch_on(sim, kind)
    answer = add(api)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "LAWYER1" not in members(api)
    assert (last(sim).fault, last(sim).took_effect, last(sim).status) == (kind, False, status)
    assert add(api).status_code == 200, "it struck twice"


@pytest.mark.parametrize(
    ("given", "header", "value"),
    [
        ({}, "x-ratelimit-retryafter", "0"),
        ({"seconds": 7}, "x-ratelimit-retryafter", "7"),
        ({"seconds": 7.5, "header": "x-ratelimit-reset"}, "x-ratelimit-reset", "7.5"),
        ({"seconds": 120, "header": "Retry-After"}, "retry-after", "120"),
    ],
)
def test_a_rate_limit_names_the_wait(sim: Simulator, api: Api, given: dict[str, Any], header: str, value: str) -> None:
    switch_on(sim, "rate_limit", **given)
    answer = api.get("/api")
    assert answer.headers[header] == value
    assert sum(name in answer.headers for name in ("x-ratelimit-retryafter", "x-ratelimit-reset", "retry-after")) == 1


def test_a_dropped_connection_before_it_took_effect(sim: Simulator, api: Api) -> None:
    switch_on(sim, "drop_before")
    with pytest.raises(httpx.TransportError):
        add(api)
    assert "LAWYER1" not in members(api)
    assert (last(sim).fault, last(sim).took_effect, last(sim).status) == ("drop_before", False, None)


def test_a_dropped_connection_after_it_took_effect(sim: Simulator, api: Api) -> None:
    switch_on(sim, "drop_after")
    with pytest.raises(httpx.TransportError):
        add(api)
    assert "LAWYER1" in members(api)
    assert (last(sim).fault, last(sim).took_effect, last(sim).status) == ("drop_after", True, 200)


def test_an_error_after_it_took_effect(sim: Simulator, api: Api) -> None:
    switch_on(sim, "error_after")
    refused(add(api), 500, "NRC_INTERNAL_ERROR")
    assert "LAWYER1" in members(api)
    assert (last(sim).fault, last(sim).took_effect, last(sim).status) == ("error_after", True, 500)


def test_an_error_of_legora_after_it_took_effect(sim: Simulator, api: Api) -> None:
    """In its own envelope, with the request's ID, and with a body where success has none."""
    firm = api.firm
    connector = firm.connector
    connector.service_account = StoredServiceAccount("svc@alder.example", "Pretend-password-1", firm.clock.iso())
    sim.faults.add(kind="error_after", firm=firm.name, system="legora")
    answer = httpx.delete(
        f"{firm.legora_api_url}/organisation/integrations/{connector.id}/service-account",
        headers={"Authorization": f"Bearer {firm.legora.api_key}", "X-Request-Id": "req-9"},
    )
    assert (answer.status_code, answer.headers["x-request-id"]) == (500, "req-9")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["error"]["code"] == "internal_error"
    assert connector.service_account is None
    assert (last(sim).took_effect, last(sim).status) == (True, 500)


def test_a_broken_answer_after_it_took_effect(sim: Simulator, api: Api) -> None:
    switch_on(sim, "malformed_json")
    answer = add(api)
    assert answer.status_code == 200
    with pytest.raises(ValueError, match=r"\S"):
        answer.json()
    assert "LAWYER1" in members(api)
    assert last(sim).took_effect is True


@pytest.mark.parametrize("status", [200, 403, 503])
def test_a_page_of_a_proxy(sim: Simulator, api: Api, status: int) -> None:
    switch_on(sim, "html_page", status=status)
    answer = add(api)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "LAWYER1" not in members(api)


def test_a_redirect(sim: Simulator, api: Api) -> None:
    switch_on(sim, "redirect")
    answer = add(api)
    assert (answer.status_code, answer.headers["location"]) == (302, "https://sign-in.example/")
    assert "LAWYER1" not in members(api)


def test_an_echo_repeats_everything_that_was_sent(sim: Simulator, api: Api) -> None:
    switch_on(sim, "echo", times=2)
    answer = add(api)
    assert answer.status_code == 500
    token, body, *headers = [message["code_message"] for message in answer.json()["error"]["messages"]]
    assert token == f"x-auth-token: {api.token}"
    assert json.loads(body)["data"] == ["LAWYER1"]
    assert "content-type: application/json" in headers
    assert "LAWYER1" not in members(api)
    refused = api.try_sign_in().json()
    assert refused["error"] == "server_error"
    assert quote_plus(api.form()["password"]) in refused["error_description"]


def test_an_echo_of_legora_is_in_its_own_words(sim: Simulator, api: Api) -> None:
    sim.faults.add(kind="echo", firm="alder", system="legora")
    key = f"Bearer {api.firm.legora.api_key}"
    answer = httpx.get(f"{api.firm.legora_api_url}/organisation", headers={"Authorization": key})
    assert answer.status_code == 500
    assert answer.json()["error"]["details"][0] == f"authorization: {key}"


def test_a_latency_delays_an_answer_that_is_good(sim: Simulator, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    real_sleep = asyncio.sleep

    async def sleep(seconds: float, *more: Any) -> None:
        waits.append(seconds)
        await real_sleep(0 if seconds > 1 else seconds)

    switch_on(sim, "latency", seconds=17.25)
    monkeypatch.setattr("simulator.striking.asyncio.sleep", sleep)
    assert add(api).status_code == 200
    assert 17.25 in waits
    assert "LAWYER1" in members(api)
    assert last(sim).fault == "latency"


def test_a_trickle_sends_a_good_answer_byte_by_byte(sim: Simulator, api: Api) -> None:
    whole = api.get("/api").content
    switch_on(sim, "trickle", seconds=0.0001)
    with api.http.stream("GET", "/api", headers={"x-auth-token": api.token}) as answer:
        assert "content-length" not in answer.headers
        pieces = list(answer.iter_raw())
    assert b"".join(pieces) == whole
    assert len(pieces) > 10


def test_a_trickling_head_comes_byte_by_byte_and_the_answer_is_good(sim: Simulator, api: Api) -> None:
    whole = api.get("/api")
    switch_on(sim, "trickle_head", seconds=0.0001)
    request = f"GET /api HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {api.token}\r\n\r\n"
    pieces = []
    with socket.create_connection(("127.0.0.1", httpx.URL(api.firm.imanage_url).port)) as raw:
        raw.sendall(request.encode())
        while piece := raw.recv(4096):
            pieces.append(piece)
    head, body = b"".join(pieces).split(b"\r\n\r\n", 1)
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert body == whole.content
    assert len(pieces) > 10


@pytest.mark.parametrize("kind", ["trickle", "trickle_head", "silence"])
def test_a_client_that_hangs_up_is_noticed(sim: Simulator, api: Api, kind: str) -> None:
    fault = switch_on(sim, kind, seconds=0.1 if "trickle" in kind else 60)
    with pytest.raises(httpx.TransportError), api.http.stream("GET", "/api", timeout=0.05) as answer:
        answer.read()
    for _wait in range(500):
        if fault.hung_up:
            break
        time.sleep(0.01)
    assert fault.hung_up == 1


def test_a_trickle_ends_when_the_client_has_gone(capfd: pytest.CaptureFixture[str]) -> None:
    """Otherwise it is cut off when the simulator ends, which uvicorn reports as an error."""
    with running({"firms": [{"name": "alder"}]}) as sim, Api(sim.firm("alder")) as api:
        switch_on(sim, "trickle", seconds=0.1)
        with api.http.stream("GET", "/api") as answer:
            next(answer.iter_raw(1))
    assert capfd.readouterr().err == ""


def test_a_silence_ends_without_an_answer(sim: Simulator, api: Api) -> None:
    switch_on(sim, "silence", seconds=0.01)
    with pytest.raises(httpx.TransportError):
        add(api)
    assert "LAWYER1" not in members(api)
    assert (last(sim).status, last(sim).took_effect) == (None, False)


def test_an_expiry_ends_all_sign_ins(sim: Simulator, api: Api) -> None:
    switch_on(sim, "token_expiry")
    refused(add(api), 401, "NRC_NOT_AUTHENTICATED")
    assert api.tenant.tokens == {}
    api.sign_in()
    assert add(api).status_code == 200


def test_an_expiry_at_legora_refuses_its_key_once(sim: Simulator, api: Api) -> None:
    firm = api.firm
    sim.faults.add(kind="token_expiry", firm=api.firm.name, system="legora")
    statuses = [
        httpx.get(f"{firm.legora_api_url}/organisation", headers={"Authorization": f"Bearer {firm.legora.api_key}"})
        for _again in range(2)
    ]
    assert [answer.status_code for answer in statuses] == [401, 200]
    assert statuses[0].json()["error"]["code"] == "unauthorized"


def test_a_crash_of_the_simulator_is_no_answer_of_a_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of faults would take it for one, since the client sees status 500."""

    def one_request() -> None:
        with running({"firms": [{"name": "alder"}]}) as sim:
            monkeypatch.setattr(sim, "_serve", None)
            assert httpx.get(f"{sim.firm('alder').imanage_url}/api", trust_env=False).status_code == 500

    with pytest.raises(RuntimeError, match="crashed 1 times"):
        one_request()


def test_a_write_may_have_no_effect(sim: Simulator, api: Api) -> None:
    """It answers as ever, also when it is asked again, and nothing of it can be read afterwards."""
    switch_on(sim, "no_effect", firm=api.firm.name, kind_of_request="write", times=0)
    answers = [
        add(api),
        add(api),
        api.create(),
        api.change("LAWYER1", location="London", user_password="Pretend-pw-0001"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 201, 200]
    assert answers[-1].json()["data"]["location"] == "London"
    assert members(api) == ["LAWYER5", "ADMIN"]
    assert api.ids(f"{api.lib()}/groups/NRTADMIN/members") == ["LAWYER5", "ADMIN"]
    refused(api.get(f"{api.c}/users/SVC-LEGORA"), 404, "NRC_NO_USER")
    assert api.data(f"{api.c}/users/LAWYER1")["location"] == ""
    assert api.try_sign_in("LAWYER1").status_code == 200
    assert not any(entry.took_effect for entry in sim.journal.entries(kind="write"))
    assert {entry.fault for entry in sim.journal.entries(kind="write")} == {"no_effect"}
    sim.faults.clear()
    assert add(api).status_code == 200
    assert "LAWYER1" in members(api)


def test_a_write_at_legora_may_have_no_effect(sim: Simulator, firm: Firm) -> None:
    switch_on(sim, "no_effect", firm=firm.name, system="legora", kind_of_request="write")
    headers = {"authorization": f"Bearer {firm.legora.api_key}"}
    url = f"{firm.legora_api_url}/organisation/projects/preferences"
    for effect in (False, True):
        answer = httpx.patch(
            url, json={"create_projects_from": {"imanage": True}}, headers=headers, trust_env=False, verify=PLAIN
        )
        assert answer.status_code == 200, answer.text
        assert firm.legora.preferences["imanage"] is effect
    assert len(firm.legora.audit_log) == 1


def test_every_kind_is_tested_here() -> None:
    tested = {
        "rate_limit", "bad_gateway", "unavailable", "gateway_timeout", "latency", "drop_before", "drop_after",
        "error_after", "html_page", "malformed_json", "redirect", "echo", "trickle", "trickle_head", "silence",
        "token_expiry", "no_effect",
    }  # fmt: skip
    assert set(KINDS) == tested


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"latency", "trickle", "trickle_head", "silence"}))
def test_the_connection_is_of_use_after_a_fault(sim: Simulator, api: Api, kind: str) -> None:
    """A fault of one request must not spoil the next one."""
    switch_on(sim, kind)
    with contextlib.suppress(httpx.TransportError):
        api.get("/api")
    api.sign_in()
    assert api.get("/api").status_code == 200


# When each strikes


def _struck(api: Api, times: int, path: str = "/api") -> list[bool]:
    return [api.get(path).status_code == 503 for _number in range(times)]


@pytest.mark.parametrize(
    ("given", "struck"),
    [
        ({}, [True, False, False, False]),
        ({"times": 2}, [True, True, False, False]),
        ({"times": 0}, [True, True, True, True]),
        ({"after": 2}, [False, False, True, False]),
        ({"after": 1, "times": 2}, [False, True, True, False]),
        ({"after": 1, "times": 0}, [False, True, True, True]),
    ],
)
def test_how_often(sim: Simulator, api: Api, given: dict[str, int], struck: list[bool]) -> None:
    fault = switch_on(sim, "unavailable", **given)
    assert _struck(api, 4) == struck
    assert fault.struck == sum(struck)
    assert fault.seen == 4


@pytest.mark.parametrize(
    ("given", "strikes"),
    [
        ({"firm": "alder"}, True),
        ({"firm": "birch"}, False),
        ({"system": "legora"}, False),
        ({"method": "GET"}, True),
        ({"method": "POST"}, False),
        ({"path_contains": "/groups"}, True),
        ({"path_contains": "/users"}, False),
        ({"kind_of_request": "read"}, True),
        ({"kind_of_request": "write"}, False),
        ({"kind_of_request": "signin"}, False),
        ({"method": "GET", "path_contains": "/groups", "kind_of_request": "read"}, True),
        ({"method": "GET", "path_contains": "/users", "kind_of_request": "read"}, False),
    ],
)
def test_which_requests(sim: Simulator, api: Api, given: dict[str, str], strikes: bool) -> None:
    fault = switch_on(sim, "unavailable", **given)
    assert _struck(api, 1, f"{api.lib()}/groups") == [strikes]
    assert fault.seen == int(strikes)


def test_requests_that_do_not_match_are_not_counted(sim: Simulator, api: Api) -> None:
    switch_on(sim, "unavailable", after=1, path_contains="/groups")
    assert _struck(api, 3) == [False] * 3
    assert _struck(api, 2, f"{api.lib()}/groups") == [False, True]


def test_a_fault_that_sticks_strikes_the_same_request_again(sim: Simulator, api: Api) -> None:
    switch_on(sim, "unavailable", after=1, times=0, sticks=True)
    assert _struck(api, 3) == [False, True, True]
    assert _struck(api, 1, f"{api.lib()}/groups") == [False]
    assert _struck(api, 1) == [True]


def test_sign_ins_are_a_kind_of_their_own(sim: Simulator, api: Api) -> None:
    switch_on(sim, "unavailable", kind_of_request="signin", times=0)
    assert api.try_sign_in().status_code == 503
    assert api.http.post("/auth/oauth2/revoke-token", data={"access_token": "x"}).status_code == 503
    assert add(api).status_code == 200


def test_two_faults_strike_one_after_the_other(sim: Simulator, api: Api) -> None:
    switch_on(sim, "unavailable")
    switch_on(sim, "bad_gateway")
    assert [api.get("/api").status_code for _number in range(3)] == [503, 502, 200]


def test_faults_can_be_switched_off(sim: Simulator, api: Api) -> None:
    switch_on(sim, "unavailable", times=0)
    sim.faults.clear()
    assert sim.faults.on == []
    assert _struck(api, 1) == [False]


def test_faults_of_legora(sim: Simulator) -> None:
    firm = sim.firm("alder")
    sim.faults.add(kind="unavailable", firm="alder", system="legora")
    headers = {"authorization": f"Bearer {firm.legora.api_key}"}
    with httpx.Client(trust_env=False, verify=PLAIN, headers=headers) as http:
        answers = [http.get(f"{firm.legora_api_url}/organisation").status_code for _number in range(2)]
    assert answers[0] == 503
    assert answers[1] != 503


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "unheard_of"},
        {"system": "elsewhere"},
        {"firm": "aldre"},
        {"kind_of_request": "reading"},
        {"times": -1},
        {"after": -1},
        {"seconds": -1},
    ],
)
def test_a_fault_that_could_never_strike_is_refused(sim: Simulator, fields: dict[str, Any]) -> None:
    """A test with a misspelt fault would pass without having tested anything."""
    with pytest.raises(ValueError, match=r"\S"):
        switch_on(sim, **{"kind": "unavailable", **fields})
    assert sim.faults.on == []


def test_faults_without_firms_know_every_name() -> None:
    assert Faults().add(kind="echo", firm="anybody", system="legora").firm == "anybody"


def test_a_client_that_is_killed_while_it_sends_is_no_crash(sim: Simulator) -> None:
    scope = {
        "type": "http",
        "method": "POST",
        "scheme": "http",
        "server": ("127.0.0.1", httpx.URL(sim.firm("alder").imanage_url).port),
        "path": "/auth/oauth2/token",
        "raw_path": b"/auth/oauth2/token",
        "query_string": b"",
        "headers": [(b"content-type", b"application/x-www-form-urlencoded")],
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(_message: dict[str, Any]) -> None:
        raise AssertionError("there is nobody to answer")

    asyncio.run(sim(scope, receive, send))
    assert not sim.crashes
