# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""How calls of the API version 2 are sent: paths, prefix, what an answer has to be, and when nothing is written."""

from __future__ import annotations

import re
import typing as t
from dataclasses import replace
from urllib.parse import quote

from .._core.errors import EthicalWallsError
from .._core.http.counter import Counter
from .._core.http.transport import Reply
from .connection import Connection
from .discovery import Discovery
from .envelope import data_of, refusal
from .names import CLOUD_DOMAIN, CLOUD_DOMAIN_BY_ID, ON_PREMISES_CUSTOMER_ID, is_below
from .pages import read_pages, unfit
from .records import Record

# Statuses of an answer that says that a call is not offered, not that something is wrong just now.
NOT_OFFERED = (400, 403, 404, 405, 501)

# Customer IDs of the cloud have several digits (T).
_MANY_DIGITS = 3
_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+/*")
_ANOTHER_PREFIX = (
    "If the IDs are right, this server may take writes below another path: ask the firm's administrator, "
    "and set imanage_api_prefix, for instance to /work/cc/api/v2 or /api/v2."
)


class Calls:
    """Sends calls as one signed-in user, below the path of one customer.

    :param expected_customer_id: the firm's customer ID, for the tenant guard. On-premises, absent means C(1); in the
        cloud, absent allows reads only.
    :param username_form: C(auto), C(email) or C(id): what accounts sign in with.
    :param api_prefix: overrides the path of the API that discovery names.
    :param deployment: C(cloud) or C(on_premises) overrides what discovery lets guess; C(auto) does not.
    """

    def __init__(
        self,
        connection: Connection,
        expected_customer_id: str | None = None,
        username_form: str = "auto",
        api_prefix: str | None = None,
        deployment: str = "auto",
    ) -> None:
        self.connection = connection
        self.transport = connection.transport
        self._expected_customer_id = expected_customer_id
        self._username_form = username_form
        self._deployment = deployment
        self._api_prefix = self._checked_prefix(api_prefix)
        # What the server names itself is taken as it stands.
        self._prefix_answers = self._api_prefix is None

    @property
    def counter(self) -> Counter:
        return self.transport.counter

    @property
    def discovery(self) -> Discovery:
        """What the server said about itself; signs in when that has not happened yet."""
        found = self.connection.open()
        deployment = found.deployment if self._deployment == "auto" else self._deployment
        return replace(found, prefix=self._api_prefix or found.prefix, deployment=deployment)

    @property
    def doubt_about_deployment(self) -> str | None:
        """Why it is not sure whether this is iManage's cloud; C(None) where two signs agree, or somebody said so.

        That the capability C(global_users) marks the cloud is an assumption (A). So a host below the vendor's domains
        (V/T) or a customer ID of several digits (T) without it, and the customer ID of on-premises servers (T) with it,
        are not believed: a user who is made in the other way may be one that nobody wanted.
        """
        found = self.connection.open()
        if self._deployment != "auto":
            return None
        if not found.is_cloud and is_below(self.transport.origin.host, CLOUD_DOMAIN, CLOUD_DOMAIN_BY_ID):
            return "its address is in iManage's cloud, but iManage does not name the capability global_users"
        if not found.is_cloud and len(found.customer_id) >= _MANY_DIGITS:
            return (
                f"its customer ID is {found.customer_id}, as in iManage's cloud, but iManage does not name the "
                "capability global_users"
            )
        if found.is_cloud and found.customer_id == ON_PREMISES_CUSTOMER_ID:
            return (
                "iManage names the capability global_users, as in its cloud, but the customer ID is "
                f"{ON_PREMISES_CUSTOMER_ID}, as on-premises"
            )
        return None

    def error(self, reason: str, kind: str, **details: t.Any) -> EthicalWallsError:
        return self.transport.error(reason, kind, **details)

    # Paths

    @property
    def customer_path(self) -> str:
        """The path of this customer's resources, C in the vendor's reference."""
        found = self.discovery
        return f"{found.prefix}/customers/{self._segment(found.customer_id)}"

    def _library(self, library: str) -> str:
        return f"{self.customer_path}/libraries/{self._segment(library)}"

    def _segment(self, text: str) -> str:
        """Return an ID as one segment of a path: in the cloud a user's may hold any character that is not blank (V)."""
        if text in (".", ".."):
            raise self.error(
                f"an ID is '{text}', which means another place in a path",
                "validation",
                operation="name it in a call",
                hint="Correct service_account_user_id, or the library in imanage_libraries.",
            )
        # Half a surrogate pair, which is no ID, becomes one that no server knows.
        return quote(text, safe="", errors="surrogatepass")

    def _checked_prefix(self, prefix: str | None) -> str | None:
        """Return a prefix that was given, in the form in which discovery names one."""
        if not prefix:
            return None
        if not _PREFIX.fullmatch(prefix):
            raise self.error(
                "api_prefix is not a path",
                "validation",
                operation="check its address",
                hint="Give api_prefix as a path that begins with a slash, for instance /work/api/v2.",
            )
        return prefix.rstrip("/")

    # Reading

    def _read(
        self, path: str, operation: str, params: t.Mapping[str, t.Any] | None = None, accept: str | None = None
    ) -> Reply:
        reply = self.connection.call("GET", path, operation=operation, params=params, accept=accept)
        if 200 <= reply.status <= 299:
            self._prefix_answers = True
        elif reply.status == 404 and not self._prefix_answers:
            self._require_prefix()
        return reply

    def _require_prefix(self) -> None:
        """Refuse a prefix below which there is not even a list that every customer has.

        Otherwise each 404 would say of one user, group or role that it does not exist.
        """
        operation = "find its API"
        libraries = self.discovery.libraries
        path = f"{self._library(libraries[0].id)}/groups" if libraries else f"{self.customer_path}/libraries"
        params = {"limit": 1} if libraries else None
        reply = self.connection.call("GET", path, operation=operation, params=params)
        if reply.status == 404:
            named = self.connection.open().prefix
            raise self.error(
                f"there is nothing below the prefix {self._api_prefix} that was given (HTTP 404)",
                "validation",
                operation=operation,
                http_status=reply.status,
                hint=f"Correct imanage_api_prefix, or leave it out: iManage itself names {named}.",
            )
        self._prefix_answers = True

    def _one(self, path: str, operation: str, params: t.Mapping[str, t.Any] | None = None) -> Record | None:
        """Return one object; C(None) when there is none of that name."""
        reply = self._read(path, operation, params)
        if reply.status == 404:
            return None
        data = data_of(self.transport, reply, operation).get("data")
        if not isinstance(data, dict):
            raise unfit(self.transport, operation, reply, "object")
        return data

    def _list(self, path: str, operation: str, params: t.Mapping[str, t.Any]) -> list[Record]:
        found = self._list_or_none(path, operation, params)
        if found is None:
            there = ", ".join(library.id for library in self.discovery.libraries) or "none"
            raise self.error(
                f"iManage has no such list at {path} (HTTP 404)",
                "not_found",
                operation=operation,
                http_status=404,
                hint=f"Check the library in imanage_libraries (there are {there}), and the group's exact name.",
            )
        return found

    def _list_or_none(self, path: str, operation: str, params: t.Mapping[str, t.Any]) -> list[Record] | None:
        """Return all pages of a list; C(None) when what it belongs to does not exist, or there is no such list."""
        return read_pages(self.transport, operation, lambda place: self._read(path, operation, {**params, **place}))

    # Writing

    def _write(self, method: str, path: str, body: Record | None, operation: str) -> None:
        self._require_customer_id(operation)
        self.confirm_deployment(operation)
        reply = self.connection.call(method, path, operation=operation, purpose="write", json=body)
        if not 200 <= reply.status <= 299:
            # A call that this server does not have looks like one about something that does not exist.
            error = refusal(self.transport, reply, operation, _ANOTHER_PREFIX if reply.status in (404, 405) else None)
            # A server that failed may have done so after the change.
            error.ambiguous = error.kind == "unavailable"
            raise error
        data_of(self.transport, reply, operation, write=True)

    def _require_customer_id(self, operation: str) -> None:
        """Refuse to write to a cloud tenant that nobody has named."""
        if self._expected_customer_id is None and self.discovery.is_cloud:
            raise self.error(
                "the firm's customer ID was not given, so nothing was written",
                "validation",
                operation=operation,
                hint=f"After checking that it is this firm's, set imanage_customer_id: '{self.discovery.customer_id}'.",
            )

    def confirm_deployment(self, operation: str) -> None:
        """Refuse to write where it is not sure whether this is the cloud: users are created in another way there."""
        doubt = self.doubt_about_deployment
        if doubt is not None:
            raise self.error(
                f"{doubt}; nothing was written",
                "unsupported",
                operation=operation,
                hint="Say which it is: imanage_deployment: cloud, or imanage_deployment: on_premises.",
            )
