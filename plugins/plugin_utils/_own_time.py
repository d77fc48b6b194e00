# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm's deadline without the time in which the firm only waited for others.

Ansible begins a task when all firms have ended the one before, and each task is a process of its own. So what a firm
has used is written down, in the run's own directory for temporary files, which Ansible removes at the end.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import time
import typing as t
from pathlib import Path


class OwnTime:
    """What one host's tasks have used of their time, since :meth:`start`.

    :param directory: the run's own; what lies there is forgotten with it.
    """

    def __init__(self, directory: str, host: str) -> None:
        # A host may be called anything, a path too.
        self._file = Path(directory) / f"ethical-walls-time-{hashlib.sha256(host.encode()).hexdigest()}"

    def start(self) -> None:
        """Begin to count."""
        self._write({"at": time.time(), "used": 0.0})

    def waited(self) -> float:
        """Return the seconds since the start that no task of this host has used; 0 where nothing was started."""
        noted = self._read()
        return 0.0 if noted is None else max(0.0, time.time() - noted["at"] - noted["used"])

    @contextlib.contextmanager
    def used(self) -> t.Iterator[None]:
        """Count what is done within as time that this host has used."""
        begun = time.monotonic()
        try:
            yield
        finally:
            noted = self._read()
            if noted is not None:
                self._write({**noted, "used": noted["used"] + time.monotonic() - begun})

    def _read(self) -> dict[str, float] | None:
        try:
            noted = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return t.cast("dict[str, float]", noted)

    def _write(self, noted: dict[str, float]) -> None:
        # Not written, the deadline counts waiting too: earlier than it should, but never late.
        with contextlib.suppress(OSError):
            self._file.write_text(json.dumps(noted), encoding="utf-8")
