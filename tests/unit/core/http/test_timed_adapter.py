# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No server outlasts the end of a call, wherever in its answer it takes its time."""

from __future__ import annotations

import io
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest
from helpers.loopback import Behaviour, answer, raw_server
from unit.core.certificate import own_certificate

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.deadline import Deadline
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.timed_adapter import (
    CallAtHand,
    _BoundedReader,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import (
    Context,
    Reply,
    Settings,
    Transport,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor

# Seconds: what a call may take here, what a slow machine may need besides, and for how long the servers go on. Each
# pause is far below the timeout of one answer.
DEADLINE = 0.4
AT_MOST = 10.0
GOES_ON = 20.0
PAUSE = 0.02

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
# What the answer begins with, what then comes again and again, and what would end it well.
NEVER_WHOLE = {
    "status line": (b"HTTP/1.1 200 ", b"x", b"\r\nContent-Length: 2\r\n\r\n{}"),
    "header": (OK + b"X-Long: ", b"x", b"\r\nContent-Length: 2\r\n\r\n{}"),
    "continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n", OK + b"Content-Length: 2\r\n\r\n{}"),
}
BODY_NEVER_WHOLE = {
    "size of a chunk": (CHUNKED, b"0", b"2\r\n{}\r\n0\r\n\r\n"),
    "extension of a chunk": (CHUNKED + b"2;", b"x", b"\r\n{}\r\n0\r\n\r\n"),
    "trailers": (CHUNKED + b"2\r\n{}\r\n0\r\n", b"X: y\r\n", b"\r\n"),
    "body of known length": (OK + b"Content-Length: 5000\r\n\r\n", b" ", b" " * 5000),
    "body without a length": (OK + b"\r\n", b" ", b"{}"),
    # Within the name of the packed file, so nothing of it is unpacked.
    "packed body": (OK + b"Content-Encoding: gzip\r\n\r\n\x1f\x8b\x08\x08\0\0\0\0\0\x03", b"x", b"\0"),
}


def trickle(head: bytes, drop: bytes, end: bytes) -> Behaviour:
    """Begin an answer, and end it only when nobody should be waiting any more."""

    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(head)
        until = time.monotonic() + GOES_ON
        while time.monotonic() < until:
            connection.sendall(drop)
            time.sleep(PAUSE)
        connection.sendall(end)

    return behave


def over_tls(context: ssl.SSLContext, behave: Behaviour) -> Behaviour:
    def behave_over_tls(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as secured:
            behave(secured)

    return behave_over_tls


def make(url: str, **settings: Any) -> Transport:
    return Transport(
        parse_origin(url), Context("iManage", "Alder & Finch LLP"), Redactor(), Settings(**{"timeout": 5.0, **settings})
    )


def send(transport: Transport, purpose: Any = "read") -> Reply:
    method = "GET" if purpose == "read" else "POST"
    return transport.request(method, "/x", operation="read a thing", purpose=purpose)


def assert_ends_in_time(
    transport: Transport, purpose: Any = "read", said: str = "did not answer in time"
) -> EthicalWallsError:
    """Send a request that is never answered in time; return its error."""
    began = time.monotonic()
    with pytest.raises(EthicalWallsError) as caught:
        send(transport, purpose)
    assert time.monotonic() - began < AT_MOST
    error = caught.value
    assert error.kind == "unavailable"
    assert said in error.reason
    assert sum(transport.counter.values()) == 1
    return error


ALL = {**NEVER_WHOLE, **BODY_NEVER_WHOLE}


@pytest.mark.parametrize("purpose", ["read", "write"])
@pytest.mark.parametrize("parts", ALL.values(), ids=ALL.keys())
def test_an_answer_that_never_ends_takes_no_longer_than_the_call(
    parts: tuple[bytes, bytes, bytes], purpose: str
) -> None:
    with raw_server(trickle(*parts)) as port:
        error = assert_ends_in_time(make(f"http://127.0.0.1:{port}", deadline=DEADLINE), purpose)
    assert error.ambiguous is (purpose == "write")


def test_an_answer_without_pause_ends_too() -> None:
    """There is always something to read, so a timeout of the socket would never come."""

    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        until = time.monotonic() + GOES_ON
        while time.monotonic() < until:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)

    with raw_server(behave) as port:
        assert_ends_in_time(make(f"http://127.0.0.1:{port}", deadline=DEADLINE))


@pytest.mark.parametrize("place", ["status line", "trailers"])
def test_an_answer_over_tls_is_bounded(tmp_path: Path, place: str) -> None:
    ca_path, context = own_certificate(tmp_path)
    with raw_server(over_tls(context, trickle(*ALL[place]))) as port:
        error = assert_ends_in_time(make(f"https://127.0.0.1:{port}", ca_path=ca_path, deadline=DEADLINE), "write")
    assert error.ambiguous is True


def test_a_tls_handshake_is_bounded() -> None:
    # The beginning of a record of many bytes.
    with raw_server(trickle(b"\x16\x03\x03\x40\x00", b"\x02", b"")) as port:
        assert_ends_in_time(make(f"https://127.0.0.1:{port}", deadline=DEADLINE))


@pytest.mark.parametrize("place", ["status line", "header"])
def test_a_proxy_is_bounded(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    with raw_server(trickle(*NEVER_WHOLE[place])) as port:
        monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{port}")
        assert_ends_in_time(make("https://imanage.example", deadline=DEADLINE))


# What is only slow


def slowly(*parts: bytes) -> Behaviour:
    """Answer each request part by part."""

    def behave(connection: socket.socket) -> None:
        while connection.recv(65536):
            for part in parts:
                time.sleep(PAUSE)
                connection.sendall(part)

    return behave


SLOW = {
    "byte by byte": [bytes([one]) for one in OK + b'Content-Length: 8\r\n\r\n{"a": 1}'],
    "in chunks": [CHUNKED, b"4\r\n", b'{"a"', b"\r\n4;x\r\n", b": 1}\r\n", b"0\r\n", b"X: y\r\n", b"\r\n"],
    "after a while": [b"HTTP/1.1 100 Continue\r\n\r\n", OK, b"Content-Length: 8\r\n\r\n", b'{"a"', b": 1}"],
}


@pytest.mark.parametrize("parts", SLOW.values(), ids=SLOW.keys())
def test_a_slow_answer_is_an_answer(parts: list[bytes]) -> None:
    with raw_server(slowly(*parts)) as port:
        transport = make(f"http://127.0.0.1:{port}")
        assert send(transport).json() == {"a": 1}
        transport._session.close()


def test_over_tls_everything_arrives_on_one_connection(tmp_path: Path) -> None:
    """What TLS has unpacked but not yet handed over must not be waited for."""
    ca_path, context = own_certificate(tmp_path)
    connections: list[int] = []
    body = b'{"data": "' + b"x" * 100_000 + b'"}'

    def behave(connection: socket.socket) -> None:
        connections.append(connection.fileno())
        while connection.recv(65536):
            connection.sendall(answer(200, body, Connection="keep-alive"))

    with raw_server(over_tls(context, behave)) as port:
        transport = make(f"https://127.0.0.1:{port}", ca_path=ca_path)
        assert [send(transport).body for _number in range(3)] == [body] * 3
        transport._session.close()
    assert len(connections) == 1


class QuietSocket:
    """As the one that urllib3 makes of pyOpenSSL: it does not tell its timeout."""

    def __init__(self) -> None:
        self.timeouts: list[float] = []

    def settimeout(self, seconds: float) -> None:
        self.timeouts.append(seconds)


def test_a_socket_need_not_tell_its_timeout() -> None:
    sock = QuietSocket()
    reader = _BoundedReader(io.BytesIO(b"{}"), sock, CallAtHand(Deadline(60), 2.0))
    assert reader.read() == b"{}"
    assert set(sock.timeouts) == {2.0}
