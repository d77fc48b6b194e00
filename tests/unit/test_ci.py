# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosted CI and pre-commit run what there is: targets of the Makefile, checks of the script, pairs of the matrix."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def jobs() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text(".github/workflows/ci.yml"))["jobs"]
    return found


def test_hosted_ci_calls_targets_of_the_makefile() -> None:
    called = {
        words[1]
        for job in jobs().values()
        for step in job["steps"]
        if (words := step.get("run", "").split())[:1] == ["make"]
    }
    assert called == {"test", "test-matrix", "test-full"}
    # Under "on", which YAML 1.1 takes for a truth unless it is in quotes.
    chosen = yaml.safe_load(text(".github/workflows/ci.yml"))["on"]["workflow_dispatch"]["inputs"]["target"]["options"]
    assert {"test", *chosen} == called
    for target in chosen:
        (job,) = [one for one in jobs().values() if one["steps"][-1]["run"].split()[1] == target]
        assert job["if"] == f"inputs.target == '{target}'"
    assert called <= set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))


def test_hosted_ci_runs_every_pair_of_the_matrix() -> None:
    (pairs,) = re.findall(r"^PAIRS=\((.*)\)$", text("tests/tools/matrix.sh"), re.MULTILINE)
    included = jobs()["matrix"]["strategy"]["matrix"]["include"]
    assert [one["pair"] for one in included] == pairs.split()
    assert all(one["pair"].endswith(f"-{one['python']}") for one in included)


def test_pre_commit_runs_checks_of_the_project() -> None:
    (checks,) = re.findall(r"^ALL=\((.*)\)$", text("tests/tools/check.sh"), re.MULTILINE)
    (repository,) = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
    assert repository["repo"] == "local", "no tool of another version than the project's"
    for hook in repository["hooks"]:
        assert hook["entry"] == f"tests/tools/check.sh {hook['id']}"
        assert hook["id"] in checks.split()
