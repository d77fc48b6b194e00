# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hosts of a run were found to have one connector at Legora, however each of them names the organisation.

What hosts say of themselves does not tell: one may give the organisation's name, another its ID. So each leaves a note
of the connector that its key led to, in Ansible's own directory of the run, before any of them writes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import typing as t
from collections.abc import Mapping
from pathlib import Path

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.sharing import host_words
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import WRITING
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run


def note_connector(directory: str, run: Run | None, answer: t.Any) -> None:
    """Note that this host has the connector of this answer, where the playbook is one that writes.

    :param directory: the run's own, the same in all its processes.
    """
    key = _key(answer)
    if key is None or run is None or run.purpose not in WRITING:
        return
    # A disk that is full finds nobody out, but stops nobody either.
    with contextlib.suppress(OSError):
        (Path(directory) / f"{key}{_digest(run.host)}").write_text(run.host, encoding="utf-8")


def refuse_same_connector(directory: str, run: Run | None, firm: t.Any) -> None:
    """Refuse to write for a host whose connector is another host's too.

    :raises EthicalWallsError: C(conflict).
    """
    if run is None or run.purpose not in WRITING:
        return
    found = run.last("legora_connector_info")
    key = _key(found)
    if key is None:
        return
    others: list[str] = []
    with contextlib.suppress(OSError):
        noted = (file.read_text(encoding="utf-8") for file in Path(directory).glob(f"{key}*"))
        others = sorted(other for other in noted if other and other != run.host)
    if not others:
        return
    organisation = found["organisation"]
    raise EthicalWallsError(
        f"its key leads to connector {found['connectors'][0]['id']} of {organisation.get('name')} "
        f"({organisation['id']}), and so does that of {host_words(others)}; nothing was written",
        kind="conflict",
        system="Legora",
        firm=str(firm) if firm else None,
        operation="find a connector of its own",
        hint="Correct legora_organisation and legora_api_key of the host that was copied. Two connectors of one "
        "organisation need a legora_connector_id each.",
    )


def _key(answer: t.Any) -> str | None:
    """Return how the notes about a connector begin; C(None) where there is not exactly one."""
    if not isinstance(answer, Mapping) or answer.get("failed"):
        return None
    organisation, connectors = answer.get("organisation"), answer.get("connectors")
    if not isinstance(organisation, Mapping) or not organisation.get("id") or not connectors or len(connectors) != 1:
        return None
    return f"ethical-walls-connector-{_digest([str(organisation['id']), str(connectors[0].get('id'))])}-"


def _digest(value: t.Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:32]
