# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account's fields: read under each of their names, compared without what does not matter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.resources.fake_client import FakeClient

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.timestamps import format_timestamp
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_account import (
    FIELDS,
    AccountState,
    comparable,
    describe_account,
    is_directory_user,
    libraries_of,
)

RECORD: dict[str, Any] = {
    "id": "SVC-LEGORA",
    "full_name": "Legora service account",
    "email": "Svc@Alder.example",
    "allow_logon": True,
    "is_locked": False,
    "failed_logins": 1,
    "is_external": False,
    "force_password_change": False,
    "pwd_never_expire": True,
    "pwd_changed_ts": "2026-11-24T08:35:04.123Z",
    "preferred_library": "ACTIVE",
    "user_nos": 2,
    "ip_range_enabled": True,
    "ip_range": "20.91.134.182",
}


def state(*changes: dict[str, Any]) -> AccountState:
    """Return an account: in the cloud with one record, on-premises with one for each library."""
    records = [{**RECORD, **change} for change in changes]
    return AccountState({f"L{number}": record for number, record in enumerate(records)}, ["ACTIVE"])


def described(*changes: dict[str, Any]) -> dict[str, Any]:
    return describe_account(FakeClient(), "SVC-LEGORA", state(*changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("record", "value"),
    [
        ({"pwd_never_expire": True}, True),
        ({"password_never_expire": True}, True),
        ({"pwd_never_expire": False}, False),
        ({"password_never_expire": False}, False),
        ({"pwd_never_expire": False, "password_never_expire": True}, False),
        ({}, None),
    ],
)
def test_the_expiry_is_read_under_both_names(record: dict[str, Any], value: bool | None) -> None:
    expiry = next(one for one in FIELDS if one.name == "password_never_expires")
    assert expiry.written_as == "pwd_never_expire"
    assert expiry.read(record) is value
    assert comparable(record).get("password_never_expires") is value


def test_fields_are_compared_without_what_does_not_matter() -> None:
    assert comparable({**RECORD, "full_name": " Legora service account ", "is_external": 0}) == {
        "full_name": "Legora service account",
        "email": "svc@alder.example",
        "enabled": True,
        "external": False,
        "force_password_change": False,
        "password_never_expires": True,
        "ip_lock": True,
        "ip_range": "20.91.134.182",
    }


def test_null_and_absent_are_not_false() -> None:
    assert comparable({"allow_logon": None, "is_external": False}) == {"external": False}
    assert comparable({}) == {}


def test_the_whole_account() -> None:
    assert described({}) == {
        "id": "SVC-LEGORA",
        "full_name": "Legora service account",
        "email": "Svc@Alder.example",
        "sign_in_name": "Svc@Alder.example",
        "enabled": True,
        "locked": False,
        "failed_logins": 1,
        "virtual": True,
        "external": False,
        "libraries": ["ACTIVE"],
        "preferred_library": "ACTIVE",
        "password_changed_at": "2026-11-24T08:35:04Z",
        "password_never_expires": True,
        "force_password_change": False,
        "ip_lock": True,
        "ip_range": "20.91.134.182",
        "pending": False,
    }


def test_no_account() -> None:
    shown = describe_account(FakeClient(), "SVC-LEGORA", AccountState())  # type: ignore[arg-type]
    assert (shown["enabled"], shown["locked"], shown["failed_logins"]) == (False, False, 0)
    assert (shown["password_never_expires"], shown["password_changed_at"], shown["libraries"]) == (False, None, [])


def test_the_worst_record_counts() -> None:
    shown = described(
        {"failed_logins": 0, "pwd_changed_ts": "2026-11-24T08:00:00Z"},
        {
            "allow_logon": False, "is_locked": True, "failed_logins": 2, "force_password_change": True,
            "pwd_never_expire": False, "pwd_changed_ts": "2026-11-24T09:00:00Z",
        },
    )  # fmt: skip
    assert (shown["enabled"], shown["locked"], shown["failed_logins"]) == (False, True, 2)
    assert (shown["force_password_change"], shown["password_never_expires"]) == (True, False)
    assert shown["password_changed_at"] == "2026-11-24T09:00:00Z"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0, 0), (2, 2), ("2", 2), (None, 0), ("", 0), (2.0, 2), ("two", None), ("-1", None), ([], None), (-1, None)],
)
def test_failed_sign_ins_that_are_no_number_are_unknown(value: Any, shown: int | None) -> None:
    assert described({"failed_logins": value})["failed_logins"] == shown


def test_one_unknown_number_of_failed_sign_ins_makes_all_unknown() -> None:
    assert described({"failed_logins": 1}, {"failed_logins": "two"})["failed_logins"] is None


@pytest.mark.parametrize(
    ("libraries", "ids"),
    [
        ([{"id": "1!A", "library_id": "ACTIVE"}], ["ACTIVE"]),
        ([{"id": "ACTIVE"}, {"library_id": "CLOSED"}], ["ACTIVE", "CLOSED"]),
        ([{}, None, "ACTIVE", {"id": ""}], []),
        ([], []),
        (None, []),
        ("ACTIVE", []),
        (5, []),
    ],
)
def test_the_libraries_of_a_record(libraries: Any, ids: list[str]) -> None:
    assert libraries_of({"libraries": libraries}) == ids
    assert libraries_of({}) == []


@pytest.mark.parametrize(("user_nos", "expected"), [(2, False), (6, True), ("6", True), (None, False), (0, False)])
def test_a_user_of_a_directory(user_nos: Any, expected: bool) -> None:
    assert is_directory_user({"user_nos": user_nos}) is expected
    assert is_directory_user({}) is False


def test_when_the_password_was_changed() -> None:
    account = state({"pwd_changed_ts": "2026-11-24T08:00:00Z"}, {"pwd_changed_ts": None}, {"pwd_changed_ts": "never"})
    assert format_timestamp(account.password_changed_at()) == "2026-11-24T08:00:00Z"
    assert format_timestamp(account.password_changed_at("L0")) == "2026-11-24T08:00:00Z"
    assert account.password_changed_at("L1") is None
    assert account.password_changed_at("nowhere") is None
    assert AccountState().password_changed_at() is None


@given(
    st.dictionaries(
        st.sampled_from(sorted(RECORD)),
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.none()), st.floats()),
    )
)
def test_no_record_breaks_it(changes: dict[str, Any]) -> None:
    shown = described(changes)
    assert shown["id"] == "SVC-LEGORA"
    assert isinstance(shown["enabled"], bool)
