# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a report takes over what it was given: field by field, each of the one kind that is expected.

A report is handed to people outside. So nothing is copied as a whole: what is not asked for by name does not get in,
and what is of another kind than expected (a mapping in the place of a text) counts as not given.
"""

from __future__ import annotations

import re
import typing as t
from urllib.parse import urlsplit

from .._core.timestamps import format_timestamp, parse_timestamp
from .._core.verdicts import STATUSES

Data = dict[str, t.Any]

SEVERITIES = ("critical", "major", "minor")

_TEMPLATE = re.compile(r"\{(?=[{%#])")
_NO_EVIDENCE = "no evidence was given"


def mapping(value: t.Any) -> Data:
    """Return a mapping; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: t.Any) -> list[t.Any]:
    """Return a list; an empty one for anything else."""
    return list(value) if isinstance(value, (list, tuple)) else []


def text(value: t.Any) -> str | None:
    """Return a text or number on one line, without signs that cannot be seen; C(None) for anything else or nothing.

    What could be taken for a template of Ansible is broken up: before ansible-core 2.19, a fact that came out of a
    filter may be looked at as one.
    """
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    line = " ".join(str(value).split())
    line = "".join(sign for sign in line if sign.isprintable()).strip()
    return _TEMPLATE.sub("{ ", line) or None


def texts(value: t.Any) -> list[str]:
    """Return the texts of a list, without what is none."""
    return [found for found in map(text, items(value)) if found is not None]


def truth(value: t.Any) -> bool | None:
    """Return true or false; C(None) for anything else."""
    return value if isinstance(value, bool) else None


def number(value: t.Any) -> int | None:
    """Return a whole number; C(None) for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def one_of(value: t.Any, known: t.Iterable[str]) -> str | None:
    """Return the value when it is one of those that are known."""
    return value if isinstance(value, str) and value in known else None


def moment(value: t.Any) -> str | None:
    """Return a moment in UTC as C(2026-11-24T08:35:04Z)."""
    return format_timestamp(parse_timestamp(value))


def spoken(value: t.Any) -> str | None:
    """Return a moment in UTC as people read it: C(2026-11-24 08:35 UTC)."""
    found = parse_timestamp(value)
    return None if found is None else f"{found:%Y-%m-%d %H:%M} UTC"


def address(value: t.Any) -> str | None:
    """Return scheme, host, port and path of a web address; never user information, query or fragment."""
    found = text(value)
    try:
        parts = urlsplit(found or "")
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


def finding(value: t.Any) -> Data:
    """Return what a check answered. A status that is not known is C(unknown): it must never look like a pass."""
    given = mapping(value)
    status = one_of(given.get("status"), STATUSES) or "unknown"
    said = mapping(given.get("attestation"))
    return {
        "id": text(given.get("id")) or "?",
        "title": text(given.get("title")) or "A check without a title",
        "severity": one_of(given.get("severity"), SEVERITIES) or "major",
        "status": status,
        "evidence": text(given.get("evidence")) or text(given.get("reason")) or _NO_EVIDENCE,
        "remedy": text(given.get("remedy")),
        "onboard": text(given.get("onboard")),
        "source": text(given.get("source")),
        "attestation": {key: text(said.get(key)) for key in ("by", "date", "note")} if said else None,
    }


def not_applicable(value: t.Any) -> Data:
    """Return a check that does not apply, with the reason."""
    given = mapping(value)
    return {
        "id": text(given.get("id")) or "?",
        "title": text(given.get("title")) or "A check without a title",
        "reason": text(given.get("reason")) or "no reason was given",
    }


def failure(value: t.Any) -> Data | None:
    """Return a failure as playbooks see it."""
    given = mapping(value)
    if not given:
        return None
    words = ("system", "operation", "kind", "server_code", "correlation_id", "hint")
    return {
        **{name: text(given.get(name)) for name in words},
        "http_status": number(given.get("http_status")),
        "retryable": truth(given.get("retryable")),
    }


def counted(findings: t.Iterable[Data]) -> Data:
    """Count findings by status, with the total."""
    found = [one["status"] for one in findings]
    return {**{status: found.count(status) for status in STATUSES}, "total": len(found)}


def worst_first(findings: t.Iterable[Data]) -> list[Data]:
    """Sort findings by status, then by severity; what is equal stays in order."""
    return sorted(findings, key=lambda one: (STATUSES.index(one["status"]), SEVERITIES.index(one["severity"])))


def markdown_text(value: t.Any) -> str:
    """Return a text that stays a text in Markdown, also within a table: one line, with nothing that has a meaning."""
    line = " ".join(str("" if value is None else value).split())
    line = _ENTITY.sub("&amp;", line).replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{sign}" if sign in _MARKDOWN else sign for sign in line)


# A backslash before any of these is an escape in CommonMark. "." and ")" make lists of numbers only at a line's begin,
# where the templates put no text; a plain address is made a link by some readers, and that is harmless.
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKDOWN = frozenset("\\`*_{}[]|~#!$")
