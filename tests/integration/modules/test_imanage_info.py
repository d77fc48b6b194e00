# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What iManage says of itself, and whether it answers later reads as believed, before anything is written."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.module import run_module
from integration.modules import imanage_arguments as arguments

from simulator import Simulator
from simulator.seed import Firm
from simulator.state import NRTADMIN

LATER = {
    "alder": [
        "GET L/groups?alias=NRTADMIN",
        "GET L/operations",
        "GET L/users/{operator}",
        "GET C/users/{operator}",
    ],
    "birch": ["GET L/groups?alias=NRTADMIN", "GET L/operations", "GET L/users/{operator}"],
}


def read(firm: Firm, **more: Any) -> dict[str, Any]:
    """Read with everything that the preflight asks for."""
    given = {"libraries": list(firm.imanage.libraries), "later_calls": True, "applications": True, **more}
    answer = run_module("imanage_info", arguments.operator(firm, **given))
    assert "failure" not in answer, answer
    found: dict[str, Any] = answer["imanage"]
    return found


def later(firm: Firm) -> dict[str, tuple[bool | None, str]]:
    """Return how each later call answered, and why."""
    return {one["call"]: (one["answers"], str(one["reason"])) for one in read(firm)["later_calls"]}


def test_nothing_is_asked_that_was_not_asked_for(sim: Simulator, firm: Firm) -> None:
    answer = run_module("imanage_info", arguments.operator(firm))
    found = answer["imanage"]
    assert (found["operator"], found["applications"], found["later_calls"]) == (None, None, None)
    assert answer["requests"]["read"] == 1


def test_a_server_as_believed_answers_each_later_read(sim: Simulator, firm: Firm) -> None:
    found = read(firm)
    assert [one["call"] for one in found["later_calls"]] == LATER[firm.name]
    assert all(
        one == {"call": one["call"], "answers": True, "reason": None, "needed": True} for one in found["later_calls"]
    )
    assert found["operator"]["nrtadmin"] == {"ACTIVE": True, "CLOSED": True}
    assert found["operator"]["nrtadmin_enabled"] == {"ACTIVE": True, "CLOSED": True}
    assert firm.imanage.mutations == 0


@pytest.mark.parametrize("fields", [True, False])
def test_what_no_reference_declares_is_not_needed(sim: Simulator, firm: Firm, fields: bool) -> None:
    firm.imanage.undeclared_fields, firm.imanage.tells_account_state = fields, False
    assert {answers for answers, _reason in later(firm).values()} == {True}


@pytest.mark.parametrize("cursor", [True, False])
def test_lists_are_read_to_their_end_in_pages_of_one(sim: Simulator, firm: Firm, cursor: bool) -> None:
    firm.imanage.max_page_size, firm.imanage.cursor_paging = 1, cursor
    firm.imanage.applications.append({"id": "other", "name": "Other", "status": "disabled"})
    found = read(firm)
    assert {one["answers"] for one in found["later_calls"]} == {True}
    assert [one["name"] for one in found["applications"]] == ["Legora", "Other"]
    assert all(one["id"] and set(one) == {"id", "name", "status"} for one in found["applications"])


def test_groups_of_an_older_server_are_found_by_another_field(sim: Simulator, firm: Firm) -> None:
    firm.imanage.group_id_field = "group_id"
    assert read(firm)["operator"]["nrtadmin"] == {"ACTIVE": True, "CLOSED": True}
    assert {answers for answers, _reason in later(firm).values()} == {True}


@pytest.mark.parametrize(
    ("absent", "call"),
    [
        ("GET L/groups", "GET L/groups?alias=NRTADMIN"),
        ("GET L/operations", "GET L/operations"),
        ("GET L/users/{id}", "GET L/users/{operator}"),
        ("GET C/users/{id}", "GET C/users/{operator}"),
    ],
)
def test_a_call_that_a_server_does_not_have_is_named(sim: Simulator, absent: str, call: str) -> None:
    firm = sim.firm("alder")
    firm.imanage.absent_calls = (absent,)
    found = later(firm)
    assert {name for name, (answers, _reason) in found.items() if answers is not True} == {call}
    answers, reason = found[call]
    assert answers is False
    assert reason
    assert firm.imanage.mutations == 0


def test_a_group_of_nobody_is_refused_with_the_firms_name(sim: Simulator, firm: Firm) -> None:
    """It was taken for a group called NONE, and the operator for no member of NRTADMIN."""
    firm.imanage.distort = lambda call, body: {**body, "data": [{}]} if call.endswith("/groups") else body
    answer = run_module("imanage_info", arguments.operator(firm, libraries=["ACTIVE"]))
    assert answer["failure"]["kind"] == "unsupported"
    assert "without 'id' or 'group_id'" in answer["msg"]
    assert answer["failure"]["firm"] in answer["msg"]
    assert answer["failure"]["firm"]


@pytest.mark.parametrize("member", [True, False])
def test_a_disabled_nrtadmin_is_told(sim: Simulator, firm: Firm, member: bool) -> None:
    group = firm.imanage.libraries["CLOSED"].groups[NRTADMIN]
    group.enabled = False
    if not member:
        group.members.remove("ADMIN")
    found = read(firm)["operator"]
    assert found["nrtadmin"] == {"ACTIVE": True, "CLOSED": member}
    assert found["nrtadmin_enabled"] == {"ACTIVE": True, "CLOSED": False}


def test_a_disabled_nrtadmin_is_told_where_the_users_groups_do_not_say_it(sim: Simulator, firm: Firm) -> None:
    """The account was made, and then could not be put into it."""
    firm.imanage.libraries["CLOSED"].groups[NRTADMIN].enabled = False

    def without(call: str, body: Any) -> Any:
        if call != "GET L/users/{user}/groups":
            return body
        return {**body, "data": [{name: one[name] for name in one if name != "enabled"} for one in body["data"]]}

    firm.imanage.distort = without
    assert read(firm)["operator"]["nrtadmin_enabled"] == {"ACTIVE": True, "CLOSED": False}


def test_an_operator_whom_a_library_does_not_know_decides_nothing(sim: Simulator, firm: Firm) -> None:
    library = firm.imanage.libraries["ACTIVE"]
    library.assignments.pop("ADMIN")
    library.users.pop("ADMIN", None)
    found = read(firm)
    assert found["operator"]["nrtadmin"]["ACTIVE"] is None
    told = {one["call"]: one["answers"] for one in found["later_calls"]}
    assert told["GET L/users/{operator}"] is None


# Which deployment it is


@pytest.fixture
def doubtful(sim: Simulator) -> Firm:
    """Return a firm whose server names global users, as the cloud does, but has an on-premises customer ID."""
    firm = sim.firm("alder")
    firm.imanage.customer_id = "1"
    return firm


def test_where_it_is_not_sure_which_deployment_it_is_the_preflight_says_so(doubtful: Firm) -> None:
    given = arguments.operator(doubtful, libraries=["ACTIVE"])
    assert run_module("imanage_info", given)["imanage"]["deployment"] == "cloud"
    answer = run_module("imanage_info", {**given, "later_calls": True})
    assert answer["failure"]["kind"] == "unsupported"
    assert "imanage_deployment" in answer["msg"]
    assert run_module("imanage_info", {**given, "later_calls": True, "deployment": "cloud"})["imanage"]["later_calls"]


def test_where_it_is_not_sure_which_deployment_it_is_nothing_is_written(sim: Simulator, doubtful: Firm) -> None:
    given = {**arguments.membership(doubtful), "users": {"add": ["LAWYER1"]}}
    answer = run_module("imanage_group_membership", given)
    assert answer["failure"]["kind"] == "unsupported"
    assert (answer["plan"], doubtful.imanage.mutations) == ([], 0)
    assert not sim.journal.entries(kind="write")
    assert run_module("imanage_group_membership", {**given, "deployment": "cloud"})["changed"] is True


def test_which_deployment_it_is_can_be_said(sim: Simulator) -> None:
    firm = sim.firm("alder")
    assert read(firm, deployment="on_premises", libraries=["ACTIVE"])["deployment"] == "on_premises"
    assert read(firm)["deployment"] == "cloud"
