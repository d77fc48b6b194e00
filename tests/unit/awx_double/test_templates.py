# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of AWX: job templates, their surveys and their credentials."""

from __future__ import annotations

from typing import Any

import pytest
from unit.awx_double.api import Api

from awx_double import Awx, RefusedError

QUESTION = {"question_name": "Days", "variable": "verify_audit_days", "type": "integer", "required": False}


def survey(**changed: Any) -> dict[str, Any]:
    """Return a survey with one question."""
    return {"name": "", "description": "", "spec": [{**QUESTION, **changed}]}


def path_of(site: Awx) -> str:
    return f"/job_templates/{site.object('job_templates', 'Verify')['id']}"


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"project": None}, "project", "Job Templates must have a project assigned."),
        ({"inventory": None}, "inventory", "You must either set a default value or ask to prompt on launch."),
        ({"playbook": ""}, "playbook", "Must select playbook for project."),
        ({"scm_branch": "main"}, "scm_branch", "Project does not allow overriding branch."),
        ({"job_type": "dry"}, "job_type", '"dry" is not a valid choice.'),
        ({"verbosity": 9}, "verbosity", '"9" is not a valid choice.'),
        ({"forks": -1}, "forks", "Ensure this value is greater than or equal to 0."),
        ({"extra_vars": {"a": 1}}, "extra_vars", "Not a valid string."),
        ({"extra_vars": "[1]"}, "extra_vars", "Input type `list` is not a dictionary"),
        ({"credentials": []}, None, None),
        ({"ask_limits_on_launch": True}, "ask_limits_on_launch", "The double knows no such field."),
    ],
)
def test_a_job_template_is_checked(api: Api, site: Awx, changed: dict[str, Any], field: str, why: str) -> None:
    status, answer = api.patch(f"{path_of(site)}/", **changed)
    assert (status, answer if status == 400 else None) == ((400, {field: [why]}) if field else (200, None))


def test_an_inventory_can_be_asked_for(api: Api, site: Awx) -> None:
    assert api.patch(f"{path_of(site)}/", inventory=None, ask_inventory_on_launch=True)[0] == 200


def test_variables_stay_as_they_were_written(api: Api, site: Awx) -> None:
    for text in ('{"report_in_check_mode": true}', "---\nreport_in_check_mode: true", "---", ""):
        assert api.patch(f"{path_of(site)}/", extra_vars=text)[1]["extra_vars"] == text


def test_a_project_knows_its_playbooks_when_a_test_says_so(site: Awx) -> None:
    site.store.playbooks = {"playbooks/verify.yml"}
    with pytest.raises(RefusedError, match="Playbook not found for project"):
        site.change("job_templates", "Verify", playbook="verify.yml")
    site.change("job_templates", "Verify", playbook="playbooks/verify.yml")


# Surveys


@pytest.mark.parametrize(
    ("spec", "why"),
    [
        ({"description": "", "spec": []}, "Field 'name' is missing from survey spec."),
        ({"name": "", "description": 1, "spec": []}, "Expected string for field 'description', received int type."),
        ({"name": "", "description": "", "spec": []}, "'spec' doesn't contain any items."),
        ({"name": "", "description": "", "spec": [1]}, "Survey question 0 is not a json object."),
        ({**survey(), "title": ""}, "The double knows no such part of a survey: title"),
        (survey(required="no"), "'required' in survey question 0 expected to be boolean."),
        (survey(type="int"), "'int' in survey question 0 is not one of"),
        (survey(default="30"), "Default value 30 in survey question 0 expected to be integer."),
        (survey(default=None), "Default value None in survey question 0 expected to be integer."),
        (survey(min="1"), "The min limit in survey question 0 expected to be integer."),
        (survey(choice="a"), "The double knows no such part of a question: choice"),
        (survey(type="multiplechoice"), "Survey question 0 of type multiplechoice must specify choices."),
        (survey(type="multiplechoice", choices="a\nb", default="c"), "Default choice must be answered from"),
        (survey(type="multiplechoice", choices="a\nb", default="a\nb"), "can only have one default value"),
        (survey(type="text", default="$encrypted$"), "$encrypted$ is a reserved keyword for password question"),
        (survey(type="password", default="$encrypted$"), "may not be used for new default in position 0"),
        ({**survey(), "spec": [QUESTION, QUESTION]}, "'variable' 'verify_audit_days' duplicated in survey question 1."),
        ({**survey(), "spec": [{"type": "text"}]}, "'question_name' missing from survey question 0"),
    ],
)
def test_a_survey_is_checked(api: Api, site: Awx, spec: dict[str, Any], why: str) -> None:
    status, answer = api.post(f"{path_of(site)}/survey_spec/", **spec)
    assert (status, set(answer)) == (400, {"error"})
    assert why in answer["error"]
    assert api.get(f"{path_of(site)}/survey_spec/") == {}


def test_a_survey_is_kept_shown_and_removed(api: Api, site: Awx) -> None:
    good = survey(default=30, min=1, max=None, question_description="How far back")
    assert api.post(f"{path_of(site)}/survey_spec/", **good) == (200, None)
    assert api.get(f"{path_of(site)}/survey_spec/") == good
    assert site.object("job_templates", "Verify")["survey_spec"] == good
    assert api.get(f"{path_of(site)}/")["related"]["survey_spec"] == f"/api/v2{path_of(site)}/survey_spec/"
    assert api.delete(f"{path_of(site)}/survey_spec/") == (200, None)
    assert api.get(f"{path_of(site)}/survey_spec/") == {}


def test_a_surveys_password_is_hidden_and_stays(api: Api, site: Awx) -> None:
    path = f"{path_of(site)}/survey_spec/"
    api.post(path, **survey(type="password", default="canary-default"))
    shown = api.get(path)
    assert shown["spec"][0]["default"] == "$encrypted$"
    assert api.post(path, **shown) == (200, None)
    template = next(one for one in site.store.all("job_templates") if one.name == "Verify")
    assert template.survey["spec"][0]["default"] == "canary-default"


# Credentials and other associations


def associate(api: Api, site: Awx, part: str, kind: str, name: str, **more: Any) -> tuple[int, Any]:
    return api.post(f"{path_of(site)}/{part}/", id=site.object(kind, name)["id"], **more)


def test_only_one_credential_of_each_type(api: Api, site: Awx) -> None:
    assert associate(api, site, "credentials", "credentials", "alder") == (204, None)
    assert associate(api, site, "credentials", "credentials", "birch") == (
        400,
        {"error": "Cannot assign multiple Operator credentials."},
    )
    assert api.names(f"{path_of(site)}/credentials/") == ["alder"]
    assert associate(api, site, "credentials", "credentials", "alder", disassociate=True) == (204, None)
    assert associate(api, site, "credentials", "credentials", "birch") == (204, None)


def test_several_vaults_with_an_id_each(api: Api, site: Awx) -> None:
    for name, vault in (("v1", "alder"), ("v2", "birch"), ("v3", "birch")):
        site.create(
            "credentials", name=name, organization="LegalOps", credential_type="Vault", inputs={"vault_id": vault}
        )
    assert associate(api, site, "credentials", "credentials", "v1")[0] == 204
    assert associate(api, site, "credentials", "credentials", "v2")[0] == 204
    assert associate(api, site, "credentials", "credentials", "v3") == (
        400,
        {"error": "Cannot assign multiple Vault (id=birch) credentials."},
    )
    assert site.object("job_templates", "Verify")["names"]["credentials"] == ["v1", "v2"]


def test_a_job_cannot_use_every_kind_of_credential(api: Api, site: Awx) -> None:
    site.create("credentials", name="git", organization="LegalOps", credential_type="Source Control")
    assert associate(api, site, "credentials", "credentials", "git") == (
        400,
        {"error": "Cannot assign a Credential of kind `scm`."},
    )


@pytest.mark.parametrize("body", [{}, {"id": "x"}, {"id": 999}, {"id": 1, "dissociate": True}])
def test_a_wrong_association_is_refused(api: Api, site: Awx, body: dict[str, Any]) -> None:
    assert api.post(f"{path_of(site)}/credentials/", **body)[0] == 400


def test_what_is_below_a_template(api: Api, site: Awx) -> None:
    for path in api.get(f"{path_of(site)}/")["related"].values():
        assert api.ask("GET", path.removeprefix("/api/v2")).status_code == 200, path
    assert api.ask("GET", f"{path_of(site)}/success_nodes/").status_code == 404
    assert api.post(f"{path_of(site)}/schedules/", name="x")[0] == 405
