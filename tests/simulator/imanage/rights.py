# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Discovery, libraries, roles, effective rights, applications and the test document."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from ..state import NRTADMIN, ImanageTenant, Library, Role, User
from .contract import CALLS
from .requests import (
    VendorError,
    caller_of,
    chosen,
    customer_of,
    json_body,
    library_of,
    offered,
    paged,
    query_of,
    tenant_of,
)
from .users import assign

discovery_router = APIRouter(dependencies=[Depends(offered)])
router = APIRouter(prefix="/work/api/v2/customers/{customer}", dependencies=[Depends(offered)])
_ROLE, _OPERATIONS = "GET L/roles/{role}", "GET L/operations"


@discovery_router.get("/api")
async def discovery(request: Request) -> dict[str, Any]:
    user = caller_of(request)
    tenant = tenant_of(request)
    query_of(request)
    libraries = list(tenant.libraries.values())
    return {
        "data": {
            "auth_status": "authenticated",
            "capabilities": ["documents", "workspaces", *(["global_users"] if tenant.is_cloud else [])],
            "dms_version": tenant.version,
            "user": {
                "id": user.id,
                "name": user.full_name,
                "email": user.email,
                "user_type": user.user_type,
                "customer_id": int(tenant.customer_id),
            },
            "versions": [
                {"name": "v1", "url": f"{request.scope['own_url']}/work/api/v1", "version": "1"},
                {"name": "v2", "url": f"{request.scope['own_url']}/work/api/v2", "version": "2"},
            ],
            "work": {
                "preferred_library": user.preferred_library or libraries[0].id,
                "libraries": [{"alias": one.id, "type": one.type, "status": one.status} for one in libraries],
            },
        }
    }


@router.get("/libraries")
async def libraries(request: Request, customer: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    query_of(request)
    return {"data": [{"id": one.id, "type": one.type, "is_hidden": one.is_hidden} for one in tenant.libraries.values()]}


@router.get("/apps")
async def applications(request: Request, customer: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request)
    # Which right it takes is assumed: that of an administrator, since the answer may hold secrets.
    if not (caller.can_manage_users or any(tenant.is_nrtadmin(one, caller.id) for one in tenant.libraries.values())):
        raise VendorError(403, "NRC_NO_RIGHT", "The caller may not see applications")
    return paged(tenant, chosen(tenant.applications, query), query)


def _rights(tenant: ImanageTenant, call: str, role: Role, supersedes: bool) -> dict[str, Any]:
    """Return a role's rights by the names that the contract has for a call; those that nothing here sets are off.

    How the numbers C(m1) to C(m3) come from the bits is assumed.
    """
    granted = {
        "document_view": role.document_view or supersedes,
        "delete": role.delete or supersedes,
        "delete_workspace": role.delete_workspace or supersedes,
        "delete_public_folder": role.delete_public_folder or supersedes,
        "tier": role.tier,
        f"admin_tier_{role.tier}": True,
    }
    found: dict[str, Any] = {"description": role.description or role.alias}
    for name in ("m1", "m2", "m3", "m4"):
        bits = {bit: granted.get(bit, False) for bit in CALLS[call].fields[f"{name}_bits"].fields}
        found[f"{name}_bits"] = bits
        if name != "m4":
            found[name] = sum(1 << place for place, bit in enumerate(bits) if bits[bit])
    if tenant.hide_document_view:
        del found["m2_bits"]["document_view"]
    return found


def _effective(tenant: ImanageTenant, library: Library, role: Role, caller: User) -> dict[str, Any]:
    """Return a caller's rights in a library; whose C(id) stands in it is assumed, and a switch."""
    supersedes = tenant.nrtadmin_supersedes and tenant.is_nrtadmin(library, caller.id)
    ids = {"role": role.alias, "user": caller.id, "nrtadmin": NRTADMIN}
    identified = {} if tenant.operations_id == "absent" else {"id": ids[tenant.operations_id]}
    return {**identified, **_rights(tenant, _OPERATIONS, role, supersedes)}


@router.get("/libraries/{library_id}/roles")
async def roles(request: Request, customer: str, library_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query = query_of(request)
    records = [{"id": one.alias, "description": one.description or one.alias} for one in library.roles.values()]
    return paged(tenant, records, query)


@router.get("/libraries/{library_id}/roles/{alias}")
async def role(request: Request, customer: str, library_id: str, alias: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    if alias.upper() not in library.roles:
        raise VendorError(404, "NRC_NO_ROLE", f"Role {alias} does not exist")
    found = library.roles[alias.upper()]
    return {"data": {"id": found.alias, "database": library.id, **_rights(tenant, _ROLE, found, False)}}


@router.post("/libraries/{library_id}/roles/{alias}/users/{user_id}")
async def assign_role(request: Request, customer: str, library_id: str, alias: str, user_id: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    if not (caller.can_manage_users or tenant.is_nrtadmin(library, caller.id)):
        raise VendorError(403, "NRC_NO_RIGHT", "The caller may not manage roles")
    await _check_role_body(request, library, user_id)
    if user_id.upper() not in library.assignments:
        raise VendorError(404, "NRC_NO_USER", "No such user in this library")
    assign(tenant, library, user_id.upper(), alias.upper())
    return {"data": {}}


async def _check_role_body(request: Request, library: Library, user_id: str) -> None:
    """Check the body that the one witness sends (S5); without the switch C(strict_bodies) none is taken too."""
    if not (tenant_of(request).strict_bodies or await request.body()):
        return
    wanted = {"data_type": "users", "data": user_id, "action": "add", "database": library.id}
    body = await json_body(request)
    for name, value in wanted.items():
        if body[name].upper() != value.upper():
            raise VendorError(400, "NRC_BAD_VALUE", "Invalid value", {name: f"{value} expected"})


@router.get("/libraries/{library_id}/operations")
async def operations(request: Request, customer: str, library_id: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    effective = tenant.effective_role(library, caller.id)
    if effective is None:
        raise VendorError(403, "NRC_NO_ACCESS", "The caller has no access to this library")
    return {"data": _effective(tenant, library, effective, caller)}


@router.get("/libraries/{library_id}/documents/{document_id}/download")
async def download(request: Request, customer: str, library_id: str, document_id: str) -> Response:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    if document_id not in library.documents:
        raise VendorError(404, "NRC_NO_DOCUMENT", "No such document")
    effective = tenant.effective_role(library, caller.id)
    supersedes = tenant.nrtadmin_supersedes and tenant.is_nrtadmin(library, caller.id)
    if effective is None or not (effective.document_view or supersedes):
        raise VendorError(403, "NRC_NO_RIGHT", "The caller may not view documents")
    return Response(b"A test document.", media_type="text/plain")
