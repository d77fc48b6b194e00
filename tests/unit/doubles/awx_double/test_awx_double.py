# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of AWX refuses what AWX refuses. That awx.awx works with it is shown by tests/integration/awx."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from awx_double import Awx, Entry, RefusedError, running_awx

NOON = "DTSTART;TZID=Europe/London:20260701T120000 RRULE:FREQ=DAILY;INTERVAL=1"
QUESTION = {"type": "text", "question_name": "Days", "variable": "days", "required": False}
Body = dict[str, Any]


@pytest.fixture
def awx() -> Awx:
    """Return a pretend AWX that nobody serves, with an organisation and what a job template needs."""
    awx = Awx()
    awx.create("organizations", name="LegalOps")
    awx.create("projects", name="Walls", organization="LegalOps", scm_type="git", scm_url="https://git.example/x.git")
    awx.create("inventories", name="Firms", organization="LegalOps")
    fields = [{"id": "user"}, {"id": "password", "secret": True}]
    awx.create("credential_types", name="Operator", kind="cloud", inputs={"fields": fields})
    for name in ("alder", "birch"):
        awx.create("credentials", name=name, organization="LegalOps", credential_type="Operator")
    awx.create("job_templates", name="Verify", project="Walls", inventory="Firms", playbook="verify.yml")
    awx.create("workflow_job_templates", name="Flow", organization="LegalOps")
    return awx


def ask(awx: Awx, method: str, path: str, body: Body | None = None, query: str = "") -> tuple[int, Any]:
    return awx.answer(Entry(method, f"/api/v2/{path}/", query, body), awx.token)


def names(awx: Awx, path: str, query: str = "") -> list[str]:
    status, page = ask(awx, "GET", path, query=query)
    assert status == 200, page
    return [one.get("name") or one["identifier"] for one in page["results"]]


def path_of(awx: Awx, kind: str, name: str) -> str:
    return f"{kind}/{awx.object(kind, name)['id']}"


def node(awx: Awx, identifier: str, **more: Any) -> Body:
    fields = {"workflow_job_template": "Flow", "unified_job_template": "Verify", **more}
    return awx.create("workflow_job_template_nodes", identifier=identifier, **fields)


# --- Requests ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served() -> Iterator[Awx]:
    with running_awx() as awx:
        yield awx


@pytest.mark.parametrize(
    ("token", "method", "status"),
    [("token", "GET", 200), ("reader_token", "GET", 200), ("reader_token", "POST", 403), (None, "GET", 401)],
)
def test_token_decides(served: Awx, token: str | None, method: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {getattr(served, token) if token else 'none'}"}
    answer = requests.request(method, f"{served.url}/api/v2/teams/", headers=headers, json={"name": "x"}, timeout=10)
    assert answer.status_code == status
    assert answer.headers["X-API-Product-Version"] == "24.6.1"
    assert (served.journal[-1].path, served.journal[-1].status) == ("/api/v2/teams/", status)
    assert served.journal[-1].kind == ("read" if method == "GET" else "write")


def test_list_is_filtered_and_comes_in_pages(awx: Awx) -> None:
    ids = {one["name"]: one["id"] for one in awx.objects("credentials")}
    assert names(awx, "credentials", "name=alder") == ["alder"]
    assert names(awx, "credentials", f"or__id={ids['birch']}&or__name=alder") == ["alder", "birch"]
    assert names(awx, "credentials", f"id__in={ids['alder']},0") == ["alder"]
    assert names(awx, "credentials", "managed=true") == ["Ansible Galaxy"]
    assert sorted(names(awx, "unified_job_templates")) == ["Flow", "Verify", "Walls"]
    assert ask(awx, "GET", "credentials", query="nmae=alder")[0] == 400
    first = ask(awx, "GET", "credentials", query="page_size=2")[1]
    assert (first["count"], len(first["results"])) == (3, 2)
    path, _mark, query = first["next"].partition("?")
    assert (path, names(awx, "credentials", query)) == ("/api/v2/credentials/", ["birch"])
    awx.page_size = 1
    assert len(names(awx, "credentials", "page_size=200")) == 1


@pytest.mark.parametrize(
    ("kind", "body", "wrong"),
    [
        ("organizations", {"name": "x", "descripton": "y"}, "descripton"),
        ("organizations", {"name": "LegalOps"}, "__all__"),
        ("credential_types", {"name": "x"}, "kind"),
        ("credential_types", {"name": "x", "kind": "net", "injectors": {"extra_vars": {"a": "{{ b }}"}}}, "injectors"),
        ("projects", {"name": "x", "scm_type": "git"}, "scm_url"),
        ("job_templates", {"name": "x", "playbook": "x.yml"}, "project"),
        ("job_templates", {"name": "x", "project": 0}, "project"),
        ("workflow_job_templates", {"name": "x", "allow_simultaneous": "yes"}, "allow_simultaneous"),
    ],
)
def test_what_does_not_fit_is_refused(awx: Awx, kind: str, body: Body, wrong: str) -> None:
    status, errors = ask(awx, "POST", kind, body)
    assert status == 400
    assert wrong in errors


# --- Credentials ------------------------------------------------------------------------------------------------------


def test_secret_is_kept_and_never_shown(awx: Awx) -> None:
    path = path_of(awx, "credentials", "alder")
    shown = {"user": "op", "password": "$encrypted$"}
    assert ask(awx, "PATCH", path, {"inputs": {"user": "op", "password": "canary"}})[1]["inputs"] == shown
    assert ask(awx, "PATCH", path, {"inputs": shown})[1]["inputs"] == shown
    # What is not sent is gone: who changes one input wipes the others.
    assert ask(awx, "PATCH", path, {"inputs": {"user": "x"}})[1]["inputs"] == {"user": "x"}
    assert ask(awx, "PATCH", path, {"inputs": {"usr": "x"}})[0] == 400


def test_type_in_use_keeps_its_fields(awx: Awx) -> None:
    path = path_of(awx, "credential_types", "Operator")
    assert ask(awx, "PATCH", path, {"injectors": {"extra_vars": {"job_user": "{{ user }}"}}})[0] == 200
    assert ask(awx, "PATCH", path, {"inputs": {}})[0] == ask(awx, "DELETE", path)[0] == 403
    assert ask(awx, "DELETE", path_of(awx, "credential_types", "Vault"))[0] == 403
    for name in ("alder", "birch"):
        awx.delete("credentials", name)
    assert ask(awx, "DELETE", path)[0] == 204


def test_job_has_one_credential_of_a_type_but_several_vaults(awx: Awx) -> None:
    for vault in ("alder", "birch"):
        awx.create("credentials", name=f"{vault}: Vault", organization="LegalOps", credential_type="Vault",
                   inputs={"vault_id": vault})  # fmt: skip
    awx.change("job_templates", "Verify", credentials=["alder", "alder: Vault", "birch: Vault"])
    with pytest.raises(RefusedError, match="credential of this type"):
        awx.change("job_templates", "Verify", credentials=["alder", "birch"])


# --- Templates, workflows, schedules ----------------------------------------------------------------------------------


def test_project_is_read_when_it_is_made_or_points_elsewhere(awx: Awx) -> None:
    awx.project_fails = True
    body = {"name": "Other", "scm_type": "git", "scm_url": "https://git.example/y.git"}
    made = ask(awx, "POST", "projects", body)[1]
    assert made["status"] == "failed"
    update = ask(awx, "GET", f"project_updates/{made['summary_fields']['current_update']['id']}")[1]
    assert (update["failed"], update["status"]) == (True, "failed")
    awx.project_fails = False
    assert ask(awx, "POST", f"projects/{made['id']}/update")[0] == 202
    assert awx.object("projects", "Other")["status"] == "successful"


@pytest.mark.parametrize(
    "spec",
    [
        {"name": "", "spec": [QUESTION]},
        {"name": "", "description": "", "spec": []},
        {"name": "", "description": "", "spec": [QUESTION, QUESTION]},
        {"name": "", "description": "", "spec": [{**QUESTION, "typ": "text"}]},
        {"name": "", "description": "", "spec": [{**QUESTION, "type": "number"}]},
        {"name": "", "description": "", "spec": [{**QUESTION, "min": "0"}]},
    ],
)
def test_survey_is_checked(awx: Awx, spec: Body) -> None:
    path = f"{path_of(awx, 'job_templates', 'Verify')}/survey_spec"
    assert ask(awx, "POST", path, spec)[0] == 400
    good = {"name": "", "description": "", "spec": [QUESTION]}
    assert ask(awx, "POST", path, good)[0] == 200
    assert ask(awx, "GET", path) == (200, good)


def test_what_a_workflow_says_replaces_what_its_nodes_say_and_an_empty_text_is_said(awx: Awx) -> None:
    """So a workflow with an empty limit starts all jobs without one. Null is no limit."""
    with pytest.raises(RefusedError, match="not configured to prompt"):
        node(awx, "alder", limit="alder")
    awx.change("job_templates", "Verify", ask_limit_on_launch=True)
    for name in ("alder", "birch"):
        node(awx, name, limit=name)
    own = {"alder": "alder", "birch": "birch"}
    assert awx.object("workflow_job_templates", "Flow")["limit"] is None
    assert awx.limits("Flow") == own
    for limit in ("", "cedar"):
        awx.change("workflow_job_templates", "Flow", limit=limit)
        assert awx.limits("Flow") == dict.fromkeys(own, limit)
    assert ask(awx, "PATCH", path_of(awx, "workflow_job_templates", "Flow"), {"limit": None})[0] == 200
    assert awx.limits("Flow") == own


def test_nodes_are_linked_within_a_workflow(awx: Awx) -> None:
    awx.create("workflow_job_templates", name="Other", organization="LegalOps")
    first, second = node(awx, "a"), node(awx, "b")
    other = node(awx, "c", workflow_job_template="Other")
    path = f"workflow_job_template_nodes/{first['id']}/success_nodes"
    assert ask(awx, "POST", path, {"id": second["id"]}) == (204, None)
    assert ask(awx, "POST", path, {"id": other["id"]})[0] == 400
    assert names(awx, path) == ["b"]
    assert ask(awx, "POST", path, {"id": second["id"], "disassociate": True}) == (204, None)
    assert names(awx, path) == []


def test_failure_that_another_node_follows_counts_as_dealt_with(awx: Awx) -> None:
    for name in ("alder", "merge"):
        node(awx, name)
    assert awx.outcome("Flow", "alder") == "failed"
    awx.change("workflow_job_template_nodes", "alder", always_nodes=["merge"])
    assert awx.outcome("Flow", "alder") == awx.outcome("Flow") == "successful"
    assert awx.outcome("Flow", "alder", "merge") == "failed"


def test_node_gives_credentials_to_a_template_that_asks(awx: Awx) -> None:
    path = f"workflow_job_template_nodes/{node(awx, 'a')['id']}/credentials"
    given = {"id": awx.object("credentials", "alder")["id"]}
    assert ask(awx, "POST", path, given)[0] == 400
    awx.change("job_templates", "Verify", ask_credential_on_launch=True)
    assert ask(awx, "POST", path, given)[0] == 204
    assert names(awx, "workflow_job_template_nodes", f"credentials__id={given['id']}") == ["a"]


def test_approval_belongs_to_its_node(awx: Awx) -> None:
    path = f"workflow_job_template_nodes/{node(awx, 'a', unified_job_template=None)['id']}"
    status, made = ask(awx, "POST", f"{path}/create_approval_template", {"name": "Go on?"})
    assert (status, made["type"]) == (201, "workflow_approval_template")
    about = ask(awx, "GET", path)[1]["summary_fields"]["unified_job_template"]
    assert (about["unified_job_type"], about["name"]) == ("workflow_approval", "Go on?")
    assert ask(awx, "DELETE", path)[0] == 204
    assert ask(awx, "GET", f"workflow_approval_templates/{made['id']}")[0] == 404


@pytest.mark.parametrize(
    "rule", ["", "DTSTART:20260701T120000 RRULE:FREQ=DAILY;INTERVAL=1", "DTSTART:20260701T120000Z RRULE:FREQ=DAILY",
             NOON.replace("London", "Lodnon")],
)  # fmt: skip
def test_schedule_needs_a_start_and_a_rule(awx: Awx, rule: str) -> None:
    with pytest.raises(RefusedError, match="rrule"):
        awx.create("schedules", name="Nightly", unified_job_template="Verify", rrule=rule)
    assert awx.create("schedules", name="Nightly", unified_job_template="Verify", rrule=NOON)["enabled"] is True


def test_what_cannot_be_without_a_deleted_object_goes_with_it(awx: Awx) -> None:
    node(awx, "a")
    awx.create("schedules", name="Nightly", unified_job_template="Flow", rrule=NOON)
    awx.delete("workflow_job_templates", "Flow")
    assert awx.objects("workflow_job_template_nodes") == awx.objects("schedules") == []
    awx.delete("projects", "Walls")
    assert awx.object("job_templates", "Verify")["project"] is None
    awx.delete("organizations", "LegalOps")
    assert [one["name"] for one in awx.objects("credentials")] == ["Ansible Galaxy"]
