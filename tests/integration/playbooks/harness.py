# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a playbook of the collection as a consultant would, against the simulator."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from integration.returned import check_answer

from simulator import Simulator
from simulator.inventory import host_variables

ROOT = Path(__file__).resolve().parents[3]

# A run that takes longer than this hangs.
TIMEOUT = 300

# What the modules of awx.awx 24.6.1 import, and the newest Ansible calls old. None of ours does: ansible-test says so.
_FOREIGN_DEPRECATION = re.compile(r"\[DEPRECATION WARNING\]: Importing '\w+' from 'ansible\.module_utils\._text'")

# The version matrix runs the same tests with another Ansible than that of the tests' own environment.
ANSIBLE_BIN = os.environ.get("MATRIX_ANSIBLE_BIN") or str(Path(sys.executable).parent)


@dataclass
class Run:
    """How a playbook ended.

    :ivar results: each firm's result, as the play leaves it behind.
    :ivar overview: the lines about all firms.
    """

    status: int
    output: str
    results: dict[str, dict[str, Any]]
    overview: list[str]

    def result(self, host: str) -> dict[str, Any]:
        assert host in self.results, self.output
        return self.results[host]


def inventory(sim: Simulator, changes: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return the inventory of all pretend firms; ``changes`` replaces a host's variables, ``None`` takes one out."""
    hosts = {}
    for firm in sim.firms.values():
        variables = {**host_variables(firm), **(changes or {}).get(firm.name, {})}
        hosts[firm.name] = {name: value for name, value in variables.items() if value is not None}
    return {"firms": {"hosts": hosts}}


def run_playbook(
    tmp_path: Path,
    name: str,
    hosts: dict[str, Any] | Path,
    *arguments: str,
    extra: dict[str, Any] | None = None,
    temporary: Path | None = None,
    environment: dict[str, str | None] | None = None,
) -> Run:
    """Run a playbook of the collection, or a file; its modules answer as their RETURN documents it.

    :param hosts: the inventory, or the path of one.
    :param arguments: options of ansible-playbook.
    :param extra: extra variables.
    :param temporary: where Ansible's own temporary files go.
    :param environment: what else to set; ``None`` takes a variable out.
    """
    inventory_file = hosts if isinstance(hosts, Path) else tmp_path / "inventory.json"
    if not isinstance(hosts, Path):
        inventory_file.write_text(json.dumps(hosts), encoding="utf-8")
    # The results are taken from the play's own facts through a callback, so that no output has to be parsed for them.
    results_file = tmp_path / "results.json"
    results_file.unlink(missing_ok=True)
    playbook = name if name.endswith(".yml") else f"legalops.ethical_walls.{name}"
    given = [playbook, "-i", str(inventory_file), *arguments]
    if extra:
        extra_file = tmp_path / "extra.json"
        extra_file.write_text(json.dumps(extra), encoding="utf-8")
        given += ["-e", f"@{extra_file}"]
    status, output = ansible_playbook(
        tmp_path,
        *given,
        environment={
            "ANSIBLE_LOCAL_TEMP": str((temporary or tmp_path) / "local"),
            "ANSIBLE_REMOTE_TEMP": str((temporary or tmp_path) / "remote"),
            "ANSIBLE_CALLBACK_PLUGINS": str(Path(__file__).parent / "callbacks"),
            "ANSIBLE_CALLBACKS_ENABLED": "firm_results",
            "FIRM_RESULTS_FILE": str(results_file),
            **(environment or {}),
        },
    )
    found = json.loads(results_file.read_text(encoding="utf-8")) if results_file.exists() else {}
    for module, answer in found.get("answers", []):
        check_answer(module, answer)
    return Run(status, output, found.get("results", {}), found.get("overview", []))


def ansible_playbook(directory: Path, *arguments: str, environment: dict[str, str | None]) -> tuple[int, str]:
    """Run ansible-playbook in a directory, and return its status and what it wrote, which has no traceback in it.

    :param environment: what to set besides the usual; ``None`` takes a variable out.
    """
    done = subprocess.run(
        [f"{ANSIBLE_BIN}/ansible-playbook", *arguments],
        env=whole_environment(environment),
        cwd=directory,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    output = done.stdout + done.stderr
    assert "DEPRECATION WARNING" not in _FOREIGN_DEPRECATION.sub("", output), output
    assert "Traceback (most recent call last)" not in output, output
    return done.returncode, output


def whole_environment(environment: dict[str, str | None]) -> dict[str, str]:
    """Return the environment in which Ansible runs; ``None`` takes a variable out."""
    whole: dict[str, str | None] = {
        **os.environ,
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "tree"),
        "ANSIBLE_CONFIG": str(ROOT / ".cache" / "ansible.cfg"),
        "ANSIBLE_FORKS": "10",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_RETRY_FILES_ENABLED": "0",
        "LC_ALL": "C.UTF-8",
        "PATH": f"{ANSIBLE_BIN}:{os.environ['PATH']}",
        **environment,
    }
    return {name: value for name, value in whole.items() if value is not None}
