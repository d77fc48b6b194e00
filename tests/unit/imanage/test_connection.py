# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in: what is sent, and what is made of the answers of odd servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from helpers.loopback import answer
from helpers.scripted_server import ScriptedServer, scripted_server

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Context, Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.client import ImanageClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.connection import Connection, Credentials
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.discovery import Discovery, Library


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        yield server


def connect(server: ScriptedServer, **more: Any) -> Connection:
    given: dict[str, Any] = {"username": "admin", "password": "Pretend-password-1", "client_id": "client", **more}
    transport = Transport(
        parse_origin(server.url), Context("iManage", "Alder"), Redactor([given["password"]]), sleep=lambda wait: None
    )
    return Connection(transport, Credentials(**given))


def opening(connection: Connection) -> EthicalWallsError:
    with pytest.raises(EthicalWallsError) as caught:
        connection.open()
    assert caught.value.operation
    return caught.value


def body(**content: Any) -> bytes:
    return json.dumps(content).encode()


def test_what_a_sign_in_sends(server: ScriptedServer) -> None:
    server.will(answer(401), answer(401))
    opening(connect(server, client_secret="pretend & secret"))
    opening(connect(server, scope=None))
    first, second = (request.body.decode() for request in server.requests)
    assert first == (
        "grant_type=password&username=admin&password=Pretend-password-1&client_id=client"
        "&client_secret=pretend+%26+secret&scope=admin"
    )
    assert second == "grant_type=password&username=admin&password=Pretend-password-1&client_id=client"


@pytest.mark.parametrize("status", [400, 401, 403])
@pytest.mark.parametrize(
    ("refusal", "question", "hint"),
    [
        (body(error="invalid_grant", error_description="Wrong"), "password", "a few wrong attempts lock it"),
        (body(error={"code": "NRC_LOGIN_FAILED", "code_message": "Wrong"}), "password", "imanage_password"),
        (b"<html>", "password", "imanage_username"),
        (b"", "password", "user ID"),
        (body(error="invalid_client"), "application", "imanage_client_secret"),
        (body(error="unauthorized_client"), "application", "open to admin"),
        (body(error="unsupported_grant_type"), "application", "imanage_client_id"),
        (body(error="something_else"), "application", "imanage_client_id"),
        (body(error="invalid_scope"), "scope", "the scope admin"),
    ],
)
def test_each_form_of_a_refused_sign_in(
    server: ScriptedServer, status: int, refusal: bytes, question: str, hint: str
) -> None:
    """Only a refused user is a question of the password; whoever sets it anew for anything else gains nothing."""
    server.will(answer(status, refusal))
    error = opening(connect(server))
    assert (error.kind, error.http_status, error.refusal) == ("auth", status, question)
    assert hint in str(error.hint)
    assert ("lock" in str(error.hint)) is (question == "password")
    assert len(server.requests) == 1


def test_a_refused_sign_in_as_the_account_names_its_own_variables(server: ScriptedServer) -> None:
    server.will(answer(401, body(error="invalid_grant")))
    operator = connect(server)
    operator._token, operator._discovery = "pretend-token", Discovery("cloud", None, "1", "ADMIN", None, "/api/v2", ())
    with pytest.raises(EthicalWallsError) as caught:
        ImanageClient(operator).sign_in_as("svc@alder.example", "Pretend-password-2")
    for words in ("imanage_username_form", "service_account_password", "svc@alder.example"):
        assert words in str(caught.value.hint)
    assert "imanage_password" not in str(caught.value.hint)


@pytest.mark.parametrize("token", [b"{}", b'{"access_token": ""}', b'{"access_token": null}', b'{"access_token": 5}'])
def test_a_sign_in_without_a_token(server: ScriptedServer, token: bytes) -> None:
    server.will(answer(200, token))
    error = opening(connect(server))
    assert error.kind == "unexpected"
    assert "access_token" in error.reason


def test_neither_way_to_sign_in_exists(server: ScriptedServer) -> None:
    server.will(answer(404), answer(404))
    assert opening(connect(server)).kind == "not_found"


@pytest.mark.parametrize("status", [500, 405])
def test_another_answer_to_a_sign_in_is_no_question_of_passwords(server: ScriptedServer, status: int) -> None:
    server.will(answer(status))
    assert opening(connect(server)).kind != "auth"
    assert len(server.requests) == 1


def test_a_sign_in_page_of_a_proxy(server: ScriptedServer) -> None:
    server.will(answer(200, b"<html>Sign in</html>", Content_Type="text/html"))
    assert "proxy" in str(opening(connect(server)).hint)


@pytest.mark.parametrize(
    "discovery", [b'{"data": {}}', b'{"data": {"user": {"id": "A"}}}', b'{"data": []}', b'{"other": 1}']
)
def test_a_discovery_that_is_not_imanages(server: ScriptedServer, discovery: bytes) -> None:
    server.will(answer(200, body(access_token="pretend-token")), answer(200, discovery))
    error = opening(connect(server))
    assert error.kind == "unsupported"
    assert "10.2" in str(error.hint)


def test_a_token_that_cannot_be_sent(server: ScriptedServer) -> None:
    server.will(answer(200, body(access_token="pretend\ntoken")))
    error = opening(connect(server))
    assert error.kind in ("unexpected", "validation")
    assert "pretend\ntoken" not in str(error)


# Servers before 10.2.2


LOGGED_IN = answer(200, body(**{"X-Auth-Token": "pretend-token", "customer_id": 1}))


def test_a_server_without_discovery_tells_its_customer_at_the_sign_in(server: ScriptedServer) -> None:
    server.will(
        answer(404),
        LOGGED_IN,
        answer(404),
        answer(200, body(data=[{"id": "ACTIVE", "type": "worksite"}, {"id": "CLOSED", "type": "worksite"}])),
    )
    found = connect(server).open()
    assert (found.deployment, found.version, found.customer_id, found.user_id) == ("on_premises", None, "1", "ADMIN")
    assert found.libraries == (Library("ACTIVE", "worksite"), Library("CLOSED", "worksite"))
    assert found.prefix == "/work/api/v2"
    assert [request.target for request in server.requests] == [
        "/auth/oauth2/token",
        "/api/v1/session/login",
        "/api",
        "/work/api/v2/customers/1/libraries",
    ]


@pytest.mark.parametrize(
    ("login", "libraries", "kind"),
    [
        ({"customer_id": None}, answer(200, body(data=[])), "unsupported"),
        ({"customer_id": True}, answer(200, body(data=[])), "unsupported"),
        ({"customer_id": 1}, answer(404), "not_found"),
        ({"customer_id": 1}, answer(200, body(data={"results": []})), "unsupported"),
        ({"customer_id": 1}, answer(200, body(data=[{"alias": "ACTIVE"}], total_count=1)), "unsupported"),
    ],
)
def test_a_server_that_tells_too_little_of_itself(
    server: ScriptedServer, login: dict[str, Any], libraries: bytes, kind: str
) -> None:
    server.will(answer(404), answer(200, body(**{"X-Auth-Token": "pretend-token"}, **login)), answer(404), libraries)
    assert opening(connect(server)).kind == kind


def test_a_newer_server_without_discovery_is_not_one(server: ScriptedServer) -> None:
    server.will(answer(200, body(access_token="pretend-token", customer_id=1)), answer(404))
    assert opening(connect(server)).kind == "not_found"


@pytest.mark.parametrize(("more", "persona"), [({}, "admin"), ({"scope": None, "attempts": 1}, "user")])
def test_only_the_operator_signs_in_as_an_administrator(
    server: ScriptedServer, more: dict[str, Any], persona: str
) -> None:
    server.will(answer(404), answer(401))
    opening(connect(server, **more))
    assert json.loads(server.requests[1].body)["persona"] == persona
