# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP: what is repeated, how long it may take, and what a failure is called."""

from __future__ import annotations

import gzip
import importlib.util
import socket
import ssl
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import urllib3
from helpers.loopback import Behaviour, answer, raw_server, unused_port
from helpers.scripted_server import ScriptedServer, close_without_answer, reset, scripted_server, send_and_wait

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core import deadline as deadline_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http import transport as transport_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http import waiting
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import (
    Context,
    Reply,
    Settings,
    Transport,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor

SECRET = "Pretend-secret-1"
MEBIBYTE = 1024 * 1024


class Clock:
    """A clock that only moves when somebody waits."""

    def __init__(self) -> None:
        self.now = 1_000_000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return self.now + 1_700_000_000

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace the transport's clock, and take the chance out of its back-off."""
    clock = Clock()
    for module in (transport_module, deadline_module, waiting):
        monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(waiting.random, "uniform", lambda low, high: high)
    return clock


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        yield server


@pytest.fixture
def transport(server: ScriptedServer, clock: Clock) -> Transport:
    return make(server.url, clock)


@pytest.fixture
def no_environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Take out whatever this machine's environment says about the way to servers."""
    for name in ("all_proxy", "http_proxy", "https_proxy", "no_proxy", "requests_ca_bundle", "curl_ca_bundle"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


def make(url: str, clock: Clock, system: str = "iManage", **settings: Any) -> Transport:
    return Transport(
        parse_origin(url),
        Context(system, "Alder & Finch LLP"),
        Redactor([SECRET]),
        Settings(**{"timeout": 5.0, **settings}),
        sleep=clock.sleep,
    )


def send(transport: Transport, purpose: Any = "read", **more: Any) -> Reply:
    method = "GET" if purpose == "read" else "POST"
    return transport.request(method, "/x", operation="read a thing", purpose=purpose, **more)


def failing(transport: Transport, purpose: Any = "read", **more: Any) -> EthicalWallsError:
    with pytest.raises(EthicalWallsError) as caught:
        send(transport, purpose, **more)
    error = caught.value
    assert error.system == transport.context.system
    assert error.firm == "Alder & Finch LLP"
    assert error.operation == "read a thing"
    return error


def raising(transport: Transport, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> list[dict[str, Any]]:
    """Let every request end with an exception of the library; return the list of what was asked of it."""
    calls: list[dict[str, Any]] = []

    def request(method: str, url: str, **options: Any) -> Any:
        calls.append({"method": method, "url": url, **options})
        raise error

    monkeypatch.setattr(transport._session, "request", request)
    return calls


# What is repeated


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again_for_a_read(
    server: ScriptedServer, transport: Transport, clock: Clock, status: int
) -> None:
    server.will(answer(status), answer(status), answer(200, b'{"a": 1}'))
    assert send(transport).json() == {"a": 1}
    assert clock.waits == [0.5, 1.0]
    assert transport.counter == {"read": 3, "write": 0, "signin": 0}


@pytest.mark.parametrize("status", [200, 204, 400, 401, 403, 404, 409, 418, 500, 501])
def test_every_other_answer_is_returned_at_once(server: ScriptedServer, transport: Transport, status: int) -> None:
    server.will(answer(status, b"" if status == 204 else b"{}"))
    assert send(transport).status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize("purpose", ["write", "signin"])
def test_a_write_is_repeated_when_the_server_was_too_busy_to_act(
    server: ScriptedServer, transport: Transport, clock: Clock, purpose: str
) -> None:
    server.will(answer(429), answer(200))
    assert send(transport, purpose).status == 200
    assert clock.waits == [0.5]
    assert transport.counter[purpose] == 2


@pytest.mark.parametrize("purpose", ["write", "signin"])
@pytest.mark.parametrize("status", [502, 503, 504])
def test_a_write_that_may_have_been_done_is_not_repeated(
    server: ScriptedServer, transport: Transport, clock: Clock, purpose: str, status: int
) -> None:
    server.will(answer(status))
    error = failing(transport, purpose)
    assert (error.kind, error.http_status, error.ambiguous) == ("unavailable", status, True)
    assert len(server.requests) == 1
    assert clock.waits == []


@pytest.mark.parametrize("behaviour", [close_without_answer, reset], ids=["closed", "reset"])
@pytest.mark.parametrize("purpose", ["write", "signin"])
def test_a_write_without_an_answer_is_ambiguous(
    server: ScriptedServer, transport: Transport, purpose: str, behaviour: Behaviour
) -> None:
    server.will(behaviour)
    error = failing(transport, purpose)
    assert (error.kind, error.ambiguous, error.retryable) == ("unavailable", True, True)
    assert len(server.requests) == 1


@pytest.mark.parametrize("behaviour", [close_without_answer, reset], ids=["closed", "reset"])
def test_a_read_without_an_answer_is_repeated(
    server: ScriptedServer, transport: Transport, behaviour: Behaviour
) -> None:
    server.will(behaviour, behaviour)
    assert send(transport).status == 200
    assert len(server.requests) == 3


@pytest.mark.parametrize("purpose", ["read", "write", "signin"])
def test_a_connection_that_was_never_made_is_tried_again(clock: Clock, purpose: str) -> None:
    transport = make(f"http://127.0.0.1:{unused_port()}", clock)
    error = failing(transport, purpose)
    assert (error.kind, error.ambiguous, error.retryable) == ("unavailable", False, True)
    assert "refused" in error.reason
    assert clock.waits == [0.5, 1.0, 2.0]
    # A connection is no request: four sign-ins that nobody has seen would worry about a lock.
    assert transport.counter[purpose] == 0


@pytest.mark.parametrize("purpose", ["read", "write"])
def test_a_host_without_a_name_is_not_ambiguous(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, purpose: str
) -> None:
    pool = urllib3.HTTPConnectionPool("imanage.example")
    # Newer releases of the library have a class of their own for this, below that one.
    cause = urllib3.exceptions.NewConnectionError(pool, "Failed to resolve imanage.example")
    cause.__cause__ = socket.gaierror(-2, "Name or service not known")
    raising(transport, monkeypatch, requests.ConnectionError(urllib3.exceptions.MaxRetryError(pool, "/x", cause)))
    error = failing(transport, purpose)
    assert error.ambiguous is False
    assert "could not be reached (Name or service not known)" in error.reason


def test_a_connection_that_was_not_made_in_time_is_not_ambiguous(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    raising(transport, monkeypatch, requests.ConnectTimeout(urllib3.exceptions.ConnectTimeoutError("timed out")))
    error = failing(transport, "write")
    assert (error.ambiguous, error.retryable) == (False, True)
    assert "did not answer in time" in error.reason


def test_attempts_can_be_limited_to_one(server: ScriptedServer, transport: Transport, clock: Clock) -> None:
    server.will(answer(429))
    assert failing(transport, "signin", attempts=1).kind == "rate_limited"
    assert len(server.requests) == 1
    assert clock.waits == []


def test_attempts_run_out(server: ScriptedServer, transport: Transport, clock: Clock) -> None:
    server.will(*[answer(503, x_request_id="req-7")] * 9)
    error = failing(transport)
    assert (error.http_status, error.correlation_id, error.retryable) == (503, "req-7", True)
    assert len(server.requests) == 4
    assert clock.waits == [0.5, 1.0, 2.0]


def test_the_back_off_has_jitter(server: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[float, float]] = []
    monkeypatch.setattr(
        waiting.random,
        "uniform",
        lambda low, high: drawn.append((low, high)) or 0.75,  # type: ignore[func-returns-value]
    )
    waits: list[float] = []
    transport = Transport(parse_origin(server.url), Context("iManage"), Redactor(), Settings(), sleep=waits.append)
    server.will(answer(503), answer(503))
    transport.request("GET", "/", operation="read")
    assert waits == [0.375, 0.75]
    assert drawn == [(0.5, 1.0)] * 2


# How long it waits

DATE = "Fri, 24 Nov 2023 08:00:00 GMT"
LATER = "Fri, 24 Nov 2023 08:00:09 GMT"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"x-ratelimit-retryafter": "7"}, 7.0),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": " 7 "}, 7.0),
        ({"x-ratelimit-reset": "7.5"}, 7.5),
        ({"Retry-After": "0"}, 0.0),
        ({"x-ratelimit-retryafter": "3", "Retry-After": "4", "x-ratelimit-reset": "5"}, 3.0),
        ({"x-ratelimit-retryafter": "soon", "Retry-After": "4"}, 4.0),
        ({"x-ratelimit-retryafter": "", "x-ratelimit-reset": "5"}, 5.0),
        # A moment instead of a duration counts from the server's own clock, which may differ from ours.
        ({"Date": DATE, "Retry-After": LATER}, 9.0),
        ({"Date": DATE, "x-ratelimit-reset": "1700812811"}, 11.0),
        ({"x-ratelimit-reset": str(1_701_000_000 + 13)}, 13.0),
        ({"Date": "today", "x-ratelimit-reset": str(1_701_000_000 + 13)}, 13.0),
        # What cannot be meant is not obeyed: the back-off applies.
        ({}, 0.5),
        ({"Retry-After": "-1"}, 0.5),
        ({"Retry-After": "nan"}, 0.5),
        ({"Retry-After": "inf"}, 0.5),
        ({"Retry-After": "tomorrow"}, 0.5),
        ({"Retry-After": "Fri, 99 Nov 2023 08:00:00 GMT"}, 0.5),
        ({"Date": LATER, "Retry-After": DATE}, 0.5),
        ({"Date": DATE, "x-ratelimit-reset": "1700812700"}, 0.5),
        ({"x-ratelimit-reset": "1700812811000"}, 0.5),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_the_servers_wish_is_obeyed(
    server: ScriptedServer, transport: Transport, clock: Clock, headers: dict[str, str], wait: float, status: int
) -> None:
    server.will(answer(status, **headers))
    assert send(transport).status == 200
    assert clock.waits == [wait]


@pytest.mark.parametrize("purpose", ["read", "write", "signin"])
@pytest.mark.parametrize("header", ["x-ratelimit-retryafter", "Retry-After", "x-ratelimit-reset"])
def test_a_wait_that_is_too_long_ends_it_at_once_and_is_named(
    server: ScriptedServer, transport: Transport, clock: Clock, header: str, purpose: str
) -> None:
    server.will(answer(429, **{header: "3600"}))
    error = failing(transport, purpose)
    assert (error.kind, error.retryable) == ("rate_limited", True)
    assert "3600 seconds" in str(error.hint)
    assert len(server.requests) == 1
    assert clock.waits == []


def test_a_wait_beyond_the_deadline_ends_it_at_once(server: ScriptedServer, clock: Clock) -> None:
    transport = make(server.url, clock, deadline=40.0)
    server.will(answer(503, Retry_After="50"))
    assert "50 seconds" in str(failing(transport).hint)
    assert len(server.requests) == 1


def test_waits_end_at_the_deadline(server: ScriptedServer, clock: Clock) -> None:
    transport = make(server.url, clock, deadline=50.0)
    server.will(*[answer(429, Retry_After="20")] * 9)
    began = clock.now
    error = failing(transport, attempts=9)
    assert error.kind == "rate_limited"
    assert clock.waits == [20.0, 20.0]
    assert clock.now - began <= 50.0


@pytest.mark.parametrize(("timeout", "deadline"), [(30.0, 120.0), (30.0, 20.0), (300.0, 120.0), (1.0, 120.0)])
def test_a_silent_server_takes_no_longer_than_the_deadline(
    server: ScriptedServer, clock: Clock, monkeypatch: pytest.MonkeyPatch, timeout: float, deadline: float
) -> None:
    transport = make(server.url, clock, timeout=timeout, deadline=deadline)
    timeouts: list[tuple[float, float]] = []

    def silent(method: str, url: str, **options: Any) -> Any:
        timeouts.append(options["timeout"])
        clock.now += options["timeout"][1]
        raise requests.ReadTimeout(urllib3.exceptions.ReadTimeoutError(urllib3.HTTPConnectionPool("x"), "/", "silent"))

    monkeypatch.setattr(transport._session, "request", silent)
    began = clock.now
    error = failing(transport)
    assert clock.now - began <= deadline
    assert "did not answer in time" in error.reason
    assert error.ambiguous is False
    assert all(0 < connect <= 10 and 0 < read <= timeout for connect, read in timeouts)
    assert len(timeouts) >= (1 if deadline < timeout else 3)


def test_the_library_waits_no_longer_than_asked(
    server: ScriptedServer, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for timeout, expected in ((2.0, (2.0, 2.0)), (30.0, (10.0, 30.0))):
        transport = make(server.url, clock, timeout=timeout)
        calls = raising(transport, monkeypatch, requests.ReadTimeout())
        failing(transport, "write")
        assert calls[0]["timeout"] == expected


@pytest.mark.parametrize("timeout", [0, -1, 0.0])
def test_a_timeout_of_nothing_is_refused(server: ScriptedServer, clock: Clock, timeout: float) -> None:
    with pytest.raises(EthicalWallsError) as caught:
        make(server.url, clock, timeout=timeout)
    assert caught.value.kind == "validation"


# The body


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def test_a_body_is_read_whole(server: ScriptedServer, transport: Transport) -> None:
    body = b'{"data": "' + b"x" * 300_000 + b'"}'
    server.will(answer(200, body))
    assert send(transport).body == body


def test_a_body_without_a_length_is_read_to_its_end(server: ScriptedServer, transport: Transport) -> None:
    server.will(HEAD + b'\r\n{"a": 1}')
    assert send(transport).json() == {"a": 1}


def test_a_body_in_chunks_is_put_together(server: ScriptedServer, transport: Transport) -> None:
    server.will(HEAD + b'Transfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n4\r\n: 1}\r\n0\r\n\r\n')
    assert send(transport).json() == {"a": 1}


def test_the_answer_to_head_has_no_body(server: ScriptedServer, transport: Transport) -> None:
    server.will(HEAD + b"Content-Length: 500\r\n\r\n")
    reply = transport.request("HEAD", "/x", operation="ask")
    assert (reply.status, reply.body) == (200, b"")


BROKEN_BODIES = {
    "truncated": HEAD + b'Content-Length: 500\r\n\r\n{"a": 1}',
    "empty": HEAD + b"Content-Length: 500\r\n\r\n",
    "truncated chunks": HEAD + b'Transfer-Encoding: chunked\r\n\r\n4\r\n{"a"\r\n',
    "broken chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n",
}


@pytest.mark.parametrize("broken", BROKEN_BODIES.values(), ids=BROKEN_BODIES.keys())
def test_a_body_that_breaks_off_is_no_answer(server: ScriptedServer, transport: Transport, broken: bytes) -> None:
    server.will(broken, answer(200, b'{"a": 2}'))
    assert send(transport).json() == {"a": 2}
    server.will(broken)
    error = failing(transport, "write")
    assert (error.kind, error.ambiguous) == ("unavailable", True)
    assert "broke off" in error.reason


def test_a_body_that_is_reset_is_no_answer(server: ScriptedServer, transport: Transport) -> None:
    def behave(connection: socket.socket) -> None:
        connection.sendall(HEAD + b"Content-Length: 500\r\n\r\n{")
        reset(connection)

    server.will(behave)
    error = failing(transport, "write")
    assert (error.kind, error.ambiguous) == ("unavailable", True)


@pytest.mark.parametrize("length", [b"Content-Length: 500\r\n", b""], ids=["of known length", "without a length"])
def test_a_body_that_stops_arriving_ends_with_the_timeout(server: ScriptedServer, clock: Clock, length: bytes) -> None:
    transport = make(server.url, clock, timeout=0.2)
    server.will(send_and_wait(HEAD + length + b"\r\n{"))
    error = failing(transport, "write")
    assert "did not answer in time" in error.reason
    assert error.ambiguous is True


@pytest.mark.parametrize("purpose", ["read", "write"])
def test_the_end_of_the_firms_time_during_a_request_is_called_so(
    server: ScriptedServer, clock: Clock, purpose: str
) -> None:
    """Nothing is wrong with the address then."""
    transport = make(server.url, clock, ends_at=clock.time() + 20)

    def behave(connection: socket.socket) -> None:
        clock.now += 21
        send_and_wait(HEAD)(connection)

    server.will(behave)
    error = failing(transport, purpose)
    assert error.reason == f"the time that this firm may take is over, and {server.url} had not answered yet"
    assert "firm_deadline: 60" in (error.hint or "")
    assert (error.kind, error.ambiguous) == ("unavailable", purpose == "write")
    assert len(server.requests) == 1


def test_a_sign_out_after_the_end_has_a_time_of_its_own(server: ScriptedServer, clock: Clock) -> None:
    transport = make(server.url, clock, timeout=0.2, ends_at=clock.time() - 1)
    server.will(send_and_wait(HEAD))
    assert "did not answer in time" in failing(transport, "write", at_the_end=True).reason


@pytest.mark.parametrize("purpose", ["read", "write"])
def test_a_body_larger_than_the_limit_is_not_kept(
    server: ScriptedServer, transport: Transport, monkeypatch: pytest.MonkeyPatch, purpose: str
) -> None:
    monkeypatch.setattr(transport_module, "MAX_BODY", 1000)
    server.will(answer(200, b"x" * 1000), answer(200, b"x" * 1001))
    assert len(send(transport, purpose).body) == 1000
    error = failing(transport, purpose)
    assert "the answer is larger than" in error.reason
    assert error.ambiguous is (purpose == "write")


def test_a_packed_body_that_nobody_asked_for_is_unpacked(server: ScriptedServer, transport: Transport) -> None:
    body = b'{"data": "' + bytes(range(97, 123)) * 3000 + b'"}'
    server.will(answer(200, gzip.compress(body), Content_Encoding="gzip"))
    assert send(transport).body == body


def test_a_packed_body_is_measured_unpacked(
    server: ScriptedServer, transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "MAX_BODY", 1000)
    server.will(answer(200, gzip.compress(b"x" * 1_000_000), Content_Encoding="gzip"))
    assert "the answer is larger than" in failing(transport).reason


def test_a_body_that_is_packed_wrongly_is_no_answer(server: ScriptedServer, transport: Transport) -> None:
    server.will(answer(200, b"not packed at all", Content_Encoding="gzip"))
    error = failing(transport, "write")
    assert error.ambiguous is True
    assert "packed" in error.reason


OTHERWISE_PACKED = ["gzip, gzip", "gzip,deflate", "br", "zstd", "x-gzip", "compress", "identity, gzip"]


@pytest.mark.parametrize("purpose", ["read", "write"])
@pytest.mark.parametrize("packing", OTHERWISE_PACKED)
def test_a_body_that_is_packed_otherwise_is_refused(
    server: ScriptedServer, transport: Transport, packing: str, purpose: str
) -> None:
    server.will(answer(200, gzip.compress(gzip.compress(b"{}")), Content_Encoding=packing))
    error = failing(transport, purpose)
    assert (error.kind, error.http_status, error.retryable) == ("unexpected", 200, False)
    assert error.ambiguous is (purpose == "write")
    assert "packed" in error.reason
    assert len(server.requests) == 1


def test_a_body_that_is_packed_once_and_again_is_refused(server: ScriptedServer, transport: Transport) -> None:
    twice = b"Content-Encoding: gzip\r\nContent-Encoding: gzip\r\n\r\n"
    server.will(HEAD + twice + gzip.compress(gzip.compress(b"{}")))
    assert failing(transport).kind == "unexpected"


@pytest.mark.parametrize("packing", ["identity", "Identity", ""])
def test_a_body_that_is_said_not_to_be_packed_is_read(
    server: ScriptedServer, transport: Transport, packing: str
) -> None:
    server.will(answer(200, b'{"a": 1}', Content_Encoding=packing))
    assert send(transport).json() == {"a": 1}
    server.will(HEAD + b"Content-Encoding: identity\r\nContent-Length: 500\r\n\r\n{")
    assert failing(transport, "write").kind == "unavailable"


@pytest.mark.parametrize("compress", [gzip.compress, zlib.compress], ids=["gzip", "deflate"])
def test_a_packed_body_is_never_unpacked_far_beyond_the_limit(
    server: ScriptedServer, transport: Transport, monkeypatch: pytest.MonkeyPatch, compress: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(transport_module, "MAX_BODY", 100_000)
    packed = compress(b"x" * (64 * MEBIBYTE))
    packing = "gzip" if compress is gzip.compress else "deflate"
    server.will(answer(200, packed, Content_Encoding=packing))
    tracemalloc.start()
    try:
        assert "the answer is larger than" in failing(transport).reason
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * MEBIBYTE


PACKED = gzip.compress(b"{}")
KEEP = b"HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n"
REUSABLE_ANSWERS = {
    "of known length": KEEP + b"Content-Length: 2\r\n\r\n{}",
    "empty": KEEP + b"Content-Length: 0\r\n\r\n",
    "packed": KEEP + f"Content-Encoding: gzip\r\nContent-Length: {len(PACKED)}\r\n\r\n".encode() + PACKED,
    "packed, in chunks": KEEP
    + f"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n{len(PACKED):x}\r\n".encode()
    + PACKED
    + b"\r\n0\r\n\r\n",
    "in chunks": KEEP + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    "without content": b"HTTP/1.1 204 No Content\r\nConnection: keep-alive\r\n\r\n",
}


@pytest.mark.parametrize("reusable", REUSABLE_ANSWERS.values(), ids=REUSABLE_ANSWERS.keys())
def test_connections_are_used_again(clock: Clock, reusable: bytes) -> None:
    """A connection for each request would cost a TLS handshake each."""
    connections: list[int] = []

    def two_answers(connection: socket.socket) -> None:
        connections.append(connection.fileno())
        connection.sendall(reusable)
        while connection.recv(65536):
            connection.sendall(reusable)

    with scripted_server() as server:
        server.will(two_answers)
        transport = make(server.url, clock)
        for _number in range(3):
            assert send(transport).status in (200, 204)
            # The next call has time of its own.
            clock.now += 1000
        transport._session.close()
    assert len(connections) == 1


@pytest.mark.parametrize(
    ("body", "value"),
    [(b'{"a": 1}', {"a": 1}), (b'\xef\xbb\xbf{"a": 1}', {"a": 1}), ('{"a": "é"}'.encode(), {"a": "é"})],
)
def test_json_is_read(body: bytes, value: Any) -> None:
    assert Reply(200, {}, body).json() == value


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\xfe\xfd", b"{", b"[" * 200_000])
def test_what_is_not_json_is_a_value_error(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        Reply(200, {}, body).json()


# Where it goes


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(server: ScriptedServer, transport: Transport, status: int) -> None:
    server.will(answer(status, Location=f"{server.url}/elsewhere"))
    error = failing(transport)
    assert (error.kind, error.http_status, error.ambiguous) == ("unexpected", status, False)
    assert [request.target for request in server.requests] == ["/x"]


def test_a_redirect_is_not_read(server: ScriptedServer, transport: Transport) -> None:
    endless = b"HTTP/1.1 302 Found\r\nLocation: http://[not-an-address/\r\nContent-Length: 1000\r\n\r\n"
    server.will(send_and_wait(endless))
    assert failing(transport).http_status == 302


def test_a_redirected_write_is_ambiguous(server: ScriptedServer, transport: Transport) -> None:
    server.will(answer(302, Location="https://sign-in.example/?return=x"))
    error = failing(transport, "write")
    assert error.ambiguous is True
    assert "sign-in.example" not in str(error)


@pytest.mark.parametrize("path", ["@evil.example/x", "x", "", ":80@evil.example/", ".evil.example/x", "?x"])
def test_a_path_cannot_lead_to_another_host(transport: Transport, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    calls = raising(transport, monkeypatch, AssertionError("sent"))
    with pytest.raises(EthicalWallsError) as caught:
        transport.request("GET", path, operation="read a thing")
    assert caught.value.kind == "validation"
    assert calls == []
    assert transport.counter == {"read": 0, "write": 0, "signin": 0}


@pytest.mark.parametrize("path", ["/a/../b", "/a/.", "/..", "/a/%2e%2E/b", "/a/%2e./b", "/a/%2E"])
def test_a_path_that_steps_upwards_is_not_sent(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """The library resolves such a step, encoded or not, so the request would be another one than it looks."""
    calls = raising(transport, monkeypatch, AssertionError("sent"))
    with pytest.raises(EthicalWallsError) as caught:
        transport.request("DELETE", path, operation="remove a thing", purpose="write")
    assert caught.value.kind == "validation"
    assert calls == []
    assert transport.counter == {"read": 0, "write": 0, "signin": 0}


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
def test_a_proxy_is_not_for_loopback(server: ScriptedServer, clock: Clock, monkeypatch: Any, name: str) -> None:
    monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    assert send(make(server.url, clock)).status == 200


def test_a_proxy_is_for_the_world_outside(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{unused_port()}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    error = failing(make("https://imanage.example", clock), "write")
    assert (error.kind, error.ambiguous) == ("unavailable", False)
    assert "proxy" in error.reason


def test_a_proxy_that_refuses_is_named_as_such(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_server() as proxy:
        proxy.will(*[b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"] * 4)
        monkeypatch.setenv("https_proxy", proxy.url.replace("//", f"//user:{SECRET}@"))
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        error = failing(make("https://imanage.example", clock), "write")
        assert [request.method for request in proxy.requests] == ["CONNECT"] * 4
    assert (error.kind, error.ambiguous) == ("unavailable", False)
    assert "407" in error.reason
    assert str(error.hint).startswith("Check https_proxy; ")
    assert SECRET not in str(error)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("REQUESTS_CA_BUNDLE", "/etc/pki/not-in-this-image.pem", "No such file"),
        ("CURL_CA_BUNDLE", "/etc/pki/not-in-this-image.pem", "No such file"),
        ("HTTPS_PROXY", "socks5://proxy.corp.example:1080", "the Python library PySocks is missing"),
        ("all_proxy", "socks5h://proxy.corp.example:1080", "the Python library PySocks is missing"),
        ("https_proxy", f"http://user:{SECRET}#xy@proxy.corp.example:8080", "is no address of a proxy"),
        # Here, a part of the password would be the host.
        ("HTTPS_PROXY", f"http://user:12#{SECRET}@proxy.corp.example:8080", "is no address of a proxy"),
        ("HTTPS_PROXY", f"http://user/{SECRET}@proxy.corp.example:8080", "is no address of a proxy"),
        ("HTTPS_PROXY", f"http://user:12?{SECRET}@proxy.corp.example:8080", "is no address of a proxy"),
        ("HTTPS_PROXY", "ftp://proxy.corp.example", "a kind of proxy that is not known"),
    ],
)
def test_an_environment_that_cannot_be_used_is_named_before_anything_is_sent(
    clock: Clock, no_environment: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    no_environment.setattr(importlib.util, "find_spec", lambda library: None)
    no_environment.setenv(name, value)
    with pytest.raises(EthicalWallsError) as caught:
        make("https://imanage.example", clock)
    assert caught.value.kind == "validation"
    assert caught.value.reason.startswith(f"{name} of the environment")
    assert words in caught.value.reason
    assert name in str(caught.value.hint) or "PySocks" in str(caught.value.hint)
    assert SECRET not in str(caught.value)
    # This machine itself is reached without it.
    make("https://127.0.0.1", clock)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HTTPS_PROXY", "http://proxy.corp.example:8080"),
        ("HTTPS_PROXY", "proxy.corp.example:8080"),
        ("HTTPS_PROXY", "http://user:Pro%23xy@proxy.corp.example:8080/"),
        ("HTTPS_PROXY", "socks5://proxy.corp.example:1080"),
        ("NO_PROXY", "imanage.example"),
        ("http_proxy", "http://user:Pro#xy@proxy.corp.example:8080"),
    ],
)
def test_an_environment_that_can_be_used_is_left_alone(
    clock: Clock, no_environment: pytest.MonkeyPatch, name: str, value: str
) -> None:
    no_environment.setattr(importlib.util, "find_spec", lambda library: object())
    no_environment.setenv(name, value)
    if name == "NO_PROXY":
        no_environment.setenv("HTTPS_PROXY", "http://user:Pro#xy@proxy.corp.example:8080")
    make("https://imanage.example", clock)


@pytest.mark.parametrize("given", [{"ca_path": __file__}, {"validate_certs": False}], ids=["ca_path", "unchecked"])
def test_authorities_of_the_environment_that_are_not_asked_do_not_matter(
    clock: Clock, no_environment: pytest.MonkeyPatch, given: dict[str, Any]
) -> None:
    no_environment.setattr(transport_module, "why_unusable", lambda path: None)
    no_environment.setenv("REQUESTS_CA_BUNDLE", "/etc/pki/not-in-this-image.pem")
    make("https://imanage.example", clock, **given)


def test_an_authority_that_is_missing_is_asked_for_by_the_systems_own_variable(
    clock: Clock, no_environment: pytest.MonkeyPatch
) -> None:
    no_environment.setenv("HTTPS_PROXY", "http://proxy.corp.example:8080")
    refused = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:1)")
    for system in ("iManage", "Legora"):
        transport = make("https://api.example", clock, system=system)
        raising(transport, no_environment, requests.exceptions.SSLError(refused))
        hint = str(failing(transport, "read").hint)
        assert f"give ca_path ({system.lower()}_ca_path among a firm's variables)" in hint
        assert hint.startswith("The way leads through HTTPS_PROXY; a proxy may show certificates of its own. ")


def test_a_write_that_a_proxy_may_have_passed_on_is_ambiguous(
    transport: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older releases of the library call every lost connection a failure of the proxy, where there is one."""
    lost = urllib3.exceptions.ProxyError("Cannot connect to proxy.", ConnectionResetError(104, "Connection reset"))
    pool = urllib3.HTTPConnectionPool("imanage.example")
    calls = raising(
        transport, monkeypatch, requests.exceptions.ProxyError(urllib3.exceptions.MaxRetryError(pool, "/x", lost))
    )
    assert failing(transport, "write").ambiguous is True
    assert len(calls) == 1


def test_credentials_of_a_netrc_file_are_not_sent(
    server: ScriptedServer, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text(f"default login somebody password {SECRET}\n", encoding="utf-8")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    transport = make(server.url, clock)
    # As for a host outside, for which the environment counts.
    transport._session.trust_env = True
    monkeypatch.setenv("no_proxy", "*")
    send(transport, headers={"X-Auth-Token": "token"})
    send(transport, headers={"Authorization": "Bearer key"})
    assert "authorization" not in server.requests[0].headers
    assert server.requests[1].headers["authorization"] == "Bearer key"


def test_cookies_do_not_mix_two_sign_ins(server: ScriptedServer, transport: Transport) -> None:
    """The account's calls go over the operator's transport: a cookie would make them the operator's."""
    server.will(answer(200, Set_Cookie="session=operator; Path=/"))
    send(transport)
    send(transport)
    assert "cookie" not in server.requests[1].headers


def test_what_is_sent(server: ScriptedServer, transport: Transport) -> None:
    transport.request("PATCH", "/a%2Fb", operation="x", purpose="write", json={"a": None}, params={"q": "é &"})
    transport.request("POST", "/form", operation="x", purpose="signin", form={"password": "ä+ &"})
    first, second = server.requests
    assert (first.method, first.target) == ("PATCH", "/a%2Fb?q=%C3%A9+%26")
    assert (first.headers["content-type"], first.body) == ("application/json", b'{"a": null}')
    assert second.headers["content-type"] == "application/x-www-form-urlencoded"
    assert second.body == b"password=%C3%A4%2B+%26"
    assert first.headers["accept"] == "application/json"
    assert first.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize("value", ["line\nbreak", "price €", " leading"])
@pytest.mark.parametrize("purpose", ["read", "write"])
def test_a_header_that_cannot_be_sent_is_a_mistake_of_the_user(
    server: ScriptedServer, transport: Transport, value: str, purpose: str
) -> None:
    error = failing(transport, purpose, headers={"Authorization": f"{value}{SECRET}" if value != " leading" else value})
    assert (error.kind, error.ambiguous, error.retryable) == ("validation", False, False)
    assert SECRET not in str(error)
    assert server.requests == []


# TLS


def test_an_untrusted_certificate_is_not_tried_again(clock: Clock, no_environment: pytest.MonkeyPatch) -> None:
    transport = make("https://imanage.example", clock)
    refused = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed (_ssl.c:1)")
    refused.verify_message = "self-signed certificate"
    pool = urllib3.HTTPConnectionPool("imanage.example")
    reason = urllib3.exceptions.SSLError(refused)
    calls = raising(
        transport, no_environment, requests.exceptions.SSLError(urllib3.exceptions.MaxRetryError(pool, "/x", reason))
    )
    error = failing(transport, "write")
    assert (error.kind, error.ambiguous, error.retryable) == ("unavailable", False, False)
    assert "was not trusted (self-signed certificate)" in error.reason
    assert "give ca_path (imanage_ca_path among a firm's variables)." in str(error.hint)
    assert transport.counter == {"read": 0, "write": 0, "signin": 0}
    assert len(calls) == 1


def test_tls_that_breaks_after_a_write_is_ambiguous(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    transport = make("https://imanage.example", clock)
    broken = ssl.SSLEOFError(8, "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol (_ssl.c:2)")
    raising(transport, monkeypatch, requests.exceptions.SSLError(urllib3.exceptions.SSLError(broken)))
    error = failing(transport, "write")
    assert (error.kind, error.ambiguous) == ("unavailable", True)
    assert "_ssl.c" not in error.reason


def test_plain_http_behind_https_is_said(clock: Clock) -> None:
    def not_tls(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with raw_server(not_tls) as port:
        error = failing(make(f"https://127.0.0.1:{port}", clock))
    assert "the TLS connection to" in error.reason
    assert "wrong version number" in error.reason or "unsupported" in error.reason


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_an_unusable_ca_path_is_a_mistake_of_the_user(clock: Clock, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(EthicalWallsError) as caught:
        make("https://127.0.0.1", clock, ca_path=str(path))
    assert caught.value.kind == "validation"
    assert "ca_path" in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "verify"),
    [({}, True), ({"validate_certs": False}, False)],
)
def test_certificates_are_verified_unless_told_otherwise(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any], verify: object
) -> None:
    transport = make("https://imanage.example", clock, **settings)
    calls = raising(transport, monkeypatch, requests.ReadTimeout())
    failing(transport, "write")
    assert calls[0]["verify"] is verify
    assert calls[0]["allow_redirects"] is False


# What is said


@pytest.mark.parametrize(
    ("make_error", "words"),
    [
        (lambda: requests.ConnectionError(urllib3.exceptions.ProtocolError(
            "Connection aborted.", __import__("http.client").client.RemoteDisconnected("Remote end closed"))),
            "broke off the connection (it was closed without an answer)"),
        (lambda: requests.ConnectionError(urllib3.exceptions.ProtocolError(
            "Connection aborted.", ConnectionResetError(104, "Connection reset by peer"))),
            "broke off the connection (Connection reset by peer)"),
        (lambda: requests.ReadTimeout(f"https://x/?password={SECRET}"), "did not answer in time"),
        (lambda: requests.exceptions.ContentDecodingError(f"zlib {SECRET}"), "broke off the connection"),
        (lambda: requests.exceptions.RequestException(f"{SECRET}-unencoded /tmp/x"), "broke off the connection"),
    ],
    ids=["closed", "reset", "timeout", "decoding", "other"],
)  # fmt: skip
def test_causes_are_short_and_for_people(
    transport: Transport, monkeypatch: pytest.MonkeyPatch, make_error: Callable[[], BaseException], words: str
) -> None:
    raising(transport, monkeypatch, make_error())
    error = failing(transport, "write")
    assert words in error.reason
    assert SECRET not in error.reason
    assert "0x" not in error.reason
    assert len(error.reason) < 160


def test_errors_are_redacted(transport: Transport) -> None:
    error = transport.error(f"wrong password {SECRET}", "auth", hint=f"not {SECRET}", operation="sign in")
    assert SECRET not in error.reason
    assert SECRET not in str(error.hint)


def test_a_learnt_secret_is_told_and_hidden(server: ScriptedServer) -> None:
    told: list[str] = []
    transport = Transport(parse_origin(server.url), Context("iManage"), Redactor(), learn=told.append)
    transport.learn_secret("pretend-token")
    assert told == ["pretend-token"]
    assert "pretend-token" not in transport.error("saw pretend-token", "unexpected").reason


def test_counters_count_what_was_sent(server: ScriptedServer, transport: Transport) -> None:
    server.will(answer(503), answer(200), answer(200), answer(401))
    send(transport)
    send(transport, "write")
    send(transport, "signin")
    assert transport.counter == {"read": 2, "write": 1, "signin": 1}


def test_header_names_are_lower_case(server: ScriptedServer, transport: Transport) -> None:
    server.will(answer(200, X_Request_ID="Seven"))
    assert send(transport).headers["x-request-id"] == "Seven"
