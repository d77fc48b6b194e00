# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firm variables a role takes, and what its argument spec and its README say of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from tools.check_docs import table_of
from tools.markup import fill_in, markdown, markdown_table, wrapped, yaml_entry, yaml_list
from tools.option_docs import MODULES, default_told, is_filled, needed_told, spoken

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.phases import PHASES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import checks_of
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, SCHEMA
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import RUN_SWITCHES, Switch
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.variable import FirmVariable
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES

ROLES_AT = Path(__file__).resolve().parents[2] / "roles"
ROLES = sorted(path.name for path in ROLES_AT.iterdir())

_COLLECTION = "legalops.ethical_walls."
_HEADER = ("variable", "needed", "meaning")
_LINK = "The guide [variables and switches](../../docs/docsite/rst/guide_variables.rst) says what each means.\n"

Row = tuple[str, str, str]


def documented() -> dict[Path, str]:
    """Return what the argument specs and READMEs of roles are to say, by path.

    A role that takes no firm variables may do without generated parts.
    """
    texts = {}
    for role in ROLES:
        spec_at, readme_at = ROLES_AT / role / "meta/argument_specs.yml", ROLES_AT / role / "README.md"
        spec, readme = (path.read_text(encoding="utf-8") for path in (spec_at, readme_at))
        entries = list(yaml.safe_load(spec)["argument_specs"])
        taken = {entry: taken_by(role, entry) for entry in entries}
        texts[spec_at] = fill_in(
            spec, {f"firm variables of {entry}": _as_options(firm) for entry, firm in taken.items() if firm}
        )
        texts[readme_at] = readme
        if any(taken.values()) or "begin generated:" in readme:
            texts[readme_at] = fill_in(readme, _tables(role, yaml.safe_load(texts[spec_at])["argument_specs"]))
    return texts


def users() -> dict[str, list[str]]:
    """Return by the name of each firm variable the roles and modules that use it."""
    using = {variable.name: set(variable.readers) for variable in SCHEMA}
    for role in ROLES:
        spec = yaml.safe_load((ROLES_AT / role / "meta/argument_specs.yml").read_text(encoding="utf-8"))
        for entry in spec["argument_specs"]:
            for variable in taken_by(role, entry):
                using[variable.name].add(role)
    return {name: sorted(found) for name, found in using.items()}


def taken_by(role: str, entry: str) -> list[FirmVariable]:
    """Return the firm variables that the tasks of a role's entry point take.

    A task takes those that it names, and those that fill an option which it leaves out. What a role's checks read, its
    name stands for among the readers of a variable.
    """
    tasks = list(_tasks(ROLES_AT / role / f"tasks/{entry}.yml"))
    texts = list(_texts(tasks))
    if entry == "main":
        defaults = ROLES_AT / role / "defaults/main.yml"
        texts += _texts(yaml.safe_load(defaults.read_text(encoding="utf-8")) if defaults.is_file() else [])
    calls = [call for task in tasks for call in _calls(task)]
    return [
        variable
        for variable in SCHEMA
        if (entry == "main" and role in variable.readers)
        or any(re.search(rf"(?<![\w.]){variable.name}\b", text) for text in texts)
        or any(is_filled(module, given, fills) for fills in variable.fills for module, given in calls)
    ]


def _tasks(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the tasks of a file and of those that it imports or includes, blocks as they stand."""
    for task in yaml.safe_load(file.read_text(encoding="utf-8")):
        yield task
        for inner in _with_inner(task):
            for word in ("import_tasks", "include_tasks"):
                other = inner.get(f"ansible.builtin.{word}")
                if isinstance(other, str) and (file.parent / other).is_file():
                    yield from _tasks(file.parent / other)


def _with_inner(task: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield task
    for part in ("block", "rescue", "always"):
        for inner in task.get(part, []):
            yield from _with_inner(inner)


def _calls(task: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the collection's modules that a task calls, each with the options that stand in the task."""
    for inner in _with_inner(task):
        for key, value in inner.items():
            if key.startswith(_COLLECTION) and key.removeprefix(_COLLECTION) in MODULES:
                yield key.removeprefix(_COLLECTION), value or {}


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts that a value is made of, but names of tasks."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key != "name":
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, str):
        yield value


def _as_options(variables: list[FirmVariable]) -> str:
    """Return firm variables as options of an argument spec, without their defaults, which are those of the modules."""
    lines: list[str] = []
    for variable in variables:
        described = f"{variable.description}{default_told(variable)}{needed_told(variable)}"
        lines += [f"      {variable.name}:", *yaml_entry("description", described, 8), f"        type: {variable.type}"]
        if variable.elements:
            lines.append(f"        elements: {variable.elements}")
        if variable.choices:
            lines += ["        choices:", *yaml_list(variable.choices, 10)]
        lines += ["        required: true"] * variable.required + ["        no_log: true"] * variable.secret
    return "".join(f"{line}\n" for line in lines)


def _tables(role: str, specs: dict[str, Any]) -> dict[str, str]:
    """Return what is generated of a role's README, by name: the switches of the run that are for it alone too."""
    tables = {"checks": table_of(role)} if role in PHASES and checks_of(role) else {}
    end = PURPOSES[role].end if role in PURPOSES else None
    if end and end != role:
        tables["checks at the end"] = table_of(end)
    switches = [_row_of_switch(one) for one in RUN_SWITCHES if one.playbooks == (role,)]
    if switches:
        tables["switches"] = _body(markdown_table(_HEADER, switches))
    main = list(specs["main"]["options"])
    for entry, spec in specs.items():
        options = spec.get("options", {})
        if entry == "main":
            own = {name: option for name, option in options.items() if name not in BY_NAME}
            tables["variables of main"] = _body(_firm_variables(options), _rows(own))
        else:
            above = [f"`{name}`" for name in options if name in main]
            new = {name: option for name, option in options.items() if name not in main}
            tables[f"variables of {entry}"] = _body(
                _sentence("As above", above),
                _firm_variables(new),
                _rows({name: option for name, option in new.items() if name not in BY_NAME}),
            )
    return tables


def _firm_variables(names: Iterable[str]) -> str:
    """Return which of these are firm variables: the guide has a table of all, so their names will do."""
    taken = [BY_NAME[name] for name in names if name in BY_NAME]
    needed = [f"`{variable.name}`" for variable in taken if variable.required]
    others = [f"`{variable.name}`" for variable in taken if not variable.required]
    return "\n".join(
        filter(
            None, [_sentence("Needed of the firm", needed), _sentence("Taken where set", others), _LINK * bool(taken)]
        )
    )


def _sentence(beginning: str, names: Sequence[str]) -> str:
    return "".join(f"{line}\n" for line in wrapped(f"{beginning}: {', '.join(names)}.")) if names else ""


def _rows(options: dict[str, Any]) -> str:
    return markdown_table(_HEADER, [_row(*option) for option in options.items()]) if options else ""


def _body(*parts: str) -> str:
    """Return parts of a README. Blank lines are around each, since comments of Markdown end with one."""
    return "".join(f"\n{part}" for part in parts if part) + "\n"


def _row(name: str, option: dict[str, Any]) -> Row:
    described, default = _joined(option["description"]), option.get("default")
    missing = [f"V({one})" for one in option.get("choices", []) if f"V({one})" not in described]
    described += f" Choices are {', '.join(f'V({one})' for one in option['choices'])}." if missing else ""
    told = "" if default is None else f" Default: V({spoken(default)})."
    secret = " Secret." if option.get("no_log") else ""
    return f"`{name}`", "yes" if option.get("required") else "no", markdown(f"{described}{told}{secret}")


def _row_of_switch(switch: Switch) -> Row:
    told = "" if switch.default is None else f" Default: V({spoken(switch.default)})."
    return f"`{switch.name}`", "yes" if switch.name == "undo_from" else "no", markdown(f"{switch.description}{told}")


def _joined(description: str | list[str]) -> str:
    return description if isinstance(description, str) else " ".join(description)
