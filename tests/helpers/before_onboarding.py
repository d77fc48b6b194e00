# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm had before its onboarding: all of it, to compare with what an undo leaves; and states to begin with."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from player import FirmRun
from simulator.inventory import host_variables
from simulator.seed import Firm, add_user

USER_ID = "SVC-LEGORA"
Data = dict[str, Any]

# What differs each time that something is written, and says nothing of who may what.
_STAMPS = {"edit_date", "updated_at"}


def everything(firm: Firm) -> Data:
    """Return what both systems hold, without the moments of writes; passwords too."""
    imanage, legora = firm.imanage, firm.legora
    return {
        "users": {name: _plain(user) for name, user in imanage.users.items()},
        "libraries": {
            name: {
                "members": {group: sorted(one.members) for group, one in library.groups.items()},
                "roles": {user: one.role for user, one in library.assignments.items()},
                "users": {user: _plain(one) for user, one in library.users.items()},
            }
            for name, library in imanage.libraries.items()
        },
        "passwords": dict(imanage.passwords),
        "connectors": {
            name: {
                "account": _plain(one.service_account) if one.service_account else None,
                "capabilities": [_plain(capability) for capability in one.capabilities],
            }
            for name, one in legora.connectors.items()
        },
        "preferences": dict(legora.preferences),
    }


def _plain(record: Any) -> Data:
    return {name: value for name, value in dataclasses.asdict(record).items() if name not in _STAMPS}


def differences(before: Any, after: Any, path: str = "") -> dict[str, tuple[Any, Any]]:
    """Return what differs, by its path; what is there on one side only, as a whole."""
    if isinstance(before, dict) and isinstance(after, dict):
        found: dict[str, tuple[Any, Any]] = {}
        for name in {*before, *after}:
            found.update(differences(before.get(name), after.get(name), f"{path}/{name}"))
        return found
    return {} if before == after else {path: (before, after)}


def connector_of(firm: Firm) -> Any:
    return next(iter(firm.legora.connectors.values()))


def records_of(firm: Firm, user_id: str = USER_ID) -> list[Any]:
    return list(firm.imanage.records_of(user_id))


# What stood there before


def nothing(firm: Firm) -> None:
    pass


def something(firm: Firm) -> None:
    """An account of another name, disabled, in one library and in its NRTADMIN, which Legora does not know."""
    first, *others = firm.imanage.libraries.values()
    email = f"Walls@{firm.name}.example"
    password = host_variables(firm)["service_account_password"]
    add_user(firm.imanage, USER_ID, email, password, "LEGORA_METADATA", allow_logon=False)
    for other in others:
        del other.assignments[USER_ID]
        other.users.pop(USER_ID, None)
    first.groups["NRTADMIN"].members.append(USER_ID)
    firm.legora.preferences["imanage"] = False


def partly_covered(firm: Firm) -> None:
    """All of it but for one library."""
    everything_there(firm)
    last = list(firm.imanage.libraries)[-1]
    connector_of(firm).capabilities[0].library_ids.remove(last)
    firm.imanage.libraries[last].groups["NRTADMIN"].members.remove(USER_ID)


def everything_there(firm: Firm) -> None:
    FirmRun(firm).run()


STATES: dict[str, Callable[[Firm], None]] = {
    "nothing": nothing,
    "something": something,
    "partly_covered": partly_covered,
    "everything": everything_there,
}


def stays(firm: Firm, state: str) -> set[str]:
    """Return the paths of what undo says that it can't put back."""
    libraries = list(firm.imanage.libraries)
    if state == "nothing":
        new = {f"/libraries/{name}/roles/{USER_ID}" for name in libraries} | {f"/passwords/{USER_ID}"}
        at = [""] if firm.imanage.is_cloud else [f"/libraries/{name}" for name in libraries]
        return new | {f"{place}/users/{USER_ID}" for place in at}
    if state == "something":
        new = {f"/libraries/{name}/roles/{USER_ID}" for name in libraries[1:]}
        at = [] if firm.imanage.is_cloud else [f"/libraries/{name}" for name in libraries[1:]]
        return new | {f"{place}/users/{USER_ID}" for place in at}
    return set()
