# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One phase of one firm: whether it may go on, and what is said of it."""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError
from .._firm.switches import accepted_ids
from .decide import Decision, decide_checks, failure_of, failures_in_words
from .facts import Data, Facts
from .findings import ALSO_SEEN, Finding
from .phases import PHASES
from .registry import BY_ID

# What a firm can't be judged without. Where the others can't be read, the checks that need them are unknown.
_ESSENTIAL = ("session", "imanage", "user", "access", "connectors", "preferences")


def judge_phase(facts: Facts, accepted: t.Any = (), accepted_in: str | None = None) -> Data:
    """Decide all checks of the facts' phase.

    :param accepted: the IDs of checks whose failure does not stop the firm, as a list or as a text with commas.
    :param accepted_in: the variable in which whoever runs this names them, for messages.
    :returns: C(resource), and C(message) and C(failure) where the firm should not go on; C(warnings).
    """
    firm = str(facts.config.get("firm_name"))
    decision = decide_checks(facts)
    names = accepted_ids(accepted)
    mistake = _unknown_ids(names, firm)
    # What could not be read is the cause of much that the checks then say.
    message, failure = _told(mistake) if mistake else _unread(facts, decision.failures(names))
    if failure is None:
        message, failure = _told(failure_of(decision, firm, names, _hint(decision, accepted_in, names)))
    return {
        "resource": {**decision.as_dict(), "state": _state(facts)},
        "message": message,
        "failure": failure,
        "warnings": _went_on_although(decision, names),
    }


def _unknown_ids(names: t.Iterable[str], firm: str) -> EthicalWallsError | None:
    strange = [name for name in names if name not in BY_ID]
    if not strange:
        return None
    return EthicalWallsError(
        f"there is no check {', '.join(strange)}",
        kind="validation",
        system="the configuration",
        firm=firm,
        operation="read which failures are accepted",
        hint="Correct preflight_accept, onboard_accept, verify_accept, rotate_accept or offboard_accept: each takes "
        "IDs of checks, such as R5.",
    )


def _hint(decision: Decision, accepted_in: str | None, names: t.Sequence[str]) -> str:
    phase = PHASES[decision.phase]
    if not (phase.is_gate and accepted_in):
        return phase.hint
    failed = [finding.id for finding in decision.failures(names) if BY_ID[finding.id].kind != "tenant_mismatch"]
    if not failed:
        return phase.hint  # another firm's is nothing to live with
    return f"{phase.hint} If the firm lives with it: -e {accepted_in}={','.join([*names, *failed])}"


def _told(error: EthicalWallsError | None) -> tuple[str | None, Data | None]:
    return (error.sentence(), error.failure()) if error else (None, None)


def _unread(facts: Facts, failures: t.Iterable[Finding]) -> tuple[str | None, Data | None]:
    """Return why essential readings failed: a firm that could not be looked at is not in order.

    That a credential is another firm's comes first, since then nothing else that was read counts. Otherwise critical
    failures are named too: what the failed readings decide is unknown, so these were seen, and no later run mends them.
    """
    failed = [reading for reading in map(facts.reading, _ESSENTIAL) if reading.failed]
    failed.sort(key=lambda reading: reading.kind != "tenant_mismatch")
    if not failed:
        return None, None
    # One task may return several readings.
    message = " ".join(dict.fromkeys(str(reading.message) for reading in failed))
    critical = [finding for finding in failures if finding.severity == "critical"]
    if not critical or failed[0].kind == "tenant_mismatch":
        return message, failed[0].failure
    return f"{message}{ALSO_SEEN}{failures_in_words(critical)}.", {**(failed[0].failure or {}), "retryable": False}


def _went_on_although(decision: Decision, names: t.Collection[str]) -> list[str]:
    return [
        f"{finding.id} failed, and that is accepted: {finding.evidence}"
        for finding in decision.failures()
        if finding.id in names
    ]


def _state(facts: Facts) -> Data:
    """Return what was read: before onboarding the state before, after it the state after."""
    names = ("imanage", "user", "organisation", "preferences", "endpoint", "events")
    return {**{name: facts.reading(name).value for name in names}, "connector": facts.connector or None}
