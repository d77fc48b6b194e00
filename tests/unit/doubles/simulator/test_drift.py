# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What somebody else changes meanwhile: by a function, or over the control interface."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from unit.doubles.simulator.api import PLAIN, Api, refused

from simulator import Simulator, drift
from simulator.seed import Firm
from simulator.state import Capability


def members(firm: Firm, library: str = "ACTIVE", group: str = "NRTADMIN") -> list[str]:
    return firm.imanage.libraries[library].groups[group].members


def cover(firm: Firm, *libraries: str) -> Capability:
    """Give the firm's connector a capability."""
    (connector,) = firm.legora.connectors.values()
    found = Capability("cap_1", "ethical_walls", "4711", list(libraries), firm.clock.iso())
    connector.capabilities.append(found)
    return found


def test_members(api: Api) -> None:
    drift.change(api.firm, "remove_member", user="LAWYER5", library="ACTIVE")
    drift.change(api.firm, "add_member", user="LAWYER1", library="CLOSED")
    drift.change(api.firm, "add_member", user="LAWYER3", library="ACTIVE", group="LITIGATION")
    for library, group, gone, new in (("ACTIVE", "NRTADMIN", "LAWYER5", None), ("CLOSED", "NRTADMIN", None, "LAWYER1")):
        found = api.ids(f"{api.lib(library)}/groups/{group}/members", limit=100)
        assert gone not in found
        assert new in (None, *found)
    assert "LAWYER3" in members(api.firm, group="LITIGATION")
    before = list(members(api.firm))
    drift.change(api.firm, "add_member", user="ADMIN", library="ACTIVE")
    assert members(api.firm) == before, "it was in there already"


def test_a_member_of_a_library_that_it_was_not_in(api: Api) -> None:
    api.create()
    if api.tenant.is_cloud:
        refused(api.get(f"{api.lib('CLOSED')}/users/SVC-LEGORA"), 404)
    drift.change(api.firm, "add_member", user="SVC-LEGORA", library="CLOSED")
    assert api.data(f"{api.lib('CLOSED')}/users/SVC-LEGORA")["id"] == "SVC-LEGORA"
    assert api.ids(f"{api.lib('CLOSED')}/users/SVC-LEGORA/groups") == ["NRTADMIN"]


def test_accounts(api: Api) -> None:
    drift.change(api.firm, "disable_account", user="LAWYER1")
    assert api.data(f"{api.c}/users/LAWYER1")["allow_logon"] is False
    assert api.try_sign_in("LAWYER1").status_code == 401
    drift.change(api.firm, "lock_account", user="LAWYER2")
    assert api.data(f"{api.c}/users/LAWYER2")["is_locked"] is True
    assert api.try_sign_in("LAWYER2").status_code == 401


def test_a_password(api: Api) -> None:
    before = api.data(f"{api.c}/users/LAWYER1")["pwd_changed_ts"]
    drift.change(api.firm, "set_password", user="LAWYER1", password="Pretend-password-0002")
    assert api.data(f"{api.c}/users/LAWYER1")["pwd_changed_ts"] > before
    assert api.try_sign_in("LAWYER1").status_code == 401
    assert api.try_sign_in("LAWYER1", "Pretend-password-0002").status_code == 200


def test_a_role(api: Api) -> None:
    drift.change(api.firm, "change_role", user="LAWYER5", library="ACTIVE", role="LEGORA_METADATA")
    api.sign_in("LAWYER5", api.password_of("LAWYER5"))
    assert api.data(f"{api.lib()}/operations")["m2_bits"]["document_view"] is False
    assert api.data(f"{api.lib('CLOSED')}/operations")["m2_bits"]["document_view"] is True


def test_settings_at_legora(firm: Firm) -> None:
    capability = cover(firm, "ACTIVE", "CLOSED")
    before = capability.updated_at
    drift.change(firm, "drop_library", library="CLOSED")
    assert capability.library_ids == ["ACTIVE"]
    assert capability.updated_at > before
    firm.legora.preferences["imanage"] = True
    drift.change(firm, "set_preference")
    assert firm.legora.preferences["imanage"] is False
    drift.change(firm, "set_preference", source="sharepoint", value=True)
    assert firm.legora.preferences["sharepoint"] is True
    noted = [(event["operation"], event["actor_email"]) for event in firm.legora.audit_log]
    assert noted == [
        (operation, f"administrator@{firm.name}.example")
        for operation in ("capability.update", "preferences.write", "preferences.write")
    ]


def test_it_is_nobodys_request(sim: Simulator, firm: Firm) -> None:
    drift.change(firm, "remove_member", user="LAWYER5", library="ACTIVE")
    drift.change(firm, "set_preference", value=True)
    assert sim.journal.entries() == []
    assert (firm.imanage.mutations, firm.legora.mutations) == (0, 0)


def test_over_the_control_interface(sim: Simulator, firm: Firm) -> None:
    with httpx.Client(base_url=sim.control_url, trust_env=False, verify=PLAIN) as control:
        given = {"firm": firm.name, "change": "remove_member", "user": "LAWYER5", "library": "ACTIVE"}
        assert control.post("/changes", json=given).json() == {}
        assert "LAWYER5" not in members(firm)
        assert "LAWYER5" in members(firm, "CLOSED")
        again = control.post("/changes", json=given)
        assert (again.status_code, again.json()) == (400, {"error": "LAWYER5 is not in NRTADMIN of ACTIVE"})


@pytest.mark.parametrize(
    ("given", "status", "word"),
    [
        ({}, 400, "firm"),
        ({"firm": "aldre", "change": "set_preference"}, 404, "alder"),
        ({"firm": "alder"}, 400, "known are remove_member"),
        ({"firm": "alder", "change": "__class__"}, 400, "known are remove_member"),
        ({"firm": "alder", "change": "disable_account"}, 400, "user"),
        ({"firm": "alder", "change": "disable_account", "user": "NOBODY"}, 400, "unknown user NOBODY"),
        ({"firm": "alder", "change": "disable_account", "user": 7}, 400, "not of type str"),
        ({"firm": "alder", "change": "disable_account", "user": "ADMIN", "kind": "x"}, 400, "kind"),
        ({"firm": "alder", "change": "set_preference", "value": "no"}, 400, "not of type bool"),
        ({"firm": "alder", "change": "set_preference", "source": "paper"}, 400, "sharepoint"),
        ({"firm": "alder", "change": "drop_library", "library": "ACTIVE"}, 400, "no capability covers ACTIVE"),
        ({"firm": "alder", "change": "add_member", "user": "ADMIN", "library": "OPEN"}, 400, "ACTIVE, CLOSED"),
        ({"firm": "alder", "change": "add_member", "user": "NOBODY", "library": "ACTIVE"}, 400, "NOBODY"),
        (
            {"firm": "alder", "change": "add_member", "user": "ADMIN", "library": "ACTIVE", "group": "CLUB"},
            400,
            "no group CLUB",
        ),
        (
            {"firm": "alder", "change": "change_role", "user": "ADMIN", "library": "ACTIVE", "role": "KING"},
            400,
            "no role KING",
        ),
        ([], 400, "object"),
    ],
)
def test_what_makes_no_sense_is_refused(sim: Simulator, given: Any, status: int, word: str) -> None:
    answer = httpx.post(f"{sim.control_url}/changes", json=given, trust_env=False, verify=PLAIN)
    assert answer.status_code == status
    assert word in answer.json()["error"]
