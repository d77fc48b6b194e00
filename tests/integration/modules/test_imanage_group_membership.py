# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members of NRTADMIN: races, refusals, and what a dry run may believe."""

from __future__ import annotations

from helpers.module import run_module
from integration.modules import imanage_arguments as arguments

from simulator import Simulator


def _members(sim: Simulator, firm_name: str, library: str) -> list[str]:
    return sim.firm(firm_name).imanage.libraries[library].groups["NRTADMIN"].members


def test_missing_user_is_the_same_error_in_check_mode(sim: Simulator, firm_name: str) -> None:
    for check in (True, False):
        answer = run_module("imanage_group_membership", arguments.membership(sim.firm(firm_name)), check=check)
        assert answer["failure"]["kind"] == "not_found"
        assert "SVC-LEGORA" in answer["msg"]
        assert "pending_users" in answer["msg"]
    assert sim.journal.counts()["write"] == 0


def test_only_a_dry_run_believes_in_pending_users(sim: Simulator, firm_name: str) -> None:
    given = arguments.membership(sim.firm(firm_name), pending_users=["svc-legora"])
    dry = run_module("imanage_group_membership", given, check=True)
    assert dry["plan"] == [f"Add SVC-LEGORA to NRTADMIN in library {library}" for library in ("ACTIVE", "CLOSED")]
    assert all(entry["pending"] for entry in dry["memberships"])
    assert run_module("imanage_group_membership", given)["failure"]["kind"] == "not_found"


def test_member_added_by_somebody_else_meanwhile(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    run_module("imanage_user", arguments.user(firm))

    def theirs_first(entry: object) -> None:
        members = _members(sim, firm_name, "ACTIVE")
        if "SVC-LEGORA" not in members:
            members.append("SVC-LEGORA")

    sim.on_write = theirs_first
    answer = run_module("imanage_group_membership", arguments.membership(firm))
    assert "failure" not in answer, answer
    assert answer["plan"] == ["Add SVC-LEGORA to NRTADMIN in library CLOSED"]
    assert answer["converged"] is True
    assert _members(sim, firm_name, "ACTIVE").count("SVC-LEGORA") == 1


def test_write_of_unknown_fate_is_settled_by_reading(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    for fault in ("drop_before", "drop_after", "error_after", "bad_gateway"):
        sim.reset()
        run_module("imanage_user", arguments.user(firm))
        sim.faults.add(kind=fault, firm=firm_name, system="imanage", kind_of_request="write")
        answer = run_module("imanage_group_membership", arguments.membership(firm))
        assert "failure" not in answer, answer
        assert len(answer["plan"]) == 2
        assert _members(sim, firm_name, "ACTIVE").count("SVC-LEGORA") == 1


def test_operator_is_never_removed(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    for users in ({"remove": ["admin"]}, {"set": ["LAWYER5"]}):
        answer = run_module("imanage_group_membership", arguments.membership(firm, users=users))
        assert answer["failure"]["kind"] == "validation"
        assert "ADMIN" in answer["msg"]
    assert sim.journal.counts()["write"] == 0


def test_nonsense_is_refused(sim: Simulator) -> None:
    for users in ({}, {"set": []}, {"add": ["A"], "remove": ["a"]}, {"set": ["A"], "add": ["B"]}):
        answer = run_module("imanage_group_membership", arguments.membership(sim.firm("alder"), users=users))
        assert answer["failure"]["kind"] == "validation", users
    assert sim.journal.counts()["write"] == 0


def test_disabled_group_and_unknown_group(sim: Simulator, firm_name: str) -> None:
    firm = sim.firm(firm_name)
    run_module("imanage_user", arguments.user(firm))
    firm.imanage.libraries["CLOSED"].groups["NRTADMIN"].enabled = False
    sim.journal.clear()
    assert run_module("imanage_group_membership", arguments.membership(firm))["failure"]["kind"] == "conflict"
    answer = run_module("imanage_group_membership", arguments.membership(firm, group="NOBODY"))
    assert answer["failure"]["kind"] == "not_found"
    assert sim.journal.counts()["write"] == 0
