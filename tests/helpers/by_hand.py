# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm that Legora offers no API: what its variables are, and what a person enters at Legora and confirms.

Who reads the sheet does so in C(simulator.person); here it is done as a result has it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from helpers.both_systems import USER_ID

from simulator.seed import Firm
from simulator.state import Capability, StoredServiceAccount

# Without a key, what to do at Legora is handed over.
NO_API: dict[str, Any] = {"legora_method": None, "legora_api_key": None, "legora_api_url": None}

Data = dict[str, Any]


def steps(result: Data) -> list[tuple[str, str]]:
    """Return what a result hands over, each with what to do."""
    return [(step["id"], step["do"]) for step in result["hand_over"]["steps"]]


def enter(firm: Firm, result: Data, password: str) -> None:
    """Do at Legora what a result hands over, and nothing else."""
    connector, moment = firm.connector, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    for step in result["hand_over"]["steps"]:
        is_removed = step["do"] == "remove"
        if step["id"] == "service_account":
            new = StoredServiceAccount(step["username"], password, moment)
            connector.service_account = None if is_removed else new
        elif step["id"] == "capability":
            customer = str(step["customer_id"])
            own = Capability("cap_by_hand", "ethical_walls", customer, list(step["libraries"]), moment)
            others = [one for one in connector.capabilities if one.customer_id != customer]
            connector.capabilities[:] = others if is_removed else [*others, own]
        elif step["id"] == "preference":
            firm.legora.preferences["imanage"] = step["do"] == "on"


def enter_password(firm: Firm, password: str) -> None:
    """Enter another password of the account that Legora has."""
    assert firm.connector.service_account is not None
    firm.connector.service_account.password = password


def confirmed(result: Data, **changes: Any) -> Data:
    """Return what a person confirms who has done all that a result hands over, just now."""
    return {**result["hand_over"]["confirmation"], **_said(), **changes}


def all_confirmed(firm: Firm, **changes: Any) -> Data:
    """Return what a person confirms who has entered all that an onboarding hands over."""
    return {
        **_said(),
        "organisation": firm.legora.name,
        "service_username": f"svc-legora@{firm.name}.example" if firm.imanage.is_cloud else USER_ID,
        "customer_id": firm.imanage.customer_id,
        "libraries": list(firm.imanage.libraries),
        "create_projects_from_imanage": True,
        **changes,
    }


def none_confirmed(firm: Firm, **changes: Any) -> Data:
    """Return what a person confirms who has found nothing at Legora."""
    nothing = {"service_username": None, "customer_id": None, "libraries": None, "create_projects_from_imanage": False}
    return all_confirmed(firm, **{**nothing, **changes})


def _said() -> Data:
    return {"by": "Jane Doe", "date": (datetime.now(UTC) + timedelta(seconds=1)).isoformat()}
