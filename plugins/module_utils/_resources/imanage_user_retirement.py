# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Retiring the service account: iManage deletes no user, so it is taken out of NRTADMIN and disabled."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from .._core.converge import Step, converge
from .._core.outcome import Outcome
from .imanage_account import AccountState, describe_account, read_account
from .imanage_common import require_operator_in_nrtadmin
from .imanage_user_task import AccountTask
from .vocabulary import NRTADMIN


@dataclass
class _RetirementState:
    """The account, and the libraries in which it is a member of NRTADMIN."""

    account: AccountState
    memberships: list[str]


class RetiredAccount(AccountTask):
    """C(disabled) and C(absent): iManage has no deletion, so absent means out of NRTADMIN everywhere, and disabled."""

    def ensure(self) -> Outcome:
        before = self._read()
        run = converge(self._read, self._decide, self.check_mode, before)
        after = run.after.account
        if self.check_mode and run.changed:
            disabled = {scope: {**record, "allow_logon": False} for scope, record in after.records.items()}
            after = AccountState(disabled, after.libraries)
        return Outcome(
            resource=describe_account(self.client, self.user_id, after),
            changed=run.changed,
            plan=run.plan,
            before=self.for_diff(before.account),
            after=self.for_diff(after),
            converged=run.converged,
            extra={"password_action": "kept", "password_checked_by": "none"},
        )

    def _read(self) -> _RetirementState:
        everywhere = [library.id for library in self.client.discovery.libraries]
        account = read_account(self.client, self.user_id, everywhere)
        if self.wanted.state != "absent":
            return _RetirementState(account, [])
        memberships = [
            library for library in account.libraries if self.client.is_member(library, self.user_id, NRTADMIN)
        ]
        return _RetirementState(account, memberships)

    def _decide(self, state: _RetirementState) -> list[Step]:
        steps = [
            Step(
                f"Remove {self.user_id} from {NRTADMIN} in library {library}",
                partial(self.client.change_members, library, NRTADMIN, "delete", [self.user_id]),
            )
            for library in state.memberships
        ]
        steps += [
            Step(
                f"Disable {self.user_id}{self.scope_name(scope)}",
                partial(self.patch, scope, {"allow_logon": False}),
            )
            for scope, record in state.account.records.items()
            if record.get("allow_logon")
        ]
        if state.memberships:
            require_operator_in_nrtadmin(self.client, state.memberships, f"retire user {self.user_id}")
        return steps
