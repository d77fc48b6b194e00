# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of the hand-over: what is left for a person to enter at Legora, and what is confirmed."""

from __future__ import annotations

from .._legora.by_hand.confirmed import KEYS
from .steps import PLACES, step_sentence
from .texts import Data, address, count, spoken

_OF_STEP = (
    "id",
    "do",
    "username",
    "password_version",
    "instead_of",
    "customer_id",
    "libraries",
    "add",
    "remove",
    "lacks",
)


def left_at_legora(hand_over: Data | None) -> Data | None:
    """Return the hand-over as reports have it, each step with its sentence; C(None) where a program writes Legora."""
    if hand_over is None:
        return None
    confirmation = hand_over.get("confirmation") or {}
    return {
        "open": hand_over["open"],
        "since": hand_over["since"],
        "since_on": spoken(hand_over["since"]),
        "steps": [
            {**{key: step.get(key) for key in _OF_STEP}, "text": step_sentence(step)} for step in hand_over["steps"]
        ],
        "withheld": hand_over["withheld"],
        "not_yet": not_yet(hand_over),
        "done": hand_over["done"],
        "confirmed": [PLACES[one].name for one in hand_over["done"] if one in PLACES],
        "region": hand_over["region"],
        "organisation": hand_over["organisation"],
        "settings_url": address(hand_over["settings_url"]),
        "preferences_url": address(hand_over["preferences_url"]),
        "password_kept": hand_over["password_kept"],
        "confirmation": {key: confirmation.get(key) for key in KEYS},
    }


def steps_left(hand_over: Data | None) -> int | None:
    """Return how many steps are left; C(None) where nothing is done by hand."""
    return len(hand_over["steps"]) if hand_over else None


def headline(hand_over: Data, leaves: bool = False, is_clear: bool = True) -> str:
    """Return what is said first of a firm whose hand-over is open.

    :param leaves: whether it is offboarded.
    :param is_clear: whether everything could be checked; otherwise nobody knows that iManage is ready.
    """
    steps = hand_over["steps"]
    verb = "is" if len(steps) == 1 else "are"
    left = f"{count(len(steps), 'step')} {verb} left at Legora"
    if all(step["id"] == "confirmation" for step in steps):
        left = "the confirmation from Legora is not complete"
    if not is_clear:
        return left[:1].upper() + left[1:]
    return f"iManage {'waits' if leaves else 'is ready'}; {left}"


def not_yet(hand_over: Data) -> str | None:
    """Return what is not to be done at Legora yet; C(None) where all that is left may be done."""
    if not hand_over["withheld"]:
        return None
    if hand_over["kept_back"] == ["preference"]:
        return f"Do not switch on {PLACES['preference'].name} yet"
    named = ", ".join(PLACES[one].name for one in hand_over["kept_back"])
    return f"Do not enter or change yet: {named}"
