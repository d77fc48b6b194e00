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
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import uvicorn
from starlette.requests import ClientDisconnect

from . import azure
from . import seed as seeds
from .certificates import Certificates
from .clock import Clock
from .control import build as build_control
from .faults import Faults
from .imanage import comparison
from .imanage.app import build as build_imanage
from .imanage.requests import SLASH
from .journal import Entry, Journal
from .legora.app import build as build_legora
from .seed import REGIONS, Firm
from .striking import OAUTH_PATHS, Reply, deliver, fail_after, fail_before

_SIGN_IN_PATHS = (*OAUTH_PATHS, "/api/v1/session/login")


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
        # Where an answer of iManage was not what the references declare.
        self.violations: list[str] = []
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
        """Return all firms to their seeds, the clock to the true time; forget journal, faults and the test's hook."""
        self.clock.reset()
        for firm in self.firms.values():
            firm.reset()
            self._name_connectors(firm)
        self.journal.clear()
        self.faults.clear()
        self.violations.clear()
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
        except ClientDisconnect:
            pass  # whoever was killed while it sent gets no answer
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
        if firm and system == "imanage":
            alone = azure.answers_alone(firm.seed["pre_authentication"], firm.imanage.app_proxy)
            if alone is not None:
                entry.status = alone.status
                await deliver(send, alone)
                return
            scope["path"] = "/".join(
                unquote(part).replace("/", SLASH) for part in scope["raw_path"].decode().split("/")
            )
        fault = self.faults.strike(name, system, method, path, kind)
        entry.fault = fault.kind if fault else None
        if fault and await fail_before(fault, entry, state, scope, receive, send):
            return
        answer = await self._answer(self._applications[system], entry, state, scope, receive)
        if firm and system == "imanage":
            answer = azure.marked(self._faithful(answer, scope, firm), firm.imanage.app_proxy)
        if fault and await fail_after(fault, entry, answer, send):
            return
        await deliver(send, answer)

    @staticmethod
    async def _answer(application: Any, entry: Entry, state: Any, scope: Any, receive: Any) -> Reply:
        answer = Reply()
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

    def _faithful(self, answer: Reply, scope: Any, firm: Firm) -> Reply:
        """Hold an answer of iManage to the contract: leave out what is not declared, and note what differs."""
        tenant, path, route = firm.imanage, scope["path"], scope.get("route")
        if scope["method"] == "HEAD":
            return answer
        call = comparison.name_of(scope["method"], route.path) if route else None
        is_json = (b"content-type", b"application/json") in (answer.headers or [])
        body = json.loads(answer.body) if is_json else None
        if call and answer.status < 400 and not tenant.undeclared_fields:
            body = comparison.declared_only(call, body)
        said = comparison.differences(
            call or f"{scope['method']} {path}", answer.status, body, tenant.undeclared_fields
        )
        self.violations += [f"{firm.name}: {one}" for one in said]
        if tenant.distort is not None and call:
            body = tenant.distort(call, body)
        if is_json:
            answer.body = json.dumps(body).encode()
        return answer


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

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # What is silent on purpose outlasts uvicorn's patience, and nobody else ends it.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0.01)

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

    :raises RuntimeError: at the end, when the simulator itself has crashed on a request, or an answer of its iManage
        was not what the references declare.
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
    if simulator.violations:
        raise RuntimeError(f"{len(simulator.violations)} answers differ from the contract: {simulator.violations[0]}")
