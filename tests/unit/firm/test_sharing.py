# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hosts mean the same tenant, however it is written, and which only look alike."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.sharing import shared_in_words, sharing

CLOUD = {
    "legora_region": "eu",
    "legora_organisation": "Alder",
    "imanage_url": "https://alder.cloudimanage.com",
    "imanage_customer_id": "4711",
}
OWN = {
    "legora_region": "us",
    "legora_organisation": "Birch",
    "imanage_url": "https://imanage.birch.example",
    "imanage_exposure": "direct",
}


def shared(first: dict[str, Any], second: dict[str, Any]) -> set[str]:
    """Return the systems that two hosts share."""
    found = sharing({"a": first, "b": second})
    assert set(found.get("a", {})) == set(found.get("b", {}))
    return set(found.get("a", {})) - {"organisation"}


@pytest.mark.parametrize(
    ("one", "changes", "systems"),
    [
        (CLOUD, {}, {"legora", "imanage"}),
        (OWN, {}, {"legora", "imanage"}),
        # Legora: the organisation and its connector.
        (CLOUD, {"legora_organisation": " ALDER ", "imanage_customer_id": "12"}, {"legora"}),
        (CLOUD, {"legora_organisation": "Other"}, {"imanage"}),
        (CLOUD, {"legora_region": "us"}, {"imanage"}),
        (CLOUD, {"legora_api_url": "https://api.eu.legora.com:443/api/v1/"}, {"legora", "imanage"}),
        (CLOUD, {"legora_api_url": "https://staging.legora.example/api/v1"}, {"imanage"}),
        (CLOUD, {"legora_connector_id": "c-1"}, {"legora", "imanage"}),
        # iManage: the customer in the cloud, the host elsewhere, and the account.
        (CLOUD, {"imanage_url": "https://cloudimanage.com", "legora_region": "us"}, {"imanage"}),
        (CLOUD, {"imanage_url": "https://work.alder.example", "legora_region": "us"}, {"imanage"}),
        (CLOUD, {"imanage_customer_id": 4711, "legora_region": "us"}, {"imanage"}),
        (CLOUD, {"imanage_customer_id": "4712", "legora_region": "us"}, set()),
        (CLOUD, {"service_account_user_id": "svc-legora", "legora_region": "us"}, {"imanage"}),
        (CLOUD, {"service_account_user_id": "SVC-2", "legora_region": "us"}, set()),
        (OWN, {"imanage_url": "https://IMANAGE.birch.example:443", "legora_region": "eu"}, {"imanage"}),
        (OWN, {"imanage_url": "https://imanage.birch.example:8443", "legora_region": "eu"}, set()),
        (OWN, {"imanage_url": "https://other.birch.example", "legora_region": "eu"}, set()),
        (OWN, {"imanage_customer_id": "1", "legora_region": "eu"}, {"imanage"}),
        (OWN, {"imanage_deployment": "on_premises", "imanage_customer_id": "4711", "legora_region": "eu"}, {"imanage"}),
        # What is no exposure does not say where iManage is.
        (CLOUD, {"imanage_exposure": "hidden", "legora_region": "us"}, {"imanage"}),
        # What says nothing is shared with nobody.
        (CLOUD, {"legora_organisation": " ", "imanage_customer_id": None, "imanage_url": "nonsense"}, set()),
    ],
)
def test_what_two_hosts_share(one: dict[str, Any], changes: dict[str, Any], systems: set[str]) -> None:
    assert shared(one, {**one, **changes}) == systems
    assert shared({**one, **changes}, one) == systems


def test_customer_one_is_each_on_premises_firm_s() -> None:
    assert shared(
        {**OWN, "imanage_customer_id": "1"}, {**OWN, "imanage_customer_id": "1", "imanage_url": "https://b"}
    ) == {"legora"}


def test_connectors_of_one_organisation_are_told_apart_where_each_is_named() -> None:
    hosts = {
        name: {**CLOUD, "legora_connector_id": connector, "imanage_customer_id": str(number)}
        for number, (name, connector) in enumerate({"a": "c-1", "b": "c-2", "c": "C-1"}.items(), start=10)
    }
    found = sharing(hosts)
    assert {name: one.get("legora") for name, one in found.items()} == {"a": ["c"], "b": None, "c": ["a"]}
    # That is no mistake, but what all connectors have in common is not one firm's to switch off.
    assert {name: one["organisation"] for name, one in found.items()} == {
        "a": ["b", "c"],
        "b": ["a", "c"],
        "c": ["a", "b"],
    }
    hosts["d"] = {**CLOUD, "imanage_customer_id": "20"}
    assert {name: found["legora"] for name, found in sharing(hosts).items()} == {
        "a": ["c", "d"],
        "b": ["d"],
        "c": ["a", "d"],
        "d": ["a", "b", "c"],
    }


def test_firms_of_their_own_share_nothing() -> None:
    hosts = {
        str(number): {**CLOUD, "legora_organisation": f"Firm {number}", "imanage_customer_id": str(number + 2)}
        for number in range(400)
    }
    assert sharing(hosts) == {}


def test_words_name_the_others_and_the_variables() -> None:
    assert shared_in_words({}) == []
    legora, imanage = shared_in_words({"legora": ["a", "b", "c", "d", "e"], "imanage": ["b"]})
    assert "in common with a, b, c and 2 more (legora_organisation, legora_connector_id)" in legora
    assert "the service account at iManage in common with b (imanage_url, " in imanage
