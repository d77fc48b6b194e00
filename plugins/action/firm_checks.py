# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name, with what the run has found so far."""

from __future__ import annotations

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.modules.firm_checks import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController


class ActionModule(OnController):
    module = MODULE

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        answer = super()._run(tmp, given)
        if answer.get("failed"):
            # Ansible shows a failure whole, and what was decided would bury its message.
            self.kept = answer
            return {name: value for name, value in answer.items() if name != "checks"}
        return answer
