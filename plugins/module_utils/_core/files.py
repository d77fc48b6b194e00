# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a run leaves beside each other: their names, their modes, and how each takes its place as a whole."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import tempfile
import typing as t
from datetime import datetime

# They hold no secret, but say where a firm's walls are thin.
DIRECTORY_MODE = 0o750
FILE_MODE = 0o640

# How the names of files end in which runs leave notes, before C(.json); what joins reports leaves those out.
NOTES = ".notes"

# How the names of files end that stand beside a firm's report, before their ending.
HAND_OVER = "-handover"
REMOVAL = "-removal"
SUMMARY = "-summary"
# How the names of files end in which onboarding keeps what it found, with the moment between.
BEFORE = re.compile(r"-before-[0-9]{8}t[0-9]{6}z(-[0-9]+)?", re.ASCII)

_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


def file_name(host: str) -> str:
    """Return the name of a firm's files, without their ending: the inventory name, where that is safe and free.

    Taken are the name of the overview, and what would make one firm's report another one's notes, sheet, summary or
    state before onboarding.
    """
    taken = host.lower() == "index" or host.lower().endswith((NOTES, HAND_OVER, REMOVAL, SUMMARY))
    taken = taken or is_before_file(f"{host}.json")
    if _FILE_NAME.fullmatch(host) and not taken:
        return host
    plain = _NOT_IN_FILE_NAMES.sub("_", host).strip("_")[:60] or "firm"
    return f"{plain}-{hashlib.sha256(host.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def before_file_name(host: str, moment: datetime, number: int = 0) -> str:
    """Return the name of the file in which an onboarding keeps what it found.

    :param number: tells apart those of one second.
    """
    return f"{file_name(host)}-before-{moment:%Y%m%dT%H%M%SZ}{f'-{number}' if number else ''}.json"


def is_before_file(name: str) -> bool:
    """Say whether a file of this name holds what an onboarding found."""
    stem, dot, ending = name.lower().rpartition(".")
    found = BEFORE.search(stem)
    return bool(dot and ending == "json" and found and found.end() == len(stem))


def create_file(directory: str, name: str, text: str) -> str:
    """Write a new file that only this user may read, wholly onto the disk, and return its path.

    :raises FileExistsError: where there is one of this name.
    :raises OSError: when nobody lets us; then nothing is left.
    """
    path = os.path.join(directory, name)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        os.unlink(path)
        raise
    return path


def replace_file(directory: str, name: str, text: str, mode: int = FILE_MODE, on_disk: bool = False) -> None:
    """Put a file in its place as a whole.

    :param on_disk: whether to return only when a machine that crashes then has it, as it must have a secret.
    :raises OSError: when nobody lets us.
    """
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
            if on_disk:
                file.flush()
                os.fsync(file.fileno())
        os.replace(temporary, os.path.join(directory, name))
    except BaseException:
        os.unlink(temporary)
        raise
    if on_disk:
        _keep_names(directory)


def _keep_names(directory: str) -> None:
    """Bring onto the disk which files a directory has: until then, a new one may be gone after a crash."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def alone_in(directory: str) -> t.Iterator[None]:
    """Let no other run of this machine look and write at the same moment: of two, the second one sees the first."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        # Where a file system knows no locks, only two in the same millisecond miss each other.
        with contextlib.suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
