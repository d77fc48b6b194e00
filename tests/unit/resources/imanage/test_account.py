# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account's fields: read under each of their names, compared without what does not matter."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.resources.fake_client import FakeClient, discovery

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.timestamps import format_timestamp
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.account import (
    FIELDS,
    AccountState,
    comparable,
    describe_account,
    is_directory_user,
    read_account,
    require_unknown,
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
    assert comparable({**RECORD, "full_name": " Legora service account ", "is_external": False}) == {
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


@pytest.mark.parametrize("value", [None, "false", "true", 0, 1, [], {}])
def test_only_truths_are_truths(value: Any) -> None:
    assert comparable({"allow_logon": value}) == {}
    shown = described({"allow_logon": value, "is_locked": value, "is_external": value, "ip_range_enabled": value})
    assert {shown[name] for name in ("enabled", "locked", "external", "ip_lock")} == {None}


FIELD = {one.name: one for one in FIELDS}


@pytest.mark.parametrize(
    ("name", "record", "wanted", "differs"),
    [
        ("password_never_expires", {}, True, False),
        ("password_never_expires", {"pwd_never_expire": False}, True, True),
        ("force_password_change", {"force_password_change": "true"}, False, False),
        ("email", {"email": None}, "svc@alder.example", True),
        ("email", {"email": "SVC@alder.example"}, "svc@alder.example", False),
        ("email", {}, "svc@alder.example", False),
        ("ip_range", {"ip_range": "20.91.134.182/32"}, "20.91.134.182", False),
        ("ip_range", {"ip_range": "20.91.134.182-20.91.134.182"}, "20.91.134.182", False),
        ("ip_range", {"ip_range": "20.91.134.182,"}, "20.91.134.182", False),
        ("ip_range", {"ip_range": "20.91.134.183"}, "20.91.134.182", True),
        ("ip_range", {"ip_range": ""}, "20.91.134.182", True),
        ("ip_range", {"ip_range": "the office"}, "20.91.134.182", False),
        ("ip_range", {"ip_range": "20.91.134.182"}, "the office", True),
        ("ip_range", {}, "20.91.134.182", False),
    ],
)
def test_what_is_not_told_is_not_different(name: str, record: dict[str, Any], wanted: Any, differs: bool) -> None:
    assert FIELD[name].differs(record, wanted) is differs


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
    assert (shown["enabled"], shown["libraries"]) == (False, [])
    told = {name: value for name, value in shown.items() if value is not None}
    assert set(told) == {"id", "sign_in_name", "enabled", "libraries", "pending"}


def test_nothing_is_told() -> None:
    shown = describe_account(FakeClient(), "SVC-LEGORA", AccountState({"": {"id": "SVC-LEGORA"}}))  # type: ignore[arg-type]
    told = {name: value for name, value in shown.items() if value is not None}
    assert told == {"id": "SVC-LEGORA", "sign_in_name": "SVC-LEGORA", "libraries": [], "pending": False}


def test_one_record_that_does_not_tell_makes_it_unknown_unless_another_is_worse() -> None:
    silent = {"allow_logon": None, "is_locked": None, "pwd_never_expire": None, "force_password_change": None}
    names = ("enabled", "locked", "password_never_expires", "force_password_change")
    assert {described({}, silent)[name] for name in names} == {None}
    bad = {"allow_logon": False, "is_locked": True, "pwd_never_expire": False, "force_password_change": True}
    assert [described(bad, silent)[name] for name in names] == [False, True, False, True]


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
    [(0, 0), (2, 2), ("2", 2), (None, None), ("", None), (2.0, 2), ("two", None), ("-1", None), ([], None), (-1, None)],
)
def test_failed_sign_ins_that_are_no_number_are_unknown(value: Any, shown: int | None) -> None:
    assert described({"failed_logins": value})["failed_logins"] == shown


def test_one_unknown_number_of_failed_sign_ins_makes_all_unknown() -> None:
    assert described({"failed_logins": 1}, {"failed_logins": "two"})["failed_logins"] is None


# Reading


def read(client: FakeClient, *libraries: str) -> AccountState:
    return read_account(client, "SVC-LEGORA", libraries or ("ACTIVE", "CLOSED"))  # type: ignore[arg-type]


def in_libraries(*entries: Any, **more: Any) -> FakeClient:
    return FakeClient(record={"id": "SVC-LEGORA", "libraries": list(entries)}, **more)


def test_the_library_s_id_is_the_text() -> None:
    """C(library_id) is a number (R)."""
    client = in_libraries({"id": "ACTIVE", "library_id": 1, "preferred": True}, {"id": "CLOSED", "library_id": 2})
    assert read(client).libraries == ["ACTIVE", "CLOSED"]
    assert read(in_libraries()).libraries == []


@pytest.mark.parametrize(
    "entries",
    [
        [{"id": "1!A", "library_id": "ACTIVE"}],
        [{"library_id": 1}],
        [{"id": ""}],
        ["ACTIVE"],
        [None],
    ],
)
def test_libraries_that_there_are_not_are_not_none(entries: list[Any]) -> None:
    with pytest.raises(EthicalWallsError) as caught:
        read(in_libraries(*entries))
    assert caught.value.kind == "unsupported"


def test_where_the_record_leaves_its_libraries_out_they_are_asked_for() -> None:
    client = FakeClient(record={"id": "SVC-LEGORA"}, user_libraries=[{"id": "CLOSED"}])
    assert read(client).libraries == ["CLOSED"]
    client = FakeClient(record={"id": "SVC-LEGORA"}, groups={"ACTIVE": []})
    assert read(client).libraries == ["ACTIVE"], "a library that knows its groups knows the user"


LIBRARY_USER = {
    "id": "SVC-LEGORA", "is_locked": True, "failed_logins": 2, "pwd_changed_ts": "2026-11-24T08:00:00Z",
    "password_never_expire": True, "force_password_change": False, "email": "other@alder.example",
}  # fmt: skip


def test_in_the_cloud_one_library_tells_what_the_global_user_does_not() -> None:
    client = in_libraries({"id": "CLOSED"}, {"id": "ACTIVE"}, library_records={"ACTIVE": LIBRARY_USER})
    client.record = {**(client.record or {}), "email": "svc@alder.example", "pwd_never_expire": False}
    shown = describe_account(client, "SVC-LEGORA", read(client))  # type: ignore[arg-type]
    assert (shown["locked"], shown["failed_logins"], shown["password_never_expires"]) == (True, 2, True)
    assert (shown["force_password_change"], shown["password_changed_at"]) == (False, "2026-11-24T08:00:00Z")
    assert shown["email"] == "svc@alder.example"
    assert client.asked == [("user", "SVC-LEGORA"), ("library_user", "ACTIVE", "SVC-LEGORA")]


def test_a_library_that_tells_nothing_leaves_it_untold() -> None:
    client = in_libraries({"id": "ACTIVE"})
    shown = describe_account(client, "SVC-LEGORA", read(client))  # type: ignore[arg-type]
    assert (shown["locked"], shown["failed_logins"], shown["password_never_expires"]) == (None, None, None)


@pytest.mark.parametrize("status", [400, 403, 405, 500])
def test_a_library_that_does_not_offer_the_call_is_no_obstacle(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FakeClient, library: str, user_id: str) -> None:
        raise self.error("no", "permission", http_status=status)

    monkeypatch.setattr(FakeClient, "library_user", refuse)
    if status == 500:
        with pytest.raises(EthicalWallsError):
            read(in_libraries({"id": "ACTIVE"}))
    else:
        assert read(in_libraries({"id": "ACTIVE"})).exists


def test_on_premises_only_the_libraries_are_asked() -> None:
    client = FakeClient(discovery("on_premises"), library_records={"CLOSED": LIBRARY_USER})
    state = read(client)
    assert (state.libraries, list(state.records)) == (["CLOSED"], ["CLOSED"])
    assert {asked[0] for asked in client.asked} == {"library_user"}


def test_an_account_whose_groups_are_known_is_not_unknown() -> None:
    client = FakeClient(groups={"CLOSED": []})
    require_unknown(client, "SVC-LEGORA", ["ACTIVE"], "prepare")  # type: ignore[arg-type]
    with pytest.raises(EthicalWallsError) as caught:
        require_unknown(client, "SVC-LEGORA", ["ACTIVE", "CLOSED"], "prepare")  # type: ignore[arg-type]
    assert (caught.value.kind, "CLOSED" in caught.value.reason) == ("unsupported", True)


def test_an_account_that_somebody_else_has_just_made_is_a_conflict() -> None:
    client = FakeClient(discovery("on_premises"), groups={"CLOSED": []}, library_records={"CLOSED": LIBRARY_USER})
    with pytest.raises(EthicalWallsError) as caught:
        require_unknown(client, "SVC-LEGORA", ["CLOSED"], "prepare")  # type: ignore[arg-type]
    assert caught.value.kind == "conflict"


@pytest.mark.parametrize(("user_nos", "expected"), [(2, False), (6, True), ("6", True), (None, None), (0, False)])
def test_a_user_of_a_directory(user_nos: Any, expected: bool | None) -> None:
    assert is_directory_user({"user_nos": user_nos}) is expected
    assert is_directory_user({}) is None


def test_when_the_password_was_changed() -> None:
    account = state({"pwd_changed_ts": "2026-11-24T08:00:00Z"}, {"pwd_changed_ts": None}, {"pwd_changed_ts": "never"})
    assert format_timestamp(account.password_changed_at()) == "2026-11-24T08:00:00Z"
    assert format_timestamp(account.password_changed_at("L0")) == "2026-11-24T08:00:00Z"
    assert account.password_changed_at("L1") is None
    assert account.password_changed_at("nowhere") is None
    assert AccountState().password_changed_at() is None
    # From a server elsewhere, an old password would be the newest.
    assert state({"pwd_changed_ts": "2026-11-24T08:00:00"}).password_changed_at() is None


@given(
    st.dictionaries(
        st.sampled_from(sorted(RECORD)),
        st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.lists(st.none()), st.floats()),
    )
)
def test_no_record_breaks_it(changes: dict[str, Any]) -> None:
    shown = described(changes)
    assert shown["id"] == "SVC-LEGORA"
    assert shown["enabled"] in (True, False, None)
