# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a fault strikes: before a request is handled, or after it took effect."""

from __future__ import annotations

import asyncio
import contextlib
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from .faults import Fault
from .imanage.requests import VendorError
from .journal import Entry
from .legora.app import LegoraError

OAUTH_PATHS = ("/auth/oauth2/token", "/auth/oauth2/revoke-token")
_CREDENTIALS = ("x-auth-token", "authorization")
_HTML = b"<!DOCTYPE html><html><body><h1>Sign in to continue</h1></body></html>"


@dataclass
class Reply:
    """What an application answered, before a fault touches it."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] | None = None
    body: bytes = b""


async def deliver(send: Any, answer: Reply) -> None:
    """Send an answer."""
    headers = [(name, value) for name, value in answer.headers or [] if name != b"content-length"]
    if answer.status != 204:
        headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def _has_gone(send: Any) -> bool:
    """Say whether the client has closed the connection; uvicorn's own object behind ``send`` knows."""
    gone: bool = send.__self__.disconnected
    return gone


def _drop(send: Any) -> None:
    """Close the connection without an answer; uvicorn's own object behind ``send`` holds the connection."""
    cycle = send.__self__
    cycle.disconnected = True
    cycle.transport.abort()


async def _read_body(receive: Any) -> bytes:
    body: bytes = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


async def _echo(system: str, scope: Any, receive: Any) -> Reply:
    """Return an error that repeats the whole request in the system's own words, credentials and passwords first.

    Neither client shows what is not an error of that form, and both show only the beginning.
    """
    headers = [f"{name.decode()}: {value.decode('latin-1')}" for name, value in scope["headers"]]
    body = _passwords_first((await _read_body(receive)).decode("utf-8", "replace"))
    # The sort keeps the order of what is alike.
    seen = sorted([body, *headers] if body else headers, key=lambda text: not text.startswith(_CREDENTIALS))
    said = "The request could not be handled"
    error: dict[str, Any]
    if system == "legora":
        error = LegoraError(500, "internal_error", said, seen).body
    elif scope["path"] in OAUTH_PATHS:
        error = {"error": "server_error", "error_description": f"{said}: {'; '.join(seen)}"}
    else:
        messages = [{"field": "request", "code": "NRC_INTERNAL_ERROR", "code_message": text} for text in seen]
        error = {"error": {"code": "NRC_INTERNAL_ERROR", "code_message": said, "messages": messages}}
    return Reply(500, [(b"content-type", b"application/json")], json.dumps(error).encode())


def _passwords_first(body: str) -> str:
    """Return the same JSON object in another order; anything else as it is."""
    try:
        fields = dict(json.loads(body))
    except (TypeError, ValueError):
        return body
    return json.dumps(dict(sorted(fields.items(), key=lambda field: "password" not in field[0])))


async def _answer_of(fault: Fault, system: str, scope: Any, receive: Any) -> Reply | None:
    """Return what a fault answers instead of the application; ``None`` for a fault of another kind."""
    statuses = {"rate_limit": 429, "bad_gateway": 502, "unavailable": 503, "gateway_timeout": 504}
    html = [(b"content-type", b"text/html; charset=utf-8")]
    if fault.kind in statuses:
        wait = [(fault.header.encode(), f"{fault.seconds:g}".encode())] if fault.kind == "rate_limit" else []
        return Reply(statuses[fault.kind], html + wait, _HTML)
    if fault.kind == "html_page":
        return Reply(fault.status, html, _HTML)
    if fault.kind == "redirect":
        return Reply(302, [(b"location", b"https://sign-in.example/")], b"")
    if fault.kind == "echo":
        return await _echo(system, scope, receive)
    return None


async def fail_before(fault: Fault, entry: Entry, state: Any, scope: Any, receive: Any, send: Any) -> bool:
    """Let a fault strike before the request is handled; return whether that was the answer."""
    answer = await _answer_of(fault, entry.system, scope, receive)
    if answer is not None:
        entry.status = answer.status
        await deliver(send, answer)
    elif fault.kind == "drop_before":
        _drop(send)
    elif fault.kind == "silence":
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(_until_gone(receive), fault.seconds or 60)
            fault.hung_up += 1
        _drop(send)
    else:
        if fault.kind == "token_expiry" and entry.system == "legora":
            # A key has no sessions that could end: this request is refused as one with a key that is not known.
            scope["firm_state"] = None
        elif fault.kind == "token_expiry" and state is not None:
            state.tokens.clear()
        elif fault.kind == "no_effect" and state is not None:
            scope["firm_state"] = state.copied()
        if fault.kind == "latency":
            await asyncio.sleep(fault.seconds)
        return False
    return True


async def fail_after(fault: Fault, entry: Entry, answer: Reply, send: Any) -> bool:
    """Let a fault strike after the request took effect; return whether that was the answer."""
    if fault.kind == "drop_after":
        _drop(send)
    elif fault.kind == "error_after":
        entry.status = 500
        await deliver(send, _as_internal_error(answer, entry.system))
    elif fault.kind == "malformed_json":
        answer.body = answer.body[: max(1, len(answer.body) // 2)] or b"{"
        await deliver(send, answer)
    elif fault.kind == "trickle":
        headers = [(name, value) for name, value in answer.headers or [] if name != b"content-length"]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        with contextlib.suppress(Exception):
            for number in range(len(answer.body)):
                # uvicorn itself takes what is sent to a client that has gone, without a word.
                if _has_gone(send):
                    fault.hung_up += 1
                    break
                piece = answer.body[number : number + 1]
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                await asyncio.sleep(fault.seconds or 0.05)
        await send({"type": "http.response.body", "body": b""})
    elif fault.kind == "trickle_head":
        await _trickle_head(fault, answer, send)
    else:
        return False
    return True


async def _trickle_head(fault: Fault, answer: Reply, send: Any) -> None:
    """Send the status line and the headers byte by byte, past uvicorn, which sends them at once."""
    connection = send.__self__.transport
    headers = [one for one in answer.headers or [] if one[0] not in (b"content-length", b"connection")]
    headers += [(b"content-length", str(len(answer.body)).encode()), (b"connection", b"close")]
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}".encode()]
    lines += [name + b": " + value for name, value in headers]
    for byte in b"\r\n".join([*lines, b"", b""]):
        if _has_gone(send):
            fault.hung_up += 1
            return
        connection.write(bytes([byte]))
        await asyncio.sleep(fault.seconds or 0.05)
    send.__self__.disconnected = True
    connection.write(answer.body)
    connection.close()


def _as_internal_error(answer: Reply, system: str) -> Reply:
    """Return an answer as that of a system which failed by itself: in its own envelope, with a code that is assumed."""
    words = "Something went wrong"
    if system == "imanage":
        body = bytes(VendorError(500, "NRC_INTERNAL_ERROR", words).response().body)
    else:
        body = json.dumps(LegoraError(500, "internal_error", words).body).encode()
    headers = [(name, value) for name, value in answer.headers or [] if name != b"content-type"]
    return Reply(500, [*headers, (b"content-type", b"application/json")], body)


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
