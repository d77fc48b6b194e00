# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front end without a process of its own: a module runs in the worker that Ansible has made for the task anyway.

For a module, Ansible packs its code and starts a Python process, which compiles that code and imports what it needs.
This costs many times what the work itself does, and a task that runs on the controller needs none of it. So an action
of the module's name runs the module right here, where here is where Ansible would have run it: on this machine, as this
user, by this interpreter. Everywhere else the task is left to Ansible's own way.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
import types
import typing as t
import warnings
from functools import lru_cache
from importlib import import_module
from multiprocessing import parent_process

from ansible import constants
from ansible.executor import task_executor
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.plugins.action.normal import ActionModule as OwnProcess

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError, time_is_over
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.counter import no_requests
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.orphan import told_to_children
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import (
    LIBRARIES,
    Module,
    failed_data,
    perform,
    secret_values,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import (
    AFTER,
    called_with,
    for_module,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Run, Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.task import (
    judged,
    refuse_unchecked,
    skipped,
    wish_of,
)
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firm_variables import FirmVariables
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._only_here import (
    refuse_elsewhere,
    refuse_own_process,
)
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._own_time import OwnTime
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._plain import plain
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._same_connector import refuse_same_connector

SWITCH = "ethical_walls_in_process"

# What Ansible raises when a task's time is over; since ansible-core 2.19 in a file of its own.
TIME_LIMIT: type[BaseException] = (
    getattr(task_executor, "TaskTimeoutError", None) or task_executor._task_timeout.TaskTimeoutError
)

_CLIENTS = ("_core.http.transport", "_core.probe", "_imanage.client", "_legora.api.client", "_legora.by_hand.client")


def _load() -> bool:
    """Import what talks to the two systems, and return whether all of it is there.

    Ansible loads an action before it starts the workers of its task, and what is imported by then, they all have.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for library in LIBRARIES:
                import_module(library)
            for client in _CLIENTS:
                import_module(f"ansible_collections.legalops.ethical_walls.plugins.module_utils.{client}")
    except Exception:  # noqa: BLE001 (libraries that don't fit together raise anything, and the task can say it better)
        return False
    return True


LOADED = _load()


class InProcess(OwnProcess):  # type: ignore[misc] # Ansible ships no types
    """Runs a module in this process where that makes no difference, and in one of its own elsewhere.

    What the task leaves out, it fills in from the firm's variables and from what the run has found; how it ended, it
    adds to the run record.

    :cvar module: the module.
    :cvar only_here: whether a playbook's task must run on this machine.
    """

    module: t.ClassVar[Module]
    only_here: t.ClassVar[bool] = True
    # Options that are this collection's own, beside those of the task.
    unchecked: t.Mapping[str, t.Any] = types.MappingProxyType({})
    # Options that do not stand in the task.
    filled: t.Collection[str] = ()

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return what the module answers."""
        _leave_shared_memory_alone(os.getpid())
        given = task_vars or {}
        host = str(given.get("inventory_hostname", ""))
        self.own_time = OwnTime(constants.DEFAULT_LOCAL_TMP, host)
        self.record = RecordFile(constants.DEFAULT_LOCAL_TMP, host)
        self.play = play_of(self._task)
        self.step = f"{self._task._uuid}{_item(given)}"
        self.private: dict[str, t.Any] = {}
        self.kept: dict[str, t.Any] = {}
        arguments = self._task.args
        firm = arguments.get("firm")
        try:
            self._begin(given)
            answer = self._checked_run(tmp, given)
        except EthicalWallsError as error:
            error.firm = error.firm or firm or self.run_so_far().firm
            answer = _refused(error)
        except TIME_LIMIT:
            # In a process of its own, it may even go on.
            answer = _refused(time_is_over(firm or self.run_so_far().firm, is_known=False))
        finally:
            # Ansible may run the same task again.
            self._task.args = arguments
        self._keep(answer)
        return answer

    # The run record

    def run_so_far(self) -> Run:
        """Return what this play has found of the firm; nothing where it has not begun it."""
        return self.record.read(self.play) or Run({"host": self.record.host, "check_mode": bool(self._task.check_mode)})

    def _begin(self, given: dict[str, t.Any]) -> None:
        """Do what comes before the run record is read."""

    def _keep(self, answer: dict[str, t.Any]) -> None:
        wish = wish_of(self.run_so_far(), self.module, self._task.args)
        goes_on = bool(self._task.ignore_errors) or self._task.failed_when in (False, [False])
        self.keep(Step(self.name, self._task.get_name(), plain(wish), plain(self.kept or answer), goes_on))

    def keep(self, step: Step) -> None:
        """Add a step to the record, where the play keeps one."""
        if self.record.read(self.play) is None:
            return
        # A disk that is full fails no firm by this; what later tasks need of it, they then miss by name.
        with contextlib.suppress(OSError):
            self.record.end(self.play, f"{self.step}{step.module}", step)

    @property
    def name(self) -> str:
        """The name of the module."""
        return type(self).__module__.rpartition(".")[2]

    # What the module is called with

    def _checked_run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        taken, run = self._arguments(given), self.run_so_far()
        firm = taken.get("firm") or run.firm
        nothing = skipped(run, self.name, self.module, taken)
        if nothing:
            return nothing
        if self.only_here:
            refuse_elsewhere(self._task, self._connection, given, firm)
        refuse_unchecked(taken.get(AFTER), run, firm)
        if taken.get(AFTER):
            refuse_same_connector(constants.DEFAULT_LOCAL_TMP, run, firm)
        self._task.args = _put_off(self._filled(taken, run, given), self.own_time.waited())
        self.filled = set(self._task.args) - set(taken)
        with self.own_time.used():
            return judged(run, taken, self._run(tmp, given))

    def _arguments(self, task_vars: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return what stands in the task."""
        return t.cast("dict[str, t.Any]", self._task.args)

    def _filled(self, taken: dict[str, t.Any], run: Run, given: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return what the module is called with: what the task leaves out too, where it runs on this machine."""
        if not self.module.system:
            return {**self._from_run(given), **taken}
        is_here = self._connection.transport == "local" and not self._task.delegate_to and not self._connection.become
        if not is_here:
            return for_module(self.module, taken)
        variables = FirmVariables(self._templar, given, self.play, taken.get("firm") or run.firm)
        return called_with(run, self.name, self.module, taken, variables)

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the options that a module without a system takes from the run record."""
        return {}

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        if not (self._is_wanted(given) and self._may_run_here(given)):
            is_pipelined = self._is_pipelining_enabled("new", bool(self._task.async_val))
            interpreter = self._interpreter(given)
            refuse_own_process(is_pipelined, interpreter, given, self._task.args.get("firm"))
            # A task that Ansible does not wait for may outlive its run.
            goes_on = self._task.async_val or self._connection.transport != "local"
            with contextlib.nullcontext() if goes_on else told_to_children():
                return t.cast("dict[str, t.Any]", super().run(tmp, given))
        # What every action does first. The parent's own next step is the module's own process.
        result: dict[str, t.Any] = ActionBase.run(self, tmp, given)
        result.update(self._answer(is_echoed=is_echoed(given)))
        return result

    def _is_wanted(self, task_vars: dict[str, t.Any]) -> bool:
        try:
            given = self._templar.template(task_vars.get(SWITCH))
        except Exception:  # noqa: BLE001 (whatever it is, firm_config names it with all other mistakes)
            return True
        is_blank = given is None or str(given).strip() == ""
        return is_blank or bool(boolean(str(given), strict=False))

    def _may_run_here(self, task_vars: dict[str, t.Any]) -> bool:
        """Return whether a process of its own would do the same: on this machine, for this user, by this interpreter.

        And with this environment. A task's time limit ends it here too, and here it is seen what had been sent by then.
        """
        task = self._task
        return (
            LOADED
            # Elsewhere a forked process must not use the network: macOS ends it.
            and sys.platform == "linux"
            and self._connection.transport == "local"
            and self._connection.become is None
            and not task.delegate_to
            and not task.async_val
            and not any(task.environment or ())
            and self._interpreter(task_vars) == sys.executable
        )

    def _interpreter(self, task_vars: dict[str, t.Any]) -> t.Any:
        return self._templar.template(task_vars.get("ansible_python_interpreter"))

    def _answer(self, is_echoed: bool) -> dict[str, t.Any]:
        """Check the options as Ansible does for a module, and run it.

        :param is_echoed: whether the options are part of the answer.
        """
        spec = self.module.argument_spec
        options = plain(self._task.args)
        checked = ArgumentSpecValidator(spec, **self.module.rules).validate(options)
        # As given too: where the check ended early, that is how they are echoed.
        secrets = secret_values(options, spec) | secret_values(checked.validated_parameters, spec)
        call = self.module.call(
            checked.validated_parameters, secrets, check_mode=self._task.check_mode, diff=self._task.diff
        )
        if checked.error_messages:
            result: dict[str, t.Any] = {"failed": True, "msg": self._refusal(checked.errors[0])}
        else:
            call.options.update(self.unchecked)
            call.filled = self.filled
            # A process of its own would keep them to itself.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                call.time_limit = (TIME_LIMIT,)
                answer = perform(self.module, call)
            self.private = answer.private
            result = {**answer.data, "failed": answer.failed}
            if answer.warnings:
                result["warnings"] = list(answer.warnings)
        if is_echoed:
            result["invocation"] = {"module_args": call.shown}
        return _masked(result, call.secrets)

    def _refusal(self, error: Exception) -> str:
        """Return the words in which Ansible refuses options."""
        if isinstance(error, UnsupportedError):
            return f"Unsupported parameters for ({self._task.action}) module: {error}"
        return str(error)


@lru_cache(maxsize=1)
def _leave_shared_memory_alone(process: int) -> None:
    """Let Python's garbage collector pass over what this worker has from Ansible's main process.

    A worker shares all of that, until one of them writes to it. A full collection writes to each object that it looks
    at, so it would give this worker a copy of nearly everything, and with a thousand firms that is much, in each fork.

    It is done once in a worker: a loop's items all have one, and what they leave is collected.

    :param process: the ID of this one.
    """
    # In the main process it would be for good.
    if parent_process() is not None:
        gc.freeze()


def _refused(error: EthicalWallsError) -> dict[str, t.Any]:
    """Return what a module would answer that has failed, as far as is known, before it sent anything."""
    return {**failed_data(error), "failed": True, "requests": no_requests()}


def _put_off(arguments: dict[str, t.Any], seconds: float) -> dict[str, t.Any]:
    """Return a task's arguments with the firm's end that many seconds later."""
    try:
        return {**arguments, "ends_at": float(arguments["ends_at"]) + seconds}
    except (KeyError, TypeError, ValueError):
        return arguments  # what is no number, the module refuses


def is_echoed(task_vars: dict[str, t.Any]) -> bool:
    """Return whether Ansible adds the options to an answer: since ansible-core 2.21 only where it is told to."""
    name = "INJECT_INVOCATION"
    return not hasattr(constants, name) or bool(constants.config.get_config_value(name, variables=task_vars))


def _masked(result: dict[str, t.Any], secrets: set[str]) -> dict[str, t.Any]:
    """Mask a result as Ansible does for a module: by value, but never what says whether it failed or changed."""
    masked: dict[str, t.Any] = remove_values(result, secrets)
    return {**masked, **{name: value for name, value in result.items() if value is None or isinstance(value, bool)}}


def _item(given: dict[str, t.Any]) -> str:
    """Return what tells the items of a loop apart, each of which is done once; nothing where there is no loop.

    An item may be a secret, so this is a number that says nothing once this process has ended.
    """
    loop_var = given.get("ansible_loop_var")
    if not loop_var:
        return ""
    return str(hash(json.dumps(plain(given.get(loop_var)), sort_keys=True)))


def play_of(task: t.Any) -> str:
    """Return the ID of the play that a task is in."""
    parent = task
    while parent is not None:
        play = getattr(parent, "_play", None)
        if play is not None:
            return str(play._uuid)
        parent = getattr(parent, "_parent", None)
    return ""
