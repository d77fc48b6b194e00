# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two rotations of one firm at the same moment: the password that counts is the one that is stored."""

from __future__ import annotations

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from chaos.process import Playbook
from helpers.both_systems import set_up, state
from helpers.playbook import Run, inventory, run_playbook
from integration.rotation.stores import COMMAND, program

from simulator import Simulator
from simulator.journal import Entry


def test_no_run_overwrites_what_another_one_has_stored(sim: Simulator, tmp_path: Path) -> None:
    """The first run's store is slow: it has not stored its password yet when the second run comes to its end."""
    firm = sim.firm("alder")
    set_up(firm)
    stored, called, second_over = (tmp_path / name for name in ("stored", "called", "second-over"))
    command = program(
        tmp_path,
        f"""
import time
is_first = not os.path.exists({str(called)!r})
open({str(called)!r}, 'w').close()
while is_first and not os.path.exists({str(second_over)!r}):
    time.sleep(0.05)
open({str(stored)!r}, 'w').write(json.dumps(handed['variables']))
""",
    )
    found = f"(lookup('file', '{stored}') if '{stored}' is file else '{{}}') | from_json"
    changes = {
        "rotate_store_role": COMMAND,
        "rotate_store_command": command,
        "rotate_new_password": f"{{{{ ({found}).rotate_new_password | default('') }}}}",
        "rotate_new_password_version": f"{{{{ ({found}).rotate_new_password_version | default('') }}}}",
    }

    def run(name: str) -> Run:
        directory = tmp_path / name
        directory.mkdir()
        return run_playbook(
            directory, "rotate_password", inventory(sim, {"alder": changes}), "--limit", "alder", temporary=tmp_path
        )

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(run, "one")
        try:
            while not called.exists():
                assert not first.done(), first.result().output
                time.sleep(0.05)
            second = run("two")
        finally:
            second_over.touch()
        slow = first.result()
    assert slow.status == 0, slow.output
    counts = json.loads(stored.read_text(encoding="utf-8"))["service_account_password"]
    assert (state(firm).password, state(firm).legora) == (counts, counts)
    failure = second.result("alder")["failure"]
    assert (second.status, failure["kind"], failure["retryable"]) == (2, "conflict", True)
    assert "the playbook rotate_password is at work on this firm (process " in second.result("alder")["message"]
    assert not any(second.result("alder")["requests"].values())


def test_a_killed_rotation_goes_on_where_another_process_has_its_number(sim: Simulator, tmp_path: Path) -> None:
    """As after a reboot: its record is still there, and names a number that lives."""
    firm = sim.firm("alder")
    set_up(firm)
    hosts = inventory(sim, {"alder": {"rotate_new_password": "Pretend-next-1", "rotate_new_password_version": "v2"}})
    started: list[Playbook] = []

    def kill(entry: Entry) -> None:
        sim.on_write = None
        started[0].kill()

    sim.on_write = kill
    started.append(Playbook(tmp_path / "killed", "rotate_password", hosts, "--limit", "alder"))
    started[0].wait_for_all()
    (path,) = (tmp_path / "killed" / "local").glob("ansible-local-*/ethical-walls-run-*.jsonl")
    first, *others = path.read_text(encoding="utf-8").splitlines()
    line = json.loads(first)
    line["head"]["pid"] = os.getpid()
    path.write_text("\n".join([json.dumps(line), *others, ""]), encoding="utf-8")
    (tmp_path / "next").mkdir()
    run = run_playbook(tmp_path / "next", "rotate_password", hosts, "--limit", "alder", temporary=tmp_path / "killed")
    assert run.status == 0, run.output
    assert (state(firm).password, state(firm).legora) == ("Pretend-next-1", "Pretend-next-1")
