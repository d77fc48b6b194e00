# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users: global with assignments in the cloud, one list for each library on-premises."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from ..state import Assignment, ImanageTenant, Library, User
from .requests import VendorError, caller_of, customer_of, json_body, library_of, paged, query_of

router = APIRouter(prefix="/work/api/v2/customers/{customer}")

_PROFILE = {
    "full_name", "email", "location", "user_nos", "user_id_ex", "preferred_library", "is_external", "allow_logon",
    "pwd_never_expire", "force_password_change", "user_password", "ip_range_enabled", "ip_range",
}  # fmt: skip
_REQUIRED = ("full_name", "email", "preferred_library")
_CHANGEABLE = _PROFILE - {"user_nos", "user_id_ex"}
_TRUTHS = {"is_external", "allow_logon", "pwd_never_expire", "force_password_change", "ip_range_enabled"}
_LISTING = ("query", "alias", "email", "full_name", "allow_logon", "include_libraries", "limit", "offset", "total")


def show(tenant: ImanageTenant, user: User, include_libraries: bool = False) -> dict[str, Any]:
    """Return a user's profile; a password is never returned (V)."""
    record: dict[str, Any] = {
        name: getattr(user, name)
        for name in (
            "id", "user_num", "full_name", "email", "location", "allow_logon", "is_external", "is_locked",
            "failed_logins", "force_password_change", "pwd_changed_ts", "preferred_library", "user_nos", "user_id_ex",
            "create_date", "edit_date",
        )
    }  # fmt: skip
    record["has_password"] = user.id in tenant.passwords
    # The vendor uses both names (V); each flavour here uses another one (assumed).
    record["pwd_never_expire" if tenant.is_cloud else "password_never_expire"] = user.pwd_never_expire
    if tenant.is_cloud:
        record["ip_range_enabled"] = user.ip_range_enabled
        record["ip_range"] = user.ip_range
    if include_libraries:
        record["libraries"] = [
            {"id": library.id, "library_id": library.id, "preferred": library.id == user.preferred_library}
            for library in tenant.libraries_of(user.id)
        ]
    return record


def _require_manager(tenant: ImanageTenant, caller: User, library: Library | None = None) -> None:
    """User management: a global role in the cloud; NRTADMIN or tier 1/2 on-premises (V)."""
    if caller.can_manage_users or (not tenant.is_cloud and library and tenant.is_nrtadmin(library, caller.id)):
        return
    raise VendorError(403, "NRC_NO_RIGHT", "The caller may not manage users")


def _check_id(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", value):
        raise VendorError(400, "NRC_BAD_ID", "Invalid user ID", {"id": "letters, digits, _ and -, up to 64"})
    return value.upper()


def _check_kinds(tenant: ImanageTenant, body: dict[str, Any]) -> None:
    for name in sorted(_PROFILE & set(body)):
        kind = bool if name in _TRUTHS else int if name == "user_nos" else str
        # A truth is a number too in Python, but not in JSON.
        if not isinstance(body[name], kind) or isinstance(body[name], bool) is not (kind is bool):
            raise VendorError(400, "NRC_BAD_VALUE", "Invalid value", {name: f"not of type {kind.__name__}"})
        if name.startswith("ip_range") and not tenant.is_cloud:
            raise VendorError(400, "NRC_UNKNOWN_FIELD", "Unknown field", {name: "cloud only"})


def _check_profile(tenant: ImanageTenant, user_id: str, body: dict[str, Any]) -> None:
    _check_kinds(tenant, body)
    email = body.get("email")
    if email is not None:
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
            raise VendorError(400, "NRC_BAD_EMAIL", "Invalid e-mail", {"email": "not an e-mail address"})
        if any(user.email.lower() == email.lower() and user.id != user_id for user in tenant.all_users()):
            raise VendorError(400, "NRC_EMAIL_TAKEN", "The e-mail is in use", {"email": "must be unique"})
    password = body.get("user_password")
    if password is not None:
        if len(password) < tenant.minimum_password or user_id.lower() in password.lower():
            raise VendorError(400, "NRC_WEAK_PASSWORD", "The password is too weak", {"user_password": "too weak"})
        if tenant.refuse_reused_password and tenant.passwords.get(user_id) == password and "user_nos" not in body:
            raise VendorError(400, "NRC_PASSWORD_REUSED", "The password was used before", {"user_password": "reused"})
    if "preferred_library" in body:
        library_of(tenant, body["preferred_library"])


def _apply(tenant: ImanageTenant, user: User, body: dict[str, Any]) -> None:
    now = tenant.clock.iso()
    for name, value in body.items():
        if name in _PROFILE and name != "user_password":
            setattr(user, name, value)
    if body.get("user_password") is not None:
        tenant.passwords[user.id] = body["user_password"]
        for record in [user, *tenant.records_of(user.id)]:
            record.pwd_changed_ts = now
    user.edit_date = now
    tenant.touch()


def _new_user(tenant: ImanageTenant, user_id: str, body: dict[str, Any]) -> User:
    tenant.next_user_num += 1
    user = User(id=user_id, user_num=tenant.next_user_num, create_date=tenant.clock.iso())
    _apply(tenant, user, body)
    return user


def assign(tenant: ImanageTenant, library: Library, user_id: str, role: str) -> None:
    """Give a user a role in a library; in the cloud it may become effective only later (V)."""
    if role not in library.roles:
        raise VendorError(400, "NRC_NO_ROLE", "Unknown role", {"role_alias": f"{role} does not exist"})
    previous = tenant.effective_role(library, user_id)
    library.assignments[user_id] = Assignment(
        role, tenant.clock.now() + tenant.effective_delay, previous.alias if previous else None
    )
    tenant.touch()


def _found(user: User | None) -> User:
    if user is None:
        raise VendorError(404, "NRC_NO_USER", "No such user")
    return user


@router.get("/users")
async def search(request: Request, customer: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request, _LISTING)
    users = tenant.all_users()
    for name in ("email", "full_name"):
        if name in query:
            users = [user for user in users if getattr(user, name).lower() == query[name].lower()]
    if "alias" in query:
        users = [user for user in users if user.id == query["alias"].upper()]
    if "query" in query:
        users = [user for user in users if query["query"].lower() in f"{user.id} {user.full_name}".lower()]
    if "allow_logon" in query:
        users = [user for user in users if user.allow_logon == (query["allow_logon"] == "true")]
    with_libraries = query.get("include_libraries") == "true"
    return paged(tenant, [show(tenant, user, with_libraries) for user in users], query)


@router.post("/users")
async def create(request: Request, customer: str) -> JSONResponse:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    if not tenant.is_cloud:
        raise VendorError(404, "NRC_NOT_FOUND", "On-premises, users are created in a library")
    query_of(request)
    _require_manager(tenant, caller)
    body = await json_body(request, _PROFILE | {"id", "role_alias"}, ("id", *_REQUIRED))
    user_id = _check_id(str(body["id"]))
    if user_id in tenant.users:
        raise VendorError(409, "NRC_USER_EXISTS", "The user exists already", {"id": "exists"})
    _check_profile(tenant, user_id, body)
    tenant.users[user_id] = _new_user(tenant, user_id, body)
    return JSONResponse({"data": show(tenant, tenant.users[user_id])}, 201)


@router.get("/users/{user_id}")
async def get(request: Request, customer: str, user_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request, ("include_libraries",))
    user = _found(tenant.account(user_id.upper()))
    return {"data": show(tenant, user, query.get("include_libraries") == "true")}


@router.get("/users/{user_id}/libraries")
async def libraries(request: Request, customer: str, user_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request, ("limit", "offset", "total"))
    user = _found(tenant.account(user_id.upper()))
    return paged(tenant, show(tenant, user, True)["libraries"], query)


@router.patch("/users/{user_id}")
async def update(request: Request, customer: str, user_id: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    if not tenant.is_cloud:
        raise VendorError(404, "NRC_NOT_FOUND", "On-premises, users are changed in a library")
    query_of(request)
    _require_manager(tenant, caller)
    user = _found(tenant.users.get(user_id.upper()))
    body = await json_body(request, _CHANGEABLE)
    _check_profile(tenant, user.id, body)
    _apply(tenant, user, body)
    return {"data": show(tenant, user)}


@router.get("/libraries/{library_id}/users/{user_id}")
async def get_in_library(request: Request, customer: str, library_id: str, user_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    source = tenant.users if tenant.is_cloud else library.users
    user = source.get(user_id.upper()) if user_id.upper() in library.assignments else None
    return {"data": show(tenant, _found(user))}


@router.post("/libraries/{library_id}/users")
async def put_in_library(request: Request, customer: str, library_id: str) -> JSONResponse:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    _require_manager(tenant, caller, library)
    allowed = {"user_id", "database", "role_alias"} | (set() if tenant.is_cloud else _PROFILE)
    required = ("user_id", "database", *(() if tenant.is_cloud else _REQUIRED))
    body = await json_body(request, allowed, required)
    user_id = _check_id(str(body["user_id"]))
    if body["database"] != library.id:
        raise VendorError(400, "NRC_WRONG_DATABASE", "database differs from the path", {"database": "wrong"})
    if user_id in library.assignments:
        raise VendorError(409, "NRC_USER_EXISTS", "The user is in this library already")
    if tenant.is_cloud and user_id not in tenant.users:
        raise VendorError(400, "NRC_NO_USER", "The user must exist globally first", {"user_id": "unknown"})
    role = str(body.get("role_alias") or "DEFAULT")
    if role not in library.roles:
        raise VendorError(400, "NRC_NO_ROLE", "Unknown role", {"role_alias": f"{role} does not exist"})
    if not tenant.is_cloud:
        _check_profile(tenant, user_id, body)
        known = {
            name: value for name, value in body.items() if name != "user_password" or user_id not in tenant.passwords
        }
        library.users[user_id] = _new_user(tenant, user_id, known)
        library.users[user_id].pwd_changed_ts = tenant.clock.iso()
    assign(tenant, library, user_id, role)
    return JSONResponse({"data": {"id": user_id}}, 201)


@router.patch("/libraries/{library_id}/users/{user_id}")
async def update_in_library(request: Request, customer: str, library_id: str, user_id: str) -> JSONResponse:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    if tenant.is_cloud:
        raise VendorError(404, "NRC_NOT_FOUND", "In the cloud, users are changed globally")
    query_of(request)
    _require_manager(tenant, caller, library)
    user = _found(library.users.get(user_id.upper()))
    body = await json_body(request, _CHANGEABLE)
    _check_profile(tenant, user.id, body)
    _apply(tenant, user, body)
    return JSONResponse({"data": show(tenant, user)})
