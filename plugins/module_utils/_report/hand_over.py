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
from .document import shown_versions, stamp
from .left_at_legora import NAMES, not_yet
from .texts import Data, address, spoken, text

_ARTICLE = "640367"
_PROJECTS_ARTICLE = "639660"

# What of a confirmation is given back, in this order, with what a person says by it.
_CONFIRMED = {
    "by": "your name",
    "date": "like {day}T15:30{zone}, with your own time zone",
    "organisation": "whose settings they are",
    "service_username": "the user name that stands there",
    "password_version": "the label of the password that was entered",
    "customer_id": "the customer ID that stands there",
    "libraries": "all library IDs that stand there",
    "create_projects_from_imanage": "true where it is on, false where it is off",
}
# What is null where there is none at Legora.
_NONE_THERE = ("service_username", "customer_id", "libraries")
# In winter, somewhere in each region.
_ZONES = {"us": "-05:00", "eu": "+01:00", "ap": "+08:00"}
_LACKING = {
    **_CONFIRMED,
    "by": "who entered it",
    "date": "when it was entered, with the time and its zone",
    "create_projects_from_imanage": "whether projects are created from iManage",
}
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
_LAST = "Last of all: only when everything above is done and saved."
_NOT_TRIED = "Not proved again today: {}. This step rests on what was proved when it was handed over."
_SAVE = "Save."
_ASK = "change nothing there, and ask"


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
    kept = text(hand_over.get("password_kept")) or "the firm's vault"
    withheld = text(hand_over.get("withheld"))
    # Whatever the steps are: a sheet never says both.
    wanted = [one for one in hand_over["steps"] if not (withheld and (one["id"], one["do"]) == _SWITCHES_ON)]
    # Whether the account was tried is no part of a step: by the step alone, notes tell since when it is open.
    not_tried = text(hand_over.get("not_tried"))
    more = {"not_tried": not_tried, "agreed": hand_over.get("agreed")}
    steps = [_step({**one, **more}, number, kept, pages) for number, one in enumerate(wanted, start=1)]
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
        "organisation": _exact(hand_over.get("organisation")),
        "web_url": _origin(pages["settings"]),
        "before": _before(steps, address(hand_over.get("imanage_url"))),
        "urgent": [step["urgent"] for step in steps if step["urgent"]],
        "steps": steps,
        "withheld": withheld,
        "not_yet": not_yet(hand_over),
        "done": [NAMES[one] for one in hand_over.get("done") or () if one in NAMES],
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
    for name, words in _CONFIRMED.items():
        value = confirmation.get(name)
        if name in ("by", "date", *lacks) or (value is None and name == "create_projects_from_imanage"):
            lines.append(f'  {name}: ""  # {words.format(day=day, zone=zone)}')
        elif value or isinstance(value, bool):
            lines.append(f"  {name}: {_as_yaml(value)}")
        elif name in _NONE_THERE:
            lines.append(f"  {name}: null")
    return "\n".join(lines) + "\n"


def _as_yaml(value: t.Any) -> str:
    # What JSON writes on one line, YAML reads as the same.
    shown = list(map(text, value)) if isinstance(value, (list, tuple)) else value
    return json.dumps(text(shown) if isinstance(shown, str) else shown, ensure_ascii=False)


def _exact(value: t.Any) -> str | None:
    """Return a value as it is, since it has to be typed so; as a line of text where not all of it could be seen."""
    if isinstance(value, str) and value and value.isprintable() and value == " ".join(value.split()):
        return value
    return text(value)


def _exacts(value: t.Any) -> list[str]:
    return [found for found in map(_exact, value or ()) if found is not None]


def _origin(url: str | None) -> str | None:
    parts = urlsplit(url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else None


def _is_at_legora(steps: t.Sequence[Data]) -> bool:
    return any(step["id"] in NAMES for step in steps)


def _only_takes_away(steps: t.Sequence[Data]) -> bool:
    return all(step["takes_away"] for step in steps if step["id"] in NAMES)


def _before(steps: t.Sequence[Data], imanage: str | None) -> str | None:
    if not _is_at_legora(steps):
        return None
    which = _WHICH.format(imanage) if imanage else ""
    return _BEFORE + which + (_NOTHING_THERE if _only_takes_away(steps) else _NOT_THERE)


def _headline(steps: t.Sequence[Data]) -> str:
    if not _is_at_legora(steps):
        return "To confirm" if steps else "Nothing to enter at Legora"
    return "To remove at Legora" if _only_takes_away(steps) else "To enter at Legora"


# --- One step ---------------------------------------------------------------------------------------------------------


def _step(given: Data, number: int, kept: str, pages: Data) -> Data:
    """Return a step as a person takes it."""
    page = {"service_account": "settings", "capability": "settings", "preference": "preferences"}.get(given["id"])
    return {
        "id": given["id"],
        "do": given["do"],
        "number": number,
        "url": page and pages[page],
        "path": [],
        "stop": None,
        "urgent": None,
        "note": None,
        "takes_away": False,
        **_STEPS[given["id"], given["do"]](given, number, kept),
    }


def _entry(what: str, values: t.Sequence[str] = (), label: str | None = None, ticked: bool = True) -> Data:
    """Return one thing to do.

    :param what: what to do, in words.
    :param values: what is to be copied, each by itself.
    :param ticked: whether it is done one by one, or only to be compared.
    """
    return {"label": label, "text": what, "values": list(values), "ticked": ticked}


def _account(given: Data) -> list[str]:
    return _exacts([given.get("username")])


def _password(given: Data, kept: str) -> Data:
    version = text(given.get("password_version"))
    labelled = f", label \u201c{version}\u201d" if version else ""
    # The label is no value to copy: it would be entered as the password.
    return _entry(f"the one in {kept}{labelled}; it does not stand on this sheet", label="Password")


def _on_account(title: str, *entries: Data, **more: t.Any) -> Data:
    return {"title": title, "path": ["iManage", "Configure", "tab Service account"], "entries": list(entries), **more}


def _on_capability(title: str, *entries: Data, **more: t.Any) -> Data:
    return {"title": title, "path": ["iManage", "Configure", "tab Capability"], "entries": list(entries), **more}


def _enter_account(given: Data, number: int, kept: str) -> Data:
    return _on_account(
        "Enter the service account",
        _entry("exactly as it stands here", _account(given), "User name"),
        _password(given, kept),
        _entry(_SAVE),
        stop=f"If another user name stands there already: {_ASK}.",
    )


def _change_password(given: Data, number: int, kept: str) -> Data:
    return _on_account(
        "Enter the changed password of the service account",
        _entry("stands there already; leave it as it is", _account(given), "User name", ticked=False),
        _password(given, kept),
        _entry(_SAVE),
        stop=f"If another user name stands there: {_ASK}.",
        **_when(given.get("agreed"), number),
    )


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


def _replace_account(given: Data, number: int, kept: str) -> Data:
    return _on_account(
        "Replace the service account",
        _entry("stands there now", _exacts([given.get("instead_of")]), "Old user name", ticked=False),
        _entry("instead of it, exactly as it stands here", _account(given), "User name"),
        _password(given, kept),
        _entry(_SAVE),
        stop=f"If neither of these two user names stands there: {_ASK}.",
    )


def _remove_account(given: Data, number: int, kept: str) -> Data:
    return _on_account(
        "Remove the service account",
        _entry("remove the account with this user name, and its password", _account(given), "User name"),
        _entry(_SAVE),
        stop=f"If another user name stands there: {_ASK}.",
        takes_away=True,
    )


def _customer(given: Data, what: str, ticked: bool = True) -> Data:
    return _entry(what, _exacts([given.get("customer_id")]), "Customer ID", ticked)


def _create_capability(given: Data, number: int, kept: str) -> Data:
    libraries, another = _exacts(given.get("libraries")), _exact(given.get("instead_of"))
    what = "exactly as it stands here"
    entries = [_customer(given, f"beside that one, {what}" if another else what)]
    if another:
        found = "was confirmed to stand there; leave it, and all that belongs to it, as it is"
        entries.insert(0, _entry(found, [another], "Another customer ID", ticked=False))
    return _on_capability(
        "Enter the capability: customer ID and libraries",
        *entries,
        _entry(_exactly(libraries), libraries, "Library IDs"),
        _entry(_SAVE),
        stop=(
            f"If you cannot enter a second customer ID, or yet another one stands there: {_ASK}."
            if another
            else f"If another customer ID stands there already: {_ASK}."
        ),
        note="Ask whoever gave you this sheet whose the other customer ID is." if another else None,
    )


def _exactly(libraries: t.Sequence[str]) -> str:
    return (
        "exactly this one" if len(libraries) == 1 else f"exactly these {len(libraries)}, upper and lower case as here"
    )


def _change_capability(given: Data, number: int, kept: str) -> Data:
    libraries, add, remove = (_exacts(given.get(name)) for name in ("libraries", "add", "remove"))
    entries = [_customer(given, "stands there already; leave it as it is", ticked=False)]
    entries += [_entry("upper and lower case as here", add, "Libraries to add")] if add else []
    entries += [_entry("these, and nothing else", remove, "Libraries to remove")] if remove else []
    entries += [
        _entry(f"afterwards, {_exactly(libraries)}", libraries, "Library IDs", ticked=False),
        _entry(_SAVE),
    ]
    leaves = (
        f"Remove {_and(remove)} here first. Only afterwards may the account leave NRTADMIN in iManage there."
        if remove
        else None
    )
    return _on_capability(
        "Change the libraries of the capability",
        *entries,
        stop=f"If another customer ID stands there: {_ASK}.",
        note=leaves,
    )


def _and(names: t.Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _remove_capability(given: Data, number: int, kept: str) -> Data:
    return _on_capability(
        "Remove the capability",
        _customer(given, "remove the capability with this customer ID, all of it"),
        _entry(_SAVE),
        stop=f"If another customer ID stands there: {_ASK}.",
        note="Do not empty its list of libraries instead: an empty list may mean all libraries.",
        takes_away=True,
    )


def _switch(title: str, what: str, **more: t.Any) -> Data:
    entries = [_entry(what, label="iManage"), _entry(_SAVE)]
    return {"title": title, "path": ["Create projects from iManage"], "entries": entries, **more}


def _switch_on(given: Data, number: int, kept: str) -> Data:
    return _switch(
        "Switch on: create projects from iManage",
        "set it to true (on)",
        note=f"{_LAST} {_NOT_TRIED.format(given['not_tried'])}" if given["not_tried"] else _LAST,
    )


def _switch_off(given: Data, number: int, kept: str) -> Data:
    return _switch(
        "Switch off: create projects from iManage",
        "set it to false (off)",
        note="First of all: only then may anything else be taken away.",
        takes_away=True,
    )


def _complete_confirmation(given: Data, number: int, kept: str) -> Data:
    lacks = [name for name in given.get("lacks") or () if name in _LACKING]
    return {
        "title": "Complete the confirmation",
        "entries": [_entry(f"say also {_LACKING[name]} ({name})") for name in lacks] or [_entry("say it again")],
        "note": "Nothing is to be entered for this. It was confirmed before, but not enough is said to rely on it.",
    }


_STEPS: dict[tuple[str, str], t.Callable[[Data, int, str], Data]] = {
    ("service_account", "enter"): _enter_account,
    ("service_account", "password"): _change_password,
    ("service_account", "replace"): _replace_account,
    ("service_account", "remove"): _remove_account,
    ("capability", "create"): _create_capability,
    ("capability", "change"): _change_capability,
    ("capability", "remove"): _remove_capability,
    _SWITCHES_ON: _switch_on,
    ("preference", "off"): _switch_off,
    ("confirmation", "complete"): _complete_confirmation,
}


# --- What goes for all of them ----------------------------------------------------------------------------------------


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
