# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens one sign-in for all tasks of a play, and ends it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from ..._core.outcome import Outcome
from ..._imanage.client import ImanageClient


@dataclass(frozen=True)
class WantedSession:
    """Whether a session should be open."""

    state: str = "present"
    directory: str | None = None


def ensure_session(client: ImanageClient, wanted: WantedSession, check_mode: bool) -> Outcome:
    """Open a session, or end it; in check mode too, since a dry run has to read.

    Ending is idempotent, and never signs in.

    :raises EthicalWallsError: C(tenant_mismatch) before a session is kept; C(validation) for an unusable directory.
    """
    if wanted.state == "absent":
        ended = client.connection.end_kept_session()
        return Outcome(resource={"path": None, "ended": ended})
    directory = wanted.directory or ""
    if not os.path.isdir(directory):
        raise client.error(
            "its directory does not exist",
            "validation",
            operation="open a session",
            hint="Leave directory out, or give one that exists on this machine.",
        )
    warnings = client.confirm_tenant()
    path = client.connection.keep(directory)
    return Outcome(resource={"path": path, **client.discovery.as_dict()}, warnings=warnings)
