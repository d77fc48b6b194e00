# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""N: whether Legora can reach iManage, and nobody else is let in for it."""

from __future__ import annotations

import ipaddress
import typing as t
from urllib.parse import urlsplit

from .._core.origin import is_loopback
from .._legora.regions import REGIONS
from .check import ATTEST, Check
from .facts import Data, Facts
from .findings import Judgement, failed, passed, unknown, unless, warned

# Private addresses (RFC 1918, RFC 4193): where a name leads to one of them from here, Legora takes another way.
_INSIDE = tuple(
    ipaddress.ip_network(network) for network in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7")
)

FROM_OUTSIDE = "Look at it from outside the firm's network as well: run the preflight there once."


def endpoint(facts: Facts) -> Data:
    return facts.reading("endpoint").value or {}


def inside(found: Data) -> str | None:
    """Return the private address that was connected to; C(None) where it was none."""
    text = str((found.get("tcp") or {}).get("address") or "")
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return text if any(address in network for network in _INSIDE) else None


def plain_address(facts: Facts) -> Judgement:
    """N1: C(imanage_url) by itself. A port is a warning, since other vendors of such connectors refuse one."""
    url = str(facts.config.get("imanage_url") or "")
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme != "https":
        if is_loopback(host):
            return warned(f"{url} is on this machine and without encryption; only a simulator may be")
        return failed(f"{url} is not https")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username or not host:
        return failed("imanage_url has more than a host")
    if parts.port not in (None, 443):
        return warned(f"imanage_url names port {parts.port}; Legora may accept addresses without a port only")
    return passed(f"https and a host ({host})")


def reachable(facts: Facts) -> Judgement:
    """N2: A probe from where Ansible runs: DNS, TCP, TLS. Legora may see the firm differently. Where the name leads to
    a private address from here, Legora surely does, and it is a warning. Where nothing answers, and this machine
    reaches the world through a proxy (C(HTTPS_PROXY)), it is unknown.
    """
    found = endpoint(facts)
    dns, tcp, tls = found.get("dns") or {}, found.get("tcp") or {}, found.get("tls")
    if (dns.get("error") or not tcp.get("connected")) and found.get("through_proxy"):
        why = "does not resolve here" if dns.get("error") else "was not reached directly from here"
        return unknown(
            f"{found.get('host')} {why}, and this machine goes through a proxy of its environment (HTTPS_PROXY), so "
            "what Legora meets was not seen",
            "Run the preflight once where no proxy is in between, outside the firm's network.",
        )
    if dns.get("error"):
        return failed(f"{found.get('host')} does not resolve: {dns['error']}", _look_from_outside(facts))
    if not tcp.get("connected"):
        why = f"{found.get('host')} port {found.get('port')} does not answer: {tcp.get('error')}"
        return failed(why, _look_from_outside(facts))
    where = f"{tcp.get('address')} port {found.get('port')}"
    if tls is None:
        return unknown(f"{where} answers, without TLS")
    if tls.get("version") and inside(found):
        return warned(f"{where} answers with {tls['version']}, but only the firm's inside sees it there", FROM_OUTSIDE)
    if tls.get("version"):
        return passed(f"{where} answers with {tls['version']}, seen from here")
    if tls.get("error"):
        return failed(f"{where} answers, but TLS does not begin: {tls['error']}", _look_from_outside(facts))
    return unknown(f"{where} answers, but whether TLS begins was not seen")


def _look_from_outside(facts: Facts) -> str:
    address = f"{facts.config.get('imanage_url')}/"
    return f"Look from outside: curl -v {address}. Open its port in the firewall, or correct imanage_url."


def allow_list(facts: Facts) -> Judgement:
    """N4: C(network_allow_list) has to hold the region's one address: not another region's, and nothing wider. Without
    that list, and in iManage's cloud, it is unknown. So it is behind Azure App Proxy: nothing in front of it filters
    addresses, and its connector reaches iManage from its own.
    """
    address = facts.config.get("legora_egress_address")
    exposure = exposure_of(facts)
    if not address:
        return unknown("Legora's address is not known")
    given = facts.config.get("network_allow_list")
    if exposure == "cloud":
        return unknown(
            f"no published call returns the trusted addresses of iManage's cloud; they should hold {address}"
        )
    if _behind_azure(facts):
        return unknown(
            "behind Azure App Proxy a firewall's list proves nothing: nothing in front of it filters addresses, and "
            f"its connector reaches iManage from its own; a rule on X-Forwarded-For that admits {address} alone can",
            "Have a named person look at that rule behind the connector, and enter it under attestations.",
        )
    if given is None:
        return unknown(f"network_allow_list is not given; it should hold {address} and nothing else for Legora")
    try:
        networks = [ipaddress.ip_network(entry) for entry in given]
    except (TypeError, ValueError):
        return unknown("network_allow_list has an entry that is no address or network")
    egress = ipaddress.ip_network(address)
    others = {ipaddress.ip_network(one.egress_address): one.name for one in REGIONS.values()}
    problems = [] if egress in networks else [f"{address} is not admitted"]
    for network in networks:
        if network == egress:
            continue
        if network in others:
            problems.append(f"{network.network_address} is Legora's address of region {others[network]}")
        elif network.version == egress.version and network.supernet_of(egress):  # type: ignore[arg-type]
            problems.append(f"{network} is wider than {address}")
        else:
            problems.append(f"{network} is not Legora's")
    return unless(
        problems,
        f"exactly {address} is admitted, as network_allow_list says",
        f"Admit {address} alone; the report shows the rules.",
    )


def passthrough(facts: Facts) -> Judgement:
    """N5: The probe's one request must not be sent to a Microsoft sign-in page, a connector has to take it, and iManage
    has to answer: the proxy's own headers tell which hop failed. Without them, where C(imanage_exposure) is
    C(azure_app_proxy), and at a private address, which leads past the proxy, it is unknown. Where there is no Azure App
    Proxy by C(imanage_exposure), a sign-in page is a warning, since iManage's own single sign-on may begin there, and
    so are the proxy's headers. Not made in iManage's cloud.
    """
    # A proxy that asks people to sign in first lets no program through.
    found = endpoint(facts)
    asks = found.get("pre_authentication")
    http = found.get("http") or {}
    if asks:
        text = f"the address leads to a Microsoft sign-in page ({http.get('location_host')})"
        if _behind_azure(facts):
            return failed(text)
        # iManage's own single sign-on may begin there as well, and then Legora is not kept out by it.
        return warned(
            text, "Find out whether a proxy in front of iManage asks for it, or iManage's own single sign-on."
        )
    if asks is None:
        return unknown(f"no answer to a request was seen: {http.get('error') or 'the probe did not get that far'}")
    if inside(found):
        return unknown(f"from here the name leads past a proxy, to the private address {inside(found)}", FROM_OUTSIDE)
    return _hops(facts, found.get("app_proxy") or {}, http.get("status"))


# What Azure App Proxy means by a status of its own (V).
_NOT_ASSIGNED = 403
_NO_ANSWER = (502, 503, 504)


def _hops(facts: Facts, proxy: Data, status: t.Any) -> Judgement:
    """Say which hop answered: Microsoft's cloud, the connector in the firm, or iManage."""
    if not proxy.get("seen"):
        if exposure_of(facts) == "azure_app_proxy":
            return unknown(
                f"the answer (HTTP {status}) does not lead to a Microsoft sign-in page, and has none of the headers of "
                "Azure App Proxy, so whether it came through it was not seen",
                "Look in Entra whether the application is published, or correct imanage_exposure.",
            )
        return passed("the address does not lead to a Microsoft sign-in page, seen from here")
    details, connector = proxy.get("error_details"), proxy.get("connector_id")
    said = f"HTTP {status}{f', {details}' if details else ''}"
    if connector is None and (details or status in _NO_ANSWER):
        return failed(
            f"Azure App Proxy answered alone ({said}): no connector took the request",
            "Look in Entra whether a connector of the application's group is active, and at its service in the firm.",
        )
    if connector is None and status == _NOT_ASSIGNED:
        return failed(
            f"Azure App Proxy answered alone ({said}): it admits assigned people only",
            "Set the application's pre-authentication to passthrough.",
        )
    if details or status in _NO_ANSWER:
        return failed(
            f"connector {connector} took the request, and got no answer from iManage ({said})",
            "Look at the way from the connector to iManage: internal URL, name, firewall, certificate.",
        )
    if exposure_of(facts) == "direct":
        return warned(
            f"imanage_exposure is direct, but the answer came through Azure App Proxy ({_seen_by(proxy)})",
            "Set imanage_exposure: azure_app_proxy, so that it is judged as that.",
        )
    if connector is None:
        return unknown(f"Azure App Proxy answered (HTTP {status}) without naming the connector that took the request")
    return passed(f"connector {connector} took the request, and iManage answered (HTTP {status}), seen from here")


def _seen_by(proxy: Data) -> str:
    names = ("app_id", "connector_id", "published_as")
    return ", ".join(f"{name} {proxy[name]}" for name in names if proxy.get(name)) or "its headers"


def _behind_azure(facts: Facts) -> bool:
    """Say whether Azure App Proxy is in front of iManage: the firm says so, or the answer does."""
    seen = (endpoint(facts).get("app_proxy") or {}).get("seen")
    return exposure_of(facts) == "azure_app_proxy" or bool(seen and exposure_of(facts) != "cloud")


def proxy_rules(facts: Facts) -> Judgement:
    """N6: Never by reading: it is a setting of the proxy. Not made where C(imanage_exposure) is C(cloud) or
    C(direct).
    """
    return unknown("no machine can see from here how the proxy finds the caller's address")


def exposure_of(facts: Facts) -> str | None:
    """Return how Legora reaches iManage: as the firm says, else C(cloud) where iManage says so."""
    given = facts.config.get("imanage_exposure")
    if given is None and facts.is_cloud:
        return "cloud"
    return None if given is None else str(given)


def no_azure_proxy(facts: Facts) -> str | None:
    """Say why N5 does not apply. Where a sign-in page or a proxy was seen, it does, but for the vendor's own cloud."""
    exposure = exposure_of(facts)
    seen = endpoint(facts).get("pre_authentication") or _behind_azure(facts)
    if exposure == "cloud" or (exposure == "direct" and not seen):
        return f"imanage_exposure is {exposure}: there is no Azure App Proxy"
    return None


def no_proxy(facts: Facts) -> str | None:
    """Say why N6 does not apply."""
    exposure = exposure_of(facts)
    if exposure in ("cloud", "direct") and not _behind_azure(facts):
        return f"imanage_exposure is {exposure}: there is no proxy of the firm's"
    return None


CHECKS = (
    Check(
        id="N1",
        title="iManage's address is https and a host",
        phases=("preflight",),
        severity="major",
        decide=plain_address,
        remedy="Set imanage_url to https://HOST.",
        source="other vendors' guides for connecting to iManage",
        wrong="iManage's address may not suit Legora",
        open="Whether iManage's address suits Legora is not known",
        owner="Your consultant",
        ask="Give iManage's address as https and a host, without a port.",
    ),
    Check(
        id="N2",
        title="The endpoint resolves, answers and speaks TLS",
        phases=("preflight",),
        severity="major",
        decide=reachable,
        remedy="Look from outside: curl -v https://HOST/. Open port 443 in the firewall, or correct imanage_url.",
        source="support.legora.com, article 640367",
        needs=("endpoint",),
        wrong="iManage's address was not reached as Legora would reach it",
        open="Whether iManage's address answers was not seen",
        owner="Your firewall's administrator",
        ask="Let iManage's address be found in DNS, and let it answer on port 443 with TLS from the internet.",
    ),
    Check(
        id="N4",
        title="The allow-list holds exactly Legora's address",
        phases=("preflight",),
        severity="critical",
        decide=allow_list,
        remedy=f"Admit that address alone, and give network_allow_list. Or: {ATTEST}",
        source="support.legora.com, article 640367",
        wrong="The firewall does not admit exactly Legora's address",
        open="That the firewall admits Legora's address alone is not confirmed",
        owner="Your firewall's administrator",
        ask="Admit Legora's one address and no other of Legora's; the rules stand at the end of this report.",
        confirm="Confirm that Legora's address is admitted to iManage, and nothing wider.",
        unsafe=True,
    ),
    Check(
        id="N5",
        title="Azure App Proxy lets programs through",
        phases=("preflight",),
        severity="major",
        decide=passthrough,
        remedy="Set the proxy's pre-authentication to passthrough; look at its connectors and their way to iManage.",
        source="support.legora.com, article 640367",
        needs=("endpoint",),
        not_applicable=no_azure_proxy,
        wrong="Azure App Proxy does not let Legora through",
        open="Whether Azure App Proxy lets Legora through was not seen",
        owner="Your firewall's administrator",
        ask="Set the proxy's pre-authentication to passthrough, and see that its connector reaches iManage.",
    ),
    Check(
        id="N6",
        title="The proxy's rules look at the caller's own address",
        phases=("preflight",),
        severity="critical",
        decide=proxy_rules,
        remedy=f"Make the rules look at X-Forwarded-For, behind a second layer of trusted addresses. {ATTEST}",
        source="other vendors' guides for connecting to iManage",
        not_applicable=no_proxy,
        wrong="The proxy's rules need another look",
        open="That the proxy's rules look at the caller's own address is not confirmed",
        owner="Your firewall's administrator",
        ask="Let the proxy's rules look at the header X-Forwarded-For, behind a second layer of trusted addresses.",
        confirm="Confirm that the proxy's rules look at the caller's own address (X-Forwarded-For).",
        unsafe=True,
    ),
)
