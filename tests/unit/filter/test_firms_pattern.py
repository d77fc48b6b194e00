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
from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.filter.firms_pattern import firms_pattern

ROOT = Path(__file__).parents[3]
GROUPS = {"all": ["alder", "birch"], "firms": ["alder", "birch"], "region_eu": ["alder", "birch"]}


@pytest.mark.parametrize("given", [None, "", "  "])
def test_blank_is_all_firms(given: Any) -> None:
    assert firms_pattern(given, GROUPS) == "firms"


@pytest.mark.parametrize("given", ["alder", "region_eu:!birch", ["alder", "birch"], "~al.*", "firms[0]", "all"])
def test_pattern_stays_as_it_is(given: Any) -> None:
    assert firms_pattern(given, GROUPS) == given


@pytest.mark.parametrize("given", ["aldr", "region_eu:!alder:!birch", ["aldr", "brch"], "firms[9]", "~al("])
def test_pattern_without_a_host_is_an_error(given: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="no host of the inventory matches ethical_walls_hosts"):
        firms_pattern(given, GROUPS)


@pytest.mark.parametrize("groups", [{"all": ["alder"], "ungrouped": ["alder"]}, {"all": [], "firms": []}])
def test_inventory_without_a_firm_is_an_error(groups: dict[str, list[str]]) -> None:
    with pytest.raises(AnsibleFilterError, match="has no group 'firms', or no host in it"):
        firms_pattern("", groups)


def test_filters_of_the_firms_plays_are_loaded_with_it() -> None:
    """Otherwise the process of each task compiles them anew."""
    files = [*(ROOT / "playbooks").rglob("*.yml"), *(ROOT / "roles").glob("*/tasks/*.yml")]
    text = "".join(path.read_text(encoding="utf-8") for path in files if "awx_bootstrap" not in str(path))
    used = set(re.findall(r"\|\s*legalops\.ethical_walls\.(\w+)", text))
    here = "ansible_collections.legalops.ethical_walls.plugins.filter."
    # Once in a run or a batch, by one process.
    rare = {"merge_reports", "firms_batch", "firms_overview"}
    assert {name for name in used - rare if here + name not in sys.modules} == set()
