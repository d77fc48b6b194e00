# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a request got no whole answer, told from what the libraries raise, in words for people."""

from __future__ import annotations

import ssl
import typing as t

# Exceptions of urllib3 and of Python by name, since their places differ between releases.
_NEVER_CONNECTED = ("NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ConnectTimeout")
TIMED_OUT = ("ReadTimeoutError", "ReadTimeout", "ConnectTimeoutError", "ConnectTimeout", "TimeoutError", "timeout")
_WORDS = {
    "RemoteDisconnected": "it was closed without an answer",
    "IncompleteRead": "the answer is incomplete",
    "InvalidChunkLength": "the answer is incomplete",
    "DecodeError": "the answer is packed in an unknown way",
    "ContentDecodingError": "the answer is packed in an unknown way",
    "TimeoutError": "",
    "timeout": "",
}


def causes_of(error: BaseException) -> t.Iterator[BaseException]:
    """Yield an exception and everything that it wraps; urllib3 hides the cause in ``reason`` and in arguments."""
    seen: set[int] = set()
    queue: list[t.Any] = [error]
    while queue:
        current = queue.pop(0)
        if not isinstance(current, BaseException) or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        queue += [getattr(current, "reason", None), current.__cause__, current.__context__, *current.args]


def never_connected(causes: t.Iterable[BaseException]) -> bool:
    """Say whether the connection was never made, so that the server cannot have acted."""
    return any(type(one).__name__ in _NEVER_CONNECTED or _tunnel_refused(one) for one in causes)


def _tunnel_refused(error: BaseException) -> bool:
    return isinstance(error, OSError) and str(error).startswith("Tunnel connection failed: ")


def words_for(causes: t.Sequence[BaseException]) -> str:
    """Return the innermost cause that people understand; never a text that may hold an address or other data."""
    for one in reversed(causes):
        name = type(one).__name__
        if isinstance(one, ssl.SSLCertVerificationError) and getattr(one, "verify_message", None):
            return str(one.verify_message).rstrip(".")
        if isinstance(one, ssl.SSLError) and getattr(one, "reason", None):
            return str(one.reason).replace("_", " ").lower()
        if isinstance(one, ssl.SSLError):
            continue
        if name in _WORDS:
            return _WORDS[name]
        if _tunnel_refused(one):
            return f"it answered {str(one)[len('Tunnel connection failed: ') :]}"
        if isinstance(one, OSError) and one.strerror:
            return str(one.strerror)
    return ""
