# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The client's sign-ins, as the simulator sees them: how often a password is sent, and what happens when one ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from helpers import imanage_clients as clients

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.client import ImanageClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.connection import Connection
from simulator import Simulator
from simulator.seed import Firm


def sign_ins(sim: Simulator, name: str | None = None) -> int:
    """Count the sign-ins, or those as one user; sign-outs do not count."""
    return sum(
        not entry.path.endswith("/revoke-token") and name in (None, entry.user)
        for entry in sim.journal.entries(kind="signin")
    )


def failing(connection: Connection, path: str = "/api") -> EthicalWallsError:
    with pytest.raises(EthicalWallsError) as caught:
        connection.call("GET", path, operation="read")
    return caught.value


# One sign-in


def test_a_sign_in_is_used_for_all_calls_and_ended(sim: Simulator, firm: Firm) -> None:
    connection = clients.connection(firm)
    assert connection.open() is connection.open()
    assert connection.call("GET", "/api", operation="read").status == 200
    assert len(firm.imanage.tokens) == 1
    connection.close()
    connection.close()
    assert firm.imanage.tokens == {}
    assert connection.transport.counter == {"read": 2, "write": 0, "signin": 2}


def test_a_sign_out_that_fails_is_no_failure(sim: Simulator, firm: Firm) -> None:
    connection = clients.connection(firm)
    connection.open()
    sim.faults.add(kind="drop_before", firm=firm.name, system="imanage", path_contains="revoke", times=0)
    connection.close()
    assert sum(entry.path.endswith("/revoke-token") for entry in sim.journal.entries()) == 1


def test_an_application_without_a_secret_sends_none(sim: Simulator) -> None:
    firm = sim.firm("birch")
    assert firm.imanage.client_secret is None
    assert clients.connection(firm).open().user_id == "ADMIN"


def test_a_token_is_learnt_as_a_secret(sim: Simulator, firm: Firm) -> None:
    connection = clients.connection(firm)
    connection.open()
    (token,) = firm.imanage.tokens
    assert token not in connection.transport.error(f"saw {token}", "unexpected").reason


# A sign-in that ended


def test_an_expired_sign_in_is_renewed_once(sim: Simulator, firm: Firm) -> None:
    connection = clients.connection(firm)
    connection.open()
    firm.imanage.tokens.clear()
    assert connection.call("GET", "/api", operation="read").status == 200
    assert sign_ins(sim) == 2
    firm.imanage.tokens.clear()
    assert connection.call("GET", "/api", operation="read").status == 401
    assert sign_ins(sim) == 2


def test_a_write_is_sent_again_after_a_renewed_sign_in(sim: Simulator, firm: Firm) -> None:
    """401 says that the server did not act."""
    client = clients.client(firm)
    client.confirm_tenant()
    sim.faults.add(kind="token_expiry", firm=firm.name, system="imanage", kind_of_request="write")
    client.change_members("ACTIVE", "LITIGATION", "add", ["LAWYER3"])
    assert firm.imanage.libraries["ACTIVE"].groups["LITIGATION"].members.count("LAWYER3") == 1
    assert sim.journal.counts()["write"] == 2
    assert sim.journal.counts()["effective_writes"] == 1


def test_a_password_that_has_become_wrong_is_sent_once(sim: Simulator, firm: Firm) -> None:
    connection = clients.connection(firm)
    connection.open()
    firm.imanage.passwords["ADMIN"] = "Changed-pretend-password-1"
    firm.imanage.tokens.clear()
    assert failing(connection).kind == "auth"
    assert sign_ins(sim) == 2
    for _time in range(3):
        with pytest.raises(EthicalWallsError) as caught:
            connection.call("GET", "/api", operation="read")
        assert caught.value.kind == "auth"
    assert sign_ins(sim) == 2
    account = firm.imanage.account("ADMIN")
    assert account is not None
    assert account.failed_logins == 1


def test_a_wrong_password_is_sent_once_however_often_it_is_tried(sim: Simulator, firm: Firm) -> None:
    client = ImanageClient(clients.connection(firm, password="Wrong-pretend-password"))
    messages = set()
    for _time in range(4):
        with pytest.raises(EthicalWallsError) as caught:
            client.confirm_tenant()
        assert caught.value.kind == "auth"
        messages.add(str(caught.value))
    assert len(messages) == 1
    assert sign_ins(sim) == 1
    assert "Wrong-pretend" not in messages.pop()


def test_a_sign_in_as_the_account_is_never_renewed(sim: Simulator, firm: Firm) -> None:
    operator = clients.client(firm)
    operator.confirm_tenant()
    account = operator.sign_in_as(clients.account_name(firm), clients.account_password(firm))
    assert account.operations("ACTIVE").status == 200
    firm.imanage.tokens.clear()
    assert account.operations("ACTIVE").status == 401
    assert account.operations("CLOSED").status == 401
    assert sign_ins(sim, clients.account_name(firm)) == 1


@pytest.mark.parametrize("kind", ["rate_limit", "unavailable", "drop_before", "drop_after", "bad_gateway"])
def test_a_sign_in_as_the_account_is_sent_once(sim: Simulator, firm: Firm, kind: str) -> None:
    operator = clients.client(firm)
    operator.confirm_tenant()
    sim.journal.clear()
    sim.faults.add(kind=kind, firm=firm.name, system="imanage", kind_of_request="signin", times=0)
    with pytest.raises(EthicalWallsError) as caught:
        operator.sign_in_as(clients.account_name(firm), clients.account_password(firm))
    assert caught.value.kind == ("rate_limited" if kind == "rate_limit" else "unavailable")
    assert sign_ins(sim) == 1


def test_the_operators_sign_in_is_repeated_only_when_it_was_not_looked_at(sim: Simulator, firm: Firm) -> None:
    sim.faults.add(kind="rate_limit", firm=firm.name, system="imanage", kind_of_request="signin", times=2)
    clients.connection(firm).open()
    assert sign_ins(sim) == 3
    sim.journal.clear()
    sim.faults.add(kind="gateway_timeout", firm=firm.name, system="imanage", kind_of_request="signin")
    with pytest.raises(EthicalWallsError) as caught:
        clients.connection(firm).open()
    assert caught.value.ambiguous is True
    assert sign_ins(sim) == 1


@pytest.mark.parametrize("as_account", [False, True])
def test_a_password_is_counted_once_by_a_server_before_oauth(sim: Simulator, as_account: bool) -> None:
    firm = sim.firm("birch")
    firm.imanage.version = "10.2.1"
    client = clients.client(firm)
    client.confirm_tenant()
    sim.journal.clear()
    other = clients.connection(firm, password="Wrong-pretend-password")
    with pytest.raises(EthicalWallsError) as caught:
        client.sign_in_as(clients.ACCOUNT, "Wrong-pretend-password") if as_account else other.open()
    assert caught.value.kind == "auth"
    assert [entry.path for entry in sim.journal.entries(kind="signin")] == [
        "/auth/oauth2/token",
        "/api/v1/session/login",
    ]
    account = firm.imanage.account(clients.ACCOUNT if as_account else "ADMIN")
    assert account is not None
    assert account.failed_logins == 1


def test_a_server_before_oauth_is_signed_in_to_without_a_sign_out(sim: Simulator) -> None:
    firm = sim.firm("birch")
    firm.imanage.version = "10.2.1"
    connection = clients.connection(firm)
    assert connection.open().version == "10.2.1"
    connection.close()
    assert [entry.path for entry in sim.journal.entries(kind="signin")] == [
        "/auth/oauth2/token",
        "/api/v1/session/login",
    ]


def test_an_application_that_is_closed_to_the_account_is_no_question_of_its_password(sim: Simulator) -> None:
    """Setting the password anew would not help, and the refusal counts no failed sign-in."""
    firm = sim.firm("alder")
    client = clients.client(firm)
    client.confirm_tenant()
    for switch, value, question in (
        ("app_users", {firm.imanage.client_id: ["ADMIN"]}, "application"),
        ("required_scope", "x", "scope"),
    ):
        setattr(firm.imanage, switch, value)
        with pytest.raises(EthicalWallsError) as caught:
            client.sign_in_as(clients.account_name(firm), clients.account_password(firm))
        assert (caught.value.kind, caught.value.refusal) == ("auth", question)
        setattr(firm.imanage, switch, {} if switch == "app_users" else None)
    assert client.sign_in_as(clients.account_name(firm), clients.account_password(firm))


def test_a_server_before_discovery_is_known_by_its_sign_in_and_its_list_of_libraries(sim: Simulator) -> None:
    firm = sim.firm("birch")
    firm.imanage.version, firm.imanage.absent_calls = "10.1.5", ("GET /api",)
    client = clients.client(firm)
    assert client.confirm_tenant() == []
    assert (client.discovery.customer_id, client.discovery.user_id, client.discovery.version) == ("1", "ADMIN", None)
    assert [library.id for library in client.discovery.libraries] == list(firm.imanage.libraries)
    assert client.is_member("ACTIVE", "ADMIN", "NRTADMIN") is True


# A kept sign-in


@pytest.fixture
def kept(firm: Firm, tmp_path: Path) -> str:
    connection = clients.connection(firm)
    connection.open()
    path = connection.keep(str(tmp_path))
    connection.close()
    assert len(firm.imanage.tokens) == 1
    return path


def test_a_kept_sign_in_costs_nothing_to_use(sim: Simulator, firm: Firm, kept: str) -> None:
    sim.journal.clear()
    client = clients.client(firm, session=kept)
    assert client.confirm_tenant() == []
    client.close()
    assert sim.journal.entries() == []
    assert client.user("LAWYER1") is not None
    client.close()
    assert [entry.kind for entry in sim.journal.entries()] == ["read"]


def test_an_expired_kept_sign_in_is_renewed_for_all_tasks(sim: Simulator, firm: Firm, kept: str) -> None:
    sim.journal.clear()
    firm.clock.advance(firm.imanage.idle_timeout + 1)
    for _task in range(2):
        client = clients.client(firm, session=kept)
        assert client.user("LAWYER1") is not None
        client.close()
    assert sign_ins(sim) == 1
    assert len(firm.imanage.tokens) == 1
    assert next(iter(firm.imanage.tokens)) in Path(kept).read_text(encoding="utf-8")


def test_a_kept_sign_in_that_cannot_be_renewed_is_left_as_it_is(sim: Simulator, firm: Firm, kept: str) -> None:
    before = Path(kept).read_text(encoding="utf-8")
    firm.imanage.tokens.clear()
    connection = clients.connection(firm, session=kept, password="Wrong-pretend-password")
    connection.open()
    assert failing(connection).kind == "auth"
    assert Path(kept).read_text(encoding="utf-8") == before


def test_a_kept_sign_in_whose_file_is_gone_when_renewed_is_an_error_of_ours(
    sim: Simulator, firm: Firm, kept: str
) -> None:
    connection = clients.connection(firm, session=kept)
    connection.open()
    firm.imanage.tokens.clear()
    Path(kept).unlink()
    Path(kept).parent.rmdir()
    error = failing(connection)
    assert "session" in str(error)
    assert firm.imanage.tokens == {}, "the new sign-in was left open"


def test_a_sign_in_that_cannot_be_kept_is_an_error_of_ours(sim: Simulator, firm: Firm, tmp_path: Path) -> None:
    connection = clients.connection(firm)
    connection.open()
    with pytest.raises(EthicalWallsError) as caught:
        connection.keep(str(tmp_path / "nowhere"))
    assert caught.value.kind == "unexpected"
    connection.close()
    assert firm.imanage.tokens == {}


def test_a_kept_sign_in_is_ended_once(sim: Simulator, firm: Firm, kept: str) -> None:
    sim.journal.clear()
    assert clients.connection(firm, session=kept).end_kept_session() is True
    assert firm.imanage.tokens == {}
    assert not Path(kept).exists()
    assert clients.connection(firm, session=kept).end_kept_session() is False
    assert clients.connection(firm).end_kept_session() is False
    assert [entry.path for entry in sim.journal.entries()] == ["/auth/oauth2/revoke-token"]


@pytest.mark.parametrize("how", ["user", "firm", "modes", "gone"])
def test_another_ones_kept_sign_in_is_refused_and_nobody_signs_in(
    sim: Simulator, firm: Firm, kept: str, how: str
) -> None:
    other = firm
    more: dict[str, Any] = {}
    if how == "user":
        more["username"] = "somebody.else@alder.example"
    elif how == "firm":
        other = sim.firm("birch" if firm.name == "alder" else "alder")
        more["username"] = clients.operator_name(firm)
    elif how == "modes":
        Path(kept).chmod(0o644)
    else:
        Path(kept).unlink()
    sim.journal.clear()
    with pytest.raises(EthicalWallsError) as caught:
        clients.connection(other, session=kept, **more).open()
    assert caught.value.kind == "auth"
    assert "session file is not usable" in str(caught.value)
    assert sim.journal.entries() == []


def test_a_prefix_overrides_that_of_a_kept_sign_in(firm: Firm, kept: str) -> None:
    given = {"expected_customer_id": firm.imanage.customer_id, "api_prefix": "/api/v2"}
    client = ImanageClient(clients.connection(firm, session=kept), **given)
    assert client.discovery.prefix == "/api/v2"
    firm.imanage.tokens.clear()
    with pytest.raises(EthicalWallsError, match="nothing below the prefix /api/v2"):
        client.user("LAWYER1")
    assert clients.connection(firm, session=kept).open().prefix == "/work/api/v2"


# The account


def test_the_accounts_client_has_the_same_options(sim: Simulator, firm: Firm) -> None:
    operator = clients.client(firm)
    account = operator.sign_in_as(clients.account_name(firm), clients.account_password(firm))
    assert account.discovery == operator.discovery
    assert account.connection.credentials.scope is None
    assert account.connection.credentials.attempts == 1
    assert account.counter is operator.counter
    account.close()
    operator.close()
    assert firm.imanage.tokens == {}
