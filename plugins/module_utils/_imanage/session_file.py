# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The file that keeps one sign-in for the tasks of a play.

A token that a module returned would stand in the output and in AWX's job events. So it is kept in a file that only
its owner can read, below Ansible's own local temporary directory, and only its path is passed on.
"""

from __future__ import annotations

import contextlib
import glob
import json
import os
import stat
import tempfile
import time
import typing as t
from dataclasses import asdict, dataclass

from .._core.files import replace_file
from .discovery import Discovery, Library

_DIRECTORY_PREFIX = "ethical-walls-"
_FILE_NAME = "session.json"
# How files begin that have not taken its place yet.
_TEMPORARY_PREFIX = f".{_FILE_NAME}."
_FORMAT = 1
# Seconds after which a file that nobody has used is taken for the leavings of a killed run.
_STALE_AFTER = 12 * 3600


class SessionFileError(ValueError):
    """The file is not there, or is not one that we would have written; the text says which."""


@dataclass(frozen=True)
class StoredSession:
    """One sign-in.

    :ivar origin: the only origin that the token may be sent to.
    :ivar username: who signed in; a session is refused for anybody else.
    """

    origin: str
    username: str
    token: str
    discovery: Discovery


def create(directory: str, session: StoredSession) -> str:
    """Keep a sign-in in a new directory of mode 0700 below the given one, and return the file's path."""
    _purge_stale(directory)
    path = os.path.join(tempfile.mkdtemp(prefix=_DIRECTORY_PREFIX, dir=directory), _FILE_NAME)
    replace(path, session)
    return path


def replace(path: str, session: StoredSession) -> None:
    """Write the file in one step, so that a reader finds the old or the new sign-in, never half of one."""
    text = json.dumps({"format": _FORMAT, **asdict(session)})
    replace_file(os.path.dirname(path), os.path.basename(path), text, 0o600)


def load(path: str, origin: str, username: str) -> StoredSession:
    """Read a sign-in, and refuse whatever another user, program or firm may have put there.

    :raises SessionFileError: when owner, modes, content, origin or user are not right.
    """
    _check_owner(os.path.dirname(path), stat.S_ISDIR, 0o700)
    _check_owner(path, stat.S_ISREG, 0o600)
    try:
        with open(path, encoding="utf-8") as stream:
            content: dict[str, t.Any] = json.load(stream)
        if content.pop("format") != _FORMAT:
            raise SessionFileError("it was written by another version")
        discovery = content.pop("discovery")
        libraries = tuple(Library(**library) for library in discovery.pop("libraries"))
        session = StoredSession(discovery=Discovery(libraries=libraries, **discovery), **content)
        texts: list[t.Any] = [session.origin, session.username, session.token]
        if not all(isinstance(text, str) and text for text in texts):
            raise SessionFileError("its content is not a session")
    except (OSError, AttributeError, KeyError, TypeError, RecursionError):
        raise SessionFileError("its content is not a session") from None
    except ValueError as error:
        raise error if isinstance(error, SessionFileError) else SessionFileError("its content is not JSON") from None
    if session.origin != origin:
        raise SessionFileError(f"it belongs to {session.origin}")
    if session.username.lower() != username.lower():
        raise SessionFileError("it belongs to another user name")
    # A run may use it for longer than leavings are kept: its directory's time says that it is alive.
    with contextlib.suppress(OSError):
        os.utime(os.path.dirname(path))
    return session


def remove(path: str) -> None:
    """Remove the file and its directory; it is no mistake if they are gone."""
    directory = os.path.dirname(path)
    if os.path.basename(directory).startswith(_DIRECTORY_PREFIX) and os.path.basename(path) == _FILE_NAME:
        _remove_own(directory)


def exists(path: str) -> bool:
    return os.path.lexists(path)


def _check_owner(path: str, is_kind: t.Callable[[int], bool], mode: int) -> None:
    try:
        status = os.lstat(path)
    except OSError:
        raise SessionFileError("it is not found here") from None
    if not is_kind(status.st_mode):
        raise SessionFileError("it is not a plain file in a plain directory")
    if status.st_uid != os.geteuid():
        raise SessionFileError("it belongs to another user of this machine")
    if stat.S_IMODE(status.st_mode) != mode:
        raise SessionFileError(f"its permissions are not {mode:04o}")


def _purge_stale(directory: str) -> None:
    """Remove our own leavings of runs that were killed, here and in the temporary directories of earlier runs."""
    parent = os.path.dirname(os.path.abspath(directory))
    _remove_old(glob.glob(os.path.join(glob.escape(directory), f"{_DIRECTORY_PREFIX}*")))
    _remove_old(glob.glob(os.path.join(glob.escape(parent), "ansible-local-*", f"{_DIRECTORY_PREFIX}*")))


def _remove_old(directories: list[str]) -> None:
    for directory in directories:
        try:
            age = time.time() - os.lstat(directory).st_mtime
        except OSError:
            continue
        if age > _STALE_AFTER:
            _remove_own(directory)


def _remove_own(directory: str) -> None:
    """Remove a session's directory.

    Others may have named a directory alike, so it goes only if its owner, its modes and everything in it are those of
    a session. Nothing below it is removed by any other means.
    """
    with contextlib.suppress(OSError, SessionFileError):
        _check_owner(directory, stat.S_ISDIR, 0o700)
        names = os.listdir(directory)
        if all(name == _FILE_NAME or name.startswith(_TEMPORARY_PREFIX) for name in names):
            for name in names:
                os.unlink(os.path.join(directory, name))
            os.rmdir(directory)
