# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders the rules that admit a region's one address, for copying into what the firm uses.

The addresses are published (article 640367 of support.legora.com, V). They are rendered as C(/32), never wider.
"""

from __future__ import annotations

import json
import typing as t

from .._legora.regions import EGRESS_ARTICLE, READ_ON, REGIONS, Region

SOURCE = f"support.legora.com, article {EGRESS_ARTICLE}"

_PORTS = range(1, 65536)

# Which formats fit the way in which Legora reaches iManage. Where that is not known, none can be chosen.
_FITTING: dict[str | None, tuple[str, ...]] = {
    "cloud": ("plain",),
    "azure_app_proxy": ("plain", "nginx"),
    "direct": ("plain", "nftables", "azure_nsg"),
    "other": ("plain", "nftables", "nginx", "azure_nsg"),
    None: ("plain",),
}

_NOT_WIDER = "Admit exactly this address. A range, or the addresses of the other regions, would admit others too."
_ADVICE: dict[str | None, tuple[str, ...]] = {
    "cloud": (
        (
            "iManage runs this service, so no firewall of the firm is in between. Where the tenant restricts who may "
            "connect, the address goes into iManage's own list of trusted IP addresses, in Control Center."
        ),
        "A change to iManage's network settings may take up to four hours to take effect.",
    ),
    "azure_app_proxy": (
        (
            "Azure App Proxy is what Legora connects to, and nothing in front of it filters addresses. Its connector "
            "reaches iManage from an address of the firm's own, so a firewall never sees Legora: a list of addresses "
            "admits nobody and keeps nobody out. A rule behind the connector has to look at the header X-Forwarded-For."
        ),
    ),
    "direct": ("Put the rule where connections to iManage from the internet arrive first.",),
    "other": (
        (
            "Put the rule where connections to iManage from the internet arrive first. Behind a proxy a rule sees the "
            "proxy, not Legora: there it has to look at the header X-Forwarded-For."
        ),
    ),
    None: (
        (
            "How Legora reaches this iManage is not stated, so no rule can be chosen. Once it is (imanage_exposure), "
            "this report shows the rules that fit."
        ),
    ),
}


def firewall_rules(region: str, port: t.Any = 443, exposure: str | None = None) -> dict[str, t.Any]:
    """Return the rules that admit a region's address, in each form that fits.

    :param region: C(us), C(eu) or C(ap).
    :param port: the TCP port of iManage Work.
    :param exposure: how Legora reaches it: C(cloud), C(direct), C(azure_app_proxy), C(other), or C(None) when that is
        not stated.
    :raises ValueError: for a region that does not exist, or a port that is none.
    """
    if region not in REGIONS:
        raise ValueError(f"the region is none of {', '.join(sorted(REGIONS))}")
    if isinstance(port, bool) or not isinstance(port, int) or port not in _PORTS:
        raise ValueError("the port is not a number from 1 to 65535")
    known = REGIONS[region]
    render = {"plain": _plain, "nftables": _nftables, "nginx": _nginx, "azure_nsg": _azure_nsg}
    return {
        "region": region,
        "address": known.egress_address,
        "network": _network(known),
        "port": port,
        "exposure": exposure,
        "source": SOURCE,
        "read_on": READ_ON.isoformat(),
        "advice": [*_ADVICE[exposure], _NOT_WIDER],
        "formats": [render[name](known, port) for name in _FITTING[exposure]],
    }


def _network(region: Region) -> str:
    return f"{region.egress_address}/32"


def _plain(region: Region, port: int) -> dict[str, str]:
    return {"id": "plain", "title": "Plain list", "text": f"{_network(region)}\n"}


def _nftables(region: Region, port: int) -> dict[str, str]:
    """Render a chain that only accepts, so that loading it closes nothing."""
    text = f"""\
# Load it with nft -f. Then add "jump legora" to the chain that new connections to iManage
# pass (input on the server itself, forward on a gateway), before that chain's final drop.
table inet filter {{
  chain legora {{
    ip saddr {_network(region)} tcp dport {port} accept comment "Legora {region.name} to iManage Work"
  }}
}}
"""
    return {"id": "nftables", "title": "nftables", "text": text}


def _nginx(region: Region, port: int) -> dict[str, str]:
    text = f"""\
# In the server or location block that passes on to iManage Work (port {port}).
# Behind another proxy nginx sees that proxy. Then name it here, so that X-Forwarded-For is
# believed from there only, and the rules below look at the address in it:
#   set_real_ip_from ADDRESS_OF_THE_PROXY;
#   real_ip_header X-Forwarded-For;
#   real_ip_recursive on;
allow {_network(region)}; # Legora {region.name}
# Allow the firm's own networks here, or nobody else gets in:
#   allow NETWORK_OF_THE_FIRM;
deny all;
"""
    return {"id": "nginx", "title": "nginx", "text": text}


def _azure_nsg(region: Region, port: int) -> dict[str, str]:
    """Render an element of C(securityRules) of a network security group, as Azure Resource Manager takes it (V)."""
    rule = {
        "name": f"AllowLegora{region.name.capitalize()}ToImanage",
        "properties": {
            "description": f"Legora {region.name} to iManage Work: one address, never a range",
            "protocol": "Tcp",
            "sourceAddressPrefix": _network(region),
            "sourcePortRange": "*",
            "destinationAddressPrefix": "VirtualNetwork",
            "destinationPortRange": str(port),
            "access": "Allow",
            "direction": "Inbound",
            "priority": 200,
        },
    }
    return {
        "id": "azure_nsg",
        "title": "Azure network security group (JSON)",
        "text": json.dumps(rule, indent=2) + "\n",
    }
