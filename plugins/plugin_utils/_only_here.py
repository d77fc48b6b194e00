# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Keeps the playbooks of this collection on this machine.

A firm's inventory name may be that of a machine, and somebody's variables may say how to reach machines. The playbooks
fix what they can; extra variables outweigh that. So each action looks at what came of it: a module that ran elsewhere,
or as somebody else, would take the firm's secrets there.
"""

from __future__ import annotations

import os
import typing as t

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError

# The playbooks set it. Anybody's own play may run a module wherever it likes.
MARK = "ethical_walls_only_here"


def refuse_elsewhere(task: t.Any, connection: t.Any, task_vars: dict[str, t.Any], firm: t.Any) -> None:
    """Refuse to run a playbook's task anywhere but here, and as anybody else.

    :param firm: how messages call the firm, where the task says so.
    :raises EthicalWallsError: C(validation), naming the variable; nothing has been sent then.
    """
    if MARK not in task_vars:
        return
    if connection.transport != "local":
        raise _refusal(firm, f"ansible_connection is {connection.transport}, and secrets would leave this machine")
    if connection.become is not None:
        raise _refusal(firm, "ansible_become is on, and nothing here needs another user's rights")
    if task.delegate_to:
        raise _refusal(firm, "the task is delegated to another host")


def refuse_own_process(is_pipelined: bool, interpreter: t.Any, task_vars: dict[str, t.Any], firm: t.Any) -> None:
    """Refuse a process of its own that would get its arguments, secrets included, through a file, or could not begin.

    :param is_pipelined: whether it gets them through a pipe.
    :param interpreter: what C(ansible_python_interpreter) says.
    :raises EthicalWallsError: as :func:`refuse_elsewhere`.
    """
    if MARK not in task_vars:
        return
    if not is_pipelined:
        raise _refusal(
            firm, "with ansible_pipelining off, or keep_remote_files on, secrets would lie in files of this machine"
        )
    if os.path.isabs(str(interpreter)) and not os.access(str(interpreter), os.X_OK):
        raise _refusal(firm, f"ansible_python_interpreter is {interpreter}, and there is no such program here")


def _refusal(firm: t.Any, reason: str) -> EthicalWallsError:
    return EthicalWallsError(
        reason,
        kind="validation",
        system="Ansible",
        firm=str(firm) if firm else None,
        operation="run on this machine, as this user",
        hint="Take the variable out of the extra variables (-e, or those of the job) and of the settings of Ansible. "
        "Nothing was sent.",
    )
