# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Workers of a killed ansible-playbook go on with their task, but send nothing more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from chaos.process import Playbook
from helpers.ansible import play
from helpers.both_systems import is_onboarded
from helpers.playbook import inventory, run_playbook

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm import store
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._program import run_program
from player import FirmRun
from simulator import Simulator
from simulator.journal import Entry


def _killed_at_first_write(
    sim: Simulator, directory: Path, playbook: str | list[dict[str, Any]], *arguments: str
) -> Playbook:
    """Run a playbook for alder until its first write has arrived, and kill it before that is answered."""
    started: list[Playbook] = []

    def kill(entry: Entry) -> None:
        sim.on_write = None
        started[0].kill()

    sim.on_write = kill
    started.append(Playbook(directory, playbook, inventory(sim), *arguments))
    return started[0]


@pytest.mark.parametrize("in_process", [True, False], ids=["worker", "own process"])
def test_an_orphan_ends_before_its_next_request(sim: Simulator, tmp_path: Path, in_process: bool) -> None:
    """The task has more to write: it makes the account, and then lets it into each library."""
    task = {"legalops.ethical_walls.imanage_user": {}}
    killed = _killed_at_first_write(sim, tmp_path, [play([task], ethical_walls_in_process=in_process)])
    killed.wait_for_all()
    (written,) = sim.journal.entries("alder", kind="write")
    assert written.took_effect
    after = sim.journal.entries("alder")[written.seq :]
    assert [entry.path for entry in after] == ["/auth/oauth2/revoke-token"]
    FirmRun(sim.firm("alder")).run()
    assert is_onboarded(sim.firm("alder"))


@pytest.mark.full
def test_an_orphan_may_overlap_the_next_run(sim: Simulator, tmp_path: Path) -> None:
    """Its last write is under way all the time, and takes effect in the middle of the next run."""
    slow = sim.faults.add(kind="latency", firm="alder", system="imanage", kind_of_request="write", seconds=4)
    killed = _killed_at_first_write(sim, tmp_path / "killed", "onboard", "--limit", "alder")
    killed.wait()
    assert killed.processes(), "there is no orphan"
    (tmp_path / "next").mkdir()
    run = run_playbook(tmp_path / "next", "onboard", inventory(sim), "--limit", "alder")
    killed.wait_for_all()
    assert slow.struck
    failure = run.result("alder")["failure"]
    if failure:
        assert failure["kind"] == "conflict"
        FirmRun(sim.firm("alder")).run()
    assert is_onboarded(sim.firm("alder"))


def test_an_orphan_stores_no_password(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next run may have made another one meanwhile."""
    monkeypatch.setattr(store, "is_orphaned", lambda: True)
    given: dict[str, Any] = {"host": "alder", "step": "prepare", "variables": {"rotate_new_password": "Pretend-1"}}
    there = tmp_path / "there"
    command = store.WantedCommand(command=["touch", str(there)], runs=run_program, **given)
    file = store.WantedVaultFile(str(there), seal=lambda text, like: text, unseal=yaml.safe_load, **given)
    with pytest.raises(EthicalWallsError, match="has ended, so nothing was stored"):
        store.run_command(None, command, check_mode=False)
    with pytest.raises(EthicalWallsError, match="has ended, so nothing was stored"):
        store.ensure_vault_file(None, file, check_mode=False)
    assert not there.exists()
