# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal: what arrived, in order, and without a secret."""

from __future__ import annotations

import json

from unit.doubles.simulator.api import Api

from simulator import Simulator


def test_a_read_is_noted(sim: Simulator, api: Api) -> None:
    api.get(f"{api.lib()}/groups", alias="NRTADMIN", limit=5)
    entry = sim.journal.entries()[-1]
    assert entry.as_dict() == {
        "seq": 2,
        "firm": api.firm.name,
        "system": "imanage",
        "method": "GET",
        "path": f"{api.lib()}/groups",
        "query": {"alias": "NRTADMIN", "limit": "5"},
        "kind": "read",
        "source_address": "127.0.0.1",
        "user": "ADMIN",
        "status": 200,
        "took_effect": False,
        "fault": None,
    }


def test_kinds_and_effects(sim: Simulator, api: Api) -> None:
    sim.journal.clear()
    api.change_members("NRTADMIN", "add", "LAWYER1")
    api.change_members("NRTADMIN", "add", "LAWYER1")
    api.try_sign_in("LAWYER1", "Wrong-pretend-password")
    api.http.post("/auth/oauth2/revoke-token", data={"access_token": api.token})
    api.get("/api")
    api.send("HEAD", "/api")
    assert [(entry.kind, entry.status, entry.took_effect) for entry in sim.journal.entries()] == [
        ("write", 200, True),
        ("write", 400, False),
        ("signin", 401, False),
        ("signin", 200, False),
        ("read", 401, False),
        ("read", 405, False),
    ]
    assert [entry.seq for entry in sim.journal.entries()] == [1, 2, 3, 4, 5, 6]
    assert sim.journal.counts() == {"read": 2, "write": 2, "signin": 2, "effective_writes": 1, "total": 6}


def test_whoever_tried_to_sign_in_is_noted(sim: Simulator, api: Api) -> None:
    api.try_sign_in("LAWYER1", "Wrong-pretend-password", source="20.91.134.182")
    entry = sim.journal.entries()[-1]
    assert (entry.user, entry.source_address) == (api.name_of("LAWYER1"), "20.91.134.182")


def test_each_write_of_each_kind_takes_effect_once(sim: Simulator, api: Api) -> None:
    sim.journal.clear()
    api.create()
    api.change("LAWYER1", location="London")
    api.change_members("NRTADMIN", "add", "LAWYER1")
    api.send("POST", f"{api.lib()}/roles/FULL/users/LAWYER1")
    assert [entry.took_effect for entry in sim.journal.entries()] == [True] * 4
    assert sim.journal.counts(api.firm.name)["effective_writes"] == 4


def test_firms_systems_and_kinds_are_told_apart(sim: Simulator, cloud: Api, on_premises: Api) -> None:
    sim.journal.clear()
    cloud.get("/api")
    on_premises.get("/api")
    on_premises.change_members("NRTADMIN", "add", "LAWYER1")
    assert len(sim.journal.entries("alder")) == 1
    assert len(sim.journal.entries("birch")) == 2
    assert len(sim.journal.entries(kind="write")) == 1
    assert sim.journal.entries(system="legora") == []
    assert sim.journal.counts("alder")["total"] == 1
    assert sim.journal.counts("nobody")["total"] == 0


def test_no_secret_is_noted(sim: Simulator, api: Api) -> None:
    api.create()
    api.try_sign_in("LAWYER1")
    api.http.post("/auth/oauth2/revoke-token", data={"access_token": api.token})
    noted = json.dumps([entry.as_dict() for entry in sim.journal.entries()])
    secrets = [*api.tenant.passwords.values(), api.token, api.tenant.client_secret, *api.tenant.tokens]
    assert len(secrets) > 5
    assert not [secret for secret in secrets if secret and secret in noted]


def test_it_can_be_cleared(sim: Simulator, api: Api) -> None:
    sim.journal.clear()
    assert sim.journal.entries() == []
    api.get("/api")
    assert [entry.seq for entry in sim.journal.entries()] == [1]


def test_a_test_may_step_in_before_a_write(sim: Simulator, api: Api) -> None:
    seen = []

    def step_in(entry: object) -> None:
        seen.append(entry)
        api.tenant.libraries["ACTIVE"].groups["NRTADMIN"].members.append("LAWYER1")

    sim.on_write = step_in
    api.get("/api")
    assert seen == []
    assert api.change_members("NRTADMIN", "add", "LAWYER1").json()["error"]["code"] == "NRC_NO_CHANGE"
    assert len(seen) == 1
    sim.reset()
    assert sim.on_write is None
