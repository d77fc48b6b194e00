# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the service account's password at iManage is written, although nobody can read it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from .._imanage.client import ImanageClient
from .imanage_account import AccountState
from .imanage_sign_in import try_sign_in


@dataclass
class PasswordDecision:
    """Whether the password of an existing account has to be written.

    :ivar due: whether it has.
    :ivar action: C(set), C(kept), or C(unknown) where it could not be found out and so was kept.
    :ivar checked_by: C(login) or C(none).
    :ivar baseline: when each record's password was changed last, before this run; a later moment means it is done.
    :ivar written: the records whose password this run has written: not each server tells when that was.
    """

    due: bool = False
    action: str = "kept"
    checked_by: str = "none"
    baseline: dict[str, datetime | None] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def still_due(self, state: AccountState) -> list[str]:
        """Return the records whose password has not been written yet."""
        if not self.due:
            return []
        return [
            scope
            for scope in self.baseline
            if scope in state.records
            and scope not in self.written
            and state.password_changed_at(scope) == self.baseline[scope]
        ]


def decide_password(
    client: ImanageClient,
    state: AccountState,
    update_password: str,
    username: str,
    password: str | None,
    source_address: str | None,
    check_mode: bool,
) -> PasswordDecision:
    """Decide for an existing account: C(always) writes, C(when_changed) asks iManage by one sign-in.

    :param username: what the account signs in with.
    """
    if not state.exists or update_password == "on_create":
        return PasswordDecision()
    if update_password == "always":
        return _due(state, checked_by="none")
    if check_mode:
        # A dry run sends no sign-in as the account, so it cannot know.
        return PasswordDecision(action="unknown")
    probe = try_sign_in(client, state.records.values(), username, password or "", source_address)
    if probe.client is not None:
        probe.client.close()
        return PasswordDecision(checked_by="login")
    if probe.tried:
        return _due(state, checked_by="login")
    return PasswordDecision(action="unknown")


def _due(state: AccountState, checked_by: str) -> PasswordDecision:
    baseline = {scope: state.password_changed_at(scope) for scope in state.records}
    return PasswordDecision(due=True, action="set", checked_by=checked_by, baseline=baseline)
