# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The service account as iManage has it: one table of its fields, and how they are read."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field
from datetime import datetime

from .._core.timestamps import format_timestamp, parse_timestamp
from .._imanage.client import ImanageClient, Record

# ``user_nos`` of a virtual user, the only kind that can sign in with a password when single sign-on is on (V/R).
VIRTUAL = 2

_DIRECTORY = 6


def _text(value: t.Any) -> str:
    return str(value or "").strip()


def _lower(value: t.Any) -> str:
    return _text(value).lower()


def _truth(value: t.Any) -> bool | None:
    return None if value is None else bool(value)


def _number(value: t.Any) -> int | None:
    """Return a number that was perhaps written as a text; C(None) for anything else."""
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


@dataclass(frozen=True)
class AccountField:
    """One field of a user's profile.

    :ivar name: its name here, in diffs and plans.
    :ivar written_as: its name in a write; the vendor uses two names for one of them, all in C(read_as).
    :ivar title: how people call it.
    :ivar normalise: makes two values comparable.
    """

    name: str
    written_as: str
    title: str
    normalise: t.Callable[[t.Any], t.Any] = _truth
    read_as: tuple[str, ...] = ()
    cloud_only: bool = False

    def read(self, record: Record) -> t.Any:
        """Return the field's value in a record, C(None) where the record lacks it."""
        for name in self.read_as or (self.written_as,):
            if name in record:
                return record[name]
        return None


FIELDS = (
    AccountField("full_name", "full_name", "full name", _text),
    AccountField("email", "email", "e-mail address", _lower),
    AccountField("enabled", "allow_logon", "permission to sign in"),
    AccountField("external", "is_external", "external user"),
    AccountField("force_password_change", "force_password_change", "forced password change"),
    AccountField(
        "password_never_expires",
        "pwd_never_expire",
        "password expiry",
        read_as=("pwd_never_expire", "password_never_expire"),
    ),
    AccountField("ip_lock", "ip_range_enabled", "restriction to an address", cloud_only=True),
    AccountField("ip_range", "ip_range", "permitted address", _text, cloud_only=True),
)

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
        moments = [parse_timestamp(record.get("pwd_changed_ts")) for record in records]
        return max((moment for moment in moments if moment is not None), default=None)


def read_account(client: ImanageClient, user_id: str, libraries: t.Sequence[str]) -> AccountState:
    """Read the account: globally in the cloud, in each of the libraries on-premises."""
    if client.discovery.is_cloud:
        record = client.user(user_id)
        return AccountState() if record is None else AccountState({"": record}, libraries_of(record))
    records = {}
    for library in libraries:
        record = client.library_user(library, user_id)
        if record is not None:
            records[library] = record
    return AccountState(records, list(records))


def libraries_of(record: Record) -> list[str]:
    """Return the IDs of the libraries in a user record."""
    libraries = record.get("libraries")
    entries = libraries if isinstance(libraries, list) else []
    return [
        str(entry.get("library_id") or entry.get("id"))
        for entry in entries
        if isinstance(entry, dict) and (entry.get("library_id") or entry.get("id"))
    ]


def is_directory_user(record: Record) -> bool:
    """Say whether a user comes from a directory and so cannot sign in with a password of its own."""
    return _number(record.get("user_nos")) == _DIRECTORY


def failed_sign_ins(record: Record) -> int | None:
    """Return how often a sign-in has failed since the last good one; C(None) where it can't be known."""
    value = record.get("failed_logins")
    if value is None or value == "":
        return 0
    number = _number(value)
    return None if number is None or number < 0 else number


def describe_account(client: ImanageClient, user_id: str, state: AccountState) -> dict[str, t.Any]:
    """Return what modules show of the account; never a password, which iManage does not return either."""
    record = state.record
    email = record.get("email")
    return {
        "id": user_id,
        "full_name": record.get("full_name"),
        "email": email,
        "sign_in_name": client.sign_in_name(user_id, email),
        "enabled": all(bool(found.get("allow_logon")) for found in state.records.values()) and state.exists,
        "locked": any(bool(found.get("is_locked")) for found in state.records.values()),
        "failed_logins": _most_failed_sign_ins(state),
        "virtual": _number(record.get("user_nos")) == VIRTUAL,
        "external": bool(record.get("is_external")),
        "libraries": state.libraries,
        "preferred_library": record.get("preferred_library"),
        "password_changed_at": format_timestamp(state.password_changed_at()),
        "password_never_expires": _password_never_expires(state),
        "force_password_change": any(bool(found.get("force_password_change")) for found in state.records.values()),
        "ip_lock": bool(record.get("ip_range_enabled")),
        "ip_range": record.get("ip_range") or None,
        "pending": False,
    }


def _most_failed_sign_ins(state: AccountState) -> int | None:
    counts = [failed_sign_ins(record) for record in state.records.values()]
    return None if None in counts else max((count for count in counts if count is not None), default=0)


def comparable(record: Record) -> dict[str, t.Any]:
    """Return the fields of one record in the form in which they are compared and shown in a diff."""
    return {one.name: one.normalise(one.read(record)) for one in FIELDS if one.read(record) is not None}


def _password_never_expires(state: AccountState) -> bool:
    expiry = next(one for one in FIELDS if one.name == "password_never_expires")
    return state.exists and all(bool(expiry.read(record)) for record in state.records.values())
