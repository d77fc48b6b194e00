# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legora's answers, read through the profile: what does not fit it is an error that names the expression."""

from __future__ import annotations

import typing as t

from ..._core.errors import EthicalWallsError, kind_for_status
from ..._core.http.server_words import content_type, server_words
from ..._core.http.transport import Reply, Transport
from .contracts import Field
from .operations import Expression, NotApplicableError, Operation, Profile

_HINTS = {
    "auth": "Check legora_api_key (of AWX's credentials, job_legora_api_key) and legora_region: a key is unknown in "
    "every region but its own. A key has no lock that a further try would bring nearer, as far as is known.",
    "permission": "Check that the key has the role Admin at Legora; that only this may change settings is assumed.",
    "not_found": "Somebody may have removed it meanwhile; look at it on Legora's settings page, then run again.",
    "conflict": "Somebody else changed the same thing, or it exists already; look at it on Legora's settings page.",
    "validation": "Correct the value that Legora names; where it names none, show Legora's staff this answer.",
    "unsupported": "Legora's API differs from the profile; put what this organisation's answers into legora_profile.",
    "unavailable": "Legora is busy or being maintained; run again later.",
    "unexpected": "Show Legora's staff this answer with its request ID, if it has one; or take legora_method: by_hand.",
}

# A read answered like this does not exist in this API; whether a single thing exists is in absent_statuses.
_UNKNOWN_CALL = (404, 405, 410, 501)

_NAMES = {
    type(None): "nothing",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}
_WANTED = {"text": "a text", "id": "a text or a whole number", "texts": "a list of texts", "switches": "an object"}


class Responses:
    """Reads answers.

    :param transport: whose errors are raised: they name system and firm.
    """

    def __init__(self, transport: Transport, profile: Profile) -> None:
        self._transport = transport
        self._profile = profile

    def content(self, operation: Operation, reply: Reply, doing: str) -> t.Any:
        """Return the parsed body of an answer that the profile calls a success; C(None) for an empty one.

        :raises EthicalWallsError: for a refusal, for a page that is not JSON, for a success of another kind. After a
            write the last two leave its fate unknown.
        """
        writes = operation.contract.writes
        if not 200 <= reply.status <= 299:
            raise self._refusal(operation, reply, doing)
        if reply.status not in operation.statuses:
            raise self._error(
                f"the server answered HTTP {reply.status}, which the profile {self._profile.name} does not expect "
                f"of {operation.name} ({operation.call})",
                "unsupported",
                reply,
                operation=doing,
                ambiguous=writes,
            )
        if writes and not reply.body.strip():
            return None
        return self._parsed(reply, doing, writes)

    def says_absent(self, operation: Operation, reply: Reply, doing: str) -> bool:
        """Say whether an answer means that there is none; a proxy's error page does not."""
        if reply.status not in operation.absent_statuses:
            return False
        if reply.body.strip():
            self._parsed(reply, doing, False)
        return True

    def records(self, operation: Operation, reply: Reply, doing: str) -> tuple[list[dict[str, t.Any]], str | None]:
        """Return one page of a list, each entry as its fields, and the cursor of the next page."""
        content = self.content(operation, reply, doing)
        found = self._find(operation, operation.paging["list"], "list", content, reply, doing)
        if not isinstance(found, list):
            what = f"finds {_name(found)}, not a list"
            raise self._unfit(operation, operation.paging["list"], "list", what, reply, doing)
        records = [self.fields(operation, entry, reply, doing) for entry in found]
        expression = operation.paging["next_cursor"]
        cursor = self._find(operation, expression, "next_cursor", content, reply, doing)
        if cursor is None or cursor == "":
            return records, None
        if isinstance(cursor, bool) or not isinstance(cursor, (str, int)):
            what = f"finds {_name(cursor)}, not a text"
            raise self._unfit(operation, expression, "next_cursor", what, reply, doing)
        return records, str(cursor)

    def fields(self, operation: Operation, answer: t.Any, reply: Reply, doing: str) -> dict[str, t.Any]:
        """Return the fields of an answer, or of an entry of its list.

        :raises EthicalWallsError: C(unsupported) when a needed one is missing, or one is of another type.
        """
        values: dict[str, t.Any] = {}
        for name, wanted in operation.contract.fields.items():
            expression = operation.fields.get(name)
            value = None
            if expression is not None:
                value = self._find(operation, expression, name, answer, reply, doing)
                if wanted.type == "id" and isinstance(value, int) and not isinstance(value, bool):
                    value = str(value)
                if not _fits(value, wanted):
                    what = f"finds {_name(value)}, not {_WANTED[wanted.type]}"
                    raise self._unfit(operation, expression, name, what, reply, doing)
            values[name] = value
        return values

    def endless(self, operation: Operation, reply: Reply, doing: str) -> EthicalWallsError:
        """Return the error for a list that begins again instead of ending."""
        what = "finds the cursor of a page that was read before"
        return self._unfit(operation, operation.paging["next_cursor"], "next_cursor", what, reply, doing)

    def _parsed(self, reply: Reply, doing: str, writes: bool) -> t.Any:
        try:
            return reply.json()
        except ValueError:
            raise self._error(
                f"the answer (HTTP {reply.status}, {self._content_type(reply)}) is not the JSON that Legora sends",
                "unexpected",
                reply,
                operation=doing,
                ambiguous=writes,
                hint="A proxy or sign-in page may stand in front of Legora; check legora_api_url from this machine.",
            ) from None

    def _find(
        self, operation: Operation, expression: Expression, name: str, answer: t.Any, reply: Reply, doing: str
    ) -> t.Any:
        try:
            return expression.find(answer)
        except NotApplicableError:
            raise self._unfit(operation, expression, name, "cannot be applied", reply, doing) from None

    def _unfit(
        self, operation: Operation, expression: Expression, name: str, what: str, reply: Reply, doing: str
    ) -> EthicalWallsError:
        return self._error(
            f"the answer to {operation.name} ({operation.call}) does not fit the profile {self._profile.name}: "
            f"the expression {expression.text} for {name} {what}",
            "unsupported",
            reply,
            operation=doing,
        )

    def _refusal(self, operation: Operation, reply: Reply, doing: str) -> EthicalWallsError:
        """Turn an error answer into an error: by its status first, with the server's own words carried through.

        A server that failed may have done so after a write, unless it has no such call at all.
        """
        text, code = self._server_words(reply)
        kind = kind_for_status(reply.status)
        where = " to the key in legora_api_key" if kind == "auth" else ""
        if reply.status in _UNKNOWN_CALL and not operation.contract.writes:
            kind, where = "unsupported", f" to {operation.name} ({operation.call})"
        return self._error(
            f"the server answered HTTP {reply.status}{where}{f', and said: {text}' if text else ''}",
            kind,
            reply,
            operation=doing,
            server_code=code,
            ambiguous=operation.contract.writes and kind == "unavailable",
            retryable=kind in ("unavailable", "rate_limited"),
        )

    def _server_words(self, reply: Reply) -> tuple[str, str | None]:
        try:
            answer = reply.json()
        except ValueError:
            return f"({self._content_type(reply)} instead of JSON)", None
        found: dict[str, t.Any] = {}
        for name, expression in self._profile.errors.items():
            try:
                found[name] = expression.find(answer) if expression is not None else None
            except NotApplicableError:
                found[name] = None
        details = found["details"] if isinstance(found["details"], list) else [found["details"]]
        texts = [str(text) for text in (found["message"], *details) if isinstance(text, (str, int))]
        said = ": ".join(texts[:1] + ([", ".join(texts[1:])] if texts[1:] else []))
        code = found["code"]
        return server_words(self._transport.redactor, said), str(code) if isinstance(code, (str, int)) else None

    def _content_type(self, reply: Reply) -> str:
        return content_type(self._transport.redactor, reply.headers)

    def _error(self, reason: str, kind: str, reply: Reply, **details: t.Any) -> EthicalWallsError:
        details.setdefault("hint", _HINTS.get(kind))
        return self._transport.error(
            reason,
            kind,
            http_status=reply.status,
            correlation_id=reply.headers.get("x-request-id"),
            **details,
        )


def _fits(value: t.Any, wanted: Field) -> bool:
    if value is None:
        return not wanted.required
    if wanted.type == "texts":
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    if wanted.type == "switches":
        return isinstance(value, dict)
    return isinstance(value, str) and (bool(value.strip()) or not wanted.required)


def _name(value: t.Any) -> str:
    """Name what was found without showing it."""
    if isinstance(value, str) and not value.strip():
        return "an empty text"
    if isinstance(value, list) and not all(isinstance(entry, str) for entry in value):
        return "a list of something else"
    return _NAMES.get(type(value), "something else")
