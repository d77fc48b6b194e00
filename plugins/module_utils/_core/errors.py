# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one error type that every layer below the front end raises."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

KINDS = (
    "auth",
    "permission",
    "not_found",
    "conflict",
    "validation",
    "rate_limited",
    "unavailable",
    "tenant_mismatch",
    "not_converged",
    "unsupported",
    "unexpected",
)

# What of a failure is told in its structured form.
_TOLD = (
    "system",
    "firm",
    "operation",
    "kind",
    "http_status",
    "server_code",
    "correlation_id",
    "retryable",
    "hint",
)

_KIND_BY_STATUS = {
    400: "validation",
    401: "auth",
    403: "permission",
    404: "not_found",
    405: "unsupported",
    409: "conflict",
    410: "not_found",
    413: "validation",
    415: "validation",
    422: "validation",
    429: "rate_limited",
    501: "unsupported",
}


ISSUES = "https://github.com/legalops/ethical_walls/issues"


def kind_for_status(status: int) -> str:
    """Return the failure kind for an HTTP status; 5xx is C(unavailable), anything unforeseen C(unexpected)."""
    if status in _KIND_BY_STATUS:
        return _KIND_BY_STATUS[status]
    return "unavailable" if 500 <= status <= 599 else "unexpected"


@dataclass(eq=False, repr=False)
class EthicalWallsError(Exception):
    """A failure that can be shown to a user as it stands, once secrets are taken out of it.

    :ivar reason: what went wrong, in the server's own words where there are any; no full stop at the end.
    :ivar kind: one of :data:`KINDS`.
    :ivar system: which system it happened at, as users call it.
    :ivar operation: what was being done, as a verb phrase that follows "failed to".
    :ivar retryable: whether the same run may well succeed later without any change.
    :ivar ambiguous: whether a write was sent and nobody knows whether it took effect.
    :ivar hint: what to do next, a full sentence.
    :ivar done: what had been written before the failure, as sentences of the plan.
    :ivar outcome_unknown: whether nobody will find out in this run whether the last write took effect.
    :ivar extra: what else a playbook can branch on, that only this failure has.
    :ivar refusal: of a refused sign-in, what it is a question of: C(password), C(application) or C(scope).
    """

    reason: str
    kind: str
    system: str
    firm: str | None = None
    operation: str | None = None
    http_status: int | None = None
    server_code: str | None = None
    correlation_id: str | None = None
    retryable: bool = False
    ambiguous: bool = False
    hint: str | None = None
    done: list[str] = field(default_factory=list)
    outcome_unknown: bool = False
    extra: dict[str, t.Any] = field(default_factory=dict)
    refusal: str | None = None

    def __post_init__(self) -> None:
        self.done = list(self.done)
        if self.kind not in KINDS:
            raise ValueError(f"unknown failure kind {self.kind!r}")

    def failure(self) -> dict[str, t.Any]:
        """Return the structured form that playbooks and tests can branch on."""
        return {
            **{name: getattr(self, name) for name in _TOLD},
            **({"outcome_unknown": True} if self.outcome_unknown else {}),
            **self.extra,
        }

    def sentence(self) -> str:
        """Return the message for people: system, firm, what failed, why, and what to do next."""
        where = f"{self.system} of {self.firm}" if self.firm else self.system
        what = f"failed to {self.operation}: " if self.operation else ""
        unknown = " Whether the last write took effect is not known." if self.outcome_unknown else ""
        hint = f"{unknown} {self.hint}" if self.hint else unknown
        end = "" if self.reason.endswith("?") else "."
        return f"{where}: {what}{self.reason.rstrip('.')}{end}{hint}"

    def __str__(self) -> str:
        return self.sentence()


def time_is_over(firm: str | None, is_known: bool) -> EthicalWallsError:
    """Return the error for a task that was ended by a time limit of the user's own Ansible.

    :param is_known: whether it surely wrote nothing.
    """
    return EthicalWallsError(
        "it took longer than a task may take here",
        kind="unavailable",
        system="Ansible",
        firm=firm,
        operation="finish the task",
        retryable=True,
        hint="Run again with a longer limit, or with none (timeout of the task, task_timeout of Ansible); what is done "
        "is not done twice.",
        outcome_unknown=not is_known,
    )
