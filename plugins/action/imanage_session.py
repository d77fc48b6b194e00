# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name without a process of its own, and says where a session is kept."""

from __future__ import annotations

import typing as t

from ansible import constants

from ansible_collections.legalops.ethical_walls.plugins.modules.imanage_session import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._in_process import InProcess


class ActionModule(InProcess):
    module = MODULE

    def _arguments(self, task_vars: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return what stands in the task, and Ansible's own directory of this run where it names none.

        Asked for by a lookup, Ansible makes another one for each task, and removes it at no end (since ansible-core
        2.19). That which it made at its start it removes, interrupted too.
        """
        arguments = super()._arguments(task_vars)
        if arguments.get("directory"):
            return arguments
        return {**arguments, "directory": constants.DEFAULT_LOCAL_TMP}
