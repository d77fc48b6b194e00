# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in: what is sent, and what is made of the answers of odd servers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from unit.core.scripted_server import ScriptedServer, answer, scripted_server

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.transport import Context, Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.connection import Connection, Credentials


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
    ("refusal", "hint"),
    [
        (body(error="invalid_grant", error_description="Wrong"), "wrong attempts lock it"),
        (body(error="invalid_client"), "client secret"),
        (body(error="unauthorized_client"), "client secret"),
        (body(error={"code": "NRC_LOGIN_FAILED", "code_message": "Wrong"}), "wrong attempts lock it"),
        (b"<html>", "wrong attempts lock it"),
    ],
)
def test_each_form_of_a_refused_sign_in(server: ScriptedServer, status: int, refusal: bytes, hint: str) -> None:
    server.will(answer(status, refusal))
    error = opening(connect(server))
    assert (error.kind, error.http_status) == ("auth", status)
    assert hint in str(error.hint)
    assert len(server.requests) == 1


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
