# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a playbook of the collection as a consultant would, against the simulator."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.ansible import Changes, run_ansible
from helpers.returned import check_answer

from simulator import Simulator
from simulator.inventory import host_variables

# What the modules of awx.awx 24.6.1 import, and the newest Ansible calls old. None of ours does: ansible-test says so.
_FOREIGN_DEPRECATION = re.compile(r"\[DEPRECATION WARNING\]: Importing '\w+' from 'ansible\.module_utils\._text'")


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


def finding(result: dict[str, Any], check: str) -> tuple[str, str]:
    """Return how a check of a result ended, at its end or else before it began, and what it saw."""
    found = next(one for one in (*result["findings"], *result["gate"]) if one["id"] == check)
    return found["status"], found["evidence"]


def inventory(sim: Simulator, changes: dict[str, dict[str, Any]] | None = None) -> dict[str, Any]:
    """Return the inventory of all pretend firms; ``changes`` replaces a host's variables, ``None`` takes one out."""
    hosts = {}
    for firm in sim.firms.values():
        variables = {**host_variables(firm), **(changes or {}).get(firm.name, {})}
        hosts[firm.name] = {name: value for name, value in variables.items() if value is not None}
    return {"firms": {"hosts": hosts}}


def run_playbook(
    tmp_path: Path,
    playbook: str | Path | list[dict[str, Any]],
    hosts: dict[str, Any] | Path,
    *arguments: str,
    extra: dict[str, Any] | None = None,
    temporary: Path | None = None,
    environment: Changes | None = None,
) -> Run:
    """Run a playbook; the collection's modules answer in it as their RETURN documents it.

    :param playbook: the name of one of the collection, a file, or plays.
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
    if isinstance(playbook, list):
        plays, playbook = playbook, tmp_path / "play.yml"
        playbook.write_text(json.dumps(plays), encoding="utf-8")
    name = str(playbook) if isinstance(playbook, Path) else f"legalops.ethical_walls.{playbook}"
    given = [name, "-i", str(inventory_file), *arguments]
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


def ansible_playbook(directory: Path, *arguments: str, environment: Changes) -> tuple[int, str]:
    """Run ansible-playbook in a directory, and return its status and what it wrote, which has no traceback in it.

    :param environment: what to set besides the usual; ``None`` takes a variable out.
    """
    done = run_ansible(directory, "ansible-playbook", *arguments, environment=environment)
    assert "DEPRECATION WARNING" not in _FOREIGN_DEPRECATION.sub("", done.output), done.output
    assert "Traceback (most recent call last)" not in done.output, done.output
    return done.status, done.output
