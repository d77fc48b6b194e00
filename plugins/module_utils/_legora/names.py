# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that Legora itself gives to things, and limits of what it is asked."""

from __future__ import annotations

# The type of the capability that makes a connector follow ethical walls (A).
ETHICAL_WALLS = "ethical_walls"

# How far back its audit log is read, in days (ours).
LONGEST_AUDIT_DAYS = 3650
