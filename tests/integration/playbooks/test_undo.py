# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Undo: back to what stood there before onboarding, field by field, but for what it says; and nothing else."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import Any

import pytest
from helpers.before_onboarding import STATES, something, stays
from helpers.both_systems import USER_ID, Data, differences, everything, set_up
from helpers.playbook import inventory, run_playbook

from player import FirmRun
from simulator import Simulator
from simulator.seed import Firm, add_user
from simulator.state import Capability, Connector, StoredServiceAccount


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", ["alder", "birch"])
def test_state_is_what_it_was(sim: Simulator, tmp_path: Path, name: str, state: str) -> None:
    firm = sim.firm(name)
    STATES[state](firm)
    before = everything(firm)
    onboarded = FirmRun(firm, notes_directory=tmp_path).result()
    assert onboarded["status"] == ("unchanged" if state == "everything" else "changed"), onboarded
    if state == "everything":
        assert onboarded["before"] is None
        assert list(tmp_path.glob("*-before-*")) == [], "a run that wrote nothing leaves no file"
        assert not any("undo" in line for line in onboarded["lines"])
        return
    assert differences(before, everything(firm)), "there is something to put back"
    planned: list[str] = []
    for number, check_mode in enumerate((True, False, True, False)):
        sim.journal.clear()
        result = undo(firm, onboarded["before"], tmp_path, check_mode=check_mode)
        counts = sim.journal.counts(name)
        assert counts["write"] == (len(result["plan"]) if number == 1 else 0)
        assert counts["effective_writes"] == counts["write"]
        assert result["status"] == ("planned", "changed", "unchanged", "unchanged")[number], result
        if number == 0:
            planned = result["plan"]
            assert planned
        elif number == 1:
            assert result["plan"] == planned
    assert set(differences(before, everything(firm))) == stays(firm, state)
    said = " ".join(result["lines"])
    assert ("iManage deletes no user" in said) is (state == "nothing")
    assert not any(record.allow_logon for record in firm.imanage.records_of(USER_ID)) or state == "partly_covered"


def undo(firm: Firm, file: str, directory: Path, *, check_mode: bool = False, **changes: Any) -> Data:
    changes = {"undo_from": file, **changes}
    return FirmRun(firm, "undo", changes=changes, check_mode=check_mode, notes_directory=directory).result()


def onboarded_with_file(firm: Firm, directory: Path) -> str:
    result = FirmRun(firm, notes_directory=directory).result()
    assert result["status"] == "changed", result
    return str(result["before"])


@pytest.mark.full(name="birch")
@pytest.mark.full(kind="drop_before")
@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
@pytest.mark.parametrize("name", ["alder", "birch"])
def test_undo_that_is_cut_off_ends_well_the_next_time(sim: Simulator, tmp_path: Path, name: str, kind: str) -> None:
    """From each of its writes on, no request gets an answer any more. Legora never has what iManage would refuse."""
    firm = sim.firm(name)
    file = onboarded_with_file(firm, tmp_path)
    for number in range(len(undo(firm, file, tmp_path, check_mode=True)["plan"])):
        firm.reset()
        before = everything(firm)
        FirmRun(firm).run()
        passed = iter(range(number))

        def cut(entry: Any, passed: Any = passed) -> None:
            if next(passed, None) is None:
                for system in ("imanage", "legora"):
                    sim.faults.add(
                        kind=kind if system == entry.system else "drop_before", firm=name, system=system, times=0
                    )

        sim.on_write = cut
        assert undo(firm, file, tmp_path)["status"] == "failed"
        sim.on_write = None
        sim.faults.clear()
        account = firm.connector.service_account
        assert account is None or firm.legora.service_account_status(firm.connector) == "active", number
        assert account is not None or firm.legora.preferences["imanage"] is False
        assert undo(firm, file, tmp_path)["status"] in ("changed", "unchanged")
        assert set(differences(before, everything(firm))) == stays(firm, "nothing")


# The file


def test_file_is_the_user_s_own_and_holds_no_secret(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    something(firm)
    file = Path(onboarded_with_file(firm, tmp_path))
    assert (file.parent, file.stat().st_mode & 0o777) == (tmp_path, 0o600)
    text = file.read_text(encoding="utf-8")
    for secret in (*firm.imanage.passwords.values(), firm.imanage.client_secret, firm.legora.api_key):
        assert str(secret) not in text
    kept = json.loads(text)
    assert kept["account"]["fields"][""]["email"] == "Walls@alder.example", "as it is spelt"
    assert kept["account"]["nrtadmin"] == [next(iter(firm.imanage.libraries))]
    assert kept["legora"]["creates_projects"] is False


def test_it_is_there_before_the_first_write_and_stays_where_one_may_have_arrived(
    sim: Simulator, tmp_path: Path
) -> None:
    there: list[list[Path]] = []
    sim.on_write = lambda entry: there.append(list(tmp_path.glob("alder-before-*.json")))
    sim.faults.add(kind="drop_after", firm="alder", system="imanage", kind_of_request="write")
    sim.faults.add(kind="drop_before", firm="alder", system="imanage", kind_of_request="read", times=0, after=30)
    result = FirmRun(sim.firm("alder"), notes_directory=tmp_path).result()
    assert result["status"] == "failed"
    assert [str(file) for file in there[0]] == [result["before"]]
    assert json.loads(Path(result["before"]).read_text(encoding="utf-8"))["host"] == "alder"
    assert any(line.startswith("To undo this run") for line in result["lines"])


def test_run_that_fails_before_it_writes_leaves_no_file(sim: Simulator, tmp_path: Path) -> None:
    result = FirmRun(sim.firm("alder"), changes={"service_account_role": "FULL"}, notes_directory=tmp_path).result()
    assert (result["status"], result["plan"], result["before"]) == ("failed", [], None)
    assert list(tmp_path.glob("*-before-*")) == []


def test_roles_that_the_proof_saw_are_kept_and_named(sim: Simulator, tmp_path: Path) -> None:
    """Only the account itself sees its role, so none is written on what was seen long ago."""
    firm = sim.firm("alder")
    set_up(firm)
    library = next(iter(firm.imanage.libraries.values()))
    library.assignments[USER_ID].role = "FULL"
    onboarded = FirmRun(firm, notes_directory=tmp_path).result()
    assert (onboarded["status"], len(onboarded["plan"])) == ("failed", 1), "it corrects the role, and goes no further"
    file = onboarded["before"]
    assert json.loads(Path(file).read_text(encoding="utf-8"))["account"]["roles"][library.id] == "FULL"
    assert Path(file).stat().st_mode & 0o777 == 0o600
    result = undo(firm, file, tmp_path)
    assert (result["status"], result["plan"]) == ("unchanged", [])
    assert f"had role FULL in library {library.id}" in " ".join(result["lines"])
    assert library.assignments[USER_ID].role == "LEGORA_METADATA"


def test_restriction_to_an_address_is_taken_back(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    set_up(firm)
    before = everything(firm)
    result = FirmRun(firm, changes={"service_account_ip_lock": True}, notes_directory=tmp_path).result()
    assert (result["status"], firm.imanage.records_of(USER_ID)[0].ip_range_enabled) == ("changed", True)
    undo(firm, result["before"], tmp_path, service_account_ip_lock=True)
    assert differences(before, everything(firm)) == {}


def test_dry_run_keeps_nothing(sim: Simulator, tmp_path: Path) -> None:
    result = FirmRun(sim.firm("alder"), check_mode=True, notes_directory=tmp_path).result()
    assert (result["status"], result["before"]) == ("planned", None)
    assert list(tmp_path.iterdir()) == []


def test_without_a_directory_it_is_said_before_the_first_write(sim: Simulator) -> None:
    run = FirmRun(sim.firm("alder"))
    result = run.result()
    assert (result["status"], result["before"]) == ("changed", None)
    gate = run.found.last("firm_checks", phase="preflight")
    assert any("report_directory is not set" in warning for warning in gate["warnings"])


def test_directory_that_takes_nothing_stops_before_the_first_write(sim: Simulator, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = FirmRun(sim.firm("alder"), notes_directory=tmp_path / "file").result()
    assert result["status"] == "failed"
    assert "nothing was changed" in str(result["message"])
    assert sim.journal.counts("alder")["write"] == 0


# Whose it is


def test_wrong_file_sends_nothing(sim: Simulator, tmp_path: Path) -> None:
    file = Path(onboarded_with_file(sim.firm("alder"), tmp_path))
    kept = json.loads(file.read_text(encoding="utf-8"))
    other = tmp_path / "other.json"
    cases: list[tuple[Any, str]] = [
        (None, "can't be read"),
        ("{", "is no whole file of JSON"),
        ({"kind": "firm"}, "is a file of another kind"),
        ({**kept, "format": 2}, "has the format 2"),
        ({**kept, "account": {}}, "lacks account.exists"),
        ({**kept, "host": "birch"}, "the host in it is birch, not alder"),
        ({**kept, "user_id": "OTHER"}, "service_account_user_id in it is OTHER"),
        ({**kept, "legora_organisation": "Birch"}, "legora_organisation in it is Birch"),
        ({**kept, "imanage_url": "https://other.example"}, "imanage_url in it is"),
        ({**kept, "customer_id": "1"}, "imanage_customer_id in it is 1"),
    ]
    for content, said in cases:
        other.unlink(missing_ok=True)
        if content is not None:
            other.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        sim.journal.clear()
        result = undo(sim.firm("alder"), str(other), tmp_path)
        assert result["status"] == "failed"
        assert said in str(result["message"])
        assert sim.journal.counts("alder")["total"] == 0
    sim.journal.clear()
    missing = undo(sim.firm("alder"), None, tmp_path)  # type: ignore[arg-type] # nothing is given
    assert "undo_from is missing" in missing["message"]
    assert sim.journal.counts("alder")["total"] == 0


@pytest.mark.parametrize("part", ["customer_id", "organisation_id", "connector_id"])
def test_another_tenant_behind_the_same_names_is_not_written_to(sim: Simulator, tmp_path: Path, part: str) -> None:
    file = Path(onboarded_with_file(sim.firm("alder"), tmp_path))
    kept = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**kept, part: "4"}), encoding="utf-8")
    sim.journal.clear()
    result = undo(sim.firm("alder"), str(file), tmp_path, imanage_customer_id=None)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "tenant_mismatch")
    assert sim.journal.counts("alder")["write"] == 0


# What somebody has changed since, and what is not given back


def test_what_somebody_changed_since_is_left_and_named(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    something(firm)
    file = onboarded_with_file(firm, tmp_path)
    record = firm.imanage.records_of(USER_ID)[0]
    record.full_name = "Renamed since"
    extra = add_library_member(firm)
    result = undo(firm, file, tmp_path)
    assert record.full_name == "Renamed since"
    assert record.email == "Walls@alder.example"
    assert USER_ID in firm.imanage.libraries[extra].groups["NRTADMIN"].members
    said = " ".join(result["lines"])
    assert "full name is Renamed since, was Svc-Legora" in said
    assert f"is in NRTADMIN of library {extra} since then" in said


def add_library_member(firm: Firm) -> str:
    """Put the account in NRTADMIN of a library that the firm does not list, and return that."""
    libraries = firm.imanage.libraries
    first = next(iter(libraries.values()))
    added = dataclasses.replace(
        first,
        id="SINCE",
        groups={name: dataclasses.replace(one, members=list(one.members)) for name, one in first.groups.items()},
        assignments=dict(first.assignments),
        users=dict(first.users),
    )
    libraries["SINCE"] = added
    return "SINCE"


def test_nothing_is_given_that_onboarding_gives_on_proof_only(sim: Simulator, tmp_path: Path) -> None:
    """Before: on, covered, enabled, an administrator. Since: taken away, by somebody. Undo takes nobody's side."""
    firm = sim.firm("alder")
    set_up(firm)
    last = list(firm.imanage.libraries)[-1]
    firm.imanage.records_of(USER_ID)[0].pwd_never_expire = False
    file = onboarded_with_file(firm, tmp_path)
    firm.legora.preferences["imanage"] = False
    firm.connector.capabilities[0].library_ids.remove(last)
    firm.imanage.libraries[last].groups["NRTADMIN"].members.remove(USER_ID)
    firm.imanage.records_of(USER_ID)[0].allow_logon = False
    result = undo(firm, file, tmp_path)
    assert result["plan"] == [f"Put back of {USER_ID}: password expiry"]
    assert firm.legora.preferences["imanage"] is False
    assert last not in firm.connector.capabilities[0].library_ids
    assert USER_ID not in firm.imanage.libraries[last].groups["NRTADMIN"].members
    assert firm.imanage.records_of(USER_ID)[0].allow_logon is False
    said = " ".join(result["lines"])
    for sentence in (
        "creating projects from iManage was on and is off",
        f"library {last} was covered and is not",
        f"was in NRTADMIN of library {last} and is not",
        "it is disabled, and was enabled",
    ):
        assert sentence.lower() in said.lower()


def test_legora_keeps_what_it_signs_in_with_where_another_account_was_before(sim: Simulator, tmp_path: Path) -> None:
    """That one's password is not known here. So Legora is not cut off, until a person has entered it again."""
    firm = sim.firm("alder")
    add_user(firm.imanage, "OLD", "old@alder.example", "Pretend-old-password-1", "LEGORA_METADATA")
    former = StoredServiceAccount("old@alder.example", "Pretend-old-password-1", "2026-11-01T00:00:00Z")
    firm.connector.service_account = former
    file = onboarded_with_file(firm, tmp_path)
    result = undo(firm, file, tmp_path)
    assert firm.connector.service_account.username == "svc-legora@alder.example"
    assert firm.legora.service_account_status(firm.connector) == "active"
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    assert result["status"] == "incomplete"
    assert "Enter old@alder.example at Legora by hand, then run undo again" in " ".join(result["lines"])
    firm.connector.service_account = former
    result = undo(firm, file, tmp_path)
    assert not any(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    assert firm.connector.service_account is former


def test_library_that_somebody_covers_since_keeps_its_account(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    file = onboarded_with_file(firm, tmp_path)
    firm.connector.capabilities[0].library_ids.append("SINCE")
    result = undo(firm, file, tmp_path)
    assert firm.connector.capabilities[0].library_ids == ["SINCE"]
    assert firm.connector.service_account is not None
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    assert "Legora covers library SINCE since then, by somebody else" in " ".join(result["lines"])


@pytest.mark.parametrize("when", ["before", "now"])
def test_groups_that_were_not_read_are_left(sim: Simulator, tmp_path: Path, when: str) -> None:
    """Where nobody saw whether the account was in NRTADMIN, or is, it is not taken out of it, and that is said."""
    firm = sim.firm("alder")
    something(firm)
    first = next(iter(firm.imanage.libraries.values()))
    untold: Data = {"kind": "html_page", "firm": "alder", "system": "imanage", "status": 404, "method": "GET"}
    untold["path_contains"] = f"/libraries/{first.id}/users/{USER_ID}/groups"
    if when == "before":
        sim.faults.add(**untold)
    file = onboarded_with_file(firm, tmp_path)
    if when == "now":
        sim.faults.add(**untold, times=0)
    result = undo(firm, file, tmp_path)
    assert USER_ID in first.groups["NRTADMIN"].members
    assert not any(f"from NRTADMIN in library {first.id}" in sentence for sentence in result["plan"])
    said = " ".join(result["lines"])
    was = {"before": "was in NRTADMIN of {} was not read then", "now": "is in NRTADMIN of {} was not read,"}[when]
    assert f"Whether {USER_ID} {was.format(f'library {first.id}')}" in said
    assert "and is not" not in said


def test_creating_projects_is_left_on_for_another_connector(sim: Simulator, tmp_path: Path) -> None:
    """It is one switch for the whole organisation, and somebody else may have come to need it since."""
    firm = sim.firm("alder")
    file = onboarded_with_file(firm, tmp_path)
    own = firm.connector
    other = StoredServiceAccount("somebody.else@firm.example", "Pretend-password-1", "2026-11-29T08:00:00Z")
    firm.legora.connectors["int_other"] = Connector("int_other", own.url, service_account=other)
    result = undo(firm, file, tmp_path, legora_connector_id=own.id)
    assert firm.legora.preferences["imanage"] is True
    assert (own.service_account, own.capabilities) == (None, [])
    assert "it is left on, for connector int_other at Legora" in " ".join(result["lines"])
    del firm.legora.connectors["int_other"]
    assert undo(firm, file, tmp_path)["status"] == "changed"
    assert firm.legora.preferences["imanage"] is False


def test_account_that_others_use_is_left(sim: Simulator, tmp_path: Path) -> None:
    """Another connector at Legora, and another host of the inventory that this run is not about."""
    firm = sim.firm("alder")
    file = onboarded_with_file(firm, tmp_path)
    own = firm.connector
    firm.legora.connectors["int_other"] = Connector(
        "int_other", own.url, service_account=dataclasses.replace(own.service_account)
    )
    result = undo(firm, file, tmp_path, legora_connector_id=own.id)
    assert own.service_account is None
    assert "SVC-LEGORA is left, since others use it too: connector int_other at Legora" in " ".join(result["lines"])
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    del firm.legora.connectors["int_other"]
    hosts = inventory(sim)["firms"]["hosts"]
    names = ("imanage_url", "imanage_customer_id", "imanage_exposure", "imanage_deployment")
    same = {name: hosts["alder"].get(name) for name in names}
    run = run_playbook(tmp_path, "undo", inventory(sim, {"birch": same}), "--limit", "alder", extra={"undo_from": file})
    assert run.status == 0, run.output
    assert "SVC-LEGORA is left, since others use it too: birch of the inventory" in run.output
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    assert undo(firm, file, tmp_path, service_account_password=None)["status"] == "changed"
    assert not any(record.allow_logon for record in firm.imanage.records_of(USER_ID))


def test_customer_that_legora_covers_since_keeps_its_account(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    file = onboarded_with_file(firm, tmp_path)
    other = Capability("cap_other", "ethical_walls", "99", ["THEIRS"], "2026-11-01T00:00:00Z")
    firm.connector.capabilities.append(other)
    result = undo(firm, file, tmp_path)
    assert firm.connector.capabilities == [other]
    assert firm.connector.service_account is not None
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    assert "Legora does something else for customer 99 since then" in " ".join(result["lines"])


def test_what_else_legora_does_for_the_firm_since_keeps_its_account_but_not_its_projects(
    sim: Simulator, tmp_path: Path
) -> None:
    """They would be created without the firm's walls."""
    firm = sim.firm("alder")
    file = onboarded_with_file(firm, tmp_path)
    other = Capability("cap_other", "search", str(firm.imanage.customer_id), ["ACTIVE"], "2026-11-01T00:00:00Z")
    firm.connector.capabilities.append(other)
    result = undo(firm, file, tmp_path)
    assert firm.connector.capabilities == [other]
    assert firm.connector.service_account is not None
    assert all(record.allow_logon for record in firm.imanage.records_of(USER_ID))
    assert not firm.legora.preferences["imanage"], result["lines"]


def test_operator_without_the_right_stops_before_legora_loses_anything(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    file = onboarded_with_file(firm, tmp_path)
    operator = next(iter(firm.imanage.libraries.values())).groups["NRTADMIN"].members
    for library in firm.imanage.libraries.values():
        library.groups["NRTADMIN"].members = [one for one in operator if one == USER_ID]
    sim.journal.clear()
    result = undo(firm, file, tmp_path)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "permission")
    assert sim.journal.counts("alder")["write"] == 0


def test_other_capabilities_and_products_are_not_touched(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    firm.legora.preferences["sharepoint"] = True
    other = Capability("cap_other", "ethical_walls", "99", ["THEIRS"], "2026-11-01T00:00:00Z")
    firm.connector.capabilities.append(other)
    before = everything(firm)
    file = onboarded_with_file(firm, tmp_path)
    undo(firm, file, tmp_path)
    assert set(differences(before, everything(firm))) == stays(firm, "nothing")


# In Ansible


def test_playbooks_leave_and_take_the_file(sim: Simulator, tmp_path: Path) -> None:
    """The command that the result of onboarding shows, with reports, as a consultant runs it."""
    firm, reports = sim.firm("alder"), tmp_path / "reports"
    before, limit = everything(firm), ("--limit", "alder")
    run = run_playbook(tmp_path, "onboard", inventory(sim), *limit, extra={"report_directory": str(reports)})
    file = run.result("alder")["before"]
    assert f"-e undo_from={file} --check" in run.output
    for arguments, status in ((("--check",), "planned"), ((), "changed"), ((), "unchanged")):
        extra = {"report_directory": str(reports), "undo_from": os.path.relpath(file, tmp_path)}
        run = run_playbook(tmp_path, "undo", inventory(sim), *limit, *arguments, extra=extra)
        assert (run.status, run.result("alder")["status"]) == (0, status), run.output
    assert set(differences(before, everything(firm))) == stays(firm, "nothing")
    report = json.loads((reports / "alder.json").read_text(encoding="utf-8"))
    assert (report["verdict"]["level"], report["verdict"]["headline"]) == ("warn", "Nothing is left to put back")
    assert any("iManage deletes no user" in warning for warning in report["warnings"])
    only = {"firms": {"hosts": {"alder": inventory(sim)["firms"]["hosts"]["alder"]}}}
    merged = run_playbook(tmp_path, "merge_reports", only, extra={"report_directory": str(reports)})
    assert merged.status == 0, merged.output
