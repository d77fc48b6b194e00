# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbook awx_bootstrap in the shapes store and vault, in an AWX that others use and change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from integration.awx.bootstrap import MARK, Data, bootstrap, marked
from tools.pattern import role_data

from awx_double import Awx, running_awx

NOON = "DTSTART;TZID=UTC:20260101T120000 RRULE:FREQ=DAILY;INTERVAL=1"
IMAGE = "registry.example/ee:1"
# The job templates that need the firms' credentials.
STEPS = tuple(one["name"] for one in role_data()["awx_bootstrap_templates"] if one["signs_in"])
FLOWS = ["Onboard with approval", "Rotate with approval"]


@pytest.fixture(scope="module")
def _awx() -> Iterator[Awx]:
    with running_awx() as awx:
        yield awx


@pytest.fixture
def awx(_awx: Awx) -> Awx:
    """Return an empty pretend AWX."""
    _awx.reset()
    return _awx


def _drift(awx: Awx) -> dict[str, tuple[str, Data]]:
    """Change in AWX what the role has set, and return the tasks that have to see it with what has to be again."""
    changes: dict[str, tuple[str, str, Data]] = {
        "Make the job templates: Verify": ("job_templates", "Verify", {"ask_variables_on_launch": True, "limit": "x"}),
        "Make the job templates: Plan": (
            "job_templates",
            "Plan",
            {"job_type": "run", "extra_vars": "--- # nothing", "execution_environment": "Ethical walls"},
        ),
        "Make the job templates: Onboard": ("job_templates", "Onboard", {"forks": 50, "verbosity": 3}),
        "Make the inventory": ("inventories", "Firms", {"variables": ""}),
        "Make the project, and wait until AWX has read it": ("projects", "Ethical walls", {"scm_branch": "other"}),
        "Make the inventory's source": (
            "inventory_sources",
            "Firms of the project",
            {"overwrite": False, "execution_environment": "Ethical walls"},
        ),
        "Make the credential types: Legora API key": ("credential_types", "Legora API key", {"injectors": {}}),
        "Make the schedule": ("schedules", "Nightly verification", {"rrule": NOON}),
        "Make the workflows: Onboard with approval": (
            "workflow_job_templates",
            "Onboard with approval",
            {"allow_simultaneous": False, "extra_vars": '{"imanage_url": "https://x.example"}', "limit": ""},
        ),
    }
    # As if there had been an image.
    awx.create("execution_environments", name="Ethical walls", organization="LegalOps", image=IMAGE, description=MARK)
    were = {task: (kind, awx.object(kind, name)) for task, (kind, name, _change) in changes.items()}
    for _task, (kind, name, change) in changes.items():
        awx.change(kind, name, **change)
    return were


def _change_surveys_and_nodes(awx: Awx) -> None:
    for name, spoilt in (("Verify", {"default": ""}), ("Preflight", {"required": True})):
        survey = awx.object("job_templates", name)["survey_spec"]
        first, *others = survey["spec"]
        awx.change("job_templates", name, survey_spec={**survey, "spec": [{**first, **spoilt}, *others]})
    awx.change("job_templates", "Onboard", credentials=[])
    # A way around the approval; a limit; and no approval any more.
    awx.change("workflow_job_template_nodes", "plan", always_nodes=["onboard"])
    awx.change("workflow_job_template_nodes", "verify", limit="birch")
    awx.change("workflow_job_template_nodes", "approval", unified_job_template="Preflight")
    awx.delete("workflow_job_template_nodes", "entered")


def _let_others_add(awx: Awx) -> None:
    awx.create("credentials", name="Proxy", organization="LegalOps", credential_type="Machine")
    awx.create("execution_environments", name="Theirs", organization="LegalOps", image=IMAGE)
    awx.change("job_templates", "Verify", credentials=["Secret store sign-in", "Proxy"], job_slice_count=4)
    awx.change("job_templates", "Preflight", execution_environment="Theirs")
    awx.change("schedules", "Nightly verification", enabled=False)
    # AWX's button Copy copies the description, too.
    mark = {"description": MARK}
    awx.create("inventories", name="Firms @ 10:11:12", organization="LegalOps", **mark)
    awx.create("job_templates", name="Verify @ 10:11:12", project="Ethical walls", inventory="Firms @ 10:11:12",
               playbook="x.yml", **mark)  # fmt: skip
    awx.create("schedules", name="At noon", unified_job_template="Verify", rrule=NOON, **mark)


@pytest.mark.full
def test_store_in_the_organisation_of_others(awx: Awx, tmp_path: Path) -> None:
    theirs = awx.create("organizations", name="LegalOps", description="of somebody else")
    first = bootstrap(awx, tmp_path, secrets="store", galaxy_credentials=["Hub"])
    assert first.status == 0, first.output
    assert "The organisation LegalOps has no Galaxy credential, and no image is given: jobs" in first.said[0]
    assert first.said[1].startswith("awx_bootstrap_galaxy_credentials was not used, since this role did not make the o")
    made = marked(awx)
    assert [one["name"] for one in made["credentials"]] == ["Secret store sign-in"]
    assert [one["name"] for one in made["workflow_job_templates"]] == FLOWS
    for flow in made["workflow_job_templates"]:
        # One that waits for its approval holds up nobody.
        assert (flow["allow_simultaneous"], flow["ask_limit_on_launch"], flow["limit"]) == (True, True, None)
    assert awx.limits(FLOWS[0]) == dict.fromkeys(("preflight", "plan", "onboard", "verify"), "")
    assert awx.limits(FLOWS[1]) == dict.fromkeys(("rotation-plan", "rotation", "rotation-end", "rotation-verify"), "")
    for template in made["job_templates"]:
        signs_in = template["name"] in STEPS
        assert template["names"]["credentials"] == (["Secret store sign-in"] if signs_in else [])
        assert template["ask_job_slice_count_on_launch"] is signs_in, "their number is the operator's"
        assert template["ask_credential_on_launch"] is False
    assert awx.object("schedules", "Nightly verification")["names"]["unified_job_template"] == "Verify"

    were = _drift(awx)
    _change_surveys_and_nodes(awx)
    _let_others_add(awx)
    sign_in = next(one for one in awx.store.all("credential_types") if one.name == "Secret store sign-in")
    sign_in.values["inputs"]["fields"][0]["help_text"] = "of another version"
    mended = bootstrap(awx, tmp_path, secrets="store")
    assert mended.status == 0, mended.output
    # What it is of is censored, together with the token.
    limited = "Take away what can only be null"
    nodes, linked = "{} of Onboard with approval".format, "Link nodes, and give them their firm's credentials"
    assert len([one for one in mended.changed if one.startswith(f"{limited}:")]) == 3
    assert awx.object("job_templates", "Preflight")["names"]["execution_environment"] == "Theirs"
    assert {one for one in mended.changed if not one.startswith(limited)} == {
        *were, "Make the job templates: Preflight",
        *(f"Remove nodes that are not as they should be: {nodes(name)}" for name in ("approval", "verify")),
        *(f"Make nodes: {nodes(name)}" for name in ("approval", "entered", "verify")),
        *(f"{linked}: {nodes(name)}" for name in ("plan", "approval", "onboard", "entered")),
    }  # fmt: skip
    for kind, was in were.values():
        again = awx.object(kind, was["name"])
        ours = {name: value for name, value in again.items() if name not in ("status", "names", "summary_fields")}
        assert {**ours, "job_slice_count": 1, "enabled": True} == {
            **{name: was[name] for name in ours}, "job_slice_count": 1, "enabled": True
        }, kind  # fmt: skip
    assert awx.object("job_templates", "Preflight")["name"] == "Preflight", "it was not renamed to the approval"
    chain = {one["identifier"]: (one["names"]["success_nodes"], one["always_nodes"]) for one in
             awx.objects("workflow_job_template_nodes")}  # fmt: skip
    assert chain == {
        "preflight": (["plan"], []), "plan": (["approval"], []), "approval": (["onboard"], []),
        "onboard": (["entered"], []), "entered": (["verify"], []), "verify": ([], []),
        "rotation-plan": (["rotation-approval"], []), "rotation-approval": (["rotation"], []),
        "rotation": (["rotation-entered"], []), "rotation-entered": (["rotation-end"], []),
        "rotation-end": (["rotation-verify"], []), "rotation-verify": ([], []),
    }  # fmt: skip

    # What others made and added is left and named, and the organisation is still theirs.
    assert sorted(awx.object("job_templates", "Verify")["names"]["credentials"]) == ["Proxy", "Secret store sign-in"]
    assert awx.object("job_templates", "Verify")["job_slice_count"] == 4
    assert awx.object("schedules", "Nightly verification")["enabled"] is False
    why = "has this role's line in its description, and a name that the role does not give. It is taken for a copy"
    copies = [
        f"The {what} {why}, and left."
        for what in ("inventory Firms @ 10:11:12", "job template Verify @ 10:11:12", "schedule At noon")
    ]
    assert mended.said[:3] == copies
    # Somebody who uses another version of this collection.
    assert mended.said[3].startswith("The fields of the credential type Secret store sign-in are not those of this ver")
    assert mended.said[3].endswith("Only their words differ.")
    assert mended.said[4] == "The execution environment Ethical walls is not needed any more; it is left."
    assert awx.object("organizations", "LegalOps") == {
        **theirs,
        "names": awx.object("organizations", "LegalOps")["names"],
    }

    again = bootstrap(awx, tmp_path, secrets="store")
    assert (again.status, again.writes, again.changed) == (0, [], []), again.output
    _absent_with_what_others_use(awx, tmp_path, copies)


def _absent_with_what_others_use(awx: Awx, tmp_path: Path, copies: list[str]) -> None:
    awx.create("organizations", name="Second")
    awx.create("workflow_job_templates", name="Theirs", organization="Second")
    awx.create(
        "workflow_job_template_nodes", identifier="x", workflow_job_template="Theirs", unified_job_template="Plan"
    )
    awx.create("inventories", name="Theirs", organization="Second")
    awx.create(
        "inventory_sources", name="Their firms", inventory="Theirs", source="scm", source_project="Ethical walls"
    )
    awx.create("credentials", name="Theirs", organization="Second", credential_type="Legora API key")
    gone = bootstrap(awx, tmp_path, state="absent")
    assert gone.status == 0, gone.output
    # What is left keeps what it needs itself.
    sources = "the inventory source Firms of the project, the inventory source Their firms"
    more = f"the job template Verify @ 10:11:12, {sources}"
    assert gone.said == [
        *copies,
        "The job template Plan is used by the workflow Theirs.",
        "The job template Verify is used by the schedule At noon.",
        "The credential Secret store sign-in is used by the job template Plan, the job template Verify.",
        "The inventory Firms is used by the job template Plan, the job template Verify.",
        f"The project Ethical walls is used by the job template Plan, the job template Verify, {more}.",
        "The credential type Legora API key is used by the credential Theirs.",
        "The credential type Secret store sign-in is used by the credential Secret store sign-in.",
    ]
    assert [write.split("/")[3] for write in gone.writes] == [
        "schedules", *["workflow_job_templates"] * 2, *["job_templates"] * 10, "execution_environments",
        *["credential_types"] * 2,
    ]  # fmt: skip


@pytest.mark.full
def test_vault_is_given_to_jobs_when_it_has_its_password(awx: Awx, tmp_path: Path) -> None:
    """AWX starts no job, of no firm, while one of its vaults lacks the password."""
    # A number of settings.yml that came out of a template is a text.
    given = {"secrets": "vault", "firms": ["alder", "birch"], "prefix": "T ", "forks": "5", "verify_at": ""}
    awx.create("credentials", name="Git", organization="Default", credential_type="Source Control")
    given["scm_credential"] = "Git"
    awx.project_fails = True
    failed = bootstrap(awx, tmp_path, **given)
    assert failed.status == 2
    assert "Project update failed" in failed.output
    assert 'stands in AWX: Resources, Projects, \\"T Ethical walls\\", click its status.' in failed.output
    awx.project_fails = False
    first = bootstrap(awx, tmp_path, **given)
    assert first.status == 0, first.output
    project = awx.object("projects", "T Ethical walls")
    assert (project["status"], project["names"]["credential"]) == ("successful", "Git")
    names = {one["name"]: one["names"]["credentials"] for one in awx.objects("job_templates")}
    assert names == {name: [] for name in (*(f"T {step}" for step in STEPS), "T Merge reports")}
    vaults = [one for one in awx.objects("credentials") if one["name"].endswith("Vault")]
    assert {one["name"]: one["inputs"] for one in vaults} == {
        "T alder: Vault": {"vault_id": "alder"}, "T birch: Vault": {"vault_id": "birch"}
    }  # fmt: skip
    told = (
        "Resources, Credentials: fill in T alder: Vault, T birch: Vault, then run this again: only then are they given"
    )
    assert first.said[0] == f"{told} to the job templates."

    awx.change("credentials", "T alder: Vault", inputs={"vault_id": "alder", "vault_password": "canary-vault"})
    # On an AWX that has everything, a dry run names what would be changed.
    look = bootstrap(awx, tmp_path, "--check", **given)
    assert (look.status, look.writes) == (0, []), look.output
    assert all(" there " in line for line in look.table)
    filled = bootstrap(awx, tmp_path, **given)
    assert filled.changed == look.changed == [f"Make the job templates: {step}" for step in STEPS]
    assert len(filled.writes) == len(STEPS)
    assert all(write.endswith("/credentials/") for write in filled.writes)
    assert awx.object("job_templates", "T Verify")["names"]["credentials"] == ["T alder: Vault"]
    again = bootstrap(awx, tmp_path, **given)
    assert (again.status, again.writes, again.changed) == (0, [], []), again.output


def test_dry_run_of_firms_of_an_inventory(awx: Awx, tmp_path: Path) -> None:
    """Those with a key get a credential for it. What is there is compared, whatever else is new."""
    firms = tmp_path / "firms.yml"
    firms.write_text("firms: {hosts: {alder: {}, birch: {legora_method: api}}}", encoding="utf-8")
    _make_some_of_it(awx)
    dry = bootstrap(awx, tmp_path, "-i", str(firms), "--check", secrets="launch", image=IMAGE, report_directory="/srv")
    assert (dry.status, dry.writes) == (0, []), dry.output
    listed = " ".join(" ".join(dry.table).split())
    for firm in ("alder", "birch"):
        assert f"credential {firm}: iManage operator new" in listed
    assert ("alder: Legora API key" in listed, "birch: Legora API key" in listed) == (False, True)
    assert {" new " in line for line in dry.table if " Verify " in line} == {False}
    assert dry.table[-1] == "What is there is compared below, but not with what it will have of the new."
    assert dry.changed == [
        "Make the organisation",
        "Make the project, and wait until AWX has read it",
        "Make the inventory",
        "Make the job templates: Verify",
        "Make the workflows: Verify each firm",
        "Remove nodes that are not as they should be: cedar of Verify each firm",
        "Make nodes: birch of Verify each firm",
    ]


def _make_some_of_it(awx: Awx) -> None:
    """Make what an older bootstrap would have left, of which one firm has left."""
    mine = {"organization": "LegalOps", "description": MARK}
    awx.create("organizations", name="LegalOps", description=MARK)
    awx.create("projects", name="Ethical walls", scm_type="git", scm_url="https://git.example/x.git", **mine)
    awx.create("inventories", name="Firms", **mine)
    awx.create(
        "job_templates", name="Verify", project="Ethical walls", inventory="Firms", playbook="x.yml", description=MARK,
        ask_limit_on_launch=True,
    )  # fmt: skip
    awx.create("workflow_job_templates", name="Verify each firm", **mine)
    for firm in ("alder", "cedar"):
        awx.create(
            "workflow_job_template_nodes", identifier=firm, workflow_job_template="Verify each firm",
            unified_job_template="Verify", limit=firm,
        )  # fmt: skip


@pytest.mark.full
def test_what_stands_against_it_is_named_before_anything_is_written(awx: Awx, tmp_path: Path) -> None:
    unnamed = bootstrap(awx, tmp_path, environment={})
    assert (unnamed.status, awx.journal) == (2, [])
    assert "Set CONTROLLER_HOST" in unnamed.output
    mistaken = bootstrap(
        awx, tmp_path, scm_url="", secrets="vault", firms=["a:b"], verify_at="25:00", time_zone="UTC;X"
    )
    assert (mistaken.status, awx.journal) == (2, [])
    for what in ("scm_url is missing", "firms has what is no inventory name of a firm: a:b", "verify_at has to be",
                 "time_zone has to be"):  # fmt: skip
        assert f"awx_bootstrap_{what}" in mistaken.output
    assert "awx_bootstrap_firms is empty" in bootstrap(awx, tmp_path, secrets="launch", firms=[]).output

    stranger = bootstrap(awx, tmp_path, environment=awx.environment("no-such-token"))
    assert stranger.status == 2
    assert "AWX could not be read, and nothing was changed. " in stranger.output
    assert "(HTTP 401)" in stranger.output

    awx.create("organizations", name="LegalOps", description=MARK)
    awx.create("organizations", name="Second")
    awx.create("inventories", name="Firms", organization="LegalOps")
    # Names of these are there once in AWX.
    awx.create("credential_types", name="Legora API key", kind="cloud", inputs={}, injectors={})
    awx.create("execution_environments", name="Ethical walls", organization="Second", image=IMAGE, description=MARK)
    # The type is in use, and has other fields.
    other = awx.create("credential_types", name="iManage operator", kind="cloud", description=MARK)
    awx.create("credentials", name="x", organization="Second", credential_type="iManage operator")
    taken = bootstrap(awx, tmp_path, image=IMAGE, scm_credential="Git", notification_templates=["Mail"])
    assert (taken.status, taken.writes) == (2, [])
    for kind, name in (("inventory", "Firms"), ("credential type", "Legora API key"),
                       ("execution environment", "Ethical walls")):  # fmt: skip
        assert f"The {kind} {name} exists and was not made by this role." in taken.output
    assert "set awx_bootstrap_prefix, which is put before each name." in taken.output
    assert "awx_bootstrap_scm_credential: Git is not in AWX." in taken.output
    assert "awx_bootstrap_notification_templates: Mail is not in AWX." in taken.output
    assert f"The fields of the credential type {other['name']} are not those of this version, and AWX" in taken.output
    assert "Delete its credentials, or set a new awx_bootstrap_prefix." in taken.output

    # Who may only read sees the plan, and is told what AWX refused.
    awx.reset()
    hub = bootstrap(awx, tmp_path, galaxy_credentials=["Ansible Galaxy", "Hub"])
    assert (hub.status, hub.writes) == (2, [])
    assert "awx_bootstrap_galaxy_credentials: Hub is not in AWX." in hub.output
    reader = bootstrap(awx, tmp_path, environment=awx.environment(awx.reader_token))
    assert reader.status == 2
    assert 'AWX refused "Make the organisation": You don' in reader.output.replace("\\", "")
    assert len(awx.objects("organizations")) == 1
