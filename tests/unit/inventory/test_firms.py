# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin takes its own configuration files, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.legalops.ethical_walls.plugins.inventory.firms import InventoryModule

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("name", "text", "taken"),
    [
        ("firms.yml", "plugin: legalops.ethical_walls.firms\nsource: firms.csv\n", True),
        ("any.yaml", "---\n# Ours\nsource: firms.csv\nplugin: 'legalops.ethical_walls.firms' # this\n", True),
        ("any.yaml", 'plugin: "legalops.ethical_walls.firms"\r\nsource: firms.csv\r\n', True),
        ("firms.yml", "plugin: legalops.ethical_walls.firms_too\n", False),
        ("firms.yml", "plugin: legalops.ethical_walls.firms'\n", False),
        ("firms.yml", "# plugin: legalops.ethical_walls.firms\n", False),
        ("firms.yml", "all:\n  plugin: legalops.ethical_walls.firms\n", False),
        ("firms.yml", "firms:\n  hosts: {}\n", False),
        ("firms.csv", "plugin: legalops.ethical_walls.firms\n", False),
        ("firms.yml", None, False),
    ],
)
def test_files_that_are_taken(tmp_path: Path, name: str, text: str | None, taken: bool) -> None:
    file = tmp_path / name
    if text is not None:
        file.write_bytes(text.encode())
    assert InventoryModule().verify_file(str(file)) is taken


def test_bytes_that_are_no_text_are_not_taken(tmp_path: Path) -> None:
    file = tmp_path / "firms.yml"
    file.write_bytes(b"\xff\xfe\x00")
    assert InventoryModule().verify_file(str(file)) is False


def test_example_is_taken() -> None:
    assert InventoryModule().verify_file(str(ROOT / "examples" / "intake" / "firms.yml"))
