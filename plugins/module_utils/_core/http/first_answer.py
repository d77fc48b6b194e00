# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks a web server one question, without credentials, and looks no further than the head of its answer."""

from __future__ import annotations

import http.client
import io
import socket
import typing as t
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from ..deadline import Deadline, reason_of
from ..tls.sent_chain import printable

# Bytes and characters.
_MAX_HEAD = 64 * 1024
_MAX_LOCATION = 500
_MAX_HEADER = 200


@dataclass(frozen=True)
class HttpAnswer:
    """What the server said.

    :ivar location_host: where a redirect leads, in lower case.
    :ivar location: the same with scheme and path, never with the query, which may hold what is secret.
    :ivar headers: those that were asked for, by name, where the answer has them.
    """

    status: int | None = None
    location_host: str | None = None
    location: str | None = None
    error: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


def ask(connection: socket.socket, url: str, deadline: Deadline, keep: t.Sequence[str] = ()) -> HttpAnswer:
    """Send C(GET /) over an open connection; the body of the answer is not read.

    :param url: the origin that the connection leads to.
    :param keep: the names of the headers to return, in lower case.
    """
    lines = (
        "GET / HTTP/1.1",
        f"Host: {urlsplit(url).netloc}",
        "User-Agent: endpoint-probe",
        "Accept: */*",
        "Connection: close",
    )
    try:
        connection.settimeout(deadline.left())
        connection.sendall("\r\n".join([*lines, "", ""]).encode("ascii"))
        return _understood(_head(connection, deadline), url, keep)
    except (OSError, ValueError) as error:
        return HttpAnswer(error=reason_of(error))


def _head(connection: socket.socket, deadline: Deadline) -> bytes:
    """Read until the blank line, or as much as comes, but neither without end nor for ever."""
    head = b""
    while not _is_complete(head) and len(head) <= _MAX_HEAD:
        connection.settimeout(deadline.left())
        piece = connection.recv(_MAX_HEAD)
        if not piece:
            break
        head += piece
    return head


def _is_complete(head: bytes) -> bool:
    return b"\r\n\r\n" in head or b"\n\n" in head


class _Played:
    """Plays what was received to Python's own reader of HTTP, which wants a socket."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def makefile(self, *mode: t.Any) -> io.BytesIO:
        return io.BytesIO(self._data)


def _understood(head: bytes, url: str, keep: t.Sequence[str]) -> HttpAnswer:
    if not head:
        return HttpAnswer(error="it closed the connection without an answer")
    if len(head) > _MAX_HEAD:
        return HttpAnswer(error=f"the head of its answer is larger than {_MAX_HEAD} bytes")
    response = http.client.HTTPResponse(t.cast(socket.socket, _Played(head)))
    try:
        response.begin()
    except http.client.HTTPException:
        return HttpAnswer(error="its answer is not HTTP")
    if not _is_complete(head):
        return HttpAnswer(error="it closed the connection in the middle of its answer")
    location = response.getheader("Location") if 300 <= response.status <= 399 else None
    host, place = place_of(location, url) if location else (None, None)
    told = {name: printable(response.getheader(name) or "").strip()[:_MAX_HEADER] for name in keep}
    return HttpAnswer(
        status=response.status,
        location_host=host,
        location=place,
        headers={name: value for name, value in told.items() if value},
    )


def place_of(location: str, url: str) -> tuple[str | None, str | None]:
    """Return the host of a redirect's target, and the target without user info, query and fragment.

    :param location: as the server wrote it: it may be relative, and anything else too.
    :param url: where the request went.
    """
    try:
        parts = urlsplit(urljoin(url + "/", printable(location).replace(" ", "")))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None, None
    if not host:
        return None, None
    shown = f"[{host}]" if ":" in host else host
    return host, f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path}"[:_MAX_LOCATION]
