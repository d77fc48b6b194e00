# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Offboarding: all of the firm's is gone, nothing of others is touched, and nothing is sent that was not confirmed."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import NO_WRITES, USER_ID, gone, set_up, state, writes
from helpers.playbook import Run, finding, inventory, run_playbook

from player import FirmRun
from simulator import Simulator
from simulator.seed import Firm, add_user
from simulator.state import Capability, Connector, StoredServiceAccount

# The preference, the capability, the account at Legora; NRTADMIN of two libraries; on-premises a record for each.
WRITES = {"alder": 3 + 2 + 1, "birch": 3 + 2 + 2}
MOMENT = "2026-11-29T08:00:00Z"


def offboard(firm: Firm, check_mode: bool = False, **changes: Any) -> dict[str, Any]:
    """Offboard a firm in this process, as confirmed, and return its result."""
    given = {"offboard_confirm": firm.name, "service_account_password": None, **changes}
    return FirmRun(firm, "offboard", changes=given, check_mode=check_mode).result()


def offboard_all(sim: Simulator, tmp_path: Path, *arguments: str, **changes: dict[str, Any]) -> Run:
    """Offboard all firms by the playbook, each confirmed; ``changes`` are a firm's variables that differ."""
    given = {
        name: {"offboard_confirm": name, "service_account_password": None, **changes.get(name, {})}
        for name in sim.firms
    }
    return run_playbook(tmp_path, "offboard", inventory(sim, given), *arguments)


def test_four_passes(sim: Simulator, tmp_path: Path) -> None:
    for firm in sim.firms.values():
        set_up(firm)
    before = {name: state(firm) for name, firm in sim.firms.items()}
    planned: dict[str, list[str]] = {}
    for number, arguments in enumerate((["--check", "--diff"], ["--diff"], [], ["--check"])):
        sim.journal.clear()
        done = offboard_all(sim, tmp_path, *arguments)
        assert done.status == 0, done.output
        for name, firm in sim.firms.items():
            result, counts = done.result(name), sim.journal.counts(name)
            written = WRITES[name] if number == 1 else 0
            assert (counts["write"], counts["effective_writes"]) == (written, written)
            assert sum(result["requests"].values()) == counts["total"]
            assert result["status"] == ("planned", "changed", "unchanged", "unchanged")[number]
            planned[name] = planned.get(name, result["plan"])
            assert result["plan"] == ([] if number > 1 else planned[name])
            assert finding(result, "C2")[0] == ("unknown" if number == 0 else "pass")
            assert result["closing"]["over"] is (1 <= number <= 2)
            assert state(firm) == (before[name] if number == 0 else gone(before[name]))


def test_order_is_that_of_least_harm(sim: Simulator, firm: Firm) -> None:
    """Who is cut in the middle never has a Legora that goes on with walls that nobody feeds."""
    set_up(firm)
    sim.journal.clear()
    offboard(firm)
    written = [
        (one.system, one.method, one.path.rsplit("/", 1)[-1])
        for one in sim.journal.entries(firm.name)
        if one.kind == "write"
    ]
    places = [place for place, _method, _path in written]
    assert places == ["legora"] * 3 + ["imanage"] * (WRITES[firm.name] - 3)
    assert [path.partition("_")[0] for _place, _method, path in written[:3]] == [
        "preferences",
        "cap",
        "service-account",
    ]
    assert [method for _place, method, _path in written[3:]] == ["PUT", "PUT"] + ["PATCH"] * (WRITES[firm.name] - 5)


def test_firm_that_was_never_onboarded_has_nothing_to_take_back(sim: Simulator, firm: Firm) -> None:
    result = offboard(firm)
    assert (result["status"], result["plan"], writes(sim, firm)) == ("unchanged", [], NO_WRITES)
    assert finding(result, "C2")[0] == "pass"
    assert finding(result, "C2")[1].endswith(f"Legora's connector has no account; there is no {USER_ID} at iManage")


@pytest.mark.parametrize("missing", ["none", "disabled"])
def test_firm_without_an_integration_at_legora(sim: Simulator, firm: Firm, missing: str) -> None:
    set_up(firm)
    if missing == "none":
        firm.legora.connectors.clear()
    else:
        connector = firm.connector
        connector.status, connector.service_account, connector.capabilities = "disabled", None, []
    result = offboard(firm)
    assert result["status"] == "changed", result["lines"]
    assert finding(result, "C2")[0] == "pass"
    assert not firm.legora.preferences["imanage"]
    assert not any(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    assert offboard(firm)["plan"] == []


@pytest.mark.full(firm_name="birch")
def test_nothing_is_sent_to_a_connector_that_is_disabled(sim: Simulator, firm: Firm) -> None:
    """Whether it takes anything, nobody knows; and with what it has it does nothing. It is named."""
    set_up(firm)
    firm.connector.status = "disabled"
    result = offboard(firm)
    assert (result["status"], writes(sim, firm)["legora"] - 3) == ("changed", 1), result["lines"]
    status, evidence = finding(result, "C2")
    assert status == "warn"
    assert "is disabled, so nothing was sent to it; Legora still covers customer ID" in evidence


@pytest.mark.parametrize("half", ["account", "nrtadmin", "connector"])
def test_firm_that_was_onboarded_by_half(sim: Simulator, firm: Firm, half: str) -> None:
    set_up(firm)
    before, connector = state(firm), firm.connector
    firm.legora.preferences["imanage"] = False
    connector.capabilities = []
    if half != "connector":
        connector.service_account = None
    if half == "account":
        for library in firm.imanage.libraries.values():
            library.groups["NRTADMIN"].members.remove(USER_ID)
    result = offboard(firm)
    assert (result["status"], finding(result, "C2")[0], state(firm)) == ("changed", "pass", gone(before)), result[
        "lines"
    ]


def test_other_products_and_customers_stay(sim: Simulator, firm: Firm) -> None:
    """The account of a connector that does something else too stays with it, at both systems, and so its projects."""
    set_up(firm)
    before, connector = state(firm), firm.connector
    firm.legora.preferences["sharepoint"] = True
    other = Capability("cap_9", "ethical_walls", "9999", ["OTHER"], MOMENT)
    connector.capabilities.append(copy.copy(other))
    result = offboard(firm)
    assert firm.legora.preferences == {"imanage": True, "sharepoint": True}
    assert connector.capabilities == [other]
    assert connector.service_account is not None
    after = state(firm)
    assert (after.nrtadmin, after.enabled, after.legora_status) == (before.nrtadmin, True, "active")
    status, evidence = finding(result, "C2")
    assert status == "warn"
    assert "for capability cap_9 of customer ID 9999 at Legora" in evidence
    assert result["closing"]["others"][-1] == "projects are still created from sharepoint"
    assert "Left for others: projects are still created from sharepoint" in result["lines"]
    connector.capabilities.clear()
    assert offboard(firm)["status"] == "changed"
    assert state(firm) == gone(before)


def test_what_else_legora_does_for_the_firm_keeps_its_account_but_not_its_projects(firm: Firm) -> None:
    """They would be created without the firm's walls."""
    set_up(firm)
    before, connector = state(firm), firm.connector
    customer = connector.capabilities[0].customer_id
    connector.capabilities.append(Capability("cap_9", "search", customer, ["ACTIVE"], MOMENT))
    result = offboard(firm)
    after = state(firm)
    assert (after.preference, [one.id for one in connector.capabilities]) == (False, ["cap_9"]), result["lines"]
    assert (after.nrtadmin, after.enabled, after.legora_status) == (before.nrtadmin, True, "active")
    assert finding(result, "C2")[0] == "warn"
    assert f"for capability cap_9 of customer ID {customer} at Legora" in finding(result, "C2")[1]


@pytest.mark.full(firm_name="birch")
def test_another_account_at_legora_stays(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    other = StoredServiceAccount("somebody.else@firm.example", "Pretend-password-1", MOMENT)
    firm.connector.service_account = other
    result = offboard(firm)
    assert firm.connector.service_account is other
    assert finding(result, "C2")[0] == "warn"
    assert "signs in with somebody.else@firm.example, which is not the firm's account" in finding(result, "C2")[1]
    assert not any(record.allow_logon for record in firm.imanage.records_of(USER_ID))


def test_another_connector_with_the_same_account_keeps_it(sim: Simulator, firm: Firm) -> None:
    """Creating projects is one switch for all connectors of the organisation, so it stays too."""
    set_up(firm)
    before, first = state(firm), firm.connector
    second = Connector("int_second", "https://other.example", service_account=copy.copy(first.service_account))
    firm.legora.connectors["int_second"] = second
    sim.journal.clear()
    refused = offboard(firm)
    assert (refused["failure"]["kind"], writes(sim, firm)) == ("conflict", NO_WRITES)
    unknown = offboard(firm, legora_connector_id="int_third")
    assert (unknown["failure"]["kind"], writes(sim, firm)) == ("not_found", NO_WRITES)
    result = offboard(firm, legora_connector_id=first.id)
    assert (first.service_account, first.capabilities) == (None, [])
    assert second.service_account is not None
    after = state(firm)
    assert (after.enabled, after.nrtadmin, after.preference) == (True, before.nrtadmin, True)
    status, evidence = finding(result, "C2")
    assert status == "warn"
    assert evidence.count("connector int_second at Legora") == 2


@pytest.mark.full(firm_name="birch")
def test_preference_is_kept_where_that_is_wanted(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    result = offboard(firm, offboard_keep_preference="yes")
    assert firm.legora.preferences["imanage"] is True
    assert finding(result, "C2") == (
        "warn",
        "creating projects from iManage was left as it is, as offboard_keep_preference says",
    )
    assert firm.connector.service_account is None


def test_account_is_taken_out_of_libraries_that_are_not_listed(sim: Simulator, firm: Firm) -> None:
    """Where the list became shorter after onboarding; that it is meant so is said by name."""
    set_up(firm)
    before = state(firm)
    sim.journal.clear()
    refused = offboard(firm, imanage_libraries=["ACTIVE"])
    assert (refused["status"], writes(sim, firm)) == ("failed", NO_WRITES)
    assert f"A1: {USER_ID} is in library CLOSED, not listed" in refused["message"]
    assert "offboard_accept" in refused["message"]
    result = offboard(firm, imanage_libraries=["ACTIVE"], offboard_accept="A1")
    assert (result["status"], state(firm)) == ("changed", gone(before))


@pytest.mark.parametrize("sign", ["group", "directory", "email"])
def test_account_of_somebody_else_is_left(sim: Simulator, firm: Firm, sign: str) -> None:
    set_up(firm)
    for record in firm.imanage.records_of(USER_ID):
        if sign == "directory":
            record.user_nos = 6
        if sign == "email":
            record.email = "jane.doe@firm.example"
    if sign == "group":
        firm.imanage.libraries["ACTIVE"].groups["LITIGATION"].members.append(USER_ID)
    sim.journal.clear()
    refused = offboard(firm)
    assert (refused["status"], writes(sim, firm), finding(refused, "A1")[0]) == ("failed", NO_WRITES, "fail")
    assert offboard(firm, offboard_accept=["a1"])["status"] == "changed"


@pytest.mark.full(firm_name="birch")
def test_operator_is_never_offboarded(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    sim.journal.clear()
    refused = offboard(firm, service_account_user_id="ADMIN")
    assert (refused["status"], writes(sim, firm)) == ("failed", NO_WRITES)


def test_operator_that_may_not_take_it_out_stops_before_the_first_write(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    firm.imanage.libraries["CLOSED"].groups["NRTADMIN"].members.remove("ADMIN")
    sim.journal.clear()
    refused = offboard(firm)
    assert (refused["failure"]["kind"], writes(sim, firm)) == ("permission", NO_WRITES)
    assert "ADMIN is not in NRTADMIN of library CLOSED" in refused["message"]
    # Where the account is not, the operator need not be.
    firm.imanage.libraries["CLOSED"].groups["NRTADMIN"].members.remove(USER_ID)
    assert offboard(firm)["status"] == "changed"


@pytest.mark.parametrize("confirmed", [None, "birch", "Alder", "alder,birch", "firms"])
def test_firm_that_is_not_confirmed_is_left(sim: Simulator, confirmed: str | None) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    before = state(firm)
    sim.journal.clear()
    refused = offboard(firm, offboard_confirm=confirmed)
    assert (refused["status"], refused["failure"]["kind"]) == ("failed", "validation")
    assert 'offboard_confirm: "alder"' in refused["message"]
    assert (sim.journal.entries("alder"), state(firm)) == ([], before)


def test_firm_of_another_tenant_is_left(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    before = state(firm)
    sim.journal.clear()
    for changes in ({"imanage_customer_id": "99999"}, {"legora_organisation": "Somebody Else LLP"}):
        refused = offboard(firm, **changes)
        assert (refused["failure"]["kind"], writes(sim, firm)) == ("tenant_mismatch", NO_WRITES), refused["lines"]
    assert state(firm) == before


@pytest.mark.full
def test_account_that_another_host_of_the_inventory_uses_stays(sim: Simulator, tmp_path: Path) -> None:
    """That host is not in this run: who is limited to one firm must not cut off another one."""
    alder = sim.firm("alder")
    set_up(alder)
    before = state(alder)
    hosts = inventory(sim, {"alder": {"offboard_confirm": "alder"}})
    twin = {**hosts["firms"]["hosts"]["alder"], "legora_organisation": "Twin LLP"}
    hosts["firms"]["hosts"]["twin"] = twin
    sim.journal.clear()
    done = run_playbook(tmp_path, "offboard", hosts, "--limit", "alder")
    assert done.status == 0, done.output
    assert writes(sim, alder) == {"imanage": 0, "legora": 3}
    after = state(alder)
    assert (after.nrtadmin, after.enabled, after.legora) == (before.nrtadmin, True, None)
    assert finding(done.result("alder"), "C2") == (
        "warn",
        f"{USER_ID} was left as it is at iManage, for twin of the inventory",
    )
    # Once the other is gone, the account is the firm's own.
    del hosts["firms"]["hosts"]["twin"]
    done = run_playbook(tmp_path, "offboard", hosts, "--limit", "alder")
    assert (done.status, state(alder)) == (0, gone(before))


def test_connector_that_another_host_of_the_inventory_means_is_left(sim: Simulator, tmp_path: Path) -> None:
    alder = sim.firm("alder")
    set_up(alder)
    hosts = inventory(sim, {"alder": {"offboard_confirm": "alder"}})
    hosts["firms"]["hosts"]["twin"] = {**hosts["firms"]["hosts"]["alder"], "service_account_user_id": "SVC-TWIN"}
    sim.journal.clear()
    done = run_playbook(tmp_path, "offboard", hosts, "--limit", "alder")
    assert (done.status, sim.journal.entries("alder")) == (2, [])
    assert "in common with twin" in done.result("alder")["message"]


@pytest.mark.full(firm_name="birch")
def test_nobody_else_is_touched(sim: Simulator, firm: Firm) -> None:
    set_up(firm)
    add_user(firm.imanage, "SVC-OTHER", "svc-other@firm.example", "Pretend-password-1")
    for library in firm.imanage.libraries.values():
        library.groups["NRTADMIN"].members.append("SVC-OTHER")
    groups = {
        (library.id, name): [one for one in group.members if one != USER_ID]
        for library in firm.imanage.libraries.values()
        for name, group in library.groups.items()
    }
    users = copy.deepcopy([one for one in firm.imanage.all_users() if one.id != USER_ID])
    offboard(firm)
    assert groups == {
        (library.id, name): group.members
        for library in firm.imanage.libraries.values()
        for name, group in library.groups.items()
    }
    assert users == [one for one in firm.imanage.all_users() if one.id != USER_ID]
