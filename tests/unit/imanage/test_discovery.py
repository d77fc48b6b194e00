# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What iManage says about itself, and what is made of an answer that lacks something."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.discovery import (
    Discovery,
    DiscoveryError,
    Library,
    parse_discovery,
)

ORIGIN = "https://imanage.example"

ANSWER: dict[str, Any] = {
    "data": {
        "auth_status": "authenticated",
        "capabilities": ["documents", "global_users"],
        "dms_version": "10.5.0.12",
        "user": {
            "id": "admin",
            "name": "Ann Admin",
            "email": "admin@alder.example",
            "user_type": "virtual",
            "customer_id": 48213,
        },
        "versions": [
            {"name": "v1", "url": f"{ORIGIN}/work/api/v1", "version": "1.1"},
            {"name": "v2", "url": f"{ORIGIN}/work/api/v2", "version": "2.1"},
        ],
        "work": {
            "preferred_library": "ACTIVE",
            "libraries": [
                {"alias": "ACTIVE", "type": "worksite", "status": "ready"},
                {"alias": "CLOSED", "type": "worksite", "status": "offline"},
            ],
        },
    }
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the answer with one thing replaced; ``...`` takes it out."""
    answer = copy.deepcopy(ANSWER)
    *parents, last = path.split(".")
    place = answer
    for name in parents:
        place = place[name]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return answer


def with_api_url(url: Any) -> dict[str, Any]:
    return changed("data.versions", [{"name": "v2", "url": url}])


def test_a_whole_answer() -> None:
    assert parse_discovery(ANSWER, ORIGIN) == Discovery(
        deployment="cloud",
        version="10.5.0.12",
        customer_id="48213",
        user_id="ADMIN",
        user_email="admin@alder.example",
        prefix="/work/api/v2",
        libraries=(Library("ACTIVE", "worksite", "ready"), Library("CLOSED", "worksite", "offline")),
        preferred_library="ACTIVE",
        foreign_origin=None,
    )


def test_what_modules_show() -> None:
    assert parse_discovery(ANSWER, ORIGIN).as_dict() == {
        "deployment": "cloud",
        "version": "10.5.0.12",
        "customer_id": "48213",
        "user": {"id": "ADMIN", "email": "admin@alder.example"},
        "libraries": [
            {"id": "ACTIVE", "type": "worksite", "status": "ready"},
            {"id": "CLOSED", "type": "worksite", "status": "offline"},
        ],
        "preferred_library": "ACTIVE",
        "api_prefix": "/work/api/v2",
    }


@pytest.mark.parametrize("capabilities", [["documents"], [], None, ..., "global_users", 5, {"global_users": 1}])
def test_without_the_clouds_mark_it_is_on_premises(capabilities: Any) -> None:
    found = parse_discovery(changed("data.capabilities", capabilities), ORIGIN)
    assert found.deployment == "on_premises"
    assert not found.is_cloud


@pytest.mark.parametrize("customer_id", [1, "1", 0])
def test_a_customer_id_is_a_string(customer_id: Any) -> None:
    assert parse_discovery(changed("data.user.customer_id", customer_id), ORIGIN).customer_id == str(customer_id)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("data", ...),
        ("data", None),
        ("data", []),
        ("data", "x"),
        ("data.user", ...),
        ("data.user", None),
        ("data.user", "ADMIN"),
        ("data.user.id", ...),
        ("data.user.id", ""),
        ("data.user.customer_id", ...),
        ("data.user.customer_id", None),
        ("data.user.customer_id", ""),
    ],
)
def test_what_is_needed_is_missed_by_name(path: str, value: Any) -> None:
    with pytest.raises(DiscoveryError) as caught:
        parse_discovery(changed(path, value), ORIGIN)
    assert ("data.user" if "." in path else "'data'") in str(caught.value)


@pytest.mark.parametrize("answer", [None, [], "x", 5, {}])
def test_something_else_altogether(answer: Any) -> None:
    with pytest.raises(DiscoveryError, match="data"):
        parse_discovery(answer, ORIGIN)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("data.versions", ...), ("data.versions", None), ("data.versions", []), ("data.versions", 5),
        ("data.versions", "v2"), ("data.versions", {"v2": {"url": "/x"}}),
        ("data.versions", [{"name": "v3", "url": "/x"}]), ("data.versions", [None, 5]),
        ("data.versions", [{"name": "v2"}]), ("data.versions", [{"name": "v2", "url": None}]),
        ("data.work", ...), ("data.work", None), ("data.work", []), ("data.work", 5),
        ("data.work.libraries", ...), ("data.work.libraries", None), ("data.work.libraries", 5),
        ("data.work.libraries", "ACTIVE"), ("data.work.libraries", [None, "ACTIVE", {"id": "ACTIVE"}, {"alias": ""}]),
        ("data.work.preferred_library", ...), ("data.dms_version", ...), ("data.user.email", ...),
    ],
)  # fmt: skip
def test_what_can_be_done_without_may_be_missing(path: str, value: Any) -> None:
    found = parse_discovery(changed(path, value), ORIGIN)
    assert found.customer_id == "48213"
    assert found.prefix == "/work/api/v2"
    if path.startswith("data.work") and "preferred" not in path:
        assert found.libraries == ()


@pytest.mark.parametrize(
    ("url", "prefix", "foreign"),
    [
        (f"{ORIGIN}/work/api/v2", "/work/api/v2", None),
        (f"{ORIGIN}/work/api/v2/", "/work/api/v2", None),
        (f"{ORIGIN.upper()}/api/v2", "/api/v2", None),
        (f"{ORIGIN}:443/api/v2", "/api/v2", None),
        (f"{ORIGIN}", "/work/api/v2", None),
        ("/api/v2", "/api/v2", None),
        ("api/v2", "/api/v2", None),
        ("", "/work/api/v2", None),
        ("https://internal.example/work/api/v2", "/work/api/v2", "https://internal.example"),
        ("https://internal.example:8443/api/v2", "/api/v2", "https://internal.example:8443"),
        ("http://imanage.example/api/v2", "/api/v2", "http://imanage.example"),
        (f"{ORIGIN}:8443/api/v2", "/api/v2", f"{ORIGIN}:8443"),
        ("//internal.example/api/v2", "/api/v2", "https://internal.example"),
        # What would send a call, and the token in it, to another host.
        ("@evil.example/api/v2", "/@evil.example/api/v2", None),
        (":8443@evil.example/x", "/:8443@evil.example/x", None),
        ("https://admin:pretend-secret@internal.example/x", "/x", "https://internal.example"),
    ],
)
def test_only_the_path_of_the_named_address_is_used(url: str, prefix: str, foreign: str | None) -> None:
    found = parse_discovery(with_api_url(url), ORIGIN)
    assert (found.prefix, found.foreign_origin) == (prefix, foreign)


@pytest.mark.parametrize(
    ("origin", "url", "foreign"),
    [
        ("https://imanage.example:8443", "https://imanage.example:8443/x", None),
        ("https://imanage.example:8443", "https://imanage.example/x", "https://imanage.example"),
        ("https://imanage.example:443", "https://imanage.example/x", None),
        ("http://127.0.0.1", "http://127.0.0.1:80/x", None),
        ("https://[::1]:8443", "https://[::1]:8443/x", None),
        ("https://[::1]:8443", "https://[::2]:8443/x", "https://[::2]:8443"),
    ],
)
def test_ports_are_compared(origin: str, url: str, foreign: str | None) -> None:
    assert parse_discovery(with_api_url(url), origin).foreign_origin == foreign


@pytest.mark.parametrize("url", ["https://[broken/x", "https://imanage.example:port/x"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(DiscoveryError, match="v2"):
        parse_discovery(with_api_url(url), ORIGIN)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.sampled_from(
        [
            "data", "data.capabilities", "data.dms_version", "data.user", "data.user.id", "data.user.customer_id",
            "data.user.email", "data.versions", "data.work", "data.work.libraries", "data.work.preferred_library",
        ]
    ),
    JSON,
)  # fmt: skip
def test_no_answer_breaks_it(path: str, value: Any) -> None:
    try:
        found = parse_discovery(changed(path, value), ORIGIN)
    except DiscoveryError:
        return
    assert found.prefix.startswith("/")
    assert isinstance(found.customer_id, str)
