# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves a pretend AWX on a port of loopback, in a thread, and keeps a journal of what arrives."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import secrets
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from . import prompts
from .application import VERSION, associate, build, create, set_survey, update
from .credentials import MANAGED
from .fields import Link
from .kinds import KINDS
from .store import Record, RefusedError, Store
from .surveys import shown

_OPEN = ("/api/", "/api/v2/", "/api/v2/ping/")
_TOKENS = "/api/v2/tokens/"


@dataclass
class Entry:
    """One request. ``path`` is without the query; ``user`` is ``None`` for whoever has not signed in."""

    method: str
    path: str
    query: str
    body: Any
    status: int = 0
    user: str | None = None

    @property
    def kind(self) -> str:
        """``read``, ``write`` or ``signin``."""
        if self.path.startswith(_TOKENS):
            return "signin"
        return "read" if self.method in ("GET", "HEAD", "OPTIONS") else "write"


@dataclass
class _Token:
    id: int
    text: str
    user: str


@dataclass
class Awx:
    """A pretend AWX.

    As new it holds what comes with AWX: credential types, the credential "Ansible Galaxy", two execution environments,
    the instance groups, the organisation "Default", the users ``admin`` and ``reader`` (who may only read).

    :ivar url: where it listens.
    :ivar token: of ``admin``; ``reader_token``: of ``reader``.
    :ivar username: for a sign-in with a password, with ``password``.
    :ivar journal: all requests since the start or the last clearing.
    :ivar crashes: what went wrong in the double itself.
    :ivar store: the objects; tests look at them through :meth:`objects`.
    """

    url: str = ""
    username: str = "admin"
    password: str = field(default_factory=lambda: secrets.token_hex(12), repr=False)
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    reader_token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    journal: list[Entry] = field(default_factory=list, repr=False)
    crashes: list[Exception] = field(default_factory=list, repr=False)
    store: Store = field(default_factory=Store, repr=False)

    def __post_init__(self) -> None:
        self._application = build(self)
        self._tokens: list[_Token] = []
        self.reset()

    def reset(self) -> None:
        """Return to an AWX without anything that was made, with an empty journal and the same tokens."""
        self.store = Store()
        self.journal.clear()
        self._tokens = [_Token(1, self.token, "admin"), _Token(2, self.reader_token, "reader")]
        new = self.store.new
        new("users", username="admin", is_superuser=True)
        new("users", username="reader", is_system_auditor=True)
        for name in ("controlplane", "default"):
            new("instance_groups", name=name)
        types = {
            namespace: new(
                "credential_types",
                name=name,
                kind=kind,
                namespace=namespace,
                managed=True,
                inputs=json.loads(json.dumps(inputs)),
            )
            for name, kind, namespace, inputs in MANAGED
        }
        galaxy = new(
            "credentials",
            name="Ansible Galaxy",
            credential_type=types["galaxy_api_token"].id,
            kind="galaxy_api_token",
            managed=True,
            inputs={"url": "https://galaxy.example/"},
        )
        new("execution_environments", name=f"AWX EE ({VERSION})", image=f"registry.example/awx-ee:{VERSION}")
        new(
            "execution_environments",
            name="Control Plane Execution Environment",
            image=f"registry.example/awx-ee:{VERSION}",
            managed=True,
        )
        # Only this organisation may fetch collections as new: one that is made through the API gets no such credential.
        default = new("organizations", name="Default", description="The default organization for AWX")
        default.lists["galaxy_credentials"].append(galaxy.id)

    # What tests ask

    def environment(self, token: str | None = None) -> dict[str, str]:
        """Return how awx.awx signs in, as environment variables; as ``admin`` unless another token is given.

        There is no TLS here, but awx.awx reads the authorities' certificates for each request, which costs more than
        all else that it does: so it finds none.
        """
        return {
            "SSL_CERT_FILE": os.devnull,
            "CONTROLLER_HOST": self.url,
            "CONTROLLER_OAUTH_TOKEN": token or self.token,
            "CONTROLLER_VERIFY_SSL": "false",
        }

    def objects(self, kind: str) -> list[dict[str, Any]]:
        """Return all objects of a kind as AWX shows them, by name, with what is associated with them.

        Beside AWX's own fields: ``survey_spec`` for templates; for each association (``credentials``,
        ``success_nodes``, ...) the IDs; ``names``: for each link and each association the names instead of the IDs
        (of nodes, their identifiers). Secrets are ``$encrypted$``.
        """
        return [self._described(record) for record in self.store.all(kind)]

    def object(self, kind: str, name: str) -> dict[str, Any]:
        """Return the one object of a kind with a name.

        :raises LookupError: when there is none, or more than one.
        """
        return self._described(self._named(kind, name))

    def _described(self, record: Record) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for name, one in record.about.fields.items():
            if isinstance(one, Link) and not one.write_only:
                target = self.store.linked(record, name)
                names[name] = target.name if target else None
        for name, ids in record.lists.items():
            found = [self.store.find(record.about.lists[name], id_) for id_ in ids]
            names[name] = [one.name for one in found if one]
        described = {
            **self.store.show(record),
            **{name: list(ids) for name, ids in record.lists.items()},
            "names": names,
        }
        if "survey_spec" in record.about.extra_related:
            described["survey_spec"] = shown(record.survey)
        return described

    def limits(self, workflow: str) -> dict[str, str]:
        """Return the limit of each job that a launch of a workflow would start, by its node's identifier.

        :raises LookupError: when there is no such workflow, or more than one.
        """
        record = self._named("workflow_job_templates", workflow)
        return {
            node.name: prompts.limit_of_job(record, node, template)
            for node in self.store.all("workflow_job_template_nodes")
            if node.values["workflow_job_template"] == record.id
            and (template := self.store.linked(node, "unified_job_template"))
            and template.kind == "job_templates"
        }

    def writes(self) -> int:
        """Return how many requests asked for a change (POST, PATCH, PUT, DELETE): refused ones too, sign-ins not."""
        return sum(entry.kind == "write" for entry in self.journal)

    # What tests do behind the back of the one who is tested: nothing of it is in the journal

    def create(self, kind: str, /, **fields: Any) -> dict[str, Any]:
        """Create an object as somebody else would; links may be names.

        :raises RefusedError: as AWX would.
        """
        return self._described(create(self.store, kind, self._resolved(kind, fields)))

    def change(self, kind: str, name: str, /, **fields: Any) -> dict[str, Any]:
        """Change an object as somebody else would; ``survey_spec`` too, and for an association its new names."""
        record = self._named(kind, name)
        if "survey_spec" in fields:
            set_survey(record, fields.pop("survey_spec"))
        for part in [one for one in fields if one in record.lists]:
            record.lists[part].clear()
            for other in fields.pop(part):
                associate(self.store, record, part, {"id": self._named(record.about.lists[part], other).id})
        update(self.store, record, self._resolved(kind, fields), complete=False)
        return self._described(record)

    def delete(self, kind: str, name: str) -> None:
        """Delete an object as somebody else would."""
        self.store.remove(self._named(kind, name))

    def _named(self, kind: str, name: str) -> Record:
        found = [record for record in self.store.all(kind) if record.name == name]
        if len(found) != 1:
            raise LookupError(f"{len(found)} {kind} are named {name!r}")
        return found[0]

    def _resolved(self, kind: str, fields: Mapping[str, Any]) -> dict[str, Any]:
        links = {name: one for name, one in KINDS[kind].fields.items() if isinstance(one, Link)}
        return {
            name: self._named(links[name].to or "unified_job_templates", value).id
            if name in links and isinstance(value, str)
            else value
            for name, value in fields.items()
        }

    # Signing in

    def new_token(self, user: str) -> tuple[int, str]:
        made = _Token(max(one.id for one in self._tokens) + 1, secrets.token_hex(16), user)
        self._tokens.append(made)
        return made.id, made.text

    def end_token(self, id_: int) -> bool:
        left = [one for one in self._tokens if one.id != id_]
        ended = len(left) < len(self._tokens)
        self._tokens = left
        return ended

    def _caller(self, authorization: str) -> str | None:
        scheme, _separator, rest = authorization.partition(" ")
        if scheme == "Bearer":
            return next((one.user for one in self._tokens if secrets.compare_digest(one.text, rest)), None)
        if scheme == "Basic":
            with contextlib.suppress(ValueError):
                name, _separator, password = base64.b64decode(rest).decode().partition(":")
                if name == self.username and password == self.password:
                    return name
        return None

    # One request

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        try:
            await self._serve(scope, receive, send)
        except Exception as error:
            self.crashes.append(error)
            raise

    async def _serve(self, scope: Any, receive: Any, send: Any) -> None:
        raw = b""
        more = True
        while more:
            message = await receive()
            raw += message.get("body", b"")
            more = message.get("more_body", False)
        try:
            body = json.loads(raw) if raw else None
        except ValueError:
            body = raw.decode(errors="replace")
        entry = Entry(scope["method"], scope["path"], scope["query_string"].decode(), body)
        self.journal.append(entry)

        async def replay() -> dict[str, Any]:
            return {"type": "http.request", "body": raw, "more_body": False}

        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
                named = [(b"x-api-product-name", b"AWX"), (b"x-api-product-version", VERSION.encode())]
                message = {**message, "headers": [*message["headers"], *named]}
            await send(message)

        headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
        entry.user = scope["caller"] = self._caller(headers.get("authorization", ""))
        refusal = self._refusal(entry, headers.get("content-type", ""), bool(raw))
        if refusal:
            await _send(answer, refusal)
        else:
            await self._application(scope, replay, answer)

    @staticmethod
    def _refusal(entry: Entry, content_type: str, has_body: bool) -> RefusedError | None:
        """Return why a request is refused before anybody looks at what it wants."""
        if entry.user is None and entry.path not in _OPEN:
            why = "Authentication credentials were not provided. To establish a login session, visit /api/login/."
            return RefusedError(401, {"detail": why})
        if entry.user == "reader" and entry.kind == "write":
            return RefusedError(403, {"detail": "You do not have permission to perform this action."})
        if has_body and content_type.partition(";")[0].strip() != "application/json":
            return RefusedError(415, {"detail": f'Unsupported media type "{content_type}" in request.'})
        return None


async def _send(send: Any, refusal: RefusedError) -> None:
    body = json.dumps(refusal.body).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if refusal.status == 401:
        headers.append((b"www-authenticate", b"Bearer realm=api"))
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextlib.contextmanager
def running_awx() -> Iterator[Awx]:
    """Run a pretend AWX in a thread, for tests.

    :raises RuntimeError: at the end, when the double itself has crashed on a request.
    """
    awx = Awx()
    # asyncio turns off Nagle's delay (40 ms for each answer) only where the protocol is named.
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    opened.bind(("127.0.0.1", 0))
    opened.listen(128)
    awx.url = f"http://127.0.0.1:{opened.getsockname()[1]}"
    server = uvicorn.Server(
        uvicorn.Config(
            awx,
            http="h11",
            loop="asyncio",
            lifespan="off",
            log_level="error",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=1,
        )
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[opened])), daemon=True)
    thread.start()
    try:
        while not server.started:
            thread.join(0.01)
        yield awx
    finally:
        server.should_exit = True
        thread.join(5)
        opened.close()
    if awx.crashes:
        raise RuntimeError(f"the double of AWX crashed {len(awx.crashes)} times") from awx.crashes[0]
