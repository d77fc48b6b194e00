# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Strict reading of a request, and iManage's envelopes for answers."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import JSONResponse

from ..state import ImanageTenant, Library, User
from .comparison import is_kind, name_of, same_call
from .contract import CALLS

_SMALLEST = {"limit": 1, "offset": 0}
# Stands for a slash that was encoded in the path, so that it parts nothing.
SLASH = "\ue000"
# Parameters that filter nothing, and those that filter a field of another name.
_NO_FILTERS = ("limit", "offset", "total", "cursor", "include_libraries")
_FIELD_OF = {
    "alias": "id", "nos": "user_nos", "password_never_expire": "pwd_never_expire", "external": "is_external",
}  # fmt: skip


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


def call_of(request: Request) -> str:
    """Return the contract's name of the call."""
    route = request.scope["route"].path
    return name_of(request.method, route) or f"{request.method} {route}"


async def offered(request: Request) -> None:
    """Refuse a call that this server does not have, and take the path's parts as they were before their encoding."""
    if any(same_call(call_of(request), absent) for absent in tenant_of(request).absent_calls):
        raise VendorError(404, "NRC_NOT_FOUND", "No such path")
    parts = request.scope["path_params"]
    parts.update({name: value.replace(SLASH, "/") for name, value in parts.items()})


def query_of(request: Request) -> dict[str, str]:
    """Return the query, refusing what the contract does not name for this call, and values of another kind."""
    query, allowed = dict(request.query_params), CALLS[call_of(request)].query
    if tenant_of(request).cursor_paging and "limit" in allowed:
        allowed = {**allowed, "cursor": "string"}
    for name, value in query.items():
        if name not in allowed:
            raise VendorError(400, "NRC_INVALID_QUERY", "Unknown query parameter", {name: "unknown query parameter"})
        if allowed[name] == "boolean" and value not in ("true", "false"):
            raise VendorError(400, "NRC_INVALID_QUERY", "Invalid query parameter", {name: "true or false"})
        smallest = _SMALLEST.get(name, 0)
        if allowed[name] == "integer" and not (value.isascii() and value.isdigit() and int(value) >= smallest):
            raise VendorError(400, "NRC_INVALID_QUERY", "Invalid query parameter", {name: "not a number, or too small"})
    return query


def _matches(wanted: str, value: Any) -> bool:
    """Compare as a filter does: exactly, but for case, and ``*`` stands for anything (R for groups, else assumed)."""
    if isinstance(value, bool):
        return wanted == str(value).lower()
    pattern = ".*".join(re.escape(part) for part in wanted.split("*"))
    return value is not None and re.fullmatch(pattern, str(value), re.IGNORECASE | re.DOTALL) is not None


def chosen(records: list[dict[str, Any]], query: dict[str, str]) -> list[dict[str, Any]]:
    """Return the records that a query's filters let through; what a record does not have matches nothing."""
    for name, wanted in query.items():
        if name == "query":
            records = [one for one in records if _matches(wanted, one["id"]) or _matches(wanted, one["full_name"])]
        elif name not in _NO_FILTERS:
            records = [one for one in records if _matches(wanted, one.get(_FIELD_OF.get(name, name)))]
    return records


async def json_body(request: Request) -> dict[str, Any]:
    """Return the JSON body, refusing what the contract does not name for this call, and other content types."""
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise VendorError(415, "NRC_UNSUPPORTED_MEDIA", "Content type must be application/json")
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise VendorError(400, "NRC_BAD_JSON", "The body is not JSON") from None
    if not isinstance(body, dict):
        raise VendorError(400, "NRC_BAD_JSON", "The body is not an object")
    tenant = tenant_of(request)
    contract = CALLS[call_of(request)].bodies[tenant.flavour]
    required = contract.required + (contract.witnessed if tenant.strict_bodies else ())
    unknown = sorted(set(body) - set(contract.fields))
    missing = [name for name in required if body.get(name) in (None, "")]
    other = {name: f"not of type {contract.fields[name]}" for name in body if name not in (*unknown, *missing)}
    other = {name: said for name, said in other.items() if not is_kind(body[name], contract.fields[name])}
    if unknown:
        raise VendorError(400, "NRC_UNKNOWN_FIELD", "Unknown field", dict.fromkeys(unknown, "unknown field"))
    if missing:
        raise VendorError(400, "NRC_MISSING_FIELD", "Missing field", dict.fromkeys(missing, "required"))
    if other:
        raise VendorError(400, "NRC_BAD_VALUE", "Invalid value", other)
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
    first = _after(query.get("cursor")) if tenant.cursor_paging else int(query.get("offset", 0))
    answer: dict[str, Any] = {"data": records[first : first + limit]}
    if query.get("total") == "true":
        answer["total_count"] = len(records)
    if tenant.cursor_paging and first + limit < len(records):
        answer["cursor"] = base64.urlsafe_b64encode(f"after {first + limit}".encode()).decode()
    return answer


def _after(cursor: str | None) -> int:
    """Return where a cursor goes on; what it looks like is assumed."""
    if cursor is None:
        return 0
    try:
        return int(base64.urlsafe_b64decode(cursor.encode()).decode().removeprefix("after "))
    except ValueError:
        raise VendorError(400, "NRC_INVALID_QUERY", "Invalid query parameter", {"cursor": "unknown cursor"}) from None
