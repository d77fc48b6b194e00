# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator's own interface: journal, state, faults, clock, and a page to look at."""

from __future__ import annotations

import html
import math
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse

from . import inventory
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


@router.get("/", response_class=HTMLResponse)
def page(request: Request) -> str:
    rows = "".join(_row(firm) for firm in _simulator(request).firms.values())
    return (
        "<!DOCTYPE html><html lang='en'><title>Simulator</title><style>body{font:16px sans-serif;margin:2em}"
        "table{border-collapse:collapse}td,th{border:1px solid #999;padding:.3em;text-align:left;vertical-align:top}"
        f"</style><h1>Pretend firms</h1><table><tr><th>Firm<th>iManage<th>NRTADMIN<th>Legora</tr>{rows}</table>"
    )


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


def _row(firm: Firm) -> str:
    state = describe(firm)
    members = {
        library: content["members"].get("NRTADMIN", []) for library, content in state["imanage"]["libraries"].items()
    }
    cells = (
        state["legora"]["organisation"],
        f"{state['imanage']['flavour']}, customer {state['imanage']['customer_id']}",
        members,
        {"connectors": state["legora"]["connectors"], "preferences": state["legora"]["preferences"]},
    )
    return "<tr>" + "".join(f"<td>{html.escape(str(cell))}" for cell in cells) + "</tr>"
