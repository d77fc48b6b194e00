# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stand-ins for the client, for decisions that need no server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Reply
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.discovery import Discovery, Library

Record = dict[str, Any]


def discovery(deployment: str = "cloud", *libraries: str) -> Discovery:
    return Discovery(
        deployment=deployment,
        version="10.5",
        customer_id="48213",
        user_id="ADMIN",
        user_email=None,
        prefix="/work/api/v2",
        libraries=tuple(Library(library) for library in libraries or ("ACTIVE", "CLOSED")),
    )


@dataclass
class FakeClient:
    """Answers as a test says, and remembers what it was asked.

    :ivar sign_in: what a sign-in as the account does: returns a client or raises.
    :ivar record: the global user; ``None`` for none.
    :ivar library_records: by library, its own user; what is not there does not exist.
    :ivar user_libraries: the list of the user's libraries; ``None`` where it is not offered.
    :ivar groups: by library, the user's groups; a library that is not there does not know the user.
    :ivar roles: by library, its roles; a library that is not there refuses to show them.
    :ivar replies: by library, the answers about effective rights in turn; the last one is repeated.
    """

    discovery: Discovery = field(default_factory=discovery)
    sign_in: Callable[[], Any] | None = None
    record: Record | None = None
    library_records: dict[str, Record] = field(default_factory=dict)
    user_libraries: list[Record] | None = None
    groups: dict[str, list[Record]] = field(default_factory=dict)
    roles: dict[str, dict[str, Record]] = field(default_factory=dict)
    replies: dict[str, list[Reply]] = field(default_factory=dict)
    download_answer: int | None = 403
    asked: list[tuple[Any, ...]] = field(default_factory=list)
    closed: int = 0

    @property
    def customer_path(self) -> str:
        return "/work/api/v2/customers/48213"

    def error(self, reason: str, kind: str, **details: Any) -> EthicalWallsError:
        return EthicalWallsError(reason, kind=kind, system="iManage", **details)

    def sign_in_name(self, user_id: str, email: str | None) -> str:
        return email or user_id

    def sign_in_as(self, username: str, password: str) -> Any:
        self.asked.append(("sign_in_as", username, password))
        return self.sign_in() if self.sign_in else FakeClient(self.discovery)

    def user(self, user_id: str) -> dict[str, Any] | None:
        self.asked.append(("user", user_id))
        return self.record

    def library_user(self, library: str, user_id: str) -> Record | None:
        self.asked.append(("library_user", library, user_id))
        return self.library_records.get(library)

    def libraries_of_user(self, user_id: str) -> list[Record] | None:
        self.asked.append(("libraries_of_user", user_id))
        return self.user_libraries

    def groups_of_user(self, library: str, user_id: str, group: str | None = None) -> list[Record] | None:
        self.asked.append(("groups_of_user", library, user_id))
        return self.groups.get(library)

    def role(self, library: str, role: str) -> Record | None:
        self.asked.append(("role", library, role))
        if library not in self.roles:
            raise self.error("the server answered HTTP 403", "permission", http_status=403)
        return self.roles[library].get(role)

    def operations(self, library: str) -> Reply:
        self.asked.append(("operations", library))
        replies = self.replies[library]
        return replies.pop(0) if len(replies) > 1 else replies[0]

    def object_of(self, reply: Reply, operation: str) -> dict[str, Any]:
        if reply.status >= 300:
            raise self.error(f"HTTP {reply.status}", "unexpected", operation=operation, http_status=reply.status)
        found: dict[str, Any] = reply.json()["data"]
        return found

    def download_status(self, library: str, document_id: str) -> int | None:
        self.asked.append(("download", library, document_id))
        return self.download_answer

    def close(self) -> None:
        self.closed += 1


def refusing(kind: str, refusal: str | None = "password") -> Callable[[], Any]:
    """Return a sign-in that is refused."""

    def refuse() -> Any:
        error = EthicalWallsError("the server answered HTTP 401", kind=kind, system="iManage")
        error.refusal = refusal
        raise error

    return refuse
