# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written in several places agrees: modules, documentation, action groups, role specs, firm variables.

The tables of READMEs and guides are compared in test_readme.py and test_guides.py; options with their documentation by
ansible-test; what modules answer with what they document by the harnesses of the integration tests, in each test.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.firm import MORE_VARIABLES as FIRM
from jinja2 import Environment, meta

from ansible_collections.legalops.ethical_walls.plugins.doc_fragments.attributes import ModuleDocFragment
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import normalised
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, SECRETS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.interface import METHODS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import ACCOUNT, IDENTITY, fill

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = "ansible_collections.legalops.ethical_walls.plugins"
OURS = "legalops.ethical_walls."
MODULES = sorted(path.stem for path in (ROOT / "plugins/modules").glob("*.py"))
ROLES = sorted(path.name for path in (ROOT / "roles").iterdir())
ALWAYS_RETURNED = {"plan", "requests", "failure"}


def load(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


# What the playbooks and the role rotate_password hand to tasks.
_HANDED = {"ethical_walls_firm", "ethical_walls_store"}
_ANSIBLE_S_OWN = {"hostvars", "inventory_hostname", "item", "lookup", "omit", "query"}


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
    assert all(isinstance(one, str) for one in module.documentation["description"]), "a colon makes it a mapping"
    attributes = module.documentation.get("attributes", {})
    if f"{OURS}attributes.changes_nothing" in module.documentation["extends_documentation_fragment"]:
        shared = yaml.safe_load(ModuleDocFragment.CHANGES_NOTHING)["attributes"]
        attributes = {name: {**shared[name], **attributes.get(name, {})} for name in {*shared, *attributes}}
    assert {name for name, said in attributes.items() if said["support"]} == {"check_mode", "diff_mode", "idempotent"}
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


@pytest.mark.parametrize("role", ROLES)
def test_role_spec_agrees_with_the_schema(role: str) -> None:
    for entry in load(f"roles/{role}/meta/argument_specs.yml")["argument_specs"].values():
        for name, option in entry["options"].items():
            assert option["description"], name
            if name in BY_NAME:
                assert option.get("required", False) == BY_NAME[name].required, name
                assert option.get("no_log", False) == (name in SECRETS), name
                assert "default" not in option, f"{name}: defaults of firm variables live in the schema"
            else:
                assert name.startswith(f"{role}_"), name


@pytest.mark.parametrize("role", ROLES)
def test_role_spec_names_exactly_what_the_tasks_take(role: str) -> None:
    """Its own variables that they name, and the firm's that fill what their modules are not told."""
    specs = load(f"roles/{role}/meta/argument_specs.yml")["argument_specs"]
    file = ROOT / f"roles/{role}/defaults/main.yml"
    defaults = load(str(file)) if file.exists() else {}
    whole = "".join(file.read_text(encoding="utf-8") for file in (ROOT / f"roles/{role}/tasks").glob("*.yml"))
    whole += "".join(file.read_text(encoding="utf-8") for file in (ROOT / f"roles/{role}/vars").glob("*.yml"))
    for entry, spec in specs.items():
        tasks = _with_imports(ROOT / f"roles/{role}/tasks/{entry}.yml")
        made_here = set(re.findall(r"(?:register|loop_var): (\w+)", whole)) | set(
            re.findall(rf"^ *({role}_\w+):", whole, re.M)
        )
        asked = set(spec["options"])
        read = _variables(tasks) | _read_by_conditions(tasks, asked)
        foreign = {
            name for name in read - asked - made_here - _ANSIBLE_S_OWN - _HANDED if not name.startswith("ansible_")
        }
        assert foreign == set(), "the tasks read what the spec does not name"
        filled = _filled([task for document in yaml.safe_load_all(tasks) for task in document])
        assert filled - asked == set(), "the tasks are filled with what the spec does not name"
        checked = {name for name in asked & set(BY_NAME) if entry == "main" and role in BY_NAME[name].readers}
        assert asked - read - filled - checked == set(), "the spec names what neither tasks nor checks take"
        with_default = {name: option["default"] for name, option in spec["options"].items() if "default" in option}
        if entry == "main":
            assert with_default.items() <= defaults.items()
            assert set(defaults) <= asked, "there is a default of what nobody takes"


def _filled(tasks: list[dict[str, Any]]) -> set[str]:
    """Return the firm variables that are looked up for what the tasks leave out."""
    asked: set[str] = set()

    def looked_up(method: str) -> Callable[[str], Any]:
        def look_up(name: str) -> Any:
            asked.add(name)
            return normalised({**FIRM, "legora_method": method}, {}, None)(name)

        return look_up

    for task in (task for task in tasks if isinstance(task, dict)):
        asked |= _filled([*task.get("block", []), *task.get("rescue", []), *task.get("always", [])])
        for key, given in task.items():
            if key.startswith(OURS):
                name = key.removeprefix(OURS)
                module = importlib.import_module(f"{PLUGINS}.modules.{name}").MODULE
                for method in METHODS:
                    fill(name, module.system, module.argument_spec, given or {}, looked_up(method), {})
    return asked


def _with_imports(file: Path) -> str:
    """Return a file of tasks, with the files that it imports or includes."""
    text = file.read_text(encoding="utf-8")
    files = [file.parent / name for name in re.findall(r"(?:import|include)_tasks: (\S+)", text)]
    files += [file.parents[1] / "vars" / name for name in re.findall(r"include_vars: (\S+)", text)]
    return text + "".join(map(_with_imports, files))


def _variables(text: str) -> set[str]:
    # A loop of a template names variables of its own, so it is looked at as a whole.
    loops = re.findall(r"{% for .*{% endfor %}", text, re.S)
    for one in loops:
        text = text.replace(one, "")
    expressions = [*loops, *re.findall(r"{{.*?}}", text, re.S)]
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


@pytest.mark.parametrize("system", IDENTITY)
def test_what_keeps_a_task_from_being_filled_is_told(system: str) -> None:
    """In the documentation of its modules, and in the guide."""
    (note,) = re.findall(
        r"  - What a task leaves .*?\n  - ",
        (ROOT / f"plugins/doc_fragments/{system}.py").read_text(encoding="utf-8"),
        re.S,
    )
    assert tuple(re.findall(r"O\((\w+)\)", note)) == IDENTITY[system]
    guide = " ".join((ROOT / "docs/docsite/rst/guide_own_plays.rst").read_text(encoding="utf-8").split())
    for names in (*IDENTITY.values(), ACCOUNT):
        told = ", ".join(f"``{name}``" for name in names[:-1])
        assert re.search(f"{told} (?:and|or) ``{names[-1]}``", guide), names
