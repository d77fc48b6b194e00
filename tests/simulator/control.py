# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's own interface: journal, state, faults, clock, and a page to look at."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, JSONResponse

from . import drift, inventory, pages, person
from .seed import Firm

if TYPE_CHECKING:
    from .server import Simulator


router = APIRouter()


class ControlError(Exception):
    """A request that makes no sense; the text says why."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


def build(simulator: Simulator) -> FastAPI:
    """Return the control application."""
    app = FastAPI(title="Simulator of iManage Work and Legora", docs_url=None, redoc_url=None)
    app.state.simulator = simulator
    app.include_router(router)

    @app.exception_handler(ControlError)
    def control_error(request: Request, error: ControlError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, error.status)

    return app


def _simulator(request: Request) -> Simulator:
    simulator: Simulator = request.app.state.simulator
    return simulator


def _known(request: Request, firm: str | None) -> str | None:
    """Check the name of a firm; a misspelt one would look like a firm that did nothing."""
    firms = _simulator(request).firms
    if firm is not None and firm not in firms:
        raise ControlError(f"unknown firm {firm!r}; known are {', '.join(firms)}", 404)
    return firm


async def _object(request: Request) -> dict[str, Any]:
    try:
        content = await request.json()
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(content, dict):
        raise ControlError("the body is not an object")
    return content


@router.get("/health")
def health(request: Request) -> dict[str, Any]:
    return {"firms": len(_simulator(request).firms)}


@router.get("/urls")
def urls(request: Request) -> dict[str, Any]:
    return _simulator(request).urls()


@router.get("/inventory")
def firms_inventory(request: Request) -> dict[str, Any]:
    return inventory.build(list(_simulator(request).firms.values()))


@router.get("/journal")
def journal(request: Request, firm: str | None = None) -> list[dict[str, Any]]:
    return [entry.as_dict() for entry in _simulator(request).journal.entries(_known(request, firm))]


@router.get("/journal/counts")
def counts(request: Request, firm: str | None = None) -> dict[str, int]:
    return _simulator(request).journal.counts(_known(request, firm))


@router.delete("/journal")
def clear_journal(request: Request) -> dict[str, Any]:
    _simulator(request).journal.clear()
    return {}


@router.get("/state")
def state(request: Request, firm: str) -> dict[str, Any]:
    _known(request, firm)
    return describe(_simulator(request).firm(firm))


@router.post("/reset")
def reset(request: Request) -> dict[str, Any]:
    _simulator(request).reset()
    return {}


@router.get("/faults")
def faults(request: Request) -> list[dict[str, Any]]:
    return _simulator(request).faults.as_list()


@router.post("/faults")
async def add_fault(request: Request) -> dict[str, Any]:
    fields = await _object(request)
    try:
        return asdict(_simulator(request).faults.add(**fields))
    except (TypeError, ValueError) as error:
        raise ControlError(str(error)) from None


@router.delete("/faults")
def clear_faults(request: Request) -> dict[str, Any]:
    _simulator(request).faults.clear()
    return {}


@router.post("/clock")
async def clock(request: Request) -> dict[str, Any]:
    content = await _object(request)
    seconds: Any = content.get("advance")
    if set(content) != {"advance"} or type(seconds) not in (int, float) or not 0 <= seconds < math.inf:
        raise ControlError("advance is a number of seconds, and time goes forward only")
    _simulator(request).clock.advance(float(seconds))
    return {"now": _simulator(request).clock.iso()}


@router.post("/changes")
async def change(request: Request) -> dict[str, Any]:
    """Change something as somebody else would: C(firm), C(change) and what that takes."""
    fields = await _object(request)
    firm, kind = fields.pop("firm", None), fields.pop("change", None)
    if not isinstance(firm, str):
        raise ControlError("firm is missing")
    _known(request, firm)
    try:
        drift.change(_simulator(request).firm(firm), str(kind), **fields)
    except ValueError as error:
        raise ControlError(str(error)) from None
    return {}


@router.post("/firms/{name}/sheet")
async def enter(request: Request, name: str) -> dict[str, Any]:
    """Let somebody at a firm do what the sheet of a hand-over says; the answer is what they confirm."""
    _known(request, name)
    sheet = (await request.body()).decode(errors="replace")
    try:
        # They work through Legora's own interface, which this thread serves.
        confirmed = await run_in_threadpool(person.enter, _simulator(request).firm(name), sheet)
    except ValueError as error:
        raise ControlError(str(error)) from None
    return {"legora_confirmed": confirmed}


@router.get("/")
def page(request: Request) -> HTMLResponse:
    firms = _simulator(request).firms.values()
    return _html(pages.overview([(firm, describe(firm)) for firm in firms]))


@router.get("/firms/{name}")
def page_of_firm(request: Request, name: str) -> HTMLResponse:
    _known(request, name)
    simulator = _simulator(request)
    firm = simulator.firm(name)
    requests = [entry.as_dict() for entry in simulator.journal.entries(name)]
    return _html(pages.one_firm(firm, describe(firm), requests, simulator.clock.iso()))


def _html(text: str) -> HTMLResponse:
    # Nothing from elsewhere, and no script: a page shows what others have written.
    return HTMLResponse(text, headers={"content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"})


def describe(firm: Firm) -> dict[str, Any]:
    """Return both systems' state of a firm, without secrets."""
    imanage, legora = firm.imanage, firm.legora
    return {
        "imanage": {
            "flavour": imanage.flavour,
            "customer_id": imanage.customer_id,
            "users": [asdict(user) for user in imanage.all_users()],
            "libraries": {
                library.id: {
                    "members": {group.id: list(group.members) for group in library.groups.values()},
                    "roles": {user: assignment.role for user, assignment in library.assignments.items()},
                }
                for library in imanage.libraries.values()
            },
        },
        "legora": {
            "organisation": legora.name,
            "connectors": [
                {
                    "id": connector.id,
                    "status": connector.status,
                    "service_account": connector.service_account
                    and {
                        "username": connector.service_account.username,
                        "status": legora.service_account_status(connector),
                    },
                    "capabilities": [asdict(capability) for capability in connector.capabilities],
                }
                for connector in legora.connectors.values()
            ],
            "preferences": dict(legora.preferences),
            "audit_log": list(legora.audit_log),
        },
    }
