# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the benchmark finds the memory of a process with all that descend from it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmark import memory
from benchmark.memory import Look

ROLLUP = "5581c0-7ffd5b ---p 00000000 00:00 0    [rollup]\nRss:      90000 kB\nPss:      {} kB\nPss_Dirty:   6948 kB\n"
STATUS = "Name:\tpython\nVmPeak:\t 158784 kB\nVmHWM:\t {} kB\nVmRSS:\t   1000 kB\n"
MIB = 40
# A process whose child has memory of its own, and says so when it has.
PARENT = f"""
import subprocess, sys
child = "kept = bytearray(b'x') * ({MIB} << 20); print('ready', flush=True); input()"
subprocess.run([sys.executable, "-c", child], check=True)
"""


@pytest.fixture
def proc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a pretend /proc that tells of itself, but of no other process yet."""
    monkeypatch.setattr(memory, "PROC", tmp_path)
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "smaps_rollup").touch()
    (tmp_path / "meminfo").touch()
    return tmp_path


def tell(proc: Path, process: int, parent: int, kib: int, name: str = "python", peak: int = 0) -> None:
    (proc / str(process)).mkdir()
    (proc / str(process) / "stat").write_text(f"{process} ({name}) S {parent} 1 1 0 -1", encoding="utf-8")
    (proc / str(process) / "smaps_rollup").write_text(ROLLUP.format(kib), encoding="utf-8")
    (proc / str(process) / "status").write_text(STATUS.format(peak), encoding="utf-8")


def test_descendants_are_found_and_no_others() -> None:
    parents = {1: 0, 2: 1, 3: 2, 4: 3, 5: 3, 6: 1}
    assert memory.descendants(parents, 2) == {2, 3, 4, 5}
    assert memory.descendants(parents, 6) == {6}
    assert memory.descendants({}, 7) == {7}


def test_proportional_size_is_read_and_no_other() -> None:
    assert memory.pss_kib(ROLLUP.format(8316)) == 8316
    assert memory.pss_kib("") == 0


def test_highest_resident_size_is_read_and_no_other() -> None:
    assert memory.peak_kib(STATUS.format(83160)) == 83160
    assert memory.peak_kib("") == 0


def test_tree_is_added_up_whatever_the_programs_are_called(proc: Path) -> None:
    tell(proc, 10, 1, 1024)
    tell(proc, 11, 10, 2048, name="a) R 99 (b")
    tell(proc, 12, 11, 512)
    tell(proc, 13, 1, 99999)
    assert memory.look(10) == Look(3.5, 0.0)


def test_largest_process_is_found_by_the_most_that_it_had(proc: Path) -> None:
    tell(proc, 10, 1, 1024, peak=2048)
    tell(proc, 11, 10, 1024, peak=4096)
    tell(proc, 12, 1, 1024, peak=99999)
    assert memory.look(10) == Look(2.0, 4.0)


def test_process_that_has_ended_meanwhile_counts_nothing(proc: Path) -> None:
    tell(proc, 10, 1, 1024)
    tell(proc, 11, 10, 2048)
    (proc / "11" / "smaps_rollup").unlink()
    (proc / "12").mkdir()
    assert memory.look(10) == Look(1.0, 0.0)


def test_nothing_is_told_where_the_system_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "PROC", tmp_path / "none")
    assert memory.look(1) is None
    with memory.Watch(1) as watch:
        pass
    assert (watch.largest, watch.usual, watch.highest) == (None, None, None)


def test_each_look_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    last = Look(20.0, 9.0)
    looks = iter([Look(10.0, 5.0), Look(30.0, 7.0), last])
    seen: list[int] = []

    def look(root: int) -> Look:
        seen.append(root)
        found = next(looks)
        if found == last:
            watch._over.set()
        return found

    monkeypatch.setattr(memory, "look", look)
    monkeypatch.setattr(memory, "_SHORTEST_PAUSE", 0.0)
    watch = memory.Watch(7)
    with watch:
        watch._thread.join()
    assert (watch.looks, seen) == ([Look(10.0, 5.0), Look(30.0, 7.0), last], [7, 7, 7])
    assert (watch.largest, watch.highest) == (9.0, 30.0)


def test_moment_with_many_forks_is_not_usual() -> None:
    watch = memory.Watch(7)
    watch.looks = [Look(500.0, 9.0), *(Look(float(mib), 5.0) for mib in range(100, 139))]
    assert (watch.usual, watch.highest) == (138.0, 500.0)
    watch.looks = watch.looks[:1]
    assert watch.usual == 500.0


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells")
def test_child_s_memory_counts_for_its_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        found = memory.look(parent.pid)
        parent.communicate(b"\n")
    assert found is not None
    assert found.largest > MIB
    assert found.tree > MIB
    assert parent.returncode == os.EX_OK


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells")
def test_memory_of_who_asks_does_not_count() -> None:
    """What the system tells of a process that has ended is never less than the size of who started it."""
    kept = bytearray(b"x") * (2 * MIB << 20)
    code = "print('ready', flush=True); input()"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        found = memory.look(process.pid)
        process.communicate(b"\n")
    assert found is not None
    assert found.largest < MIB < len(kept) >> 20
