# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm's deadline reaches every task that sends something for it, and runs only while the firm's own tasks do."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from helpers.ansible import ROOT, play
from helpers.playbook import inventory, run_playbook

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.options import called_with
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run, Step
from simulator import Simulator, running

COLLECTION = "legalops.ethical_walls."
MODULES = [path.stem for path in sorted((ROOT / "plugins/modules").glob("*.py"))]


@pytest.mark.parametrize("name", MODULES)
def test_every_task_that_sends_something_knows_the_end(name: str) -> None:
    module = import_module(f"ansible_collections.{COLLECTION}plugins.modules.{name}").MODULE
    checked = Step("firm_config", "Check the firm", {}, {"config": {"firm_name": "Alder", "ends_at": 12.5}})
    run = Run({"host": "alder"}, [checked])
    filled = called_with(run, name, module, {}, lambda variable: None)
    assert ("ends_at" in module.argument_spec) is (module.system is not None and name != "endpoint_info")
    assert filled.get("ends_at") == (12.5 if "ends_at" in module.argument_spec else None)


@pytest.mark.full(playbook=["preflight", "verify"])
@pytest.mark.parametrize("playbook", ["onboard", "preflight", "verify"])
def test_nothing_is_sent_after_the_end(sim: Simulator, tmp_path: Path, playbook: str) -> None:
    run = run_playbook(tmp_path, playbook, inventory(sim), "--limit", "alder", environment={"RUN_RECORD_ENDED": "1"})
    assert run.status == 2
    assert "the time that this firm may take is over, so nothing more was sent" in run.output
    # What stands before a sign-in, at the most: whether iManage's address answers.
    assert [entry.path for entry in sim.journal.entries() if entry.system == "legora" or entry.kind != "read"] == []


CHECK: dict[str, Any] = {f"{COLLECTION}firm_config": {}, "register": "ethical_walls_firm"}


def keep(what: str, file: Path) -> dict[str, Any]:
    return {"ansible.builtin.copy": {"content": f"{{{{ {what} | to_json }}}}", "dest": str(file), "mode": "0600"}}


@pytest.mark.full
def test_waiting_for_a_slow_firm_is_not_charged(tmp_path: Path) -> None:
    """Each firm may take twelve seconds here; the sign-ins need next to none, but that of birch eighteen."""
    ends_at = "{{ (ethical_walls_firm.config.ends_at | float) - 15 * 60 + 12 }}"
    tasks = [
        CHECK,
        {f"{COLLECTION}imanage_session": {**SIGN_IN, "directory": str(tmp_path)}},
        {
            f"{COLLECTION}legora_project_preferences_info": {**KEY, "ends_at": ends_at},
            "register": "preferences",
            "ignore_errors": True,
        },
        keep("preferences.msg | default('read')", tmp_path / "{{ inventory_hostname }}.json"),
    ]
    names = ("alder", "birch", "cedar")
    with running({"firms": [{"name": name} for name in names]}) as sim:
        sim.faults.add(firm="birch", kind="latency", system="imanage", seconds=18)
        hosts = inventory(sim, {"cedar": {"ethical_walls_in_process": False}})
        run = run_playbook(tmp_path, [play(tasks, "firms")], hosts)
    assert run.status == 0, run.output
    ended = {name: json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")) for name in names}
    assert (ended["alder"], ended["cedar"]) == ("read", "read")
    assert "the time that this firm may take is over" in ended["birch"]


SIGN_IN = {
    "firm": "{{ firm_name }}",
    "url": "{{ imanage_url }}",
    "username": "{{ imanage_username }}",
    "password": "{{ imanage_password }}",
    "client_id": "{{ imanage_client_id }}",
    "client_secret": "{{ imanage_client_secret | default(omit, true) }}",
}
KEY = {
    "firm": "{{ firm_name }}",
    "region": "{{ legora_region }}",
    "api_url": "{{ legora_api_url }}",
    "organisation": "{{ legora_organisation }}",
    "method": "api",
    "api_key": "{{ legora_api_key }}",
}
