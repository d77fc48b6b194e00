# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both systems before and after, side by side, as lines that people read."""

from __future__ import annotations

import typing as t

from .._imanage.names import NRTADMIN
from . import fields as field

Data = field.Data

# What a state says about one thing; C(None) when it was not read.
Reader = t.Callable[[Data], t.Union[str, None]]


def side_by_side(before: t.Any, after: t.Any) -> list[Data]:
    """Return one row for each thing that either state tells.

    :param before: the C(state) that preflight left behind.
    :param after: the C(state) that verifying left behind.
    """
    old, new = field.mapping(before), field.mapping(after)
    rows = []
    for group, label, read in _ROWS:
        was, now = read(old), read(new)
        if was is None and now is None:
            continue
        changed = None if was is None or now is None else was != now
        rows.append({"group": group, "label": label, "before": was, "after": now, "changed": changed})
    return rows


def yes_or_no(value: t.Any) -> str | None:
    """Return a truth as a word; C(None) when it is not known."""
    known = field.truth(value)
    return None if known is None else "yes" if known else "no"


def _user(read: t.Callable[[Data], str | None], of_a_missing_one: str = "no account") -> Reader:
    """Read the account, where there is one."""

    def reader(state: Data) -> str | None:
        user = field.mapping(state.get("user"))
        if not user:
            return None
        return of_a_missing_one if user.get("exists") is False else read(user)

    return reader


def _of(name: str, key: str, show: t.Callable[[t.Any], str | None] = field.text) -> Reader:
    return lambda state: show(field.mapping(state.get(name)).get(key))


def _joined(value: t.Any) -> str | None:
    """Return a list as one text; an empty one is C(none), which is not the same as not read."""
    if not isinstance(value, (list, tuple)):
        return None
    return ", ".join(field.texts(value)) or "none"


def _nrtadmin(user: Data) -> str | None:
    memberships = user.get("memberships")
    if not isinstance(memberships, dict):
        return None
    return _joined([library for library, groups in memberships.items() if NRTADMIN in field.texts(groups)])


def _other_groups(user: Data) -> str | None:
    memberships = user.get("memberships")
    if not isinstance(memberships, dict):
        return None
    return _joined(
        [
            f"{group} in {field.text(library)}"
            for library, groups in memberships.items()
            for group in field.texts(groups)
            if group != NRTADMIN
        ]
    )


def _ip_lock(user: Data) -> str | None:
    locked = field.truth(user.get("ip_lock"))
    if locked is None:
        return None
    return field.text(user.get("ip_range")) or "yes" if locked else "none"


def _connector_account(key: str) -> Reader:
    def reader(state: Data) -> str | None:
        connector = field.mapping(state.get("connector"))
        if not isinstance(connector.get("capabilities"), (list, tuple)):
            return None  # its details were not read
        account = field.mapping(connector["service_account"])
        return (field.spoken if key == "updated_at" else field.text)(account.get(key)) or "none"

    return reader


def _capability(read: t.Callable[[Data], str | None]) -> Reader:
    def reader(state: Data) -> str | None:
        capabilities = field.mapping(state.get("connector")).get("capabilities")
        if not isinstance(capabilities, (list, tuple)):
            return None
        return "; ".join(filter(None, (read(field.mapping(one)) for one in capabilities))) or "none"

    return reader


def _preferences(state: Data) -> Data:
    given = field.mapping(state.get("preferences"))
    return field.mapping(given.get("create_projects_from", given))


def _other_sources(state: Data) -> str | None:
    sources = [
        f"{field.text(name)}: {yes_or_no(allowed)}"
        for name, allowed in sorted(_preferences(state).items(), key=str)
        if name != "imanage" and field.truth(allowed) is not None
    ]
    return ", ".join(sources) or None


def _certificate(state: Data) -> str | None:
    tls = field.mapping(field.mapping(state.get("endpoint")).get("tls"))
    known = ("complete", "incomplete", "unknown_ca", "self_signed", "expired", "not_yet_valid", "invalid")
    chain = field.one_of(tls.get("chain_status"), known)
    parts = [f"chain {chain.replace('_', ' ')}"] if chain else []
    expires = field.moment(tls.get("expires"))
    return ", ".join(parts + ([f"valid until {expires[:10]}"] if expires else [])) or None


def _tls_version(state: Data) -> str | None:
    return field.text(field.mapping(field.mapping(state.get("endpoint")).get("tls")).get("version"))


def _covered(one: Data) -> str | None:
    return _joined(one.get("library_ids"))


_ROWS: tuple[tuple[str, str, Reader], ...] = (
    ("iManage", "Server version", _of("imanage", "version")),
    ("iManage", "Customer ID", _of("imanage", "customer_id")),
    ("iManage", "TLS version at the address", _tls_version),
    ("iManage", "Certificate at the address", _certificate),
    ("Service account", "Exists", lambda state: yes_or_no(field.mapping(state.get("user")).get("exists"))),
    ("Service account", "Sign-in name", _user(lambda user: field.text(user.get("sign_in_name")))),
    ("Service account", "May sign in", _user(lambda user: yes_or_no(user.get("enabled")))),
    ("Service account", "Locked", _user(lambda user: yes_or_no(user.get("locked")))),
    ("Service account", "Libraries", _user(lambda user: _joined(user.get("libraries")), "none")),
    ("Service account", f"In {NRTADMIN} of", _user(_nrtadmin, "none")),
    ("Service account", "Other groups", _user(_other_groups, "none")),
    ("Service account", "Restricted to address", _user(_ip_lock)),
    ("Service account", "Password changed", _user(lambda user: field.spoken(user.get("password_changed_at")))),
    ("Legora", "Organisation", _of("organisation", "name")),
    ("Legora", "iManage connector", _of("connector", "status")),
    ("Legora", "The connector's address", _of("connector", "url", field.address)),
    ("Legora", "The connector's account", _connector_account("username")),
    ("Legora", "What Legora says of that account", _connector_account("status")),
    ("Legora", "Account saved", _connector_account("updated_at")),
    ("Legora", "Capability for customer ID", _capability(lambda one: field.text(one.get("customer_id")))),
    ("Legora", "Libraries covered", _capability(_covered)),
    ("Legora", "Creates projects from iManage", lambda state: yes_or_no(_preferences(state).get("imanage"))),
    ("Legora", "Other sources of projects", _other_sources),
)
