# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name in this process, so that no file and no argument has what the command is given."""

from __future__ import annotations

import types
import typing as t

from ansible_collections.legalops.ethical_walls.plugins.modules.firm_store_command import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._program import run_program


class ActionModule(OnController):
    module = MODULE

    unchecked = types.MappingProxyType({"runs": run_program})

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        return {"firm": self.run_so_far().firm}
