# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The benchmark at its smallest: what it writes down and prints, and that it goes on where it ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from benchmark import figures, memory, run


@pytest.mark.full
def test_smallest_size_is_measured_written_and_resumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = tmp_path / "result.json"
    arguments = ["--firms", "1", "--forks", "2", "--only", "onboard", "empty", "--result", str(result)]
    run.main(arguments)
    printed = capsys.readouterr().out
    written = json.loads(result.read_text(encoding="utf-8"))
    assert [(row["playbook"], row["state"], row["firms"], row["forks"]) for row in written] == [
        ("onboard", "fresh", 1, 2),
        ("onboard", "unchanged", 1, 2),
        ("empty", "onboard", 1, 2),
    ]
    told = memory.look(1) is not None
    for row in written:
        assert row == figures.rows(run.recorded(result))[written.index(row)]
        assert figures.line(row) in printed.splitlines()
        assert min(row[name] for name in ("wall_per_firm", "cpu_per_firm", "tasks_per_firm", "largest_mib")) > 0
        assert (row["usual_mib"] is not None) is told
    fresh, unchanged, empty = written
    assert fresh["requests_per_firm"] > unchanged["requests_per_firm"] > empty["requests_per_firm"] == 0
    assert fresh["tasks"] == unchanged["tasks"] == empty["tasks"]
    assert [set(row["ratios"]) for row in written] == [{"empty"}, {"empty"}, set()]

    monkeypatch.delattr(run, "measure")
    run.main([*arguments, "--resume"])
    assert capsys.readouterr().out == printed
    assert json.loads(result.read_text(encoding="utf-8")) == written
