# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The routes of AWX's API: one set for all kinds of objects."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from . import filters, rules, surveys
from .fields import Link
from .kinds import KINDS, UNIFIED
from .store import Record, RefusedError, Store, not_found, now

if TYPE_CHECKING:
    from .server import Awx

VERSION = "24.6.1"


def create(store: Store, kind: str, sent: Mapping[str, Any]) -> Record:
    """Create an object from a request's body.

    :raises RefusedError: for what AWX would refuse.
    """
    values = store.clean(kind, sent, None, complete=True)
    if kind in rules.CHECKS:
        rules.CHECKS[kind](store, None, values, sent)
    store.check_unique(kind, values, None)
    record = store.add(kind, values)
    if kind == "projects":
        record.values["local_path"] = record.values["local_path"] or f"_{record.id}__{record.name.lower()}"
        if record.values["scm_type"]:
            finish(store, record)
    return record


def update(store: Store, record: Record, sent: Mapping[str, Any], complete: bool) -> None:
    """Change an object by a request's body.

    :param complete: whether fields that are not sent get their defaults (PUT).
    :raises RefusedError: for what AWX would refuse; the object is then as it was.
    """
    values = store.clean(record.kind, sent, record, complete)
    if record.kind in rules.CHECKS:
        rules.CHECKS[record.kind](store, record, values, sent)
    store.check_unique(record.kind, values, record)
    record.values = values
    record.modified = now()
    if record.kind == "projects":
        for template in store.all("job_templates"):
            if template.values["project"] == record.id:
                template.values["organization"] = values["organization"]


def finish(store: Store, record: Record) -> Record:
    """Record an update of a project or an inventory source, which is over at once, and well."""
    record.values |= {"status": "successful", "last_updated": now()}
    kind, link = {
        "projects": ("project_updates", "project"),
        "inventory_sources": ("inventory_updates", "inventory_source"),
    }[record.kind]
    done: dict[str, Any] = {"name": record.name, link: record.id, "status": "successful", "finished": now()}
    if record.kind == "projects":
        done["scm_revision"] = record.values["scm_revision"]
    return store.new(kind, **done)


def associate(store: Store, record: Record, name: str, sent: Mapping[str, Any]) -> None:
    """Associate another object with one, or take it away.

    :raises RefusedError: for what AWX would refuse.
    """
    unknown = sorted(set(sent) - {"id", "associate", "disassociate"})
    if unknown:
        raise RefusedError(400, {one: ["The double knows no such field."] for one in unknown})
    if not isinstance(sent.get("id"), int):
        raise RefusedError(400, {"msg": '"id" field must be an integer.' if "id" in sent else '"id" is required'})
    target = store.find(record.about.lists[name], sent["id"])
    if target is None:
        raise RefusedError(400, {"detail": f"No {KINDS[record.about.lists[name]].label} matches the given query."})
    if sent.get("disassociate"):
        if target.id in record.lists[name]:
            record.lists[name].remove(target.id)
    elif rules.check_association(store, record, name, target):
        record.lists[name].append(target.id)


def set_survey(record: Record, spec: Any) -> None:
    """Give a template a survey.

    :raises RefusedError: for one that AWX would refuse.
    """
    error = surveys.check(spec, record.survey)
    if error:
        raise RefusedError(400, {"error": error})
    record.survey = spec


async def _body(request: Request) -> dict[str, Any]:
    raw = await request.body()
    if not raw:
        return {}
    try:
        found = json.loads(raw)
    except ValueError as error:
        raise RefusedError(400, {"detail": f"JSON parse error - {error}"}) from error
    if not isinstance(found, dict):
        raise RefusedError(400, {"detail": "JSON parse error - not a JSON object"})
    return found


def build(awx: Awx) -> FastAPI:
    """Return the application that serves a pretend AWX."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False)

    @app.exception_handler(RefusedError)
    async def refused(request: Request, error: RefusedError) -> JSONResponse:
        headers = {"WWW-Authenticate": "Bearer realm=api"} if error.status == 401 else None
        return JSONResponse(error.body, error.status, headers)

    @app.exception_handler(404)
    async def nowhere(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": "The requested resource could not be found."}, 404)

    @app.exception_handler(405)
    async def no_such_method(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": f'Method "{request.method}" not allowed.'}, 405)

    @app.get("/api/")
    async def versions() -> Any:
        known = {"v2": "/api/v2/"}
        return {"description": "AWX REST API", "current_version": "/api/v2/", "available_versions": known}

    @app.get("/api/v2/")
    async def root() -> Any:
        listed = ["unified_job_templates", *(name for name, kind in KINDS.items() if kind.listed)]
        return {name: f"/api/v2/{name}/" for name in ("ping", "config", "me", "tokens", *listed)}

    @app.get("/api/v2/ping/")
    async def ping() -> Any:
        return {"ha": False, "version": VERSION, "active_node": "pretend", "instances": [], "instance_groups": []}

    @app.get("/api/v2/config/")
    async def config() -> Any:
        return {"version": VERSION, "license_info": {"license_type": "open", "valid_key": True}, "time_zone": "UTC"}

    @app.get("/api/v2/me/")
    async def me(request: Request) -> Any:
        found = [awx.store.show(one) for one in awx.store.all("users") if one.name == request.scope["caller"]]
        return filters.page("/api/v2/me/", found, [])

    @app.post("/api/v2/tokens/", status_code=201)
    async def sign_in(request: Request) -> Any:
        await _body(request)
        id_, token = awx.new_token(request.scope["caller"])
        return {"id": id_, "type": "o_auth2_access_token", "url": f"/api/v2/tokens/{id_}/", "token": token}

    @app.delete("/api/v2/tokens/{id_}/", status_code=204)
    async def sign_out(id_: int) -> Response:
        if not awx.end_token(id_):
            raise not_found()
        return Response(status_code=204)

    _objects(app, awx)
    _surveys(app, awx)
    _updates(app, awx)
    _associations(app, awx)
    return app


def _kind(name: str) -> str:
    if name not in KINDS:
        raise not_found()
    return name


def _record(store: Store, kind: str, key: str) -> Record:
    """Return an object by its ID, or by its named URL: ``name`` or ``name++organisation``."""
    if key.isdigit():
        found = store.find(_kind(kind), int(key))
    else:
        name, _separator, organization = key.partition("++")
        named = [one for one in store.all(_kind(kind)) if one.name == name]
        if "organization" in KINDS[kind].fields:
            owners = {one.id: store.linked(one, "organization") for one in named}
            named = [one for one in named if (owner.name if (owner := owners[one.id]) else "") == organization]
        found = named[0] if len(named) == 1 else None
    if found is None:
        raise not_found()
    return found


def _may(kind: str, method: str) -> None:
    if method not in KINDS[kind].methods:
        raise RefusedError(405, {"detail": f'Method "{method}" not allowed.'})


def _objects(app: FastAPI, awx: Awx) -> None:
    """Add the routes of the objects themselves."""

    @app.api_route("/api/v2/{kind}/", methods=["GET", "HEAD"])
    async def listing(kind: str, request: Request) -> Any:
        if kind != "unified_job_templates" and not KINDS[_kind(kind)].listed:
            raise not_found()
        query = request.query_params.multi_items()
        found = filters.select(awx.store, awx.store.all(kind), query)
        return filters.page(request.url.path, [awx.store.show(one) for one in found], query)

    @app.post("/api/v2/{kind}/", status_code=201)
    async def creation(kind: str, request: Request) -> Any:
        if kind in ("unified_job_templates", "workflow_approval_templates"):
            raise RefusedError(405, {"detail": 'Method "POST" not allowed.'})
        _may(_kind(kind), "POST")
        return awx.store.show(create(awx.store, kind, await _body(request)))

    @app.api_route("/api/v2/{kind}/{key}/", methods=["GET", "HEAD"])
    async def detail(kind: str, key: str) -> Any:
        return awx.store.show(_record(awx.store, kind, key))

    @app.api_route("/api/v2/{kind}/{key}/", methods=["PATCH", "PUT"])
    async def change(kind: str, key: str, request: Request) -> Any:
        record = _record(awx.store, kind, key)
        _may(kind, request.method)
        update(awx.store, record, await _body(request), complete=request.method == "PUT")
        return awx.store.show(record)

    @app.delete("/api/v2/{kind}/{key}/")
    async def removal(kind: str, key: str) -> Response:
        record = _record(awx.store, kind, key)
        _may(kind, "DELETE")
        rules.check_removal(awx.store, record)
        awx.store.remove(record)
        # An inventory goes in the background; here at once.
        return JSONResponse({}, 202) if kind == "inventories" else Response(status_code=204)


def _surveys(app: FastAPI, awx: Awx) -> None:
    """Add the routes of surveys."""

    def template(kind: str, key: str) -> Record:
        if kind not in ("job_templates", "workflow_job_templates"):
            raise not_found()
        return _record(awx.store, kind, key)

    @app.get("/api/v2/{kind}/{key}/survey_spec/")
    async def survey(kind: str, key: str) -> Any:
        return surveys.shown(template(kind, key).survey)

    @app.post("/api/v2/{kind}/{key}/survey_spec/")
    async def new_survey(kind: str, key: str, request: Request) -> Response:
        set_survey(template(kind, key), await _body(request))
        return Response(status_code=200)

    @app.delete("/api/v2/{kind}/{key}/survey_spec/")
    async def no_survey(kind: str, key: str) -> Response:
        template(kind, key).survey = {}
        return Response(status_code=200)


def _updates(app: FastAPI, awx: Awx) -> None:
    """Add the routes that fetch a project or an inventory source, and the one that makes an approval."""

    @app.get("/api/v2/{kind}/{key}/update/")
    async def can_update(kind: str, key: str) -> Any:
        if kind not in ("projects", "inventory_sources"):
            raise not_found()
        _record(awx.store, kind, key)
        return {"can_update": True}

    @app.post("/api/v2/{kind}/{key}/update/", status_code=202)
    async def start_update(kind: str, key: str, request: Request) -> Any:
        if kind not in ("projects", "inventory_sources"):
            raise not_found()
        record = _record(awx.store, kind, key)
        await _body(request)
        done = finish(awx.store, record)
        return {**awx.store.show(done), done.about.type: done.id}

    @app.post("/api/v2/workflow_job_template_nodes/{key}/create_approval_template/", status_code=201)
    async def approval(key: str, request: Request) -> Any:
        node = _record(awx.store, "workflow_job_template_nodes", key)
        made = create(awx.store, "workflow_approval_templates", await _body(request))
        node.values["unified_job_template"] = made.id
        return awx.store.show(made)


def _associations(app: FastAPI, awx: Awx) -> None:
    """Add the routes of what is associated with an object, or points to it."""

    @app.api_route("/api/v2/{kind}/{key}/{part}/", methods=["GET", "HEAD"])
    async def parts(kind: str, key: str, part: str, request: Request) -> Any:
        record = _record(awx.store, kind, key)
        query = request.query_params.multi_items()
        found = filters.select(awx.store, _below(awx.store, record, part), query)
        return filters.page(request.url.path, [awx.store.show(one) for one in found], query)

    @app.post("/api/v2/{kind}/{key}/{part}/", status_code=204)
    async def association(kind: str, key: str, part: str, request: Request) -> Response:
        record = _record(awx.store, kind, key)
        if part not in record.lists:
            if part in record.about.extra_related:
                # AWX can create there; awx.awx does not.
                raise RefusedError(405, {"detail": 'Method "POST" not allowed.'})
            raise not_found()
        associate(awx.store, record, part, await _body(request))
        return Response(status_code=204)


def _below(store: Store, record: Record, part: str) -> list[Record]:
    """Return what is associated with an object, or points to it."""
    if part in record.lists:
        return [one for id_ in record.lists[part] if (one := store.find(record.about.lists[part], id_))]
    kind = "workflow_job_template_nodes" if part == "workflow_nodes" else part
    if part not in record.about.extra_related or kind not in KINDS:
        raise not_found()
    pointing = {
        name
        for name, link in KINDS[kind].fields.items()
        if isinstance(link, Link) and link.to in (record.kind, None if record.kind in UNIFIED else record.kind)
    }
    return [one for one in store.all(kind) if any(one.values[name] == record.id for name in pointing)]
