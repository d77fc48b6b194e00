# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a password that nobody can read back is written."""

from __future__ import annotations

from typing import Any

import pytest
from unit.resources.fake_client import FakeClient, refusing

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.account import AccountState
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.password_decision import (
    PasswordDecision,
    decide_password,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user_task import WantedUser

MORNING, EVENING = "2026-11-24T08:00:00Z", "2026-11-24T20:00:00Z"


def account(**records: str | None) -> AccountState:
    """Return an account whose records' passwords were changed at these moments."""
    return AccountState({scope: {"allow_logon": True, "pwd_changed_ts": moment} for scope, moment in records.items()})


EXISTING = account(A=MORNING)


def decide(
    client: FakeClient, state: AccountState = EXISTING, update: str = "when_changed", check: bool = False, **more: Any
) -> PasswordDecision:
    wanted = WantedUser("svc-legora", user_password="password", update_password=update, **more)
    return decide_password(client, state, wanted, "svc", check)  # type: ignore[arg-type]


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize(
    ("state", "update"),
    [(AccountState(), "always"), (AccountState(), "when_changed"), (EXISTING, "on_create")],
)
def test_nothing_is_asked_or_due(state: AccountState, update: str, check: bool) -> None:
    client = FakeClient()
    found = decide(client, state, update, check)
    assert (found.due, found.action, found.checked_by) == (False, "kept", "none")
    assert client.asked == []


@pytest.mark.parametrize("check", [False, True])
def test_always_is_always_due(check: bool) -> None:
    client = FakeClient()
    found = decide(client, update="always", check=check)
    assert (found.due, found.action, found.checked_by) == (True, "set", "none")
    assert found.still_due(EXISTING) == ["A"]
    assert client.asked == []


def test_a_dry_run_does_not_ask() -> None:
    client = FakeClient()
    found = decide(client, check=True)
    assert (found.due, found.action, found.checked_by) == (False, "unknown", "none")
    assert client.asked == []


def test_a_sign_in_that_works_keeps_it() -> None:
    signed_in = FakeClient()
    found = decide(FakeClient(sign_in=lambda: signed_in))
    assert (found.due, found.action, found.checked_by) == (False, "kept", "login")
    assert signed_in.closed == 1


def test_a_refused_sign_in_makes_it_due() -> None:
    client = FakeClient(sign_in=refusing("auth"))
    found = decide(client)
    assert (found.due, found.action, found.checked_by) == (True, "set", "login")
    assert len(client.asked) == 1


@pytest.mark.parametrize("refusal", ["application", "scope", None])
def test_a_refusal_that_is_not_about_the_password_writes_none(refusal: str | None) -> None:
    found = decide(FakeClient(sign_in=refusing("auth", refusal)))
    assert (found.due, found.action, found.checked_by) == (False, "unknown", "none")


LOCKED_TO = {"ip_range_enabled": True, "ip_range": "20.91.134.182/32"}


@pytest.mark.parametrize("check", [False, True])
@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"is_locked": True}, ("locked", "Unlock SVC-LEGORA")),
        ({"allow_logon": False}, ("disabled", "without update_password=always")),
        ({"failed_logins": 2}, ("2 failed sign-ins", "Reset the failed sign-ins")),
        (LOCKED_TO, ("from 20.91.134.182/32 only", "Remove the address restriction")),
        ({"ip_range_enabled": True, "ip_range": "the office"}, ("from the office only",)),
        ({"ip_range_enabled": True}, ("addresses that iManage does not tell",)),
    ],
)
def test_a_password_that_could_not_be_tried_is_not_written(
    record: dict[str, Any], words: tuple[str, ...], check: bool
) -> None:
    client, addresses = FakeClient(), {"source_address": "10.0.0.7", "legora_address": "20.91.134.183"}
    with pytest.raises(EthicalWallsError) as caught:
        decide(client, AccountState({"": record}), "always", check, **addresses)
    assert caught.value.kind == "conflict"
    assert all(word in caught.value.sentence() for word in (*words, "nothing was written"))
    assert client.asked == []


@pytest.mark.parametrize(
    ("record", "more"),
    [
        ({}, {}),
        ({"allow_logon": True, "is_locked": False, "failed_logins": 1}, {}),
        (LOCKED_TO, {"legora_address": "20.91.134.182"}),
        (LOCKED_TO, {"source_address": "20.91.134.182"}),
        (LOCKED_TO, {"ip_lock": False}),
        ({}, {"ip_lock": True, "ip_range": "20.91.134.182", "legora_address": "20.91.134.182"}),
    ],
)
def test_a_password_that_can_be_tried_is_written(record: dict[str, Any], more: dict[str, Any]) -> None:
    assert decide(FakeClient(), AccountState({"": record}), "always", **more).due is True


def test_a_restriction_that_this_call_makes_counts() -> None:
    with pytest.raises(EthicalWallsError):
        decide(FakeClient(), AccountState({"": {}}), "always", ip_lock=True, ip_range="20.91.134.182")


def test_a_refused_sign_in_counts_too() -> None:
    """After the second one nobody would try whether the new password is right."""
    refused = FakeClient(sign_in=refusing("auth"))
    assert decide(refused, AccountState({"": {"failed_logins": 0}})).due is True
    with pytest.raises(EthicalWallsError) as caught:
        decide(refused, AccountState({"": {"failed_logins": 1}}))
    assert (caught.value.kind, "2 failed sign-ins" in caught.value.reason) == ("conflict", True)


def test_an_account_that_may_not_be_tried_keeps_it() -> None:
    client = FakeClient()
    found = decide(client, AccountState({"": {"failed_logins": 2}}))
    assert (found.due, found.action, found.checked_by) == (False, "unknown", "none")
    assert client.asked == []


def test_a_sign_in_that_could_not_be_tried_is_an_error() -> None:
    with pytest.raises(EthicalWallsError):
        decide(FakeClient(sign_in=refusing("unavailable")))


def test_a_later_moment_means_that_it_is_done() -> None:
    found = decide(FakeClient(), account(A=MORNING, B=MORNING), "always")
    assert found.still_due(account(A=MORNING, B=MORNING)) == ["A", "B"]
    assert found.still_due(account(A=EVENING, B=MORNING)) == ["B"]
    assert found.still_due(account(A=EVENING, B=EVENING)) == []
    assert found.still_due(account(A=MORNING, B=MORNING, C=MORNING)) == ["A", "B"]
    assert found.still_due(account(A=MORNING)) == ["A"]
    assert PasswordDecision().still_due(account(A=MORNING)) == []


def test_without_moments_a_write_that_was_answered_counts() -> None:
    """Otherwise a server that does not tell when it was changed would never be content."""
    found = decide(FakeClient(), account(A=None, B=None), "always")
    assert found.still_due(account(A=None, B=None)) == ["A", "B"]
    found.written.add("A")
    assert found.still_due(account(A=None, B=None)) == ["B"]
