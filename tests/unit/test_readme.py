# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the READMEs say what the code does, and leave nothing out."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import (
    ONBOARD,
    PREFLIGHT,
    VERIFY,
    checks_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.verdicts import FIRM_STATUSES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import (
    BY_NAME,
    PREFIXES,
    SCHEMA,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import SWITCHES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora import regions
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.assumed import ASSUMED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.profile import parse_profile

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROLES = sorted(path.name for path in (ROOT / "roles").iterdir())

Table = dict[str, list[str]]


def tables(text: str, heading: str) -> list[Table]:
    """Return the tables under a heading: each row by its first cell, without backquotes and links."""
    found = re.split(rf"^#+ {re.escape(heading)}\n", text, flags=re.MULTILINE)
    assert len(found) == 2, f"{len(found) - 1} headings {heading}"
    body = re.split(r"^#+ ", found[1], flags=re.MULTILINE)[0]
    return [_table(block) for block in re.findall(r"(?:^\|.*\n)+", body, flags=re.MULTILINE)]


def _table(block: str) -> Table:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()[2:]]
    table = {re.sub(r"^\[?`?([^`\]]+)`?\]?.*$", r"\1", row[0]): row[1:] for row in rows}
    assert len(table) == len(rows), "a row is there twice"
    return table


def table(heading: str, text: str = README) -> Table:
    """Return the one table under a heading."""
    (only,) = tables(text, heading)
    return only


def names(kind: str) -> list[str]:
    return sorted(path.stem for path in (ROOT / "plugins" / kind).glob("*.py"))


def spoken(value: Any) -> str:
    """Return a default as it is written in a table."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def stated_default(meaning: str) -> str | None:
    found = re.search(r"Default: `([^`]+)`\.", meaning)
    return found and found.group(1)


def test_firm_variables_are_those_of_the_schema() -> None:
    shown = table("Firm variables")
    assert list(shown) == [variable.name for variable in SCHEMA]
    for variable in SCHEMA:
        needed, meaning = shown[variable.name]
        assert (needed == "yes") is variable.required, variable.name
        assert ("secret." in meaning) is variable.secret, variable.name
        assert stated_default(meaning) == (None if variable.default is None else spoken(variable.default))


def test_firm_variables_that_nothing_reads_are_marked() -> None:
    files = [*(ROOT / "playbooks").rglob("*.yml"), *(ROOT / "roles").glob("*/tasks/*.yml")]
    # Checks and reports read them from what firm_config returns.
    files += [*(ROOT / "plugins/module_utils/_checks").glob("*.py")]
    files += [*(ROOT / "plugins/module_utils/_report").glob("*.py")]
    # The first task names all of them to check them; what firm_config itself makes something of needs no more.
    used_by_the_check = ("legora_method", "firm_deadline")
    code = "".join(path.read_text(encoding="utf-8") for path in files if path.name != "check_firm.yml")
    for name, (_needed, meaning) in table("Firm variables").items():
        read = re.search(rf"\b{name}\b", code) is not None or name in used_by_the_check
        assert ("ot used yet" in meaning) is not read, name


@pytest.mark.parametrize(
    ("kind", "heading"), [("modules", "Modules"), ("filter", "Filters"), ("inventory", "Inventory plugins")]
)
def test_plugins_are_those_there_are(kind: str, heading: str) -> None:
    assert sorted(table(heading)) == names(kind)


def test_switches_of_a_run_are_checked_with_the_firm_s_variables() -> None:
    """All but those that decide which firms the run has, which are refused before it has any."""
    before = {"ethical_walls_hosts", "ethical_walls_batch"}
    assert set(table("Switches of a run")) == {*SWITCHES, *before}


def test_switches_of_a_run_are_read_where_it_says_so_and_shadow_no_variable_of_a_firm() -> None:
    for name, (playbooks, _meaning) in table("Switches of a run").items():
        assert name not in BY_NAME
        assert not name.startswith(PREFIXES), name
        files = list((ROOT / "playbooks/tasks").glob("*.yml"))
        for playbook in re.findall(r"`(\w+)`", playbooks) or ["preflight", "onboard", "verify", "merge_reports"]:
            role = ROOT / "roles" / playbook / "tasks"
            read = [
                ROOT / f"playbooks/{playbook}.yml",
                *files,
                *role.glob("*.yml"),
                ROOT / "roles/report/tasks/main.yml",
                ROOT / "plugins/plugin_utils/_in_process.py",
            ]
            assert any(re.search(rf"\b{name}\b", path.read_text(encoding="utf-8")) for path in read), (name, playbook)


def test_roles_and_playbooks_are_those_there_are() -> None:
    assert sorted(table("Roles")) == ROLES
    playbooks = sorted(path.stem for path in (ROOT / "playbooks").glob("*.yml"))
    assert sorted(table("Playbooks")) == [f"legalops.ethical_walls.{name}" for name in playbooks]


def test_egress_addresses_are_those_of_the_regions() -> None:
    wanted = {name: [region.egress_address, region.web_url] for name, region in regions.REGIONS.items()}
    assert table("Egress addresses") == wanted
    section = README.split("## Egress addresses")[1].split("\n## ")[0]
    assert f"Addresses: article {regions.EGRESS_ARTICLE} of" in section
    assert f"Web addresses: article {regions.WEB_URL_ARTICLE}." in section
    assert f"Read in {regions.READ_ON:%B %Y};" in section


def test_operations_are_those_of_the_bundled_profile() -> None:
    shown = tables(README, "Legora")[1]
    assert list(shown) == list(ASSUMED["operations"])
    for name, operation in ASSUMED["operations"].items():
        call, known = shown[name]
        assert call.startswith(f"`{operation['method']} {operation['path']}`")
        assert known == "assumed"


def test_profile_in_the_readme_is_usable() -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)]
    (given,) = [block["legora_profile"] for block in blocks if "legora_profile" in block]
    profile = parse_profile(given)
    assert profile.operations["connectors"].path == "/tenant/connectors"
    count = {12: "twelve"}[len(profile.operations)]
    assert f"own {count} operations" in README


def test_everything_else_is_known_in_one_of_the_ways_that_are_explained() -> None:
    for heading in ("iManage Work", "Legora"):
        for row, cells in tables(README, heading)[0].items():
            assert re.match(r"(published|reference|seen|assumed|not public)\b", cells[0]), row


@pytest.mark.parametrize(
    ("file", "heading", "phase"),
    [
        ("README.md", "Reading the result", ONBOARD),
        ("roles/preflight/README.md", "preflight", PREFLIGHT),
        ("roles/verify/README.md", "verify", VERIFY),
    ],
)
def test_checks_are_those_of_the_phase(file: str, heading: str, phase: str) -> None:
    shown = tables((ROOT / file).read_text(encoding="utf-8"), heading)[-1]
    assert {check: cells[0] for check, cells in shown.items()} == {one.id: one.title for one in checks_of(phase)}


def test_statuses_are_those_of_a_firm() -> None:
    assert list(tables(README, "Reading the result")[0]) == list(FIRM_STATUSES)


def test_variables_of_a_job_are_those_that_are_mapped() -> None:
    task = yaml.safe_load((ROOT / "playbooks/tasks/check_firm.yml").read_text(encoding="utf-8"))[0]["block"][0]
    mapped = {
        re.findall(r"job_\w+", value)[0]: [f"`{name}`"] for name, value in task["ansible.builtin.set_fact"].items()
    }
    assert table("From AWX") == mapped


def test_checks_of_the_project_are_named() -> None:
    script = (ROOT / "tests/tools/check.sh").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^ALL=\((.*)\)$", script, re.MULTILINE)
    section = README.split("## Testing")[1].split("\n## ")[0]
    assert re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\|([^|]+)\|", section, re.MULTILINE))) == listed.split()


def test_links_lead_somewhere() -> None:
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in
               re.findall(r"^#+ (.*)$", README, re.MULTILINE)}  # fmt: skip
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if target.startswith("#"):
            assert target[1:] in anchors
        else:
            assert (ROOT / target).is_file(), target


@pytest.mark.parametrize("role", ROLES)
def test_variables_of_a_role_are_those_of_its_argument_spec(role: str) -> None:
    text = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
    specs = yaml.safe_load((ROOT / "roles" / role / "meta/argument_specs.yml").read_text(encoding="utf-8"))
    for entry, spec in specs["argument_specs"].items():
        main = entry == "main"
        # A role that reads no firm variables says so, without a table.
        own = (tables(text, "Variables" if main else f"Variables of {entry}") or [{}])[0]
        switches: Table = {}
        if main:
            switches = table("Switches", text)
            assert all(name.startswith(f"{role}_") for name in switches)
        known = {*BY_NAME, "ethical_walls_session", "ethical_walls_checked", "ethical_walls_after"}
        assert all(name in known or (not main and name.startswith(f"{role}_")) for name in own)
        shown = {**own, **switches}
        assert list(shown) == list(spec["options"])
        for name, option in spec["options"].items():
            needed, meaning = shown[name]
            assert needed == ("yes" if option.get("required") else "no"), name
            assert ("secret." in meaning) is option.get("no_log", False), name
            assert stated_default(meaning) == (spoken(option["default"]) if "default" in option else None), name
            for choice in option.get("choices", []) if main else []:
                assert f"`{choice}`" in meaning, name
