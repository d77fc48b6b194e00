# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading a list of iManage's to its end: by cursor where an answer has one, else by offset."""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError
from .._core.http.list_budget import LIST_LIMITS, PAGE_SIZE, ListBudget
from .._core.http.transport import Reply, Transport
from .envelope import data_of
from .records import DIFFERS, Record


def read_pages(
    transport: Transport, operation: str, read: t.Callable[[dict[str, t.Any]], Reply]
) -> list[Record] | None:
    """Return all pages of a list; C(None) when its first page is answered with HTTP 404.

    Where an answer has a C(cursor) there is more, and it says where (R). Not each list that gives one is declared to
    take one: where it is refused, or leads to the first entry again, C(offset) is used.

    :param read: asks for one page, given the query that says which.
    """
    records: list[Record] = []
    budget = ListBudget(transport, operation, LIST_LIMITS)
    cursor: str | None = None
    takes_cursor = True
    while True:
        budget.require_left()
        place = {"offset": len(records)} if cursor is None else {"cursor": cursor}
        reply = read({"limit": PAGE_SIZE, **place, "total": "true"})
        budget.spend(reply)
        if reply.status == 404 and not records:
            return None
        refused = reply.status == 400 and cursor is not None
        answer = {} if refused else data_of(transport, reply, operation)
        page = [] if refused else _page(transport, reply, operation, answer)
        if refused or (records and page and page[0] == records[0]):
            if cursor is None:
                raise unfit(transport, operation, reply, "list: it began again from its first entry")
            cursor, takes_cursor = None, False
            continue
        records += page
        was_followed, cursor = cursor is not None, _cursor(answer) if takes_cursor else None
        total = answer.get("total_count")
        # Fewer entries than asked for is no sign of the end: the server may have a smaller limit of its own.
        complete = was_followed or (isinstance(total, int) and len(records) >= total)
        if not page or (cursor is None and complete):
            return records


def unfit(transport: Transport, operation: str, reply: Reply, wanted: str) -> EthicalWallsError:
    """Return the error for an answer of another form than the reference has."""
    return transport.error(
        f"the answer's 'data' is not the expected {wanted}",
        "unsupported",
        operation=operation,
        http_status=reply.status,
        hint=DIFFERS,
    )


def _page(transport: Transport, reply: Reply, operation: str, answer: dict[str, t.Any]) -> list[Record]:
    page = answer.get("data")
    if not isinstance(page, list) or not all(isinstance(record, dict) for record in page):
        raise unfit(transport, operation, reply, "list")
    return page


def _cursor(answer: dict[str, t.Any]) -> str | None:
    cursor = answer.get("cursor")
    return cursor if isinstance(cursor, str) and cursor else None
