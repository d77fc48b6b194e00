# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the sheet of a hand-over: what a person has to enter at Legora, word for word, for templates to show.

The pages, tabs and fields are those of article 640367 of support.legora.com; nothing else about Legora's screen is
said, because nothing else is known. Every field of the hand-over is taken over by name, so no password gets in.
"""

from __future__ import annotations

import json
import typing as t
from urllib.parse import urlsplit

from .._core.files import HAND_OVER, REMOVAL, file_name
from .._legora.by_hand.confirmed import KEYS
from .document import shown_versions, stamp
from .left_at_legora import not_yet
from .steps import LACKING, PLACES, exact, step_on_sheet
from .texts import Data, address, spoken, text

_ARTICLE = "640367"
_PROJECTS_ARTICLE = "639660"

# What a person says in a confirmation, as nobody else can, with the words beside it.
_SAID = {
    "by": "your name",
    "date": "like {day}T15:30{zone}, with your own time zone",
    "password_version": LACKING["password_version"],
}
# What is null where there is none at Legora.
_NONE_THERE = ("service_username", "customer_id", "libraries")
# In winter, somewhere in each region.
_ZONES = {"us": "-05:00", "eu": "+01:00", "ap": "+08:00"}
_BEFORE = (
    f"They follow Legora's article {_ARTICLE}. Legora's articles differ in some labels, and so may your screen. Where "
    "anything is not as this sheet says, such as another organisation, change nothing and ask whoever gave you this "
    "sheet. "
)
_WHICH = "Where more than one iManage stands there, all of it is about the one at {}. "
_NOT_THERE = "Where iManage is not there, Legora's staff have to enable it first (article 270088)."
_NOTHING_THERE = "What is not there needs no step; confirm that it is not."
_COMPARE = (
    "Open each page again, and compare it with this sheet. Legora's articles do not say what else is to be seen there "
    "when it works."
)
_SWITCHES_ON = ("preference", "on")


def hand_over_sheet(
    hand_over: Data,
    *,
    firm: str,
    host: str,
    generated_at: str,
    versions: t.Any = None,
    leaves: bool = False,
) -> Data:
    """Return the sheet of a firm.

    :param hand_over: C(hand_over) of the firm's result: only what is left to do, in its order.
    :param host: the firm's inventory name.
    :param generated_at: the moment, ISO 8601.
    :param versions: C({collection, ansible_core, python}).
    :param leaves: whether it is of what an offboarding or an undo takes away.
    :raises ValueError: when the moment can't be read.
    """
    pages = {name: address(hand_over.get(f"{name}_url")) for name in ("settings", "preferences")}
    withheld = text(hand_over.get("withheld"))
    # Whatever the steps are: a sheet never says both.
    wanted = [one for one in hand_over["steps"] if not (withheld and (one["id"], one["do"]) == _SWITCHES_ON)]
    known = {
        "kept": text(hand_over.get("password_kept")) or "the firm's vault",
        # Whether the account was tried is no part of a step: by the step alone, notes tell since when it is open.
        "not_tried": text(hand_over.get("not_tried")),
        "agreed": hand_over.get("agreed"),
    }
    steps = [step_on_sheet(one, number, pages, **known) for number, one in enumerate(wanted, start=1)]
    lacks = [name for one in wanted for name in one.get("lacks") or ()]
    name = text(firm) or text(host) or "?"
    return {
        "kind": "hand_over",
        "title": f"{_headline(steps)}: {name}",
        "headline": _headline(steps),
        "firm": name,
        "host": text(host) or "?",
        "file": sheet_name(host, leaves),
        **stamp(generated_at),
        "since": spoken(hand_over.get("since")),
        "region": text(hand_over.get("region")),
        "organisation": exact(hand_over.get("organisation")),
        "web_url": _origin(pages["settings"]),
        "before": _before(steps, address(hand_over.get("imanage_url"))),
        "urgent": [step["urgent"] for step in steps if step["urgent"]],
        "steps": steps,
        "withheld": withheld,
        "not_yet": not_yet(hand_over),
        "done": [PLACES[one].name for one in hand_over.get("done") or () if one in PLACES],
        "untouched": _untouched(steps),
        "worked": _worked(steps),
        "confirmation": confirmation_text(
            hand_over.get("confirmation"), generated_at[:10], lacks, _ZONES.get(str(hand_over.get("region")), "+00:00")
        ),
        "versions": shown_versions(versions),
    }


def sheet_name(host: str, leaves: bool) -> str:
    """Return the name of a firm's sheet, without its ending.

    What is to be removed has a sheet of its own: a C(verify) in between knows nothing of it, and must not take it away.
    """
    return f"{file_name(str(host))}{REMOVAL if leaves else HAND_OVER}"


def confirmation_text(
    confirmation: Data | None, day: str, lacks: t.Collection[str] = (), zone: str = "+00:00"
) -> str | None:
    """Return the piece of inventory in which a person confirms what they entered; C(None) where none is wanted.

    :param day: for the example of a moment, as C(2026-11-29).
    :param zone: for the same.
    :param lacks: what an earlier confirmation does not say. A person says it, so nothing is suggested.
    """
    if not confirmation:
        return None
    lines = ["legora_confirmed:"]
    for name in KEYS:
        value = confirmation.get(name)
        if name in ("by", "date", *lacks):
            lines.append(f'  {name}: ""  # {_SAID[name].format(day=day, zone=zone)}')
        elif value or isinstance(value, bool):
            lines.append(f"  {name}: {_as_yaml(value)}")
        elif name in _NONE_THERE:
            lines.append(f"  {name}: null")
    return "\n".join(lines) + "\n"


def _as_yaml(value: t.Any) -> str:
    # What JSON writes on one line, YAML reads as the same.
    shown = list(map(text, value)) if isinstance(value, (list, tuple)) else value
    return json.dumps(text(shown) if isinstance(shown, str) else shown, ensure_ascii=False)


def _origin(url: str | None) -> str | None:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def _is_at_legora(steps: t.Sequence[Data]) -> bool:
    return any(step["id"] in PLACES for step in steps)


def _only_takes_away(steps: t.Sequence[Data]) -> bool:
    return all(step["takes_away"] for step in steps if step["id"] in PLACES)


def _before(steps: t.Sequence[Data], imanage: str | None) -> str | None:
    if not _is_at_legora(steps):
        return None
    which = _WHICH.format(imanage) if imanage else ""
    return _BEFORE + which + (_NOTHING_THERE if _only_takes_away(steps) else _NOT_THERE)


def _headline(steps: t.Sequence[Data]) -> str:
    if not _is_at_legora(steps):
        return "To confirm" if steps else "Nothing to enter at Legora"
    return "To remove at Legora" if _only_takes_away(steps) else "To enter at Legora"


def _untouched(steps: t.Sequence[Data]) -> list[str]:
    ids = {step["id"] for step in steps}
    rules = []
    if ids & {"service_account", "capability"}:
        rules.append("All other integrations, and all other capabilities of iManage, stay as they are.")
    if "capability" in ids:
        rules.append("Never save an empty list of libraries: it may mean all libraries.")
    if "preference" in ids:
        rules.append("All other sources of projects stay as they are.")
    return rules


def _worked(steps: t.Sequence[Data]) -> list[str]:
    if not _is_at_legora(steps):
        return []
    found = [_COMPARE]
    if any((step["id"], step["do"]) == _SWITCHES_ON for step in steps):
        found.append(
            "A project that Legora makes of an iManage matter belongs to one workspace and takes its access from it "
            f"(article {_PROJECTS_ARTICLE}). Let two people look at one, one of them behind the wall."
        )
    return found
