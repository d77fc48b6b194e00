# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the organisation's audit log at Legora: who did what between two moments, as evidence."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta, timezone

from ..._core.errors import EthicalWallsError
from ..._core.outcome import Outcome
from ..._core.timestamps import format_timestamp, parse_moment, parse_timestamp
from ..._legora.interface import AuditEvent, Legora
from ..._legora.names import LONGEST_AUDIT_DAYS

_OPERATION = "read the audit log"
_MOST_EVENTS = 100_000


@dataclass(frozen=True)
class WantedAuditLog:
    """Which events."""

    since: str | None = None
    until: str | None = None
    since_days: int = 30
    actors: list[str] | None = None
    actions: list[str] | None = None
    resource_types: list[str] | None = None
    limit: int = 1000


@dataclass(frozen=True)
class _Period:
    """The moments between which events are wanted, both included."""

    begin: datetime
    end: datetime | None

    def covers(self, moment: datetime) -> bool:
        return self.begin <= moment and (self.end is None or moment <= self.end)


def read_audit_log(client: Legora, wanted: WantedAuditLog, check_mode: bool) -> Outcome:
    """Return the events of a period that actor, action and resource choose.

    All of it is filtered here, since it is not known how far an API keeps to what it is asked for.

    :raises EthicalWallsError: C(validation) for an option that makes no sense; C(unsupported) when this tenant's API
        has no audit log, or tells no moment.
    """
    period = _period(client, wanted, datetime.now(timezone.utc))
    # Of the words that events are chosen by, none chooses all.
    actors = _words(client, wanted.actors, "actors")
    actions = _words(client, wanted.actions, "actions")
    resource_types = _words(client, wanted.resource_types, "resource_types")
    limit = _number(client, wanted.limit, "limit", _MOST_EVENTS)
    end = None if period.end is None else _shown(_next_second(period.end))
    # Each once: a list that grows while it is read may show one on two pages.
    found: dict[AuditEvent, datetime] = {}
    before, falls, rises, truncated = None, False, False, False
    for page in client.audit_log(_shown(period.begin), end):
        for event in page:
            moment = _moment(client, event)
            falls, rises = falls or moment < (before or moment), rises or moment > (before or moment)
            before = moment
            if (
                period.covers(moment)
                and _meets(actors, event.actor_email)
                and _meets(actions, event.action, event.operation)
                and _meets(resource_types, event.resource_type)
            ):
                found.setdefault(event, moment)
        truncated = truncated or len(found) > limit
        if truncated and falls and not rises:
            # What follows would only be left out.
            break
        if len(found) > 2 * limit:
            # Of a long log only so much is kept. Should an older one come again, it is too old again.
            found = dict(_newest(found, limit, is_reversed=False))
    return Outcome(
        resource=[_show(moment, event) for event, moment in _newest(found, limit, is_reversed=falls and not rises)],
        extra={
            "truncated": truncated,
            "since": format_timestamp(period.begin),
            "until": format_timestamp(period.end),
        },
    )


def _newest(found: dict[AuditEvent, datetime], limit: int, is_reversed: bool) -> list[tuple[AuditEvent, datetime]]:
    """Return the newest events in order of time. Where they came newest first, so did those of one moment."""
    events = list(found.items())[:: -1 if is_reversed else 1]
    return sorted(events, key=lambda one: one[1])[-limit:]


def _show(moment: datetime, event: AuditEvent) -> dict[str, t.Any]:
    return {**asdict(event), "timestamp": format_timestamp(moment)}


def _meets(words: frozenset[str], *values: str | None) -> bool:
    return not words or any(value is not None and value.strip().casefold() in words for value in values)


def _moment(client: Legora, event: AuditEvent) -> datetime:
    moment = parse_timestamp(event.timestamp)
    if moment is None:
        raise client.error(
            "the timestamp of an event of audit_log is not a moment as ISO 8601 writes it",
            "unsupported",
            operation=_OPERATION,
            hint="Correct the field timestamp of audit_log in legora_profile.",
        )
    return moment


# What was asked for


def _period(client: Legora, wanted: WantedAuditLog, now: datetime) -> _Period:
    end = _given_moment(client, wanted.until, "until")
    begin = _given_moment(client, wanted.since, "since")
    if begin is None:
        days = _number(client, wanted.since_days, "since_days", LONGEST_AUDIT_DAYS)
        begin = _shifted(end or now, timedelta(days=-days))
    if begin >= (end or now):
        what = "now" if end is None else f"until ({_shown(end)})"
        raise _invalid(client, f"since ({_shown(begin)}) is not before {what}", "Give a period that has a length.")
    return _Period(begin, end)


def _given_moment(client: Legora, text: str | None, option: str) -> datetime | None:
    if text is None:
        return None
    moment = parse_moment(text)
    if moment is None:
        raise _invalid(
            client,
            f"{option} is not a moment with an offset or Z",
            f"Give {option} as 2026-11-24T00:00:00Z or 2026-11-24T01:00:00+01:00.",
        )
    return moment


def _words(client: Legora, given: list[str] | None, option: str) -> frozenset[str]:
    words = frozenset(word.strip().casefold() for word in given or [])
    if "" in words:
        raise _invalid(client, f"{option} has an empty entry", f"Leave it out, or leave out {option} to choose all.")
    return words


def _number(client: Legora, given: int, option: str, largest: int) -> int:
    if not 1 <= given <= largest:
        raise _invalid(client, f"{option} is {given}, not from 1 to {largest}", f"Correct {option}.")
    return given


def _invalid(client: Legora, reason: str, hint: str) -> EthicalWallsError:
    return client.error(reason, "validation", operation=_OPERATION, hint=hint)


def _next_second(moment: datetime) -> datetime:
    """Return a moment that is no earlier and a whole second, since that is how it is sent."""
    return moment if moment.microsecond == 0 else _shifted(moment, timedelta(seconds=1))


def _shifted(moment: datetime, by: timedelta) -> datetime:
    """Return another moment; the same where the calendar ends."""
    try:
        return moment + by
    except OverflowError:
        return moment


def _shown(moment: datetime) -> str:
    return t.cast(str, format_timestamp(moment))
