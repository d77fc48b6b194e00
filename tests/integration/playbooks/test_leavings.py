# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A run leaves nothing among Ansible's own temporary files, and an interrupted one leaves no token there."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from helpers.ansible import TIMEOUT, start_ansible
from helpers.playbook import inventory, run_playbook

from simulator import Simulator


def test_a_run_leaves_nothing(sim: Simulator, tmp_path: Path) -> None:
    run = run_playbook(tmp_path, "verify", inventory(sim))
    assert run.status in (0, 2), run.output
    assert list((tmp_path / "local").rglob("*")) == []


def test_an_interrupted_run_leaves_no_token(sim: Simulator, tmp_path: Path) -> None:
    sim.faults.add(kind="latency", firm="alder", system="legora", times=0, seconds=60)
    hosts, local = tmp_path / "inventory.json", tmp_path / "local"
    hosts.write_text(json.dumps(inventory(sim)), encoding="utf-8")
    call = ("ansible-playbook", "legalops.ethical_walls.onboard", "-i", hosts, "--limit", "alder")
    # A group of its own, for the signal that a terminal sends to all of it.
    process = start_ansible(tmp_path, *call, environment={"ANSIBLE_LOCAL_TEMP": str(local)}, start_new_session=True)
    try:
        end = time.monotonic() + TIMEOUT
        while not list(local.rglob("session.json")):
            assert process.poll() is None, "it ended before it had signed in"
            assert time.monotonic() < end
            time.sleep(0.1)
        # Again and again, as people do: Ansible can miss one while it starts a process.
        while process.poll() is None:
            assert time.monotonic() < end
            os.killpg(process.pid, signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    assert list(local.rglob("session.json")) == []
