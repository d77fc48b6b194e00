# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What both systems of a firm hold, and how a test onboards it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from helpers.playbook import Run, inventory, run_playbook

from player import FirmRun
from simulator import Simulator
from simulator.seed import Firm

USER_ID = "SVC-LEGORA"


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
    connector = next(iter(legora.connectors.values()))
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


def writes(sim: Simulator, firm: Firm) -> dict[str, int]:
    """Count what was written, by system."""
    return {system: len(sim.journal.entries(firm.name, system, "write")) for system in ("imanage", "legora")}


def set_up(firm: Firm) -> None:
    """Onboard a firm in this process, where a test is about what comes later."""
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


def onboard(sim: Simulator, tmp_path: Path, name: str, *arguments: str, **changes: Any) -> Run:
    """Onboard one firm by the playbook; ``changes`` are its variables that differ, ``None`` takes one out."""
    return run_playbook(tmp_path, "onboard", inventory(sim, {name: changes}), "--limit", name, *arguments)
