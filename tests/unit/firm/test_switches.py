# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switches of a run: each value that means nothing is refused by the switch's name, and nothing is left behind."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import (
    SWITCHES,
    wrong_switches,
)


@pytest.mark.parametrize("name", SWITCHES)
@pytest.mark.parametrize("blank", [None, "", " "])
def test_blank_switch_counts_as_not_given(name: str, blank: Any) -> None:
    assert wrong_switches({name: blank, "another": "switch"}) == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("onboard_accept", "r5, N3"),
        ("onboard_accept", []),
        ("verify_accept", ["R5"]),
        ("preflight_accept", ","),
        ("verify_audit_days", "30"),
        ("verify_audit_days", 3650),
        ("report_in_check_mode", "Yes"),
        ("ethical_walls_in_process", False),
        ("merge_reports_max_age_hours", " 12 "),
    ],
)
def test_usable_value_is_taken(name: str, value: Any) -> None:
    assert wrong_switches({name: value}) == {}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("onboard_accept", "R5,ZZ,R66", "names ZZ, which is no check; there are R1"),
        ("onboard_accept", "R5,ZZ,R66", "it names R66, which is no check; did you mean R6?"),
        ("verify_accept", 5, "not a list of IDs"),
        ("preflight_accept", {"R5": True}, "not a list of IDs"),
        ("verify_audit_days", "soon", "days from 1 to 3650"),
        ("verify_audit_days", -5, "days from 1 to 3650"),
        ("verify_audit_days", 3651, "days from 1 to 3650"),
        ("report_in_check_mode", "maybe", "neither true nor false"),
        ("ethical_walls_in_process", ["yes"], "neither true nor false"),
        ("merge_reports_max_age_hours", "soon", "hours from 1 to"),
        ("report_directory", "/dev/null/reports", "/dev/null: Not a directory"),
        ("report_directory", "/proc/nope", "can't be written: /proc: "),
    ],
)
def test_value_that_means_nothing_is_refused(name: str, value: Any, words: str) -> None:
    wrong = wrong_switches({name: value})
    assert list(wrong) == [name]
    assert words in wrong[name]


@pytest.mark.parametrize("name", ["", "new", "new/and/deeper"])
def test_directory_that_can_be_written_or_made_is_left_as_it_was(tmp_path: Path, name: str) -> None:
    assert wrong_switches({"report_directory": f"{tmp_path}/{name}"}) == {}
    assert os.listdir(tmp_path) == []


def test_directory_of_a_link_that_leads_nowhere_is_tried_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "reports").symlink_to("/proc/nope")
    assert "/proc" in wrong_switches({"report_directory": str(tmp_path / "reports")})["report_directory"]


@pytest.mark.parametrize("shown", [None, "", False, "no"])
def test_directory_is_not_tried_in_a_dry_run_that_writes_no_report(shown: Any) -> None:
    given = {"report_directory": "/proc/nope", "report_in_check_mode": shown}
    assert wrong_switches(given, check_mode=True) == {}
    assert list(wrong_switches(given)) == ["report_directory"]


@pytest.mark.parametrize("shown", [True, "yes", "maybe"])
def test_directory_is_tried_in_a_dry_run_that_may_write_reports(shown: Any) -> None:
    given = {"report_directory": "/proc/nope", "report_in_check_mode": shown}
    assert "report_directory" in wrong_switches(given, check_mode=True)
