# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long to wait before a request is sent again: what the server asks for, or longer and longer."""

from __future__ import annotations

import math
import random
import time
import typing as t
from email.utils import parsedate_to_datetime

# In the order in which they are trusted. Two are a vendor's, in seconds; retry-after is RFC 9110's, seconds or a date.
WAIT_HEADERS = ("x-ratelimit-retryafter", "retry-after", "x-ratelimit-reset")
# What is larger is no number of seconds to wait, but the moment itself in seconds since 1970.
_A_MOMENT = 1e9


def backoff(attempt: int) -> float:
    """Return the seconds to wait after the n-th attempt: 0.5, 1, 2 and so on, with jitter."""
    return float(0.5 * 2 ** (attempt - 1) * random.uniform(0.5, 1.0))  # noqa: S311 (jitter is no secret)


def asked_wait(headers: t.Mapping[str, str]) -> float | None:
    """Return the seconds that the server asked us to wait, where it did in a form that can be understood."""
    for name in WAIT_HEADERS:
        seconds = _wait_of(headers.get(name, ""), headers)
        if seconds is not None:
            return seconds
    return None


def _wait_of(text: str, headers: t.Mapping[str, str]) -> float | None:
    """Read one wait: seconds, the moment in seconds since 1970, or an HTTP date."""
    try:
        seconds = float(text)
        if seconds >= _A_MOMENT:
            seconds -= _moment(headers.get("date", ""), time.time())
    except ValueError:
        now = _moment(headers.get("date", ""), time.time())
        seconds = _moment(text, math.nan) - now
    # Not a number fails both comparisons.
    return seconds if 0 <= seconds < _A_MOMENT else None


def _moment(date: str, otherwise: float) -> float:
    """Return an HTTP date in seconds since 1970. A server's clock may differ from ours, so its own date counts."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (TypeError, ValueError, OverflowError):
        return otherwise
