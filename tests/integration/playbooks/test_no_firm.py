# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that looks at no firm is no success: a nightly check would go on saying that all is well."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers.ansible import run_ansible
from helpers.playbook import inventory, run_playbook

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES
from simulator import Simulator

PLAYBOOKS = (*PURPOSES, "merge_reports")
# These begin as onboard does.
IN_FULL = [name for name in PURPOSES if name != "onboard"]


@pytest.mark.full(playbook=IN_FULL)
@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_pattern_that_matches_nothing_fails_the_run(sim: Simulator, tmp_path: Path, playbook: str) -> None:
    run = run_playbook(tmp_path, playbook, inventory(sim), extra={"ethical_walls_hosts": "aldr"})
    assert run.status != 0
    assert "no host of the inventory matches ethical_walls_hosts, which is aldr" in " ".join(run.output.split())


@pytest.mark.full(playbook=IN_FULL)
@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_limit_that_leaves_no_firm_fails_the_run(sim: Simulator, tmp_path: Path, playbook: str) -> None:
    hosts = {**inventory(sim), "ungrouped": {"hosts": {"bastion": {}}}}
    run = run_playbook(tmp_path, playbook, hosts, "--limit", "bastion")
    assert run.status != 0
    assert "there is no firm to work on: --limit, which is bastion, leaves none" in " ".join(run.output.split())


@pytest.mark.full(playbook=IN_FULL)
@pytest.mark.full(text=["", "firms:\n  hosts:\n"])
@pytest.mark.parametrize("playbook", PLAYBOOKS)
@pytest.mark.parametrize("text", ["", "firm:\n  hosts:\n    alder:\n", "firms:\n  hosts:\n"])
def test_an_inventory_without_a_firm_fails_the_run(tmp_path: Path, playbook: str, text: str) -> None:
    file = tmp_path / "inventory.yml"
    file.write_text(text, encoding="utf-8")
    run = run_playbook(tmp_path, playbook, file)
    assert run.status != 0
    assert "there is no firm to work on: the inventory has no group 'firms'" in " ".join(run.output.split())


def test_playbooks_can_be_read_without_an_inventory(tmp_path: Path) -> None:
    """As ansible-lint does, in a repository that imports it."""
    (tmp_path / "none.yml").touch()
    names = [f"legalops.ethical_walls.{one}" for one in PLAYBOOKS]
    done = run_ansible(tmp_path, "ansible-playbook", *names, "-i", tmp_path / "none.yml", "--syntax-check")
    assert done.status == 0, done.output
