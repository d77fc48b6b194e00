# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback that answers from a script, byte for byte: well-behaved servers cannot misbehave enough."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Behaviour = Callable[[socket.socket], None]


@dataclass
class Request:
    """One request as it arrived, header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class ScriptedServer:
    """Plays the next line of its script to each request, and remembers the requests.

    :ivar script: what is still to be played; a request that finds it empty is answered with 200 and ``{}``.
    """

    port: int
    script: list[bytes | Behaviour] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def will(self, *lines: bytes | Behaviour) -> None:
        self.script.extend(lines)


def answer(status: int, body: bytes = b"{}", /, **headers: str) -> bytes:
    """Return a complete answer; underscores in header names stand for hyphens."""
    headers.setdefault("Connection", "close")
    lines = [f"HTTP/1.1 {status} Scripted", f"Content-Length: {len(body)}", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def close_without_answer(connection: socket.socket) -> None:
    """End the connection in good order, as a server does that is shut down."""


def reset(connection: socket.socket) -> None:
    """End the connection as a crash does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def send_and_wait(data: bytes) -> Behaviour:
    """Send something, and then nothing more until the client has had enough."""

    def behave(connection: socket.socket) -> None:
        connection.sendall(data)
        with contextlib.suppress(OSError):
            while connection.recv(1024):
                pass

    return behave


@contextlib.contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    """Run one in a thread; it serves one request for each connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = ScriptedServer(listener.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(listener, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@contextlib.contextmanager
def raw_server(behave: Behaviour) -> Iterator[int]:
    """Run a server that lets a function handle each whole connection; give its port."""

    def serve() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection, contextlib.suppress(OSError):
                connection.settimeout(5)
                behave(connection)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def unused_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _serve(listener: socket.socket, server: ScriptedServer) -> None:
    while True:
        try:
            connection, _address = listener.accept()
        except OSError:
            return
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            request = _read_request(connection)
            if request is None:
                continue
            server.requests.append(request)
            line = server.script.pop(0) if server.script else answer(200)
            if isinstance(line, bytes):
                connection.sendall(line)
            else:
                line(connection)


def _read_request(connection: socket.socket) -> Request | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _separator, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, target, _version = first.split(" ")
    return Request(method, target, headers, body)
