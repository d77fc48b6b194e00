# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the organisation's iManage connectors: their service account, never its password, and their capabilities."""

from __future__ import annotations

import typing as t
from dataclasses import asdict, dataclass

from ..._core.origin import OriginError, host_of, parse_origin
from ..._core.outcome import Outcome
from ..._legora.interface import Connector, Legora
from .connectors import (
    choose_connector,
    imanage_connectors,
    is_enabled,
    meant_connector,
    show_service_account,
)
from .project_preferences import WantedPreferencesInfo, read_preferences

_OPERATION = "read the iManage connectors"


@dataclass(frozen=True)
class WantedConnectorInfo:
    """How much to read."""

    details: bool = True
    preferences: bool = False
    require_usable: bool = False
    expected_url: str | None = None
    others: bool = False


def read_connectors(client: Legora, wanted: WantedConnectorInfo, check_mode: bool) -> Outcome:
    """Return the iManage connectors, or the one that was asked for."""
    expected_host = _host_of_option(client, wanted.expected_url)
    others: list[Connector] = []
    if wanted.require_usable:
        found = [choose_connector(client, _OPERATION)]
    elif wanted.others:
        everyone = imanage_connectors(client)
        meant = meant_connector(client, everyone, _OPERATION)
        found = [] if meant is None else [meant]
        others = [one for one in everyone if one is not meant]
    else:
        found = [one for one in imanage_connectors(client) if client.connector_id in (None, one.id)]
    organisation = client.organisation()
    return Outcome(
        resource=[_describe(client, connector, wanted.details) for connector in found],
        warnings=[text for connector in found for text in url_warnings(connector, expected_host)],
        extra={
            "organisation": None if organisation is None else asdict(organisation),
            "preferences": read_preferences(client, WantedPreferencesInfo(), check_mode).resource
            if wanted.preferences
            else None,
            "other_connectors": [_describe(client, one, wanted.details) for one in others] if wanted.others else None,
        },
    )


def url_warnings(connector: Connector, expected_host: str | None) -> list[str]:
    """Return a warning when a connector's URL has another host; split DNS and proxies are good reasons for that."""
    host = host_of(connector.url)
    if expected_host is None or host is None or host == expected_host:
        return []
    text = f"Legora's iManage connector {connector.id} goes to {host}, but the firm's iManage is {expected_host}"
    return [f"{text}; that is right only where the firm has another name or a proxy for it"]


def _describe(client: Legora, connector: Connector, details: bool) -> dict[str, t.Any]:
    account = client.service_account(connector.id) if details else None
    capabilities = client.capabilities(connector.id) if details else None
    return {
        **asdict(connector),
        "enabled": is_enabled(connector),
        "service_account": None if account is None else show_service_account(account),
        "capabilities": None if capabilities is None else [asdict(one) for one in capabilities],
    }


def _host_of_option(client: Legora, url: str | None) -> str | None:
    if url is None:
        return None
    try:
        return host_of(parse_origin(url).url)
    except OriginError as error:
        raise client.error(
            f"expected_url is unusable: {error}", "validation", operation=_OPERATION, hint="Correct imanage_url."
        ) from None
