# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaves the run record of a pretend firm behind, as if all its tasks had run in this play."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.plugins.action import ActionBase

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Run
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._in_process import play_of


class ActionModule(ActionBase):
    """Takes ``file``, which has the run of each firm by its inventory name, and what else their heads say."""

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Write the record of this host."""
        host = (task_vars or {})["inventory_hostname"]
        arguments = dict(self._task.args)
        run = Run.from_data(json.loads(Path(arguments.pop("file")).read_text(encoding="utf-8"))[host])
        record, play = RecordFile(constants.DEFAULT_LOCAL_TMP, host), play_of(self._task)
        mode = {"check_mode": run.check_mode or bool(self._task.check_mode), "pid": os.getppid()}
        record.open(play, {**run.head, **arguments, **mode})
        for number, step in enumerate(run.steps):
            record.end(play, f"sample-{number}", step)
        return {"changed": False}
