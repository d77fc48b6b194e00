# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run must not leave behind: an administrator who reads, a plan that lied."""

from __future__ import annotations

from typing import Any

from helpers.module import run_module
from integration.modules import imanage_arguments as arguments
from integration.modules.imanage_arguments import run, set_up

from simulator import Simulator

EGRESS = "20.91.134.182"


def refused(sim: Simulator, options: dict[str, Any], kind: str, *words: str) -> None:
    """Check that it is refused before anything is written, in a dry run too."""
    for check in (True, False):
        sim.journal.clear()
        answer = run_module("imanage_user", options, check)
        assert answer["failure"]["kind"] == kind, answer
        assert all(word in answer["msg"] for word in words), answer["msg"]
        assert sim.journal.counts()["write"] == 0


# A role that lets its users view documents


def test_a_named_role_that_grants_view_is_refused_unless_accepted(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    options = {**arguments.user(firm), "role": "FULL"}
    refused(sim, options, "conflict", "FULL", "view documents", "service_account_accept_document_view")
    assert run("imanage_user", {**options, "accept_document_view": True})["newly_enabled"] is True


def test_a_role_is_not_corrected_to_one_that_grants_view_unless_that_is_accepted(
    sim: Simulator, firm_name: str
) -> None:
    firm = sim.firm(firm_name)
    run("imanage_user", arguments.user(firm))
    options = {**arguments.user(firm, observed_roles={"ACTIVE": "LEGORA_METADATA"}), "role": "FULL"}
    refused(sim, options, "conflict", "FULL", "view documents")
    assert run("imanage_user", {**options, "accept_document_view": True})["newly_enabled"] is False


def test_without_a_role_the_module_goes_on_as_ever(sim: Simulator, firm_name: str) -> None:
    """What DEFAULT grants, preflight reads."""
    firm = sim.firm(firm_name)
    options = {name: value for name, value in arguments.user(firm).items() if name != "role"}
    assert run("imanage_user", options)["converged"] is True


def test_a_disabled_account_is_not_just_enabled(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    run("imanage_user", arguments.user(firm))
    run("imanage_user", arguments.operator(firm, state="disabled"))
    for library in firm.imanage.libraries.values():
        library.roles["LEGORA_METADATA"].document_view = True
    refused(sim, arguments.user(firm), "conflict", "LEGORA_METADATA", "view documents")
    for library in firm.imanage.libraries.values():
        library.roles["LEGORA_METADATA"].document_view = False
    assert run("imanage_user", arguments.user(firm))["newly_enabled"] is True


def test_who_could_sign_in_before_is_not_newly_enabled(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    for check in (True, False):
        assert run("imanage_user", arguments.user(firm), check)["newly_enabled"] is True
    changed = {**arguments.user(firm), "full_name": "Another name"}
    for options in (arguments.user(firm), changed, arguments.operator(firm, state="disabled")):
        assert run("imanage_user", options)["newly_enabled"] is False


def test_what_the_role_would_grant_is_told_before_any_write(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    options = arguments.operator(firm, covered=[{"id": "ACTIVE", "role": "LEGORA_METADATA"}, "CLOSED"], roles=True)
    rights = run("imanage_user_info", options)["user"]["role_rights"]
    assert {one: (found["role"], found["rights"]["document_view"]) for one, found in rights.items()} == {
        "ACTIVE": ("LEGORA_METADATA", False),
        "CLOSED": ("DEFAULT", True),
    }
    run("imanage_user", arguments.user(firm))
    assert run("imanage_user_info", options)["user"]["role_rights"] == {}


# A plan that says what is done


def test_a_library_that_was_added_later(sim: Simulator, firm_name: str) -> None:
    """Each step of the dry run goes on where the real run does, and says the same of the password."""
    firm = sim.firm(firm_name)
    first = {**arguments.user(firm), "libraries": ["ACTIVE"]}
    run("imanage_user", first)
    planned = run("imanage_user", arguments.user(firm), check=True)
    assert planned["user"]["pending"] is True
    assert planned["password_action"] == ("kept" if firm.imanage.is_cloud else "set")
    pending = {"pending_users": [arguments.ACCOUNT]}
    membership = run("imanage_group_membership", arguments.membership(firm, **pending), check=True)
    assert [one["pending"] for one in membership["memberships"]] == [False, True]
    access = run("imanage_access_info", arguments.access(firm, **pending), check=True)["access"]
    assert access["reason"] == "not created or assigned yet"
    # A later step of the same dry run does not plan the assignment again.
    assert run("imanage_user", arguments.user(firm, **pending), check=True)["plan"] == []
    done = run("imanage_user", arguments.user(firm))
    assert (done["plan"], done["password_action"]) == (planned["plan"], planned["password_action"])
    assert (done["user"]["pending"], done["newly_enabled"]) == (False, False)
    assert run("imanage_group_membership", arguments.membership(firm))["plan"] == membership["plan"]


def test_a_restriction_is_planned_once_for_an_account_that_is_still_to_be_assigned(sim: Simulator) -> None:
    firm = sim.firm("alder")
    run("imanage_user", {**arguments.user(firm), "libraries": ["ACTIVE"]})
    options = arguments.user(firm, pending_users=[arguments.ACCOUNT], ip_lock=True, ip_range=EGRESS)
    answer = run("imanage_user", options, check=True)
    assert answer["plan"] == ["Correct SVC-LEGORA: restriction to an address, permitted address"]


# An account that was there before


def test_a_list_that_lacks_the_account_itself_shows_no_former_account(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    set_up(sim, firm)
    options = arguments.operator(firm, covered=["ACTIVE"], predecessors="all")
    assert run("imanage_user_info", options)["user"]["predecessors"] == []
    firm.imanage.distort = lambda call, body: (
        {"data": [], "total_count": 0} if call == "GET L/groups/{group}/members" else body
    )
    assert run("imanage_user_info", options)["user"]["predecessors"] is None


def test_a_former_account_is_found(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    options = arguments.user(firm)
    run("imanage_user", options)
    run("imanage_group_membership", arguments.membership(firm))
    found = run(
        "imanage_user_info",
        arguments.operator(
            firm, user_id="SVC-NEW", email=options["email"], covered=["ACTIVE", "CLOSED"], predecessors="all"
        ),
    )["user"]
    assert [(one["id"], one["library"], one["enabled"]) for one in found["predecessors"]] == [
        (arguments.ACCOUNT, "ACTIVE", True),
        (arguments.ACCOUNT, "CLOSED", True),
    ]
    by_name = arguments.operator(
        firm,
        user_id="SVC-NEW",
        covered=["ACTIVE", "CLOSED"],
        predecessors="first",
        former_usernames=[arguments.ACCOUNT.lower()],
    )
    assert [one["id"] for one in run("imanage_user_info", by_name)["user"]["predecessors"]] == [arguments.ACCOUNT]
