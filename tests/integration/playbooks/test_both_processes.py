# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module answers alike, and asks the same of both systems, in Ansible's own process and in one of its own."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from helpers.ansible import play
from helpers.playbook import Run, inventory, run_playbook
from integration.modules import imanage_arguments, legora_arguments

from simulator import Simulator
from simulator.inventory import host_variables

MODULES = sorted(path.stem for path in (Path(__file__).parents[3] / "plugins/modules").glob("*.py"))
# Those that talk to no system run in Ansible's own process, always.
ELSEWHERE = {name for name in MODULES if not name.startswith("firm") and name != "merge_reports"}
COLLECTION = "legalops.ethical_walls"
OWN_PROCESS = re.compile(r"^Using module file .*/(\w+)\.py$", re.MULTILINE)

# Secrets where none belongs, so that only their place tells that they are some.
MISPLACED: list[dict[str, Any]] = [
    {"imanage_url": "https://admin:Canary-password@imanage.alder.example"},
    {"imanage_url": "https://imanage.alder.example?token=Canary-token"},
    {"legora_api_url": "https://api.eu.legora.com/api/v1?key=Canary-key"},
    {"imanage_libraries": [{"id": "ACTIVE", "password": "Canary-password"}]},
    {"legora_profile": {"auth": {"header": "Authorization", "format": "Bearer Canary-key"}}},
    {"imanage_pasword": "Canary-password"},
]


def answers_of(
    tmp_path: Path, sim: Simulator, tasks: list[dict[str, Any]], *arguments: str, **variables: Any
) -> tuple[Run, list[dict[str, Any]]]:
    """Run tasks for the firm alder, whether they fail or not, and return what each answered."""
    answers = tmp_path / "answers.json"
    names = [f"answer_{number}" for number in range(len(tasks))]
    content = f"{{{{ [{', '.join(names)}] | to_json }}}}"
    written = [
        *({**task, "register": name, "ignore_errors": True} for name, task in zip(names, tasks, strict=True)),
        {"ansible.builtin.copy": {"content": content, "dest": str(answers), "mode": "0600"}, "diff": False},
    ]
    # From ansible-core 2.21 on, answers have the options in them only where that is asked for.
    whole = play(written, ansible_inject_invocation=True, **variables)
    run = run_playbook(tmp_path, [whole], inventory(sim), *arguments)
    assert run.status == 0, run.output
    return run, json.loads(answers.read_text(encoding="utf-8"))


def calls(sim: Simulator, tmp_path: Path) -> list[dict[str, Any]]:
    """Return a task for each module at least once: reading, changing, changing again, refused, and failing."""
    firm = sim.firm("alder")
    libraries = ["ACTIVE", "CLOSED"]
    imanage, legora = imanage_arguments.operator(firm), legora_arguments.key(firm)
    account = {"account_username": legora_arguments.USERNAME, "account_password": legora_arguments.PASSWORD}
    user = {
        "libraries": libraries,
        "email": legora_arguments.USERNAME,
        "full_name": "Legora",
        "user_password": legora_arguments.PASSWORD,
    }
    first: list[tuple[str, dict[str, Any]]] = [
        ("imanage_user", {**imanage, **user}),
        ("legora_connector_service_account", legora_arguments.service_account(firm)),
        ("legora_connector_capability", legora_arguments.capability(firm)),
    ]
    named: list[tuple[str, dict[str, Any]]] = [
        ("imanage_info", imanage),
        ("endpoint_info", {"url": imanage["url"], "firm": "Alder"}),
        ("imanage_user_info", imanage),
        ("imanage_user", {**imanage, **user}),
        ("imanage_user", {**imanage, **user}),
        ("imanage_group_membership", {**imanage, "libraries": libraries, "users": {"add": ["SVC-LEGORA"]}}),
        ("imanage_access_info", {**imanage, **account, "libraries": libraries}),
        ("imanage_user_info", {**imanage, "libraries": libraries}),
        ("legora_connector_info", legora),
        ("legora_connector_service_account", legora_arguments.service_account(firm)),
        ("legora_connector_capability", legora_arguments.capability(firm)),
        ("legora_project_preferences", legora_arguments.preferences(firm)),
        ("legora_project_preferences_info", legora),
        ("legora_audit_log_info", legora),
        (
            "imanage_password",
            {
                **imanage,
                "libraries": libraries,
                "current_password": legora_arguments.PASSWORD,
                "new_password": "Canary-new-password-1",
            },
        ),
        ("firm_config", {"firm": "alder", "config": host_variables(firm)}),
        ("firm_config", {"firm": "alder", "config": {**host_variables(firm), "legora_region": "mars"}}),
        *(("firm_config", {"config": {**host_variables(firm), **wrong}}) for wrong in MISPLACED),
        # Refused, by the system, by us, and by Ansible.
        ("imanage_info", {**imanage, "password": "Canary-wrong-password"}),
        ("imanage_info", {**imanage, "expected_customer_id": "9"}),
        ("legora_connector_info", {**legora, "organisation": "Somebody else"}),
        ("imanage_info", {**imanage, "url": "https://alder.example/path"}),
        ("imanage_info", {**imanage, "colour": "red"}),
        ("imanage_info", {key: value for key, value in imanage.items() if key != "url"}),
        ("imanage_info", {**imanage, "timeout": "soon"}),
        ("imanage_user", {**imanage, "user_password": "Canary-given-password"}),
        ("legora_audit_log_info", {**legora, "since": "2026-01-01", "since_days": 3}),
        ("imanage_session", {**imanage, "directory": str(tmp_path / "sessions")}),
        ("imanage_session", {**imanage, "session": str(tmp_path / "sessions/none"), "state": "absent"}),
    ]
    assert {name for name, _arguments in named} == {"firm_config", *ELSEWHERE}
    return [
        {
            f"{COLLECTION}.{name}": {key: value for key, value in given.items() if value is not None},
            "check_mode": number < len(first),
        }
        for number, (name, given) in enumerate(first + named)
    ]


def _is_here(task: dict[str, Any]) -> bool:
    """Say whether a task's module always runs in Ansible's own process."""
    return any(name.startswith(f"{COLLECTION}.firm_") for name in task)


def comparable(value: Any) -> Any:
    """Return an answer without what differs from run to run: times, ports, the names of temporary files."""
    text = json.dumps(value, sort_keys=True)
    text = re.sub(r"ansible-local-\w+", "OF_THE_RUN", text)
    text = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?", "TIME", text)
    text = re.sub(
        r'"(correlation_id|ends_at|session|path|age_days|seconds|play)": ("[^"]*"|[\d.]+)', r'"\1": "VARIES"', text
    )
    return json.loads(text)


@pytest.mark.full
def test_every_module_answers_alike_either_way(sim: Simulator, tmp_path: Path) -> None:
    tasks = calls(sim, tmp_path)
    answers, journals = {}, {}
    for in_process in (True, False):
        sim.reset()
        run, answers[in_process] = answers_of(
            tmp_path, sim, tasks, "--diff", "-vvv", ethical_walls_in_process=in_process
        )
        elsewhere = [name for name in OWN_PROCESS.findall(run.output) if name in MODULES]
        assert len(elsewhere) == (0 if in_process else len([one for one in tasks if not _is_here(one)]))
        journals[in_process] = [(one.system, one.method, one.path, one.status) for one in sim.journal.entries("alder")]
        assert "Canary" not in run.output
    for task, here, there in zip(tasks, answers[True], answers[False], strict=True):
        assert comparable(here) == comparable(there), task
    assert journals[True] == journals[False]
    assert {bool(answer.get("failed")) for answer in answers[True]} == {True, False}


def test_words_of_a_server_are_not_rendered_as_a_template(sim: Simulator, tmp_path: Path) -> None:
    firm = sim.firm("alder")
    firm.imanage.users["ADMIN"].full_name = "{{ 6 * 7 }}"
    given = {key: value for key, value in imanage_arguments.operator(firm, user_id="ADMIN").items() if value}
    tasks = [
        {f"{COLLECTION}.imanage_user_info": given},
        {"ansible.builtin.debug": {"msg": "it reads {{ answer_0.user.full_name }}"}},
    ]
    _run, answers = answers_of(tmp_path, sim, tasks)
    assert answers[1]["msg"] == "it reads {{ 6 * 7 }}"
