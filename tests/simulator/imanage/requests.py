# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strict reading of a request, and iManage's envelopes for answers."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import JSONResponse

from ..state import ImanageTenant, Library, User

_TRUTHS = ("total", "include_libraries", "include_disabled", "allow_logon", "enabled")
_SMALLEST = {"limit": 1, "offset": 0}


class VendorError(Exception):
    """An error answer in the vendor's envelope (R)."""

    def __init__(self, status: int, code: str, message: str, fields: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = fields or {}

    def response(self) -> JSONResponse:
        messages = [
            {"field": field, "code": self.code, "code_message": message} for field, message in self.fields.items()
        ]
        return JSONResponse(
            {"error": {"code": self.code, "code_message": self.message, "messages": messages}}, self.status
        )


def tenant_of(request: Request) -> ImanageTenant:
    """Return the firm whose port the request came to."""
    tenant: ImanageTenant = request.scope["firm_state"]
    return tenant


def query_of(request: Request, allowed: Iterable[str] = ()) -> dict[str, str]:
    """Return the query, refusing what the reference does not name, and values of another kind."""
    query = dict(request.query_params)
    for name, value in query.items():
        if name not in set(allowed):
            raise VendorError(400, "NRC_INVALID_QUERY", "Unknown query parameter", {name: "unknown query parameter"})
        if name in _TRUTHS and value not in ("true", "false"):
            raise VendorError(400, "NRC_INVALID_QUERY", "Invalid query parameter", {name: "true or false"})
        if name in _SMALLEST and not (value.isascii() and value.isdigit() and int(value) >= _SMALLEST[name]):
            raise VendorError(400, "NRC_INVALID_QUERY", "Invalid query parameter", {name: "not a number, or too small"})
    return query


async def json_body(request: Request, allowed: Iterable[str], required: Iterable[str] = ()) -> dict[str, Any]:
    """Return the JSON body, refusing unknown and missing fields and other content types."""
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise VendorError(415, "NRC_UNSUPPORTED_MEDIA", "Content type must be application/json")
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise VendorError(400, "NRC_BAD_JSON", "The body is not JSON") from None
    if not isinstance(body, dict):
        raise VendorError(400, "NRC_BAD_JSON", "The body is not an object")
    unknown = sorted(set(body) - set(allowed))
    missing = sorted(name for name in required if body.get(name) in (None, ""))
    if unknown:
        raise VendorError(400, "NRC_UNKNOWN_FIELD", "Unknown field", dict.fromkeys(unknown, "unknown field"))
    if missing:
        raise VendorError(400, "NRC_MISSING_FIELD", "Missing field", dict.fromkeys(missing, "required"))
    return body


async def form_body(request: Request) -> dict[str, str]:
    """Return a form; sign-in takes nothing else."""
    if request.headers.get("content-type", "").split(";")[0] != "application/x-www-form-urlencoded":
        raise VendorError(415, "NRC_UNSUPPORTED_MEDIA", "Content type must be application/x-www-form-urlencoded")
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def caller_of(request: Request) -> User:
    """Return who sends the request; 401 for a missing, unknown or idle token."""
    tenant = tenant_of(request)
    token = request.headers.get("x-auth-token", "")
    found = tenant.tokens.get(token)
    now = tenant.clock.now()
    if found is None or now - found.used_at > tenant.idle_timeout:
        tenant.tokens.pop(token, None)
        raise VendorError(401, "NRC_NOT_AUTHENTICATED", "The token is missing, unknown or has expired")
    found.used_at = now
    user = tenant.account(found.user_id)
    if user is None or not user.allow_logon:
        raise VendorError(401, "NRC_NOT_AUTHENTICATED", "The user may not sign in")
    request.scope["caller"] = user.id
    return user


def customer_of(request: Request, customer: str) -> ImanageTenant:
    """Check the customer ID in the path."""
    tenant = tenant_of(request)
    if customer != tenant.customer_id:
        raise VendorError(403, "NRC_WRONG_CUSTOMER", "The caller does not belong to this customer")
    return tenant


def library_of(tenant: ImanageTenant, library: str) -> Library:
    """Return a library; its ID is compared in exact spelling."""
    if library not in tenant.libraries:
        raise VendorError(404, "NRC_NO_LIBRARY", f"Library {library} does not exist")
    return tenant.libraries[library]


def paged(tenant: ImanageTenant, records: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
    """Return one page; the default limit is small on purpose, since the real one is not public."""
    limit = min(int(query.get("limit", tenant.default_limit)), tenant.max_page_size)
    offset = int(query.get("offset", 0))
    answer: dict[str, Any] = {"data": records[offset : offset + limit]}
    if query.get("total") == "true":
        answer["total_count"] = len(records)
    return answer
