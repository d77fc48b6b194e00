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
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage_user_info import (
    WantedUserInfo,
    read_user,
)

IN_ACTIVE = {"id": "SVC-LEGORA", "libraries": [{"id": "ACTIVE"}]}


@dataclass
class Tenant(FakeClient):
    """A cloud tenant of two libraries, both of which have the role METADATA.

    :ivar refusing: the libraries that refuse to show their roles.
    """

    roles_read: list[tuple[str, str]] = field(default_factory=list)
    refusing: tuple[str, ...] = ()

    def role(self, library: str, role: str) -> dict[str, Any] | None:
        self.roles_read.append((library, role))
        if library in self.refusing:
            raise self.error("the server answered HTTP 403", "permission")
        return {"id": role} if role == "METADATA" else None

    def groups_of_user(self, library: str, user_id: str, group: str | None = None) -> list[dict[str, Any]]:
        return []


def read(tenant: Tenant, assign_to: Any) -> Any:
    return read_user(cast(ImanageClient, tenant), WantedUserInfo("svc-legora", assign_to=assign_to), False).resource


@pytest.mark.parametrize(
    ("record", "assign_to", "missing"),
    [
        (None, [{"id": "ACTIVE", "role": "METADATA"}, {"id": "CLOSED", "role": "NOPE"}], {"CLOSED": "NOPE"}),
        (None, ["ACTIVE", {"id": "CLOSED", "role": None}], {}),
        (None, [{"id": "ELSEWHERE", "role": "NOPE"}], {}),
        (IN_ACTIVE, [{"id": "ACTIVE", "role": "NOPE"}, {"id": "CLOSED", "role": "NOPE"}], {"CLOSED": "NOPE"}),
        (None, None, None),
    ],
    ids=["new account", "no role named", "no such library", "assigned already", "not asked"],
)
def test_missing_roles_are_named_by_library(record: Any, assign_to: Any, missing: Any) -> None:
    assert read(Tenant(discovery("cloud"), record=record), assign_to)["missing_roles"] == missing


def test_role_that_may_not_be_read_leaves_the_rest_of_the_account() -> None:
    tenant = Tenant(discovery("cloud"), refusing=("ACTIVE",))
    found = read(tenant, [{"id": "ACTIVE", "role": "METADATA"}, {"id": "CLOSED", "role": "NOPE"}])
    assert found["missing_roles"] == {"CLOSED": "NOPE"}
    assert found["unread_roles"] == {"ACTIVE": "the server answered HTTP 403"}
    assert found["exists"] is False
    assert read(tenant, None)["unread_roles"] is None


def test_library_is_the_same_in_any_case() -> None:
    """As onboarding compares it; otherwise a role would be missed that nobody is going to give."""
    tenant = Tenant(discovery("cloud"), record={"id": "SVC-LEGORA", "libraries": [{"id": "active"}]})
    found = read(tenant, [{"id": "ACTIVE", "role": "NOPE"}])
    assert (found["missing_roles"], found["memberships"]) == ({}, {"ACTIVE": []})


def test_account_that_is_assigned_already_costs_no_request() -> None:
    tenant = Tenant(discovery("cloud", "ACTIVE"), record=IN_ACTIVE)
    read(tenant, [{"id": "ACTIVE", "role": "METADATA"}])
    assert tenant.roles_read == []
