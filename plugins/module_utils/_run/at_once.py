# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs of one firm at once: beside a rotation no other run writes, since a password that it stores could be lost.

Nor do two that want different things: what one has proved, the other one has taken away when it is relied on.

The run records tell: a run that may write says in its record's head since when (C(begun)). What runs on another machine
is seen only where both share the home directory.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shlex
import time
import typing as t

from .._core.errors import EthicalWallsError
from .purposes import WRITING
from .record import Data, RecordFile, is_known

_ROTATION = "rotate_password"


def open_beside_others(record: RecordFile, directory: str, play: str, head: Data) -> None:
    """Open the record of a play, unless another run that is at work on the firm stands against it.

    Then it is open too, to keep what happened, but stands against no other run.

    :param directory: Ansible's own of the run.
    :param head: the record's head, without C(begun).
    :raises EthicalWallsError: C(conflict), where another run has begun before, and both are rotations, or each is for
        something else.
    :raises OSError: when it can't be written.
    """
    if head["purpose"] not in WRITING or head["check_mode"]:
        record.open(play, head)
        return
    with _alone_in(os.path.dirname(os.path.abspath(directory))):
        others = [other for other in record.others() if other.get("begun")]
        against = [other for other in others if other["purpose"] != head["purpose"] or head["purpose"] == _ROTATION]
        record.open(play, head if against else {**head, "begun": time.time_ns()})
    if against:
        first = min(against, key=lambda other: (other["begun"], other["pid"]))
        # Of a process that can't be told from a later one of its number, or is not seen, only a person knows.
        killed = f"; where it was killed, remove its record first: rm {shlex.quote(first['file'])}"
        raise EthicalWallsError(
            f"the playbook {first['purpose']} is at work on this firm (process {first['pid']} on {first['node']})",
            kind="conflict",
            system="this machine",
            firm=record.host,
            operation="begin the firm",
            retryable=True,
            hint=f"Nothing was sent. Run again when it has ended{'.' if is_known(first) else killed}",
        )


@contextlib.contextmanager
def _alone_in(directory: str) -> t.Iterator[None]:
    """Let no other run look and write at the same moment: of two, the second one sees the first."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        # Where a file system knows no locks, only two in the same millisecond miss each other.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
