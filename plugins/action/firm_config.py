# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name without a process of its own, and looks up for it what the host's variables say."""

from __future__ import annotations

import os
import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.firm_schema import (
    BY_NAME,
    PREFIXES,
    is_blank,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.run_switches import SWITCHES
from ansible_collections.legalops.ethical_walls.plugins.modules.firm_config import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._host_variables import read_variables
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._in_process import InProcess


class ActionModule(InProcess):
    """The action C(firm_config)."""

    module = MODULE

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return what the module answers, and let the firm's deadline run from here."""
        answer = super().run(tmp, task_vars)
        self.own_time.start()
        return answer

    def _arguments(self, task_vars: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return what stands in the task, and what the host's variables say where it leaves that to us."""
        arguments = super()._arguments(task_vars)
        if "config" in arguments:
            return arguments
        config, unreadable = read_variables(self._templar, task_vars, BY_NAME)
        switches, unreadable_switches = read_variables(self._templar, task_vars, SWITCHES)
        return {
            **arguments,
            "config": config,
            "switches": _from_here(switches),
            "unreadable": {**unreadable, **unreadable_switches},
            "names": [name for name in task_vars if name.startswith(PREFIXES)],
        }


def _from_here(switches: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the switches with a report directory that is the same everywhere.

    A relative one starts where Ansible does, and a process of its own starts elsewhere, in the playbook's directory.
    """
    directory = switches.get("report_directory")
    if not isinstance(directory, str) or is_blank(directory):
        return switches
    return {**switches, "report_directory": os.path.realpath(os.path.expanduser(directory))}
