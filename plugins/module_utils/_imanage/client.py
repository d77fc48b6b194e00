# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A typed client of iManage Work's REST API version 2: one method for each call, no decisions.

Each docstring names the call and how surely it is known: V published by the vendor, R its reference as repeated in
public clients, T seen in working third-party code, A assumed here.
"""

from __future__ import annotations

import re
import typing as t
from dataclasses import replace
from urllib.parse import quote

from .._core.counter import Counter
from .._core.errors import EthicalWallsError
from .._core.list_budget import ListBudget, ListLimits
from .._core.transport import Reply
from .connection import Connection, Credentials
from .discovery import Discovery
from .envelope import data_of, refusal

# Default limits are not public, so a limit is always sent; the server may still send fewer.
PAGE_SIZE = 100
LIST_LIMITS = ListLimits()

ON_PREMISES_CUSTOMER_ID = "1"

_PREFIX = re.compile(r"(/[A-Za-z0-9._~-]+)+/*")

Record = dict[str, t.Any]


def same_id(one: str, other: str) -> bool:
    """Compare IDs of users, groups and roles, which iManage upper-cases (V)."""
    return one.upper() == other.upper()


class ImanageClient:
    """iManage Work as one signed-in user sees it.

    :param expected_customer_id: the firm's customer ID, for the tenant guard. On-premises, absent means C(1); in the
        cloud, absent allows reads only.
    :param username_form: C(auto), C(email) or C(id): what accounts sign in with.
    :param api_prefix: overrides the path of the API that discovery names.
    """

    def __init__(
        self,
        connection: Connection,
        expected_customer_id: str | None = None,
        username_form: str = "auto",
        api_prefix: str | None = None,
    ) -> None:
        self.connection = connection
        self.transport = connection.transport
        self._expected_customer_id = expected_customer_id
        self._username_form = username_form
        self._api_prefix = self._checked_prefix(api_prefix)
        # What the server names itself is taken as it stands.
        self._prefix_answers = self._api_prefix is None

    @property
    def counter(self) -> Counter:
        """How many requests were sent."""
        return self.transport.counter

    @property
    def discovery(self) -> Discovery:
        """What the server said about itself; signs in when that has not happened yet."""
        found = self.connection.open()
        return replace(found, prefix=self._api_prefix) if self._api_prefix else found

    def confirm_tenant(self) -> list[str]:
        """Check that the credentials belong to the firm that they are used for, and return warnings.

        :raises EthicalWallsError: C(tenant_mismatch) when they belong to another customer.
        """
        found = self.discovery.customer_id
        expected = self._expected_customer_id
        if expected is None and not self.discovery.is_cloud:
            expected = ON_PREMISES_CUSTOMER_ID
        if expected is not None and expected != found:
            raise self.transport.error(
                f"these credentials belong to customer ID {found}, but the firm's is {expected}; nothing was written",
                "tenant_mismatch",
                operation="confirm that the credentials belong to this firm",
                hint=f"Check the firm's imanage_url and operator; if {found} is right, set imanage_customer_id to it.",
            )
        warnings = []
        if expected is None:
            warnings.append(f"imanage_customer_id is not set; iManage says {found}, and nothing is written without it")
        foreign = self.discovery.foreign_origin
        if foreign:
            configured = self.transport.origin.url
            warnings.append(
                f"iManage names {foreign} as the address of its API; requests go to {configured}, as configured"
            )
        return warnings

    def close(self) -> None:
        """Sign out, unless the session is kept for later tasks."""
        self.connection.close()

    def error(self, reason: str, kind: str, **details: t.Any) -> EthicalWallsError:
        """Return an error of this system and firm."""
        return self.transport.error(reason, kind, **details)

    def sign_in_name(self, user_id: str, email: str | None) -> str:
        """Return what an account signs in with: its e-mail address in iManage's cloud, its user ID elsewhere (T)."""
        form = self._username_form
        if form == "auto":
            host = self.transport.origin.host
            # Hosts below imanage.work are cloud deployments that sign in by user ID (T).
            form = "email" if self.discovery.is_cloud and not host.endswith(".imanage.work") else "id"
        return email if form == "email" and email else user_id

    def sign_in_as(self, username: str, password: str) -> ImanageClient:
        """Return a client that is signed in as another account: one attempt, without the administrator's scope.

        :raises EthicalWallsError: C(auth) when iManage refuses.
        """
        own = self.connection.credentials
        connection = Connection(
            self.transport,
            Credentials(username, password, own.client_id, own.client_secret, scope=None, attempts=1),
        )
        connection.adopt(self.discovery)
        return ImanageClient(connection, self._expected_customer_id, self._username_form, self._api_prefix)

    # Applications

    def apps(self) -> list[dict[str, str | None]] | None:
        """Return name and status of each registered application: C(GET C/apps) (A).

        The answer may hold client secrets, so nothing else of it leaves this method.

        :returns: C(None) where the caller may not see them, or this server has no such call.
        """
        try:
            found = self._list_or_none(f"{self._customer}/apps", "list the applications", {})
        except EthicalWallsError as error:
            if error.http_status != 403:
                raise
            return None
        if found is None:
            return None
        return [{name: _text(record.get(name)) for name in ("name", "status")} for record in found]

    # Users

    def user(self, user_id: str) -> Record | None:
        """Return a user with its libraries, or C(None): C(GET C/users/{id}) (R)."""
        return self._one(
            f"{self._customer}/users/{_segment(user_id)}", f"read user {user_id}", params={"include_libraries": "true"}
        )

    def users_with_email(self, email: str) -> list[Record]:
        """Return the users with an e-mail address: C(GET C/users) with C(email) (R)."""
        return self._list(f"{self._customer}/users", f"search for users with e-mail {email}", {"email": email})

    def library_user(self, library: str, user_id: str) -> Record | None:
        """Return a user of one library's own list, or C(None): C(GET L/users/{id}) (A)."""
        return self._one(
            f"{self._library(library)}/users/{_segment(user_id)}", f"read user {user_id} of library {library}"
        )

    def create_user(self, profile: Record) -> None:
        """Create a global user in the cloud: C(POST C/users) (T)."""
        self._write("POST", f"{self._customer}/users", profile, f"create user {profile['id']}")

    def put_user_in_library(self, library: str, profile: Record) -> None:
        """Assign a user to a library; on-premises, create it there: C(POST L/users) (T)."""
        body = {**profile, "database": library}
        self._write("POST", f"{self._library(library)}/users", body, f"add {profile['user_id']} to library {library}")

    def update_user(self, user_id: str, changes: Record) -> None:
        """Change a global user in the cloud: C(PATCH C/users/{id}) (T; a new password: A)."""
        self._write("PATCH", f"{self._customer}/users/{_segment(user_id)}", changes, f"change user {user_id}")

    def update_library_user(self, library: str, user_id: str, changes: Record) -> None:
        """Change a user of one library on-premises: C(PATCH L/users/{id}) (T; a new password: A)."""
        self._write(
            "PATCH",
            f"{self._library(library)}/users/{_segment(user_id)}",
            changes,
            f"change user {user_id} in library {library}",
        )

    # Groups

    def groups_of_user(self, library: str, user_id: str, group: str | None = None) -> list[Record] | None:
        """Return a user's groups in a library, C(None) for an unknown user: C(GET L/users/{id}/groups) (R)."""
        return self._list_or_none(
            f"{self._library(library)}/users/{_segment(user_id)}/groups",
            f"read the groups of {user_id} in library {library}",
            {"alias": group} if group else {},
        )

    def is_member(self, library: str, user_id: str, group: str) -> bool | None:
        """Say whether a user is in a group of a library; C(None) when the library does not know the user."""
        groups = self.groups_of_user(library, user_id, group)
        return None if groups is None else any(same_id(str(found.get("id")), group) for found in groups)

    def group(self, library: str, group: str) -> Record | None:
        """Return a group of a library, or C(None): C(GET L/groups) with C(alias) (R)."""
        found = self._list(f"{self._library(library)}/groups", f"find {group} in library {library}", {"alias": group})
        return next((record for record in found if same_id(str(record.get("id")), group)), None)

    def members(self, library: str, group: str) -> list[Record]:
        """Return a group's members, disabled users too: C(GET L/groups/{id}/members) (T/V; asking for all: A)."""
        return self._list(
            f"{self._library(library)}/groups/{_segment(group)}/members",
            f"read the members of {group} in library {library}",
            {"include_disabled": "true"},
        )

    def change_members(self, library: str, group: str, action: str, user_ids: t.Sequence[str]) -> None:
        """Add users to a group or remove them: C(PUT L/groups/{id}/members) (T).

        :param action: C(add) or C(delete); a change that changes nothing, or an unknown user, fails the whole call.
        """
        body: Record = {"data_type": "users", "data": list(user_ids), "action": action}
        if not self.discovery.is_cloud:
            body["database"] = library
        verb, preposition = ("add", "to") if action == "add" else ("remove", "from")
        self._write(
            "PUT",
            f"{self._library(library)}/groups/{_segment(group)}/members",
            body,
            f"{verb} {', '.join(user_ids)} {preposition} {group} in library {library}",
        )

    # Roles and rights

    def role(self, library: str, role: str) -> Record | None:
        """Return a role of a library, or C(None): C(GET L/roles/{alias}) (R)."""
        return self._one(f"{self._library(library)}/roles/{_segment(role)}", f"read role {role} of library {library}")

    def assign_role(self, library: str, role: str, user_id: str) -> None:
        """Put a user in a role of a library: C(POST L/roles/{role}/users/{user}) (T)."""
        self._write(
            "POST",
            f"{self._library(library)}/roles/{_segment(role)}/users/{_segment(user_id)}",
            None,
            f"put {user_id} in role {role} in library {library}",
        )

    def operations(self, library: str) -> Reply:
        """Return the caller's effective rights in a library, as answered: C(GET L/operations) (R)."""
        return self._read(f"{self._library(library)}/operations", f"read the effective rights in library {library}")

    def download(self, library: str, document_id: str) -> Reply:
        """Ask for a document's content: C(GET L/documents/{id}/download) (T)."""
        return self._read(
            f"{self._library(library)}/documents/{_segment(document_id)}/download",
            f"download test document {document_id}",
        )

    def configured_read(self, method: str, path: str, operation: str) -> Reply:
        """Send a read that the user described, since the vendor has not published it."""
        return self.connection.call(method, path, operation=operation)

    def object_of(self, reply: Reply, operation: str) -> Record:
        """Return the C(data) object of an answer that was read before."""
        data = data_of(self.transport, reply, operation).get("data")
        return data if isinstance(data, dict) else {}

    @property
    def customer_path(self) -> str:
        """The path of this customer's resources, C in the vendor's reference."""
        return self._customer

    # How calls are sent

    @property
    def _customer(self) -> str:
        return f"{self.discovery.prefix}/customers/{_segment(self.discovery.customer_id)}"

    def _library(self, library: str) -> str:
        return f"{self._customer}/libraries/{_segment(library)}"

    def _read(self, path: str, operation: str, params: t.Mapping[str, t.Any] | None = None) -> Reply:
        reply = self.connection.call("GET", path, operation=operation, params=params)
        if 200 <= reply.status <= 299:
            self._prefix_answers = True
        elif reply.status == 404 and not self._prefix_answers:
            self._require_prefix()
        return reply

    def _require_prefix(self) -> None:
        """Refuse a prefix below which there is not even the list of users, which every customer has.

        Otherwise each 404 would say of one user, group or role that it does not exist.
        """
        operation = "find its API"
        reply = self.connection.call("GET", f"{self._customer}/users", operation=operation, params={"limit": 1})
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
            raise self._unfit(operation, reply, "object")
        return data

    def _list(self, path: str, operation: str, params: t.Mapping[str, t.Any]) -> list[Record]:
        found = self._list_or_none(path, operation, params)
        if found is None:
            raise self.error(
                "the server answered HTTP 404",
                "not_found",
                operation=operation,
                http_status=404,
                hint="Check the library ID and the group's name, in exact spelling.",
            )
        return found

    def _list_or_none(self, path: str, operation: str, params: t.Mapping[str, t.Any]) -> list[Record] | None:
        """Return all pages of a list; C(None) when what it belongs to does not exist."""
        records: list[Record] = []
        budget = ListBudget(self.transport, operation, LIST_LIMITS)
        while True:
            budget.require_left()
            query = {**params, "limit": PAGE_SIZE, "offset": len(records), "total": "true"}
            reply = self._read(path, operation, query)
            budget.spend(reply)
            if reply.status == 404:
                return None
            answer = data_of(self.transport, reply, operation)
            page = answer.get("data")
            if not isinstance(page, list) or not all(isinstance(record, dict) for record in page):
                raise self._unfit(operation, reply, "list")
            if records and page and page[0] == records[0]:
                raise self._unfit(operation, reply, "list: it began again from its first entry")
            records += page
            total = answer.get("total_count")
            # Fewer entries than asked for is no sign of the end: the server may have a smaller limit of its own.
            if not page or (isinstance(total, int) and len(records) >= total):
                return records

    def _write(self, method: str, path: str, body: Record | None, operation: str) -> None:
        self._require_customer_id(operation)
        reply = self.connection.call(method, path, operation=operation, purpose="write", json=body)
        if not 200 <= reply.status <= 299:
            error = refusal(self.transport, reply, operation)
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

    def _unfit(self, operation: str, reply: Reply, wanted: str) -> EthicalWallsError:
        return self.error(
            f"the answer's 'data' is not the expected {wanted}",
            "unsupported",
            operation=operation,
            http_status=reply.status,
            hint="This server's API differs from the one this collection knows; see the README's table.",
        )


def _text(value: t.Any) -> str | None:
    return value if isinstance(value, str) else None


def _segment(text: str) -> str:
    # Half a surrogate pair, which is no ID, becomes one that no server knows.
    return quote(text, safe="", errors="surrogatepass")
