# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What both systems of a firm hold, whether it is onboarded, and how a test onboards it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from player import FirmRun
from simulator import Simulator
from simulator.seed import Firm

USER_ID = "SVC-LEGORA"
Data = dict[str, Any]


@dataclass(frozen=True)
class State:
    """Both systems, as far as the service account is concerned.

    :ivar password: the account's password at iManage.
    :ivar failed_logins: the failed sign-ins that iManage counts, the most of any library.
    :ivar nrtadmin: the libraries whose NRTADMIN has the account.
    :ivar legora: the password that Legora has; ``None`` where it has no account.
    :ivar legora_status: how Legora shows the account; ``None`` where it has none.
    :ivar libraries: the libraries that Legora's capabilities cover.
    :ivar preference: whether Legora creates projects from iManage.
    """

    password: str | None
    enabled: bool
    failed_logins: int
    nrtadmin: tuple[str, ...]
    legora: str | None
    legora_status: str | None
    libraries: tuple[str, ...]
    preference: bool


def state(firm: Firm, user_id: str = USER_ID) -> State:
    """Return what both systems hold."""
    imanage, legora = firm.imanage, firm.legora
    records = imanage.records_of(user_id)
    connector = firm.connector
    account = connector.service_account
    return State(
        password=imanage.passwords.get(user_id),
        enabled=bool(records) and all(record.allow_logon for record in records),
        failed_logins=max((record.failed_logins for record in records), default=0),
        nrtadmin=tuple(one.id for one in imanage.libraries.values() if user_id in one.groups["NRTADMIN"].members),
        legora=account.password if account else None,
        legora_status=legora.service_account_status(connector) if account else None,
        libraries=tuple(library for one in connector.capabilities for library in one.library_ids),
        preference=legora.preferences["imanage"],
    )


def is_onboarded(firm: Firm, role: str = "LEGORA_METADATA") -> bool:
    """Say whether both systems hold exactly what onboarding should leave behind, nothing doubled, nobody locked out."""
    imanage, legora = firm.imanage, firm.legora
    return (
        is_prepared(firm, role)
        and legora.service_account_status(firm.connector) == "active"
        and [(one.customer_id, one.library_ids) for one in firm.connector.capabilities]
        == [(imanage.customer_id, list(imanage.libraries))]
        and legora.preferences == {"imanage": True, "sharepoint": False}
    )


def is_prepared(firm: Firm, role: str = "LEGORA_METADATA") -> bool:
    """Say whether iManage holds exactly what onboarding should leave there."""
    imanage = firm.imanage
    libraries = list(imanage.libraries.values())
    return (
        imanage.account(USER_ID) is not None
        and not any(record.is_locked or record.failed_logins for record in imanage.records_of(USER_ID))
        and not any(record.is_locked for record in imanage.records_of("ADMIN"))
        and [library.groups["NRTADMIN"].members.count(USER_ID) for library in libraries] == [1] * len(libraries)
        and [library.assignments[USER_ID].role for library in libraries] == [role] * len(libraries)
    )


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


def set_account(firm: Firm, user_id: str = USER_ID, **fields: Any) -> None:
    """Change fields of an account at iManage, in each of its records there."""
    for record in firm.imanage.records_of(user_id):
        for name, value in fields.items():
            setattr(record, name, value)


def gone(before: State | None = None) -> State:
    """Return what is left of a firm: an account that can do nothing, with the password that it had."""
    return State(
        password=before.password if before else None,
        enabled=False,
        failed_logins=0,
        nrtadmin=(),
        legora=None,
        legora_status=None,
        libraries=(),
        preference=False,
    )


# As :func:`writes` counts them.
NO_WRITES = {"imanage": 0, "legora": 0}


def writes(sim: Simulator, firm: Firm) -> dict[str, int]:
    """Count what was written, by system."""
    return {system: len(sim.journal.entries(firm.name, system, "write")) for system in ("imanage", "legora")}


def set_up(*firms: Firm) -> None:
    """Onboard firms in this process, where a test is about what comes later."""
    for firm in firms:
        FirmRun(firm).run()


def played(
    firm: Firm, playbook: str = "onboard", *, check: bool = False, notes: Path | None = None, **changes: Any
) -> dict[str, Any]:
    """Return a firm's result of a run in this process: what is sent, and what follows, is the playbook's.

    :param check: whether it is a dry run.
    :param notes: the directory in which runs leave notes for the next one.
    :param changes: the firm's variables that differ, switches among them; C(None) takes one out.
    """
    return FirmRun(firm, playbook, changes=changes, check_mode=check, notes_directory=notes).result()
