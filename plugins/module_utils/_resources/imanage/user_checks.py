# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What would make a write about the service account fail, or do harm: found before the first one is sent."""

from __future__ import annotations

import re
import typing as t

from ..._core.values import EMAIL_ADDRESS, is_blank
from ..._imanage.client import ImanageClient
from ..._imanage.records import Record, record_id, same_id
from ..sentences import CREATE_ROLE
from .account import require_unknown
from .operator_limits import require_operator_in_nrtadmin
from .rights import document_view
from .user_task import AccountTask

# What iManage takes for the ID of a user on-premises (V); in its cloud any characters that are not blank (V).
_ON_PREMISES_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def require_fit_email(task: AccountTask) -> None:
    """Check that the e-mail address is one, since iManage takes any text for it."""
    if is_blank(task.wanted.email):
        return
    try:
        EMAIL_ADDRESS(task.wanted.email)
    except ValueError as error:
        raise task.client.error(
            f"email {error}", "validation", operation=task.operation, hint="Correct service_account_email."
        ) from None


def require_creatable(task: AccountTask, libraries: t.Sequence[str], missing: t.Sequence[str], exists: bool) -> None:
    """Check that the account can be created where it is not yet.

    :param libraries: all that it is to be in.
    :param missing: those that it is not in.
    :param exists: whether it is anywhere.
    """
    client, wanted, operation = task.client, task.wanted, task.operation
    creates = bool(missing) if not task.is_cloud else not exists
    if creates and not (wanted.user_password and wanted.email):
        raise client.error(
            f"user {task.user_id} does not exist yet, and creating it needs email and user_password",
            "validation",
            operation=operation,
            hint="Set service_account_email and service_account_password.",
        )
    if creates and not task.is_cloud and not _ON_PREMISES_ID.fullmatch(task.user_id):
        raise client.error(
            f"{task.user_id} is no ID for a new user: on-premises it is up to 64 letters, digits, '_' and '-'",
            "validation",
            operation=operation,
            hint="Correct service_account_user_id.",
        )
    require_unknown(client, task.user_id, missing, operation)
    if not exists:
        _refuse_taken_email(task, libraries)
    if missing:
        require_operator_in_nrtadmin(client, libraries, operation)


def require_role(task: AccountTask, library: str, role: str) -> None:
    """Check that a role that was named is there, and lets its users view no documents unless that is accepted."""
    record = task.client.role(library, role)
    if record is None:
        raise task.client.error(
            f"there is no role {role} in library {library}", "not_found", operation=task.operation, hint=CREATE_ROLE
        )
    if document_view(record) and not task.wanted.accept_document_view:
        raise task.client.error(
            f"role {role} in library {library} lets its users view documents; nothing was written",
            "conflict",
            operation=task.operation,
            hint="Withhold document view from it in Control Center, name another service_account_role, or, if the firm "
            "accepts that, set service_account_accept_document_view: true.",
        )


def _refuse_taken_email(task: AccountTask, libraries: t.Iterable[str]) -> None:
    """E-mail addresses are unique among all users (V); where nobody can be searched for, iManage has to say so."""
    email = str(task.wanted.email or "")
    client = task.client
    found = client.users_with_email(email) if task.is_cloud else _users_of_libraries(client, libraries, email)
    others = [
        record_id(record)
        for record in found or []
        if str(record.get("email") or "").lower() == email.lower() and not same_id(record_id(record), task.user_id)
    ]
    if others:
        raise client.error(
            f"the e-mail address {email} belongs to user {', '.join(dict.fromkeys(others))} already",
            "conflict",
            operation=task.operation,
            hint="Give the service account an e-mail address of its own.",
        )


def _users_of_libraries(client: ImanageClient, libraries: t.Iterable[str], email: str) -> list[Record]:
    """Return the users with an e-mail address: on-premises each library has a list of its own."""
    users: list[Record] = []
    for library in libraries:
        found = client.library_users_with_email(library, email)
        if found is None:
            break
        users += found
    return users
