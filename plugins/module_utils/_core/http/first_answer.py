# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks a web server one question, without credentials, and looks no further than the head of its answer."""

from __future__ import annotations

import http.client
import io
import math
import socket
import typing as t
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from ..deadline import Deadline, reason_of
from ..tls.sent_chain import only_printable
from .timed_adapter import CallAtHand, timed_response

# Bytes and characters. The first is that of http.client, which takes no longer line, and no more than 100 headers.
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


class _Lines(io.BufferedReader):
    """Remembers the last line, since C(http.client) takes a head that breaks off for a whole one."""

    last = b""

    def readline(self, size: int | None = -1, /) -> bytes:
        self.last = super().readline(size)
        return self.last


def ask(connection: socket.socket, url: str, deadline: Deadline, keep: t.Sequence[str] = ()) -> HttpAnswer:
    """Send C(GET /) over an open connection; the body of the answer is not read.

    :param url: the origin that the connection leads to.
    :param keep: the names of the headers to return, in lower case.
    """
    headers = {
        "Host": urlsplit(url).netloc,
        "User-Agent": "endpoint-probe",
        "Accept": "*/*",
        "Connection": "close",
    }
    client = http.client.HTTPConnection(headers["Host"])
    client.sock = connection
    client.response_class = timed_response(CallAtHand(deadline, math.inf), _Lines)  # type: ignore[assignment]
    try:
        connection.settimeout(deadline.left())
        client.putrequest("GET", "/", skip_host=True, skip_accept_encoding=True)
        for header in headers.items():
            client.putheader(*header)
        client.endheaders()
        with client.getresponse() as response:
            return _understood(response, url, keep)
    except http.client.RemoteDisconnected:
        return HttpAnswer(error="it closed the connection without an answer")
    except http.client.LineTooLong:
        return HttpAnswer(error=f"the head of its answer is larger than {_MAX_HEAD} bytes")
    except http.client.HTTPException:
        return HttpAnswer(error="its answer is not HTTP")
    except (OSError, ValueError) as error:
        return HttpAnswer(error=reason_of(error))


def _understood(response: http.client.HTTPResponse, url: str, keep: t.Sequence[str]) -> HttpAnswer:
    if t.cast(_Lines, response.fp).last not in (b"\r\n", b"\n"):
        return HttpAnswer(error="it closed the connection in the middle of its answer")
    location = response.getheader("Location") if 300 <= response.status <= 399 else None
    host, place = place_of(location, url) if location else (None, None)
    told = {name: only_printable(response.getheader(name) or "").strip()[:_MAX_HEADER] for name in keep}
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
        parts = urlsplit(urljoin(url + "/", only_printable(location).replace(" ", "")))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None, None
    if not host:
        return None, None
    shown = f"[{host}]" if ":" in host else host
    return host, f"{parts.scheme}://{shown}{f':{port}' if port else ''}{parts.path}"[:_MAX_LOCATION]
