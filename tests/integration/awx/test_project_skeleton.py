# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The project skeleton that a consultant copies is whole, and agrees with the role and with the collection."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
import yaml
from ansible.utils.version import SemanticVersion
from helpers.ansible import ROOT, run_ansible

from awx_runner import FIRM, SHAPES, SKELETON, copy_project, example_row, role_data

EXAMPLE = ROOT / "examples" / "inventory" / "firms.yml"


def test_there_is_no_playbook_without_a_template() -> None:
    """What stands in them is written by make generate."""
    wanted = {one["playbook"] for one in role_data()["awx_bootstrap_templates"]}
    assert {f"playbooks/{path.name}" for path in (SKELETON / "playbooks").iterdir()} == wanted


def test_requirements_admit_this_version() -> None:
    (wanted,) = yaml.safe_load((SKELETON / "collections/requirements.yml").read_text(encoding="utf-8"))["collections"]
    galaxy = yaml.safe_load((ROOT / "galaxy.yml").read_text(encoding="utf-8"))
    assert wanted["name"] == f"{galaxy['namespace']}.{galaxy['name']}"
    lowest, highest = re.fullmatch(r">=([\d.]+),<([\d.]+)", wanted["version"]).groups()  # type: ignore[union-attr]
    assert SemanticVersion(lowest) <= SemanticVersion(galaxy["version"]) < SemanticVersion(highest)


@pytest.mark.parametrize("shape", SHAPES)
def test_the_pretend_firm_is_that_of_the_other_example(shape: str) -> None:
    hosts = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["firms"]["hosts"]
    firm = hosts[FIRM]
    row = example_row(shape)
    assert row.pop("host") == FIRM
    assert [name.strip() for name in row.pop("imanage_libraries").split(";")] == firm.pop("imanage_libraries")
    if shape == "store":
        # It changes with the password, so it is looked up with it.
        assert firm.pop("service_account_password_version")
    assert row == firm


def test_readme_names_what_is_there() -> None:
    readme = (SKELETON / "README.md").read_text(encoding="utf-8").split("## Which inventory")[0]
    named = set(re.findall(r"^\| `([^`]+)`", readme, re.MULTILINE))
    assert {path.name for path in SKELETON.iterdir()} - {"README.md"} <= {name.split("/")[0] for name in named}
    for name in named:
        assert (SKELETON / name).exists(), name
    for shape in SHAPES:
        assert f"inventories/{shape}" in named


def test_a_mistake_in_the_list_of_firms_stops_everything(tmp_path: Path) -> None:
    settings = configparser.ConfigParser()
    settings.read(SKELETON / "ansible.cfg", encoding="utf-8")
    assert settings.getboolean("inventory", "any_unparsed_is_failed")

    project = copy_project(tmp_path)
    firms = project / "inventories/launch/firms.csv"
    firms.write_text(firms.read_text(encoding="utf-8").replace(",eu,", ",mars,"), encoding="utf-8")
    call = ("ansible-playbook", "-i", "inventories/launch/firms.yml", "playbooks/verify.yml")
    # Its own ansible.cfg decides.
    done = run_ansible(project, *call, environment={"ANSIBLE_CONFIG": None, "HOME": str(tmp_path)})
    assert done.status not in (0, 2), done.output
    assert "PLAY" not in done.stdout
    assert "legora_region" in done.stderr
