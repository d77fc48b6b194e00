# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets never leave: not in any output, not in a file while the play runs, not in a process's arguments."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.canaries import Watcher, canary, leaked
from helpers.playbook import inventory, run_playbook

from simulator import Simulator

SECRET_VARIABLES = ("legora_api_key", "imanage_password", "imanage_client_secret", "service_account_password")


# A module with a process of its own gets its arguments from Ansible, which may leave them in a file or show them.
# C(make test) leaves that to C(make test-full).
WAYS = [
    pytest.param(echoes, in_process, id=f"{echoes or 'success'}-{'in' if in_process else 'own'}_process")
    for in_process in (True, False)
    for echoes in (None, "imanage", "legora")
]


@pytest.mark.full(in_process=False, echoes="legora")
@pytest.mark.parametrize(("echoes", "in_process"), WAYS)
def test_no_secret_appears_anywhere(
    sim: Simulator,
    tmp_path: Path,
    work: Path,
    monkeypatch: pytest.MonkeyPatch,
    echoes: str | None,
    in_process: bool,
) -> None:
    changes, secrets, faults = {}, [], []
    for firm in sim.firms.values():
        changes[firm.name] = {
            name: canary(name, firm.name)
            for name in SECRET_VARIABLES
            if name != "imanage_client_secret" or firm.imanage.is_cloud
        }
        secrets += changes[firm.name].values()
        firm.legora.api_key = changes[firm.name]["legora_api_key"]
        firm.imanage.passwords["ADMIN"] = changes[firm.name]["imanage_password"]
        firm.imanage.client_secret = changes[firm.name].get("imanage_client_secret")
        if echoes:
            # The error repeats the whole request. At iManage it ends the run before anything is written at Legora.
            faults.append(sim.faults.add(kind="echo", firm=firm.name, system=echoes, kind_of_request="write", times=0))
    # The inventory is what the consultant gave; everything that the run makes by itself lies in the watched directory.
    monkeypatch.setenv("TMPDIR", str(work))
    monkeypatch.setenv("HOME", str(work))
    watcher = Watcher(work, secrets)
    extra = {"report_directory": str(work / "reports"), "ethical_walls_in_process": in_process}
    shown = ""
    with watcher.watching():
        for playbook, status in [("onboard", "failed")] if echoes else [("onboard", "changed"), ("verify", "checked")]:
            run = run_playbook(
                tmp_path, playbook, inventory(sim, changes), "-vvvv", "--diff", temporary=work, extra=extra
            )
            assert run.status == (2 if status == "failed" else 0), run.output
            assert {result["status"] for result in run.results.values()} == {status}
            shown += run.output + str(run.results)
    assert {"alder.html", "alder.md", "alder.json", "alder-summary.html", "index.html"} <= watcher.files_seen
    assert watcher.rounds > 20
    assert "session.json" in watcher.files_seen, "the watcher has not seen the session's file, so it may have seen none"
    assert watcher.found == []
    assert all(fault.struck for fault in faults)
    tokens = [token for firm in sim.firms.values() for token in firm.imanage.issued]
    assert len(tokens) >= len(sim.firms)
    assert not leaked([*secrets, *tokens], shown)
    assert "Canary" not in shown
