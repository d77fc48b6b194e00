# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The typed client: pages, tenants, names to sign in with, and answers that do not fit."""

from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from helpers.loopback import Behaviour, answer
from helpers.scripted_server import ScriptedServer, close_without_answer, scripted_server

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core import deadline
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http import transport as transport_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.list_budget import ListLimits
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Context, Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.origin import parse_origin
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage import pages as pages_module
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.client import ImanageClient
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.connection import Connection, Credentials
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.discovery import Discovery, Library
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.records import (
    group_id,
    record_id,
    same_id,
)


def discovery(deployment: str = "cloud", **more: Any) -> Discovery:
    return Discovery(
        **{
            "deployment": deployment,
            "version": "10.5",
            "customer_id": "48213",
            "user_id": "ADMIN",
            "user_email": None,
            "prefix": "/work/api/v2",
            "libraries": (),
            **more,
        }
    )


def make(url: str, found: Discovery, **options: Any) -> ImanageClient:
    """Return a client that is signed in already."""
    transport = Transport(parse_origin(url), Context("iManage", "Alder"), Redactor(), sleep=lambda wait: None)
    connection = Connection(transport, Credentials("admin", "Pretend-password-1", "client"))
    connection._token = "pretend-token"
    connection._discovery = found
    return ImanageClient(connection, **{"expected_customer_id": "48213", **options})


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with scripted_server() as server:
        yield server


@pytest.fixture
def client(server: ScriptedServer) -> ImanageClient:
    return make(server.url, discovery())


def page(*ids: str, **more: Any) -> bytes:
    return answer(200, json.dumps({"data": [{"id": one} for one in ids], **more}).encode())


def queries(server: ScriptedServer) -> list[dict[str, str]]:
    return [
        {name: values[0] for name, values in parse_qs(urlsplit(request.target).query).items()}
        for request in server.requests
    ]


# Pages


def test_pages_are_read_until_the_total(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page("A", "B", total_count=5), page("C", "D", total_count=5), page("E", total_count=5))
    assert [member["id"] for member in client.members("ACTIVE", "NRTADMIN")] == list("ABCDE")
    assert [query["offset"] for query in queries(server)] == ["0", "2", "4"]
    assert {query["limit"] for query in queries(server)} == {"100"}
    assert {query["total"] for query in queries(server)} == {"true"}


def test_without_a_total_pages_are_read_until_an_empty_one(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page("A"), page("B", "C"), page())
    assert [member["id"] for member in client.members("ACTIVE", "NRTADMIN")] == list("ABC")
    assert len(server.requests) == 3


@pytest.mark.parametrize("total", [None, "5", 5.5])
def test_a_total_that_is_no_number_is_not_believed(
    server: ScriptedServer, client: ImanageClient, total: object
) -> None:
    server.will(page("A", total_count=total), page("B", total_count=total), page(total_count=total))
    assert len(client.members("ACTIVE", "NRTADMIN")) == 2


def test_a_list_that_shrinks_meanwhile_ends(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page("A", "B", total_count=3), page(total_count=2))
    assert len(client.members("ACTIVE", "NRTADMIN")) == 2


def test_a_list_that_begins_again_is_not_read_for_ever(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(*[page("A", "B")] * 9)
    with pytest.raises(EthicalWallsError) as caught:
        client.members("ACTIVE", "NRTADMIN")
    assert caught.value.kind == "unsupported"
    assert "began again" in caught.value.reason
    assert len(server.requests) == 2


def test_a_cursor_is_followed_where_there_is_one(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(
        page("A", "B", total_count=5, cursor="one"),
        page("C", "D", total_count=5, cursor="two"),
        page("E", total_count=5),
    )
    assert [member["id"] for member in client.members("ACTIVE", "NRTADMIN")] == list("ABCDE")
    assert [(query.get("offset"), query.get("cursor")) for query in queries(server)] == [
        ("0", None),
        (None, "one"),
        (None, "two"),
    ]


@pytest.mark.parametrize("total", [{}, {"total_count": 1}, {"total_count": 2}])
def test_a_cursor_says_that_there_is_more_whatever_the_total_is(
    server: ScriptedServer, client: ImanageClient, total: dict[str, int]
) -> None:
    server.will(page("A", cursor="one", **total), page("B", **total))
    assert [member["id"] for member in client.members("ACTIVE", "NRTADMIN")] == list("AB")
    assert len(server.requests) == 2


@pytest.mark.parametrize("cursor", ["", None, 5, ["x"]])
def test_what_is_no_cursor_is_not_followed(server: ScriptedServer, client: ImanageClient, cursor: object) -> None:
    server.will(page("A", total_count=2, cursor=cursor), page("B", total_count=2, cursor=cursor))
    assert len(client.members("ACTIVE", "NRTADMIN")) == 2
    assert [query["offset"] for query in queries(server)] == ["0", "1"]


@pytest.mark.parametrize("ignored", [page("A", total_count=3, cursor="one"), answer(400)], ids=["ignored", "refused"])
def test_a_list_that_gives_a_cursor_but_takes_none_is_read_by_offset(
    server: ScriptedServer, client: ImanageClient, ignored: bytes
) -> None:
    server.will(
        page("A", total_count=3, cursor="one"),
        ignored,
        page("B", total_count=3, cursor="two"),
        page("C", total_count=3),
    )
    assert [member["id"] for member in client.members("ACTIVE", "NRTADMIN")] == list("ABC")
    assert [query.get("offset") for query in queries(server)] == ["0", None, "1", "2"]


def test_a_list_that_vanishes_while_it_is_read_is_no_empty_one(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page("LITIGATION", total_count=2), answer(404))
    with pytest.raises(EthicalWallsError) as caught:
        client.is_member("ACTIVE", "SVC-LEGORA", "NRTADMIN")
    assert caught.value.kind == "not_found"


def test_a_list_without_end_is_not_read_for_ever(
    server: ScriptedServer, client: ImanageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_module, "LIST_LIMITS", ListLimits(pages=3))
    server.will(*[page(f"A{number}") for number in range(9)])
    with pytest.raises(EthicalWallsError) as caught:
        client.members("ACTIVE", "NRTADMIN")
    assert "did not end within 3 pages" in caught.value.reason
    assert len(server.requests) == 3


def test_a_list_of_enormous_pages_is_not_kept(server: ScriptedServer, client: ImanageClient) -> None:
    """Each page is small enough for one answer, but all of them together would fill the memory."""
    much = "x" * (15 * 1024 * 1024)

    def enormous(number: int) -> Behaviour:
        return lambda connection: connection.sendall(page(f"{number}{much}"))

    server.will(*map(enormous, range(9)))
    with pytest.raises(EthicalWallsError) as caught:
        client.members("ACTIVE", "NRTADMIN")
    assert "64 MiB" in caught.value.reason
    assert len(server.requests) == 5


def test_a_list_of_slow_pages_is_not_waited_for(
    server: ScriptedServer, client: ImanageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=lambda: now))

    def slow(number: int) -> Behaviour:
        def behave(connection: socket.socket) -> None:
            nonlocal now
            now += 110
            connection.sendall(page(f"A{number}"))

        return behave

    server.will(*map(slow, range(9)))
    with pytest.raises(EthicalWallsError) as caught:
        client.members("ACTIVE", "NRTADMIN")
    assert "600 seconds" in caught.value.reason
    assert len(server.requests) == 6


@pytest.mark.parametrize("data", [None, {}, "x", 5, ["A"], [None], [[]], ...])
def test_a_list_of_another_form(server: ScriptedServer, client: ImanageClient, data: Any) -> None:
    server.will(answer(200, json.dumps({} if data is ... else {"data": data}).encode()))
    with pytest.raises(EthicalWallsError) as caught:
        client.members("ACTIVE", "NRTADMIN")
    assert (caught.value.kind, caught.value.http_status) == ("unsupported", 200)


@pytest.mark.parametrize("data", [None, [], "x", 5, ...])
def test_an_object_of_another_form(server: ScriptedServer, client: ImanageClient, data: Any) -> None:
    server.will(answer(200, json.dumps({} if data is ... else {"data": data}).encode()))
    with pytest.raises(EthicalWallsError) as caught:
        client.user("SVC-LEGORA")
    assert caught.value.kind == "unsupported"


@pytest.mark.parametrize(("status", "is_told"), [(400, False), (403, False), (404, False), (405, False), (500, True)])
def test_a_search_that_no_reference_has_may_not_be_offered(
    server: ScriptedServer, client: ImanageClient, status: int, is_told: bool
) -> None:
    """On-premises each onboarding ended there, although one check alone needs it."""
    server.will(*[answer(status)] * 9)
    if is_told:
        with pytest.raises(EthicalWallsError):
            client.library_users_with_email("ACTIVE", "svc-legora@alder.example")
    else:
        assert client.library_users_with_email("ACTIVE", "svc-legora@alder.example") is None


@pytest.mark.parametrize("data", [{}, {"id": None}, {"full_name": "X"}, {"id": "SOMEBODY"}, {"id": 42}])
def test_a_user_that_is_not_the_one_asked_for(
    server: ScriptedServer, client: ImanageClient, data: dict[str, Any]
) -> None:
    server.will(*[answer(200, json.dumps({"data": data}).encode())] * 2)
    for ask in (lambda: client.user("SVC-LEGORA"), lambda: client.library_user("ACTIVE", "SVC-LEGORA")):
        with pytest.raises(EthicalWallsError) as caught:
            ask()
        assert caught.value.kind == "unsupported"


def test_what_does_not_exist(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(*[answer(404)] * 9)
    assert client.user("NOBODY") is None
    assert client.users_with_email("nobody@alder.example") is None
    assert client.library_users_with_email("ACTIVE", "nobody@alder.example") is None
    assert client.libraries_of_user("NOBODY") is None
    assert client.library_user("ACTIVE", "NOBODY") is None
    assert client.role("ACTIVE", "NOBODY") is None
    assert client.groups_of_user("ACTIVE", "NOBODY") is None
    assert client.is_member("ACTIVE", "NOBODY", "NRTADMIN") is None
    with pytest.raises(EthicalWallsError) as caught:
        client.members("NOWHERE", "NRTADMIN")
    assert (caught.value.kind, caught.value.http_status) == ("not_found", 404)
    assert "imanage_libraries (there are none)" in str(caught.value.hint)


@pytest.mark.parametrize("status", [400, 403, 500])
def test_a_refused_read_is_not_taken_for_absence(server: ScriptedServer, client: ImanageClient, status: int) -> None:
    for call in (lambda: client.user("X"), lambda: client.is_member("ACTIVE", "X", "NRTADMIN")):
        server.will(answer(status))
        with pytest.raises(EthicalWallsError) as caught:
            call()
        assert caught.value.http_status == status


def test_membership_is_compared_exactly_but_without_case(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page("NRTADMIN2", "NRTADMINS", total_count=2), page("nrtadmin", total_count=1), page(total_count=0))
    assert client.is_member("ACTIVE", "X", "NRTADMIN") is False
    assert client.is_member("ACTIVE", "X", "NRTADMIN") is True
    assert client.is_member("ACTIVE", "X", "NRTADMIN") is False


def test_a_group_is_compared_exactly_but_without_case(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page("NRTADMIN2", "NrtAdmin", total_count=2), page("NRTADMIN2", total_count=1))
    assert client.group("ACTIVE", "NRTADMIN") == {"id": "NrtAdmin"}
    assert client.group("ACTIVE", "NRTADMIN") is None


def test_a_group_of_an_older_server_has_another_name_for_its_id(server: ScriptedServer, client: ImanageClient) -> None:
    for _try in range(2):
        server.will(answer(200, b'{"data": [{"group_id": "NrtAdmin"}], "total_count": 1}'))
    assert client.is_member("ACTIVE", "X", "NRTADMIN") is True
    assert client.group("ACTIVE", "NRTADMIN") == {"group_id": "NrtAdmin"}


@pytest.mark.parametrize("entry", [{}, {"id": None}, {"id": ""}, {"id": " "}, {"id": True}, {"id": ["NRTADMIN"]}])
def test_an_entry_of_nobody_decides_nothing(
    server: ScriptedServer, client: ImanageClient, entry: dict[str, Any]
) -> None:
    """Its text was taken for an ID, "NONE", and the user for no member."""
    for read in (client.is_member, client.groups_of_user):
        server.will(answer(200, json.dumps({"data": [{"id": "A"}, entry], "total_count": 2}).encode()))
        with pytest.raises(EthicalWallsError) as caught:
            group_id((read("ACTIVE", "X", "NRTADMIN") or [])[1])
        assert caught.value.kind == "unsupported"
        assert "'id' or 'group_id'" in caught.value.reason


@pytest.mark.parametrize(
    ("record", "names", "found"),
    [
        ({"id": "Svc"}, (), "Svc"),
        ({"id": 7}, (), "7"),
        ({"id": "A", "user_id": "B"}, ("id", "user_id"), "A"),
        ({"id": None, "user_id": "B"}, ("id", "user_id"), "B"),
    ],
)
def test_whose_a_record_is(record: dict[str, Any], names: tuple[str, ...], found: str) -> None:
    assert record_id(record, *names) == found


@pytest.mark.parametrize("one", ["svc-legora", "SVC-LEGORA", "Svc-Legora"])
def test_ids_are_compared_without_case(one: str) -> None:
    assert same_id(one, "SVC-LEGORA")
    assert not same_id(one, "SVC-LEGORA2")


def test_names_are_parts_of_a_path_and_nothing_more(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(answer(404), answer(404), answer(404))
    client.user("A/../B?x=1#y")
    client.role("ACTIVE", "A B")
    client.user("\ud800")
    assert [urlsplit(request.target).path for request in server.requests] == [
        "/work/api/v2/customers/48213/users/A%2F..%2FB%3Fx%3D1%23y",
        "/work/api/v2/customers/48213/libraries/ACTIVE/roles/A%20B",
        "/work/api/v2/customers/48213/users/%ED%A0%80",
    ]


@pytest.mark.parametrize("user_id", ["svc.legora", "svc+legora@alder.example", "O'NEIL/EU", "a%2Fb", "ä€", "...", "~x"])
def test_an_id_of_the_cloud_stays_one_segment_of_each_path(
    server: ScriptedServer, client: ImanageClient, user_id: str
) -> None:
    for call in (
        lambda: client.library_user("ACTIVE", user_id),
        lambda: client.groups_of_user("ACTIVE", user_id),
        lambda: client.libraries_of_user(user_id),
        lambda: client.apps_of_user(user_id),
        lambda: client.update_user(user_id, {}),
        lambda: client.update_library_user("ACTIVE", user_id, {}),
        lambda: client.assign_role("ACTIVE", "DEFAULT", user_id),
        lambda: client.role("ACTIVE", user_id),
        lambda: client.members("ACTIVE", user_id),
        lambda: client.download_status("ACTIVE", user_id),
    ):
        server.will(answer(200, b'{"data": [], "total_count": 0}'))
        with contextlib.suppress(EthicalWallsError):
            call()
    assert len(server.requests) == 10
    for request in server.requests:
        assert [unquote(part) for part in urlsplit(request.target).path.split("/")].count(user_id) == 1


@pytest.mark.parametrize("user_id", ["..", "."])
def test_a_name_that_steps_upwards_is_refused(server: ScriptedServer, client: ImanageClient, user_id: str) -> None:
    for call in (
        lambda: client.update_user(user_id, {"allow_logon": False}),
        lambda: client.library_user("ACTIVE", user_id),
        lambda: client.role(user_id, "DEFAULT"),
        lambda: client.assign_role("ACTIVE", "DEFAULT", user_id),
    ):
        with pytest.raises(EthicalWallsError) as caught:
            call()
        assert caught.value.kind == "validation"
        assert f"'{user_id}'" in caught.value.reason
    assert server.requests == []


# Writes


def _write(client: ImanageClient) -> None:
    client.update_user("SVC-LEGORA", {"full_name": "X"})


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_write_succeeds_with_or_without_an_answer(server: ScriptedServer, client: ImanageClient, status: int) -> None:
    server.will(answer(status, b""), answer(status, b'{"data": {}}' if status != 204 else b""))
    _write(client)
    _write(client)
    assert [request.method for request in server.requests] == ["PATCH", "PATCH"]


@pytest.mark.parametrize(
    ("status", "ambiguous"),
    [(400, False), (403, False), (409, False), (422, False), (500, True), (501, False), (503, True), (520, True)],
)
def test_a_server_error_may_have_come_after_the_write(
    server: ScriptedServer, client: ImanageClient, status: int, ambiguous: bool
) -> None:
    server.will(answer(status))
    with pytest.raises(EthicalWallsError) as caught:
        _write(client)
    assert caught.value.ambiguous is ambiguous


def test_a_page_instead_of_an_answer_leaves_a_write_unknown(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(answer(200, b"<html>", Content_Type="text/html"))
    with pytest.raises(EthicalWallsError) as caught:
        _write(client)
    assert (caught.value.kind, caught.value.ambiguous) == ("unexpected", True)


def test_nothing_is_written_to_a_cloud_tenant_that_nobody_named(server: ScriptedServer) -> None:
    client = make(server.url, discovery(), expected_customer_id=None)
    for write in (
        lambda: _write(client),
        lambda: client.create_user({"id": "X"}),
        lambda: client.put_user_in_library("ACTIVE", {"user_id": "X"}),
        lambda: client.change_members("ACTIVE", "NRTADMIN", "add", ["X"]),
        lambda: client.assign_role("ACTIVE", "DEFAULT", "X"),
    ):
        with pytest.raises(EthicalWallsError) as caught:
            write()
        assert caught.value.kind == "validation"
        assert "48213" in str(caught.value.hint)
    assert server.requests == []


def test_on_premises_a_tenant_needs_no_name(server: ScriptedServer) -> None:
    client = make(server.url, discovery("on_premises", customer_id="1"), expected_customer_id=None)
    client.update_library_user("ACTIVE", "SVC-LEGORA", {"full_name": "X"})
    assert server.requests[0].target == "/work/api/v2/customers/1/libraries/ACTIVE/users/SVC-LEGORA"


@pytest.mark.parametrize(
    ("deployment", "sent"),
    [
        ("cloud", {"data_type": "users", "data": ["X"], "action": "add"}),
        ("on_premises", {"data_type": "users", "data": ["X"], "action": "add", "database": "ACTIVE"}),
    ],
)
def test_a_change_of_members(server: ScriptedServer, deployment: str, sent: dict[str, Any]) -> None:
    client = make(server.url, discovery(deployment), deployment=deployment)
    client.change_members("ACTIVE", "NRTADMIN", "add", ["X"])
    assert json.loads(server.requests[0].body) == sent


def test_what_known_clients_send(server: ScriptedServer, client: ImanageClient) -> None:
    client.assign_role("ACTIVE", "LEGORA", "SVC")
    client.update_user("SVC", {"full_name": "X"})
    role, user = (json.loads(request.body) for request in server.requests)
    assert role == {"data_type": "users", "data": "SVC", "action": "add", "database": "ACTIVE"}
    assert user == {"id": "SVC", "full_name": "X"}


def test_members_who_may_not_sign_in_are_asked_for(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page(total_count=0))
    client.members("ACTIVE", "NRTADMIN")
    (query,) = queries(server)
    assert query["logon_status"] == "Any"
    assert "include_disabled" not in query


@pytest.mark.parametrize("status", [404, 405])
def test_a_write_that_is_not_there_may_be_below_another_prefix(
    server: ScriptedServer, client: ImanageClient, status: int
) -> None:
    server.will(answer(status))
    with pytest.raises(EthicalWallsError) as caught:
        client.change_members("ACTIVE", "NRTADMIN", "add", ["SVC"])
    assert "imanage_api_prefix" in str(caught.value.hint)


@pytest.mark.parametrize(
    ("url", "found", "given", "doubt"),
    [
        ("https://alder.cloudimanage.com", {"deployment": "on_premises"}, "auto", "global_users"),
        ("https://ALDER.CloudImanage.com", {"deployment": "on_premises", "customer_id": "1"}, "auto", "global_users"),
        ("https://dms.alder.example", {"deployment": "cloud", "customer_id": "1"}, "auto", "customer ID is 1"),
        ("https://alder.cloudimanage.com", {"deployment": "on_premises"}, "cloud", None),
        ("https://alder.cloudimanage.com", {"deployment": "on_premises"}, "on_premises", None),
        ("https://dms.alder.example", {"deployment": "cloud", "customer_id": "1"}, "on_premises", None),
        ("https://alder.cloudimanage.com", {"deployment": "cloud"}, "auto", None),
        ("https://alder.imanage.work", {"deployment": "cloud"}, "auto", None),
        ("https://alder.imanage.work", {"deployment": "on_premises", "customer_id": "1"}, "auto", "global_users"),
        ("https://dms.alder.example", {"deployment": "on_premises"}, "auto", "customer ID is 48213"),
        ("https://dms.alder.example", {"deployment": "on_premises"}, "on_premises", None),
        ("https://dms.alder.example", {"deployment": "on_premises", "customer_id": "2"}, "auto", None),
        ("https://cloudimanage.com.evil.example", {"deployment": "on_premises", "customer_id": "1"}, "auto", None),
        ("https://dms.alder.example", {"deployment": "on_premises", "customer_id": "1"}, "auto", None),
    ],
)
def test_nothing_is_written_where_two_signs_of_the_cloud_differ(
    url: str, found: dict[str, str], given: str, doubt: str | None
) -> None:
    client = make(url, discovery(**found), deployment=given, expected_customer_id=None)
    if doubt is None:
        client.confirm_deployment("test")
        assert client.discovery.deployment == (found["deployment"] if given == "auto" else given)
        return
    client._expected_customer_id = found.get("customer_id", "48213")
    for write in (
        lambda: _write(client),
        lambda: client.create_user({"id": "X"}),
        lambda: client.put_user_in_library("ACTIVE", {"user_id": "X"}),
        lambda: client.change_members("ACTIVE", "NRTADMIN", "add", ["X"]),
        lambda: client.assign_role("ACTIVE", "DEFAULT", "X"),
    ):
        with pytest.raises(EthicalWallsError) as caught:
            write()
        assert caught.value.kind == "unsupported"
        assert doubt in caught.value.reason
        assert "imanage_deployment" in str(caught.value.hint)
    assert any(doubt in warning and "imanage_deployment" in warning for warning in client.confirm_tenant())
    assert client.counter == {"read": 0, "write": 0, "signin": 0}


# The tenant


@pytest.mark.parametrize(
    ("deployment", "found", "expected", "agrees"),
    [
        ("cloud", "48213", "48213", True),
        ("cloud", "48213", None, True),
        ("cloud", "48213", "4821", False),
        ("cloud", "48213", "048213", False),
        ("on_premises", "1", None, True),
        ("on_premises", "1", "1", True),
        ("on_premises", "2", None, False),
        ("on_premises", "2", "2", True),
    ],
)
def test_the_tenant_is_confirmed(deployment: str, found: str, expected: str | None, agrees: bool) -> None:
    client = make("https://x.example", discovery(deployment, customer_id=found), expected_customer_id=expected)
    if agrees:
        warnings = client.confirm_tenant()
        assert len(warnings) == (deployment == "cloud" and expected is None)
        assert all(found in warning and "imanage_customer_id" in warning for warning in warnings)
        return
    with pytest.raises(EthicalWallsError) as caught:
        client.confirm_tenant()
    assert caught.value.kind == "tenant_mismatch"
    assert found in caught.value.reason
    assert str(expected or 1) in caught.value.reason


def test_a_foreign_address_is_a_warning() -> None:
    (warning,) = make("https://x.example", discovery(foreign_origin="https://internal.example")).confirm_tenant()
    assert "https://internal.example" in warning
    assert "https://x.example" in warning


@pytest.mark.parametrize(
    ("url", "deployment", "form", "name"),
    [
        ("https://alder.cloudimanage.com", "cloud", "auto", "svc@alder.example"),
        ("https://alder.imanage.work", "cloud", "auto", "SVC"),
        ("https://imanage.work.evil.example", "cloud", "auto", "svc@alder.example"),
        ("https://dms.alder.example", "on_premises", "auto", "SVC"),
        ("https://dms.alder.example", "on_premises", "email", "svc@alder.example"),
        ("https://alder.cloudimanage.com", "cloud", "id", "SVC"),
    ],
)
def test_what_an_account_signs_in_with(url: str, deployment: str, form: str, name: str) -> None:
    client = make(url, discovery(deployment), username_form=form)
    assert client.sign_in_name("SVC", "svc@alder.example") == name
    assert client.sign_in_name("SVC", None) == "SVC"
    assert client.sign_in_name("SVC", "") == "SVC"


@pytest.mark.parametrize("prefix", ["api/v2", "@evil.example", "https://evil.example/api", "/", "/a b", "/x?y", "/x#y"])
def test_a_prefix_that_is_no_path_is_refused(prefix: str) -> None:
    with pytest.raises(EthicalWallsError) as caught:
        make("https://x.example", discovery(), api_prefix=prefix)
    assert caught.value.kind == "validation"
    assert "api_prefix" in caught.value.reason


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("/work/cc/api/v2", "/work/cc/api/v2"),
        ("/api/v2/", "/api/v2"),
        (None, "/work/api/v2"),
        ("", "/work/api/v2"),
    ],
)
def test_a_prefix_overrides_that_of_discovery(given: str | None, used: str) -> None:
    client = make("https://x.example", discovery(), api_prefix=given)
    assert client.discovery.prefix == used
    assert client.customer_path == f"{used}/customers/48213"


NOTHING_THERE = answer(404, b'{"error": {}}')


@pytest.mark.parametrize("deployment", ["cloud", "on_premises"])
@pytest.mark.parametrize(
    "read",
    [
        lambda client: client.user("SVC"),
        lambda client: client.is_member("ACTIVE", "ADMIN", "NRTADMIN"),
        lambda client: client.members("ACTIVE", "NRTADMIN"),
        lambda client: client.operations("ACTIVE"),
    ],
    ids=["one", "list or none", "list", "reply"],
)
@pytest.mark.parametrize(
    ("libraries", "asked"), [((), "/libraries"), ((Library("ACTIVE"), Library("B")), "/libraries/ACTIVE/groups")]
)
def test_a_prefix_below_which_there_is_nothing_is_named(
    server: ScriptedServer, read: Any, deployment: str, libraries: tuple[Library, ...], asked: str
) -> None:
    """What it asks is not the customer's list of users, which servers on-premises may not have."""
    client = make(server.url, discovery(deployment, libraries=libraries), api_prefix="/nope/api")
    server.will(NOTHING_THERE, NOTHING_THERE)
    with pytest.raises(EthicalWallsError) as caught:
        read(client)
    assert (caught.value.kind, caught.value.http_status) == ("validation", 404)
    assert "/nope/api" in caught.value.reason
    assert caught.value.hint == "Correct imanage_api_prefix, or leave it out: iManage itself names /work/api/v2."
    assert urlsplit(server.requests[-1].target).path == f"/nope/api/customers/48213{asked}"


def test_a_prefix_below_which_there_is_something_is_asked_for_once(server: ScriptedServer) -> None:
    client = make(server.url, discovery(), api_prefix="/api/v2")
    server.will(NOTHING_THERE, answer(200, b'{"data": []}'), NOTHING_THERE)
    assert client.user("SVC") is None
    assert client.user("SVC") is None
    assert len(server.requests) == 3


def test_a_prefix_that_has_answered_is_not_asked_for(server: ScriptedServer) -> None:
    client = make(server.url, discovery(), api_prefix="/api/v2")
    server.will(answer(200, b'{"data": {"id": "ADMIN"}}'), NOTHING_THERE)
    assert client.user("ADMIN") == {"id": "ADMIN"}
    assert client.user("SVC") is None
    assert len(server.requests) == 2


def test_what_the_server_names_itself_is_not_asked_for(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(NOTHING_THERE)
    assert client.user("SVC") is None
    assert len(server.requests) == 1


# Applications


def test_only_id_name_and_status_of_an_application_are_returned(server: ScriptedServer, client: ImanageClient) -> None:
    found = [
        {"id": "legora", "name": "Legora", "status": "enabled", "oauth": {"client_secret": "canary-secret"}},
        {"id": 5, "name": {"secret": "canary-name"}, "status": 7, "client_secret": "canary-secret"},
        {},
    ]
    server.will(answer(200, json.dumps({"data": found, "total_count": 3}).encode()))
    assert client.apps() == [
        {"id": "legora", "name": "Legora", "status": "enabled"},
        {"id": None, "name": None, "status": None},
        {"id": None, "name": None, "status": None},
    ]
    assert urlsplit(server.requests[0].target).path == "/work/api/v2/customers/48213/apps"


def test_no_applications_are_another_answer(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(answer(200, b'{"data": [], "total_count": 0}'), answer(200, b'{"data": [], "total_count": 0}'))
    assert client.apps() == []
    assert client.apps_of_user("SVC-LEGORA") == []


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, b"{}"),
        (401, b"{}"),
        (403, b'{"error": {}}'),
        (403, b"<html>"),
        (404, b"{}"),
        (405, b"{}"),
        (500, b"{}"),
        (503, b"{}"),
        (302, b""),
        (200, b'{"data": "canary-secret"}'),
        (200, b'{"data": ["canary-secret"]}'),
        (200, b"<html>"),
    ],
)
def test_a_list_of_applications_that_is_refused_stops_nothing(server: ScriptedServer, status: int, body: bytes) -> None:
    client = make(server.url, discovery())
    client.connection._may_sign_in_again = False
    server.will(*[answer(status, body)] * 9)
    assert client.apps() is None
    assert client.apps_of_user("SVC-LEGORA") is None


def test_a_list_of_applications_that_cannot_be_asked_for_is_an_error(
    server: ScriptedServer, client: ImanageClient
) -> None:
    server.will(*[close_without_answer] * 9)
    with pytest.raises(EthicalWallsError) as caught:
        client.apps()
    assert (caught.value.kind, caught.value.operation) == ("unavailable", "list the applications")


def test_the_applications_of_a_user(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(page("legora", "drafting", total_count=2))
    assert client.apps_of_user("svc+legora@alder.example") == ["legora", "drafting"]
    path = urlsplit(server.requests[0].target).path
    assert path == "/work/api/v2/customers/48213/users/svc%2Blegora%40alder.example/apps"


def test_an_application_of_a_user_without_an_id_is_not_told(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(answer(200, b'{"data": [{"id": "legora"}, {"client_id": "x"}], "total_count": 2}'))
    assert client.apps_of_user("SVC-LEGORA") is None


# Documents


@pytest.mark.parametrize("status", [200, 204, 302, 307, 400, 401, 403, 404, 500, 503])
def test_how_a_download_is_answered(server: ScriptedServer, status: int) -> None:
    client = make(server.url, discovery())
    client.connection._may_sign_in_again = False
    more = {"Location": "https://files.example/"} if 300 <= status <= 399 else {}
    server.will(*[answer(status, b"", **more)] * 9)
    assert client.download_status("ACTIVE", "ACTIVE!1.1") == status
    assert server.requests[0].headers["accept"] == "*/*"
    assert urlsplit(server.requests[0].target).path.endswith("/documents/ACTIVE%211.1/download")


def test_a_document_that_is_too_large_is_an_answer(
    server: ScriptedServer, client: ImanageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport_module, "MAX_BODY", 10)
    server.will(answer(200, b"x" * 11))
    assert client.download_status("ACTIVE", "ACTIVE!1.1") == 200


def test_a_download_without_an_answer(server: ScriptedServer, client: ImanageClient) -> None:
    server.will(*[close_without_answer] * 9)
    assert client.download_status("ACTIVE", "ACTIVE!1.1") is None
