# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can go wrong between two systems, on demand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

KINDS = (
    "rate_limit",
    "bad_gateway",
    "unavailable",
    "gateway_timeout",
    "latency",
    "drop_before",
    "drop_after",
    "error_after",
    "html_page",
    "malformed_json",
    "redirect",
    "echo",
    "trickle",
    "trickle_head",
    "silence",
    "token_expiry",
    "no_effect",
)


@dataclass
class Fault:
    """One fault of one firm.

    :ivar kind: one of :data:`KINDS`; ``no_effect``: a write gets its usual answer, and nothing changes.
    :ivar system: ``imanage`` or ``legora``.
    :ivar times: how often it strikes; 0 means for ever.
    :ivar after: how many matching requests it lets pass first.
    :ivar sticks: whether it strikes only that request again which it struck first: the same method and path.
    :ivar header: for ``rate_limit``, the header that names the wait.
    :ivar seconds: the wait, the latency, how long a silence lasts, or the pause after each byte of a trickle.
    :ivar status: for ``html_page``, the status of the page.
    :ivar hung_up: how often the client closed the connection before a silence or a trickle was over.
    """

    kind: str
    firm: str
    system: str
    times: int = 1
    after: int = 0
    method: str | None = None
    path_contains: str | None = None
    kind_of_request: str | None = None
    header: str = "x-ratelimit-retryafter"
    seconds: float = 0.0
    status: int = 200
    sticks: bool = False
    seen: int = 0
    struck: int = 0
    hung_up: int = 0
    stuck_to: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; known are {', '.join(KINDS)}")
        if self.system not in ("imanage", "legora"):
            raise ValueError("system is imanage or legora")
        if self.kind_of_request not in (None, "read", "write", "signin"):
            raise ValueError("kind_of_request is read, write or signin")
        if min(self.times, self.after, self.seconds) < 0:
            raise ValueError("times, after and seconds are not negative")

    def matches(self, firm: str, system: str, method: str, path: str, kind: str) -> bool:
        return (
            (self.firm, self.system) == (firm, system)
            and self.method in (None, method)
            and (self.path_contains is None or self.path_contains in path)
            and self.kind_of_request in (None, kind)
            and self.stuck_to in (None, (method, path))
        )


class Faults:
    """The faults that are switched on.

    :param firms: the names that there are; a fault of another one would never strike. ``?`` is whoever has no key.
    :ivar on: those that are on.
    """

    def __init__(self, firms: Collection[str] | None = None) -> None:
        self._firms = firms
        self.on: list[Fault] = []

    def add(self, **fields: Any) -> Fault:
        fault = Fault(**fields)
        if self._firms is not None and fault.firm not in (*self._firms, "?"):
            raise ValueError(f"unknown firm {fault.firm!r}; known are {', '.join(self._firms)}")
        self.on.append(fault)
        return fault

    def clear(self) -> None:
        self.on = []

    def strike(self, firm: str, system: str, method: str, path: str, kind: str) -> Fault | None:
        """Return the fault that this request meets, and count it."""
        for fault in self.on:
            if not fault.matches(firm, system, method, path, kind):
                continue
            fault.seen += 1
            if fault.seen > fault.after and (fault.times == 0 or fault.struck < fault.times):
                fault.struck += 1
                fault.stuck_to = (method, path) if fault.sticks else None
                return fault
        return None
