# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook awx_bootstrap with the real modules of awx.awx, over HTTP: an AWX from empty to empty, shape launch."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from integration.awx.bootstrap import KINDS, MARK, Data, Run, bootstrap, marked
from tools.pattern import role_data

from awx_double import running_awx

TYPES: list[Data] = role_data()["awx_bootstrap_credential_types"]
TEMPLATES: list[Data] = role_data()["awx_bootstrap_templates"]
GIVEN: Data = {
    "secrets": "launch",
    "firms": ["alder"],
    "api_firms": ["alder"],
    "report_directory": "/srv/reports",
    "notification_templates": ["Mail"],
    "verify_at": "23:05",
    "time_zone": "Europe/Berlin",
}
KEY = "canary-legora-key-4711"
# The workflows in which somebody approves: what each node of a firm starts, in their order.
CHAINS = {
    "Onboard with approval": {
        "preflight": "Preflight",
        "plan": "Plan",
        "approval": "Approve onboarding of alder",
        "onboard": "Onboard",
        "entered": "Entered at Legora for alder (nothing to do where legora_method is api)",
        "verify": "Verify",
    },
    "Rotate with approval": {
        "rotation-plan": "Plan rotation",
        "rotation-approval": "Approve rotation for alder",
        "rotation": "Rotate password",
        "rotation-entered": "New password entered at Legora for alder (nothing to do where legora_method is api)",
        "rotation-end": "Finish rotation",
        "rotation-verify": "Verify",
    },
}

# A process for each module of awx.awx costs as much as all the rest.
pytestmark = pytest.mark.full(story=True)


@dataclass
class Story:
    """The runs in order, and what AWX had after those that wrote."""

    runs: dict[str, Run] = field(default_factory=dict)
    after: dict[str, dict[str, list[Data]]] = field(default_factory=dict)
    limits: dict[str, dict[str, str]] = field(default_factory=dict)
    outcomes: list[str] = field(default_factory=list)
    limits_sent: list[Any] = field(default_factory=list)

    def of(self, run: str, kind: str, name: str, **more: Any) -> Data:
        """Return the one object of a kind with a name, as it was after a run."""
        identity = "identifier" if kind.endswith("_nodes") else "name"
        (found,) = [
            one
            for one in self.after[run][kind]
            if one[identity] == name and all(one["names"][link] == value for link, value in more.items())
        ]
        return found


@pytest.fixture(scope="module", params=[False, True], ids=["in process", "own processes"])
def story(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """Play it once for all tests: a run takes seconds."""
    tmp_path, told = tmp_path_factory.mktemp("bootstrap"), Story()
    with running_awx() as awx:
        awx.page_size = 4
        awx.create("notification_templates", name="Mail", organization="Default", notification_type="webhook")
        told.runs["dry"] = bootstrap(awx, tmp_path, "--check", "--diff", **GIVEN)
        told.runs["first"] = bootstrap(awx, tmp_path, processes=request.param, **GIVEN)
        told.after["first"] = marked(awx)
        told.limits["first"] = awx.limits("Rotate with approval")
        for failed in (["alder"], ["alder", "merge reports"]):
            told.outcomes += [awx.outcome(f"{what} each firm", *failed) for what in ("Onboard", "Verify")]
        awx.change("credentials", "alder: Legora API key", inputs={"firm": "alder", "api_key": KEY})
        told.runs["second"] = bootstrap(awx, tmp_path, **GIVEN)

        # Somebody plays with it; a firm joins and alder leaves; and from now on there is an image.
        awx.change("credential_types", "Legora API key", injectors={"extra_vars": {"legora_api_key": "{{ api_key }}"}})
        survey = awx.object("job_templates", "Verify")["survey_spec"]
        awx.change("job_templates", "Verify", survey_spec={**survey, "spec": survey["spec"][:1]}, limit="alder")
        awx.change("organizations", "LegalOps", galaxy_credentials=[])
        awx.change("projects", "Ethical walls", credential="alder: Legora API key")
        awx.change("workflow_job_templates", "Verify each firm", limit="")
        told.limits["empty"] = awx.limits("Verify each firm")
        awx.delete("workflow_job_templates", "Onboard with approval")
        changed = {**GIVEN, "firms": ["birch"], "image": "registry.example/ee:1"}
        told.runs["mending"] = bootstrap(awx, tmp_path, "-v", **changed)
        told.after["mending"] = marked(awx)
        told.limits["mending"] = awx.limits("Verify each firm")
        sent = [one.body for one in awx.journal if one.kind == "write" and "/workflow_job_templates/" in one.path]
        told.limits_sent = [body for body in sent if "limit" in (body or {})]

        # Enough is removed by hand to leave one or two of each kind: a module takes most of a second.
        few = {"workflow_job_templates": 1, "job_templates": 2, "credentials": 1, "credential_types": 2}
        for kind, kept in few.items():
            for one in told.after["mending"][kind][kept:]:
                awx.delete(kind, one["name"])
        # What others have in the organisation keeps it in AWX.
        awx.create(
            "projects", name="Theirs", organization="LegalOps", scm_type="git", scm_url="https://git.example/x.git"
        )
        awx.create("teams", name="Walls", organization="LegalOps")
        awx.store.all("organizations")[1].counts = {"users": 1, "admins": 2}
        told.runs["look"] = bootstrap(awx, tmp_path, "--check", state="absent")
        told.runs["absent"] = bootstrap(awx, tmp_path, state="absent")
        told.after["absent"] = marked(awx)
        yield told


def test_runs_end_well_and_show_no_secret(story: Story) -> None:
    assert {name: run.status for name, run in story.runs.items()} == dict.fromkeys(story.runs, 0)
    assert all(KEY not in run.output for run in story.runs.values())


def test_dry_run_on_an_empty_awx_shows_what_there_should_be_and_writes_nothing(story: Story) -> None:
    dry = story.runs["dry"]
    assert (dry.writes, dry.changed) == ([], [])
    assert len(dry.table) == 1 + 4 + 3 + 1 + 1 + 1 + len(TEMPLATES) + 4 + 1
    assert all(re.search(r" new    [A-Z]", line) for line in dry.table)
    assert dry.table[0].split()[:3] == ["organisation", "LegalOps", "new"]
    (line,) = [line for line in dry.table if " Onboard with approval " in line]
    assert line.startswith("workflow  ")
    assert line.endswith("A firm that fails ends its workflow.")
    made = {one["name"] for kind in KINDS[:-1] for one in story.after["first"][kind]}
    assert made == {re.split(r"  +", line)[1] for line in dry.table}


def test_second_run_writes_nothing(story: Story) -> None:
    assert len(story.runs["first"].writes) > 40
    assert story.runs["second"].writes == []
    assert re.search(r"^localhost +: .* changed=0 ", story.runs["second"].output, re.M)


def test_awx_has_what_the_data_say(story: Story) -> None:
    assert {one["name"]: (one["inputs"], one["injectors"]) for one in story.after["first"]["credential_types"]} == {
        one["name"]: (one["inputs"], one["injectors"]) for one in TYPES
    }
    assert {one["name"] for one in story.after["first"]["job_templates"]} == {one["name"] for one in TEMPLATES}
    for wanted in TEMPLATES:
        template = story.of("first", "job_templates", wanted["name"])
        for name in ("playbook", "job_type", "diff_mode", "allow_simultaneous"):
            assert template[name] == wanted[name]
        asked = [{name: value for name, value in one.items() if name != "default"}
                 for one in template["survey_spec"]["spec"]]  # fmt: skip
        assert asked == wanted["survey"]
        assert template["names"]["inventory"] == "Firms"
        assert template["names"]["notification_templates_error"] == ["Mail"]
        # A slice looks like a job of one firm, whose credentials would get past the guard.
        assert (template["job_slice_count"], template["ask_job_slice_count_on_launch"]) == (1, False)
        assert (template["ask_variables_on_launch"], template["limit"], template["become_enabled"]) == (
            False,
            "",
            False,
        )
        assert template["ask_limit_on_launch"] is template["ask_credential_on_launch"] is wanted["signs_in"]
        assert template["names"]["credentials"] == []
    (inventory,) = story.after["first"]["inventories"]
    assert '"ansible_python_interpreter": "{{ ansible_playbook_python }}"' in inventory["variables"]
    (organization,) = story.after["first"]["organizations"]
    assert organization["names"]["galaxy_credentials"] == ["Ansible Galaxy"]
    (source,) = story.after["first"]["inventory_sources"]
    assert (source["source_path"], source["update_cache_timeout"]) == ("inventories/launch/firms.yml", 60)


def test_only_the_directory_for_reports_has_a_default(story: Story) -> None:
    """AWX sends a default as an answer, which wins over what the inventory says."""
    templates = [*story.after["first"]["job_templates"], *story.after["first"]["workflow_job_templates"]]
    for template in templates:
        questions = template["survey_spec"]["spec"]
        defaults = {one["variable"]: one["default"] for one in questions if "default" in one}
        assert defaults == {"report_directory": "/srv/reports"}
        assert len({one["variable"] for one in questions}) == len(questions)
    # The others need none. A workflow asks as its first template does.
    needed = [one["name"] for one in templates if "Needed: " in str(one["survey_spec"])]
    assert needed == ["Merge reports"]
    asked = {one["name"]: {each["variable"] for each in one["survey_spec"]["spec"]} for one in templates}
    assert asked["Verify each firm"] == asked["Verify"] | asked["Merge reports"]
    for name, chain in CHAINS.items():
        assert asked[name] == {question for step in chain.values() if step in asked for question in asked[step]}


@pytest.mark.parametrize("name", CHAINS)
def test_workflow_asks_somebody_before_it_writes(story: Story, name: str) -> None:
    chain = {f"alder-{step}": starts for step, starts in CHAINS[name].items()}
    for (step, starts), following in zip(chain.items(), [*list(chain)[1:], None], strict=True):
        node = story.of("first", "workflow_job_template_nodes", step, workflow_job_template=name)
        assert node["names"]["unified_job_template"] == starts
        assert node["names"]["success_nodes"] == ([following] if following else [])
        assert node["names"]["always_nodes"] == node["names"]["failure_nodes"] == []
    flow = story.of("first", "workflow_job_templates", name)
    assert (flow["allow_simultaneous"], flow["ask_limit_on_launch"], flow["limit"]) == (False, False, None)
    waiting = {one["name"]: one["names"]["notification_templates_approvals"]
               for one in story.after["first"]["workflow_job_templates"]}  # fmt: skip
    assert {name: names for name, names in waiting.items() if names} == {name: ["Mail"] for name in CHAINS}


def test_each_firm_has_nodes_with_its_own_limit_and_credentials(story: Story) -> None:
    mine = {f"alder: {kind}" for kind in ("Legora API key", "iManage operator", "iManage service account of Legora")}
    for node in story.after["first"]["workflow_job_template_nodes"]:
        merges = node["identifier"] == "merge reports"
        starts_job = not merges and not node["identifier"].endswith(("-approval", "-entered"))
        assert node["limit"] == ("alder" if starts_job else None)
        assert set(node["names"]["credentials"]) == (mine if starts_job else set())
        assert node["all_parents_must_converge"] is merges
    for name in ("Onboard each firm", "Verify each firm"):
        each = story.of("first", "workflow_job_template_nodes", "alder", workflow_job_template=name)
        merge = story.of("first", "workflow_job_template_nodes", "merge reports", workflow_job_template=name)
        assert each["always_nodes"] == [merge["id"]]
    steps = [step for step, starts in CHAINS["Rotate with approval"].items() if "alder" not in starts]
    assert story.limits["first"] == {f"alder-{step}": "alder" for step in steps}


def test_workflow_of_each_firm_fails_by_its_last_node(story: Story) -> None:
    """That Merge reports fails when a firm's newest report says so is shown in test_slices.py."""
    assert story.outcomes == ["successful", "successful", "failed", "failed"]


def test_verification_runs_every_night(story: Story) -> None:
    (schedule,) = story.after["first"]["schedules"]
    assert schedule["names"]["unified_job_template"] == "Verify each firm"
    assert schedule["rrule"] == "DTSTART;TZID=Europe/Berlin:20260101T230500 RRULE:FREQ=DAILY;INTERVAL=1"


def test_credentials_are_made_empty_and_what_is_filled_in_stays(story: Story) -> None:
    assert [one["inputs"] for one in story.after["first"]["credentials"]] == [{"firm": "alder"}] * 3
    assert story.of("mending", "credentials", "alder: Legora API key")["inputs"]["api_key"] == "$encrypted$"
    fill_in = "Resources, Credentials: fill in alder: iManage operator, alder: "
    assert story.runs["first"].said[0] == f"{fill_in}Legora API key, alder: iManage service account of Legora."
    assert story.runs["second"].said[0] == f"{fill_in}iManage service account of Legora."


def test_next_run_puts_right_what_was_changed(story: Story) -> None:
    mending = story.runs["mending"]
    assert "Make the job templates: Verify" in mending.changed
    injectors = next(one["injectors"] for one in TYPES if one["key"] == "legora_key")
    assert story.of("mending", "credential_types", "Legora API key")["injectors"] == injectors
    verify = story.of("mending", "job_templates", "Verify")
    assert len(verify["survey_spec"]["spec"]) == 3
    assert verify["limit"] == "", "a nightly verification would be of one firm"
    galaxy = story.of("mending", "organizations", "LegalOps")["names"]["galaxy_credentials"]
    assert galaxy == ["Ansible Galaxy"], "the setting counts on later runs, too"
    assert story.of("mending", "projects", "Ethical walls")["names"]["credential"] is None


def test_image_of_an_awx_that_was_bootstrapped_before_is_used_at_once(story: Story) -> None:
    of = [*story.after["mending"]["job_templates"], *story.after["mending"]["inventory_sources"]]
    assert {one["names"]["execution_environment"] for one in of} == {"Ethical walls"}


def test_empty_limit_of_a_workflow_is_taken_away_so_that_each_job_has_its_firm(story: Story) -> None:
    assert story.limits["empty"] == {"alder": "", "merge reports": ""}, "to AWX it is a limit"
    assert story.limits["mending"] == {"birch": "birch", "merge reports": ""}
    # Made without one, a workflow has null.
    assert story.limits_sent == [{"limit": None}], "otherwise it is never sent"
    assert all(one["limit"] is None for one in story.after["mending"]["workflow_job_templates"])


def test_firm_that_is_done_by_hand_needs_no_credential_for_legora(story: Story) -> None:
    mine = {"birch: iManage operator", "birch: iManage service account of Legora"}
    named = [one["name"] for one in story.after["mending"]["credentials"]]
    assert {name for name in named if name.startswith("birch")} == mine
    nodes = story.after["mending"]["workflow_job_template_nodes"]
    given = [set(one["names"]["credentials"]) for one in nodes if one["limit"] == "birch"]
    assert given == [mine] * len(given)
    assert not [one for one in story.runs["mending"].said if "birch: Legora API key" in one]


def test_nodes_of_a_firm_that_left_are_removed_and_named_and_its_credentials_stay(story: Story) -> None:
    mending = story.runs["mending"]
    assert "Remove nodes that are not as they should be: alder of Verify each firm" in mending.changed
    nodes = story.after["mending"]["workflow_job_template_nodes"]
    assert {one["limit"] for one in nodes} - {None} == {"birch"}
    assert {one["name"].partition(":")[0] for one in story.after["mending"]["credentials"]} == {"alder", "birch"}
    assert "The credential alder: Legora API key is not needed any more; it is left." in mending.said
    merges = [one["id"] for one in nodes if one["identifier"] == "merge reports"]
    assert sorted(one["always_nodes"][0] for one in nodes if one["identifier"] == "birch") == sorted(merges)


def test_absent_removes_only_what_was_made_in_order(story: Story) -> None:
    left = {kind: [one["name"] for one in found] for kind, found in story.after["absent"].items() if found}
    assert left == {"organizations": ["LegalOps"]}
    gone = [write.split("/")[3] for write in story.runs["absent"].writes]
    order = ["schedules", "workflow_job_templates", "job_templates", "credentials", "inventories", "projects",
             "execution_environments", "credential_types"]  # fmt: skip
    assert [kind for number, kind in enumerate(gone) if kind not in gone[:number]] in (order, order[1:])
    (said,) = story.runs["absent"].said
    assert said == (
        "The organisation LegalOps is left, since AWX would delete with it: 1 user, 2 admins, the project Theirs, "
        "the team Walls."
    )


def test_absent_is_shown_by_a_dry_run(story: Story) -> None:
    look, absent = story.runs["look"], story.runs["absent"]
    assert look.writes == []
    assert (look.changed, look.said) == (absent.changed, absent.said)


def test_mark_is_in_each_description(story: Story) -> None:
    for kind in KINDS[:-1]:
        assert all(one["description"].endswith(MARK) for one in story.after["first"][kind])
