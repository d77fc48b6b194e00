# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One task of a play: what tells it from others, what keeps it from running, and what it makes of the answer.

Whatever plays tasks, Ansible or a test, goes through this.
"""

from __future__ import annotations

import typing as t

from .._checks.phases import GATES
from .._core.errors import EthicalWallsError
from .._core.values import is_blank, truth
from .._core.verdicts import OFFBOARD
from .._legora.interface import BY_HAND
from .._resources.imanage.password import SEEN
from .left_alone import reason_to_leave
from .options import ACCOUNT, REQUIRE, Called, names_system
from .proof import connector_verdict_of, verdict_of
from .purposes import PURPOSES
from .readings import account_of, is_signed_in
from .record import ELSEWHERE, Data, Run
from .rotation import ROLLED_BACK, goes_back, is_stored, legora_goes_back, not_due
from .undo import why_not_put_back

# What of a task's options tells it from others with the same module, unless it is what is meant without it.
_TELLING = ("state", "correct_roles", "ip_lock", "rotated", "phase", "require")
_SAYS_NOTHING = (None, False, "present", "new", "trusted", "not_rejected", "put_back")


def wish_of(run: Run, module: Called, taken: Data) -> Data:
    """Return what tells a task from others with the same module.

    One that names another system, or another account than the firm's, says so: what it finds is not the firm's.
    """
    wish = {name: taken[name] for name in _TELLING if taken.get(name) not in _SAYS_NOTHING}
    return {**wish, ELSEWHERE: True} if _is_about_another(run, module, taken) else wish


def _is_about_another(run: Run, module: Called, taken: Data) -> bool:
    if module.system is None:
        return False
    if names_system(module.system, taken):
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


def reason_to_skip(run: Run, module: str, system: str | None, given: Data) -> str | None:
    """Say why a task has nothing to do; C(None) where it has."""
    if module == "imanage_session":
        is_over = given.get("state") == "absent" and not given.get("session") and not is_signed_in(run)
        return "nobody is signed in" if is_over else None
    if names_system(system, given):
        return None  # it is about another system than the run's
    if system == "imanage" and module != "endpoint_info" and run.last("imanage_session").get("failed"):
        return "iManage could not be signed in to"
    if module == "imanage_password":
        return _no_password_due(run, given)
    if module == "imanage_access_info" and is_blank(given.get("account_username")):
        return _not_to_be_proved(run) or _unmet(run, given.get("require"), module)
    if module == "legora_audit_log_info" and (given.get("method") or run.config.get("legora_method")) == BY_HAND:
        return "Legora is configured by hand, so its audit log is not read"
    if module == "legora_audit_log_info" and run.last("legora_connector_info").get("failed"):
        return "Legora could not be read"
    if module == "imanage_user" and given.get("correct_roles"):
        access = run.last("imanage_access_info").get("access") or {}
        return None if access.get("differing_roles") else "no role differs"
    if run.purpose == OFFBOARD:
        return reason_to_leave(run, module, given)
    if given.get("require") == "put_back":
        return why_not_put_back(run, module, given)
    if module == "legora_project_preferences" and _switches_off(given):
        return None  # what takes trust away needs none
    return _unmet(run, given.get("require"), module)


def _not_to_be_proved(run: Run) -> str | None:
    """Say why nobody signs in as the service account."""
    account = account_of(run)
    if run.config.get("rotation_under_way"):
        return "a rotation of the account's password is under way"
    if account.get("exists") is False:
        return "there is no service account"
    if not account and run.of("imanage_user", "imanage_user_info"):
        return "the service account could not be read"
    return None


def _no_password_due(run: Run, given: Data) -> str | None:
    """Say why a rotation's task has no password to write at iManage."""
    if given.get("state") == "current":
        return None if not run.purpose or goes_back(run) else "the password that iManage has is left"
    if given.get("state") == SEEN:
        return None if not run.purpose or is_stored(run) else "no store is told"
    return not_due(run)


def _switches_off(given: Data) -> bool:
    wanted = given.get("create_projects_from")
    value = wanted.get("imanage") if isinstance(wanted, dict) else None
    try:
        return not is_blank(value) and not truth(value)
    except ValueError:
        return False  # the module refuses it


def _unmet(run: Run, require: t.Any, module: str) -> str | None:
    """Say why what a task requires is not so."""
    if require == ROLLED_BACK:
        return None if legora_goes_back(run) else "iManage has no old password again that Legora lacks"
    if require not in ("trusted", "trusted_or_locked", "seen_to_view"):
        return None
    verdict = verdict_of(run)
    if verdict is None:
        return "the account was not proved"
    if require == "seen_to_view":
        is_due, done = verdict.disable, "made it"
        if module == "imanage_group_membership":
            is_due, done = verdict.withdraw, "put it there"
        return None if is_due else f"this run has not {done}, or it was not seen that it may view documents"
    if verdict.trust or (require == "trusted_or_locked" and verdict.status == "unrepeatable"):
        return None
    return verdict.reason or "the account is not proved yet"


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
    # A play of somebody's own may use any of them.
    gates = (PURPOSES[run.purpose].gate,) if run.purpose else GATES
    passed = [run.last("firm_checks", phase=gate) for gate in gates if gate]
    return bool(run.config) and any(checks and not checks.get("failed") for checks in passed)
