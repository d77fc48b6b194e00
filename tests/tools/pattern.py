# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks that AWX and the platform's pattern service start, derived from the data of the role awx_bootstrap.

These are those of the project to copy in examples/awx, and the pattern in extensions/patterns. The words of the pattern
itself, which the role does not have, are kept as they stand.
"""

from __future__ import annotations

import functools
import json
import re
import textwrap
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples/awx/playbooks"
PATTERN = ROOT / "extensions/patterns/ethical_walls"
DEFINITION = PATTERN / "meta/pattern.json"
# The playbook that a catalogue shows first.
PRIMARY = "onboard"
SURVEY = "Switches of the run. Every question may stay unanswered."
TYPES = {"text": "str", "textarea": "str", "integer": "int"}

Data = dict[str, Any]


class _RoleLoader(yaml.SafeLoader):
    """Reads Ansible's own tag, too."""


_RoleLoader.add_constructor("!unsafe", lambda _loader, node: node.value)


@functools.cache
def role_data() -> Data:
    """Return what the role makes in AWX; each template's survey has its questions, and not only their names."""
    text = (ROOT / "roles/awx_bootstrap/vars/main.yml").read_text(encoding="utf-8")
    data: Data = yaml.load(text, _RoleLoader)  # noqa: S506 - a safe loader
    for template in data["awx_bootstrap_templates"]:
        template["survey"] = [data["awx_bootstrap_questions"][name] for name in template["survey"]]
    return data


def role_templates() -> list[Data]:
    """Return the job templates that the role makes."""
    templates: list[Data] = role_data()["awx_bootstrap_templates"]
    return templates


def job_template(template: Data, image: str) -> Data:
    """Return a job template as the pattern service wants it, which has no blank values.

    :param image: name of the execution environment.
    """
    return {
        "name": template["name"],
        "description": template["description"],
        "execution_environment": image,
        "playbook": Path(template["playbook"]).name,
        **({"primary": True} if template["key"] == PRIMARY else {}),
        "job_type": template["job_type"],
        "diff_mode": template["diff_mode"],
        "allow_simultaneous": template["allow_simultaneous"],
        # The service hands a template to the controller's API as it is, and that takes variables as a text.
        **({"extra_vars": json.dumps(template["extra_vars"])} if template["extra_vars"] else {}),
        "ask_inventory_on_launch": True,
        "ask_limit_on_launch": True,
        "ask_credential_on_launch": template["signs_in"],
        "survey": {
            "name": template["name"],
            "description": SURVEY,
            "spec": [
                {key: value for key, value in question.items() if value not in ("", [], None)}
                for question in template["survey"]
            ],
        },
    }


def playbook_arguments(templates: list[Data]) -> dict[str, Data]:
    """Return the argument specs of the pattern's playbooks, by the playbook's name: what their templates may set."""
    found: dict[str, Data] = {}
    for template in templates:
        name = Path(template["playbook"]).stem
        spec = found.setdefault(name, {"argument_specs": {name: {"options": {}}}})
        options = spec["argument_specs"][name]["options"]
        for question in template["survey"]:
            options[question["variable"]] = {
                "type": TYPES[question["type"]],
                "required": question["required"],
                "description": question["question_description"],
            }
        for variable, value in template["extra_vars"].items():
            options[variable] = {
                "type": type(value).__name__,
                "required": False,
                "description": f"Set by the template {template['name']}.",
            }
        if template["key"] == name:
            short = template["description"].split(".")[0]
            spec["short_description"] = spec["argument_specs"][name]["short_description"] = short
            spec["description"] = template["description"]
            spec["argument_specs"][name]["examples"] = (
                f"- name: {template['name']}\n  ansible.builtin.import_playbook: legalops.ethical_walls.{name}\n"
            )
    return found


class _Dumper(yaml.SafeDumper):
    """Writes as ansible-lint likes it."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else ">" if len(value) > 80 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def documented() -> dict[Path, str]:
    """Return what the files are to say, by path."""
    templates = role_templates()
    definition = json.loads(DEFINITION.read_text(encoding="utf-8"))
    resources = definition["aap_resources"]
    image = resources["controller_execution_environment"]["name"]
    resources["controller_job_templates"] = [job_template(template, image) for template in templates]
    found = {
        DEFINITION: json.dumps(definition, indent=2, ensure_ascii=False) + "\n",
        PATTERN / "README.md": _readme([template["name"] for template in templates]),
    }
    for name, spec in playbook_arguments(templates).items():
        ordered = {key: spec[key] for key in ("short_description", "description", "argument_specs")}
        text = yaml.dump(ordered, Dumper=_Dumper, sort_keys=False, width=110, allow_unicode=True)
        found[PATTERN / f"playbooks/{name}.meta.yml"] = f"---\n{text}"
        path = f"playbooks/{name}.yml"
        title = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))[0]["name"]
        # By its path: Galaxy and the platform look at the collection where it does not lie under its own name.
        found[PATTERN / path] = f"---\n{_import(title, f'../../../../{path}')}"
        started = _started_by([template for template in templates if template["playbook"] == path])
        found[EXAMPLE / f"{name}.yml"] = f"---\n{started}\n{_import(title, f'legalops.ethical_walls.{name}')}"
    return found


def _import(title: str, playbook: str) -> str:
    return f"- name: {title}\n  ansible.builtin.import_playbook: {playbook}\n"


def _started_by(templates: list[Data]) -> str:
    """Return the comment that says which job templates start a playbook."""
    dry = [one["name"] for one in templates if one["job_type"] == "check"]
    names = " and ".join(one["name"] for one in templates if one["name"] not in dry)
    said = f"{names} and, in check mode, {' and '.join(dry)}" if dry else names
    text = f"Job template{'s' if len(templates) > 1 else ''} {said}."
    text += " AWX runs playbooks of its project only, so this one names the collection's."
    return textwrap.fill(text, 120, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _readme(names: list[str]) -> str:
    named = ", ".join(f"{name} (the primary one)" if name.lower() == PRIMARY else name for name in names)
    text = (PATTERN / "README.md").read_text(encoding="utf-8")
    return re.sub(r"(?m)^(\| job templates \| ).*(, each with its survey \|)$", rf"\g<1>{named}\g<2>", text)
