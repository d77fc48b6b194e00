# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A double of HashiCorp Vault, as far as reading and patching a secrets engine KV of version 2 goes."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from helpers.loopback import Request, http_server, json_answer

# The mount that the example names, and the path below which version 2 of the engine gives data.
_PREFIX = "/v1/secret/data/"


@dataclass
class SecretStore:
    """What the store holds, and what it was asked.

    :ivar secrets: by path, such as ``firms/alder``.
    :ivar forbidden: paths that the token's policy does not cover.
    :ivar asked: the paths that were asked for, in order.
    :ivar patched: what it held at a path after each change, in order.
    """

    url: str = ""
    token: str = "canary-store-token-7c1d0e"
    secrets: dict[str, dict[str, str]] = field(default_factory=dict)
    forbidden: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    patched: list[dict[str, str]] = field(default_factory=list)

    def answer(self, path: str, token: str | None, patch: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Return status and body, as the vendor's API reference has them.

        :param patch: what is to be merged into what it holds there; what is null goes.
        """
        name = path.removeprefix(_PREFIX)
        self.asked.append(name)
        if token != self.token or name in self.forbidden or name == path:
            return 403, {"errors": ["permission denied"]}
        if name not in self.secrets:
            return 404, {"errors": []}
        if patch is not None:
            merged = {**self.secrets[name], **patch}
            self.secrets[name] = {key: value for key, value in merged.items() if value is not None}
            self.patched.append(self.secrets[name])
        metadata = {"created_time": "2026-11-01T08:00:00Z", "deletion_time": "", "destroyed": False, "version": 1}
        data = {"data": self.secrets[name], "metadata": metadata}
        return 200, {"request_id": "pretend", "lease_id": "", "renewable": False, "lease_duration": 0, "data": data}


@contextlib.contextmanager
def running_store() -> Iterator[SecretStore]:
    """Run an empty store on loopback."""
    store = SecretStore()

    def reply(request: Request) -> bytes:
        is_patch = (request.method, request.headers.get("content-type")) == ("PATCH", "application/merge-patch+json")
        patch = json.loads(request.body)["data"] if is_patch else None
        return json_answer(*store.answer(request.target, request.headers.get("x-vault-token"), patch))

    with http_server(reply) as store.url:
        yield store
