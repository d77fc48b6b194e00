# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small server on loopback, in threads, for as long as a block lasts: by the connection, or by the request."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Behaviour = Callable[[socket.socket], None]


@dataclass
class Request:
    """One request as it arrived, header names in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def answer(status: int, body: bytes = b"{}", /, **headers: str) -> bytes:
    """Return a complete answer; underscores in header names stand for hyphens."""
    headers.setdefault("Connection", "close")
    lines = [f"HTTP/1.1 {status} Scripted", f"Content-Length: {len(body)}", "Content-Type: application/json"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def json_answer(status: int, body: Any = None, /, **headers: str) -> bytes:
    """Return a complete answer in JSON, or an empty one for ``None``."""
    return answer(status, b"" if body is None else json.dumps(body).encode(), **headers)


@contextlib.contextmanager
def raw_server(behave: Behaviour) -> Iterator[int]:
    """Run a server that lets a function handle each whole connection; give its port.

    A connection on which nothing comes for five seconds is over. What else goes wrong in the function fails the test,
    since pytest tells of exceptions in threads.
    """

    def handle(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(5)
            behave(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _address = listener.accept()
                threading.Thread(target=handle, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


@contextlib.contextmanager
def http_server(reply: Callable[[Request], bytes | Behaviour]) -> Iterator[str]:
    """Run a server that answers one request for each connection; give its URL.

    :param reply: returns the whole answer, or what to do with the connection instead.
    """

    def behave(connection: socket.socket) -> None:
        answered = reply(_read_request(connection))
        if isinstance(answered, bytes):
            connection.sendall(answered)
        else:
            answered(connection)

    with raw_server(behave) as port:
        yield f"http://127.0.0.1:{port}"


def unused_port() -> int:
    """Return a port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
    return port


def _read_request(connection: socket.socket) -> Request:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _read_more(connection)
    head, _separator, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _colon, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += _read_more(connection)
    method, target, _version = first.split(" ")
    return Request(method, target, headers, body)


def _read_more(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionResetError("the client has closed the connection")
    return piece
