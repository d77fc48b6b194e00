# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the service account: where it is, what it belongs to, and whether it can keep working."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import datetime, timezone

from .._core.outcome import Outcome
from .._imanage.client import ImanageClient
from .imanage_account import AccountState, describe_account, is_directory_user, read_account
from .imanage_common import wanted_libraries


@dataclass(frozen=True)
class WantedUserInfo:
    """Which account to read.

    :ivar libraries: in which libraries; C(None) means in all.
    :ivar email: an e-mail address to look for among all users.
    """

    user_id: str
    libraries: t.Any = None
    email: str | None = None


def read_user(client: ImanageClient, wanted: WantedUserInfo, check_mode: bool) -> Outcome:
    """Return the account with its groups in each library; C(exists) says whether there is one.

    :raises EthicalWallsError: C(not_found) for a library that does not exist.
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
        library: _groups(client, library, user_id) for library in libraries if library in state.libraries
    }
    account["email_holders"] = None if wanted.email is None else _holders(client, wanted.email)
    return Outcome(resource=account)


def _holders(client: ImanageClient, email: str) -> list[str]:
    """Return the IDs of the users with exactly this e-mail address; the search may find similar ones too."""
    return sorted(
        str(record.get("id")).upper()
        for record in client.users_with_email(email)
        if str(record.get("email") or "").strip().lower() == email.strip().lower()
    )


def _groups(client: ImanageClient, library: str, user_id: str) -> list[str]:
    groups = client.groups_of_user(library, user_id) or []
    return sorted(str(group.get("id")).upper() for group in groups)


def _password_age(state: AccountState) -> int | None:
    """Return the age of the password in whole days."""
    changed = state.password_changed_at()
    return None if changed is None else max(0, (datetime.now(timezone.utc) - changed).days)
