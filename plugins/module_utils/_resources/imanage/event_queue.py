# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks for iManage's change-event queue, which Legora reads, in whatever way the user knows it works.

Its path, parameters and required right are not public. So the call is data, nothing is claimed to be right by default,
and a check never acknowledges or consumes an event: only C(GET) and C(HEAD) are sent.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from urllib.parse import quote

from ..._core.http.transport import Reply
from ..._imanage.client import ImanageClient

try:
    import jmespath
except ImportError:  # reported below, and only to those who give an expression
    jmespath = None  # type: ignore[assignment]

_OPERATION = "ask for the change-event queue"


@dataclass(frozen=True)
class EventQueueCall:
    """How to ask.

    :ivar path: with the placeholders C({customer}) and C({library}).
    :ivar expression: compiled.
    """

    method: str
    path: str
    statuses: tuple[int, ...]
    expression: t.Any = None


def parse_event_queue(client: ImanageClient, queue: dict[str, t.Any]) -> EventQueueCall:
    """Check the user's description of the call.

    :param queue: C(method), C(path), C(statuses) and optionally C(expression), a JMESPath expression that must be true
        of the answer.
    :raises EthicalWallsError: C(validation) for a mistake in it.
    """
    method, path = str(queue.get("method") or "GET").upper(), str(queue["path"])
    if method not in ("GET", "HEAD"):
        raise client.error(
            f"method {method} might consume an event",
            "validation",
            operation=_OPERATION,
            hint="Describe the call with GET or HEAD.",
        )
    rest = path.replace("{customer}", "").replace("{library}", "")
    if not path.startswith("/") or "{" in rest or "}" in rest:
        raise client.error(
            f"the path {path} is unusable",
            "validation",
            operation=_OPERATION,
            hint="Begin it with a slash, and use no braces but those of {customer} and {library}.",
        )
    statuses = tuple(queue.get("statuses") or [200])
    return EventQueueCall(method, path, statuses, _compile(client, queue.get("expression")))


def _compile(client: ImanageClient, expression: str | None) -> t.Any:
    if not expression:
        return None
    if jmespath is None:
        raise client.error(
            "the Python library jmespath is missing, which the expression needs",
            "unsupported",
            operation=_OPERATION,
            hint="Install jmespath, or leave out the expression.",
        )
    try:
        return jmespath.compile(expression)
    except ValueError as error:
        raise client.error(
            f"the expression is not JMESPath ({str(error).splitlines()[0]})",
            "validation",
            operation=_OPERATION,
            hint="Correct the expression.",
        ) from None


def check_event_queue(account: ImanageClient, queue: dict[str, t.Any], library: str) -> dict[str, t.Any]:
    """Send the configured call as the account.

    :param queue: as for :func:`parse_event_queue`.
    :returns: C(status) (C(answers), C(refused) or C(unknown)), C(http_status) and C(reason).
    """
    call = parse_event_queue(account, queue)
    prefix, _separator, customer = account.customer_path.partition("/customers/")
    path = call.path.replace("{customer}", customer).replace("{library}", quote(library, safe=""))
    reply = account.configured_read(call.method, prefix + path, _OPERATION)
    found: dict[str, t.Any] = {"status": "answers", "http_status": reply.status, "reason": None}
    if reply.status not in call.statuses:
        found.update(status="refused", reason=f"HTTP {reply.status} is not one of the accepted statuses")
    elif call.expression is not None:
        reason = _disagreement(call.expression, reply)
        if reason:
            found.update(status="unknown", reason=reason)
    return found


def _disagreement(expression: t.Any, reply: Reply) -> str | None:
    """Say why an answer does not fulfil the expression; C(None) when it does."""
    try:
        answer = reply.json()
    except ValueError:
        return "the answer is not JSON"
    try:
        agrees = bool(expression.search(answer))
    except ValueError:
        return "the expression cannot be applied to the answer"
    return None if agrees else "the expression is not true of the answer"
