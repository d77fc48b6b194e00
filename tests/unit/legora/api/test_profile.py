# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Profiles: what a user may replace, and that every mistake is told before anything is sent."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.assumed import ASSUMED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.contracts import CONTRACTS
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.operations import (
    Expression,
    NotApplicableError,
    fill,
    placeholders,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.api.profile import (
    ProfileError,
    parse_profile,
)

READ = "preferences.read"
WRITE = "service_account.write"
CREATE = "capability.create"


def _mistakes(given: Any) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        parse_profile(given)
    assert caught.value.kind == "validation"
    assert caught.value.hint
    return caught.value.mistakes


def _of(operation: str, **keys: Any) -> list[str]:
    return _mistakes({"operations": {operation: keys}})


# The bundled profile


def test_bundled_profile_has_every_operation() -> None:
    profile = parse_profile()
    assert set(profile.operations) == set(CONTRACTS) == set(ASSUMED["operations"])
    assert (profile.name, profile.base_url) == ("assumed", None)
    assert (profile.auth_header, profile.auth_value("K")) == ("Authorization", "Bearer K")


@pytest.mark.parametrize(
    ("operation", "method", "path", "statuses"),
    [
        ("organisation", "GET", "/organisation", (200,)),
        ("connectors", "GET", "/organisation/integrations", (200,)),
        ("service_account.read", "GET", "/organisation/integrations/{connector_id}/service-account", (200,)),
        ("service_account.write", "PUT", "/organisation/integrations/{connector_id}/service-account", (200,)),
        ("service_account.delete", "DELETE", "/organisation/integrations/{connector_id}/service-account", (204,)),
        ("capabilities", "GET", "/organisation/integrations/{connector_id}/capabilities", (200,)),
        ("capability.create", "POST", "/organisation/integrations/{connector_id}/capabilities", (201,)),
        (
            "capability.update",
            "PATCH",
            "/organisation/integrations/{connector_id}/capabilities/{capability_id}",
            (200,),
        ),
        (
            "capability.delete",
            "DELETE",
            "/organisation/integrations/{connector_id}/capabilities/{capability_id}",
            (204,),
        ),
        ("preferences.read", "GET", "/organisation/projects/preferences", (200,)),
        ("preferences.write", "PATCH", "/organisation/projects/preferences", (200,)),
        ("audit_log", "GET", "/audit-logs", (200,)),
    ],
)
def test_bundled_operations(operation: str, method: str, path: str, statuses: tuple[int, ...]) -> None:
    found = parse_profile().operations[operation]
    assert (found.method, found.path, found.statuses) == (method, path, statuses)
    assert found.absent_statuses == ((404,) if operation == "service_account.read" else ())


def test_parsing_leaves_the_bundled_profile_as_it_is() -> None:
    before = copy.deepcopy(ASSUMED)
    parse_profile({"operations": {READ: {"path": "/elsewhere"}}})
    assert before == ASSUMED


# What is sent


def test_path_is_encoded_and_body_keeps_types() -> None:
    operations = parse_profile().operations
    values = {
        "connector_id": "a/b ?",
        "type": "ethical_walls",
        "customer_id": "007",
        "library_ids": ["A", "B"],
        "imanage": True,
        "limit": 100,
        "cursor": None,
    }
    assert operations[CREATE].filled_path(values) == "/organisation/integrations/a%2Fb%20%3F/capabilities"
    assert operations[CREATE].filled_body(values) == {
        "type": "ethical_walls",
        "customer_id": "007",
        "library_ids": ["A", "B"],
    }
    assert operations["preferences.write"].filled_body(values) == {"create_projects_from": {"imanage": True}}
    assert operations["connectors"].filled_query(values) == {"limit": 100}
    assert operations["connectors"].filled_query({**values, "cursor": "next"}) == {"limit": 100, "cursor": "next"}
    assert operations[READ].filled_body({}) is None


def test_templates() -> None:
    template = {"a": ["{x}", {"b": "is {x}"}], "c": 7, "d": None, "e": True}
    assert placeholders(template) == {"x"}
    assert fill(template, {"x": [1]}) == {"a": [[1], {"b": "is [1]"}], "c": 7, "d": None, "e": True}
    assert fill("{x}/{y}", {"x": True, "y": 2}) == "true/2"


def test_value_that_looks_like_a_placeholder_stays_as_it_is() -> None:
    body = parse_profile().operations[WRITE].filled_body({"username": "{password}", "password": "p{username}"})
    assert body == {"username": "{password}", "password": "p{username}"}


def test_true_and_false_in_a_query() -> None:
    profile = parse_profile(
        {"operations": {"preferences.write": {"query": {"on": "{imanage}", "dry": False}, "body": None}}}
    )
    assert profile.operations["preferences.write"].filled_query({"imanage": True}) == {"on": "true", "dry": "false"}


# What a user may replace


def test_parts_are_replaced_and_the_rest_is_kept() -> None:
    profile = parse_profile(
        {
            "auth": {"header": "X-Api-Key"},
            "errors": {"details": None},
            "operations": {
                READ: {"path": "/v2/{organisation_id}/switches"},
                "connectors": {"fields": {"url": "endpoint"}},
            },
        }
    )
    assert (profile.name, profile.auth_header, profile.auth_format) == ("given", "X-Api-Key", "Bearer {key}")
    assert profile.operations[READ].path == "/v2/{organisation_id}/switches"
    assert profile.operations[READ].statuses == (200,)
    texts = {name: found and found.text for name, found in profile.operations["connectors"].fields.items()}
    assert texts == {"id": "id", "type": "type", "status": "status", "url": "endpoint"}
    assert profile.errors["details"] is None
    assert profile.errors["message"] == Expression.parse("error.message")


def test_query_and_body_are_replaced_as_a_whole() -> None:
    profile = parse_profile(
        {
            "operations": {
                "connectors": {"query": {"first": "{limit}"}},
                WRITE: {"body": {"u": "{username}", "p": "{password}"}},
            }
        }
    )
    assert profile.operations["connectors"].query == {"first": "{limit}"}
    assert profile.operations[WRITE].body == {"u": "{username}", "p": "{password}"}


def test_base_url_with_and_without_region() -> None:
    assert parse_profile({"base_url": "https://{region}.example.com/v2"}).base_url == "https://{region}.example.com/v2"
    assert parse_profile({"base_url": "http://127.0.0.1:8080/v2"}).base_url == "http://127.0.0.1:8080/v2"


# What is refused


def test_all_mistakes_at_once() -> None:
    found = _mistakes(
        {
            "nam": "x",
            "auth": {"format": "Bearer"},
            "operations": {READ: {"path": "x"}, "preferences.reed": {}, WRITE: {"body": {}}},
        }
    )
    assert len(found) == 6
    assert "; ".join(found) in str(ProfileError(found))


@pytest.mark.parametrize("given", [[], "assumed", 7, True])
def test_profile_is_a_mapping(given: Any) -> None:
    assert _mistakes(given) == ["the profile is not a mapping"]


def test_misspelt_keys_are_named_with_the_right_ones() -> None:
    assert _mistakes({"operatons": {}}) == ["the profile: unknown key operatons; did you mean operations?"]
    assert "did you mean capability.create" in _mistakes({"operations": {"capability.creat": {}}})[0]
    assert "did you mean statuses" in _of(READ, statusses=[200])[0]
    assert "known are method, path" in _of(READ, x=1)[0]
    assert "unknown key 7" in _mistakes({7: 1})[0]


@pytest.mark.parametrize(
    ("operation", "key", "value"),
    [
        (READ, "body", {}),
        (READ, "list", "data"),
        (READ, "absent_statuses", [404]),
        (WRITE, "fields", {}),
        (WRITE, "next_cursor", "x"),
        ("service_account.delete", "absent_statuses", [404]),
    ],
)
def test_key_that_the_operation_has_no_use_for(operation: str, key: str, value: Any) -> None:
    assert f"unknown key {key}" in _of(operation, **{key: value})[0]


@pytest.mark.parametrize("method", ["POST", "", None, 7, "get it"])
def test_a_read_is_a_get(method: Any) -> None:
    assert any("method" in mistake for mistake in _of(READ, method=method))


@pytest.mark.parametrize("method", ["GET", "TRACE"])
def test_a_write_is_no_get(method: str) -> None:
    assert "method" in _of(WRITE, method=method)[0]


@pytest.mark.parametrize(
    "path",
    [
        "x",
        "",
        None,
        "/",
        "//x",
        "/x//y",
        "/x?y",
        "/x#y",
        "/a/../b",
        "/./a",
        "/a/%2E%2e/b",
        "/a b",
        "https://x.example/y",
        "/{",
    ],
)
def test_unusable_paths(path: Any) -> None:
    assert any("path" in mistake for mistake in _of(READ, path=path))


@pytest.mark.parametrize("statuses", [[], None, 200, ["200"], [True], [404], [200, 302]])
def test_unusable_statuses(statuses: Any) -> None:
    assert _of(READ, statuses=statuses) == [f"operation {READ}: statuses has to be a list of successful HTTP statuses"]


@pytest.mark.parametrize("statuses", [[401], [403], [500], [200], 404])
def test_a_refusal_never_means_absent(statuses: Any) -> None:
    assert "absent_statuses" in _of("service_account.read", absent_statuses=statuses)[0]


def test_status_has_one_meaning() -> None:
    found = _of("service_account.read", statuses=[200, 204], absent_statuses=[204])
    assert found == ["operation service_account.read: 204 is in both statuses and absent_statuses"]


@pytest.mark.parametrize("expression", ["data.", "data[", "", 7, ["data"]])
def test_expressions_are_compiled(expression: Any) -> None:
    assert (
        f"operation {READ}: fields: create_projects_from" in _of(READ, fields={"create_projects_from": expression})[0]
    )
    assert "operation connectors: list" in _of("connectors", list=expression)[0]
    assert "operation connectors: next_cursor" in _of("connectors", next_cursor=expression)[0]
    assert "errors: code" in _mistakes({"errors": {"code": expression}})[0]


def test_an_operation_that_may_be_missing_can_be_taken_out() -> None:
    profile = parse_profile({"operations": {"audit_log": None}})
    assert set(profile.operations) == set(CONTRACTS) - {"audit_log"}
    for name in set(CONTRACTS) - {"audit_log"}:
        assert _mistakes({"operations": {name: None}}) == [f"operation {name} is not a mapping"]


def test_what_needs_a_value_that_is_not_there_is_left_out() -> None:
    query = {"filter": "time ge {from} and time le {to}", "since": "{from}", "size": "{limit}", "order": "time"}
    operation = parse_profile({"operations": {"audit_log": {"query": query}}}).operations["audit_log"]
    values = {"from": "A", "to": None, "limit": 5, "cursor": None}
    assert operation.filled_query(values) == {"since": "A", "size": 5, "order": "time"}
    assert operation.filled_query({**values, "to": "B"})["filter"] == "time ge A and time le B"


def test_needed_fields_cannot_be_taken_away() -> None:
    assert "fields: id" in _of("connectors", fields={"id": None})[0]
    parse_profile({"operations": {"connectors": {"fields": {"url": None}}}})


@pytest.mark.parametrize(
    ("operation", "keys", "word"),
    [
        (READ, {"path": "/{connector}"}, "unknown placeholder {connector}; known are {organisation_id}"),
        ("organisation", {"path": "/{organisation_id}"}, "known are none"),
        (WRITE, {"body": {"u": "{username}"}}, "{password} is missing"),
        (WRITE, {"body": None}, "{username} is missing"),
        (WRITE, {"query": {"p": "{password}"}}, "{password} may only stand in the body"),
        (WRITE, {"path": "/{connector_id}/{password}"}, "{password} may only stand in the body"),
        (CREATE, {"body": {"c": "{customer_id}", "l": []}}, "{library_ids} is missing"),
        (CREATE, {"body": {"c": "{customer_id}", "l": "ids {library_ids}"}}, "{library_ids} has to be a value"),
        (CREATE, {"query": {"l": "{library_ids}"}}, "{library_ids} may only stand in the body"),
        ("capability.update", {"path": "/capabilities"}, "{capability_id} is missing"),
        ("capability.delete", {"path": "/capabilities"}, "{capability_id} is missing"),
        ("preferences.write", {"body": {"imanage": True}}, "{imanage} is missing"),
        ("connectors", {"query": {"x": ["{limit}"]}}, "query: x"),
        ("connectors", {"path": "/pages/{cursor}"}, "{cursor} may only stand in the query"),
        ("audit_log", {"path": "/until/{to}"}, "{to} may only stand in the query"),
        ("connectors", {"query": "limit"}, "query is not a mapping"),
    ],
)
def test_placeholders_are_checked(operation: str, keys: dict[str, Any], word: str) -> None:
    assert any(word in mistake for mistake in _of(operation, **keys))


@pytest.mark.parametrize("header", ["", "X Key", "X:Key", "X\nKey", None])
def test_unusable_header(header: Any) -> None:
    assert any("auth: header" in mistake for mistake in _mistakes({"auth": {"header": header}}))


@pytest.mark.parametrize("text", ["", "Bearer", "{key}{key}", "{key} {region}", "a\n{key}", None])
def test_unusable_format(text: Any) -> None:
    assert any("auth: format" in mistake for mistake in _mistakes({"auth": {"format": text}}))


@pytest.mark.parametrize(
    "url", ["api.example.com", "http://api.example.com", "https://u:p@x.example", "https://{tenant}.example", "", 7]
)
def test_unusable_base_url(url: Any) -> None:
    assert any("base_url" in mistake for mistake in _mistakes({"base_url": url}))


# Expressions


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("@ < `1`", "canary"),
        ("contains(@, `1`)", "canary"),
        ("@[::0]", ["canary"]),
        ("ceil(to_number(@))", "1e999"),
        ("floor(to_number(@))", "nan"),
    ],
)
def test_what_the_library_itself_fails_on_is_not_applicable(text: str, answer: Any) -> None:
    with pytest.raises(NotApplicableError) as caught:
        Expression.parse(text).find(answer)
    assert str(caught.value) == text


def test_an_expression_that_is_nested_too_deeply_is_none() -> None:
    with pytest.raises(ValueError, match="is not a JMESPath expression"):
        Expression.parse("(" * 5000)


def test_half_a_surrogate_pair_can_stand_in_a_path() -> None:
    """A server may send one as an ID, and there is no such thing in UTF-8."""
    filled = parse_profile().operations["service_account.read"].filled_path({"connector_id": "\ud800"})
    assert filled == "/organisation/integrations/%ED%A0%80/service-account"


def test_expression_that_cannot_be_applied_shows_no_value() -> None:
    with pytest.raises(NotApplicableError) as caught:
        Expression.parse("length(@)").find(7)
    assert "7" not in str(caught.value)
    assert Expression.parse("a.b").find({"a": None}) is None
