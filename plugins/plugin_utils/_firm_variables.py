# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks up the variables of a host's firm, for the options that a task leaves out."""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.filling import normalised
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.job_credentials import (
    JOB_FIRMS,
    JOB_VARIABLES,
    refuse_wrong_job_credentials,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SECRETS
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._host_variables import read_variables

# Under this name the playbooks register what firm_config returns.
CHECKED = "ethical_walls_firm"


class FirmVariables:
    """The firm's variables, each as it is asked for.

    What C(firm_config) has checked in the same play is taken as that left it: read once, and of one type. Otherwise a
    variable is read, and checked, when it is needed.

    :param play: the play's own ID.
    """

    def __init__(self, templar: t.Any, task_vars: dict[str, t.Any], play: str, firm: str | None) -> None:
        self._templar = templar
        self._task_vars = task_vars
        self._firm = firm
        checked: t.Any = task_vars.get(CHECKED)
        self._checked: Mapping[str, t.Any] | None = None
        if isinstance(checked, Mapping) and checked.get("play") == play:
            self._checked = checked["variables"]
        self._values: dict[str, t.Any] = {}

    def __call__(self, name: str) -> t.Any:
        """Return a variable's value; C(None) where it has none."""
        if self._checked is not None:
            return self._checked.get(name)
        if name not in self._values:
            config, unreadable = read_variables(self._templar, self._task_vars, [name], SECRETS)
            config.update(job_credentials(self._templar, self._task_vars, [name], self._firm))
            self._values[name] = normalised(config, unreadable, self._firm)(name)
        return self._values[name]

    def secrets(self) -> list[str | None]:
        """Return those of the firm's secrets that are known in this play; none is looked up."""
        return [] if self._checked is None else [self._checked.get(name) for name in SECRETS]


def job_credentials(
    templar: t.Any, task_vars: dict[str, t.Any], names: t.Iterable[str], firm: str | None
) -> dict[str, t.Any]:
    """Return what a job's credentials say instead of the firm's own variables.

    :raises EthicalWallsError: where they are not for this one firm.
    """
    mapped = {name: JOB_VARIABLES[name] for name in names if JOB_VARIABLES.get(name) in task_vars}
    if not mapped:
        return {}
    values, _unreadable = read_variables(templar, task_vars, mapped.values(), mapped.values())
    found = {name: values[job] for name, job in mapped.items() if not is_blank(values.get(job))}
    if found:
        host, hosts = str(task_vars.get("inventory_hostname")), task_vars.get("ansible_play_hosts_all") or [None]
        firms, _unreadable = read_variables(templar, task_vars, JOB_FIRMS)
        refuse_wrong_job_credentials([mapped[name] for name in found], firms, host, len(hosts), firm)
    return found
