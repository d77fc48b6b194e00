# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name, and leaves what it returns for later jobs, as C(set_stats) does."""

from __future__ import annotations

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.modules.firm_stats import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController


class ActionModule(OnController):
    module = MODULE

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        answer = super()._run(tmp, given)
        if not answer.get("failed"):
            answer["ansible_stats"] = {"data": answer["stats"], "per_host": False, "aggregate": False}
        return answer
