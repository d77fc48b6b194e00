# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One task of a play: what keeps it from running, what its module is called with, and what it makes of the answer.

Whatever plays tasks, Ansible or a test, goes through this.
"""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError
from .._core.values import is_blank
from .._firm.filling import ACCOUNT, IDENTITY, fill
from .._firm.variable import Variables
from .options import found_options, reason_to_skip
from .proof import connector_verdict_of
from .record import ELSEWHERE, Data, Run


class Called(t.Protocol):
    """What has to be known of a task's module."""

    @property
    def system(self) -> str | None:
        """C(imanage) or C(legora); C(None) for neither."""

    @property
    def argument_spec(self) -> dict[str, t.Any]:
        """Its options."""


# The options by which a task asks for what ran before it.
AFTER, REQUIRE = "after", "require"

# What of a task's options tells it from others with the same module, unless it is what is meant without it.
_TELLING = ("state", "correct_roles", "ip_lock", "phase", "require")
_SAYS_NOTHING = (None, False, "present", "trusted", "not_rejected")


def wish_of(run: Run, module: Called, taken: Data) -> Data:
    """Return what tells a task from others with the same module.

    One that names another system, or another account than the firm's, says so: what it finds is not the firm's.
    """
    wish = {name: taken[name] for name in _TELLING if taken.get(name) not in _SAYS_NOTHING}
    return {**wish, ELSEWHERE: True} if _is_about_another(run, module, taken) else wish


def _is_about_another(run: Run, module: Called, taken: Data) -> bool:
    if module.system is None:
        return False
    if any(not is_blank(taken.get(name)) for name in IDENTITY[module.system]):
        return True
    own = str(run.config.get("service_account_user_id")).upper()
    return any(not is_blank(taken.get(name)) and str(taken[name]).upper() != own for name in ACCOUNT)


def skipped(run: Run, name: str, module: Called, taken: Data) -> Data | None:
    """Return the answer of a task that has nothing to do; C(None) where it has.

    :param name: the module's name.
    :param taken: what stands in the task.
    """
    reason = reason_to_skip(run, name, module.system, taken)
    return {"changed": False, "skipped": True, "skip_reason": reason} if reason else None


def called_with(run: Run, name: str, module: Called, taken: Data, variables: Variables) -> Data:
    """Return what the module of a task is called with that runs on this machine."""
    filled = fill(name, module.system, module.argument_spec, taken, variables, found_options(run, name, taken))
    return for_module(module, filled)


def for_module(module: Called, options: Data) -> Data:
    """Return options without those that are looked at here."""
    if module.system is None:
        return options
    return {name: value for name, value in options.items() if name not in (AFTER, REQUIRE) and value is not None}


def judged(run: Run, taken: Data, answer: Data) -> Data:
    """Return an answer, which fails where it is not what the task requires."""
    if taken.get(REQUIRE) != "not_rejected" or answer.get("failed"):
        return answer
    verdict = connector_verdict_of(run, answer)
    if verdict.proceed:
        return answer
    return {**answer, "failed": True, "msg": verdict.message, "failure": verdict.failure}


def refuse_unchecked(after: t.Any, run: Run, firm: t.Any) -> None:
    """Refuse a task that has to run after a firm's preflight, unless that has passed in this play.

    :param after: the option as the task has it; what is none of its choices, the module refuses.
    :raises EthicalWallsError: C(conflict).
    """
    if after != "preflight" or _has_passed(run):
        return
    raise EthicalWallsError(
        "nothing was written, since the firm was not checked before in this run",
        kind="conflict",
        system="Ansible",
        firm=str(firm) if firm else None,
        operation="start here",
        hint="Run the playbook from its beginning, without --start-at-task and --tags; what is done is not done twice. "
        "In a play of your own, put firm_config and the role preflight before it.",
    )


def _has_passed(run: Run) -> bool:
    checks = run.last("firm_checks", phase="preflight")
    return bool(run.config and checks) and not checks.get("failed")
