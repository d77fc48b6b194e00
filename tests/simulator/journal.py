# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What arrived, in order: the tests' proof of what was and what was not sent. No bodies, so no secrets."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Entry:
    """One request.

    :ivar kind: ``read``, ``write`` or ``signin`` (token, revocation, legacy login).
    :ivar took_effect: whether it changed anything.
    :ivar fault: the fault that it met, if any.
    """

    seq: int
    firm: str
    system: str
    method: str
    path: str
    query: dict[str, str]
    kind: str
    source_address: str
    user: str | None = None
    status: int | None = None
    took_effect: bool = False
    fault: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class Journal:
    """All requests since the start or the last clearing."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []

    def add(self, **fields: Any) -> Entry:
        entry = Entry(seq=len(self._entries) + 1, **fields)
        self._entries.append(entry)
        return entry

    def clear(self) -> None:
        self._entries = []

    def entries(self, firm: str | None = None, system: str | None = None, kind: str | None = None) -> list[Entry]:
        """Return the requests, those of one firm, system or kind only where one is named."""
        return [
            entry
            for entry in self._entries
            if firm in (None, entry.firm) and system in (None, entry.system) and kind in (None, entry.kind)
        ]

    def counts(self, firm: str | None = None) -> dict[str, int]:
        """Count requests by kind; ``write``: all that arrived; ``effective_writes``: those that changed something."""
        entries = self.entries(firm)
        counts = {kind: sum(entry.kind == kind for entry in entries) for kind in ("read", "write", "signin")}
        counts["effective_writes"] = sum(entry.kind == "write" and entry.took_effect for entry in entries)
        counts["total"] = len(entries)
        return counts
