# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legora's refusals: what they say, what they leave unknown, and that no part of a secret is left in them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import (
    Context,
    Reply,
    Transport,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.profile import parse_profile
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.responses import Responses

SECRET = "Pretend; pass  word-1"
READ = "preferences.read"
WRITE = "preferences.write"


def refused(
    status: int, body: Any, operation: str = WRITE, content_type: str = "application/json", **headers: str
) -> EthicalWallsError:
    transport = Transport(parse_origin("https://legora.example"), Context("Legora", "Alder"), Redactor([SECRET]))
    profile = parse_profile(None)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    reply = Reply(status, {"content-type": content_type, **named}, content)
    with pytest.raises(EthicalWallsError) as caught:
        Responses(transport, profile).content(profile.operations[operation], reply, "try it")
    return caught.value


def envelope(message: str, *details: Any, code: Any = "invalid") -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "details": list(details)}}


def test_the_words_of_a_refusal() -> None:
    error = refused(422, envelope("Wrong\n type", "username", 5), x_request_id="req-9")
    assert error.reason == "the server answered HTTP 422, and said: Wrong type: username, 5"
    assert (error.server_code, error.correlation_id) == ("invalid", "req-9")


def test_key_that_is_refused_is_named_with_its_variable_and_that_it_has_no_lock() -> None:
    error = refused(401, envelope("Who are you?"))
    assert error.reason == "the server answered HTTP 401 to the key in legora_api_key, and said: Who are you?"
    assert "Check legora_api_key" in (error.hint or "")
    assert "job_legora_api_key" in (error.hint or "")
    assert "A key has no lock" in (error.hint or "")


@pytest.mark.parametrize(
    ("status", "kind", "unknown"),
    [
        (400, "validation", False), (403, "permission", False), (404, "not_found", False), (409, "conflict", False),
        (422, "validation", False), (500, "unavailable", True), (501, "unsupported", False),
        (507, "unavailable", True), (520, "unavailable", True),
    ],
)  # fmt: skip
def test_an_error_of_the_server_leaves_a_writes_fate_unknown(status: int, kind: str, unknown: bool) -> None:
    """What it does not implement (501) it has not done either."""
    for body in (envelope("No"), b"<html>", b""):
        error = refused(status, body)
        assert (error.kind, error.ambiguous) == (kind, unknown)
        assert not refused(status, body, READ).ambiguous


def test_long_words_are_cut() -> None:
    reason = refused(422, envelope("a " * 1000)).reason
    assert len(reason) < 360
    assert reason.endswith("...")


@pytest.mark.parametrize("before", range(270, 300, 3))
def test_a_secret_is_masked_before_words_are_cut(before: int) -> None:
    """Cut first, and the part that is left would no longer be known for a secret."""
    assert "Pretend" not in refused(422, envelope("x" * before + SECRET)).reason


def test_a_secret_is_masked_before_its_white_space_is_changed() -> None:
    error = refused(422, envelope("Too weak", SECRET))
    assert error.reason == "the server answered HTTP 422, and said: Too weak: ********"


def test_a_content_type_that_repeats_a_secret() -> None:
    for status in (200, 502):
        reason = refused(status, b"<html>", content_type=f"text/html {SECRET}; charset=utf-8").reason
        assert "Pretend" not in reason
        assert "text/html" in reason


def test_a_content_type_is_short() -> None:
    assert len(refused(403, b"<html>", content_type="text/" + "x" * 9000).reason) < 400


@pytest.mark.parametrize("secret", [SECRET, "x" * 290 + SECRET])
def test_a_code_and_an_id_that_repeat_a_secret(secret: str) -> None:
    error = refused(422, envelope("No", code=secret), x_request_id=secret)
    for shown in (error.server_code, error.correlation_id):
        assert shown
        assert "Pretend" not in shown


def test_a_code_and_an_id_are_short() -> None:
    error = refused(422, envelope("No", code="c" * 9000), x_request_id="i" * 9000)
    assert len(str(error.failure())) < 1500


def capability(customer_id: Any) -> dict[str, Any]:
    transport = Transport(parse_origin("https://legora.example"), Context("Legora", "Alder"), Redactor([]))
    profile = parse_profile(None)
    told = {"id": "c", "type": "ethical_walls", "customer_id": customer_id, "library_ids": ["ACTIVE"]}
    operation = profile.operations["capabilities"]
    return Responses(transport, profile).fields(operation, told, Reply(200, {}, b""), "list")


@pytest.mark.parametrize(("told", "read"), [("4711", "4711"), (4711, "4711"), (0, "0")])
def test_a_customer_id_may_come_as_a_number(told: Any, read: str) -> None:
    assert capability(told)["customer_id"] == read


@pytest.mark.parametrize("told", [True, 4711.5, None, "", ["4711"]])
def test_a_customer_id_is_nothing_else(told: Any) -> None:
    with pytest.raises(EthicalWallsError, match="not a text or a whole number"):
        capability(told)
