# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two runs of one firm at once: beside a rotation no other run writes, since a password that it stores could be lost.

Nor do two that want different things: what one has proved, the other one has taken away when it is relied on.

The run records tell: a run that may write says in its record's head since when (C(begun)). They tell of runs on other
machines too, or in other containers as jobs of AWX are, where all of them share the home directory. A note beside the
firm's reports tells of the others.
"""

from __future__ import annotations

import os
import shlex
import time
from datetime import datetime, timedelta, timezone

from .._core.errors import EthicalWallsError
from .._core.files import alone_in
from .._core.orphan import is_alive
from .._core.timestamps import format_timestamp, parse_timestamp
from .._core.verdicts import ROTATE
from .._resources.imanage.notes import RunNotes
from .purposes import WRITING
from .record import Data, RecordFile, Run, is_known

# How long after its deadline a run on another machine counts that has noted itself: nobody sees there whether it was
# killed, and the time in which a firm waits for others is not in its deadline.
_COUNTS = timedelta(hours=1)


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
    with alone_in(os.path.dirname(os.path.abspath(directory))):
        others = [other for other in record.others() if other.get("begun")]
        against = [other for other in others if other["purpose"] != head["purpose"] or head["purpose"] == ROTATE]
        record.open(play, head if against else {**head, "begun": time.time_ns()})
    if against:
        first = min(against, key=lambda other: (other["begun"], other["pid"]))
        # Of a process that can't be told from a later one of its number, or is not seen, only a person knows.
        killed = f"; where it was killed, remove its record first: rm {shlex.quote(first['file'])}"
        raise _at_work(record.host, first, "." if is_known(first) else killed)


def note_at_work(run: Run) -> list[str]:
    """Note beside the firm's reports that this run is at work, unless another one that is for something else is.

    One for the same goes on at once, a rotation too: it mends what one that was killed on another machine has left.

    :returns: warnings.
    :raises EthicalWallsError: C(conflict), where it is.
    """
    if run.purpose not in WRITING or run.check_mode:
        return []
    notes, own = _notes_of(run), _process(run)
    other = notes.at_work()
    if other.get("purpose") != run.purpose and _goes_on(other, own):
        until = f"until {other['until']}" if other.get("until") else "for good"
        killed = f"; where it was killed, it counts {until}, unless you take at_work out of {notes.path}."
        raise _at_work(run.host, other, killed)
    if not notes.warnings:
        # What can't be read may be a rotation's, and is not written over for this.
        ends = datetime.fromtimestamp(run.config.get("ends_at") or time.time(), timezone.utc)
        notes.note_at_work({"purpose": run.purpose, "until": format_timestamp(ends + _COUNTS), **own})
    return notes.warnings


def forget_at_work(run: Run) -> None:
    """Take out what this run has noted: it has ended, well or not."""
    if run.purpose not in WRITING or run.check_mode:
        return
    notes, own = _notes_of(run), _process(run)
    noted = notes.at_work()
    if noted and own.items() <= noted.items():
        notes.note_at_work(None)


def _notes_of(run: Run) -> RunNotes:
    return RunNotes(run.head.get("report_directory"), run.host)


def _process(run: Run) -> Data:
    return {name: run.head.get(name) for name in ("node", "pid", "start")}


def _goes_on(noted: Data, own: Data) -> bool:
    """Say whether the run that has noted itself may be at work still, and is not this one."""
    if not noted or own.items() <= noted.items():
        return False
    if noted.get("node") == own["node"] and isinstance(noted.get("pid"), int):
        return is_alive(noted["pid"], str(noted.get("start") or ""))
    until = parse_timestamp(noted.get("until"))
    return until is None or datetime.now(timezone.utc) < until


def _at_work(host: str, other: Data, ended: str) -> EthicalWallsError:
    return EthicalWallsError(
        f"the playbook {other.get('purpose')} is at work on this firm (process {other.get('pid')} on "
        f"{other.get('node')})",
        kind="conflict",
        system="this machine",
        firm=host,
        operation="begin the firm",
        retryable=True,
        hint=f"Nothing was sent. Run again when it has ended{ended}",
    )
