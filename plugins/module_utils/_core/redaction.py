# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes secrets out of everything that is shown, in each encoding in which we ourselves send or print them."""

from __future__ import annotations

import base64
import json
import typing as t
from urllib.parse import quote, quote_plus

MASK = "********"


def _encodings(secret: str) -> set[str]:
    """Return every form in which one secret may appear: plain, URL-encoded, base64, JSON-escaped."""
    raw = secret.encode("utf-8", "surrogatepass")
    forms = {
        secret,
        quote(secret, safe="", errors="surrogatepass"),
        quote(secret, errors="surrogatepass"),
        quote_plus(secret, errors="surrogatepass"),
        json.dumps(secret)[1:-1],
        json.dumps(secret, ensure_ascii=False)[1:-1],
    }
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        forms.add(encode(raw).decode("ascii").rstrip("="))
        # Inside a longer text (as in HTTP basic authentication) the same bytes encode differently, depending on
        # where they begin; what of the encoding depends on our bytes alone is what we look for.
        for offset in (1, 2):
            shifted = encode(b"\0" * offset + raw).decode("ascii").rstrip("=")
            forms.add(shifted[offset + 1 : -1])
    return {form for form in forms if len(form) >= min(4, len(secret))}


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
        """Return the text with every known secret masked."""
        for form in self._forms:
            if form in value:
                value = value.replace(form, MASK)
        return value

    def data(self, value: t.Any) -> t.Any:
        """Return a copy of plain data (dicts, lists, strings, numbers) with every known secret masked."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {self.data(key): self.data(item) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.data(item) for item in value]
        return value
