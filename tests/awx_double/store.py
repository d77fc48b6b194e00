# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All objects of a pretend AWX: how they are made, changed, shown, and deleted."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from .kinds import KINDS, LAUNCHED, Kind

ENCRYPTED = "$encrypted$"


class RefusedError(Exception):
    """A request that AWX refuses: the status and the body of its answer."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def wrong(**fields: str) -> RefusedError:
    """Return a refusal of fields, each with its reason."""
    return RefusedError(400, {name: [why] for name, why in fields.items()})


@dataclass
class Record:
    """One object.

    :ivar values: its fields and links as stored.
    :ivar lists: the IDs of what is associated with it.
    :ivar counts: of an organisation, how many ``users`` and ``admins`` it has.
    """

    kind: str
    id: int
    values: dict[str, Any]
    lists: dict[str, list[int]]
    survey: dict[str, Any] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def about(self) -> Kind:
        return KINDS[self.kind]

    @property
    def url(self) -> str:
        return f"/api/v2/{self.kind}/{self.id}/"

    @property
    def name(self) -> str:
        return str(self.values[self.about.identity])


class Store:
    """The objects. No two have the same ID, whatever their kind: a wrong one is never right by chance."""

    def __init__(self) -> None:
        self._records: dict[int, Record] = {}
        self._ids = itertools.count(1)

    def all(self, kind: str) -> list[Record]:
        """Return the objects of a kind in AWX's order: by name, nodes by ID."""
        unified = [one for one in LAUNCHED if one != "workflow_approval_templates"]
        kinds = unified if kind == "unified_job_templates" else [kind]
        found = [one for one in self._records.values() if one.kind in kinds]
        return found if kind == "workflow_job_template_nodes" else sorted(found, key=lambda one: (one.name, one.id))

    def find(self, kind: str, id_: Any) -> Record | None:
        """Return an object; the kind ``""`` is anything that can be launched."""
        found = self._records.get(id_)
        return found if found and (found.kind == kind or (not kind and found.kind in LAUNCHED)) else None

    def linked(self, record: Record, name: str) -> Record | None:
        """Return what one of an object's links points to."""
        return self.find(record.about.links[name], record.values[name])

    def users_of(self, target: Record) -> Iterator[tuple[Record, str]]:
        """Yield each object that points to another, with the name of the link."""
        for record in list(self._records.values()):
            for name, kind in record.about.links.items():
                if record.values[name] == target.id and kind in (target.kind, ""):
                    yield record, name

    # Writing

    def new(self, resource: str, /, **values: Any) -> Record:
        """Store an object without any check."""
        about = KINDS[resource]
        whole = {**copy.deepcopy(dict(about.fields)), **dict.fromkeys(about.links), **values}
        record = Record(resource, next(self._ids), whole, {name: [] for name in about.lists})
        self._records[record.id] = record
        return record

    def clean(self, kind: str, sent: Mapping[str, Any], before: Record | None) -> dict[str, Any]:
        """Return what would be stored.

        :raises RefusedError: naming each field that AWX would refuse, and each that the double does not know.
        """
        about, errors = KINDS[kind], {}
        values = copy.deepcopy(before.values if before else {**about.fields, **dict.fromkeys(about.links)})
        for name, value in sent.items():
            if name in about.read_only or name in ("id", "type"):
                continue
            if name in about.links:
                if value is not None and self.find(about.links[name], value) is None:
                    errors[name] = [f'Invalid pk "{value}" - object does not exist.']
                values[name] = value
            elif name not in about.fields:
                errors[name] = ["The double knows no such field."]
            else:
                default = about.fields[name]
                values[name] = "" if value is None and isinstance(default, str) else value
                if type(values[name]) is not type(default) and default is not None:
                    errors[name] = [f"Not a valid {type(default).__name__}: {value!r}"]
        for name in about.required:
            if values[name] in ("", None):
                errors[name] = ["This field is required."]
        if errors:
            raise RefusedError(400, errors)
        return values

    def check_unique(self, kind: str, values: Mapping[str, Any], but: Record | None) -> None:
        names = [name for name in KINDS[kind].unique if name in values]
        wanted = [values[name] for name in names]
        if wanted and any(one is not but and [one.values[name] for name in names] == wanted for one in self.all(kind)):
            what = f"{KINDS[kind].type} with this {' and '.join(names)} already exists."
            raise RefusedError(400, {"__all__": [what]})

    def remove(self, target: Record) -> None:
        """Delete an object, with what cannot be without it; other links to it become null."""
        if self._records.pop(target.id, None) is None:
            return
        for record, name in list(self.users_of(target)):
            if name in record.about.cascade:
                self.remove(record)
            else:
                record.values[name] = None
        for record in self._records.values():
            for ids in record.lists.values():
                if target.id in ids:
                    ids.remove(target.id)
        approval = self.find("workflow_approval_templates", target.values.get("unified_job_template"))
        if target.kind == "workflow_job_template_nodes" and approval:
            self.remove(approval)

    # Showing

    def secrets_of(self, credential: Record) -> set[str]:
        of_type = self.linked(credential, "credential_type")
        return (
            {one["id"] for one in of_type.values["inputs"].get("fields", []) if one.get("secret")} if of_type else set()
        )

    def show(self, record: Record) -> dict[str, Any]:
        """Return an object as AWX answers it."""
        values = copy.deepcopy(record.values)
        if record.kind == "credentials":
            secret = self.secrets_of(record)
            values["inputs"] = {
                name: ENCRYPTED if name in secret and value else value for name, value in values["inputs"].items()
            }
        values |= {name: list(ids) for name, ids in record.lists.items() if name.endswith("_nodes")}
        links = {name: one for name in record.about.links if (one := self.linked(record, name))}
        related = {name: f"{record.url}{name}/" for name in (*record.about.lists, "survey_spec", "update")}
        related |= {name: one.url for name, one in links.items()}
        summary: dict[str, Any] = {name: self._brief(one) for name, one in links.items()}
        if record.kind == "job_templates":
            given = (self.find("credentials", id_) for id_ in record.lists["credentials"])
            summary["credentials"] = [self._brief(one) for one in given if one]
        if record.kind == "organizations":
            summary["related_field_counts"] = {"users": 0, "admins": 0, **record.counts}
        about = {"id": record.id, "type": record.about.type, "url": record.url}
        return {**about, "related": related, "summary_fields": summary, **values}

    @staticmethod
    def _brief(record: Record) -> dict[str, Any]:
        brief = {"id": record.id, "name": record.name, "description": record.values.get("description", "")}
        return {**brief, "unified_job_type": LAUNCHED[record.kind]} if record.kind in LAUNCHED else brief
