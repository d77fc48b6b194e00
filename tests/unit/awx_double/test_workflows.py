# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of AWX: workflows, their nodes, schedules, and what those may say for a template."""

from __future__ import annotations

from typing import Any

import pytest
from unit.awx_double.api import Api

from awx_double import Awx, RefusedError

RULE = "DTSTART:20260101T020000Z RRULE:FREQ=DAILY;INTERVAL=1"


def node(site: Awx, identifier: str, **fields: Any) -> dict[str, Any]:
    given = {"workflow_job_template": "Flow", "unified_job_template": "Verify", **fields}
    return site.create("workflow_job_template_nodes", identifier=identifier, **given)


def link(api: Api, site: Awx, start: str, how: str, end: str, **more: Any) -> tuple[int, Any]:
    ids = {one["identifier"]: one["id"] for one in site.objects("workflow_job_template_nodes")}
    return api.post(f"/workflow_job_template_nodes/{ids[start]}/{how}_nodes/", id=ids[end], **more)


def test_a_node_gets_its_defaults(site: Awx) -> None:
    made = site.create("workflow_job_template_nodes", workflow_job_template="Flow")
    assert len(made["identifier"]) == 36
    assert (made["limit"], made["extra_data"], made["all_parents_must_converge"]) == (None, {}, False)
    assert made["success_nodes"] == made["failure_nodes"] == made["always_nodes"] == []
    assert made["names"]["workflow_job_template"] == "Flow"
    assert "name" not in made


def test_an_identifier_is_given_once_in_a_workflow(site: Awx) -> None:
    node(site, "plan")
    with pytest.raises(RefusedError, match="already exists"):
        node(site, "plan")
    site.create("workflow_job_templates", name="Other", organization="LegalOps")
    node(site, "plan", workflow_job_template="Other")


def test_a_nodes_workflow_stays(api: Api, site: Awx) -> None:
    made = node(site, "plan")
    other = site.create("workflow_job_templates", name="Other", organization="LegalOps")
    _status, changed = api.patch(f"/workflow_job_template_nodes/{made['id']}/", workflow_job_template=other["id"])
    assert changed["workflow_job_template"] == made["workflow_job_template"]


def test_edges_make_no_circle(api: Api, site: Awx) -> None:
    for identifier in ("a", "b", "c"):
        node(site, identifier)
    assert link(api, site, "a", "success", "b") == (204, None)
    assert link(api, site, "a", "success", "b") == (204, None)
    assert link(api, site, "b", "always", "c") == (204, None)
    assert link(api, site, "a", "failure", "b") == (400, {"Error": "Relationship not allowed."})
    assert link(api, site, "c", "success", "a") == (400, {"Error": "Cycle detected."})
    assert link(api, site, "a", "success", "a") == (400, {"Error": "Cycle detected."})
    first = site.object("workflow_job_template_nodes", "a")
    assert (first["names"]["success_nodes"], first["failure_nodes"]) == (["b"], [])
    assert link(api, site, "a", "success", "b", disassociate=True) == (204, None)
    assert site.object("workflow_job_template_nodes", "a")["success_nodes"] == []
    flow = site.object("workflow_job_templates", "Flow")["id"]
    assert api.names(f"/workflow_job_templates/{flow}/workflow_nodes/") == ["a", "b", "c"]


def test_an_edge_stays_within_its_workflow(api: Api, site: Awx) -> None:
    site.create("workflow_job_templates", name="Other", organization="LegalOps")
    node(site, "a")
    node(site, "b", workflow_job_template="Other")
    assert link(api, site, "a", "success", "b")[0] == 400


def test_an_approval_belongs_to_its_node(api: Api, site: Awx) -> None:
    made = node(site, "approve", unified_job_template=None)
    path = f"/workflow_job_template_nodes/{made['id']}"
    assert api.post(f"{path}/create_approval_template/", name="Go on?", timeout="soon")[0] == 400
    status, approval = api.post(f"{path}/create_approval_template/", name="Go on?", timeout=3600)
    assert (status, approval["type"], approval["timeout"]) == (201, "workflow_approval_template", 3600)
    shown = api.get(f"{path}/")
    assert shown["related"]["unified_job_template"] == approval["url"]
    assert shown["summary_fields"]["unified_job_template"]["unified_job_type"] == "workflow_approval"
    assert api.patch(approval["url"].removeprefix("/api/v2"), timeout=60)[1]["timeout"] == 60
    assert "Go on?" not in api.names("/unified_job_templates/")
    assert api.delete(f"{path}/")[0] == 204
    assert api.ask("GET", approval["url"].removeprefix("/api/v2")).status_code == 404


# What a node or a schedule may say


@pytest.mark.parametrize(
    ("said", "switch"),
    [
        ({"limit": "alder"}, "ask_limit_on_launch"),
        ({"job_type": "check"}, "ask_job_type_on_launch"),
        ({"diff_mode": True}, "ask_diff_mode_on_launch"),
        ({"verbosity": "2"}, "ask_verbosity_on_launch"),
        ({"job_tags": "x"}, "ask_tags_on_launch"),
        ({"forks": 5}, "ask_forks_on_launch"),
        ({"job_slice_count": 3}, "ask_job_slice_count_on_launch"),
        ({"extra_data": {"a": 1}}, "ask_variables_on_launch"),
    ],
)
@pytest.mark.parametrize("by", ["node", "schedule"])
def test_a_template_must_ask_for_what_is_said(site: Awx, by: str, said: dict[str, Any], switch: str) -> None:
    def make() -> dict[str, Any]:
        if by == "node":
            return node(site, "one", **said)
        return site.create("schedules", name="Nightly", unified_job_template="Verify", rrule=RULE, **said)

    with pytest.raises(RefusedError) as refusal:
        make()
    (field,) = said
    assert set(refusal.value.body) == {field}
    assert "on launch" in refusal.value.body[field][0].lower()
    site.change("job_templates", "Verify", **{switch: True})
    assert str(make()[field]) == str(said[field])


def test_saying_what_the_template_says_is_saying_nothing(site: Awx) -> None:
    site.change("job_templates", "Verify", limit="alder")
    assert node(site, "one", limit="alder", job_type="run")["limit"] == "alder"


def test_a_survey_lets_its_own_variables_in(site: Awx) -> None:
    question = {"question_name": "Days", "variable": "days", "type": "integer", "required": True, "min": 1, "max": 90}
    spec = {"name": "", "description": "", "spec": [question]}
    site.change("job_templates", "Verify", survey_enabled=True, survey_spec=spec)
    assert node(site, "later")["extra_data"] == {}
    assert node(site, "now", extra_data={"days": 7})["extra_data"] == {"days": 7}
    for data, why in (
        ({"days": 0}, "'days' value 0 is too small (must be at least 1)."),
        ({"days": "7"}, "Value 7 for 'days' expected to be an integer."),
        ({"days": 7, "dys": 7}, "Variables dys are not allowed on launch."),
    ):
        with pytest.raises(RefusedError) as refusal:
            node(site, "wrong", extra_data=data)
        assert refusal.value.body["extra_data"][0].startswith(why)
    # A schedule has nobody to ask.
    with pytest.raises(RefusedError) as refusal:
        site.create("schedules", name="Nightly", unified_job_template="Verify", rrule=RULE)
    assert refusal.value.body == {"extra_data": ["'days' value missing"]}


def test_a_workflow_passes_on_less_than_a_job_template(site: Awx) -> None:
    site.create("workflow_job_templates", name="Outer", organization="LegalOps")
    with pytest.raises(RefusedError, match="Field is not allowed on launch"):
        node(site, "inner", workflow_job_template="Outer", unified_job_template="Flow", diff_mode=True)
    with pytest.raises(RefusedError, match="not configured to prompt"):
        node(site, "inner", workflow_job_template="Outer", unified_job_template="Flow", limit="alder")
    site.change("workflow_job_templates", "Flow", ask_limit_on_launch=True)
    node(site, "inner", workflow_job_template="Outer", unified_job_template="Flow", limit="alder")


def test_a_node_gives_its_firms_credentials(api: Api, site: Awx) -> None:
    made = node(site, "alder")
    path = f"/workflow_job_template_nodes/{made['id']}/credentials/"
    alder, birch = (site.object("credentials", name)["id"] for name in ("alder", "birch"))
    assert api.post(path, id=alder) == (
        400,
        {"msg": "Related template is not configured to accept credentials on launch."},
    )
    site.change("job_templates", "Verify", ask_credential_on_launch=True)
    assert api.post(path, id=alder) == (204, None)
    assert api.post(path, id=birch) == (
        400,
        {"msg": "This launch configuration already provides a Operator credential."},
    )
    assert site.object("workflow_job_template_nodes", "alder")["names"]["credentials"] == ["alder"]
    site.change("job_templates", "Verify", credentials=["birch"])
    assert api.post(path, id=alder, disassociate=True) == (204, None)
    assert api.post(path, id=birch) == (400, {"msg": "Related template already uses birch credential."})


def test_a_credential_that_asks_cannot_be_given_in_advance(api: Api, site: Awx) -> None:
    site.change("job_templates", "Verify", ask_credential_on_launch=True)
    asks = site.create(
        "credentials",
        name="v",
        organization="LegalOps",
        credential_type="Vault",
        inputs={"vault_id": "alder", "vault_password": "ASK"},
    )
    made = node(site, "one")
    status, answer = api.post(f"/workflow_job_template_nodes/{made['id']}/credentials/", id=asks["id"])
    assert (status, "requires user input on launch" in answer["msg"]) == (400, True)


def test_an_approval_takes_no_credential(api: Api, site: Awx) -> None:
    made = node(site, "one", unified_job_template=None)
    alder = site.object("credentials", "alder")["id"]
    assert api.post(f"/workflow_job_template_nodes/{made['id']}/credentials/", id=alder)[0] == 400


# Schedules


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("", "This field may not be blank."),
        ("DTSTART:NONSENSE", "Valid DTSTART required in rrule"),
        ("DTSTART:20300308T050000 RRULE:FREQ=DAILY;INTERVAL=1", "DTSTART cannot be a naive datetime"),
        ("DTSTART:20300308T050000Z DTSTART:20310308T050000", "Multiple DTSTART is not supported"),
        ("DTSTART:20300308T050000Z", "One or more rule required in rrule"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=DAILY", "INTERVAL required in rrule"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=SECONDLY;INTERVAL=5", "SECONDLY is not supported"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=5MO", "BYDAY with numeric prefix"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=DAILY;INTERVAL=1;COUNT=2000", "COUNT > 999 is unsupported"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=DAILY;INTERVAL=1;COUNT=2;UNTIL=20310101T000000Z", "both COUNT and UNTIL"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=DAILY;INTERVAL=1 EXDATE:20300309T050000Z", "EXDATE not allowed"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=REGULARLY;INTERVAL=1", "rrule parsing failed validation"),
        ("DTSTART:20300308T050000Z RRULE:FREQ=DAILY;INTERVAL=1;BYNIGHT=1", "unknown parameter 'BYNIGHT'"),
        ("DTSTART;TZID=Europe/Lodnon:20300308T050000 RRULE:FREQ=DAILY;INTERVAL=1", "A valid TZID must be provided"),
    ],
)
def test_a_schedules_rule_is_checked(api: Api, site: Awx, rule: str, why: str) -> None:
    template = site.object("job_templates", "Verify")["id"]
    status, errors = api.post("/schedules/", name="Nightly", unified_job_template=template, rrule=rule)
    assert (status, set(errors)) == (400, {"rrule"})
    assert why in errors["rrule"][0]


def test_a_schedule_has_its_times(site: Awx) -> None:
    rule = "DTSTART;TZID=Europe/London:20260701T020000 RRULE:FREQ=DAILY;INTERVAL=1"
    made = site.create("schedules", name="Nightly", unified_job_template="Verify", rrule=rule)
    assert (made["dtstart"], made["timezone"], made["enabled"]) == ("2026-07-01T01:00:00Z", "Europe/London", True)
    with pytest.raises(RefusedError, match="already exists"):
        site.create("schedules", name="Nightly", unified_job_template="Verify", rrule=rule)
    site.create("schedules", name="Nightly", unified_job_template="Flow", rrule=rule)
