# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of an audit log while it is read, however long it is."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.client import AuditEvent
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.legora.audit_log import (
    WantedAuditLog,
    read_audit_log,
)

PAGE = 10
PAGES = 20
LIMIT = 3
BEGIN = datetime(2026, 11, 1, tzinfo=timezone.utc)  # noqa: UP017 (also for Python 3.9)


class LongLog:
    """A client whose audit log comes oldest first, and shows the last event of each page on the next one again.

    :ivar most_kept: the most events that the reader had kept when it asked for a page.
    """

    def __init__(self) -> None:
        self.most_kept = 0
        self._shown: list[weakref.ref[AuditEvent]] = []

    def audit_log(self, begin: str, end: str | None) -> Iterator[list[AuditEvent]]:
        for page in range(PAGES):
            self.most_kept = max(self.most_kept, sum(one() is not None for one in self._shown))
            yield self._page(page)

    def _page(self, page: int) -> list[AuditEvent]:
        events = [_event(number) for number in range(max(0, page * PAGE - 1), (page + 1) * PAGE)]
        self._shown += map(weakref.ref, events)
        return events


def _event(number: int) -> AuditEvent:
    moment = (BEGIN + timedelta(minutes=number)).isoformat()
    return AuditEvent(
        f"evt_{number}", moment, "ann@alder.example", "update", "preferences.write", None, None, "success"
    )


def test_only_the_newest_events_are_kept() -> None:
    client: Any = LongLog()
    wanted = WantedAuditLog(since="2026-11-01T00:00:00Z", until="2026-11-02T00:00:00Z", limit=LIMIT)
    found = read_audit_log(client, wanted, check_mode=False)
    last = PAGES * PAGE - 1
    assert [event["id"] for event in found.resource] == [f"evt_{number}" for number in range(last - 2, last + 1)]
    assert found.extra["truncated"] is True
    assert client.most_kept <= LIMIT + PAGE + 1
