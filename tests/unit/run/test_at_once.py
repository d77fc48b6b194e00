# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of two runs of one firm may begin."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from unit.run.runs import step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.timestamps import format_timestamp
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.at_once import (
    forget_at_work,
    note_at_work,
    open_beside_others,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Run

ROTATE = "rotate_password"


def begin(
    tmp_path: Path, run: str, purpose: str | None, host: str = "alder", check_mode: bool = False, pid: int | None = None
) -> RecordFile:
    directory = tmp_path / f"ansible-local-{run}"
    directory.mkdir(exist_ok=True)
    record = RecordFile(str(directory), host)
    head = {"purpose": purpose, "check_mode": check_mode, "pid": pid or os.getpid()}
    open_beside_others(record, str(directory), f"play-{run}", head)
    return record


@pytest.mark.parametrize(
    ("first", "second"),
    [(ROTATE, ROTATE), (ROTATE, "onboard"), ("offboard", ROTATE), ("onboard", "offboard"), ("undo", "onboard")],
)
def test_beside_a_rotation_or_for_something_else_the_second_is_refused_until_the_first_has_ended(
    tmp_path: Path, first: str, second: str
) -> None:
    at_work = begin(tmp_path, "one", first)
    with pytest.raises(EthicalWallsError) as refused:
        begin(tmp_path, "two", second)
    assert (refused.value.kind, refused.value.retryable) == ("conflict", True)
    assert f"the playbook {first} is at work on this firm (process {os.getpid()} on {platform.node()})" in str(
        refused.value
    )
    assert refused.value.hint == "Nothing was sent. Run again when it has ended."
    kept = RecordFile(str(tmp_path / "ansible-local-two"), "alder").read("play-two")
    assert kept is not None, "its result still tells what happened"
    at_work.close()
    begin(tmp_path, "three", ROTATE)  # what was refused stands against nobody


@pytest.mark.parametrize(
    ("first", "second"),
    [("onboard", "onboard"), ("offboard", "offboard"), (ROTATE, "verify"), (ROTATE, "preflight"), ("verify", ROTATE)],
)
def test_for_the_same_or_without_a_writer_beside_it_both_go_on(tmp_path: Path, first: str, second: str) -> None:
    begin(tmp_path, "one", first)
    begin(tmp_path, "two", second)


def test_dry_runs_other_firms_own_plays_and_dead_runs_do_not_count(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    begin(tmp_path, "dry", ROTATE, check_mode=True)
    begin(tmp_path, "other", ROTATE, host="birch")
    begin(tmp_path, "own", None)
    begin(tmp_path, "dead", ROTATE, pid=dead.pid)
    begin(tmp_path, "one", ROTATE)
    begin(tmp_path, "dry-too", ROTATE, check_mode=True)
    begin(tmp_path, "one", ROTATE)  # the same run, once more


def changed(tmp_path: Path, run: str, **changes: str) -> Path:
    """Change what the head of a run's record says of its process."""
    (path,) = (tmp_path / f"ansible-local-{run}").glob("*.jsonl")
    line = json.loads(path.read_text(encoding="utf-8"))
    line["head"].update(changes)
    path.write_text(json.dumps(line) + "\n", encoding="utf-8")
    return path


def test_another_process_with_the_number_of_a_killed_run_is_not_that_run(tmp_path: Path) -> None:
    """As after a reboot, or in a container, where ansible-playbook is process 1 each time."""
    begin(tmp_path, "killed", ROTATE)
    changed(tmp_path, "killed", start="an earlier boot 4711")
    begin(tmp_path, "two", ROTATE)


def test_where_a_process_can_not_be_told_from_a_later_one_the_message_names_the_record(tmp_path: Path) -> None:
    begin(tmp_path, "one", ROTATE)
    path = changed(tmp_path, "one", start="")
    with pytest.raises(EthicalWallsError) as refused:
        begin(tmp_path, "two", ROTATE)
    assert str(refused.value.hint).endswith(
        f"when it has ended; where it was killed, remove its record first: rm {path}"
    )


def test_a_run_of_another_machine_in_the_same_home_counts_for_a_day_after_its_last_line(tmp_path: Path) -> None:
    begin(tmp_path, "there", ROTATE)
    path = changed(tmp_path, "there", node="jump-2", start="its boot 1")
    with pytest.raises(EthicalWallsError) as refused:
        begin(tmp_path, "here", "onboard")
    assert f"(process {os.getpid()} on jump-2)" in str(refused.value)
    assert str(refused.value.hint).endswith(f"remove its record first: rm {path}")
    two_days_ago = time.time() - 2 * 24 * 60 * 60
    os.utime(path, (two_days_ago, two_days_ago))
    begin(tmp_path, "later", ROTATE)


# Runs that see no other's record, as jobs of AWX


def job(reports: Path, purpose: str, node: str, check_mode: bool = False) -> Run:
    head = {"host": "alder", "purpose": purpose, "check_mode": check_mode, "report_directory": str(reports)}
    return Run({**head, "node": node, "pid": 1, "start": f"boot of {node} 1"})


def test_a_job_for_something_else_is_refused_until_the_first_has_ended(tmp_path: Path) -> None:
    first, second = job(tmp_path, "offboard", "pod-1"), job(tmp_path, "onboard", "pod-2")
    note_at_work(first)
    with pytest.raises(EthicalWallsError) as refused:
        note_at_work(second)
    assert (refused.value.kind, refused.value.retryable) == ("conflict", True)
    assert "the playbook offboard is at work on this firm (process 1 on pod-1)" in str(refused.value)
    assert str(tmp_path / "alder.notes.json") in str(refused.value.hint)
    forget_at_work(second)  # it was not its own
    with pytest.raises(EthicalWallsError):
        note_at_work(second)
    forget_at_work(first)
    assert list(tmp_path.iterdir()) == []
    note_at_work(second)


@pytest.mark.parametrize(("minutes", "is_refused"), [(1, True), (-1, False), ("no moment", True)])
def test_a_job_that_was_killed_counts_until_its_end(tmp_path: Path, minutes: int | str, is_refused: bool) -> None:
    note_at_work(job(tmp_path, "offboard", "pod-1"))
    file = tmp_path / "alder.notes.json"
    noted = json.loads(file.read_text(encoding="utf-8"))
    now = datetime.now(timezone.utc)  # noqa: UP017 (also for Python 3.9)
    until = now + timedelta(minutes=minutes) if isinstance(minutes, int) else None
    noted["at_work"]["until"] = format_timestamp(until) if until else minutes
    file.write_text(json.dumps(noted), encoding="utf-8")
    note_at_work(job(tmp_path, "offboard", "pod-2"))  # the same may go on at once
    file.write_text(json.dumps(noted), encoding="utf-8")
    if is_refused:
        with pytest.raises(EthicalWallsError):
            note_at_work(job(tmp_path, "onboard", "pod-2"))
    else:
        note_at_work(job(tmp_path, "onboard", "pod-2"))


def test_a_job_counts_for_an_hour_after_the_deadline_of_its_firm(tmp_path: Path) -> None:
    run = job(tmp_path, "onboard", "pod-1")
    ends = datetime(2030, 1, 2, 3, 4, 5, tzinfo=timezone.utc)  # noqa: UP017 (also for Python 3.9)
    run.steps.append(step("firm_config", {"config": {"ends_at": ends.timestamp()}}))
    assert note_at_work(run) == []
    noted = json.loads((tmp_path / "alder.notes.json").read_text(encoding="utf-8"))["at_work"]
    assert noted["until"] == "2030-01-02T04:04:05Z"


def test_notes_that_cannot_be_read_are_not_written_over(tmp_path: Path) -> None:
    """They may be a rotation's: which password the account has nobody else may know."""
    file = tmp_path / "alder.notes.json"
    file.write_text("{", encoding="utf-8")
    (said,) = note_at_work(job(tmp_path, "onboard", "pod-1"))
    assert "could not be read" in said
    forget_at_work(job(tmp_path, "onboard", "pod-1"))
    assert file.read_text(encoding="utf-8") == "{"


def test_a_run_on_this_machine_counts_while_its_process_lives(tmp_path: Path) -> None:
    directory = tmp_path / "ansible-local-one"
    directory.mkdir()
    record = RecordFile(str(directory), "alder")
    record.open(
        "play", {"purpose": "offboard", "check_mode": False, "pid": os.getpid(), "report_directory": str(tmp_path)}
    )
    opened = record.read("play")
    assert opened is not None
    note_at_work(opened)
    note_at_work(Run({**opened.head, "purpose": "onboard"}))  # another play of the same run
    note_at_work(opened)
    onboard = Run({**opened.head, "purpose": "onboard", "pid": 1})
    with pytest.raises(EthicalWallsError):
        note_at_work(onboard)
    killed = Run({**opened.head, "start": "an earlier boot 4711"})
    forget_at_work(opened)
    note_at_work(killed)
    note_at_work(onboard)


def test_who_writes_nothing_notes_nothing(tmp_path: Path) -> None:
    note_at_work(job(tmp_path, "verify", "pod-1"))
    note_at_work(job(tmp_path, "offboard", "pod-1", check_mode=True))
    note_at_work(Run({"host": "alder", "purpose": "onboard", "node": "pod-1", "pid": 1, "start": ""}))
    assert list(tmp_path.iterdir()) == []
