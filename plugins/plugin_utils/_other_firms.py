# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the hosts of a run have in common, found out once a run; of passwords only which hosts have the same is kept.

Each host's task is a process of its own. If each looked at all others, the work would grow with the square of their
number. So the first one writes down what it has found, in Ansible's own directory of the run, and the others read it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import re
import typing as t
from pathlib import Path

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.repeated_secrets import (
    PASSWORDS,
    shared_passwords,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.sharing import (
    NAMES,
    SameAs,
    sharing,
)

from ._plain import plain

# A template that names another variable, and no more.
_REFERENCE = re.compile(r"""\s*\{\{\s*([A-Za-z_]\w*)\s*(?:\|\s*default\((?:''|"")\)\s*)?\}\}\s*""")
_TEMPLATE = re.compile(r"\{[{%#]")


def same_as(directory: str, task_vars: dict[str, t.Any], everywhere: bool = False, unread: bool = False) -> SameAs:
    """Return the hosts that mean the same as this one, by the system that they share.

    :param directory: the run's own, the same in all its processes.
    :param everywhere: whether the hosts of the whole inventory count, and not only those of the play: a run of one host
        has to find of whom it is a copy.
    :param unread: whether to name those of which it can't be told, under C(unread): they would be cut off as well.
    """
    play = sorted(map(str, task_vars.get("ansible_play_hosts_all") or ()))
    hosts = sorted(map(str, (task_vars.get("groups") or {}).get("all") or ())) if everywhere else play
    if len(hosts) < 2:
        return {}
    asked = json.dumps([unread, hosts, play])
    file = Path(directory) / f"ethical-walls-firms-{hashlib.sha256(asked.encode()).hexdigest()}"
    return _index(file, lambda: _found(task_vars["hostvars"], hosts, play, unread)).get(
        str(task_vars.get("inventory_hostname")), {}
    )


def _found(hostvars: t.Any, hosts: list[str], play: t.Container[str], name_unread: bool) -> dict[str, SameAs]:
    known: dict[str, dict[str, t.Any]] = {}
    # In memory only, and of the play's hosts: one of -e is that of all others of the inventory.
    by_host: dict[str, dict[str, str]] = {}
    unread = []
    for host in hosts:
        known[host], is_whole, passwords = _known(hostvars, host)
        unread += [] if is_whole or not name_unread else [host]
        if host in play:
            by_host[host] = passwords
    found = sharing(known)
    for host, same in shared_passwords(by_host).items():
        found.setdefault(host, {}).update(same)
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


def _known(hostvars: t.Any, host: str) -> tuple[dict[str, t.Any], bool, dict[str, str]]:
    """Return what a host says of itself, whether that is all, and its passwords.

    What can't be read, its own check names.
    """
    try:
        raw = hostvars.raw_get(host)
    except Exception:  # noqa: BLE001 (a file that is encrypted with another firm's vault password, or that is none)
        return {}, False, {}
    known = {}
    there = [name for name in NAMES if name in raw]
    for name in there:
        with contextlib.suppress(Exception):
            value = raw[name]
            # Templates only where there are some: each takes longer than all the rest.
            is_plain = isinstance(value, (int, str)) and "{" not in str(value)
            known[name] = plain(value if is_plain else hostvars[host][name])
    return known, len(known) == len(there), _passwords(raw)


def _passwords(raw: t.Mapping[str, t.Any]) -> dict[str, str]:
    """Return those passwords that are written out, or named by another variable; an encrypted one as it stands.

    What is looked up is looked up by each firm.
    """
    found = {}
    for name in PASSWORDS:
        value, names = raw.get(name), {name}
        while isinstance(value, str) and (reference := _REFERENCE.fullmatch(value)) and reference[1] not in names:
            names.add(reference[1])
            value = raw.get(reference[1])
        value = getattr(value, "_ciphertext", value)
        value = value.decode("ascii") if isinstance(value, bytes) else value
        if isinstance(value, str) and value.strip() and not _TEMPLATE.search(value):
            found[name] = value
    return found
