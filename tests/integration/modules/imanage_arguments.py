# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that iManage modules take, for the pretend firms, and modules that are run with them."""

from __future__ import annotations

from typing import Any

from helpers.module import run_module

from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm

ACCOUNT = "SVC-LEGORA"


def run(module: str, options: dict[str, Any], check: bool = False) -> dict[str, Any]:
    """Run a module that does not fail, and return what it answered."""
    answer = run_module(module, options, check)
    assert "failure" not in answer, answer
    return answer


def operator(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that every iManage module takes."""
    variables = host_variables(firm)
    return {
        "firm": variables["firm_name"],
        "url": variables["imanage_url"],
        "expected_customer_id": firm.imanage.customer_id,
        "username": variables["imanage_username"],
        "password": variables["imanage_password"],
        "client_id": variables["imanage_client_id"],
        "client_secret": variables.get("imanage_client_secret"),
        **more,
    }


def user(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that create the service account."""
    variables = host_variables(firm)
    return operator(
        firm,
        full_name=variables["service_account_full_name"],
        email=variables["service_account_email"],
        user_password=variables["service_account_password"],
        libraries=variables["imanage_libraries"],
        role="LEGORA_METADATA",
        **more,
    )


def membership(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that put the service account into NRTADMIN."""
    return operator(firm, **{"libraries": list(firm.imanage.libraries), "users": {"add": [ACCOUNT]}, **more})


def access(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that prove the account's rights."""
    variables = host_variables(firm)
    return operator(
        firm,
        **{
            "libraries": list(firm.imanage.libraries),
            "account_username": variables["service_account_email"] if firm.imanage.is_cloud else ACCOUNT,
            "account_password": variables["service_account_password"],
            **more,
        },
    )


def set_up(sim: Simulator, firm: Firm) -> None:
    """Create the account, put it into NRTADMIN, and forget what was sent for that."""
    run("imanage_user", user(firm))
    run("imanage_group_membership", membership(firm))
    sim.journal.clear()
