# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves all firms from one process: a port for each firm's iManage, one for each region of Legora, one for control."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

import uvicorn

from . import seed as seeds
from .certificates import Certificates
from .clock import Clock
from .control import build as build_control
from .faults import Fault, Faults
from .imanage.app import build as build_imanage
from .imanage.requests import VendorError
from .journal import Entry, Journal
from .legora.app import LegoraError
from .legora.app import build as build_legora
from .seed import REGIONS, Firm

_OAUTH_PATHS = ("/auth/oauth2/token", "/auth/oauth2/revoke-token")
_SIGN_IN_PATHS = (*_OAUTH_PATHS, "/api/v1/session/login")
_CREDENTIALS = ("x-auth-token", "authorization")
# Where Azure App Proxy sends whoever has not signed in (V: learn.microsoft.com says to Microsoft's sign-in page; A: its
# path and query).
_SIGN_IN_PAGE = (
    b"https://login.microsoftonline.com/6f1a4c3e-pretend-tenant/oauth2/authorize?response_type=code"
    b"&client_id=pretend-application&scope=openid&nonce=pretend-nonce&state=pretend-state"
)
_HTML = b"<!DOCTYPE html><html><body><h1>Sign in to continue</h1></body></html>"


@dataclass
class _Answer:
    """What an application answered, before a fault touches it."""

    status: int = 500
    headers: list[tuple[bytes, bytes]] | None = None
    body: bytes = b""


class Simulator:
    """All firms, their journal, their faults and their clock."""

    def __init__(self, seed: str | Path | dict[str, Any]) -> None:
        self.clock = Clock()
        self.journal = Journal()
        self.firms = {firm["name"]: Firm(firm, self.clock) for firm in seeds.load(seed)}
        self.faults = Faults(self.firms)
        self.control_url = ""
        # What went wrong in the simulator itself: to a client it looks like an answer with status 500.
        self.crashes: list[Exception] = []
        # For tests of races: called with the journal's entry when a write has arrived, before it is handled.
        self.on_write: Callable[[Entry], object] | None = None
        self._imanage_ports: dict[int, Firm] = {}
        self._legora_ports: dict[int, str] = {}
        # Their functions are coroutines, although none waits: others run in threads, which costs more than they do.
        self._applications = {
            "imanage": build_imanage(),
            "legora": build_legora(),
            "control": build_control(self),
        }
        self._sockets: list[socket.socket] = []
        self._certificates: Certificates | None = None
        # By port: the settings of the firms whose iManage speaks TLS.
        self.tls: dict[int, ssl.SSLContext] = {}

    def firm(self, name: str) -> Firm:
        return self.firms[name]

    @property
    def ca_path(self) -> str | None:
        """The file of the authority that signs good certificates; ``None`` when no firm has TLS."""
        return str(self._certificates.ca_path) if self._certificates else None

    def close(self) -> None:
        """Remove what lies on disk."""
        if self._certificates:
            self._certificates.close()

    def reset(self) -> None:
        """Return all firms to their seeds, and forget journal, faults and the test's own hook."""
        for firm in self.firms.values():
            firm.reset()
            self._name_connectors(firm)
        self.journal.clear()
        self.faults.clear()
        self.on_write = None

    def urls(self) -> dict[str, Any]:
        return {
            "control": self.control_url,
            "ca_path": self.ca_path,
            "firms": {
                name: {"imanage_url": firm.imanage_url, "legora_api_url": firm.legora_api_url}
                for name, firm in self.firms.items()
            },
        }

    def listen(self) -> list[socket.socket]:
        """Open all ports on loopback, and return their sockets."""
        self.control_url = self._open()
        regions = {region: self._open() for region in REGIONS}
        self._legora_ports = {int(url.rsplit(":", 1)[1]): region for region, url in regions.items()}
        for firm in self.firms.values():
            firm.imanage_url = self._open()
            firm.legora_api_url = f"{regions[firm.legora.region]}/api/v1"
            port = int(firm.imanage_url.rsplit(":", 1)[1])
            self._imanage_ports[port] = firm
            self._secure(firm, port)
            self._name_connectors(firm)
        return self._sockets

    def _open(self) -> str:
        # asyncio turns off Nagle's delay (40 ms for each answer) only where the protocol is named.
        opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind(("127.0.0.1", 0))
        opened.listen(128)
        self._sockets.append(opened)
        return f"http://127.0.0.1:{opened.getsockname()[1]}"

    def _secure(self, firm: Firm, port: int) -> None:
        """Let a firm's iManage speak TLS, where its seed says so."""
        if firm.seed["tls"] is None:
            return
        self._certificates = self._certificates or Certificates()
        self.tls[port] = self._certificates.context(firm.seed["tls"])
        firm.imanage_url = firm.imanage_url.replace("http://", "https://")
        firm.ca_path = self.ca_path

    def _name_connectors(self, firm: Firm) -> None:
        for connector in firm.legora.connectors.values():
            connector.url = connector.url or firm.imanage_url

    # One request

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        try:
            await self._route(scope, receive, send)
        except Exception as error:
            self.crashes.append(error)
            raise

    async def _route(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        port = scope["server"][1]
        scope["own_url"] = f"{scope['scheme']}://127.0.0.1:{port}"
        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        scope["source_address"] = headers.get("x-simulated-source", "127.0.0.1")
        if port in self._imanage_ports:
            await self._serve("imanage", self._imanage_ports[port], scope, receive, send)
        elif port in self._legora_ports:
            firm = self._firm_of_key(headers.get("authorization", ""), self._legora_ports[port])
            await self._serve("legora", firm, scope, receive, send)
        else:
            await self._applications["control"](scope, receive, send)

    def _firm_of_key(self, authorization: str, region: str) -> Firm | None:
        for firm in self.firms.values():
            if firm.legora.region == region and authorization == f"Bearer {firm.legora.api_key}":
                return firm
        return None

    async def _serve(self, system: str, firm: Firm | None, scope: Any, receive: Any, send: Any) -> None:
        state = getattr(firm, system, None)
        method, path = scope["method"], scope["path"]
        kind = "signin" if path in _SIGN_IN_PATHS else "read" if method in ("GET", "HEAD") else "write"
        name = firm.name if firm else "?"
        query = dict(part.partition("=")[::2] for part in scope["query_string"].decode().split("&") if part)
        entry = self.journal.add(
            firm=name,
            system=system,
            method=method,
            path=path,
            query=query,
            kind=kind,
            source_address=scope["source_address"],
        )
        scope["firm_state"] = state
        if kind == "write" and self.on_write is not None:
            self.on_write(entry)
        if firm and system == "imanage" and firm.seed["pre_authentication"]:
            entry.status = 302
            await _send(send, _Answer(302, [(b"location", _SIGN_IN_PAGE)]))
            return
        fault = self.faults.strike(name, system, method, path, kind)
        entry.fault = fault.kind if fault else None
        if fault and await _fail_before(fault, entry, state, scope, receive, send):
            return
        answer = await self._answer(self._applications[system], entry, state, scope, receive)
        if fault and await _fail_after(fault, entry, answer, send):
            return
        await _send(send, answer)

    @staticmethod
    async def _answer(application: Any, entry: Entry, state: Any, scope: Any, receive: Any) -> _Answer:
        answer = _Answer()
        mutations = state.mutations if state else 0

        async def keep(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                answer.status, answer.headers = message["status"], list(message["headers"])
            else:
                answer.body += message.get("body", b"")

        await application(scope, receive, keep)
        request_id = next((value for key, value in scope["headers"] if key == b"x-request-id"), None)
        if request_id and entry.system == "legora":
            answer.headers = [*(answer.headers or []), (b"x-request-id", request_id)]
        entry.status = answer.status
        entry.user = scope.get("caller")
        entry.took_effect = bool(state) and state.mutations != mutations
        return answer


async def _send(send: Any, answer: _Answer) -> None:
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


async def _echo(system: str, scope: Any, receive: Any) -> _Answer:
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
    elif scope["path"] in _OAUTH_PATHS:
        error = {"error": "server_error", "error_description": f"{said}: {'; '.join(seen)}"}
    else:
        messages = [{"field": "request", "code": "NRC_INTERNAL_ERROR", "code_message": text} for text in seen]
        error = {"error": {"code": "NRC_INTERNAL_ERROR", "code_message": said, "messages": messages}}
    return _Answer(500, [(b"content-type", b"application/json")], json.dumps(error).encode())


def _passwords_first(body: str) -> str:
    """Return the same JSON object in another order; anything else as it is."""
    try:
        fields = dict(json.loads(body))
    except (TypeError, ValueError):
        return body
    return json.dumps(dict(sorted(fields.items(), key=lambda field: "password" not in field[0])))


async def _answer_of(fault: Fault, system: str, scope: Any, receive: Any) -> _Answer | None:
    """Return what a fault answers instead of the application; ``None`` for a fault of another kind."""
    statuses = {"rate_limit": 429, "bad_gateway": 502, "unavailable": 503, "gateway_timeout": 504}
    html = [(b"content-type", b"text/html; charset=utf-8")]
    if fault.kind in statuses:
        wait = [(fault.header.encode(), f"{fault.seconds:g}".encode())] if fault.kind == "rate_limit" else []
        return _Answer(statuses[fault.kind], html + wait, _HTML)
    if fault.kind == "html_page":
        return _Answer(fault.status, html, _HTML)
    if fault.kind == "redirect":
        return _Answer(302, [(b"location", b"https://sign-in.example/")], b"")
    if fault.kind == "echo":
        return await _echo(system, scope, receive)
    return None


async def _fail_before(fault: Fault, entry: Entry, state: Any, scope: Any, receive: Any, send: Any) -> bool:
    """Let a fault strike before the request is handled; return whether that was the answer."""
    answer = await _answer_of(fault, entry.system, scope, receive)
    if answer is not None:
        entry.status = answer.status
        await _send(send, answer)
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
        if fault.kind == "latency":
            await asyncio.sleep(fault.seconds)
        return False
    return True


async def _fail_after(fault: Fault, entry: Entry, answer: _Answer, send: Any) -> bool:
    """Let a fault strike after the request took effect; return whether that was the answer."""
    if fault.kind == "drop_after":
        _drop(send)
    elif fault.kind == "error_after":
        entry.status = 500
        await _send(send, _as_internal_error(answer, entry.system))
    elif fault.kind == "malformed_json":
        answer.body = answer.body[: max(1, len(answer.body) // 2)] or b"{"
        await _send(send, answer)
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


async def _trickle_head(fault: Fault, answer: _Answer, send: Any) -> None:
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


def _as_internal_error(answer: _Answer, system: str) -> _Answer:
    """Return an answer as that of a system which failed by itself: in its own envelope, with a code that is assumed."""
    words = "Something went wrong"
    if system == "imanage":
        body = bytes(VendorError(500, "NRC_INTERNAL_ERROR", words).response().body)
    else:
        body = json.dumps(LegoraError(500, "internal_error", words).body).encode()
    headers = [(name, value) for name, value in answer.headers or [] if name != b"content-type"]
    return _Answer(500, [*headers, (b"content-type", b"application/json")], body)


async def _until_gone(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


class _Server(uvicorn.Server):
    """Serves some ports by plain HTTP and others by TLS, each with certificates of its own.

    uvicorn itself knows one certificate for all of its ports.
    """

    def __init__(self, config: uvicorn.Config, contexts: dict[int, ssl.SSLContext]) -> None:
        super().__init__(config)
        self._contexts = contexts

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        plain = [one for one in sockets or [] if one.getsockname()[1] not in self._contexts]
        secure = [one for one in sockets or [] if one not in plain]
        await super().startup(plain)
        for one in secure:
            self.servers.append(
                await asyncio.get_running_loop().create_server(
                    self._protocol, sock=one, ssl=self._contexts[one.getsockname()[1]]
                )
            )

    def _protocol(self) -> asyncio.Protocol:
        protocol: Any = self.config.http_protocol_class
        made: asyncio.Protocol = protocol(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made


def _server(simulator: Simulator) -> uvicorn.Server:
    return _Server(
        uvicorn.Config(
            simulator,
            http="h11",
            loop="asyncio",
            lifespan="off",
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=1,
        ),
        simulator.tls,
    )


def serve(simulator: Simulator) -> None:
    """Serve until interrupted; the ports must be open."""
    sockets = simulator._sockets or simulator.listen()
    try:
        asyncio.run(_server(simulator).serve(sockets=sockets))
    finally:
        simulator.close()


@contextlib.contextmanager
def running(seed: str | Path | dict[str, Any]) -> Iterator[Simulator]:
    """Run a simulator in a thread, for tests.

    :raises RuntimeError: at the end, when the simulator itself has crashed on a request.
    """
    simulator = Simulator(seed)
    sockets = simulator.listen()
    server = _server(simulator)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=sockets)), daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield simulator
    finally:
        server.should_exit = True
        thread.join(5)
        simulator.close()
    if simulator.crashes:
        raise RuntimeError(f"the simulator crashed {len(simulator.crashes)} times") from simulator.crashes[0]
