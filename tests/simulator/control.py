# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's own interface: its inventory, what somebody else does, and pages to look at."""

from __future__ import annotations

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


def _firm(request: Request, name: str) -> Firm:
    firms = _simulator(request).firms
    if name not in firms:
        raise ControlError(f"unknown firm {name!r}; known are {', '.join(firms)}", 404)
    return firms[name]


async def _object(request: Request) -> dict[str, Any]:
    try:
        content = await request.json()
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(content, dict):
        raise ControlError("the body is not an object")
    return content


@router.get("/inventory")
def firms_inventory(request: Request) -> dict[str, Any]:
    return inventory.build(list(_simulator(request).firms.values()))


@router.post("/reset")
def reset(request: Request) -> dict[str, Any]:
    _simulator(request).reset()
    return {}


@router.post("/changes")
async def change(request: Request) -> dict[str, Any]:
    """Change something as somebody else would: C(firm), C(change) and what that takes."""
    fields = await _object(request)
    firm, kind = fields.pop("firm", None), fields.pop("change", None)
    if not isinstance(firm, str):
        raise ControlError("firm is missing")
    found = _firm(request, firm)
    try:
        drift.change(found, str(kind), **fields)
    except ValueError as error:
        raise ControlError(str(error)) from None
    return {}


@router.post("/firms/{name}/sheet")
async def enter(request: Request, name: str) -> dict[str, Any]:
    """Let somebody at a firm do what the sheet of a hand-over says; the answer is what they confirm."""
    firm = _firm(request, name)
    sheet = (await request.body()).decode(errors="replace")
    try:
        # They work through Legora's own interface, which this thread serves.
        confirmed = await run_in_threadpool(person.enter, firm, sheet)
    except ValueError as error:
        raise ControlError(str(error)) from None
    return {"legora_confirmed": confirmed}


@router.get("/")
def page(request: Request) -> HTMLResponse:
    firms = _simulator(request).firms.values()
    return _html(pages.overview([(firm, describe(firm)) for firm in firms]))


@router.get("/firms/{name}")
def page_of_firm(request: Request, name: str) -> HTMLResponse:
    simulator, firm = _simulator(request), _firm(request, name)
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
