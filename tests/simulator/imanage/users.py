# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users: global with assignments in the cloud, one list for each library on-premises."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from ..state import Assignment, ImanageTenant, Library, User
from .contract import ACCOUNT_STATE, CALLS
from .requests import VendorError, caller_of, chosen, customer_of, json_body, library_of, offered, paged, query_of

router = APIRouter(prefix="/work/api/v2/customers/{customer}", dependencies=[Depends(offered)])

# What a body writes into the record of a user.
_WRITTEN = set(CALLS["POST C/users"].bodies["cloud"].fields) - {"id", "role_alias", "user_password"}

# Which record a call tells of a user: they differ in the name for a password that never expires (V).
GLOBAL, LIBRARY, CREATED = "pwd_never_expire", "password_never_expire", "pwd_never_expire"


def show(tenant: ImanageTenant, user: User, expiry: str = GLOBAL) -> dict[str, Any]:
    """Return all there is of a user; a password is never returned (V).

    The server leaves out what the contract does not declare for the call, where the tenant has that switch.

    :param expiry: the name of the field that says whether the password never expires.
    """
    record: dict[str, Any] = {
        name: getattr(user, name)
        for name in (
            "id", "user_num", "full_name", "email", "location", "allow_logon", "is_external", "is_locked",
            "failed_logins", "force_password_change", "pwd_changed_ts", "preferred_library", "user_nos", "user_id_ex",
            "create_date", "edit_date",
        )
    }  # fmt: skip
    record["ssid"] = f"ssid-{user.user_num}"
    record["has_password"] = user.id in tenant.passwords
    record[expiry] = user.pwd_never_expire
    if tenant.is_cloud:
        record["ip_range_enabled"] = user.ip_range_enabled
        record["ip_range"] = user.ip_range
    if not tenant.tells_account_state:
        record = {name: value for name, value in record.items() if name not in ACCOUNT_STATE}
    return record


def _libraries(tenant: ImanageTenant, user: User) -> list[dict[str, Any]]:
    """Return the libraries of a user: C(id) is the library's ID, C(library_id) a number (R)."""
    numbers = {library_id: number for number, library_id in enumerate(tenant.libraries, 1)}
    return [
        {"id": one.id, "library_id": numbers[one.id], "preferred": one.id == user.preferred_library}
        for one in tenant.libraries_of(user.id)
    ]


def _show_globally(tenant: ImanageTenant, user: User, query: dict[str, str]) -> dict[str, Any]:
    record = show(tenant, user)
    if query.get("include_libraries") == "true":
        record["libraries"] = _libraries(tenant, user)
    return record


def _require_manager(tenant: ImanageTenant, caller: User, library: Library | None = None) -> None:
    """User management: a global role in the cloud; NRTADMIN or tier 1/2 on-premises (V)."""
    if caller.can_manage_users or (not tenant.is_cloud and library and tenant.is_nrtadmin(library, caller.id)):
        return
    raise VendorError(403, "NRC_NO_RIGHT", "The caller may not manage users")


def _check_id(tenant: ImanageTenant, value: str) -> str:
    """Return a new user's ID: in the cloud any that are no blanks, on-premises letters, digits, _ and - (V)."""
    good = r"[^\s\x00-\x1f\x7f]{1,128}" if tenant.is_cloud else r"[A-Za-z0-9_-]{1,64}"
    if not re.fullmatch(good, value):
        raise VendorError(400, "NRC_BAD_ID", "Invalid user ID", {"id": f"does not match {good}"})
    return value.upper()


def _check_profile(tenant: ImanageTenant, user_id: str, body: dict[str, Any]) -> None:
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
        if name in _WRITTEN:
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
    query = query_of(request)
    return paged(tenant, chosen([_show_globally(tenant, user, query) for user in tenant.all_users()], query), query)


@router.post("/users")
async def create(request: Request, customer: str) -> JSONResponse:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    if not tenant.is_cloud:
        raise VendorError(404, "NRC_NOT_FOUND", "On-premises, users are created in a library")
    query_of(request)
    _require_manager(tenant, caller)
    body = await json_body(request)
    user_id = _check_id(tenant, body["id"])
    if user_id in tenant.users:
        raise VendorError(409, "NRC_USER_EXISTS", "The user exists already", {"id": "exists"})
    _check_profile(tenant, user_id, body)
    tenant.users[user_id] = _new_user(tenant, user_id, body)
    return JSONResponse({"data": show(tenant, tenant.users[user_id], CREATED)}, 201)


@router.get("/users/{user_id}")
async def get(request: Request, customer: str, user_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request)
    return {"data": _show_globally(tenant, _found(tenant.account(user_id.upper())), query)}


@router.get("/users/{user_id}/libraries")
async def libraries(request: Request, customer: str, user_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request)
    return paged(tenant, _libraries(tenant, _found(tenant.account(user_id.upper()))), query)


@router.get("/users/{user_id}/apps")
async def applications(request: Request, customer: str, user_id: str) -> dict[str, Any]:
    """The applications of a user; that these are the ones that it may use is assumed."""
    caller_of(request)
    tenant = customer_of(request, customer)
    query = query_of(request)
    user = _found(tenant.account(user_id.upper()))
    usable = [
        {"id": one["id"]}
        for one in tenant.applications
        if one["status"] == "enabled" and tenant.may_use(one["id"], user.id)
    ]
    wanted = query.pop("client_id", None)
    return paged(tenant, [one for one in usable if wanted in (None, one["id"])], query)


@router.patch("/users/{user_id}")
async def update(request: Request, customer: str, user_id: str) -> dict[str, Any]:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    if not tenant.is_cloud:
        raise VendorError(404, "NRC_NOT_FOUND", "On-premises, users are changed in a library")
    query_of(request)
    _require_manager(tenant, caller)
    user = _found(tenant.users.get(user_id.upper()))
    # A witness sends the ID in the body too (S8).
    body = await json_body(request)
    if body.pop("id", user.id).upper() != user.id:
        raise VendorError(400, "NRC_BAD_VALUE", "The ID differs from the path", {"id": "differs from the path"})
    _check_profile(tenant, user.id, body)
    _apply(tenant, user, body)
    return {"data": show(tenant, user, CREATED)}


# One library's users


@router.get("/libraries/{library_id}/users")
async def search_in_library(request: Request, customer: str, library_id: str) -> dict[str, Any]:
    """The search of a server without customer-level users: path and parameters are assumed."""
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    if tenant.is_cloud:
        raise VendorError(404, "NRC_NOT_FOUND", "In the cloud, users are searched globally")
    query = query_of(request)
    return paged(tenant, chosen([show(tenant, user, LIBRARY) for user in library.users.values()], query), query)


@router.get("/libraries/{library_id}/users/{user_id}")
async def get_in_library(request: Request, customer: str, library_id: str, user_id: str) -> dict[str, Any]:
    caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    source = tenant.users if tenant.is_cloud else library.users
    user = source.get(user_id.upper()) if user_id.upper() in library.assignments else None
    return {"data": show(tenant, _found(user), LIBRARY)}


@router.post("/libraries/{library_id}/users")
async def put_in_library(request: Request, customer: str, library_id: str) -> JSONResponse:
    caller = caller_of(request)
    tenant = customer_of(request, customer)
    library = library_of(tenant, library_id)
    query_of(request)
    _require_manager(tenant, caller, library)
    body = await json_body(request)
    user_id = _check_id(tenant, body["user_id"])
    if body.get("id", user_id).upper() != user_id:
        raise VendorError(400, "NRC_BAD_VALUE", "Two user IDs", {"id": "differs from user_id"})
    if body["database"] != library.id:
        raise VendorError(400, "NRC_WRONG_DATABASE", "database differs from the path", {"database": "wrong"})
    if user_id in library.assignments:
        raise VendorError(409, "NRC_USER_EXISTS", "The user is in this library already")
    role = body.get("role_alias") or "DEFAULT"
    if role not in library.roles:
        raise VendorError(400, "NRC_NO_ROLE", "Unknown role", {"role_alias": f"{role} does not exist"})
    if tenant.is_cloud:
        if user_id not in tenant.users:
            raise VendorError(400, "NRC_NO_USER", "The user must exist globally first", {"user_id": "unknown"})
        # Whether the profile in it changes the user's own is not known: here it does not.
        answer: dict[str, Any] = {"user_num": tenant.users[user_id].user_num}
    else:
        _check_profile(tenant, user_id, body)
        known = {
            name: value for name, value in body.items() if name != "user_password" or user_id not in tenant.passwords
        }
        library.users[user_id] = _new_user(tenant, user_id, known)
        library.users[user_id].pwd_changed_ts = tenant.clock.iso()
        answer = show(tenant, library.users[user_id], CREATED)
    assign(tenant, library, user_id, role)
    return JSONResponse({"data": answer}, 201)


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
    body = await json_body(request)
    _check_profile(tenant, user.id, body)
    _apply(tenant, user, body)
    return JSONResponse({"data": show(tenant, user, CREATED)})
