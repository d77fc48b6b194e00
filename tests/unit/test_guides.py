# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the guides say what the code does, and leave nothing out."""

from __future__ import annotations

import re

import pytest
import yaml
from unit.guides import ROOT, blocks, section, table, tables

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.check import ONBOARD
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import checks_of
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.verdicts import FIRM_STATUSES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.job_credentials import JOB_VARIABLES
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


def test_checks_and_statuses_are_those_of_an_onboarding() -> None:
    statuses, checks = tables("guide_running", "Reading the result")
    assert list(statuses) == list(FIRM_STATUSES)
    assert {check: cells[0] for check, cells in checks.items()} == {one.id: one.title for one in checks_of(ONBOARD)}


def test_variables_of_a_job_are_those_that_are_mapped() -> None:
    mapped = {job: [f"`{name}`"] for name, job in JOB_VARIABLES.items()}
    assert table("guide_running", "Credentials of a job") == mapped
