# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""iManage's answers: what they hold, and what its refusals say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import (
    Context,
    Reply,
    Transport,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.envelope import (
    data_of,
    oauth_error,
    refusal,
)

SECRET = "Pretend-password-1"
# What splits at semicolons, or changes white space, would break it.
SECRET_IN_PARTS = "Pretend; pass  word-1"
TRANSPORT = Transport(
    parse_origin("https://imanage.example"), Context("iManage", "Alder"), Redactor([SECRET, SECRET_IN_PARTS])
)
OPERATION = "change user SVC-LEGORA"


def reply(status: int, body: Any = b"", content_type: str | None = "application/json", **headers: str) -> Reply:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {**({"content-type": content_type} if content_type else {}), **named}, content)


def refused(answer: Reply, **more: Any) -> EthicalWallsError:
    error = refusal(TRANSPORT, answer, OPERATION, **more)
    assert (error.system, error.firm, error.operation) == ("iManage", "Alder", OPERATION)
    assert error.http_status == answer.status
    return error


def failing(answer: Reply, write: bool = False) -> EthicalWallsError:
    with pytest.raises(EthicalWallsError) as caught:
        data_of(TRANSPORT, answer, OPERATION, write=write)
    return caught.value


@pytest.mark.parametrize(
    ("headers", "which"), [({}, "HTTP 400"), ({"x_request_id": "req-9"}, "HTTP 400, request ID req-9")]
)
def test_a_refusal_without_a_reason_is_a_question_for_the_administrator(headers: dict[str, str], which: str) -> None:
    hint = refused(reply(400, **headers)).hint
    assert hint == f"iManage gave no reason ({which}): show that to its administrator, whose log may tell it."
    named = refused(reply(400, {"error": {"code": "X", "code_message": "email must be unique"}})).hint
    assert named == "Correct the value that iManage names."


# Good answers


@pytest.mark.parametrize("status", [200, 201, 202])
def test_an_object_is_returned(status: int) -> None:
    assert data_of(TRANSPORT, reply(status, {"data": {"id": "A"}}), OPERATION) == {"data": {"id": "A"}}


@pytest.mark.parametrize(("status", "body"), [(200, b""), (204, b""), (201, b" \r\n")])
def test_an_empty_answer_to_a_write_is_success(status: int, body: bytes) -> None:
    assert data_of(TRANSPORT, reply(status, body), OPERATION, write=True) == {}


@pytest.mark.parametrize("body", [b"", b"<html>Sign in</html>", b"{", b"[]", b'"ok"', b"null", b"5"])
@pytest.mark.parametrize("write", [False, True])
def test_an_answer_that_is_no_object(body: bytes, write: bool) -> None:
    if write and not body:
        return_value = data_of(TRANSPORT, reply(200, body), OPERATION, write=True)
        assert return_value == {}
        return
    error = failing(reply(200, body, "text/html; charset=utf-8"), write)
    assert (error.kind, error.http_status, error.ambiguous) == ("unexpected", 200, write)
    assert "text/html" in error.reason
    assert "charset" not in error.reason
    assert "Sign in" not in str(error)
    assert error.hint


# Refusals


def vendor_error(*messages: Any, **error: Any) -> dict[str, Any]:
    return {"error": {"code": "NRC_X", "code_message": "It is not right", "messages": list(messages), **error}}


def test_the_vendors_envelope() -> None:
    error = refused(
        reply(
            400,
            vendor_error(
                {"field": "email", "code": "E1", "code_message": "must be unique"}, {"code": "E2"}, {"field": "id"}
            ),
            x_request_id="req-9",
        )
    )
    assert error.reason == ("the server answered HTTP 400, and said: It is not right; email: must be unique; E2; id")
    assert (error.kind, error.server_code, error.correlation_id) == ("validation", "NRC_X", "req-9")
    assert error.hint == "Correct the value that iManage names."
    assert not error.retryable


def test_the_oauth_form() -> None:
    error = refused(reply(401, {"error": "invalid_grant", "error_description": "Wrong password"}))
    assert error.reason == "the server answered HTTP 401, and said: Wrong password"
    assert (error.kind, error.server_code) == ("auth", "invalid_grant")
    assert refused(reply(400, {"error": "invalid_scope"})).reason.endswith("said: invalid_scope")


@pytest.mark.parametrize(
    ("status", "kind", "retryable"),
    [
        (400, "validation", False), (401, "auth", False), (403, "permission", False), (404, "not_found", False),
        (409, "conflict", False), (429, "rate_limited", True), (500, "unavailable", True), (503, "unavailable", True),
        (501, "unsupported", False), (418, "unexpected", False),
    ],
)  # fmt: skip
def test_the_status_decides(status: int, kind: str, retryable: bool) -> None:
    error = refused(reply(status, vendor_error(code="NRC_USER_EXISTS")))
    assert (error.kind, error.retryable) == (kind, retryable)


def test_a_page_of_a_proxy() -> None:
    error = refused(reply(403, b"<html>Forbidden by policy 4711</html>", "text/html; charset=utf-8"))
    assert error.reason == "the server answered HTTP 403 with text/html instead of JSON"
    assert error.server_code is None


@pytest.mark.parametrize("content_type", ["application/json", None])
def test_a_refusal_without_words(content_type: str | None) -> None:
    assert refused(reply(403, b"", content_type)).reason == "the server answered HTTP 403"


@pytest.mark.parametrize(
    "body",
    [
        {}, [], "no", 5, None, {"error": None}, {"error": []}, {"error": {}}, {"error": {"messages": 5}},
        {"error": {"messages": {"a": "b"}}}, {"error": {"messages": [None, 5, "x", {}]}}, {"message": "no"},
    ],
)  # fmt: skip
def test_a_refusal_in_an_unknown_form(body: Any) -> None:
    error = refused(reply(403, body))
    assert error.reason == "the server answered HTTP 403"
    assert (error.kind, error.server_code) == ("permission", None)


def test_a_code_that_is_a_number() -> None:
    assert refused(reply(400, vendor_error(code=1033))).server_code == "1033"


def test_long_words_are_cut_and_put_on_one_line() -> None:
    reason = refused(reply(400, vendor_error(code_message="a\n" * 1000))).reason
    assert "\n" not in reason
    assert len(reason) < 360
    assert reason.endswith("...")


def test_words_that_repeat_a_secret_are_redacted() -> None:
    error = refused(reply(400, vendor_error(code_message=f"{SECRET} is too weak")))
    assert SECRET not in error.reason
    assert "is too weak" in error.reason


def test_a_secret_is_redacted_before_words_are_cut() -> None:
    """Cut first, and the part that is left would no longer be known for a secret."""
    reason = refused(reply(400, vendor_error(code_message="x" * 290 + SECRET))).reason
    assert SECRET[:10] not in reason


def test_a_secret_in_what_else_is_shown() -> None:
    """Each on its own: they are joined, and cut, only after that."""
    for error in (
        refused(reply(400, vendor_error(code=SECRET_IN_PARTS), x_request_id=SECRET_IN_PARTS)),
        refused(reply(400, {"error": "x" * 290 + SECRET_IN_PARTS})),
        refused(reply(502, b"<html>", f"text/{SECRET_IN_PARTS}; charset=utf-8")),
        failing(reply(200, b"<html>", f"text/{SECRET_IN_PARTS}; charset=utf-8")),
    ):
        assert "Pretend" not in f"{error} {error.failure()}"


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_that_is_away_has_a_next_step_too(status: int) -> None:
    error = refused(reply(status, b"<html>", "text/html"))
    assert (error.kind, error.hint) == ("unavailable", "iManage is busy or being maintained; run again later.")


def test_a_hint_can_be_given() -> None:
    assert refused(reply(401), hint="Look here.").hint == "Look here."


def test_an_error_answer_is_raised_as_it_is() -> None:
    assert failing(reply(409, vendor_error())).kind == "conflict"
    assert failing(reply(404, vendor_error()), write=True).kind == "not_found"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"error": "invalid_client"}, "invalid_client"), ({"error": {"code": "x"}}, None), ({}, None), ([], None),
        (b"<html>", None), (b"", None), ({"error": 5}, None),
    ],
)  # fmt: skip
def test_the_code_of_an_oauth_answer(body: Any, code: str | None) -> None:
    assert oauth_error(reply(401, body)) == code


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "messages", "code", "code_message", "field", "error_description"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(JSON | st.binary())
def test_no_refusal_breaks_it(body: Any) -> None:
    error = refused(reply(400, body))
    assert error.kind == "validation"
    assert len(error.reason) < 400
