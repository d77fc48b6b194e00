# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What follows must be provable before anything is written: both systems' state after each step of what went wrong.

In this process, which does what the playbook does.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from helpers.both_systems import USER_ID, played, set_account, set_up, state, writes

from simulator import Simulator
from simulator.seed import Firm, add_user


def set_email(firm: Firm, email: str) -> None:
    for record in firm.imanage.records_of(USER_ID):
        record.email = email


NEW = "Another-pretend-password"
ALWAYS = {"onboard_update_password": "always"}


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_new_password_in_the_vault_cuts_no_connector_off(sim: Simulator, name: str) -> None:
    """Two runs cost a failed sign-in each; a third write could not be proved, so it is refused before it is sent."""
    firm = sim.firm(name)
    set_up(firm)
    working = state(firm)
    assert (working.password, working.legora_status, working.preference) == (working.legora, "active", True)
    for run in (1, 2):
        result = played(firm, service_account_password=NEW)
        assert (result["status"], result["failure"]["kind"]) == ("failed", "auth"), result
        assert state(firm) == replace(working, failed_logins=run)
    for check in (True, False, False):
        sim.journal.clear()
        result = played(firm, check=check, **ALWAYS, service_account_password=NEW)
        assert (result["status"], result["failure"]["kind"]) == ("failed", "conflict"), result
        assert "Control Center" in result["failure"]["hint"]
        assert result["plan"] == [], "a plan that is not done was promised"
        assert writes(sim, firm) == {"imanage": 0, "legora": 0}
        assert state(firm) == replace(working, failed_logins=2), "a working connector was cut off"
    # The way out that the message names.
    set_account(firm, failed_logins=0)
    result = played(firm, **ALWAYS, service_account_password=NEW)
    assert result["status"] == "changed", result
    assert state(firm) == replace(working, password=NEW, legora=NEW)


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_refused_sign_in_that_is_not_counted_is_noted_and_not_repeated(
    sim: Simulator, tmp_path: Path, name: str
) -> None:
    """Where iManage does not tell how near an account is to its lock, only what we note does."""
    firm = sim.firm(name)
    set_up(firm)
    firm.imanage.undeclared_fields = firm.imanage.tells_account_state = False
    working = state(firm)
    reports = tmp_path / "reports"
    for _run in range(3):
        result = played(firm, notes=reports, service_account_password=NEW)
        assert result["status"] == "failed"
        assert state(firm) == replace(working, failed_logins=1)
    for _run in range(2):
        played(firm, "verify", notes=reports, service_account_password=NEW)
        assert state(firm) == replace(working, failed_logins=1)
    assert NEW not in (reports / f"{name}.notes.json").read_text(encoding="utf-8")
    # So the advice of the message still works.
    result = played(firm, notes=reports, **ALWAYS, service_account_password=NEW)
    assert result["status"] == "changed", result
    assert state(firm) == replace(working, password=NEW, legora=NEW)


def test_verify_signs_in_nowhere_that_does_not_count(sim: Simulator) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    firm.imanage.tells_account_state = False
    for probe, signed_in in ((None, "unknown"), ("", "unknown"), ("true", "pass")):
        result = played(firm, "verify", verify_probe=probe)
        findings = {one["id"]: one for one in result["findings"]}
        assert findings["A9"]["status"] == signed_in, result
        assert state(firm).failed_logins == 0


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"is_locked": True}, "locked"),
        ({"ip_range_enabled": True, "ip_range": "192.0.2.9"}, "it may sign in from 192.0.2.9 only"),
    ],
)
def test_password_is_not_changed_where_the_account_could_not_be_tried(
    sim: Simulator, fields: dict[str, object], words: str
) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    set_account(firm, **fields)
    before = state(firm)
    sim.journal.clear()
    result = played(firm, **ALWAYS, service_account_password=NEW)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "conflict"), result
    assert words in result["message"]
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert state(firm) == before


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_connector_that_is_left_with_an_old_password_is_said_first(sim: Simulator, name: str) -> None:
    """Whatever fails between the two systems, and in each later run until both agree."""
    firm = sim.firm(name)
    set_up(firm)
    sim.faults.add(kind="unavailable", firm=name, system="legora", kind_of_request="write", times=0)
    result = played(firm, **ALWAYS, service_account_password=NEW)
    assert (state(firm).password, state(firm).legora_status) == (NEW, "rejected")
    assert result["message"].startswith(f"Legora of {result['firm']} has the old password, and iManage the new one")
    assert f"Failed: {result['message']}" in result["lines"]
    result = played(firm, service_account_password=NEW)
    assert result["message"].startswith(f"Legora of {result['firm']} is cut off since before this run"), result
    sim.faults.clear()
    assert played(firm, service_account_password=NEW)["status"] == "changed"
    assert (state(firm).legora, state(firm).legora_status) == (NEW, "active")


def test_new_library_on_premises_cuts_nothing_off(sim: Simulator) -> None:
    """The account is made there with the password that Legora has already."""
    firm = sim.firm("birch")
    assert played(firm, imanage_libraries=["ACTIVE"])["status"] == "changed"
    firm.imanage.nrtadmin_supersedes = True
    result = played(firm)
    assert result["failure"]["kind"] == "permission"
    assert state(firm).legora_status == "active"
    assert "cut off" not in result["message"]


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_account_that_may_view_documents_is_not_left_enabled(sim: Simulator, name: str) -> None:
    """Its role withholds that, but iManage gives it to every administrator: only the proof can see it."""
    firm = sim.firm(name)
    firm.imanage.nrtadmin_supersedes = True
    untouched = state(firm)
    for run in (1, 2):
        result = played(firm)
        assert (result["status"], result["failure"]["kind"]) == ("failed", "permission"), result
        assert "SVC-LEGORA was disabled again" in result["message"].split(".")[0] + result["message"].split(".")[1]
        assert "may view documents" in result["message"]
        assert any(sentence.startswith("Disable SVC-LEGORA") for sentence in result["plan"])
        after = state(firm)
        assert (after.enabled, after.nrtadmin) == (False, ("ACTIVE", "CLOSED")), run
        assert (after.legora, after.libraries, after.preference) == (untouched.legora, (), False)
    firm.imanage.nrtadmin_supersedes = False
    result = played(firm)
    assert result["status"] == "changed", result
    assert (state(firm).enabled, state(firm).legora_status, state(firm).preference) == (True, "active", True)


def test_account_that_somebody_else_signs_in_with_is_not_renamed(sim: Simulator) -> None:
    """In the cloud, another e-mail address is another name to sign in with: what uses the account would be cut off."""
    firm = sim.firm("alder")
    add_user(firm.imanage, USER_ID, "svc-litera@alder.example", "Pretend-password", "LEGORA_METADATA")
    sim.journal.clear()
    result = played(firm)
    assert (result["status"], writes(sim, firm)) == ("failed", {"imanage": 0, "legora": 0}), result
    assert "A5: SVC-LEGORA is there already and signs in with svc-litera@alder.example" in result["message"]
    # What its message offers.
    assert played(firm, onboard_accept="A5", service_account_password="Pretend-password")["status"] == "changed"
    set_email(firm, "somebody-mistyped@alder.example")
    assert played(firm, service_account_password="Pretend-password")["status"] == "changed", "Legora has the right one"


@pytest.mark.full(name="birch")
@pytest.mark.parametrize("name", ["alder", "birch"])
def test_account_that_worked_before_is_not_left_an_administrator_who_views_documents(sim: Simulator, name: str) -> None:
    """This run has not enabled it, so it stays as it was found: in no group that it was not in."""
    firm = sim.firm(name)
    set_up(firm)
    for library in firm.imanage.libraries.values():
        library.roles["LEGORA_METADATA"].document_view = True
    firm.imanage.libraries["CLOSED"].groups["NRTADMIN"].members.remove(USER_ID)
    before = state(firm)
    assert before.nrtadmin == ("ACTIVE",)
    result = played(firm)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "permission"), result
    assert "SVC-LEGORA was taken out of NRTADMIN of CLOSED again, since this run had put it there" in result["message"]
    assert state(firm) == before
    # The first write adds it.
    sim.faults.add(kind="unavailable", firm=name, system="imanage", method="PUT", after=1, times=0)
    result = played(firm)
    assert result["failure"]["kind"] == "permission", result
    assert "could not be taken out of NRTADMIN of CLOSED again and may view documents: take it out" in result["message"]
    assert state(firm) == replace(before, nrtadmin=("ACTIVE", "CLOSED"))
    sim.faults.clear()
    result = played(firm)
    assert "SVC-LEGORA was enabled before this run and still is" in result["message"], "this run has put it nowhere"


def test_account_that_may_delete_is_not_given_to_legora(sim: Simulator) -> None:
    """An account that is there already keeps its role, so only the proof sees what it allows."""
    firm = sim.firm("alder")
    set_up(firm)
    for library in firm.imanage.libraries.values():
        library.roles["LEGORA_METADATA"].delete = True
    firm.legora.preferences["imanage"] = False
    sim.journal.clear()
    result = played(firm)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "permission"), result
    assert "may delete documents or workspaces" in result["message"]
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert (state(firm).enabled, state(firm).preference) == (True, False)


def test_account_that_could_not_be_disabled_again_is_said_first(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.imanage.nrtadmin_supersedes = True
    sim.faults.add(kind="unavailable", firm="alder", system="imanage", method="PATCH", times=0)
    result = played(firm)
    assert result["failure"]["kind"] == "permission"
    assert "could not be disabled" in result["message"]
    assert state(firm).enabled
    assert writes(sim, firm)["legora"] == 0


@pytest.mark.parametrize("variables", [{"service_account_role": None}, {"service_account_role": "FULL"}])
def test_disabled_account_is_not_enabled_while_its_role_allows_document_view(
    sim: Simulator, variables: dict[str, str | None]
) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    firm.imanage.account(USER_ID).allow_logon = False  # type: ignore[union-attr]
    before = state(firm)
    sim.journal.clear()
    result = played(firm, **variables)
    assert result["status"] == "failed"
    assert "A8" in result["message"]
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert state(firm) == before


def test_refused_sign_in_and_unread_rights_disable_nobody(sim: Simulator) -> None:
    firm = sim.firm("alder")
    firm.imanage.hide_document_view = True
    # The operator's own rights show it before anything is written; who accepts that is stopped by the proof.
    assert "R2" in played(firm)["message"]
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    result = played(firm, onboard_accept="R2,A8")
    assert (result["status"], result["failure"]["kind"]) == ("failed", "unsupported")
    assert writes(sim, firm)["legora"] == 0
    assert state(firm).enabled
    firm.imanage.hide_document_view = False
    firm.imanage.passwords[USER_ID] = "Somebody-changed-it-meanwhile"
    result = played(firm)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "auth")
    assert state(firm).enabled
    assert state(firm).failed_logins == 1


def test_preference_that_is_on_while_the_proof_is_refused_is_said_first(sim: Simulator) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    firm.imanage.nrtadmin_supersedes = True
    before = state(firm)
    result = played(firm)
    assert result["status"] == "failed"
    assert "creates projects" in result["message"][:200]
    # It was enabled before this run, and works: cutting it off is the firm's decision.
    assert state(firm) == before


SECOND = {"service_account_user_id": "SVC-LEGORA-2", "service_account_email": "svc-legora-2@alder.example"}


def test_former_service_account_is_named(sim: Simulator) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    assert state(firm).nrtadmin == ("ACTIVE", "CLOSED")
    findings = {one["id"]: one for one in played(firm, **SECOND)["findings"]}
    assert findings["A13"]["status"] == "fail", findings["A13"]
    assert "Legora's account until now" in findings["A13"]["evidence"]
    assert "SVC-LEGORA" in findings["A13"]["evidence"].replace("SVC-LEGORA-2", "")
    verified = played(firm, "verify", **SECOND)
    finding = next(one for one in verified["findings"] if one["id"] == "A13")
    assert "SVC-LEGORA" in finding["evidence"].replace("SVC-LEGORA-2", "")
    for library in firm.imanage.libraries.values():
        library.groups["NRTADMIN"].members.remove(USER_ID)
    verified = played(firm, "verify", **SECOND)
    assert next(one for one in verified["findings"] if one["id"] == "A13")["status"] == "pass"
