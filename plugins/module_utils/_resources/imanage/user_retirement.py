# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Retiring the service account: iManage deletes no user, so it is taken out of NRTADMIN and disabled."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from ..._core.converge import Write, converge
from ..._core.outcome import Outcome
from ..._imanage.names import NRTADMIN
from .account import AccountState, read_account, require_unknown, told
from .group_membership import change_members_step
from .operator_limits import require_operator_in_nrtadmin
from .user_task import AccountTask


@dataclass
class _RetirementState:
    """The account, and the libraries in which it is a member of NRTADMIN."""

    account: AccountState
    memberships: list[str] = field(default_factory=list)


class RetiredAccount(AccountTask):
    """C(disabled) and C(absent): iManage has no deletion, so absent means out of NRTADMIN everywhere, and disabled."""

    def ensure(self) -> Outcome:
        before = self._read()
        run = converge(self._read, self._decide, self.check_mode, before)
        after = run.after.account
        if self.check_mode and run.changed:
            disabled = {scope: {**record, "allow_logon": False} for scope, record in after.records.items()}
            after = AccountState(disabled, after.libraries)
        return self.outcome(run, before.account, after)

    def _read(self) -> _RetirementState:
        """Read the account, and ask every library whether it is an administrator there, whatever its record says."""
        everywhere = [library.id for library in self.client.discovery.libraries]
        account = read_account(self.client, self.user_id, everywhere)
        # Where iManage did not find it, it must not go on as an account that nobody has disabled.
        if not self.is_cloud or not account.exists:
            unseen = [library for library in everywhere if not account.is_in(library)]
            require_unknown(self.client, self.user_id, unseen, self.operation)
            everywhere = [library for library in everywhere if account.is_in(library)]
        if self.wanted.state != "absent":
            return _RetirementState(account)
        members = [library for library in everywhere if self.client.is_member(library, self.user_id, NRTADMIN)]
        return _RetirementState(account, members)

    def _decide(self, state: _RetirementState) -> list[Write]:
        steps = [
            change_members_step(
                f"Remove {self.user_id} from {NRTADMIN} in library {library}",
                NRTADMIN,
                partial(self.client.change_members, library, NRTADMIN, "delete", [self.user_id]),
            )
            for library in state.memberships
        ]
        steps += [
            self.patch_step(f"Disable {self.user_id}{self.scope_name(scope)}", scope, {"allow_logon": False})
            for scope, record in state.account.records.items()
            if told(record, "enabled") is not False
        ]
        if state.memberships:
            require_operator_in_nrtadmin(self.client, state.memberships, f"retire user {self.user_id}")
        return steps
