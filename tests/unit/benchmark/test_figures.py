# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmark makes of its measurements."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from benchmark import figures, run
from benchmark.figures import Measurement


def measured(playbook: str, state: str = "unchanged", **more: Any) -> Measurement:
    usual: dict[str, Any] = {"firms": 10, "forks": 5, "wall": 20.0, "cpu": 30.0, "requests": 600, "tasks": 490}
    return Measurement(
        playbook, state, **{**usual, "largest_mib": 70.4, "usual_mib": 160.4, "highest_mib": 210.6, **more}
    )


FOUND = [
    measured("floor", wall=10.0, cpu=15.0),
    measured("onboard", "fresh", wall=25.0, cpu=45.0),
    measured("onboard"),
    measured("empty", "onboard", wall=5.0, cpu=10.0),
    measured("uri", "fresh", wall=50.0, cpu=90.0),
    measured("uri", wall=40.0, cpu=120.0, highest_mib=None),
    measured("before", cpu=60.0),
    measured("verify", cpu=20.0),
    measured("empty", "verify", cpu=5.0),
]


def row(playbook: str, state: str = "unchanged") -> figures.Row:
    return next(one for one in figures.rows(FOUND) if (one["playbook"], one["state"]) == (playbook, state))


def test_row_has_what_was_measured_and_the_figures_of_each_firm() -> None:
    found = row("onboard", "fresh")
    assert found.items() >= asdict(FOUND[1]).items()
    assert {name: found[name] for name in found if name.endswith("_per_firm")} == {
        "wall_per_firm": 2.5,
        "cpu_per_firm": 4.5,
        "requests_per_firm": 60.0,
        "tasks_per_firm": 49.0,
    }


def test_onboarding_is_compared_with_each_other_playbook_in_the_same_state() -> None:
    assert row("onboard", "fresh")["ratios"] == {
        "floor": {"cpu": 3.0, "wall": 2.5},
        "uri": {"cpu": 0.5, "wall": 0.5},
        "empty": {"cpu": 4.5, "wall": 5.0},
        "before": {"cpu": 0.75, "wall": 1.25},
    }
    assert row("onboard")["ratios"]["uri"] == {"cpu": 0.25, "wall": 0.5}
    assert row("onboard")["ratios"]["before"] == {"cpu": 0.5, "wall": 1.0}


def test_others_are_compared_with_the_floor_alone() -> None:
    assert row("floor")["ratios"] == {}
    assert row("empty", "onboard")["ratios"] == {"floor": {"cpu": 0.667, "wall": 0.5}}
    assert row("uri", "fresh")["ratios"] == {"floor": {"cpu": 6.0, "wall": 5.0}}


def test_verifying_is_compared_with_as_many_empty_tasks_too() -> None:
    assert row("verify")["ratios"] == {"floor": {"cpu": 1.333, "wall": 2.0}, "empty": {"cpu": 4.0, "wall": 1.0}}


def test_what_was_not_measured_is_left_out() -> None:
    assert [one["ratios"] for one in figures.rows([measured("onboard")])] == [{}]


def test_line_stands_below_its_heading() -> None:
    words = figures.line(row("onboard", "fresh")).split()
    shown = ["10", "5", "onboard", "fresh", "25.0", "45.0", "2.50", "4.50", "60.0", "49.0", "70", "160", "211"]
    assert words == [*shown, "3.00", "0.50", "4.50", "0.75"]
    assert figures.line(row("onboard")).index("onboard") == figures.HEADING.index("playbook")
    assert len(figures.line(row("onboard"))) == len(figures.HEADING)


def test_memory_that_nobody_tells_is_a_dash() -> None:
    assert figures.line(row("uri")).split()[-2:] == ["-", "8.00"]
    unknown = measured("uri", largest_mib=None, usual_mib=None, highest_mib=None)
    assert figures.line(*figures.rows([unknown])).split()[-3:] == ["-", "-", "-"]


def test_growth_is_told_from_the_fewest_firms_to_the_most() -> None:
    sizes = [measured("verify", firms=firms, usual_mib=mib) for firms, mib in ((10, 100.0), (50, 110.0), (100, 125.0))]
    others = [measured("empty", "verify"), measured("verify", forks=20), measured("floor", usual_mib=None)]
    more = measured("floor", firms=100, usual_mib=None)
    assert figures.growth([*sizes, *others, more]) == [
        "verify unchanged, 5 forks: 100 firms take 1.25 of the memory that 10 take"
    ]


def test_all_sizes_are_written_and_read_again(tmp_path: Path) -> None:
    """Each size has its own ratios, and an earlier run's measurements come back as they were."""
    result = tmp_path / "result.json"
    other = [measured("floor", forks=20, cpu=1.0), measured("empty", forks=20, cpu=3.0)]
    run.write(result, [*FOUND, *other])
    written = json.loads(result.read_text(encoding="utf-8"))
    assert written == [*figures.rows(FOUND), *figures.rows(other)]
    assert written[-1]["ratios"]["floor"]["cpu"] == 3.0
    assert run.recorded(result) == [*FOUND, *other]


def test_there_may_be_nothing_to_resume(tmp_path: Path) -> None:
    assert run.recorded(tmp_path / "none.json") == []


def test_what_was_measured_otherwise_is_not_resumed(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_text(json.dumps([{"playbook": "floor", "peak_mib": 60.0}]), encoding="utf-8")
    with pytest.raises(SystemExit, match="'state' was not measured yet: run without --resume"):
        run.recorded(result)
