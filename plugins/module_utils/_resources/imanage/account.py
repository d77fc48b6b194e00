# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service account as iManage has it: one table of its fields, and how they are read.

Not each call tells each field, and a server may leave any of them out. What is not told is C(None), never false or 0.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from datetime import datetime

from ..._core.address_ranges import same_ranges
from ..._core.errors import EthicalWallsError
from ..._core.timestamps import format_timestamp, parse_moment
from ..._imanage.calls import NOT_OFFERED
from ..._imanage.client import ImanageClient
from ..._imanage.records import DIFFERS, Record, record_id

# ``user_nos`` of a virtual user, the only kind that can sign in with a password when single sign-on is on (V/R).
VIRTUAL = 2

_DIRECTORY = 6

# What a new account is called, so that whoever meets it in Control Center knows what it is for.
DEFAULT_FULL_NAME = "Legora service account"

# What only the library user tells, as far as it is declared (V/R); C(has_password) is of no use here.
_TOLD_BY_A_LIBRARY = ("is_locked", "failed_logins", "force_password_change", "pwd_changed_ts")
_EXPIRY = ("pwd_never_expire", "password_never_expire")


def _text(value: t.Any) -> str:
    return str(value or "").strip()


def _lower(value: t.Any) -> str:
    return _text(value).lower()


def _truth(value: t.Any) -> bool | None:
    """Return a truth; C(None) for anything else: a text "false" would count as true."""
    return value if isinstance(value, bool) else None


def _number(value: t.Any) -> int | None:
    """Return a number that was perhaps written as a text; C(None) for anything else."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _same(one: t.Any, other: t.Any) -> bool:
    return bool(one == other)


def _same_addresses(told: str, wanted: str) -> bool:
    """Compare two restrictions to addresses; what is told in a form that can't be read is not said to be another."""
    return told == wanted if same_ranges(wanted, wanted) is None else same_ranges(told, wanted) is not False


@dataclass(frozen=True)
class AccountField:
    """One field of a user's profile.

    :ivar name: its name here, in diffs and plans.
    :ivar written_as: its name in a write; the vendor uses two names for one of them, all in C(read_as).
    """

    name: str
    written_as: str
    title: str
    normalise: t.Callable[[t.Any], t.Any] = _truth
    read_as: tuple[str, ...] = ()
    same: t.Callable[[t.Any, t.Any], bool] = _same

    def read(self, record: Record) -> t.Any:
        """Return the field's value in a record, normalised; C(None) where the record does not tell it."""
        for name in self.read_as or (self.written_as,):
            value = self.normalise(record[name]) if name in record else None
            if value is not None:
                return value
        return None

    def differs(self, record: Record, wanted: t.Any) -> bool:
        """Return whether a record is known to have another value; what is not told is not different."""
        value = self.read(record)
        return value is not None and not self.same(value, self.normalise(wanted))


FIELDS = (
    AccountField("full_name", "full_name", "full name", _text),
    AccountField("email", "email", "e-mail address", _lower),
    AccountField("enabled", "allow_logon", "permission to sign in"),
    AccountField("external", "is_external", "external user"),
    AccountField("force_password_change", "force_password_change", "forced password change"),
    AccountField("password_never_expires", "pwd_never_expire", "password expiry", read_as=_EXPIRY),
    AccountField("ip_lock", "ip_range_enabled", "restriction to an address"),
    AccountField("ip_range", "ip_range", "permitted address", _text, same=_same_addresses),
)
_FIELD = {one.name: one for one in FIELDS}

# What makes a user a service account that keeps working (T): no forced change, no expiry, not external (V).
SERVICE_ACCOUNT_RULES = {"external": False, "force_password_change": False, "password_never_expires": True}


@dataclass
class AccountState:
    """The account as iManage has it.

    :ivar records: in the cloud one record under the key C(""); on-premises one for each library that has the user.
    :ivar libraries: the libraries that the account is in, as far as they were read.
    """

    records: dict[str, Record] = field(default_factory=dict)
    libraries: list[str] = field(default_factory=list)

    @property
    def exists(self) -> bool:
        return bool(self.records)

    def is_in(self, library: str) -> bool:
        """Say whether the account is in a library; iManage does not spell its ID alike everywhere."""
        return library.upper() in (one.upper() for one in self.libraries)

    @property
    def record(self) -> Record:
        """The record that stands for the account: on-premises that of the first library that has it."""
        return next(iter(self.records.values()), {})

    def password_changed_at(self, scope: str | None = None) -> datetime | None:
        """Return when the password was last changed; over all records the latest."""
        records = self.records.values() if scope is None else [self.records.get(scope, {})]
        moments = [parse_moment(record.get("pwd_changed_ts")) for record in records]
        return max((moment for moment in moments if moment is not None), default=None)

    @property
    def enabled(self) -> bool | None:
        """Whether it may sign in, by all of its records; one that is nowhere may not."""
        return self.worst(lambda record: told(record, "enabled"), bad=False) if self.exists else False

    def worst(self, read: t.Callable[[Record], bool | None], bad: bool) -> bool | None:
        """Return a truth over all records: C(bad) if one tells that, C(None) if one does not tell it."""
        values = [read(record) for record in self.records.values()]
        return bad if bad in values else None if None in values or not values else not bad


def read_account(client: ImanageClient, user_id: str, libraries: t.Sequence[str]) -> AccountState:
    """Read the account: on-premises in each of the libraries; in the cloud globally, and in one of its libraries.

    In the cloud the global user does not tell whether it is locked, nor anything of its password (R), but the user of a
    library does (V for the vendor's facade, A for this path). One is enough: there it is one user (V).

    :param libraries: of interest, the first that the account is in is asked in the cloud.
    :raises EthicalWallsError: C(unsupported) when the libraries that iManage names are none that there are.
    """
    if not client.discovery.is_cloud:
        records = {}
        for library in libraries:
            record = client.library_user(library, user_id)
            if record is not None:
                records[library] = record
        return AccountState(records, list(records))
    record = client.user(user_id)
    if record is None:
        return AccountState()
    state = AccountState({"": record}, _libraries_of(client, user_id, record, libraries))
    ours = next((library for library in [*libraries, *state.libraries] if state.is_in(library)), None)
    if ours is not None:
        state.records[""] = {**record, **_told_by_library(client, ours, user_id)}
    return state


def _told_by_library(client: ImanageClient, library: str, user_id: str) -> Record:
    """Return what a library tells of the account's sign-in and password; nothing where it refuses."""
    try:
        found = client.library_user(library, user_id) or {}
    except EthicalWallsError as error:
        if error.http_status not in NOT_OFFERED:
            raise
        return {}
    values = {name: found[name] for name in _TOLD_BY_A_LIBRARY if found.get(name) is not None}
    expiry = told(found, "password_never_expires")
    return values if expiry is None else {**values, **dict.fromkeys(_EXPIRY, expiry)}


def libraries_told(client: ImanageClient, user_id: str, record: Record) -> list[str] | None:
    """Return the IDs of the libraries that a global user is in: C(libraries[].id) (R); C(library_id) is a number.

    :returns: C(None) where neither its record nor a call of their own tells them.
    :raises EthicalWallsError: C(unsupported) when one of them has no ID.
    """
    entries = record.get("libraries")
    if not isinstance(entries, list):
        entries = client.libraries_of_user(user_id)
    return None if entries is None else [record_id(entry if isinstance(entry, dict) else {}) for entry in entries]


def _libraries_of(client: ImanageClient, user_id: str, record: Record, libraries: t.Sequence[str]) -> list[str]:
    """Return the IDs of the libraries that a global user is in; where they are not told, each of interest is asked."""
    found = libraries_told(client, user_id, record)
    if found is None:
        return [library for library in libraries if client.groups_of_user(library, user_id) is not None]
    known = [library.id.upper() for library in client.discovery.libraries]
    if found and not any(library.upper() in known for library in found):
        raise client.error(
            f"iManage names the libraries of {user_id} as {', '.join(found)}, and none of them is a library that there "
            f"is ({', '.join(known)})",
            "unsupported",
            operation=f"read the libraries of {user_id}",
            hint=DIFFERS,
        )
    return found


def require_unknown(client: ImanageClient, user_id: str, libraries: t.Iterable[str], operation: str) -> None:
    """Check that libraries in which the account was not found really do not know it: C(GET L/users/{id}/groups) (R).

    Otherwise the call that did not find it is not offered here, and 404 says nothing of the account.

    :raises EthicalWallsError: C(unsupported), before anything is written; C(conflict) where somebody else has assigned
        it in the meantime.
    """
    known = [library for library in libraries if client.groups_of_user(library, user_id) is not None]
    if known:
        again = read_account(client, user_id, known)
        if all(again.is_in(library) for library in known):
            raise client.error(
                f"somebody else has just put {user_id} in library {', '.join(known)}; nothing was written",
                "conflict",
                operation=operation,
                hint="Run again once that other run has ended.",
            )
        place = "its libraries" if client.discovery.is_cloud else "the users"
        raise client.error(
            f"iManage knows the groups of {user_id} in library {', '.join(known)}, but it is not among {place} that "
            "were read there; nothing was written",
            "unsupported",
            operation=operation,
            hint=DIFFERS,
        )


def told(record: Record, name: str) -> t.Any:
    """Return a field of a record by its name here, C(None) where the record does not tell it."""
    return _FIELD[name].read(record)


def is_directory_user(record: Record) -> bool | None:
    """Say whether a user comes from a directory and so cannot sign in with a password of its own."""
    number = _number(record.get("user_nos"))
    return None if number is None else number == _DIRECTORY


def failed_sign_ins(record: Record) -> int | None:
    """Return how often a sign-in has failed since the last good one; C(None) where it is not told, or no number."""
    number = _number(record.get("failed_logins"))
    return None if number is None or number < 0 else number


def describe_account(client: ImanageClient, user_id: str, state: AccountState) -> dict[str, t.Any]:
    """Return what modules show of the account; never a password, which iManage does not return either."""
    record = state.record
    email = record.get("email")
    number = _number(record.get("user_nos"))
    return {
        "id": user_id,
        "full_name": record.get("full_name"),
        "email": email,
        "sign_in_name": client.sign_in_name(user_id, email),
        "enabled": state.enabled,
        "locked": state.worst(lambda found: _truth(found.get("is_locked")), bad=True),
        "failed_logins": _most_failed_sign_ins(state),
        "virtual": None if number is None else number == VIRTUAL,
        "external": state.worst(lambda found: told(found, "external"), bad=True),
        "libraries": state.libraries,
        "preferred_library": record.get("preferred_library"),
        "password_changed_at": format_timestamp(state.password_changed_at()),
        "password_never_expires": state.worst(lambda found: told(found, "password_never_expires"), bad=False),
        "force_password_change": state.worst(lambda found: told(found, "force_password_change"), bad=True),
        "ip_lock": told(record, "ip_lock"),
        "ip_range": record.get("ip_range") or None,
        "pending": False,
    }


def _most_failed_sign_ins(state: AccountState) -> int | None:
    counts = [failed_sign_ins(record) for record in state.records.values()]
    return None if None in counts else max((count for count in counts if count is not None), default=None)


def comparable(record: Record) -> dict[str, t.Any]:
    """Return the fields of one record in the form in which they are compared and shown in a diff."""
    return {one.name: one.read(record) for one in FIELDS if one.read(record) is not None}
