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
import json
import sys
import typing as t
from collections.abc import Mapping
from importlib import import_module

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.plugins.action.normal import ActionModule as OwnProcess

from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Module, perform, secret_values
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.firm_schema import is_blank

SWITCH = "ethical_walls_in_process"

# Ansible loads an action before it starts the workers of its task. What is imported by then, they all have. A missing
# library is reported by the task that needs it.
for _name in ("_core.transport", "_core.probe", "_imanage.client", "_legora.client"):
    with contextlib.suppress(ImportError):
        import_module(f"ansible_collections.legalops.ethical_walls.plugins.module_utils.{_name}")


class InProcess(OwnProcess):  # type: ignore[misc] # Ansible ships no types
    """Runs a module in this process where that makes no difference, and in one of its own elsewhere.

    :cvar module: the module.
    """

    module: t.ClassVar[Module]

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return what the module answers."""
        if not self._is_equal_here(task_vars or {}):
            return t.cast("dict[str, t.Any]", super().run(tmp, task_vars))
        return {**ActionBase.run(self, tmp, task_vars), **self._answer()}

    def _is_equal_here(self, task_vars: dict[str, t.Any]) -> bool:
        """Return whether a process of its own would be on this machine, of this user, with this environment."""
        task = self._task
        return (
            # Elsewhere a forked process must not use the network: macOS ends it.
            sys.platform == "linux"
            and self._connection.transport == "local"
            and self._connection.become is None
            and not task.delegate_to
            and not task.async_val
            and not any(task.environment or ())
            and self._templar.template(task_vars.get("ansible_python_interpreter")) == sys.executable
            and self._is_switched_on(task_vars)
        )

    def _is_switched_on(self, task_vars: dict[str, t.Any]) -> bool:
        given = self._templar.template(task_vars.get(SWITCH))
        return True if is_blank(given) else bool(boolean(given, strict=False))

    def _answer(self) -> dict[str, t.Any]:
        """Check the options as Ansible does for a module, run it, and mask what Ansible would mask."""
        options = _plain(self._task.args)
        spec = self.module.argument_spec
        secrets = secret_values(options, spec)
        checked = ArgumentSpecValidator(spec, **self.module.rules).validate(options)
        call = self.module.call(
            checked.validated_parameters, secrets, check_mode=self._task.check_mode, diff=self._task.diff
        )
        if checked.error_messages:
            result = {"failed": True, "msg": self._refusal(checked.errors[0])}
        else:
            answer = perform(self.module, call)
            result = {**answer.data, "failed": answer.failed}
            if answer.warnings:
                result["warnings"] = list(answer.warnings)
        result["invocation"] = {"module_args": call.shown}
        masked: dict[str, t.Any] = json.loads(json.dumps(remove_values(result, call.secrets)))
        return masked

    def _refusal(self, error: Exception) -> str:
        """Return the words in which Ansible refuses options."""
        if isinstance(error, UnsupportedError):
            return f"Unsupported parameters for ({self._task.resolved_action}) module: {error}"
        return str(error)


def _plain(value: t.Any) -> t.Any:
    """Return options as a module gets them: plain values, as JSON has them.

    Templates leave values of Ansible's own types, which decrypt or render when they are looked at.
    """
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if hasattr(value, "isoformat"):
        return value.isoformat()
    # Not str(value) alone, which may keep the type.
    return "".join(str(value))
