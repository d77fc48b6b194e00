# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operator, whom a run is signed in as, cannot do."""

from __future__ import annotations

import typing as t

from ..._imanage.client import ImanageClient
from ..._imanage.names import NRTADMIN
from ..._imanage.records import same_id


def require_operator_in_nrtadmin(client: ImanageClient, libraries: t.Iterable[str], operation: str) -> None:
    """Check that the operator is a member of NRTADMIN: only a member may change its members (V)."""
    operator = client.discovery.user_id
    lacking = [library for library in libraries if not client.is_member(library, operator, NRTADMIN)]
    if lacking:
        raise client.error(
            f"the operator {operator} is not a member of {NRTADMIN} in library {', '.join(lacking)}; "
            "nothing was written",
            "permission",
            operation=operation,
            hint=f"Have a member of {NRTADMIN} add {operator} in Control Center, or use another operator.",
        )


def refuse_own_account(client: ImanageClient, user_ids: t.Iterable[str], operation: str) -> None:
    """Refuse to take rights from the account that the play itself runs as."""
    operator = client.discovery.user_id
    if any(same_id(user_id, operator) for user_id in user_ids):
        raise client.error(
            f"{operator} is the operator that this run is signed in as",
            "validation",
            operation=operation,
            hint="Use another operator, or another service account.",
        )
