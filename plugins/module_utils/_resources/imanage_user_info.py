# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the service account: where it is, what it belongs to, and whether it can keep working."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import datetime, timezone

from .._core.errors import EthicalWallsError
from .._core.outcome import Outcome
from .._imanage.client import ImanageClient
from .imanage_account import AccountState, describe_account, is_directory_user, read_account
from .imanage_common import parsed_libraries, wanted_libraries


@dataclass(frozen=True)
class WantedUserInfo:
    """Which account to read.

    :ivar libraries: in which libraries; C(None) means in all.
    :ivar email: an e-mail address to look for among all users.
    :ivar assign_to: the libraries that the account is to be in, whose roles are looked for where it is not yet.
    """

    user_id: str
    libraries: t.Any = None
    email: str | None = None
    assign_to: t.Any = None


def read_user(client: ImanageClient, wanted: WantedUserInfo, check_mode: bool) -> Outcome:
    """Return the account with its groups in each library; C(exists) says whether there is one.

    :raises EthicalWallsError: C(not_found) for a library to look in that does not exist; C(validation) for an unusable
        list.
    """
    user_id = wanted.user_id.strip().upper()
    if wanted.libraries is None:
        libraries = [library.id for library in client.discovery.libraries]
    else:
        libraries = [choice.id for choice in wanted_libraries(client, wanted.libraries, f"read user {user_id}")]
    state = read_account(client, user_id, libraries)
    account = describe_account(client, user_id, state)
    account["exists"] = state.exists
    account["directory_synced"] = any(is_directory_user(record) for record in state.records.values())
    account["password_age_days"] = _password_age(state)
    account["memberships"] = {
        library: _groups(client, library, user_id) for library in libraries if state.is_in(library)
    }
    account["email_holders"] = None if wanted.email is None else _holders(client, wanted.email)
    account["missing_roles"], account["unread_roles"] = (
        (None, None) if wanted.assign_to is None else _look_for_roles(client, wanted.assign_to, state)
    )
    return Outcome(resource=account)


def _holders(client: ImanageClient, email: str) -> list[str]:
    """Return the IDs of the users with exactly this e-mail address; the search may find similar ones too."""
    return sorted(
        str(record.get("id")).upper()
        for record in client.users_with_email(email)
        if str(record.get("email") or "").strip().lower() == email.strip().lower()
    )


def _look_for_roles(
    client: ImanageClient, assign_to: t.Any, state: AccountState
) -> tuple[dict[str, str], dict[str, str]]:
    """Return the roles that there are not, and why others could not be read, both by library.

    Where the account is already, no role is given to it, so nothing is read. A library that there is not is left out.
    """
    there = [library.id for library in client.discovery.libraries]
    missing, unread = {}, {}
    for choice in parsed_libraries(client, assign_to, "read the roles of libraries"):
        if choice.role is None or choice.id not in there or state.is_in(choice.id):
            continue
        try:
            if client.role(choice.id, choice.role) is None:
                missing[choice.id] = choice.role
        except EthicalWallsError as error:
            # What was read of the account itself stays true.
            unread[choice.id] = error.reason
    return missing, unread


def _groups(client: ImanageClient, library: str, user_id: str) -> list[str]:
    groups = client.groups_of_user(library, user_id) or []
    return sorted(str(group.get("id")).upper() for group in groups)


def _password_age(state: AccountState) -> int | None:
    """Return the age of the password in whole days."""
    changed = state.password_changed_at()
    return None if changed is None else max(0, (datetime.now(timezone.utc) - changed).days)
