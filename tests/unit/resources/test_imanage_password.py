# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a password that nobody can read back is written."""

from __future__ import annotations

from typing import Any

import pytest
from unit.imanage import clients
from unit.resources.fake_client import FakeClient, refusing

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_account import AccountState
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_password import (
    PasswordDecision,
    decide_password,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_user import ensure_user
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_user_task import WantedUser
from simulator import Simulator
from simulator.imanage import users as simulated_users
from simulator.seed import Firm

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


def _always(firm: Firm, user_id: str = "LAWYER1") -> WantedUser:
    return WantedUser(
        user_id=user_id,
        libraries=list(firm.imanage.libraries),
        user_password="Another-pretend-password-1",
        update_password="always",
    )


def test_a_server_that_tells_no_moment_is_written_to_once(
    sim: Simulator, firm: Firm, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_show = simulated_users.show

    def show(*args: Any, **more: Any) -> dict[str, Any]:
        record = real_show(*args, **more)
        del record["pwd_changed_ts"]
        return record

    monkeypatch.setattr(simulated_users, "show", show)
    firm.imanage.refuse_reused_password = False
    client = clients.client(firm)
    ensure_user(client, WantedUser("LAWYER1", list(firm.imanage.libraries)), check_mode=False)
    sim.journal.clear()
    outcome = ensure_user(client, _always(firm), check_mode=False)
    assert outcome.converged is True
    assert outcome.extra["password_action"] == "set"
    assert sim.journal.counts()["write"] == (1 if firm.imanage.is_cloud else 2)


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "malformed_json", "bad_gateway"])
def test_a_lost_answer_does_not_write_it_twice(sim: Simulator, kind: str) -> None:
    firm = sim.firm("alder")
    client = clients.client(firm)
    ensure_user(client, WantedUser("LAWYER1", ["ACTIVE", "CLOSED"]), check_mode=False)
    sim.journal.clear()
    sim.faults.add(kind=kind, firm="alder", system="imanage", kind_of_request="write")
    outcome = ensure_user(client, _always(firm), check_mode=False)
    assert (outcome.converged, outcome.plan) == (True, ["Set the password of LAWYER1"])
    assert firm.imanage.passwords["LAWYER1"] == "Another-pretend-password-1"
    assert sim.journal.counts()["effective_writes"] == 1
