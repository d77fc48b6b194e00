# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules admit one address of one region, in forms that can be copied as they stand."""

from __future__ import annotations

import ipaddress
import json
import re
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.regions import REGIONS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.firewall import firewall_rules

NFTABLES = """\
# Load it with nft -f. Then add "jump legora" to the chain that new connections to iManage
# pass (input on the server itself, forward on a gateway), before that chain's final drop.
table inet filter {
  chain legora {
    ip saddr 20.91.134.182/32 tcp dport 443 accept comment "Legora eu to iManage Work"
  }
}
"""
NGINX = """\
# In the server or location block that passes on to iManage Work (port 443).
# Behind another proxy nginx sees that proxy. Then name it here, so that X-Forwarded-For is
# believed from there only, and the rules below look at the address in it:
#   set_real_ip_from ADDRESS_OF_THE_PROXY;
#   real_ip_header X-Forwarded-For;
#   real_ip_recursive on;
allow 20.91.134.182/32; # Legora eu
# Allow the firm's own networks here, or nobody else gets in:
#   allow NETWORK_OF_THE_FIRM;
deny all;
"""


def texts(rules: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["text"] for one in rules["formats"]}


def test_rules_are_these() -> None:
    shown = texts(firewall_rules("eu", exposure="other"))
    assert shown["plain"] == "20.91.134.182/32\n"
    assert shown["nftables"] == NFTABLES
    assert shown["nginx"] == NGINX


def test_rule_for_azure_is_an_element_of_security_rules() -> None:
    rule = json.loads(texts(firewall_rules("us", port=8443, exposure="direct"))["azure_nsg"])
    assert rule["name"] == "AllowLegoraUsToImanage"
    assert rule["properties"] == {
        "description": "Legora us to iManage Work: one address, never a range",
        "protocol": "Tcp",
        "sourceAddressPrefix": "20.110.19.80/32",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "VirtualNetwork",
        "destinationPortRange": "8443",
        "access": "Allow",
        "direction": "Inbound",
        "priority": 200,
    }
    # What Azure accepts: https://learn.microsoft.com/azure/templates/microsoft.network/networksecuritygroups
    assert re.fullmatch(r"[A-Za-z0-9][\w.-]{0,78}[A-Za-z0-9_]", rule["name"])
    assert len(rule["properties"]["description"]) <= 140
    assert 100 <= rule["properties"]["priority"] <= 4096


@pytest.mark.parametrize("region", sorted(REGIONS))
@pytest.mark.parametrize("exposure", ["cloud", "direct", "azure_app_proxy", "other", None])
def test_only_the_region_s_own_address_is_admitted(region: str, exposure: str | None) -> None:
    rules = firewall_rules(region, exposure=exposure)
    assert rules["formats"]
    for text in texts(rules).values():
        found = re.findall(r"\d+\.\d+\.\d+\.\d+(?:/\d+)?", text)
        assert {ipaddress.ip_network(one) for one in found} == {ipaddress.ip_network(REGIONS[region].egress_address)}
        assert all(one.endswith("/32") for one in found)


def test_in_the_cloud_there_is_no_firewall_of_the_firm() -> None:
    rules = firewall_rules("ap", exposure="cloud")
    assert list(texts(rules)) == ["plain"]
    advice = " ".join(rules["advice"])
    assert "no firewall of the firm" in advice
    assert "trusted IP addresses, in Control Center" in advice


def test_behind_a_proxy_the_advice_names_the_header() -> None:
    rules = firewall_rules("eu", exposure="azure_app_proxy")
    assert list(texts(rules)) == ["plain", "nginx"]
    assert "X-Forwarded-For" in " ".join(rules["advice"])


def test_unstated_exposure_is_said_and_no_rule_is_chosen() -> None:
    rules = firewall_rules("eu")
    assert set(texts(rules)) == {"plain"}
    assert "not stated" in rules["advice"][0]


def test_firm_without_a_proxy_gets_no_rule_for_one() -> None:
    assert set(texts(firewall_rules("eu", exposure="direct"))) == {"plain", "nftables", "azure_nsg"}


@pytest.mark.parametrize("region", ["", "EU", "eu; drop", None])
def test_unknown_region_is_refused(region: Any) -> None:
    with pytest.raises(ValueError, match="none of ap, eu, us"):
        firewall_rules(region)


@pytest.mark.parametrize("port", [0, 65536, -1, True, "443", "443; accept", None])
def test_port_that_is_none_is_refused(port: Any) -> None:
    with pytest.raises(ValueError, match="port"):
        firewall_rules("eu", port=port)
