# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm variable is, which options of modules it is for, and how the values of firm variables are checked."""

from __future__ import annotations

import ipaddress
import os
import typing as t
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from .._core.origin import OriginError, parse_origin
from .._core.timestamps import format_timestamp, parse_moment
from .._core.values import Check, is_blank, text
from .._core.verdicts import ATTESTABLE, check_id
from .._legora.by_hand.confirmed import parse_confirmed

# A secret that equals another value, or is a short word, would blank that value or word in all output.
SHORTEST_SECRET = 8

LONGEST_USER_ID = 128

# Returns the value of a firm variable, normalised; C(None) where there is none.
Variables = t.Callable[[str], t.Any]


def as_it_is(value: t.Any, variables: Variables) -> t.Any:
    """Return the value of a variable for an option that takes just that."""
    return value


@dataclass(frozen=True)
class Fills:
    """An option of a module that takes a firm variable's value where its task leaves the option out.

    :ivar option: C(MODULE.OPTION); C(imanage.OPTION) and C(legora.OPTION) are those of all modules of a system.
    :ivar value: makes the option's value of the variable's normalised one, and of others; C(None) fills nothing.
    :ivar unless: options of the module; with one of them in the task, this one is not filled.
    :ivar when: the option of the module with which alone it is filled; C(None) for always.
    :ivar of_account: whether it is about the service account. A task that names an account itself gets none of these.
    :ivar method: the one way of configuring Legora that takes it; C(None) for all.
    """

    option: str
    value: t.Callable[[t.Any, Variables], t.Any] = as_it_is
    unless: tuple[str, ...] = ()
    when: str | None = None
    of_account: bool = False
    method: str | None = None


@dataclass(frozen=True)
class FirmVariable:
    """One variable of a firm.

    :ivar check: returns the normalised value, or raises :class:`ValueError` with what is wrong.
    :ivar description: what it is, in one or more sentences for a consultant, with Ansible's marks C() and V(). Whether
        it is needed, its default and that it is secret are added where it is shown.
    :ivar type: the type in argument specs.
    :ivar elements: the type of a list's entries.
    :ivar choices: the values there are, where these are few.
    :ivar required: whether a firm cannot be without it.
    :ivar needed: when a firm needs it that can be without it else, after the word "needed".
    :ivar secret: whether its value must never be shown.
    :ivar default: what absence means, where that is more than "not given".
    :ivar fills: the options of modules that it is for.
    :ivar readers: the roles and modules that take it from what C(firm_config) returned. Those whose tasks leave one of
        the options in C(fills) to it, or name it, are not among them: they are found in the tasks.
    """

    name: str
    check: Check
    description: str
    type: str = "str"
    elements: str | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    needed: str = ""
    secret: bool = False
    default: t.Any = None
    fills: tuple[Fills, ...] = ()
    readers: tuple[str, ...] = ()


def address(allow_path: bool) -> Check:
    """Return a check for the address of a server.

    :param allow_path: whether a path may follow.
    """

    def check(value: t.Any) -> str:
        try:
            origin = parse_origin(text(value), allow_path=allow_path)
        except OriginError as error:
            raise ValueError(f"is unusable: {error}") from None
        return origin.url + origin.path

    return check


def secret(shortest: int) -> Check:
    """Return a check for a secret.

    :param shortest: how many characters it needs.
    """

    def check(value: t.Any) -> str:
        if not isinstance(value, str):
            raise ValueError("is not a text; put it in quotes")
        if value != value.strip() or any(ord(character) < 32 for character in value):
            raise ValueError("begins or ends with white space, or contains a line break")
        if len(value) < shortest:
            raise ValueError(f"has {len(value)} characters; {shortest} are needed at least")
        return value

    return check


def user_id(value: t.Any) -> str:
    """Check a user ID.

    iManage's cloud allows more than letters and digits, such as C(.), C(@), C(+) and C(/). What C(.) and C(..) would do
    to the path of a request, no user ID is meant to do.
    """
    written = text(value)
    if len(written) > LONGEST_USER_ID or not written.isprintable() or " " in written or written in (".", ".."):
        raise ValueError(f"is not a user ID (up to {LONGEST_USER_ID} characters, without blanks)")
    return written


def header_key(value: t.Any) -> str:
    """Check a key: it is sent in a header, so it has to consist of printable ASCII characters."""
    key: str = secret(SHORTEST_SECRET)(value)
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ValueError("has characters that no key has; copy it again")
    return key


def existing_file(value: t.Any) -> str:
    """Check the path of a file on this machine."""
    path = os.path.expanduser(text(value))
    if not os.path.isfile(path):
        raise ValueError("names no file on this machine; give its whole path")
    return path


def path_here(value: t.Any) -> str:
    """Check the path of a file on this machine that need not be there yet."""
    return os.path.abspath(os.path.expanduser(text(value)))


def command(value: t.Any) -> list[str]:
    """Check a command: a program and its arguments, as a list, since no shell takes it apart."""
    if not isinstance(value, list) or not value or not all(isinstance(one, str) and one for one in value):
        raise ValueError(
            "is not a list of a program and its arguments; write [store-secrets, --firm, '{{ inventory_hostname }}']"
        )
    return list(value)


def moment(value: t.Any) -> str:
    """Check a moment, which has a zone: two people have to mean the same."""
    written = value.isoformat() if isinstance(value, datetime) else str(value).strip()
    found = parse_moment(written)
    if found is None:
        raise ValueError("is no moment with its zone, as in '2026-12-01T07:00:00+01:00'")
    return str(format_timestamp(found))


def profile(value: t.Any) -> dict[str, t.Any]:
    """Check a profile of Legora's administration API."""
    if not isinstance(value, dict):
        raise ValueError("is not a mapping, as the guide 'Documented or assumed' shows one")
    # Late, since few firms have a profile of their own and this file is read by a filter too.
    from .._legora.api.profile import ProfileError, parse_profile

    try:
        parse_profile(value)
    except ProfileError as error:
        raise ValueError(f"is unusable: {error}") from None
    return value


def confirmed(value: t.Any) -> dict[str, t.Any]:
    """Check what a person says to have entered at Legora by hand."""
    return parse_confirmed(value).as_data()


def networks(value: t.Any) -> list[str]:
    """Check a list of addresses and networks."""
    if not isinstance(value, list):
        raise ValueError("is not a list of addresses; write [20.91.134.182], with the address of the firm's region")
    found = []
    for number, entry in enumerate(value, start=1):
        try:
            found.append(str(ipaddress.ip_network(text(entry))))
        except ValueError:
            raise ValueError(f"has an entry {number} that is no address or network") from None
    return found


def texts(example: str) -> Check:
    """Return a check for a list of texts; blank entries, as exports have them, are left out.

    :param example: such a list, to be copied, and what an empty one means where it is more than nothing.
    """

    def check(value: t.Any) -> list[str]:
        if not isinstance(value, list):
            raise ValueError(f"is not a list; write it as {example}")
        found = []
        for number, entry in enumerate(value, start=1):
            try:
                found += [] if is_blank(entry) else [text(entry)]
            except ValueError:
                raise ValueError(f"has an entry {number} that is not a text; write it as {example}") from None
        if value and not found:
            raise ValueError(f"has blank entries only; write it as {example}")
        return found

    return check


def documents(value: t.Any) -> dict[str, str]:
    """Check which document stands for a library; a blank one stands for none."""
    example = "write it as {ACTIVE: ACTIVE!1234.1}"
    if not isinstance(value, dict):
        raise ValueError(f"does not say by library which document; {example}")
    try:
        return {text(library): text(one) for library, one in value.items() if not is_blank(one)}
    except ValueError:
        raise ValueError(f"has a library or a document that is not a text; {example}") from None


def attestations(value: t.Any) -> dict[str, dict[str, str]]:
    """Check attestations: what no machine can see, a named person says, with a date."""
    if not isinstance(value, dict):
        raise ValueError(f"is not a mapping of check IDs; write {{R6: {_example()}}}")
    checked: dict[str, dict[str, str]] = {}
    mistakes = []
    for name, said in value.items():
        try:
            attested = _attestable(str(name).strip())
            if attested in checked:
                raise ValueError(f"names check {attested} twice")
            checked[attested] = _attestation(attested, said)
        except ValueError as error:
            mistakes.append(str(error))
    if mistakes:
        raise ValueError("; it ".join(mistakes))
    return checked


def _example() -> str:
    return f"{{by: NAME, date: {datetime.now(timezone.utc):%Y-%m-%d}}}"


def _attestation(name: str, said: t.Any) -> dict[str, str]:
    if not isinstance(said, dict) or is_blank(said.get("by")) or is_blank(said.get("date")):
        raise ValueError(f"lacks 'by' or 'date' for check {name}; write {name}: {_example()}")
    unknown = sorted(set(map(str, said)) - {"by", "date", "note"})
    if unknown:
        raise ValueError(f"has the unknown key {', '.join(unknown)} for check {name}; known are by, date, note")
    try:
        day = datetime.strptime(str(said["date"])[:10], "%Y-%m-%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise ValueError(f"has a date that is not YYYY-MM-DD for check {name}") from None
    # Somewhere it is tomorrow already.
    if day > datetime.now(timezone.utc).date() + timedelta(days=1):
        raise ValueError(f"has a date in the future for check {name}")
    return {
        "by": str(said["by"]).strip(),
        "date": day.isoformat(),
        "note": str(said.get("note") or "").strip(),
    }


def _attestable(name: str) -> str:
    """Return the ID of a check that a named person may attest."""
    found = check_id(name)
    if found not in ATTESTABLE:
        raise ValueError(f"names check {found}, which is decided by reading; nobody can attest it")
    return found
