# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of a library, and who is in them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request

from ..state import NRTADMIN, Group, ImanageTenant, Library
from .requests import VendorError, caller_of, chosen, customer_of, json_body, library_of, offered, paged, query_of
from .users import LIBRARY, show

router = APIRouter(prefix="/work/api/v2/customers/{customer}/libraries/{library_id}", dependencies=[Depends(offered)])

# Who is listed; without a word those who may sign in (V for the facade, A here).
_LOGON_STATUSES = {"Any": (True, False), "Disabled": (False,), "Enabled": (True,)}


def _show(library: Library, group: Group) -> dict[str, Any]:
    return {
        "id": group.id,
        "full_name": group.full_name,
        "group_number": group.group_number,
        "group_nos": 2,
        "enabled": group.enabled,
        "is_external": group.is_external,
        "database": library.id,
    }


def _listed(tenant: ImanageTenant, library: Library, groups: list[Group], query: dict[str, str]) -> dict[str, Any]:
    """Return a page of groups: disabled ones too, unless C(enabled) says otherwise (R)."""
    given = {"group_nos" if name == "nos" else name: value for name, value in query.items()}
    records = chosen([_show(library, group) for group in groups], given)
    return paged(tenant, [{tenant.group_id_field: one.pop("id"), **one} for one in records], query)


def _group(library: Library, group_id: str) -> Group:
    if group_id.upper() not in library.groups:
        raise VendorError(404, "NRC_NO_GROUP", f"Group {group_id} does not exist")
    return library.groups[group_id.upper()]


@router.get("/groups")
async def find(request: Request, customer: str, library_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library, query = library_of(tenant, library_id), query_of(request)
    return _listed(tenant, library, list(library.groups.values()), query)


@router.get("/users/{user_id}/groups")
async def groups_of_user(request: Request, customer: str, library_id: str, user_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query = query_of(request)
    if user_id.upper() not in library.assignments:
        raise VendorError(404, "NRC_NO_USER", "No such user in this library")
    groups = [group for group in library.groups.values() if user_id.upper() in group.members]
    return _listed(tenant, library, groups, query)


@router.get("/groups/{group_id}/members")
async def members(request: Request, customer: str, library_id: str, group_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query = query_of(request)
    wanted = query.pop("logon_status", "Enabled")
    if wanted not in _LOGON_STATUSES:
        raise VendorError(400, "NRC_INVALID_QUERY", "Invalid query parameter", {"logon_status": "unknown value"})
    source = tenant.users if tenant.is_cloud else library.users
    users = [source[user_id] for user_id in _group(library, group_id).members if user_id in source]
    users = [user for user in users if user.allow_logon in _LOGON_STATUSES[wanted]]
    return paged(tenant, chosen([show(tenant, user, LIBRARY) for user in users], query), query)


def _check_change(tenant: ImanageTenant, library: Library, group: Group, body: dict[str, Any]) -> list[str]:
    """Refuse the whole call for an unknown user, or for a change that changes nothing (T)."""
    if body["data_type"] != "users" or body["action"] not in ("add", "delete"):
        raise VendorError(400, "NRC_BAD_VALUE", "data_type is users, action is add or delete")
    if not tenant.is_cloud and body.get("database") != library.id:
        raise VendorError(400, "NRC_WRONG_DATABASE", "database is required on-premises", {"database": "required"})
    user_ids = [user_id.upper() for user_id in body["data"]]
    if not user_ids or len(set(user_ids)) != len(user_ids):
        raise VendorError(400, "NRC_NO_CHANGE", "data names nobody, or somebody twice")
    for user_id in user_ids:
        if user_id not in library.assignments:
            raise VendorError(400, "NRC_NO_USER", f"User {user_id} is not in this library")
        if (user_id in group.members) == (body["action"] == "add"):
            raise VendorError(400, "NRC_NO_CHANGE", f"User {user_id} is a member already, or is none")
    return user_ids


@router.put("/groups/{group_id}/members")
async def change_members(request: Request, customer: str, library_id: str, group_id: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    group = _group(library, group_id)
    query_of(request)
    body = await json_body(request)
    is_nrtadmin = tenant.is_nrtadmin(library, caller.id)
    if group.id == NRTADMIN and not is_nrtadmin:
        raise VendorError(403, "NRC_NO_RIGHT", "Only a member of NRTADMIN may change its members")
    if not (is_nrtadmin or caller.can_manage_users):
        raise VendorError(403, "NRC_NO_RIGHT", "The caller may not change groups")
    if not group.enabled:
        raise VendorError(400, "NRC_GROUP_DISABLED", "A disabled group takes no changes")
    for user_id in _check_change(tenant, library, group, body):
        if body["action"] == "add":
            group.members.append(user_id)
        else:
            group.members.remove(user_id)
    tenant.touch()
    return {"data": {}}
