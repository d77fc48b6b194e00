# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs tasks for one firm as the actions of their modules do, with the limits that a test sets."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.parsing.vault import VaultLib, VaultSecret
from helpers.returned import MODULES

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.counter import no_requests
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Settings
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.probe import Probe
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import normalised
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.misspelt import looks_like_one
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import (
    ACCEPTED_IN,
    SWITCHES,
    values_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import (
    Module,
    failed_data,
    perform,
    secret_values,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import AFTER, called_with
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Run, Step
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.task import (
    judged,
    refuse_unchecked,
    skipped,
    wish_of,
)
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._program import run_program
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._vault import Sealer

from .cut import Cut
from .files import Data, Task

# A record holds one play here.
PLAY = "play"

# The vault password of these runs.
VAULT_PASSWORD = b"pretend-vault-password"
SEALER = Sealer(VaultLib([("default", VaultSecret(VAULT_PASSWORD))]))

_MOMENT = "2026-11-29T12:00:00Z"
_VERSIONS = {"collection": "0.0.0", "ansible_core": "0.0.0", "python": "0.0.0"}


class Modules:
    """The modules of one firm's play.

    :param variables: those of its host.
    :param limits: those of every request, in the place of the modules' own; C(None) for these.
    :param sleep: waits between attempts.
    :param directory: the run's own; the record and the session lie in it.
    :param notes_directory: where runs leave notes for the next one.
    :param cut: what happens at one request.
    """

    def __init__(
        self,
        host: str,
        variables: Data,
        directory: Path,
        *,
        check_mode: bool = False,
        limits: Settings | None = None,
        sleep: Callable[[float], None],
        notes_directory: Path | None = None,
        cut: Cut | None = None,
    ) -> None:
        self.host = host
        self.variables = variables
        # What the action of firm_failure is told by Ansible.
        self.failed: Data = {}
        self._directory = str(directory)
        self._record = RecordFile(self._directory, host)
        self._check_mode = check_mode
        self._limits = limits
        self._sleep = sleep
        self._notes_directory = notes_directory
        self._cut = cut or Cut()
        self._value_of = normalised(variables, {}, None)
        self._private: Data = {}
        self._is_open = False

    def run_so_far(self) -> Run:
        """Return what was found, as the record has it."""
        return self._record.read(PLAY) or Run({"host": self.host, "check_mode": self._check_mode})

    def run(self, key: str, task: Task, taken: Data) -> Data:
        """Return what a task answers, and put it on record.

        :param key: what tells the task from all others of the play.
        :param taken: what stands in the task.
        """
        self._cut.check()
        if task.module == "firm_config":
            self._open(taken)
        try:
            answer = self._answer(task, taken)
        except EthicalWallsError as error:
            error.firm = error.firm or self.run_so_far().firm
            answer = {**failed_data(error), "failed": True, "requests": no_requests()}
        assert "unforeseen" not in str(answer.get("msg")), answer
        wish = wish_of(self.run_so_far(), _module(task), taken)
        self._keep(key, Step(task.module, task.name, wish, answer, task.goes_on))
        if task.module == "firm_config" and not answer["failed"]:
            # From here on, what it has checked is what tasks fill in.
            checked = self._private["variables"]
            self._value_of = checked.get
            return {**answer, **self._private}
        return answer

    def _open(self, taken: Data) -> None:
        accepted_in = ACCEPTED_IN.get(str(taken.get("purpose")))
        head = {
            "purpose": taken.get("purpose"),
            "check_mode": self._check_mode,
            "pid": os.getpid(),
            "switches": values_of(self.variables, taken.get("purpose")),
            "accepted": self.variables.get(accepted_in) if accepted_in else None,
            "accepted_in": accepted_in,
        }
        if self._notes_directory:
            head["report_directory"] = str(self._notes_directory)
        self._record.open(PLAY, head)
        self._is_open = True

    def _keep(self, key: str, step: Step) -> None:
        if self._is_open:
            self._record.end(PLAY, f"{key}{step.module}", step)

    def _answer(self, task: Task, taken: Data) -> Data:
        module, run = _module(task), self.run_so_far()
        if task.module == "imanage_session":
            taken = {"directory": self._directory, **taken}
        nothing = skipped(run, task.module, module, taken)
        if nothing:
            return nothing
        refuse_unchecked(taken.get(AFTER), run, run.firm)
        if module.system:
            options = called_with(run, task.module, module, taken, self._value_of)
        else:
            options = {**self._from_run(task.module, run), **taken}
        record = run.as_data() if "record" in module.argument_spec else None
        answer = judged(run, taken, self._performed(module, options, set(options) - set(taken), record))
        if task.module == "firm_failure" and answer.get("noted"):
            noted = {"failed": True, "msg": answer["message"]}
            self._keep("", Step("", str(options["task"]), {}, noted))
        return answer

    def _from_run(self, module: str, run: Run) -> Data:
        """Return what the action of a module without a system adds to its options."""
        if module == "firm_config":
            return {
                "firm": self.host,
                "host": self.host,
                "config": {name: value for name, value in self.variables.items() if name in BY_NAME},
                "switches": {name: value for name, value in self.variables.items() if name in SWITCHES},
                "names": [name for name in self.variables if looks_like_one(name)],
            }
        if module == "firm_failure":
            known = bool(run.steps) and run.steps[-1].failed and not run.steps[-1].goes_on
            return {**self.failed, "known": known}
        if module in ("firm_vault_file", "firm_store_command"):
            return {"firm": run.firm}
        return {"generated_at": _MOMENT, "versions": _VERSIONS} if module == "firm_result" else {}

    def _performed(self, module: Module, options: Data, filled: set[str], record: Data | None) -> Data:
        """Return what a module answers, by its own masks alone: Ansible's would hide what they miss.

        :param filled: the names of the options that do not stand in the task.
        :param record: for a module that looks at it; it is large, and to check it as an option takes longer than all
            the rest of such a task.
        """
        spec = module.argument_spec
        checked = ArgumentSpecValidator(spec, **module.rules).validate(options)
        assert not checked.error_messages, checked.error_messages
        given = checked.validated_parameters
        call = module.call(given, secret_values(given, spec), check_mode=self._check_mode, diff=False)
        call.filled = filled
        if record is not None:
            call.options["record"] = record
        if "path" in spec and "step" in spec:
            call.options.update(seal=SEALER.seal, unseal=SEALER.unseal)
        if "command" in spec:
            call.options.update(runs=run_program)
        answer = perform(dataclasses.replace(module, make_client=self._limited(module)), call)
        self._private = answer.private
        return {**answer.data, "failed": answer.failed, "warnings": list(answer.warnings)}

    def _limited(self, module: Module) -> Callable[..., Any]:
        """Return what makes the module's client, with the limits of the test."""

        def make(*given: Any) -> Any:
            client = module.make_client(*given)
            if isinstance(client, Probe):
                client.seconds = min(client.seconds, self._limits.deadline) if self._limits else client.seconds
            elif module.system and not getattr(client, "by_hand", False):
                transport = client.transport
                transport._sleep = self._sleep
                transport._send = self._cut.around(transport.context.system.lower(), transport._send)
                if self._limits:
                    transport.settings = _Within(transport.settings, self._limits)
            return client

        return make


class _Within:
    """The settings of a client within the limits of a test, which may change while it sends."""

    def __init__(self, own: Settings, limits: Settings) -> None:
        self._own = own
        self._limits = limits

    def __getattr__(self, name: str) -> Any:
        limited = getattr(self._limits, name)
        return getattr(self._own, name) if limited is None else limited


def _module(task: Task) -> Module:
    found: Module = import_module(f"{MODULES}.{task.module}").MODULE
    return found
