# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What users copy works as it stands: the example inventory, and the plays in the READMEs of roles and in guides."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers.guides import blocks
from helpers.playbook import Run, ansible_playbook, run_playbook

from awx_runner import FIRM, SECRETS
from simulator import Simulator, running
from simulator.inventory import host_variables

ROOT = Path(__file__).parents[3]
INVENTORY = ROOT / "examples" / "inventory" / "firms.yml"

# The example's firm with a key for Legora's administration API; the first one has none.
WITH_KEY = "birch"

# In this order, each role's play finds what it needs.
# The one whose play restricts the account to Legora's address comes after those that need it proved.
ROLES = ("preflight", "legora_connector", "legora_preferences", "imanage_service_account", "verify")


def seed(name: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Return a seed of the simulator's for a firm of the example, as the example describes it."""
    return {
        "name": name,
        "display_name": variables["legora_organisation"],
        "region": variables["legora_region"],
        "customer_id": variables["imanage_customer_id"],
        "libraries": variables["imanage_libraries"],
        "operator": {"email": variables["imanage_username"]},
    }


@pytest.fixture
def firm() -> Iterator[Simulator]:
    """Run the systems of the example's firms."""
    hosts = yaml.safe_load(INVENTORY.read_text(encoding="utf-8"))["firms"]["hosts"]
    assert list(hosts) == [FIRM, WITH_KEY]
    with running({"firms": [seed(name, variables) for name, variables in hosts.items()]}) as sim:
        for name, variables in hosts.items():
            sim.firm(name).imanage.client_id = variables["imanage_client_id"]
        yield sim


@pytest.fixture(autouse=True)
def _no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SECRETS:
        for one in (FIRM, WITH_KEY):
            monkeypatch.delenv(f"{name}_{one}".upper(), raising=False)


def set_secrets(sim: Simulator, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the secrets that a firm needs where the example looks for them."""
    variables = host_variables(sim.firm(name))
    for secret in needed_of(name):
        monkeypatch.setenv(f"{secret}_{name}".upper(), variables[secret])


def needed_of(name: str) -> list[str]:
    return [secret for secret in SECRETS if name == WITH_KEY or secret != "legora_api_key"]


def run(sim: Simulator, tmp_path: Path, playbook: str | Path, *arguments: str, name: str = WITH_KEY) -> Run:
    """Run a playbook for one firm with the example's own files; only addresses are the simulator's."""
    addresses = {"imanage_url": sim.firm(name).imanage_url}
    if name == WITH_KEY:
        addresses["legora_api_url"] = sim.firm(name).legora_api_url
    return run_playbook(tmp_path, playbook, INVENTORY, "--limit", name, *arguments, extra=addresses)


@pytest.mark.full(name=WITH_KEY)
@pytest.mark.parametrize(("name", "status", "left"), [(FIRM, "handed_over", 3), (WITH_KEY, "changed", 0)])
def test_example_onboards_its_firms(
    firm: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, status: str, left: int
) -> None:
    set_secrets(firm, name, monkeypatch)
    planned = run(firm, tmp_path, "onboard", "--check", "--diff", name=name)
    assert planned.status == 0, planned.output
    assert planned.result(name)["status"] == "planned"
    assert firm.journal.counts(name)["write"] == 0
    done = run(firm, tmp_path, "onboard", name=name)
    assert done.status == 0, done.output
    result = done.result(name)
    assert (result["status"], result["plan"]) == (status, planned.result(name)["plan"])
    assert len((result["hand_over"] or {"steps": []})["steps"]) == left
    assert bool(firm.journal.entries(name, "legora")) is (name == WITH_KEY)


@pytest.mark.full(name=WITH_KEY)
@pytest.mark.parametrize("name", [FIRM, WITH_KEY])
def test_example_without_secrets_says_which_are_missing(firm: Simulator, tmp_path: Path, name: str) -> None:
    failed = run(firm, tmp_path, "onboard", "--check", name=name)
    result = failed.result(name)
    assert (failed.status, result["status"], result["failure"]["kind"]) == (2, "failed", "validation")
    missing = [secret for secret in needed_of(name) if secret != "imanage_client_secret"]
    assert ("legora_api_key" in result["message"]) is (name == WITH_KEY)
    assert "imanage_client_secret" not in result["message"]
    for secret in missing:
        assert f"{secret} is missing" in result["message"]
        assert f"the environment variable {secret.upper()}_{name.upper()} is not set" in result["message"]
    assert f"{len(missing)} mistakes" in result["message"]
    assert failed.overview[0].startswith("1 firm: 1 failed")
    assert firm.journal.counts()["total"] == 0


@pytest.mark.full(directory="intake")
@pytest.mark.parametrize("directory", ["inventory", "intake"])
def test_ansible_cfg_of_the_example_shows_lines_and_nothing_that_is_skipped(tmp_path: Path, directory: str) -> None:
    """Where somebody has copied it and works in the copy, with the example's own list of firms."""
    copy = tmp_path / "my-firms"
    shutil.copytree(ROOT / "examples" / directory, copy)
    status, output = ansible_playbook(
        copy,
        "legalops.ethical_walls.preflight",
        "-i",
        "firms.yml",
        "--limit",
        FIRM,
        environment={"ANSIBLE_CONFIG": None},
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


@pytest.mark.full
def test_plays_in_the_readmes_of_the_roles(firm: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each README has the tasks that go in the place of the role in the guide's whole play."""
    set_secrets(firm, WITH_KEY, monkeypatch)
    whole = yaml.safe_load(next(block for block in blocks("guide_own_plays", "yaml") if "import_role" in block))
    for role in ROLES:
        readme = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
        (tasks,) = re.findall(r"^```yaml\n(.*?)^```$", readme.split("## Example\n")[1], re.DOTALL | re.MULTILINE)
        (purpose,) = re.findall(r"with `purpose: (\w+)` for `firm_config`", readme)
        begun = whole[0]["tasks"][0]["block"][0]
        begun["legalops.ethical_walls.firm_config"] = {"purpose": purpose}
        whole[0]["tasks"][0]["block"][2:] = yaml.safe_load(tasks)
        playbook = tmp_path / f"{role}.yml"
        playbook.write_text(yaml.safe_dump(whole, sort_keys=False), encoding="utf-8")
        done = run(firm, tmp_path, playbook)
        assert done.status == 0, done.output
        assert "WARNING" not in done.output.replace("[WARNING]: imanage_url names port", "")
    account = firm.firm(WITH_KEY).imanage.account("SVC-LEGORA")
    assert account is not None
    assert firm.firm(WITH_KEY).legora.preferences["imanage"] is True


@pytest.mark.full
def test_plays_in_the_guides_to_own_plays_and_to_an_emergency(
    firm: Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They name no address and no secret: the firm's own variables do."""
    set_secrets(firm, WITH_KEY, monkeypatch)
    done = run(firm, tmp_path, "onboard")
    assert done.status == 0, done.output
    played = []
    plays = [block for block in blocks("guide_leaving", "yaml") if block.startswith("---")]
    for number, play in enumerate([*blocks("guide_own_plays", "yaml"), *plays], start=1):
        playbook = tmp_path / f"own_{number}.yml"
        playbook.write_text(play, encoding="utf-8")
        played.append(run(firm, tmp_path, playbook))
        assert played[-1].status == 0, played[-1].output
    memberships, _whole, one_sign_in, _disabled = (one.output for one in played)
    assert re.search(r'"?MATTERS"?: *\[?\s*-? ?"?NRTADMIN', memberships), memberships
    assert "enabled: True; to do: []" in one_sign_in
    simulated = firm.firm(WITH_KEY)
    account = simulated.imanage.account("SVC-LEGORA")
    assert account is not None
    assert account.allow_logon is False
    # Nothing else was changed in the emergency.
    for library in simulated.imanage.libraries.values():
        assert "SVC-LEGORA" in library.groups["NRTADMIN"].members
    (connector,) = simulated.legora.connectors.values()
    assert connector.service_account is not None
    assert simulated.legora.preferences["imanage"] is True
