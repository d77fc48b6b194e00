# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Secrets that equal another value, or are a part of one: masking them would blank that in all output.

And passwords of an account that several firms have: who enters one at Legora would know the other firm's administrator.
"""

from __future__ import annotations

import typing as t

from .._core.verdicts import VERIFY
from .schema import SECRETS
from .variable import SHORTEST_SECRET

# What a person enters for the account, or is to enter.
PASSWORDS = ("service_account_password", "rotate_new_password")
# And those of them that a playbook writes. A rotation is the way out of a current one that several firms have.
_WRITTEN_BY = {"preflight": PASSWORDS[:1], "onboard": PASSWORDS[:1], "rotate_password": PASSWORDS[1:]}

# A host's name, and its passwords by variable, or what tells them apart.
Host = t.Any
Passwords = t.Mapping[str, str]


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


def shared_passwords(hosts: t.Mapping[Host, Passwords]) -> dict[Host, dict[str, list[Host]]]:
    """Return for each host with a password that another one has too one such host, by the password's variable."""
    owners: dict[str, list[Host]] = {}
    for host, passwords in hosts.items():
        for value in set(passwords.values()):
            owners.setdefault(value, []).append(host)
    found: dict[Host, dict[str, list[Host]]] = {}
    for host, passwords in hosts.items():
        for name, value in passwords.items():
            first, *others = owners[value]
            if others:
                found.setdefault(host, {})[name] = [others[0] if host == first else first]
    return found


def shared_in_sentences(same_as: t.Mapping[str, t.Sequence[str]], host: str | None, purpose: str | None) -> list[str]:
    """Return a sentence for each password that the playbook writes, or only sees, and that another firm has too."""
    names = PASSWORDS if purpose == VERIFY else _WRITTEN_BY.get(str(purpose), ())
    return [
        f"{name} is a password of {same_as[name][0]} too, so whoever enters it at Legora for one firm knows the other "
        f"firm's administrator; give each firm its own, in host_vars/{host}.yml and not with -e or in group_vars, an "
        "account that exists by rotate_password"
        for name in names
        if same_as.get(name)
    ]


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
