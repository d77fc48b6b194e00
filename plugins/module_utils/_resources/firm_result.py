# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins what the tasks of a run returned: to a role's result, to a firm's, and to the overview of all firms."""

from __future__ import annotations

import typing as t

from .vocabulary import ALSO_SEEN

Result = dict[str, t.Any]

# From best to worst.
STATUSES = ("checked", "unchanged", "changed", "planned", "incomplete", "failed")

# The phases that only look.
_LOOKING = ("preflight", "verify")

_COUNTERS = ("read", "write", "signin")


def role_result(
    answers: t.Iterable[t.Any],
    resource: t.Any = None,
    message: str | None = None,
    failure: t.Any = None,
    decided: Result | None = None,
) -> Result:
    """Return C({changed, plan, requests, resource, failure, message, warnings}) of a role, from its tasks' answers.

    :param answers: what the role's tasks registered, in order; skipped and undefined ones count for nothing.
    :param message: the error for people, where the role itself decided to stop.
    :param failure: the same in a form that playbooks can branch on.
    :param decided: what C(decide_checks) returned, in a role that only looks: the role's resource, message and failure
        are that of the decision.
    """
    if decided is not None:
        answers = [*answers, decided]
        resource, message, failure = decided["resource"], decided["message"], decided["failure"]
    given = [answer for answer in answers if isinstance(answer, dict) and not answer.get("skipped")]
    failed = next((answer for answer in given if answer.get("failed")), None)
    if failed is not None and failure is None:
        message, failure = failed.get("msg"), failed.get("failure") or _unforeseen(failed.get("msg"))
    return {
        "changed": any(answer.get("changed") for answer in given),
        "plan": [sentence for answer in given for sentence in answer.get("plan") or []],
        "requests": add_requests(answer.get("requests") for answer in given),
        "resource": resource,
        "failure": failure,
        "message": message,
        "warnings": [str(warning) for answer in given for warning in answer.get("warnings") or []],
    }


def firm_result(
    results: t.Iterable[t.Any],
    *,
    firm: str | None,
    host: str,
    check_mode: bool,
    failed: t.Any = None,
    verdict: Result | None = None,
    findings: t.Sequence[Result] = (),
    preflight: t.Sequence[Result] = (),
    phase: str = "onboard",
    command: str = "",
) -> Result:
    """Return what happened to a firm: its status, plan, requests, failure, and lines to read.

    :param results: the results of its roles, in order.
    :param firm: its name, where its variables were found to be right; else the failure may know it.
    :param failed: what the play rescued: C({msg, failure}).
    :param verdict: what followed from the proof.
    :param findings: what the run's own checks found.
    :param preflight: what an onboarding's preflight found.
    :param phase: C(onboard), or C(preflight) or C(verify) for a run that only looks.
    :param command: the command to run again.
    """
    joined = role_result(results, None)
    failures = [result for result in results if isinstance(result, dict) and result.get("failure")]
    message, failure = (failures[0]["message"], failures[0]["failure"]) if failures else (None, None)
    if failure is None and failed:
        message = failed.get("msg") or "a task failed"
        failure = failed.get("failure") or _unforeseen(message)
    firm = firm or (failure or {}).get("firm") or host
    incomplete = None if check_mode else _incomplete(verdict or {}, findings)
    status = "changed" if joined["changed"] else "unchanged"
    if phase in _LOOKING:
        status = "checked"
    if failure is not None:
        status = "failed"
    elif incomplete:
        status = "incomplete"
    elif check_mode and joined["changed"]:
        status = "planned"
    result = {**joined, "firm": firm, "host": host, "status": status, "failure": failure, "message": message}
    result["incomplete"] = incomplete if status == "incomplete" else None
    result["findings"] = list(findings)
    result["preflight"] = list(preflight)
    result["phase"] = phase
    result["lines"] = _lines(result, check_mode, command)
    del result["resource"]
    return result


def overview(results: t.Iterable[t.Any], hosts: t.Iterable[str], check_mode: bool = False) -> list[str]:
    """Return a line that counts the firms by status, and one for each that is not done.

    :param results: the firms' results, those that there are.
    :param hosts: all firms of the run.
    :param check_mode: whether this is a dry run.
    """
    verb = "planned" if check_mode else "made"
    known = {result["host"]: result for result in results if isinstance(result, dict) and result.get("host")}
    lost = [host for host in hosts if host not in known]
    counts = [
        f"{sum(result['status'] == status for result in known.values())} {status}"
        for status in STATUSES
        if any(result["status"] == status for result in known.values())
    ]
    if lost:
        counts.append(f"{len(lost)} without a result")
    total = len(known) + len(lost)
    changes = sum(len(result["plan"]) for result in known.values())
    lines = [f"{_count(total, 'firm')}: {', '.join(counts)}; {_count(changes, 'change')} {verb}"]
    for result in known.values():
        if result["status"] in ("failed", "incomplete"):
            lines.append(f"{result['host']}: {result['status']}: {result['message'] or result['incomplete']}")
    lines += [f"{host}: no result; see the errors above" for host in lost]
    return lines


def add_requests(counts: t.Iterable[t.Any]) -> dict[str, int]:
    """Add up the requests of several tasks."""
    given = [count for count in counts if isinstance(count, dict)]
    return {name: sum(int(count.get(name) or 0) for count in given) for name in _COUNTERS}


def _incomplete(verdict: Result, findings: t.Iterable[Result]) -> str | None:
    """Say why a firm is not done although nothing failed: what is not proved is not trusted with projects."""
    if not verdict.get("proceed") or verdict.get("trust"):
        return None
    creates_projects = any(found["id"] == "L4" and found["status"] == "pass" for found in findings)
    if verdict.get("status") == "unrepeatable" and creates_projects:
        return None
    withheld = "" if creates_projects else "; creating projects was not switched on"
    return f"{verdict.get('reason')}{withheld}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _unforeseen(message: t.Any) -> Result:
    """Describe a failure that is none of this collection's own, such as a lookup that fails."""
    return {
        "system": "Ansible",
        "firm": None,
        "operation": None,
        "kind": "unexpected",
        "http_status": None,
        "server_code": None,
        "correlation_id": None,
        "retryable": False,
        "hint": None,
    }


def _lines(result: Result, check_mode: bool, command: str) -> list[str]:
    requests = result["requests"]
    sent = ", ".join(
        f"{requests[name]} {noun}" for name, noun in (("read", "reads"), ("write", "writes"), ("signin", "sign-ins"))
    )
    total = f"{sum(requests.values())} requests ({sent})"
    lines = [f"{result['firm']} ({result['host']}): {_headline(result, check_mode)}; {total}"]
    if result["plan"] and result["status"] == "failed":
        lines.append("Done before the failure:" if not check_mode else "Planned before the failure:")
    lines += [f"{number}. {sentence}" for number, sentence in enumerate(result["plan"], start=1)]
    if result["status"] == "failed" and not _said_by_checks(result):
        lines.append(f"Failed: {_cause(result)}")
    if result["status"] == "incomplete":
        lines.append(f"Incomplete: {result['incomplete']}")
        if command:
            lines.append(f"Run again: {command}")
    lines += _preflight(result["preflight"])
    lines += _checked(result["findings"], "Passed" if result["phase"] == "preflight" else "Verified")
    lines += [f"Note: {warning}" for warning in dict.fromkeys(result["warnings"])]
    return lines


def _preflight(findings: t.Sequence[Result]) -> list[str]:
    """Return one line about an onboarding's preflight, and what failed: its own playbook shows the rest."""
    if not findings:
        return []
    return [f"Preflight: {count_checks(findings)}", *_checked([one for one in findings if one["status"] == "fail"], "")]


def _checked(findings: t.Sequence[Result], passed_as: str) -> list[str]:
    """Return a line for the checks that passed, and one for each that did not: an unknown is never a pass."""
    lines = []
    for status, title in (("pass", passed_as), ("attested", "Attested")):
        ids = [found["id"] for found in findings if found["status"] == status]
        lines += [f"{title}: {', '.join(ids)}"] if ids else []
    for status in ("fail", "warn", "unknown"):
        lines += [
            f"{status.capitalize()}: {found['id']} {found['title']}: {found['evidence']}{_next(found)}"
            for found in findings
            if found["status"] == status
        ]
    return lines


def _next(found: Result) -> str:
    """Say what to do about a failure; what is not known is explained in the report."""
    if found["status"] != "fail":
        return ""
    # "onboard adds it again" says it all.
    text = found["onboard"] if found["remedy"] == "Run onboard." and found["onboard"] else found["remedy"]
    return f". Next: {text}" if text else ""


def _said_by_checks(result: Result) -> bool:
    """Say whether the failure is that of checks, which stand below, each on a line of its own."""
    message = _cause(result)
    # What could not be read, as a check about it quotes it: without the hint, which is what to do about the check.
    reason = message.removesuffix(result["failure"].get("hint") or "").rstrip(" .")
    failed = [found for found in [*result["findings"], *result["preflight"]] if found["status"] == "fail"]
    return any(
        f"{found['id']} {found['title']}: {found['evidence']}" in message or (reason and reason in found["evidence"])
        for found in failed
    )


def _cause(result: Result) -> str:
    """Return the message without the checks that one about unread systems goes on with: they stand below."""
    return str(result["message"]).partition(ALSO_SEEN)[0]


def count_checks(findings: t.Sequence[Result]) -> str:
    """Count findings by status, for people."""
    words = {"pass": "passed", "fail": "failed", "warn": "warned", "unknown": "unknown", "attested": "attested"}
    counts = {status: sum(found["status"] == status for found in findings) for status in words}
    return f"{_count(len(findings), 'check')}: " + ", ".join(
        f"{number} {words[status]}" for status, number in counts.items() if number
    )


def _headline(result: Result, check_mode: bool) -> str:
    if result["phase"] in _LOOKING:
        return count_checks(result["findings"]) if result["findings"] else "failed before any check"
    count = len(result["plan"])
    changes = _count(count, "change")
    if result["status"] == "failed":
        done = f"after {changes}" if count else "before any change"
        return f"failed {done}" if not check_mode else "the dry run failed"
    if check_mode:
        return f"would make {changes}" if count else "nothing to change"
    done = f"made {changes}" if count else "nothing to change"
    return f"{done}, not complete yet" if result["status"] == "incomplete" else done
