# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files of a report, each as a whole, so that runs at the same time and readers never meet half a file."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import tempfile
import typing as t
from dataclasses import dataclass, field

from .._core.errors import EthicalWallsError
from .._core.outcome import Outcome

# They hold no secret, but say where a firm's walls are thin.
DIRECTORY_MODE = 0o750
FILE_MODE = 0o640

# How the names of files end in which runs leave notes, before C(.json); what joins reports leaves those out.
NOTES = ".notes"

_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class WantedFiles:
    """Files of one directory.

    :ivar directory: is made when it is missing; one that is there stays as it is.
    :ivar files: by name; a text is written as it is, anything else as JSON.
    :ivar firm: whose files they are, for messages.
    """

    directory: str
    files: dict[str, t.Any] = field(default_factory=dict)
    firm: str | None = None


def write_files(client: t.Any, wanted: WantedFiles, check_mode: bool) -> Outcome:
    """Write the files, and return where they are. A report is a dated record of a run, so it is no change.

    :raises EthicalWallsError: C(validation) for a name that is none of a file, C(permission) when nobody lets us write
        there, C(unexpected) for anything else, such as a disk that is full.
    """
    directory = os.path.abspath(wanted.directory)
    for name in wanted.files:
        if not name or name in (".", "..") or os.path.basename(name) != name:
            raise _error(wanted, directory, "a name of a file is missing, or has a path in it", "validation")
    if not check_mode:
        path = directory
        try:
            os.makedirs(directory, mode=DIRECTORY_MODE, exist_ok=True)
            for name, content in wanted.files.items():
                path = os.path.join(directory, name)
                replace_file(directory, name, _as_text(content))
        except OSError as error:
            refused = isinstance(error, PermissionError) or error.errno == errno.EROFS
            kind = "permission" if refused else "unexpected"
            raise _error(wanted, path, error.strerror or str(error), kind) from None
    return Outcome(resource=[os.path.join(directory, name) for name in wanted.files])


def _as_text(content: t.Any) -> str:
    return content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"


def file_name(host: str) -> str:
    """Return the name of a firm's files, without their ending: the inventory name, where that is safe and free.

    Taken are the name of the overview, and what would make one firm's report another one's notes.
    """
    if _FILE_NAME.fullmatch(host) and host.lower() != "index" and not host.lower().endswith(NOTES):
        return host
    plain = _NOT_IN_FILE_NAMES.sub("_", host).strip("_")[:60] or "firm"
    return f"{plain}-{hashlib.sha256(host.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def replace_file(directory: str, name: str, text: str, mode: int = FILE_MODE) -> None:
    """Put a file in its place as a whole.

    :raises OSError: when nobody lets us.
    """
    handle, temporary = tempfile.mkstemp(dir=directory, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            os.fchmod(file.fileno(), mode)
            file.write(text)
        os.replace(temporary, os.path.join(directory, name))
    except BaseException:
        os.unlink(temporary)
        raise


def _error(wanted: WantedFiles, what: str, reason: str, kind: str) -> EthicalWallsError:
    return EthicalWallsError(
        f"{what}: {reason}",
        kind=kind,
        system="this machine",
        firm=wanted.firm,
        operation="write the report",
        hint="Give another report_directory, or make this one writable for whom Ansible runs as.",
    )
