# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The switches of a run: what may be set for all firms of it, and how each value is checked.

Nothing is returned, since each is read where it is needed. A check raises :class:`ValueError` with what is wrong.
"""

from __future__ import annotations

import os
import tempfile
import typing as t

from .._core.values import Check, is_blank, number_of, truth
from .._core.verdicts import check_id
from .._legora.names import LONGEST_AUDIT_DAYS

LONGEST_REPORT_AGE = 24 * 366


def accepted_ids(given: t.Any) -> list[str]:
    """Read a list of IDs of checks; forms give a text with commas, or nothing."""
    if is_blank(given):
        return []
    if isinstance(given, str):
        given = given.replace(",", " ").split()
    if not isinstance(given, (list, tuple)):
        raise ValueError("is not a list of IDs of checks, such as R5")
    return [str(one).strip().upper() for one in given if str(one).strip()]


def _checks(value: t.Any) -> None:
    strange = []
    for name in accepted_ids(value):
        try:
            check_id(name)
        except ValueError as error:
            strange.append(str(error))
    if strange:
        raise ValueError("; it ".join(strange))


def _directory(value: t.Any) -> None:
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


SWITCHES: dict[str, Check] = {
    "preflight_accept": _checks,
    "onboard_accept": _checks,
    "verify_accept": _checks,
    "verify_probe": truth,
    "verify_audit_days": number_of("days", LONGEST_AUDIT_DAYS),
    "report_directory": _directory,
    "report_in_check_mode": truth,
    "merge_reports_max_age_hours": number_of("hours", LONGEST_REPORT_AGE),
    "ethical_walls_in_process": truth,
}


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


def _only_in_earnest(given: dict[str, t.Any]) -> bool:
    """Say whether a dry run writes no report. One that nobody can tell it of may write one."""
    wanted = given.get("report_in_check_mode")
    try:
        return is_blank(wanted) or not truth(wanted)
    except ValueError:
        return False
