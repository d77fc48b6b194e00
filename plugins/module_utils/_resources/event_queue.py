# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for iManage's change-event queue, which Legora reads, in whatever way the user knows it works.

Its path, parameters and required right are not public. So the call is data, nothing is claimed to be right by default,
and a check never acknowledges or consumes an event: only C(GET) and C(HEAD) are sent.
"""

from __future__ import annotations

import typing as t

from .._imanage.client import ImanageClient

try:
    import jmespath
except ImportError:  # reported by the front end, which needs it for Legora too
    jmespath = None  # type: ignore[assignment]


def check_event_queue(account: ImanageClient, queue: dict[str, t.Any], library: str) -> dict[str, t.Any]:
    """Send the configured call as the account.

    :param queue: C(method), C(path) with the placeholders C({customer}) and C({library}), C(statuses) and optionally
        C(expression), a JMESPath expression that must be true of the answer.
    :returns: C(status) (C(answers), C(refused) or C(unknown)), C(http_status) and C(reason).
    """
    operation = "ask for the change-event queue"
    prefix, _separator, customer = account.customer_path.partition("/customers/")
    path = str(queue["path"]).format(customer=customer, library=library)
    method = str(queue.get("method") or "GET").upper()
    if method not in ("GET", "HEAD"):
        raise account.error(
            f"method {method} might consume an event",
            "validation",
            operation=operation,
            hint="Describe the call with GET or HEAD.",
        )
    reply = account.configured_read(method, prefix + path, operation)
    accepted = queue.get("statuses") or [200]
    found: dict[str, t.Any] = {"status": "answers", "http_status": reply.status, "reason": None}
    if reply.status not in accepted:
        found.update(status="refused", reason=f"HTTP {reply.status} is not one of the accepted statuses")
    elif queue.get("expression"):
        try:
            agrees = bool(jmespath.search(queue["expression"], reply.json()))
        except ValueError:
            found.update(status="unknown", reason="the answer is not JSON, or the expression is not JMESPath")
        else:
            if not agrees:
                found.update(status="unknown", reason="the expression is not true of the answer")
    return found
