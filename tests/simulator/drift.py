# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody else may change meanwhile: in iManage's Control Center, or on Legora's settings pages.

Tests of drift call these functions; who has the simulator in another process sends ``POST /changes`` to its control
interface, with the function's name as ``change``. None of it is a request, so the journal does not show it.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace

from .seed import Firm
from .state import NRTADMIN, Assignment, Group, Library, User


def change(firm: Firm, kind: str, /, **fields: object) -> None:
    """Make one of the changes below, by its name.

    :raises ValueError: for a change that there is not, or what it does not take.
    """
    if kind not in CHANGES:
        raise ValueError(f"unknown change {kind!r}; known are {', '.join(CHANGES)}")
    parameters = inspect.signature(CHANGES[kind]).parameters
    try:
        inspect.signature(CHANGES[kind]).bind(firm, **fields)
    except TypeError as error:
        raise ValueError(f"{kind}: {error}") from None
    for name, value in fields.items():
        kind_of_value = bool if parameters[name].annotation == "bool" else str
        if not isinstance(value, kind_of_value):
            raise ValueError(f"{kind}: {name} is not of type {kind_of_value.__name__}")
    CHANGES[kind](firm, **fields)


# iManage


def remove_member(firm: Firm, user: str, library: str, group: str = NRTADMIN) -> None:
    """Take a user out of a group."""
    members = _group(firm, library, group).members
    if user not in members:
        raise ValueError(f"{user} is not in {group} of {library}")
    members.remove(user)


def add_member(firm: Firm, user: str, library: str, group: str = NRTADMIN) -> None:
    """Put a user into a group, and into its library first where that does not have it."""
    found, members, records = _library(firm, library), _group(firm, library, group).members, _records(firm, user)
    if user not in found.assignments:
        found.assignments[user] = Assignment("DEFAULT")
        if not firm.imanage.is_cloud:
            found.users[user] = replace(records[0])
    if user not in members:
        members.append(user)


def disable_account(firm: Firm, user: str) -> None:
    """Forbid a user to sign in."""
    for record in _records(firm, user):
        record.allow_logon = False


def lock_account(firm: Firm, user: str) -> None:
    """Lock a user, as failed sign-ins do."""
    for record in _records(firm, user):
        record.is_locked, record.failed_logins = True, firm.imanage.max_failed_logins


def change_role(firm: Firm, user: str, library: str, role: str) -> None:
    """Give a user another role in a library, which is effective at once."""
    found = _library(firm, library)
    if user not in found.assignments:
        raise ValueError(f"{user} is not in {library}")
    if role not in found.roles:
        raise ValueError(f"{library} has no role {role}; it has {', '.join(found.roles)}")
    found.assignments[user] = Assignment(role)


def set_password(firm: Firm, user: str, password: str) -> None:
    """Give a user another password now."""
    for record in _records(firm, user):
        record.pwd_changed_ts = firm.clock.iso()
    firm.imanage.passwords[user] = password


# Legora


def drop_library(firm: Firm, library: str) -> None:
    """Take a library out of every capability that covers it."""
    covering = [
        capability
        for connector in firm.legora.connectors.values()
        for capability in connector.capabilities
        if library in capability.library_ids
    ]
    if not covering:
        raise ValueError(f"no capability covers {library}")
    for capability in covering:
        capability.library_ids = [one for one in capability.library_ids if one != library]
        capability.updated_at = firm.clock.iso()
        _note(firm, "capability.update", "capability", capability.id)


def set_preference(firm: Firm, source: str = "imanage", value: bool = False) -> None:
    """Allow or forbid that projects are created from a source."""
    if source not in firm.legora.preferences:
        raise ValueError(f"unknown source {source}; known are {', '.join(firm.legora.preferences)}")
    firm.legora.preferences[source] = value
    _note(firm, "preferences.write", "organisation", firm.legora.id)


CHANGES: dict[str, Callable[..., None]] = {
    function.__name__: function
    for function in (
        remove_member,
        add_member,
        disable_account,
        lock_account,
        change_role,
        set_password,
        drop_library,
        set_preference,
    )
}


def _library(firm: Firm, library: str) -> Library:
    if library not in firm.imanage.libraries:
        raise ValueError(f"unknown library {library}; known are {', '.join(firm.imanage.libraries)}")
    return firm.imanage.libraries[library]


def _group(firm: Firm, library: str, group: str) -> Group:
    groups = _library(firm, library).groups
    if group not in groups:
        raise ValueError(f"{library} has no group {group}; it has {', '.join(groups)}")
    return groups[group]


def _records(firm: Firm, user: str) -> list[User]:
    records = firm.imanage.records_of(user)
    if not records:
        raise ValueError(f"unknown user {user}")
    return records


def _note(firm: Firm, operation: str, resource_type: str, name: str) -> None:
    """Note who changed a setting: a person, not the key's owner."""
    firm.legora.note(f"administrator@{firm.name}.example", "update", operation, resource_type, name)
