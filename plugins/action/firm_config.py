# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the module of this name with what the host's variables say, and opens the firm's run record."""

from __future__ import annotations

import os
import typing as t

from ansible import constants

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank, truth
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import LEAVES_SHARED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.job_credentials import JOB_FIRMS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.misspelt import looks_like_one
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, SECRETS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import (
    ACCEPTED_IN,
    SWITCHES,
    values_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.at_once import (
    note_at_work,
    open_beside_others,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES
from ansible_collections.legalops.ethical_walls.plugins.modules.firm_config import MODULE
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._batches import Batches, batch_of
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._environment import unset_in_environment
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._firm_variables import (
    job_credentials,
    read_variables,
)
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._other_firms import same_as
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._plain import plain


class ActionModule(OnController):
    module = MODULE
    only_here = True  # it is the first, and says so before anything else is tried

    def run(self, tmp: str | None = None, task_vars: dict[str, t.Any] | None = None) -> dict[str, t.Any]:
        """Return what the module answers, and let the firm's deadline run from here."""
        answer = super().run(tmp, task_vars)
        self.own_time.start()
        return answer

    def _begin(self, given: dict[str, t.Any]) -> None:
        """Open the firm's run record."""
        switches, self._unreadable_switches = read_variables(self._templar, given, SWITCHES)
        self._switches = _from_here(switches)
        purpose = self._task.args.get("purpose")
        accepts = ACCEPTED_IN.get(str(purpose))
        directory = self._switches.get("report_directory")
        try:
            open_beside_others(
                self.record,
                constants.DEFAULT_LOCAL_TMP,
                self.play,
                {
                    "purpose": purpose,
                    "check_mode": bool(self._task.check_mode),
                    "pid": os.getppid(),
                    "switches": values_of(plain(self._switches), purpose),
                    "accepted": plain(self._switches.get(accepts)) if accepts else None,
                    "accepted_in": accepts,
                    "batch": batch_of(given, self._pilots(given), self._switches.get("ethical_walls_max_failed")),
                    "report_directory": directory if isinstance(directory, str) and not is_blank(directory) else None,
                    "report_in_check_mode": _is_true(self._switches.get("report_in_check_mode")),
                },
            )
        except OSError as error:
            raise EthicalWallsError(
                f"{constants.DEFAULT_LOCAL_TMP} can't be written ({error.strerror or error})",
                kind="unexpected",
                system="this machine",
                firm=self.record.host,
                operation="begin the firm",
                hint="Give Ansible another directory for temporary files: export ANSIBLE_LOCAL_TEMP=/var/tmp/$USER",
            ) from None

    def _pilots(self, given: dict[str, t.Any]) -> t.Any:
        return plain(read_variables(self._templar, given, ["onboard_pilot"])[0].get("onboard_pilot"))

    def _run(self, tmp: str | None, given: dict[str, t.Any]) -> dict[str, t.Any]:
        Batches(constants.DEFAULT_LOCAL_TMP, self.play).refuse_stopped(self.record.host)
        answer = super()._run(tmp, given)
        if not answer.get("failed"):
            warnings = note_at_work(self.run_so_far())
            if warnings:
                answer["warnings"] = [*(answer.get("warnings") or ()), *warnings]
            self.kept = dict(answer)
            # Registered, they are what later tasks of the play fill in; nobody else is shown them.
            answer.update(self.private, play=self.play, _ansible_no_log=True)
        return answer

    def _from_run(self, given: dict[str, t.Any]) -> dict[str, t.Any]:
        """Return what the host's variables say, where the task leaves that to us."""
        if "config" in self._task.args:
            return {}
        config, unreadable = read_variables(self._templar, given, BY_NAME, SECRETS, _is_text)
        job = job_credentials(self._templar, given, BY_NAME, str(given.get("inventory_hostname")))
        unreadable = {name: reason for name, reason in unreadable.items() if name not in job}
        purpose = self._task.args.get("purpose")
        config.update(job)
        return {
            "firm": str(given.get("inventory_hostname")),
            "host": str(given.get("inventory_hostname")),
            "config": config,
            "switches": self._switches,
            "unreadable": {**unreadable, **self._unreadable_switches},
            "unset": unset_in_environment(self._templar, given, [one for one in BY_NAME if is_blank(config.get(one))]),
            "names": [name for name in given if looks_like_one(name)],
            # A job whose credentials are another firm's is refused, whether they bring a secret or not.
            "job_firms": read_variables(self._templar, given, JOB_FIRMS)[0],
            "same_as": same_as(constants.DEFAULT_LOCAL_TMP, given, purpose in PURPOSES, purpose in LEAVES_SHARED),
        }


def _is_text(name: str, value: t.Any) -> bool:
    """Say whether a firm variable of this value means a text, and not a list, a number or a truth."""
    try:
        return isinstance(BY_NAME[name].check(value), str)
    except ValueError:
        return False  # it is refused as that


def _is_true(value: t.Any) -> bool:
    """Say whether a switch is on; what is neither on nor off, the check names."""
    try:
        return not is_blank(value) and bool(truth(value))
    except ValueError:
        return False


def _from_here(switches: dict[str, t.Any]) -> dict[str, t.Any]:
    """Return the switches with paths that are the same everywhere.

    A relative one starts where Ansible does, and a process of its own starts elsewhere, in the playbook's directory.
    """
    paths = {name: switches.get(name) for name in ("report_directory", "undo_from")}
    given = {name: path for name, path in paths.items() if isinstance(path, str) and not is_blank(path)}
    return {**switches, **{name: os.path.realpath(os.path.expanduser(path)) for name, path in given.items()}}
