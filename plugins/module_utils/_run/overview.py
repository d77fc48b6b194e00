# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All firms of a run in a few lines."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from .._core.outcome import Outcome
from .._core.verdicts import FIRM_STATUSES
from .._firm.sharing import host_words
from .._report.texts import count
from .purposes import LOOKING
from .result import Result, is_outcome_unknown

# How many firms are named of those that the same is true of.
_NAMED = 5


@dataclass(frozen=True)
class WantedOverview:
    """Of which firms.

    :ivar results: those that there are.
    :ivar hosts: the inventory names of all firms.
    :ivar dry_run: whether nothing was written.
    """

    results: list[t.Any] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    dry_run: bool = False


def show_firms(client: t.Any, wanted: WantedOverview, check_mode: bool) -> Outcome:
    """Return the lines about all firms."""
    return Outcome(resource=overview(wanted.results, wanted.hosts, wanted.dry_run))


def overview(results: t.Iterable[t.Any], hosts: t.Iterable[str], check_mode: bool = False) -> list[str]:
    """Return a line that counts the firms by status, one for each that is not done, and one for what is not known.

    What failed is named only: the firm's own result says all of it, and what to do.

    :param results: the firms' results, those that there are.
    :param hosts: all firms of the run.
    :param check_mode: whether this is a dry run.
    """
    verb = "planned" if check_mode else "made"
    known = {result["host"]: result for result in results if isinstance(result, dict) and result.get("host")}
    lost = [host for host in hosts if host not in known]
    counts = [
        f"{sum(result['status'] == status for result in known.values())} {status.replace('_', ' ')}"
        for status in FIRM_STATUSES
        if any(result["status"] == status for result in known.values())
    ]
    if lost:
        counts.append(f"{len(lost)} without a result")
    total = len(known) + len(lost)
    changes = sum(len(result["plan"]) for result in known.values())
    only_looked = known and all(result.get("purpose") in LOOKING for result in known.values())
    unknown = sum(is_outcome_unknown(result) for result in known.values())
    unsure = f", {unknown} not known" if unknown else ""
    # Of what was handed over, each firm's own line tells; what a dry run would hand over is no status.
    waits = sum(_would_hand_over(result) for result in known.values()) if check_mode else 0
    steps = f", steps at Legora to hand over for {count(waits, 'firm')}" if waits else ""
    done = "" if only_looked else f"; {count(changes, 'change')} {verb}{unsure}{steps}"
    lines = [f"{count(total, 'firm')}: {', '.join(counts)}{done}"]
    for result in known.values():
        if result["status"] in ("failed", "incomplete", "handed_over"):
            lines.append(f"{result['host']}: {result['status'].replace('_', ' ')}: {result.get('brief')}")
    lines += [f"{host}: no result; see the errors above" for host in lost]
    return lines + _unknown(known.values(), check_mode)


def _would_hand_over(result: Result) -> bool:
    return result.get("purpose") not in LOOKING and bool((result.get("hand_over") or {}).get("steps"))


def _unknown(results: t.Iterable[Result], check_mode: bool) -> list[str]:
    """Return a line that counts the checks that could not be decided, with the firms that they are of.

    What a dry run leaves open, because it has not been done, is not counted; nor is that of a firm that failed.
    """
    firms: dict[str, list[str]] = {}
    number = 0
    for result in (one for one in results if one["status"] != "failed"):
        planned = check_mode and result.get("purpose") not in LOOKING
        findings = [*(result.get("gate") or []), *([] if planned else result.get("findings") or [])]
        ids = list(dict.fromkeys(found["id"] for found in findings if found["status"] == "unknown"))
        if ids:
            number += len(ids)
            firms.setdefault(", ".join(ids), []).append(result["host"])
    alike = [f"{ids} of {host_words(hosts, _NAMED)}" for ids, hosts in firms.items()]
    return [f"Unknown, so not proved: {count(number, 'check')}: {'; '.join(alike)}"] if alike else []
