# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps a task that writes from running before the firm was checked in the same run.

A run that starts in the middle (C(--start-at-task), C(--tags)) knows nothing of what the tasks before would have found.
"""

from __future__ import annotations

import typing as t
from collections.abc import Mapping

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError

# The option by which a task asks for it.
AFTER = "after"


def refuse_unchecked(after: t.Any, task_vars: dict[str, t.Any], firm: t.Any) -> None:
    """Refuse a task that has to run after a firm's preflight, unless this run has made it and nothing stood against it.

    :param after: the option as the task has it; what is none of its choices, the module refuses.
    :raises EthicalWallsError: C(conflict).
    """
    if after != "preflight" or (_has_config(task_vars) and _has_passed(task_vars)):
        return
    raise EthicalWallsError(
        "nothing was written, since the firm was not checked before in this run",
        kind="conflict",
        system="Ansible",
        firm=str(firm) if firm else None,
        operation="start here",
        hint="Run the playbook from its beginning, without --start-at-task and --tags; what is done is not done twice.",
    )


def _has_config(task_vars: dict[str, t.Any]) -> bool:
    return bool(_part(task_vars.get("ethical_walls_checked"), "config"))


def _has_passed(task_vars: dict[str, t.Any]) -> bool:
    result = task_vars.get("preflight_result")
    if not isinstance(result, Mapping) or result.get("failure", "unknown") is not None:
        return False
    return bool(_part(result.get("resource"), "phase") == "preflight")


def _part(value: t.Any, name: str) -> t.Any:
    return value.get(name) if isinstance(value, Mapping) else None
