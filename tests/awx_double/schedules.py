# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What AWX accepts as the rule of a schedule."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

_START = re.compile(r"DTSTART(?:;TZID=([^:;\s]+))?:(\d{8}T\d{6})(Z?)(?=\s|$)")
_FREQUENCIES = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"}
_PARTS = {
    "FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "BYYEARDAY",
    "BYWEEKNO", "BYHOUR", "BYMINUTE", "BYSECOND",
}  # fmt: skip


def check(text: str) -> list[str]:
    """Return what is wrong with a rule; nothing when AWX would take it."""
    errors = []
    starts = re.findall(r"DTSTART(?:;[^:]+)?:[0-9]+T[0-9]+Z?", text)
    if not starts:
        errors.append("Valid DTSTART required in rrule. Value should start with: DTSTART:YYYYMMDDTHHMMSSZ")
    if re.search(r"DTSTART:[0-9]+T[0-9]+ ", text):
        errors.append("DTSTART cannot be a naive datetime.  Specify ;TZINFO= or YYYYMMDDTHHMMSSZZ.")
    if len(starts) > 1:
        errors.append("Multiple DTSTART is not supported.")
    if "rrule:" not in text.lower():
        errors.append("One or more rule required in rrule.")
    if "exdate:" in text.lower():
        errors.append("EXDATE not allowed in rrule.")
    if "rdate:" in text.lower():
        errors.append("RDATE not allowed in rrule.")
    for rule in re.findall(r"RULE:\S*", text):
        errors += _rule_errors(rule)
    return errors or _parse_errors(text)


def _rule_errors(rule: str) -> list[str]:
    errors = []
    if "interval" not in rule.lower():
        errors.append(f"INTERVAL required in rrule: {rule}")
    elif "secondly" in rule.lower():
        errors.append(f"SECONDLY is not supported: {rule}")
    if re.search(r"BYDAY[:=][0-9]+[a-zA-Z]{2}", rule):
        errors.append(f"BYDAY with numeric prefix not supported: {rule}")
    if "COUNT" in rule and "UNTIL" in rule:
        errors.append(f"RRULE may not contain both COUNT and UNTIL: {rule}")
    count = re.search(r"COUNT=([0-9]+)", rule)
    if count and int(count.group(1)) > 999:
        errors.append(f"COUNT > 999 is unsupported: {rule}")
    return errors


def _parse_errors(text: str) -> list[str]:
    """Return what a parser of such rules would refuse, as far as this file goes."""
    start = _START.match(text)
    if not start:
        return ["rrule parsing failed validation: it must begin with DTSTART"]
    zone = start.group(1)
    try:
        ZoneInfo(zone or "UTC")
    except (KeyError, ValueError):
        return ["rrule parsing failed validation: A valid TZID must be provided (e.g., America/New_York)"]
    if zone and start.group(3):
        return ["rrule parsing failed validation: a start with a TZID is not in UTC"]
    for rule in text[start.end() :].split():
        name, _separator, parts = rule.partition(":")
        if name not in ("RRULE", "EXRULE"):
            return [f"rrule parsing failed validation: unknown property: {name}"]
        found = dict(one.partition("=")[::2] for one in parts.split(";"))
        if set(found) - _PARTS:
            return [f"rrule parsing failed validation: unknown parameter {sorted(set(found) - _PARTS)[0]!r}"]
        if found.get("FREQ") not in _FREQUENCIES or not found["INTERVAL"].isdigit():
            return [f"rrule parsing failed validation: invalid {rule}"]
    return []


def times(text: str) -> dict[str, Any]:
    """Return what AWX works out from a rule that it took. ``next_run`` is simply the start: nothing runs here."""
    start = _START.match(text)
    assert start is not None
    zone = start.group(1) or "UTC"
    began = datetime.strptime(start.group(2), "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    shown = began.isoformat().replace("+00:00", "Z")
    return {"dtstart": shown, "next_run": shown, "dtend": None, "timezone": zone, "until": ""}
