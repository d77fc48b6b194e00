# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The phases: when checks are made, what they look at then, and how people are told of it."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.verdicts import OFFBOARD, OFFBOARDED, ONBOARD, PREFLIGHT, ROTATE, ROTATED, UNDO, VERIFY

# When a check is made: before any write; at the end of an onboarding; later, again and again; before the first write of
# a rotation and at its end; the same of an offboarding; before an undo.
PhaseName = t.Literal["preflight", "onboard", "verify", "rotate_password", "rotated", "offboard", "offboarded", "undo"]

_CORRECT = "Correct that, then run again."
_LOOK = "Run onboard with --check to see what it would do about it."


@dataclass(frozen=True)
class Phase:
    """One phase.

    :ivar title: what reports call it.
    :ivar verb: what failed where a check fails, as failures name it.
    :ivar hint: what to do then.
    :ivar readings: what its checks look at, by the names of C(facts).
    :ivar is_gate: whether it stands before the first write of its playbook.
    """

    name: str
    title: str
    verb: str
    hint: str
    readings: tuple[str, ...]
    is_gate: bool = False


_LEGORA = ("connectors", "organisation")
_ALL_OF_LEGORA = ("connectors", "other_connectors", "organisation", "preferences")

PHASES: t.Mapping[str, Phase] = {
    one.name: one
    for one in (
        Phase(
            PREFLIGHT,
            "Before anything is written",
            "be ready for onboarding",
            _CORRECT,
            ("session", "endpoint", "imanage", "user", *_LEGORA, "preferences"),
            is_gate=True,
        ),
        Phase(
            ONBOARD,
            "After onboarding",
            "verify what was done",
            _LOOK,
            ("session", "user", "access", *_LEGORA, "preferences"),
        ),
        Phase(
            VERIFY,
            "Verification",
            "verify the connection",
            _LOOK,
            ("session", "user", "access", *_LEGORA, "preferences", "events", "endpoint"),
        ),
        Phase(
            ROTATE,
            "Before the rotation",
            "be ready for a rotation of the password",
            _CORRECT,
            ("session", "imanage", "user", *_LEGORA),
            is_gate=True,
        ),
        Phase(
            ROTATED,
            "After the rotation",
            "verify the rotation of the password",
            "Run rotate_password again: it goes on where it stopped.",
            ("session", "user", "password", *_LEGORA),
        ),
        Phase(
            OFFBOARD,
            "Before offboarding",
            "be ready for offboarding",
            _CORRECT,
            ("session", "imanage", "user", *_ALL_OF_LEGORA),
            is_gate=True,
        ),
        Phase(
            OFFBOARDED,
            "After offboarding",
            "verify that everything was taken back",
            "Run offboard again: it goes on where it stopped.",
            ("session", "user", *_ALL_OF_LEGORA),
        ),
        Phase(
            UNDO,
            "Before anything is put back",
            "be ready for putting back what was there before",
            _CORRECT,
            ("session", "imanage", "user", *_ALL_OF_LEGORA),
            is_gate=True,
        ),
    )
}

GATES = tuple(name for name, phase in PHASES.items() if phase.is_gate)
