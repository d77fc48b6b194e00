# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An action for each module of awx.awx, which runs the module in Ansible's own process: starting one costs the most.

Ansible loads it under the module's name, from the copy of the collection that bootstrap.py makes.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import typing as t

from ansible.module_utils import basic
from ansible.plugins.action import ActionBase

try:
    from ansible.module_utils.testing import patch_module_args
except ImportError:  # before ansible-core 2.19
    patch_module_args = None


class ActionModule(ActionBase):
    """Runs the module of the same name."""

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return the module's answer."""
        super().run(tmp, task_vars)
        name = self._task.resolved_action or self._task.action
        arguments = dict(self._task.args)
        self._update_module_args(name, arguments, task_vars)
        module = importlib.import_module(f"ansible_collections.awx.awx.plugins.modules.{name.rpartition('.')[2]}")
        said = io.StringIO()
        with _given(arguments), contextlib.redirect_stdout(said), contextlib.suppress(SystemExit):
            module.main()
        answer: dict[str, t.Any] = json.loads(said.getvalue())
        answer.pop("invocation", None)
        return answer


@contextlib.contextmanager
def _given(arguments: dict[str, t.Any]) -> t.Iterator[None]:
    """Let a module find its arguments."""
    if patch_module_args is None:
        basic._ANSIBLE_ARGS = json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode()
        yield
        return
    with patch_module_args(json.loads(json.dumps(arguments))):
        yield
