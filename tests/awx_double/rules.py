# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX checks beyond single fields, by kind; what it works out; what it does not let go."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import credentials, notifications, prompts, schedules
from .fields import ENCRYPTED
from .store import Record, RefusedError, Store, forbidden, wrong

Values = dict[str, Any]


# Checks: of the fields as they would be stored. They may fill in what AWX works out.


def _credential_type(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    if before and before.values["managed"]:
        raise forbidden("Modifications not allowed for managed credential types")
    if values["kind"] not in ("cloud", "net"):
        raise wrong(kind=f"Must be 'cloud' or 'net', not {values['kind']}")
    error = credentials.check_inputs(values["inputs"])
    if error:
        raise wrong(inputs=error)
    error = credentials.check_injectors(values["injectors"], values["inputs"])
    if error:
        raise wrong(injectors=error)
    if before and values["inputs"] != before.values["inputs"] and _used(store, before):
        raise forbidden("Modifications to inputs are not allowed for credential types that are in use")


def _used(store: Store, credential_type: Record) -> bool:
    return any(record.kind == "credentials" for record, _name, _link in store.users_of(credential_type))


def _credential(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    if before and before.values["managed"]:
        raise forbidden("Modifications not allowed for managed credentials")
    if before is None:
        owners = sorted(name for name in ("organization", "team", "user") if values[name])
        if not owners:
            raise wrong(detail="Missing 'user', 'team', or 'organization'.")
        if len(owners) > 1:
            listed = ", ".join(owners)
            why = f"Only one of 'user', 'team', or 'organization' should be provided, received {listed} fields."
            raise wrong(detail=why)
    elif values["credential_type"] != before.values["credential_type"] and _credential_in_use(store, before):
        why = "You cannot change the credential type of the credential, as it may break the functionality of the "
        raise wrong(credential_type=f"{why}resources using it.")
    of_type = store.find("credential_types", values["credential_type"])
    assert of_type is not None
    old = before.values["inputs"] if before else {}
    of_vault = before is not None and of_type.values["kind"] == "vault"
    if of_vault and values["inputs"].get("vault_id", old.get("vault_id")) != old.get("vault_id"):
        raise wrong(inputs="Vault IDs cannot be changed once they have been created.")
    error = credentials.check_values(values["inputs"], of_type.values["inputs"], new=before is None)
    if error:
        raise wrong(inputs=error)
    # A secret that is sent as it was shown stays as it is.
    values["inputs"] = {
        name: old.get(name, "") if value == ENCRYPTED else value for name, value in values["inputs"].items()
    }
    values["kind"] = of_type.values["namespace"]
    values["cloud"] = of_type.values["kind"] == "cloud"


def _credential_in_use(store: Store, credential: Record) -> bool:
    if any(True for _user in store.users_of(credential)):
        return True
    lists = ("job_templates", "workflow_job_template_nodes", "schedules")
    return any(credential.id in record.lists["credentials"] for kind in lists for record in store.all(kind))


def _project(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    if values["scm_type"] and not values["scm_url"]:
        raise wrong(scm_url="SCM URL is required.")
    if not values["scm_type"] and values["scm_update_on_launch"]:
        raise wrong(detail="Update options must be set to false for manual projects.")
    _needs_kind(store, values, "credential", "scm")
    if before is None and values["scm_type"]:
        # AWX fetches it at once; here that is over at once, and well.
        values |= {"status": "successful", "scm_revision": uuid.uuid4().hex, "last_updated": "2026-01-01T00:00:00Z"}


def _needs_kind(store: Store, values: Values, name: str, kind: str) -> None:
    credential = store.find("credentials", values[name])
    of_type = store.linked(credential, "credential_type") if credential else None
    if of_type and of_type.values["kind"] != kind:
        raise wrong(**{name: f"Credential kind must be '{kind}'."})


def _execution_environment(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    if before and before.values["managed"]:
        raise forbidden()
    _needs_kind(store, values, "credential", "registry")


def _inventory(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    if values["kind"] == "smart" and not values["host_filter"]:
        raise wrong(host_filter="Smart inventories must specify host_filter")
    if values["kind"] != "smart" and values["host_filter"]:
        raise wrong(detail="Host filters can only be set for smart inventories.")
    if before and values["kind"] != before.values["kind"]:
        raise wrong(kind="Cannot change the kind of an inventory.")


def _inventory_source(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    if before and values["inventory"] != before.values["inventory"]:
        raise wrong(inventory="Cannot change the inventory of an inventory source.")
    if values["source"] == "scm":
        project = store.find("projects", values["source_project"])
        if project is None:
            raise wrong(source_project="Project required for scm type sources.")
        if not project.values["scm_type"]:
            raise wrong(source_project="Cannot use manual project for SCM-based inventory.")
        if values["scm_branch"] and not project.values["allow_override"]:
            raise wrong(scm_branch="Project does not allow overriding branch.")
        return
    named = [name for name in ("source_project", "source_path", "scm_branch") if values[name]]
    if named:
        raise wrong(detail=f"Cannot set {' '.join(named)} if not SCM type.")


def _job_template(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    project = store.find("projects", values["project"])
    if project is None:
        raise wrong(project="Job Templates must have a project assigned.")
    if values["host_config_key"] and not values["inventory"]:
        raise wrong(host_config_key="Cannot enable provisioning callback without an inventory set.")
    if not values["inventory"] and not values["ask_inventory_on_launch"]:
        raise wrong(inventory="You must either set a default value or ask to prompt on launch.")
    if not values["playbook"]:
        raise wrong(playbook="Must select playbook for project.")
    known = store.playbooks
    if known is not None and not project.values["allow_override"] and values["playbook"] not in known:
        raise wrong(playbook="Playbook not found for project.")
    for name in ("scm_branch", "ask_scm_branch_on_launch"):
        if values[name] and not project.values["allow_override"]:
            raise wrong(**{name: "Project does not allow overriding branch."})
    # A job template has its project's organisation, whatever is sent.
    values["organization"] = project.values["organization"]
    _check_webhook(values)


def _check_webhook(values: Values) -> None:
    if values["webhook_key"] and not values["webhook_service"]:
        raise wrong(webhook_key="Cannot set a webhook key without a webhook service.")


def _workflow(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    _check_webhook(values)


def _node(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    values["identifier"] = values["identifier"] or str(uuid.uuid4())
    if before:
        # Read-only once the node is there.
        values["workflow_job_template"] = before.values["workflow_job_template"]
    template = store.find(None, values["unified_job_template"])
    if template is None:
        return
    if template.kind == "workflow_job_templates" and template.id == values["workflow_job_template"]:
        # Assumed: AWX lets it be and refuses the launch.
        raise wrong(unified_job_template="The double refuses a workflow within itself.")
    prompts.check(template, values, needs_all=False)


def _schedule(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    errors = schedules.check(values["rrule"])
    if errors:
        raise RefusedError(400, {"rrule": errors})
    template = store.find(None, values["unified_job_template"])
    assert template is not None
    if template.kind == "projects" and not template.values["scm_type"]:
        raise wrong(unified_job_template="Manual Project cannot have a schedule set.")
    prompts.check(template, values, needs_all=True)
    values |= schedules.times(values["rrule"])


def _notification(store: Store, before: Record | None, values: Values, sent: Mapping[str, Any]) -> None:
    old = before.values["notification_configuration"] if before else None
    errors = notifications.check(values["notification_type"], values["notification_configuration"], old)
    if errors:
        raise RefusedError(400, {"__all__": errors})


CHECKS: dict[str, Callable[[Store, Record | None, Values, Mapping[str, Any]], None]] = {
    "credential_types": _credential_type,
    "credentials": _credential,
    "projects": _project,
    "execution_environments": _execution_environment,
    "inventories": _inventory,
    "inventory_sources": _inventory_source,
    "job_templates": _job_template,
    "workflow_job_templates": _workflow,
    "workflow_job_template_nodes": _node,
    "schedules": _schedule,
    "notification_templates": _notification,
}


# What does not go


def check_removal(store: Store, record: Record) -> None:
    """Refuse to delete what AWX keeps.

    :raises RefusedError: for what comes with AWX, and a credential type that is in use.
    """
    if record.values.get("managed"):
        what = {"credential_types": " for managed credential types", "credentials": " for managed credentials"}
        if record.kind in what:
            raise forbidden(f"Deletion not allowed{what[record.kind]}")
        raise forbidden()
    if record.kind == "credential_types" and _used(store, record):
        raise forbidden("Credential types that are in use cannot be deleted")


# Associations


def check_association(store: Store, record: Record, name: str, target: Record) -> bool:
    """Check that an object may be associated with another.

    :return: whether it is new.
    :raises RefusedError: in AWX's words.
    """
    if record.kind == "job_templates" and name == "credentials":
        given = {prompts.unique_hash(store, one) for id_ in record.lists[name] if (one := store.find(name, id_))}
        if prompts.unique_hash(store, target) in given:
            raise RefusedError(
                400, {"error": f"Cannot assign multiple {prompts.unique_name(store, target)} credentials."}
            )
        of_type = store.linked(target, "credential_type")
        if of_type and of_type.values["kind"] not in ("ssh", "vault", "cloud", "net", "kubernetes"):
            raise RefusedError(400, {"error": f"Cannot assign a Credential of kind `{of_type.values['kind']}`."})
    if record.kind in ("workflow_job_template_nodes", "schedules") and name in (
        "credentials",
        "labels",
        "instance_groups",
    ):
        prompts.check_association(store, record, name, target)
    if name.endswith("_nodes"):
        _check_edge(store, record, name, target)
    if name == "galaxy_credentials":
        of_type = store.linked(target, "credential_type")
        if of_type and of_type.values["kind"] != "galaxy":
            raise RefusedError(400, {"msg": "Credential must be a Galaxy credential, not " + of_type.name + "."})
    return target.id not in record.lists[name]


def _check_edge(store: Store, node: Record, name: str, target: Record) -> None:
    if node.values["workflow_job_template"] != target.values["workflow_job_template"]:
        # Assumed: AWX's own answer was not found.
        raise RefusedError(400, {"Error": "The double refuses an edge between nodes of two workflows."})
    others = [one for one in node.lists if one.endswith("_nodes") and one != name]
    if any(target.id in node.lists[one] for one in others):
        raise RefusedError(400, {"Error": "Relationship not allowed."})
    if node.id in _reached(store, target):
        raise RefusedError(400, {"Error": "Cycle detected."})


def _reached(store: Store, node: Record) -> set[int]:
    seen, waiting = {node.id}, [node]
    while waiting:
        for child in _children(store, waiting.pop()):
            if child.id not in seen:
                seen.add(child.id)
                waiting.append(child)
    return seen


def _children(store: Store, node: Record) -> Iterator[Record]:
    for name, ids in node.lists.items():
        if name.endswith("_nodes"):
            yield from (child for id_ in ids if (child := store.find(node.kind, id_)))
