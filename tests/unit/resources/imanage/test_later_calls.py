# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a server answers later reads as believed: what it answers otherwise, and what could not be asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from unit.resources.fake_client import FakeClient, discovery

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Reply
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.later_calls import (
    read_later_calls,
)

CALLS = ["GET L/groups?alias=NRTADMIN", "GET L/operations", "GET L/users/{operator}", "GET C/users/{operator}"]


@dataclass
class Server(FakeClient):
    """Answers later reads as a test says; an error is raised."""

    answers: dict[str, Any] = field(default_factory=dict)

    def _answer(self, name: str, good: Any) -> Any:
        self.asked.append((name,))
        found = self.answers.get(name, good)
        if isinstance(found, EthicalWallsError):
            raise found
        return found

    def group(self, library: str, group: str) -> Any:
        return self._answer("group", {"id": group})

    def operations(self, library: str) -> Reply:
        data = self._answer("operations", {"m2_bits": {"document_view": True}})
        return Reply(200, {}, json.dumps({"data": data}).encode())

    def library_user(self, library: str, user_id: str) -> Any:
        return self._answer("library_user", {"id": user_id})

    def user(self, user_id: str) -> Any:
        return self._answer("user", {"id": user_id, "libraries": [{"id": "active", "library_id": 1}]})

    def libraries_of_user(self, user_id: str) -> Any:
        return self._answer("libraries_of_user", [{"id": "CLOSED", "library_id": 2}])


def refused(kind: str, status: int = 400) -> EthicalWallsError:
    return EthicalWallsError(f"HTTP {status}", kind=kind, system="iManage", http_status=status)


def answers(known: bool | None = True, **given: Any) -> list[bool | None]:
    found = read_later_calls(Server(answers=given), {"ACTIVE": known, "CLOSED": True})  # type: ignore[arg-type]
    assert [one["call"] for one in found] == CALLS
    assert all((one["reason"] is None) is (one["answers"] is True) for one in found)
    return [one["answers"] for one in found]


def test_each_call_is_asked_once() -> None:
    server = Server()
    read_later_calls(server, {"ACTIVE": True, "CLOSED": True})  # type: ignore[arg-type]
    assert server.asked == [("group",), ("operations",), ("library_user",), ("user",)]
    server = Server(discovery("on_premises"))
    assert len(read_later_calls(server, {"ACTIVE": True})) == 3  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, [True, True, True, True]),
        ({"group": None}, [False, True, True, True]),
        ({"operations": {}}, [True, False, True, True]),
        ({"operations": {"m2_bits": {"document_view": "true"}}}, [True, False, True, True]),
        ({"operations": {"m2_bits": [1]}}, [True, False, True, True]),
        ({"library_user": None}, [True, True, False, True]),
        ({"user": None}, [True, True, True, False]),
        # A number stands where the library's ID is looked for.
        ({"user": {"libraries": [{"id": "1", "library_id": "ACTIVE"}]}}, [True, True, True, False]),
        ({"user": {"libraries": [{"library_id": 1}]}}, [True, True, True, False]),
        ({"user": {"libraries": ["ACTIVE"]}}, [True, True, True, False]),
        ({"user": {"libraries": []}}, [True, True, True, False]),
        ({"user": {}}, [True, True, True, True]),
        ({"user": {}, "libraries_of_user": None}, [True, True, True, False]),
        ({"user": {}, "libraries_of_user": [{"id": "OTHER"}]}, [True, True, True, False]),
    ],
)
def test_what_is_not_as_believed(given: dict[str, Any], found: list[bool | None]) -> None:
    assert answers(**given) == found


@pytest.mark.parametrize(
    ("place", "given", "words"),
    [
        (1, {"operations": {}}, "it does not say whether documents may be viewed (m2_bits.document_view)"),
        (3, {"user": {"libraries": [{"id": "1", "library_id": "ACTIVE"}]}}, "none of the libraries"),
    ],
)
def test_why_it_is_not_as_believed(place: int, given: dict[str, Any], words: str) -> None:
    found = read_later_calls(Server(answers=given), {"ACTIVE": True})  # type: ignore[arg-type]
    assert words in str(found[place]["reason"])


@pytest.mark.parametrize(
    ("kind", "status", "found"),
    [
        ("validation", 400, False),
        ("not_found", 404, False),
        ("unsupported", 200, False),
        ("unexpected", 200, False),
        ("permission", 403, None),
        ("unavailable", 503, None),
        ("rate_limited", 429, None),
        ("auth", 401, None),
    ],
)
@pytest.mark.parametrize(("place", "name"), list(enumerate(["group", "operations", "library_user", "user"])))
def test_a_refusal_is_an_answer_but_a_lacking_right_is_none(
    kind: str, status: int, found: bool | None, place: int, name: str
) -> None:
    expected: list[bool | None] = [True] * 4
    # In the cloud this one may be missing, whatever it is refused with.
    expected[place] = False if (name, kind) == ("library_user", "permission") else found
    assert answers(**{name: refused(kind, status)}) == expected


@pytest.mark.parametrize("deployment", ["cloud", "on_premises"])
@pytest.mark.parametrize(
    ("given", "offered"),
    [
        (None, False),
        (refused("validation", 400), False),
        (refused("permission", 403), False),
        (refused("validation", 405), False),
        (refused("unavailable", 500), True),
        (refused("unsupported", 200), True),
        ({"id": "ADMIN"}, True),
    ],
)
def test_in_the_cloud_users_of_a_library_may_not_be_offered(deployment: str, given: Any, offered: bool) -> None:
    server = Server(discovery=discovery(deployment), answers={"library_user": given})
    found = read_later_calls(server, {"ACTIVE": True})  # type: ignore[arg-type]
    needed = {one["call"]: one["needed"] for one in found}
    assert needed.pop("GET L/users/{operator}") is (offered or deployment == "on_premises")
    assert set(needed.values()) == {True}


def test_a_user_whom_the_library_does_not_know_says_nothing_of_the_call() -> None:
    assert answers(known=None, library_user=None) == [True, True, None, True]
    assert answers(known=False, library_user=None) == [True, True, False, True]


def test_an_operator_who_is_in_no_library_says_nothing_of_the_call() -> None:
    server = Server(answers={"user": {"libraries": []}})
    assert read_later_calls(server, {"ACTIVE": None})[-1]["answers"] is None  # type: ignore[arg-type]


def test_without_a_library_nothing_is_asked_in_one() -> None:
    found = read_later_calls(Server(), {})  # type: ignore[arg-type]
    assert [one["answers"] for one in found] == [None, None, None, True]
