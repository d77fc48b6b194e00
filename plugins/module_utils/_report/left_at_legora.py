# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a report says of the hand-over: what is left for a person to enter at Legora, and what is confirmed."""

from __future__ import annotations

from .texts import Data, address, count, spoken

# What stands at Legora, by the step that is about it.
NAMES = {
    "service_account": "the service account",
    "capability": "the capability",
    "preference": "creating projects from iManage",
}
_LACKING = {
    "by": "who entered it",
    "date": "when it was entered",
    "organisation": "the organisation",
    "service_username": "the user name",
    "password_version": "which password it was",
    "customer_id": "the customer ID",
    "libraries": "the libraries",
    "create_projects_from_imanage": "whether projects are created from iManage",
}
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
# What only takes away, or says something.
_GIVES_NOTHING = ("off", "remove", "complete")
_OF_CONFIRMATION = (*_LACKING, "note")


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
        "confirmed": [NAMES[one] for one in hand_over["done"] if one in NAMES],
        "region": hand_over["region"],
        "organisation": hand_over["organisation"],
        "settings_url": address(hand_over["settings_url"]),
        "preferences_url": address(hand_over["preferences_url"]),
        "password_kept": hand_over["password_kept"],
        "confirmation": {key: confirmation.get(key) for key in _OF_CONFIRMATION},
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


def gives_something(step: Data) -> bool:
    """Say whether a step gives Legora something that it does not have, and does not only take away or tell."""
    return step["do"] not in _GIVES_NOTHING and step.get("add") != []


def not_yet(hand_over: Data) -> str | None:
    """Return what is not to be done at Legora yet; C(None) where all that is left may be done."""
    if not hand_over["withheld"]:
        return None
    if hand_over["kept_back"] == ["preference"]:
        return f"Do not switch on {NAMES['preference']} yet"
    named = ", ".join(NAMES[one] for one in hand_over["kept_back"])
    return f"Do not enter or change yet: {named}"


def step_sentence(step: Data) -> str:
    """Return one step as a sentence, which the report and the lines of the run share."""
    return {
        "service_account": _of_account,
        "capability": _of_capability,
        "preference": _of_preference,
        "confirmation": _of_confirmation,
    }[step["id"]](step)


def _of_account(step: Data) -> str:
    name, before = step["username"], step.get("instead_of")
    version = step.get("password_version")
    password = f"its password (version {version})" if version else "its password"
    return {
        "enter": f"Enter the service account {name} with {password}.",
        "password": (
            f"Enter {password.replace('its', 'the new', 1)} of the service account {name}; with an old one Legora is "
            "cut off."
        ),
        "replace": f"Enter the service account {name} with {password}, in the place of {before}.",
        "remove": f"Remove the service account {name}.",
    }[step["do"]]


def _of_capability(step: Data) -> str:
    covered = ", ".join(step.get("libraries") or [])
    customer, another = f"customer ID {step['customer_id']}", step.get("instead_of")
    beside_it = f" Leave customer ID {another}, which was confirmed so far, and ask whose it is." if another else ""
    changes = [
        f"{verb} {', '.join(step[key])}" for key, verb in (("add", "add"), ("remove", "remove")) if step.get(key)
    ]
    return {
        "create": f"Create the capability for ethical walls, {customer}, libraries {covered}.{beside_it}",
        "change": f"In the capability of {customer}, {' and '.join(changes)}, so that it covers {covered}.",
        "remove": f"Remove the capability of {customer}.",
    }[step["do"]]


def _of_preference(step: Data) -> str:
    return {
        "on": "Switch on creating projects from iManage, as the last step.",
        "off": "Switch off creating projects from iManage, before anything else.",
    }[step["do"]]


def _of_confirmation(step: Data) -> str:
    lacking = ", ".join(_LACKING.get(one, one) for one in step["lacks"])
    return f"Tell your consultant what the confirmation lacks: {lacking}."
