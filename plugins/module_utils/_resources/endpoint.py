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


@dataclass(frozen=True)
class WantedEndpoint:
    """Nothing can be asked for: a probe looks at everything."""


def read_endpoint(probe: Probe, wanted: WantedEndpoint, check_mode: bool) -> Outcome:
    """Return what the probe found, and whether it was sent to sign in at Microsoft."""
    found = probe.look()
    found["pre_authentication"] = asks_to_sign_in(found["http"])
    return Outcome(resource=found)


def asks_to_sign_in(answer: t.Mapping[str, t.Any]) -> bool | None:
    """Say whether an answer is a redirect to a Microsoft sign-in page; C(None) when there was no answer.

    Azure App Proxy that pre-authenticates redirects whoever has not signed in to such a page (V: learn.microsoft.com,
    "Build resilience in application access with Application Proxy"), Legora too, which cannot sign in there.
    """
    if answer["status"] is None:
        return None
    return (answer["location_host"] or "").rstrip(".") in SIGN_IN_HOSTS
