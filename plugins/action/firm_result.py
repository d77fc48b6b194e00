# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name, writes the firm's report and hand-over, and shows what happened to the firm."""

from __future__ import annotations

import typing as t
from datetime import datetime, timezone

from ansible import constants
from ansible.release import __version__ as ansible_core_version

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.document import running_versions
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.files import write_files
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.hand_over import hand_over_sheet
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.at_once import forget_at_work
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.ended import ended
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.sheets import sheets_of
from ansible_collections.legalops.ethical_walls.plugins.modules.firm_result import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._batches import Batches
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._rendering import (
    firm_files,
    for_people,
    names_for_people,
)


class ActionModule(OnController):
    module = MODULE

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        if self._task.args.get("require") == "done":
            return self._done()
        self.keep_a_record()
        try:
            return self._told(tmp, given)
        finally:
            forget_at_work(self.run_so_far())

    def _told(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return the firm's result in lines, with its report written."""
        answer = super()._run(tmp, given)
        batch = self.run_so_far().head.get("batch")
        if batch and (answer.get("failed") or answer["result"]["status"] == "failed"):
            Batches(constants.DEFAULT_LOCAL_TMP, self.play).note_failure(self.record.host, batch)
        if answer.get("failed"):
            # No firm fails before the end of the run; there it has no result then.
            return {"changed": False, "msg": [answer["msg"]], "_ansible_verbose_always": True}
        document = answer.pop("document")
        lines = answer["result"].pop("lines")
        run = self.run_so_far()
        head = run.head
        if (
            document
            and head.get("report_directory")
            and (not self._task.check_mode or head.get("report_in_check_mode"))
        ):
            try:
                sheet, answer["report"] = _write(document, answer["result"], run)
                lines += [f"Sheet to hand over: {sheet}"] if sheet else []
                lines.append(f"Report: {answer['report']}")
            except EthicalWallsError as error:
                answer["not_reported"] = error.sentence()
                lines.append(f"No report: {error.sentence()}")
        # Shown as it is; what else the module returns would bury it.
        self.kept = answer
        return {"changed": False, "msg": lines, "_ansible_verbose_always": True}

    def _done(self) -> dict[str, t.Any]:
        """Fail the firm where it failed, and forget it: what has been shown, no later play shows again."""
        run = self.record.read(None)
        self.record.close()
        try:
            if run is None:
                raise EthicalWallsError("", kind="conflict", system="Ansible")
            answer = ended(run)
        except EthicalWallsError:
            text = "This firm has no result. Run the playbook from its beginning, without --start-at-task and --tags."
            return {"changed": False, "failed": True, "msg": text}
        result, said = answer["result"], []
        if result["status"] == "failed":
            said.append(f"{result['brief']} What to do stands above, in the result of {run.host}.")
        said += [answer["not_reported"]] if answer.get("not_reported") else []
        if said:
            return {"changed": False, "failed": True, "msg": " ".join(said)}
        return {"changed": False}

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        if self._task.args.get("require") == "done":
            return {}
        return {
            **super()._from_run(given),
            "generated_at": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "versions": running_versions(__file__, ansible_core_version),
        }


def _write(document: dict[str, t.Any], result: dict[str, t.Any], run: Run) -> tuple[str | None, str]:
    """Write a firm's report, with the sheet of its hand-over where there is one; return where their pages are.

    :raises EthicalWallsError: as C(write_files) does.
    """
    due = sheets_of(run, result)
    sheet: dict[str, str] = {}
    if due.name:
        about = {key: document[key] for key in ("firm", "host", "generated_at", "versions")}
        sheet = for_people("hand_over", hand_over_sheet(result["hand_over"], leaves=due.leaves, **about), due.name)
    files, gone = firm_files(document), tuple(file for one in due.void for file in names_for_people(one))
    written = write_files(run.head["report_directory"], {**files, **sheet}, document["firm"], gone)
    pages = [path for path in written if path.endswith(".html")]
    return (pages[-1] if sheet else None), pages[0]
