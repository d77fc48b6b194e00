# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the files of a report, each as a whole, so that runs at the same time and readers never meet half a file."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import typing as t
from dataclasses import dataclass, field

from .._core.errors import EthicalWallsError
from .._core.files import DIRECTORY_MODE, replace_file
from .._core.outcome import Outcome


@dataclass(frozen=True)
class WantedFiles:
    """Files of one directory.

    :ivar directory: is made when it is missing; one that is there stays as it is.
    :ivar files: by name; a text is written as it is, anything else as JSON.
    :ivar firm: whose files they are, for messages.
    :ivar gone: the names of files that are removed where they are.
    """

    directory: str
    files: dict[str, t.Any] = field(default_factory=dict)
    firm: str | None = None
    gone: tuple[str, ...] = ()


def write_files(client: t.Any, wanted: WantedFiles, check_mode: bool) -> Outcome:
    """Write the files, remove what is gone, and return where the files are.

    A report is a dated record of a run, so it is no change.

    :raises EthicalWallsError: C(validation) for a name that is none of a file, C(permission) when nobody lets us write
        there, C(unexpected) for anything else, such as a disk that is full.
    """
    directory = os.path.abspath(wanted.directory)
    for name in (*wanted.files, *wanted.gone):
        if not name or name in (".", "..") or os.path.basename(name) != name:
            raise _error(wanted, directory, "a name of a file is missing, or has a path in it", "validation")
    if not check_mode:
        path = directory
        try:
            os.makedirs(directory, mode=DIRECTORY_MODE, exist_ok=True)
            for name, content in wanted.files.items():
                path = os.path.join(directory, name)
                replace_file(directory, name, _as_text(content))
            for name in wanted.gone:
                path = os.path.join(directory, name)
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(path)
        except OSError as error:
            refused = isinstance(error, PermissionError) or error.errno == errno.EROFS
            kind = "permission" if refused else "unexpected"
            raise _error(wanted, path, error.strerror or str(error), kind) from None
    return Outcome(resource=[os.path.join(directory, name) for name in wanted.files])


def _as_text(content: t.Any) -> str:
    return content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"


def _error(wanted: WantedFiles, what: str, reason: str, kind: str) -> EthicalWallsError:
    return EthicalWallsError(
        f"{what}: {reason}",
        kind=kind,
        system="this machine",
        firm=wanted.firm,
        operation="write the report",
        hint="Give another report_directory, or make this one writable for whom Ansible runs as.",
    )
