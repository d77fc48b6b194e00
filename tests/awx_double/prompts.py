# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a workflow's node, or a schedule, may say for the template that it launches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import surveys
from .fields import ENCRYPTED
from .store import Record, RefusedError, Store

# What may be said, and the template's switch that allows it.
_ASKED = {
    "inventory": "ask_inventory_on_launch",
    "scm_branch": "ask_scm_branch_on_launch",
    "job_type": "ask_job_type_on_launch",
    "job_tags": "ask_tags_on_launch",
    "skip_tags": "ask_skip_tags_on_launch",
    "limit": "ask_limit_on_launch",
    "diff_mode": "ask_diff_mode_on_launch",
    "verbosity": "ask_verbosity_on_launch",
    "execution_environment": "ask_execution_environment_on_launch",
    "forks": "ask_forks_on_launch",
    "job_slice_count": "ask_job_slice_count_on_launch",
    "timeout": "ask_timeout_on_launch",
}
_ASKED_LISTS = {
    "credentials": "ask_credential_on_launch",
    "labels": "ask_labels_on_launch",
    "instance_groups": "ask_instance_groups_on_launch",
}


def check(template: Record, values: Mapping[str, Any], needs_all: bool) -> None:
    """Check what is said for a template.

    :param values: the fields of the node or the schedule.
    :param needs_all: whether required answers of the survey must be there: a node may leave them to the launch.
    :raises RefusedError: naming each field that the template does not let anyone say.
    """
    errors: dict[str, Any] = {}
    for name, switch in _ASKED.items():
        value = values[name]
        if value is None or value == "" or value == template.values.get(name):
            continue
        if switch not in template.about.fields:
            errors[name] = ["Field is not allowed on launch."]
        elif not template.values[switch]:
            errors[name] = ["Field is not configured to prompt on launch."]
    wrong = _variable_errors(template, values["extra_data"], needs_all)
    if wrong:
        errors["extra_data"] = wrong
    if errors:
        raise RefusedError(400, errors)


def limit_of_job(workflow: Record, node: Record, template: Record) -> str:
    """Return the limit of the job that a workflow's node starts.

    What a workflow says replaces what its node says, and only null says nothing (AWX: ``get_job_kwargs``,
    ``prompts_dict``). A template that does not ask for a limit keeps its own.
    """
    own = str(template.values["limit"])
    if not template.values["ask_limit_on_launch"]:
        return own
    said = (one.values["limit"] for one in (workflow, node))
    return next((limit for limit in said if limit is not None), own)


def _variable_errors(template: Record, data: Mapping[str, Any], needs_all: bool) -> list[str]:
    questions = {one["variable"]: one for one in template.survey.get("spec", [])}
    if not template.values.get("survey_enabled"):
        questions = {}
    errors = [
        error
        for name, question in questions.items()
        if name in data and data[name] != ENCRYPTED and (error := surveys.answer_error(question, data[name]))
    ]
    if needs_all:
        errors += [
            f"'{name}' value missing"
            for name, question in questions.items()
            if question["required"] and question.get("default") in (None, "") and name not in data
        ]
    loose = sorted(set(data) - set(questions))
    if loose and not template.values.get("ask_variables_on_launch"):
        errors.append(
            f"Variables {', '.join(loose)} are not allowed on launch. Check the Prompt on Launch setting "
            f"on the {template.about.type.replace('_', ' ').title()} to include Extra Variables."
        )
    return errors


def check_association(store: Store, record: Record, name: str, target: Record) -> None:
    """Check that a node or a schedule may give its template a credential, a label or an instance group.

    :raises RefusedError: in AWX's words.
    """
    template = store.linked(record, "unified_job_template")
    if template is None:
        raise RefusedError(400, {"msg": f"Cannot assign {name.rstrip('s')} when related template is null."})
    switch = _ASKED_LISTS[name]
    if switch not in template.about.fields:
        raise RefusedError(400, {"msg": f"Related template cannot accept {name} on launch."})
    if name == "credentials" and asks_for_input(store, target):
        why = "Credential that requires user input on launch cannot be used in saved launch configuration."
        raise RefusedError(400, {"msg": why})
    if not template.values[switch]:
        raise RefusedError(400, {"msg": f"Related template is not configured to accept {name} on launch."})
    if name != "credentials":
        return
    given = {unique_hash(store, one) for id_ in record.lists[name] if (one := store.find(name, id_))}
    if unique_hash(store, target) in given:
        called = unique_name(store, target)
        raise RefusedError(400, {"msg": f"This launch configuration already provides a {called} credential."})
    if target.id in template.lists[name]:
        raise RefusedError(400, {"msg": f"Related template already uses {target.name} credential."})


def asks_for_input(store: Store, credential: Record) -> bool:
    """Tell whether a credential asks for a secret on launch: AWX writes ASK in its place."""
    of_type = store.linked(credential, "credential_type")
    fields = of_type.values["inputs"].get("fields", []) if of_type else []
    asked = {one["id"] for one in fields if one.get("ask_at_runtime")}
    return any(credential.values["inputs"].get(name) == "ASK" for name in asked)


def unique_hash(store: Store, credential: Record) -> str:
    """Return what only one credential of a job may have: its type, for vaults with the vault ID."""
    return f"{credential.values['credential_type']}_{credential.values['inputs'].get('vault_id', '')}"


def unique_name(store: Store, credential: Record) -> str:
    of_type = store.linked(credential, "credential_type")
    name = of_type.name if of_type else ""
    vault = credential.values["inputs"].get("vault_id")
    return f"{name} (id={vault})" if vault else name
