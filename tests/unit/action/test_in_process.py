# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a module may run in Ansible's own process, and what reaches it there."""

from __future__ import annotations

import dataclasses
import datetime
import gc
import importlib
import json
import multiprocessing
import os
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.errors import AnsibleUndefinedVariable
from helpers.actions import HERE, PLUGINS, Templates, begun, own_action, task_of
from unit.run.runs import checked, configured

from ansible_collections.legalops.ethical_walls.plugins.module_utils._clients import NoClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.counter import no_requests
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.outcome import Outcome
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Job, Module, secret_values
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run import record as record_file
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Step
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _in_process, _older_templates
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._on_controller import OnController

NAMES = sorted(path.stem for path in (Path(__file__).parents[3] / "plugins/modules").glob("*.py"))


def action_of(module: Module, task: dict[str, Any] | None = None, connection: dict[str, Any] | None = None) -> Any:
    """Return the action of a module, for a task that is as in the playbooks, but for what is given."""
    kind = type("ActionModule", (_in_process.InProcess,), {"module": module})
    return kind(
        task=task_of(**(task or {})),
        connection=SimpleNamespace(**{"transport": "local", "become": None, **(connection or {})}),
        play_context=None,
        loader=None,
        templar=Templates(lambda value: value),
        shared_loader_obj=None,
    )


def runs_here(task: dict[str, Any] | None = None, connection: dict[str, Any] | None = None, **task_vars: Any) -> bool:
    """Return whether a module runs in this process."""
    given = {"ansible_python_interpreter": sys.executable, **task_vars}
    action = action_of(local(lambda *given: Outcome({})), task, connection)
    wanted: bool = action._is_wanted(given)
    return wanted and bool(action._may_run_here(given))


@dataclasses.dataclass
class Wanted:
    """What the example module takes."""

    firm: str | None
    settings: dict[str, Any] | None


def local(ensure: Any, masking: Any = "secrets") -> Module:
    """Return a module that only calls a function."""
    spec = {
        "firm": {"type": "str"},
        "key": {"type": "str", "no_log": True},
        "settings": {"type": "dict", "options": {"password": {"type": "str", "no_log": True}, "name": {"type": "str"}}},
    }
    job = Job(returns="found", wanted=Wanted, ensure=ensure)
    return Module(spec, job, lambda options, redactor, learn: NoClient(), rules={}, masking=masking)


def answer_of(ensure: Any, masking: Any = "secrets", **options: Any) -> dict[str, Any]:
    """Return what a module answers."""
    answer: dict[str, Any] = action_of(local(ensure, masking), {"args": options})._answer(is_echoed=True)
    return answer


def echo(client: Any, wanted: Wanted, check_mode: bool) -> Outcome:
    """Return what was given, as a careless server might."""
    return Outcome({"firm": wanted.firm, "settings": wanted.settings})


@pytest.mark.parametrize("switch", [{}, *({_in_process.SWITCH: value} for value in (None, "", " ", True, "yes"))])
def test_runs_here_unless_it_is_switched_off(switch: dict[str, Any]) -> None:
    assert runs_here(**switch) is True


@pytest.mark.parametrize(
    "different",
    [
        {_in_process.SWITCH: False},
        {_in_process.SWITCH: "no"},
        {_in_process.SWITCH: ["yes"]},
        {"ansible_python_interpreter": "/usr/bin/another"},
        {"ansible_python_interpreter": None},
        {"connection": {"transport": "ssh"}},
        {"connection": {"become": "sudo"}},
        {"task": {"async_val": 10}},
        {"task": {"delegate_to": "localhost"}},
        {"task": {"environment": [{}, {"https_proxy": "http://proxy.example:3128"}]}},
    ],
    ids=str,
)
def test_runs_in_a_process_of_its_own_where_that_makes_a_difference(different: dict[str, Any]) -> None:
    assert runs_here(**different) is False


def test_a_switch_that_cannot_be_read_is_left_to_the_check_of_all_switches() -> None:
    action = action_of(local(echo))
    action._templar = Templates(_undefined)
    assert action._is_wanted({_in_process.SWITCH: "{{ nope }}"}) is True


@pytest.mark.parametrize("name", ["firm_checks", "firm_result", "imanage_user", "legora_connector_info"])
def test_a_task_reads_the_run_record_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it: what each task costs a firm would grow with what there is in it."""
    begun(configured(), checked("preflight", []))
    monkeypatch.setattr(_in_process.ActionBase, "run", lambda *given: {})
    monkeypatch.setattr(_in_process.InProcess, "_may_run_here", lambda *given: True)
    monkeypatch.setattr(_older_templates, "ARE_USED", False)  # what stands in for the templar has no environment
    read: list[str] = []
    real = record_file._read
    monkeypatch.setattr(record_file, "_read", lambda path: read.append(path) or real(path))
    args = {"phase": "verify"} if name == "firm_checks" else {}
    own_action(name, args).run(None, HERE)
    assert len(read) == 1, read


def _undefined(value: Any) -> Any:
    raise AnsibleUndefinedVariable("'nope' is undefined")


def test_a_firms_variables_are_looked_up_at_each_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ansible runs the same action again for a task with retries, when a store of secrets may be back."""
    # What older releases make of templates has a test of its own, with their templates.
    monkeypatch.setattr(_older_templates, "ARE_USED", False)
    kind = importlib.import_module(f"{PLUGINS}.action.firm_config").ActionModule
    task = task_of(args={"firm": "alder"})
    action = kind(task, SimpleNamespace(transport="local", become=None), None, None, Templates(_undefined), None)
    called = []

    def answer(self: Any, tmp: Any, given: Any) -> dict[str, Any]:
        called.append(dict(task.args))
        self._templar.template = lambda value: value
        return {}

    monkeypatch.setattr(OnController, "_run", answer)
    for _attempt in range(2):
        action.run(None, {"imanage_password": "{{ nope }}"})
    assert [(one["config"], set(one["unreadable"])) for one in called] == [
        ({}, {"imanage_password"}),
        ({"imanage_password": "{{ nope }}"}, set()),
    ]
    assert task.args == {"firm": "alder"}


@pytest.mark.parametrize("name", ["platform", "LOADED"])
def test_runs_in_a_process_of_its_own_where_it_could_not_work_here(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """On macOS a forked process must not use the network. What is missing here may be there, or is reported there."""
    if name == "platform":
        monkeypatch.setattr(sys, "platform", "darwin")
    else:
        monkeypatch.setattr(_in_process, "LOADED", False)
    assert runs_here() is False


def test_libraries_that_do_not_fit_together_are_no_error_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise AttributeError("module 'lib' has no attribute 'X509_V_FLAG_NOTIFY_POLICY'")

    assert _in_process._load() is True
    monkeypatch.setattr(_in_process, "import_module", broken)
    assert _in_process._load() is False


class Sender(NoClient):
    """Stands in for a client that has sent something."""

    def __init__(self, *purposes: Any) -> None:
        self.counter = no_requests()
        for purpose in purposes:
            self.counter[purpose] += 1


@pytest.mark.parametrize(("purposes", "is_known"), [(("read", "write"), False), (("read", "signin"), True), ((), True)])
def test_what_a_task_did_whose_time_was_over_is_told_from_what_it_had_sent(
    purposes: tuple[Any, ...], is_known: bool
) -> None:
    def interrupted(client: Any, wanted: Wanted, check_mode: bool) -> Outcome:
        raise _in_process.TIME_LIMIT(3)

    module = dataclasses.replace(local(interrupted), make_client=lambda options, redactor, learn: Sender(*purposes))
    answer = action_of(module, {"args": {"firm": "Alder"}})._answer(is_echoed=False)
    assert answer["failed"] is True
    assert sum(answer["requests"].values()) == len(purposes)
    assert ("outcome_unknown" not in answer["failure"]) is is_known
    assert ("Whether the last write took effect is not known" not in answer["msg"]) is is_known
    assert answer["msg"].startswith("Ansible of Alder: failed to finish the task: it took longer")


@pytest.mark.parametrize(
    ("task", "transport", "is_told"), [({}, "local", True), ({"async_val": 60}, "local", False), ({}, "ssh", False)]
)
def test_a_process_of_its_own_is_told_its_run_unless_it_may_outlive_it(
    monkeypatch: pytest.MonkeyPatch, task: dict[str, Any], transport: str, is_told: bool
) -> None:
    told: list[str | None] = []
    monkeypatch.setattr(_in_process.OwnProcess, "run", lambda *given: told.append(os.environ.get("ETHICAL_WALLS_RUN")))
    action = action_of(local(echo), task, {"transport": transport})
    action._is_pipelining_enabled = lambda *given: True
    action._run(None, {**HERE, _in_process.SWITCH: False})
    assert told == [str(os.getppid()) if is_told else None]
    assert "ETHICAL_WALLS_RUN" not in os.environ


def test_of_a_process_of_its_own_whose_time_was_over_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*given: Any) -> Any:
        raise _in_process.TIME_LIMIT(3)

    action = action_of(local(echo), {"args": {"firm": "Alder"}})
    monkeypatch.setattr(_in_process.OwnProcess, "run", interrupted)
    action._is_pipelining_enabled = lambda *given: True
    answer = action.run(None, {"ansible_python_interpreter": "/usr/bin/another"})
    assert answer["failure"]["outcome_unknown"] is True
    assert answer["failed"] is True


@pytest.mark.parametrize(
    ("steps", "runs"),
    [
        ((configured(), checked("preflight", [])), True),
        ((configured(), checked("preflight", [], failed=True)), False),
        ((configured(),), False),
        ((), False),
        (None, False),
    ],
)
def test_a_task_that_writes_waits_for_the_preflight_of_its_run(
    steps: tuple[Step, ...] | None, runs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_in_process.ActionBase, "run", lambda *given: {})
    if steps is not None:
        begun(*steps)
    module = local(echo)
    module.argument_spec["after"] = {"type": "str"}
    for after, expected in (("preflight", runs), (None, True)):
        args = {"firm": "Alder", **({"after": after} if after else {})}
        action = action_of(module, {"args": args})
        answer = action.run(None, HERE)
        assert (not answer["failed"]) is expected, answer
        assert action._task.args == args
        if not expected:
            assert answer["msg"].startswith("Ansible of Alder: failed to start here: nothing was written, since")
            assert answer["requests"] == {"read": 0, "write": 0, "signin": 0}


def test_preflight_of_another_play_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_in_process.ActionBase, "run", lambda *given: {})
    begun(configured(), checked("preflight", []))
    other = SimpleNamespace(_play=SimpleNamespace(_uuid="play-2"))
    answer = action_of(local(echo), {"args": {"after": "preflight"}, "_parent": other}).run(None, HERE)
    assert "nothing was written, since the firm was not checked before in this run" in answer["msg"]


@pytest.mark.parametrize(
    ("different", "named"),
    [
        ({"connection": {"transport": "ssh"}}, "ansible_connection is ssh"),
        ({"connection": {"become": "sudo"}}, "ansible_become is on"),
        ({"task": {"delegate_to": "elsewhere"}}, "delegated"),
        ({"pipelined": False, "ansible_python_interpreter": "/usr/bin/another"}, "ansible_pipelining off"),
        ({"ansible_python_interpreter": "/nowhere/python"}, "ansible_python_interpreter is /nowhere/python"),
    ],
    ids=str,
)
def test_playbooks_run_here_and_nowhere_else(
    different: dict[str, Any], named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_in_process.OwnProcess, "run", lambda *given: {"ran": True})
    task = {"args": {"firm": "Alder"}, **different.pop("task", {})}
    action = action_of(local(echo), task, different.pop("connection", None))
    pipelined = different.pop("pipelined", True)
    action._is_pipelining_enabled = lambda *given: pipelined
    task_vars = {"ansible_python_interpreter": sys.executable, **different}
    # Anybody's own play may run a module wherever it likes.
    assert action.run(None, task_vars) == {"ran": True}
    answer = action.run(None, {**task_vars, "ethical_walls_only_here": True})
    assert answer["failed"] is True
    assert named in answer["msg"]


def test_secrets_of_options_that_came_as_text_are_masked() -> None:
    answer = answer_of(echo, firm="at Canary-1", settings=json.dumps({"password": "Canary-1", "name": "x Canary-1"}))
    assert answer["found"]["firm"] == "at ********"
    assert "Canary" not in str(answer)


def test_options_that_were_refused_are_not_echoed_where_nobody_knows_what_is_in_them() -> None:
    answer = answer_of(echo, masking="long_secrets", settings="Canary-1, no settings")
    assert answer["failed"] is True
    assert "Canary" not in str(answer)


def test_short_secret_does_not_change_whether_something_failed_or_changed() -> None:
    answer = answer_of(echo, key="e")
    assert (answer["failed"], answer["changed"]) == (False, False)


def test_what_libraries_say_to_programmers_stays_here() -> None:
    def chatty(client: Any, wanted: Wanted, check_mode: bool) -> Outcome:
        warnings.warn("Unverified HTTPS request", stacklevel=1)
        return Outcome({}, warnings=["Something for people"])

    answer = answer_of(chatty)
    assert answer["failed"] is False, answer
    assert answer["warnings"] == ["Something for people"]


@pytest.mark.parametrize(("setting", "echoed"), [(None, True), (True, True), (False, False)])
def test_options_are_echoed_where_ansible_would(
    monkeypatch: pytest.MonkeyPatch, setting: bool | None, echoed: bool
) -> None:
    """An ansible-core without the setting always echoes them."""
    known = SimpleNamespace(config=SimpleNamespace(get_config_value=lambda name, variables: setting))
    if setting is not None:
        known.INJECT_INVOCATION = setting
    monkeypatch.setattr(_in_process, "constants", known)
    assert _in_process.is_echoed({}) is echoed


def test_unsupported_option_is_refused_in_ansible_s_words() -> None:
    answer = answer_of(echo, colour="red")
    assert answer["msg"].startswith("Unsupported parameters for (legalops.ethical_walls.example) module: colour. ")


@pytest.mark.parametrize("name", NAMES)
def test_every_module_has_its_action(name: str) -> None:
    module: Module = importlib.import_module(f"{PLUGINS}.modules.{name}").MODULE
    assert importlib.import_module(f"{PLUGINS}.action.{name}").ActionModule.module is module


def test_there_is_no_action_without_a_module() -> None:
    assert sorted(path.stem for path in (Path(__file__).parents[3] / "plugins/action").glob("*.py")) == NAMES


def test_options_arrive_as_plain_values() -> None:
    class OwnText(str):
        """As Ansible marks texts."""

    class Encrypted:
        """As Ansible 2.15 keeps a value of a vault."""

        def __str__(self) -> str:
            return "opened"

    given = {"a": OwnText("b"), "c": (1, True, None, 2.5), "d": Encrypted(), "e": datetime.date(2026, 1, 2), True: "f"}
    plain = _in_process.plain(given)
    assert plain == {"a": "b", "c": [1, True, None, 2.5], "d": "opened", "e": "2026-01-02", "true": "f"}
    assert {type(plain["a"]), type(plain["d"])} == {str}


def test_all_secrets_are_known_those_of_suboptions_too() -> None:
    spec: dict[str, Any] = {
        "plain": {},
        "key": {"no_log": True},
        "pin": {"no_log": True},
        "config": {"options": {"password": {"no_log": True}, "name": {}}},
        "files": {"no_log": True},
    }
    given = {"plain": "a", "key": "b", "pin": 7, "config": {"password": "c", "name": "d"}, "files": {"x": ["e", None]}}
    assert secret_values(given, spec) == {"b", "7", "c", "e"}
    assert secret_values({"config": None, "key": ""}, spec) == set()


def test_a_worker_alone_leaves_what_it_shares_to_itself() -> None:
    """There, a full collection would copy all that Ansible's main process has; here, nothing would be collected again.

    What one item of a loop leaves is collected while the next one runs in the same worker.
    """
    frozen, passed_over = gc.get_freeze_count(), _passed_over()
    assert passed_over == [frozen, frozen]
    context = multiprocessing.get_context("fork")
    ours, workers = context.Pipe(duplex=False)
    worker = context.Process(target=lambda: workers.send(_passed_over()))
    worker.start()
    workers.close()
    first, second = ours.recv()
    worker.join()
    assert first > frozen
    assert second == first


def _passed_over() -> list[int]:
    """Return how many objects the garbage collector passes over, in each of two tasks of this process."""
    connection = {"_shell": SimpleNamespace(tmpdir="")}
    action = action_of(local(lambda *given: Outcome({"count": gc.get_freeze_count()})), connection=connection)
    return [action.run(None, HERE)["found"]["count"] for _item in range(2)]
