# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts Ansible's commands as tests need them: none of the settings of the person who runs the tests counts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]

# Seconds. A run that takes longer than this hangs.
TIMEOUT = 300

# The version matrix runs the same tests with another Ansible than that of the tests' own environment.
ANSIBLE_BIN = os.environ.get("MATRIX_ANSIBLE_BIN") or str(Path(sys.executable).parent)

Changes = Mapping[str, "str | None"]


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    stdout: str
    stderr: str

    @property
    def output(self) -> str:
        return self.stdout + self.stderr


def run_ansible(directory: Path, command: str, *arguments: str | Path, environment: Changes | None = None) -> Ended:
    """Run one of Ansible's commands, such as ``ansible-playbook``, in a directory.

    :param environment: what to set besides the usual; ``None`` takes a variable out.
    """
    done = subprocess.run(
        **_call(directory, command, arguments, environment), capture_output=True, timeout=TIMEOUT, check=False
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def start_ansible(
    directory: Path,
    command: str,
    *arguments: str | Path,
    environment: Changes | None = None,
    output: Any = subprocess.DEVNULL,
    **more: Any,
) -> subprocess.Popen[str]:
    """Start one of Ansible's commands as :func:`run_ansible` does, and return while it runs.

    :param output: the file that gets what it says.
    """
    call = _call(directory, command, arguments, environment)
    return subprocess.Popen(**call, stdout=output, stderr=subprocess.STDOUT, **more)


def play(tasks: list[dict[str, Any]], hosts: str = "alder", **variables: Any) -> dict[str, Any]:
    """Return a play as the collection's own are: its tasks run here, and no facts are gathered."""
    here = {"ansible_python_interpreter": "{{ ansible_playbook_python }}", "ansible_pipelining": True, **variables}
    return {"hosts": hosts, "gather_facts": False, "connection": "local", "vars": here, "tasks": tasks}


def _call(
    directory: Path, command: str, arguments: tuple[str | Path, ...], environment: Changes | None
) -> dict[str, Any]:
    whole: dict[str, str | None] = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "PYTHONPATH"))},
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / ".cache" / "tree"),
        "ANSIBLE_CONFIG": str(ROOT / ".cache" / "ansible.cfg"),
        "ANSIBLE_FORKS": "10",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_RETRY_FILES_ENABLED": "0",
        "LC_ALL": "C.UTF-8",
        "PATH": f"{ANSIBLE_BIN}:{os.environ['PATH']}",
        **(environment or {}),
    }
    return {
        "args": [f"{ANSIBLE_BIN}/{command}", *map(str, arguments)],
        "cwd": directory,
        "env": {name: value for name, value in whole.items() if value is not None},
        "stdin": subprocess.DEVNULL,
        "text": True,
    }
