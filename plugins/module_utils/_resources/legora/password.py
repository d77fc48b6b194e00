# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the password of a connector's service account is written, although nobody can read it back."""

from __future__ import annotations

from dataclasses import dataclass

from ..._core.values import folded
from ..._legora.freshness import NEWEST, OLDER, UNKNOWN, freshness
from ..._legora.interface import ServiceAccount
from ..._legora.names import REJECTED, same_username


@dataclass(frozen=True)
class LegoraPassword:
    """Whether the password has to be written.

    :ivar action: C(set), C(kept), or C(unknown) where it could not be found out and so is kept.
    :ivar checked_by: C(time), C(version), C(login) for a sign-in that Legora itself tried, or C(none).
    """

    action: str
    checked_by: str = "none"

    @property
    def due(self) -> bool:
        return self.action == "set"


def decide_legora_password(
    account: ServiceAccount | None,
    username: str,
    update_password: str,
    password_changed_at: str | None,
    password_version: str | None = None,
    unless_newest: bool = False,
) -> LegoraPassword:
    """Decide from what Legora shows of the connector's service account.

    :param password_changed_at: when iManage last saw the password changed.
    :param password_version: the label of the password that iManage has.
    :param unless_newest: whether C(when_changed) writes it unless Legora surely has it, since a rotation ends so.
    """
    if account is None or not same_username(account.username, username) or update_password == "always":
        return LegoraPassword("set")
    if update_password == "on_create":
        return LegoraPassword("kept")
    found = freshness(account.updated_at, account.password_version, password_changed_at, password_version)
    if found.state == OLDER:
        return LegoraPassword("set", found.by or "none")
    if folded(account.status) == REJECTED:
        return LegoraPassword("set", "login")
    if unless_newest and found.state != NEWEST:
        return LegoraPassword("set")
    if found.state == UNKNOWN:
        return LegoraPassword("unknown")
    return LegoraPassword("kept", found.by or "time")
