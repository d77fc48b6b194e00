# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in: OAuth password grant, revocation, and the login of servers before 10.2.2."""

from __future__ import annotations

import secrets

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from ..state import ImanageTenant, Token, User, find_by_sign_in_name
from .contract import CALLS
from .requests import VendorError, form_body, json_body, offered, query_of, tenant_of

router = APIRouter(dependencies=[Depends(offered)])

_FIELDS = set(CALLS["POST /auth/oauth2/token"].bodies["cloud"].fields)


def _oauth_error(status: int, error: str, description: str) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": description}, status)


def _refusal(tenant: ImanageTenant, user: User | None, password: str, source: str) -> str | None:
    """Say why a sign-in is refused, counting failures and locking the account (V); ``None`` lets it in."""
    if user is None:
        return "The user name or password is wrong"
    records = tenant.records_of(user.id)
    permitted = [address.strip() for address in user.ip_range.split(",")]
    obstacles = {
        "The account is locked": any(record.is_locked for record in records),
        "The account is disabled": not user.allow_logon,
        "The user signs in through its directory": user.user_nos != 2,
        "The address is not permitted for this user": user.ip_range_enabled and source not in permitted,
    }
    for reason, applies in obstacles.items():
        if applies:
            return reason
    if tenant.passwords.get(user.id) != password:
        for record in records:
            record.failed_logins += 1
            record.is_locked = record.failed_logins >= tenant.max_failed_logins
        return "The user name or password is wrong"
    for record in records:
        record.failed_logins = 0
    return None


def _issue(tenant: ImanageTenant, user: User) -> str:
    token = secrets.token_urlsafe(32)
    tenant.tokens[token] = Token(user.id, tenant.clock.now())
    tenant.issued.append(token)
    return token


@router.post("/auth/oauth2/token")
async def token(request: Request) -> JSONResponse:
    tenant = tenant_of(request)
    if tenant.is_legacy:
        raise VendorError(404, "NRC_NOT_FOUND", "No such path")
    form = await form_body(request)
    query_of(request)
    incomplete = not form.get("username") or not form.get("password")
    if set(form) - _FIELDS or form.get("grant_type") != "password" or incomplete:
        return _oauth_error(400, "invalid_request", "unsupported or missing parameter")
    if form.get("client_id") != tenant.client_id:
        return _oauth_error(401, "invalid_client", "unknown client")
    if tenant.client_secret is not None and form.get("client_secret") != tenant.client_secret:
        return _oauth_error(401, "invalid_client", "wrong client secret")
    if tenant.required_scope is not None and form.get("scope") != tenant.required_scope:
        return _oauth_error(400, "invalid_scope", f"the scope is {tenant.required_scope}")
    user = find_by_sign_in_name(tenant, form["username"])
    if user is not None and not tenant.may_use(tenant.client_id, user.id):
        return _oauth_error(400, "unauthorized_client", "the application is not open to this user")
    refusal = _refusal(tenant, user, form["password"], request.scope["source_address"])
    request.scope["caller"] = form["username"]
    if refusal is not None or user is None:
        return _oauth_error(401, "invalid_grant", refusal or "unknown user")
    return JSONResponse(
        {"access_token": _issue(tenant, user), "token_type": "Bearer", "expires_in": int(tenant.idle_timeout)}
    )


@router.post("/auth/oauth2/revoke-token")
async def revoke(request: Request) -> JSONResponse:
    tenant = tenant_of(request)
    if tenant.is_legacy:
        raise VendorError(404, "NRC_NOT_FOUND", "No such path")
    form = await form_body(request)
    query_of(request)
    if set(form) != {"access_token"}:
        return _oauth_error(400, "invalid_request", "unsupported or missing parameter")
    tenant.tokens.pop(form["access_token"], None)
    return JSONResponse({})


@router.put("/api/v1/session/login")
async def legacy_login(request: Request) -> JSONResponse:
    tenant = tenant_of(request)
    if not tenant.is_legacy:
        raise VendorError(404, "NRC_NOT_FOUND", "No such path")
    query_of(request)
    body = await json_body(request)
    user = find_by_sign_in_name(tenant, body["user_id"])
    refusal = _refusal(tenant, user, body["password"], request.scope["source_address"])
    if refusal is not None or user is None:
        raise VendorError(401, "NRC_LOGIN_FAILED", refusal or "unknown user")
    return JSONResponse({"X-Auth-Token": _issue(tenant, user), "customer_id": int(tenant.customer_id)})
