# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the tasks of a playbook and of the roles that it imports. What the player does not know, it refuses by name."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Union

import yaml

Data = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
COLLECTION = "legalops.ethical_walls."

_IMPORT_TASKS, _IMPORT_ROLE = "ansible.builtin.import_tasks", "ansible.builtin.import_role"
_INCLUDE_TASKS, _INCLUDE_ROLE = "ansible.builtin.include_tasks", "ansible.builtin.include_role"

# What makes no difference for one firm: which tasks are chosen, and what Ansible checks of a role's variables.
_WITHOUT_EFFECT = {"name", "tags", "no_log"}
_OF_ROLE = {"name", "tasks_from", "rolespec_validate"}
_OF_TASK = {"register", "failed_when"}


@dataclass(frozen=True)
class Scope:
    """What a task gets from what it stands in.

    :ivar variables: those of its play, and of the imports that lead to it.
    :ivar when: all of its conditions.
    """

    variables: Data = field(default_factory=dict)
    when: tuple[str, ...] = ()

    def within(self, entry: Data) -> Scope:
        """Return the scope inside an entry of a list of tasks."""
        when = entry.get("when", [])
        conditions = when if isinstance(when, list) else [when]
        return replace(
            self,
            variables={**self.variables, **entry.get("vars", {})},
            when=(*self.when, *map(str, conditions)),
        )


@dataclass(frozen=True)
class Task:
    """One task with a module of the collection.

    :ivar module: the module's name.
    :ivar goes_on: whether a failure does not stop the firm.
    """

    name: str
    module: str
    arguments: Data
    scope: Scope
    register: str | None = None
    goes_on: bool = False


@dataclass(frozen=True)
class Include:
    """Tasks whose place a variable names, so that they are read when they are played.

    :ivar role: the role's name, with templates; C(None) for a file.
    :ivar file: the path of a file of tasks, with templates; C(None) for a role.
    """

    role: str | None
    file: str | None
    scope: Scope

    def block(self, place: str) -> Block:
        """Return the tasks.

        :param place: the name or the path, without templates.
        """
        if self.role is not None:
            return _role({"name": place}, self.scope)
        return Block(_tasks(_read(Path(place)), Path(place).parent, self.scope))


@dataclass(frozen=True)
class Block:
    """Tasks, those for when one of them fails, and those at the end in any case."""

    tasks: tuple[Entry, ...]
    rescue: tuple[Entry, ...] = ()
    always: tuple[Entry, ...] = ()


Entry = Union[Task, Block, Include]  # noqa: UP007 (pylint of ansible-test reads it as Python 3.9)


@cache
def tasks_of(playbook: Path) -> Block:
    """Return the tasks of a playbook's own play. What it imports after that only looks at the results of all firms."""
    play = _read(playbook)[0]
    return Block(_tasks(play["tasks"], playbook.parent, Scope(variables=play.get("vars", {}))))


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _tasks(entries: list[Data], directory: Path, scope: Scope) -> tuple[Entry, ...]:
    return tuple(_entry(entry, directory, scope.within(entry)) for entry in entries)


def _entry(entry: Data, directory: Path, scope: Scope) -> Entry:
    left = {name: value for name, value in entry.items() if name not in {*_WITHOUT_EFFECT, "when", "vars"}}
    if "block" in left:
        parts = [_tasks(left.pop(name, []), directory, scope) for name in ("block", "rescue", "always")]
        found: Entry = Block(*parts)
    elif isinstance(left.get(_INCLUDE_TASKS), dict):
        found = Include(None, left.pop(_INCLUDE_TASKS)["file"], scope)
    elif _INCLUDE_ROLE in left:
        found = Include(left.pop(_INCLUDE_ROLE)["name"], None, scope)
    elif _IMPORT_TASKS in left or _INCLUDE_TASKS in left:
        file = directory / left.pop(_IMPORT_TASKS if _IMPORT_TASKS in left else _INCLUDE_TASKS)
        found = Block(_tasks(_read(file), directory, scope))
    elif _IMPORT_ROLE in left:
        found = _role(left.pop(_IMPORT_ROLE), scope)
    else:
        found = _task(str(entry.get("name")), left, scope)
        left = {}
    assert not left, f"the player knows nothing of {', '.join(left)} in {entry.get('name')}"
    return found


def _role(imported: Data, scope: Scope) -> Block:
    assert set(imported) <= _OF_ROLE, imported
    role = ROOT / "roles" / str(imported["name"]).removeprefix(COLLECTION)
    directory = role / "tasks"
    return Block(_tasks(_read(directory / f"{imported.get('tasks_from', 'main')}.yml"), directory, scope))


def _task(name: str, left: Data, scope: Scope) -> Task:
    modules = [key for key in left if key.startswith(COLLECTION)]
    assert len(modules) == 1, f"{name} has no module of the collection"
    assert set(left) <= {*modules, *_OF_TASK}, f"the player does not know all of {', '.join(left)} in {name}"
    assert left.get("failed_when", False) is False, f"{name} has a condition for its failure"
    return Task(
        name=name,
        module=modules[0].removeprefix(COLLECTION),
        arguments=left[modules[0]] or {},
        scope=scope,
        register=left.get("register"),
        goes_on="failed_when" in left,
    )
