# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both systems before and after, side by side, as lines that people read."""

from __future__ import annotations

import typing as t

from .._imanage.names import NRTADMIN
from .texts import Data, address, spoken, text

# What a state says about one thing; C(None) when it was not read.
Reader = t.Callable[[Data], t.Union[str, None]]


def side_by_side(before: Data, after: Data, by_hand: bool = False) -> list[Data]:
    """Return one row for each thing that either state tells.

    :param before: the C(state) that preflight left behind; empty where it did not run.
    :param after: the C(state) that verifying left behind; empty where it did not run.
    :param by_hand: whether Legora was not read, and what stands there is what somebody confirmed.
    """
    rows = []
    for group, label, read in _ROWS:
        is_confirmed = by_hand and group == _LEGORA
        if is_confirmed and label == _SAYS:
            continue
        was, now = read(before), read(after)
        if was is None and now is None:
            continue
        changed = None if was is None or now is None else was != now
        titles = {"group": group, "label": label}
        if is_confirmed:
            titles = {"group": _CONFIRMED, "label": _CONFIRMED_LABELS.get(label, label)}
        rows.append({**titles, "before": was, "after": now, "changed": changed})
    return rows


def yes_or_no(value: t.Any) -> str | None:
    """Return a truth as a word; C(None) when it is not known."""
    return "yes" if value is True else "no" if value is False else None


def _user(read: Reader, of_a_missing_one: str = "no account") -> Reader:
    """Read the account, where there is one."""

    def reader(state: Data) -> str | None:
        user = state.get("user")
        if not user:
            return None
        return of_a_missing_one if user.get("exists") is False else read(user)

    return reader


def _of(name: str, key: str, show: t.Callable[[t.Any], str | None] = text) -> Reader:
    return lambda state: show((state.get(name) or {}).get(key))


def _joined(names: t.Iterable[t.Any] | None) -> str | None:
    """Return a list as one text; an empty one is C(none), which is not the same as not read."""
    return None if names is None else ", ".join(filter(None, map(text, names))) or "none"


def _nrtadmin(user: Data) -> str | None:
    memberships = user.get("memberships")
    if memberships is None:
        return None
    return _joined(library for library, groups in memberships.items() if NRTADMIN in groups)


def _other_groups(user: Data) -> str | None:
    memberships = user.get("memberships")
    if memberships is None:
        return None
    return _joined(
        f"{group} in {library}" for library, groups in memberships.items() for group in groups if group != NRTADMIN
    )


def _ip_lock(user: Data) -> str | None:
    locked = user.get("ip_lock")
    return "none" if locked is False else text(user.get("ip_range")) or "yes" if locked else None


def _connector_account(key: str, show: t.Callable[[t.Any], str | None] = text) -> Reader:
    def reader(state: Data) -> str | None:
        connector = state.get("connector") or {}
        if connector.get("capabilities") is None:
            return None  # its details were not read
        return show((connector.get("service_account") or {}).get(key)) or "none"

    return reader


def _capability(read: Reader) -> Reader:
    def reader(state: Data) -> str | None:
        capabilities = (state.get("connector") or {}).get("capabilities")
        return None if capabilities is None else "; ".join(filter(None, map(read, capabilities))) or "none"

    return reader


def _sources(state: Data) -> Data:
    return (state.get("preferences") or {}).get("create_projects_from") or {}


def _other_sources(state: Data) -> str | None:
    others = [(name, yes_or_no(allowed)) for name, allowed in sorted(_sources(state).items()) if name != "imanage"]
    return ", ".join(f"{name}: {word}" for name, word in others if word) or None


def _tls(state: Data) -> Data:
    return (state.get("endpoint") or {}).get("tls") or {}


def _certificate(state: Data) -> str | None:
    chain, expires = _tls(state).get("chain_status"), _tls(state).get("expires")
    parts = [f"chain {chain.replace('_', ' ')}"] if chain else []
    return ", ".join(parts + ([f"valid until {expires[:10]}"] if expires else [])) or None


_LEGORA, _CONFIRMED = "Legora", "Legora, as confirmed"
_SAYS = "What Legora says of that account"
_CONFIRMED_LABELS = {"Account saved": "Confirmed"}

_ROWS: tuple[tuple[str, str, Reader], ...] = (
    ("iManage", "Server version", _of("imanage", "version")),
    ("iManage", "Customer ID", _of("imanage", "customer_id")),
    ("iManage", "TLS version at the address", lambda state: _tls(state).get("version")),
    ("iManage", "Certificate at the address", _certificate),
    ("Service account", "Exists", _of("user", "exists", yes_or_no)),
    ("Service account", "Sign-in name", _user(lambda user: text(user.get("sign_in_name")))),
    ("Service account", "May sign in", _user(lambda user: yes_or_no(user.get("enabled")))),
    ("Service account", "Locked", _user(lambda user: yes_or_no(user.get("locked")))),
    ("Service account", "Libraries", _user(lambda user: _joined(user.get("libraries")), "none")),
    ("Service account", f"In {NRTADMIN} of", _user(_nrtadmin, "none")),
    ("Service account", "Other groups", _user(_other_groups, "none")),
    ("Service account", "Restricted to address", _user(_ip_lock)),
    ("Service account", "Password changed", _user(lambda user: spoken(user.get("password_changed_at")))),
    (_LEGORA, "Organisation", _of("organisation", "name")),
    (_LEGORA, "iManage connector", _of("connector", "status")),
    (_LEGORA, "The connector's address", _of("connector", "url", address)),
    (_LEGORA, "The connector's account", _connector_account("username")),
    (_LEGORA, _SAYS, _connector_account("status")),
    (_LEGORA, "Account saved", _connector_account("updated_at", spoken)),
    (_LEGORA, "Capability for customer ID", _capability(lambda one: text(one.get("customer_id")))),
    (_LEGORA, "Libraries covered", _capability(lambda one: _joined(one.get("library_ids")))),
    (_LEGORA, "Creates projects from iManage", lambda state: yes_or_no(_sources(state).get("imanage"))),
    (_LEGORA, "Other sources of projects", _other_sources),
)
