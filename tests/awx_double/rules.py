# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX checks beyond single fields, what follows from what, and what it does not let go."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from typing import Any

from .store import ENCRYPTED, Record, RefusedError, Store, wrong

Values = dict[str, Any]

_RULE = re.compile(
    r"DTSTART(?:;TZID=([^:\s]+):\d{8}T\d{6}|:\d{8}T\d{6}Z) RRULE:FREQ=[A-Z]+;INTERVAL=\d+(?:;[A-Z]+=\S+)?"
)
_QUESTION = {
    "type",
    "question_name",
    "question_description",
    "variable",
    "required",
    "default",
    "choices",
    "min",
    "max",
}
_ANSWERS: dict[str, type] = {"text": str, "textarea": str, "integer": int, "multiplechoice": str}
# What makes AWX read a project anew.
_READ_ANEW = ("scm_type", "scm_url", "scm_branch")


def create(store: Store, kind: str, sent: Mapping[str, Any], project_fails: bool = False) -> Record:
    """Create an object from a request's body.

    :param project_fails: whether AWX cannot read what a project points to.
    :raises RefusedError: for what AWX would refuse.
    """
    values = store.clean(kind, sent, None)
    _check(store, kind, values, None)
    store.check_unique(kind, values, None)
    record = store.new(kind, **values)
    if kind == "projects":
        read_project(store, record, project_fails)
    return record


def update(store: Store, record: Record, sent: Mapping[str, Any], project_fails: bool = False) -> None:
    """Change an object by a request's body.

    :raises RefusedError: for what AWX would refuse; the object is then as it was.
    """
    values = store.clean(record.kind, sent, record)
    _check(store, record.kind, values, record)
    store.check_unique(record.kind, values, record)
    before, record.values = record.values, values
    if record.kind == "projects" and any(before[name] != values[name] for name in _READ_ANEW):
        read_project(store, record, project_fails)


def read_project(store: Store, project: Record, fails: bool) -> Record:
    """Read a project, which is over at once, and return that update."""
    project.values["status"] = "failed" if fails else "successful"
    return store.new(
        "project_updates", name=project.name, project=project.id, failed=fails, status=project.values["status"],
        finished="2026-01-01T00:00:00Z",
    )  # fmt: skip


def _check(store: Store, kind: str, values: Values, before: Record | None) -> None:
    if before and before.values.get("managed"):
        raise RefusedError(403, {"detail": "Modifications not allowed for what comes with AWX"})
    check = _CHECKS.get(kind)
    if check:
        check(store, values, before)


def _credential_type(store: Store, values: Values, before: Record | None) -> None:
    if before and values["inputs"] != before.values["inputs"] and any(store.users_of(before)):
        raise RefusedError(
            403, {"detail": "Modifications to inputs are not allowed for credential types that are in use"}
        )
    known = {one["id"] for one in values["inputs"].get("fields", [])}
    for name, text in values["injectors"].get("extra_vars", {}).items():
        undefined = set(re.findall(r"{{ *(\w+) *}}", text)) - known
        if undefined:
            raise wrong(injectors=f"{name} uses an undefined field ({undefined})")


def _credential(store: Store, values: Values, before: Record | None) -> None:
    of_type = store.find("credential_types", values["credential_type"])
    assert of_type is not None
    known = {one["id"] for one in of_type.values["inputs"].get("fields", [])}
    if set(values["inputs"]) - known:
        raise wrong(inputs=f"Additional properties are not allowed ({sorted(set(values['inputs']) - known)})")
    old = before.values["inputs"] if before else {}
    # A secret that is sent as it was shown stays. What is not sent is gone: who changes one input wipes the others.
    values["inputs"] = {
        name: old.get(name, "") if value == ENCRYPTED else value for name, value in values["inputs"].items()
    }


def _project(store: Store, values: Values, before: Record | None) -> None:
    if values["scm_type"] and not values["scm_url"]:
        raise wrong(scm_url="SCM URL is required.")


def _job_template(store: Store, values: Values, before: Record | None) -> None:
    project = store.find("projects", values["project"])
    assert project is not None
    # A job template has its project's organisation, whatever is sent.
    values["organization"] = project.values["organization"]


def _node(store: Store, values: Values, before: Record | None) -> None:
    template = store.find("", values["unified_job_template"])
    if values["limit"] and template and not template.values.get("ask_limit_on_launch"):
        raise wrong(limit="Field is not configured to prompt on launch.")


def _schedule(store: Store, values: Values, before: Record | None) -> None:
    rule = _RULE.fullmatch(values["rrule"])
    if rule is None:
        raise wrong(rrule="The double takes one start, with its zone, and one rule with an interval.")
    if rule[1] and rule[1] not in zoneinfo.available_timezones():
        raise wrong(rrule="A valid TZID must be provided (e.g., America/New_York)")


_CHECKS = {
    "credential_types": _credential_type,
    "credentials": _credential,
    "projects": _project,
    "job_templates": _job_template,
    "workflow_job_template_nodes": _node,
    "schedules": _schedule,
}


def check_removal(store: Store, record: Record) -> None:
    """Refuse to delete what AWX keeps."""
    if record.values.get("managed"):
        raise RefusedError(403, {"detail": "Deletion not allowed for what comes with AWX"})
    if record.kind == "credential_types" and any(store.users_of(record)):
        raise RefusedError(403, {"detail": "Credential types that are in use cannot be deleted"})


def associate(store: Store, record: Record, name: str, sent: Mapping[str, Any]) -> None:
    """Associate another object with one, or take it away.

    :raises RefusedError: for what AWX would refuse.
    """
    target = store.find(record.about.lists[name], sent.get("id"))
    if target is None or set(sent) - {"id", "disassociate"}:
        raise RefusedError(400, {"msg": '"id" is required, and "disassociate" possible'})
    if sent.get("disassociate"):
        record.lists[name] = [id_ for id_ in record.lists[name] if id_ != target.id]
        return
    if name == "credentials":
        _check_credential(store, record, target)
    if name.endswith("_nodes") and target.values["workflow_job_template"] != record.values["workflow_job_template"]:
        raise RefusedError(400, {"Error": "The double refuses a link between nodes of two workflows."})
    if target.id not in record.lists[name]:
        record.lists[name].append(target.id)


def _check_credential(store: Store, record: Record, credential: Record) -> None:
    """A job has one credential of each type, of vaults one for each vault ID; a node needs a template that asks."""

    def alike(one: Record | None) -> tuple[Any, Any] | None:
        return None if one is None else (one.values["credential_type"], one.values["inputs"].get("vault_id"))

    if alike(credential) in {alike(store.find("credentials", id_)) for id_ in record.lists["credentials"]}:
        raise RefusedError(400, {"msg": "There is a credential of this type already."})
    if record.kind == "workflow_job_template_nodes":
        template = store.linked(record, "unified_job_template")
        if template is None or not template.values.get("ask_credential_on_launch"):
            raise RefusedError(400, {"msg": "Related template is not configured to accept credentials on launch."})


def check_survey(spec: Mapping[str, Any]) -> None:
    """Refuse a survey that AWX refuses, and one with parts that nobody knows."""
    questions = spec.get("spec")
    if set(spec) != {"name", "description", "spec"} or not isinstance(questions, list) or not questions:
        raise RefusedError(400, {"error": "A survey has name, description, and questions."})
    if len({one.get("variable") for one in questions}) < len(questions):
        raise RefusedError(400, {"error": "A variable is asked for twice."})
    for one in questions:
        if not {"type", "question_name", "variable", "required"} <= set(one) <= _QUESTION:
            raise RefusedError(400, {"error": f"Missing or unknown in survey question: {set(one) ^ _QUESTION}"})
        if not isinstance(one["required"], bool) or one["type"] not in _ANSWERS:
            raise RefusedError(400, {"error": f"Wrong in survey question: {one}"})
        for limit in ("min", "max"):
            if not isinstance(one.get(limit, 0), int):
                raise RefusedError(400, {"error": f"The {limit} limit in survey question expected to be integer."})
        if not isinstance(one.get("default", ""), (str, _ANSWERS[one["type"]])):
            raise RefusedError(400, {"error": f"Default value of {one['variable']} is of another type."})


def limit_of_job(workflow: Record, node: Record, template: Record) -> str:
    """Return the limit of the job that a workflow's node starts.

    What a workflow says replaces what its node says, and only null says nothing (AWX: ``get_job_kwargs``,
    ``prompts_dict``): an empty text is a limit. A template that does not ask for a limit keeps its own.
    """
    own = str(template.values["limit"])
    if not template.values["ask_limit_on_launch"]:
        return own
    said = (one.values["limit"] for one in (workflow, node))
    return next((limit for limit in said if limit is not None), own)


def outcome(store: Store, workflow: Record, failed: set[str]) -> str:
    """Return how a workflow ends in which the jobs of these nodes fail.

    For AWX a node that another one follows in any case, or on failure, has dealt with its failure (``dag_workflow``).
    """
    nodes = [
        one for one in store.all("workflow_job_template_nodes") if one.values["workflow_job_template"] == workflow.id
    ]
    alone = [one for one in nodes if not one.lists["always_nodes"] and not one.lists["failure_nodes"]]
    return "failed" if any(one.name in failed for one in alone) else "successful"
