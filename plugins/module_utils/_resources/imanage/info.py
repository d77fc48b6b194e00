# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what iManage Work says about itself: the first step of the guide."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._core.errors import EthicalWallsError
from ..._core.outcome import Outcome
from ..._imanage.client import ImanageClient
from ..._imanage.libraries import LibraryChoice, ids_of
from ..._imanage.names import NRTADMIN
from ..._imanage.records import Record, group_id, same_id
from .later_calls import read_later_calls


@dataclass(frozen=True)
class WantedInfo:
    """What to read beside discovery, which is one answer."""

    libraries: list[LibraryChoice] | None = None
    applications: bool = False
    later_calls: bool = False


def read_info(client: ImanageClient, wanted: WantedInfo, check_mode: bool) -> Outcome:
    """Return deployment, version, customer ID, caller and libraries, and what was asked for beside them.

    :raises EthicalWallsError: C(unsupported) where it is not sure whether this is the cloud, and the question is what
        tasks that write rely on.
    """
    found = client.discovery.as_dict()
    operator = None if wanted.libraries is None else _operator(client, ids_of(wanted.libraries))
    found["operator"] = operator
    found["applications"] = client.apps() if wanted.applications else None
    found["later_calls"] = None
    if wanted.later_calls:
        client.confirm_deployment("make sure that this is a server of the kind that can be set up")
        found["later_calls"] = read_later_calls(client, operator["nrtadmin"] if operator else {})
    return Outcome(resource=found)


def _operator(client: ImanageClient, libraries: list[str]) -> dict[str, t.Any]:
    there = [library.id for library in client.discovery.libraries]
    member: dict[str, bool | None] = {}
    enabled: dict[str, bool | None] = {}
    for library in libraries:
        if library in there:
            member[library], enabled[library] = _nrtadmin(client, library)
    return {"id": client.discovery.user_id, "nrtadmin": member, "nrtadmin_enabled": enabled}


def _nrtadmin(client: ImanageClient, library: str) -> tuple[bool | None, bool | None]:
    """Say whether the operator is in NRTADMIN of a library, and whether that group is enabled, where it is told.

    A disabled group takes no changes (V), and may be hidden where a user's groups are listed (A).
    """
    groups = client.groups_of_user(library, client.discovery.user_id, NRTADMIN)
    record = next((one for one in groups or [] if same_id(group_id(one), NRTADMIN)), None)
    member = None if groups is None else record is not None
    if record is None or not isinstance(record.get("enabled"), bool):
        record = _group(client, library)
    enabled = record.get("enabled")
    return member, enabled if isinstance(enabled, bool) else None


def _group(client: ImanageClient, library: str) -> Record:
    """Return NRTADMIN of a library; nothing where iManage does not show it, which says nothing of the operator."""
    try:
        return client.group(library, NRTADMIN) or {}
    except EthicalWallsError as error:
        if error.http_status is None:
            raise
        return {}
