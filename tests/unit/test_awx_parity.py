# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bootstrap makes in AWX agrees with the playbooks, the firm variables, and the project to copy.

That AWX then has what these data say is shown in tests/integration/awx/test_awx_bootstrap.py.
"""

from __future__ import annotations

import re

import pytest
from helpers.ansible import ROOT
from tools.pattern import Data, role_data

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.job_credentials import (
    JOB_FIRMS,
    JOB_VARIABLES,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, PREFIXES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import RUN_SWITCHES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import WRITING

TAKEN = {*JOB_VARIABLES.values(), *JOB_FIRMS}
TYPES: list[Data] = role_data()["awx_bootstrap_credential_types"]
TEMPLATES: list[Data] = role_data()["awx_bootstrap_templates"]
TYPE_NAMES = [one["key"] for one in TYPES]
TEMPLATE_NAMES = [one["key"] for one in TEMPLATES]


def by_key(data: list[Data], key: str) -> Data:
    return next(one for one in data if one["key"] == key)


def playbook_of(template: Data) -> str:
    name: str = template["playbook"]
    return name.removeprefix("playbooks/").removesuffix(".yml")


def test_keys_and_names_are_there_once() -> None:
    for data in (TYPES, TEMPLATES):
        for word in ("key", "name"):
            assert len({one[word] for one in data}) == len(data)


@pytest.mark.parametrize("key", TYPE_NAMES)
def test_injectors_set_only_variables_that_somebody_takes(key: str) -> None:
    """What is filled in takes them for the job's one firm; the store's sign-in is taken by the example inventory."""
    injectors = by_key(TYPES, key)["injectors"]
    assert set(injectors) == {"extra_vars"}
    store = "".join(
        file.read_text(encoding="utf-8") for file in (ROOT / "examples/awx/inventories/store").rglob("*.yml")
    )
    taken = set(re.findall(r"\bjob_\w+", store)) if key == "secret_store" else TAKEN
    assert set(injectors["extra_vars"]) <= taken


def test_every_credential_that_is_taken_can_be_given() -> None:
    given = {name for one in TYPES if one["key"] != "secret_store" for name in one["injectors"]["extra_vars"]}
    assert given == TAKEN


@pytest.mark.parametrize("key", TYPE_NAMES)
def test_fields_of_a_type_are_explained_and_each_is_injected(key: str) -> None:
    one = by_key(TYPES, key)
    fields = {field["id"]: field for field in one["inputs"]["fields"]}
    assert all(field["label"] and field["help_text"] and field["type"] == "string" for field in fields.values())
    assert set(one["inputs"]["required"]) <= set(fields)
    used = [re.fullmatch(r"{{ (\w+) }}", value) for value in one["injectors"]["extra_vars"].values()]
    assert sorted(found[1] for found in used if found) == sorted(fields)
    for name, field in fields.items():
        secret = any(word in name for word in ("password", "secret", "key", "token"))
        assert field.get("secret", False) is secret, name


@pytest.mark.parametrize("key", TEMPLATE_NAMES)
def test_surveys_ask_for_switches_of_the_run_only(key: str) -> None:
    """An answer is a variable of every firm of the run, and wins over each firm's own."""
    switches = {switch.name: switch for switch in RUN_SWITCHES}
    one = by_key(TEMPLATES, key)
    playbook = playbook_of(one)
    for question in one["survey"]:
        name = question["variable"]
        # By its value, this one holds for one firm only.
        if name != "offboard_confirm" or playbook != "offboard":
            assert name in switches, name
            assert switches[name].is_taken_by(playbook), name
            assert name not in BY_NAME
        assert not name.startswith((*PREFIXES, "job_"))
        assert question["required"] is False
        assert "default" not in question, "AWX would send it, and it would win over what the inventory says"
        assert question["question_name"]
        assert question["question_description"]
        assert set(question) == {"question_name", "question_description", "required", "type", "variable", "choices",
                                 "min", "max"}  # fmt: skip
    assert set(one["extra_vars"]) <= set(switches)


def test_numbers_are_taken_as_far_as_the_switches_take_them() -> None:
    switches = {switch.name: switch for switch in RUN_SWITCHES}
    numbers = [one for template in TEMPLATES for one in template["survey"] if one["type"] == "integer"]
    assert numbers
    for question in numbers:
        check = switches[question["variable"]].check
        if check is None:
            continue  # it decides which firms a run has
        assert (check(question["min"]), check(question["max"])) == (question["min"], question["max"])
        for beyond in (question["min"] - 1, question["max"] + 1):
            with pytest.raises(ValueError, match=f"from {question['min']} to {question['max']}"):
                check(beyond)


def test_question_is_asked_in_the_same_words_everywhere() -> None:
    """The workflow asks each question of its templates once. Only Merge reports needs its directory, and says so."""
    asked: dict[str, Data] = {}
    for one in TEMPLATES:
        if one["key"] == "merge_reports":
            continue
        for question in one["survey"]:
            assert asked.setdefault(question["variable"], question) == question


def test_every_playbook_has_its_template() -> None:
    playbooks = {path.stem for path in (ROOT / "playbooks").glob("*.yml")} - {"awx_bootstrap"}
    assert {one["playbook"] for one in TEMPLATES} == {f"playbooks/{name}.yml" for name in playbooks}


def test_everything_that_writes_has_a_dry_run_to_look_at_first() -> None:
    """And nothing else writes. What ends a rotation is run after a person's word."""
    by_playbook: dict[str, list[Data]] = {}
    for one in TEMPLATES:
        by_playbook.setdefault(playbook_of(one), []).append(one)
    for name, (first, *others) in by_playbook.items():
        if name in WRITING:
            assert (first["job_type"], first["allow_simultaneous"]) == ("check", True), name
            assert others[0]["key"] == name
            assert all((one["job_type"], one["allow_simultaneous"]) == ("run", False) for one in others), name
        else:
            assert (first["key"], first["job_type"], others) == (name, "run", [])
    # What a playbook may have beside its own two.
    assert [one["key"] for ones in by_playbook.values() for one in ones[2:]] == ["finish_rotation"]
    assert by_key(TEMPLATES, "finish_rotation")["extra_vars"] == {"rotate_begin": False}
    for one in TEMPLATES:
        if one["job_type"] == "check":
            assert one["diff_mode"] is True
            assert one["extra_vars"] == {"report_in_check_mode": True}


def test_workflows_start_what_there_is_and_ask_what_that_asks() -> None:
    data = role_data()
    named = {one["name"]: one["key"] for one in TEMPLATES}
    for shape, found in data["awx_bootstrap_shapes"].items():
        for flow in data["awx_bootstrap_workflows"]:
            nodes = [one for one in found["nodes"] if one["workflow"] == flow["name"]]
            assert bool(nodes) is (shape in flow["shapes"])
            jobs = {named[one["starts"]] for one in nodes if "type" not in one}
            assert jobs == set(flow["asks"]) - {"merge_reports"} or not nodes
            assert flow["approved"] is any(one.get("type") == "workflow_approval" for one in nodes) or not nodes
