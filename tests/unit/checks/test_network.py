# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""N: whether Legora can reach iManage, and nobody else is let in for it."""

from __future__ import annotations

import pytest
from helpers.firm import EGRESS, NOT_READ, failing, firm
from unit.checks.cases import Case, decided, found

_TLS = "endpoint.tls"
_ADDRESS = "endpoint.tcp.address"
_NEVER_CAME_TO_IT = {
    "handshake": False, "version": None, "error": "not tried, because there was no connection", "chain": None,
    "chain_status": None, "name_matches": None, "names": [], "expires": None, "days_to_expiry": None,
}  # fmt: skip
_LIST = "config.network_allow_list"
_EXPOSURE = "config.imanage_exposure"
_AZURE = {_EXPOSURE: "azure_app_proxy"}
_PROXY = {"endpoint.through_proxy": True}


def through(connector: str | None, status: int = 200, details: str | None = None) -> dict[str, object]:
    """Return what is seen of an answer that came through Azure App Proxy."""
    told = {"seen": True, "app_id": "app-1", "connector_id": connector, "error_details": details}
    return {"endpoint.app_proxy": told, "endpoint.http.status": status}


def azure(connector: str | None, status: int = 200, details: str | None = None) -> dict[str, object]:
    return {**_AZURE, **through(connector, status, details)}


def listed(*networks: str) -> dict[str, object]:
    return {_LIST: list(networks)}


CASES = (
    Case("N1", "pass", "https and a host (alder.cloudimanage.com)"),
    Case("N1", "pass", "https and a host", {"config.imanage_url": "https://alder.example:443"}),
    Case("N1", "fail", "is not https", {"config.imanage_url": "http://alder.example"}),
    Case("N1", "fail", "more than a host", {"config.imanage_url": "https://alder.example/work"}),
    Case("N1", "fail", "is not https", {"config.imanage_url": None}),
    Case("N1", "warn", "names port 8443", {"config.imanage_url": "https://alder.example:8443"}),
    Case("N1", "warn", "only a simulator", {"config.imanage_url": "http://127.0.0.1:8080"}),
    Case("N2", "pass", "192.0.2.1 port 443 answers with TLSv1.3"),
    Case(
        "N2",
        "pass",
        "TLSv1.2",
        {f"{_TLS}.version": "TLSv1.2", f"{_TLS}.error": "unable to get local issuer certificate"},
    ),
    Case("N2", "fail", "does not resolve: no such name", {"endpoint.dns.error": "no such name"}),
    Case("N2", "fail", "port 443 does not answer: refused", {"endpoint.tcp": {"connected": False, "error": "refused"}}),
    Case("N2", "fail", "TLS does not begin: no protocols", {f"{_TLS}.version": None, f"{_TLS}.error": "no protocols"}),
    Case(
        "N2",
        "unknown",
        "alder.cloudimanage.com does not resolve here, and this machine goes through a proxy of its environment",
        {"endpoint.dns.error": "no such name", **_PROXY},
    ),
    Case(
        "N2",
        "unknown",
        "was not reached directly from here, and this machine goes through a proxy",
        {"endpoint.tcp": {"connected": False, "error": "refused"}, **_PROXY},
    ),
    Case("N2", "pass", "answers with TLSv1.3", _PROXY),
    Case("N2", "unknown", "without TLS", {_TLS: None}),
    Case("N2", "unknown", "whether TLS begins was not seen", {_TLS: {}}),
    Case("N2", "unknown", "the endpoint could not be read: broken", {"endpoint": failing("broken")}),
    Case("N2", "unknown", "the endpoint was not read", {"endpoint": NOT_READ}),
    Case("N3", "pass", "public chain complete, name matches, 57 days left"),
    Case("N3", "pass", "30 days left", {f"{_TLS}.days_to_expiry": 30}),
    Case("N3", "fail", "leaves out its intermediate", {f"{_TLS}.chain_status": "incomplete"}),
    Case("N3", "fail", "authority that is not trusted", {f"{_TLS}.chain_status": "unknown_ca"}),
    Case("N3", "fail", "signed by itself", {f"{_TLS}.chain_status": "self_signed"}),
    Case("N3", "fail", "has expired", {f"{_TLS}.chain_status": "expired", f"{_TLS}.days_to_expiry": -3}),
    Case("N3", "fail", "not valid yet", {f"{_TLS}.chain_status": "not_yet_valid"}),
    Case("N3", "fail", "not accepted", {f"{_TLS}.chain_status": "invalid"}),
    Case(
        "N3",
        "fail",
        "is for other.example, not for alder",
        {f"{_TLS}.name_matches": False, f"{_TLS}.names": ["other.example"]},
    ),
    Case("N3", "fail", "expires in 29 days", {f"{_TLS}.days_to_expiry": 29}),
    Case(
        "N3",
        "fail",
        "expires in 5 days",
        {f"{_TLS}.days_to_expiry": 5, f"{_TLS}.chain_status": None, "endpoint.missing_libraries": ["pyOpenSSL"]},
    ),
    Case("N3", "warn", "trusted through imanage_ca_path", {"config.imanage_ca_path": "/etc/ca.pem"}),
    Case(
        "N3",
        "unknown",
        "without the Python library pyOpenSSL",
        {f"{_TLS}.chain_status": None, "endpoint.missing_libraries": ["pyOpenSSL"]},
    ),
    Case(
        "N3",
        "unknown",
        "not trusted here (no issuer)",
        {
            _TLS: {**_NEVER_CAME_TO_IT, "handshake": True, "error": "no issuer"},
            "endpoint.missing_libraries": ["pyOpenSSL"],
        },
    ),
    Case("N3", "unknown", "not tried, because there was no connection", {_TLS: _NEVER_CAME_TO_IT}),
    Case("N3", "unknown", "no certificate was seen", {f"{_TLS}.name_matches": None}),
    Case("N3", "unknown", "no certificate was seen", {f"{_TLS}.chain_status": "something new"}),
    Case("N3", "unknown", "there is no TLS", {_TLS: None}),
    Case("N3", "unknown", "was not read", {"endpoint": NOT_READ}),
    Case("N2", "warn", "10.1.2.3 port 443 answers with TLSv1.3, but only", {_ADDRESS: "10.1.2.3"}),
    Case("N2", "warn", "fd00::7 port 443 answers", {_ADDRESS: "fd00::7"}),
    Case("N3", "warn", "57 days left at 192.168.1.9; what Legora sees may be another", {_ADDRESS: "192.168.1.9"}),
    Case("N4", "pass", f"exactly {EGRESS} is admitted", on_premises=True),
    Case("N4", "fail", f"{EGRESS} is not admitted", listed(), on_premises=True),
    Case("N4", "fail", "20.91.134.0/24 is wider", listed("20.91.134.0/24", EGRESS), on_premises=True),
    Case("N4", "fail", "0.0.0.0/0 is wider", listed("0.0.0.0/0"), on_premises=True),
    Case("N4", "fail", "address of region us", listed(EGRESS, "20.110.19.80"), on_premises=True),
    Case("N4", "fail", "192.0.2.7/32 is not Legora's", listed(EGRESS, "192.0.2.7"), on_premises=True),
    Case("N4", "fail", "2001:db8::/32 is not Legora's", listed(EGRESS, "2001:db8::/32"), on_premises=True),
    Case("N4", "fail", "::/0 is not Legora's", listed("::/0"), on_premises=True),
    Case("N4", "unknown", "network_allow_list is not given", {_LIST: None}, on_premises=True),
    Case("N4", "unknown", "no address or network", listed("home"), on_premises=True),
    Case("N4", "unknown", "Legora's address is not known", {"config.legora_egress_address": None}, on_premises=True),
    Case("N4", "unknown", "trusted addresses of iManage's cloud"),
    Case("N4", "unknown", "iManage's cloud", listed(EGRESS)),
    Case("N4", "unknown", "firewall's list proves nothing", {**_AZURE, **listed(EGRESS)}, on_premises=True),
    Case("N4", "unknown", f"rule on X-Forwarded-For that admits {EGRESS}", through("con-1"), on_premises=True),
    Case("N5", "pass", "does not lead to a Microsoft sign-in page", {_EXPOSURE: "other"}, on_premises=True),
    Case("N5", "pass", "connector con-1 took the request, and iManage answered", azure("con-1"), on_premises=True),
    Case("N5", "pass", "connector con-1", {**through("con-1"), _EXPOSURE: None}, on_premises=True),
    Case("N5", "unknown", "none of the headers of Azure App Proxy", _AZURE, on_premises=True),
    Case("N5", "unknown", "without naming the connector", azure(None), on_premises=True),
    Case(
        "N5",
        "fail",
        "answered alone (HTTP 504, EmptyConnectorGroup): no connector took the request",
        azure(None, 504, "EmptyConnectorGroup"),
        on_premises=True,
    ),
    Case("N5", "fail", "answered alone (HTTP 504): no connector", azure(None, 504), on_premises=True),
    Case("N5", "fail", "(HTTP 403): it admits assigned people only", azure(None, 403), on_premises=True),
    Case("N5", "pass", "iManage answered (HTTP 403)", azure("con-1", 403), on_premises=True),
    Case(
        "N5",
        "fail",
        "connector con-1 took the request, and got no answer from iManage (HTTP 502, BackendTimeOut)",
        azure("con-1", 502, "BackendTimeOut"),
        on_premises=True,
    ),
    Case("N5", "fail", "got no answer from iManage (HTTP 504)", through("con-1", 504), on_premises=True),
    Case("N5", "warn", "imanage_exposure is direct, but the answer came through", through("con-1"), on_premises=True),
    Case(
        "N5",
        "warn",
        "came through Azure App Proxy (published_as imanage-alder.msappproxy.net)",
        {"endpoint.app_proxy": {"seen": True, "published_as": "imanage-alder.msappproxy.net"}},
        on_premises=True,
    ),
    Case(
        "N5",
        "fail",
        "sign-in page (login.microsoftonline.com)",
        {**_AZURE, "endpoint.pre_authentication": True, "endpoint.http.location_host": "login.microsoftonline.com"},
        on_premises=True,
    ),
    Case(
        "N5",
        "warn",
        "sign-in page",
        {"endpoint.pre_authentication": True, "endpoint.http.location_host": "login.microsoftonline.com"},
        on_premises=True,
    ),
    Case(
        "N5",
        "unknown",
        "no answer to a request was seen: timed out",
        {**_AZURE, "endpoint.pre_authentication": None, "endpoint.http": {"error": "timed out"}},
        on_premises=True,
    ),
    Case("N5", "unknown", "was not read", {**_AZURE, "endpoint": NOT_READ}, on_premises=True),
    Case("N5", "unknown", "private address 172.16.0.9", {**_AZURE, _ADDRESS: "172.16.0.9"}, on_premises=True),
    Case("N6", "unknown", "no machine can see", _AZURE, on_premises=True),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_it_sees(case: Case) -> None:
    case.check_it()


@pytest.mark.parametrize(
    ("exposure", "on_premises", "left_out"),
    [
        ("cloud", False, {"N5", "N6"}),
        (None, False, {"N5", "N6"}),
        ("direct", True, {"N5", "N6"}),
        ("azure_app_proxy", True, set()),
        ("other", True, set()),
        (None, True, set()),
    ],
)
def test_checks_of_a_proxy_apply_where_there_may_be_one(
    exposure: str | None, on_premises: bool, left_out: set[str]
) -> None:
    decision = decided("preflight", firm({"config.imanage_exposure": exposure}, on_premises=on_premises))
    assert {one["id"] for one in decision.not_applicable if one["id"].startswith("N")} == left_out
    assert left_out.isdisjoint(one.id for one in decision.findings)
    assert all(one["reason"] and one["title"] for one in decision.not_applicable)


def test_sign_in_page_of_imanages_own_cloud_is_no_proxy_of_the_firm() -> None:
    decision = decided("preflight", firm({"endpoint.pre_authentication": True}))
    assert "N5" in {one["id"] for one in decision.not_applicable}


def test_unknown_deployment_leaves_no_check_out() -> None:
    nothing = {"session": NOT_READ, "imanage": NOT_READ}
    left_out = {one["id"] for one in decided("preflight", firm(nothing)).not_applicable}
    assert left_out == {"A8"}, "which is judged by the proof, wherever the account works"
    assert found(firm(nothing), "N4").status == "unknown"


def test_proxy_that_was_seen_is_judged_whatever_the_firm_says() -> None:
    decision = decided("preflight", firm(through("con-1"), on_premises=True))
    findings = {one.id: one for one in decision.findings}
    assert {"N4", "N5", "N6"} <= set(findings), "the firm says that there is none"
    assert findings["N5"].remedy == "Set imanage_exposure: azure_app_proxy, so that it is judged as that."
    cloud = decided("preflight", firm(through("con-1")))
    assert "N5" in {one["id"] for one in cloud.not_applicable}


@pytest.mark.parametrize(
    ("changes", "remedy"),
    [
        (azure(None, 504, "EmptyConnectorGroup"), "whether a connector of the application's group is active"),
        (azure("con-1", 502), "the way from the connector to iManage"),
        (azure(None, 403), "passthrough"),
        ({**_AZURE, "endpoint.pre_authentication": True}, "passthrough"),
    ],
)
def test_hop_that_failed_says_where_to_look(changes: dict[str, object], remedy: str) -> None:
    finding = found(firm(changes, on_premises=True), "N5")
    assert finding.status == "fail"
    assert remedy in str(finding.remedy)
