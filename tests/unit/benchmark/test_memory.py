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

ROLLUP = "5581c0-7ffd5b ---p 00000000 00:00 0    [rollup]\nRss:      90000 kB\nPss:      {} kB\nPss_Dirty:   6948 kB\n"
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


def tell(proc: Path, process: int, parent: int, kib: int, name: str = "python") -> None:
    (proc / str(process)).mkdir()
    (proc / str(process) / "stat").write_text(f"{process} ({name}) S {parent} 1 1 0 -1", encoding="utf-8")
    (proc / str(process) / "smaps_rollup").write_text(ROLLUP.format(kib), encoding="utf-8")


def test_descendants_are_found_and_no_others() -> None:
    parents = {1: 0, 2: 1, 3: 2, 4: 3, 5: 3, 6: 1}
    assert memory.descendants(parents, 2) == {2, 3, 4, 5}
    assert memory.descendants(parents, 6) == {6}
    assert memory.descendants({}, 7) == {7}


def test_proportional_size_is_read_and_no_other() -> None:
    assert memory.pss_kib(ROLLUP.format(8316)) == 8316
    assert memory.pss_kib("") == 0


def test_tree_is_added_up_whatever_the_programs_are_called(proc: Path) -> None:
    tell(proc, 10, 1, 1024)
    tell(proc, 11, 10, 2048, name="a) R 99 (b")
    tell(proc, 12, 11, 512)
    tell(proc, 13, 1, 99999)
    assert memory.tree_mib(10) == 3.5


def test_process_that_has_ended_meanwhile_counts_nothing(proc: Path) -> None:
    tell(proc, 10, 1, 1024)
    tell(proc, 11, 10, 2048)
    (proc / "11" / "smaps_rollup").unlink()
    (proc / "12").mkdir()
    assert memory.tree_mib(10) == 1.0


def test_nothing_is_told_where_the_system_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "PROC", tmp_path / "none")
    assert memory.tree_mib(1) is None
    with memory.Watch(1) as watch:
        pass
    assert watch.peak_mib is None


def test_highest_sum_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    sums = iter([10.0, 30.0, 20.0])
    seen: list[int] = []

    def look(root: int) -> float:
        seen.append(root)
        found = next(sums)
        if found == 20.0:
            watch._over.set()
        return found

    monkeypatch.setattr(memory, "tree_mib", look)
    monkeypatch.setattr(memory, "_SHORTEST_PAUSE", 0.0)
    watch = memory.Watch(7)
    with watch:
        watch._thread.join()
    assert (watch.peak_mib, seen) == (30.0, [7, 7, 7])


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells")
def test_child_s_memory_counts_for_its_parent() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == b"ready\n"
        found = memory.tree_mib(parent.pid)
        parent.communicate(b"\n")
    assert found is not None
    assert found > MIB
    assert parent.returncode == os.EX_OK
