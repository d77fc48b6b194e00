# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Seeds: pretend firms, described in a few lines each, with sensible defaults for the rest.

Every name, address and secret here is made up.
"""

from __future__ import annotations

import copy
import hashlib
from pathlib import Path
from typing import Any

import yaml

from .certificates import KINDS as CERTIFICATES
from .clock import Clock
from .state import (
    NRTADMIN,
    Assignment,
    Connector,
    Group,
    ImanageTenant,
    LegoraOrganisation,
    Library,
    Role,
    User,
)

REGIONS = ("us", "eu", "ap")
FLAVOURS = ("cloud", "on_premises")
# What stands before a firm's iManage and wants a sign-in of its own.
PRE_AUTHENTICATIONS = ("azure",)

_KEYS = {
    "name",
    "display_name",
    "flavour",
    "region",
    "customer_id",
    "version",
    "libraries",
    "operator",
    "client_secret",
    "imanage",
    "legora",
    "connectors",
    "preferences",
    "variables",
    "tls",
    "pre_authentication",
    "app_proxy",
}
# What a server on-premises does not have, as far as is known: no witness reads users at the customer's level there.
_NOT_ON_PREMISES = (
    "GET C/users",
    "GET C/users/{user}",
    "GET C/users/{user}/libraries",
    "GET C/users/{user}/apps",
)


class SeedError(ValueError):
    """The seed is unusable; the text says where."""


class Firm:
    """One firm: its two systems, and what its administrator knows."""

    def __init__(self, seed: dict[str, Any], clock: Clock) -> None:
        self.seed = _checked(seed)
        self.clock = clock
        self.imanage_url = ""
        self.ca_path: str | None = None
        self.legora_api_url = ""
        self.reset()

    def reset(self) -> None:
        """Return to what the seed says."""
        self.imanage = _imanage(self.seed, self.clock)
        self.legora = _legora(self.seed, self.imanage, self.clock)

    @property
    def name(self) -> str:
        return str(self.seed["name"])

    @property
    def connector(self) -> Connector:
        """Legora's connector to its iManage, the first where there are several."""
        return next(one for one in self.legora.connectors.values() if one.type == "imanage")


def load(source: str | Path | dict[str, Any]) -> list[dict[str, Any]]:
    """Return the firms of a seed file, or of a dict of the same form."""
    content = source if isinstance(source, dict) else yaml.safe_load(Path(source).read_text(encoding="utf-8"))
    firms = content.get("firms") if isinstance(content, dict) else None
    if not isinstance(firms, list) or not firms:
        raise SeedError("a seed is a mapping with a list 'firms'")
    names = [firm.get("name") for firm in firms]
    if len(set(names)) != len(names):
        raise SeedError("two firms have the same name")
    return firms


def generate(count: int) -> dict[str, Any]:
    """Return a seed of many firms of mixed kinds."""
    return {
        "firms": [
            {
                "name": f"firm{number:03}",
                "flavour": FLAVOURS[number % 2],
                "region": REGIONS[number % 3],
                "libraries": ["ACTIVE", "CLOSED"],
            }
            for number in range(count)
        ]
    }


def pretend_secret(firm: str, purpose: str) -> str:
    """Return a made-up secret: the same each time, another one for each firm and purpose."""
    return f"Pretend-{hashlib.sha256(f'{firm}/{purpose}'.encode()).hexdigest()[:20]}"


def _checked(seed: dict[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(seed) - _KEYS)
    if unknown:
        raise SeedError(f"firm {seed.get('name')}: unknown key {', '.join(unknown)}")
    if not seed.get("name"):
        raise SeedError("a firm has no name")
    flavour = seed.get("flavour", "cloud")
    number = int(hashlib.sha256(seed["name"].encode()).hexdigest()[:6], 16) % 90000 + 10000
    filled = {
        "display_name": seed["name"].title(),
        "flavour": flavour,
        "region": "eu",
        "customer_id": str(number) if flavour == "cloud" else "1",
        "version": "10.5.0.12",
        "libraries": ["ACTIVE"],
        "operator": {},
        "client_secret": pretend_secret(seed["name"], "client secret") if flavour == "cloud" else None,
        "imanage": {},
        "legora": {},
        "connectors": [{"id": f"int_{seed['name']}"}],
        "preferences": {"imanage": False, "sharepoint": False},
        "variables": {},
        "tls": None,
        "pre_authentication": None,
        "app_proxy": None,
        **seed,
    }
    if filled["tls"] not in (None, *CERTIFICATES):
        raise SeedError(f"firm {seed['name']}: tls is one of {CERTIFICATES}")
    if filled["pre_authentication"] not in (None, *PRE_AUTHENTICATIONS):
        raise SeedError(f"firm {seed['name']}: pre_authentication is one of {PRE_AUTHENTICATIONS}")
    proxy = filled["app_proxy"]
    if proxy is not None and not (isinstance(proxy, dict) and set(proxy) <= {"error", "status"}):
        raise SeedError(f"firm {seed['name']}: app_proxy is a mapping with at most error and status")
    if filled["flavour"] not in FLAVOURS or filled["region"] not in REGIONS:
        raise SeedError(f"firm {seed['name']}: flavour is one of {FLAVOURS}, region one of {REGIONS}")
    filled["operator"] = {
        "id": "ADMIN",
        "email": f"admin@{seed['name']}.example",
        "password": pretend_secret(seed["name"], "operator"),
        "can_manage_users": True,
        "nrtadmin": True,
        **filled["operator"],
    }
    return filled


def _imanage(seed: dict[str, Any], clock: Clock) -> ImanageTenant:
    tenant = ImanageTenant(
        firm=seed["name"],
        flavour=seed["flavour"],
        customer_id=str(seed["customer_id"]),
        version=seed["version"],
        clock=clock,
        client_id=f"client-{seed['name']}",
        client_secret=seed["client_secret"],
        applications=[_application("app-legora", "Legora", "pretend-application-secret", clock)],
        **{
            "absent_calls": () if seed["flavour"] == "cloud" else _NOT_ON_PREMISES,
            "app_proxy": copy.deepcopy(seed["app_proxy"]),
            **copy.deepcopy(seed["imanage"]),
        },
    )
    for library_id in seed["libraries"]:
        tenant.libraries[library_id] = Library(
            id=library_id,
            roles={
                "DEFAULT": Role("DEFAULT"),
                "FULL": Role("FULL", delete=True, tier=1),
                "LEGORA_METADATA": Role("LEGORA_METADATA", document_view=False),
            },
            groups={
                NRTADMIN: Group(NRTADMIN, "Administrators", 1),
                "NRTADMIN2": Group("NRTADMIN2", "Not the administrators", 2),
                "LITIGATION": Group("LITIGATION", "Litigation", 3),
            },
            documents=[f"{library_id}!1.1"],
        )
    operator = seed["operator"]
    add_user(
        tenant, operator["id"], operator["email"], operator["password"], can_manage_users=operator["can_manage_users"]
    )
    for number in range(1, 6):
        user_id = f"LAWYER{number}"
        add_user(tenant, user_id, f"lawyer{number}@{seed['name']}.example", pretend_secret(seed["name"], user_id))
    for library in tenant.libraries.values():
        library.groups["LITIGATION"].members += ["LAWYER1", "LAWYER2"]
        library.groups[NRTADMIN].members.append("LAWYER5")
        if operator["nrtadmin"]:
            library.groups[NRTADMIN].members.append(operator["id"])
    tenant.mutations = 0
    return tenant


def _application(identity: str, name: str, secret: str, clock: Clock) -> dict[str, Any]:
    """Return a registered application, as the customer's list tells it (R)."""
    return {
        "id": identity,
        "name": name,
        "status": "enabled",
        "type": "web",
        "description": f"{name} for iManage Work",
        "edit_date": clock.iso(),
        "publisher": {"name": name, "url": "https://publisher.example"},
        "oauth": {
            "application_type": "web",
            "client_type": "confidential",
            "client_secret": secret,
            "client_id_issued_at": 0,
            "client_secret_expires_at": 0,
            "contacts": [],
            "redirect_uris": [],
        },
    }


def add_user(
    tenant: ImanageTenant, user_id: str, email: str, password: str, role: str = "DEFAULT", **fields: Any
) -> User:
    """Put a user into all libraries of a tenant, as if somebody had done so in Control Center."""
    tenant.next_user_num += 1
    user = User(
        id=user_id,
        user_num=tenant.next_user_num,
        full_name=user_id.title(),
        email=email,
        preferred_library=next(iter(tenant.libraries)),
        pwd_changed_ts=tenant.clock.iso(),
        create_date=tenant.clock.iso(),
        edit_date=tenant.clock.iso(),
        **fields,
    )
    tenant.passwords[user_id] = password
    if tenant.is_cloud:
        tenant.users[user_id] = user
    for library in tenant.libraries.values():
        library.assignments[user_id] = Assignment(role)
        if not tenant.is_cloud:
            library.users[user_id] = User(**vars(user))
    return user


def _legora(seed: dict[str, Any], imanage: ImanageTenant, clock: Clock) -> LegoraOrganisation:
    return LegoraOrganisation(
        firm=seed["name"],
        id=f"org_{seed['name']}",
        name=seed["display_name"],
        region=seed["region"],
        imanage=imanage,
        clock=clock,
        connectors={one["id"]: Connector(**{"url": "", **one}) for one in seed["connectors"]},
        preferences=dict(seed["preferences"]),
        **{"api_key": pretend_secret(seed["name"], "legora key"), **seed["legora"]},
    )
