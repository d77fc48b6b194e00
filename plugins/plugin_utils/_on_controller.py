# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The front end of modules that talk to no system: they look at variables and at the run record."""

from __future__ import annotations

import contextlib
import os
import typing as t

from ansible.plugins.action import ActionBase

from ._in_process import InProcess, is_echoed


class OnController(InProcess):
    """Runs a module in this process, always, whatever the connection is: nothing leaves it."""

    only_here = False

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        result: dict[str, t.Any] = ActionBase.run(self, tmp, given)
        result.update(self._answer(is_echoed=is_echoed(given)))
        return result

    def keep_a_record(self) -> None:
        """Open the firm's run record where the play has not begun the firm: that nothing was done is a result, too."""
        if self.record.read(self.play) is None:
            with contextlib.suppress(OSError):
                self.record.open(self.play, {"check_mode": bool(self._task.check_mode), "pid": os.getppid()})

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        """Keep the run record for the option that these modules have.

        It is large, and was written by this collection: to check it like options takes longer than all else here.
        """
        if "record" not in self._task.args:
            self.unchecked = {"record": self.run_so_far().as_data()}
        return {}
