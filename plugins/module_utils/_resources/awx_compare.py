# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what AWX has with what it should have: only what we say counts, and AWX's own additions are left alone."""

from __future__ import annotations

import json
import typing as t

from .awx_workflows import Node

Data = dict[str, t.Any]

# Fields that AWX keeps as text of a dictionary.
_TEXTS = ("variables", "extra_vars")


def same(field: str, found: t.Any, wanted: t.Any) -> bool:
    """Return whether a field is as it should be. AWX gives an empty value as C(""), as C(null), or not at all.

    Only of a workflow's limit the three do not mean the same: C("") replaces the limits of its nodes, C(null) does not.
    """
    if field == "limit":
        return bool(found == wanted)
    if field in _TEXTS:
        return bool(_parsed(found) == wanted)
    if field == "inputs":
        return same_inputs(found, wanted)
    return bool((found or None) == (wanted or None))


def _parsed(text: t.Any) -> t.Any:
    """Return the dictionary that a text holds. AWX's own form saves it as YAML."""
    # Late, since module_utils may be loaded without PyYAML. Where this runs, Ansible has brought it.
    import yaml

    try:
        return json.loads(text) if text else {}
    except ValueError:
        pass
    try:
        return yaml.safe_load(text) or {}
    except yaml.YAMLError:
        return text


def _covers(found: t.Any, wanted: Data) -> bool:
    """Return whether a dictionary has everything that it should have; AWX may add to it."""
    return isinstance(found, dict) and all(found.get(key) == value for key, value in wanted.items())


def same_inputs(found: t.Any, wanted: Data) -> bool:
    """Return whether a credential type asks for the same, with the same words."""
    fields = (found or {}).get("fields") or []
    return (
        len(fields) == len(wanted["fields"])
        and all(_covers(one, other) for one, other in zip(fields, wanted["fields"]))
        and ((found or {}).get("required") or []) == wanted["required"]
    )


def same_meaning(found: t.Any, wanted: Data) -> bool:
    """Return whether a credential type asks for the same, maybe with other words."""

    def meaning(inputs: t.Any) -> set[tuple[str, bool]]:
        return {(field.get("id"), bool(field.get("secret"))) for field in (inputs or {}).get("fields") or []}

    return meaning(found) == meaning(wanted)


def same_survey(found: t.Any, wanted: list[Data]) -> bool:
    """Return whether a survey asks the same questions in the same order, with the same defaults.

    AWX's form gives a question an empty default, which AWX then sends, so that it is not the same as none.
    """
    questions = (found or {}).get("spec") or []
    return len(questions) == len(wanted) and all(
        _covers(one, other) and one.get("default") == other.get("default") for one, other in zip(questions, wanted)
    )


def same_node(found: Data, wanted: Node, names: dict[t.Any, str], template: t.Any, credentials: t.Any) -> bool:
    """Return whether a workflow's node is as it should be.

    :param found: the node as AWX has it.
    :param names: the identifiers of all nodes of the workflow by their IDs.
    :param template: the ID of the job template that it should start.
    :param credentials: names of the credentials it has, and of those that it should have.
    """
    if wanted.approval:
        about = (found.get("summary_fields") or {}).get("unified_job_template") or {}
        starts = about.get("unified_job_type") == "workflow_approval" and about.get("name") == wanted.approval
    else:
        starts = template is not None and found.get("unified_job_template") == template

    def following(kind: str) -> set[str]:
        return {names.get(one, "") for one in found.get(kind) or []}

    has, should_have = credentials
    return (
        starts
        and (found.get("limit") or "") == wanted.limit
        and bool(found.get("all_parents_must_converge")) == wanted.converge
        and following("success_nodes") == set(wanted.success)
        and following("always_nodes") == set(wanted.always)
        and following("failure_nodes") == set()
        and set(has) == set(should_have)
    )
