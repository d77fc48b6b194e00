# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts requests by what they are for."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

Purpose = t.Literal["read", "write", "signin"]


@dataclass
class Counter:
    """How many requests were sent, by purpose; sign-ins include sign-outs."""

    read: int = 0
    write: int = 0
    signin: int = 0

    def count(self, purpose: Purpose) -> None:
        """Count one request that is about to be sent."""
        setattr(self, purpose, getattr(self, purpose) + 1)

    def take_back(self, purpose: Purpose) -> None:
        """Take back one that could not be sent after all."""
        setattr(self, purpose, getattr(self, purpose) - 1)

    def as_dict(self) -> dict[str, int]:
        """Return the counts under the names that modules return."""
        return {"read": self.read, "write": self.write, "signin": self.signin}
