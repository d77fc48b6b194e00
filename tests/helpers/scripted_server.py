# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server on loopback that answers from a script, byte for byte: well-behaved servers cannot misbehave enough."""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from helpers.loopback import Behaviour, Request, answer, http_server


@dataclass
class ScriptedServer:
    """Plays the next line of its script to each request, and remembers the requests.

    :ivar script: what is still to be played; a request that finds it empty is answered with 200 and ``{}``.
    """

    url: str = ""
    script: list[bytes | Behaviour] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def will(self, *lines: bytes | Behaviour) -> None:
        self.script.extend(lines)

    def play(self, request: Request) -> bytes | Behaviour:
        self.requests.append(request)
        return self.script.pop(0) if self.script else answer(200)


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
    """Run one in threads; it serves one request for each connection."""
    server = ScriptedServer()
    with http_server(server.play) as server.url:
        yield server
