# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Firms from a spreadsheet: as Ansible's own commands take them, and as they refuse them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from helpers.ansible import ROOT, Ended, run_ansible

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import (
    WantedFirm,
    check_firm,
)

EXAMPLE = ROOT / "examples" / "intake"
CANARY = "canary-in-a-cell-1"
SECRETS = {
    "legora_api_key": "canary-legora-key-1",
    "imanage_password": "canary-operator-1",
    "service_account_password": "canary-account-0001",
}


@pytest.fixture
def intake(tmp_path: Path) -> Path:
    """Return a copy of the example, with what a consultant may have beside it."""
    directory = tmp_path / "intake"
    shutil.copytree(EXAMPLE, directory)
    group_vars = directory / "group_vars"
    group_vars.mkdir()
    (group_vars / "firms.yml").write_text("firm_deadline: 45\n", encoding="utf-8")
    return directory


def run(directory: Path, command: str, *arguments: str) -> Ended:
    """Run one of Ansible's commands in a directory, with the configuration that lies there."""
    own = {"ANSIBLE_CONFIG": str(directory / "ansible.cfg"), "ANSIBLE_HOME": str(directory / "home"), "COLUMNS": "60"}
    return run_ansible(directory, command, *arguments, environment=own)


def test_example_is_an_inventory_source(intake: Path) -> None:
    """As AWX imports it: with the plugin that any configuration file finds its own by, and with --export."""
    (intake / "ansible.cfg").write_text("[inventory]\nany_unparsed_is_failed = true\n", encoding="utf-8")
    exported = intake / "exported.json"
    done = run(intake, "ansible-inventory", "-i", "firms.yml", "--list", "--export", "--output", str(exported))
    assert (done.status, done.stderr) == (0, "")
    text = exported.read_text(encoding="utf-8")
    assert "__ansible_unsafe" not in text, "AWX would show the wrapping of each text"
    inventory = json.loads(text)
    groups = {name: group["hosts"] for name, group in inventory.items() if "hosts" in group}
    both = ["alder", "birch"]
    assert groups == {"firms": both, "region_eu": ["alder"], "region_us": ["birch"], "deployment_not_said": both}
    shared = inventory["firms"]["vars"]
    assert (shared["ansible_connection"], shared["ansible_pipelining"]) == ("local", True)
    assert shared["service_account_user_id"] == "SVC-LEGORA"
    # The defaults are the group's, so that what is beside the file outweighs them.
    assert shared["firm_deadline"] == 45
    shared = {name: value for name, value in shared.items() if not name.startswith("ansible_")}
    assert "legora_method" not in shared, "a key without a method would not be refused any more"

    def checked_firm(name: str, secrets: dict[str, str]) -> Any:
        firm = inventory["_meta"]["hostvars"][name]
        return check_firm(None, WantedFirm({**shared, **firm, **secrets}, names=[*shared, *firm]), False).resource

    checked = checked_firm("alder", {name: value for name, value in SECRETS.items() if name != "legora_api_key"})
    assert [checked["legora_method"], checked_firm("birch", SECRETS)["legora_method"]] == ["by_hand", "api"]
    assert checked["imanage_libraries"][1] == {"id": "CLOSED", "role": "LEGORA_METADATA"}
    assert checked["attestations"]["R6"]["by"] == "M. Alder, head of IT"


def test_mistakes_are_shown_at_once_and_nothing_is_run(intake: Path) -> None:
    rows = (intake / "firms.csv").read_text(encoding="utf-8").splitlines()[:2]
    second = rows[1].replace("alder", "birch").replace("Alder & Finch LLP", "Birch LLP")
    rows += [
        second.replace(",eu,", ",uk,").replace("https:", "ftp:").replace("4711", "4712"),
        second.replace("4711", CANARY),
    ]
    (intake / "firms.csv").write_text("\n".join(rows), encoding="utf-8")
    play = run(intake, "ansible-playbook", "legalops.ethical_walls.verify", "-i", "firms.yml")
    assert play.status not in (0, 2)
    assert "PLAY" not in play.stdout
    lines = play.output.splitlines()
    found = [line.removeprefix("  firms.csv, ") for line in lines if line.startswith("  firms.csv, ")]
    assert found == [
        "row 3 (birch): legora_region is none of ap, eu, us",
        "row 3 (birch): imanage_url is unusable: it must begin with https://, as in https://imanage.firm.example",
        "row 4 (birch): imanage_customer_id is not a customer ID (digits)",
        "row 4 (birch): host is the same as in row 3",
    ]
    assert sum("4 mistakes in " in line for line in lines) == 1
    assert CANARY not in play.output
    assert "Traceback" not in play.output


def test_unusable_configuration(intake: Path) -> None:
    """Both at once, by the settings that Ansible has by itself: with those it only warns."""
    (intake / "ansible.cfg").write_text("", encoding="utf-8")
    head = "plugin: legalops.ethical_walls.firms\n"
    (intake / "missing.yml").write_text(f"{head}source: other.csv\n", encoding="utf-8")
    (intake / "groups.yml").write_text(f"{head}source: firms.csv\ngroups: clients\n", encoding="utf-8")
    done = run(intake, "ansible-inventory", "-i", "missing.yml", "-i", "groups.yml", "--graph")
    assert (done.status, "alder" in done.stdout) == (0, False)
    output = " ".join(done.stderr.split())
    assert "other.csv, the source of" in output
    assert "missing.yml, can't be read: No such file or directory. Correct source" in output
    assert "groups.yml has the unknown key groups; keep plugin, source and group only" in output
