# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads how the way to a firm's iManage Work looks from here, and whether a proxy in it wants a sign-in of its own."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.outcome import Outcome
from .._core.probe import Probe

# Hosts of Microsoft's sign-in pages, by cloud. V: learn.microsoft.com, "Microsoft Entra authentication & national
# clouds" names the first of each line; the others are its aliases in Microsoft's own instance discovery
# (login.microsoftonline.com/common/discovery/instance), as its sign-in libraries repeat it.
SIGN_IN_HOSTS = (
    *("login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"),
    *("login.microsoftonline.us", "login.usgovcloudapi.net", "login-us.microsoftonline.com"),
    *("login.partner.microsoftonline.cn", "login.chinacloudapi.cn"),
)

# What Azure App Proxy adds to an answer that came through it (T), by the name that it has here. Without a connector's
# ID no connector took the request: the cloud answered alone.
APP_PROXY_HEADERS = {
    "app_id": "x-ms-proxy-app-id",
    "connector_id": "x-ms-proxy-connector-id",
    "transaction_id": "x-ms-proxy-transaction-id",
    "error_details": "x-ms-proxy-error-details",
}

# Where a name that it publishes leads to (V).
APP_PROXY_DOMAIN = ".msappproxy.net"


@dataclass(frozen=True)
class WantedEndpoint:
    """Nothing can be asked for: a probe looks at everything."""


def read_endpoint(probe: Probe, wanted: WantedEndpoint, check_mode: bool) -> Outcome:
    """Return what the probe found, whether it was sent to sign in at Microsoft, and what Azure App Proxy says."""
    found = probe.look(keep=tuple(APP_PROXY_HEADERS.values()))
    found["pre_authentication"] = asks_to_sign_in(found["http"])
    found["app_proxy"] = app_proxy(found["http"].pop("headers"), found["host"], found["dns"]["canonical_name"])
    return Outcome(resource=found)


def app_proxy(headers: t.Mapping[str, str], *names: str | None) -> dict[str, t.Any]:
    """Return what an answer's headers, and the names of its address, tell of Azure App Proxy.

    :param names: the address's own name, and the one that DNS leads to; C(None) where there is none.
    """
    told = {name: headers.get(header) for name, header in APP_PROXY_HEADERS.items()}
    published = next((name for name in names if name and name.rstrip(".").lower().endswith(APP_PROXY_DOMAIN)), None)
    return {"seen": bool(published) or any(told.values()), "published_as": published, **told}


def asks_to_sign_in(answer: t.Mapping[str, t.Any]) -> bool | None:
    """Say whether an answer is a redirect to a Microsoft sign-in page; C(None) when there was no answer.

    Azure App Proxy that pre-authenticates redirects whoever has not signed in to such a page (V: learn.microsoft.com,
    "Build resilience in application access with Application Proxy"), Legora too, which cannot sign in there.
    """
    if answer["status"] is None:
        return None
    return (answer["location_host"] or "").rstrip(".") in SIGN_IN_HOSTS
