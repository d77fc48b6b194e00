# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The change-event queue: asked for as the user says, and never in a way that consumes an event."""

from __future__ import annotations

import json
from typing import Any

import pytest
from unit.resources.fake_client import FakeClient

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Reply
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import event_queue
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.event_queue import (
    check_event_queue,
)

PREFIX = "/work/api/v2"


def check(queue: dict[str, Any], status: int = 200, body: Any = None, library: str = "ACTIVE") -> dict[str, Any]:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    account = FakeClient(queue_reply=Reply(status, {}, content))
    found = check_event_queue(account, queue, library)  # type: ignore[arg-type]
    assert len(account.asked) == 1
    return {**found, "asked": account.asked[0]}


def refused(queue: dict[str, Any]) -> EthicalWallsError:
    account = FakeClient()
    with pytest.raises(EthicalWallsError) as caught:
        check_event_queue(account, queue, "ACTIVE")  # type: ignore[arg-type]
    assert account.asked == []
    return caught.value


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("/customers/{customer}/events", "/customers/48213/events"),
        ("/customers/{customer}/libraries/{library}/events?x=1", "/customers/48213/libraries/ACTIVE/events?x=1"),
        ("/{library}/{library}", "/ACTIVE/ACTIVE"),
        ("/events", "/events"),
    ],
)
def test_the_path(path: str, sent: str) -> None:
    assert check({"path": path})["asked"] == ("GET", PREFIX + sent)


def test_a_library_is_a_part_of_the_path() -> None:
    assert check({"path": "/{library}/e"}, library="A/../B")["asked"] == ("GET", f"{PREFIX}/A%2F..%2FB/e")


@pytest.mark.parametrize(
    "path",
    [
        "/customers/{Customer}/events", "/customers/{}/events", "/customers/{0}", "/{customer", "/customer}",
        "/{{customer}}", "/{customer.__class__}", "/{customer!r}", "/{library:>9}",
        '/events?filter={"a":1}', "/{customer}/{other}",
    ],
)  # fmt: skip
def test_other_braces_are_a_mistake_of_the_user(path: str) -> None:
    error = refused({"path": path})
    assert error.kind == "validation"
    assert "{customer}" in str(error.hint)
    assert "{library}" in str(error.hint)


@pytest.mark.parametrize("path", ["customers/{customer}/events", "", "@evil.example/x", "https://evil.example/x"])
def test_a_path_begins_with_a_slash(path: str) -> None:
    assert refused({"path": path}).kind == "validation"


@pytest.mark.parametrize(("method", "sent"), [(None, "GET"), ("GET", "GET"), ("head", "HEAD")])
def test_methods_that_consume_nothing(method: str | None, sent: str) -> None:
    assert check({"path": "/e", "method": method})["asked"][0] == sent


@pytest.mark.parametrize("method", ["POST", "DELETE", "put", "GET /x"])
def test_methods_that_might_consume_an_event(method: str) -> None:
    error = refused({"path": "/e", "method": method})
    assert error.kind == "validation"
    assert "consume" in error.reason


@pytest.mark.parametrize(
    ("statuses", "status", "expected"),
    [
        (None, 200, "answers"), (None, 204, "refused"), ([], 200, "answers"), ([200, 204], 204, "answers"),
        ([204], 200, "refused"), (None, 403, "refused"), ([403], 403, "answers"), (None, 500, "refused"),
    ],
)  # fmt: skip
def test_accepted_statuses(statuses: Any, status: int, expected: str) -> None:
    found = check({"path": "/e", "statuses": statuses}, status)
    assert (found["status"], found["http_status"]) == (expected, status)
    assert (found["reason"] is None) is (expected == "answers")


@pytest.mark.parametrize(
    ("expression", "body", "status", "reason"),
    [
        ("data", {"data": [1]}, "answers", None),
        ("type(data) == 'array'", {"data": []}, "answers", None),
        (None, b"<html>", "answers", None),
        ("", b"<html>", "answers", None),
        ("data", {"data": []}, "unknown", "not true"),
        ("data", {}, "unknown", "not true"),
        ("data", b"<html>", "unknown", "not JSON"),
        ("data", b"", "unknown", "not JSON"),
        ("length(data)", {"data": 5}, "unknown", "cannot be applied"),
    ],
)
def test_an_expression_must_be_true(expression: str | None, body: Any, status: str, reason: str | None) -> None:
    found = check({"path": "/e", "expression": expression}, body=body)
    assert found["status"] == status
    assert found["reason"] == reason or str(reason) in found["reason"]


def test_an_expression_is_not_asked_of_a_refusal() -> None:
    assert check({"path": "/e", "expression": "data"}, 404, b"<html>")["status"] == "refused"


@pytest.mark.parametrize("expression", ["data[", "data ==", "no_such(", "&&"])
def test_an_expression_that_is_none_is_a_mistake_of_the_user(expression: str) -> None:
    error = refused({"path": "/e", "expression": expression})
    assert error.kind == "validation"
    assert "JMESPath" in error.reason


def test_without_the_library_an_expression_cannot_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_queue, "jmespath", None)
    error = refused({"path": "/e", "expression": "data"})
    assert error.kind == "unsupported"
    assert "jmespath" in error.reason
    assert check({"path": "/e"})["status"] == "answers"
