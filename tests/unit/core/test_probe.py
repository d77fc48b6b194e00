# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a probe decides: about chains, names, redirects and time. Real TLS is in test_endpoint_info.py."""

from __future__ import annotations

import socket
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from helpers.loopback import Behaviour, answer, raw_server, unused_port
from helpers.scripted_server import reset, send_and_wait

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.deadline import Deadline, reason_of
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.environment import has_proxy
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.first_answer import place_of
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.probe import Probe
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.tls import authorities as trust
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.tls.certificates import (
    Certificate,
    matches,
    path_of,
    status_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.tls.handshake import Secured
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.endpoint import (
    app_proxy,
    asks_to_sign_in,
)

MOMENT = datetime(2026, 11, 24, tzinfo=timezone(timedelta(0)))


def certificate(subject: str, issuer: str) -> Certificate:
    return Certificate(f"CN={subject}", f"CN={issuer}", MOMENT, MOMENT, self_signed=subject == issuer)


def by_name(child: Certificate, parent: Certificate) -> bool:
    return child.issuer == parent.subject


LEAF = certificate("server", "intermediate")
INTERMEDIATE = certificate("intermediate", "root")
ROOT = certificate("root", "root")
OWN = certificate("server", "server")


# --- Chains ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ([], []),
        ([LEAF], [LEAF]),
        ([LEAF, INTERMEDIATE], [LEAF, INTERMEDIATE]),
        ([LEAF, ROOT, INTERMEDIATE], [LEAF, INTERMEDIATE, ROOT]),
        ([LEAF, certificate("another", "root"), ROOT], [LEAF]),
        ([OWN, INTERMEDIATE], [OWN]),
    ],
    ids=["nothing", "server only", "with intermediate", "disorderly", "wrong intermediate", "self-signed"],
)
def test_path_goes_up_as_far_as_was_sent(sent: list[Certificate], path: list[Certificate]) -> None:
    assert path_of(sent, by_name) == path


def test_path_ends_where_certificates_sign_each_other() -> None:
    ring = [certificate("a", "b"), certificate("b", "a")]
    assert path_of(ring, by_name) == ring


@pytest.mark.parametrize(
    ("path", "code", "status"),
    [
        ([LEAF, INTERMEDIATE], 0, "complete"),
        ([LEAF, INTERMEDIATE, ROOT], 0, "complete"),
        ([LEAF], 20, "incomplete"),
        ([LEAF], 21, "incomplete"),
        ([LEAF, INTERMEDIATE], 20, "unknown_ca"),
        ([LEAF, INTERMEDIATE], 2, "unknown_ca"),
        ([LEAF, INTERMEDIATE, ROOT], 19, "unknown_ca"),
        ([OWN], 18, "self_signed"),
        ([OWN], 10, "self_signed"),
        ([LEAF, INTERMEDIATE], 10, "expired"),
        ([LEAF, INTERMEDIATE], 9, "not_yet_valid"),
        ([LEAF, INTERMEDIATE], 7, "invalid"),
        ([LEAF, INTERMEDIATE], 26, "invalid"),
    ],
)
def test_status_of_a_chain(path: list[Certificate], code: int, status: str) -> None:
    assert status_of(path, code, issuer_is_root=True) == status


def test_what_only_this_machine_trusts_completes_no_chain() -> None:
    assert status_of([LEAF], 0, issuer_is_root=True) == "complete"
    assert status_of([LEAF], 0, issuer_is_root=False) == "incomplete"
    assert status_of([OWN], 0, issuer_is_root=True) == "self_signed"


@pytest.mark.parametrize(
    ("authorities", "is_root"),
    [
        ([], True),
        ([{"subject": "other", "issuer": "root"}], True),
        ([{"subject": "intermediate", "issuer": "root"}], False),
        ([{"subject": "intermediate", "issuer": "root"}, {"subject": "intermediate", "issuer": "intermediate"}], True),
    ],
)
def test_issuer_is_a_root_unless_only_an_intermediate_is_trusted(authorities: Any, is_root: bool) -> None:
    assert Secured(peer={"issuer": "intermediate"}, authorities=authorities).issuer_is_root is is_root


@pytest.mark.parametrize(
    ("host", "names", "fits"),
    [
        ("imanage.example.com", ["imanage.example.com"], True),
        ("imanage.example.com", ["IMANAGE.example.COM"], True),
        ("imanage.example.com.", ["imanage.example.com"], True),
        ("imanage.example.com", ["*.example.com"], True),
        ("a.imanage.example.com", ["*.example.com"], False),
        ("example.com", ["*.example.com", "*.com.example"], False),
        ("imanage.example.com", ["i*.example.com", "imanage.*.com", "*"], False),
        ("imanage.example.com", [], False),
        ("localhost", ["*.", "*"], False),
        ("192.0.2.1", ["192.0.2.1"], True),
        ("192.0.2.1", ["*.0.2.1", "192.0.2.2"], False),
        ("2001:db8::1", ["2001:db8:0::1"], True),
    ],
)
def test_names(host: str, names: list[str], fits: bool) -> None:
    assert matches(host, names) is fits


# --- Redirects ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("https://login.example/authorize?state=Canary#x", ("login.example", "https://login.example/authorize")),
        ("https://LOGIN.example:8443/", ("login.example", "https://login.example:8443/")),
        ("https://user:Canary@login.example/", ("login.example", "https://login.example/")),
        ("/work/web?x=Canary", ("imanage.example", "https://imanage.example/work/web")),
        ("//login.example/a", ("login.example", "https://login.example/a")),
        ("https://login.example/\x1b[31m a\x00b", ("login.example", "https://login.example/[31mab")),
        ("https://[2001:db8::1]/a", ("2001:db8::1", "https://[2001:db8::1]/a")),
        ("https://login.example:port/", (None, None)),
        ("https://[broken/", (None, None)),
        ("javascript:alert(1)", (None, None)),
    ],
)
def test_place_of_a_redirect_has_no_query(location: str, found: tuple[str | None, str | None]) -> None:
    assert place_of(location, "https://imanage.example") == found


def test_place_of_a_redirect_is_short() -> None:
    _host, place = place_of("https://login.example/" + "a" * 5000, "https://imanage.example")
    assert place is not None
    assert len(place) == 500


@pytest.mark.parametrize(
    ("status", "host", "asks"),
    [
        (302, "login.microsoftonline.com", True),
        (302, "login.microsoftonline.us.", True),
        (302, "login.partner.microsoftonline.cn", True),
        (302, "login.microsoftonline.com.attacker.example", False),
        (302, None, False),
        (200, None, False),
        (None, None, None),
    ],
)
def test_pre_authentication(status: int | None, host: str | None, asks: bool | None) -> None:
    assert asks_to_sign_in({"status": status, "location_host": host}) is asks


@pytest.mark.parametrize(
    ("headers", "names", "told"),
    [
        ({}, ("imanage.example", None), {"seen": False}),
        ({"x-ms-proxy-app-id": "a1"}, (), {"seen": True, "app_id": "a1", "connector_id": None}),
        ({"x-ms-proxy-connector-id": "c1"}, (), {"seen": True, "connector_id": "c1"}),
        ({"x-ms-proxy-error-details": "BackendTimeOut"}, (), {"seen": True, "error_details": "BackendTimeOut"}),
        ({}, ("imanage-alder.msappproxy.net", None), {"seen": True, "published_as": "imanage-alder.msappproxy.net"}),
        ({}, ("imanage.example", "cwap.msappproxy.net."), {"seen": True, "published_as": "cwap.msappproxy.net."}),
        ({}, ("msappproxy.net.attacker.example", None), {"seen": False, "published_as": None}),
    ],
)  # fmt: skip
def test_azure_app_proxy_is_told_by_headers_and_names(
    headers: dict[str, str], names: tuple[str | None, ...], told: dict[str, Any]
) -> None:
    assert app_proxy(headers, *names).items() >= told.items()


@pytest.mark.parametrize(
    ("variables", "url", "through"),
    [
        ({}, "https://imanage.example", False),
        ({"HTTPS_PROXY": "http://user:canary@proxy.example:8080"}, "https://imanage.example", True),
        ({"ALL_PROXY": "socks5://proxy.example"}, "https://imanage.example", True),
        ({"HTTP_PROXY": "http://proxy.example"}, "https://imanage.example", False),
        ({"HTTPS_PROXY": "http://proxy.example", "NO_PROXY": ".example"}, "https://imanage.example", False),
        ({"HTTPS_PROXY": "http://proxy.example"}, "https://127.0.0.1:8443", False),
    ],
)
def test_proxy_of_this_machine_is_told(
    variables: dict[str, str], url: str, through: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert has_proxy(parse_origin(url)) is through


# --- Time, and servers that misbehave -------------------------------------------------------------------------------


def look(port: int, scheme: str = "http", seconds: float = 5.0, keep: tuple[str, ...] = ()) -> dict[str, Any]:
    probe = Probe(parse_origin(f"{scheme}://127.0.0.1:{port}"), system="iManage", firm="Alder", seconds=seconds)
    try:
        return probe.look(keep)
    finally:
        probe.close()


def say(data: bytes) -> Behaviour:
    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(data)

    return behave


def flood(connection: socket.socket) -> None:
    connection.recv(65536)
    while True:
        connection.sendall(b"x" * 4096)


def test_only_the_headers_that_were_asked_for_are_returned_and_are_harmless() -> None:
    answer = b"HTTP/1.1 504 Away\r\nX-Kept: \x1b[2Jwhy\r\nX-EMPTY: \r\nSet-Cookie: canary\r\nX-Long: " + b"y" * 999
    with raw_server(say(answer + b"\r\n\r\n")) as port:
        found = look(port, keep=("x-kept", "x-empty", "x-long", "x-missing"))
    assert found["http"]["headers"] == {"x-kept": "[2Jwhy", "x-long": "y" * 200}


@pytest.mark.parametrize(
    ("behave", "error"),
    [
        (say(b""), "it closed the connection without an answer"),
        (say(b"220 mail.example ESMTP\r\n\r\n"), "its answer is not HTTP"),
        (say(b"HTTP/1.1 302 Found\r\nLocation: https://lo"), "it closed the connection in the middle of its answer"),
        (say(b"HTTP/1.1 302 Found\r\n"), "it closed the connection in the middle of its answer"),
        (say(b"HTTP/1.1 200 OK\r\n" + b"X-Header: y\r\n" * 200 + b"\r\n"), "its answer is not HTTP"),
        (flood, "the head of its answer is larger than 65536 bytes"),
    ],
    ids=["nothing", "another protocol", "broken off", "after a line", "too many headers", "too much"],
)  # fmt: skip
def test_answer_that_cannot_be_used_is_a_result(behave: Behaviour, error: str) -> None:
    with raw_server(behave) as port:
        found = look(port)
    assert found["tcp"]["connected"] is True
    assert found["http"] == {"status": None, "location_host": None, "location": None, "error": error, "headers": {}}


def test_connection_that_is_reset_is_a_result() -> None:
    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        reset(connection)

    with raw_server(behave) as port:
        assert look(port)["http"]["error"] == "Connection reset by peer"


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\n"], ids=["nothing", "half of it"])
def test_server_that_falls_silent_is_given_up_at_the_deadline(said: bytes) -> None:
    with raw_server(send_and_wait(said)) as port:
        found = look(port, seconds=0.2)
    assert found["tcp"]["connected"] is True
    assert found["http"]["error"] == "there was no answer in time"


@pytest.mark.parametrize("said", [b"HTTP/1.1 200 OK\r\nX-Long: ", b""], ids=["in a header", "before the answer"])
def test_server_that_never_ends_its_head_is_given_up_at_the_deadline(said: bytes) -> None:
    """Each piece arrives at once, so no single wait is long."""

    def behave(connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(said)
        until = time.monotonic() + 20
        while time.monotonic() < until:
            connection.sendall(b"y" if said else b"HTTP/1.1 100 Continue\r\n\r\n")
            time.sleep(0.02)

    began = time.monotonic()
    with raw_server(behave) as port:
        assert look(port, seconds=0.4)["http"]["error"] == "there was no answer in time"
    assert time.monotonic() - began < 10


def test_server_that_falls_silent_before_tls_is_given_up_at_the_deadline() -> None:
    with raw_server(send_and_wait(b"")) as port:
        found = look(port, "https", seconds=0.2)
    assert found["tcp"]["connected"] is True
    assert (found["tls"]["handshake"], found["tls"]["error"]) == (False, "there was no answer in time")
    assert found["http"]["error"] == "not tried, because the TLS handshake failed"


def test_plain_http_on_a_port_for_tls_is_a_result() -> None:
    with raw_server(say(answer(400))) as port:
        found = look(port, "https")
    assert found["tls"]["handshake"] is False
    assert found["tls"]["error"]
    assert found["tls"]["chain_status"] is None


def test_refused_connection_names_the_address() -> None:
    found = look(unused_port(), "https")
    assert found["dns"] == {"addresses": ["127.0.0.1"], "canonical_name": "127.0.0.1", "error": None}
    assert found["tcp"] == {"connected": False, "address": None, "error": "127.0.0.1: Connection refused"}
    assert found["tls"]["error"] == found["http"]["error"] == "not tried, because there was no connection"
    assert (found["tls"]["handshake"], found["http"]["status"]) == (False, None)


def test_look_up_that_hangs_is_given_up_at_the_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    hanging = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_more: hanging.wait(10))
    try:
        found = look(80, seconds=0.1)
    finally:
        hanging.set()
    assert found["dns"] == {"addresses": [], "canonical_name": None, "error": "there was no answer in time"}
    assert found["tcp"]["error"] == "not tried, because the name was not resolved"


def test_every_address_is_tried_once_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    with raw_server(say(answer(200))) as port:
        where = [("127.0.0.3", unused_port()), ("127.0.0.1", port), ("127.0.0.1", port), ("127.0.0.2", port)]
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in where]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_given, **_more: found)
        seen = look(port)
    assert seen["dns"]["addresses"] == ["127.0.0.3", "127.0.0.1", "127.0.0.2"]
    assert seen["tcp"] == {"connected": True, "address": "127.0.0.1", "error": None}
    assert seen["http"]["status"] == 200


def test_deadline_hands_on_what_was_returned_or_raised() -> None:
    def broken() -> None:
        raise KeyError

    assert Deadline(5).call(lambda: 7) == 7
    with pytest.raises(KeyError):
        Deadline(5).call(broken)
    with pytest.raises(TimeoutError):
        Deadline(-1).left()


def test_reason_is_never_empty() -> None:
    assert reason_of(OSError()) == "OSError"
    assert reason_of(socket.timeout()) == "there was no answer in time"  # noqa: UP041 (another class before 3.10)


# --- Which authorities ----------------------------------------------------------------------------------------------


def test_authorities_that_cannot_be_read_are_named_by_where_they_come_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere.pem")
    for ca_path, named in ((None, "REQUESTS_CA_BUNDLE"), ("/nowhere.pem", "ca_path")):
        with pytest.raises(EthicalWallsError, match=f"unusable.*Give {named} as a file"):
            Probe(parse_origin("https://imanage.example"), system="iManage", firm=None, ca_path=ca_path).look()


def test_authorities_are_those_of_every_request(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)
    usual = trust.trusted_authorities(None, "imanage.example")
    assert trust.why_unusable(usual) is None
    monkeypatch.setenv("CURL_CA_BUNDLE", "/curl.pem")
    assert trust.trusted_authorities(None, "imanage.example") == "/curl.pem"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/requests.pem")
    assert trust.trusted_authorities(None, "imanage.example") == "/requests.pem"
    assert trust.trusted_authorities(None, "127.0.0.1") == usual
    assert trust.trusted_authorities("/given.pem", "imanage.example") == "/given.pem"
