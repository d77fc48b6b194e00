# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the service account's password at iManage is written, although nobody can read it back.

It is never written where the run could not try it afterwards: iManage would have the new one, and Legora, which is
given nothing without that proof, the old one, with which it would be refused.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from datetime import datetime

from ..._core.address_ranges import permits
from ..._core.errors import EthicalWallsError
from ..._imanage.client import ImanageClient
from ..._imanage.records import Record
from ..sign_in_reasons import REASON_FAILED_SIGN_INS, REASON_IP_LOCKED
from .account import AccountState, failed_sign_ins, told
from .sign_in import reason_not_to_try, try_sign_in
from .user_task import WantedUser


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
    client: ImanageClient, state: AccountState, wanted: WantedUser, username: str, check_mode: bool
) -> PasswordDecision:
    """Decide for an existing account: C(always) writes, C(when_changed) asks iManage by one sign-in.

    :param username: what the account signs in with.
    :raises EthicalWallsError: C(conflict) where it would be written and could not be tried afterwards.
    """
    if not state.exists or wanted.update_password == "on_create":
        return PasswordDecision()
    records = list(state.records.values())
    if wanted.update_password == "always":
        require_provable(client, records, wanted)
        return due(state, checked_by="none")
    if check_mode:
        # A dry run sends no sign-in as the account, so it cannot know.
        return PasswordDecision(action="unknown")
    probe = try_sign_in(client, records, username, wanted.user_password or "", wanted.source_address)
    if probe.client is not None:
        probe.client.close()
        return PasswordDecision(checked_by="login")
    if probe.tried and probe.refusal == "password":
        require_provable(client, [after_a_refusal(record) for record in records], wanted)
        return due(state, checked_by="login")
    return PasswordDecision(action="unknown")


def due(state: AccountState, checked_by: str) -> PasswordDecision:
    """Return that it has to be written in each record."""
    baseline = {scope: state.password_changed_at(scope) for scope in state.records}
    return PasswordDecision(due=True, action="set", checked_by=checked_by, baseline=baseline)


def after_a_refusal(record: Record) -> Record:
    """Return a record as it is after one more refused sign-in."""
    failed = failed_sign_ins(record)
    return record if failed is None else {**record, "failed_logins": failed + 1}


def require_provable(client: ImanageClient, records: t.Iterable[Record], wanted: WantedUser) -> None:
    """Refuse a password that this run could not try: neither from here, nor by Legora's own sign-in."""
    user_id = wanted.user_id.strip().upper()
    for given in records:
        record = _with_wanted_restriction(given, wanted)
        found = reason_not_to_try([record], wanted.source_address)
        if found is None:
            continue
        reason, hint = str(found.reason), f"Look at {user_id} in Control Center first, then run again."
        if found.reason == REASON_IP_LOCKED:
            addresses = record.get("ip_range") or "addresses that iManage does not tell"
            if permits(addresses, wanted.legora_address):
                # There Legora's own status says whether the password is the right one.
                continue
            reason = f"it may sign in from {addresses} only, where neither this machine nor Legora is known to be"
            hint = f"Remove the address restriction of {user_id} in Control Center first, then run again."
        elif found.reason == REASON_FAILED_SIGN_INS:
            failed = failed_sign_ins(record)
            count = "failed sign-ins" if failed is None else f"{failed} failed sign-ins"
            reason = f"it has {count} already, and one more could lock it"
            hint = f"Reset the failed sign-ins of {user_id} in Control Center first, then run again."
        elif record.get("is_locked") is True:
            reason = "it is locked"
            hint = f"Unlock {user_id} in Control Center first, and find out who tried to sign in; then run again."
        elif told(record, "enabled") is False:
            reason = "it is disabled"
            hint = (
                f"Run once without update_password={wanted.update_password} "
                f"(onboard_update_password), which enables {user_id}, then again as now."
            )
        raise _unprovable(client, user_id, reason, hint)


def _with_wanted_restriction(record: Record, wanted: WantedUser) -> Record:
    """Return the record with the restriction to addresses that it will have after this call."""
    if wanted.ip_lock is None:
        return record
    return {**record, "ip_range_enabled": wanted.ip_lock, "ip_range": wanted.ip_range}


def _unprovable(client: ImanageClient, user_id: str, reason: str, hint: str) -> EthicalWallsError:
    return client.error(
        f"{reason}, so a new password could not be tried afterwards, and Legora would be left with an old one; "
        "nothing was written",
        "conflict",
        operation=f"set the password of {user_id}",
        hint=hint,
    )
