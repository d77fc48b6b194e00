# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run leaves behind of each firm for later jobs: small, without secrets, under a name of the firm's own.

AWX hands what C(set_stats) leaves to the later jobs of a workflow, as variables for all of their firms, and joins what
several jobs left by overwriting whole names. So each firm needs a name of its own, and one that nothing else reads.
"""

from __future__ import annotations

import hashlib
import re
import typing as t

from .._report.texts import Data, printable

PREFIX = "ethical_walls_of_"

# Characters. A message is kept whole in the report; here its beginning (what failed) and its end (why) have to do.
LONGEST_MESSAGE = 500
_LEFT_OUT = " ... "

_UNFIT = re.compile(r"[^A-Za-z0-9_]")


def stats_name(host: str) -> str:
    """Return the variable name for a firm's inventory name.

    What is unfit for a variable name is replaced. Then a few digits of the name's hash follow, so that "a-b" and "a.b"
    stay two firms.
    """
    fit = _UNFIT.sub("_", host)
    if fit == host:
        return PREFIX + host
    return f"{PREFIX}{fit}_{hashlib.sha256(host.encode('utf-8', 'replace')).hexdigest()[:6]}"


def firm_stats(result: Data, report: str | None = None) -> dict[str, Data]:
    """Return what a run leaves behind of a firm, under its name.

    :param result: what became of the firm.
    :param report: the path of the firm's report, where one was written.
    """
    host, result = result["host"], printable(result)
    findings = [*result["gate"], *result["findings"]]
    failure = result["failure"] or {}
    message = result["message"] or result["incomplete"]
    return {
        stats_name(host): {
            **{name: result[name] for name in ("host", "firm", "purpose", "status")},
            "message": message and _shortened(message),
            "failed": _ids(findings, "fail"),
            "warned": _ids(findings, "warn"),
            "unknown": _ids(findings, "unknown"),
            "handed_over": _steps(result),
            "failure_kind": failure.get("kind"),
            "retryable": bool(failure.get("retryable")),
            "report": report,
        }
    }


def _steps(result: Data) -> list[str]:
    """Return what is left to enter at Legora by hand."""
    return [str(step["id"]) for step in (result.get("hand_over") or {}).get("steps") or []]


def _shortened(message: str) -> str:
    if len(message) <= LONGEST_MESSAGE:
        return message
    half = (LONGEST_MESSAGE - len(_LEFT_OUT)) // 2
    return f"{message[:half]}{_LEFT_OUT}{message[-half:]}"


def _ids(findings: t.Iterable[Data], status: str) -> list[str]:
    """Return the IDs of the checks that ended so, each once: an onboarding decides some before and after."""
    return list(dict.fromkeys(one["id"] for one in findings if one["status"] == status))
