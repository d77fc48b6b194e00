# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that are found again in whatever form they leave."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from urllib.parse import quote, quote_plus


def canary(name: str, firm: str) -> str:
    """Return a secret with characters that encodings change: an encoded copy must not just equal the plain one."""
    letter = "" if name == "legora_api_key" else "ä"  # a key is sent in a header, which takes ASCII only
    return f"Canary+/{letter}&{hashlib.sha256(f'{name}/{firm}'.encode()).hexdigest()[:20]}"


def forms(secret: str) -> list[str]:
    """Return a secret as it could appear: plain, URL-encoded, base64, JSON-escaped."""
    plain = secret.encode()
    return [
        secret,
        quote(secret, safe=""),
        quote_plus(secret),
        base64.b64encode(plain).decode().rstrip("="),
        secret.encode("unicode_escape").decode(),
    ]


def leaked(secrets: Iterable[str], text: str) -> bool:
    """Say whether a text shows a secret, or half of one, in any form."""
    halves = {
        form[start : start + len(form) // 2]
        for secret in secrets
        for form in forms(secret)
        for start in range(len(form) - len(form) // 2 + 1)
    }
    return any(half in text for half in halves)
