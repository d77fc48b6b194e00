# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Chooses, among report files that several runs wrote, those that an overview of all firms is made of.

A report of last week must not stand for a firm that left none today: an old one counts as none, and is named.
"""

from __future__ import annotations

import json
import os
import typing as t
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .._core.errors import EthicalWallsError
from .._core.outcome import Outcome
from .._core.timestamps import parse_timestamp
from .._core.values import is_blank, number_of
from .._core.verdicts import FAIL
from .._firm.switches import LONGEST_REPORT_AGE
from .checked import latest
from .document import SCHEMA
from .texts import Data, text

DEFAULT_HOURS = 24

# What an overview takes from a firm's report, and of what kind it is.
_NEEDED: dict[str, type | tuple[type, ...]] = {
    "file": str,
    "firm": (str, type(None)),
    "status": (str, type(None)),
    "message": (str, type(None)),
    "verdict": dict,
    "counts": dict,
    "phases": list,
    "not_applicable": list,
    "hand_over": (dict, type(None)),
}


@dataclass(frozen=True)
class WantedMerge:
    """Which reports."""

    directory: str
    now: str
    files: dict[str, str] = field(default_factory=dict)
    hosts: list[str] = field(default_factory=list)
    max_age_hours: t.Any = None


def merge(client: t.Any, wanted: WantedMerge, check_mode: bool) -> Outcome:
    """Return which reports an overview is made of.

    :raises EthicalWallsError: C(validation) when there is no such directory, or the age is none.
    """
    try:
        if not wanted.directory:
            raise ValueError("report_directory is missing")
        directory = os.path.realpath(wanted.directory)
        if not os.path.isdir(directory):
            raise ValueError(f"there is no directory {wanted.directory} here (report_directory)")
        hours = hours_of(wanted.max_age_hours)
        merged = merge_reports(wanted.files, wanted.hosts, now=wanted.now, hours=hours)
        without = f"no report of the last {hours} hours in {wanted.directory}. See why its run ended without one."
        failures = {
            **{host: f"{host} failed, says its newest report: {why}" for host, why in merged["failed"].items()},
            **{host: f"{host} has {without}" for host in merged["lost"]},
        }
        return Outcome(resource={**merged, "directory": directory, "failures": failures})
    except ValueError as error:
        raise EthicalWallsError(
            str(error),
            kind="validation",
            system="the configuration",
            operation="join the reports",
            hint="Name the directory into which the runs have written their reports, and an age of 1 to 8784 hours, or "
            "leave the age out.",
        ) from None


def why_not_done(failures: t.Any, host: str) -> str | None:
    """Say why a firm is not done, after reports were joined; C(None) where it is.

    :param failures: why firms failed, by inventory name, as :func:`merge` returned it.
    """
    if not isinstance(failures, t.Mapping):
        return "Nothing was joined. Run the playbook from its beginning, without --start-at-task and --tags."
    return t.cast("str | None", failures.get(host))


def merge_reports(files: t.Mapping[str, str], hosts: t.Iterable[str], *, now: str, hours: int) -> Data:
    """Return which reports an overview is made of.

    :param files: the content of each file in the directory of the reports, by its name.
    :param hosts: the inventory names of all firms that the overview is about.
    :param now: the moment, ISO 8601.
    :param hours: how old a report may be.
    :return: C(documents) in the order of the hosts, C(lost) for the hosts without one, C(failed) with why each host
        failed whose newest report says so, by host, and C(left_out), a sentence for each file that does not count.
    :raises ValueError: when the moment can't be read.
    """
    wanted = list(hosts)
    moment = parse_timestamp(now)
    if moment is None:
        raise ValueError("now is no moment in ISO 8601")
    newest: dict[str, Data] = {}
    left_out = []
    for name in sorted(files):
        why = _consider(newest, files[name], wanted, moment - timedelta(hours=hours))
        left_out += [f"{name} is {why}"] if why else []
    documents = [newest[host] for host in wanted if host in newest]
    return {
        "documents": documents,
        "failed": {one["host"]: _why(one) for one in documents if one["status"] == "failed"},
        "lost": [host for host in wanted if host not in newest],
        "left_out": left_out,
    }


def _consider(newest: dict[str, Data], content: str, wanted: t.Sequence[str], oldest: datetime) -> str | None:
    """Take a file's report, where it is its firm's newest, or say what the file is instead of one that counts."""
    try:
        document = json.loads(content)
    except ValueError:
        return "no JSON"
    if not isinstance(document, dict):
        document = {}
    if document.get("kind") == "overview":
        return None
    host = text(document.get("host"))
    made = parse_timestamp(text(document.get("generated_at")))
    if not _is_firm_s(document) or host is None or made is None:
        return "no report of this version of the collection"
    if host not in wanted:
        return f"about {host}, which is none of the firms of this run"
    if document.get("dry_run"):
        return "of a dry run"
    if made < oldest:
        return f"too old, of {made:%Y-%m-%d %H:%M} UTC"
    if host not in newest or newest[host]["generated_at"] < document["generated_at"]:
        newest[host] = document
    return None


def _why(document: Data) -> str:
    """Return why a firm failed, as its report tells it, and where to read what to do."""
    where = f"What to do stands in {document['file']}.html."
    message = text(document["message"])
    if message:
        return f"{message} {where}"
    failed = [one["id"] for one in latest(document["phases"]) if one["status"] == FAIL]
    named = f" ({', '.join(failed)})" if failed else ""
    return f"{text(document['verdict'].get('headline')) or 'its report does not say why'}{named}. {where}"


def _is_firm_s(document: Data) -> bool:
    return (
        document.get("kind") == "firm"
        and document.get("schema") == SCHEMA
        # What is missing is an empty tuple here, which is of no kind that is needed.
        and all(isinstance(document.get(key, ()), kind) for key, kind in _NEEDED.items())
    )


def hours_of(value: t.Any) -> int:
    if is_blank(value):
        return DEFAULT_HOURS
    try:
        return t.cast(int, number_of("hours", LONGEST_REPORT_AGE)(value))
    except ValueError as error:
        raise ValueError(f"merge_reports_max_age_hours {error}") from None
