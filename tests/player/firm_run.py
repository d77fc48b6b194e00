# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A playbook of the collection for one pretend firm."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Settings
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run
from simulator.inventory import host_variables
from simulator.seed import Firm

from .cut import Cut
from .files import ROOT, Data, tasks_of
from .modules import Modules
from .play import Play, TaskFailedError


class FirmFailedError(Exception):
    """The firm's result says that it failed.

    :ivar failure: what went wrong, as data.
    """

    def __init__(self, result: Data) -> None:
        super().__init__(result["message"])
        self.failure: Data = result["failure"]


class FirmRun:
    """One run of a playbook for one firm.

    :param playbook: its name.
    :param changes: what replaces variables of the firm's host; C(None) takes one out.
    :param limits: those of every request, in the place of the modules' own; they may change while it runs.
    :param sleep: waits between attempts; nothing waits by default.
    :param notes_directory: where runs leave notes for the next one, as the switch C(report_directory) has it.
    :param cut: what happens at one of its requests.
    :ivar found: what the run has put on record, after it has ended.
    """

    def __init__(
        self,
        firm: Firm,
        playbook: str = "onboard",
        *,
        changes: Data | None = None,
        check_mode: bool = False,
        limits: Settings | None = None,
        sleep: Callable[[float], None] = lambda seconds: None,
        notes_directory: Path | None = None,
        cut: Cut | None = None,
    ) -> None:
        self._firm = firm
        self._playbook = ROOT / "playbooks" / f"{playbook}.yml"
        self._changes = changes or {}
        self._check_mode = check_mode
        self._limits = limits
        self._sleep = sleep
        self._notes_directory = notes_directory
        self._cut = cut
        self.found = Run({})

    def result(self) -> Data:
        """Run the playbook, and return the firm's result.

        :raises KilledError: where the cut has killed it.
        """
        variables = {**host_variables(self._firm), **self._changes}
        with tempfile.TemporaryDirectory() as directory:
            modules = Modules(
                self._firm.name,
                {name: value for name, value in variables.items() if value is not None},
                Path(directory),
                check_mode=self._check_mode,
                limits=self._limits,
                sleep=self._sleep,
                notes_directory=self._notes_directory,
                cut=self._cut,
            )
            # What failed, the result says.
            with contextlib.suppress(TaskFailedError):
                Play(modules, self._check_mode).play(tasks_of(self._playbook))
            self.found = modules.run_so_far()
        result: Data = self.found.last("firm_result")["result"]
        return result

    def run(self) -> None:
        """Run the playbook.

        :raises FirmFailedError: where the firm's result says so.
        """
        result = self.result()
        if result["status"] == "failed":
            raise FirmFailedError(result)
