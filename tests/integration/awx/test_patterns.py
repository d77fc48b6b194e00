# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pattern makes the same job templates as the role awx_bootstrap, and is what the pattern service reads.

galaxy-importer looks at the directories, and ansible-lint at the playbooks. Neither knows what a definition may say, so
the rules of the published schema (repository ansible/pattern-service) that matter here are checked below.
"""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from tools.pattern import DEFINITION, PATTERN, ROOT

NAME = re.compile(r"[a-z0-9_]{1,64}")
ANSWER_TYPES = {"text", "textarea", "password", "integer", "float", "multiplechoice", "multiselect"}


@pytest.fixture(scope="module")
def definition() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DEFINITION.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def templates(definition: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = definition["aap_resources"]["controller_job_templates"]
    return found


def test_each_playbook_is_one_of_the_collection(templates: list[dict[str, Any]]) -> None:
    playbooks = {template["playbook"] for template in templates}
    there = {path.name for path in (PATTERN / "playbooks").iterdir()}
    assert there == {*playbooks, *(name.replace(".yml", ".meta.yml") for name in playbooks)}
    for name in playbooks:
        (play,) = yaml.safe_load((PATTERN / "playbooks" / name).read_text(encoding="utf-8"))
        # By its path: Galaxy and the platform look at the collection where it does not lie under its own name.
        imported = PATTERN / "playbooks" / play["ansible.builtin.import_playbook"]
        assert imported.resolve() == ROOT / "playbooks" / name
        assert imported.is_file()


def test_definition_keeps_to_the_published_schema(definition: dict[str, Any]) -> None:
    assert definition["name"] == PATTERN.name
    assert NAME.fullmatch(definition["name"])
    assert len(definition["title"]) <= 64
    for key in ("schema_version", "title", "description", "short_description"):
        assert isinstance(definition[key], str), key
    assert not definition["short_description"].endswith(".")
    assert len(set(definition["tags"])) == len(definition["tags"])
    resources = definition["aap_resources"]
    for key in ("controller_project", "controller_execution_environment"):
        assert 0 < len(resources[key]["name"]) <= 200
        assert resources[key]["description"]
    assert re.fullmatch(r"[a-z0-9_-]+/[a-z0-9_-]+", resources["controller_execution_environment"]["image_name"])


def test_job_templates_keep_to_the_published_schema(templates: list[dict[str, Any]]) -> None:
    assert [template["name"] for template in templates if "primary" in template] == ["Onboard"]
    for template in templates:
        assert 0 < len(template["name"]) <= 200
        assert template["description"]
        assert "labels" not in template, "then they have to be defined, too"
        # Text: the controller's API refuses a dictionary.
        assert isinstance(template.get("extra_vars", ""), str)
        assert {"name", "description", "spec"} == set(template["survey"])
        for question in template["survey"]["spec"]:
            assert question["type"] in ANSWER_TYPES
            assert NAME.fullmatch(question["variable"])
            assert question["question_name"]
            assert question["question_description"]
            assert question["required"] is False
            assert isinstance(question.get("default", ""), str)
            assert isinstance(question.get("choices", []), list)
            assert ("choices" in question) == question["type"].startswith("multi")


def test_readme_names_what_is_made(definition: dict[str, Any], templates: list[dict[str, Any]]) -> None:
    readme = (PATTERN / "README.md").read_text(encoding="utf-8")
    resources = definition["aap_resources"]
    assert f"`{resources['controller_execution_environment']['image_name']}`" in readme
    (row,) = re.findall(r"^\| job templates \| (.*) \|$", readme, flags=re.MULTILINE)
    made = [re.sub(r" \(.*\)", "", name) for name in row.removesuffix(", each with its survey").split(", ")]
    assert made == [template["name"] for template in templates]
    # It is handed over in an archive: what it points to has to be there.
    for path in re.findall(r"`((?:examples|roles)/[\w/.-]+)`", readme):
        assert (ROOT / path).exists(), path
