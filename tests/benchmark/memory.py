# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much memory a process takes with all that descend from it, as Linux tells it.

Forks share most of their memory with the process that they were made from, so adding up what each has in memory would
count that once for each fork. The proportional set size (PSS) divides what is shared among those who share it: its sum
is what the machine has to have. For a single process that is less than its resident size, which counts in full what it
shares with processes outside the tree, such as the interpreter's own code. What the system tells of a process that has
ended is no help: for one that was started by a larger process, it is the size of that one.

It is looked at every so often, in a thread of whoever asks. A peak between two looks is missed, and a process that has
just begun or is just ending may be, so the highest sum is a lower bound. It is no steady figure either: it tells how
many forks happened to be there in one moment. Two runs are compared by what nineteen of twenty looks stay below. A look
takes CPU time of the asking process, not of those that are looked at, and for each second of it the thread rests for
fifty.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

PROC = Path("/proc")

_SHORTEST_PAUSE = 0.2
# How much longer the pause after a look is than the CPU time that it took.
_REST = 50


def descendants(parents: Mapping[int, int], root: int) -> set[int]:
    """Return a process and all that descend from it.

    :param parents: the parent of each process.
    """
    children: dict[int, list[int]] = {}
    for process, parent in parents.items():
        children.setdefault(parent, []).append(process)
    found: set[int] = set()
    waiting = [root]
    while waiting:
        process = waiting.pop()
        if process not in found:
            found.add(process)
            waiting += children.get(process, [])
    return found


def pss_kib(rollup: str) -> int:
    """Return the proportional set size that a C(smaps_rollup) tells; none for a process that is ending."""
    said = re.search(r"^Pss: +(\d+) kB$", rollup, re.MULTILINE)
    return int(said[1]) if said else 0


def peak_kib(status: str) -> int:
    """Return the highest resident size that a C(status) tells; none for a process that is ending."""
    said = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(said[1]) if said else 0


class Look(NamedTuple):
    """What one look has found, in MiB.

    :ivar tree: of a process with all that descend from it.
    :ivar largest: the most that one of them has had so far.
    """

    tree: float
    largest: float


def look(root: int) -> Look | None:
    """Look at a process and all that descend from it; C(None) where nobody tells."""
    if not (PROC / "self" / "smaps_rollup").exists():
        return None
    processes = [PROC / str(process) for process in descendants(_parents(), root)]
    tree = sum(pss_kib(_read(one / "smaps_rollup")) for one in processes)
    largest = max(peak_kib(_read(one / "status")) for one in processes)
    return Look(tree / 1024, largest / 1024)


def _parents() -> dict[int, int]:
    # The fourth field; the second is the program's name in brackets, which may have anything in it.
    told = {int(one.name): _read(one / "stat").rpartition(")")[2].split() for one in PROC.glob("[0-9]*")}
    return {process: int(fields[1]) for process, fields in told.items() if fields}


def _read(file: Path) -> str:
    """Return what a file says; nothing where its process has ended, or is not ours."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


class Watch:
    """Looks at a process tree until it is left.

    :ivar looks: what was found so far; none where nobody tells.
    """

    def __init__(self, root: int) -> None:
        self.looks: list[Look] = []
        self._root = root
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look_until_over, name="memory", daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    @property
    def largest(self) -> float | None:
        """The most that a single process has had, in MiB."""
        return max((one.largest for one in self.looks), default=None)

    @property
    def highest(self) -> float | None:
        """The most that all have had at a time, in MiB."""
        return max((one.tree for one in self.looks), default=None)

    @property
    def usual(self) -> float | None:
        """What nineteen of twenty looks at all processes stay below, in MiB."""
        found = sorted(one.tree for one in self.looks)
        return found[len(found) * 19 // 20] if found else None

    def _look_until_over(self) -> None:
        pause = 0.0
        while not self._over.wait(pause):
            begun = time.thread_time()
            found = look(self._root)
            if found is None:
                return
            self.looks.append(found)
            pause = max(_SHORTEST_PAUSE, _REST * (time.thread_time() - begun))
