# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes secrets out of everything that is shown, in each encoding in which we ourselves send or print them."""

from __future__ import annotations

import base64
import html
import json
import re
import typing as t
from urllib.parse import quote, quote_plus

MASK = "********"

# Shorter secrets are found in texts only as they are: their other forms, and they themselves in names and numbers,
# would be found everywhere, and an answer would no longer be one.
_SHORTEST = 4


def _encodings(secret: str) -> set[str]:
    """Return every form in which one secret may appear: plain, URL-encoded, base64, in a header, or escaped."""
    forms = {secret, repr(secret)[1:-1], ascii(secret)[1:-1]}
    for url_form in (
        quote(secret, safe="", errors="surrogatepass"),
        quote(secret, errors="surrogatepass"),
        quote_plus(secret, errors="surrogatepass"),
    ):
        forms |= {url_form, re.sub("%[0-9A-F]{2}", lambda match: match.group().lower(), url_form)}
    for ascii_only in (True, False):
        json_form = json.dumps(secret, ensure_ascii=ascii_only)[1:-1]
        for form in (json_form, json_form.replace("/", "\\/")):
            forms |= {form, re.sub(r"(?<=\\u)[0-9a-f]{4}", lambda match: match.group().upper(), form)}
    html_form = html.escape(secret)
    forms |= {html_form, html_form.replace("&#x27;", "&#39;"), html.escape(secret, quote=False)}
    raw = secret.encode("utf-8", "surrogatepass")
    # As HTTP reads a header: each byte is a character.
    forms |= {raw.decode("latin-1")} | _base64_forms(raw)
    return {form for form in forms if form == secret or len(form) >= _SHORTEST}


def _base64_forms(raw: bytes) -> set[str]:
    """Return what of an encoding depends on these bytes alone.

    Within a longer text (as in HTTP basic authentication) the same bytes encode differently, depending on where they
    begin, and they share their first and last character with their neighbours.
    """
    forms = set()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        forms.add(encode(raw).decode("ascii").rstrip("="))
        for before in range(3):
            encoded = encode(bytes(before) + raw).decode("ascii")
            forms.add(encoded[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6])
    return forms


class Redactor:
    """Masks the secrets that it was told about.

    :param secrets: the values to mask; empty ones are ignored.
    """

    def __init__(self, secrets: t.Iterable[str | None] = ()) -> None:
        self._forms: list[str] = []
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str | None) -> None:
        """Learn one more secret, for instance a token that a sign-in returned."""
        if secret:
            # The longest form first: a shorter one may be a part of it, and would leave the rest readable.
            self._forms = sorted(set(self._forms) | _encodings(str(secret)), key=len, reverse=True)

    def text(self, value: str) -> str:
        return self._mask(value)

    def data(self, value: t.Any) -> t.Any:
        """Return a copy of plain data (dicts, lists, strings, numbers) with every known secret masked."""
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, (int, float)):
            shown = self._mask(str(value), _SHORTEST)
            return value if shown == str(value) else shown
        if isinstance(value, dict):
            return self._dict(value)
        if isinstance(value, (list, tuple, set, frozenset)):
            return [self.data(item) for item in value]
        return self.text(value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value))

    def _dict(self, value: dict[t.Any, t.Any]) -> dict[t.Any, t.Any]:
        masked: dict[t.Any, t.Any] = {}
        for key, item in value.items():
            shown = self._mask(key, _SHORTEST) if isinstance(key, str) else self.data(key)
            name, number = shown, 1
            while name in masked:
                number += 1
                name = f"{shown} ({number})"
            masked[name] = self.data(item)
        return masked

    def _mask(self, value: str, shortest: int = 1) -> str:
        for form in self._forms:
            if len(form) >= shortest and form in value:
                value = value.replace(form, MASK)
        return value
