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

from .._core.errors import EthicalWallsError
from .._core.files import DIRECTORY_MODE, replace_file


def write_files(
    directory: str, files: t.Mapping[str, t.Any], firm: str | None = None, gone: t.Sequence[str] = ()
) -> list[str]:
    """Write files of one directory, remove what is gone, and return the paths of those that were written.

    :param directory: is made when it is missing; one that is there stays as it is.
    :param files: by name; a text is written as it is, anything else as JSON.
    :param firm: whose files they are, for messages.
    :param gone: the names of files that are removed where they are.
    :raises EthicalWallsError: C(validation) for a name that is none of a file, C(permission) when nobody lets us write
        there, C(unexpected) for anything else, such as a disk that is full.
    """
    path = directory = os.path.abspath(directory)
    try:
        if any(name in ("", ".", "..") or os.path.basename(name) != name for name in (*files, *gone)):
            raise ValueError("a name of a file is missing, or has a path in it")
        os.makedirs(directory, mode=DIRECTORY_MODE, exist_ok=True)
        for name, content in files.items():
            path = os.path.join(directory, name)
            replace_file(directory, name, content if isinstance(content, str) else json.dumps(content, indent=2) + "\n")
        for name in gone:
            path = os.path.join(directory, name)
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)
    except (OSError, ValueError) as error:
        refused = isinstance(error, PermissionError) or getattr(error, "errno", None) == errno.EROFS
        raise EthicalWallsError(
            f"{path}: {getattr(error, 'strerror', None) or error}",
            kind="permission" if refused else "unexpected" if isinstance(error, OSError) else "validation",
            system="this machine",
            firm=firm,
            operation="write the report",
            hint="Give another report_directory, or make this one writable for whom Ansible runs as.",
        ) from None
    return [os.path.join(directory, name) for name in files]
