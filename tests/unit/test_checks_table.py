# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The table of checks in the documentation says what the registry does, both ways; and the guides can be run."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from helpers.firm import variables
from unit.guides import DOCSITE, GUIDES, ROOT, blocks, rows_of_tables, text_of

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import CHECKS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import (
    WantedFirm,
    check_firm,
)

COLUMNS = ["ID", "Title", "When", "Severity", "Attestable", "How it is decided", "What to do"]
COMPARED = COLUMNS[:5]


def documented() -> dict[str, list[str]]:
    rows = rows_of_tables(text_of("checks"))
    heads = [row for row in rows if row[0] == "ID"]
    assert heads == [COLUMNS] * len({row[0][0] for row in rows if row[0] != "ID"})
    checks = [row for row in rows if row[0] != "ID"]
    assert all(len(row) == len(COLUMNS) and all(row) for row in checks), "a cell is empty, or one too many"
    assert len({row[0] for row in checks}) == len(checks), "a check is there twice"
    return {row[0]: row for row in checks}


def differences(said: dict[str, list[str]], made: dict[str, list[str]]) -> list[str]:
    """Return one line for each thing in which the table and the registry differ."""
    lines = [f"{check} is not in the table" for check in made if check not in said]
    lines += [f"{check} is in the table, but there is no such check" for check in said if check not in made]
    for check in said.keys() & made.keys():
        for column, shown, true in zip(COMPARED, said[check], made[check], strict=False):
            if shown != true:
                lines.append(f"{check}: {column} is {shown!r} in the table, but {true!r}")
    return sorted(lines)


def test_table_and_registry_agree() -> None:
    made = {
        check.id: [check.id, check.title, ", ".join(check.phases), check.severity, "yes" if check.attestable else "no"]
        for check in CHECKS
    }
    said = documented()
    found = differences(said, made)
    assert found == [], "\n".join(["docs/docsite/rst/checks.rst differs:", *found])
    assert list(said) == sorted(made, key=lambda check: ("RNAILSC".index(check[0]), int(check[1:])))


def test_differences_are_seen_both_ways() -> None:
    said = {"R1": ["R1", "Title", "preflight", "major", "no"], "R9": ["R9", "", "", "", ""]}
    made = {"R1": ["R1", "Title", "preflight", "critical", "no"], "R2": ["R2", "", "", "", ""]}
    assert differences(said, made) == [
        "R1: Severity is 'major' in the table, but 'critical'",
        "R2 is not in the table",
        "R9 is in the table, but there is no such check",
    ]


def test_table_names_what_a_person_can_attest() -> None:
    for check, row in documented().items():
        assert ("attest it" in row[-1]) is (row[4] == "yes"), check


def test_every_guide_is_in_the_list_of_guides() -> None:
    listed = yaml.safe_load((DOCSITE / "extra-docs.yml").read_text(encoding="utf-8"))
    named = [name for section in listed["sections"] for name in section["toctree"]]
    assert sorted(named) == [path.stem for path in GUIDES]
    for path in GUIDES:
        label = f".. _ansible_collections.legalops.ethical_walls.docsite.{path.stem}:"
        assert label in path.read_text(encoding="utf-8"), path.name


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
    own = {name: value for name, value in data.items() if not name.startswith(("verify_", "onboard_", "report_"))}
    check_firm(None, WantedFirm(variables(**{"imanage_customer_id": None, **own}), names=list(own)), False)
    switches = yaml.safe_load((ROOT / "roles/verify/meta/argument_specs.yml").read_text(encoding="utf-8"))
    known = {*switches["argument_specs"]["main"]["options"], "onboard_accept", "report_directory"}
    assert {name for name in data if name not in own} <= known
