# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Joins what the tasks of a run returned: to a role's result, to a firm's, and to the overview of all firms."""

from __future__ import annotations

import typing as t

from .._checks.findings import ALSO_SEEN, UNREAD, finding_line
from .._checks.proof import CUT_OFF
from .._core.verdicts import FIRM_STATUSES
from .._resources.sentences import GIVES_LEGORA, SETS_PASSWORD

Result = dict[str, t.Any]

# The phases that only look.
_LOOKING = ("preflight", "verify")

# What a plan should not leave unsaid: the facts about both systems are of calls that read, or come from other programs.
_ASSUMED_WRITES = (
    "Assumed: neither iManage nor Legora publishes a reference of the calls that write. Each is read back, and a step "
    "that is not there then stops the firm"
)

_COUNTERS = ("read", "write", "signin")

# Characters of a reason where only its beginning is shown, since all of it stands in the firm's result.
_LONGEST_BRIEF = 240
# So many characters of a message tell it from any other.
_LONGEST_BEGINNING = 100

# How many firms are named of those that the same is true of.
_NAMED = 5

# The system of a failure that is none of this collection's own.
_ANSIBLE = "Ansible"


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
    connector: Result | None = None,
    phase: str = "onboard",
    command: str = "",
) -> Result:
    """Return what happened to a firm: its status, plan, requests, failure, and lines to read.

    :param results: the results of its roles, in order.
    :param firm: its name, where its variables were found to be right; else the failure may know it. With neither, the
        run was started in the middle.
    :param failed: what the play rescued: C({msg, failure}).
    :param verdict: what followed from the proof.
    :param findings: what the run's own checks found.
    :param preflight: what an onboarding's preflight found.
    :param connector: Legora's connector as it was before an onboarding.
    :param phase: C(onboard), or C(preflight) or C(verify) for a run that only looks.
    :param command: the command to run again.
    """
    joined = role_result(results, None)
    failures = [result for result in results if isinstance(result, dict) and result.get("failure")]
    message, failure = (failures[0]["message"], failures[0]["failure"]) if failures else (None, None)
    if failure is None and failed:
        message = failed.get("msg") or "a task failed"
        failure = failed.get("failure") or _unforeseen(message)
    if firm is None and (failure is None or (failure.get("system"), failure.get("kind")) == (_ANSIBLE, "unexpected")):
        message, failure = _not_begun(message)
    firm = firm or (failure or {}).get("firm") or host
    if failure is not None and not check_mode:
        message = _cut_off_first(str(message), firm, joined["plan"], (connector or {}).get("service_account") or {})
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
    result["brief"] = _brief(result)
    del result["resource"]
    return result


def _cut_off_first(message: str, firm: str, plan: t.Sequence[str], before: Result) -> str:
    """Return the message of a failure; it begins with what is worse: that Legora can't sign in any more.

    :param plan: what was done, at iManage and then at Legora.
    :param before: the account that Legora had before this run; empty where it had none.
    """
    if not before or any(sentence.startswith(GIVES_LEGORA) for sentence in plan):
        return message
    if any(sentence.startswith(SETS_PASSWORD) for sentence in plan):
        cut_off = CUT_OFF.format(firm=firm)
    elif before.get("status") == "rejected":
        cut_off = f"Legora of {firm} is cut off since before this run: it shows {before.get('username')} as rejected."
    else:
        return message
    return message if cut_off in message else f"{cut_off} {message}"


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
        f"{sum(result['status'] == status for result in known.values())} {status}"
        for status in FIRM_STATUSES
        if any(result["status"] == status for result in known.values())
    ]
    if lost:
        counts.append(f"{len(lost)} without a result")
    total = len(known) + len(lost)
    changes = sum(len(result["plan"]) for result in known.values())
    only_looked = known and all(result.get("phase") in _LOOKING for result in known.values())
    unknown = sum(_is_outcome_unknown(result) for result in known.values())
    unsure = f", {unknown} not known" if unknown else ""
    done = "" if only_looked else f"; {_count(changes, 'change')} {verb}{unsure}"
    lines = [f"{_count(total, 'firm')}: {', '.join(counts)}{done}"]
    for result in known.values():
        if result["status"] in ("failed", "incomplete"):
            lines.append(f"{result['host']}: {result['status']}: {result.get('brief')}")
    lines += [f"{host}: no result; see the errors above" for host in lost]
    return lines + _unknown(known.values(), check_mode)


def _unknown(results: t.Iterable[Result], check_mode: bool) -> list[str]:
    """Return a line that counts the checks that could not be decided, with the firms that they are of.

    What a dry run leaves open, because it has not been done, is not counted; nor is that of a firm that failed.
    """
    firms: dict[str, list[str]] = {}
    number = 0
    for result in (one for one in results if one["status"] != "failed"):
        planned = check_mode and result.get("phase") not in _LOOKING
        findings = [*(result.get("preflight") or []), *([] if planned else result.get("findings") or [])]
        ids = list(dict.fromkeys(found["id"] for found in findings if found["status"] == "unknown"))
        if ids:
            number += len(ids)
            firms.setdefault(", ".join(ids), []).append(result["host"])
    alike = [f"{ids} of {_shown(hosts)}" for ids, hosts in firms.items()]
    return [f"Unknown, so not proved: {_count(number, 'check')}: {'; '.join(alike)}"] if alike else []


def _shown(hosts: t.Sequence[str]) -> str:
    """Name firms; of many only the first."""
    more = f" and {len(hosts) - _NAMED} more" if len(hosts) > _NAMED else ""
    return ", ".join(hosts[:_NAMED]) + more


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


def _is_outcome_unknown(result: Result) -> bool:
    """Say whether the last write was sent, and nobody knows whether it took effect."""
    return bool((result["failure"] or {}).get("outcome_unknown"))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _unforeseen(message: t.Any) -> Result:
    """Describe a failure that is none of this collection's own, such as a lookup that fails."""
    return {
        "system": _ANSIBLE,
        "firm": None,
        "operation": None,
        "kind": "unexpected",
        "http_status": None,
        "server_code": None,
        "correlation_id": None,
        "retryable": False,
        "hint": None,
    }


def _not_begun(message: str | None) -> tuple[str, Result]:
    """Describe a run that did not check the firm, and so did nothing for it, whatever Ansible then failed with."""
    text = "Nothing was done, since this run did not check the firm."
    hint = "Run the playbook from its beginning, without --start-at-task and --tags."
    caused = f" Ansible said: {message}" if message else ""
    return f"{text} {hint}{caused}", {**_unforeseen(message), "kind": "validation", "hint": hint}


def _lines(result: Result, check_mode: bool, command: str) -> list[str]:
    requests = result["requests"]
    sent = ", ".join(_count(requests[name], noun) for name, noun in zip(_COUNTERS, ("read", "write", "sign-in")))
    total = f"{_count(sum(requests.values()), 'request')} ({sent})"
    lines = [f"{result['firm']} ({result['host']}): {_headline(result, check_mode)}; {total}"]
    if result["plan"] and result["status"] == "failed":
        lines.append("Done before the failure:" if not check_mode else "Planned before the failure:")
    lines += [f"{number}. {sentence}" for number, sentence in enumerate(result["plan"], start=1)]
    if result["plan"] and check_mode:
        lines.append(_ASSUMED_WRITES)
    if result["status"] == "failed" and not _said_by_checks(result):
        lines.append(f"Failed: {_cause(result)}")
    if result["status"] == "incomplete":
        lines.append(f"Incomplete: {result['incomplete']}")
        if command:
            lines.append(f"Run again: {command}")
    lines += _preflight(result["preflight"], result["findings"])
    lines += _checked(result["findings"], "Passed" if result["phase"] == "preflight" else "Verified", lines)
    lines += [f"Note: {warning}" for warning in dict.fromkeys(result["warnings"])]
    return lines


def _preflight(findings: t.Sequence[Result], later: t.Sequence[Result]) -> list[str]:
    """Return one line about an onboarding's preflight, and what failed: its own playbook shows the rest.

    :param later: what was found at the end, below: what still fails in the same way stands there.
    """
    if not findings:
        return []
    below = [finding_line(one) for one in later if one["status"] == "fail"]
    failed = [one for one in findings if one["status"] == "fail" and finding_line(one) not in below]
    return [f"Preflight: {count_checks(findings, ('warn', 'unknown'))}", *_checked(failed, "")]


def _checked(findings: t.Sequence[Result], passed_as: str, above: t.Sequence[str] = ()) -> list[str]:
    """Return a line for the checks that passed, and one for each that did not: an unknown is never a pass.

    Those that are unknown for the same reason share a line.

    :param above: the lines before these: what they say of a reading that failed is not repeated.
    """
    lines: list[str] = []
    for status, title in (("pass", passed_as), ("attested", "Attested")):
        ids = [found["id"] for found in findings if found["status"] == status]
        lines += [f"{title}: {', '.join(ids)}"] if ids else []
    for status in ("fail", "warn"):
        lines += [
            f"{status.capitalize()}: {finding_line(found)}{_next(found)}"
            for found in findings
            if found["status"] == status
        ]
    reasons: dict[str, list[Result]] = {}
    for found in findings:
        if found["status"] == "unknown":
            evidence = str(found["evidence"])
            what, _mark, message = evidence.partition(UNREAD)
            elsewhere = (*above, *lines, *(reason for reason in reasons if reason != evidence))
            if message and any(message[:_LONGEST_BEGINNING] in line for line in elsewhere):
                evidence = f"{what}{UNREAD}see above"
            reasons.setdefault(evidence, []).append(found)
    for reason, alike in reasons.items():
        together = f"{', '.join(found['id'] for found in alike)}: {reason}"
        alone = finding_line({**alike[0], "evidence": reason})
        lines.append(f"Unknown: {together if len(alike) > 1 else alone}")
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
    message, reason = _cause(result), _reason(result)
    failed = _failed_checks(result)
    return any(finding_line(found) in message or (reason and reason in found["evidence"]) for found in failed)


def _failed_checks(result: Result) -> list[Result]:
    return [found for found in [*result["findings"], *result["preflight"]] if found["status"] == "fail"]


def _brief(result: Result) -> str | None:
    """Return why a firm is not done in few words, where all of it stands elsewhere; C(None) when it is done."""
    if result["status"] != "failed":
        return t.cast("str | None", result["incomplete"])
    reason = _reason(result)
    if len(reason) <= _LONGEST_BRIEF:
        return reason if reason.endswith("?") else f"{reason}."
    named = [found for found in _failed_checks(result) if finding_line(found) in reason]
    if named:
        before = min(reason.index(finding_line(found)) for found in named)
        return f"{reason[:before]}{', '.join(found['id'] for found in named)}."
    return f"{reason[:_LONGEST_BRIEF].rpartition(' ')[0]} ..."


def _reason(result: Result) -> str:
    """Return why the firm failed as a check quotes it, without what to do; nothing where it did not fail."""
    hint = (result["failure"] or {}).get("hint") or ""
    return _cause(result).strip().removesuffix(hint).rstrip(" .")


def _cause(result: Result) -> str:
    """Return the message without the checks that one about unread systems goes on with: they stand below."""
    return str(result["message"] or "").partition(ALSO_SEEN)[0]


def count_checks(findings: t.Sequence[Result], named: t.Collection[str] = ()) -> str:
    """Count findings by status, for people.

    :param named: the statuses of which the checks are named, too.
    """
    words = {"pass": "passed", "fail": "failed", "warn": "warned", "unknown": "unknown", "attested": "attested"}
    counts = []
    for status, word in words.items():
        ids = [found["id"] for found in findings if found["status"] == status]
        if ids:
            counts.append(f"{len(ids)} {word}" + (f" ({', '.join(ids)})" if status in named else ""))
    return f"{_count(len(findings), 'check')}: {', '.join(counts)}"


def _headline(result: Result, check_mode: bool) -> str:
    if result["phase"] in _LOOKING:
        return count_checks(result["findings"]) if result["findings"] else "failed before any check"
    count = len(result["plan"])
    changes = _count(count, "change")
    if result["status"] == "failed":
        if check_mode:
            return "the dry run failed"
        known = [changes] if count else []
        unknown = ["a task whose outcome is not known"] if _is_outcome_unknown(result) else []
        return f"failed after {' and '.join(known + unknown)}" if known + unknown else "failed before any change"
    if check_mode:
        return f"would make {changes}" if count else "nothing to change"
    done = f"made {changes}" if count else "nothing to change"
    return f"{done}, not complete yet" if result["status"] == "incomplete" else done
