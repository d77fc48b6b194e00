# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A transport that sends nothing but tells where the HTTP library, which reads URLs by its own rules, would send."""

from __future__ import annotations

import io
from typing import Any

import requests
import urllib3

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Context, Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import Origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor


class Recorder(requests.adapters.BaseAdapter):
    """Answers each request with HTTP 204.

    :ivar sent: method and URL of each request.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        self.sent.append((str(request.method), str(request.url)))
        response = requests.Response()
        response.status_code = 204
        response.raw = urllib3.HTTPResponse(io.BytesIO(), status=204, preload_content=False)
        return response

    def close(self) -> None:
        """There is nothing to close."""


def recording_transport(origin: Origin) -> tuple[Transport, Recorder]:
    """Return a transport and what it would have sent."""
    transport, recorder = Transport(origin, Context("iManage", "Alder"), Redactor()), Recorder()
    transport._session.mount("https://", recorder)
    transport._session.mount("http://", recorder)
    return transport, recorder
