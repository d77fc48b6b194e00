# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""By hand, what stands at Legora is what was confirmed, what nobody can tell is absent, and nothing is sent."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
from unit.legora.by_hand.written import WRITTEN

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.client import LegoraClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.by_hand.client import ByHand
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.interface import Capability, Legora

ALDER = "Alder & Finch LLP"


def client(confirmed: Any = WRITTEN, organisation: str = ALDER) -> ByHand:
    return ByHand(organisation, confirmed, "Alder")


def test_what_was_confirmed_stands_there() -> None:
    found = client({**WRITTEN, "password_version": "one"})
    assert found.confirm_tenant() == []
    account = found.service_account(None)
    assert account is not None
    assert (account.username, account.updated_at, account.password_version) == (
        "svc-legora@alder.example",
        "2026-11-02",
        "one",
    )
    assert account.status is None
    (capability,) = found.capabilities(None) or []
    assert (capability.id, capability.customer_id, capability.library_ids) == (None, "4711", ["ACTIVE", "CLOSED"])
    assert found.preferences() == {"imanage": True}


def test_what_nobody_can_tell_is_absent_and_not_empty() -> None:
    found = client(None)
    assert (found.organisation(), found.connectors(), found.service_account(None)) == (None, None, None)
    assert (found.capabilities(None), found.preferences()) == (None, None)
    none = client({**WRITTEN, "service_username": None, "customer_id": None, "libraries": []})
    assert (none.service_account(None), none.capabilities(None)) == (None, [])


def test_confirmation_of_another_organisation_is_refused() -> None:
    with pytest.raises(EthicalWallsError, match="Jane Doe confirmed the organisation Alder") as caught:
        client(organisation="Birch").confirm_tenant()
    assert caught.value.kind == "tenant_mismatch"
    assert "organisation: Birch" in str(caught.value.hint)


def test_confirmation_of_another_connector_is_refused() -> None:
    said = {**WRITTEN, "connector_id": "int_1"}
    with pytest.raises(EthicalWallsError, match="confirmed the connector int_1, but the firm's is int_2") as caught:
        ByHand(ALDER, said, "Alder", "int_2").confirm_tenant()
    assert caught.value.kind == "tenant_mismatch"
    assert "set its connector_id: int_2." in str(caught.value.hint)


def test_unusable_confirmation_is_refused_before_anything_else() -> None:
    with pytest.raises(EthicalWallsError, match="the confirmation lacks by") as caught:
        client({})
    assert (caught.value.kind, caught.value.hint) == ("validation", "Correct legora_confirmed.")


def test_nothing_is_ever_sent() -> None:
    found = client()
    capability = Capability(None, "ethical_walls", "4711", ["ACTIVE"], None, None)
    calls = (
        lambda: found.audit_log("", None),
        lambda: found.write_service_account(None, "a", "b"),
        lambda: found.delete_service_account(None),
        lambda: found.create_capability(None, "ethical_walls", "4711", ["ACTIVE"]),
        lambda: found.update_capability(None, capability, ["ACTIVE"]),
        lambda: found.delete_capability(None, capability),
        lambda: found.write_preferences(True),
    )
    for call in calls:
        with pytest.raises(EthicalWallsError, match="nothing is sent") as caught:
            call()
        assert caught.value.kind == "unsupported"
    assert sum(found.counter.values()) == 0


@pytest.mark.parametrize("made", [ByHand, LegoraClient])
def test_each_method_has_all_of_the_interface_with_its_names(made: type) -> None:
    for name, wanted in inspect.getmembers(Legora, inspect.isfunction):
        if name.startswith("_"):
            continue
        own = inspect.signature(getattr(made, name)).parameters
        assert list(own) == list(inspect.signature(wanted).parameters), name
