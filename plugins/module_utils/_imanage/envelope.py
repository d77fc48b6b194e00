# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""iManage's answers: its data envelope, and its error forms turned into our error."""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError, kind_for_status
from .._core.http.server_words import content_type, server_words
from .._core.http.transport import Reply, Transport

_HINTS = {
    # A refused sign-in has hints of its own: here one that had worked is not taken for a call.
    "auth": "Run again; if that repeats, look whether iManage ends this user's sign-ins, or does not let it do this.",
    "permission": "Check that the operator may manage users and is a member of NRTADMIN in every listed library.",
    "not_found": "Check the ID, and that it exists in this library.",
    "validation": "Correct the value that iManage names.",
    "conflict": "Somebody else changed the same thing, or it exists already; look at it in Control Center.",
    "unavailable": "iManage is busy or being maintained; run again later.",
    "unexpected": "Show iManage's administrator this answer; where the server says why, correct that, then run again.",
    "unsupported": "This server does not take that call; if its API lies elsewhere, set imanage_api_prefix, such as "
    "/work/api/v2.",
}


class _Words(t.NamedTuple):
    """What an error answer says.

    :ivar text: what follows the status in a message.
    """

    text: str
    code: str | None = None


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
        form = _content_type(transport, reply)
        raise transport.error(
            f"the answer (HTTP {reply.status}, {form}) is not the JSON object that iManage sends",
            "unexpected",
            operation=operation,
            http_status=reply.status,
            ambiguous=write,
            hint="A proxy or sign-in page may stand in front of iManage; check the address from this machine.",
        )
    return answer


def refusal(transport: Transport, reply: Reply, operation: str, hint: str | None = None) -> EthicalWallsError:
    """Turn an error answer into an error: by its status first, with the server's own words carried through."""
    words = _server_words(transport, reply)
    kind = kind_for_status(reply.status)
    return transport.error(
        f"the server answered HTTP {reply.status}{words.text}",
        kind,
        operation=operation,
        http_status=reply.status,
        server_code=words.code,
        correlation_id=reply.headers.get("x-request-id"),
        retryable=kind in ("unavailable", "rate_limited"),
        hint=hint or (_HINTS.get(kind) if words.text else _unexplained(reply, kind)),
    )


def _unexplained(reply: Reply, kind: str) -> str | None:
    """Return what to do about an error that names no value to correct."""
    if kind not in ("validation", "unexpected"):
        return _HINTS.get(kind)
    request = reply.headers.get("x-request-id")
    which = f"HTTP {reply.status}, request ID {request}" if request else f"HTTP {reply.status}"
    return f"iManage gave no reason ({which}): show that to its administrator, whose log may tell it."


def oauth_error(reply: Reply) -> str | None:
    """Return the C(error) of an OAuth answer, such as C(invalid_client), where there is one."""
    try:
        answer = reply.json()
    except ValueError:
        return None
    error = answer.get("error") if isinstance(answer, dict) else None
    return error if isinstance(error, str) else None


def _server_words(transport: Transport, reply: Reply) -> _Words:
    """Find the server's message and code in either of its error forms (vendor envelope R, OAuth form RFC 6749)."""
    if not reply.body.strip():
        return _Words("")
    try:
        answer = reply.json()
    except ValueError:
        return _Words(f" with {_content_type(transport, reply)} instead of JSON")
    error = answer.get("error") if isinstance(answer, dict) else None
    if isinstance(error, str):
        return _Words(_said(transport, [answer.get("error_description") or error]), error)
    if not isinstance(error, dict):
        return _Words("")
    texts = [error.get("code_message")]
    messages = error.get("messages")
    for message in messages if isinstance(messages, list) else []:
        if isinstance(message, dict):
            parts = (message.get("field"), message.get("code_message") or message.get("code"))
            texts.append(": ".join(str(part) for part in parts if part))
    code = error.get("code")
    return _Words(_said(transport, texts), str(code) if isinstance(code, (str, int)) else None)


def _said(transport: Transport, texts: t.Iterable[t.Any]) -> str:
    """Return the words as a part of a sentence."""
    text = server_words(transport.redactor, "; ".join(str(one) for one in texts if one))
    return f", and said: {text}" if text else ""


def _content_type(transport: Transport, reply: Reply) -> str:
    return content_type(transport.redactor, reply.headers)
