# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""iManage Work: the documented paths, and nothing else."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from . import groups, rights, sign_in, users
from .requests import VendorError


def build() -> FastAPI:
    """Return the application that serves every firm's iManage Work."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False)
    app.include_router(sign_in.router)
    app.include_router(rights.discovery_router)
    app.include_router(groups.router)
    app.include_router(users.router)
    app.include_router(rights.router)

    @app.exception_handler(VendorError)
    async def vendor_error(request: Request, error: VendorError) -> JSONResponse:
        return error.response()

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        return VendorError(error.status_code, "NRC_NOT_FOUND", "No such path or method").response()

    return app
