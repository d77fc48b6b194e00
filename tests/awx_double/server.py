# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves a pretend AWX on a port of loopback, in a thread, and keeps a journal of what arrives."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from helpers.loopback import Request, http_server, json_answer

from . import rules
from .kinds import KINDS, MANAGED, SECRETS
from .store import Record, RefusedError, Store

VERSION = "24.6.1"
_LISTED = {*KINDS, "unified_job_templates"} - {"workflow_approval_templates"}


@dataclass
class Entry:
    """One request. ``path`` is without the query."""

    method: str
    path: str
    query: str
    body: Any
    status: int = 0

    @property
    def kind(self) -> str:
        """``read`` or ``write``."""
        return "read" if self.method == "GET" else "write"


@dataclass
class Awx:
    """A pretend AWX.

    As new it holds what comes with AWX: credential types, the credential "Ansible Galaxy", and the organisation
    "Default", whose is the only one that may fetch collections.

    :ivar token: of its administrator; ``reader_token``: of somebody who may only read.
    :ivar journal: all requests since the start or the last reset.
    :ivar crashes: what went wrong in the double itself.
    :ivar project_fails: whether AWX cannot read what a project points to.
    :ivar page_size: objects on a page at most, whatever is asked for.
    """

    url: str = ""
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    reader_token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    journal: list[Entry] = field(default_factory=list, repr=False)
    crashes: list[Exception] = field(default_factory=list, repr=False)
    store: Store = field(default_factory=Store, repr=False)
    project_fails: bool = False
    page_size: int = 200

    def __post_init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Return to an AWX without anything that was made, with an empty journal and the same tokens."""
        self.store = Store()
        self.journal.clear()
        self.project_fails, self.page_size = False, 200
        for name, kind, namespace, inputs in MANAGED:
            fields = [{"id": one, "label": one, "type": "string", "secret": one in SECRETS} for one in inputs]
            self.store.new(
                "credential_types", name=name, kind=kind, namespace=namespace, managed=True, inputs={"fields": fields}
            )
        of_type = self._named("credential_types", "Ansible Galaxy/Automation Hub API Token").id
        galaxy = self.store.new("credentials", name="Ansible Galaxy", credential_type=of_type, managed=True)
        self.store.new("organizations", name="Default").lists["galaxy_credentials"].append(galaxy.id)

    # What tests ask

    def environment(self, token: str | None = None) -> dict[str, str]:
        """Return how awx.awx signs in, as environment variables; as administrator unless another token is given.

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
        """Return all objects of a kind as AWX shows them.

        Beside AWX's own fields: ``survey_spec``; ``names``: for each link and each association the names instead of the
        IDs (of nodes, their identifiers).
        """
        return [self._described(record) for record in self.store.all(kind)]

    def object(self, kind: str, name: str) -> dict[str, Any]:
        """Return the one object of a kind with a name.

        :raises LookupError: when there is none, or more than one.
        """
        return self._described(self._named(kind, name))

    def limits(self, workflow: str) -> dict[str, str]:
        """Return the limit of each job that a launch of a workflow would start, by its node's identifier."""
        record = self._named("workflow_job_templates", workflow)
        return {
            node.name: rules.limit_of_job(record, node, template)
            for node in self.store.all("workflow_job_template_nodes")
            if node.values["workflow_job_template"] == record.id
            and (template := self.store.linked(node, "unified_job_template"))
            and template.kind == "job_templates"
        }

    def outcome(self, workflow: str, *failed: str) -> str:
        """Return how a workflow ends, ``successful`` or ``failed``, in which the jobs of these nodes fail."""
        return rules.outcome(self.store, self._named("workflow_job_templates", workflow), set(failed))

    # What tests do behind the back of the one who is tested: nothing of it is in the journal

    def create(self, kind: str, /, **fields: Any) -> dict[str, Any]:
        """Create an object as somebody else would; links may be names."""
        return self._described(rules.create(self.store, kind, self._resolved(kind, fields)))

    def change(self, kind: str, name: str, /, **fields: Any) -> dict[str, Any]:
        """Change an object as somebody else would; ``survey_spec`` too, and for an association its new names."""
        record = self._named(kind, name)
        record.survey = fields.pop("survey_spec", record.survey)
        for part in [one for one in fields if one in record.lists]:
            record.lists[part].clear()
            for other in fields.pop(part):
                rules.associate(self.store, record, part, {"id": self._named(record.about.lists[part], other).id})
        rules.update(self.store, record, self._resolved(kind, fields))
        return self._described(record)

    def delete(self, kind: str, name: str) -> None:
        """Delete an object as somebody else would."""
        self.store.remove(self._named(kind, name))

    def _named(self, kind: str, name: str) -> Record:
        found = [record for record in self.store.all(kind or "unified_job_templates") if record.name == name]
        if len(found) != 1:
            raise LookupError(f"{len(found)} {kind} are named {name!r}")
        return found[0]

    def _resolved(self, kind: str, fields: dict[str, Any]) -> dict[str, Any]:
        links = KINDS[kind].links
        return {
            name: self._named(links[name], value).id if name in links and isinstance(value, str) else value
            for name, value in fields.items()
        }

    def _described(self, record: Record) -> dict[str, Any]:
        names: dict[str, Any] = {
            name: one.name if (one := self.store.linked(record, name)) else None for name in record.about.links
        }
        for name, ids in record.lists.items():
            names[name] = [one.name for id_ in ids if (one := self.store.find(record.about.lists[name], id_))]
        return {**self.store.show(record), "names": names, "survey_spec": record.survey}

    # One request

    def answer(self, entry: Entry, token: str) -> tuple[int, Any]:
        """Return status and body for a request."""
        try:
            if token not in (self.token, self.reader_token):
                raise RefusedError(401, {"detail": "Authentication credentials were not provided."})
            if token == self.reader_token and entry.kind == "write":
                raise RefusedError(403, {"detail": "You do not have permission to perform this action."})
            parts = [part for part in entry.path.removeprefix("/api/v2/").split("/") if part]
            if not parts or parts[0] not in _LISTED | {"workflow_approval_templates"}:
                raise RefusedError(404, {"detail": "The requested resource could not be found."})
            if len(parts) == 1:
                return self._list(parts[0], entry)
            record = self.store.find(parts[0], int(parts[1]) if parts[1].isdigit() else 0)
            if record is None:
                raise RefusedError(404, {"detail": "Not found."})
            return self._below(record, parts[2], entry) if parts[2:] else self._one(record, entry)
        except RefusedError as refusal:
            return refusal.status, refusal.body

    def _list(self, kind: str, entry: Entry) -> tuple[int, Any]:
        if entry.method == "POST" and kind in KINDS and kind in _LISTED:
            return 201, self._written(rules.create(self.store, kind, entry.body or {}, self.project_fails))
        if entry.method != "GET" or kind not in _LISTED:
            raise RefusedError(405, {"detail": f'Method "{entry.method}" not allowed.'})
        return 200, self._page(self.store.all(kind), entry)

    def _one(self, record: Record, entry: Entry) -> tuple[int, Any]:
        if entry.method == "PATCH":
            rules.update(self.store, record, entry.body or {}, self.project_fails)
            return 200, self._written(record)
        if entry.method == "DELETE":
            rules.check_removal(self.store, record)
            self.store.remove(record)
            # An inventory goes in the background; here at once.
            return (202, {}) if record.kind == "inventories" else (204, None)
        return 200, self.store.show(record)

    def _below(self, record: Record, part: str, entry: Entry) -> tuple[int, Any]:
        if part == "survey_spec" and entry.method == "POST":
            rules.check_survey(entry.body)
            record.survey = entry.body
            return 200, None
        if part == "survey_spec":
            return 200, record.survey
        if part == "update" and entry.method == "POST" and record.kind == "projects":
            return 202, self.store.show(rules.read_project(self.store, record, self.project_fails))
        if part == "create_approval_template" and entry.method == "POST":
            made = rules.create(self.store, "workflow_approval_templates", entry.body)
            record.values["unified_job_template"] = made.id
            return 201, self.store.show(made)
        if part not in record.lists:
            raise RefusedError(404, {"detail": "Not found."})
        if entry.method == "POST":
            rules.associate(self.store, record, part, entry.body)
            return 204, None
        found = (self.store.find(record.about.lists[part], id_) for id_ in record.lists[part])
        return 200, self._page([one for one in found if one], entry)

    def _written(self, record: Record) -> dict[str, Any]:
        """Return what was written; AWX names the update that it has started of a project."""
        shown = self.store.show(record)
        updates = [one for one in self.store.all("project_updates") if one.values["project"] == record.id]
        if updates:
            shown["summary_fields"]["current_update"] = {"id": max(one.id for one in updates)}
        return shown

    def _page(self, records: list[Record], entry: Entry) -> dict[str, Any]:
        """Return the page of the objects that a query names."""
        query = dict(parse_qsl(entry.query, keep_blank_values=True))
        number, size = int(query.pop("page", 1)), min(int(query.pop("page_size", 25)), self.page_size)
        either = {name.removeprefix("or__"): query.pop(name) for name in list(query) if name.startswith("or__")}
        found = [one for one in records if all(self._matches(one, name, value) for name, value in query.items())]
        if either:
            found = [one for one in found if any(self._matches(one, name, value) for name, value in either.items())]
        more = len(found) > number * size
        following = urlencode({**dict(parse_qsl(entry.query)), "page": number + 1})
        return {
            "count": len(found),
            "next": f"{entry.path}?{following}" if more else None,
            "previous": None,
            "results": [self.store.show(one) for one in found[(number - 1) * size : number * size]],
        }

    @staticmethod
    def _matches(record: Record, name: str, asked: str) -> bool:
        field_, _separator, how = name.partition("__")
        if how not in ("", "in", "id"):
            raise RefusedError(400, {"detail": f"The double knows no such filter: {name}"})
        if field_ in record.lists:
            return asked in map(str, record.lists[field_])
        if field_ == "organization" and record.kind == "inventory_sources":
            return False  # it has one, which is never asked for
        if field_ != "id" and field_ not in record.values:
            raise RefusedError(400, {"detail": f"{record.about.type} has no field named '{field_}'"})
        value = record.id if field_ == "id" else record.values[field_]
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        return shown in asked.split(",") if how == "in" else shown == asked


@contextlib.contextmanager
def running_awx() -> Iterator[Awx]:
    """Run a pretend AWX in a thread, for tests.

    :raises RuntimeError: at the end, when the double itself has crashed on a request.
    """
    awx = Awx()
    lock = threading.Lock()

    def reply(request: Request) -> bytes:
        where = urlsplit(request.target)
        entry = Entry(request.method, where.path, where.query, json.loads(request.body) if request.body else None)
        with lock:
            awx.journal.append(entry)
            try:
                token = request.headers.get("authorization", "").removeprefix("Bearer ")
                entry.status, body = awx.answer(entry, token)
            except Exception as error:
                awx.crashes.append(error)
                raise
        return json_answer(entry.status, body, X_API_Product_Name="AWX", X_API_Product_Version=VERSION)

    try:
        with http_server(reply) as awx.url:
            yield awx
    finally:
        if awx.crashes:
            raise RuntimeError(f"the double of AWX crashed {len(awx.crashes)} times") from awx.crashes[0]
