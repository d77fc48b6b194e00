# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which of the organisation's connectors is meant, and how what belongs to one is shown."""

from __future__ import annotations

import typing as t

from ..._legora.interface import Connector, Legora, ServiceAccount

IMANAGE = "imanage"

# The integration is enabled together with Legora's staff; nothing here can do it.
ENABLE = "Have it enabled together with Legora's staff, as article 270088 of support.legora.com describes."


# Stands for the one that people see, where the method cannot tell connectors apart.
_THE_ONE = Connector(id=None, type=IMANAGE, status=None, url=None)


def is_enabled(connector: Connector) -> bool | None:
    """Say whether a connector works; C(None) where that is not known."""
    return None if connector.status is None else connector.status.strip().lower() == "enabled"


def imanage_connectors(client: Legora) -> list[Connector]:
    found = client.connectors()
    return [_THE_ONE] if found is None else [one for one in found if one.type.strip().lower() == IMANAGE]


def choose_connector(client: Legora, operation: str) -> Connector:
    """Return the iManage connector that is meant, which has to be enabled as far as that is known.

    :raises EthicalWallsError: C(unsupported) without an enabled one.
    """
    found = meant_connector(client, imanage_connectors(client), operation)
    if found is None:
        raise client.error(
            "the organisation has no iManage connector; the integration is not enabled",
            "unsupported",
            operation=operation,
            hint=ENABLE,
        )
    if is_enabled(found) is False:
        raise client.error(
            f"the iManage connector {found.id} is {found.status}, not enabled",
            "unsupported",
            operation=operation,
            hint=ENABLE,
        )
    return found


def meant_connector(client: Legora, connectors: list[Connector], operation: str) -> Connector | None:
    """Return the one of the organisation's iManage connectors that is meant; C(None) where it has none.

    :raises EthicalWallsError: C(conflict) when several could be meant, C(not_found) for an unknown ID.
    """
    found = connectors
    names = ", ".join(f"{one.id} ({one.status})" for one in found)
    if client.connector_id is not None and found:
        found = [one for one in found if one.id == client.connector_id]
        if not found:
            raise client.error(
                f"there is no iManage connector {client.connector_id}; there are {names}",
                "not_found",
                operation=operation,
                hint="Correct legora_connector_id.",
            )
    if len(found) > 1:
        raise client.error(
            f"the organisation has several iManage connectors: {names}",
            "conflict",
            operation=operation,
            hint="Set legora_connector_id to the one that is meant.",
        )
    return found[0] if found else None


def show_service_account(account: ServiceAccount | None) -> dict[str, t.Any]:
    """Return a service account for people; all values are C(None) where there is none."""
    return {name: getattr(account, name, None) for name in ("username", "status", "updated_at")}
