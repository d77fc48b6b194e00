# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written in several places agrees: modules, documentation, action groups, role specs, firm variables.

The README's tables are compared in test_readme.py; options with their documentation by ansible-test; what modules
answer with what they document by the harnesses of the integration tests, in each test.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jinja2 import Environment, meta

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, SECRETS

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py"))
ROLES = sorted(path.name for path in (ROOT / "roles").iterdir())
ALWAYS_RETURNED = {"plan", "requests", "failure"}

# What the playbooks leave behind for the roles.
PLAYBOOKS_OWN = ("ethical_walls_session", "ethical_walls_checked", "ethical_walls_after")


def load(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


_ANSIBLE_S_OWN = {"hostvars", "inventory_hostname", "lookup", "omit", "query"}


class Module:
    """What a module's file says, without running it."""

    def __init__(self, name: str) -> None:
        tree = ast.parse((ROOT / "plugins/modules" / f"{name}.py").read_text(encoding="utf-8"))
        texts = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id in ("DOCUMENTATION", "EXAMPLES", "RETURN")
        }
        self.documentation, self.examples, self.returns = (
            yaml.safe_load(texts[key]) for key in ("DOCUMENTATION", "EXAMPLES", "RETURN")
        )
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
        self.runs_on = next(call.func.id for call in calls if call.func.id.endswith("_module"))  # type: ignore[attr-defined]
        job = next(call for call in calls if call.func.id == "Job")  # type: ignore[attr-defined]
        self.returned = next(word.value.value for word in job.keywords if word.arg == "returns")  # type: ignore[attr-defined]
        self.lines_of_code = sum(
            (node.end_lineno or node.lineno) - node.lineno + 1
            for node in tree.body
            if not isinstance(node, ast.Assign) or node.targets[0].id not in texts  # type: ignore[attr-defined]
        )


@pytest.mark.parametrize("name", MODULES)
def test_module_documents_what_it_returns(name: str) -> None:
    module = Module(name)
    documented = set(module.returns)
    assert module.returned in documented
    assert documented >= ALWAYS_RETURNED
    for key, value in module.returns.items():
        assert value["description"], key
        assert value["returned"], key


@pytest.mark.parametrize("name", MODULES)
def test_module_is_documented_and_small(name: str) -> None:
    module = Module(name)
    assert module.documentation["module"] == name
    assert set(module.documentation["attributes"]) == {"check_mode", "diff_mode", "idempotent"}
    assert all(task["name"] for task in module.examples)
    assert module.lines_of_code <= 40


def test_action_groups_name_every_module_once() -> None:
    groups = load("meta/runtime.yml")["action_groups"]
    expected: dict[str, list[str]] = {"imanage": [], "legora": []}
    for name in MODULES:
        system = Module(name).runs_on.removesuffix("_module")
        if system in expected:
            expected[system].append(name)
            fragments = Module(name).documentation["extends_documentation_fragment"]
            assert f"legalops.ethical_walls.attributes.action_group_{system}" in fragments
    assert {name: groups[name] for name in expected} == expected
    assert groups["all"] == [{"metadata": {"extend_group": [f"legalops.ethical_walls.{name}" for name in expected]}}]


def test_firm_config_documents_the_schema() -> None:
    documented = Module("firm_config").documentation["options"]["config"]["suboptions"]
    assert list(documented) == list(BY_NAME)
    for name, variable in BY_NAME.items():
        assert str(documented[name]["description"]).rstrip("]'").endswith("Needed.") == variable.required, name


@pytest.mark.parametrize("role", ROLES)
def test_role_spec_agrees_with_the_schema(role: str) -> None:
    for entry in load(f"roles/{role}/meta/argument_specs.yml")["argument_specs"].values():
        for name, option in entry["options"].items():
            assert option["description"], name
            if name in BY_NAME:
                needed = BY_NAME[name].required or name == "legora_api_key"
                assert option.get("required", False) == needed, name
                assert option.get("no_log", False) == (name in SECRETS), name
                assert "default" not in option, f"{name}: defaults of firm variables live in the modules"
            else:
                assert name.startswith(f"{role}_") or name in PLAYBOOKS_OWN, name


@pytest.mark.parametrize("role", ROLES)
def test_role_spec_names_exactly_what_the_tasks_read(role: str) -> None:
    specs = load(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]
    defaults = load(f"roles/{role}/defaults/main.yml")
    whole = "".join(file.read_text(encoding="utf-8") for file in (ROOT / f"roles/{role}/tasks").glob("*.yml"))
    whole += "".join(file.read_text(encoding="utf-8") for file in (ROOT / f"roles/{role}/vars").glob("*.yml"))
    for entry, spec in specs.items():
        tasks = _with_imports(ROOT / f"roles/{role}/tasks/{entry}.yml")
        made_here = set(re.findall(r"(?:register|loop_var): (\w+)", whole)) | set(
            re.findall(rf"^ +({role}_\w+): ", whole, re.M)
        )
        read = _variables(tasks) | _read_by_conditions(tasks, set(spec["options"]))
        asked = set(spec["options"])
        foreign = {name for name in read - asked - made_here - _ANSIBLE_S_OWN if not name.startswith("ansible_")}
        if entry != "main":
            # Another entry point may look at what the main one has registered, where that has run.
            foreign = {name for name in foreign if not name.startswith(f"{role}_")}
        assert foreign == set(), "the tasks read what the spec does not name"
        assert asked - read - _read_by_defaults(defaults, asked) == set(), "the spec names what the tasks do not read"
        with_default = {name: option["default"] for name, option in spec["options"].items() if "default" in option}
        if entry == "main":
            assert with_default.items() <= defaults.items()


def _with_imports(file: Path) -> str:
    """Return a file of tasks, with the files that it imports."""
    text = file.read_text(encoding="utf-8")
    return text + "".join(_with_imports(file.parent / name) for name in re.findall(r"import_tasks: (\S+)", text))


def _variables(text: str) -> set[str]:
    expressions = re.findall(r"{{.*?}}", text, re.S)
    # Only names matter here, so filters need not exist.
    return {name for one in expressions for name in _undeclared(one)}


def _undeclared(expression: str) -> set[str]:
    plain = re.sub(r"\|\s*(?:\w+\.)+(\w+)", r"| \1", expression)
    environment = Environment(autoescape=True)
    environment.filters = _AnyFilter()
    environment.tests = _AnyFilter()
    return meta.find_undeclared_variables(environment.parse(plain))


class _AnyFilter(dict):  # type: ignore[type-arg]
    """Has every filter."""

    def __contains__(self, name: object) -> bool:
        return True

    def __missing__(self, name: str) -> Any:
        return lambda *arguments, **more: None

    def get(self, name: str, default: Any = None) -> Any:
        return self[name]


def _read_by_conditions(tasks: str, asked: set[str]) -> set[str]:
    conditions = " ".join(re.findall(r"when: (.*)", tasks))
    return {name for name in asked if re.search(rf"\b{name}\b", conditions)}


def _read_by_defaults(defaults: dict[str, Any], asked: set[str]) -> set[str]:
    return {name for name in asked if any(name in str(value) for value in defaults.values())}


def test_jobs_credentials_cover_every_secret_that_the_playbook_reads() -> None:
    tasks = load("playbooks/tasks/check_firm.yml")[0]["block"]
    taken = next(task["ansible.builtin.set_fact"] for task in tasks if "ansible.builtin.set_fact" in task)
    assert {f"job_{name}" for name in taken} == {value.split()[1] for value in taken.values()}
    assert set(taken) <= set(BY_NAME)
    later = {"rotate_new_password"}
    assert set(SECRETS) - later <= set(taken)


@pytest.mark.parametrize("role", ROLES)
def test_result_of_a_role_takes_everything_that_its_tasks_left_behind(role: str) -> None:
    """A task that is left out would lose its warnings and its requests."""
    for file in sorted((ROOT / "roles" / role / "tasks").glob("*.yml")):
        tasks = file.read_text(encoding="utf-8")
        before = tasks.partition("| legalops.ethical_walls.role_result(")[0]
        joined = before[before.rfind("{{ [") :]
        left = set(_registered(yaml.safe_load(tasks)))
        assert {name for name in left if f"{name} | default" not in joined} == set(), file
        assert {name for name in left if f" {name}: {{}}\n" not in tasks} == set(), "kept to the end of the run"


def _registered(tasks: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what the collection's own modules left behind; Ansible's have no plan and no requests."""
    for task in tasks:
        yield from _registered([*task.get("block", []), *task.get("rescue", []), *task.get("always", [])])
        if "register" in task and any(key.startswith("legalops.ethical_walls.") for key in task):
            yield task["register"]
