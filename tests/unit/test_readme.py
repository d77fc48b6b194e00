# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The READMEs say what the code does, and leave nothing out. The guides are looked at in test_guides.py."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

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


def stated_default(meaning: str) -> str | None:
    found = re.search(r"Default: `([^`]+)`\.", meaning)
    return found and found.group(1)


def test_checks_of_the_project_are_named() -> None:
    script = (ROOT / "tests/tools/check.sh").read_text(encoding="utf-8")
    (listed,) = re.findall(r"^ALL=\((.*)\)$", script, re.MULTILINE)
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = contributing.split("## What `make test` checks")[1].split("\n## ")[0]
    assert re.findall(r"`([a-z-]+)`", "".join(re.findall(r"^\|([^|]+)\|", section, re.MULTILINE))) == listed.split()


def test_readme_is_short() -> None:
    """It is what a newcomer reads; the rest is for the guides."""
    assert len(README.encode()) <= 12 * 1024


def test_links_lead_somewhere() -> None:
    anchors = {re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in
               re.findall(r"^#+ (.*)$", README, re.MULTILINE)}  # fmt: skip
    for target in re.findall(r"\]\(([^)]+)\)", README):
        if target.startswith("#"):
            assert target[1:] in anchors
        else:
            assert (ROOT / target).is_file(), target


def test_variables_of_a_role_that_takes_none_of_a_firm_are_those_of_its_argument_spec() -> None:
    """Those of the other roles are generated."""
    for role in ROLES:
        text = (ROOT / "roles" / role / "README.md").read_text(encoding="utf-8")
        if "begin generated:" in text:
            continue
        specs = yaml.safe_load((ROOT / "roles" / role / "meta/argument_specs.yml").read_text(encoding="utf-8"))
        options = specs["argument_specs"]["main"]["options"]
        shown = table("Switches", text)
        assert list(shown) == list(options)
        for name, option in options.items():
            needed, meaning = shown[name]
            assert needed == ("yes" if option.get("required") else "no"), name
            assert ("secret." in meaning) is option.get("no_log", False), name
            assert stated_default(meaning) == (str(option["default"]) if "default" in option else None), name
            for choice in option.get("choices", []):
                assert f"`{choice}`" in meaning, name
