# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator is held to what the references declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from unit.doubles.simulator.api import Api

from simulator import Simulator, running
from simulator.imanage import groups, rights, sign_in, users
from simulator.imanage.comparison import declared_only, differences, name_of, same_call
from simulator.imanage.contract import ACCOUNT_STATE, CALLS, Field
from simulator.seed import FLAVOURS

USER = {"id": "A", "allow_logon": True}
ROUTES = "/work/api/v2/customers/{customer}"


def all_fields(fields: dict[str, Field]) -> Iterator[tuple[str, Field]]:
    for name, one in fields.items():
        yield name, one
        yield from all_fields(one.fields)


def test_every_field_has_a_kind_and_a_source() -> None:
    kinds = {"string", "integer", "boolean", "time", "strings", "object", "objects"}
    for call, contract in CALLS.items():
        assert contract.shape in ("one", "list", "plain", "file"), call
        assert contract.source[0] in "GPSA", call
        for name, one in all_fields(contract.fields):
            assert one.kind in kinds, (call, name)
            assert one.source.split()[0].rstrip(":,") in ("G", "P", "S4", "S6", "A"), (call, name)
            assert bool(one.fields) == (one.kind in ("object", "objects")), (call, name)
            # What is declared by nobody must not be demanded of anybody.
            assert not (one.seen and one.required), (call, name)
            assert one.seen == (one.source.startswith("A") or one.instead_of is not None), (call, name)
        for name, kind in contract.query.items():
            assert kind in ("string", "integer", "boolean"), (call, name)
        for flavour, body in contract.bodies.items():
            assert flavour in FLAVOURS, call
            assert body.source[0] in "GSA", call
            assert set(body.fields.values()) <= kinds, call
            assert {*body.required, *body.witnessed} <= set(body.fields), call
        assert bool(contract.bodies) == (not call.startswith("GET ")), call


def test_the_whole_table_is_there() -> None:
    assert len(CALLS) == 25
    assert sum(len(list(all_fields(contract.fields))) for contract in CALLS.values()) == 424


def test_every_call_of_the_simulator_is_in_the_contract() -> None:
    """A call that is not would not be compared."""
    routers = (sign_in.router, rights.discovery_router, groups.router, users.router, rights.router)
    routes = {(method, one.path) for router in routers for one in router.routes for method in one.methods}
    assert len(routes) == len(CALLS)
    assert {name_of(method, path) for method, path in routes} == set(CALLS)


def test_the_names_of_calls() -> None:
    assert name_of("GET", f"{ROUTES}/users/{{user_id}}") == "GET C/users/{user}"
    assert name_of("GET", f"{ROUTES}/libraries/{{library_id}}/users/{{id}}/groups") == "GET L/users/{user}/groups"
    assert name_of("GET", f"{ROUTES}/libraries") == "GET C/libraries"
    assert name_of("GET", "/api") == "GET /api"
    assert name_of("DELETE", f"{ROUTES}/users") is None
    assert same_call("GET L/users/{id}", "GET L/users/{user}")
    assert not same_call("GET L/users", "GET L/users/{user}")


# What the account's state is told by: the point in which the references and this project once differed


@pytest.mark.parametrize("call", ["GET C/users", "GET C/users/{user}"])
def test_no_reference_declares_an_accounts_state_for_the_global_user(call: str) -> None:
    fields = CALLS[call].fields
    assert {name for name in ACCOUNT_STATE if name in fields and not fields[name].seen} == set()


@pytest.mark.parametrize("call", ["GET L/users/{user}", "GET L/groups/{group}/members"])
def test_some_of_it_is_declared_for_the_user_of_a_library(call: str) -> None:
    fields = CALLS[call].fields
    assert {name for name in ACCOUNT_STATE if name in fields and not fields[name].seen} == {
        "failed_logins", "force_password_change", "password_never_expire", "pwd_changed_ts",
    }  # fmt: skip


@pytest.mark.parametrize("call", ["GET C/users", "GET C/users/{user}"])
def test_a_librarys_id_is_a_text_and_its_number_a_number(call: str) -> None:
    libraries = CALLS[call].fields["libraries"].fields
    assert {name: one.kind for name, one in libraries.items()} == {
        "id": "string", "library_id": "integer", "preferred": "boolean",
    }  # fmt: skip


# The comparison


@pytest.mark.parametrize(
    ("call", "body", "said"),
    [
        ("GET C/users/{user}", {"data": USER}, ""),
        ("GET C/users/{user}", {"data": {**USER, "library": "x"}}, "data.library is in no reference"),
        ("GET C/users/{user}", {"data": {**USER, "is_locked": False}}, "data.is_locked is not declared"),
        ("GET C/users/{user}", {"data": {**USER, "allow_logon": "true"}}, "data.allow_logon is str, not boolean"),
        ("GET C/users/{user}", {"data": {**USER, "allow_logon": 1}}, "data.allow_logon is int, not boolean"),
        ("GET C/users/{user}", {"data": {**USER, "user_nos": True}}, "data.user_nos is bool, not integer"),
        ("GET C/users/{user}", {"data": {**USER, "email": None}}, "data.email is NoneType, not string"),
        ("GET C/users/{user}", {"data": {**USER, "edit_date": "yesterday"}}, "data.edit_date is no moment"),
        ("GET C/users/{user}", {"data": {**USER, "edit_date": "2026-11-02T09:00:00+0000"}}, ""),
        ("GET C/users/{user}", {"data": {"allow_logon": True}}, "data.id is missing"),
        ("GET C/users/{user}", {"data": [USER]}, "data is list, not object"),
        ("GET C/users/{user}", {"data": USER, "total_count": 1}, "total_count is in no reference"),
        ("GET C/users/{user}", USER, "data is missing"),
        ("GET C/users/{user}", None, "the answer is no object"),
        ("GET C/users", {"data": [USER], "total_count": 1, "cursor": "x"}, ""),
        ("GET C/users", {"data": [USER], "total_count": "1"}, "total_count is str, not integer"),
        ("GET C/users", {"data": {"results": []}}, "data is dict, not objects"),
        ("GET C/users", {"data": ["A"]}, "data[] is no object"),
        (
            "GET C/users",
            {"data": [{**USER, "libraries": [{"id": "ACTIVE", "library_id": "ACTIVE"}]}]},
            "data[].libraries[].library_id is str, not integer",
        ),
        ("GET L/groups", {"data": [{"group_id": "X"}]}, ""),
        ("GET L/groups", {"data": [{"full_name": "X"}]}, "data[].id is missing"),
        ("GET L/operations", {"data": {"m2_bits": {"document_delete": True}}}, "data.m2_bits.document_delete is in no"),
        ("GET L/operations", {"data": {"m4_bits": {"tier": True}}}, "data.m4_bits.tier is bool, not integer"),
        ("GET /api", {"data": {"capabilities": "global_users"}}, "data.capabilities is str, not strings"),
        ("GET /api", {"data": {"capabilities": [1]}}, "data.capabilities is list, not strings"),
        ("GET C/nothing", {}, "no such call in the contract"),
        ("GET L/documents/{document}/download", None, ""),
    ],
)
def test_an_answer_is_compared(call: str, body: Any, said: str) -> None:
    found = differences(call, 200, body)
    assert bool(found) == bool(said)
    assert not said or found[0].startswith(f"{call}, 200: {said}")


def test_what_is_seen_is_allowed_only_by_the_switch() -> None:
    body = {"data": {**USER, "is_locked": False, "location": ""}}
    assert differences("GET C/users/{user}", 200, body, undeclared=True) == []
    assert len(differences("GET C/users/{user}", 200, body)) == 2
    assert declared_only("GET C/users/{user}", body) == {"data": USER}
    assert declared_only("GET L/groups", {"data": [{"group_id": "X"}]}) == {"data": [{"group_id": "X"}]}
    assert declared_only("POST /auth/oauth2/token", {"access_token": "x"}) == {"access_token": "x"}


@pytest.mark.parametrize(
    ("call", "body", "fits"),
    [
        ("GET L/groups", {"error": {"code": "x", "code_message": "y", "messages": []}}, True),
        ("GET L/groups", {"error": {"code": 5, "code_message": "y"}}, False),
        ("GET L/groups", {"error": "invalid_grant", "error_description": "x"}, False),
        ("POST /auth/oauth2/token", {"error": "invalid_grant", "error_description": "x"}, True),
        ("POST /auth/oauth2/token", {"error": {"code": "x", "code_message": "y", "messages": []}}, True),
        ("GET nowhere", {"detail": "x"}, False),
    ],
)
def test_an_error_is_compared(call: str, body: Any, fits: bool) -> None:
    assert (differences(call, 404, body) == []) is fits


# In the simulator


def test_an_answer_that_differs_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(RuntimeError, match=r"1 answers differ .* alder: GET C/users/\{user\}, 200: .*nickname"):
        _ask_for_a_user(monkeypatch)


def _ask_for_a_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.imanage.users._show_globally", lambda *given: {"id": "ADMIN", "nickname": "x"})
    with running({"firms": [{"name": "alder"}]}) as sim, Api(sim.firm("alder")) as api:
        api.sign_in()
        assert api.data(f"{api.c}/users/ADMIN")["nickname"] == "x"


def test_a_test_may_distort_an_answer(sim: Simulator, api: Api) -> None:
    """For a server that is as no reference says: after the comparison, so it is no difference."""

    def without_libraries(call: str, body: Any) -> Any:
        if call == "GET C/users/{user}":
            del body["data"]["libraries"]
        return body

    api.tenant.distort = without_libraries
    assert "libraries" not in api.data(f"{api.c}/users/ADMIN", include_libraries="true")
    assert "libraries" in api.data(f"{api.c}/users", include_libraries="true")[0]
    assert sim.violations == []
    sim.reset()
    assert api.firm.imanage.distort is None
