# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says when a firm leaves: what was taken back, what others still use, and how good that is."""

from __future__ import annotations

from .._checks.check import CONSULTANT
from .._core.verdicts import ATTESTED, FAIL, PASS, UNKNOWN, WARN
from .texts import Data

# What is said of checks that wait for a person.
HANDED_OVER = "left until Legora's half is confirmed"

# How each thing ended, as a status of a check and in words.
_STATES = {
    "gone": (PASS, "Gone"),
    "confirmed": (ATTESTED, "Gone, as was confirmed"),
    "kept": (WARN, "Left for others"),
    "left": (FAIL, "Not taken back"),
    "unknown": (UNKNOWN, "Not known"),
    "handed_over": ("handed_over", "Waits"),
}
_PLANNED = ("none", "To be taken back")

_MEANING = (
    "As far as a program can see{also}, Legora has nothing of the firm any more, and the service account can do "
    "nothing at iManage. What people still have to do is below."
)
_CONFIRMED = ", and as was confirmed of Legora"
_BUT_OTHERS = "What is the firm's alone is taken back. What was left, and for whom, is below."
_WAITS = (
    "The steps are below, in order. Until they are confirmed, iManage is left as it is, so that the walls stay fed."
)


def closing_part(given: Data | None, dry_run: bool) -> Data | None:
    """Return how an offboarding ended as reports have it; C(None) where a run was none, or did not come to its end.

    :param given: C(closing) of the firm's result.
    """
    if not given:
        return None
    return {
        "over": given["over"],
        "parts": [
            {
                "system": part["system"],
                "what": part["what"],
                "state": part["state"],
                "status": _shown(part["state"], dry_run)[0],
                "shown": _shown(part["state"], dry_run)[1],
                "words": _whole(part["words"]),
            }
            for part in given["parts"]
        ],
        "others": [_whole(words) for words in given["others"]],
        "sessions": given["sessions"],
    }


def _whole(words: str) -> str:
    """Return a clause as a sentence."""
    # A name keeps its letters.
    first = words if words.startswith("iManage") else words[:1].upper() + words[1:]
    return f"{first}."


def without_others(cards: list[Data], given: Data | None) -> list[Data]:
    """Return the cards of what is wrong without that of what was left for others, which is told by itself."""
    return [one for one in cards if not (given and one["ids"] == ["C2"] and one["status"] == WARN)]


def _shown(state: str, dry_run: bool) -> tuple[str, str]:
    return _PLANNED if dry_run and state == "left" else _STATES[state]


def with_to_do(to_do: Data, given: Data | None) -> Data:
    """Return what there is to do, with what is to be done once a firm has left."""
    points: list[Data] = [
        {"owner": one["owner"], "text": one["text"], "ids": []} for one in (given or {}).get("to_do") or []
    ]
    return {
        "firm": [*to_do["firm"], *(one for one in points if one["owner"] != CONSULTANT)],
        "consultant": [
            *({"text": one["text"], "ids": []} for one in points if one["owner"] == CONSULTANT),
            *to_do["consultant"],
        ],
    }


def judged(warned: bool, is_by_hand: bool) -> tuple[str, str]:
    """Return headline and meaning of an offboarding that came to its end, and of which nothing is left or unclear.

    :param warned: whether something was left for others.
    """
    if warned:
        return "Taken back, but for what others use", _BUT_OTHERS
    return "Everything is taken back", _MEANING.format(also=_CONFIRMED if is_by_hand else "")


def waiting() -> str:
    """Return what it means that a person has something to take away at Legora."""
    return _WAITS


def title(firm: str, given: Data | None) -> str:
    """Return the title of the report of an offboarding."""
    return f"Closing report: {firm}" if given and given["over"] else f"Offboarding: {firm}"
