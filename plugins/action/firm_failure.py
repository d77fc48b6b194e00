# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name, and notes in the run record what another program's task failed with."""

from __future__ import annotations

import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Step
from ansible_collections.legalops.ethical_walls.plugins.modules.firm_failure import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firm_variables import FirmVariables
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController


class ActionModule(OnController):
    module = MODULE

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        self.keep_a_record()
        # Whatever that program is, it may have been given the firm's secrets, and this goes into the report.
        known = FirmVariables(self._templar, given, self.play, None).secrets()
        answer: dict[str, t.Any] = Redactor(known).data(super()._run(tmp, given))
        if answer.get("noted"):
            failed = {"failed": True, "msg": answer["message"]}
            self.keep(Step(module="", name=str(self._task.args.get("task")), wish={}, answer=failed))
        return answer

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        steps = self.run_so_far().steps
        # What a rescue is told of the task that failed. Nothing of it is a template.
        task, result = given.get("ansible_failed_task") or {}, given.get("ansible_failed_result") or {}
        return {
            "task": str(task.get("name") or "without a name"),
            "said": str(result.get("msg") or ""),
            "known": bool(steps) and steps[-1].failed and not steps[-1].goes_on,
        }
