# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name without a process of its own, and looks up for it what the host's variables say."""

from __future__ import annotations

import os
import typing as t

from ansible import constants

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import (
    BY_NAME,
    SECRETS,
    looks_like_one,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import SWITCHES
from ansible_collections.legalops.ethical_walls.plugins.modules.firm_config import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._environment import unset_in_environment
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._host_variables import read_variables
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._in_process import InProcess
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._other_firms import same_as


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
        config, unreadable = read_variables(self._templar, task_vars, BY_NAME, SECRETS, _is_text)
        switches, unreadable_switches = read_variables(self._templar, task_vars, SWITCHES)
        return {
            **arguments,
            "config": config,
            "switches": _from_here(switches),
            "unreadable": {**unreadable, **unreadable_switches},
            "unset": unset_in_environment(
                self._templar, task_vars, [one for one in BY_NAME if is_blank(config.get(one))]
            ),
            "names": [name for name in task_vars if looks_like_one(name)],
            "same_as": same_as(constants.DEFAULT_LOCAL_TMP, task_vars),
        }


def _is_text(name: str, value: t.Any) -> bool:
    """Say whether a firm variable of this value means a text, and not a list, a number or a truth."""
    try:
        return isinstance(BY_NAME[name].check(value), str)
    except ValueError:
        return False  # it is refused as that


def _from_here(switches: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the switches with a report directory that is the same everywhere.

    A relative one starts where Ansible does, and a process of its own starts elsewhere, in the playbook's directory.
    """
    directory = switches.get("report_directory")
    if not isinstance(directory, str) or is_blank(directory):
        return switches
    return {**switches, "report_directory": os.path.realpath(os.path.expanduser(directory))}
