# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the service account: where it is, what it belongs to, and whether it can keep working."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import datetime, timezone

from ..._core.errors import EthicalWallsError
from ..._core.outcome import Outcome
from ..._core.values import folded
from ..._imanage.client import ImanageClient
from ..._imanage.libraries import LibraryChoice, ids_of, require_libraries
from ..._imanage.names import DEFAULT_ROLE, NRTADMIN
from ..._imanage.records import Record, group_id, record_id, same_id
from .account import DEFAULT_FULL_NAME, AccountState, describe_account, is_directory_user, read_account, told
from .rights import named_rights
from .user_restored import fields_of


@dataclass(frozen=True)
class WantedUserInfo:
    """Which account to read."""

    user_id: str
    libraries: list[LibraryChoice] | None = None
    email: str | None = None
    covered: list[LibraryChoice] | None = None
    roles: bool = False
    applications: bool = False
    predecessors: str | None = None
    former_usernames: list[str] | None = None


def read_user(client: ImanageClient, wanted: WantedUserInfo, check_mode: bool) -> Outcome:
    """Return the account with its groups in each library; C(exists) says whether there is one.

    :raises EthicalWallsError: C(not_found) for a library to look in that does not exist.
    """
    return Outcome(resource=_Reading(client, wanted, check_mode).read())


class _Reading:
    def __init__(self, client: ImanageClient, wanted: WantedUserInfo, check_mode: bool) -> None:
        self.client = client
        self.wanted = wanted
        self.check_mode = check_mode
        self.user_id = wanted.user_id.strip().upper()
        self.there = [library.id for library in client.discovery.libraries]
        self.libraries = self.there
        if wanted.libraries is not None:
            require_libraries(client, wanted.libraries, f"read user {self.user_id}")
            self.libraries = ids_of(wanted.libraries)
        # A library that there is not is left out: it is named by whoever checks the list.
        self.covered = [choice for choice in wanted.covered or [] if choice["id"] in self.there]

    def read(self) -> dict[str, t.Any]:
        listed = [library for library in ids_of(self.covered) if library in self.libraries]
        order = [*listed, *(library for library in self.libraries if library not in listed)]
        state = read_account(self.client, self.user_id, order if self.client.discovery.is_cloud else self.libraries)
        account = describe_account(self.client, self.user_id, state)
        account["exists"] = state.exists
        account["fields"] = fields_of(state)
        account["directory_synced"] = state.worst(is_directory_user, bad=True)
        account["password_age_days"] = _password_age(state)
        account["memberships"] = self._memberships(state)
        account["email_holders"] = self._email_holders(state)
        account.update(self._roles(state))
        account["app_ids"] = None
        if self.wanted.applications and state.exists:
            account["app_ids"] = self.client.apps_of_user(self.user_id)
        account["predecessors"] = self._predecessors(state, account["memberships"])
        return account

    def _memberships(self, state: AccountState) -> dict[str, list[str]]:
        """Return the account's groups in each library that it is in, and that tells them."""
        read = {one: self.client.groups_of_user(one, self.user_id) for one in self.libraries if state.is_in(one)}
        return {
            library: sorted(group_id(group).upper() for group in groups)
            for library, groups in read.items()
            if groups is not None
        }

    # Who has its e-mail address

    def _email_holders(self, state: AccountState) -> list[str] | None:
        """Return the IDs of the users with exactly this e-mail address; the search may find similar ones too.

        :returns: C(None) where it was not asked for, or this server does not offer the search.
        """
        email = (self.wanted.email or "").strip().lower()
        if not email:
            return None
        holders: set[str] = set()
        for found in self._searches(email, state):
            if found is None:
                return None
            holders |= {record_id(record).upper() for record in found if _has_email(record, email)}
        return sorted(holders)

    def _searches(self, email: str, state: AccountState) -> t.Iterator[list[Record] | None]:
        """Yield what is found: in the cloud among all users, on-premises library by library.

        Where the account has the address already nobody else can have it (V), so there nothing is searched.
        """
        if self.client.discovery.is_cloud:
            own = state.record
            yield [{**own, "id": self.user_id}] if _has_email(own, email) else self.client.users_with_email(email)
            return
        for library in self.libraries:
            own = state.records.get(library, {})
            if _has_email(own, email):
                yield [{**own, "id": self.user_id}]
            else:
                yield self.client.library_users_with_email(library, email)

    # The roles that it is to get

    def _roles(self, state: AccountState) -> dict[str, t.Any]:
        """Return the rights of those roles, which there are not, and why others could not be read; all by library.

        Read are roles that the account would be given: where it is not yet, and everywhere where it would be enabled.
        """
        if not self.wanted.roles:
            return {"missing_roles": None, "unread_roles": None, "role_rights": None}
        missing: dict[str, str] = {}
        unread: dict[str, str] = {}
        rights: dict[str, t.Any] = {}
        everywhere = self.check_mode or state.enabled is not True
        for choice in self.covered:
            if state.is_in(choice["id"]) and not everywhere:
                continue
            name = choice["role"] or DEFAULT_ROLE
            try:
                record = self.client.role(choice["id"], name)
            except EthicalWallsError as error:
                # What was read of the account itself stays true.
                unread[choice["id"]] = error.reason
                continue
            if record is not None:
                rights[choice["id"]] = {"role": name, "rights": named_rights(record)}
            elif choice["role"] is None:
                unread[choice["id"]] = f"there is no role {name}"
            elif not state.is_in(choice["id"]):
                missing[choice["id"]] = name
        return {"missing_roles": missing, "unread_roles": unread, "role_rights": rights}

    # Accounts that it has taken the place of

    def _predecessors(self, state: AccountState, memberships: dict[str, list[str]]) -> list[dict[str, t.Any]] | None:
        """Return members of NRTADMIN that look like former service accounts of this firm.

        :returns: C(None) where they were not asked for, or iManage does not show the members: a list without the
            account, which is one, does not show all.
        """
        if self.wanted.predecessors is None:
            return None
        found = []
        looked_in = self.covered if self.wanted.predecessors == "all" else self.covered[:1]
        for library in ids_of(looked_in):
            try:
                members = self.client.members(library, NRTADMIN)
            except EthicalWallsError as error:
                if error.http_status is None:
                    raise
                return None
            is_member = NRTADMIN in memberships.get(library, [])
            if is_member and not any(same_id(record_id(member), self.user_id) for member in members):
                return None
            found += [self._shown(library, member, state) for member in members if self._is_former(member, state)]
        return found

    def _is_former(self, member: Record, state: AccountState) -> bool:
        """Say whether a member has the account's e-mail address or name, or is known to have signed in for Legora."""
        if same_id(record_id(member), self.user_id):
            return False
        own = state.record
        emails = {folded(self.wanted.email), folded(own.get("email"))} - {""}
        names = {folded(own.get("full_name") or DEFAULT_FULL_NAME)}
        return (
            folded(member.get("email")) in emails
            or folded(member.get("full_name")) in names
            or self._was_at_legora(member, state)
        )

    def _was_at_legora(self, member: Record, state: AccountState) -> bool:
        """Say whether a member is known to have signed in for Legora."""
        own = {"", folded(self.wanted.email), folded(state.record.get("email")), folded(self.user_id)}
        former = {folded(name) for name in self.wanted.former_usernames or []} - own
        return bool({folded(record_id(member)), folded(member.get("email"))} & former)

    def _shown(self, library: str, member: Record, state: AccountState) -> dict[str, t.Any]:
        return {
            "id": record_id(member).upper(),
            "library": library,
            "email": member.get("email"),
            "full_name": member.get("full_name"),
            "enabled": told(member, "enabled"),
            "was_at_legora": self._was_at_legora(member, state),
        }


def _has_email(record: Record, email: str) -> bool:
    return folded(record.get("email")) == email


def _password_age(state: AccountState) -> int | None:
    """Return the age of the password in whole days."""
    changed = state.password_changed_at()
    return None if changed is None else max(0, (datetime.now(timezone.utc) - changed).days)
