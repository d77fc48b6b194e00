# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what iManage Work says about itself: the first step of the guide."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.outcome import Outcome
from .._imanage.client import ImanageClient
from .imanage_common import parsed_libraries
from .vocabulary import NRTADMIN


@dataclass(frozen=True)
class WantedInfo:
    """What to read beside discovery, which is one answer.

    :ivar libraries: where to look whether the operator is in NRTADMIN; those that do not exist are left out.
    :ivar applications: whether to list the registered applications.
    """

    libraries: t.Any = None
    applications: bool = False


def read_info(client: ImanageClient, wanted: WantedInfo, check_mode: bool) -> Outcome:
    """Return deployment, version, customer ID, caller and libraries, and what was asked for beside them.

    :raises EthicalWallsError: C(validation) for an unusable list of libraries.
    """
    found = client.discovery.as_dict()
    found["operator"] = None if wanted.libraries is None else _operator(client, wanted.libraries)
    found["applications"] = client.apps() if wanted.applications else None
    return Outcome(resource=found)


def _operator(client: ImanageClient, libraries: t.Any) -> dict[str, t.Any]:
    listed = [choice.id for choice in parsed_libraries(client, libraries, "read the operator's rights")]
    there = [library.id for library in client.discovery.libraries]
    operator = client.discovery.user_id
    return {
        "id": operator,
        "nrtadmin": {library: client.is_member(library, operator, NRTADMIN) for library in listed if library in there},
    }
