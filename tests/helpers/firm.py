# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A healthy firm: its variables, and what the modules read of it. A test says what differs."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.facts import Facts, Reading
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import (
    WantedFirm,
    check_firm,
)

TODAY = date(2026, 11, 25)
EGRESS = "20.91.134.182"

NOT_READ = Reading()


def failing(message: str = "the server is away", kind: str = "unavailable", hint: str | None = None) -> Reading:
    """Return a reading that was tried and failed; with a hint its message is a sentence, as modules word it."""
    return Reading(failure={"kind": kind, "hint": hint}, message=f"{message}. {hint}" if hint else message)


# What a consultant sets for the firm.
VARIABLES: dict[str, Any] = {
    "firm_name": "Alder & Finch LLP",
    "legora_region": "eu",
    "legora_organisation": "Alder & Finch LLP",
    "legora_method": "api",
    "legora_api_key": "canary-legora-key-1",
    "imanage_url": "https://alder.cloudimanage.com",
    "imanage_customer_id": "4711",
    "imanage_libraries": ["ACTIVE", "CLOSED"],
    "imanage_legora_app_name": "Legora",
    "imanage_username": "admin@alder.example",
    "imanage_password": "canary-operator-1",
    "imanage_client_id": "legalops",
    "service_account_email": "svc-legora@alder.example",
    "service_account_password": "canary-account-0001",
    "service_account_role": "LEGORA_METADATA",
}

# What the firm has exported.
EXPORTED: dict[str, Any] = {
    "verify_wall_users": ["ann@alder.example"],
    "verify_legora_users": ["Ann@alder.example", "bob@alder.example"],
    "verify_manual_projects": [],
}

# The same, with more of its variables set than it needs.
MORE_VARIABLES: dict[str, Any] = {
    **VARIABLES,
    "imanage_client_secret": "canary-client-0001",
    "imanage_libraries": ["ACTIVE", {"id": "CLOSED", "role": "OTHER"}],
    "legora_api_url": "https://api.example/v1",
    "legora_connector_id": "int_1",
    "service_account_full_name": "Walls",
    "service_account_password_version": "2026-10",
    "service_account_user_id": "SVC-WALLS",
}


def variables(**changes: Any) -> dict[str, Any]:
    """Return a firm's variables; ``None`` takes one out."""
    return {name: value for name, value in {**VARIABLES, **changes}.items() if value is not None}


_RIGHTS = {
    **dict.fromkeys(("document_view", "delete", "delete_workspace", "delete_public_folder", "read_only"), False),
    **dict.fromkeys(("admin_tier_1", "admin_tier_2", "admin_tier_3", "use_admin_tool"), False),
    "search": True,
}


def _library(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "status": "compliant",
        "reason": None,
        "role": "LEGORA_METADATA",
        "document_view": False,
        "rights": dict(_RIGHTS),
        "tier": 0,
        "download": "refused",
    }


_CALLER = {"id": "ADMIN", "email": "admin@alder.example"}

READ: dict[str, Any] = {
    "session": {"path": "/tmp/session", "deployment": "cloud", "customer_id": "4711", "user": _CALLER},
    "imanage": {
        "deployment": "cloud",
        "version": "10.4.0",
        "customer_id": "4711",
        "user": _CALLER,
        "libraries": [{"id": name, "type": "worksite", "status": "ready"} for name in ("ACTIVE", "CLOSED")],
        "operator": {
            "id": "ADMIN",
            "nrtadmin": {"ACTIVE": True, "CLOSED": True},
            "nrtadmin_enabled": {"ACTIVE": True, "CLOSED": True},
        },
        "later_calls": [
            {"call": call, "answers": True, "reason": None}
            for call in ("GET L/groups?alias=NRTADMIN", "GET L/operations", "GET L/users/{operator}")
        ],
        "applications": [{"id": "app-7", "name": "Legora", "status": "enabled"}],
    },
    "user": {
        "id": "SVC-LEGORA",
        "full_name": "Legora service account",
        "email": "svc-legora@alder.example",
        "exists": True,
        "sign_in_name": "svc-legora@alder.example",
        "libraries": ["ACTIVE", "CLOSED"],
        "memberships": {"ACTIVE": ["NRTADMIN"], "CLOSED": ["NRTADMIN"]},
        "virtual": True,
        "directory_synced": False,
        "external": False,
        "enabled": True,
        "locked": False,
        "force_password_change": False,
        "password_never_expires": True,
        "password_changed_at": "2026-11-01T10:00:00Z",
        "password_age_days": 24,
        "email_holders": ["SVC-LEGORA"],
        "role_rights": {},
        "predecessors": [],
        "app_ids": ["app-7"],
        "ip_lock": True,
        "ip_range": EGRESS,
    },
    "password": {"opens": "new", "proved_by": "login"},
    "access": {
        "status": "compliant",
        "reason": None,
        "signed_in": True,
        "libraries": [_library("ACTIVE"), _library("CLOSED")],
    },
    "connectors": [
        {
            "id": "int_1",
            "status": "enabled",
            "enabled": True,
            "url": "https://alder.cloudimanage.com",
            "service_account": {
                "username": "SVC-Legora@alder.example",
                "status": "active",
                "updated_at": "2026-11-01T10:00:05Z",
            },
            "capabilities": [
                {
                    "id": "cap_1",
                    "type": "ethical_walls",
                    "customer_id": "4711",
                    "library_ids": ["CLOSED", "ACTIVE"],
                    "status": "active",
                }
            ],
        }
    ],
    "other_connectors": [],
    "organisation": {"id": "org_1", "name": "Alder & Finch LLP", "region": "eu"},
    "preferences": {"create_projects_from": {"imanage": True, "sharepoint": False}},
    "events": [
        {
            "timestamp": "2026-11-20T08:00:00Z",
            "action": "update",
            "resource_type": "capability",
            "result_status": "success",
        }
    ],
    "endpoint": {
        "host": "alder.cloudimanage.com",
        "port": 443,
        "scheme": "https",
        "dns": {"addresses": ["192.0.2.1"], "error": None},
        "tcp": {"connected": True, "address": "192.0.2.1", "error": None},
        "tls": {
            "handshake": True,
            "version": "TLSv1.3",
            "error": None,
            "chain": [],
            "chain_status": "complete",
            "name_matches": True,
            "names": ["alder.cloudimanage.com"],
            "expires": "2027-01-21T00:00:00Z",
            "days_to_expiry": 57,
        },
        "http": {"status": 302, "location_host": None, "location": "/work/web", "error": None},
        "pre_authentication": False,
        "through_proxy": False,
        "app_proxy": dict.fromkeys(("published_as", "app_id", "connector_id", "transaction_id", "error_details"))
        | {"seen": False},
        "missing_libraries": [],
    },
}

# What is different on-premises.
_ON_PREMISES = {
    "config.imanage_url": "https://imanage.alder.example",
    "config.imanage_customer_id": None,
    "config.imanage_exposure": "direct",
    "config.imanage_username": "ADMIN",
    "config.network_allow_list": [f"{EGRESS}/32"],
    "session.deployment": "on_premises",
    "session.customer_id": "1",
    "imanage.deployment": "on_premises",
    "imanage.customer_id": "1",
    "user.sign_in_name": "SVC-LEGORA",
    "user.ip_lock": False,
    "user.ip_range": None,
    "connectors.0.url": "https://imanage.alder.example",
    "connectors.0.service_account.username": "svc-legora",
    "connectors.0.capabilities.0.customer_id": "1",
    "endpoint.host": "imanage.alder.example",
}


def firm(changes: dict[str, Any] | None = None, *, on_premises: bool = False) -> Facts:
    """Return a healthy firm, but for the changes.

    :param changes: by path, such as C(user.locked) or C(connectors.0.status); a whole reading may be a C(Reading), such
        as :data:`NOT_READ`, and the names of what stands beside the readings are C(today), C(before), C(withheld),
        C(hand_over), C(keeps_preference), C(password_written), C(label_noted) and C(dry_run).
    """
    data = {"config": configured(**copy.deepcopy(EXPORTED)), **copy.deepcopy(READ)}
    beside: dict[str, Any] = {"today": TODAY, "phase": "onboard"}
    for path, value in {**(_ON_PREMISES if on_premises else {}), **(changes or {})}.items():
        if path in (
            "today",
            "before",
            "connector_before",
            "withheld",
            "hand_over",
            "keeps_preference",
            "password_written",
            "label_noted",
            "dry_run",
        ):
            beside[path] = value
        else:
            _put(data, path.split("."), copy.deepcopy(value))
    readings = {name: data[name] if isinstance(data[name], Reading) else Reading(value=data[name]) for name in READ}
    return Facts(config=data["config"], readings=readings, **beside)


def _put(data: Any, path: list[str], value: Any) -> None:
    *way, last = path
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    data[int(last) if isinstance(data, list) else last] = value


def configured(**changes: Any) -> dict[str, Any]:
    """Return a firm's configuration as C(firm_config) returns it."""
    config: dict[str, Any] = check_firm(None, WantedFirm(variables(**changes), firm="alder"), False).resource
    return config


def answers() -> dict[str, Any]:
    """Return what the tasks of a role register for a healthy firm."""
    return {name: {name: copy.deepcopy(value)} for name, value in READ.items()}


# What a person confirms, where Legora is configured by hand.
CONFIRMED: dict[str, Any] = {
    "by": "Jane Doe",
    "date": "2026-11-02",
    "organisation": "Alder & Finch LLP",
    "service_username": "SVC-Legora@alder.example",
    "password_version": None,
    "customer_id": "4711",
    "libraries": ["CLOSED", "ACTIVE"],
    "create_projects_from_imanage": True,
    "note": None,
}
