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
from ansible import context
from ansible.errors import AnsibleFilterError

from ansible_collections.legalops.ethical_walls.plugins.filter.firms_pattern import firms_pattern

ROOT = Path(__file__).parents[3]
GROUPS = {"all": ["alder", "birch"], "firms": ["alder", "birch"], "region_eu": ["alder", "birch"]}
WITH_ANOTHER = {**GROUPS, "all": ["alder", "birch", "bastion"], "ungrouped": ["bastion"]}


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


def limited(monkeypatch: pytest.MonkeyPatch, limit: str | None) -> None:
    monkeypatch.setattr(context, "CLIARGS", {"subset": limit})


@pytest.mark.parametrize("limit", ["bastion", "all:!firms", "bastion,!birch", "nobody"])
@pytest.mark.parametrize("given", ["", "firms", "alder"])
def test_limit_that_leaves_no_firm_is_an_error(monkeypatch: pytest.MonkeyPatch, given: str, limit: str) -> None:
    limited(monkeypatch, limit)
    with pytest.raises(AnsibleFilterError, match=f"--limit, which is {re.escape(limit)}, leaves none"):
        firms_pattern(given, WITH_ANOTHER)


@pytest.mark.parametrize("limit", [None, "", "alder", "al*,bastion", "all:!birch"])
def test_limit_that_leaves_a_firm_changes_nothing(monkeypatch: pytest.MonkeyPatch, limit: str | None) -> None:
    limited(monkeypatch, limit)
    assert firms_pattern("", WITH_ANOTHER) == "firms"


def test_limit_in_a_file_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "limit"
    limited(monkeypatch, f"@{file}")
    file.write_text("birch\n", encoding="utf-8")
    assert firms_pattern("", WITH_ANOTHER) == "firms"
    file.write_text("bastion\n", encoding="utf-8")
    with pytest.raises(AnsibleFilterError, match="leaves none"):
        firms_pattern("", WITH_ANOTHER)


def test_pattern_that_matches_nothing_is_no_matter_of_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, "alder")
    with pytest.raises(AnsibleFilterError, match="no host of the inventory matches ethical_walls_hosts"):
        firms_pattern("aldr", WITH_ANOTHER)


def test_filters_of_the_firms_plays_are_loaded_with_it() -> None:
    """Otherwise the process of each task compiles them anew."""
    files = [*(ROOT / "playbooks").rglob("*.yml"), *(ROOT / "roles").glob("*/tasks/*.yml")]
    text = "".join(path.read_text(encoding="utf-8") for path in files if "awx_bootstrap" not in str(path))
    used = set(re.findall(r"\|\s*legalops\.ethical_walls\.(\w+)", text))
    here = "ansible_collections.legalops.ethical_walls.plugins.filter."
    # Once in a run or a batch, by one process.
    rare = {"merge_reports", "firms_batch", "firms_overview"}
    assert {name for name in used - rare if here + name not in sys.modules} == set()


@pytest.mark.parametrize(
    ("given", "pilot", "pattern"),
    [
        ("", "birch", ["birch", "firms"]),
        (["alder", "birch"], ["birch"], ["birch", "alder", "birch"]),
        ("region_eu:!alder", "birch", ["birch", "region_eu:!alder"]),
        ("firms", "  ", "firms"),
    ],
)
def test_pilot_is_put_first(given: Any, pilot: Any, pattern: Any) -> None:
    assert firms_pattern(given, GROUPS, pilot) == pattern


@pytest.mark.parametrize("pilot", ["bastion", "birch,aldr", ["nobody"]])
def test_pilot_that_is_no_firm_of_the_run_is_an_error(pilot: Any) -> None:
    with pytest.raises(AnsibleFilterError, match="which is no firm of this run"):
        firms_pattern("", WITH_ANOTHER, pilot)


def test_pilot_that_the_limit_leaves_out_is_not_begun_again(monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, "alder")
    assert firms_pattern("", GROUPS, "birch") == "firms"
