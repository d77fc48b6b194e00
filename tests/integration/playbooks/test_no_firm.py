# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run that looks at no firm is no success: a nightly check would go on saying that all is well."""

from __future__ import annotations

from pathlib import Path

import pytest
from integration.playbooks.harness import inventory, run_playbook

from simulator import Simulator

PLAYBOOKS = ("onboard", "preflight", "verify", "merge_reports")


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_pattern_that_matches_nothing_fails_the_run(sim: Simulator, tmp_path: Path, playbook: str) -> None:
    run = run_playbook(tmp_path, playbook, inventory(sim), extra={"ethical_walls_hosts": "aldr"})
    assert run.status != 0
    assert "no host of the inventory matches ethical_walls_hosts, which is aldr" in " ".join(run.output.split())


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_limit_that_leaves_no_firm_fails_the_run(sim: Simulator, tmp_path: Path, playbook: str) -> None:
    hosts = {**inventory(sim), "ungrouped": {"hosts": {"bastion": {}}}}
    run = run_playbook(tmp_path, playbook, hosts, "--limit", "bastion")
    assert run.status != 0
    assert "there is no firm to work on: --limit, which is bastion, leaves none" in " ".join(run.output.split())


@pytest.mark.parametrize("playbook", PLAYBOOKS)
@pytest.mark.parametrize("text", ["", "firm:\n  hosts:\n    alder:\n", "firms:\n  hosts:\n"])
def test_an_inventory_without_a_firm_fails_the_run(tmp_path: Path, playbook: str, text: str) -> None:
    file = tmp_path / "inventory.yml"
    file.write_text(text, encoding="utf-8")
    run = run_playbook(tmp_path, playbook, file)
    assert run.status != 0
    assert "there is no firm to work on: the inventory has no group 'firms'" in " ".join(run.output.split())


@pytest.mark.parametrize("playbook", PLAYBOOKS)
def test_a_playbook_can_be_read_without_an_inventory(tmp_path: Path, playbook: str) -> None:
    """As ansible-lint does, in a repository that imports it."""
    (tmp_path / "none.yml").touch()
    run = run_playbook(tmp_path, playbook, tmp_path / "none.yml", "--syntax-check")
    assert run.status == 0, run.output
