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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.files import WantedFiles, write_files
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.hand_over import (
    hand_over_sheet,
    sheet_name,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.ended import ended
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run
from ansible_collections.legalops.ethical_walls.plugins.modules.firm_result import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._batches import Batches
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._rendering import (
    firm_files,
    for_people,
    names_for_people,
)

# The playbooks that take away what there is at Legora.
_LEAVING = ("offboard", "undo")


class ActionModule(OnController):
    """The action C(firm_result)."""

    module = MODULE

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        if self._task.args.get("require") == "done":
            return self._done()
        self.keep_a_record()
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
                hand_over = answer["result"].get("hand_over")
                outdated = _outdated(answer["result"], run)
                leaves, directory = run.purpose in _LEAVING, head["report_directory"]
                sheet, answer["report"] = _write(document, hand_over, leaves, outdated, directory)
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


def _outdated(result: dict[str, t.Any], run: Run) -> tuple[str, ...]:
    """Return the names of the earlier sheets, without their ending, that are not to be followed any more.

    An onboarding's sheet asks for the opposite of what is to be removed: it goes when the firm leaves.
    """
    host, is_outdated = run.host, _is_outdated(result, run)
    if run.purpose not in _LEAVING:
        return (sheet_name(host, False),) if is_outdated else ()
    hand_over = result.get("hand_over")
    gives_way = is_outdated or bool(hand_over and hand_over["open"])
    return (*([sheet_name(host, True)] if is_outdated else ()), *([sheet_name(host, False)] if gives_way else ()))


def _is_outdated(result: dict[str, t.Any], run: Run) -> bool:
    """Say whether an earlier sheet is not to be followed any more.

    An onboarding that fails before it knows what is to be handed over has proved nothing, and may be about another
    organisation than the sheet: no sheet may go on saying that Legora is to be switched on. Where the firm's variables
    were refused, nothing was looked at.
    """
    if not run.config:
        return False
    hand_over = result.get("hand_over")
    if hand_over is not None:
        return not hand_over["open"]
    if run.purpose == "undo":
        return bool(result["status"] != "failed")  # it has taken back what that was about
    return run.config.get("legora_method") == "api" or (run.purpose == "onboard" and result["status"] == "failed")


def _write(
    document: dict[str, t.Any],
    hand_over: dict[str, t.Any] | None,
    leaves: bool,
    outdated: tuple[str, ...],
    directory: str,
) -> tuple[str | None, str]:
    """Write a firm's report, with the sheet of its hand-over while that is open; return where their pages are.

    A dry run leaves the sheet alone, since people may be working from it; its report has the steps.

    :param leaves: whether the sheet is of what is to be removed.
    :param outdated: the names of earlier sheets that are removed, without their ending.
    :raises EthicalWallsError: as C(write_files) does.
    """
    files, name = firm_files(document), sheet_name(document["host"], leaves)
    sheet: dict[str, str] = {}
    gone: tuple[str, ...] = ()
    if not document["dry_run"]:
        if hand_over is not None and hand_over["open"]:
            about = {key: document[key] for key in ("firm", "host", "generated_at", "versions")}
            sheet = for_people("hand_over", hand_over_sheet(hand_over, leaves=leaves, **about), name)
        gone = tuple(file for one in outdated for file in names_for_people(one))
    written = write_files(None, WantedFiles(directory, {**files, **sheet}, document["firm"], gone), False).resource
    pages = [path for path in written if path.endswith(".html")]
    return (pages[-1] if sheet else None), pages[0]
