# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Azure App Proxy in front of a firm's iManage, as far as it can be seen from outside."""

from __future__ import annotations

from typing import Any

from .striking import Reply

# Where it sends whoever has not signed in (V: learn.microsoft.com says to Microsoft's sign-in page; A: its path and
# query).
_SIGN_IN_PAGE = (
    b"https://login.microsoftonline.com/6f1a4c3e-pretend-tenant/oauth2/authorize?response_type=code"
    b"&client_id=pretend-application&scope=openid&nonce=pretend-nonce&state=pretend-state"
)
_APPLICATION = (b"x-ms-proxy-app-id", b"6f1a4c3e-0000-4000-8000-00000000a001")
_TRANSACTION = (b"x-ms-proxy-transaction-id", b"6f1a4c3e-0000-4000-8000-00000000a003")
_CONNECTOR = (b"x-ms-proxy-connector-id", b"6f1a4c3e-0000-4000-8000-00000000a002")
# No connector took the request: the cloud answers alone (T).
_WITHOUT_CONNECTOR = ("EmptyConnectorGroup",)


def answers_alone(pre_authentication: str | None, proxy: dict[str, Any] | None) -> Reply | None:
    """Return what App Proxy answers by itself; ``None`` when it passes the request on.

    :param pre_authentication: ``azure`` when it wants a sign-in of its own (V: 302).
    :param proxy: whether its headers show (T); ``error`` for its details, ``status`` for another status than 504 (V: no
        working connector; 502: the connector does not reach iManage).
    """
    headers = [] if proxy is None else [_APPLICATION, _TRANSACTION]
    if pre_authentication:
        return Reply(302, [(b"location", _SIGN_IN_PAGE), *headers])
    if proxy and proxy.get("error"):
        details = (b"x-ms-proxy-error-details", str(proxy["error"]).encode())
        connector = [] if proxy["error"] in _WITHOUT_CONNECTOR else [_CONNECTOR]
        return Reply(int(proxy.get("status", 504)), [*headers, details, *connector], b"")
    return None


def marked(answer: Reply, proxy: dict[str, Any] | None) -> Reply:
    """Return an answer of iManage with the headers of the proxy that it came through."""
    if proxy is not None:
        answer.headers = [*(answer.headers or []), _APPLICATION, _CONNECTOR, _TRANSACTION]
    return answer
