# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the two systems remember, for each firm."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock

NRTADMIN = "NRTADMIN"


@dataclass
class Role:
    """A library role: what it lets its users do.

    :ivar tier: 1 to 3 for that tier of Control Center, 0 for none.
    """

    alias: str
    document_view: bool = True
    delete: bool = False
    delete_workspace: bool = False
    delete_public_folder: bool = False
    tier: int = 0
    description: str = ""


@dataclass
class Group:
    """A group of a library; members by user ID."""

    id: str
    full_name: str
    group_number: int
    enabled: bool = True
    is_external: bool = False
    members: list[str] = field(default_factory=list)


@dataclass
class User:
    """A user record; in the cloud one for the tenant, on-premises one for each library.

    :ivar can_manage_users: the operator's global role, or tier 1/2 on-premises.
    """

    id: str
    user_num: int
    full_name: str = ""
    email: str = ""
    location: str = ""
    user_nos: int = 2
    user_id_ex: str = ""
    allow_logon: bool = True
    is_external: bool = False
    is_locked: bool = False
    failed_logins: int = 0
    force_password_change: bool = False
    pwd_never_expire: bool = False
    pwd_changed_ts: str = ""
    preferred_library: str = ""
    ip_range_enabled: bool = False
    ip_range: str = ""
    create_date: str = ""
    edit_date: str = ""
    user_type: str = "virtual"
    can_manage_users: bool = False


@dataclass
class Assignment:
    """A user's place in a library, and since when its role is effective.

    :ivar previous_role: what is effective until then; ``None`` for no access.
    """

    role: str
    effective_at: float = 0.0
    previous_role: str | None = None


@dataclass
class Library:
    """A library with its groups, roles and users.

    :ivar status: what discovery says of it; ``GET C/libraries`` declares none.
    """

    id: str
    type: str = "worksite"
    status: str = "ready"
    is_hidden: bool = False
    roles: dict[str, Role] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    assignments: dict[str, Assignment] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    documents: list[str] = field(default_factory=list)


@dataclass
class Token:
    """A sign-in; it lapses after idling."""

    user_id: str
    used_at: float


@dataclass
class ImanageTenant:
    """One firm's iManage Work.

    :ivar users: the global users (cloud only).
    :ivar passwords: by user ID. On-premises too one for all libraries (assumed).
    :ivar issued: every token that there was, for tests that look for them.
    :ivar mutations: counts changes, so that the journal can say what took effect.

    Switches, for what a real server may do and no reference decides:

    :ivar undeclared_fields: whether answers hold the fields that :mod:`.imanage.contract` marks as seen, not declared.
    :ivar tells_account_state: whether any call tells lock, failed sign-ins, and what there is about the password.
    :ivar strict_bodies: whether the bodies that witnesses send are demanded: that of S5 for ``POST L/users`` (both IDs
        on-premises), one for a role, the ID in ``PATCH C/users``. Else shorter ones are taken too.
    :ivar absent_calls: calls that this server does not have, such as ``GET L/operations``: each is answered by 404.
    :ivar cursor_paging: whether a list goes on by ``cursor``, and knows ``offset`` no more.
    :ivar operations_id: whose ``id`` ``GET L/operations`` tells: ``role``, ``user``, ``nrtadmin`` or ``absent``.
    :ivar group_id_field: what a group's ID is called; ``group_id`` by a server of 2022 (S6).
    :ivar required_scope: the only ``scope`` that a sign-in may ask for; ``None`` for any, or none.
    :ivar app_users: by application, the users who may use it; an application that is not named is open to all.
    :ivar app_proxy: for iManage behind Azure App Proxy: ``{}`` when it works, ``{"error": ...}`` when it does not.
    :ivar distort: a test's own hand in an answer, after that was compared with the contract: takes the call's name and
        the body, returns the body that is sent.
    """

    firm: str
    flavour: str
    customer_id: str
    version: str
    clock: Clock
    client_id: str
    client_secret: str | None
    libraries: dict[str, Library] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    issued: list[str] = field(default_factory=list)
    applications: list[dict[str, Any]] = field(default_factory=list)
    idle_timeout: float = 1800.0
    effective_delay: float = 0.0
    max_failed_logins: int = 3
    default_limit: int = 3
    max_page_size: int = 500
    minimum_password: int = 12
    refuse_reused_password: bool = True
    nrtadmin_supersedes: bool = False
    hide_document_view: bool = False
    undeclared_fields: bool = True
    tells_account_state: bool = True
    strict_bodies: bool = False
    absent_calls: tuple[str, ...] = ()
    cursor_paging: bool = False
    operations_id: str = "role"
    group_id_field: str = "id"
    required_scope: str | None = None
    app_users: dict[str, list[str]] = field(default_factory=dict)
    app_proxy: dict[str, Any] | None = None
    distort: Callable[[str, Any], Any] | None = None
    mutations: int = 0
    next_user_num: int = 100

    @property
    def is_cloud(self) -> bool:
        return self.flavour == "cloud"

    @property
    def is_legacy(self) -> bool:
        """Whether the server is older than 10.2.2 and so has no OAuth."""
        return tuple(int(part) for part in self.version.split(".")[:3]) < (10, 2, 2)

    def touch(self) -> None:
        """Note that something changed."""
        self.mutations += 1

    def copied(self) -> ImanageTenant:
        """Return a copy to write to without effect; who is signed in, and the clock, stay the same."""
        return copy.deepcopy(self, {id(kept): kept for kept in (self.clock, self.tokens, self.issued)})

    def may_use(self, application: str, user_id: str) -> bool:
        """Say whether an application is open to a user."""
        return application not in self.app_users or user_id in self.app_users[application]

    def records_of(self, user_id: str) -> list[User]:
        """Return all records of a user: one in the cloud, one for each of its libraries on-premises."""
        if self.is_cloud:
            return [self.users[user_id]] if user_id in self.users else []
        return [library.users[user_id] for library in self.libraries.values() if user_id in library.users]

    def account(self, user_id: str) -> User | None:
        """Return the record that stands for a user; on-premises that of its preferred library (assumed)."""
        records = self.records_of(user_id)
        if not records:
            return None
        preferred = self.libraries.get(records[0].preferred_library)
        return preferred.users.get(user_id, records[0]) if preferred and not self.is_cloud else records[0]

    def all_users(self) -> list[User]:
        """Return one record for each user, in order of creation."""
        if self.is_cloud:
            return list(self.users.values())
        found: dict[str, User] = {}
        for library in self.libraries.values():
            for user_id, user in library.users.items():
                found.setdefault(user_id, user)
        return list(found.values())

    def libraries_of(self, user_id: str) -> list[Library]:
        return [library for library in self.libraries.values() if user_id in library.assignments]

    def effective_role(self, library: Library, user_id: str) -> Role | None:
        """Return the role that is effective now; ``None`` for no access yet."""
        assignment = library.assignments.get(user_id)
        if assignment is None:
            return None
        effective = self.clock.now() >= assignment.effective_at
        alias = assignment.role if effective else assignment.previous_role
        return library.roles.get(alias) if alias else None

    def is_nrtadmin(self, library: Library, user_id: str) -> bool:
        group = library.groups.get(NRTADMIN)
        return group is not None and user_id in group.members


@dataclass
class StoredServiceAccount:
    """What Legora was given to sign in with."""

    username: str
    password: str
    updated_at: str
    noted_status: str | None = None


@dataclass
class Capability:
    """What a connector may do."""

    id: str
    type: str
    customer_id: str
    library_ids: list[str]
    updated_at: str


@dataclass
class Connector:
    """An integration of the organisation."""

    id: str
    url: str
    status: str = "enabled"
    type: str = "imanage"
    service_account: StoredServiceAccount | None = None
    capabilities: list[Capability] = field(default_factory=list)


@dataclass
class LegoraOrganisation:
    """One firm's organisation at Legora.

    :ivar reaches_imanage: whether Legora can check a service account; if not, it stays ``unverified``.
    """

    firm: str
    id: str
    name: str
    region: str
    api_key: str
    imanage: ImanageTenant
    clock: Clock
    key_role: str = "Admin"
    connectors: dict[str, Connector] = field(default_factory=dict)
    preferences: dict[str, bool] = field(default_factory=dict)
    audit_log: list[dict[str, Any]] = field(default_factory=list)
    reaches_imanage: bool = True
    default_limit: int = 3
    max_page_size: int = 100
    mutations: int = 0
    next_number: int = 1

    def copied(self) -> LegoraOrganisation:
        """Return a copy to write to without effect."""
        return copy.deepcopy(self, {id(kept): kept for kept in (self.clock, self.imanage)})

    def touch(self, action: str, operation: str, resource_type: str, name: str) -> None:
        """Note a change by the key's owner, in the audit log too."""
        self.mutations += 1
        self.note(f"integration@{self.firm}.example", action, operation, resource_type, name)

    def note(
        self, actor: str, action: str, operation: str, resource_type: str, name: str, result: str = "success"
    ) -> None:
        """Put an event into the audit log. All words in it are assumed."""
        self.audit_log.append(
            {
                "id": f"evt_{len(self.audit_log) + 1}",
                "timestamp": self.clock.iso(),
                "actor_email": actor,
                "action": action,
                "operation": operation,
                "resource_type": resource_type,
                "resource_display_name": name,
                "result_status": result,
            }
        )

    def tried_service_account(self, connector: Connector) -> str:
        """Return the status as Legora tells it, and note its own sign-in where that ends otherwise than last time.

        Who is named as the actor, and that only a new result is noted, is assumed.
        """
        status = self.service_account_status(connector)
        stored = connector.service_account
        if stored is not None and status not in ("unverified", stored.noted_status):
            stored.noted_status = status
            result = "success" if status == "active" else "failure"
            actor = "connectors@legora.example"
            self.note(actor, "sign_in", "service_account.check", "service_account", stored.username, result)
        return status

    def service_account_status(self, connector: Connector) -> str:
        """Say what Legora would find when it signs in to iManage with what it was given."""
        stored = connector.service_account
        if stored is None or not self.reaches_imanage:
            return "unverified"
        tenant = self.imanage
        user = find_by_sign_in_name(tenant, stored.username)
        if user is None or user.is_locked or not user.allow_logon or user.user_nos != 2:
            return "rejected"
        return "active" if tenant.passwords.get(user.id) == stored.password else "rejected"


def find_by_sign_in_name(tenant: ImanageTenant, username: str) -> User | None:
    """Find whom a sign-in name means: an e-mail address in the cloud, a user ID elsewhere (T)."""
    for user in tenant.all_users():
        name = user.email if tenant.is_cloud else user.id
        if name and name.lower() == username.lower():
            return tenant.account(user.id)
    return None
