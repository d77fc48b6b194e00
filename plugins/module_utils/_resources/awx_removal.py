# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what is removed from AWX: what this role made, in the right order, and nothing that others need."""

from __future__ import annotations

import typing as t

from .awx_found import Found
from .awx_objects import KINDS, Data

# Of the module awx_plan, which imports this one.
Plan = t.Any

# AWX deletes an organisation with all that is in it: with these too, which no other decision needs.
_ALSO_INSIDE = {
    "teams": "team",
    "notification_templates": "notification template",
    "applications": "application",
}


def removal(found: Found, plan: Plan) -> None:
    """Add to a plan what has to be removed, and what is left. What is left keeps what it needs itself."""
    for workflow in found.listed("workflow_job_template"):
        found.nodes(workflow)  # asked for early: their credentials may have to be read next, and looks are few
    for kind in reversed([kind for kind in KINDS if kind not in ("organization", "inventory_source")]):
        for one in found.of_ours(kind):
            user = _used_by(found, plan, kind, one)
            if user:
                plan.left.append(f"The {KINDS[kind]} {one['name']} is used by {user}.")
            else:
                _remove(plan, kind, one)
    _organization(found, plan)


def _remove(plan: Plan, kind: str, one: Data) -> None:
    step = {"id": str(one["id"]), "name": one["name"], "organization": str(one.get("organization") or "")}
    if kind == "credential":
        step["credential_type"] = str(one["credential_type"])
    plan.removals[kind].append(step)
    plan.sentences.append(f"Remove the {KINDS[kind]} {one['name']}")


def _used_by(found: Found, plan: Plan, kind: str, one: Data) -> str:
    """Return what stays in AWX and would break, or go too, without this object; nothing when there is nothing.

    What uses an object comes before it, so the plan says by now whether that is removed.
    """
    if kind == "schedule":
        return ""
    if kind in ("job_template", "workflow_job_template"):
        return _started_by(found, plan, one)
    if kind == "credential_type":
        using = [each for each in _staying(found, plan, "credential") if each["credential_type"] == one["id"]]
        return f"the credential {using[0]['name']}" if using else ""
    for template in _staying(found, plan, "job_template"):
        names = [template.get(kind)]
        if kind == "credential":
            names = [each["id"] for each in found.credentials_of(template)]
        if one["id"] in names:
            return f"the job template {template['name']}, {_why(found, 'job_template', template)}"
    return {"credential": _given_by, "project": _read_by}.get(kind, _nobody)(found, plan, one)


def _nobody(_found: Found, _plan: Plan, _one: Data) -> str:
    return ""


def _given_by(found: Found, plan: Plan, credential: Data) -> str:
    """Return the workflow that gives a credential to its jobs."""
    # All are asked for before any is looked at, so that one look at AWX reads them.
    given = [
        (workflow, {each["id"] for node in found.nodes(workflow) for each in found.node_credentials(node)})
        for workflow in _staying(found, plan, "workflow_job_template")
    ]
    for workflow, ids in given:
        if credential["id"] in ids:
            return f"the workflow {workflow['name']}, {_why(found, 'workflow_job_template', workflow)}"
    return ""


def _read_by(found: Found, _plan: Plan, project: Data) -> str:
    """Return the inventory source that reads a project and does not go with the inventory of this role."""
    ours = {each["id"] for each in found.of_ours("inventory")}
    for source in found.all("inventory_sources", source_project=project["id"]):
        if source["inventory"] not in ours:
            return f"the inventory source {source['name']}, which was not made by this role"
    return ""


def _staying(found: Found, plan: Plan, kind: str) -> list[Data]:
    """Return what is not removed."""
    return [each for each in found.listed(kind) if str(each["id"]) not in _removed(plan, kind)]


def _why(found: Found, kind: str, one: Data) -> str:
    return "which is left" if found.ours(kind, one) else "which was not made by this role"


def _started_by(found: Found, plan: Plan, template: Data) -> str:
    """Return the schedule, which AWX would delete too, or the workflow that starts a template."""
    for schedule in _staying(found, plan, "schedule"):
        if schedule["unified_job_template"] == template["id"]:
            return f"the schedule {schedule['name']}, which was not made by this role"
    ours = {each["id"] for each in found.of_ours("workflow_job_template")}
    for node in found.all("workflow_job_template_nodes", unified_job_template=template["id"]):
        id_ = node["workflow_job_template"]
        if str(id_) not in _removed(plan, "workflow_job_template"):
            name = ((node.get("summary_fields") or {}).get("workflow_job_template") or {}).get("name", id_)
            return f"the workflow {name}, {'which is left' if id_ in ours else 'which was not made by this role'}"
    return ""


def _organization(found: Found, plan: Plan) -> None:
    organization = found.organization()
    if organization is None or not found.ours("organization", organization):
        return
    inside = [
        f"{KINDS[kind]} {each['name']}"
        for kind in (
            "project",
            "inventory",
            "credential",
            "job_template",
            "workflow_job_template",
            "execution_environment",
        )
        for each in found.listed(kind)
        if each.get("organization") == organization["id"] and str(each["id"]) not in _removed(plan, kind)
    ]
    for path, word in _ALSO_INSIDE.items():
        inside += [f"{word} {each['name']}" for each in found.all(path, organization=organization["id"])]
    counts = (organization.get("summary_fields") or {}).get("related_field_counts") or {}
    inside += [f"{counts[word]} {word}" for word in ("users", "admins") if counts.get(word)]
    if inside:
        plan.left.append(
            f"The organisation {organization['name']} is left, since AWX would delete what others have in it: "
            f"{', '.join(inside)}."
        )
    else:
        _remove(plan, "organization", organization)


def _removed(plan: Plan, kind: str) -> set[str]:
    return {step["id"] for step in plan.removals[kind]}
