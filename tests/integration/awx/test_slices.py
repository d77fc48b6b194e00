# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A job of many firms in slices, as AWX cuts it: each firm once, and one overview that equals that of a single job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from awx_runner import Job, JobResult, copy_project, role_data, run_job, script_data, slice_of, survey_variables
from simulator import running
from simulator.inventory import host_variables

SLICES = 3
NAMES = [f"firm{number:02}" for number in range(1, 13)]
# Looking at a firm is dear. Only this one is looked at; the others have a mistake in their variables.
WHOLE = "firm05"
MISTAKES = (
    {"legora_region": "mars"},
    {"imanage_libraries": []},
    {"imanage_exposure": "hidden"},
    {"service_account_email": "nobody"},
)


def without_times(found: Any) -> Any:
    """Return a document without the times of the run."""
    if isinstance(found, dict):
        return {key: without_times(value) for key, value in found.items() if not key.startswith("generated_")}
    return [without_times(one) for one in found] if isinstance(found, list) else found


def overview(directory: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((directory / "index.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.full
def test_slices_make_one_report(work: Path) -> None:
    project = copy_project(work)
    with running({"firms": [{"name": WHOLE}]}) as sim:
        hostvars: dict[str, dict[str, Any]] = {}
        for number, name in enumerate(NAMES):
            # No two of them may mean the same firm at a system.
            own = {"legora_organisation": name.title(), "imanage_customer_id": str(1000 + number)}
            mistake = {} if name == WHOLE else {**own, **MISTAKES[number % len(MISTAKES)]}
            hostvars[name] = {**host_variables(sim.firm(WHOLE)), "firm_name": name.title(), **mistake}
        inventory = script_data({"firms": {"hosts": NAMES}, "_meta": {"hostvars": hostvars}})

        def run(template: str, directory: str, data: dict[str, Any], number: int = 7) -> JobResult:
            answers = {"report_directory": str(work / directory)}
            return run_job(Job(template, data, answers=answers, number=number), work, project)

        slices = [run("preflight", "sliced", slice_of(inventory, one, SLICES), one) for one in range(1, SLICES + 1)]
        requests = sim.journal.counts()["total"]
        merged = run("merge_reports", "sliced", inventory)
        assert sim.journal.counts()["total"] == requests > 0
        whole = run("preflight", "whole", inventory)

    for one in slices:
        assert len(one.stats) == len(one.hosts) == len(NAMES) // SLICES, one.stdout
    # AWX joins what slices left by overwriting whole names.
    joined = {key: value for one in slices for key, value in one.stats.items()}
    assert sorted(value["host"] for value in joined.values()) == NAMES
    paths = {value["host"]: value["report"] for value in joined.values()}
    assert paths == {name: str(work / "sliced" / f"{name}.html") for name in NAMES}
    for value in (*joined.values(), *whole.stats.values()):
        value.pop("report")
    assert joined == whole.stats

    # As the last node of a workflow it is what tells that firms failed: that it follows a failure counts as handled.
    assert (merged.status, merged.rc) == ("failed", 2), merged.stdout
    assert set(merged.failed_hosts()) == set(NAMES) - {WHOLE}
    wrong = next(name for name in NAMES if name != WHOLE)
    assert f"{wrong} failed, says its newest report: the configuration of {wrong.title()}: failed to " in merged.stdout
    assert {path.name for path in (work / "sliced").iterdir()} == {path.name for path in (work / "whole").iterdir()}
    assert without_times(overview(work / "sliced")) == without_times(overview(work / "whole"))
    firms = {firm["host"]: firm["status"] for firm in overview(work / "sliced")["firms"]}
    assert firms == {name: "checked" if name == WHOLE else "failed" for name in NAMES}


@pytest.mark.full(answer=[{}, {"given": None}])
@pytest.mark.parametrize("answer", [{}, {"given": ""}, {"given": None}], ids=["missing", "empty", "null"])
def test_merging_without_a_directory_says_what_is_missing(work: Path, answer: dict[str, Any]) -> None:
    questions = [name for one in role_data()["awx_bootstrap_templates"] for name in survey_variables(one["key"])]
    answers = dict.fromkeys(questions, answer["given"]) if answer else {}
    inventory = script_data({"firms": {"hosts": NAMES[:1]}, "_meta": {"hostvars": {}}})
    result = run_job(Job("merge_reports", inventory, answers=answers), work, copy_project(work))
    assert (result.status, result.rc) == ("failed", 2), result.stdout
    assert "report_directory is missing" in result.stdout
