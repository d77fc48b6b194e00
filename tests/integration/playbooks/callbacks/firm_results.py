# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what the plays leave behind for each firm into a file, for the tests, and what each module answered."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = r"""
name: firm_results
type: aggregate
short_description: Write the firms' results into a file
description: >-
  Takes the fact ethical_walls_result of each host, the lines of the overview, and the answers of the collection's own
  modules.
requirements: []
"""

COLLECTION = "legalops.ethical_walls."


class CallbackModule(CallbackBase):
    """Collects results as they are set."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "firm_results"
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Any] = {"results": {}, "overview": [], "answers": []}

    def v2_runner_on_ok(self, result: Any) -> None:
        """Look at each task that went well."""
        # The public names are of ansible-core 2.19 and newer.
        host = getattr(result, "host", None) or result._host
        answer = getattr(result, "result", None) or result._result
        facts = answer.get("ansible_facts") or {}
        if "ethical_walls_result" in facts:
            self.found["results"][host.get_name()] = facts["ethical_walls_result"]
        task = getattr(result, "task", None) or result._task
        if task.get_name().endswith("Show all firms"):
            self.found["overview"] = answer["msg"]
        self._note_answer(task, answer, failed=False)

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        """Look at each task that failed, whether that matters or not."""
        task = getattr(result, "task", None) or result._task
        answer = getattr(result, "result", None) or result._result
        self._note_answer(task, answer, failed=True)

    def _note_answer(self, task: Any, answer: dict[str, Any], failed: bool) -> None:
        if not str(task.action).startswith(COLLECTION):
            return
        if "failed_when_result" in answer:
            # What the task made of it; only a module that failed has a message.
            failed = "msg" in answer
        # Ansible takes it out of what it tells callbacks.
        self.found["answers"].append([task.action.removeprefix(COLLECTION), {**answer, "failed": failed}])

    def v2_playbook_on_stats(self, stats: Any) -> None:
        """Write everything down at the end."""
        Path(os.environ["FIRM_RESULTS_FILE"]).write_text(json.dumps(self.found), encoding="utf-8")
