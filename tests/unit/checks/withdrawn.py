# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read of a firm that is offboarded, and of one that is not quite."""

from __future__ import annotations

from typing import Any

# What an offboarding leaves of the firm.
GONE: dict[str, Any] = {
    "user.enabled": False,
    "user.memberships": {"ACTIVE": [], "CLOSED": []},
    "preferences.create_projects_from": {"imanage": False, "sharepoint": True},
    "connectors": [{"id": "int_1", "status": "enabled", "enabled": True, "service_account": None, "capabilities": []}],
}
CONNECTOR: dict[str, Any] = GONE["connectors"][0]
OURS = {"username": "svc-legora@alder.example", "status": "active"}
CAPABILITY = {"id": "cap_9", "type": "ethical_walls", "customer_id": "9999", "library_ids": ["OTHER"]}
ANOTHER = {**CONNECTOR, "id": "int_2", "service_account": OURS}
CONFIRMED = {
    "by": "Jane Doe",
    "date": "2026-11-24",
    "organisation": "Alder & Finch LLP",
    "service_username": None,
    "customer_id": None,
    "libraries": None,
    "create_projects_from_imanage": False,
}
BY_HAND = {**GONE, "config.legora_method": "by_hand", "config.legora_confirmed": CONFIRMED}
NOTHING_OPEN = {"open": False, "steps": [], "withheld": None, "kept_back": []}
MISTYPED = {
    "hand_over": NOTHING_OPEN,
    "connectors": [{**CONNECTOR, "service_account": OURS, "capabilities": [{**CAPABILITY, "id": None}]}],
}


def gone(**changes: Any) -> dict[str, Any]:
    """Return what is read of a firm that is offboarded; ``changes`` with two underscores for the dot."""
    return {**GONE, **{name.replace("__", "."): value for name, value in changes.items()}}


def connector(**changes: Any) -> dict[str, Any]:
    """Return the same, with another connector."""
    return gone(connectors=[{**CONNECTOR, **changes}])
