# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The run record: everything that one run has learned of one firm so far, free of secrets.

Each task of this collection adds a line when it ends, to one file a firm. So no task hands data to the next by hand,
and what decides, shows and reports looks at what was done and read. Lines carry their play and their task: two plays of
one run don't mix, and of a task that is tried again the last attempt counts.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
import platform
import time
import typing as t
from dataclasses import dataclass, field

from .._core.orphan import is_alive, start_of
from .._firm.switches import DEFAULTS

Data = dict[str, t.Any]

_PREFIX = "ethical-walls-run-"
_MODE = 0o600
# Seconds without a line after which a run on another machine, whose processes are not seen, counts as ended.
_A_DAY = 24 * 60 * 60

# What marks the wish of a task that is about another system, or another account, than the firm's.
ELSEWHERE = "elsewhere"

# What of an answer is no use later: what Ansible adds, what the terminal shows, and the firm's variables with secrets.
_NOT_KEPT = ("invocation", "diff", "exception", "variables")

# Tasks that are asked about, with what of their options tells them from others with the same module.
STEPS: dict[str, tuple[str, Data]] = {
    "roles_corrected": ("imanage_user", {"correct_roles": True}),
    "disabled_again": ("imanage_user", {"state": "disabled", "require": "seen_to_view"}),
    "taken_out_again": ("imanage_group_membership", {"require": "seen_to_view"}),
    "password_looked_at": ("imanage_password", {"state": "seen"}),
    "password_written": ("imanage_password", {}),
    "password_put_back": ("imanage_password", {"state": "current"}),
    "password_given": ("legora_connector_service_account", {"rotated": True}),
    "password_given_back": ("legora_connector_service_account", {"require": "rolled_back"}),
}


@dataclass(frozen=True)
class Step:
    """What one task did or read.

    :ivar module: the module's name.
    :ivar name: the task's name.
    :ivar wish: what of its options tells it from other tasks with the same module.
    :ivar answer: what the module returned.
    :ivar goes_on: whether the play goes on when it fails: a reading that fails is a finding.
    """

    module: str
    name: str
    wish: Data
    answer: Data
    goes_on: bool = False

    def as_data(self) -> Data:
        """Return it as plain data; what is in it is not copied."""
        return dict(vars(self))

    @property
    def failed(self) -> bool:
        return bool(self.answer.get("failed"))

    @property
    def skipped(self) -> bool:
        return bool(self.answer.get("skipped"))


@dataclass(frozen=True)
class Run:
    """What a play has learned of a firm.

    :ivar head: C({host, purpose, check_mode, pid}), where that process runs (C(node)), what tells it from a later one
        of its number (C(start)), since when it may write (C(begun)), and what its C(switches) say.
    """

    head: Data
    steps: list[Step] = field(default_factory=list)

    @classmethod
    def from_data(cls, data: Data) -> Run:
        """Return what :meth:`as_data` made plain data of."""
        return cls(data.get("head") or {}, [Step(**step) for step in data.get("steps") or []])

    def as_data(self) -> Data:
        """Return it as plain data."""
        return {"head": self.head, "steps": [step.as_data() for step in self.steps]}

    def of(self, *modules: str) -> list[Step]:
        """Return what these modules did or read of the firm, in order, without what was skipped."""
        found = [step for step in self.steps if step.module in modules and not step.wish.get(ELSEWHERE)]
        return [step for step in found if not step.skipped]

    def last(self, module: str, **wish: t.Any) -> Data:
        """Return the last answer of a module in the calls that wished just that; empty where there is none."""
        found = [step.answer for step in self.of(module) if step.wish == wish]
        return found[-1] if found else {}

    def step(self, name: str) -> Data:
        """Return the last answer of one of :data:`STEPS`; empty where there is none."""
        module, wish = STEPS[name]
        return self.last(module, **wish)

    @property
    def config(self) -> Data:
        """The firm, as C(firm_config) returned it."""
        return self.last("firm_config").get("config") or {}

    @property
    def firm(self) -> str | None:
        return self.config.get("firm_name")

    @property
    def host(self) -> str:
        return str(self.head.get("host"))

    @property
    def purpose(self) -> str | None:
        """What the playbook is for; C(None) in somebody's own play."""
        return self.head.get("purpose")

    def switch(self, name: str) -> t.Any:
        """Return what a switch of the run says, or what its absence means."""
        return (self.head.get("switches") or {}).get(name, DEFAULTS[name])

    @property
    def check_mode(self) -> bool:
        return bool(self.head.get("check_mode"))


class RecordFile:
    """The file that holds a firm's run record.

    :param directory: Ansible's own of the run, the same in all its processes; it goes when Ansible ends.
    :param host: the firm's inventory name; it may be anything, a path too.
    """

    def __init__(self, directory: str, host: str) -> None:
        self._directory = directory
        self.host = host
        name = hashlib.sha256(host.encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._path = os.path.join(directory, f"{_PREFIX}{name}.jsonl")
        self._known: tuple[str, Run] | None = None

    def open(self, play: str, head: Data) -> None:
        """Begin the record of a play, in the place of that of an earlier one.

        :raises OSError: when it can't be written.
        """
        _remove_those_of_dead_processes(self._directory)
        process = {"node": platform.node(), "start": start_of(head["pid"])}
        self._write({"play": play, "head": {**head, **process, "host": self.host}}, os.O_TRUNC)

    def end(self, play: str, task: str, step: Step) -> None:
        """Note how a task has ended."""
        kept = {name: value for name, value in step.answer.items() if name not in _NOT_KEPT and name[:1] != "_"}
        self._write({"play": play, "task": task, "step": {**step.as_data(), "answer": kept}})

    def read(self, play: str | None) -> Run | None:
        """Return what a play has learned; C(None) where it has not begun the firm.

        The file is read once, until this object adds to it: a task looks several times, and nobody else adds then.

        :param play: C(None) for whichever play has begun it last.
        """
        if self._known is None:
            self._known = _read(self._path)
        if self._known is None or play not in (None, self._known[0]):
            return None
        return self._known[1]

    def others(self) -> list[Data]:
        """Return the heads of the records that other live runs of this user have of this host, with C(file) in each."""
        paths = _in_other_directories(self._directory, os.path.basename(self._path))
        heads = [{**head, "file": path} for path in paths for head in [_head_in(path)] if head]
        return [head for head in heads if _goes_on(head, head["file"])]

    def close(self) -> None:
        """Forget the record: what is looked at once, no later play of the run shows again."""
        self._known = None
        with contextlib.suppress(OSError):
            os.unlink(self._path)

    def _write(self, line: Data, flag: int = os.O_APPEND) -> None:
        self._known = None
        text = json.dumps(line) + "\n"
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW | flag, _MODE)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)


def _read(path: str) -> tuple[str, Run] | None:
    """Return which play has begun a record, and what it has learned; C(None) where there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            lines = [json.loads(line) for line in file if line.endswith("\n")]
    except (OSError, ValueError):
        return None
    if not lines or "head" not in lines[0]:
        return None
    play = lines[0]["play"]
    steps: dict[str, Step] = {}
    for line in lines[1:]:
        if line["play"] == play:
            steps.pop(line["task"], None)
            steps[line["task"]] = Step(**line["step"])
    return play, Run(lines[0]["head"], list(steps.values()))


def _in_other_directories(directory: str, name: str) -> list[str]:
    """Return the paths of the records, named like a pattern, that stand in the directories of other runs."""
    own = os.path.abspath(directory)
    pattern = os.path.join(glob.escape(os.path.dirname(own)), "ansible-local-*", name)
    return [path for path in glob.glob(pattern) if os.path.dirname(path) != own]


def _remove_those_of_dead_processes(directory: str) -> None:
    """Remove records that killed runs have left in the directories of their own.

    All records of a directory are of one process, so one is looked at: each firm begins with this, and another run that
    is alive may have a record for each of a thousand firms. Those of other machines stay, which share the home.
    """
    by_run: dict[str, list[str]] = {}
    for path in _in_other_directories(directory, f"{_PREFIX}*.jsonl"):
        by_run.setdefault(os.path.dirname(path), []).append(path)
    for records in by_run.values():
        head = next(filter(None, map(_head_in, records)), None)
        if head and _is_here(head) and not is_alive(head["pid"], head["start"]):
            for path in records:
                with contextlib.suppress(OSError):
                    os.unlink(path)


def _goes_on(head: Data, path: str) -> bool:
    """Say whether the run of a record may be at work still."""
    if _is_here(head):
        return is_alive(head["pid"], head["start"])
    try:
        return time.time() - os.stat(path).st_mtime < _A_DAY
    except OSError:
        return False  # it has just ended


def is_known(head: Data) -> bool:
    """Say whether the process of a record that goes on is surely the one that wrote it."""
    return _is_here(head) and bool(head["start"])


def _is_here(head: Data) -> bool:
    return bool(head["node"] == platform.node())


def _head_in(path: str) -> Data | None:
    """Return the head of a record, with the process that it is of; C(None) for what is none, or is half written."""
    try:
        with open(path, encoding="utf-8") as file:
            head = json.loads(file.readline())["head"]
            return {**head, "pid": int(head["pid"]), "node": str(head["node"]), "start": str(head["start"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None
