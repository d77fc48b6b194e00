# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of AWX: what holds for objects of all kinds."""

from __future__ import annotations

from typing import Any

import pytest
from unit.awx_double.api import Api, client

from awx_double import Awx, Entry, RefusedError, running_awx

# Signing in


@pytest.mark.parametrize("path", ["/api/", "/api/v2/", "/api/v2/ping/"])
def test_anybody_may_ask_what_this_is(awx: Awx, path: str) -> None:
    with client(awx) as anybody:
        answer = anybody.get(awx.url + path)
    assert answer.status_code == 200
    assert answer.headers["X-API-Product-Name"] == "AWX"
    assert answer.headers["X-API-Product-Version"] == "24.6.1"


@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "Basic d3Jvbmc6d3Jvbmc=", "Basic %%%"])
def test_nobody_else_sees_anything(awx: Awx, authorization: str) -> None:
    with client(awx) as anybody:
        answer = anybody.get("/organizations/", headers={"Authorization": authorization})
    assert answer.status_code == 401
    assert answer.json()["detail"].startswith("Authentication credentials were not provided.")


def test_a_password_buys_a_token_until_it_is_given_back(awx: Awx) -> None:
    with client(awx) as anybody:
        signed_in = anybody.post("/tokens/", auth=(awx.username, awx.password), json={"scope": "write"})
        assert signed_in.status_code == 201
        headers = {"Authorization": f"Bearer {signed_in.json()['token']}"}
        assert anybody.get("/me/", headers=headers).json()["results"][0]["username"] == "admin"
        assert (
            anybody.delete(f"/tokens/{signed_in.json()['id']}/", auth=(awx.username, awx.password)).status_code == 204
        )
        assert anybody.get("/me/", headers=headers).status_code == 401
    assert awx.writes() == 0


def test_a_reader_only_reads(awx: Awx) -> None:
    with Api(awx, awx.reader_token) as reader:
        assert reader.names("/organizations/") == ["Default"]
        assert reader.post("/organizations/", name="LegalOps") == (
            403,
            {"detail": "You do not have permission to perform this action."},
        )


# Creating and changing


def test_an_organisation_gets_its_defaults(api: Api) -> None:
    status, made = api.post("/organizations/", name="LegalOps")
    assert status == 201
    assert made["type"] == "organization"
    assert made["url"] == f"/api/v2/organizations/{made['id']}/"
    assert (made["description"], made["max_hosts"], made["default_environment"]) == ("", 0, None)
    assert made["summary_fields"]["created_by"]["username"] == "admin"
    assert made["summary_fields"]["related_field_counts"]["projects"] == 0
    assert api.get(made["url"].removeprefix("/api/v2")) == made


def test_a_new_organisation_cannot_fetch_collections_yet(api: Api, awx: Awx) -> None:
    """AWX gives the public server's credential to the organisation that it comes with only."""
    assert awx.object("organizations", "Default")["names"]["galaxy_credentials"] == ["Ansible Galaxy"]
    made = awx.create("organizations", name="LegalOps")
    assert made["galaxy_credentials"] == []
    path = f"/organizations/{made['id']}/galaxy_credentials/"
    alder = awx.create("credentials", name="v", organization="LegalOps", credential_type="Vault")
    assert api.post(path, id=alder["id"]) == (400, {"msg": "Credential must be a Galaxy credential, not Vault."})
    assert api.post(path, id=awx.object("credentials", "Ansible Galaxy")["id"]) == (204, None)
    assert api.names(path) == ["Ansible Galaxy"]


@pytest.mark.parametrize(
    ("body", "field", "why"),
    [
        ({}, "name", "This field is required."),
        ({"name": ""}, "name", "This field may not be blank."),
        ({"name": "x" * 513}, "name", "Ensure this field has no more than 512 characters."),
        ({"name": ["x"]}, "name", "Not a valid string."),
        ({"name": "x", "max_hosts": "many"}, "max_hosts", "A valid integer is required."),
        ({"name": "x", "max_hosts": -1}, "max_hosts", "Ensure this value is greater than or equal to 0."),
        ({"name": "x", "default_environment": 999}, "default_environment", 'Invalid pk "999" - object does not exist.'),
        ({"name": "x", "desciption": "y"}, "desciption", "The double knows no such field."),
    ],
)
def test_a_wrong_field_is_refused(api: Api, awx: Awx, body: dict[str, Any], field: str, why: str) -> None:
    assert api.post("/organizations/", **body) == (400, {field: [why]})
    assert [one["name"] for one in awx.objects("organizations")] == ["Default"]


def test_all_wrong_fields_are_named_at_once(api: Api) -> None:
    status, errors = api.post("/projects/", scm_type="cvs", scm_clean="maybe")
    assert status == 400
    assert errors == {
        "name": ["This field is required."],
        "scm_type": ['"cvs" is not a valid choice.'],
        "scm_clean": ["Must be a valid boolean."],
    }


def test_null_is_the_empty_text_where_a_text_cannot_be_null(api: Api, site: Awx) -> None:
    inventory = site.object("inventories", "Firms")
    status, changed = api.patch(f"/inventories/{inventory['id']}/", kind=None, host_filter=None, variables=None)
    assert status == 200
    assert (changed["kind"], changed["host_filter"], changed["variables"]) == ("", None, "")


def test_read_only_fields_are_ignored_like_awx_does(api: Api, site: Awx) -> None:
    template = site.object("job_templates", "Verify")
    other = site.create("organizations", name="Other")
    status, changed = api.patch(f"/job_templates/{template['id']}/", organization=other["id"], status="successful")
    assert status == 200
    assert changed["organization"] == site.object("organizations", "LegalOps")["id"]
    assert changed["status"] == "never updated"


def test_put_resets_what_it_does_not_say(api: Api, awx: Awx) -> None:
    made = awx.create("organizations", name="LegalOps", description="Law firms", max_hosts=5)
    changed = api.ask("PUT", f"/organizations/{made['id']}/", json={"name": "LegalOps"}).json()
    assert (changed["description"], changed["max_hosts"]) == ("", 0)
    assert api.ask("PUT", f"/organizations/{made['id']}/", json={}).status_code == 400


@pytest.mark.parametrize(
    ("kind", "fields", "error"),
    [
        ("organizations", {"name": "LegalOps"}, {"name": ["Organization with this Name already exists."]}),
        (
            "inventories",
            {"name": "Firms", "organization": "LegalOps"},
            {"__all__": ["Inventory with this Name and Organization already exists."]},
        ),
        (
            "credentials",
            {"name": "alder", "organization": "LegalOps", "credential_type": "Operator"},
            {"__all__": ["Credential with this Organization, Name and Credential type already exists."]},
        ),
        (
            "job_templates",
            {"name": "Verify", "project": "Skeleton", "inventory": "Firms", "playbook": "x.yml"},
            {"__all__": ["JobTemplate with this (name, organization) combination already exists."]},
        ),
    ],
)
def test_a_name_is_given_once(site: Awx, kind: str, fields: dict[str, Any], error: dict[str, Any]) -> None:
    with pytest.raises(RefusedError) as refusal:
        site.create(kind, **fields)
    assert (refusal.value.status, refusal.value.body) == (400, error)
    if kind == "inventories":
        site.create("organizations", name="Other")
        site.create(kind, **{**fields, "organization": "Other"})


def test_a_change_to_a_name_that_is_taken_is_refused(api: Api, site: Awx) -> None:
    other = site.create("organizations", name="Other")
    assert api.patch(f"/organizations/{other['id']}/", name="LegalOps")[0] == 400
    assert api.patch(f"/organizations/{other['id']}/", name="Other", description="x")[0] == 200


# Lists


def test_a_list_comes_in_pages_by_name(api: Api, awx: Awx) -> None:
    for number in range(30):
        awx.create("organizations", name=f"Firm {number:02}")
    first = api.get("/organizations/")
    assert (first["count"], len(first["results"]), first["previous"]) == (31, 25, None)
    assert first["next"] == "/api/v2/organizations/?page=2"
    second = api.ask("GET", f"{awx.url}{first['next']}").json()
    assert (len(second["results"]), second["next"]) == (6, None)
    names = [one["name"] for one in first["results"] + second["results"]]
    assert names == sorted(names)
    assert api.ask("GET", "/organizations/", params={"page": 3}).status_code == 404
    assert api.get("/organizations/", page_size=10, page=2)["next"] == "/api/v2/organizations/?page_size=10&page=3"
    assert api.names("/organizations/", order_by="-name", page_size=1) == ["Firm 29"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"name": "alder"}, ["alder"]),
        ({"name__in": "alder,birch"}, ["alder", "birch"]),
        ({"name__startswith": "Ans"}, ["Ansible Galaxy"]),
        ({"name__iexact": "ALDER"}, ["alder"]),
        ({"credential_type__name": "Operator"}, ["alder", "birch"]),
        ({"credential_type__kind": "cloud", "not__name": "birch"}, ["alder"]),
        ({"organization": "None"}, ["Ansible Galaxy"]),
        ({"organization__isnull": "true"}, ["Ansible Galaxy"]),
        ({"managed": "true"}, ["Ansible Galaxy"]),
        ({"or__id": "7", "or__name": "alder"}, ["alder"]),
        ({"search": "ald"}, ["alder"]),
        ({"name": "none"}, []),
    ],
)
def test_a_list_can_be_filtered(api: Api, site: Awx, query: dict[str, str], names: list[str]) -> None:
    assert api.names("/credentials/", **query) == names


@pytest.mark.parametrize("query", [{"nmae": "x"}, {"organization": "LegalOps"}, {"name__description": "x"}])
def test_a_wrong_filter_is_refused(api: Api, query: dict[str, str]) -> None:
    answer = api.ask("GET", "/credentials/", params=query)
    assert answer.status_code == 400
    assert set(answer.json()) == {"detail"}


def test_what_can_be_launched_has_a_list_of_its_own(api: Api, site: Awx) -> None:
    organization = site.object("organizations", "LegalOps")["id"]
    assert api.names("/unified_job_templates/", organization=organization) == ["Flow", "Skeleton", "Verify"]
    assert api.names("/unified_job_templates/", type="job_template") == ["Verify"]
    assert api.post("/unified_job_templates/", name="x")[0] == 405


# What is not there


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/job_templates/999/", 404),
        ("GET", "/job_templats/", 404),
        ("GET", "/organizations", 404),
        ("GET", "/organizations/1/", 404),  # the ID of something else
        ("POST", "/job_templates/999/survey_spec/", 404),
        ("GET", "/workflow_approval_templates/", 404),
        ("POST", "/instance_groups/", 405),
        ("DELETE", "/organizations/", 405),
        ("PATCH", "/job_templates/", 405),
    ],
)
def test_what_is_not_there(api: Api, method: str, path: str, status: int) -> None:
    answer = api.ask(method, path)
    assert answer.status_code == status
    assert "detail" in answer.json()


def test_only_json_is_read(api: Api) -> None:
    assert api.ask("POST", "/organizations/", data={"name": "x"}).status_code == 415
    broken = api.ask("POST", "/organizations/", content="{", headers={"Content-Type": "application/json"})
    assert broken.status_code == 400
    assert broken.json()["detail"].startswith("JSON parse error")


def test_a_named_url_leads_to_an_object(api: Api, site: Awx) -> None:
    assert api.get("/job_templates/Verify++LegalOps/")["name"] == "Verify"
    assert api.ask("GET", "/job_templates/Verify++Default/").status_code == 404


# Deleting


def test_deleting_an_organisation_takes_some_and_orphans_the_rest(api: Api, site: Awx) -> None:
    """As AWX does: credentials go with it; projects, inventories and templates stay, without an organisation."""
    organization = site.object("organizations", "LegalOps")
    assert api.delete(f"/organizations/{organization['id']}/") == (204, None)
    assert [one["name"] for one in site.objects("credentials")] == ["Ansible Galaxy"]
    for kind, name in (("projects", "Skeleton"), ("inventories", "Firms"), ("job_templates", "Verify")):
        assert site.object(kind, name)["organization"] is None


def test_deleting_leaves_no_link_behind(api: Api, site: Awx) -> None:
    site.create("schedules", name="Nightly", unified_job_template="Verify", rrule=RULE)
    node = site.create("workflow_job_template_nodes", workflow_job_template="Flow", unified_job_template="Verify")
    assert api.delete(f"/job_templates/{site.object('job_templates', 'Verify')['id']}/")[0] == 204
    assert site.objects("schedules") == []
    assert site.object("workflow_job_template_nodes", node["identifier"])["unified_job_template"] is None
    assert api.delete(f"/workflow_job_templates/{site.object('workflow_job_templates', 'Flow')['id']}/")[0] == 204
    assert site.objects("workflow_job_template_nodes") == []


def test_an_inventory_goes_in_the_background_with_its_sources(api: Api, site: Awx) -> None:
    inventory = site.object("inventories", "Firms")
    site.create("inventory_sources", name="CSV", inventory="Firms", source="scm", source_project="Skeleton")
    assert api.delete(f"/inventories/{inventory['id']}/") == (202, {})
    assert site.objects("inventory_sources") == []
    assert site.object("job_templates", "Verify")["inventory"] is None


RULE = "DTSTART:20260101T020000Z RRULE:FREQ=DAILY;INTERVAL=1"


# Projects and inventory sources


@pytest.mark.parametrize(
    ("kind", "fields", "field"),
    [
        ("projects", {"name": "x", "scm_type": "git"}, "scm_url"),
        ("projects", {"name": "x", "scm_update_on_launch": True}, "detail"),
        ("projects", {"name": "x", "scm_type": "git", "scm_url": "y", "credential": "alder"}, "credential"),
        ("execution_environments", {"name": "x"}, "image"),
        ("execution_environments", {"name": "x", "image": "y", "pull": "often"}, "pull"),
        ("execution_environments", {"name": "x", "image": "y", "credential": "alder"}, "credential"),
        ("inventories", {"name": "x"}, "organization"),
        ("inventories", {"name": "x", "organization": "LegalOps", "variables": {"a": 1}}, "variables"),
        ("inventories", {"name": "x", "organization": "LegalOps", "variables": "- a"}, "variables"),
        ("inventory_sources", {"name": "x", "inventory": "Firms"}, "source"),
        ("inventory_sources", {"name": "x", "inventory": "Firms", "source": "scm"}, "source_project"),
        ("inventory_sources", {"name": "x", "inventory": "Firms", "source": "ec2", "source_path": "y"}, "detail"),
        ("notification_templates", {"name": "x", "organization": "LegalOps"}, "notification_type"),
        (
            "notification_templates",
            {"name": "x", "organization": "LegalOps", "notification_type": "slack"},
            "__all__",
        ),
    ],
)
def test_what_a_kind_needs_beyond_single_fields(site: Awx, kind: str, fields: dict[str, Any], field: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        site.create(kind, **fields)
    assert refusal.value.status == 400
    assert set(refusal.value.body) == {field}


def test_a_project_is_fetched_at_once_and_can_be_fetched_again(api: Api, site: Awx) -> None:
    project = site.object("projects", "Skeleton")
    assert project["status"] == "successful"
    assert project["scm_revision"]
    status, started = api.post(f"/projects/{project['id']}/update/")
    assert (status, started["project_update"]) == (202, started["id"])
    done = api.get(f"/project_updates/{started['id']}/")
    assert (done["status"], done["failed"], bool(done["finished"])) == ("successful", False, True)


def test_an_inventory_source_can_be_fetched(api: Api, site: Awx) -> None:
    source = site.create("inventory_sources", name="CSV", inventory="Firms", source="scm", source_project="Skeleton")
    status, started = api.post(f"/inventory_sources/{source['id']}/update/")
    assert (status, started["inventory_source"]) == (202, source["id"])
    assert site.objects("inventory_updates")[0]["names"] == {"inventory_source": "CSV"}
    assert site.object("inventories", "Firms")["has_inventory_sources"] is True


def test_a_notification_keeps_its_secret_and_gets_its_defaults(api: Api, awx: Awx) -> None:
    settings = {"token": "canary-token", "channels": ["#walls"]}
    made = awx.create(
        "notification_templates",
        name="Chat",
        organization="Default",
        notification_type="slack",
        notification_configuration=settings,
    )
    assert made["notification_configuration"] == {"token": "$encrypted$", "channels": ["#walls"], "hex_color": ""}
    again = {**made["notification_configuration"], "channels": ["#other"]}
    assert api.patch(f"/notification_templates/{made['id']}/", notification_configuration=again)[0] == 200
    kept = awx.store.all("notification_templates")[0].values["notification_configuration"]
    assert (kept["token"], kept["channels"]) == ("canary-token", ["#other"])


# What tests get from it


def test_the_journal_has_every_request(api: Api, awx: Awx) -> None:
    api.get("/organizations/", name="x")
    api.post("/organizations/", nmae="x")
    api.post("/organizations/", name="x")
    assert awx.journal == [
        Entry("GET", "/api/v2/organizations/", "name=x", None, 200, "admin"),
        Entry("POST", "/api/v2/organizations/", "", {"nmae": "x"}, 400, "admin"),
        Entry("POST", "/api/v2/organizations/", "", {"name": "x"}, 201, "admin"),
    ]
    assert awx.writes() == 2
    awx.reset()
    assert (awx.writes(), [one["name"] for one in awx.objects("organizations")]) == (0, ["Default"])


def test_a_test_can_meddle_without_a_trace(site: Awx) -> None:
    site.change("job_templates", "Verify", description="Meddled", credentials=["alder"])
    changed = site.object("job_templates", "Verify")
    assert changed["description"] == "Meddled"
    assert changed["names"]["credentials"] == ["alder"]
    assert (changed["names"]["project"], changed["survey_spec"]) == ("Skeleton", {})
    site.delete("job_templates", "Verify")
    with pytest.raises(LookupError, match="0 job_templates are named 'Verify'"):
        site.object("job_templates", "Verify")
    assert site.journal == []


def test_a_crash_of_the_double_fails_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    double = running_awx()
    awx = double.__enter__()
    monkeypatch.setattr(awx.store, "all", lambda kind: 1 / 0)
    with Api(awx) as api:
        assert api.ask("GET", "/organizations/").status_code == 500
    with pytest.raises(RuntimeError, match="crashed 1 times"):
        double.__exit__(None, None, None)
