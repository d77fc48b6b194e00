# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook onboard for one pretend firm."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Settings
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run
from simulator.inventory import host_variables
from simulator.seed import Firm

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


class Onboarding:
    """One run for one firm.

    :param limits: those of every request, in the place of the modules' own; they may change while it runs.
    :param sleep: waits between attempts; nothing waits by default.
    :ivar found: what the run has put on record, after it has ended.
    """

    def __init__(
        self,
        firm: Firm,
        limits: Settings | None = None,
        sleep: Callable[[float], None] = lambda seconds: None,
    ) -> None:
        self._firm = firm
        self._limits = limits
        self._sleep = sleep
        self.found = Run({})

    def result(self) -> Data:
        """Onboard the firm, and return its result."""
        with tempfile.TemporaryDirectory() as directory:
            modules = Modules(
                self._firm.name,
                host_variables(self._firm),
                Path(directory),
                limits=self._limits,
                sleep=self._sleep,
            )
            # What failed, the result says.
            with contextlib.suppress(TaskFailedError):
                Play(modules).play(tasks_of(ROOT / "playbooks" / "onboard.yml"))
            self.found = modules.run_so_far()
        result: Data = self.found.last("firm_result")["result"]
        return result

    def run(self) -> None:
        """Onboard the firm.

        :raises FirmFailedError: where its result says so.
        """
        result = self.result()
        if result["status"] == "failed":
            raise FirmFailedError(result)
