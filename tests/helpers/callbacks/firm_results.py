# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what the plays leave behind for each firm into a file, for the tests, and what each module answered."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

from ansible import constants
from ansible.plugins.callback import CallbackBase

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile

DOCUMENTATION = r"""
name: firm_results
type: aggregate
short_description: Write the firms' results into a file
description: >-
  Takes each firm's result from its run record, the lines of the overview, and the answers of the collection's own
  modules.
requirements: []
"""

COLLECTION = "legalops.ethical_walls."


def kept(host: Any, module: str) -> dict[str, Any]:
    """Return what the run record has of a module's last answer."""
    run = RecordFile(constants.DEFAULT_LOCAL_TMP, host.get_name()).read(None)
    assert run is not None
    return run.last(module)


def _tamper(host: str) -> None:
    """Let a firm's time be over, or its run record be gone, where a test asks for that."""
    file = RecordFile(constants.DEFAULT_LOCAL_TMP, host)
    if os.environ.get("RUN_RECORD_REMOVED_OF") == host:
        file.close()
    if os.environ.get("RUN_RECORD_ENDED"):
        path = Path(file._path)
        path.write_text(re.sub(r'"ends_at": [\d.]+', '"ends_at": 1.0', path.read_text("utf-8")), "utf-8")


class CallbackModule(CallbackBase):  # type: ignore[misc] # Ansible ships no types
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
        task = getattr(result, "task", None) or result._task
        if task.action == f"{COLLECTION}firm_config":
            _tamper(host.get_name())
        if task.action == f"{COLLECTION}firm_result" and answer.get("_ansible_verbose_always"):
            self.found["results"][host.get_name()] = {**kept(host, "firm_result")["result"], "lines": answer["msg"]}
        if task.action == f"{COLLECTION}firms_overview":
            self.found["overview"] = answer["msg"]
        if "censored" in answer and not os.environ.get("RUN_RECORD_REMOVED_OF"):
            answer = kept(host, task.action.removeprefix(COLLECTION))  # nobody is shown it
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
