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


def same_as(directory: str, task_vars: dict[str, t.Any], everywhere: bool = False) -> SameAs:
    """Return the hosts of the play that mean the same as this one, by the system that they share.

    :param directory: the run's own, the same in all its processes.
    :param everywhere: whether the hosts of the whole inventory count: who is not in this play is cut off as well. Then
        C(unread) names those of which it can't be told.
    """
    there = (task_vars.get("groups") or {}).get("all") if everywhere else task_vars.get("ansible_play_hosts_all")
    hosts = sorted(map(str, there or ()))
    if len(hosts) < 2:
        return {}
    asked = json.dumps([everywhere, hosts])
    file = Path(directory) / f"ethical-walls-firms-{hashlib.sha256(asked.encode()).hexdigest()}"
    return _index(file, lambda: _found(task_vars["hostvars"], hosts, everywhere)).get(
        str(task_vars.get("inventory_hostname")), {}
    )


def _found(hostvars: t.Any, hosts: list[str], everywhere: bool) -> dict[str, SameAs]:
    known: dict[str, dict[str, t.Any]] = {}
    unread = []
    for host in hosts:
        known[host], is_whole = _known(hostvars, host)
        unread += [] if is_whole or not everywhere else [host]
    found = sharing(known)
    for host in hosts if unread else ():
        found.setdefault(host, {})["unread"] = [other for other in unread if other != host]
    return found


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


def _known(hostvars: t.Any, host: str) -> tuple[dict[str, t.Any], bool]:
    """Return what a host says of itself, and whether that is all. What can't be read, its own check names."""
    raw = hostvars.raw_get(host)
    known = {}
    there = [name for name in NAMES if name in raw]
    for name in there:
        with contextlib.suppress(Exception):
            value = raw[name]
            # Templates only where there are some: each takes longer than all the rest.
            is_plain = isinstance(value, (int, str)) and "{" not in str(value)
            known[name] = plain(value if is_plain else hostvars[host][name])
    return known, len(known) == len(there)
