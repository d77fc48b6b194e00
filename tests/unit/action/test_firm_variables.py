# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where an action fills in a firm's variables and where it never does; what it hands on, and to whom."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

import pytest
from helpers.actions import HERE, PLAY, PLUGINS, begun, own_action, task_of
from helpers.firm import MORE_VARIABLES as FIRM
from helpers.firm import firm
from unit.run.runs import USER, configured, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.job_credentials import JOB_VARIABLES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, SECRETS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Answer, Module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Step
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _in_process, _older_templates

NAMES = sorted(path.stem for path in (Path(__file__).parents[3] / "plugins/action").glob("*.py"))
VARIABLES = {**HERE, **FIRM, "ansible_play_hosts_all": ["alder"], "hostvars": {}}
CANARIES = [value for name, value in FIRM.items() if name in SECRETS]

Called = list[dict[str, Any]]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Called:
    """Return what modules with a system were called with; none of them is run."""
    found: Called = []

    def run(self: Any, tmp: Any, given: Any) -> dict[str, Any]:
        found.append(dict(self._task.args))
        return {"failed": False}

    monkeypatch.setattr(_in_process.InProcess, "_run", run)
    # What older releases make of templates has a test of its own, with their templates.
    monkeypatch.setattr(_older_templates, "ARE_USED", False)
    return found


def filled_of(called: Called) -> dict[str, Any]:
    (one,) = called
    return one


# --- Where ------------------------------------------------------------------------------------------------------------


def test_task_that_runs_here_gets_what_it_leaves_out(called: Called) -> None:
    assert own_action("imanage_info", {"validate_certs": False}).run(None, VARIABLES) == {"failed": False}
    options = filled_of(called)
    assert (options["url"], options["password"]) == (FIRM["imanage_url"], FIRM["imanage_password"])
    assert options["validate_certs"] is False


@pytest.mark.parametrize("name", ["imanage_info", "legora_connector_info", "imanage_user", "imanage_session"])
@pytest.mark.parametrize(
    "different",
    [
        {"connection": {"transport": "ssh"}},
        {"connection": {"become": "sudo"}},
        {"task": {"delegate_to": "elsewhere"}},
        {"task": {"delegate_to": "localhost"}},
    ],
    ids=str,
)
def test_task_that_runs_elsewhere_gets_nothing(name: str, different: dict[str, Any], called: Called) -> None:
    """A host's own connection may lead to a machine that is none of the firm's, as an ad-hoc call's does."""
    begun(configured(), step("imanage_session", {"session": {"path": "/x/session"}}))
    own_action(name, {"timeout": 7, "role": None}, **different).run(None, VARIABLES)
    options = filled_of(called)
    options.pop("directory", None)  # Ansible's own, for the session's file
    assert options == {"timeout": 7}


def test_typed_address_gets_no_secret_whatever_the_host_says(called: Called) -> None:
    begun(configured(), step("imanage_session", {"session": {"path": "/x/session"}}))
    own_action("imanage_info", {"url": "https://elsewhere.example"}).run(None, VARIABLES)
    assert filled_of(called) == {"url": "https://elsewhere.example"}


def test_what_is_missing_is_named_by_the_module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_in_process.ActionBase, "run", lambda *given: {})
    answer = own_action("imanage_info", {"url": "https://elsewhere.example"}).run(None, VARIABLES)
    assert answer["failed"] is True
    assert (
        "username (imanage_username), password (imanage_password), client_id (imanage_client_id) are missing"
        in answer["msg"]
    )
    assert answer["requests"] == {"read": 0, "write": 0, "signin": 0}


def test_unusable_variable_is_named_without_its_value(called: Called) -> None:
    answer = own_action("imanage_info", {}).run(None, {**VARIABLES, "imanage_password": " canary "})
    assert answer["failed"] is True
    assert "imanage_password begins or ends with white space" in answer["msg"]
    assert "canary" not in json.dumps(answer)
    assert called == []


def test_what_firm_config_has_registered_in_this_play_is_taken_as_it_is(called: Called) -> None:
    variables = {"imanage_url": "https://checked.example", "imanage_password": " as: {{ written }} "}
    for play, expected in ((PLAY, "https://checked.example"), ("play-0", FIRM["imanage_url"])):
        registered = {"ethical_walls_firm": {"play": play, "variables": variables}}
        own_action("imanage_info", {}).run(None, {**VARIABLES, **registered})
        assert called.pop()["url"] == expected
    own_action("imanage_info", {}).run(
        None, {**VARIABLES, "ethical_walls_firm": {"play": PLAY, "variables": variables}}
    )
    assert filled_of(called)["password"] == variables["imanage_password"]


def test_registered_failure_is_no_check(called: Called) -> None:
    for registered in ({"failed": True, "msg": "x"}, {"play": "play-0"}, "text", None):
        own_action("imanage_info", {}).run(None, {**VARIABLES, "ethical_walls_firm": registered})
        assert called.pop()["url"] == FIRM["imanage_url"]


# --- The credentials of an AWX job ------------------------------------------------------------------------------------

JOB = {"job_imanage_password": "of-the-job-0001", "job_imanage_username": "job@alder.example"}


def test_credentials_of_a_job_are_taken_for_its_one_firm_also_without_firm_config(called: Called) -> None:
    own_action("imanage_info", {}).run(None, {**VARIABLES, **JOB, "job_imanage_firm": "alder"})
    options = filled_of(called)
    assert (options["password"], options["username"]) == tuple(JOB.values())
    assert options["client_secret"] == FIRM["imanage_client_secret"], "the job brings none"


@pytest.mark.parametrize(
    "different",
    [{"ansible_play_hosts_all": ["alder", "birch"]}, {"job_imanage_firm": "birch"}, {"job_legora_firm": "birch"}],
    ids=str,
)
def test_credentials_of_a_job_are_refused_for_another_firm(different: dict[str, Any], called: Called) -> None:
    answer = own_action("imanage_info", {}).run(None, {**VARIABLES, **JOB, **different})
    assert answer["failure"]["kind"] == "tenant_mismatch"
    assert not [value for value in (*JOB.values(), *CANARIES) if value in json.dumps(answer)]
    assert called == []


def test_blank_credentials_of_a_job_are_none(called: Called) -> None:
    two = {"ansible_play_hosts_all": ["alder", "birch"]}
    own_action("imanage_info", {}).run(None, {**VARIABLES, **two, **dict.fromkeys(JOB, " ")})
    assert filled_of(called)["password"] == FIRM["imanage_password"]


def test_jobs_credentials_cover_every_secret_of_a_firm() -> None:
    assert set(JOB_VARIABLES) <= set(BY_NAME)
    assert set(SECRETS) <= set(JOB_VARIABLES)
    # The next password is a field of the account's credential.
    own = {**JOB_VARIABLES, "rotate_new_password": "job_rotate_new_password"}
    assert JOB_VARIABLES["rotate_new_password"] == "job_service_account_new_password"
    assert own == {name: f"job_{name}" for name in JOB_VARIABLES}


# --- firm_config ------------------------------------------------------------------------------------------------------


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_in_process.ActionBase, "run", lambda *given: {})
    monkeypatch.setattr(_older_templates, "ARE_USED", False)


@pytest.mark.usefixtures("quiet")
def test_secrets_are_registered_once_and_kept_from_everybody_else(directory: Path) -> None:
    answer = own_action("firm_config", {"purpose": "onboard"}).run(None, VARIABLES)
    assert answer["_ansible_no_log"] is True, answer
    assert answer["play"] == PLAY
    assert {name: answer["variables"][name] for name in SECRETS if name in FIRM} == {
        name: value for name, value in FIRM.items() if name in SECRETS
    }
    assert not [value for value in CANARIES if value in json.dumps(answer["config"])]
    written = "".join(path.read_text(encoding="utf-8") for path in directory.glob("*"))
    assert not [value for value in CANARIES if value in written]
    run = RecordFile(str(directory), "alder").read(PLAY)
    assert run is not None
    assert (run.purpose, run.config["firm_name"]) == ("onboard", FIRM["firm_name"])


@pytest.mark.usefixtures("quiet")
def test_failure_is_shown_and_registers_no_secret(directory: Path) -> None:
    answer = own_action("firm_config", {"purpose": "onboard"}).run(None, {**VARIABLES, "legora_region": "mars"})
    assert answer["failed"] is True
    assert "_ansible_no_log" not in answer
    assert "variables" not in answer
    assert "legora_region" in answer["msg"]
    assert not [value for value in CANARIES if value in json.dumps(answer)]


@pytest.mark.usefixtures("quiet")
def test_job_credentials_are_checked_with_the_firm() -> None:
    answer = own_action("firm_config", {"purpose": "onboard"}).run(None, {**VARIABLES, **JOB})
    assert answer["variables"]["imanage_password"] == JOB["job_imanage_password"]
    two = {"ansible_play_hosts_all": ["alder", "birch"]}
    refused = own_action("firm_config", {"purpose": "onboard"}).run(None, {**VARIABLES, **JOB, **two})
    assert refused["failure"]["kind"] == "tenant_mismatch"
    without_secrets = own_action("firm_config", {}).run(None, {**VARIABLES, "job_legora_firm": "elm"})
    assert "job_legora_firm is elm" in without_secrets["msg"]


@pytest.mark.usefixtures("quiet")
def test_switches_of_the_run_stand_in_the_head_of_its_record(
    directory: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A relative directory starts where Ansible does, and a process of its own would start elsewhere."""
    monkeypatch.chdir(tmp_path)
    switches = {"report_directory": "plans/x", "report_in_check_mode": "yes", "onboard_accept": ["R5"]}
    own_action("firm_config", {"purpose": "onboard"}).run(None, {**VARIABLES, **switches})
    run = RecordFile(str(directory), "alder").read(PLAY)
    assert run is not None
    assert run.head["report_directory"] == str(tmp_path / "plans/x")
    assert (run.head["report_in_check_mode"], run.head["accepted"]) == (True, ["R5"])
    own_action("firm_config", {"purpose": "verify"}).run(None, {**VARIABLES, **switches, "report_directory": " "})
    again = RecordFile(str(directory), "alder").read(PLAY)
    assert again is not None
    assert (again.head["report_directory"], again.head["accepted"]) == (None, None)


@pytest.mark.usefixtures("quiet")
def test_record_that_cannot_be_written_is_a_failure_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_in_process.constants, "DEFAULT_LOCAL_TMP", "/nowhere/at/all")
    answer = own_action("firm_config", {"purpose": "onboard"}).run(None, VARIABLES)
    assert answer["failed"] is True
    said = (
        "failed to begin the firm: /nowhere/at/all can't be written (No such file or directory). Give Ansible another"
    )
    assert answer["msg"].startswith(f"this machine of alder: {said}")


@pytest.mark.usefixtures("quiet")
def test_retry_of_a_task_counts_once_and_the_next_play_begins_anew(directory: Path) -> None:
    record = begun(configured())
    action = own_action("firm_checks", {"phase": "preflight"})
    for _attempt in range(2):
        action.run(None, VARIABLES)
    run = record.read(PLAY)
    assert run is not None
    assert len(run.of("firm_checks")) == 1
    own_action("firm_config", {"purpose": "verify"}, {"_parent": task_of()._parent, "_uuid": "task-9"}).run(
        None, VARIABLES
    )
    again = RecordFile(str(directory), "alder").read(PLAY)
    assert again is not None
    assert (again.purpose, [one.module for one in again.steps]) == ("verify", ["firm_config"])


def test_each_item_of_a_loop_is_kept_and_of_each_the_last_attempt(called: Called, directory: Path) -> None:
    record = begun(configured())
    action = own_action("imanage_user_info", {"user_id": "A"})
    for item in ("canary-item-1", "canary-item-2", "canary-item-2", {"id": "canary-item-3"}):
        action.run(None, {**VARIABLES, "ansible_loop_var": "item", "item": item})
    action.run(None, VARIABLES)
    run = record.read(PLAY)
    assert run is not None
    assert [one.module for one in run.steps].count("imanage_user_info") == 4
    written = "".join(path.read_text(encoding="utf-8") for path in directory.glob("*"))
    assert "canary-item" not in written


# --- What no action returns -------------------------------------------------------------------------------------------

STORED = {"host": "alder", "step": "finish", "variables": {"service_account_password": "a-pretend-password"}}
GIVEN: dict[str, dict[str, Any]] = {
    "endpoint_info": {"url": "https://alder.example"},
    "firm_checks": {"phase": "preflight"},
    "firm_config": {"purpose": "preflight"},
    "firm_store_command": {"command": ["true"], **STORED},
    "firm_vault_file": {"path": "passwords.yml", **STORED},
    "firm_failure": {"task": "Ask the vault", "said": "no answer"},
    "legora_project_preferences": {"create_projects_from": {"imanage": True}},
    "merge_reports": {"directory": "."},
}


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("name", NAMES)
def test_no_action_returns_facts(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """They would go to a fact cache, and yesterday's trust would come back."""
    nothing = dict.fromkeys(("firm", "purpose", "message", "incomplete", "failure", "hand_over"))
    result = {**nothing, "host": "alder", "status": "unchanged", "gate": [], "findings": []}
    ended = step("firm_result", {"result": result})
    begun(Step("firm_config", "Check it", {}, {"config": firm().config}), step("imanage_user", {"user": USER}), ended)
    monkeypatch.chdir(tmp_path)
    module: Module = importlib.import_module(f"{PLUGINS}.modules.{name}").MODULE
    if module.system:
        answered = Answer(
            {"changed": False, module.job.returns: {"ansible_facts": "as a server's word"}, "requests": {}}
        )
        monkeypatch.setattr(_in_process, "perform", lambda *given: answered)
    answer = own_action(name, GIVEN.get(name, {})).run(None, VARIABLES)
    # What was read is not all in order, of course; but it was decided.
    assert name == "firm_checks" or answer.get("failed") is not True, answer
    assert "ansible_facts" not in answer
    assert ("ansible_stats" in answer) is (name == "firm_stats")


def test_nothing_is_noted_where_no_play_keeps_a_record(called: Called, directory: Path) -> None:
    own_action("imanage_info", {}).run(None, VARIABLES)
    assert not list(directory.glob("*.jsonl"))
