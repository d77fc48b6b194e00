# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The double of AWX, asked by awx.awx itself: its modules in this process, its lookup by Ansible."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from integration.modules.harness import patch_module_args
from unit.awx_double.api import Api

from awx_double import Awx

_COLLECTIONS = Path(__file__).parents[3] / ".cache" / "awx"
_TYPE = {
    "name": "Operator",
    "kind": "cloud",
    "description": "Made by a test.",
    "inputs": {
        "fields": [
            {"id": "username", "label": "User name", "type": "string"},
            {"id": "password", "label": "Password", "type": "string", "secret": True},
        ],
        "required": ["username", "password"],
    },
    "injectors": {"extra_vars": {"job_username": "{{ username }}", "job_password": "{{ password }}"}},
}
_SURVEY = {
    "name": "",
    "description": "",
    "spec": [
        {
            "question_name": "Days",
            "question_description": "How far back",
            "variable": "verify_audit_days",
            "type": "integer",
            "required": False,
            "default": 30,
            "min": 1,
            "max": 90,
        }
    ],
}
_ORGANIZATION = {"organization": "LegalOps"}
_FLOW = {"workflow_job_template": "Flow", **_ORGANIZATION}
_JOB = {**_FLOW, "unified_job_template": "Verify", "lookup_organization": "LegalOps"}
# Modules and their arguments, in the order in which things need each other.
SETUP: list[tuple[str, dict[str, Any]]] = [
    ("organization", {"name": "LegalOps", "description": "Law firms", "galaxy_credentials": ["Ansible Galaxy"]}),
    ("credential_type", _TYPE),
    ("credential", {"name": "alder", **_ORGANIZATION, "credential_type": "Operator"}),
    ("credential", {"name": "vault", **_ORGANIZATION, "credential_type": "Vault", "inputs": {"vault_id": "alder"}}),
    ("execution_environment", {"name": "Walls", **_ORGANIZATION, "image": "registry.example/walls:1"}),
    (
        "project",
        {
            "name": "Skeleton",
            **_ORGANIZATION,
            "scm_type": "git",
            "scm_url": "https://git.example/x.git",
            "default_environment": "Walls",
        },
    ),
    ("inventory", {"name": "Firms", **_ORGANIZATION, "kind": "", "variables": {"ansible_connection": "local"}}),
    (
        "inventory_source",
        {
            "name": "Table of firms",
            "inventory": "Firms",
            **_ORGANIZATION,
            "source": "scm",
            "source_project": "Skeleton",
            "source_path": "inventories/store/firms.yml",
            "overwrite": True,
        },
    ),
    (
        "notification_template",
        {
            "name": "Mail",
            **_ORGANIZATION,
            "notification_type": "webhook",
            "notification_configuration": {
                "url": "https://hook.example",
                "headers": {},
                "http_method": "POST",
                "username": "",
                "password": "",
                "disable_ssl_verification": False,
            },
        },
    ),
    (
        "job_template",
        {
            "name": "Verify",
            **_ORGANIZATION,
            "project": "Skeleton",
            "inventory": "Firms",
            "playbook": "playbooks/verify.yml",
            "execution_environment": "Walls",
            "ask_limit_on_launch": True,
            "ask_credential_on_launch": True,
            "extra_vars": {"report_in_check_mode": True},
            "survey_enabled": True,
            "survey_spec": _SURVEY,
            "credentials": ["vault"],
            "notification_templates_error": ["Mail"],
        },
    ),
    (
        "workflow_job_template",
        {
            "name": "Flow",
            **_ORGANIZATION,
            "inventory": "Firms",
            "ask_limit_on_launch": True,
            "notification_templates_approvals": ["Mail"],
        },
    ),
    (
        "workflow_job_template_node",
        {**_JOB, "identifier": "alder", "limit": "alder", "credentials": ["alder"], "extra_data": {}},
    ),
    (
        "workflow_job_template_node",
        {**_FLOW, "identifier": "approve", "approval_node": {"name": "Go on?", "description": "x", "timeout": 3600}},
    ),
    ("workflow_job_template_node", {**_JOB, "identifier": "last", "all_parents_must_converge": True}),
    ("workflow_job_template_node", {**_FLOW, "identifier": "alder", "success_nodes": ["approve"]}),
    ("workflow_job_template_node", {**_FLOW, "identifier": "approve", "always_nodes": ["last"]}),
    (
        "schedule",
        {
            "name": "Nightly",
            "unified_job_template": "Verify",
            **_ORGANIZATION,
            "rrule": "DTSTART;TZID=Europe/London:20260101T020000 RRULE:FREQ=DAILY;INTERVAL=1",
            "extra_data": {"verify_audit_days": 2},
        },
    ),
]


@pytest.fixture
def _signed_in(awx: Awx, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Let awx.awx find its collection and this AWX, and nothing of whoever runs the tests."""
    monkeypatch.syspath_prepend(str(_COLLECTIONS))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name, value in awx.environment().items():
        monkeypatch.setenv(name, value)


def run(name: str, args: dict[str, Any], check: bool = False) -> dict[str, Any]:
    """Run a module of awx.awx in this process and return its answer."""
    module = importlib.import_module(f"ansible_collections.awx.awx.plugins.modules.{name}")
    output = io.StringIO()
    with (
        patch_module_args({**args, "_ansible_check_mode": check, "_ansible_remote_tmp": "/tmp"}),
        contextlib.redirect_stdout(output),
        contextlib.suppress(SystemExit),
    ):
        module.main()
    answer: dict[str, Any] = json.loads(output.getvalue())
    return answer


@pytest.mark.usefixtures("_signed_in")
def test_the_modules_create_then_change_nothing_then_remove(awx: Awx, api: Api) -> None:
    for name, args in SETUP:
        answer = run(name, args)
        assert (answer.get("failed", False), answer["changed"]) == (False, True), (name, answer)
        assert "warnings" not in answer, (name, answer)
    assert awx.object("job_templates", "Verify")["survey_spec"] == _SURVEY
    assert awx.object("job_templates", "Verify")["extra_vars"] == '{"report_in_check_mode": true}'
    assert awx.object("workflow_job_template_nodes", "alder")["names"] | {"inventory": None} == {
        "inventory": None,
        "execution_environment": None,
        "workflow_job_template": "Flow",
        "unified_job_template": "Verify",
        "success_nodes": ["approve"],
        "failure_nodes": [],
        "always_nodes": [],
        "credentials": ["alder"],
        "labels": [],
        "instance_groups": [],
    }
    assert awx.object("schedules", "Nightly")["names"]["unified_job_template"] == "Verify"

    awx.journal.clear()
    for name, args in SETUP:
        assert run(name, args)["changed"] is False, name
    assert [entry.path for entry in awx.journal if entry.kind == "write"] == []

    fetched = run("inventory_source_update", {"name": "Table of firms", "inventory": "Firms", "wait": True})
    assert (fetched["changed"], fetched["status"]) == (True, "successful")

    for name, args in reversed(SETUP):
        keys = ("name", "identifier", "organization", "inventory", "workflow_job_template", "unified_job_template")
        named = {key: args[key] for key in keys if key in args}
        if name in ("job_template", "workflow_job_template", "execution_environment"):
            named.pop("inventory", None)
        if name == "credential":
            named["credential_type"] = args["credential_type"]
        answer = run(name, {**named, "state": "absent"})
        assert not answer.get("failed"), (name, answer)
    for kind in ("job_templates", "workflow_job_template_nodes", "workflow_job_templates", "projects", "inventories"):
        assert awx.objects(kind) == [], kind
    assert awx.object("credential_types", "Vault")["managed"] is True


@pytest.mark.usefixtures("_signed_in")
def test_check_mode_writes_nothing(awx: Awx) -> None:
    assert run("organization", {"name": "LegalOps"}, check=True)["changed"] is True
    assert awx.writes() == 0


@pytest.mark.usefixtures("_signed_in")
def test_a_module_says_why_it_was_refused(site: Awx, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = run("credential_type", {"name": "x", "kind": "cloud", "injectors": {"extra_vars": {"job_x": "{{ y }}"}}})
    assert "job_x uses an undefined field" in refused["msg"]
    survey = {"name": "", "description": "", "spec": []}
    assert "doesn't contain any items" in run("job_template", {"name": "Verify", "survey_spec": survey})["msg"]
    monkeypatch.setenv("CONTROLLER_OAUTH_TOKEN", site.reader_token)
    assert "HTTP 403" in run("organization", {"name": "Another"})["msg"]
    monkeypatch.setenv("CONTROLLER_OAUTH_TOKEN", "wrong")
    assert "HTTP 401" in run("organization", {"name": "Another"})["msg"]


@pytest.mark.usefixtures("_signed_in")
def test_a_module_signs_in_with_a_password_and_out_again(awx: Awx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONTROLLER_OAUTH_TOKEN")
    args = {"name": "LegalOps", "controller_username": awx.username, "controller_password": awx.password}
    assert run("organization", args)["changed"] is True
    signed = [(entry.method, entry.status) for entry in awx.journal if entry.kind == "signin"]
    assert signed == [("POST", 201), ("DELETE", 204)]
    assert awx.writes() == 1


@pytest.mark.usefixtures("_signed_in")
def test_the_lookup_reads_all_pages(awx: Awx) -> None:
    for number in range(30):
        awx.create("organizations", name=f"Firm {number:02}")
    query = (
        "query('awx.awx.controller_api', 'organizations', query_params={'name__startswith': 'Firm'}, return_all=true)"
    )
    environment = {
        "ANSIBLE_COLLECTIONS_PATH": str(_COLLECTIONS),
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    }
    ended = subprocess.run(
        ["ansible", "localhost", "-m", "ansible.builtin.debug", "-a", f"msg={{{{ {query} | length }}}}"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert '"msg": "30"' in ended.stdout or '"msg": 30' in ended.stdout
    assert [entry.path for entry in awx.journal] == ["/api/v2/organizations/"] * 2
