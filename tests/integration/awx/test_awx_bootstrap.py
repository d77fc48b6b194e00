# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook awx_bootstrap with the real modules of awx.awx, over HTTP, against a pretend AWX.

What is decided in which case is tested without Ansible in tests/unit/resources/test_awx_plan.py, which is much faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from integration.awx.bootstrap import MARK, TEMPLATES, TYPES, Run, bootstrap

from awx_double import Awx, running_awx

GIVEN: dict[str, Any] = {
    "scm_url": "https://git.example/legalops/firms.git",
    "secrets": "launch",
    "firms": ["alder"],
    "report_directory": "/srv/reports",
    "image": "registry.example/legalops/ee:1",
}


@dataclass
class Story:
    """An AWX from empty to empty: the runs in order, and what AWX had after those that wrote.

    A run that writes reads AWX again at its end, and fails when anything is left to do.
    """

    runs: dict[str, Run]
    made: dict[str, list[dict[str, Any]]]
    mended: dict[str, list[dict[str, Any]]]
    left: dict[str, list[dict[str, Any]]]
    limits: dict[str, str]
    token: str
    secret: str


KINDS = (
    "organizations", "credential_types", "execution_environments", "projects", "inventories", "inventory_sources",
    "credentials", "job_templates", "workflow_job_templates", "workflow_job_template_nodes", "schedules",
)  # fmt: skip


def _ours(awx: Awx) -> dict[str, list[dict[str, Any]]]:
    return {
        kind: [
            one
            for one in awx.objects(kind)
            if MARK in one.get("description", "") or kind == "workflow_job_template_nodes"
        ]
        for kind in KINDS
    }


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Play it once for all tests: a run takes seconds."""
    tmp_path, canary = tmp_path_factory.mktemp("bootstrap"), "canary-legora-key-4711"
    given = {**GIVEN, "notification_templates": ["Mail"]}
    with running_awx() as awx:
        awx.create(
            "notification_templates",
            name="Mail",
            organization="Default",
            notification_type="webhook",
            notification_configuration={"url": "https://chat.example/hook", "headers": {}},
        )
        runs = {"dry": bootstrap(awx, tmp_path, "--check", "--diff", **given)}
        runs["first"] = bootstrap(awx, tmp_path, **given)
        made = _ours(awx)
        awx.change("credentials", "alder: Legora API key", inputs={"firm": "alder", "api_key": canary})
        runs["second"] = bootstrap(awx, tmp_path, **given)

        # Somebody plays with the injectors, a survey and a limit; a firm joins, and alder leaves.
        awx.change("credential_types", "Legora API key", injectors={"extra_vars": {"legora_api_key": "{{ api_key }}"}})
        survey = awx.object("job_templates", "Verify")["survey_spec"]
        awx.change("job_templates", "Verify", survey_spec={**survey, "spec": survey["spec"][:1]})
        awx.change("workflow_job_templates", "Verify each firm", limit="")
        awx.delete("workflow_job_templates", "Onboard with approval")
        runs["mending"] = bootstrap(awx, tmp_path, "-v", **{**given, "firms": ["birch"]})
        mended, limits = _ours(awx), awx.limits("Verify each firm")

        # Enough is removed by hand to leave one or two of each kind: a module takes most of a second.
        for kind, names in {
            "workflow_job_templates": ["Onboard with approval", "Onboard each firm"],
            "job_templates": ["Plan", "Preflight", "Onboard"],
            "credentials": [one["name"] for one in mended["credentials"][1:]],
            "credential_types": ["Secret store sign-in", "iManage operator"],
        }.items():
            for name in names:
                awx.delete(kind, name)
        # A stranger's project keeps the organisation in AWX.
        awx.create(
            "projects", name="Theirs", organization="LegalOps", scm_type="git", scm_url="https://git.example/x.git"
        )
        runs["absent"] = bootstrap(awx, tmp_path, state="absent")
        left = _ours(awx)
        yield Story(runs, made, mended, left, limits, awx.token, canary)


def test_runs_end_well(story: Story) -> None:
    assert {name: run.status for name, run in story.runs.items()} == dict.fromkeys(story.runs, 0)


def test_dry_run_on_an_empty_awx_shows_everything_and_writes_nothing(story: Story) -> None:
    assert story.runs["dry"].writes == 0
    assert story.runs["dry"].plan == story.runs["first"].plan
    assert len(story.runs["dry"].plan) == 1 + 4 + 1 + 1 + 1 + 1 + 3 + 5 + 3 + 1


def test_second_run_writes_nothing(story: Story) -> None:
    assert story.runs["first"].writes > 30
    assert story.runs["second"].writes == 0
    assert story.runs["second"].plan == ["Nothing has to be done."]
    assert re.search(r"^localhost +: .* changed=0 ", story.runs["second"].output, re.M)


def test_awx_has_what_the_data_say(story: Story) -> None:
    assert {one["name"]: (one["inputs"], one["injectors"]) for one in story.made["credential_types"]} == {
        one["name"]: (one["inputs"], one["injectors"]) for one in TYPES
    }
    made = {one["name"]: one for one in story.made["job_templates"]}
    assert set(made) == {one["name"] for one in TEMPLATES}
    for wanted in TEMPLATES:
        template = made[wanted["name"]]
        assert {name: template[name] for name in ("playbook", "job_type", "diff_mode", "allow_simultaneous")} == {
            name: wanted[name] for name in ("playbook", "job_type", "diff_mode", "allow_simultaneous")
        }
        asked = [(one["variable"], one["type"], one["required"]) for one in template["survey_spec"]["spec"]]
        assert asked == [(one["variable"], one["type"], False) for one in wanted["survey"]]
        assert template["names"]["execution_environment"] == "Ethical walls"
        assert template["names"]["inventory"] == "Firms"
        assert template["names"]["notification_templates_error"] == ["Mail"]
    (inventory,) = story.made["inventories"]
    assert '"ansible_python_interpreter": "{{ ansible_playbook_python }}"' in inventory["variables"]
    (organization,) = story.made["organizations"]
    assert organization["names"]["galaxy_credentials"] == ["Ansible Galaxy"]


def test_workflows_are_laid_out(story: Story) -> None:
    nodes = {(one["names"]["workflow_job_template"], one["identifier"]): one for one in
             story.made["workflow_job_template_nodes"]}  # fmt: skip
    chain = "Onboard with approval"
    waiting = {one["name"]: one["names"]["notification_templates_approvals"] for one in
               story.made["workflow_job_templates"]}  # fmt: skip
    assert {name: names for name, names in waiting.items() if names} == {chain: ["Mail"]}
    assert nodes[chain, "alder-plan"]["names"]["success_nodes"] == ["alder-approval"]
    assert nodes[chain, "alder-approval"]["names"]["unified_job_template"] == "Approve onboarding of alder"
    assert nodes[chain, "alder-approval"]["names"]["success_nodes"] == ["alder-onboard"]
    each = nodes["Verify each firm", "alder"]
    assert each["limit"] == "alder"
    assert sorted(each["names"]["credentials"]) == [
        "alder: Legora API key",
        "alder: iManage operator",
        "alder: iManage service account of Legora",
    ]
    assert each["names"]["always_nodes"] == ["merge reports"]
    assert nodes["Verify each firm", "merge reports"]["all_parents_must_converge"] is True
    assert [one["names"]["unified_job_template"] for one in story.made["schedules"]] == ["Verify each firm"]


def test_credentials_are_made_empty_and_what_is_filled_in_stays(story: Story) -> None:
    assert {one["name"]: one["inputs"] for one in story.made["credentials"]} == {
        "alder: iManage operator": {"firm": "alder"},
        "alder: Legora API key": {"firm": "alder"},
        "alder: iManage service account of Legora": {"firm": "alder"},
    }
    filled = {one["name"]: one["inputs"] for one in story.mended["credentials"]}
    assert filled["alder: Legora API key"] == {"firm": "alder", "api_key": "$encrypted$"}
    assert "fill in alder: iManage operator, alder: Legora API key" in story.runs["first"].output
    assert "fill in alder: iManage operator, alder: iManage service" in story.runs["second"].output


def test_next_run_puts_right_what_was_changed(story: Story) -> None:
    assert "Change the credential type Legora API key: injectors" in story.runs["mending"].plan
    assert "Change the job template Verify: survey" in story.runs["mending"].plan
    key = next(one for one in story.mended["credential_types"] if one["name"] == "Legora API key")
    assert key["injectors"] == next(one["injectors"] for one in TYPES if one["key"] == "legora_key")
    verify = next(one for one in story.mended["job_templates"] if one["name"] == "Verify")
    assert len(verify["survey_spec"]["spec"]) == 3


def test_firms_that_join_and_leave_change_nodes_and_keep_credentials(story: Story) -> None:
    limits = {one["limit"] for one in story.mended["workflow_job_template_nodes"]} - {"", None}
    assert limits == {"birch"}
    assert {one["name"].partition(":")[0] for one in story.mended["credentials"]} == {"alder", "birch"}
    assert "The credential alder: Legora API key is not needed any more" in story.runs["mending"].output
    merges = [one for one in story.mended["workflow_job_template_nodes"] if one["identifier"] == "merge reports"]
    each = [one for one in story.mended["workflow_job_template_nodes"] if one["identifier"] == "birch"]
    assert [one["always_nodes"] for one in each] == [[one["id"]] for one in merges]


def test_empty_limit_of_a_workflow_is_taken_away_so_that_each_job_has_its_firm(story: Story) -> None:
    assert any(
        sentence.startswith("Change the workflow Verify each firm: limit") for sentence in story.runs["mending"].plan
    )
    assert story.limits == {"birch": "birch", "merge reports": ""}
    assert story.token not in story.runs["mending"].output


def test_absent_removes_only_what_was_made(story: Story) -> None:
    left = {kind: [one["name"] for one in found] for kind, found in story.left.items() if found}
    assert left == {"organizations": ["LegalOps"]}
    assert "The organisation LegalOps is left" in story.runs["absent"].output
    assert "project Theirs" in story.runs["absent"].output


def test_no_secret_is_shown(story: Story) -> None:
    assert all(story.secret not in run.output for run in story.runs.values())


def test_refusals_say_what_to_do_and_write_nothing(tmp_path: Path) -> None:
    with running_awx() as awx:
        unnamed = bootstrap(awx, tmp_path, environment={}, **GIVEN)
        assert unnamed.status == 2
        assert "Set CONTROLLER_HOST" in unnamed.output
        assert "CONTROLLER_OAUTH_TOKEN" in unnamed.output
        assert awx.journal == []

        stranger = bootstrap(awx, tmp_path, environment=awx.environment("no-such-token"), **GIVEN)
        assert stranger.status == 2
        assert "AWX could not be read, and nothing was changed. " in stranger.output.replace("\n", " ")
        assert "(HTTP 401)" in stranger.output

        # Who may only read sees the plan, and is told what AWX refused.
        reader = bootstrap(awx, tmp_path, environment=awx.environment(awx.reader_token), **GIVEN)
        assert reader.status == 2
        assert 'AWX refused "Make the organisation": You don' in reader.output.replace("\\", "")
        assert awx.object("organizations", "Default")["id"]
