# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Decides what is removed from AWX: what this role made, in the right order, and nothing that others need."""

from __future__ import annotations

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.awx_found import Found
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.awx_objects import KINDS, Data

if t.TYPE_CHECKING:
    from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.awx_plan import Plan

# AWX deletes an organisation with all that is in it: with these too, which no other decision needs.
_ALSO_INSIDE = {
    "teams": "team",
    "notification_templates": "notification template",
    "applications": "application",
}


def removal(found: Found, plan: Plan) -> None:
    """Add to a plan what has to be removed, and what is left."""
    for kind in reversed([kind for kind in KINDS if kind not in ("organization", "inventory_source")]):
        for one in found.of_ours(kind):
            user = _used_by(found, kind, one)
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


def _used_by(found: Found, kind: str, one: Data) -> str:
    """Return what somebody else made and would break without this object; nothing when there is none."""
    if kind == "credential_type":
        gone = {each["id"] for each in found.of_ours("credential") if not _used_by(found, "credential", each)}
        others = [each for each in found.listed("credential") if each["id"] not in gone]
        using = [each for each in others if each["credential_type"] == one["id"]]
        return f"the credential {using[0]['name']}" if using else ""
    for template in found.listed("job_template"):
        if found.ours(template):
            continue
        names = [template.get(kind)]
        if kind == "credential":
            names = [each["id"] for each in found.credentials_of(template)]
        if one["id"] in names:
            return f"the job template {template['name']}, which was not made by this role"
    return ""


def _organization(found: Found, plan: Plan) -> None:
    organization = found.organization()
    if organization is None or not found.ours(organization):
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
