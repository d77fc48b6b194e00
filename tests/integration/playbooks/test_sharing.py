# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two hosts of a run that mean one tenant: refused before anything is sent, and only named by a run that only looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.playbook import inventory, run_playbook

from simulator import Simulator


def test_a_copied_host_is_refused_before_anything_is_sent(sim: Simulator, tmp_path: Path) -> None:
    hosts = inventory(sim)
    # By way of another variable, as it is written elsewhere, and by another name for the same key.
    hosts["firms"]["hosts"]["copy"] = {
        **hosts["firms"]["hosts"]["alder"],
        "kept_elsewhere": sim.firm("alder").legora.name.upper(),
        "legora_organisation": "{{ kept_elsewhere }}",
        "service_account_user_id": "SVC-OTHER",
    }
    run = run_playbook(tmp_path, "onboard", hosts)
    assert run.status == 2, run.output
    assert {name: result["status"] for name, result in run.results.items()} == {
        "alder": "failed",
        "birch": "changed",
        "copy": "failed",
    }
    for name, other in (("alder", "copy"), ("copy", "alder")):
        assert run.result(name)["failure"]["kind"] == "conflict"
        assert f"the organisation at Legora, and its connector, in common with {other} (" in run.result(name)["message"]
        assert "service account" not in run.result(name)["message"]
    assert sim.journal.entries("alder") == []
    looked = run_playbook(tmp_path, "verify", hosts, "--limit", "alder,copy")
    assert {result["status"] for result in looked.results.values()} <= {"checked", "failed"}
    assert all(
        any("in common with" in warning for warning in result["warnings"]) for result in looked.results.values()
    ), looked.output


@pytest.mark.full(arguments=[("--check",)])
@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_one_organisation_by_name_and_by_id(sim: Simulator, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Only its key tells that it is one, so both are refused before either writes."""
    hosts = inventory(sim)
    hosts["firms"]["hosts"]["copy"] = {
        **hosts["firms"]["hosts"]["alder"],
        "legora_organisation": sim.firm("alder").legora.id,
        "service_account_user_id": "SVC-OTHER",
        "service_account_email": "svc-other@alder.example",
        "service_account_password": "Pretend-password-of-the-other-account",
    }
    run = run_playbook(tmp_path, "onboard", hosts, "--limit", "alder,copy", *arguments)
    assert run.status == 2, run.output
    for name, other in (("alder", "copy"), ("copy", "alder")):
        assert run.result(name)["failure"]["kind"] == "conflict"
        assert f"and so does that of {other}; nothing was written" in run.result(name)["message"]
    assert sim.journal.entries("alder", kind="write") == []


def test_a_copied_host_is_refused_when_it_is_the_only_one_of_the_run(sim: Simulator, tmp_path: Path) -> None:
    """As each job of AWX is limited to one firm. The copy's shorter list would take libraries from the firm's walls."""
    hosts = inventory(sim)
    hosts["firms"]["hosts"]["copy"] = {**hosts["firms"]["hosts"]["alder"], "imanage_libraries": ["ACTIVE"]}
    run = run_playbook(tmp_path, "onboard", hosts, "--limit", "copy")
    assert run.status == 2, run.output
    assert run.result("copy")["failure"]["kind"] == "conflict"
    assert "the organisation at Legora, and its connector, in common with alder (" in run.result("copy")["message"]
    assert sim.journal.entries("alder") == []
