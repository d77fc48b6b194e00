# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legora's administration API as the bundled profile assumes it. All of it is assumed; nothing is published."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ..state import Capability, Connector, LegoraOrganisation, StoredServiceAccount

_BASE = "/api/v1"
_ETHICAL_WALLS = "ethical_walls"
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_CONNECTOR = f"{_BASE}/organisation/integrations/{{connector_id}}"

router = APIRouter()


class LegoraError(Exception):
    """An error answer in the assumed envelope."""

    def __init__(self, status: int, code: str, message: str, details: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"code": code, "message": message, "details": list(details)}}


def _organisation(request: Request, to_write: bool = False) -> LegoraOrganisation:
    """Return whose key it is. A key of another region is unknown here; only an Admin's key writes."""
    organisation: LegoraOrganisation | None = request.scope["firm_state"]
    if organisation is None:
        raise LegoraError(401, "unauthorized", "Unknown API key")
    request.scope["caller"] = organisation.id
    if to_write and organisation.key_role != "Admin":
        raise LegoraError(403, "forbidden", "This key's role may not change settings")
    return organisation


def _query(request: Request, allowed: Iterable[str] = ()) -> dict[str, str]:
    query = dict(request.query_params)
    unknown = sorted(set(query) - set(allowed))
    if unknown:
        raise LegoraError(400, "invalid_query", "Unknown query parameter", unknown)
    return query


async def _body(request: Request, types: dict[str, type]) -> dict[str, Any]:
    """Return the body: exactly these fields, of these types."""
    if request.headers.get("content-type", "").split(";")[0] != "application/json":
        raise LegoraError(415, "unsupported_media_type", "Content type must be application/json")
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise LegoraError(400, "invalid_json", "The body is not JSON") from None
    if not isinstance(body, dict) or set(body) != set(types):
        raise LegoraError(422, "invalid_body", "Exactly these fields are taken", sorted(types))
    wrong = [name for name, kind in types.items() if not isinstance(body[name], kind)]
    if wrong:
        raise LegoraError(422, "invalid_body", "Wrong type", wrong)
    return body


def _page(organisation: LegoraOrganisation, records: list[dict[str, Any]], query: dict[str, str]) -> dict[str, Any]:
    asked, cursor = query.get("limit", str(organisation.default_limit)), query.get("cursor", "0")
    if not (asked.isascii() and asked.isdigit() and int(asked) > 0 and cursor.isascii() and cursor.isdigit()):
        raise LegoraError(400, "invalid_query", "Not a number, or an unknown cursor")
    limit, start = min(int(asked), organisation.max_page_size), int(cursor)
    following = start + limit
    return {
        "data": records[start:following],
        "nextCursor": str(following) if following < len(records) else None,
    }


def _moment(query: dict[str, str], name: str) -> datetime | None:
    """Return a moment of the query; that it needs a time and an offset is assumed."""
    if name not in query:
        return None
    try:
        if _MOMENT.fullmatch(query[name]):
            return datetime.fromisoformat(query[name])
    except ValueError:
        pass
    raise LegoraError(400, "invalid_query", "Not a moment as ISO 8601 writes it, with Z or an offset", [name])


def _is_between(event: dict[str, Any], begin: datetime | None, end: datetime | None) -> bool:
    """Say whether an event lies in a period, both ends included; what a test gave another timestamp does."""
    if not _MOMENT.fullmatch(str(event["timestamp"])):
        return True
    moment = datetime.fromisoformat(event["timestamp"])
    return (begin is None or begin <= moment) and (end is None or moment <= end)


def _library_ids(body: dict[str, Any]) -> list[str]:
    """Return the libraries of a body. An empty list is taken, and would mean all: clients must never send it."""
    library_ids: list[Any] = body["library_ids"]
    if not all(isinstance(one, str) and one for one in library_ids) or len(set(library_ids)) != len(library_ids):
        raise LegoraError(422, "invalid_body", "library_ids is not a list of different IDs")
    return list(library_ids)


def _connector(organisation: LegoraOrganisation, connector_id: str) -> Connector:
    if connector_id not in organisation.connectors:
        raise LegoraError(404, "not_found", "No such integration")
    return organisation.connectors[connector_id]


def _show_service_account(organisation: LegoraOrganisation, connector: Connector) -> dict[str, Any]:
    stored = connector.service_account
    if stored is None:
        raise LegoraError(404, "not_found", "No service account")
    status = organisation.tried_service_account(connector)
    return {"data": {"username": stored.username, "status": status, "updated_at": stored.updated_at}}


def _show_capability(capability: Capability) -> dict[str, Any]:
    return {
        "id": capability.id,
        "type": capability.type,
        "customer_id": capability.customer_id,
        "library_ids": list(capability.library_ids),
        "status": "active",
        "updated_at": capability.updated_at,
    }


def _capability(connector: Connector, capability_id: str) -> Capability:
    for capability in connector.capabilities:
        if capability.id == capability_id:
            return capability
    raise LegoraError(404, "not_found", "No such capability")


@router.get(f"{_BASE}/organisation")
async def organisation(request: Request) -> dict[str, Any]:
    found = _organisation(request)
    _query(request)
    return {"data": {"id": found.id, "name": found.name, "region": found.region}}


@router.get(f"{_BASE}/organisation/integrations")
async def connectors(request: Request) -> dict[str, Any]:
    found = _organisation(request)
    records = [
        {"id": one.id, "type": one.type, "status": one.status, "url": one.url} for one in found.connectors.values()
    ]
    return _page(found, records, _query(request, ("limit", "cursor")))


@router.get(f"{_CONNECTOR}/service-account")
async def read_service_account(request: Request, connector_id: str) -> dict[str, Any]:
    found = _organisation(request)
    _query(request)
    return _show_service_account(found, _connector(found, connector_id))


@router.put(f"{_CONNECTOR}/service-account")
async def write_service_account(request: Request, connector_id: str) -> dict[str, Any]:
    found = _organisation(request, to_write=True)
    connector = _connector(found, connector_id)
    body = await _body(request, {"username": str, "password": str})
    if not body["username"] or not body["password"]:
        raise LegoraError(422, "invalid_body", "Empty value")
    connector.service_account = StoredServiceAccount(body["username"], body["password"], found.clock.iso())
    found.touch("update", "service_account.write", "integration", connector.id)
    return _show_service_account(found, connector)


@router.delete(f"{_CONNECTOR}/service-account")
async def delete_service_account(request: Request, connector_id: str) -> Response:
    found = _organisation(request, to_write=True)
    connector = _connector(found, connector_id)
    if connector.service_account is None:
        raise LegoraError(404, "not_found", "No service account")
    connector.service_account = None
    found.touch("delete", "service_account.delete", "integration", connector.id)
    return Response(status_code=204)


@router.get(f"{_CONNECTOR}/capabilities")
async def capabilities(request: Request, connector_id: str) -> dict[str, Any]:
    found = _organisation(request)
    records = [_show_capability(one) for one in _connector(found, connector_id).capabilities]
    return _page(found, records, _query(request, ("limit", "cursor")))


@router.post(f"{_CONNECTOR}/capabilities")
async def create_capability(request: Request, connector_id: str) -> JSONResponse:
    found = _organisation(request, to_write=True)
    connector = _connector(found, connector_id)
    body = await _body(request, {"type": str, "customer_id": str, "library_ids": list})
    if body["type"] != _ETHICAL_WALLS or not body["customer_id"]:
        raise LegoraError(422, "invalid_body", "Unknown type, or empty customer_id")
    library_ids = _library_ids(body)
    if any(one.customer_id == body["customer_id"] and one.type == body["type"] for one in connector.capabilities):
        raise LegoraError(409, "conflict", "A capability for this customer exists")
    capability = Capability(
        f"cap_{found.next_number}", body["type"], body["customer_id"], library_ids, found.clock.iso()
    )
    found.next_number += 1
    connector.capabilities.append(capability)
    found.touch("create", "capability.create", "capability", capability.id)
    return JSONResponse({"data": _show_capability(capability)}, 201)


@router.patch(f"{_CONNECTOR}/capabilities/{{capability_id}}")
async def update_capability(request: Request, connector_id: str, capability_id: str) -> dict[str, Any]:
    found = _organisation(request, to_write=True)
    capability = _capability(_connector(found, connector_id), capability_id)
    body = await _body(request, {"library_ids": list})
    capability.library_ids = _library_ids(body)
    capability.updated_at = found.clock.iso()
    found.touch("update", "capability.update", "capability", capability.id)
    return {"data": _show_capability(capability)}


@router.delete(f"{_CONNECTOR}/capabilities/{{capability_id}}")
async def delete_capability(request: Request, connector_id: str, capability_id: str) -> Response:
    found = _organisation(request, to_write=True)
    connector = _connector(found, connector_id)
    connector.capabilities.remove(_capability(connector, capability_id))
    found.touch("delete", "capability.delete", "capability", capability_id)
    return Response(status_code=204)


@router.get(f"{_BASE}/organisation/projects/preferences")
async def preferences(request: Request) -> dict[str, Any]:
    found = _organisation(request)
    _query(request)
    return {"data": {"create_projects_from": dict(found.preferences)}}


@router.patch(f"{_BASE}/organisation/projects/preferences")
async def write_preferences(request: Request) -> dict[str, Any]:
    found = _organisation(request, to_write=True)
    changes = (await _body(request, {"create_projects_from": dict}))["create_projects_from"]
    unknown = sorted(set(changes) - set(found.preferences))
    if unknown or not all(isinstance(value, bool) for value in changes.values()):
        raise LegoraError(422, "invalid_body", "Unknown key, or not a boolean", unknown)
    found.preferences.update(changes)
    found.touch("update", "preferences.write", "organisation", found.id)
    return {"data": {"create_projects_from": dict(found.preferences)}}


@router.get(f"{_BASE}/audit-logs")
async def audit_log(request: Request) -> dict[str, Any]:
    found = _organisation(request)
    query = _query(request, ("from", "to", "limit", "cursor"))
    begin, end = _moment(query, "from"), _moment(query, "to")
    if begin and end and begin > end:
        raise LegoraError(400, "invalid_query", "from is after to", ["from", "to"])
    return _page(found, [event for event in found.audit_log if _is_between(event, begin, end)], query)


def build() -> FastAPI:
    """Return the application that serves every organisation of every region."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.include_router(router)

    @app.exception_handler(LegoraError)
    async def legora_error(request: Request, error: LegoraError) -> JSONResponse:
        return JSONResponse(error.body, error.status)

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse(
            LegoraError(error.status_code, "not_found", "No such path or method").body, error.status_code
        )

    return app
