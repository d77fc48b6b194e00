# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tasks leave out is filled in; what somebody does by mistake must not take a firm's secrets anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from helpers.ansible import play, run_ansible
from helpers.playbook import inventory, run_playbook

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SECRETS
from simulator import Simulator

COLLECTION = "legalops.ethical_walls."


def secrets(hosts: dict[str, Any]) -> list[str]:
    every = hosts["firms"]["hosts"].values()
    return [str(value) for host in every for name, value in host.items() if name in SECRETS]


@pytest.mark.full(module=["imanage_user", "legora_connector_service_account"])
@pytest.mark.parametrize(
    ("module", "given", "missing"),
    [
        ("imanage_info", {"url": "imanage_url"}, "username (imanage_username), password (imanage_password)"),
        ("imanage_user", {"url": "imanage_url", "state": "disabled"}, "password (imanage_password)"),
        ("legora_connector_info", {"api_url": "legora_api_url", "method": "api"}, "api_key (legora_api_key)"),
        (
            "legora_connector_service_account",
            {"api_url": "legora_api_url", "method": "api", "service_username": "svc"},
            "api_key (legora_api_key)",
        ),
        ("imanage_group_membership", {"users": '{"add": ["SOMEBODY"]}'}, "libraries (imanage_libraries) is missing"),
    ],
)
def test_task_that_names_another_system_or_account_gets_nothing_of_the_hosts(
    sim: Simulator, tmp_path: Path, module: str, given: dict[str, str], missing: str
) -> None:
    """Of alder's host, a play goes to birch's systems."""
    hosts = inventory(sim)
    birch = hosts["firms"]["hosts"]["birch"]
    task = {f"{COLLECTION}{module}": {name: birch.get(value, value) for name, value in given.items()}}
    run = run_playbook(tmp_path, [play([task])], hosts, "-vvvv")
    assert run.status == 2
    assert missing in run.output
    assert sim.journal.entries() == []
    assert [secret for secret in secrets(hosts) if secret in run.output] == []


def test_ad_hoc_call_on_another_machine_takes_no_secret_there(sim: Simulator, tmp_path: Path) -> None:
    """A firm's host that somebody else's variables reach by ssh."""
    hosts = inventory(sim, {"alder": {"ansible_connection": "ssh"}})
    file, sent, ssh = tmp_path / "inventory.json", tmp_path / "sent", tmp_path / "ssh"
    file.write_text(json.dumps(hosts), encoding="utf-8")
    ssh.write_text(f'#!/bin/sh\necho "$@" >>{sent}\ntimeout 1 cat >>{sent}\nexit 255\n', encoding="utf-8")
    ssh.chmod(0o700)
    call = ("ansible", "alder", "-i", file, "-m", f"{COLLECTION}imanage_info", "-vvvv")
    environment = {"ANSIBLE_SSH_EXECUTABLE": str(ssh), "ANSIBLE_LOCAL_TEMP": str(tmp_path / "local")}
    done = run_ansible(tmp_path, *call, environment=environment)
    assert done.status != 0
    seen = done.output + (sent.read_text(encoding="utf-8", errors="replace") if sent.exists() else "")
    assert [secret for secret in secrets(hosts) if secret in seen] == []
    assert sim.journal.entries() == []


def test_fact_cache_holds_nothing(sim: Simulator, tmp_path: Path) -> None:
    """Yesterday's facts would be believed today, and secrets would lie there."""
    hosts, cache = inventory(sim), tmp_path / "facts"
    environment = {"ANSIBLE_CACHE_PLUGIN": "jsonfile", "ANSIBLE_CACHE_PLUGIN_CONNECTION": str(cache)}
    run = run_playbook(tmp_path, "onboard", hosts, environment=environment)
    assert run.status == 0, run.output
    assert [path.read_text(encoding="utf-8") for path in cache.glob("*") if path.is_file()] == []
