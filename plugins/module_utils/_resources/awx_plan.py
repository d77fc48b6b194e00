# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what has to be done in AWX, from what was read there. Says what else has to be read first; sends nothing."""

from __future__ import annotations

import dataclasses
import typing as t

from . import awx_objects
from .awx_compare import (
    same,
    same_meaning,
    same_node,
    same_survey,
)
from .awx_found import Found, plain, slim
from .awx_objects import KINDS, Data, Wanted
from .awx_removal import removal
from .awx_workflows import Node

_ORGANIZATION = ("organization", "organization")
# What a plan says of a field, where AWX's own word would puzzle.
_WORDS = {"inputs": "fields", "injectors": "injectors", "limit": "limit", "rrule": "time"}


@dataclasses.dataclass
class Plan:
    """What has to be done.

    :ivar read: what was read so far, without what nothing here looks at.
    :ivar look: what has to be read before anything can be decided, as C({key, path, query}).
    :ivar steps: what the modules are told to make or change, by the kind of object.
    :ivar removals: what they are told to remove, before that.
    :ivar sentences: the same for people.
    :ivar refusals: why nothing may be done at all.
    :ivar left: what is left as it is, and why.
    :ivar ids: the IDs of what exists, by C(kind/key).
    :ivar fill_in: names of credentials that still lack a secret.
    :ivar following: what a person has to do next in AWX.
    """

    read: Data = dataclasses.field(default_factory=dict)
    look: list[Data] = dataclasses.field(default_factory=list)
    steps: dict[str, list[Data]] = dataclasses.field(default_factory=lambda: {kind: [] for kind in KINDS})
    removals: dict[str, list[Data]] = dataclasses.field(default_factory=lambda: {kind: [] for kind in (*KINDS, "node")})
    sentences: list[str] = dataclasses.field(default_factory=list)
    refusals: list[str] = dataclasses.field(default_factory=list)
    left: list[str] = dataclasses.field(default_factory=list)
    ids: dict[str, str] = dataclasses.field(default_factory=dict)
    fill_in: list[str] = dataclasses.field(default_factory=list)
    following: list[str] = dataclasses.field(default_factory=list)


def awx_plan(
    read: Data, settings: Data, credential_types: list[Data], templates: list[Data], inventory_variables: Data
) -> Data:
    """Return what has to be done in AWX, as the fields of C(Plan).

    :param read: what AWX answered so far, by the keys that C(look) gave.
    :param settings: what the role's variables ask for.
    :param credential_types: the role's data about credential types.
    :param templates: its data about job templates.
    :param inventory_variables: the variables of the inventory.
    """
    # Ansible's own containers, in which these come, cannot be made anew or changed.
    settings = plain(settings)
    plan = Plan(refusals=awx_objects.mistakes(settings))
    if plan.refusals:
        return vars(plan)
    plan.read = {key: [slim(one) for one in answer] for key, answer in read.items()}
    credential_types, templates = plain(credential_types), plain(templates)
    found = Found(plan.read, settings, credential_types, templates)
    if settings["state"] == "absent":
        removal(found, plan)
    else:
        wanted = awx_objects.wanted(settings, credential_types, templates, plain(inventory_variables))
        _Planner(found, plan, wanted).decide()
    for kind in KINDS:
        plan.left += [
            f"The {KINDS[kind]} {one['name']} has this role's line in its description, and a name that the role does "
            "not give. It is taken for a copy, and left."
            for one in found.copies(kind)
        ]
    plan.look = found.needs
    return vars(plan)


class _Planner:
    """Compares each wanted object with what was found, and adds steps to a plan."""

    def __init__(self, found: Found, plan: Plan, wanted: list[Wanted]) -> None:
        self.found, self.plan, self.wanted = found, plan, wanted
        self.names = {(one.kind, one.key): one.name for one in wanted}
        self.there: dict[tuple[str, str], Data | None] = {}

    def decide(self) -> None:
        """Fill the plan."""
        for one in self.wanted:
            self._one(one)
        self._galaxy()
        self._superfluous()
        if any("awx_bootstrap_prefix" in refusal for refusal in self.plan.refusals):
            self.plan.refusals.append(
                "Rename what is named above, or set awx_bootstrap_prefix, which is put before each name. "
                "What somebody else made is never changed."
            )
        self._following()

    def _following(self) -> None:
        """Say what a person has to do next, with AWX's own words for its screens."""
        prefix, secrets = self.found.settings["prefix"], self.found.settings["secrets"]
        if self.plan.fill_in:
            again = ", then run this again: only then are they given to the job templates"
            again = again if secrets == awx_objects.VAULT else ""
            self.plan.following.append(f"Resources, Credentials: fill in {', '.join(self.plan.fill_in)}{again}.")
        limit = "one firm as Limit" + (" and that firm's credentials" if secrets == awx_objects.LAUNCH else "")
        self.plan.following += [
            f"Resources, Templates: start {prefix}Preflight with {limit}.",
            f"Then start {prefix}Onboard with approval"
            + ("." if secrets == awx_objects.LAUNCH else ", with the same Limit or none."),
        ]

    def _one(self, one: Wanted) -> None:
        existing = self.found.named(one, self._id(one.refers.get("unified_job_template", ("", ""))))
        self.there[one.kind, one.key] = existing
        if existing is not None:
            self.plan.ids[f"{one.kind}/{one.key}"] = str(existing["id"])
            if not self.found.ours(one.kind, existing):
                if one.kind != "organization":
                    self.plan.refusals.append(
                        f"The {KINDS[one.kind]} {one.name} exists and was not made by this role (awx_bootstrap_prefix)."
                    )
                return  # an organisation that somebody else made is used as it is
            if one.kind == "execution_environment" and existing.get("organization") != self._id(_ORGANIZATION):
                self.plan.refusals.append(
                    f"The {KINDS[one.kind]} {one.name} was made by this role in another organisation, and AWX knows "
                    "each name once (awx_bootstrap_prefix)."
                )
                return
        if one.kind == "credential":
            self._credential(one, existing)
        else:
            if one.kind == "job_template":
                one.credentials = [key for key in one.credentials if self._usable(key)]
            self._step(one, existing, self._differences(one, existing))

    def _credential(self, one: Wanted, existing: Data | None) -> None:
        """Make a credential, but never write one that exists: awx.awx would empty the secrets in it."""
        if existing is None:
            self._step(one, None, [])
        needed = self.found.secrets_of(one, self.wanted)
        given = (existing or {}).get("inputs") or {}
        if any(not given.get(name) for name in needed):
            self.plan.fill_in.append(one.name)

    def _usable(self, key: str) -> bool:
        """Return whether a job template can be given a credential yet.

        A job has the vaults of all firms. AWX starts none while one of them has no password.
        """
        if self.found.settings["secrets"] != awx_objects.VAULT:
            return True
        return bool(((self.there["credential", key] or {}).get("inputs") or {}).get("vault_password"))

    def _galaxy(self) -> None:
        """Say where a project could not install this collection. An image of one's own has it."""
        existing, image = self.there[_ORGANIZATION], self.found.settings["image"]
        name = self.names[_ORGANIZATION]
        for missing in self.found.unknown_galaxy_credentials():
            sentence = f"awx_bootstrap_galaxy_credentials: no credential is called {missing}."
            (self.plan.left if existing is not None or image else self.plan.refusals).append(sentence)
        if existing is not None and not image and not self.found.installs_collections(existing):
            self.plan.left.append(
                f"The organisation {name} has no Galaxy credential, and no image is given: jobs fail with 'playbook "
                f"not found' unless the project brings the collection. In AWX: Access, Organizations, {name}, Edit."
            )

    def _id(self, ref: awx_objects.Ref) -> t.Any:
        if ref == ("credential_type", awx_objects.VAULT):
            return self.found.vault_type()
        existing = self.there.get(ref)
        return None if existing is None else existing["id"]

    def _differences(self, one: Wanted, existing: Data | None) -> list[str]:
        """Return the fields that are not as they should be, after having looked up what they name."""
        self._look_up(one)
        if existing is None:
            return []
        differing = [name for name, value in one.fields.items() if not same(name, existing.get(name), value)]
        differing += [name for name, ref in one.refers.items() if existing.get(name) != self._id(ref)]
        if one.kind == "credential_type" and "inputs" in differing:
            differing = self._inputs(one, existing, differing)
        if one.kind == "project" and not differing and existing.get("status") in ("failed", "error", "canceled"):
            differing.append(f"its last update ended as {existing['status']}")
        if one.survey and not same_survey(self.found.survey(one.kind, existing), one.survey):
            differing.append("survey")
        if one.kind == "job_template":
            has = self.found.credentials_of(existing)
            if {each["id"] for each in has if self.found.ours("credential", each)} != {
                self._id(("credential", key)) for key in one.credentials
            }:
                differing.append("credentials")
        if set(self._notifications(one)) - set(self._attached(one, existing)):
            differing.append("notifications")
        return differing

    def _look_up(self, one: Wanted) -> None:
        """Replace the name of a credential that somebody else made by its ID."""
        if "credential" in one.fields:
            name = one.fields["credential"]
            ids = [each["id"] for each in self.found.all("credentials") if each["name"] == name]
            if len(ids) == 1:
                one.fields["credential"] = ids[0]
            else:
                self.plan.refusals.append(f"awx_bootstrap_scm_credential: {len(ids)} credentials are called {name}.")

    def _inputs(self, one: Wanted, existing: Data, differing: list[str]) -> list[str]:
        """AWX lets nobody change the fields of a credential type that is in use."""
        if not self.found.in_use(existing):
            return differing
        if same_meaning(existing.get("inputs"), one.fields["inputs"]):
            self.plan.left.append(
                f"The labels and help texts of the credential type {one.name} are those of another version: AWX does "
                "not let them be changed while a credential uses the type."
            )
        else:
            self.plan.refusals.append(
                f"The credential type {one.name} has other fields than it should have, and AWX does not let them be "
                "changed while a credential uses the type. Delete its credentials, or set a new awx_bootstrap_prefix."
            )
        del one.fields["inputs"]
        return [name for name in differing if name != "inputs"]

    def _notifications(self, one: Wanted) -> list[int]:
        ids = []
        for name in one.notify:
            matching = [each["id"] for each in self.found.all("notification_templates") if each["name"] == name]
            if len(matching) != 1:
                refusal = (
                    f"awx_bootstrap_notification_templates: {len(matching)} notification templates are called {name}."
                )
                if refusal not in self.plan.refusals:
                    self.plan.refusals.append(refusal)
            ids += matching[:1]
        return ids

    def _attached(self, one: Wanted, existing: Data | None) -> list[int]:
        return self.found.notified(one.kind, existing) if one.notify and existing is not None else []

    # --- What the modules are told --------------------------------------------------------------------------------

    def _step(self, one: Wanted, existing: Data | None, differing: list[str]) -> None:
        nodes, surplus = self._nodes(one, existing)
        if nodes or surplus:
            differing = [*differing, "nodes"]
        if existing is not None and not differing:
            return
        step: Data = {
            "key": f"{one.kind}/{one.key}",
            "name": one.name,
            "organization": self.names[_ORGANIZATION],
            "fields": one.fields,
            **{name: self._named(ref) for name, ref in one.refers.items() if name != "organization"},
        }
        if one.survey:
            step["survey"] = {"name": "", "description": "", "spec": one.survey}
        if one.kind == "organization":
            step["galaxy"] = [each["id"] for each in self.found.galaxy_credentials()]
        if one.kind == "project":
            step["sync"] = existing is not None
        if one.kind == "job_template":
            step["inventory_key"] = "inventory/inventory"
            step["credential_keys"] = [f"credential/{key}" for key in one.credentials]
            others = self.found.credentials_of(existing) if existing is not None else []
            step["keep"] = [str(each["id"]) for each in others if not self.found.ours("credential", each)]
        if one.notify:
            step["notify"] = sorted({*self._notifications(one), *self._attached(one, existing)})
        if one.kind == "workflow_job_template":
            if existing is not None and "limit" in differing:
                step["limited"] = str(existing["id"])
            step["nodes"] = [self._node_arguments(node) for node in nodes]
            self.plan.removals["node"] += [
                {"name": name, "workflow": one.name, "organization": step["organization"]} for name in surplus
            ]
        self.plan.steps[one.kind].append(step)
        if existing is None:
            self.plan.sentences.append(f"Create the {KINDS[one.kind]} {one.name}")
        else:
            what = ", ".join(_WORDS.get(name, name.replace("_", " ")) for name in differing)
            self.plan.sentences.append(f"Change the {KINDS[one.kind]} {one.name}: {what}")

    def _named(self, ref: awx_objects.Ref) -> str:
        return "Vault" if ref == ("credential_type", awx_objects.VAULT) else self.names[ref]

    def _nodes(self, one: Wanted, existing: Data | None) -> tuple[list[Node], list[str]]:
        """Return the nodes to make, and the identifiers of those to take away before.

        A node that differs is taken away and made anew. The nodes that lead to it lose their link with it, so they are
        made known again too.
        """
        if one.kind != "workflow_job_template" or existing is None:
            return one.nodes, []
        there = {each["identifier"]: each for each in self.found.nodes(existing)}
        names = {each["id"]: identifier for identifier, each in there.items()}
        differing = {
            node.identifier
            for node in one.nodes
            if node.identifier not in there or not self._same_node(there[node.identifier], node, names)
        }
        wanted = {node.identifier for node in one.nodes}
        surplus = [identifier for identifier in there if identifier not in wanted or identifier in differing]
        linked = [
            node
            for node in one.nodes
            if node.identifier in differing or differing.intersection([*node.success, *node.always])
        ]
        return linked, surplus

    def _same_node(self, found: Data, node: Node, names: dict[t.Any, str]) -> bool:
        template = None if node.template is None else self._id(("job_template", node.template))
        should_have = [self.names["credential", key] for key in node.credentials]
        has = [each["name"] for each in self.found.node_credentials(found)] if should_have else []
        return same_node(found, node, names, template, (has, should_have))

    def _node_arguments(self, node: Node) -> Data:
        """Return a node as awx.awx.workflow_job_template takes it. Names are looked up within the organisation."""
        organization = {"name": self.names[_ORGANIZATION]}
        if node.template is None:
            starts: Data = {"name": node.approval, "type": "workflow_approval"}
        else:
            name = self.names["job_template", node.template]
            starts = {"name": name, "type": "job_template", "organization": organization}
        related: Data = {
            "success_nodes": [{"identifier": name} for name in node.success],
            "always_nodes": [{"identifier": name} for name in node.always],
            "credentials": [
                {"name": self.names["credential", key], "organization": organization} for key in node.credentials
            ],
        }
        arguments: Data = {
            "identifier": node.identifier,
            "unified_job_template": starts,
            "related": {name: value for name, value in related.items() if value},
        }
        if node.limit:
            arguments["limit"] = node.limit
        if node.converge:
            arguments["all_parents_must_converge"] = True
        return arguments

    def _superfluous(self) -> None:
        """Workflows and schedules of ours that are not wanted any more go. Credentials hold secrets, so they stay."""
        for kind in ("schedule", "workflow_job_template"):
            # By ID: the schedule of another template has the name of the one that is wanted.
            wanted = {self._id((one.kind, one.key)) for one in self.wanted if one.kind == kind}
            for each in self.found.of_ours(kind):
                if each["id"] not in wanted:
                    self.plan.removals[kind].append({"id": str(each["id"]), "name": each["name"]})
                    self.plan.sentences.append(f"Remove the {KINDS[kind]} {each['name']}")
        names = {one.name for one in self.wanted if one.kind == "credential"}
        for each in self.found.of_ours("credential"):
            if each["name"] not in names:
                self.plan.left.append(f"The credential {each['name']} is not needed any more; it is left.")
