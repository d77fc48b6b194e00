# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the guides say what the code does, and leave nothing out; and their examples can be used."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from helpers.firm import variables
from helpers.guides import DOCSITE, GUIDES, ROOT, blocks, section, table, tables

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.verdicts import FIRM_STATUSES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import WantedFirm, check_firm
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.job_credentials import JOB_VARIABLES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora import regions
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.assumed import ASSUMED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.profile import parse_profile


def stems(directory: str, pattern: str = "*.py") -> list[str]:
    return sorted(path.stem for path in (ROOT / directory).glob(pattern))


@pytest.mark.parametrize(
    ("directory", "heading"), [("plugins/modules", "Modules"), ("plugins/inventory", "Inventory plugins")]
)
def test_plugins_are_those_there_are(directory: str, heading: str) -> None:
    assert sorted(table("contents", heading)) == stems(directory)


def test_roles_and_playbooks_are_those_there_are() -> None:
    assert sorted(table("contents", "Roles")) == stems("roles", "*")
    wanted = [f"legalops.ethical_walls.{name}" for name in stems("playbooks", "*.yml")]
    assert sorted(table("contents", "Playbooks")) == wanted


def test_egress_addresses_are_those_of_the_regions() -> None:
    heading = "The way from Legora to iManage"
    wanted = {name: [region.egress_address, region.web_url] for name, region in regions.REGIONS.items()}
    assert tables("guide_prerequisites", heading)[0] == wanted
    said = section("guide_prerequisites", heading)
    assert f"Addresses: article {regions.EGRESS_ARTICLE} of" in said
    assert f"Web addresses: article {regions.WEB_URL_ARTICLE}." in said
    assert f"Read in {regions.READ_ON:%B %Y};" in said


def test_operations_are_those_of_the_bundled_profile() -> None:
    shown = table("guide_assumptions", "Legora's administration API")
    assert list(shown) == list(ASSUMED["operations"])
    for name, operation in ASSUMED["operations"].items():
        call, known = shown[name]
        assert call.startswith(f"`{operation['method']} {operation['path']}`")
        assert known == "assumed"


def test_profile_in_the_guide_is_usable() -> None:
    (given,) = [yaml.safe_load(block)["legora_profile"] for block in blocks("guide_assumptions", "yaml")]
    profile = parse_profile(given)
    assert profile.operations["connectors"].path == "/tenant/connectors"
    count = {12: "twelve"}[len(profile.operations)]
    assert f"own {count} operations" in section("guide_assumptions", "Another profile")


def test_everything_else_is_known_in_one_of_the_ways_that_are_explained() -> None:
    for heading in ("iManage Work", "Legora"):
        for row, cells in table("guide_assumptions", heading).items():
            assert re.match(r"(published|reference|seen|assumed|not public)\b", cells[0]), row


def test_statuses_are_those_of_a_firm() -> None:
    assert list(table("guide_running", "Reading the result")) == list(FIRM_STATUSES)


def test_variables_of_a_job_are_those_that_are_mapped() -> None:
    mapped = {job: [f"`{name}`"] for name, job in JOB_VARIABLES.items()}
    assert table("guide_awx", "Credentials of a job") == mapped


def test_every_guide_is_in_the_list_of_guides() -> None:
    listed = yaml.safe_load((DOCSITE / "extra-docs.yml").read_text(encoding="utf-8"))
    named = [name for section in listed["sections"] for name in section["toctree"]]
    assert sorted(named) == [path.stem for path in GUIDES]
    for path in GUIDES:
        label = f".. _ansible_collections.legalops.ethical_walls.docsite.{path.stem}:"
        assert label in path.read_text(encoding="utf-8"), path.name


def test_tasks_that_a_reader_is_sent_to_are_those_there_are() -> None:
    """In the output of a job: ``under "..."``."""
    sources = [path.read_text("utf-8") for place in ("playbooks", "roles") for path in (ROOT / place).rglob("*.yml")]
    names = {name for text in sources for name in re.findall(r"^ *- name: (.+)$", text, re.MULTILINE)}
    told = " ".join(" ".join(path.read_text(encoding="utf-8").split()) for path in GUIDES)
    named = re.findall(r'\bunder "([^"]+)"', told)
    assert named
    assert set(named) <= names


def test_messages_in_the_table_of_recovery_are_those_that_are_given() -> None:
    """Clause by clause, and apart from the account's name, since that and other values are filled in."""
    # As they are written there, a message is made of several strings, one below the other.
    told = "".join(
        re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8"))
        for path in (ROOT / "plugins/module_utils").rglob("*.py")
    )
    seen = " ".join(table("guide_rotation", "Where it went wrong: what to do"))
    quoted = " ; ".join(re.findall(r"\*([^*]+)\*", seen))
    clauses = [one.strip() for one in re.split(r"[;:]|\.(?= )|\.\.\.|, (?=so )|SVC-LEGORA", quoted)]
    assert len(clauses) > 20
    assert [one for one in clauses if one.strip(". ") not in told] == []


def examples() -> list[Any]:
    return [
        pytest.param(block, id=f"{path.stem}-{number}")
        for path in GUIDES
        for number, block in enumerate(blocks(path.stem, "yaml"), start=1)
    ]


@pytest.mark.parametrize("text", examples())
def test_example_of_a_guide_is_a_play_or_variables_of_a_firm(text: str) -> None:
    """Plays are run against the simulator elsewhere; variables have to be ones that a firm may have."""
    data = yaml.safe_load(text)
    if isinstance(data, list):
        assert all({"hosts", "tasks"} <= set(play) or "ansible.builtin.import_playbook" in play for play in data)
        return
    of_a_run = ("verify_", "onboard_", "report_")
    own = {name: value for name, value in data.items() if name in BY_NAME or not name.startswith(of_a_run)}
    check_firm(None, WantedFirm(variables(**{"imanage_customer_id": None, **own}), names=list(own)), False)
    switches = yaml.safe_load((ROOT / "roles/verify/meta/argument_specs.yml").read_text(encoding="utf-8"))
    known = {*switches["argument_specs"]["main"]["options"], "onboard_accept", "report_directory"}
    assert {name for name in data if name not in own} <= known
