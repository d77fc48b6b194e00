# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When the password of a connector's service account is written, although nobody can read it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from ..._core.timestamps import parse_timestamp
from ..._legora.api.client import ServiceAccount

# The clocks of two vendors differ, and both passwords are set within one run.
TOLERANCE = timedelta(seconds=300)


@dataclass(frozen=True)
class PasswordDecision:
    """Whether the password has to be written.

    :ivar action: C(set), C(kept), or C(unknown) where it could not be found out and so is kept.
    :ivar checked_by: C(time), C(login) for a sign-in that Legora itself tried, or C(none).
    """

    action: str
    checked_by: str = "none"

    @property
    def due(self) -> bool:
        """Whether it has to be written."""
        return self.action == "set"


def same_username(one: str, other: str) -> bool:
    """Compare names that accounts sign in to iManage with: neither e-mail addresses nor user IDs know case."""
    return one.strip().casefold() == other.strip().casefold()


def decide_password(
    account: ServiceAccount | None, username: str, update_password: str, password_changed_at: str | None
) -> PasswordDecision:
    """Decide from what Legora shows of the connector's service account.

    :param password_changed_at: when iManage last saw the password changed.
    """
    if account is None or not same_username(account.username, username) or update_password == "always":
        return PasswordDecision("set")
    if update_password == "on_create":
        return PasswordDecision("kept")
    changed, saved = parse_timestamp(password_changed_at), parse_timestamp(account.updated_at)
    if changed is not None and saved is not None and changed - saved > TOLERANCE:
        return PasswordDecision("set", "time")
    if (account.status or "").strip().lower() == "rejected":
        return PasswordDecision("set", "login")
    if changed is None or saved is None:
        return PasswordDecision("unknown")
    return PasswordDecision("kept", "time")
