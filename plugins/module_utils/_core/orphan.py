# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the run that a process works for has ended before it.

When ansible-playbook is killed, a worker of it goes on with its task. Meanwhile somebody may have run the playbook
again, and that run would not know of what the worker still writes.
"""

from __future__ import annotations

import contextlib
import os
import typing as t

# The environment variable in which a module's own process is told the process of its run.
_RUN = "ETHICAL_WALLS_RUN"


def is_orphaned() -> bool:
    """Say whether the run of this process has ended; C(False) where nothing tells the run that it is of."""
    run = os.environ.get(_RUN, "")
    if run.isdecimal():
        return not is_alive(int(run))
    parent = _maker()
    # Noted when the worker was made: so a run that ended before the task looked for it is missed too.
    return parent is not None and parent != os.getppid()


@contextlib.contextmanager
def told_to_children() -> t.Iterator[None]:
    """Tell the processes that are started within of which run they are: their own parent is but a shell."""
    os.environ[_RUN] = str(_maker() or os.getppid())
    try:
        yield
    finally:
        del os.environ[_RUN]


def is_alive(pid: int, start: str = "") -> bool:
    """Say whether there is a process of this number; a killed one is there until its own parent has noticed.

    :param start: what :func:`start_of` returned of it: after a reboot, and in the next container, another process has
        its number.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # somebody else's
    return not start or start_of(pid) in ("", start)


def start_of(pid: int) -> str:
    """Return what tells a process from another one that has its number later; empty where the system does not say."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            boot = file.read().strip()
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            # The program's name stands in brackets, and may hold blanks and brackets.
            fields = file.read().rpartition(")")[2].split()
        return f"{boot} {fields[19]}"
    except (OSError, LookupError):
        return ""


def _maker() -> int | None:
    """Return the process that made this one with C(multiprocessing), as Ansible makes its workers."""
    # Workers have it already. A module's own process, which is told its run, would load it in vain.
    from multiprocessing.process import parent_process

    parent = parent_process()
    return None if parent is None else parent.pid
