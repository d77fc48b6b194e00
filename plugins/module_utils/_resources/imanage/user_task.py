# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the wanted states of the service account share: the parameters, and the ways to write and show it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from functools import partial

from ..._core.converge import Convergence, Write
from ..._core.outcome import Outcome
from ..._imanage.client import ImanageClient
from ..._imanage.libraries import LibraryChoice
from ..._imanage.records import Record
from .account import AccountState, comparable, describe_account
from .operator_limits import refuse_own_account


@dataclass(frozen=True)
class WantedUser:
    """The service account as it should be; what is C(None) is left alone.

    :ivar fields: as C(fields_of) returns it.
    """

    user_id: str
    libraries: list[LibraryChoice] | None = None
    full_name: str | None = None
    email: str | None = None
    user_password: str | None = None
    update_password: str = "on_create"
    role: str | None = None
    accept_document_view: bool = False
    observed_roles: dict[str, str | None] | None = None
    pending_users: list[str] | None = None
    ip_lock: bool | None = None
    ip_range: str | None = None
    source_address: str | None = None
    legora_address: str | None = None
    notes_directory: str | None = None
    host: str | None = None
    state: str = "present"
    fields: dict[str, dict[str, t.Any]] | None = None


class AccountTask:
    """What both wanted states share."""

    def __init__(self, client: ImanageClient, wanted: WantedUser, check_mode: bool) -> None:
        self.client = client
        self.wanted = wanted
        self.check_mode = check_mode
        self.user_id = wanted.user_id.strip().upper()
        self.operation = f"prepare user {self.user_id}"
        refuse_own_account(client, [self.user_id], self.operation)

    @property
    def is_cloud(self) -> bool:
        return self.client.discovery.is_cloud

    def scope_name(self, scope: str) -> str:
        """Return the words that name a library's own record; nothing in the cloud, where there is one record."""
        return f" in library {scope}" if scope else ""

    def patch_step(self, sentence: str, scope: str, changes: Record) -> Write:
        """Return the step that changes the account's record: the global one, or that of a library."""
        return self.write_step(sentence, scope, partial(self.patch, scope, changes))

    def write_step(self, sentence: str, scope: str, write: t.Callable[[], None]) -> Write:
        return Write(sentence, write, "PATCH L/users/{id}" if scope else "PATCH C/users/{id}")

    def patch(self, scope: str, changes: Record) -> None:
        if scope:
            self.client.update_library_user(scope, self.user_id, changes)
        else:
            self.client.update_user(self.user_id, changes)

    def outcome(self, run: Convergence[t.Any], before: AccountState, after: AccountState) -> Outcome:
        """Return what was done to an account whose password was left alone."""
        return run.outcome(
            describe_account(self.client, self.user_id, after),
            self.for_diff(before),
            self.for_diff(after),
            extra={
                "password_action": "kept",
                "password_checked_by": "none",
                "password_replaced": False,
                "newly_enabled": False,
            },
        )

    def for_diff(self, state: AccountState) -> dict[str, t.Any]:
        fields: dict[str, t.Any] = {"exists": state.exists, "libraries": sorted(state.libraries)}
        for scope, record in state.records.items():
            if scope:
                fields[scope] = comparable(record)
            else:
                fields.update(comparable(record))
        return fields
