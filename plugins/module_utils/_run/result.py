# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What happened to a firm in a run, in data and in lines to read, and the overview of all firms."""

from __future__ import annotations

import json
import shlex
import typing as t

from .._checks.findings import ALSO_SEEN, JUST_HANDED_OVER, UNREAD, finding_line, is_told, told_reason
from .._checks.legora_application import TO_SEND
from .._checks.proof import CUT_OFF, Verdict
from .._core.errors import EthicalWallsError
from .._core.values import folded
from .._core.verdicts import OFFBOARD, ONBOARD, PREFLIGHT, ROTATE, UNDO
from .._legora.names import REJECTED
from .._report.texts import count
from .._resources.sentences import GIVES_LEGORA, SETS_PASSWORD
from .before_state import earlier_files
from .closing import closing, closing_in_words
from .hand_over import brief as brief_of_hand_over
from .hand_over import hand_over_in_words
from .proof import verdict_of
from .purposes import LOOKING, PURPOSES
from .readings import first_connector
from .record import Run
from .undo import decided

Result = dict[str, t.Any]

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

# The system of a failure that is none of this collection's own.
_ANSIBLE = "Ansible"


def firm_result(
    run: Run, handed_over: Result | None = None, warnings: t.Sequence[str] = (), before: str | None = None
) -> Result:
    """Return what happened to a firm: its status, plan, requests, failure, and lines to read.

    :param handed_over: what is left to enter at Legora by hand; C(None) where that is not known, or not by hand.
    :param warnings: beside those of the run's tasks.
    :param before: the file in which this run has kept what it found before it wrote.

    A run that has not begun the firm has done nothing for it, whatever else failed: then it was started in the middle.
    """
    check_mode = run.check_mode
    steps = [step for step in run.steps if not step.skipped]
    plan = [sentence for step in steps for sentence in step.answer.get("plan") or []]
    purpose = PURPOSES[run.purpose or _purpose_of_own_play(run, bool(plan))]
    changed = any(step.answer.get("changed") for step in steps)
    findings = _findings(run, purpose.end) or ([] if run.purpose else _findings(run, "verify"))
    verdict = verdict_of(run)
    message, failure = _failure(run)
    firm = run.firm or (failure or {}).get("firm") or run.host
    # Of a rotation, the failure itself says what each side has, and who leaves is to be cut off.
    if failure is not None and not check_mode and purpose.name not in (*LOOKING, ROTATE, OFFBOARD):
        message = _cut_off_first(str(message), firm, plan, first_connector(run).get("service_account") or {})
    incomplete = None if check_mode or purpose.looks or verdict is None else _incomplete(verdict, findings)
    if run.purpose == UNDO and not check_mode:
        incomplete = decided(run).get("holds")
    status = "checked" if purpose.looks else "changed" if changed else "unchanged"
    if failure is not None:
        status = "failed"
    elif handed_over and handed_over["open"] and not purpose.looks and not check_mode:
        status = "handed_over"
    elif incomplete:
        status = "incomplete"
    elif check_mode and changed:
        status = "planned"
    result: Result = {
        "changed": changed,
        "plan": plan,
        "requests": add_requests(step.answer.get("requests") for step in steps),
        "warnings": [*(str(warning) for step in steps for warning in step.answer.get("warnings") or []), *warnings],
        "firm": firm,
        "host": run.host,
        "status": status,
        "failure": failure,
        "message": message,
        "incomplete": incomplete if status == "incomplete" else None,
        "hand_over": handed_over,
        "closing": closing(run, handed_over),
        "before": before,
        "findings": findings,
        "gate": _findings(run, purpose.gate),
        "purpose": purpose.name,
    }
    command = "" if purpose.looks else f"the same command with --limit {run.host}"
    result["lines"] = _lines(result, check_mode, command)
    result["brief"] = _brief(result)
    return result


def _purpose_of_own_play(run: Run, writes: bool) -> str:
    """Return what somebody's own play is for: what it checked last, unless it writes."""
    phases = [str(step.wish["phase"]) for step in run.of("firm_checks") if step.wish.get("phase")]
    return "onboard" if writes or not phases else phases[-1]


def _findings(run: Run, phase: str | None) -> list[Result]:
    checks = run.last("firm_checks", phase=phase).get("checks") if phase else None
    return list((checks or {}).get("findings") or [])


def _failure(run: Run) -> tuple[str | None, Result | None]:
    """Return why the firm stopped: the last failure that the play did not go on after."""
    failed = [step for step in run.steps if step.failed and not step.goes_on]
    if not run.config and not any(step.module == "firm_config" for step in failed):
        return _not_begun(str(failed[-1].answer.get("msg")) if failed else None)
    if not failed:
        return None, None
    message = failed[-1].answer.get("msg") or f"task {failed[-1].name} failed"
    unforeseen = EthicalWallsError("", kind="unexpected", system=_ANSIBLE)
    return str(message), failed[-1].answer.get("failure") or unforeseen.failure()


def _cut_off_first(message: str, firm: str, plan: t.Sequence[str], before: Result) -> str:
    """Return the message of a failure; it begins with what is worse: that Legora can't sign in any more.

    :param plan: what was done, at iManage and then at Legora.
    :param before: the account that Legora had before this run; empty where it had none.
    """
    if not before or any(sentence.startswith(GIVES_LEGORA) for sentence in plan):
        return message
    if any(sentence.startswith(SETS_PASSWORD) for sentence in plan):
        cut_off = CUT_OFF.format(firm=firm)
    elif folded(before.get("status")) == REJECTED:
        cut_off = f"Legora of {firm} is cut off since before this run: it shows {before.get('username')} as rejected."
    else:
        return message
    return message if cut_off in message else f"{cut_off} {message}"


def add_requests(counts: t.Iterable[t.Any]) -> dict[str, int]:
    """Add up the requests of several tasks."""
    given = [one for one in counts if isinstance(one, dict)]
    return {name: sum(int(one.get(name) or 0) for one in given) for name in _COUNTERS}


def _incomplete(verdict: Verdict, findings: t.Iterable[Result]) -> str | None:
    """Say why a firm is not done although nothing failed: what is not proved is not trusted with projects."""
    if not verdict.proceed or verdict.trust:
        return None
    creates_projects = any(found["id"] == "L4" and found["status"] in ("pass", "attested") for found in findings)
    if verdict.status == "unrepeatable" and creates_projects:
        return None
    withheld = "" if creates_projects else "; creating projects was not switched on"
    return f"{verdict.reason}{withheld}"


def is_outcome_unknown(result: Result) -> bool:
    """Say whether the last write was sent, and nobody knows whether it took effect."""
    return bool((result["failure"] or {}).get("outcome_unknown"))


def _not_begun(message: str | None) -> tuple[str, Result]:
    """Describe a run that did not check the firm, and so did nothing for it, whatever Ansible then failed with."""
    text = "Nothing was done, since this run did not check the firm."
    hint = "Run the playbook from its beginning, without --start-at-task and --tags."
    caused = f" Ansible said: {message}" if message else ""
    error = EthicalWallsError("", kind="validation", system=_ANSIBLE, hint=hint)
    return f"{text} {hint}{caused}", error.failure()


def _lines(result: Result, check_mode: bool, command: str) -> list[str]:
    requests = result["requests"]
    sent = ", ".join(count(requests[name], noun) for name, noun in zip(_COUNTERS, ("read", "write", "sign-in")))
    total = f"{count(sum(requests.values()), 'request')} ({sent})"
    lines = [f"{result['firm']} ({result['host']}): {_headline(result, check_mode)}; {total}"]
    if result["plan"] and result["status"] == "failed":
        lines.append("Done before the failure:" if not check_mode else "Planned before the failure:")
    lines += [f"{number}. {sentence}" for number, sentence in enumerate(result["plan"], start=1)]
    if result["plan"] and check_mode:
        lines.append(_ASSUMED_WRITES)
    if result["status"] == "failed" and not is_told(str(result["message"]), result["failure"], _failed_checks(result)):
        # What else was seen, where a system could not be read, stands below.
        lines.append(f"Failed: {str(result['message']).partition(ALSO_SEEN)[0]}")
    if result["status"] == "incomplete":
        lines.append(f"Incomplete: {result['incomplete']}")
        if command:
            lines.append(f"Run again: {command}")
    # Where looking failed, what to do about it may be to enter that.
    if result["hand_over"] and (result["status"] != "failed" or result["purpose"] in LOOKING):
        lines += hand_over_in_words(result["hand_over"], check_mode)
        if command and result["status"] == "handed_over" and result["hand_over"]["withheld"]:
            lines.append(f"Run again: {command}")
    lines += _before_writing(result)
    lines += _checked(result["findings"], "Passed" if result["purpose"] == PREFLIGHT else "Verified", lines)
    if result["closing"]:
        lines += closing_in_words(result["closing"], lines)
    lines += [f"Note: {warning}" for warning in dict.fromkeys(result["warnings"])]
    if result["before"]:
        lines.append(f"To undo this run, look first, then without --check: {_undo_command(result)}")
        number = earlier_files(result["before"])
        if number:
            there = "there is 1" if number == 1 else f"there are {number}"
            lines.append(f"To undo earlier runs too, name an earlier file beside it: {there}")
    return lines


def _undo_command(result: Result) -> str:
    """Return a command to copy."""
    given = shlex.quote(f"undo_from={result['before']}")
    if " " in result["before"] or "'" in result["before"]:
        # In this form, Ansible would split the path.
        given = shlex.quote(json.dumps({"undo_from": result["before"]}))
    host = shlex.quote(str(result["host"]))
    return f"ansible-playbook legalops.ethical_walls.undo -i INVENTORY --limit {host} -e {given} --check"


def _before_writing(result: Result) -> list[str]:
    """Return one line about the checks before the first write, and what failed.

    What still fails in the same way at the end, stands there.
    """
    findings = result["gate"]
    if not findings:
        return []
    title = "Preflight" if result["purpose"] == ONBOARD else "Checked before anything was written"
    below = [finding_line(one) for one in result["findings"] if one["status"] == "fail"]
    failed = [one for one in findings if one["status"] == "fail" and finding_line(one) not in below]
    return [f"{title}: {_count_checks(findings, ('warn', 'unknown'))}", *_checked(failed, "")]


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
        for found in (one for one in findings if one["status"] == status):
            lines.append(f"{status.capitalize()}: {finding_line(found)}{_next(found, lines)}")
    reasons: dict[str, list[Result]] = {}
    for found in findings:
        if found["status"] == "unknown":
            evidence = str(found["evidence"])
            what, _mark, message = evidence.partition(UNREAD)
            elsewhere = (*above, *lines, *(reason for reason in reasons if reason != evidence))
            if message and any(message[:_LONGEST_BEGINNING] in line for line in elsewhere):
                evidence = f"{what}{UNREAD}see above{')' * (what.count('(') - what.count(')'))}"
            reasons.setdefault(evidence, []).append(found)
    for reason, alike in reasons.items():
        together = f"{', '.join(found['id'] for found in alike)}: {reason}"
        alone = finding_line({**alike[0], "evidence": reason})
        lines.append(
            f"Unknown: {together if len(alike) > 1 else alone}{''.join(_next(found, lines) for found in alike)}"
        )
    return lines


def _next(found: Result, above: t.Sequence[str]) -> str:
    """Say what to do; what is not known is explained in the report, but for what others are asked.

    :param above: the lines before: a warning does not say again what one of them says, nor what is handed over.
    """
    is_warning = found["status"] == "warn" and not found["evidence"].startswith(JUST_HANDED_OVER)
    if not (found["status"] == "fail" or is_warning or str(found["remedy"]).startswith(TO_SEND)):
        return ""
    # "onboard adds it again" says it all.
    text = found["onboard"] if found["remedy"] == "Run onboard." and found["onboard"] else found["remedy"]
    is_said = is_warning and any(line.endswith(f" Next: {text}") for line in above)
    return f". Next: {text}" if text and not is_said else ""


def _failed_checks(result: Result) -> list[Result]:
    return [found for found in [*result["findings"], *result["gate"]] if found["status"] == "fail"]


def _brief(result: Result) -> str | None:
    """Return why a firm is not done in few words, where all of it stands elsewhere; C(None) when it is done."""
    if result["status"] == "handed_over":
        return brief_of_hand_over(result["hand_over"])
    if result["status"] != "failed":
        return t.cast("str | None", result["incomplete"])
    reason = told_reason(result["message"], result["failure"])
    if len(reason) <= _LONGEST_BRIEF:
        return reason if reason.endswith("?") else f"{reason}."
    named = [found for found in _failed_checks(result) if finding_line(found) in reason]
    if named:
        before = min(reason.index(finding_line(found)) for found in named)
        return f"{reason[:before]}{', '.join(found['id'] for found in named)}."
    return f"{reason[:_LONGEST_BRIEF].rpartition(' ')[0]} ..."


def _count_checks(findings: t.Sequence[Result], named: t.Collection[str] = ()) -> str:
    """Count findings by status, for people.

    :param named: the statuses of which the checks are named, too.
    """
    words = {"pass": "passed", "fail": "failed", "warn": "warned", "unknown": "unknown", "attested": "attested"}
    counts = []
    for status, word in words.items():
        ids = [found["id"] for found in findings if found["status"] == status]
        if ids:
            counts.append(f"{len(ids)} {word}" + (f" ({', '.join(ids)})" if status in named else ""))
    return f"{count(len(findings), 'check')}: {', '.join(counts)}"


def _headline(result: Result, check_mode: bool) -> str:
    if result["purpose"] in LOOKING:
        return _count_checks(result["findings"]) if result["findings"] else "failed before any check"
    number = len(result["plan"])
    changes = count(number, "change")
    if result["status"] == "failed":
        if check_mode:
            return "the dry run failed"
        known = [changes] if number else []
        unknown = ["a task whose outcome is not known"] if is_outcome_unknown(result) else []
        return f"failed after {' and '.join(known + unknown)}" if known + unknown else "failed before any change"
    waits = not number and bool(result["hand_over"] and result["hand_over"]["open"]) and result["purpose"] != ONBOARD
    if check_mode:
        first = "would hand over what comes first at Legora" if waits else "nothing to change"
        return f"would make {changes}" if number else first
    if waits:
        return "nothing changed yet, handed over what comes first at Legora"
    done = f"made {changes}" if number else "nothing to change"
    if result["status"] == "handed_over":
        place = " at iManage" if result["purpose"] == ONBOARD else ""
        return f"{done}{place}, handed over what is left at Legora"
    return f"{done}, not complete yet" if result["status"] == "incomplete" else done
