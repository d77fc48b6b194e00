# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clients of the simulator's firms."""

from __future__ import annotations

from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Context, Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.client import ImanageClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.connection import Connection, Credentials
from simulator.seed import Firm, pretend_secret

ACCOUNT = "LAWYER5"


def transport(firm: Firm) -> Transport:
    return Transport(parse_origin(firm.imanage_url), Context("iManage", firm.name), Redactor(), sleep=lambda wait: None)


def operator_name(firm: Firm) -> str:
    name: str = firm.seed["operator"]["email" if firm.imanage.is_cloud else "id"]
    return name


def connection(firm: Firm, session: str | None = None, **more: Any) -> Connection:
    """Return the operator's connection."""
    given = {"username": operator_name(firm), "password": firm.seed["operator"]["password"], **more}
    return Connection(
        transport(firm),
        Credentials(client_id=firm.imanage.client_id, client_secret=firm.imanage.client_secret, **given),
        session_path=session,
    )


def client(firm: Firm, expected_customer_id: str | None = None, session: str | None = None) -> ImanageClient:
    """Return the operator's client."""
    return ImanageClient(connection(firm, session), expected_customer_id or firm.imanage.customer_id)


def account_name(firm: Firm) -> str:
    """Return what an account signs in with that is in NRTADMIN already."""
    return f"{ACCOUNT.lower()}@{firm.name}.example" if firm.imanage.is_cloud else ACCOUNT


def account_password(firm: Firm) -> str:
    return pretend_secret(firm.name, ACCOUNT)
