# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bootstraps a pretend AWX: with Ansible, as a consultant would, or in this process, where decisions are tested."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
import yaml
from integration.playbooks.harness import ROOT, ansible_playbook

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.awx_plan import awx_plan
from awx_double import Awx

Data = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """Knows Ansible's tag for texts that are no templates."""


_Loader.add_constructor("!unsafe", lambda loader, node: loader.construct_scalar(node))

# What the role makes, as data.
DATA: Data = _Loader((ROOT / "roles/awx_bootstrap/vars/main.yml").read_text(encoding="utf-8")).get_single_data()
TYPES: list[Data] = DATA["awx_bootstrap_credential_types"]
TEMPLATES: list[Data] = DATA["awx_bootstrap_templates"]
MARK = "Made by legalops.ethical_walls.awx_bootstrap."

_DEFAULTS: Data = yaml.safe_load((ROOT / "roles/awx_bootstrap/defaults/main.yml").read_text(encoding="utf-8"))


def settings(**given: Any) -> Data:
    """Return what the tasks hand to the filter, with the role's defaults, without its prefix."""
    known = {name.removeprefix("awx_bootstrap_"): value for name, value in _DEFAULTS.items()}
    assert set(given) <= set(known)
    return {**known, "scm_url": "https://git.example/legalops/firms.git", "firms": ["alder", "birch"], **given}


# --- With Ansible -----------------------------------------------------------------------------------------------------


@dataclass
class Run:
    """How a run ended.

    :ivar writes: how many requests that write AWX got.
    :ivar plan: the sentences of the plan.
    """

    status: int
    output: str
    writes: int
    plan: list[str]


def bootstrap(awx: Awx, tmp_path: Path, *arguments: str, environment: Data | None = None, **given: Any) -> Run:
    """Run the playbook against a pretend AWX.

    :param arguments: options of ansible-playbook.
    :param environment: how to sign in, by default as the pretend AWX's administrator.
    :param given: variables of the role without its prefix.
    """
    variables = tmp_path / "settings.json"
    variables.write_text(json.dumps({f"awx_bootstrap_{name}": value for name, value in given.items()}))
    before = awx.writes()
    status, output = ansible_playbook(
        tmp_path,
        "legalops.ethical_walls.awx_bootstrap",
        "-e",
        f"@{variables}",
        *arguments,
        environment={
            **dict.fromkeys(name for name in os.environ if name.startswith(("CONTROLLER_", "TOWER_"))),
            **(awx.environment() if environment is None else environment),
            "ANSIBLE_COLLECTIONS_PATH": f"{ROOT}/.cache/tree:{ROOT}/.cache/awx",
            "ANSIBLE_LOCAL_TEMP": str(tmp_path / "local"),
            "ANSIBLE_LOCALHOST_WARNING": "0",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "0",
        },
    )
    assert awx.token not in output
    return Run(status, output, awx.writes() - before, _shown(output, "Show the plan"))


def _shown(output: str, task: str) -> list[str]:
    """Return the lines that a debug task showed."""
    found = re.search(rf"^TASK \[[^\]]*{task}\] \**\n\w+: \[localhost\] => (\{{.*?^\}})", output, re.M | re.S)
    return json.loads(found.group(1))["msg"] if found else []


# --- In this process --------------------------------------------------------------------------------------------------


def plan(awx: Awx, **given: Any) -> Data:
    """Read the pretend AWX as the role's tasks do, and return the plan."""
    wanted = settings(**given)
    read: Data = {}
    for _look in range(5):
        made = awx_plan(read, wanted, TYPES, TEMPLATES, DATA["awx_bootstrap_inventory_variables"])
        if not made["look"]:
            return made
        read = {**made["read"], **{one["key"]: _get(awx, one["path"], one["query"]) for one in made["look"]}}
    raise AssertionError(f"the plan still asks for {made['look']}")


def _get(awx: Awx, path: str, query: Data) -> list[Data]:
    found = _send(awx, "GET", path, params=query)
    if "results" not in found:
        return [found]
    assert found["next"] is None
    return list(found["results"])


def _send(awx: Awx, method: str, path: str, **content: Data) -> Any:
    answer = requests.request(
        method,
        f"{awx.url}/api/v2/{path.rstrip('/')}/",
        headers={"Authorization": f"Bearer {awx.token}"},
        timeout=10,
        **content,
    )
    answer.raise_for_status()
    return answer.json() if answer.content else {}


_LISTS = {"inventory": "inventories"}
_TEXTS = ("variables", "extra_vars")


def fill(awx: Awx, made: Data) -> None:
    """Make what a plan says in an empty AWX, without Ansible: much faster than the modules."""
    for kind, steps in made["steps"].items():
        for step in steps:
            fields = {
                name: json.dumps(value) if name in _TEXTS else value
                for name, value in step["fields"].items()
                if value is not None
            }
            for link in ("project", "source_project", "inventory", "execution_environment", "unified_job_template"):
                if link in step:
                    fields[link] = step[link]
            if "credential_type" in step:
                fields["credential_type"] = step["credential_type"]
            if kind not in ("organization", "credential_type", "inventory_source", "schedule", "job_template"):
                fields["organization"] = step["organization"]
            awx.create(_LISTS.get(kind, f"{kind}s"), name=step["name"], **fields)
            if "survey" in step:
                awx.change(f"{kind}s", step["name"], survey_spec=step["survey"])
            if kind == "organization":
                galaxy = [one["name"] for one in awx.objects("credentials") if one["id"] in step["galaxy"]]
                awx.change("organizations", step["name"], galaxy_credentials=galaxy)
            if kind == "job_template":
                names = {
                    f"credential/{one['key'].partition('/')[2]}": one["name"] for one in made["steps"]["credential"]
                }
                awx.change("job_templates", step["name"], credentials=[names[key] for key in step["credential_keys"]])
            if kind == "workflow_job_template":
                _fill_nodes(awx, awx.object("workflow_job_templates", step["name"])["id"], step["nodes"])


def _fill_nodes(awx: Awx, workflow: int, nodes: list[Data]) -> None:
    ids: dict[str, int] = {}
    for node in nodes:
        fields = {name: value for name, value in node.items() if name not in ("unified_job_template", "related")}
        starts = node["unified_job_template"]
        if starts["type"] == "job_template":
            fields["unified_job_template"] = awx.object("job_templates", starts["name"])["id"]
        made = awx.create("workflow_job_template_nodes", workflow_job_template=workflow, **fields)
        ids[node["identifier"]] = made["id"]
        if starts["type"] != "job_template":
            path = f"workflow_job_template_nodes/{made['id']}/create_approval_template"
            _send(awx, "POST", path, json={"name": starts["name"]})
    for node in nodes:
        for kind, others in node["related"].items():
            for other in others:
                id_ = (
                    ids[other["identifier"]]
                    if "identifier" in other
                    else awx.object("credentials", other["name"])["id"]
                )
                path = f"workflow_job_template_nodes/{ids[node['identifier']]}/{kind}"
                _send(awx, "POST", path, json={"id": id_})
