# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of a task that was ended by a time limit of the user's own Ansible."""

from __future__ import annotations

from .errors import EthicalWallsError


def time_is_over(firm: str | None, is_known: bool) -> EthicalWallsError:
    """Return the error for a task whose time is over.

    :param is_known: whether it surely wrote nothing.
    """
    error = EthicalWallsError(
        "it took longer than a task may take here",
        kind="unavailable",
        system="Ansible",
        firm=firm,
        operation="finish the task",
        retryable=True,
        hint="Run again with a longer limit, or with none (timeout of the task, task_timeout of Ansible); what is done "
        "is not done twice.",
    )
    error.outcome_unknown = not is_known
    return error
