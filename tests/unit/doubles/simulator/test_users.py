# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Users: global ones with assignments in the cloud, one list for each library on-premises."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from unit.doubles.simulator.api import Api, refused

from simulator import running
from simulator.seed import pretend_secret

NEW = "Another-pretend-password-1"


def record(api: Api, user_id: str = "SVC-LEGORA", library: str = "ACTIVE") -> dict[str, Any]:
    """Return a user's record: the global one, or that of a library."""
    path = f"{api.c}/users/{user_id}" if api.tenant.is_cloud else f"{api.lib(library)}/users/{user_id}"
    found: dict[str, Any] = api.data(path)
    return found


# Creation


def test_a_user_is_created_as_asked(api: Api) -> None:
    assert api.create(location="London").status_code == 201
    found = record(api)
    for name, value in api.profile(location="London").items():
        if name not in ("id", "user_id", "database", "user_password", "pwd_never_expire"):
            assert found[name] == value, name
    assert (found["is_locked"], found["failed_logins"], found["has_password"]) == (False, 0, True)
    assert found["create_date"]
    assert found["pwd_changed_ts"] >= found["create_date"]


def test_ids_are_upper_case_and_found_in_any(api: Api) -> None:
    assert api.create("svc-Legora").status_code == 201
    for spelling in ("SVC-LEGORA", "svc-legora", "Svc-Legora"):
        assert record(api, spelling)["id"] == "SVC-LEGORA"
    refused(api.create("Svc-LEGORA", email="other@x.example"), 409, "NRC_USER_EXISTS")


@pytest.mark.parametrize("user_id", ["A", "A_b-9", "X" * 64])
def test_good_ids(api: Api, user_id: str) -> None:
    assert api.create(user_id, email="new@x.example", user_password="0123-4567-9876").status_code == 201


@pytest.mark.parametrize("user_id", ["A B", "A\n", "A\t", "X" * 129])
def test_bad_ids(api: Api, user_id: str) -> None:
    refused(api.create(user_id, email="new@x.example"), 400, "NRC_BAD_ID", "id")


@pytest.mark.parametrize("user_id", ["X" * 65, "A.B", "A@B", "Ä", "A/B", "..", "A+B", "O'BRIEN", "A%2FB", "A?B#C"])
def test_the_cloud_takes_more_ids(cloud: Api, on_premises: Api, user_id: str) -> None:
    refused(on_premises.create(user_id, email="new@x.example"), 400, "NRC_BAD_ID", "id")
    assert cloud.create(user_id, email="new@x.example").status_code == 201
    if user_id == "..":
        return
    encoded = quote(user_id, safe="")
    assert record(cloud, encoded)["id"] == user_id
    assert _assign(cloud, "ACTIVE", user_id).status_code == 201
    assert cloud.change_members("NRTADMIN", "add", user_id).status_code == 200
    assert cloud.ids(f"{cloud.lib()}/users/{encoded}/groups") == ["NRTADMIN"]
    assert cloud.send("POST", f"{cloud.lib()}/roles/FULL/users/{encoded}").status_code == 200


def test_an_unknown_library_cannot_be_preferred(api: Api) -> None:
    refused(api.create(preferred_library="OTHER"), 404, "NRC_NO_LIBRARY")


@pytest.mark.parametrize("status", ["create", "change"])
@pytest.mark.parametrize("email", ["lawyer1@{firm}.example", "LAWYER1@{firm}.EXAMPLE"])
def test_an_email_is_unique(api: Api, status: str, email: str) -> None:
    taken = email.format(firm=api.firm.name)
    answer = api.create(email=taken) if status == "create" else api.change("LAWYER2", email=taken)
    refused(answer, 400, "NRC_EMAIL_TAKEN", "email")


def test_ones_own_email_is_not_taken(api: Api) -> None:
    assert api.change("LAWYER1", email=f"Lawyer1@{api.firm.name}.example").status_code == 200


@pytest.mark.parametrize("email", ["svc", "svc@", "@x.example", "a b@x.example", "a@b@x.example"])
def test_an_email_has_the_form_of_one(api: Api, email: str) -> None:
    refused(api.create(email=email), 400, "NRC_BAD_EMAIL", "email")


@pytest.mark.parametrize("password", ["short", "Eleven-char", "xx-svc-legora-xx", "SVC-LEGORA-1234"])
def test_a_weak_password_is_refused(api: Api, password: str) -> None:
    refused(api.create(user_password=password), 400, "NRC_WEAK_PASSWORD", "user_password")
    refused(api.get(f"{api.c}/users/SVC-LEGORA"), 404, "NRC_NO_USER")


# Cloud: global, then assigned


def test_in_the_cloud_a_user_is_created_globally(cloud: Api) -> None:
    assert cloud.create().status_code == 201
    assert cloud.data(f"{cloud.c}/users/SVC-LEGORA", include_libraries="true")["libraries"] == []
    refused(cloud.get(f"{cloud.lib()}/users/SVC-LEGORA"), 404, "NRC_NO_USER")
    refused(cloud.get(f"{cloud.lib()}/users/SVC-LEGORA/groups"), 404, "NRC_NO_USER")


def _assign(api: Api, library: str, user_id: str = "SVC-LEGORA", **more: Any) -> Any:
    body = {"user_id": user_id, "database": library, **more}
    return api.send("POST", f"{api.lib(library)}/users", json=body)


def test_in_the_cloud_a_user_is_assigned_to_libraries(cloud: Api) -> None:
    cloud.create()
    assert _assign(cloud, "CLOSED").status_code == 201
    assert cloud.data(f"{cloud.c}/users/SVC-LEGORA", include_libraries="true")["libraries"] == [
        {"id": "CLOSED", "library_id": 2, "preferred": False}
    ]
    assert _assign(cloud, "ACTIVE", role_alias="LEGORA_METADATA").status_code == 201
    assert cloud.ids(f"{cloud.c}/users/SVC-LEGORA/libraries") == ["ACTIVE", "CLOSED"]
    roles = {library.id: library.assignments["SVC-LEGORA"].role for library in cloud.tenant.libraries.values()}
    assert roles == {"ACTIVE": "LEGORA_METADATA", "CLOSED": "DEFAULT"}


def test_in_the_cloud_an_unknown_user_cannot_be_assigned(cloud: Api) -> None:
    refused(_assign(cloud, "ACTIVE"), 400, "NRC_NO_USER", "user_id")


def test_a_user_is_assigned_once(cloud: Api) -> None:
    refused(_assign(cloud, "ACTIVE", "LAWYER1"), 409, "NRC_USER_EXISTS")


def test_an_assignment_names_its_library(api: Api) -> None:
    body = {**({} if api.tenant.is_cloud else api.profile("LAWYER1")), "user_id": "LAWYER1", "database": "ACTIVE"}
    answer = api.send("POST", f"{api.lib('CLOSED')}/users", json=body)
    refused(answer, 400, "NRC_WRONG_DATABASE", "database")


def known_assignment(api: Api, **more: Any) -> dict[str, Any]:
    """Return the body that the one witness sends (S5); a field that is ``...`` is left out."""
    profile = {name: value for name, value in api.profile().items() if name in _SENT}
    body = {**profile, "id": "SVC-LEGORA", "user_id": "SVC-LEGORA", "database": "ACTIVE", "role_alias": "FULL", **more}
    return {name: value for name, value in body.items() if value is not ...}


_SENT = ("user_id_ex", "full_name", "email", "user_nos", "preferred_library", "is_external", "allow_logon")


@pytest.mark.parametrize("strict", [False, True])
def test_in_the_cloud_an_assignment_may_carry_the_profile(cloud: Api, strict: bool) -> None:
    cloud.tenant.strict_bodies = strict
    cloud.create()
    path = f"{cloud.lib()}/users"
    refused(cloud.send("POST", path, json=known_assignment(cloud, user_password="x")), 400, "NRC_UNKNOWN_FIELD")
    refused(cloud.send("POST", path, json=known_assignment(cloud, id="OTHER")), 400, "NRC_BAD_VALUE", "id")
    refused(cloud.send("POST", path, json=known_assignment(cloud, user_nos="2")), 400, "NRC_BAD_VALUE", "user_nos")
    if strict:
        for name in (*_SENT, "id", "user_id", "database"):
            body = known_assignment(cloud, **{name: ...})
            refused(cloud.send("POST", path, json=body), 400, "NRC_MISSING_FIELD", name)
    answer = cloud.send("POST", path, json=known_assignment(cloud))
    assert (answer.status_code, list(answer.json()["data"])) == (201, ["user_num"])
    assert cloud.tenant.libraries["ACTIVE"].assignments["SVC-LEGORA"].role == "FULL"


def test_on_premises_a_user_may_have_its_id_twice(on_premises: Api) -> None:
    api = on_premises
    assert api.create("ONE", id="one").status_code == 201
    refused(api.create("TWO", id="three", email="two@x.example"), 400, "NRC_BAD_VALUE", "id")
    api.tenant.strict_bodies = True
    refused(api.create("TWO", email="two@x.example"), 400, "NRC_MISSING_FIELD", "id")
    assert api.create("TWO", id="TWO", email="two@x.example", user_password="Pretend-pass-02").status_code == 201


def test_in_the_cloud_a_change_may_name_its_user(cloud: Api, on_premises: Api) -> None:
    assert cloud.change("LAWYER1", id="lawyer1", location="London").status_code == 200
    refused(cloud.change("LAWYER1", id="LAWYER2", location="London"), 400, "NRC_BAD_VALUE", "id")
    cloud.tenant.strict_bodies = True
    refused(cloud.change("LAWYER1", location="London"), 400, "NRC_MISSING_FIELD", "id")
    refused(on_premises.change("LAWYER1", id="LAWYER1"), 400, "NRC_UNKNOWN_FIELD", "id")


@pytest.mark.parametrize("flavour", ["cloud", "on_premises"])
def test_an_unknown_role_is_refused(request: pytest.FixtureRequest, flavour: str) -> None:
    api: Api = request.getfixturevalue(flavour)
    if api.tenant.is_cloud:
        api.create()
        answer = _assign(api, "ACTIVE", role_alias="NOBODY")
    else:
        answer = api.create(role_alias="NOBODY")
    refused(answer, 400, "NRC_NO_ROLE", "role_alias")
    assert "SVC-LEGORA" not in api.tenant.libraries["ACTIVE"].assignments


def test_in_the_cloud_users_are_not_changed_in_a_library(cloud: Api) -> None:
    answer = cloud.send("PATCH", f"{cloud.lib()}/users/LAWYER1", json={"location": "London"})
    refused(answer, 404, "NRC_NOT_FOUND")


# On-premises: one list for each library


def test_on_premises_users_are_not_global(on_premises: Api) -> None:
    api = on_premises
    refused(api.send("POST", f"{api.c}/users", json={**api.profile(user_id=..., database=...), "id": "X"}), 404)
    refused(api.send("PATCH", f"{api.c}/users/LAWYER1", json={"location": "London"}), 404, "NRC_NOT_FOUND")


def test_on_premises_each_library_has_its_own_list(on_premises: Api) -> None:
    api = on_premises
    assert api.create().status_code == 201
    assert api.ids(f"{api.c}/users/SVC-LEGORA/libraries") == ["ACTIVE"]
    refused(api.get(f"{api.lib('CLOSED')}/users/SVC-LEGORA"), 404, "NRC_NO_USER")
    body = {**api.profile(), "database": "CLOSED"}
    assert api.send("POST", f"{api.lib('CLOSED')}/users", json=body).status_code == 201
    assert api.change("SVC-LEGORA", full_name="Changed").status_code == 200
    assert record(api)["full_name"] == "Changed"
    assert record(api, library="CLOSED")["full_name"] == "Legora service account"
    assert record(api)["user_num"] != record(api, library="CLOSED")["user_num"]


@pytest.mark.parametrize("field", ["ip_range", "ip_range_enabled"])
def test_on_premises_no_user_is_restricted_to_an_address(on_premises: Api, field: str) -> None:
    value: Any = True if field == "ip_range_enabled" else "20.91.134.182"
    refused(on_premises.change("LAWYER1", **{field: value}), 400, "NRC_UNKNOWN_FIELD", field)
    assert field not in record(on_premises, "LAWYER1")


# Changes


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "X"), ("email", "x@x.example"), ("location", "London"), ("preferred_library", "CLOSED"),
        ("is_external", True), ("allow_logon", False), ("force_password_change", True),
    ],
)  # fmt: skip
def test_only_what_is_named_changes(api: Api, field: str, value: Any) -> None:
    before = record(api, "LAWYER1")
    assert api.change("LAWYER1", **{field: value}).status_code == 200
    after = record(api, "LAWYER1")
    assert after[field] == value
    assert {name for name in after if after[name] != before[name]} == {field, "edit_date"}


@pytest.mark.parametrize("field", ["user_id", "user_nos", "user_id_ex", "is_locked", "failed_logins", "pwd_changed_ts"])
def test_what_cannot_be_changed(api: Api, field: str) -> None:
    refused(api.change("LAWYER1", **{field: "2"}), 400, "NRC_UNKNOWN_FIELD", field)


def test_an_unknown_user_cannot_be_changed(api: Api) -> None:
    refused(api.change("NOBODY", location="London"), 404, "NRC_NO_USER")


def test_an_unknown_preferred_library_is_refused(api: Api) -> None:
    refused(api.change("LAWYER1", preferred_library="OTHER"), 404, "NRC_NO_LIBRARY")


def test_a_password_is_changed_and_dated(api: Api) -> None:
    before = record(api, "LAWYER1")["pwd_changed_ts"]
    api.firm.clock.advance(60)
    assert api.change("LAWYER1", user_password=NEW, force_password_change=False).status_code == 200
    assert record(api, "LAWYER1")["pwd_changed_ts"] > before
    assert api.try_sign_in("LAWYER1", NEW).status_code == 200
    assert api.try_sign_in("LAWYER1").status_code == 401


def test_a_reused_password_is_refused(api: Api) -> None:
    refused(
        api.change("LAWYER1", user_password=pretend_secret(api.firm.name, "LAWYER1")),
        400, "NRC_PASSWORD_REUSED", "user_password",
    )  # fmt: skip
    api.tenant.refuse_reused_password = False
    assert api.change("LAWYER1", user_password=pretend_secret(api.firm.name, "LAWYER1")).status_code == 200


def test_a_weak_new_password_is_refused(api: Api) -> None:
    refused(api.change("LAWYER1", user_password="short"), 400, "NRC_WEAK_PASSWORD", "user_password")


def test_a_password_is_never_returned(api: Api) -> None:
    api.create()
    secret = api.profile()["user_password"]
    texts = [
        api.get(path, limit=500).text if "?" not in path and not path.endswith("LEGORA") else api.get(path).text
        for path in (f"{api.c}/users", f"{api.c}/users/SVC-LEGORA", f"{api.lib()}/groups/NRTADMIN/members")
    ]
    assert all(secret not in text and "user_password" not in text for text in texts)


def test_the_expiry_has_another_name_in_a_library(api: Api) -> None:
    created = api.create().json()["data"]
    assert created["pwd_never_expire"] is True
    user_id = "SVC-LEGORA" if not api.tenant.is_cloud else "LAWYER1"
    for path, name in ((f"{api.c}/users", "pwd_never_expire"), (f"{api.lib()}/users", "password_never_expire")):
        found = api.data(f"{path}/{user_id}")
        assert found[name] is (user_id == "SVC-LEGORA")
        assert len({"pwd_never_expire", "password_never_expire"} & set(found)) == 1


# Rights


def test_in_the_cloud_the_operator_needs_a_global_role(cloud: Api) -> None:
    cloud.tenant.users["ADMIN"].can_manage_users = False
    refused(cloud.create(), 403, "NRC_NO_RIGHT")
    refused(cloud.change("LAWYER1", location="x"), 403, "NRC_NO_RIGHT")
    cloud.tenant.libraries["ACTIVE"].assignments.pop("LAWYER1")
    refused(_assign(cloud, "ACTIVE", "LAWYER1"), 403, "NRC_NO_RIGHT")


def test_on_premises_nrtadmin_is_enough_in_its_library(on_premises: Api) -> None:
    api = on_premises
    for user in api.tenant.records_of("ADMIN"):
        user.can_manage_users = False
    assert api.create().status_code == 201
    api.tenant.libraries["CLOSED"].groups["NRTADMIN"].members.remove("ADMIN")
    body = {**api.profile(), "database": "CLOSED"}
    refused(api.send("POST", f"{api.lib('CLOSED')}/users", json=body), 403, "NRC_NO_RIGHT")
    answer = api.send("PATCH", f"{api.lib('CLOSED')}/users/LAWYER1", json={"location": "x"})
    refused(answer, 403, "NRC_NO_RIGHT")


def test_a_lawyer_manages_nobody(api: Api) -> None:
    api.sign_in("LAWYER1")
    refused(api.create(), 403, "NRC_NO_RIGHT")
    refused(api.change("LAWYER1", location="x"), 403, "NRC_NO_RIGHT")


# Searching


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"alias": "lawyer1"}, ["LAWYER1"]),
        ({"alias": "LAWYER"}, []),
        ({"alias": "*5"}, ["LAWYER5"]),
        ({"query": "lawyer"}, []),
        ({"query": "lawyer*"}, ["LAWYER1", "LAWYER2", "LAWYER3", "LAWYER4", "LAWYER5"]),
        ({"query": "nobody"}, []),
        ({"nos": "6"}, []),
        ({"nos": "2", "alias": "ADMIN"}, ["ADMIN"]),
        ({"is_external": "true"}, []),
        ({"ip_range_enabled": "true"}, []),
        ({"password_never_expire": "true"}, []),
        ({"preferred_library": "CLOSED"}, []),
        ({"location": "x"}, []),
        ({"directory_id": "x"}, []),
        ({"ssid": "ssid-101"}, ["ADMIN"]),
        ({"email": "LAWYER2@{firm}.example"}, ["LAWYER2"]),
        ({"email": "lawyer"}, []),
        ({"full_name": "lawyer3"}, ["LAWYER3"]),
        ({"allow_logon": "false"}, ["LAWYER4"]),
        ({"allow_logon": "true", "query": "LAWYER4"}, []),
    ],
)
def test_users_are_searched(api: Api, query: dict[str, str], ids: list[str]) -> None:
    for user in api.tenant.records_of("LAWYER4"):
        user.allow_logon = False
    asked = {name: value.format(firm=api.firm.name) for name, value in query.items()}
    assert api.ids(f"{api.c}/users", **asked) == ids


def test_libraries_of_users_are_listed_only_on_request(api: Api) -> None:
    assert "libraries" not in api.data(f"{api.c}/users/LAWYER1")
    assert [one["preferred"] for one in api.data(f"{api.c}/users/LAWYER1", include_libraries="true")["libraries"]] == [
        True,
        False,
    ]
    (found,) = api.data(f"{api.c}/users", alias="LAWYER1", include_libraries="true")
    assert [(one["id"], one["library_id"]) for one in found["libraries"]] == [("ACTIVE", 1), ("CLOSED", 2)]


@pytest.mark.parametrize(
    ("query", "ids"), [({"email": "LAWYER2@birch.example"}, ["LAWYER2"]), ({"alias": "*5"}, ["LAWYER5"])]
)
def test_on_premises_the_users_of_a_library_are_searched(
    on_premises: Api, query: dict[str, str], ids: list[str]
) -> None:
    on_premises.tenant.libraries["CLOSED"].users.clear()
    assert on_premises.ids(f"{on_premises.lib()}/users", **query) == ids
    assert on_premises.ids(f"{on_premises.lib('CLOSED')}/users", **query) == []


def test_in_the_cloud_they_are_not(cloud: Api) -> None:
    refused(cloud.get(f"{cloud.lib()}/users"), 404, "NRC_NOT_FOUND")


# What a real server may not tell, or not have

_STATE = ("is_locked", "failed_logins", "force_password_change", "pwd_changed_ts", "has_password")


def test_a_server_may_tell_only_what_is_declared(api: Api) -> None:
    api.tenant.undeclared_fields = False
    assert api.create().status_code == 201
    whole = api.data(f"{api.c}/users/LAWYER1", include_libraries="true")
    assert not {*_STATE, "pwd_never_expire", "location"} & set(whole)
    assert whole["libraries"][0]["id"] == "ACTIVE"
    for found in (api.data(f"{api.lib()}/users/LAWYER1"), api.data(f"{api.lib()}/groups/NRTADMIN/members")[0]):
        assert {"failed_logins", "password_never_expire", "pwd_changed_ts", "location"} <= set(found)
        assert not {"is_locked", "has_password", "ip_range", "create_date"} & set(found)


@pytest.mark.parametrize("undeclared", [False, True])
def test_a_server_may_tell_nothing_of_an_accounts_state(api: Api, undeclared: bool) -> None:
    api.tenant.tells_account_state, api.tenant.undeclared_fields = False, undeclared
    answers = [
        api.data(f"{api.c}/users/LAWYER1"),
        api.data(f"{api.c}/users")[0],
        api.data(f"{api.lib()}/users/LAWYER1"),
        api.data(f"{api.lib()}/groups/NRTADMIN/members")[0],
        api.change("LAWYER1", location="x").json()["data"],
    ]
    for found in answers:
        assert not {*_STATE, "pwd_never_expire", "password_never_expire"} & set(found)
        assert "allow_logon" in found


@pytest.mark.parametrize(
    "call", ["GET C/users", "GET C/users/{id}", "GET L/operations", "PUT L/groups/{g}/members", "GET /api"]
)
def test_a_server_may_lack_a_call(api: Api, call: str) -> None:
    api.tenant.absent_calls = (call,)
    method, path = call.split(" ")
    path = path.replace("C/", f"{api.c}/").replace("L/", f"{api.lib()}/").replace("{id}", "ADMIN")
    refused(api.send(method, path.replace("{g}", "NRTADMIN")), 404, "NRC_NOT_FOUND")
    assert api.get(f"{api.lib()}/users/ADMIN/groups").status_code == 200


def test_on_premises_no_users_are_read_at_the_customers_level() -> None:
    seed = {"firms": [{"name": "elm", "flavour": "on_premises"}, {"name": "oak"}]}
    with running(seed) as sim, Api(sim.firm("elm")) as elm, Api(sim.firm("oak")) as oak:
        for api, status in ((elm, 404), (oak, 200)):
            api.sign_in()
            for path in ("", "/ADMIN", "/ADMIN/libraries", "/ADMIN/apps"):
                assert api.get(f"{api.c}/users{path}").status_code == status
            assert api.get(f"{api.lib()}/users/ADMIN").status_code == 200


# Pages


def test_the_default_page_is_small(api: Api) -> None:
    answer = api.get(f"{api.c}/users").json()
    assert len(answer["data"]) == 3
    assert "total_count" not in answer


def test_pages(api: Api) -> None:
    whole = api.ids(f"{api.c}/users")
    assert len(whole) == 6
    found: list[str] = []
    while True:
        answer = api.get(f"{api.c}/users", limit=4, offset=len(found), total="true").json()
        assert answer["total_count"] == 6
        if not answer["data"]:
            break
        found += [user["id"] for user in answer["data"]]
    assert found == whole


def test_the_servers_own_limit_wins(api: Api) -> None:
    api.tenant.max_page_size = 1
    assert len(api.data(f"{api.c}/users", limit=100)) == 1
    api.tenant.max_page_size = 500
    assert len(api.data(f"{api.c}/users", limit=100)) == 6


def test_a_page_beyond_the_end_is_empty(api: Api) -> None:
    assert api.data(f"{api.c}/users", offset=6) == []


@pytest.mark.parametrize(
    "path", ["C/users", "L/groups", "L/groups/NRTADMIN/members", "L/roles", "C/users/ADMIN/libraries"]
)
def test_a_server_may_page_by_cursor(api: Api, path: str) -> None:
    whole_path = path.replace("C/", f"{api.c}/").replace("L/", f"{api.lib()}/")
    whole = api.ids(whole_path)
    api.tenant.cursor_paging = True
    found: list[str] = []
    query: dict[str, Any] = {}
    while len(found) < 10:
        answer = api.get(whole_path, limit=1, **query).json()
        found += [one["id"] for one in answer["data"]]
        if "cursor" not in answer:
            break
        query = {"cursor": answer["cursor"]}
    assert found[:3] == whole[:3]
    assert api.ids(whole_path, limit=1, offset=1) == whole[:1], "an offset is taken, and means nothing"
    refused(api.get(whole_path, cursor="x"), 400, "NRC_INVALID_QUERY", "cursor")
    api.tenant.cursor_paging = False
    refused(api.get(whole_path, cursor="x"), 400, "NRC_INVALID_QUERY", "cursor")
