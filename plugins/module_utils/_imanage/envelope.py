# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""iManage's answers: its data envelope, and its error forms turned into our error."""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError, kind_for_status
from .._core.transport import Reply, Transport

_HINTS = {
    "auth": "Check the operator's user name and password; a few wrong attempts lock the account.",
    "permission": "Check that the operator may manage users and is a member of NRTADMIN in every listed library.",
    "not_found": "Check the ID, and that it exists in this library.",
    "validation": "Correct the value that iManage names.",
    "conflict": "Somebody else changed the same thing, or it exists already; look at it in Control Center.",
}


class _Words(t.NamedTuple):
    text: str
    code: str | None


def data_of(transport: Transport, reply: Reply, operation: str, write: bool = False) -> dict[str, t.Any]:
    """Return the JSON object of a successful answer.

    :param write: whether the request was a write: then an unreadable answer leaves its fate unknown.
    :raises EthicalWallsError: for an error answer, or when the body is not a JSON object.
    """
    if not 200 <= reply.status <= 299:
        raise refusal(transport, reply, operation)
    if write and not reply.body.strip():
        return {}
    try:
        answer = reply.json()
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise transport.error(
            f"the answer (HTTP {reply.status}, {_content_type(reply)}) is not the JSON object that iManage sends",
            "unexpected",
            operation=operation,
            http_status=reply.status,
            ambiguous=write,
            hint="A proxy or sign-in page may stand in front of iManage; check the address from this machine.",
        )
    return answer


def refusal(transport: Transport, reply: Reply, operation: str, hint: str | None = None) -> EthicalWallsError:
    """Turn an error answer into an error: by its status first, with the server's own words carried through."""
    words = _server_words(reply)
    kind = kind_for_status(reply.status)
    said = f", and said: {words.text}" if words.text else ""
    return transport.error(
        f"the server answered HTTP {reply.status}{said}",
        kind,
        operation=operation,
        http_status=reply.status,
        server_code=words.code,
        correlation_id=reply.headers.get("x-request-id"),
        retryable=kind in ("unavailable", "rate_limited"),
        hint=hint or _HINTS.get(kind),
    )


def oauth_error(reply: Reply) -> str | None:
    """Return the C(error) of an OAuth answer, such as C(invalid_client), where there is one."""
    try:
        answer = reply.json()
    except ValueError:
        return None
    error = answer.get("error") if isinstance(answer, dict) else None
    return error if isinstance(error, str) else None


def _server_words(reply: Reply) -> _Words:
    """Find the server's message and code in either of its error forms (vendor envelope R, OAuth form RFC 6749)."""
    try:
        answer = reply.json()
    except ValueError:
        return _Words(f"({_content_type(reply)} instead of JSON)", None)
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, str):
        return _Words(_shorten(str(answer.get("error_description") or error)), error)
    if not isinstance(error, dict):
        return _Words("", None)
    texts = [str(error.get("code_message") or "")]
    for message in error.get("messages") or []:
        if isinstance(message, dict):
            field = f"{message['field']}: " if message.get("field") else ""
            texts.append(f"{field}{message.get('code_message') or message.get('code') or ''}")
    code = error.get("code")
    return _Words(_shorten("; ".join(text for text in texts if text)), str(code) if code is not None else None)


def _shorten(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 300 else f"{text[:300]}..."


def _content_type(reply: Reply) -> str:
    return reply.headers.get("content-type", "no content type").split(";")[0]
