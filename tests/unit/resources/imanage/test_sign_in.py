# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the account may be signed in as: never when that could help to lock it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.resources.fake_client import FakeClient, refusing

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.sign_in import (
    reason_not_to_try,
    try_sign_in,
)

EGRESS = "20.91.134.182"
GOOD: dict[str, Any] = {"is_locked": False, "allow_logon": True, "failed_logins": 0, "ip_range_enabled": False}


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"failed_logins": 1},
        {"failed_logins": "1"},
        {"failed_logins": None},
        {"failed_logins": ...},
        {"failed_logins": ""},
        {"is_locked": None},
        {"is_locked": ...},
        # Not the booleans that the vendor declares: they tell nothing.
        {"is_locked": "false"},
        {"allow_logon": "true"},
        {"ip_range_enabled": "false"},
        {"allow_logon": None},
        {"allow_logon": ...},
        {"ip_range_enabled": None, "ip_range": EGRESS},
        {"ip_range_enabled": ..., "ip_range": EGRESS},
    ],
)
def test_an_account_in_order_is_tried(change: dict[str, Any]) -> None:
    assert reason_not_to_try([_record(change)], None) is None


def _record(change: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**GOOD, **change}.items() if value is not ...}


@pytest.mark.parametrize(
    ("change", "status", "reason"),
    [
        ({"is_locked": True}, "rejected", "locked"),
        ({"allow_logon": False}, "rejected", "not allowed"),
        ({"failed_logins": 2}, "unknown", "failed_sign_ins"),
        ({"failed_logins": 3}, "unknown", "failed_sign_ins"),
        ({"failed_logins": "2"}, "unknown", "failed_sign_ins"),
        ({"failed_logins": 2.0}, "unknown", "failed_sign_ins"),
        # A number that can't be read may be the one before the last.
        ({"failed_logins": "two"}, "unknown", "failed_sign_ins"),
        ({"failed_logins": -1}, "unknown", "failed_sign_ins"),
        ({"failed_logins": []}, "unknown", "failed_sign_ins"),
        ({"failed_logins": float("nan")}, "unknown", "failed_sign_ins"),
        ({"ip_range_enabled": True}, "unknown", "ip_locked"),
        ({"ip_range_enabled": True, "ip_range": EGRESS}, "unknown", "ip_locked"),
        ({"is_locked": True, "failed_logins": 2, "allow_logon": False}, "rejected", "locked"),
    ],
)
def test_another_account_is_not_tried(change: dict[str, Any], status: str, reason: str) -> None:
    found = reason_not_to_try([_record(change)], None)
    assert found is not None
    assert (found.status, found.tried, found.client) == (status, False, None)
    assert reason in str(found.reason)


@pytest.mark.parametrize(
    ("ip_range", "source", "tried"),
    [
        (EGRESS, EGRESS, True),
        (f"{EGRESS}, 10.0.0.7", "10.0.0.7", True),
        (f" {EGRESS} ", EGRESS, True),
        (f"{EGRESS}/32", EGRESS, True),
        (f"{EGRESS}-{EGRESS}", EGRESS, True),
        (f"{EGRESS},", EGRESS, True),
        (EGRESS, "10.0.0.7", False),
        (EGRESS, "20.91.134.18", False),
        (EGRESS, None, False),
        ("", "", False),
        (None, None, False),
        (None, "None", False),
        ("10.0.0.0/29", "10.0.0.7", True),
        ("10.0.0.0/29", "10.0.0.8", False),
        ("10.0.0.1 - 10.0.0.9", "10.0.0.7", True),
        ("from the office", "10.0.0.7", False),
    ],
)
def test_a_restricted_account_is_tried_from_its_address(ip_range: Any, source: str | None, tried: bool) -> None:
    found = reason_not_to_try([_record({"ip_range_enabled": True, "ip_range": ip_range})], source)
    assert (found is None) is tried


def test_one_record_in_disorder_is_enough() -> None:
    assert reason_not_to_try([GOOD, GOOD], None) is None
    found = reason_not_to_try([GOOD, _record({"is_locked": True})], None)
    assert found is not None
    assert found.status == "rejected"


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.floats(), st.lists(st.integers()))
            for name in (*GOOD, "ip_range")
        },
    )
)
def test_no_record_breaks_it(record: dict[str, Any]) -> None:
    found = reason_not_to_try([record], EGRESS)
    assert found is None or found.status in ("rejected", "unknown")
    if record.get("is_locked") is True:
        assert found is not None


@pytest.mark.parametrize(
    ("records", "tried"),
    [
        ([{}], False),
        ([{"is_locked": False, "failed_logins": None}], False),
        ([{"failed_logins": 0}], True),
        ([{}, {"failed_logins": "1"}], True),
        ([], False),
    ],
)
def test_where_failed_sign_ins_are_not_counted_it_depends_on_who_asks(
    records: list[dict[str, Any]], tried: bool
) -> None:
    """A sign-in each night with a password that somebody has changed locks the account on the third."""
    assert reason_not_to_try(records, None) is None
    found = reason_not_to_try(records, None, only_when_counted=True)
    assert (found is None) is tried
    if found is not None:
        assert (found.status, found.reason, found.tried) == ("unknown", "uncounted", False)


def test_an_account_in_disorder_costs_no_sign_in() -> None:
    client = FakeClient()
    assert try_sign_in(client, [_record({"failed_logins": 2})], "svc", "password").tried is False  # type: ignore[arg-type]
    assert client.asked == []


def test_a_sign_in_that_works() -> None:
    client = FakeClient()
    found = try_sign_in(client, [GOOD], "svc", "password")  # type: ignore[arg-type]
    assert (found.status, found.tried) == ("signed_in", True)
    assert found.client is not None
    assert client.asked == [("sign_in_as", "svc", "password")]


def test_a_refused_sign_in_is_an_answer() -> None:
    client = FakeClient(sign_in=refusing("auth"))
    found = try_sign_in(client, [GOOD], "svc", "password")  # type: ignore[arg-type]
    assert (found.status, found.tried, found.client) == ("rejected", True, None)
    assert "HTTP 401" in str(found.reason)
    assert len(client.asked) == 1


@pytest.mark.parametrize(
    ("refusal", "record", "words"),
    [
        ("password", GOOD, ("imanage_username_form", "svc", "failed sign-in 1 in a row", "after 2 none")),
        ("password", {"failed_logins": "1"}, ("failed sign-in 2 in a row",)),
        ("password", {}, ("does not tell how many sign-ins have failed", "only with report_directory")),
        ("application", GOOD, ("not of the password", "application")),
        ("scope", GOOD, ("not of the password",)),
    ],
)
def test_what_a_refused_sign_in_is_a_question_of(refusal: str, record: dict[str, Any], words: tuple[str, ...]) -> None:
    def refuse() -> None:
        error = EthicalWallsError("HTTP 401", kind="auth", system="iManage")
        error.refusal = refusal
        raise error

    found = try_sign_in(FakeClient(sign_in=refuse), [record], "svc", "password")  # type: ignore[arg-type]
    assert (found.status, found.tried, found.refusal) == ("rejected", True, refusal)
    assert all(word in str(found.reason) for word in words)


@pytest.mark.parametrize("kind", ["unavailable", "rate_limited", "unexpected", "not_found"])
def test_a_sign_in_that_could_not_be_tried_is_an_error(kind: str) -> None:
    client = FakeClient(sign_in=refusing(kind))
    with pytest.raises(EthicalWallsError) as caught:
        try_sign_in(client, [GOOD], "svc", "password")  # type: ignore[arg-type]
    assert caught.value.kind == kind
    assert len(client.asked) == 1
