# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets never leave: not in any output, not in a file while the play runs, not in a process's arguments."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from integration.canaries import canary, forms, leaked
from integration.playbooks.harness import inventory, run_playbook

from simulator import Simulator

SECRET_VARIABLES = ("legora_api_key", "imanage_password", "imanage_client_secret", "service_account_password")


class Watcher:
    """Looks into the files below a directory, and into all processes' arguments, over and over while a play runs."""

    def __init__(self, directory: Path, secrets: list[str]) -> None:
        self._directory = directory
        self._needles = [form.encode() for secret in secrets for form in forms(secret)]
        self._done = threading.Event()
        self.rounds = 0
        self.files_seen: set[str] = set()
        self.found: list[str] = []

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        thread = threading.Thread(target=self._watch, daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._done.set()
            thread.join()

    def _watch(self) -> None:
        while not self._done.is_set():
            self.rounds += 1
            # os.walk passes over a directory that is gone by the time it is read; rglob would end here.
            for directory, _directories, files in os.walk(self._directory):
                for name in files:
                    self._look(Path(directory) / name)
            for process in os.listdir("/proc"):
                if process.isdigit():
                    self._look(Path("/proc") / process / "cmdline")
            self._done.wait(0.04)

    def _look(self, path: Path) -> None:
        try:
            content = path.read_bytes()
        except OSError:  # a directory, or gone already
            return
        self.files_seen.add(path.name)
        if any(needle in content for needle in self._needles):
            self.found.append(str(path))


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
