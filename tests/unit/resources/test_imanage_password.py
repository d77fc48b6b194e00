# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a password that nobody can read back is written."""

from __future__ import annotations

import pytest
from unit.resources.fake_client import FakeClient, refusing

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_account import AccountState
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_password import (
    PasswordDecision,
    decide_password,
)

MORNING, EVENING = "2026-11-24T08:00:00Z", "2026-11-24T20:00:00Z"


def account(**records: str | None) -> AccountState:
    """Return an account whose records' passwords were changed at these moments."""
    return AccountState({scope: {"allow_logon": True, "pwd_changed_ts": moment} for scope, moment in records.items()})


EXISTING = account(A=MORNING)


def decide(
    client: FakeClient, state: AccountState = EXISTING, update: str = "when_changed", check: bool = False
) -> PasswordDecision:
    return decide_password(client, state, update, "svc", "password", None, check)  # type: ignore[arg-type]


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
