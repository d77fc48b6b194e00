# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two healthy firms as the modules read them, one of the cloud and one on-premises, and how a test makes one ill."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.decide import decide_checks
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.facts import Facts, Reading
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.findings import Finding, Judgement
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import BY_ID
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

_READ: dict[str, Any] = {
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

_EXPORTS = {
    "wall_users": ["ann@alder.example"],
    "legora_users": ["Ann@alder.example", "bob@alder.example"],
    "manual_projects": [],
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
        as :data:`NOT_READ`, and the names of what stands beside the readings are C(today), C(before), C(withheld) and
        C(password_max_age).
    """
    config = check_firm(None, WantedFirm(VARIABLES, firm="alder"), False).resource
    data = {"config": config, "exports": copy.deepcopy(_EXPORTS), **copy.deepcopy(_READ)}
    beside: dict[str, Any] = {"today": TODAY}
    for path, value in {**(_ON_PREMISES if on_premises else {}), **(changes or {})}.items():
        if path in ("today", "before", "withheld", "password_max_age"):
            beside[path] = value
        else:
            _put(data, path.split("."), copy.deepcopy(value))
    readings = {name: data[name] if isinstance(data[name], Reading) else Reading(value=data[name]) for name in _READ}
    return Facts(config=data["config"], exports=data["exports"], readings=readings, **beside)


def _put(data: Any, path: list[str], value: Any) -> None:
    *way, last = path
    for step in way:
        data = data[int(step)] if isinstance(data, list) else data[step]
    data[int(last) if isinstance(data, list) else last] = value


def configured(**changes: Any) -> dict[str, Any]:
    """Return a firm's configuration as C(firm_config) returns it."""
    return check_firm(None, WantedFirm({**VARIABLES, **changes}, firm="alder"), False).resource  # type: ignore[no-any-return]


def answers() -> dict[str, Any]:
    """Return what the tasks of a role register for a healthy firm."""
    return {name: {name: copy.deepcopy(value)} for name, value in _READ.items()}


@dataclass(frozen=True)
class Case:
    """What one check says of a firm.

    :ivar words: a telling part of the evidence.
    :ivar changes: as :func:`firm` takes them.
    :ivar phase: in which phase; C(None) for the end of an onboarding, where the check belongs to it.
    """

    check: str
    status: str
    words: str
    changes: dict[str, Any] = field(default_factory=dict)
    on_premises: bool = False
    phase: str | None = None

    def __str__(self) -> str:
        return f"{self.check}-{self.status}-{self.words}".replace(" ", "_")

    def find(self) -> Finding:
        """Let the phase find it out."""
        facts = firm(self.changes, on_premises=self.on_premises)
        return found(facts, self.check, self.phase)

    def check_it(self) -> None:
        """Assert that the check says so, and that the finding is complete."""
        finding = self.find()
        assert (finding.status, self.words in finding.evidence) == (self.status, True), finding.evidence
        assert "None" not in finding.evidence, finding.evidence
        assert "\n" not in finding.evidence
        assert bool(finding.remedy) is (self.status not in ("pass", "attested"))
        assert finding.onboard is None or self.status == "fail"
        assert finding.source


def found(facts: Facts, check: str, phase: str | None = None, **options: Any) -> Finding:
    """Return the finding of one check, at the end of an onboarding, or else in the first of its phases."""
    phases = BY_ID[check].phases
    decision = decide_checks(phase or ("onboard" if "onboard" in phases else phases[0]), facts, **options)
    (finding,) = [one for one in decision.findings if one.id == check]
    return finding


def answer(facts: Facts, check: str, phase: str | None = None) -> Judgement:
    """Return what a check says by itself."""
    return BY_ID[check].decide(replace(facts, phase=phase))
