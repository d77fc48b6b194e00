# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that Legora itself gives to things, how names are compared, and limits of what it is asked."""

from __future__ import annotations

# The type of the capability that makes a connector follow ethical walls (A).
ETHICAL_WALLS = "ethical_walls"

# How far back its audit log is read, in days (ours).
LONGEST_AUDIT_DAYS = 3650


# What it shows of an account that it was given, where that is settled (A). Compare it folded: how it is spelt is not
# known, and a rejection that is missed is trusted.
ACTIVE, REJECTED = "active", "rejected"


def same_username(one: str, other: str) -> bool:
    """Compare names that accounts sign in to iManage with: neither e-mail addresses nor user IDs know case."""
    return one.strip().casefold() == other.strip().casefold()
