# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users copy works as it stands: the example inventory, and the plays in the roles' READMEs and in a guide."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from integration.playbooks.harness import Run, ansible_playbook, run_playbook
from unit.guides import blocks

from awx_runner import FIRM, SECRETS, example_row, seed_of_example
from simulator import Simulator, running
from simulator.inventory import host_variables

ROOT = Path(__file__).parents[3]
INVENTORY = ROOT / "examples" / "inventory" / "firms.yml"

# In this order, each role's play finds what it needs.
# The one whose play restricts the account to Legora's address comes after those that need it proved.
ROLES = ("preflight", "legora_connector", "legora_preferences", "imanage_service_account", "verify")


@pytest.fixture
def firm() -> Iterator[Simulator]:
    """Run the two systems of the example's firm, as the other example describes the same firm."""
    with running({"firms": [seed_of_example()]}) as sim:
        sim.firm(FIRM).imanage.client_id = example_row("launch")["imanage_client_id"]
        yield sim


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        monkeypatch.delenv(f"{name}_{FIRM}".upper(), raising=False)


def set_secrets(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the firm's secrets where the example looks for them."""
    variables = host_variables(sim.firm(FIRM))
    for name in SECRETS:
        monkeypatch.setenv(f"{name}_{FIRM}".upper(), variables[name])


def run(sim: Simulator, tmp_path: Path, playbook: str | Path, *arguments: str) -> Run:
    """Run a playbook with the example's own files; only the two addresses are the simulator's."""
    addresses = {"imanage_url": sim.firm(FIRM).imanage_url, "legora_api_url": sim.firm(FIRM).legora_api_url}
    return run_playbook(tmp_path, playbook, INVENTORY, *arguments, extra=addresses)


def test_example_onboards_its_firm(firm: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_secrets(firm, monkeypatch)
    planned = run(firm, tmp_path, "onboard", "--check", "--diff")
    assert planned.status == 0, planned.output
    assert planned.result(FIRM)["status"] == "planned"
    assert firm.journal.counts(FIRM)["write"] == 0
    done = run(firm, tmp_path, "onboard")
    assert done.status == 0, done.output
    assert (done.result(FIRM)["status"], done.result(FIRM)["plan"]) == ("changed", planned.result(FIRM)["plan"])


def test_example_without_secrets_says_which_are_missing(firm: Simulator, tmp_path: Path) -> None:
    failed = run(firm, tmp_path, "onboard", "--check")
    result = failed.result(FIRM)
    assert (failed.status, result["status"], result["failure"]["kind"]) == (2, "failed", "validation")
    missing = [name for name in SECRETS if name != "imanage_client_secret"]
    assert "imanage_client_secret" not in result["message"]
    for name in missing:
        assert f"{name} is missing" in result["message"]
        assert f"the environment variable {name.upper()}_{FIRM.upper()} is not set" in result["message"]
    assert f"{len(missing)} mistakes" in result["message"]
    assert failed.overview[0].startswith("1 firm: 1 failed")
    assert firm.journal.counts()["total"] == 0


@pytest.mark.parametrize("directory", ["inventory", "intake"])
def test_ansible_cfg_of_the_example_shows_lines_and_nothing_that_is_skipped(tmp_path: Path, directory: str) -> None:
    """Where somebody has copied it and works in the copy, with the example's own list of firms."""
    copy = tmp_path / "my-firms"
    shutil.copytree(ROOT / "examples" / directory, copy)
    status, output = ansible_playbook(
        copy, "legalops.ethical_walls.preflight", "-i", "firms.yml", environment={"ANSIBLE_CONFIG": None}
    )
    assert status == 2
    (shown,) = re.findall(
        r"^TASK \[Show what happened, and write the report\] \*+\n(.*?)^$", output, re.DOTALL | re.MULTILINE
    )
    lines = shown.splitlines()
    assert lines[:3] == [f"ok: [{FIRM}] => ", "    changed: false", "    msg:"]
    assert lines[3].startswith("    - ")
    assert "skipping" not in output
    assert '"msg"' not in output


def test_plays_in_the_readmes_of_the_roles(firm: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_secrets(firm, monkeypatch)
    for role in ROLES:
        readme = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
        plays = re.findall(r"^```yaml\n(---\n.*?)^```$", readme, re.DOTALL | re.MULTILINE)
        assert plays, role
        for number, play in enumerate(plays, start=1):
            playbook = tmp_path / f"{role}_{number}.yml"
            playbook.write_text(play, encoding="utf-8")
            done = run(firm, tmp_path, playbook)
            assert done.status == 0, done.output
            assert "WARNING" not in done.output.replace("[WARNING]: imanage_url names port", "")
    account = firm.firm(FIRM).imanage.account("SVC-LEGORA")
    assert account is not None
    assert firm.firm(FIRM).legora.preferences["imanage"] is True
    assert firm.firm(FIRM).legora.preferences["imanage"] is True


def test_plays_in_the_guide_to_own_plays(firm: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They name no address and no secret: the firm's own variables do."""
    set_secrets(firm, monkeypatch)
    done = run(firm, tmp_path, "onboard")
    assert done.status == 0, done.output
    played = []
    for number, play in enumerate(blocks("guide_own_plays", "yaml"), start=1):
        playbook = tmp_path / f"own_{number}.yml"
        playbook.write_text(play, encoding="utf-8")
        played.append(run(firm, tmp_path, playbook))
        assert played[-1].status == 0, played[-1].output
    memberships, one_sign_in, _undone = (one.output for one in played)
    assert re.search(r'"?ACTIVE"?: *\[?\s*-? ?"?NRTADMIN', memberships), memberships
    assert "enabled: True; to do: []" in one_sign_in
    simulated = firm.firm(FIRM)
    account = simulated.imanage.account("SVC-LEGORA")
    assert account is not None
    assert account.allow_logon is False
    for library in simulated.imanage.libraries.values():
        assert "SVC-LEGORA" not in library.groups["NRTADMIN"].members
    (connector,) = simulated.legora.connectors.values()
    assert (connector.service_account, connector.capabilities) == (None, [])
    assert simulated.legora.preferences["imanage"] is False
