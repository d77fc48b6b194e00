# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which firms a run is about, and what is loaded once with it."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.filter.firms_pattern import firms_pattern

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("given", [None, "", "  "])
def test_blank_is_all_firms(given: Any) -> None:
    assert firms_pattern(given) == "firms"


@pytest.mark.parametrize("given", ["alder", "region_eu:!birch", ["alder", "birch"]])
def test_pattern_stays_as_it_is(given: Any) -> None:
    assert firms_pattern(given) == given


def test_filters_of_the_firms_plays_are_loaded_with_it() -> None:
    """Otherwise the process of each task compiles them anew."""
    files = [*(ROOT / "playbooks").rglob("*.yml"), *(ROOT / "roles").glob("*/tasks/*.yml")]
    text = "".join(path.read_text(encoding="utf-8") for path in files if "awx_bootstrap" not in str(path))
    used = set(re.findall(r"\|\s*legalops\.ethical_walls\.(\w+)", text))
    here = "ansible_collections.legalops.ethical_walls.plugins.filter."
    # Once in a run or a batch, by one process.
    rare = {"merge_reports", "firms_batch", "firms_overview"}
    assert {name for name in used - rare if here + name not in sys.modules} == set()
