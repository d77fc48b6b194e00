# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A tenant whose administration API is another one: everything about it is in the profile, nothing in the code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from helpers.loopback import Request, http_server, json_answer
from integration.modules import legora_arguments as arguments

from simulator import Simulator

KEY = "canary-pretend-key-of-another-api"

PROFILE: dict[str, Any] = {
    "name": "another",
    "auth": {"header": "X-Api-Key", "format": "Token {key}"},
    "errors": {"code": "problem", "message": "title", "details": None},
    "operations": {
        "organisation": {"path": "/me", "fields": {"id": "to_string(org.uid)", "name": "org.label", "region": None}},
        "connectors": {
            "path": "/orgs/{organisation_id}/dms",
            "query": {"per_page": "{limit}", "page": "{cursor}"},
            "list": "items",
            "next_cursor": "meta.next",
            "fields": {
                "id": "uid",
                "type": "kind",
                "status": "active && 'enabled' || 'disabled'",
                "url": "`null`",
            },
        },
        "service_account.read": {
            "path": "/orgs/{organisation_id}/dms/{connector_id}",
            "fields": {"username": "login.name", "status": None, "updated_at": "login.saved"},
        },
        "service_account.write": {
            "method": "PATCH",
            "path": "/orgs/{organisation_id}/dms/{connector_id}",
            "body": {"login": {"name": "{username}", "secret": "{password}", "kind": "basic"}},
            "statuses": [200, 202],
        },
        "preferences.read": {
            "path": "/orgs/{organisation_id}/switches",
            "fields": {"create_projects_from": "{imanage: projects_from_dms}"},
        },
        "preferences.write": {
            "method": "PUT",
            "path": "/orgs/{organisation_id}/switches/projects_from_dms/{imanage}",
            "body": None,
            "statuses": [204],
        },
    },
}


class _Api:
    """The other API: one organisation, two connectors on two pages."""

    def __init__(self) -> None:
        self.url = ""
        self.login: dict[str, str] | None = None
        self.switch = False
        self.seen: list[str] = []
        self.request_ids: list[str] = []
        self.echoes = False

    def answer(self, request: Request) -> bytes:
        parts = urlsplit(request.target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        body = json.loads(request.body or b"null")
        self.seen.append(f"{request.method} {request.target}")
        self.request_ids.append(request.headers["x-request-id"])
        if request.headers.get("x-api-key") != f"Token {KEY}":
            return json_answer(401, {"problem": "key", "title": "Who are you?"})
        path = [unquote(segment) for segment in parts.path.split("/")]
        if path == ["", "rest", "me"]:
            return json_answer(200, {"org": {"uid": 7, "label": "Alder & Finch LLP"}})
        if path[:4] != ["", "rest", "orgs", "7"]:
            return json_answer(404, {"problem": "path", "title": "Unknown path"})
        if self.echoes and request.method != "GET":
            text = f"cannot use {json.dumps(body)} with {request.headers['x-api-key']}"
            return json_answer(422, {"problem": "value", "title": text})
        return self._answer_organisation(request.method, path[4:], query, body)

    def _answer_organisation(self, method: str, path: list[str], query: dict[str, str], body: Any) -> bytes:
        if path == ["dms"] and query == {"per_page": "100"}:
            first = {"uid": "other", "kind": "sharepoint", "active": True}
            return json_answer(200, {"items": [first], "meta": {"next": 2}})
        if path == ["dms"] and query == {"per_page": "100", "page": "2"}:
            return json_answer(200, {"items": [{"uid": "dms/1", "kind": "IMANAGE", "active": True}], "meta": {}})
        if path == ["dms", "dms/1"]:
            if method == "PATCH":
                assert body["login"]["kind"] == "basic"
                self.login = {**body["login"], "saved": "2026-11-24T08:40:11Z"}
                return json_answer(202)
            login = self.login and {"name": self.login["name"], "saved": self.login["saved"]}
            return json_answer(200, {"login": login}) if login else json_answer(404, {"title": "none"})
        if path == ["switches"]:
            return json_answer(200, {"projects_from_dms": self.switch})
        if path[:2] == ["switches", "projects_from_dms"]:
            assert body is None
            self.switch = path[2] == "true"
            return json_answer(204)
        return json_answer(404, {"problem": "path", "title": "Unknown path"})


@pytest.fixture
def api() -> Iterator[_Api]:
    """Run the other API."""
    api = _Api()
    with http_server(api.answer) as url:
        api.url = f"{url}/rest"
        yield api


def _key(api: _Api, **more: Any) -> dict[str, Any]:
    profile = {**PROFILE, "base_url": api.url}
    return {
        "firm": "Alder & Finch LLP",
        "region": "eu",
        "organisation": "7",
        "method": "api",
        "api_key": KEY,
        "profile": profile,
        **more,
    }


def test_another_api_is_spoken(api: _Api) -> None:
    given = _key(api, service_username=arguments.USERNAME, service_password=arguments.PASSWORD)
    for changed in (True, False):
        answer = arguments.succeeded("legora_connector_service_account", given)
        assert answer["changed"] is changed
        assert answer["service_account"]["connector_id"] == "dms/1"
    assert api.login is not None
    assert (api.login["name"], api.login["secret"]) == (arguments.USERNAME, arguments.PASSWORD)
    assert "PATCH /rest/orgs/7/dms/dms%2F1" in api.seen
    assert len(set(api.request_ids)) == len(api.request_ids)
    assert all(len(request_id) == 36 for request_id in api.request_ids)


def test_values_keep_their_type_or_become_part_of_the_path(api: _Api) -> None:
    given = _key(api, create_projects_from={"imanage": True})
    answer = arguments.succeeded("legora_project_preferences", given)
    assert answer["preferences"] == {"create_projects_from": {"imanage": True}}
    assert api.switch is True
    assert "PUT /rest/orgs/7/switches/projects_from_dms/true" in api.seen


def test_configured_address_wins_over_the_profiles(sim: Simulator, api: _Api) -> None:
    answer = arguments.run("legora_project_preferences_info", _key(api, api_url=sim.firm("alder").legora_api_url))
    assert "/me" in answer["msg"]
    assert api.seen == []
    assert sim.journal.counts()["total"] == 1


def test_server_that_repeats_secrets_is_not_believed(api: _Api) -> None:
    api.echoes = True
    given = _key(api, service_username=arguments.USERNAME, service_password=arguments.PASSWORD)
    answer = arguments.run("legora_connector_service_account", given)
    assert answer["failure"]["kind"] == "validation"
    assert answer["failure"]["server_code"] == "value"
    assert "Token" not in answer["msg"]
    assert "cannot use" in answer["msg"]


@pytest.mark.parametrize(
    ("module", "operation", "fields", "path"),
    [
        ("legora_project_preferences", "organisation", {"name": "org.name"}, "/me"),
        ("legora_project_preferences", "preferences.read", {"create_projects_from": "nothing"}, "switches"),
        ("legora_connector_service_account", "connectors", {"status": "missing"}, "/dms"),
        ("legora_connector_service_account", "connectors", {"id": "length(active)"}, "/dms"),
    ],
)
@pytest.mark.parametrize("check", [True, False])
def test_answer_that_does_not_fit(
    api: _Api, module: str, operation: str, fields: dict[str, str], path: str, check: bool
) -> None:
    """It fails before any write, and says where: operation, path and expression."""
    profile = {**PROFILE, "base_url": api.url}
    own = profile["operations"][operation]
    profile["operations"] = {**profile["operations"], operation: {**own, "fields": {**own["fields"], **fields}}}
    given = {**arguments.WRITERS_OPTIONS[module], **_key(api, profile=profile)}
    answer = arguments.run(module, given, check=check)
    assert answer["failure"]["kind"] == "unsupported"
    for word in (operation, path, next(iter(fields.values())), "another", "Alder & Finch LLP"):
        assert word in answer["msg"]
    assert answer["failure"]["hint"]
    assert answer["requests"]["write"] == 0


def test_list_that_never_ends(api: _Api) -> None:
    """A profile that forgets to send the cursor gets the first page for ever."""
    profile = {**PROFILE, "base_url": api.url}
    own = profile["operations"]["connectors"]
    profile["operations"] = {**profile["operations"], "connectors": {**own, "query": {"per_page": "{limit}"}}}
    answer = arguments.run("legora_connector_info", _key(api, profile=profile))
    assert answer["failure"]["kind"] == "unsupported"
    assert "read before" in answer["msg"]
    assert answer["requests"]["read"] == 3


@pytest.mark.parametrize("operation", ["organisation", "connectors", "preferences.read"])
def test_call_that_this_api_does_not_have(sim: Simulator, operation: str) -> None:
    firm = sim.firm("alder")
    profile = {"operations": {operation: {"path": "/not/there"}}}
    for module in ("legora_connector_service_account", "legora_project_preferences"):
        if (operation, module) == ("connectors", "legora_project_preferences"):
            continue
        if (operation, module) == ("preferences.read", "legora_connector_service_account"):
            continue
        answer = arguments.run(module, arguments.WRITERS[module](firm, profile=profile))
        arguments.refused(sim, answer, "unsupported", "HTTP 404", operation, "/not/there", "legora_profile")


def test_unusable_profile_is_refused_before_the_first_request(sim: Simulator) -> None:
    profile = {"auth": {"format": "none"}, "operations": {"organisation": {"path": "me"}, "connector": {}}}
    answer = arguments.run("legora_connector_info", arguments.key(sim.firm("alder"), profile=profile))
    arguments.refused(sim, answer, "validation", "auth: format", "organisation: path", "did you mean connectors?")
    assert sim.journal.counts()["total"] == 0
