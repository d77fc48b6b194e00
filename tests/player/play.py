# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plays a playbook for one firm: its blocks, conditions and registered answers."""

from __future__ import annotations

import itertools
from typing import Any

from .files import Data, Entry, Include, Scope, Task
from .modules import Modules
from .templates import evaluated, templated


class TaskFailedError(Exception):
    """A task failed, and the play did not go on after it."""

    def __init__(self, task: Task, answer: Data) -> None:
        super().__init__(answer.get("msg"))
        self.task = task
        self.answer = answer


class Play:
    """One play of one firm."""

    def __init__(self, modules: Modules, check_mode: bool = False) -> None:
        self._modules = modules
        self._facts: Data = {"inventory_hostname": modules.host, "ansible_check_mode": check_mode}
        self._numbers = itertools.count()

    def play(self, entry: Entry) -> None:
        """Play a task, or a block with all that is in it.

        :raises TaskFailedError: where one stops the firm.
        """
        if isinstance(entry, Task):
            self._play_task(entry)
            return
        if isinstance(entry, Include):
            variables = self._variables(entry.scope)
            if self._applies(entry.scope, variables):
                self.play(entry.block(templated(entry.role or entry.file, variables)))
            return
        try:
            self._play_each(entry.tasks)
        except TaskFailedError as failed:
            if not entry.rescue:
                raise
            self._facts.update(ansible_failed_task={"name": failed.task.name}, ansible_failed_result=failed.answer)
            self._modules.failed = {"task": failed.task.name, "said": str(failed.answer.get("msg") or "")}
            self._play_each(entry.rescue)
        finally:
            self._play_each(entry.always)

    def _play_each(self, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            self.play(entry)

    def _play_task(self, task: Task) -> None:
        variables = self._variables(task.scope)
        number = next(self._numbers)
        if not self._applies(task.scope, variables):
            return
        answer = self._modules.run(f"task{number}", task, templated(task.arguments, variables))
        if task.register:
            self._facts[task.register] = answer
        if answer.get("failed") and not task.goes_on:
            raise TaskFailedError(task, answer)

    def _variables(self, scope: Scope) -> dict[str, Any]:
        return {**self._modules.variables, **scope.variables, **self._facts}

    @staticmethod
    def _applies(scope: Scope, variables: dict[str, Any]) -> bool:
        return all(evaluated(condition, variables) for condition in scope.when)
