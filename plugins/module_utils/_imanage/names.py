# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names that iManage itself gives to things."""

from __future__ import annotations

# The group whose members may read the queue of change events, in every library (V).
NRTADMIN = "NRTADMIN"

# The role of a user for whom no role was named (V).
DEFAULT_ROLE = "DEFAULT"
