# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a run leaves beside each other: their names, their modes, and how each takes its place as a whole."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile

# They hold no secret, but say where a firm's walls are thin.
DIRECTORY_MODE = 0o750
FILE_MODE = 0o640

# How the names of files end in which runs leave notes, before C(.json); what joins reports leaves those out.
NOTES = ".notes"

# How the names of files end that stand beside a firm's report, before their ending.
HAND_OVER = "-handover"
SUMMARY = "-summary"

_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_NOT_IN_FILE_NAMES = re.compile(r"[^A-Za-z0-9_-]+")


def file_name(host: str) -> str:
    """Return the name of a firm's files, without their ending: the inventory name, where that is safe and free.

    Taken are the name of the overview, and what would make one firm's report another one's notes, sheet or summary.
    """
    taken = host.lower() == "index" or host.lower().endswith((NOTES, HAND_OVER, SUMMARY))
    if _FILE_NAME.fullmatch(host) and not taken:
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
