# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Builds the overview of all firms from their reports: firms by checks, counts, and the drift."""

from __future__ import annotations

import re
import typing as t

from .._checks.phases import GATES
from .._core.verdicts import FIRM_STATUSES
from . import checked
from .document import SCHEMA, shown_versions, stamp
from .left_at_legora import steps_left
from .texts import Data, count, text
from .verdict import LEVELS

NO_RESULT = "no result"

# What is taken of a firm's report.
TAKEN = (
    "kind",
    "host",
    "file",
    "firm",
    "status",
    "message",
    "verdict",
    "counts",
    "phases",
    "not_applicable",
    "hand_over",
)

# The groups of the table of checks, in its order: region, network, account, iManage, Legora, system, lifecycle.
_GROUPS = "RNAILSC"


def overview_report(
    documents: t.Iterable[t.Any], hosts: t.Iterable[str], *, generated_at: str, versions: t.Any = None
) -> Data:
    """Return the overview of all firms of a run.

    :param documents: what C(firm_report) returned for the firms, those that there are; of each, :data:`TAKEN` will do.
    :param hosts: the inventory names of all firms of the run; one without a document has C(no result).
    :raises ValueError: when the moment can't be read.
    """
    known = {one["host"]: one for one in documents if isinstance(one, dict) and one.get("kind") == "firm"}
    columns = _columns(known.values())
    lost = [name for name in (text(host) or "?" for host in hosts) if name not in known]
    firms = [_firm(one, columns) for one in known.values()] + [_lost(name, columns) for name in lost]
    firms.sort(key=lambda one: LEVELS.index(one["level"]))
    findings = [one for document in known.values() for one in checked.latest(document["phases"])]
    counts = checked.counted(findings)
    return {
        "schema": SCHEMA,
        "kind": "overview",
        "title": "Ethical walls: all firms",
        **stamp(generated_at),
        "verdict": _verdict(firms, counts),
        "counts": counts,
        "statuses": [
            {"status": status, "firms": number}
            for status in (*FIRM_STATUSES, NO_RESULT)
            for number in [sum(one["status"] == status for one in firms)]
            if number
        ],
        "firms": firms,
        "checks": [_check(column, known.values()) for column in columns],
        "drift": _drift(known.values()),
        "versions": shown_versions(versions),
    }


def _columns(documents: t.Iterable[Data]) -> list[tuple[str, str]]:
    """Return ID and title of each check that any firm has, in the order of the table of checks."""
    titles: dict[str, str] = {}
    for document in documents:
        for phase in document["phases"]:
            for one in (*phase["findings"], *phase["not_applicable"]):
                titles.setdefault(one["id"], one["title"])
    return sorted(titles.items(), key=lambda item: _order(item[0]))


def _order(check: str) -> tuple[int, int, str]:
    digits = re.sub(r"\D", "", check)[:6]
    return _GROUPS.find(check[:1]) % (len(_GROUPS) + 1), int(digits) if digits.isdecimal() else 0, check


def _firm(document: Data, columns: t.Sequence[tuple[str, str]]) -> Data:
    found = {one["id"]: "not_applicable" for one in document["not_applicable"]}
    found.update({one["id"]: _cell(one) for one in checked.latest(document["phases"])})
    return {
        "host": document["host"],
        "firm": document["firm"],
        "file": document["file"],
        "status": document["status"] or NO_RESULT,
        "level": document["verdict"]["level"],
        "headline": document["verdict"]["headline"],
        "message": document["message"],
        "left": steps_left(document["hand_over"]),
        "counts": document["counts"],
        "cells": [{"id": check, "status": found.get(check)} for check, _title in columns],
    }


def _cell(one: Data) -> str:
    return "confirm" if one["confirm"] else "handed_over" if one["handed_over"] else str(one["status"])


def _lost(host: str, columns: t.Sequence[tuple[str, str]]) -> Data:
    return {
        "host": host,
        "firm": None,
        "file": None,
        "status": NO_RESULT,
        "level": "fail",
        "headline": "The run left no result for this firm",
        "message": "See the errors of the run.",
        "left": None,
        "counts": checked.counted([]),
        "cells": [{"id": check, "status": None} for check, _title in columns],
    }


def _check(column: tuple[str, str], documents: t.Iterable[Data]) -> Data:
    check, title = column
    found = [one for document in documents for one in checked.latest(document["phases"]) if one["id"] == check]
    return {"id": check, "title": title, "counts": checked.counted(found)}


def _drift(documents: t.Iterable[Data]) -> list[Data]:
    """Return what differs from what onboarding should have left behind, and what onboarding would do about it."""
    return [
        {
            "host": document["host"],
            "firm": document["firm"],
            "file": document["file"],
            **{key: one[key] for key in ("id", "shown", "severity", "evidence", "remedy", "onboard")},
        }
        for document in documents
        for phase in document["phases"]
        if phase["phase"] not in GATES
        for one in checked.worst_first(phase["findings"])
        if one["status"] == "fail"
    ]


def _verdict(firms: t.Sequence[Data], counts: Data) -> Data:
    """Return the line about all firms: as good as the worst of them, and those come first."""
    stand = ["planned" if (one["level"], one["status"]) == ("pass", "planned") else one["level"] for one in firms]
    parts = [f"{stand.count(one)} {words}" for one, words in _STAND.items() if one in stand]
    total = count(len(firms), "firm")
    headline = "There are no firms, so nothing is proved"
    if parts:
        number, words = parts[0].split(" ", 1)
        among = total if len(parts) == 1 else f"{number} of {total}"
        headline = "; ".join([f"{among} {words.replace('need', 'needs', number == '1')}", *parts[1:]])
    level = next((level for level in LEVELS if level in {one["level"] for one in firms}), "unknown")
    return {"level": level, "headline": headline, "counts": checked.counts_sentence(counts), "meaning": _MEANING[level]}


# How firms stand, in words, the worst first.
_STAND = {
    "fail": "need action",
    "unknown": "could not be checked in full",
    "warn": "with something to decide",
    "handed_over": "with steps left at Legora",
    "planned": "with changes planned",
    "pass": "in order",
}
_SEE_EACH = "Each firm's own report says what was checked, and what that shows."
_MEANING = {
    "fail": "The firms that need action come first.",
    "unknown": "What could not be checked is not proved, and does not count as a pass.",
    "warn": _SEE_EACH,
    "handed_over": "Each firm's own report names the steps that are left at Legora.",
    "pass": _SEE_EACH,
}
