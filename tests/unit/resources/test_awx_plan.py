# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bootstrap decides, read from a pretend AWX: all shapes, drift, what others made, and what goes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from integration.awx.bootstrap import MARK, TYPES, fill, plan

from awx_double import Awx, running_awx

SHAPES = ("store", "launch", "vault")
NOON = "DTSTART;TZID=UTC:20260101T120000 RRULE:FREQ=DAILY;INTERVAL=1"


@pytest.fixture(scope="module")
def _awx() -> Iterator[Awx]:
    with running_awx() as awx:
        yield awx


@pytest.fixture
def awx(_awx: Awx) -> Awx:
    """Return an empty pretend AWX."""
    _awx.reset()
    return _awx


def made(awx: Awx, **given: Any) -> Awx:
    """Return the pretend AWX with everything in it that the plan wants."""
    fill(awx, plan(awx, **given))
    assert plan(awx, **given)["sentences"] == []
    return awx


# --- What there should be ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", SHAPES)
def test_what_was_made_is_found_as_it_should_be(awx: Awx, shape: str) -> None:
    """AWX's own form of each field counts as the same, so the second run has nothing to do."""
    given = {"secrets": shape, "report_directory": "/srv/reports", "image": "registry.example/ee:1"}
    first = plan(awx, **given)
    assert first["refusals"] == first["left"] == []
    assert all(sentence.startswith("Create the ") for sentence in first["sentences"])
    made(awx, **given)


def test_each_shape_has_its_credentials(awx: Awx) -> None:
    names = {shape: [step["name"] for step in plan(awx, secrets=shape)["steps"]["credential"]] for shape in SHAPES}
    assert names["store"] == ["Secret store sign-in"]
    assert names["vault"] == ["alder: Vault", "birch: Vault"]
    assert names["launch"] == [
        f"{firm}: {kind}"
        for firm in ("alder", "birch")
        for kind in ("iManage operator", "Legora API key", "iManage service account of Legora")
    ]
    assert plan(awx, secrets="vault")["steps"]["credential"][0]["fields"]["inputs"] == {"vault_id": "alder"}


def test_credentials_are_made_without_a_secret_and_named_until_they_are_filled_in(awx: Awx) -> None:
    made(awx, secrets="launch", firms=["alder"])
    for credential in awx.objects("credentials"):
        if MARK in credential["description"]:
            assert credential["inputs"] == {"firm": "alder"}
    assert len(plan(awx, secrets="launch", firms=["alder"])["fill_in"]) == 3
    awx.change("credentials", "alder: Legora API key", inputs={"firm": "alder", "api_key": "canary-legora-key"})
    left = plan(awx, secrets="launch", firms=["alder"])
    assert left["sentences"] == [], "a credential that exists is never written"
    assert left["fill_in"] == ["alder: iManage operator", "alder: iManage service account of Legora"]


def test_a_number_that_came_out_of_a_template_is_a_number(awx: Awx) -> None:
    made(awx, forks="5")
    assert plan(awx, forks="5")["sentences"] == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_job_that_is_given_firm_credentials_is_never_sliced(awx: Awx, shape: str) -> None:
    for step in plan(awx, secrets=shape)["steps"]["job_template"]:
        fields, merges = step["fields"], step["name"] == "Merge reports"
        # How many slices there are is the operator's where there may be any.
        assert fields.get("job_slice_count") == (1 if shape == "launch" or merges else None)
        assert fields["ask_job_slice_count_on_launch"] is (shape != "launch" and not merges)
        assert fields["ask_credential_on_launch"] is (shape == "launch" and not merges)
        assert fields["ask_limit_on_launch"] is not merges
        assert fields["ask_variables_on_launch"] is False
        # A vault's credential is given to jobs when it has its password.
        assert bool(step["credential_keys"]) is (shape == "store" and not merges)


def test_workflow_asks_somebody_before_it_onboards(awx: Awx) -> None:
    (workflow,) = plan(awx)["steps"]["workflow_job_template"]
    chain = [(node["identifier"], node["related"].get("success_nodes")) for node in workflow["nodes"]]
    assert chain == [
        ("preflight", [{"identifier": "plan"}]),
        ("plan", [{"identifier": "approval"}]),
        ("approval", [{"identifier": "onboard"}]),
        ("onboard", [{"identifier": "verify"}]),
        ("verify", None),
    ]
    assert workflow["fields"]["ask_limit_on_launch"] is True


def test_each_job_of_a_workflow_has_its_firm_as_limit(awx: Awx) -> None:
    made(awx, secrets="launch", report_directory="/srv/reports")
    steps = ("preflight", "plan", "onboard", "verify")
    assert awx.limits("Onboard with approval") == {
        f"{firm}-{step}": firm for firm in ("alder", "birch") for step in steps
    }
    for name in ("Onboard each firm", "Verify each firm"):
        assert awx.limits(name) == {"alder": "alder", "birch": "birch", "merge reports": ""}


def test_each_firm_has_nodes_with_its_own_limit_and_credentials(awx: Awx) -> None:
    steps = plan(awx, secrets="launch", report_directory="/srv/reports")["steps"]["workflow_job_template"]
    assert [step["name"] for step in steps] == ["Onboard with approval", "Onboard each firm", "Verify each firm"]
    for step in steps:
        assert step["fields"]["ask_limit_on_launch"] is False, "it would replace the nodes' own limits"
        for node in step["nodes"]:
            if node["unified_job_template"]["type"] == "workflow_approval" or node["identifier"] == "merge reports":
                assert "credentials" not in node["related"]
                continue
            names = [one["name"] for one in node["related"]["credentials"]]
            assert len(names) == 3
            assert {name.partition(":")[0] for name in names} == {node["limit"]}
    for step in steps[1:]:
        *firms, merge = step["nodes"]
        assert all(node["related"]["always_nodes"] == [{"identifier": "merge reports"}] for node in firms)
        assert merge["all_parents_must_converge"] is True
    without = plan(awx, secrets="launch")["steps"]["workflow_job_template"]
    assert all(node["identifier"] != "merge reports" for step in without for node in step["nodes"])


@pytest.mark.parametrize(("shape", "of"), [("store", "Verify"), ("vault", "Verify"), ("launch", "Verify each firm")])
def test_verification_runs_every_night(awx: Awx, shape: str, of: str) -> None:
    (step,) = plan(awx, secrets=shape, verify_at="23:05", time_zone="Europe/Berlin")["steps"]["schedule"]
    assert step["unified_job_template"] == of
    assert step["fields"]["rrule"] == "DTSTART;TZID=Europe/Berlin:20260101T230500 RRULE:FREQ=DAILY;INTERVAL=1"
    assert plan(awx, secrets=shape, verify_at="")["steps"]["schedule"] == []


def test_schedule_that_is_not_wanted_any_more_goes(awx: Awx) -> None:
    made(awx)
    gone = plan(awx, verify_at="")
    assert gone["sentences"] == ["Remove the schedule Nightly verification"]


def test_survey_takes_the_directory_for_reports_as_its_default(awx: Awx) -> None:
    for step in plan(awx, report_directory="/srv/reports")["steps"]["job_template"]:
        defaults = {one["variable"]: one["default"] for one in step["survey"]["spec"] if "default" in one}
        assert defaults == {"report_directory": "/srv/reports"}


def test_question_without_a_default_sends_nothing(awx: Awx) -> None:
    """AWX sends an empty default as an answer, which wins over what the inventory says of a firm."""
    first = plan(awx)["steps"]
    for step in [*first["job_template"], *first["workflow_job_template"]]:
        assert all("default" not in one for one in step["survey"]["spec"])
    made(awx)
    spec = awx.object("job_templates", "Verify")["survey_spec"]
    spec["spec"][0]["default"] = ""
    awx.change("job_templates", "Verify", survey_spec=spec)
    assert plan(awx)["sentences"] == ["Change the job template Verify: survey"]
    awx.change(
        "job_templates", "Verify", survey_spec={**spec, "spec": plan(awx)["steps"]["job_template"][0]["survey"]["spec"]}
    )
    assert plan(awx)["sentences"] == []


def test_merging_says_that_it_needs_a_directory(awx: Awx) -> None:
    """The other templates need none. A workflow asks as its first template does."""
    steps = plan(awx, secrets="launch", report_directory="/srv/reports")["steps"]
    asked = {
        step["name"]: one["question_description"]
        for step in [*steps["job_template"], *steps["workflow_job_template"]]
        for one in step["survey"]["spec"]
        if one["variable"] == "report_directory"
    }
    assert len(asked) == 8
    assert "Needed: " in asked.pop("Merge reports")
    (others,) = set(asked.values())
    assert "the directory that the bootstrap was given; without one, no reports" in others


def test_prefix_is_put_before_each_name_but_the_organisations(awx: Awx) -> None:
    made(awx)
    second = plan(awx, prefix="Test ")
    assert second["refusals"] == []
    assert second["steps"]["organization"] == [], "the organisation is used as it is"
    assert {step["name"][:5] for kind in second["steps"].values() for step in kind} == {"Test "}


# --- Drift ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "change", "sentence"),
    [
        ("job_templates", "Verify", {"ask_variables_on_launch": True}, "job template Verify: ask variables on launch"),
        ("job_templates", "Plan", {"job_type": "run"}, "job template Plan: job type"),
        ("job_templates", "Plan", {"extra_vars": "--- # nothing"}, "job template Plan: extra vars"),
        ("job_templates", "Onboard", {"credentials": []}, "job template Onboard: credentials"),
        ("inventories", "Firms", {"variables": ""}, "inventory Firms: variables"),
        ("projects", "Ethical walls", {"scm_branch": "other"}, "project Ethical walls: scm branch"),
        ("inventory_sources", "Firms of the project", {"overwrite": False},
         "inventory source Firms of the project: overwrite"),
        ("credential_types", "Legora API key", {"injectors": {}}, "credential type Legora API key: injectors"),
        ("workflow_job_templates", "Onboard with approval", {"allow_simultaneous": False},
         "workflow Onboard with approval: allow simultaneous"),
        ("workflow_job_templates", "Onboard with approval", {"extra_vars": '{"imanage_url": "https://x.example"}'},
         "workflow Onboard with approval: extra vars"),
        ("schedules", "Nightly verification", {"rrule": "DTSTART;TZID=UTC:20260101T043000 RRULE:FREQ=DAILY;INTERVAL=1"},
         "schedule Nightly verification: time"),
    ],
)  # fmt: skip
def test_drift_is_seen(awx: Awx, kind: str, name: str, change: dict[str, Any], sentence: str) -> None:
    made(awx).change(kind, name, **change)
    assert plan(awx)["sentences"] == [f"Change the {sentence}"]


def test_variables_may_stand_as_yaml(awx: Awx) -> None:
    """So AWX's own form saves them."""
    made(awx)
    awx.change("job_templates", "Plan", extra_vars="---\nreport_in_check_mode: true\n")
    awx.change("job_templates", "Verify", extra_vars="---")
    awx.change("workflow_job_templates", "Onboard with approval", extra_vars="--- {}")
    assert plan(awx)["sentences"] == []
    awx.change("job_templates", "Plan", extra_vars="report_in_check_mode: false")
    assert plan(awx)["sentences"] == ["Change the job template Plan: extra vars"]


def test_limit_of_a_workflow_with_nodes_for_each_firm_is_taken_away(awx: Awx) -> None:
    """It would win over each node's own, whose credentials belong to one firm; an empty one, too."""
    made(awx, secrets="launch")
    assert awx.limits("Verify each firm") == {"alder": "alder", "birch": "birch"}
    for limit in ("birch", ""):
        awx.change("workflow_job_templates", "Verify each firm", limit=limit)
        assert awx.limits("Verify each firm") == dict.fromkeys(("alder", "birch"), limit)
        again = plan(awx, secrets="launch")
        assert again["sentences"] == ["Change the workflow Verify each firm: limit"]
        (step,) = again["steps"]["workflow_job_template"]
        assert step["limited"] == str(awx.object("workflow_job_templates", "Verify each firm")["id"])
    awx.reset()
    made(awx).change("workflow_job_templates", "Onboard with approval", limit="birch")
    assert plan(awx)["sentences"] == [], "one for all firms may have a limit"


@pytest.mark.parametrize("shape", SHAPES)
def test_approval_that_waits_blocks_no_other_firm(awx: Awx, shape: str) -> None:
    steps = plan(awx, secrets=shape)["steps"]
    assert steps["workflow_job_template"][0]["fields"]["allow_simultaneous"] is (shape != "launch")
    at_once = {step["name"]: step["fields"]["allow_simultaneous"] for step in steps["job_template"]}
    assert at_once["Onboard"] is False


@pytest.mark.parametrize("change", ["order", "required", "gone", "added"])
def test_changed_survey_is_seen(awx: Awx, change: str) -> None:
    made(awx)
    spec = awx.object("job_templates", "Verify")["survey_spec"]
    questions = spec["spec"]
    if change == "order":
        questions.reverse()
    elif change == "required":
        questions[0]["required"] = True
    elif change == "gone":
        del questions[0]
    else:
        questions.append({**questions[0], "variable": "imanage_password", "question_name": "Password"})
    awx.change("job_templates", "Verify", survey_spec=spec)
    assert plan(awx)["sentences"] == ["Change the job template Verify: survey"]


def test_what_others_add_is_left(awx: Awx) -> None:
    """A credential for a proxy, or a switch that AWX calls otherwise, is none of our business."""
    made(awx)
    awx.create("credentials", name="Proxy", organization="LegalOps", credential_type="Machine")
    names = awx.object("job_templates", "Verify")["names"]["credentials"]
    awx.change("job_templates", "Verify", credentials=[*names, "Proxy"])
    awx.change("job_templates", "Verify", job_tags="")
    awx.change("job_templates", "Verify", job_slice_count=4)
    awx.change("schedules", "Nightly verification", enabled=False)
    assert plan(awx)["sentences"] == []
    awx.change("job_templates", "Verify", verbosity=3)
    (step,) = plan(awx)["steps"]["job_template"]
    assert len(step["keep"]) == 1, "and stays when the template is changed for another reason"


def test_approval_that_was_taken_out_is_put_back(awx: Awx) -> None:
    made(awx)
    awx.delete("workflow_job_template_nodes", "approval")
    (step,) = plan(awx)["steps"]["workflow_job_template"]
    names = [node["identifier"] for node in step["nodes"]]
    assert names == ["preflight", "plan", "approval"], (
        "plan has lost its link, so it is made anew, and linked with again"
    )


def test_way_around_the_approval_is_closed(awx: Awx) -> None:
    made(awx).change("workflow_job_template_nodes", "plan", always_nodes=["onboard"])
    again = plan(awx)
    assert again["sentences"] == ["Change the workflow Onboard with approval: nodes"]
    assert [one["name"] for one in again["removals"]["node"]] == ["plan"], "a node that differs is made anew"
    assert [node["identifier"] for node in again["steps"]["workflow_job_template"][0]["nodes"]] == ["preflight", "plan"]


def test_node_without_its_limit_or_with_anothers_credentials_is_made_anew(awx: Awx) -> None:
    made(awx, secrets="launch")
    awx.change("workflow_job_template_nodes", "alder-onboard", limit="birch")
    awx.change("workflow_job_template_nodes", "birch-verify", credentials=["birch: Legora API key"])
    again = plan(awx, secrets="launch")
    assert [one["name"] for one in again["removals"]["node"]] == ["alder-onboard", "birch-verify"]


def test_firm_that_joined_gets_its_own_and_one_that_left_loses_its_nodes_only(awx: Awx) -> None:
    made(awx, secrets="launch", report_directory="/srv/reports")
    joined = plan(awx, secrets="launch", report_directory="/srv/reports", firms=["alder", "birch", "cedar"])
    assert len(joined["steps"]["credential"]) == 3
    assert all(removed == [] for removed in joined["removals"].values())
    assert {node["identifier"].partition("-")[0] for step in joined["steps"]["workflow_job_template"]
            for node in step["nodes"]} == {"cedar"}  # fmt: skip
    gone = plan(awx, secrets="launch", report_directory="/srv/reports", firms=["alder"])
    assert {one["name"].partition("-")[0] for one in gone["removals"]["node"]} == {"birch"}
    assert gone["removals"]["credential"] == []
    assert sorted(gone["left"]) == [
        f"The credential birch: {kind} is not needed any more; it is left."
        for kind in ("Legora API key", "iManage operator", "iManage service account of Legora")
    ]


def test_another_shape_replaces_credentials_and_workflows(awx: Awx) -> None:
    made(awx, secrets="launch")
    again = plan(awx, secrets="store")
    assert {one["name"] for one in again["removals"]["workflow_job_template"]} == {
        "Onboard each firm",
        "Verify each firm",
    }
    assert again["removals"]["credential"] == []
    assert len(again["left"]) == 6


def test_schedule_of_another_shape_is_made_anew(awx: Awx) -> None:
    """AWX takes a schedule's name together with what it starts: another one may have the same name."""
    made(awx)
    schedule = awx.object("schedules", "Nightly verification")
    changed = plan(awx, secrets="launch")
    assert changed["removals"]["schedule"] == [{"id": str(schedule["id"]), "name": "Nightly verification"}]
    assert "Create the schedule Nightly verification" in changed["sentences"]

    # As AWX then is: of the workflow there is none yet, of Verify there was.
    awx.reset()
    made(awx, secrets="launch")
    assert plan(awx, secrets="launch")["sentences"] == []
    fields = {"rrule": schedule["rrule"], "description": schedule["description"]}
    verify = awx.object("job_templates", "Verify")["id"]
    old = awx.create("schedules", name="Nightly verification", unified_job_template=verify, **fields)
    again = plan(awx, secrets="launch")
    assert again["sentences"] == ["Remove the schedule Nightly verification"]
    assert [one["id"] for one in again["removals"]["schedule"]] == [str(old["id"])]

    back = plan(awx, secrets="store")
    assert [one["id"] for one in back["removals"]["schedule"]] != [str(old["id"])]
    assert len(back["removals"]["schedule"]) == 1, "that of the workflow"
    assert back["steps"]["schedule"] == [], "that of Verify is as it should be"


def test_vault_is_given_to_jobs_when_it_has_its_password(awx: Awx) -> None:
    """AWX starts no job, of no firm, while one of its vaults lacks the password."""
    made(awx, secrets="vault")
    assert {name for one in awx.objects("job_templates") for name in one["names"]["credentials"]} == set()
    empty = plan(awx, secrets="vault")
    assert empty["fill_in"] == ["alder: Vault", "birch: Vault"]
    assert "then run this again: only then are they given to the job templates" in empty["following"][0]

    awx.change("credentials", "alder: Vault", inputs={"vault_id": "alder", "vault_password": "canary-vault"})
    filled = plan(awx, secrets="vault")
    assert filled["sentences"] == [
        f"Change the job template {name}: credentials" for name in ("Preflight", "Plan", "Onboard", "Verify")
    ]
    assert {str(step["credential_keys"]) for step in filled["steps"]["job_template"]} == {"['credential/alder/vault']"}
    for step in filled["steps"]["job_template"]:
        awx.change("job_templates", step["name"], credentials=["alder: Vault"])
    assert plan(awx, secrets="vault")["sentences"] == []
    awx.change("job_templates", "Verify", credentials=["alder: Vault", "birch: Vault"])
    assert plan(awx, secrets="vault")["sentences"] == ["Change the job template Verify: credentials"]
    assert "run this again" not in plan(awx)["following"][0], "a store's sign-in is there from the start"


def test_type_that_is_in_use_keeps_its_fields(awx: Awx) -> None:
    """AWX refuses to change them: words may differ, meaning may not."""
    made(awx)
    inputs = next(one["inputs"] for one in TYPES if one["key"] == "secret_store")
    fields = [{**field, "help_text": "of another version"} for field in inputs["fields"]]
    record = next(one for one in awx.store.all("credential_types") if one.name == "Secret store sign-in")
    record.values["inputs"] = {**inputs, "fields": fields}
    again = plan(awx)
    assert again["sentences"] == []
    assert len(again["left"]) == 1
    record.values["inputs"] = {**inputs, "fields": fields[:1]}
    (refusal, _advice) = plan(awx)["refusals"]
    assert "Secret store sign-in has other fields" in refusal


# --- What others made -------------------------------------------------------------------------------------------------


def test_names_that_are_taken_are_named_all_at_once(awx: Awx) -> None:
    awx.create("organizations", name="LegalOps", description="of somebody else")
    awx.create("inventories", name="Firms", organization="LegalOps")
    awx.create("credential_types", name="Legora API key", kind="cloud", inputs={}, injectors={})
    *taken, advice = plan(awx)["refusals"]
    assert [refusal.partition(" exists")[0] for refusal in taken] == [
        "The credential type Legora API key",
        "The inventory Firms",
    ]
    assert "awx_bootstrap_prefix" in advice
    assert plan(awx, prefix="Walls ")["refusals"] == []
    assert plan(awx, prefix="Walls ")["steps"]["organization"] == []


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ({"scm_url": ""}, "awx_bootstrap_scm_url is missing"),
        ({"secrets": "launch", "firms": []}, "awx_bootstrap_firms is empty"),
        ({"secrets": "vault", "firms": ["a:b"]}, "awx_bootstrap_firms has what is no inventory name of a firm: a:b"),
        ({"verify_at": "25:00"}, "awx_bootstrap_verify_at"),
        ({"verify_at": 150}, "awx_bootstrap_verify_at"),
        ({"time_zone": "UTC;X"}, "awx_bootstrap_time_zone"),
        ({"scm_credential": "Git"}, "awx_bootstrap_scm_credential: 0 credentials are called Git"),
        (
            {"notification_templates": ["Mail"]},
            "awx_bootstrap_notification_templates: 0 notification templates are called Mail",
        ),
    ],
)
def test_mistakes_are_named_before_anything_is_written(awx: Awx, given: dict[str, Any], what: str) -> None:
    assert any(what in refusal for refusal in plan(awx, **given)["refusals"])


def test_what_exists_is_named_by_its_id(awx: Awx) -> None:
    awx.create("credentials", name="Git", organization="Default", credential_type="Source Control")
    awx.create(
        "notification_templates", name="Mail", organization="Default", notification_type="webhook",
        notification_configuration={"url": "https://hooks.example/", "headers": {}, "http_method": "POST",
                                    "disable_ssl_verification": False, "username": "", "password": ""},
    )  # fmt: skip
    first = plan(awx, scm_credential="Git", notification_templates=["Mail"])
    assert first["refusals"] == []
    assert first["steps"]["project"][0]["fields"]["credential"] == awx.object("credentials", "Git")["id"]
    mail = [awx.object("notification_templates", "Mail")["id"]]
    assert [step["notify"] for step in first["steps"]["job_template"]] == [mail] * 5
    assert first["steps"]["workflow_job_template"][0]["notify"] == mail


def _copied(awx: Awx) -> list[str]:
    """Copy one of each kind, as AWX's button does, and return what the plan says of each."""
    description = awx.object("job_templates", "Verify")["description"]
    awx.create("projects", name="Ethical walls @ 10:11:12", organization="LegalOps", scm_type="git",
               scm_url="https://git.example/x.git", description=description)  # fmt: skip
    awx.create("inventories", name="Firms @ 10:11:12", organization="LegalOps", description=description)
    awx.create("credentials", name="Secret store sign-in @ 10:11:12", organization="LegalOps",
               credential_type="Secret store sign-in", description=description)  # fmt: skip
    awx.create("job_templates", name="Verify @ 10:11:12", project="Ethical walls", inventory="Firms",
               playbook="playbooks/verify.yml", description=description)  # fmt: skip
    awx.create("workflow_job_templates", name="Onboard with approval @ 10:11:12", organization="LegalOps",
               description=description)  # fmt: skip
    awx.create("schedules", name="At noon", unified_job_template=awx.object("job_templates", "Verify")["id"],
               rrule=NOON,
               description=description)  # fmt: skip
    return [
        f"The {what} has this role's line in its description, and a name that the role does not give. "
        "It is taken for a copy, and left."
        for what in ("project Ethical walls @ 10:11:12", "inventory Firms @ 10:11:12",
                     "credential Secret store sign-in @ 10:11:12", "job template Verify @ 10:11:12",
                     "workflow Onboard with approval @ 10:11:12", "schedule At noon")
    ]  # fmt: skip


def test_copies_are_left_and_named(awx: Awx) -> None:
    """AWX's button Copy copies the description, and with it our line."""
    sentences = _copied(made(awx))
    names = awx.object("job_templates", "Verify")["names"]["credentials"]
    assert names == ["Secret store sign-in"]
    again = plan(awx)
    assert again["sentences"] == []
    assert again["left"] == sentences
    gone = plan(awx, state="absent")
    assert [sentence for sentence in gone["left"] if "a copy" in sentence] == sentences
    assert all(
        "@" not in one["name"] and one["name"] != "At noon" for kind in gone["removals"].values() for one in kind
    )
    assert gone["removals"]["organization"] == gone["removals"]["project"] == gone["removals"]["inventory"] == []


def test_organisation_without_a_way_to_install_collections_is_named(awx: Awx) -> None:
    awx.create("organizations", name="LegalOps", description="of somebody else")
    (sentence,) = plan(awx)["left"]
    assert "LegalOps has no Galaxy credential, and no image is given: jobs fail with 'playbook not found'" in sentence
    assert plan(awx, image="registry.example/ee:1")["left"] == []
    awx.change("organizations", "LegalOps", galaxy_credentials=["Ansible Galaxy"])
    assert plan(awx)["left"] == []
    (sentence,) = plan(awx, galaxy_credentials=["Hub"])["left"]
    assert sentence == "awx_bootstrap_galaxy_credentials: no credential is called Hub."


def test_unknown_galaxy_credential_of_a_new_organisation_is_refused(awx: Awx) -> None:
    sentence = "awx_bootstrap_galaxy_credentials: no credential is called Hub."
    refused = plan(awx, galaxy_credentials=["Ansible Galaxy", "Hub"])
    assert (refused["refusals"], refused["left"]) == ([sentence], [])
    with_image = plan(awx, galaxy_credentials=["Hub"], image="registry.example/ee:1")
    assert (with_image["refusals"], with_image["left"]) == ([], [sentence])


def test_execution_environment_of_another_organisation_is_not_taken(awx: Awx) -> None:
    made(awx, image="registry.example/ee:1")
    awx.create("organizations", name="Second")
    other = {"organization": "Second", "image": "registry.example/ee:1"}
    refused = plan(awx, **other)["refusals"]
    assert "The execution environment Ethical walls was made by this role in another organisation" in refused[0]
    assert "awx_bootstrap_prefix" in refused[-1]
    assert plan(awx, **other, state="absent")["removals"]["execution_environment"] == []


# --- What goes --------------------------------------------------------------------------------------------------------


def test_absent_removes_what_was_made_in_order(awx: Awx) -> None:
    assert plan(awx, state="absent")["sentences"] == []
    made(awx, secrets="launch", image="registry.example/ee:1")
    gone = plan(awx, state="absent")
    assert gone["left"] == gone["refusals"] == []
    assert gone["sentences"][0] == "Remove the schedule Nightly verification"
    assert gone["sentences"][-1] == "Remove the organisation LegalOps"
    assert len(gone["sentences"]) == 1 + 3 + 5 + 6 + 1 + 1 + 1 + 4 + 1


def test_absent_leaves_what_others_have_in_the_organisation(awx: Awx) -> None:
    made(awx)
    awx.create(
        "job_templates", name="Theirs", project="Ethical walls", inventory="Firms", playbook="playbooks/verify.yml"
    )
    awx.create("teams", name="Walls", organization="LegalOps")
    gone = plan(awx, state="absent")
    assert [one["name"] for one in gone["removals"]["job_template"]] == [
        "Merge reports", "Onboard", "Plan", "Preflight", "Verify"
    ]  # fmt: skip
    assert gone["removals"]["project"] == gone["removals"]["inventory"] == gone["removals"]["organization"] == []
    assert gone["left"][0].startswith("The inventory Firms is used by the job template Theirs")
    assert gone["left"][1].startswith("The project Ethical walls is used by the job template Theirs")
    assert "job template Theirs" in gone["left"][2]
    assert "team Walls" in gone["left"][2]


def test_absent_leaves_a_type_that_others_use(awx: Awx) -> None:
    made(awx)
    awx.create("credentials", name="Theirs", organization="Default", credential_type="Legora API key")
    gone = plan(awx, state="absent")
    assert gone["left"] == ["The credential type Legora API key is used by the credential Theirs."]
    assert len(gone["removals"]["credential_type"]) == 3


def test_absent_leaves_an_organisation_that_somebody_else_made(awx: Awx) -> None:
    awx.create("organizations", name="LegalOps")
    made(awx)
    gone = plan(awx, state="absent")
    assert gone["removals"]["organization"] == gone["left"] == []
    assert len(gone["removals"]["job_template"]) == 5


def test_absent_with_a_prefix_leaves_what_has_another(awx: Awx) -> None:
    made(awx)
    fill(awx, plan(awx, prefix="Test "))
    gone = plan(awx, state="absent", prefix="Test ")
    assert {one["name"][:5] for kind in gone["removals"].values() for one in kind} == {"Test "}


def test_absent_with_a_prefix_removes_the_organisation_that_was_made_with_it(awx: Awx) -> None:
    made(awx, prefix="Test ")
    gone = plan(awx, state="absent", prefix="Test ")
    assert gone["left"] == []
    assert [one["name"] for one in gone["removals"]["organization"]] == ["LegalOps"]


def test_absent_leaves_a_template_that_others_schedule_and_what_it_needs(awx: Awx) -> None:
    """AWX deletes a template's schedules with it."""
    made(awx)
    verify = awx.object("job_templates", "Verify")["id"]
    awx.create("schedules", name="At noon", unified_job_template=verify, rrule=NOON)
    gone = plan(awx, state="absent")
    needed = "is used by the job template Verify, which is left."
    assert gone["left"][:5] == [
        "The job template Verify is used by the schedule At noon, which was not made by this role.",
        f"The credential Secret store sign-in {needed}",
        f"The inventory Firms {needed}",
        f"The project Ethical walls {needed}",
        "The credential type Secret store sign-in is used by the credential Secret store sign-in.",
    ]
    assert [one["name"] for one in gone["removals"]["schedule"]] == ["Nightly verification"]
    assert len(gone["removals"]["job_template"]) == 4


def test_absent_leaves_a_template_that_the_workflow_of_others_starts(awx: Awx) -> None:
    made(awx)
    awx.create("organizations", name="Second")
    theirs = awx.create("workflow_job_templates", name="Theirs", organization="Second")["id"]
    plan_id = awx.object("job_templates", "Plan")["id"]
    awx.create(
        "workflow_job_template_nodes", identifier="x", workflow_job_template=theirs, unified_job_template=plan_id
    )
    gone = plan(awx, state="absent")
    assert gone["left"][0] == "The job template Plan is used by the workflow Theirs, which was not made by this role."
    assert len(gone["removals"]["job_template"]) == 4
    assert len(gone["removals"]["workflow_job_template"]) == 1


def test_absent_leaves_all_that_a_workflow_needs_which_is_left(awx: Awx) -> None:
    made(awx, secrets="launch", firms=["alder"])
    each = awx.object("workflow_job_templates", "Verify each firm")["id"]
    awx.create("schedules", name="At noon", unified_job_template=each, rrule=NOON)
    gone = plan(awx, state="absent")
    left = "is used by the workflow Verify each firm, which is left."
    assert "The workflow Verify each firm is used by the schedule At noon" in gone["left"][0]
    assert gone["left"][1] == f"The job template Verify {left}"
    assert sorted(gone["left"][2:5]) == [
        f"The credential alder: {kind} {left}"
        for kind in ("Legora API key", "iManage operator", "iManage service account of Legora")
    ]
    assert len(gone["removals"]["workflow_job_template"]) == 2
    assert len(gone["removals"]["job_template"]) == 4


def test_absent_leaves_a_project_from_which_others_read_firms(awx: Awx) -> None:
    made(awx)
    awx.create("organizations", name="Second")
    awx.create("inventories", name="Theirs", organization="Second")
    awx.create("inventory_sources", name="Their firms", inventory="Theirs", source="scm",
               source_project="Ethical walls", source_path="firms.yml")  # fmt: skip
    gone = plan(awx, state="absent")
    assert gone["left"][0] == (
        "The project Ethical walls is used by the inventory source Their firms, which was not made by this role."
    )
    assert len(gone["removals"]["inventory"]) == 1
