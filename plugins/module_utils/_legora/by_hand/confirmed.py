# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person says to have entered at Legora, and what of the wanted state that leaves to do.

Nothing else is known of Legora by hand. So what was not confirmed is not known to be there, and is handed over.
"""

from __future__ import annotations

import json
import re
import typing as t
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta, timezone

from ..._core.timestamps import format_timestamp, parse_timestamp
from ..._core.values import Check, is_blank, matching, text, truth
from ..freshness import NEAR, OLDER, UNKNOWN, Freshness, freshness
from ..names import same_username

Data = dict[str, t.Any]

# Each key, with a line to copy.
_EXAMPLES = {
    "by": "by: Jane Doe",
    "date": "date: '2026-11-29T14:00:00+01:00'",
    "organisation": "organisation: Alder & Finch LLP",
    "connector_id": "connector_id: int_2",
    "service_username": "service_username: svc-legora@firm.example",
    "password_version": "password_version: '2026-11'",
    "customer_id": "customer_id: '4711'",
    "libraries": "libraries: [ACTIVE, CLOSED]",
    "create_projects_from_imanage": "create_projects_from_imanage: true, or false, as it stands there",
    "note": "note: entered together with the firm's IT",
}
KEYS = tuple(_EXAMPLES)
_OPTIONAL = ("connector_id", "password_version", "note")
# What may be null: then there is none at Legora.
_EMPTY = ("service_username", "customer_id", "libraries", *_OPTIONAL)

_CUSTOMER_ID = matching(r"[0-9]{1,20}", "a customer ID (digits)")
_DAY_OR_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}.*)?", re.ASCII)
_ZONE = re.compile(r"([zZ]|[+-]\d{2}:?\d{2})$", re.ASCII)
# Clocks differ.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Confirmed:
    """What one person has confirmed.

    :ivar date: the day, C(2026-11-29), or the moment, C(2026-11-29T13:00:00Z).
    :ivar connector_id: which of the organisation's connectors, where it has several.
    :ivar service_username: C(None) where the connector has no account.
    :ivar customer_id: C(None) where there is no capability, as with C(libraries) that are empty.
    """

    by: str
    date: str
    organisation: str
    service_username: str | None
    customer_id: str | None
    libraries: tuple[str, ...]
    create_projects_from_imanage: bool
    connector_id: str | None = None
    password_version: str | None = None
    note: str | None = None

    def as_data(self) -> Data:
        return {**asdict(self), "libraries": list(self.libraries)}

    @property
    def said(self) -> dict[str, str]:
        """Who says so, when and why, as attestations have it."""
        return {"by": self.by, "date": self.date, "note": self.note or ""}

    def copied_from(self, organisation: t.Any, connector_id: t.Any) -> tuple[str, str] | None:
        """Return whose it is instead, where it was copied with another firm's inventory, and the line that mends it."""
        for name, words, said, wanted in (
            ("organisation", "organisation", self.organisation, organisation),
            ("connector_id", "connector", self.connector_id, connector_id or self.connector_id),
        ):
            if str(said or "").casefold() != str(wanted or "").strip().casefold():
                return (
                    f"{f'the {words} {said}' if said else f'no {name}'}, but the firm's is {wanted}",
                    f"{name}: {wanted}",
                )
        return None

    def freshness(self, version: str | None, changed_at: str | None) -> Freshness:
        """Say whether the password that was entered is the account's newest.

        :param version: the label of the password that iManage has.
        :param changed_at: when iManage last saw it changed.
        """
        return freshness(self.date, self.password_version, changed_at, version)


def parse_confirmed(value: t.Any) -> Confirmed:
    """Read a confirmation as a person wrote it, or as :meth:`Confirmed.as_data` returned it.

    :raises ValueError: with everything that is wrong with it, and lines to copy; no value is repeated.
    """
    if not isinstance(value, dict):
        raise ValueError(f"is not a mapping with {', '.join(KEYS)}")
    given = {str(name).strip(): one for name, one in value.items()}
    mistakes = []
    unknown = sorted(set(given) - set(KEYS))
    if unknown:
        mistakes.append(f"has the unknown key {', '.join(unknown)}; known are {', '.join(KEYS)}")
    read: Data = {}
    for name in KEYS:
        try:
            read[name] = _read(name, given)
        except ValueError as error:
            mistakes.append(f"{error}; write {_EXAMPLES[name]}")
    if not mistakes and bool(read["customer_id"]) is not bool(read["libraries"]):
        lacking = "libraries" if read["customer_id"] else "customer_id"
        mistakes.append(f"has no {lacking} for the capability; write {_EXAMPLES[lacking]}")
    if mistakes:
        raise ValueError("; it ".join(mistakes))
    return Confirmed(**read)


def with_own_values(mistake: str, given: t.Mapping[str, t.Any]) -> str:
    """Return a mistake with the firm's own values in the lines to copy.

    :param given: the firm's variables.
    """
    own = {"organisation": given.get("legora_organisation"), "customer_id": given.get("imanage_customer_id")}
    for name, value in own.items():
        if not is_blank(value):
            mistake = mistake.replace(_EXAMPLES[name], f"{name}: {json.dumps(str(value), ensure_ascii=False)}")
    return mistake


def confirmed_of(config: Data) -> Confirmed | None:
    """Return what was confirmed of the firm's own organisation and connector; C(None) where nothing was."""
    given = config.get("legora_confirmed")
    said = parse_confirmed(dict(given)) if given else None
    own = config.get("legora_organisation"), config.get("legora_connector_id")
    return None if said is None or said.copied_from(*own) else said


def _read(name: str, given: Data) -> t.Any:
    if name not in given and name not in _OPTIONAL:
        also = f", or {name}: null where there is none at Legora" if name in _EMPTY else ""
        raise ValueError(f"lacks {name}{also}")
    value = given.get(name)
    if is_blank(value) and name in _EMPTY:
        return () if name == "libraries" else None
    if is_blank(value):
        raise ValueError(f"has no {name}")
    reader: Check = _READERS.get(name, text)
    try:
        return reader(value)
    except ValueError as error:
        raise ValueError(f"has {name}, which {error}") from None


def _line(value: t.Any) -> str:
    """Check a text that reports show in one line."""
    return " ".join(text(value).split())


def _libraries(value: t.Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValueError("is no list of library IDs")
    found = tuple(one.strip() for one in value)
    if len({one.casefold() for one in found}) < len(found):
        raise ValueError("names one twice")
    return found


def _label(value: t.Any) -> str:
    """Check the label of a password, which is often a date, or the moment at which a run has made it."""
    if isinstance(value, datetime):
        return str(format_timestamp(parse_timestamp(value.isoformat())))
    return value.isoformat() if isinstance(value, date) else text(value)


def _moment(value: t.Any) -> str:
    """Check a day, or a moment with its zone: without it nobody knows which of two things came first."""
    written = value.isoformat() if isinstance(value, date) else str(value).strip()
    moment = parse_timestamp(written) if _DAY_OR_MOMENT.fullmatch(written) else None
    if moment is None:
        raise ValueError("is no day, YYYY-MM-DD, and no moment")
    is_day = len(written) == len("2026-11-29")
    if not is_day and not _ZONE.search(written):
        raise ValueError("is a time without a zone")
    # Somewhere it is tomorrow already.
    if moment > datetime.now(timezone.utc) + (timedelta(days=1) if is_day else _AHEAD):
        raise ValueError("is in the future")
    return written if is_day else str(format_timestamp(moment))


_READERS: dict[str, Check] = {
    "by": _line,
    "organisation": _line,
    "note": _line,
    "date": _moment,
    "password_version": _label,
    "customer_id": _CUSTOMER_ID,
    "libraries": _libraries,
    "create_projects_from_imanage": truth,
}


# What is left to do

TAKES_AWAY = ("remove", "off")


@dataclass(frozen=True)
class Wanted:
    """What is to stand at Legora.

    :ivar has_account: whether the connector is to have it.
    :ivar libraries: those to cover; none where there is to be no capability.
    :ivar creates_projects: whether projects are to be created from iManage; C(None) to leave that as it is.
    :ivar password_version: the label of the account's password.
    :ivar password_changed_at: when iManage last saw it changed.
    :ivar password_is_new: whether it was set just now.
    """

    username: str
    customer_id: str
    libraries: tuple[str, ...]
    has_account: bool = True
    creates_projects: bool | None = True
    password_version: str | None = None
    password_changed_at: str | None = None
    password_is_new: bool = False


def left_to_do(confirmed: Confirmed | None, wanted: Wanted) -> list[Data]:
    """Return the steps that a person has to take, in their order: what takes trust away first, what gives it last."""
    steps = [*_account(confirmed, wanted), *_capability(confirmed, wanted), *_preference(confirmed, wanted)]
    # A confirmation that does not say enough is completed together with what is done anew.
    if confirmed and not any(step["id"] == "service_account" for step in steps):
        steps += _confirmation(confirmed, wanted)
    taken_away = [step for step in steps if step["do"] in TAKES_AWAY]
    return [*reversed(taken_away), *(step for step in steps if step not in taken_away)]


def _account(confirmed: Confirmed | None, wanted: Wanted) -> list[Data]:
    stored = confirmed.service_username if confirmed else None
    do, username, instead_of = None, wanted.username, None
    if not wanted.has_account:
        # Another account is somebody else's, as through the API.
        is_gone = confirmed is not None and (stored is None or not same_username(stored, wanted.username))
        do, username = None if is_gone else "remove", stored or wanted.username
    elif stored is None or confirmed is None:
        do = "enter"
    elif not same_username(stored, wanted.username):
        do, instead_of = "replace", stored
    elif (
        wanted.password_is_new
        or confirmed.freshness(wanted.password_version, wanted.password_changed_at).state == OLDER
    ):
        do = "password"
    step = {"username": username, "password_version": wanted.password_version, "instead_of": instead_of}
    return [{"id": "service_account", "do": do, **step}] if do else []


def _capability(confirmed: Confirmed | None, wanted: Wanted) -> list[Data]:
    there = confirmed.libraries if confirmed else ()
    libraries = list(wanted.libraries)
    added, removed = library_changes(there, libraries)
    do, instead_of = None, None
    if not libraries:
        is_ours = confirmed is None or confirmed.customer_id == wanted.customer_id
        do = "remove" if is_ours and (confirmed is None or there) else None
    elif confirmed is None or not there:
        do = "create"
    elif confirmed.customer_id != wanted.customer_id:
        # Another customer's capability is left, as through the API.
        do, instead_of, added, removed = "create", confirmed.customer_id, libraries, []
    elif added or removed:
        do = "change"
    step = {
        "customer_id": wanted.customer_id,
        "instead_of": instead_of,
        "libraries": libraries,
        "add": added,
        "remove": removed,
    }
    return [{"id": "capability", "do": do, **step}] if do else []


def library_changes(there: t.Sequence[str], wanted: t.Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which libraries are to be added to those that were confirmed, and which are to be removed.

    IDs are the same whatever their case, so one in other letters is never to be removed: often the letters are only
    the confirmation's, and a person would take away the right library. It is to be added all the same, in the letters
    of iManage (I2): whether Legora finds a library by others is published nowhere, and one that it does not find has
    no walls. Who finds it there in the right letters has nothing to add, and confirms it in these.
    """
    known = {one.casefold() for one in wanted}
    return [one for one in wanted if one not in there], [one for one in there if one.casefold() not in known]


def _preference(confirmed: Confirmed | None, wanted: Wanted) -> list[Data]:
    is_on = confirmed.create_projects_from_imanage if confirmed else None
    if wanted.creates_projects is None or wanted.creates_projects is is_on:
        return []
    return [{"id": "preference", "do": "on" if wanted.creates_projects else "off"}]


def _confirmation(confirmed: Confirmed, wanted: Wanted) -> list[Data]:
    if not wanted.has_account or confirmed.service_username is None:
        return []
    found = confirmed.freshness(wanted.password_version, wanted.password_changed_at)
    if found.state not in (NEAR, UNKNOWN):
        return []
    return [{"id": "confirmation", "do": "complete", "lacks": [found.lacks]}]
