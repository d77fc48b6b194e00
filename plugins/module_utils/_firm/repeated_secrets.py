# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that equal another value, or are a part of one: masking them would blank that in all output."""

from __future__ import annotations

import typing as t

from .schema import SECRETS
from .variable import SHORTEST_SECRET


def repeated_secrets(given: dict[str, t.Any]) -> list[str]:
    """Return a sentence for each secret that equals another value, or is a part of one.

    The next password of the account may be the current one: then its rotation is done.
    """
    if given.get("rotate_new_password") == given.get("service_account_password"):
        given = {name: value for name, value in given.items() if name != "rotate_new_password"}
    owners: dict[str, str] = {}
    for name, value in given.items():
        for text in _texts(value):
            if name not in SECRETS:
                owners.setdefault(text, name)
    public = dict(owners)
    mistakes = []
    for name in SECRETS:
        value = given.get(name)
        if not isinstance(value, str):
            continue
        if value in owners:
            mistakes.append(f"{name} is equal to {owners[value]}")
        # A shorter one is refused as such, and is found in many words.
        elif len(value) >= SHORTEST_SECRET:
            mistakes += [f"{name} is a part of {owner}" for owner in _holding(public, value)]
        owners.setdefault(value, name)
    return mistakes


def _holding(owners: dict[str, str], secret: str) -> list[str]:
    """Return the names of the values that have the secret in them."""
    return list(dict.fromkeys(owner for text, owner in owners.items() if secret in text))


def _texts(value: t.Any) -> t.Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif not isinstance(value, bool) and value is not None:
        yield str(value)
