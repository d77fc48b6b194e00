# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a playbook is for: which checks stand before its first write, and which at its end."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.verdicts import OFFBOARD, OFFBOARDED, ONBOARD, PREFLIGHT, ROTATE, ROTATED, UNDO, VERIFY


@dataclass(frozen=True)
class Purpose:
    """What one playbook is for.

    :ivar gate: the phase of the checks before its first write; C(None) where it writes nothing.
    :ivar end: the phase of the checks at its end; C(None) where there are none.
    """

    name: str
    gate: str | None
    end: str | None

    @property
    def looks(self) -> bool:
        """Whether it only looks."""
        return self.gate is None


PURPOSES: t.Mapping[str, Purpose] = {
    one.name: one
    for one in (
        Purpose(PREFLIGHT, gate=None, end=PREFLIGHT),
        Purpose(ONBOARD, gate=PREFLIGHT, end=ONBOARD),
        Purpose(VERIFY, gate=None, end=VERIFY),
        Purpose(ROTATE, gate=ROTATE, end=ROTATED),
        Purpose(OFFBOARD, gate=OFFBOARD, end=OFFBOARDED),
        Purpose(UNDO, gate=UNDO, end=None),
    )
}

# Those that only look, and those that write.
LOOKING = tuple(name for name, purpose in PURPOSES.items() if purpose.looks)
WRITING = tuple(name for name, purpose in PURPOSES.items() if not purpose.looks)
