# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends each wait for a server when its call ends, wherever in an answer the libraries wait.

Their own timeout begins anew with each piece that arrives. A server that sends a byte at a time, in a header or after
the body, would outlast every limit, and nothing above the connection would notice.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import typing as t
from dataclasses import dataclass

from ..deadline import Deadline

# That it is missing is reported by the front end, which looks for it first.
with contextlib.suppress(ImportError):
    import requests


@dataclass
class CallAtHand:
    """What the answers of a session belong to: one call at a time, while connections outlive them.

    :ivar timeout: seconds that the server may be silent.
    """

    deadline: Deadline
    timeout: float


class _BoundedReader(io.RawIOBase):
    """Reads what a socket receives, and never waits for it beyond the deadline."""

    def __init__(self, raw: io.RawIOBase, sock: t.Any, call: CallAtHand) -> None:
        self._raw = raw
        self._socket = sock
        self._deadline = call.deadline
        # Not the socket's own: what pyOpenSSL puts in the place of a socket does not tell it.
        self._timeout = call.timeout

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: t.Any) -> int | None:
        self._socket.settimeout(min(self._timeout, self._deadline.left()))
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


def timed_response(
    call: CallAtHand, reader: type[io.BufferedReader] = io.BufferedReader
) -> t.Callable[..., http.client.HTTPResponse]:
    """Return what makes a connection's answers, so that none is waited for beyond its call's deadline.

    :param reader: what the answer's lines are read with.
    """

    def response(sock: t.Any, *args: t.Any, **options: t.Any) -> http.client.HTTPResponse:
        made = http.client.HTTPResponse(sock, *args, **options)
        made.fp = reader(_BoundedReader(made.fp.detach(), sock, call))
        return made

    return response


def timed_adapter(call: CallAtHand) -> requests.adapters.HTTPAdapter:
    """Return what a session sends through, so that no answer is waited for beyond its call's deadline."""
    response = timed_response(call)

    class BoundedAdapter(requests.adapters.HTTPAdapter):
        def init_poolmanager(self, *args: t.Any, **options: t.Any) -> None:
            super().init_poolmanager(*args, **options)
            _make_answers_with(self.poolmanager, response)

        def proxy_manager_for(self, proxy: str, **options: t.Any) -> t.Any:
            known = proxy in self.proxy_manager
            manager = super().proxy_manager_for(proxy, **options)
            if not known:
                _make_answers_with(manager, response)
            return manager

    return BoundedAdapter()


def _make_answers_with(manager: t.Any, response: t.Callable[..., http.client.HTTPResponse]) -> None:
    """Let all connections of a manager of pools make their answers so, that of a proxy to C(CONNECT) too."""

    def derived(pool: t.Any) -> t.Any:
        connection = type(
            pool.ConnectionCls.__name__, (pool.ConnectionCls,), {"response_class": staticmethod(response)}
        )
        return type(pool.__name__, (pool,), {"ConnectionCls": connection})

    manager.pool_classes_by_scheme = {scheme: derived(pool) for scheme, pool in manager.pool_classes_by_scheme.items()}
