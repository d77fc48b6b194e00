# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All objects of a pretend AWX, and what may be done to them."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from . import notifications
from .fields import ENCRYPTED, MISSING, InvalidError, Link
from .kinds import KINDS, UNIFIED, Kind


class RefusedError(Exception):
    """A request that AWX refuses: the status and the body of its answer."""

    def __init__(self, status: int, body: Any) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def not_found() -> RefusedError:
    return RefusedError(404, {"detail": "Not found."})


def forbidden(why: str = "You do not have permission to perform this action.") -> RefusedError:
    return RefusedError(403, {"detail": why})


def wrong(**fields: Any) -> RefusedError:
    """Return a refusal of fields, each with its reason."""
    return RefusedError(400, {name: why if isinstance(why, dict) else [why] for name, why in fields.items()})


@dataclass
class Record:
    """One object: its fields as stored, the IDs of what is associated with it, and its survey."""

    kind: str
    id: int
    values: dict[str, Any]
    lists: dict[str, list[int]] = field(default_factory=dict)
    survey: dict[str, Any] = field(default_factory=dict)
    created: str = ""
    modified: str = ""

    @property
    def about(self) -> Kind:
        return KINDS[self.kind]

    @property
    def url(self) -> str:
        return f"/api/v2/{self.kind}/{self.id}/"

    @property
    def name(self) -> str:
        return str(self.values[self.about.identity])


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


class Store:
    """The objects by kind. No two have the same ID, whatever their kind: a wrong one is never right by chance."""

    def __init__(self) -> None:
        self._records: dict[str, dict[int, Record]] = {kind: {} for kind in KINDS}
        self._ids = itertools.count(1)
        # The playbooks that projects have; ``None``: a job template may name any.
        self.playbooks: set[str] | None = None

    # Reading

    def all(self, kind: str) -> list[Record]:
        """Return the objects of a kind, in AWX's order: by name."""
        kinds = UNIFIED if kind == "unified_job_templates" else (kind,)
        found = [record for one in kinds for record in self._records[one].values()]
        if kind == "workflow_job_template_nodes":
            return sorted(found, key=lambda record: record.id)
        return sorted(found, key=lambda record: (record.name, record.id))

    def find(self, kind: str | None, id_: int | None) -> Record | None:
        """Return an object; ``None`` for the kind means anything that can be launched."""
        kinds = [kind] if kind else [name for name, one in KINDS.items() if one.launchable]
        return next((self._records[one][id_] for one in kinds if id_ in self._records[one]), None)

    def linked(self, record: Record, name: str) -> Record | None:
        """Return what one of an object's links points to."""
        link = record.about.fields[name]
        assert isinstance(link, Link)
        return self.find(link.to, record.values[name]) if record.values[name] is not None else None

    def exists(self, kind: str, id_: int) -> bool:
        return self.find(None if kind == "unified_job_templates" else kind, id_) is not None

    def users_of(self, target: Record) -> Iterator[tuple[Record, str, Link]]:
        """Yield each object that points to another, with the name of the link and the link."""
        for records in self._records.values():
            for record in list(records.values()):
                for name, link in record.about.fields.items():
                    if isinstance(link, Link) and record.values.get(name) == target.id:
                        yield record, name, link

    # Writing

    def clean(self, kind: str, sent: Mapping[str, Any], before: Record | None, complete: bool) -> dict[str, Any]:
        """Return the fields of an object as they would be stored.

        :param sent: a request's body.
        :param before: the object as it is; ``None`` when it is created.
        :param complete: whether what is not sent gets its default (creation and PUT) or stays (PATCH).
        :raises RefusedError: naming each field that AWX would refuse, and each that it does not know.
        """
        fields = KINDS[kind].fields
        errors: dict[str, Any] = {}
        values = copy.deepcopy(before.values) if before else {name: one.fresh() for name, one in fields.items()}
        shown = {"id", "type", "url", "related", "summary_fields", "created", "modified", *KINDS[kind].lists}
        if kind == "workflow_approval_templates":
            # awx.awx.workflow_job_template sends the node's own fields along when it makes an approval.
            shown |= {"identifier", "workflow_job_template", "unified_job_template", "all_parents_must_converge"}
        for name in sent:
            if name not in fields and name not in shown:
                # Stricter than AWX, which ignores it.
                errors[name] = ["The double knows no such field."]
        for name, one in fields.items():
            value = sent.get(name, MISSING)
            if one.read_only:
                continue
            if value is MISSING:
                if complete and one.required:
                    errors[name] = ["This field is required."]
                elif complete:
                    values[name] = one.fresh()
                continue
            try:
                values[name] = one.clean(value, self.exists)
            except InvalidError as error:
                errors[name] = error.detail if isinstance(error.detail, dict) else [error.detail]
        if errors:
            raise RefusedError(400, errors)
        return values

    def check_unique(self, kind: str, values: Mapping[str, Any], but: Record | None) -> None:
        """Refuse a second object with what must be unique.

        :raises RefusedError: in AWX's words.
        """
        about = KINDS[kind]
        for names in about.unique:
            wanted = [values[name] for name in names]
            if None in wanted and not about.null_is_a_value:
                continue
            for other in self._records[kind].values():
                if other is but or [other.values[name] for name in names] != wanted:
                    continue
                if about.null_is_a_value:
                    what = f"{about.label} with this ({', '.join(names)}) combination already exists."
                    raise RefusedError(400, {"__all__": [what]})
                labels = [name.replace("_", " ").capitalize() for name in names]
                what = f"{about.label} with this {' and '.join(filter(None, [', '.join(labels[:-1]), labels[-1]]))}"
                key = names[0] if len(names) == 1 else "__all__"
                raise RefusedError(400, {key: [f"{what} already exists."]})

    def add(self, kind: str, values: dict[str, Any]) -> Record:
        """Store a new object with all of its fields."""
        record = Record(kind, next(self._ids), values, {name: [] for name in KINDS[kind].lists})
        record.created = record.modified = now()
        self._records[kind][record.id] = record
        return record

    def new(self, of_kind: str, /, **values: Any) -> Record:
        """Store a new object without any check, with defaults for what is not given."""
        return self.add(of_kind, {**{name: one.fresh() for name, one in KINDS[of_kind].fields.items()}, **values})

    def remove(self, target: Record) -> None:
        """Delete an object, with what cannot be without it; other links to it become null."""
        if self._records[target.kind].pop(target.id, None) is None:
            return
        for record, name, link in list(self.users_of(target)):
            if link.cascade:
                self.remove(record)
            else:
                record.values[name] = None
        for records in self._records.values():
            for record in records.values():
                for name, ids in record.lists.items():
                    if record.about.lists[name] == target.kind and target.id in ids:
                        ids.remove(target.id)
        if target.kind == "workflow_job_template_nodes":
            approval = self.find("workflow_approval_templates", target.values["unified_job_template"])
            if approval:
                self.remove(approval)

    # Showing

    def secrets_of(self, record: Record) -> set[str]:
        """Return the names of a credential's inputs that AWX keeps encrypted."""
        of_type = self.linked(record, "credential_type")
        fields = of_type.values["inputs"].get("fields", []) if of_type else []
        return {one["id"] for one in fields if one.get("secret")}

    def show(self, record: Record) -> dict[str, Any]:
        """Return an object as AWX answers it."""
        values = {
            name: copy.deepcopy(record.values[name]) for name, one in record.about.fields.items() if not one.write_only
        }
        if record.kind == "credentials":
            secret = self.secrets_of(record)
            values["inputs"] = {
                name: ENCRYPTED if name in secret and value else value for name, value in values["inputs"].items()
            }
        if record.kind == "notification_templates":
            shown = notifications.shown(values["notification_type"], values["notification_configuration"])
            values["notification_configuration"] = shown
        if record.kind == "workflow_job_template_nodes":
            values |= {name: list(ids) for name, ids in record.lists.items() if name.endswith("_nodes")}
        if record.kind == "inventories":
            sources = [one for one, name, _link in self.users_of(record) if one.kind == "inventory_sources"]
            values |= {"has_inventory_sources": bool(sources), "total_inventory_sources": len(sources)}
        return {
            "id": record.id,
            "type": record.about.type,
            "url": record.url,
            "related": self._related(record),
            "summary_fields": self._summary(record),
            "created": record.created,
            "modified": record.modified,
            **values,
        }

    def _related(self, record: Record) -> dict[str, str]:
        related = {name: f"{record.url}{name}/" for name in (*record.about.lists, *record.about.extra_related)}
        for name, one in record.about.fields.items():
            if isinstance(one, Link) and not one.write_only:
                target = self.linked(record, name)
                if target:
                    related[name] = target.url
        return related

    def _summary(self, record: Record) -> dict[str, Any]:
        summary: dict[str, Any] = {}
        for name, one in record.about.fields.items():
            if isinstance(one, Link) and not one.write_only:
                target = self.linked(record, name)
                if target:
                    summary[name] = self._brief(target)
        admin = next(iter(self._records["users"].values()), None)
        if admin and record.kind != "users":
            by = {"id": admin.id, "username": admin.name, "first_name": "", "last_name": ""}
            summary |= {"created_by": by, "modified_by": by}
        summary["user_capabilities"] = {"edit": True, "delete": True}
        if record.kind == "job_templates":
            summary["credentials"] = [
                self._brief(given) for id_ in record.lists["credentials"] if (given := self.find("credentials", id_))
            ]
        if record.survey:
            summary["survey"] = {"title": record.survey["name"], "description": record.survey["description"]}
        if record.kind == "organizations":
            users = [one.kind for one, name, _link in self.users_of(record) if name == "organization"]
            counted = ("inventories", "teams", "job_templates", "projects")
            summary["related_field_counts"] = {
                **{kind: users.count(kind) for kind in counted},
                "users": 0,
                "admins": 0,
            }
        return summary

    @staticmethod
    def _brief(record: Record) -> dict[str, Any]:
        brief = {"id": record.id, "name": record.name, "description": record.values.get("description", "")}
        if record.kind == "credentials":
            brief |= {"kind": record.values["kind"], "cloud": record.values["cloud"]}
        if record.about.launchable:
            brief["unified_job_type"] = {
                "job_templates": "job",
                "workflow_job_templates": "workflow_job",
                "projects": "project_update",
                "inventory_sources": "inventory_update",
                "workflow_approval_templates": "workflow_approval",
            }[record.kind]
            if "timeout" in record.values and record.kind == "workflow_approval_templates":
                brief["timeout"] = record.values["timeout"]
        return brief
