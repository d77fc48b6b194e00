# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A typed client of iManage Work's REST API version 2: one method for each call, no decisions.

Each docstring names the call and how surely it is known: V published by the vendor, R its reference as repeated in
public clients, T seen in working third-party code, A assumed here.
"""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError
from .._core.http.transport import Reply
from .calls import NOT_OFFERED, Calls
from .connection import Connection, Credentials
from .envelope import data_of
from .names import CLOUD_DOMAIN_BY_ID, ON_PREMISES_CUSTOMER_ID, is_below
from .records import DIFFERS, Record, group_id, record_id, same_id, text_of


class ImanageClient(Calls):
    """iManage Work as one signed-in user sees it."""

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
        doubt = self.doubt_about_deployment
        if doubt is not None:
            warnings.append(f"{doubt}; nothing is written until imanage_deployment says which it is")
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

    def sign_in_name(self, user_id: str, email: str | None) -> str:
        """Return what an account signs in with: its e-mail address in iManage's cloud, its user ID elsewhere (T)."""
        form = self._username_form
        if form == "auto":
            by_id = is_below(self.transport.origin.host, CLOUD_DOMAIN_BY_ID)
            form = "email" if self.discovery.is_cloud and not by_id else "id"
        return email if form == "email" and email else user_id

    def sign_in_as(self, username: str, password: str) -> ImanageClient:
        """Return a client that is signed in as another account: one attempt, without the administrator's scope.

        :raises EthicalWallsError: C(auth) when iManage refuses.
        """
        own = self.connection.credentials
        connection = Connection(
            self.transport,
            Credentials(
                username,
                password,
                own.client_id,
                own.client_secret,
                scope=None,
                attempts=1,
                username_from="imanage_username_form",
                password_from="service_account_password",
            ),
        )
        connection.adopt(self.connection.open())
        return ImanageClient(
            connection, self._expected_customer_id, self._username_form, self._api_prefix, self._deployment
        )

    # Applications

    def apps(self) -> list[dict[str, str | None]] | None:
        """Return ID, name and status of each registered application: C(GET C/apps) (R).

        The answer may hold client secrets, so nothing else of it leaves this method.

        :returns: C(None) where iManage refuses, in whatever way: which right it needs is not public.
        """
        found = self._list_unless_refused(f"{self.customer_path}/apps", "list the applications")
        if found is None:
            return None
        return [{name: text_of(record.get(name)) for name in ("id", "name", "status")} for record in found]

    def apps_of_user(self, user_id: str) -> list[str] | None:
        """Return the IDs of one user's applications: C(GET C/users/{id}/apps) (R; that it means "may use": A).

        :returns: C(None) where iManage does not tell, for whatever reason.
        """
        found = self._list_unless_refused(
            f"{self.customer_path}/users/{self._segment(user_id)}/apps", f"list the applications of {user_id}"
        )
        ids = [text_of(record.get("id")) for record in found or []]
        return None if found is None or None in ids else [one for one in ids if one]

    # Users

    def user(self, user_id: str) -> Record | None:
        """Return a user with its libraries, or C(None): C(GET C/users/{id}) (R)."""
        found = self._one(
            f"{self.customer_path}/users/{self._segment(user_id)}",
            f"read user {user_id}",
            params={"include_libraries": "true"},
        )
        return self._of_user(found, user_id)

    def users_with_email(self, email: str) -> list[Record] | None:
        """Return the users with an e-mail address: C(GET C/users) with C(email) (R).

        :returns: C(None) where this server does not offer the list, as on-premises ones may not (A).
        """
        return self._list_or_none(
            f"{self.customer_path}/users", f"search for users with e-mail {email}", {"email": email}
        )

    def libraries_of_user(self, user_id: str) -> list[Record] | None:
        """Return a user's libraries, C(id) being the library's ID: C(GET C/users/{id}/libraries) (R).

        :returns: C(None) for an unknown user, or where this server does not offer the list.
        """
        return self._list_or_none(
            f"{self.customer_path}/users/{self._segment(user_id)}/libraries", f"read the libraries of {user_id}", {}
        )

    def library_user(self, library: str, user_id: str) -> Record | None:
        """Return a user of one library's own list, or C(None): C(GET L/users/{id}) (A)."""
        found = self._one(
            f"{self._library(library)}/users/{self._segment(user_id)}", f"read user {user_id} of library {library}"
        )
        return self._of_user(found, user_id)

    def library_users_with_email(self, library: str, email: str) -> list[Record] | None:
        """Return a library's users with an e-mail address: C(GET L/users) with C(email) (A).

        :returns: C(None) where this server does not offer the list, or not with that parameter.
        """
        try:
            return self._list_or_none(
                f"{self._library(library)}/users",
                f"search library {library} for users with e-mail {email}",
                {"email": email},
            )
        except EthicalWallsError as error:
            if error.http_status not in NOT_OFFERED:
                raise
            return None

    def create_user(self, profile: Record) -> None:
        """Create a global user in the cloud: C(POST C/users) (T)."""
        self._write("POST", f"{self.customer_path}/users", profile, f"create user {profile['id']}")

    def put_user_in_library(self, library: str, profile: Record) -> None:
        """Assign a user to a library; on-premises, create it there: C(POST L/users) (T)."""
        body = {**profile, "database": library}
        self._write("POST", f"{self._library(library)}/users", body, f"add {profile['user_id']} to library {library}")

    def update_user(self, user_id: str, changes: Record) -> None:
        """Change a global user in the cloud: C(PATCH C/users/{id}), C(id) in the body too (T; a new password: A)."""
        body = {"id": user_id, **changes}
        self._write("PATCH", f"{self.customer_path}/users/{self._segment(user_id)}", body, f"change user {user_id}")

    def update_library_user(self, library: str, user_id: str, changes: Record) -> None:
        """Change a user of one library on-premises: C(PATCH L/users/{id}) (T; a new password: A)."""
        self._write(
            "PATCH",
            f"{self._library(library)}/users/{self._segment(user_id)}",
            changes,
            f"change user {user_id} in library {library}",
        )

    # Groups

    def groups_of_user(self, library: str, user_id: str, group: str | None = None) -> list[Record] | None:
        """Return a user's groups in a library, C(None) for an unknown user: C(GET L/users/{id}/groups) (R)."""
        return self._list_or_none(
            f"{self._library(library)}/users/{self._segment(user_id)}/groups",
            f"read the groups of {user_id} in library {library}",
            {"alias": group} if group else {},
        )

    def is_member(self, library: str, user_id: str, group: str) -> bool | None:
        """Say whether a user is in a group of a library; C(None) when the library does not know the user."""
        groups = self.groups_of_user(library, user_id, group)
        return None if groups is None else any(same_id(group_id(found), group) for found in groups)

    def group(self, library: str, group: str) -> Record | None:
        """Return a group of a library, or C(None): C(GET L/groups) with C(alias) (R)."""
        found = self._list(f"{self._library(library)}/groups", f"find {group} in library {library}", {"alias": group})
        return next((record for record in found if same_id(group_id(record), group)), None)

    def members(self, library: str, group: str) -> list[Record]:
        """Return a group's members, those who may not sign in too: C(GET L/groups/{id}/members) (T).

        The parameter C(logon_status) is V for the vendor's own facade, A here. A server that does not know it hides
        disabled users, so the list is no proof that nobody else is a member.
        """
        return self._list(
            f"{self._library(library)}/groups/{self._segment(group)}/members",
            f"read the members of {group} in library {library}",
            {"logon_status": "Any"},
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
            f"{self._library(library)}/groups/{self._segment(group)}/members",
            body,
            f"{verb} {', '.join(user_ids)} {preposition} {group} in library {library}",
        )

    # Roles and rights

    def role(self, library: str, role: str) -> Record | None:
        """Return a role of a library, or C(None): C(GET L/roles/{alias}) (R)."""
        return self._one(
            f"{self._library(library)}/roles/{self._segment(role)}", f"read role {role} of library {library}"
        )

    def assign_role(self, library: str, role: str, user_id: str) -> None:
        """Put a user in a role of a library: C(POST L/roles/{role}/users/{user}) (T, like its body)."""
        self._write(
            "POST",
            f"{self._library(library)}/roles/{self._segment(role)}/users/{self._segment(user_id)}",
            {"data_type": "users", "data": user_id, "action": "add", "database": library},
            f"put {user_id} in role {role} in library {library}",
        )

    def operations(self, library: str) -> Reply:
        """Return the caller's effective rights in a library, as answered: C(GET L/operations) (R)."""
        return self._read(f"{self._library(library)}/operations", f"read the effective rights in library {library}")

    def download(self, library: str, document_id: str) -> Reply:
        """Ask for a document's content: C(GET L/documents/{id}/download) (R)."""
        return self._read(
            f"{self._library(library)}/documents/{self._segment(document_id)}/download",
            f"download test document {document_id}",
            accept="*/*",
        )

    def download_status(self, library: str, document_id: str) -> int | None:
        """Return what a request for a document's content is answered with, also where the answer itself is of no use.

        A redirect, which is not followed, and a document that is too large to be read are answers too.

        :returns: C(None) when no answer came.
        """
        try:
            return self.download(library, document_id).status
        except EthicalWallsError as error:
            return error.http_status

    def object_of(self, reply: Reply, operation: str) -> Record:
        """Return the C(data) object of an answer that was read before."""
        data = data_of(self.transport, reply, operation).get("data")
        return data if isinstance(data, dict) else {}

    def _of_user(self, found: Record | None, user_id: str) -> Record | None:
        """Return a user's record, or C(None), if it says that it is that user's: nothing is decided from another's."""
        if found is None or same_id(record_id(found), user_id):
            return found
        raise self.error(
            f"iManage was asked for {user_id}, and answered with {record_id(found)}",
            "unsupported",
            operation=f"read user {user_id}",
            hint=DIFFERS,
        )

    def _list_unless_refused(self, path: str, operation: str) -> list[Record] | None:
        """Return a list that nothing depends on; C(None) for any answer that is not that list."""
        try:
            return self._list_or_none(path, operation, {})
        except EthicalWallsError as error:
            if error.http_status is None:
                raise
            return None
