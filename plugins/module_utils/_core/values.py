# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks of single values that people write.

A check takes the value as it was written and returns it normalised. What it raises never repeats the value, because a
value in the wrong place may be a secret.
"""

from __future__ import annotations

import re
import typing as t

Check = t.Callable[[t.Any], t.Any]


def is_blank(value: t.Any) -> bool:
    """Say whether a value counts as not given: forms leave missing, empty and null answers behind."""
    return value is None or (isinstance(value, str) and not value.strip())


def folded(value: t.Any) -> str:
    """Return a name or an address as it is compared: without regard to case and to space around it."""
    return str(value or "").strip().lower()


def text(value: t.Any) -> str:
    """Check a text; a number is one too, since YAML makes one of what looks like it."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError("is not a text")
    return str(value).strip()


def matching(pattern: str, what: str) -> Check:
    """Return a check for a text of this form.

    :param what: how people call that form, with its article.
    """
    expression = re.compile(pattern)

    def check(value: t.Any) -> str:
        written = text(value)
        if not expression.fullmatch(written):
            raise ValueError(f"is not {what}")
        return written

    return check


def one_of(*choices: str) -> Check:

    def check(value: t.Any) -> str:
        written = text(value)
        if written not in choices:
            raise ValueError(f"is none of {', '.join(choices)}")
        return written

    return check


def number_of(unit: str, largest: int) -> Check:
    """Return a check for a whole number of something, from 1 on."""

    def check(value: t.Any) -> int:
        written = "" if isinstance(value, bool) else str(value).strip()
        if not (written.isascii() and written.isdigit()) or not 1 <= int(written) <= largest:
            raise ValueError(f"is not a number of {unit} from 1 to {largest}")
        return int(written)

    return check


def truth(value: t.Any) -> bool:
    """Check what is either true or false, however it is written."""
    if isinstance(value, bool):
        return value
    known = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    if isinstance(value, (str, int)) and str(value).strip().lower() in known:
        return known[str(value).strip().lower()]
    raise ValueError("is neither true nor false")


EMAIL_ADDRESS = matching(
    r"[^@\s<>()\[\]:;,\\\"]+@([^\W_]([\w-]*[^\W_])?\.)+[^\W_]([\w-]*[^\W_])?",
    "an e-mail address as in svc-legora@firm.example, without mailto:, brackets and a last dot",
)
