# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the guides of the documentation: their sections, tables and code blocks."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCSITE = ROOT / "docs/docsite"
GUIDES = sorted((DOCSITE / "rst").glob("*.rst"))

Table = dict[str, list[str]]


def text_of(guide: str) -> str:
    return (DOCSITE / "rst" / f"{guide}.rst").read_text(encoding="utf-8")


def section(guide: str, heading: str) -> str:
    """Return what stands under a heading, up to the next one."""
    found = re.split(rf"^{re.escape(heading)}\n[-=]+\n", text_of(guide), flags=re.MULTILINE)
    assert len(found) == 2, f"{len(found) - 1} headings {heading} in {guide}"
    return re.split(r"^.+\n[-=]{3,}$", found[1], flags=re.MULTILINE)[0]


def rows_of_tables(text: str) -> list[list[str]]:
    """Return the rows of all list-tables, each cell as one line."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("  * - "):
            rows.append([line[6:].strip()])
        elif line.startswith("    - ") and rows:
            rows[-1].append(line[6:].strip())
        elif line.startswith("      ") and rows:
            rows[-1][-1] += f" {line.strip()}"
    return rows


def tables(guide: str, heading: str) -> list[Table]:
    """Return the tables under a heading without their heads: each row by its first cell.

    Code is marked by one backquote, and a first cell that is nothing but code is not marked.
    """
    found = []
    for block in section(guide, heading).split(".. list-table::")[1:]:
        rows = [[cell.replace("``", "`") for cell in row] for row in rows_of_tables(block)[1:]]
        made = {re.sub(r"^`([^`]+)`$", r"\1", row[0]): row[1:] for row in rows}
        assert len(made) == len(rows), f"a row under {heading} is there twice"
        found.append(made)
    return found


def table(guide: str, heading: str) -> Table:
    """Return the one table under a heading."""
    (only,) = tables(guide, heading)
    return only


def blocks(guide: str, language: str) -> list[str]:
    """Return the code blocks of a guide, without their indentation."""
    found = re.findall(rf"^\.\. code-block:: {language}\n\n((?:(?:  .*)?\n)+)", text_of(guide), re.MULTILINE)
    return [re.sub(r"^  ", "", block, flags=re.MULTILINE).strip() + "\n" for block in found]
