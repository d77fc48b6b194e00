# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a module may run in Ansible's own process, and what reaches it there."""

from __future__ import annotations

import datetime
import importlib
import json
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible.errors import AnsibleUndefinedVariable

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.outcome import Outcome
from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import (
    Job,
    Module,
    _NoClient,
    secret_values,
)
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _in_process

PLUGINS = "ansible_collections.legalops.ethical_walls.plugins"
NAMES = sorted(path.stem for path in (Path(__file__).parents[3] / "plugins/modules").glob("*.py"))


def action_of(module: Module, task: dict[str, Any] | None = None, connection: dict[str, Any] | None = None) -> Any:
    """Return the action of a module, for a task that is as in the playbooks, but for what is given."""
    kind = type("ActionModule", (_in_process.InProcess,), {"module": module})
    usual = {
        "action": "legalops.ethical_walls.example",
        "args": {},
        "async_val": 0,
        "check_mode": False,
        "delegate_to": None,
        "diff": False,
        "environment": [{}],
        "timeout": 0,
    }
    return kind(
        task=SimpleNamespace(**{**usual, **(task or {})}),
        connection=SimpleNamespace(**{"transport": "local", "become": None, **(connection or {})}),
        play_context=None,
        loader=None,
        templar=SimpleNamespace(template=lambda value: value),
        shared_loader_obj=None,
    )


def runs_here(task: dict[str, Any] | None = None, connection: dict[str, Any] | None = None, **task_vars: Any) -> bool:
    """Return whether a module runs in this process."""
    given = {"ansible_python_interpreter": sys.executable, **task_vars}
    action = action_of(local(lambda *given: Outcome({})), task, connection)
    wanted: bool = action._is_wanted(given)
    return wanted and bool(action._may_run_here(given))


@dataclass
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
    return Module(spec, job, lambda call, redactor: _NoClient(), rules={}, masking=masking)


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
        {"task": {"timeout": 10}},
        {"task": {"delegate_to": "localhost"}},
        {"task": {"environment": [{}, {"https_proxy": "http://proxy.example:3128"}]}},
    ],
    ids=str,
)
def test_runs_in_a_process_of_its_own_where_that_makes_a_difference(different: dict[str, Any]) -> None:
    assert runs_here(**different) is False


def test_a_switch_that_cannot_be_read_is_left_to_the_check_of_all_switches() -> None:
    action = action_of(local(echo))
    action._templar = SimpleNamespace(template=_undefined)
    assert action._is_wanted({_in_process.SWITCH: "{{ nope }}"}) is True


def _undefined(value: Any) -> Any:
    raise AnsibleUndefinedVariable("'nope' is undefined")


def test_a_firms_variables_are_looked_up_at_each_attempt(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Ansible runs the same action again for a task with retries, when a store of secrets may be back."""
    kind = importlib.import_module(f"{PLUGINS}.action.firm_config").ActionModule
    task = SimpleNamespace(args={"firm": "alder"})
    action = kind(task, None, None, None, SimpleNamespace(template=_undefined), None)
    called = []

    def answer(self: Any, tmp: Any, given: Any) -> dict[str, Any]:
        called.append(dict(task.args))
        self._templar.template = lambda value: value
        return {}

    monkeypatch.setattr(_in_process.InProcess, "_run", answer)
    monkeypatch.setattr(_in_process.constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
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
    assert _in_process._is_echoed({}) is echoed


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
