# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is not documented is refused, in the vendor's own form."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from unit.doubles.simulator.api import Api, refused

# Every documented read, below the customer C or a library L.
READS = [
    "C/users", "C/users/LAWYER1", "C/users/LAWYER1/libraries", "C/users/LAWYER1/apps", "C/libraries", "C/apps",
    "L/users/LAWYER1", "L/users/LAWYER1/groups", "L/groups", "L/groups/NRTADMIN/members",
    "L/roles", "L/roles/DEFAULT", "L/operations", "L/documents/ACTIVE!1.1/download",
]  # fmt: skip
LISTS = [
    "C/users", "C/users/LAWYER1/libraries", "C/users/LAWYER1/apps", "C/apps", "L/users/LAWYER1/groups", "L/groups",
    "L/groups/NRTADMIN/members", "L/roles",
]  # fmt: skip
WRITES = ["create", "assign", "change", "members", "role"]
WRITES_WITH_BODY = WRITES[:-1]


def at(api: Api, path: str, customer: str | None = None, library: str = "ACTIVE") -> str:
    """Return the whole path."""
    whole = (
        path.replace("C/", f"{api.c}/", 1) if path.startswith("C/") else path.replace("L/", f"{api.lib(library)}/", 1)
    )
    return whole.replace(api.tenant.customer_id, customer, 1) if customer else whole


def write(api: Api, name: str) -> tuple[str, str, dict[str, Any] | None]:
    """Return method, path and body of a documented write that works."""
    cloud = api.tenant.is_cloud
    if name == "create":
        return "POST", "C/users" if cloud else "L/users", api.profile()
    if name == "assign":
        for library in api.tenant.libraries.values():
            library.assignments.pop("LAWYER4", None)
            library.users.pop("LAWYER4", None)
        body = {"user_id": "LAWYER4", "database": "ACTIVE", "role_alias": "DEFAULT"}
        return "POST", "L/users", body if cloud else {**api.profile("LAWYER4"), "role_alias": "DEFAULT"}
    if name == "change":
        return "PATCH", "C/users/LAWYER1" if cloud else "L/users/LAWYER1", {"location": "London"}
    if name == "members":
        body = {"data_type": "users", "data": ["LAWYER3"], "action": "add"}
        return "PUT", "L/groups/NRTADMIN/members", body if cloud else {**body, "database": "ACTIVE"}
    return "POST", "L/roles/FULL/users/LAWYER1", None


# Every documented call: reads by their path, writes by their name.
CALLS = [*READS, *WRITES]


def send(api: Api, name: str, customer: str | None = None, library: str = "ACTIVE", **more: Any) -> httpx.Response:
    method, path, body = write(api, name) if name in WRITES else ("GET", name, None)
    given = {} if body is None else {"json": body}
    return api.send(method, at(api, path, customer, library), **{**given, **more})


@pytest.mark.parametrize("path", READS)
def test_documented_reads_work(api: Api, path: str) -> None:
    answer = api.get(at(api, path))
    assert answer.status_code == 200
    if "download" not in path:
        assert set(answer.json()) == {"data"}


@pytest.mark.parametrize("name", WRITES)
def test_documented_writes_work(api: Api, name: str) -> None:
    before = api.tenant.mutations
    answer = send(api, name)
    assert answer.status_code in (200, 201), answer.text
    assert api.tenant.mutations > before


@pytest.mark.parametrize("token", ["", "unknown-token"])
@pytest.mark.parametrize("call", ["/api", *CALLS])
def test_a_token_is_needed(api: Api, call: str, token: str) -> None:
    before = api.tenant.mutations
    api.token = token
    refused(send(api, call), 401, "NRC_NOT_AUTHENTICATED")
    assert api.tenant.mutations == before


@pytest.mark.parametrize("call", CALLS)
def test_another_customer_is_refused(api: Api, call: str) -> None:
    refused(send(api, call, customer="4711"), 403, "NRC_WRONG_CUSTOMER")


@pytest.mark.parametrize("library", ["OTHER", "active"])
@pytest.mark.parametrize("call", [*(path for path in READS if path.startswith("L")), "assign", "members", "role"])
def test_a_library_is_known_by_its_exact_spelling(api: Api, call: str, library: str) -> None:
    refused(send(api, call, library=library), 404, "NRC_NO_LIBRARY")


@pytest.mark.parametrize("call", ["/api", *CALLS])
def test_an_unknown_query_parameter_is_refused(api: Api, call: str) -> None:
    before = api.tenant.mutations
    refused(send(api, call, params={"notify": "true"}), 400, "NRC_INVALID_QUERY", "notify")
    assert api.tenant.mutations == before


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "ten"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", ""),
        ("offset", "-1"),
        ("offset", "x"),
        ("total", "1"),
    ],
)
def test_a_query_parameter_of_another_kind_is_refused(api: Api, path: str, name: str, value: str) -> None:
    refused(api.get(at(api, path), **{name: value}), 400, "NRC_INVALID_QUERY", name)


@pytest.mark.parametrize(
    ("path", "name"),
    [("C/users", "allow_logon"), ("C/users", "include_libraries"), ("L/groups", "enabled"),
     ("L/groups", "external"), ("C/users/LAWYER1", "include_libraries")],
)  # fmt: skip
def test_a_truth_value_is_true_or_false(api: Api, path: str, name: str) -> None:
    refused(api.get(at(api, path), **{name: "yes"}), 400, "NRC_INVALID_QUERY", name)


@pytest.mark.parametrize("name", WRITES_WITH_BODY)
def test_an_unknown_field_is_refused(api: Api, name: str) -> None:
    method, path, body = write(api, name) if name in WRITES else ("GET", name, None)
    refused(
        api.send(method, at(api, path), json={**(body or {}), "nickname": "x"}), 400, "NRC_UNKNOWN_FIELD", "nickname"
    )
    assert "NICKNAME" not in str(vars(api.tenant))


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "application/json-patch+json", ""]
)
@pytest.mark.parametrize("name", WRITES_WITH_BODY)
def test_another_content_type_is_refused(api: Api, name: str, content_type: str) -> None:
    answer = send(api, name, headers={"content-type": content_type})
    refused(answer, 415, "NRC_UNSUPPORTED_MEDIA")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"\xff"])
@pytest.mark.parametrize("name", WRITES_WITH_BODY)
def test_a_body_that_is_no_object_is_refused(api: Api, name: str, body: bytes) -> None:
    method, path, _body = write(api, name)
    answer = api.send(method, at(api, path), content=body, headers={"content-type": "application/json; charset=utf-8"})
    refused(answer, 400, "NRC_BAD_JSON")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("create", "full_name"), ("create", "email"), ("create", "preferred_library"),
        ("assign", "user_id"), ("assign", "database"),
        ("members", "data_type"), ("members", "data"), ("members", "action"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("empty", [..., None, ""])
def test_a_missing_field_is_refused(api: Api, name: str, field: str, empty: Any) -> None:
    method, path, body = write(api, name) if name in WRITES else ("GET", name, None)
    given = {**(body or {}), field: empty}
    refused(
        api.send(method, at(api, path), json={key: value for key, value in given.items() if value is not ...}),
        400, "NRC_MISSING_FIELD", field,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", 5), ("full_name", None), ("email", 5), ("email", None), ("location", []),
        ("preferred_library", 5),
        ("is_external", "false"), ("allow_logon", 1), ("allow_logon", None), ("pwd_never_expire", "true"),
        ("force_password_change", 0), ("user_password", 5), ("user_password", None),
    ],
)  # fmt: skip
def test_a_field_of_another_kind_is_refused(api: Api, field: str, value: Any) -> None:
    before = api.tenant.mutations
    refused(api.change("LAWYER1", **{field: value}), 400, "NRC_BAD_VALUE", field)
    assert api.tenant.mutations == before


@pytest.mark.parametrize(
    "path",
    [
        "/", "/work", "/work/api/v2", "/work/api/v1/users", "/api/", "/api/v2/users", "C/", "C/groups", "C/users/",
        "C/users/LAWYER1/groups", "C/roles", "L/", "L/users/LAWYER1/roles", "L/groups/NRTADMIN",
        "L/documents", "L/documents/ACTIVE!1.1", "L/operations/", "/docs", "/openapi.json",
    ],
)  # fmt: skip
def test_an_unknown_path_is_refused(api: Api, path: str) -> None:
    refused(api.get(at(api, path)), 404, "NRC_NOT_FOUND")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("DELETE", "C/users/LAWYER1"), ("PUT", "C/users/LAWYER1"), ("POST", "C/users/LAWYER1"),
        ("DELETE", "L/users/LAWYER1"), ("POST", "L/groups"), ("POST", "L/groups/NRTADMIN/members"),
        ("DELETE", "L/groups/NRTADMIN"), ("PUT", "L/roles/FULL/users/LAWYER1"), ("POST", "/api"),
        ("GET", "/auth/oauth2/token"), ("POST", "/nowhere"), ("OPTIONS", "C/users"),
    ],
)  # fmt: skip
def test_an_unknown_method_is_refused(api: Api, method: str, path: str) -> None:
    before = api.tenant.mutations
    answer = api.send(method, at(api, path))
    assert answer.status_code in (404, 405)
    refused(answer, answer.status_code, "NRC_NOT_FOUND")
    assert api.tenant.mutations == before


def test_a_user_is_never_deleted(api: Api) -> None:
    api.send("DELETE", f"{api.c}/users/LAWYER1")
    assert api.data(f"{api.c}/users/LAWYER1")["id"] == "LAWYER1"
