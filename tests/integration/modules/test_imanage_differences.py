# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tenants that differ from what this collection knows: each has to end well, or clearly and before any harm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.module import run_module
from integration.modules import imanage_arguments as arguments
from integration.modules.imanage_arguments import run, set_up

from simulator import Simulator
from simulator.seed import Firm, add_user

USER = "GET C/users/{user}"

Change = Callable[[dict[str, Any]], dict[str, Any]]


def distort(firm: Firm, *calls: str) -> Callable[[Change], None]:
    """Let a test change the C(data) of a call's answers."""

    def register(change: Change) -> None:
        def changed(call: str, body: Any) -> Any:
            return {**body, "data": change(body["data"])} if call in calls and "data" in body else body

        firm.imanage.distort = changed

    return register


def members(firm: Firm) -> dict[str, bool]:
    return {one.id: arguments.ACCOUNT in one.groups["NRTADMIN"].members for one in firm.imanage.libraries.values()}


# Where an account is


def test_absent_leaves_no_library_in_which_it_is_an_administrator(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    set_up(sim, firm)
    distort(firm, USER)(lambda data: {**data, "libraries": data.get("libraries", [])[:1]})
    answer = run("imanage_user", arguments.operator(firm, state="absent"))
    assert members(firm) == {"ACTIVE": False, "CLOSED": False}
    assert (answer["converged"], answer["user"]["enabled"]) == (True, False)


@pytest.mark.parametrize("state", ["present", "disabled", "absent"])
def test_libraries_of_another_kind_are_not_none(sim: Simulator, state: str) -> None:
    """As C(library_id) once was read: each run would assign the account anew, or leave it an administrator."""
    firm = sim.firm("alder")
    set_up(sim, firm)
    distort(firm, USER)(lambda data: {**data, "libraries": [{"id": "1", "library_id": 1, "preferred": True}]})
    options = arguments.user(firm) if state == "present" else arguments.operator(firm, state=state)
    answer = run_module("imanage_user", options)
    assert (answer["failure"]["kind"], sim.journal.counts()["write"]) == ("unsupported", 0)


@pytest.mark.parametrize("without", [(), ("GET C/users/{user}/libraries",)])
def test_an_account_whose_record_leaves_its_libraries_out(sim: Simulator, without: tuple[str, ...]) -> None:
    firm = sim.firm("alder")
    firm.imanage.absent_calls = without
    distort(firm, USER)(lambda data: {name: value for name, value in data.items() if name != "libraries"})
    set_up(sim, firm)
    assert run("imanage_user", arguments.user(firm))["changed"] is False
    assert run("imanage_user", arguments.user(firm))["user"]["libraries"] == ["ACTIVE", "CLOSED"]


def test_a_list_of_libraries_that_lacks_one_is_not_believed(sim: Simulator) -> None:
    firm = sim.firm("alder")
    set_up(sim, firm)
    distort(firm, USER)(lambda data: {**data, "libraries": data.get("libraries", [])[:1]})
    answer = run_module("imanage_user", arguments.user(firm))
    assert (answer["failure"]["kind"], "CLOSED" in answer["msg"]) == ("unsupported", True)
    assert sim.journal.counts()["write"] == 0


def test_a_server_without_library_users_is_told_by_its_own_writes(sim: Simulator) -> None:
    firm = sim.firm("birch")
    firm.imanage.absent_calls = (*firm.imanage.absent_calls, "GET L/users/{user}")
    first = run_module("imanage_user", arguments.user(firm))
    assert (first["failure"]["kind"], first["converged"]) == ("not_converged", False)
    sim.journal.clear()
    for state in ("present", "disabled", "absent"):
        options = arguments.user(firm) if state == "present" else arguments.operator(firm, state=state)
        answer = run_module("imanage_user", options)
        assert (answer["failure"]["kind"], sim.journal.counts()["write"]) == ("unsupported", 0), answer


# What is not told


@pytest.mark.parametrize("tells_state", [True, False])
def test_what_is_not_told_is_neither_false_nor_written(sim: Simulator, firm_name: str, tells_state: bool) -> None:
    firm = sim.firm(firm_name)
    firm.imanage.undeclared_fields = False
    firm.imanage.tells_account_state = tells_state
    set_up(sim, firm)
    answer = run("imanage_user", arguments.user(firm))
    assert (answer["changed"], answer["requests"]["write"]) == (False, 0)
    shown = answer["user"]
    told = (shown["failed_logins"], shown["password_never_expires"], shown["force_password_change"])
    assert told == ((0, True, False) if tells_state else (None, None, None))
    assert shown["locked"] is None
    assert run("imanage_access_info", arguments.access(firm, probe="always"))["access"]["status"] == "compliant"


def test_failed_sign_ins_are_counted_where_a_library_tells_them(sim: Simulator, firm_name: str) -> None:
    """Before, missing was 0, and three verifies with a wrong password locked the account."""
    firm = sim.firm(firm_name)
    firm.imanage.undeclared_fields = False
    set_up(sim, firm)
    for _night in range(4):
        run("imanage_access_info", arguments.access(firm, account_password="Wrong-pretend-password-1"))
    account = firm.imanage.account(arguments.ACCOUNT)
    assert account is not None
    assert (account.failed_logins, account.is_locked) == (2, False)


def test_an_account_that_is_perhaps_enabled_is_not_said_to_be_disabled(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    set_up(sim, firm)
    distort(firm, USER, "GET L/users/{user}")(
        lambda data: {name: value for name, value in data.items() if name != "allow_logon"}
    )
    answer = run_module("imanage_user", arguments.operator(firm, state="disabled"))
    assert answer["failure"]["kind"] == "not_converged"
    assert answer["user"]["enabled"] is None
    assert not any(record.allow_logon for record in firm.imanage.records_of(arguments.ACCOUNT))


# Bodies, and IDs


def test_the_bodies_that_witnesses_send(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    firm.imanage.strict_bodies = True
    set_up(sim, firm)
    for library in firm.imanage.libraries.values():
        library.assignments[arguments.ACCOUNT].role = "FULL"
    seen = {"ACTIVE": "FULL", "CLOSED": "FULL"}
    answer = run("imanage_user", {**arguments.user(firm, observed_roles=seen), "email": "another@x.example"})
    assert len(answer["plan"]) == (3 if firm.imanage.is_cloud else 4)


def test_an_existing_user_of_the_cloud_is_assigned_as_it_is_called(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.imanage.strict_bodies = True
    add_user(firm.imanage, arguments.ACCOUNT, "svc@old.example", "Pretend-password-1", pwd_never_expire=True)
    for library in firm.imanage.libraries.values():
        del library.assignments[arguments.ACCOUNT]
    options = {name: value for name, value in arguments.user(firm).items() if name not in ("email", "full_name")}
    assert run("imanage_user", options)["converged"] is True


@pytest.mark.parametrize("user_id", ["svc.legora", "svc+legora@alder.example", "svc/legora", "o'neill%2f"])
def test_an_id_of_the_cloud_may_hold_anything(sim: Simulator, user_id: str) -> None:
    firm = sim.firm("alder")
    options = arguments.user(firm, user_id=user_id)
    run("imanage_user", options)
    assert run("imanage_user", options)["changed"] is False
    run("imanage_group_membership", arguments.membership(firm, users={"add": [user_id]}))
    found = run("imanage_user_info", arguments.operator(firm, user_id=user_id))["user"]
    assert (found["id"], found["memberships"]["CLOSED"]) == (user_id.upper(), ["NRTADMIN"])
    assert run("imanage_user", arguments.operator(firm, user_id=user_id, state="absent"))["converged"] is True


@pytest.mark.parametrize("user_id", ["svc.legora", "x" * 65, "svc legora"])
def test_a_new_id_on_premises_is_strict(sim: Simulator, user_id: str) -> None:
    answer = run_module("imanage_user", arguments.user(sim.firm("birch"), user_id=user_id), check=True)
    assert (answer["failure"]["kind"], sim.journal.counts()["write"]) == ("validation", 0)
    assert "letters, digits" in answer["msg"]


# Roles


def test_a_role_is_not_written_twice_on_the_same_sight(sim: Simulator, firm_name: str, tmp_path: Path) -> None:
    firm = sim.firm(firm_name)
    set_up(sim, firm)
    seen = {"observed_roles": {"ACTIVE": "FULL"}, "notes_directory": str(tmp_path), "host": firm_name}
    assert len(run("imanage_user", arguments.user(firm, **seen))["plan"]) == 1
    again = run("imanage_user", arguments.user(firm, **seen))
    assert (again["plan"], again["changed"]) == ([], False)
    assert "is not the role" in str(again["warnings"])
    # Once the wanted role was seen, a wrong one is another sight.
    notes = {"notes_directory": str(tmp_path), "host": firm_name}
    run("imanage_access_info", arguments.access(firm, role="LEGORA_METADATA", **notes))
    assert len(run("imanage_user", arguments.user(firm, **seen))["plan"]) == 1


# Members


def test_a_set_says_where_disabled_members_are_hidden(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    for record in firm.imanage.records_of("LAWYER5"):
        record.allow_logon = False
    options = arguments.membership(firm, users={"set": ["ADMIN", "LAWYER5"]})
    shown = run("imanage_group_membership", options)
    assert shown["changed"] is False, "a set that overlooked disabled members would add them again, and fail"
    assert [one["disabled_shown"] for one in shown["memberships"]] == [True, True]
    firm.imanage.distort = lambda call, body: (
        {**body, "data": [one for one in body["data"] if one["allow_logon"]], "total_count": 1}
        if call == "GET L/groups/{group}/members" and "data" in body
        else body
    )
    hidden = run("imanage_group_membership", arguments.membership(firm, users={"set": ["ADMIN"]}))
    assert [one["disabled_shown"] for one in hidden["memberships"]] == [False, False]
    assert "disabled members were not looked at" in str(hidden["warnings"])
