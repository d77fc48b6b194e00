# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof: how each answer is judged, and how long it waits for a better one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.resources.fake_client import FakeClient, discovery, refusing

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.transport import Reply
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources import imanage_access
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_access import (
    STATUSES,
    WantedAccess,
    judge_rights,
    read_access,
)

RECORD = {"id": "SVC-LEGORA", "allow_logon": True, "is_locked": False, "failed_logins": 0}


@pytest.mark.parametrize(
    ("rights", "status", "document_view", "role"),
    [
        ({"id": "META", "m2_bits": {"document_view": False}}, "compliant", False, "META"),
        ({"id": "full", "m2_bits": {"document_view": True}}, "noncompliant", True, "FULL"),
        ({"m2_bits": {"document_view": False}}, "compliant", False, None),
        ({"id": "META"}, "unknown", None, "META"),
        ({"id": "META", "m2_bits": {}}, "unknown", None, "META"),
        ({"id": "META", "m2_bits": None}, "unknown", None, "META"),
        ({"id": "META", "m2_bits": []}, "unknown", None, "META"),
        ({"id": "META", "m2_bits": {"document_view": None}}, "unknown", None, "META"),
        ({"id": "META", "m2_bits": {"document_view": "false"}}, "unknown", None, "META"),
        ({"id": "META", "m2_bits": {"document_view": 0}}, "unknown", None, "META"),
        ({"id": "META", "m1_bits": {"document_view": False}}, "unknown", None, "META"),
        ({"document_view": False}, "unknown", None, None),
        ({}, "unknown", None, None),
    ],
)
def test_only_a_plain_no_is_compliant(
    rights: dict[str, Any], status: str, document_view: bool | None, role: str | None
) -> None:
    proof = judge_rights("ACTIVE", rights)
    assert (proof.id, proof.status, proof.document_view, proof.role) == ("ACTIVE", status, document_view, role)
    assert (proof.reason is None) is (status == "compliant")


@given(
    st.dictionaries(st.sampled_from(["id", "m2_bits"]), st.one_of(st.none(), st.booleans(), st.text(), st.integers()))
)
def test_no_answer_is_compliant_by_accident(rights: dict[str, Any]) -> None:
    assert judge_rights("ACTIVE", rights).status == "unknown"


# The whole proof


def rights(document_view: bool | None = False, role: str = "META") -> Reply:
    bits = {} if document_view is None else {"document_view": document_view}
    return Reply(200, {}, json.dumps({"data": {"id": role, "m2_bits": bits}}).encode())


def no_access(status: int = 403) -> Reply:
    return Reply(status, {}, b"")


class Waits:
    """A clock that moves by waiting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        monkeypatch.setattr(imanage_access.time, "monotonic", lambda: self.now)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    return Waits(monkeypatch)


def prove(account: FakeClient, waits: Waits, **more: Any) -> dict[str, Any]:
    operator = FakeClient(account.discovery, sign_in=lambda: account, record=RECORD)
    wanted = WantedAccess(
        **{
            "user_id": " svc-legora ",
            "account_username": "svc",
            "account_password": "password",
            "libraries": ["ACTIVE", "CLOSED"],
            **more,
        }
    )
    outcome = read_access(operator, wanted, check_mode=False, sleep=waits.sleep)  # type: ignore[arg-type]
    assert outcome.changed is False
    assert operator.asked == [("user", "SVC-LEGORA"), ("sign_in_as", "svc", "password")]
    assert account.closed == 1
    resource: dict[str, Any] = outcome.resource
    return resource


# Rejected is a sign-in, not a library.
@pytest.mark.parametrize("worst", [status for status in STATUSES if status != "rejected"])
@pytest.mark.parametrize("first", [True, False])
def test_the_worst_library_is_the_accounts(waits: Waits, worst: str, first: bool) -> None:
    replies = {
        "compliant": rights(False), "pending": no_access(), "unknown": rights(None), "noncompliant": rights(True),
    }  # fmt: skip
    names = ["ACTIVE", "CLOSED"] if first else ["CLOSED", "ACTIVE"]
    found = prove(FakeClient(replies={names[0]: [replies[worst]], names[1]: [rights(False)]}), waits)
    assert found["status"] == worst
    assert found["signed_in"] is True


@pytest.mark.parametrize("status", [403, 404])
def test_no_access_is_pending_in_the_cloud_only(waits: Waits, status: int) -> None:
    for deployment, expected in (("cloud", "pending"), ("on_premises", "noncompliant")):
        account = FakeClient(discovery(deployment), replies={"ACTIVE": [no_access(status)], "CLOSED": [rights()]})
        found = prove(account, waits)
        assert found["status"] == expected
        assert str(status) in found["reason"]
    assert waits.waits == []


def test_it_waits_for_a_change_to_become_effective(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [no_access(), no_access(), rights()], "CLOSED": [rights()]})
    assert prove(account, waits, wait_for_effective=600)["status"] == "compliant"
    assert waits.waits == [15.0, 15.0]
    assert [asked for asked in account.asked if asked == ("operations", "CLOSED")] == [("operations", "CLOSED")]


def test_it_waits_no_longer_than_asked(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [no_access()], "CLOSED": [rights()]})
    assert prove(account, waits, wait_for_effective=40)["status"] == "pending"
    assert waits.waits == [15.0, 15.0, 10.0]


def test_it_does_not_wait_for_what_will_not_change(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [rights(True)], "CLOSED": [rights(None)]})
    assert prove(account, waits, wait_for_effective=600)["status"] == "noncompliant"
    assert waits.waits == []


def test_a_sign_in_that_ends_meanwhile_leaves_it_unknown(waits: Waits) -> None:
    """It is not renewed: one attempt a play."""
    account = FakeClient(replies={"ACTIVE": [no_access(), no_access(401)], "CLOSED": [rights()]})
    found = prove(account, waits, wait_for_effective=600)
    assert (found["status"], found["signed_in"]) == ("unknown", True)
    assert "ended the sign-in" in found["reason"]
    assert waits.waits == [15.0]


@pytest.mark.parametrize("status", [400, 500])
def test_another_answer_is_an_error_and_signs_out(waits: Waits, status: int) -> None:
    account = FakeClient(replies={"ACTIVE": [no_access(status)], "CLOSED": [rights()]})
    with pytest.raises(EthicalWallsError) as caught:
        prove(account, waits)
    assert caught.value.http_status == status
    assert account.closed == 1


@pytest.mark.parametrize(
    ("download", "status"),
    [
        (403, "compliant"),
        (200, "noncompliant"),
        (206, "noncompliant"),
        (404, "unknown"),
        (401, "unknown"),
        (500, "unknown"),
    ],
)
def test_a_test_document_must_be_refused(waits: Waits, download: int, status: str) -> None:
    account = FakeClient(replies={"ACTIVE": [rights()], "CLOSED": [rights()]}, download_status=download)
    found = prove(account, waits, test_documents={"ACTIVE": "ACTIVE!1.1"})
    assert found["status"] == status
    assert ("download", "ACTIVE", "ACTIVE!1.1") in account.asked
    assert [library["status"] for library in found["libraries"]] == [status, "compliant"]


def test_a_test_document_is_not_asked_for_when_the_answer_is_known(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [rights(True)], "CLOSED": [rights()]})
    prove(account, waits, test_documents={"ACTIVE": "ACTIVE!1.1"})
    assert [asked for asked in account.asked if asked[0] == "download"] == []


def test_a_refused_sign_in_is_told_for_each_library(waits: Waits) -> None:
    operator = FakeClient(sign_in=refusing("auth"), record=RECORD)
    wanted = WantedAccess("SVC-LEGORA", "svc", "password", ["ACTIVE", "CLOSED"])
    found = read_access(operator, wanted, check_mode=False, sleep=waits.sleep).resource  # type: ignore[arg-type]
    assert (found["status"], found["signed_in"]) == ("rejected", False)
    assert [library["status"] for library in found["libraries"]] == ["rejected", "rejected"]


def test_a_missing_account_costs_no_sign_in(waits: Waits) -> None:
    operator = FakeClient(record=None)
    with pytest.raises(EthicalWallsError) as caught:
        read_access(
            operator,  # type: ignore[arg-type]
            WantedAccess("SVC-LEGORA", "svc", "password", ["ACTIVE"]),
            check_mode=False,
            sleep=waits.sleep,
        )
    assert caught.value.kind == "not_found"
    assert operator.asked == [("user", "SVC-LEGORA")]


@pytest.mark.parametrize(
    "queue",
    [
        {"path": "/customers/{customer}/{other}"},
        {"path": "customers/{customer}/events"},
        {"path": "/events", "method": "POST"},
        {"path": "/events", "expression": "length(["},
    ],
)
@pytest.mark.parametrize("check_mode", [False, True])
def test_a_mistake_in_the_event_queue_is_found_before_anything_is_sent(
    waits: Waits, queue: dict[str, Any], check_mode: bool
) -> None:
    operator = FakeClient(record=RECORD)
    wanted = WantedAccess("SVC-LEGORA", "svc", "password", ["ACTIVE"], event_queue=queue)
    with pytest.raises(EthicalWallsError) as caught:
        read_access(operator, wanted, check_mode=check_mode, sleep=waits.sleep)  # type: ignore[arg-type]
    assert caught.value.kind == "validation"
    assert operator.asked == []
