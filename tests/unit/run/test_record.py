# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the run record keeps: one play's, each task's last attempt, nothing half, and nothing of dead processes."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from unit.run.runs import CONFIG, checked, configured, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run import record as record_file
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import RecordFile, Run

PLAY, OTHER = "play-1", "play-2"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Return Ansible's own directory of a run, as Ansible names it."""
    path = tmp_path / "ansible-local-1x"
    path.mkdir()
    return path


@pytest.fixture
def record(directory: Path) -> RecordFile:
    opened = RecordFile(str(directory), "alder")
    opened.open(PLAY, {"purpose": "onboard", "pid": os.getpid()})
    return opened


def kept(record: RecordFile, play: str | None = PLAY) -> Run:
    found = record.read(play)
    assert found is not None
    return found


def file_of(directory: Path) -> Path:
    (path,) = directory.glob("*.jsonl")
    return path


def test_what_a_task_learned_is_there_for_the_next(record: RecordFile, directory: Path) -> None:
    record.end(PLAY, "task-1", configured())
    another = RecordFile(str(directory), "alder").read(PLAY)
    assert another is not None
    assert (another.config, another.host, another.purpose) == (CONFIG, "alder", "onboard")


def test_nothing_is_known_before_the_firm_is_begun(directory: Path) -> None:
    assert RecordFile(str(directory), "alder").read(PLAY) is None
    assert RecordFile(str(directory / "nowhere"), "alder").read(None) is None


def test_of_a_task_that_is_tried_again_the_last_attempt_counts(record: RecordFile) -> None:
    record.end(PLAY, "task-1", step("imanage_info", {"failed": True}))
    record.end(PLAY, "task-2", step("imanage_user_info"))
    record.end(PLAY, "task-1", step("imanage_info", {"imanage": {"version": "10"}}))
    found = kept(record).steps
    assert [(one.module, one.failed) for one in found] == [("imanage_user_info", False), ("imanage_info", False)]


def test_two_plays_of_a_run_do_not_mix(record: RecordFile) -> None:
    record.end(PLAY, "task-1", checked("preflight", []))
    assert record.read(OTHER) is None, "another play has not begun this firm"
    # A line of another play, as one that runs beside this one would write.
    record.end(OTHER, "task-1", checked("verify", [], failed=True))
    assert [one.wish for one in kept(record).steps] == [{"phase": "preflight"}]
    record.open(OTHER, {"purpose": "verify", "pid": os.getpid()})
    assert kept(record, OTHER).steps == []
    assert record.read(PLAY) is None
    assert kept(record, None).purpose == "verify"


def test_firms_have_a_record_each_whatever_they_are_called(directory: Path) -> None:
    hosts = ["alder", "../alder", "/etc/passwd", "a" * 300, "\udcff"]
    for host in hosts:
        RecordFile(str(directory), host).open(PLAY, {"pid": os.getpid()})
    assert [kept(RecordFile(str(directory), host)).host for host in hosts] == hosts
    assert len(list(directory.iterdir())) == len(hosts)


def test_only_its_owner_may_read_it(record: RecordFile, directory: Path) -> None:
    record.end(PLAY, "task-1", configured())
    assert stat.S_IMODE(file_of(directory).stat().st_mode) == 0o600


def test_a_link_in_its_place_is_not_followed(directory: Path, tmp_path: Path) -> None:
    record = RecordFile(str(directory), "alder")
    record.open(PLAY, {"pid": os.getpid()})
    path, elsewhere = file_of(directory), tmp_path / "elsewhere"
    path.unlink()
    path.symlink_to(elsewhere)
    with pytest.raises(OSError, match="symbolic links"):
        record.open(PLAY, {"pid": os.getpid()})
    assert not elsewhere.exists()


def test_half_a_last_line_is_passed_over(record: RecordFile, directory: Path) -> None:
    record.end(PLAY, "task-1", configured())
    with file_of(directory).open("a", encoding="utf-8") as file:
        file.write('{"play": "play-1", "task": "task-2", "step": {"module": "imanage_us')
    assert [one.module for one in kept(record).steps] == ["firm_config"]


def test_secrets_that_only_ansible_may_see_are_not_kept(record: RecordFile, directory: Path) -> None:
    canary = "canary-Zq7!secret"
    answer: dict[str, Any] = {
        "config": CONFIG,
        "variables": {"imanage_password": canary},
        "invocation": {"module_args": {"password": canary}},
        "diff": {"before": canary},
        "exception": canary,
        "_ansible_no_log": canary,
    }
    record.end(PLAY, "task-1", step("firm_config", answer))
    assert canary not in file_of(directory).read_text(encoding="utf-8")
    assert kept(record).config == CONFIG


def test_what_is_closed_is_forgotten(record: RecordFile) -> None:
    record.close()
    assert record.read(None) is None
    record.close()


def test_records_of_dead_processes_are_removed_those_of_live_ones_stay(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    files = {}
    heads: dict[str, dict[str, Any]] = {
        "dead": {"pid": dead.pid},
        "alive": {},
        "foreign": {"pid": 1, "start": ""},
        # After a reboot, somebody else has the number.
        "reused": {"start": "an earlier boot 4711"},
        # Its processes are not seen from here.
        "elsewhere": {"pid": dead.pid, "node": "jump-2"},
    }
    for name, changes in heads.items():
        directory = tmp_path / f"ansible-local-{name}"
        directory.mkdir()
        RecordFile(str(directory), name).open(PLAY, {"pid": os.getpid()})
        files[name] = file_of(directory)
        line = json.loads(files[name].read_text(encoding="utf-8"))
        line["head"].update(changes)
        files[name].write_text(json.dumps(line) + "\n", encoding="utf-8")
    broken = tmp_path / "ansible-local-broken" / files["dead"].name
    broken.parent.mkdir()
    broken.write_text("no record", encoding="utf-8")
    other = tmp_path / "ansible-local-dead" / "somebody-s.jsonl"
    other.write_text("x", encoding="utf-8")
    new = tmp_path / "ansible-local-new"
    new.mkdir()
    RecordFile(str(new), "alder").open(PLAY, {"pid": os.getpid()})
    assert {name for name, file in files.items() if not file.exists()} == {"dead", "reused"}
    assert broken.exists()
    assert other.exists()


def test_with_many_firms_each_looks_at_one_record_of_each_other_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    real = record_file._head_in
    monkeypatch.setattr(record_file, "_head_in", lambda path: looked_at.append(path) or real(path))
    for name in ("other", "own"):
        (tmp_path / f"ansible-local-{name}").mkdir()
        for number in range(5):
            RecordFile(str(tmp_path / f"ansible-local-{name}"), f"firm-{number}").open(PLAY, {"pid": os.getpid()})
    assert len(looked_at) == 5, "once for each firm of the second run"
    assert {Path(path).parent.name for path in looked_at} == {"ansible-local-other"}


def test_it_becomes_plain_data_and_comes_back() -> None:
    run = run_of(checked("preflight", []), check_mode=True)
    again = Run.from_data(run.as_data())
    assert again == run
    assert (again.check_mode, again.firm) == (True, "Alder")
    assert Run.from_data({}) == Run({})


def test_answer_is_found_by_what_its_task_wished_and_skipped_ones_by_none() -> None:
    present = step("imanage_user", {"user": {"id": "A"}})
    skipped = step("imanage_user", {"skipped": True, "user": {"id": "B"}})
    disabled = step("imanage_user", {"user": {"id": "C"}}, state="disabled")
    run = run_of(present, skipped, disabled)
    assert run.last("imanage_user")["user"]["id"] == "A"
    assert run.last("imanage_user", state="disabled")["user"]["id"] == "C"
    assert run.last("imanage_user", ip_lock=True) == {}
    assert [one.answer["user"]["id"] for one in run.of("imanage_user")] == ["A", "C"]
