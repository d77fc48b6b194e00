# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the roles exist that the service account is to get: read only where it is still to be assigned."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from unit.resources.fake_client import FakeClient, discovery

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.client import ImanageClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.user_info import (
    WantedUserInfo,
    read_user,
)

IN_ACTIVE = {"id": "SVC-LEGORA", "allow_logon": True, "libraries": [{"id": "ACTIVE"}]}


@dataclass
class Tenant(FakeClient):
    """A cloud tenant of two libraries, both of which have the role METADATA.

    :ivar refusing: the libraries that refuse to show their roles.
    :ivar without_groups: those that say of the account's groups that there is nothing of the kind.
    """

    roles_read: list[tuple[str, str]] = field(default_factory=list)
    refusing: tuple[str, ...] = ()
    members_of: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    holders: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    without_groups: tuple[str, ...] = ()

    def role(self, library: str, role: str) -> dict[str, Any] | None:
        self.roles_read.append((library, role))
        if library in self.refusing:
            raise self.error("the server answered HTTP 403", "permission")
        bits = {"METADATA": False, "DEFAULT": True}
        return {"id": role, "m2_bits": {"document_view": bits[role]}} if role in bits else None

    def groups_of_user(self, library: str, user_id: str, group: str | None = None) -> list[dict[str, Any]] | None:
        return None if library in self.without_groups else []

    def users_with_email(self, email: str) -> list[dict[str, Any]] | None:
        self.asked.append(("users_with_email", email))
        return self.holders.get("")

    def library_users_with_email(self, library: str, email: str) -> list[dict[str, Any]] | None:
        self.asked.append(("library_users_with_email", library))
        return self.holders.get(library)

    def apps_of_user(self, user_id: str) -> list[str] | None:
        self.asked.append(("apps_of_user", user_id))
        return ["app-legora"]

    def members(self, library: str, group: str) -> list[dict[str, Any]]:
        if library not in self.members_of:
            raise self.error("the server answered HTTP 400", "validation", http_status=400)
        return self.members_of[library]


def read(tenant: Tenant, covered: Any = None, check_mode: bool = False, **more: Any) -> Any:
    wanted = WantedUserInfo(
        "svc-legora", covered=covered and parse_libraries(covered), roles=covered is not None, **more
    )
    return read_user(cast(ImanageClient, tenant), wanted, check_mode).resource


def test_groups_that_are_not_told_are_not_none() -> None:
    """An account that nobody could see in NRTADMIN would count as taken out of it."""
    in_both = {**IN_ACTIVE, "libraries": [{"id": "ACTIVE"}, {"id": "CLOSED"}]}
    assert read(Tenant(record=in_both))["memberships"] == {"ACTIVE": [], "CLOSED": []}
    assert read(Tenant(record=in_both, without_groups=("CLOSED",)))["memberships"] == {"ACTIVE": []}


@pytest.mark.parametrize(
    ("record", "covered", "missing"),
    [
        (None, [{"id": "ACTIVE", "role": "METADATA"}, {"id": "CLOSED", "role": "NOPE"}], {"CLOSED": "NOPE"}),
        (None, ["ACTIVE", {"id": "CLOSED", "role": None}], {}),
        (None, [{"id": "ELSEWHERE", "role": "NOPE"}], {}),
        (IN_ACTIVE, [{"id": "ACTIVE", "role": "NOPE"}, {"id": "CLOSED", "role": "NOPE"}], {"CLOSED": "NOPE"}),
        (None, None, None),
    ],
    ids=["new account", "no role named", "no such library", "assigned already", "not asked"],
)
def test_missing_roles_are_named_by_library(record: Any, covered: Any, missing: Any) -> None:
    assert read(Tenant(discovery("cloud"), record=record), covered)["missing_roles"] == missing


def test_role_that_may_not_be_read_leaves_the_rest_of_the_account() -> None:
    tenant = Tenant(discovery("cloud"), refusing=("ACTIVE",))
    found = read(tenant, [{"id": "ACTIVE", "role": "METADATA"}, {"id": "CLOSED", "role": "NOPE"}])
    assert found["missing_roles"] == {"CLOSED": "NOPE"}
    assert found["unread_roles"] == {"ACTIVE": "the server answered HTTP 403"}
    assert found["exists"] is False
    assert read(tenant, None)["unread_roles"] is None


def test_library_is_the_same_in_any_case() -> None:
    """As onboarding compares it; otherwise a role would be missed that nobody is going to give."""
    tenant = Tenant(
        discovery("cloud"), record={"id": "SVC-LEGORA", "allow_logon": True, "libraries": [{"id": "active"}]}
    )
    found = read(tenant, [{"id": "ACTIVE", "role": "NOPE"}])
    assert (found["missing_roles"], found["memberships"]) == ({}, {"ACTIVE": []})


def test_account_that_is_assigned_already_costs_no_request() -> None:
    tenant = Tenant(discovery("cloud", "ACTIVE"), record=IN_ACTIVE)
    read(tenant, [{"id": "ACTIVE", "role": "METADATA"}])
    assert tenant.roles_read == []


METADATA = {"role": "METADATA", "rights": {"document_view": False}}
DEFAULT = {"role": "DEFAULT", "rights": {"document_view": True}}
WANTED = [{"id": "ACTIVE", "role": "METADATA"}, "CLOSED"]


@pytest.mark.parametrize(
    ("record", "check_mode", "expected"),
    [
        (None, False, {"ACTIVE": METADATA, "CLOSED": DEFAULT}),
        (IN_ACTIVE, False, {"CLOSED": DEFAULT}),
        (IN_ACTIVE, True, {"ACTIVE": METADATA, "CLOSED": DEFAULT}),
        ({**IN_ACTIVE, "allow_logon": False}, False, {"ACTIVE": METADATA, "CLOSED": DEFAULT}),
        ({**IN_ACTIVE, "allow_logon": None}, False, {"ACTIVE": METADATA, "CLOSED": DEFAULT}),
    ],
    ids=["new", "to be assigned", "dry run", "disabled", "perhaps disabled"],
)
def test_what_the_role_would_grant(record: Any, check_mode: bool, expected: Any) -> None:
    assert read(Tenant(discovery("cloud"), record=record), WANTED, check_mode)["role_rights"] == expected


def test_a_default_role_that_can_t_be_read_is_said() -> None:
    found = read(Tenant(discovery("cloud"), refusing=("CLOSED",)), WANTED)
    assert (found["role_rights"], list(found["unread_roles"])) == ({"ACTIVE": METADATA}, ["CLOSED"])
    assert read(Tenant(discovery("cloud")))["role_rights"] is None


def test_applications_are_asked_for_an_account_that_exists() -> None:
    assert read(Tenant(discovery("cloud"), record=IN_ACTIVE), applications=True)["app_ids"] == ["app-legora"]
    for tenant, asked in ((Tenant(discovery("cloud")), True), (Tenant(discovery("cloud"), record=IN_ACTIVE), False)):
        assert read(tenant, applications=asked)["app_ids"] is None
        assert ("apps_of_user", "SVC-LEGORA") not in tenant.asked


EMAIL = "svc@alder.example"
HOLDER = {"id": "other", "email": EMAIL.upper()}


def test_who_has_its_address_in_the_cloud() -> None:
    tenant = Tenant(discovery("cloud"), holders={"": [HOLDER, {"id": "SIMILAR", "email": f"x{EMAIL}"}]})
    assert read(tenant, email=EMAIL)["email_holders"] == ["OTHER"]
    assert read(tenant)["email_holders"] is None


def test_a_search_that_is_not_offered_is_unknown_and_not_nobody() -> None:
    assert read(Tenant(discovery("cloud")), email=EMAIL)["email_holders"] is None
    on_premises = Tenant(discovery("on_premises"), holders={"ACTIVE": [HOLDER]})
    assert read(on_premises, email=EMAIL)["email_holders"] is None


def test_who_has_its_address_on_premises() -> None:
    """Nobody else can have it where the account has it already."""
    tenant = Tenant(
        discovery("on_premises"),
        library_records={"ACTIVE": {"id": "SVC-LEGORA", "email": EMAIL}},
        holders={"CLOSED": []},
    )
    assert read(tenant, email=EMAIL)["email_holders"] == ["SVC-LEGORA"]
    assert [asked[1] for asked in tenant.asked if asked[0] == "library_users_with_email"] == ["CLOSED"]
    tenant.holders["CLOSED"] = [HOLDER]
    assert read(tenant, email=EMAIL)["email_holders"] == ["OTHER", "SVC-LEGORA"]


@pytest.mark.parametrize(
    ("member", "found"),
    [
        ({"id": "svc-legora", "full_name": "Legora service account"}, False),
        ({"id": "OLD", "email": "Svc@Alder.example"}, True),
        ({"id": "OLD", "full_name": "legora service account"}, True),
        ({"id": "legora-2025"}, True),
        ({"id": "OLD", "email": "legora@alder.example"}, True),
        ({"id": "ADMIN", "email": "admin@alder.example", "full_name": "An administrator"}, False),
        ({"id": "ADMIN"}, False),
    ],
)
def test_former_accounts_are_recognised(member: dict[str, Any], found: bool) -> None:
    tenant = Tenant(discovery("cloud"), members_of={"ACTIVE": [{"id": "ADMIN"}, member], "CLOSED": []})
    given = {
        "email": EMAIL,
        "covered": ["ACTIVE", {"id": "CLOSED"}, "ELSEWHERE"],
        "predecessors": "all",
        "former_usernames": ["LEGORA-2025", "legora@alder.example", "svc-legora", EMAIL],
    }
    at_legora = member["id"] == "legora-2025" or member.get("email") == "legora@alder.example"
    shown = [
        {
            "id": member["id"].upper(), "library": "ACTIVE", "email": member.get("email"),
            "full_name": member.get("full_name"), "enabled": None, "was_at_legora": at_legora,
        }
    ]  # fmt: skip
    assert read(tenant, **given)["predecessors"] == (shown if found else [])


def test_members_that_are_not_shown_are_unknown_and_not_none() -> None:
    tenant = Tenant(discovery("cloud"), members_of={"ACTIVE": []})
    assert read(tenant, ["ACTIVE", "CLOSED"], predecessors="all")["predecessors"] is None
    assert read(tenant)["predecessors"] is None
