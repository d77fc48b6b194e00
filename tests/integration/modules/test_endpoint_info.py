# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The probe of an address, over real TLS: certificates of every kind, proxies that ask, servers that are not there."""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.firm import firm
from helpers.loopback import raw_server, unused_port
from helpers.module import run_module
from integration.modules import imanage_arguments as arguments
from unit.checks.cases import found

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.tls import sent_chain
from simulator import Simulator, running
from simulator.certificates import KINDS

NOT_CONNECTED = "not tried, because there was no connection"
CLOSED = {"status": None, "location_host": None, "location": None, "error": NOT_CONNECTED}


def named(kind: str) -> str:
    return kind.replace("_", "-")


@pytest.fixture(scope="module")
def _tls() -> Iterator[Simulator]:
    firms: list[dict[str, Any]] = [{"name": named(kind), "tls": kind} for kind in KINDS]
    proxied = {"name": "azure", "tls": "good", "pre_authentication": "azure"}
    with running({"firms": [*firms, proxied, {"name": "plain"}]}) as simulator:
        yield simulator


@pytest.fixture
def tls(_tls: Simulator) -> Simulator:
    """Return a running simulator with a firm for each kind of certificate, one behind a proxy, and one without TLS."""
    _tls.reset()
    return _tls


def probe(sim: Simulator, firm: str, **more: Any) -> dict[str, Any]:
    given = {"firm": firm, "url": sim.firm(firm).imanage_url, "ca_path": sim.ca_path, **more}
    answer = run_module("endpoint_info", given)
    assert answer.get("failed") is None, answer
    assert answer["changed"] is False
    assert answer["plan"] == []
    found: dict[str, Any] = answer["endpoint"]
    return found


# --- Certificates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "status", "sent", "days", "error"),
    [
        ("good", "complete", 2, 80, None),
        ("incomplete", "incomplete", 1, 80, "unable to get local issuer certificate"),
        ("expired", "expired", 2, -3, "certificate has expired"),
        ("expires_soon", "complete", 2, 20, None),
        ("not_yet_valid", "not_yet_valid", 2, 95, "certificate is not yet valid"),
        ("wrong_name", "complete", 2, 80, "IP address mismatch, certificate is not valid for '127.0.0.1'"),
        ("self_signed", "self_signed", 1, 80, "self-signed certificate"),
        ("unknown_ca", "unknown_ca", 3, 80, "self-signed certificate in certificate chain"),
    ],
)
def test_each_kind_of_certificate(
    tls: Simulator, kind: str, status: str, sent: int, days: int, error: str | None
) -> None:
    found = probe(tls, named(kind))["tls"]
    assert found["handshake"] is True
    assert found["version"] == "TLSv1.3"
    assert (found["chain_status"], len(found["chain"]), found["days_to_expiry"]) == (status, sent, days)
    # OpenSSL before version 3 writes "self signed".
    assert (found["error"] or "").replace("self signed", "self-signed") == (error or "")
    assert found["name_matches"] is (kind != "wrong_name")
    assert found["names"] == (["somewhere-else.example"] if kind == "wrong_name" else ["localhost", "127.0.0.1"])
    assert found["expires"] == found["chain"][0]["not_after"]


def test_chain_is_shown_as_it_was_sent(tls: Simulator) -> None:
    chain = probe(tls, "unknown-ca")["tls"]["chain"]
    assert [(one["subject"], one["issuer"], one["self_signed"]) for one in chain] == [
        ("CN=pretend server", "CN=Unknown Intermediate", False),
        ("CN=Unknown Intermediate", "CN=Unknown Root", False),
        ("CN=Unknown Root", "CN=Unknown Root", True),
    ]
    assert all(one["not_before"] < one["not_after"] for one in chain)


def test_without_ca_path_a_private_authority_is_unknown(tls: Simulator) -> None:
    found = probe(tls, "good", ca_path=None)["tls"]
    assert (found["chain_status"], found["name_matches"]) == ("unknown_ca", True)
    assert found["error"] == "unable to get local issuer certificate"


def test_name_and_date_are_both_told(tls: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """OpenSSL stops at the name, and would say nothing of the date."""
    port = int(tls.firm("expired").imanage_url.rsplit(":", 1)[1])
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_more: here)
    found = probe(tls, "expired", url=f"https://imanage.example:{port}")["tls"]
    assert (found["name_matches"], found["chain_status"], found["days_to_expiry"]) == (False, "expired", -3)
    assert found["error"] == "Hostname mismatch, certificate is not valid for 'imanage.example'"


def test_intermediate_that_is_trusted_only_here_completes_no_chain(tls: Simulator, tmp_path: Path) -> None:
    assert tls.ca_path is not None
    assert tls._certificates is not None
    both = tmp_path / "both.pem"
    both.write_bytes(Path(tls.ca_path).read_bytes() + tls._certificates.intermediate)
    found = probe(tls, "incomplete", ca_path=str(both))["tls"]
    assert (found["chain_status"], found["error"]) == ("incomplete", None)
    assert probe(tls, "good", ca_path=str(both))["tls"]["chain_status"] == "complete"


def test_self_signed_certificate_stays_one_where_it_is_trusted(tls: Simulator, tmp_path: Path) -> None:
    port = int(tls.firm("self-signed").imanage_url.rsplit(":", 1)[1])
    own = tmp_path / "own.pem"
    own.write_text(ssl.get_server_certificate(("127.0.0.1", port)), encoding="ascii")
    found = probe(tls, "self-signed", ca_path=str(own))["tls"]
    assert (found["chain_status"], found["error"]) == ("self_signed", None)


# --- Without pyOpenSSL ----------------------------------------------------------------------------------------------


def test_without_pyopenssl_the_chain_is_not_known(tls: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "OpenSSL", None)
    monkeypatch.setitem(sys.modules, "OpenSSL.SSL", None)
    found = probe(tls, "good")
    assert found["missing_libraries"] == ["pyOpenSSL"]
    assert found["tls"]["chain"] is found["tls"]["chain_status"] is None
    # What Python itself tells of a certificate that it trusts.
    assert (found["tls"]["handshake"], found["tls"]["error"]) == (True, None)
    assert (found["tls"]["name_matches"], found["tls"]["days_to_expiry"]) == (True, 80)
    assert sorted(found["tls"]["names"]) == ["127.0.0.1", "localhost"]

    found = probe(tls, "incomplete")
    assert found["tls"]["chain_status"] is None
    assert found["tls"]["error"] == "unable to get local issuer certificate"
    assert found["tls"]["name_matches"] is found["tls"]["expires"] is found["tls"]["days_to_expiry"] is None
    assert found["tls"]["names"] == []

    found = probe(tls, "wrong-name")["tls"]
    assert (found["name_matches"], found["names"]) == (False, ["somewhere-else.example"])


def test_with_an_old_cryptography_the_chain_is_not_known(tls: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cryptography.x509.Certificate", object)
    found = probe(tls, "good")
    assert found["missing_libraries"] == ["cryptography (42 or newer)"]
    assert (found["tls"]["chain"], found["tls"]["handshake"], found["tls"]["days_to_expiry"]) == (None, True, 80)


def test_chain_that_cannot_be_read_is_said(tls: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any) -> None:
        raise sent_chain.ChainError("a certificate that it sent is malformed")

    monkeypatch.setattr(sent_chain, "sent_chain", broken)
    found = probe(tls, "good")
    assert found["missing_libraries"] == []
    assert found["tls"]["chain_status"] is None
    begin = "the server's chain of certificates is not known: "
    assert found["tls"]["error"] == f"{begin}a certificate that it sent is malformed"
    assert found["http"]["status"] == 404


# --- The first answer -----------------------------------------------------------------------------------------------


def test_proxy_that_pre_authenticates(tls: Simulator) -> None:
    found = probe(tls, "azure")
    assert found["pre_authentication"] is True
    assert found["http"]["status"] == 302
    assert found["http"]["location_host"] == "login.microsoftonline.com"
    assert found["http"]["location"].endswith("/oauth2/authorize")
    assert "pretend-state" not in str(found)


def test_azure_app_proxy_tells_which_hop_answered(tls: Simulator) -> None:
    headers = b"x-ms-proxy-app-id: app-1\r\nX-MS-Proxy-Connector-Id: con-1\r\nx-ms-proxy-transaction-id: t-1\r\n"
    told = {"seen": True, "app_id": "app-1", "connector_id": "con-1", "transaction_id": "t-1", "error_details": None}

    def behave(connection: Any) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 504 Gateway Timeout\r\n" + headers + b"Set-Cookie: canary\r\n\r\n")

    with raw_server(behave) as port:
        found = probe(tls, "plain", url=f"http://127.0.0.1:{port}")
    assert found["app_proxy"].items() >= told.items()
    assert found["http"] == {"status": 504, "location_host": None, "location": None, "error": None}
    assert "canary" not in str(found)


@pytest.mark.parametrize(
    ("proxy", "status", "words"),
    [
        ({}, "pass", "took the request, and iManage answered"),
        ({"error": "EmptyConnectorGroup"}, "fail", "no connector took the request"),
        (
            {"error": "BackendTimeOut"},
            "fail",
            "took the request, and got no answer from iManage (HTTP 504, BackendTimeOut)",
        ),
        ({"error": "BackendUnreachable", "status": 502}, "fail", "got no answer from iManage (HTTP 502"),
        (None, "unknown", "none of the headers of Azure App Proxy"),
    ],
)
def test_check_names_the_hop_that_failed(tls: Simulator, proxy: dict[str, Any] | None, status: str, words: str) -> None:
    tls.firm("good").imanage.app_proxy = proxy
    seen = {"endpoint": probe(tls, "good"), "config.imanage_exposure": "azure_app_proxy"}
    finding = found(firm(seen, on_premises=True), "N5")
    assert (finding.status, words in finding.evidence) == (status, True), finding.evidence


def test_redirect_elsewhere_is_no_pre_authentication(tls: Simulator) -> None:
    tls.faults.add(kind="redirect", firm="good", system="imanage")
    found = probe(tls, "good")
    assert found["pre_authentication"] is False
    assert found["http"]["location_host"] == "sign-in.example"
    assert found["http"]["location"] == "https://sign-in.example/"


@pytest.mark.parametrize("check", [False, True])
def test_one_request_without_credentials(tls: Simulator, check: bool) -> None:
    good = tls.firm("good")
    answer = run_module("endpoint_info", {"url": good.imanage_url, "ca_path": tls.ca_path}, check=check)
    assert answer["requests"] == {"read": 1, "write": 0, "signin": 0}
    (entry,) = tls.journal.entries("good")
    assert (entry.method, entry.path, entry.query, entry.user) == ("GET", "/", {}, None)


def test_headers_are_those_of_a_stranger(tls: Simulator) -> None:
    seen: list[bytes] = []

    def behave(connection: Any) -> None:
        seen.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

    with raw_server(behave) as port:
        found = probe(tls, "plain", url=f"http://127.0.0.1:{port}")
    assert found["http"]["status"] == 204
    assert {line.split(b":")[0] for line in seen[0].split(b"\r\n")[1:-2]} == {
        b"Host", b"User-Agent", b"Accept", b"Connection"
    }  # fmt: skip


def test_plain_http_on_loopback_has_no_tls(tls: Simulator) -> None:
    found = probe(tls, "plain")
    assert (found["scheme"], found["host"]) == ("http", "127.0.0.1")
    assert found["tls"] is None
    assert found["tcp"]["connected"] is True
    assert (found["http"]["status"], found["pre_authentication"]) == (404, False)


def test_proxy_of_the_environment_is_not_asked(tls: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{unused_port()}")
    assert probe(tls, "good")["tls"]["chain_status"] == "complete"


def test_proxy_of_the_environment_is_told_without_its_address(tls: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    url = "https://imanage.invalid"
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert run_module("endpoint_info", {"url": url, "timeout": 2})["endpoint"]["through_proxy"] is False
    monkeypatch.setenv("HTTPS_PROXY", "http://user:canary@proxy.invalid:8080")
    found = run_module("endpoint_info", {"url": url, "timeout": 2})["endpoint"]
    assert found["through_proxy"] is True
    assert found["dns"]["error"]
    assert "canary" not in str(found)
    assert probe(tls, "good")["through_proxy"] is False, "it is not for this machine"


# --- Servers that are not there -------------------------------------------------------------------------------------


def test_unknown_host(tls: Simulator) -> None:
    answer = run_module("endpoint_info", {"url": "https://imanage.invalid", "timeout": 2})
    found = answer["endpoint"]
    assert (found["port"], found["dns"]["addresses"]) == (443, [])
    assert found["dns"]["error"]
    assert found["tcp"]["connected"] is False
    assert found["http"] == CLOSED
    assert answer["requests"] == {"read": 0, "write": 0, "signin": 0}


def test_silence_after_the_handshake_ends_at_the_deadline(tls: Simulator) -> None:
    tls.faults.add(kind="silence", firm="good", system="imanage", seconds=10)
    found = probe(tls, "good", timeout=0.5)
    assert found["tls"]["handshake"] is True
    assert (found["http"]["status"], found["http"]["error"]) == (None, "there was no answer in time")


# --- Settings that make no sense ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"url": "https://imanage.example/work"}, "it must end after the host"),
        ({"url": "http://imanage.example"}, "it must begin with https://"),
        ({"url": "imanage.example"}, "it must begin with https://"),
        ({"timeout": 0}, "timeout must be more than 0"),
        ({"timeout": "nan"}, "timeout must be more than 0"),
        ({"timeout": 10_000}, "at most 600 seconds"),
        ({"ca_path": "/nowhere/ca.pem"}, "/nowhere/ca.pem are unusable (No such file or directory)"),
    ],
)
def test_settings_that_make_no_sense_fail(given: dict[str, Any], words: str) -> None:
    answer = run_module("endpoint_info", {"firm": "Alder & Finch LLP", "url": "https://127.0.0.1:9", **given})
    assert answer["failed"] is True
    assert answer["failure"]["kind"] == "validation"
    assert answer["msg"].startswith("iManage of Alder & Finch LLP: failed to ")
    assert words in answer["msg"]
    assert answer.get("requests", {"read": 0})["read"] == 0


# --- Other modules, against the same servers ------------------------------------------------------------------------


def test_other_modules_work_over_tls(tls: Simulator) -> None:
    answer = run_module("imanage_info", arguments.operator(tls.firm("good"), ca_path=tls.ca_path))
    assert answer["imanage"]["customer_id"] == tls.firm("good").imanage.customer_id
    assert "warnings" not in answer


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("expired", "(certificate has expired)"),
        ("unknown_ca", "certificate in certificate chain)"),
        ("incomplete", "(unable to get local issuer certificate)"),
        ("wrong_name", "certificate is not valid for '127.0.0.1')"),
    ],
)
def test_other_modules_refuse_a_bad_certificate(tls: Simulator, kind: str, words: str) -> None:
    firm = tls.firm(named(kind))
    answer = run_module("imanage_info", arguments.operator(firm, ca_path=tls.ca_path))
    assert answer["failure"]["kind"] == "unavailable"
    assert answer["failure"]["retryable"] is False
    assert answer["msg"].startswith(f"iManage of {firm.seed['display_name']}: failed to sign in as ")
    assert f"the TLS certificate of {firm.imanage_url} was not trusted" in answer["msg"]
    assert words in answer["msg"]
    assert tls.journal.counts()["total"] == 0
