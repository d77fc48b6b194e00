# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was read from AWX. What was asked for and not read yet is noted, so that it can be read and asked for again."""

from __future__ import annotations

import typing as t

from . import awx_objects
from .awx_objects import Data, Wanted

# The lists of AWX's API, by the kind of object.
LISTS = {
    "organization": "organizations",
    "credential_type": "credential_types",
    "execution_environment": "execution_environments",
    "project": "projects",
    "inventory": "inventories",
    "inventory_source": "inventory_sources",
    "credential": "credentials",
    "job_template": "job_templates",
    "workflow_job_template": "workflow_job_templates",
    "schedule": "schedules",
}

# Names are unique in the whole of AWX, so these are looked for everywhere.
_EVERYWHERE = ("credential_type", "execution_environment", "credential")
# And these of them belong to an organisation, so that one of another bootstrap may be among them.
_OF_ONE = ("execution_environment", "credential")

# What AWX tells of an object beside that, and what of its summary is of use here.
_DROPPED = ("related", "created", "modified")
# Which is not the same as no limit.
_NO_HOSTS = ("limit", "")
_SUMMARY = ("credentials", "unified_job_template", "workflow_job_template", "related_field_counts")


def plain(value: t.Any) -> t.Any:
    """Return the same in plain dictionaries and lists. Texts stay as they are: some are marked as no templates."""
    if isinstance(value, dict):
        return {str(name): plain(one) for name, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def slim(one: Data) -> Data:
    """Return an object without what nothing here looks at: facts that are small make a run fast."""
    kept = {
        name: value for name, value in one.items() if name not in _DROPPED and (value or (name, value) == _NO_HOSTS)
    }
    if kept.get("managed"):
        kept.pop("inputs", None)
    kept["summary_fields"] = {name: kept.get("summary_fields", {}).get(name) for name in _SUMMARY}
    return t.cast("Data", plain(kept))


class Found:
    """Answers from what was read.

    :ivar settings: what the role's variables ask for.
    :ivar needs: what has to be read still, as C({key, path, query}).
    """

    def __init__(self, read: Data, settings: Data, types: list[Data], templates: list[Data]) -> None:
        self._read, self.settings, self._types, self._templates = read, settings, types, templates
        self._mark = awx_objects.mark(settings["prefix"])
        self.needs: list[Data] = []

    def get(self, path: str, **query: t.Any) -> list[Data]:
        """Return what a list or an object of the API holds; nothing, and a note, when that was not read yet."""
        key = f"{path}?{'&'.join(f'{name}={query[name]}' for name in sorted(query))}"
        if key in self._read:
            return t.cast("list[Data]", self._read[key])
        if all(one["key"] != key for one in self.needs):
            self.needs.append({"key": key, "path": path, "query": query})
        return []

    def all(self, path: str, **query: t.Any) -> list[Data]:
        """Return a whole list, in as few pages as AWX allows."""
        return self.get(path, page_size=200, **query)

    def organization(self) -> Data | None:
        """Return the organisation, when there is one of that name."""
        return next(iter(self.get("organizations", name=self.settings["organization"])), None)

    def ours(self, kind: str, one: Data) -> bool:
        """Return whether an object was made by this role, with this prefix: it has our line and a name of ours."""
        return self._marked(one) and awx_objects.is_name_of_ours(
            self.settings, self._types, self._templates, kind, one["name"]
        )

    def _marked(self, one: Data) -> bool:
        return self._mark in (one.get("description") or "")

    def copies(self, kind: str) -> list[Data]:
        """Return the objects that have our line and no name of ours: what somebody made with AWX's button Copy."""
        return [one for one in self.listed(kind) if self._marked(one) and not self.ours(kind, one)]

    def listed(self, kind: str) -> list[Data]:
        """Return all objects of a kind among which one of ours would be."""
        organization = self.organization()
        if kind == "organization":
            return [organization] if organization else []
        if kind in _EVERYWHERE:
            return self.all(LISTS[kind])
        if organization is None:
            return []
        if kind == "inventory_source":
            return [each for one in self.of_ours("inventory") for each in self.all(LISTS[kind], inventory=one["id"])]
        if kind == "schedule":
            templates = [*self.of_ours("job_template"), *self.of_ours("workflow_job_template")]
            return [each for one in templates for each in self.all(LISTS[kind], unified_job_template=one["id"])]
        # One that AWX is about to delete is there for a while.
        return [
            each for each in self.all(LISTS[kind], organization=organization["id"]) if not each.get("pending_deletion")
        ]

    def of_ours(self, kind: str) -> list[Data]:
        """Return all objects of a kind that this role made, in this organisation."""
        organization = (self.organization() or {}).get("id")
        return [
            each
            for each in self.listed(kind)
            if self.ours(kind, each) and (kind not in _OF_ONE or each.get("organization") == organization)
        ]

    def named(self, wanted: Wanted, starts: t.Any = None) -> Data | None:
        """Return the object that has the name of the wanted one, whoever made it.

        :param starts: for a schedule the ID of what it should start: each template has names of its own.
        """
        candidates = [each for each in self.listed(wanted.kind) if each["name"] == wanted.name]
        if wanted.kind == "schedule":
            candidates = [each for each in candidates if each.get("unified_job_template") == starts]
        if wanted.kind == "credential":
            organization = (self.organization() or {}).get("id")
            candidates = [each for each in candidates if each.get("organization") == organization]
        return next(iter(candidates), None)

    def vault_type(self) -> t.Any:
        """Return the ID of AWX's own credential type for Ansible Vault."""
        types = self.listed("credential_type")
        return next((each["id"] for each in types if each.get("namespace") == "vault"), None)

    def galaxy_credentials(self) -> list[Data]:
        """Return the credential with which a project installs collections; AWX itself makes one."""
        names = self.settings["galaxy_credentials"]
        return [each for name in names for each in self.listed("credential") if each["name"] == name]

    def unknown_galaxy_credentials(self) -> list[str]:
        """Return the names of those that are not there."""
        there = {each["name"] for each in self.galaxy_credentials()}
        return [name for name in self.settings["galaxy_credentials"] if name not in there]

    def installs_collections(self, organization: Data) -> bool:
        """Return whether projects of an organisation have a credential with which they install collections."""
        return bool(self.all(f"organizations/{organization['id']}/galaxy_credentials/"))

    def in_use(self, credential_type: Data) -> bool:
        """Return whether a credential has this type."""
        return any(each["credential_type"] == credential_type["id"] for each in self.listed("credential"))

    def secrets_of(self, wanted: Wanted, others: list[Wanted]) -> list[str]:
        """Return the secret fields that a credential needs."""
        _kind, key = wanted.refers["credential_type"]
        if key == awx_objects.VAULT:
            return ["vault_password"]
        inputs = next(each.fields for each in others if (each.kind, each.key) == ("credential_type", key)).get("inputs")
        return list((inputs or {}).get("required") or [])

    def survey(self, kind: str, one: Data) -> Data:
        """Return the survey of a template."""
        return next(iter(self.get(f"{LISTS[kind]}/{one['id']}/survey_spec/")), {})

    def notified(self, kind: str, one: Data) -> list[int]:
        """Return the IDs of the notification templates for failures of a template, or for approvals of a workflow."""
        event = "approvals" if kind == "workflow_job_template" else "error"
        return [each["id"] for each in self.all(f"{LISTS[kind]}/{one['id']}/notification_templates_{event}/")]

    def credentials_of(self, template: Data) -> list[Data]:
        """Return the credentials of a job template, as far as its own record tells: ID, name and description."""
        return list((template.get("summary_fields") or {}).get("credentials") or [])

    def nodes(self, workflow: Data) -> list[Data]:
        """Return the nodes of a workflow."""
        return self.all("workflow_job_template_nodes", workflow_job_template=workflow["id"])

    def node_credentials(self, node: Data) -> list[Data]:
        """Return the credentials of a node, which its own record does not tell."""
        return self.all(f"workflow_job_template_nodes/{node['id']}/credentials/")
