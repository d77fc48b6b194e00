# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speaks to a pretend firm's iManage as any program could: no code of the collection takes part."""

from __future__ import annotations

import ssl
from types import TracebackType
from typing import Any, Self

import httpx

from simulator.seed import Firm, pretend_secret

# Nothing here goes over TLS, and to read the system's certificates for it would take longer than most tests.
PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Api:
    """Sends requests to one firm's iManage.

    :ivar token: sent with each request; empty for none.
    """

    def __init__(self, firm: Firm) -> None:
        self.firm = firm
        self.tenant = firm.imanage
        self.token = ""
        self.http = httpx.Client(base_url=firm.imanage_url, trust_env=False, timeout=10, verify=PLAIN)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    # Paths

    @property
    def c(self) -> str:
        """The path of the customer, C in the vendor's reference."""
        return f"/work/api/v2/customers/{self.tenant.customer_id}"

    def lib(self, library: str = "ACTIVE") -> str:
        """The path of a library, L in the vendor's reference."""
        return f"{self.c}/libraries/{library}"

    # Signing in

    def form(self, user_id: str = "ADMIN", password: str | None = None, **more: str | None) -> dict[str, str]:
        """Return the form of a sign-in; a field that is ``None`` is left out."""
        if password is None:
            password = self.firm.seed["operator"]["password"] if user_id == "ADMIN" else self.password_of(user_id)
        fields = {
            "grant_type": "password",
            "username": self.name_of(user_id),
            "password": password,
            "client_id": self.tenant.client_id,
            "client_secret": self.tenant.client_secret,
            **more,
        }
        return {name: value for name, value in fields.items() if value is not None}

    def name_of(self, user_id: str) -> str:
        """Return what a user signs in with."""
        return f"{user_id.lower()}@{self.firm.name}.example" if self.tenant.is_cloud else user_id

    def password_of(self, user_id: str) -> str:
        return pretend_secret(self.firm.name, user_id)

    def try_sign_in(
        self, user_id: str = "ADMIN", password: str | None = None, source: str | None = None
    ) -> httpx.Response:
        headers = {"x-simulated-source": source} if source else {}
        return self.http.post("/auth/oauth2/token", data=self.form(user_id, password), headers=headers)

    def sign_in(self, user_id: str = "ADMIN", password: str | None = None) -> None:
        """Sign in, and send the token from now on."""
        answer = self.try_sign_in(user_id, password)
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["access_token"]

    # Sending

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {"x-auth-token": self.token} if self.token else {}
        return self.http.request(method, path, **{**more, "headers": {**headers, **more.get("headers", {})}})

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.send("GET", path, params=params)

    def data(self, path: str, **params: Any) -> Any:
        """Return what a good answer holds."""
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()["data"]

    def ids(self, path: str, **params: Any) -> list[str]:
        """Return the IDs in a list."""
        return [record["id"] for record in self.data(path, **{"limit": 500, **params})]

    # Writing, in the way of the firm's flavour

    def profile(self, user_id: str = "SVC-LEGORA", /, **more: Any) -> dict[str, Any]:
        """Return the body that creates a user; a field that is ``...`` is left out."""
        profile: dict[str, Any] = {
            "full_name": "Legora service account",
            "email": f"{user_id.lower()}@{self.firm.name}.example",
            "user_nos": 2,
            "user_id_ex": user_id,
            "preferred_library": "ACTIVE",
            "is_external": False,
            "allow_logon": True,
            "pwd_never_expire": True,
            "force_password_change": False,
            "user_password": "Pretend-password-0001",
        }
        own = {"id": user_id} if self.tenant.is_cloud else {"user_id": user_id, "database": "ACTIVE"}
        return {name: value for name, value in {**profile, **own, **more}.items() if value is not ...}

    def create(self, user_id: str = "SVC-LEGORA", /, **more: Any) -> httpx.Response:
        """Create a user: globally in the cloud, in the library ACTIVE on-premises."""
        path = f"{self.c}/users" if self.tenant.is_cloud else f"{self.lib()}/users"
        return self.send("POST", path, json=self.profile(user_id, **more))

    def change(self, user_id: str, /, **changes: Any) -> httpx.Response:
        path = f"{self.c if self.tenant.is_cloud else self.lib()}/users/{user_id}"
        return self.send("PATCH", path, json=changes)

    def change_members(
        self, group: str, action: str, /, *user_ids: Any, library: str = "ACTIVE", **more: Any
    ) -> httpx.Response:
        body = {"data_type": "users", "data": list(user_ids), "action": action}
        if not self.tenant.is_cloud:
            body["database"] = library
        fields = {name: value for name, value in {**body, **more}.items() if value is not ...}
        return self.send("PUT", f"{self.lib(library)}/groups/{group}/members", json=fields)


def refused(answer: httpx.Response, status: int, code: str | None = None, field: str | None = None) -> None:
    """Check that an answer is an error in the vendor's envelope, and nothing else."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/json"
    content = answer.json()
    assert set(content) == {"error"}
    assert set(content["error"]) == {"code", "code_message", "messages"}
    assert code in (None, content["error"]["code"])
    assert content["error"]["code_message"]
    for message in content["error"]["messages"]:
        assert set(message) == {"field", "code", "code_message"}
    if field is not None:
        assert field in [message["field"] for message in content["error"]["messages"]]
