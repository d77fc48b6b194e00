# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which addresses credentials may be sent to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import (
    OriginError,
    host_of,
    is_loopback,
    parse_origin,
)

SECRET = "pretend-s3cret"


@pytest.mark.parametrize(
    ("text", "url", "host", "port"),
    [
        ("https://imanage.example", "https://imanage.example", "imanage.example", None),
        ("  https://imanage.example/ \n", "https://imanage.example", "imanage.example", None),
        ("HTTPS://IManage.Example", "https://imanage.example", "imanage.example", None),
        ("https://imanage.example:8443", "https://imanage.example:8443", "imanage.example", 8443),
        ("https://imanage.example:443/", "https://imanage.example:443", "imanage.example", 443),
        ("https://imanage", "https://imanage", "imanage", None),
        ("https://10.0.0.7", "https://10.0.0.7", "10.0.0.7", None),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443", "2001:db8::1", 8443),
        ("https://[::1]", "https://[::1]", "::1", None),
        ("http://localhost:8080", "http://localhost:8080", "localhost", 8080),
        ("http://LOCALHOST", "http://localhost", "localhost", None),
        ("http://127.0.0.1:1", "http://127.0.0.1:1", "127.0.0.1", 1),
        ("http://127.8.9.1:65535", "http://127.8.9.1:65535", "127.8.9.1", 65535),
        ("http://[::1]:80", "http://[::1]:80", "::1", 80),
        ("https://xn--mller-kva.example", "https://xn--mller-kva.example", "xn--mller-kva.example", None),
    ],
)
def test_good_addresses(text: str, url: str, host: str, port: int | None) -> None:
    origin = parse_origin(text)
    assert (origin.url, origin.host, origin.port, origin.path) == (url, host, port, "")


@pytest.mark.parametrize(
    ("written", "host"),
    [
        ("https://IMANAGE.example:8443/work", "imanage.example"),
        ("imanage.example", "imanage.example"),
        (" imanage.example.:443/ ", "imanage.example"),
        ("http://[2001:db8::1]", "2001:db8::1"),
        ("https://[broken", None),
        ("", None),
        (None, None),
        ("not a host", None),
    ],
)
def test_host_of_an_address_as_people_write_it(written: object, host: str | None) -> None:
    assert host_of(written) == host


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("https://api.eu.legora.example/api/v1", "/api/v1"),
        ("https://api.eu.legora.example/api/v1/", "/api/v1"),
        ("https://api.eu.legora.example", ""),
        ("https://api.eu.legora.example//", ""),
    ],
)
def test_a_base_path_where_it_is_allowed(text: str, path: str) -> None:
    origin = parse_origin(text, allow_path=True)
    assert (origin.url, origin.path) == ("https://api.eu.legora.example", path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "https://"),
        ("imanage.example", "https://"),
        ("//imanage.example", "https://"),
        ("ftp://imanage.example", "https://"),
        ("javascript:alert(1)", "https://"),
        ("https:imanage.example", "host"),
        ("https://", "host"),
        ("https:///work", "host"),
        ("https://:8443", "host"),
        ("https://-x.example", "host"),
        ("https://x..example", "host"),
        ("https://x_y.example", "host"),
        ("https://{{ host }}", "white space"),
        ("https://{{host}}", "host"),
        ("https://müller.example", "host"),
        (f"https://{'a' * 64}.example", "host"),
        (f"https://{'a.' * 127}example", "host"),
        ("https://imanage.example:", "port"),
        ("https://imanage.example:0", "port"),
        ("https://imanage.example:65536", "URL"),
        ("https://imanage.example:https", "URL"),
        ("https://[::1", "URL"),
        ("https://[fe80::1%eth0]", "host"),
        ("http://[::1%lo]", "host"),
        ("https://imanage.example/work", "after the host, without a path or query; write https://imanage.example"),
        ("https://IManage.Example:8443/work/web?x=1", "; write https://imanage.example:8443"),
        ("http://imanage.example/work", "; write https://imanage.example"),
        ("https://imanage.example?x=1", "query; write https://imanage.example"),
        ("https://imanage.example?", "query"),
        ("https://imanage.example#x", "query"),
        ("https://imanage.example#", "query"),
        ("https://ima nage.example", "white space"),
        ("https://imanage.example\r\nHost: evil.example", "white space"),
        ("https://imanage.example\\@evil.example", "backslash"),
        ("https://imanage.example\x00", "control"),
        ("https://imanage.example/\x7f", "control"),
        ("https://imanage.example/\ud800", "control"),
        ("https://imanage.example/\u200b", "control"),
        ("http://imanage.example", "in the clear; write https://imanage.example"),
        ("http://imanage.example:80/", "in the clear; write https://imanage.example"),
        ("http://10.0.0.7", "in the clear"),
        ("http://127.0.0.1.evil.example", "in the clear"),
        ("http://localhost.evil.example", "in the clear"),
        ("http://0.0.0.0", "in the clear"),
    ],
)
def test_bad_addresses(text: str, reason: str) -> None:
    with pytest.raises(OriginError) as caught:
        parse_origin(text)
    assert reason in str(caught.value)


def test_what_to_write_instead_repeats_no_path() -> None:
    with pytest.raises(OriginError) as caught:
        parse_origin(f"https://imanage.example/{SECRET}")
    assert str(caught.value).endswith("; write https://imanage.example")
    with pytest.raises(OriginError, match=r"; write https://api\.legora\.example, with the same path$"):
        parse_origin("http://api.legora.example/v1", allow_path=True)
    with pytest.raises(OriginError, match=r"query or fragment$"):
        parse_origin(f"https://api.legora.example/v1?key={SECRET}", allow_path=True)


@pytest.mark.parametrize("text", ["https://[::1]evil.example", "https://evil.example[::1]"])
def test_nothing_beside_brackets_is_dropped(text: str) -> None:
    """Python 3.11 refuses some of these by itself, older ones dropped what is outside the brackets."""
    with pytest.raises(OriginError, match=r"it names no valid host|it is not a URL"):
        parse_origin(text)


@pytest.mark.parametrize("path", ["/..", "/api/../v1", "/api/.", "/%2e%2E/api", "/.%2e"])
def test_a_base_path_goes_downwards_only(path: str) -> None:
    with pytest.raises(OriginError, match="path"):
        parse_origin(f"https://api.eu.legora.example{path}", allow_path=True)


@pytest.mark.parametrize(
    "text",
    [
        f"https://admin:{SECRET}@imanage.example",
        f"https://{SECRET}@imanage.example",
        f"https://admin:{SECRET}@imanage.example/work",
        f"https://imanage.example/admin:{SECRET}@x",
        f"https:/admin:{SECRET}@imanage.example",
        f"https:///admin:{SECRET}@imanage.example",
        f"admin:{SECRET}@imanage.example",
        f"http://admin:{SECRET}@imanage.example",
        f"https://admin:{SECRET}@[::1",
        f"https://admin:{SECRET}@imanage.example:x",
        f"https://admin:{SECRET} @imanage.example",
        f"https://imanage.example?user=admin:{SECRET}@x",
        f"https://imanage.example#admin:{SECRET}@x",
        f"https://imanage.example:{SECRET}",
    ],
)
@pytest.mark.parametrize("allow_path", [False, True])
def test_user_info_is_refused_and_never_repeated(text: str, allow_path: bool) -> None:
    with pytest.raises(OriginError) as caught:
        parse_origin(text, allow_path=allow_path)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.255.255.254", "::1", "[::1]"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host", ["", "127.0.0.1.example", "localhost.example", "10.0.0.1", "0.0.0.0", "::", "128.0.0.1"]
)
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


@given(st.text() | st.text(alphabet="htps:/@[]?#.ax1-%\\ ").map(lambda text: f"https://{text}"))
def test_an_address_is_normalised_or_refused(text: str) -> None:
    try:
        origin = parse_origin(text, allow_path=True)
    except OriginError:
        return
    assert parse_origin(origin.url + origin.path, allow_path=True) == origin
    assert parse_origin(origin.url).host == origin.host
    assert "@" not in origin.url
