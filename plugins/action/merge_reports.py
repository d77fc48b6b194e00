# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name with the reports that several runs have written, and writes the overview of all."""

from __future__ import annotations

import glob
import os
import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.files import NOTES, is_before_file
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.timestamps import now
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.merge import why_not_done
from ansible_collections.legalops.ethical_walls.plugins.modules.merge_reports import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firm_variables import read_variables
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._overview import write_overview


class ActionModule(OnController):
    module = MODULE

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        if self._task.args.get("require") == "done":
            why = why_not_done(self._task.args.get("failures"), self.record.host)
            return {"changed": False, "failed": True, "msg": why} if why else {"changed": False}
        answer = super()._run(tmp, given)
        if answer.get("failed"):
            return {name: answer[name] for name in ("changed", "failed", "msg", "failure")}
        merged = answer["merged"]
        try:
            overview = write_overview(merged["documents"], self._task.args["hosts"], merged["directory"])
        except EthicalWallsError as error:
            return {"changed": False, "failed": True, "msg": error.sentence(), "failure": error.failure()}
        verdict = overview["verdict"]
        return {
            "changed": False,
            "_ansible_verbose_always": True,
            "msg": [verdict["headline"], verdict["counts"], *(f"Left out: {one}" for one in merged["left_out"])],
            "failures": merged["failures"],
        }

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        if self._task.args.get("require") == "done":
            return {}
        named = self._task.args.get("directory") or self._said(given, "report_directory")
        directory = "" if is_blank(named) else os.path.expanduser(str(named))
        return {
            "directory": directory,
            "max_age_hours": self._said(given, "merge_reports_max_age_hours"),
            "files": _files(directory),
            "hosts": [str(host) for host in given.get("ansible_play_hosts_all") or ()],
            "now": now(),
        }

    def _said(self, given: dict[str, t.Any], switch: str) -> t.Any:
        values, unreadable = read_variables(self._templar, given, [switch])
        if unreadable:
            raise EthicalWallsError(
                f"{switch} cannot be read: {unreadable[switch]}",
                kind="validation",
                system="the configuration",
                operation="join the reports",
                hint="Correct it where the run is given it, then run again.",
            )
        return values.get(switch)


def _files(directory: str) -> dict[str, str]:
    """Return the content of the files that may be reports. What runs note for the next one is none."""
    found = {}
    for path in glob.glob(os.path.join(glob.escape(directory), "*.json")):
        if not path.endswith(f"{NOTES}.json") and not is_before_file(os.path.basename(path)):
            with open(path, encoding="utf-8", errors="replace") as file:
                found[os.path.basename(path)] = file.read()
    return found
