# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each step that a person takes at Legora: one table for the sheet, the report and the lines of a run.

A text is left out where the step has nothing for a name in it, such as C({removed}).
"""

from __future__ import annotations

import contextlib
import typing as t
from dataclasses import dataclass

from .._legora.by_hand.confirmed import TAKES_AWAY
from .texts import Data, spoken, text

_ASK = "change nothing there, and ask"
_ANOTHER_ACCOUNT = f"If another user name stands there: {_ASK}."
_ANOTHER_CUSTOMER = f"If another customer ID stands there: {_ASK}."


@dataclass(frozen=True)
class Place:
    """Where a step is taken.

    :ivar name: what stands there.
    :ivar page: which of Legora's pages it is on, C(settings) or C(preferences).
    :ivar path: what to open there, one after the other.
    """

    name: str
    page: str
    path: tuple[str, ...]


PLACES = {
    "service_account": Place("the service account", "settings", ("iManage", "Configure", "tab Service account")),
    "capability": Place("the capability", "settings", ("iManage", "Configure", "tab Capability")),
    "preference": Place("creating projects from iManage", "preferences", ("Create projects from iManage",)),
}
# What a confirmation may lack that says too little of the newest password.
LACKING = {
    "date": "when it was entered, with the time and its zone",
    "password_version": "the label of the password that was entered",
}


@dataclass(frozen=True)
class _Entry:
    """One thing to do.

    :ivar text: what to do, in words.
    :ivar value: the name of what is to be copied, each by itself; without any in the step, the entry is left out.
    :ivar ticked: whether it is done one by one, or only to be compared.
    """

    text: str
    value: str | None = None
    label: str | None = None
    ticked: bool = True


@dataclass(frozen=True)
class _Step:
    """What is said of a step.

    :ivar sentence: all of it as a sentence, for the report and the lines; and what it adds where that is known.
    :ivar stop: when nothing is to be done.
    """

    title: str
    sentence: tuple[str, ...]
    entries: tuple[_Entry, ...] = ()
    stop: str | None = None
    note: tuple[str, ...] = ()


_AS_HERE = "exactly as it stands here"
_STAYS = "stands there already; leave it as it is"
_PASSWORD = _Entry("the one in {kept}{labelled}; it does not stand on this sheet", label="Password")
_SAVE = _Entry("Save.")
_LAST = "Last of all: only when everything above is done and saved."

_STEPS = {
    ("service_account", "enter"): _Step(
        "Enter the service account",
        ("Enter the service account {username} with its password{version}.",),
        (_Entry(_AS_HERE, "username", "User name"), _PASSWORD, _SAVE),
        stop=f"If another user name stands there already: {_ASK}.",
    ),
    ("service_account", "password"): _Step(
        "Enter the changed password of the service account",
        ("Enter the new password{version} of the service account {username}; with an old one Legora is cut off.",),
        (_Entry(_STAYS, "username", "User name", ticked=False), _PASSWORD, _SAVE),
        stop=_ANOTHER_ACCOUNT,
    ),
    ("service_account", "replace"): _Step(
        "Replace the service account",
        ("Enter the service account {username} with its password{version}, in the place of {instead_of}.",),
        (
            _Entry("stands there now", "instead_of", "Old user name", ticked=False),
            _Entry(f"instead of it, {_AS_HERE}", "username", "User name"),
            _PASSWORD,
            _SAVE,
        ),
        stop=f"If neither of these two user names stands there: {_ASK}.",
    ),
    ("service_account", "remove"): _Step(
        "Remove the service account",
        ("Remove the service account {username}.",),
        (_Entry("remove the account with this user name, and its password", "username", "User name"), _SAVE),
        stop=_ANOTHER_ACCOUNT,
    ),
    ("capability", "create"): _Step(
        "Enter the capability: customer ID and libraries",
        ("Create the capability for ethical walls, customer ID {customer_id}, libraries {covered}.",),
        (
            _Entry(_AS_HERE, "customer_id", "Customer ID"),
            _Entry("{exactly}", "libraries", "Library IDs"),
            _SAVE,
        ),
        stop=f"If another customer ID stands there already: {_ASK}.",
    ),
    ("capability", "create beside another"): _Step(
        "Enter the capability: customer ID and libraries",
        (
            "Create the capability for ethical walls, customer ID {customer_id}, libraries {covered}.",
            "Leave customer ID {instead_of}, which was confirmed so far, and ask whose it is.",
        ),
        (
            _Entry(
                "was confirmed to stand there; leave it, and all that belongs to it, as it is",
                "instead_of",
                "Another customer ID",
                ticked=False,
            ),
            _Entry(f"beside that one, {_AS_HERE}", "customer_id", "Customer ID"),
            _Entry("{exactly}", "libraries", "Library IDs"),
            _SAVE,
        ),
        stop=f"If you cannot enter a second customer ID, or yet another one stands there: {_ASK}.",
        note=("Ask whoever gave you this sheet whose the other customer ID is.",),
    ),
    ("capability", "change"): _Step(
        "Change the libraries of the capability",
        ("In the capability of customer ID {customer_id}, {changes}, so that it covers {covered}.",),
        (
            _Entry(_STAYS, "customer_id", "Customer ID", ticked=False),
            _Entry("upper and lower case as here", "add", "Libraries to add"),
            _Entry("these, and nothing else", "remove", "Libraries to remove"),
            _Entry("afterwards, {exactly}", "libraries", "Library IDs", ticked=False),
            _SAVE,
        ),
        stop=_ANOTHER_CUSTOMER,
        note=("Remove {removed} here first. Only afterwards may the account leave NRTADMIN in iManage there.",),
    ),
    ("capability", "remove"): _Step(
        "Remove the capability",
        ("Remove the capability of customer ID {customer_id}.",),
        (_Entry("remove the capability with this customer ID, all of it", "customer_id", "Customer ID"), _SAVE),
        stop=_ANOTHER_CUSTOMER,
        note=("Do not empty its list of libraries instead: an empty list may mean all libraries.",),
    ),
    ("preference", "on"): _Step(
        "Switch on: create projects from iManage",
        ("Switch on creating projects from iManage, as the last step.",),
        (_Entry("set it to true (on)", label="iManage"), _SAVE),
        note=(
            _LAST,
            "Not proved again today: {not_tried}. This step rests on what was proved when it was handed over.",
        ),
    ),
    ("preference", "off"): _Step(
        "Switch off: create projects from iManage",
        ("Switch off creating projects from iManage, before anything else.",),
        (_Entry("set it to false (off)", label="iManage"), _SAVE),
        note=("First of all: only then may anything else be taken away.",),
    ),
    ("confirmation", "complete"): _Step(
        "Complete the confirmation",
        ("Tell your consultant what the confirmation lacks: {lacking}.",),
        note=("Nothing is to be entered for this. It was confirmed before, but not enough is said to rely on it.",),
    ),
}


def _row(step: Data) -> _Step:
    is_beside = step["do"] == "create" and step.get("instead_of")
    return _STEPS[step["id"], "create beside another" if is_beside else step["do"]]


def gives_something(step: Data) -> bool:
    """Say whether a step gives Legora something that it does not have, and does not only take away or tell."""
    return step["id"] in PLACES and step["do"] not in TAKES_AWAY and step.get("add") != []


def step_sentence(step: Data) -> str:
    """Return one step as a sentence, which the report and the lines of the run share."""
    return _filled(_row(step).sentence, _names(step))


def step_on_sheet(step: Data, number: int, pages: Data, **known: t.Any) -> Data:
    """Return a step as a person takes it.

    :param pages: the addresses of Legora's pages, by their names.
    :param known: what all steps of the sheet have: C(kept), where the password is; C(agreed), for when a changed one
        is, and C(not_tried), why the account was not tried, each C(None) where there is nothing to say.
    """
    row, place = _row(step), PLACES.get(step["id"])
    names = {**_names({name: _shown(value) for name, value in step.items()}), **known}
    # The label is no value to copy: it would be entered as the password.
    names["labelled"] = f", label \u201c{text(step['password_version'])}\u201d" if names.get("password_version") else ""
    return {
        "id": step["id"],
        "do": step["do"],
        "number": number,
        "title": row.title,
        "url": place and pages[place.page],
        "path": list(place.path) if place else [],
        "entries": [_entry(one, names) for one in (row.entries or _of_lacking(step)) if _is_said(one, names)],
        "stop": row.stop,
        "urgent": None,
        "note": _filled(row.note, names) or None,
        "takes_away": step["do"] in TAKES_AWAY,
        **(_when(known["agreed"], number) if step["do"] == "password" else {}),
    }


def _is_said(entry: _Entry, names: Data) -> bool:
    return entry.value is None or bool(names.get(entry.value))


def _entry(entry: _Entry, names: Data) -> Data:
    values = names.get(entry.value or "") or []
    return {
        "label": entry.label,
        "text": entry.text.format_map(names),
        "values": [values] if isinstance(values, str) else values,
        "ticked": entry.ticked,
    }


def _of_lacking(step: Data) -> list[_Entry]:
    said = [_Entry(f"say also {LACKING[name]} ({name})") for name in step["lacks"] if name in LACKING]
    return said or [_Entry("say it again")]


def exact(value: t.Any) -> str | None:
    """Return a value as it is, since it has to be typed so; as a line of text where not all of it could be seen."""
    if isinstance(value, str) and value and value.isprintable() and value == " ".join(value.split()):
        return value
    return text(value)


def _shown(value: t.Any) -> t.Any:
    return [one for one in map(exact, value) if one is not None] if isinstance(value, (list, tuple)) else exact(value)


def _names(step: Data) -> Data:
    """Return what the texts may name; what the step has nothing for is left out."""
    add, remove, covered = (step.get(name) or [] for name in ("add", "remove", "libraries"))
    version = step.get("password_version")
    changes = [f"{verb} {', '.join(names)}" for verb, names in (("add", add), ("remove", remove)) if names]
    return {
        **step,
        "version": f" (version {version})" if version else "",
        "covered": ", ".join(covered),
        "exactly": _exactly(len(covered)),
        "changes": " and ".join(changes),
        "removed": " and ".join(filter(None, (", ".join(remove[:-1]), *remove[-1:]))) or None,
        "lacking": ", ".join(LACKING.get(one, one) for one in step.get("lacks") or ()),
    }


def _exactly(number: int) -> str:
    return "exactly this one" if number == 1 else f"exactly these {number}, upper and lower case as here"


def _filled(texts: t.Iterable[str], names: Data) -> str:
    """Return the texts for which all names are known."""
    known, said = {name: value for name, value in names.items() if value is not None}, []
    for one in texts:
        with contextlib.suppress(KeyError):
            said.append(one.format_map(known))
    return " ".join(said)


def _when(agreed: Data | None, number: int) -> Data:
    """Return when a changed password is entered: at the agreed moment, or else at once."""
    if agreed is None:
        cut_off = f"Legora cannot sign in to iManage until step {number} is done"
        return {"urgent": f"{cut_off}: the account has another password now."}
    if agreed["is_now"]:
        since = spoken(agreed.get("since"))
        has = f"Now: iManage has the new password{f' since {since}' if since else ''}."
        return {"urgent": f"{has} Legora is without access until step {number} is done."}
    moment, minutes = spoken(agreed.get("at")), agreed.get("minutes")
    return {
        "urgent": f"Enter nothing before {moment}: until then Legora needs the old password.",
        "note": (
            f"It is agreed for {moment}. iManage gets the new password then, at most {minutes} minutes later, and "
            "whoever gave you this sheet tells you. From that moment until you have saved it here, Legora is without "
            "access to iManage: done at once, that is minutes."
        ),
    }
