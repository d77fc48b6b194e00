# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How texts get into a report: what other systems said stays a text, on one line, whatever it looks like."""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from .._core.timestamps import parse_timestamp

Data = dict[str, t.Any]

_TEMPLATE = re.compile(r"\{(?=[{%#])")
_MOMENT = re.compile(r"\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z|\+00:00)")


def text(value: t.Any) -> str | None:
    """Return a text or number on one line, without signs that cannot be seen; C(None) for anything else or nothing.

    What could be taken for a template of Ansible is broken up: before ansible-core 2.19, what a task returns may be
    looked at as one. Moments lose what nobody reads.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    line = " ".join(str(value).split())
    if not line.isprintable():
        line = "".join(sign for sign in line if sign.isprintable()).strip()
    return _TEMPLATE.sub("{ ", line) or None


def printable(value: t.Any) -> t.Any:
    """Return plain data with all texts in it, names too, as :func:`text` makes them."""
    if isinstance(value, dict):
        return {text(name) or "?": printable(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(item) for item in value]
    return text(value) if isinstance(value, str) else value


def sentence(value: str | None) -> str | None:
    """Return a text for people: moments in it without fractions, as C(2026-11-24 08:35:04 UTC)."""
    return value and _MOMENT.sub(r"\1 \2 UTC", value)


def spoken(value: t.Any) -> str | None:
    """Return a moment in UTC as people read it: C(2026-11-24 08:35 UTC)."""
    found = parse_timestamp(value)
    return None if found is None else f"{found:%Y-%m-%d %H:%M} UTC"


def address(value: t.Any) -> str | None:
    """Return scheme, host, port and path of a web address; never user information, query or fragment."""
    try:
        parts = urlsplit(text(value) or "")
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path.rstrip('/')}"


def port_of(url: str | None) -> int:
    """Return the TCP port of an address that C(address) returned, 443 where it names none."""
    parts = urlsplit(url or "")
    return parts.port or (80 if parts.scheme == "http" else 443)


def count(number: int, noun: str) -> str:
    """Return C(1 check), C(2 checks)."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def small_first(words: str) -> str:
    """Return words for the middle of a sentence. A name that begins with a small letter, as iManage, stays."""
    is_word = words[1:2].islower() or words[1:2] == " "
    return words[:1].lower() + words[1:] if is_word and not words.startswith(_NAMES) else words


def markdown_text(value: t.Any) -> str:
    """Return a text that stays a text in Markdown, also within a table: one line, with nothing that has a meaning."""
    line = " ".join(str("" if value is None else value).split())
    line = _ENTITY.sub("&amp;", line).replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in line)


def markdown_code(value: t.Any) -> str:
    """Return a text on one line as code of Markdown, in which it is what it is, whatever signs it has."""
    line = " ".join(str("" if value is None else value).split())
    fence = "`" * (max((len(run) for run in re.findall("`+", line)), default=0) + 1)
    edge = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{edge}{line}{edge}{fence}"


def css_text(value: t.Any) -> str:
    """Return a text as a string of CSS, where nothing but letters and digits of ASCII stands as it is."""
    signs = (sign if sign.isascii() and sign.isalnum() else f"\\{ord(sign):x} " for sign in str(value))
    return f'"{"".join(signs)}"'


_NAMES = ("Legora", "Azure")
# A backslash before any of these is an escape in CommonMark. "." and ")" make lists of numbers only at a line's begin,
# where the templates put no text; a plain address is made a link by some readers, and that is harmless.
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKDOWN = frozenset("\\`*_{}[]|~#!$")
