# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a rotation of the account's password stands before a run goes on with it.

What the run itself has made of it since, the answers of its tasks tell.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cached_property

from .._core.timestamps import parse_timestamp
from .._legora.by_hand.confirmed import Confirmed, confirmed_of
from .._legora.freshness import UNKNOWN, Freshness, freshness
from .._legora.interface import BY_HAND

Data = dict[str, t.Any]

# Whose turn it is by hand: before the agreed moment, at it, after its window, and once it was confirmed that the new
# password was entered at Legora, when nothing is to be waited for; or confirmed before the moment, when nobody was to
# enter it. Through the API there is nothing to agree on.
BEFORE, DUE, MISSED, ENTERED, EARLY = "before", "due", "missed", "entered", "early"
NO_MOMENT, AT_ONCE = "no_moment", "at_once"


@dataclass(frozen=True)
class RotationState:
    """What is known of a rotation.

    :ivar config: the firm, as C(firm_config) returned it. Its C(rotation) says where the next password comes from.
    :ivar user: the account at iManage, as far as it was read.
    :ivar stored: the account that Legora's connector has, as far as it was read.
    :ivar is_written: whether iManage may have the new password, as far as earlier runs have noted.
    """

    config: Data
    user: Data = field(default_factory=dict)
    stored: Data = field(default_factory=dict)
    is_written: bool = False

    @cached_property
    def said(self) -> Confirmed | None:
        return confirmed_of(self.config)

    @property
    def changed_at(self) -> str | None:
        """When iManage last saw the password changed."""
        return self.user.get("password_changed_at")

    def turn(self, now: datetime | None = None, is_written: bool | None = None) -> str:
        """Say whose turn it is.

        :param is_written: whether iManage has the new password, where that is better known by now. Otherwise no
            confirmation counts before the moment.
        """
        if self.config.get("legora_method") != BY_HAND:
            return AT_ONCE
        is_there = self.is_written if is_written is None else is_written
        begins, now = parse_timestamp(self.config.get("rotate_at")), now or datetime.now(timezone.utc)
        said, new = self.said, self.config.get("rotate_new_password_version")
        if said is not None and new is not None and said.password_version == new:
            return EARLY if begins is not None and now < begins and not is_there else ENTERED
        if begins is None:
            return NO_MOMENT
        if now < begins:
            return BEFORE
        return DUE if now <= begins + timedelta(minutes=int(self.config.get("rotate_window") or 0)) else MISSED

    @property
    def is_changed_since(self) -> bool:
        """Whether the password was changed since the agreed moment of a rotation that is under way."""
        begins, changed = parse_timestamp(self.config.get("rotate_at")), parse_timestamp(self.changed_at)
        if begins is None or changed is None or not self.config.get("rotation_under_way"):
            return False
        return changed >= begins

    @property
    def version(self) -> t.Any:
        """The label of the password that the account is to have, or has."""
        is_there = bool(self.config.get("rotation_under_way")) and (self.is_written or self.is_changed_since)
        is_new = bool(self.config.get("rotation")) or is_there
        return self.config.get("rotate_new_password_version" if is_new else "service_account_password_version")

    @property
    def freshness(self) -> Freshness:
        """Whether Legora has the account's newest password, as it tells itself, or as was confirmed."""
        if self.config.get("legora_method") != BY_HAND:
            return freshness(self.stored.get("updated_at"), None, self.changed_at, None)
        said = self.said
        return said.freshness(self.version, self.changed_at) if said else Freshness(UNKNOWN)
