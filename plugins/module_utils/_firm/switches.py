# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switches of a run: what may be set for all firms of it, and how each value is checked."""

from __future__ import annotations

import contextlib
import os
import tempfile
import typing as t
from dataclasses import dataclass

from .._core.values import Check, is_blank, number_of, one_of, text, truth
from .._core.verdicts import check_id
from .._legora.names import LONGEST_AUDIT_DAYS

LONGEST_REPORT_AGE = 24 * 366

# Seconds. A cloud change may take up to eight hours.
LONGEST_WAIT = 8 * 60 * 60


@dataclass(frozen=True)
class Switch:
    """One switch of a run.

    :ivar check: returns the value, normalised, or raises :class:`ValueError` with what is wrong with it. Those without
        decide which firms a run has, and are refused by themselves, before it has any.
    :ivar description: what it does, in one or more sentences for a consultant, with Ansible's marks C() and V().
    :ivar playbooks: the playbooks that take it; none named means that all do whose hosts are firms.
    :ivar but: a playbook that does not, where all others do.
    :ivar default: what absence means, where that is more than "not given".
    :ivar fills: the option, as C(MODULE.OPTION), that takes what it says where a task leaves the option out.
    """

    name: str
    check: Check | None
    description: str
    playbooks: tuple[str, ...] = ()
    but: str | None = None
    default: t.Any = None
    fills: str | None = None

    def is_taken_by(self, playbook: str) -> bool:
        """Say whether a playbook takes it."""
        return playbook in self.playbooks if self.playbooks else playbook != self.but


def accepted_ids(given: t.Any) -> list[str]:
    """Read a list of IDs of checks; forms give a text with commas, or nothing."""
    if is_blank(given):
        return []
    if isinstance(given, str):
        given = given.replace(",", " ").split()
    if not isinstance(given, (list, tuple)):
        raise ValueError("is not a list of IDs of checks, such as R5")
    return [str(one).strip().upper() for one in given if str(one).strip()]


def _checks(value: t.Any) -> list[str]:
    strange, names = [], accepted_ids(value)
    for name in names:
        try:
            check_id(name)
        except ValueError as error:
            strange.append(str(error))
    if strange:
        raise ValueError("; it ".join(strange))
    return names


def percent(value: t.Any) -> int:
    """Check a number of percent, from 0 to 100."""
    written = text(value)
    if not (written.isascii() and written.isdigit()) or int(written) > 100:
        raise ValueError("is not a number of percent from 0 to 100")
    return int(written)


def _seconds(value: t.Any) -> int:
    return 0 if text(value) == "0" else int(number_of("seconds", LONGEST_WAIT)(value))


def _path(value: t.Any) -> str:
    if not isinstance(value, str):
        raise ValueError("is not the path of a file")
    return value


def _directory(value: t.Any) -> str:
    """Try whether files can be written into a directory, or it can be made, and leave nothing behind.

    Permissions alone do not tell: for root, or where a file system is read-only, they say nothing.
    """
    path = os.path.realpath(os.path.expanduser(str(value)))
    while not os.path.exists(path):
        path = os.path.dirname(path)
    try:
        with tempfile.TemporaryDirectory(dir=path, prefix=".ethical_walls."):
            pass
    except OSError as error:
        raise ValueError(f"can't be written: {path}: {error.strerror or error}") from None
    return str(value)


# In the order in which the documentation shows them.
RUN_SWITCHES = (
    Switch("ethical_walls_hosts", None, "Which firms, as a host pattern.", default="firms"),
    Switch(
        "ethical_walls_batch",
        None,
        "How many firms are finished before the next ones begin; V(0) is all at once. Without it, as many as forks, "
        "and at least 20.",
        but="merge_reports",
    ),
    Switch(
        "ethical_walls_max_failed",
        percent,
        "How many percent of the firms of a batch may fail. When more have failed, no later batch is begun; its firms "
        "fail without a request, and can be run again. V(100) never stops.",
        but="merge_reports",
        default=100,
    ),
    Switch(
        "onboard_pilot",
        None,
        "The firms that go first, as inventory names. If one of them fails, no other firm is begun.",
        ("onboard",),
    ),
    Switch(
        "preflight_accept",
        _checks,
        "The IDs of checks whose failure is accepted, such as V(R5, N3).",
        ("preflight",),
    ),
    Switch(
        "onboard_accept",
        _checks,
        "The IDs of checks whose failure does not stop the onboarding.",
        ("onboard",),
    ),
    Switch(
        "onboard_update_password",
        one_of("on_create", "always"),
        "When the password of an account that exists is written: V(on_create) is never, V(always) on every run, which "
        "interrupts a connector that works until Legora has it too.",
        ("onboard",),
        default="on_create",
        fills="imanage_user.update_password",
    ),
    Switch(
        "onboard_wait_for_effective",
        _seconds,
        "Seconds to wait for the account's rights to become effective, at most C(firm_deadline); raise that too, up to "
        "480 minutes. A cloud change may take up to eight hours.",
        ("onboard",),
        default=0,
        fills="imanage_access_info.wait_for_effective",
    ),
    Switch("verify_accept", _checks, "The IDs of checks whose failure is accepted.", ("verify",)),
    Switch(
        "rotate_accept",
        _checks,
        "The IDs of checks whose failure does not stop the rotation.",
        ("rotate_password",),
    ),
    Switch(
        "rotate_begin",
        truth,
        "Whether a rotation may begin. V(false) only goes on with one that is under way, and begins no other.",
        ("rotate_password",),
        default=True,
    ),
    Switch(
        "offboard_accept",
        _checks,
        "The IDs of checks whose failure does not stop the offboarding, such as V(A1) for an account that is used for "
        "something else too.",
        ("offboard",),
    ),
    Switch(
        "offboard_keep_preference",
        truth,
        "Whether it stays as it is at Legora that projects are created from iManage.",
        ("offboard",),
        default=False,
    ),
    Switch(
        "undo_from",
        _path,
        "The file in which an onboarding of the firm has kept what it found, as its result names it. Needed.",
        ("undo",),
    ),
    Switch(
        "verify_probe",
        truth,
        "Whether to sign in as the account also where iManage tells neither its lock nor its failed sign-ins, so that "
        "a wrong password would bring it unseen nearer to its lock.",
        ("verify",),
        default=False,
        fills="imanage_access_info.probe",
    ),
    Switch(
        "verify_audit_days",
        number_of("days", LONGEST_AUDIT_DAYS),
        "How many days of Legora's audit log to look at.",
        ("verify",),
        default=30,
        fills="legora_audit_log_info.since_days",
    ),
    Switch(
        "report_directory",
        _directory,
        "Into which directory reports are written; without it none are.",
    ),
    Switch("report_in_check_mode", truth, "Whether a dry run writes reports too.", but="merge_reports", default=False),
    Switch(
        "merge_reports_max_age_hours",
        number_of("hours", LONGEST_REPORT_AGE),
        "How old a report may be, in hours.",
        ("merge_reports",),
        default=24,
    ),
    Switch(
        "ethical_walls_in_process",
        truth,
        "Whether modules run in Ansible's own process, which is several times faster, wherever that makes no "
        "difference (on Linux, on the controller, as its user, by its interpreter). V(false) gives each task a process "
        "of its own, as other modules have, which also leaves Ansible's entry in the system's log.",
        but="merge_reports",
        default=True,
    ),
)

# Those that are checked together with the firm's variables.
SWITCHES = {switch.name: switch.check for switch in RUN_SWITCHES if switch.check is not None}

DEFAULTS = {switch.name: switch.default for switch in RUN_SWITCHES}

# The switch that names the failures that a firm accepts, by what a playbook is for.
ACCEPTED_IN = {one.playbooks[0]: one.name for one in RUN_SWITCHES if one.name.endswith("_accept")}

# Without these, nobody knows where a report goes, or whether it is wanted.
FOR_REPORTS = frozenset({"report_directory", "report_in_check_mode"})


def wrong_switches(given: dict[str, t.Any], check_mode: bool = False) -> dict[str, str]:
    """Return what is wrong with each switch that is unusable. A blank one counts as not given.

    :param check_mode: whether this is a dry run. Where that writes no report, the directory is not tried.
    """
    wrong = {}
    for name, check in SWITCHES.items():
        if is_blank(given.get(name)) or (name == "report_directory" and check_mode and _only_in_earnest(given)):
            continue
        try:
            check(given[name])
        except ValueError as error:
            wrong[name] = str(error)
    return wrong


def values_of(given: dict[str, t.Any], purpose: str | None) -> dict[str, t.Any]:
    """Return what the switches that a run takes say, normalised, by name; a blank or an unusable one says nothing.

    :param purpose: what its playbook is for; somebody's own play takes all.
    """
    values = {}
    for switch in RUN_SWITCHES:
        is_taken = purpose is None or switch.is_taken_by(purpose)
        if switch.check is None or not is_taken or switch.name in FOR_REPORTS or is_blank(given.get(switch.name)):
            continue
        with contextlib.suppress(ValueError):  # the firm's variables are refused with it
            values[switch.name] = switch.check(given[switch.name])
    return values


def _only_in_earnest(given: dict[str, t.Any]) -> bool:
    """Say whether a dry run writes no report. One that nobody can tell it of may write one."""
    wanted = given.get("report_in_check_mode")
    try:
        return is_blank(wanted) or not truth(wanted)
    except ValueError:
        return False
