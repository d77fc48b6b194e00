# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How many requests were sent, by what they are for, under the names that modules return."""

from __future__ import annotations

import typing as t

# Sign-ins include sign-outs.
Purpose = t.Literal["read", "write", "signin"]
Counter = dict[Purpose, int]


def no_requests() -> Counter:
    """Return a counter that has counted nothing yet."""
    return {"read": 0, "write": 0, "signin": 0}
