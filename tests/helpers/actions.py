# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions as Ansible runs them, without Ansible: a task, a connection, the variables of a host."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants
from ansible.parsing.vault import VaultLib, VaultSecret

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Step

PLUGINS = "ansible_collections.legalops.ethical_walls.plugins"
PLAY = "play-1"


def begun(*steps: Step) -> RecordFile:
    """Begin the firm alder in the play, with what its tasks have done."""
    record = RecordFile(constants.DEFAULT_LOCAL_TMP, "alder")
    record.open(PLAY, {"purpose": "onboard", "pid": os.getpid()})
    for number, one in enumerate(steps):
        record.end(PLAY, f"earlier-{number}", one)
    return record


HERE = {"ansible_python_interpreter": sys.executable, "inventory_hostname": "alder"}


def task_of(**changes: Any) -> SimpleNamespace:
    """Return a task as Ansible hands it to an action."""
    usual = {
        "action": "legalops.ethical_walls.example",
        "args": {},
        "async_val": 0,
        "check_mode": False,
        "delegate_to": None,
        "diff": False,
        "environment": [{}],
        "failed_when": [],
        "get_name": lambda: "An example",
        "ignore_errors": None,
        "timeout": 0,
        "_parent": SimpleNamespace(_play=SimpleNamespace(_uuid=PLAY)),
        "_uuid": "task-1",
    }
    return SimpleNamespace(**{**usual, **changes})


class Templates:
    """Stands in for Ansible's templates, of older releases too."""

    environment = None

    def __init__(self, function: Any) -> None:
        self._function = function

    def copy_with_new_env(self, **_context: Any) -> Templates:
        return self

    def template(self, value: Any, **_options: Any) -> Any:
        return self._function(value)


# With the vault password of a run.
VAULT = VaultLib([("default", VaultSecret(b"pretend-vault-password"))])


def own_action(
    name: str, args: dict[str, Any], task: dict[str, Any] | None = None, connection: dict[str, Any] | None = None
) -> Any:
    """Return an action of the collection, for a task that is as in the playbooks, but for what is given."""
    return importlib.import_module(f"{PLUGINS}.action.{name}").ActionModule(
        task=task_of(args=args, action=f"legalops.ethical_walls.{name}", **(task or {})),
        connection=SimpleNamespace(**{"transport": "local", "become": None, **(connection or {})}),
        play_context=None,
        loader=SimpleNamespace(_vault=VAULT),
        templar=Templates(lambda value: value),
        shared_loader_obj=None,
    )


@pytest.fixture(autouse=True)
def directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return Ansible's own directory of the run."""
    monkeypatch.setattr(constants, "DEFAULT_LOCAL_TMP", str(tmp_path))
    return tmp_path
