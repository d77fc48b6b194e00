# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kills ansible-playbook, and only that process: its workers are orphans then, until they end by themselves."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpers.ansible import TIMEOUT, start_ansible

PROC = Path("/proc")


class Playbook:
    """A running playbook of the collection.

    :param directory: its own; what it says is in C(output.txt) there.
    :param playbook: the name of one of the collection, or plays.
    """

    def __init__(
        self, directory: Path, playbook: str | list[dict[str, Any]], hosts: dict[str, Any], *arguments: str
    ) -> None:
        directory.mkdir(exist_ok=True)
        name = f"legalops.ethical_walls.{playbook}"
        if not isinstance(playbook, str):
            name = str(directory / "play.yml")
            Path(name).write_text(json.dumps(playbook), encoding="utf-8")
        inventory = directory / "inventory.json"
        inventory.write_text(json.dumps(hosts), encoding="utf-8")
        # All of its processes have it, those of modules too.
        self._mark = f"ANSIBLE_LOCAL_TEMP={directory / 'local'}".encode()
        self._output = directory / "output.txt"
        with self._output.open("w", encoding="utf-8") as output:
            self._process = start_ansible(
                directory,
                "ansible-playbook",
                *(name, "-i", str(inventory), *arguments),
                environment={
                    "ANSIBLE_LOCAL_TEMP": str(directory / "local"),
                    "ANSIBLE_REMOTE_TEMP": str(directory / "remote"),
                },
                output=output,
            )

    @property
    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal, and return when the process has ended."""
        self._process.send_signal(number)
        self.wait()

    def wait(self) -> None:
        """Return when it has ended; its orphans may go on."""
        self._process.wait(TIMEOUT)

    def wait_for_all(self) -> None:
        """Return when none of its processes is left."""
        self.wait()
        end = time.monotonic() + TIMEOUT
        while self.processes():
            assert time.monotonic() < end, f"a process goes on for ever: {self.output}"
            time.sleep(0.02)

    def processes(self) -> list[int]:
        """Return all of its processes, its orphans too."""
        return [int(path.parent.name) for path in _environments() if self._mark in _read(path).split(b"\0")]

    @property
    def output(self) -> str:
        return self._output.read_text(encoding="utf-8")


def _environments() -> Iterator[Path]:
    return PROC.glob("[0-9]*/environ")


def _read(path: Path) -> bytes:
    """Return what a file of a process says; nothing where that has ended, or is somebody else's."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
