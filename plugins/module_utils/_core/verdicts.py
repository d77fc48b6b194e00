# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can be said of a firm and of each check, and the IDs of all checks: words that every room above shares."""

from __future__ import annotations

import difflib

PASS, FAIL, WARN, UNKNOWN, ATTESTED = "pass", "fail", "warn", "unknown", "attested"

# Of a check, the worst first.
STATUSES = (FAIL, UNKNOWN, WARN, ATTESTED, PASS)

# Of a firm, from best to worst.
FIRM_STATUSES = ("checked", "unchanged", "changed", "planned", "handed_over", "incomplete", "failed")

# What a playbook is for. Its checks before the first write and those at its end, in the phases that are called so, have
# its name too; where it has both, those at its end have one of their own.
PREFLIGHT, ONBOARD, VERIFY, UNDO = "preflight", "onboard", "verify", "undo"
ROTATE, ROTATED = "rotate_password", "rotated"
OFFBOARD, OFFBOARDED = "offboard", "offboarded"

# In the order of the project's table of checks. What each of them is, its area's file in _checks says.
CHECK_IDS = (
    "R1", "R2", "R3", "R4", "R5", "R6",
    "N1", "N2", "N3", "N4", "N5", "N6",
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13",
    "I1", "I2", "I3", "I4",
    "L1", "L2", "L3", "L4", "L5", "L6", "L7",
    "S1", "S2", "S3", "S4", "S5",
    "C1", "C2", "C3",
)  # fmt: skip

# Those that a named person may answer, where no machine can see it or somebody has to decide.
ATTESTABLE = (
    "R3", "R4", "R6", "N4", "N6", "A8", "A10", "A11", "A12", "A13", "I3", "S2", "S3", "S4", "S5", "C1", "C2",
)  # fmt: skip

# What is as long as a secret may be one, so it is not repeated.
_SHORTEST_SECRET = 8


def check_id(name: str) -> str:
    """Return the ID of a check, however its letters are written.

    :raises ValueError: when there is no such check.
    """
    found = name.upper()
    if found in CHECK_IDS:
        return found
    nearest = difflib.get_close_matches(found, CHECK_IDS, n=1)
    hint = f"; did you mean {nearest[0]}?" if nearest else f"; there are {', '.join(CHECK_IDS)}"
    shown = name if len(name) < _SHORTEST_SECRET else "something"
    raise ValueError(f"names {shown}, which is no check{hint}")
