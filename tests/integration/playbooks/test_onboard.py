# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Onboarding as a consultant runs it: four passes, the budget of requests, proof before trust."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import is_onboarded, played, set_up
from helpers.playbook import Run, finding, inventory, run_playbook

from player import FirmRun
from simulator import Simulator
from simulator.seed import Firm, add_user

# What onboarding writes with two libraries: the account, its places, NRTADMIN; connector, capability, preference.
WRITES = {"alder": 1 + 2 + 2 + 3, "birch": 2 + 2 + 3}


def account_name(firm: Firm) -> str:
    return f"svc-legora@{firm.name}.example" if firm.imanage.is_cloud else "SVC-LEGORA"


def sign_ins(sim: Simulator, firm: Firm) -> dict[str, int]:
    """Count the sign-ins by who signed in; sign-outs do not count."""
    entries = [
        one for one in sim.journal.entries(firm.name, "imanage", "signin") if not one.path.endswith("revoke-token")
    ]
    account = sum(entry.user == account_name(firm) for entry in entries)
    return {"account": account, "operator": len(entries) - account}


def legora_writes(sim: Simulator, firm: str) -> int:
    return len(sim.journal.entries(firm, "legora", "write"))


def onboard(sim: Simulator, tmp_path: Path, *arguments: str, **changes: dict[str, Any]) -> Run:
    """Onboard all firms; ``changes`` are a firm's variables that differ."""
    return run_playbook(tmp_path, "onboard", inventory(sim, changes), *arguments)


@dataclass(frozen=True)
class Server:
    """How the servers of both firms are.

    :ivar switches: what of iManage differs.
    :ivar unknown: the checks that can't be decided after onboarding then.
    """

    switches: dict[str, Any] = field(default_factory=dict)
    unknown: frozenset[str] = frozenset()

    def set_up(self, firm: Firm) -> None:
        """Let a firm have such servers, with pages of one entry, so that whatever reads only a first page shows."""
        firm.imanage.max_page_size = firm.legora.max_page_size = 1
        for name, value in self.switches.items():
            setattr(firm.imanage, name, value)


SERVERS = {
    "all_fields": Server(),
    "declared_fields_only": Server({"undeclared_fields": False, "strict_bodies": True}),
    "no_account_state": Server({"undeclared_fields": False, "tells_account_state": False}, frozenset({"A4", "L5"})),
    "cursors": Server({"cursor_paging": True, "group_id_field": "group_id"}),
}


# In make test the modules meet all four, in process.
@pytest.mark.full(server=[server for name, server in SERVERS.items() if name != "declared_fields_only"])
@pytest.mark.parametrize("server", SERVERS.values(), ids=SERVERS)
def test_four_passes(sim: Simulator, tmp_path: Path, server: Server) -> None:
    for firm in sim.firms.values():
        server.set_up(firm)
    planned: dict[str, list[str]] = {}
    sent: dict[str, list[Any]] = {name: [] for name in sim.firms}
    for number, arguments in enumerate((["--check", "--diff"], ["--diff"], [], ["--check"])):
        sim.journal.clear()
        run = onboard(sim, tmp_path, *arguments)
        assert run.status == 0, run.output
        for name, firm in sim.firms.items():
            result, counts = run.result(name), sim.journal.counts(name)
            written = WRITES[name] if number == 1 else 0
            assert (counts["write"], counts["effective_writes"]) == (written, written)
            assert sum(result["requests"].values()) == counts["total"], "the result counts other requests than arrived"
            assert sign_ins(sim, firm) == {"operator": 1, "account": 0 if arguments[:1] == ["--check"] else 1}
            assert not firm.imanage.tokens, "a sign-in was left open"
            if number == 0:
                planned[name] = result["plan"]
                assert len(result["plan"]) == WRITES[name]
                assert result["status"] == "planned"
                assert {found["id"] for found in result["findings"] if found["status"] != "unknown"} == {"A1", "A13"}
            elif number == 1:
                assert result["plan"] == planned[name], "the dry run told something else than what was done"
                assert result["status"] == "changed"
                found = {found["id"]: found["status"] for found in result["findings"]}
                assert {id_: status for id_, status in found.items() if status != "pass"} == dict.fromkeys(
                    server.unknown, "unknown"
                )
                assert is_onboarded(firm)
            else:
                assert (result["status"], result["plan"], result["changed"]) == ("unchanged", [], False)
            if arguments[:1] != ["--check"]:
                sent[name].append([(entry.method, entry.path) for entry in sim.journal.entries(name)])
        if number >= 2:
            assert "changed=0" in run.output
    # What the tests of faults do in this process, they do as the playbook does: request by request.
    for name, firm in sim.firms.items():
        firm.reset()
        server.set_up(firm)
        for in_the_playbook in sent[name]:
            sim.journal.clear()
            FirmRun(firm).run()
            assert [(entry.method, entry.path) for entry in sim.journal.entries(name)] == in_the_playbook


def test_account_that_may_view_documents_stops_the_firm(sim: Simulator, tmp_path: Path) -> None:
    run = onboard(sim, tmp_path, alder={"service_account_role": "FULL"})
    result = run.result("alder")
    assert run.status == 2
    assert result["status"] == "failed"
    assert "A8" in result["message"]
    assert "service_account_role" in " ".join(result["lines"])
    assert result["plan"] == []
    assert sim.journal.counts("alder")["write"] == 0
    assert not sim.firm("alder").imanage.tokens, "a failure left a sign-in open"
    assert is_onboarded(sim.firm("birch")), "one firm's failure touched another"
    assert any(line.startswith("alder: failed: iManage and Legora of Alder & Finch LLP") for line in run.overview)


def test_document_view_can_be_accepted_and_stays_visible(sim: Simulator) -> None:
    changes = {"service_account_role": "DEFAULT", "service_account_accept_document_view": True}
    firm = sim.firm("alder")
    result = played(firm, **changes)
    assert result["status"] == "changed", result
    findings = {found["id"]: found["status"] for found in result["findings"]}
    assert findings["A9"] == "warn"
    assert any("accept_document_view" in warning for warning in result["warnings"])
    assert is_onboarded(firm, role="DEFAULT")


def test_not_yet_effective_ends_incomplete_without_the_preference(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    firm.imanage.effective_delay = 3600
    # Hosts can be chosen by a variable too.
    run = onboard(sim, tmp_path, "-e", "ethical_walls_hosts=alder")
    assert list(run.results) == ["alder"]
    result = run.result("alder")
    assert run.status == 0, run.output
    assert result["status"] == "incomplete"
    assert "eight hours" in result["incomplete"]
    assert "Run again: the same command with --limit alder" in result["lines"]
    assert firm.connector.capabilities
    assert firm.legora.preferences["imanage"] is False
    assert finding(result, "L4")[0] == "warn"
    firm.clock.advance(3601)
    again = played(firm)
    assert (again["status"], again["plan"]) == ("changed", ["Create projects from iManage"])
    assert is_onboarded(firm)


def test_wrong_password_is_tried_once_and_stops_the_firm(sim: Simulator) -> None:
    firm = sim.firm("birch")
    add_user(firm.imanage, "SVC-LEGORA", "svc-legora@birch.example", "Somebody-elses-password", "LEGORA_METADATA")
    result = played(firm)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "auth")
    assert sign_ins(sim, firm) == {"operator": 1, "account": 1}
    assert legora_writes(sim, "birch") == 0
    set_anew = played(firm, onboard_update_password="always")
    assert set_anew["status"] == "changed", set_anew
    assert is_onboarded(firm)


def test_password_that_is_set_anew_reaches_both_systems(sim: Simulator) -> None:
    """Within the five minutes in which times alone cannot tell which of the two has the newer one."""
    firm = sim.firm("alder")
    set_up(firm)
    always = {"onboard_update_password": "always"}
    result = played(firm, service_account_password="Another-pretend-password", **always)
    assert result["plan"] == [
        "Set the password of SVC-LEGORA",
        "Give Legora's iManage connector the password of svc-legora@alder.example anew",
    ]
    assert is_onboarded(firm)


def test_wrong_role_is_corrected_and_proved_by_the_next_run(sim: Simulator) -> None:
    firm = sim.firm("alder")
    add_user(firm.imanage, "SVC-LEGORA", "svc-legora@alder.example", "x", "FULL", pwd_never_expire=True)
    firm.imanage.passwords["SVC-LEGORA"] = inventory(sim)["firms"]["hosts"]["alder"]["service_account_password"]
    first = played(firm)
    assert first["status"] == "failed"
    assert "Put SVC-LEGORA in role LEGORA_METADATA in library ACTIVE" in first["plan"]
    assert "role was corrected" in first["message"]
    assert legora_writes(sim, "alder") == 0
    assert played(firm)["status"] == "changed"
    assert is_onboarded(firm)


def test_ip_lock_comes_last_and_the_next_run_changes_nothing(sim: Simulator) -> None:
    firm = sim.firm("alder")
    changes: dict[str, Any] = {"service_account_ip_lock": True}
    first = played(firm, **changes)
    assert first["plan"][-2:] == [
        "Create projects from iManage",
        "Correct SVC-LEGORA: restriction to an address, permitted address",
    ]
    account = firm.imanage.account("SVC-LEGORA")
    assert account is not None
    assert (account.ip_range_enabled, account.ip_range) == (True, "20.91.134.182")
    sim.journal.clear()
    again = played(firm, **changes)
    assert (again["status"], sim.journal.counts("alder")["write"]) == ("unchanged", 0)
    assert sign_ins(sim, firm)["account"] == 0
    assert finding(again, "A9")[0] == "unknown"


def test_account_that_legora_rejects_is_not_trusted(sim: Simulator) -> None:
    """iManage takes the password, but Legora cannot sign in: as behind a firewall that refuses Legora's address."""
    firm = sim.firm("alder")
    set_up(firm)
    connector = firm.connector
    assert connector.service_account is not None
    connector.service_account.password = "Somebody-changed-it"
    firm.legora.preferences["imanage"] = False
    again = played(firm)
    assert again["status"] == "changed", again
    assert again["plan"][-1] == "Create projects from iManage"
    assert is_onboarded(firm), "a rejected account was not given its password again"


def test_server_before_oauth(sim: Simulator) -> None:
    """Such a server fails R5; who accepts that is served by its older way to sign in."""
    firm = sim.firm("birch")
    firm.imanage.version = "10.1.5"
    result = played(firm, onboard_accept="R5")
    assert result["status"] == "changed", result
    assert is_onboarded(firm)
