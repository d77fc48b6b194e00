# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whatever is written as an address: it is one origin that no request leaves, or it is refused without a secret."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from unit.core.recorder import recording_transport

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import (
    Origin,
    OriginError,
    is_loopback,
    parse_origin,
)

LABELS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9-]{0,10}[A-Za-z0-9])?", fullmatch=True)
NAMES = st.lists(LABELS, min_size=1, max_size=4).map(".".join)
IP4 = st.ip_addresses(v=4).map(str)
IP6 = st.ip_addresses(v=6).map(lambda address: f"[{address}]")
HOSTS = NAMES | IP4 | IP6
PORTS = st.none() | st.integers(1, 65535)
SPACE = st.sampled_from(["", " ", "\n", "\t \r\n", "\u00a0"])
CONTROLS = st.characters(categories=["Cc", "Zs", "Zl", "Zp"])
# What decides where a URL's host begins and ends, and what is easily taken for it.
DELIMITERS = st.text(alphabet="htps:/@[]?#.ax1-%\\ \t\x7f\u2028\u200b\uff0f\uff20\u2100\ud800", max_size=25)
ANYTHING = st.text() | st.tuples(
    st.sampled_from(["https://", "http://", "https://[::1", "//"]), DELIMITERS | NAMES
).map("".join)


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """Return a good address, without what may stand around it."""
    port = draw(PORTS)
    return f"https://{draw(HOSTS)}" + (f":{port}" if port else "")


def sent_to(origin: Origin, path: str) -> str:
    """Return the URL that a request really goes to; the library reads URLs by rules of its own."""
    transport, recorder = recording_transport(origin)
    transport.request("GET", path, operation="read")
    ((_method, url),) = recorder.sent
    return url


# Good addresses


@given(addresses(), SPACE, SPACE, st.sampled_from(["", "/", "//"]), st.booleans())
def test_a_good_address_keeps_scheme_host_and_port_only(
    address: str, before: str, after: str, slashes: str, upper: bool
) -> None:
    written = before + (address.upper() if upper else address) + slashes + after
    origin = parse_origin(written)
    assert origin.url == address.lower()
    assert origin.path == ""
    assert parse_origin(origin.url) == origin


@given(NAMES | IP4 | IP6 | st.just("localhost"), PORTS)
def test_plain_http_is_for_this_machine_only(host: str, port: int | None) -> None:
    address = f"http://{host}" + (f":{port}" if port else "")
    if is_loopback(host.lower()):
        assert parse_origin(address).url == address.lower()
    else:
        with pytest.raises(OriginError, match="in the clear"):
            parse_origin(address)


# Bad addresses


@given(
    addresses(),
    st.text(alphabet="abcXYZ019:-._~%!$&'()*+,;=", min_size=8),
    st.sampled_from(["https://{secret}@{rest}", "https://admin:{secret}@{rest}", "https:///{secret}@{rest}",
                     "https:/{secret}@{rest}", "{secret}@{rest}", "https://{rest}/{secret}@x",
                     "https://{rest}?x={secret}@", "https://{rest}#{secret}@", "https://{secret}@{rest}/work",
                     "https://{secret}@[{rest}", "https://admin:{secret} @{rest}"]),
    st.booleans(),
)  # fmt: skip
def test_user_info_is_refused_and_not_repeated(address: str, secret: str, form: str, allow_path: bool) -> None:
    secret = f"S3cret{secret}"
    with pytest.raises(OriginError) as caught:
        parse_origin(form.format(secret=secret, rest=address[len("https://") :]), allow_path=allow_path)
    assert secret not in str(caught.value)


@given(
    addresses(), st.sampled_from(["?", "#", "/?", "/#", "?a=1", "#a", "/?a=1", "/work?a=1", "/work#a"]), st.booleans()
)
def test_a_query_or_fragment_is_refused(address: str, more: str, allow_path: bool) -> None:
    with pytest.raises(OriginError):
        parse_origin(address + more, allow_path=allow_path)


@given(addresses(), st.text(alphabet="ab/.%-", min_size=1))
def test_a_path_is_refused_where_it_is_not_allowed(address: str, path: str) -> None:
    assume(path.strip("/"))
    with pytest.raises(OriginError):
        parse_origin(f"{address}/{path}")


@given(addresses(), CONTROLS, st.integers(0, 300), st.sampled_from(["", "/api/v1"]))
@example("https://imanage.example", "\x7f", 300, "/api")
@example("https://imanage.example", "\x80", 300, "/api")
def test_white_space_and_control_characters_within_are_refused(
    address: str, character: str, place: int, path: str
) -> None:
    place = min(place, len(address) - 1) if not path else min(place, len(address + path) - 1)
    written = (address + path)[:place] + character + (address + path)[place:]
    assume(written.strip() == written)
    with pytest.raises(OriginError):
        parse_origin(written, allow_path=True)


# Whatever is written


@given(ANYTHING, st.booleans())
@example("https://a.example/\ud800", True)
@example("https://[::1%x]", True)
@example("https://[::1]evil.example", True)
@example("https://evil.example[::1]", True)
@example("https://a.example/..", True)
@example("https://a.example/%2e%2E/x", True)
def test_any_text_is_one_origin_or_refused(text: str, allow_path: bool) -> None:
    try:
        origin = parse_origin(text, allow_path=allow_path)
    except OriginError:
        return
    parts = urlsplit(origin.url)
    assert (parts.scheme in ("https", "http"), parts.path, parts.query, parts.fragment) == (True, "", "", "")
    assert (parts.username, parts.password) == (None, None)
    assert (parts.hostname, parts.port) == (origin.host, origin.port)
    assert parts.scheme == "https" or is_loopback(origin.host)
    # It is what was written, not what was left when something had been taken away; a port may have leading zeros.
    authority = text.strip().lower().split("/")[2]
    assert re.sub(r":0*([0-9]+)$", r":\1", authority) == parts.netloc
    assert origin.path == "" or allow_path
    assert parse_origin(origin.url + origin.path, allow_path=True) == origin
    sent = urlsplit(sent_to(origin, f"{origin.path}/api"))
    assert (sent.scheme, sent.hostname, sent.port) == (parts.scheme, origin.host, origin.port)
    assert sent.path.endswith("/api")


# Requests


@given(addresses(), st.lists(st.text(), max_size=4))
@example("https://a.example", ["..", "..", "x"])
@example("https://a.example", ["@evil.example"])
@example("https://a.example", ["", "evil.example"])
def test_no_request_leaves_the_origin(address: str, segments: list[str]) -> None:
    """As the clients build them: each value is URL-encoded, below a path of their own."""
    origin = parse_origin(address)
    path = "/work/" + "/".join(quote(segment, safe="", errors="surrogatepass") for segment in segments)
    if {".", ".."} & set(segments):
        with pytest.raises(EthicalWallsError, match="has a segment"):
            sent_to(origin, path)
        return
    sent = urlsplit(sent_to(origin, path))
    assert (sent.scheme, sent.hostname, sent.port) == ("https", origin.host, origin.port)
    assert sent.path.startswith("/work/")
    assert (sent.query, sent.fragment) == ("", "")
    assert sent.path.count("/") == path.count("/")
