# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name with what the run records of all firms say, and writes the overview of their reports."""

from __future__ import annotations

import contextlib
import json
import typing as t

from ansible import constants

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.overview import TAKEN
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Run
from ansible_collections.legalops.ethical_walls.plugins.modules.firms_overview import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._overview import write_overview


class ActionModule(OnController):
    module = MODULE

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        answer = super()._run(tmp, given)
        if answer.get("failed"):
            return {"changed": False, "msg": [answer["msg"]], "_ansible_verbose_always": True}
        lines, runs = answer["overview"], _runs(_hosts(given))
        directory = next((run.head["report_directory"] for run in runs if _is_reported(run)), None)
        if directory:
            try:
                write_overview(_documents(runs), _hosts(given), directory)
            except EthicalWallsError as error:
                lines = [*lines, f"No overview of the reports: {error.sentence()}"]
        return {"changed": False, "msg": lines, "_ansible_verbose_always": True}

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        runs = _runs(_hosts(given))
        return {
            "results": [run.last("firm_result").get("result") for run in runs],
            "hosts": _hosts(given),
            "dry_run": any(run.check_mode for run in runs),
        }


def _hosts(given: dict[str, t.Any]) -> list[str]:
    return [str(host) for host in given.get("ansible_play_hosts_all") or ()]


def _runs(hosts: list[str]) -> list[Run]:
    """Return what is known of each firm; those without a record have no result either."""
    found = (RecordFile(constants.DEFAULT_LOCAL_TMP, host).read(None) for host in hosts)
    # How they ended is all that counts here; what a thousand firms have read would fill the memory.
    return [Run(run.head, run.of("firm_result")) for run in found if run is not None]


def _is_reported(run: Run) -> bool:
    """Say whether there is a directory for reports, into which this run may write."""
    result = run.last("firm_result").get("result") or {}
    possible = (result.get("failure") or {}).get("report_possible", True)
    is_wanted = not run.check_mode or run.head.get("report_in_check_mode")
    return bool(run.head.get("report_directory") and is_wanted and possible)


def _documents(runs: list[Run]) -> t.Iterator[t.Any]:
    """Yield of the firms' reports, as they were written, what an overview is made of."""
    for run in runs:
        page = run.last("firm_result").get("report")
        if page:
            with contextlib.suppress(OSError, ValueError), open(f"{page[:-5]}.json", encoding="utf-8") as file:
                document = json.load(file)
                yield {name: document.get(name) for name in TAKEN}
