# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Discovery, libraries, roles, effective rights, applications and the test document."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from ..state import ImanageTenant, Library, Role
from .requests import VendorError, caller_of, customer_of, library_of, paged, query_of, tenant_of
from .users import assign

discovery_router = APIRouter()
router = APIRouter(prefix="/work/api/v2/customers/{customer}")


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
    query = query_of(request, ("limit", "offset", "total"))
    records = [{"id": one.id, "type": one.type, "status": one.status} for one in tenant.libraries.values()]
    return paged(tenant, records, query)


@router.get("/apps")
async def applications(request: Request, customer: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request, ("limit", "offset", "total"))
    # Which right it takes is assumed: that of an administrator, since the answer may hold secrets.
    if not (caller.can_manage_users or any(tenant.is_nrtadmin(one, caller.id) for one in tenant.libraries.values())):
        raise VendorError(403, "NRC_NO_RIGHT", "The caller may not see applications")
    return paged(tenant, tenant.applications, query)


def _bits(tenant: ImanageTenant, library: Library, role: Role, user_id: str) -> dict[str, Any]:
    superseded = tenant.nrtadmin_supersedes and tenant.is_nrtadmin(library, user_id)
    m2_bits: dict[str, bool] = {"document_delete": role.document_delete or superseded}
    if not tenant.hide_document_view:
        m2_bits["document_view"] = role.document_view or superseded
    return {
        "id": role.alias,
        "m1_bits": {"control_center": role.control_center},
        "m2_bits": m2_bits,
        "m3_bits": {},
        "m4_bits": {},
    }


def _show_role(tenant: ImanageTenant, library: Library, role: Role) -> dict[str, Any]:
    return {"id": role.alias, "alias": role.alias, **_bits(tenant, library, role, "")}


@router.get("/libraries/{library_id}/roles")
async def roles(request: Request, customer: str, library_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query = query_of(request, ("limit", "offset", "total"))
    return paged(tenant, [_show_role(tenant, library, role) for role in library.roles.values()], query)


@router.get("/libraries/{library_id}/roles/{alias}")
async def role(request: Request, customer: str, library_id: str, alias: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    if alias.upper() not in library.roles:
        raise VendorError(404, "NRC_NO_ROLE", f"Role {alias} does not exist")
    return {"data": _show_role(tenant, library, library.roles[alias.upper()])}


@router.post("/libraries/{library_id}/roles/{alias}/users/{user_id}")
async def assign_role(request: Request, customer: str, library_id: str, alias: str, user_id: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    if not (caller.can_manage_users or tenant.is_nrtadmin(library, caller.id)):
        raise VendorError(403, "NRC_NO_RIGHT", "The caller may not manage roles")
    if user_id.upper() not in library.assignments:
        raise VendorError(404, "NRC_NO_USER", "No such user in this library")
    assign(tenant, library, user_id.upper(), alias.upper())
    return {"data": {}}


@router.get("/libraries/{library_id}/operations")
async def operations(request: Request, customer: str, library_id: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    effective = tenant.effective_role(library, caller.id)
    if effective is None:
        raise VendorError(403, "NRC_NO_ACCESS", "The caller has no access to this library")
    return {"data": _bits(tenant, library, effective, caller.id)}


@router.get("/libraries/{library_id}/documents/{document_id}/download")
async def download(request: Request, customer: str, library_id: str, document_id: str) -> Response:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    if document_id not in library.documents:
        raise VendorError(404, "NRC_NO_DOCUMENT", "No such document")
    effective = tenant.effective_role(library, caller.id)
    if effective is None or not _bits(tenant, library, effective, caller.id)["m2_bits"].get("document_view"):
        raise VendorError(403, "NRC_NO_RIGHT", "The caller may not view documents")
    return Response(b"A test document.", media_type="text/plain")
