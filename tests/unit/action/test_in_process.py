# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a module may run in Ansible's own process, and what reaches it there."""

from __future__ import annotations

import datetime
import importlib
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._module import Module, secret_values
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _in_process

PLUGINS = "ansible_collections.legalops.ethical_walls.plugins"
NAMES = sorted(path.stem for path in (Path(__file__).parents[3] / "plugins/modules").glob("*.py"))


def runs_here(task: dict[str, Any] | None = None, connection: dict[str, Any] | None = None, **task_vars: Any) -> bool:
    """Ask the action of a module that is as in the playbooks, but for what is given."""
    action = importlib.import_module(f"{PLUGINS}.action.imanage_info").ActionModule(
        task=SimpleNamespace(
            **{
                "async_val": 0,
                "check_mode": False,
                "delegate_to": None,
                "diff": False,
                "environment": [{}],
                "args": {},
                **(task or {}),
            }
        ),
        connection=SimpleNamespace(**{"transport": "local", "become": None, **(connection or {})}),
        play_context=None,
        loader=None,
        templar=SimpleNamespace(template=lambda value: value),
        shared_loader_obj=None,
    )
    answer: bool = action._is_equal_here({"ansible_python_interpreter": sys.executable, **task_vars})
    return answer


@pytest.mark.parametrize("switch", [{}, *({_in_process.SWITCH: value} for value in (None, "", True, "yes"))])
def test_runs_here_unless_it_is_switched_off(switch: dict[str, Any]) -> None:
    assert runs_here(**switch) is True


@pytest.mark.parametrize(
    "different",
    [
        {_in_process.SWITCH: False},
        {_in_process.SWITCH: "no"},
        {"ansible_python_interpreter": "/usr/bin/another"},
        {"ansible_python_interpreter": None},
        {"connection": {"transport": "ssh"}},
        {"connection": {"become": object()}},
        {"task": {"async_val": 10}},
        {"task": {"delegate_to": "localhost"}},
        {"task": {"environment": [{}, {"https_proxy": "http://proxy.example:3128"}]}},
    ],
    ids=str,
)
def test_runs_in_a_process_of_its_own_where_that_makes_a_difference(different: dict[str, Any]) -> None:
    assert runs_here(**different) is False


def test_runs_in_a_process_of_its_own_where_a_forked_one_may_not_use_the_network(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert runs_here() is False


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

    given = {"a": OwnText("b"), "c": (1, True, None, 2.5), "d": Encrypted(), "e": datetime.date(2026, 1, 2)}
    plain = _in_process._plain(given)
    assert plain == {"a": "b", "c": [1, True, None, 2.5], "d": "opened", "e": "2026-01-02"}
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
