# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sends requests to a pretend AWX, as a test reads best."""

from __future__ import annotations

import ssl
from typing import Any

import httpx

from awx_double import Awx

# Making a client's TLS settings takes longer than a request, and there is no TLS here.
_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def client(awx: Awx, **more: Any) -> httpx.Client:
    """Return a client without any proxy and without a sign-in."""
    return httpx.Client(base_url=f"{awx.url}/api/v2", trust_env=False, verify=_NO_TLS, **more)


class Api:
    """Sends requests with a token.

    :param token: another one than the administrator's.
    """

    def __init__(self, awx: Awx, token: str | None = None) -> None:
        self._client = client(awx, headers={"Authorization": f"Bearer {token or awx.token}"})

    def __enter__(self) -> Api:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        return self._client.request(method, path, **more)

    def get(self, path: str, **query: Any) -> Any:
        """Return a good answer's body."""
        answer = self._client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def names(self, path: str, **query: Any) -> list[str]:
        return [one.get("name") or one["identifier"] for one in self.get(path, **query)["results"]]

    def post(self, path: str, **body: Any) -> tuple[int, Any]:
        return self._parts(self._client.post(path, json=body))

    def patch(self, path: str, **body: Any) -> tuple[int, Any]:
        return self._parts(self._client.patch(path, json=body))

    def delete(self, path: str) -> tuple[int, Any]:
        return self._parts(self._client.delete(path))

    @staticmethod
    def _parts(answer: httpx.Response) -> tuple[int, Any]:
        return answer.status_code, answer.json() if answer.content else None
