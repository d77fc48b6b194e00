# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the hosts of a run have in common, found out once a run.

Each host's task is a process of its own. If each looked at all others, the work would grow with the square of their
number. So the first one writes down what it has found, in Ansible's own directory of the run, and the others read it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import typing as t
from pathlib import Path

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.sharing import (
    NAMES,
    SameAs,
    sharing,
)

from ._plain import plain


def same_as(directory: str, task_vars: dict[str, t.Any]) -> SameAs:
    """Return the hosts of the play that mean the same as this one, by the system that they share.

    :param directory: the run's own, the same in all its processes.
    """
    hosts = sorted(map(str, task_vars.get("ansible_play_hosts_all") or ()))
    if len(hosts) < 2:
        return {}
    file = Path(directory) / f"ethical-walls-firms-{hashlib.sha256(json.dumps(hosts).encode()).hexdigest()}"
    return _index(file, lambda: sharing({host: _known(task_vars["hostvars"], host) for host in hosts})).get(
        str(task_vars.get("inventory_hostname")), {}
    )


def _index(file: Path, make: t.Callable[[], dict[str, SameAs]]) -> dict[str, SameAs]:
    """Return what the file holds; made by the first that asks, while the others wait."""
    try:
        with open(f"{file}.lock", "w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                return t.cast("dict[str, SameAs]", json.loads(file.read_text(encoding="utf-8")))
            made = make()
            half = file.with_suffix(".half")
            half.write_text(json.dumps(made), encoding="utf-8")
            os.replace(half, file)
            return made
    except OSError:
        # A disk that is full makes it slow, but no less sure.
        return make()


def _known(hostvars: t.Any, host: str) -> dict[str, t.Any]:
    """Return what a host says of itself. What can't be read, its own check names."""
    raw = hostvars.raw_get(host)
    known = {}
    for name in NAMES:
        with contextlib.suppress(Exception):
            value = raw[name]
            # Templates only where there are some: each takes longer than all the rest.
            is_plain = isinstance(value, (int, str)) and "{" not in str(value)
            known[name] = plain(value if is_plain else hostvars[host][name])
    return known
