# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task need not be told, since its run has found it, and which tasks have nothing to do."""

from __future__ import annotations

import typing as t

from .._core.values import is_blank, truth
from .._firm.filling import IDENTITY
from .proof import verdict_of
from .readings import account_of, first_connector, is_read
from .record import Data, Run


def found_options(run: Run, module: str, given: Data) -> Data:
    """Return the options of a module that the run itself knows.

    :param given: what stands in the task.
    """
    account = account_of(run)
    user_id = account.get("id")
    found: Data = {
        "session": (run.last("imanage_session").get("session") or {}).get("path") if _is_signed_in(run) else None,
        "ends_at": run.config.get("ends_at"),
        "pending_users": [user_id] if user_id and account.get("pending") else None,
    }
    if run.head.get("report_directory"):
        found.update(notes_directory=run.head["report_directory"], host=run.host)
    if module == "imanage_user" and "correct_roles" in given:
        found["observed_roles"] = (run.last("imanage_access_info").get("access") or {}).get("observed_roles")
    if module == "imanage_user" and given.get("ip_lock") in (True, "True"):
        found["ip_range"] = run.config.get("legora_egress_address")
    if module == "imanage_access_info" and account:
        found.update(account_username=account.get("sign_in_name"), account=account)
    if module == "imanage_user_info" and "predecessors" in given:
        found["former_usernames"] = [name for name in [_username(first_connector(run))] if name]
    if module == "imanage_user_info" and _is_active(first_connector(run)):
        found["applications"] = False  # it has come in through Legora's application
    if module == "legora_connector_info":
        found["preferences"] = not is_read(run, "preferences") or run.check_mode
        # What is wrong with the connector is a finding, unless something is to be written.
        found["require_usable"] = run.purpose == "onboard"
    if module == "legora_connector_service_account" and run.last("imanage_user"):
        # What this run has just set, Legora needs too, however close together the two systems' clocks put it.
        was_set = run.last("imanage_user").get("password_action") == "set"
        found.update(
            service_username=account.get("sign_in_name"),
            password_changed_at=account.get("password_changed_at"),
            update_password="always" if was_set else "when_changed",
        )
    if module == "legora_connector_capability":
        found["customer_id"] = (run.last("imanage_session").get("session") or {}).get("customer_id")
    return {name: value for name, value in found.items() if value is not None}


def reason_to_skip(run: Run, module: str, system: str | None, given: Data) -> str | None:
    """Say why a task has nothing to do; C(None) where it has."""
    if module == "imanage_session":
        is_over = given.get("state") == "absent" and not given.get("session") and not _is_signed_in(run)
        return "nobody is signed in" if is_over else None
    if system and any(not is_blank(given.get(name)) for name in IDENTITY[system]):
        return None  # it is about another system than the run's
    if system == "imanage" and module != "endpoint_info" and run.last("imanage_session").get("failed"):
        return "iManage could not be signed in to"
    if module == "imanage_access_info" and is_blank(given.get("account_username")):
        account = account_of(run)
        if account.get("exists") is False:
            return "there is no service account"
        if not account and run.of("imanage_user", "imanage_user_info"):
            return "the service account could not be read"
    if module == "legora_audit_log_info" and run.last("legora_connector_info").get("failed"):
        return "Legora could not be read"
    if module == "imanage_user" and given.get("correct_roles"):
        access = run.last("imanage_access_info").get("access") or {}
        return None if access.get("differing_roles") else "no role differs"
    if module == "legora_project_preferences" and _switches_off(given):
        return None  # what takes trust away needs none
    return _unmet(run, given.get("require"))


def _switches_off(given: Data) -> bool:
    wanted = given.get("create_projects_from")
    value = wanted.get("imanage") if isinstance(wanted, dict) else None
    try:
        return not is_blank(value) and not truth(value)
    except ValueError:
        return False  # the module refuses it


def _unmet(run: Run, require: t.Any) -> str | None:
    """Say why what a task requires is not so."""
    if require not in ("trusted", "trusted_or_locked", "seen_to_view"):
        return None
    verdict = verdict_of(run)
    if verdict is None:
        return "the account was not proved"
    if require == "seen_to_view":
        return None if verdict.disable else "this run has not made it, or it was not seen that it may view documents"
    if verdict.trust or (require == "trusted_or_locked" and verdict.status == "unrepeatable"):
        return None
    return verdict.reason or "the account is not proved yet"


def _is_signed_in(run: Run) -> bool:
    steps = run.of("imanage_session")
    return bool(steps) and not steps[-1].failed and steps[-1].wish.get("state") != "absent"


def _username(connector: Data) -> t.Any:
    return (connector.get("service_account") or {}).get("username")


def _is_active(connector: Data) -> bool:
    return (connector.get("service_account") or {}).get("status") == "active"
