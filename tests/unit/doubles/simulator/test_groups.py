# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups, and who may put whom in them."""

from __future__ import annotations

from typing import Any

import pytest
from unit.doubles.simulator.api import Api, refused


def members(api: Api, group: str = "NRTADMIN", library: str = "ACTIVE", **query: str) -> list[str]:
    return api.ids(f"{api.lib(library)}/groups/{group}/members", **query)


def groups_of(api: Api, user_id: str, **query: str) -> list[str]:
    return api.ids(f"{api.lib()}/users/{user_id}/groups", **query)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({}, ["NRTADMIN", "NRTADMIN2", "LITIGATION"]),
        # Exact, unless there is a star in it (R); without a word about it disabled ones are found too.
        ({"alias": "nrtadmin"}, ["NRTADMIN"]),
        ({"alias": "NRTADMIN*"}, ["NRTADMIN", "NRTADMIN2"]),
        ({"alias": "*ITIG*"}, ["LITIGATION"]),
        ({"query": "administrators"}, ["NRTADMIN"]),
        ({"query": "*administrators"}, ["NRTADMIN", "NRTADMIN2"]),
        ({"query": "nrt*"}, ["NRTADMIN", "NRTADMIN2"]),
        ({"full_name": "Litigation"}, ["LITIGATION"]),
        ({"enabled": "false"}, ["LITIGATION"]),
        ({"enabled": "true", "alias": "LITIGATION"}, []),
        ({"external": "true"}, []),
        ({"nos": "6"}, []),
        ({"nos": "2", "alias": "LITIGATION"}, ["LITIGATION"]),
        ({"sync_id": "x"}, []),
    ],
)
def test_groups_are_found(api: Api, query: dict[str, str], ids: list[str]) -> None:
    for library in api.tenant.libraries.values():
        library.groups["LITIGATION"].enabled = False
    assert api.ids(f"{api.lib()}/groups", **query) == ids


def test_what_a_group_shows(api: Api) -> None:
    (found,) = api.data(f"{api.lib()}/groups", alias="LITIGATION")
    assert found == {
        "id": "LITIGATION", "full_name": "Litigation", "group_number": 3, "group_nos": 2, "enabled": True,
        "is_external": False, "database": "ACTIVE",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["groups", "users/LAWYER1/groups"])
def test_an_older_server_calls_a_groups_id_otherwise(api: Api, path: str) -> None:
    api.tenant.group_id_field = "group_id"
    (found,) = api.data(f"{api.lib()}/{path}", alias="LITIGATION")
    assert found["group_id"] == "LITIGATION"
    assert "id" not in found


def test_the_groups_of_a_user(api: Api) -> None:
    assert groups_of(api, "LAWYER1") == ["LITIGATION"]
    assert groups_of(api, "lawyer5") == ["NRTADMIN"]
    assert groups_of(api, "LAWYER5", alias="LITIGATION") == []
    assert groups_of(api, "LAWYER3") == []
    refused(api.get(f"{api.lib()}/users/NOBODY/groups"), 404, "NRC_NO_USER")


def test_members_are_listed(api: Api) -> None:
    assert members(api) == ["LAWYER5", "ADMIN"]
    assert members(api, "nrtadmin") == ["LAWYER5", "ADMIN"]
    refused(api.get(f"{api.lib()}/groups/NOBODY/members"), 404, "NRC_NO_GROUP")


def test_disabled_members_are_hidden_unless_asked_for(api: Api) -> None:
    for user in api.tenant.records_of("LAWYER5"):
        user.allow_logon = False
    assert members(api) == ["ADMIN"]
    assert members(api, logon_status="Enabled") == ["ADMIN"]
    assert members(api, logon_status="Disabled") == ["LAWYER5"]
    assert members(api, logon_status="Any") == ["LAWYER5", "ADMIN"]
    assert members(api, logon_status="Any", preferred_library="CLOSED") == []
    path = f"{api.lib()}/groups/NRTADMIN/members"
    refused(api.get(path, logon_status="All"), 400, "NRC_INVALID_QUERY", "logon_status")
    refused(api.get(path, include_disabled="true"), 400, "NRC_INVALID_QUERY", "include_disabled")


def test_members_come_in_pages(api: Api) -> None:
    for number in (1, 2, 3):
        assert api.change_members("NRTADMIN", "add", f"LAWYER{number}").status_code == 200
    answer = api.get(f"{api.lib()}/groups/NRTADMIN/members", total="true").json()
    assert (len(answer["data"]), answer["total_count"]) == (3, 5)


# Changing


def test_members_are_added_and_removed(api: Api) -> None:
    assert api.change_members("NRTADMIN", "add", "lawyer1", "LAWYER2").status_code == 200
    assert members(api) == ["LAWYER5", "ADMIN", "LAWYER1", "LAWYER2"]
    assert members(api, library="CLOSED") == ["LAWYER5", "ADMIN"], "another library changed too"
    assert api.change_members("NRTADMIN", "delete", "LAWYER1", "lawyer5").status_code == 200
    assert members(api) == ["ADMIN", "LAWYER2"]


@pytest.mark.parametrize(
    ("action", "user_ids", "code"),
    [
        ("add", ["LAWYER1", "NOBODY"], "NRC_NO_USER"),
        ("delete", ["LAWYER5", "NOBODY"], "NRC_NO_USER"),
        ("add", ["LAWYER1", "LAWYER5"], "NRC_NO_CHANGE"),
        ("delete", ["LAWYER5", "LAWYER1"], "NRC_NO_CHANGE"),
        ("add", [], "NRC_NO_CHANGE"),
        ("add", ["LAWYER1", "lawyer1"], "NRC_NO_CHANGE"),
        ("delete", ["LAWYER5", "LAWYER5"], "NRC_NO_CHANGE"),
        ("add", [5], "NRC_BAD_VALUE"),
        ("add", [None], "NRC_BAD_VALUE"),
    ],
)
def test_one_bad_user_fails_the_whole_call(api: Api, action: str, user_ids: list[Any], code: str) -> None:
    before = api.tenant.mutations
    refused(api.change_members("NRTADMIN", action, *user_ids), 400, code)
    assert members(api) == ["LAWYER5", "ADMIN"]
    assert api.tenant.mutations == before


def test_a_user_must_be_in_the_library(api: Api) -> None:
    if api.tenant.is_cloud:
        assert api.create().status_code == 201
    else:
        body = {**api.profile(), "database": "CLOSED"}
        assert api.send("POST", f"{api.lib('CLOSED')}/users", json=body).status_code == 201
    refused(api.change_members("NRTADMIN", "add", "SVC-LEGORA"), 400, "NRC_NO_USER")


@pytest.mark.parametrize(
    "change",
    [{"data_type": "groups"}, {"action": "set"}, {"action": "ADD"}, {"data": "LAWYER1"}, {"data": {"id": "LAWYER1"}}],
)
def test_other_values_are_refused(api: Api, change: dict[str, Any]) -> None:
    refused(api.change_members("NRTADMIN", "add", "LAWYER1", **change), 400, "NRC_BAD_VALUE")


@pytest.mark.parametrize(
    ("database", "code"),
    [(..., "NRC_MISSING_FIELD"), (None, "NRC_MISSING_FIELD"), ("CLOSED", "NRC_WRONG_DATABASE")],
)
def test_on_premises_a_change_names_its_library(on_premises: Api, database: Any, code: str) -> None:
    answer = on_premises.change_members("NRTADMIN", "add", "LAWYER1", database=database)
    refused(answer, 400, code, "database")


def test_in_the_cloud_it_does_not(cloud: Api) -> None:
    answer = cloud.change_members("NRTADMIN", "add", "LAWYER1", database="ACTIVE")
    refused(answer, 400, "NRC_UNKNOWN_FIELD", "database")


@pytest.mark.parametrize("action", ["add", "delete"])
def test_only_a_member_of_nrtadmin_changes_its_members(api: Api, action: str) -> None:
    api.tenant.libraries["ACTIVE"].groups["NRTADMIN"].members.remove("ADMIN")
    user_id = "LAWYER1" if action == "add" else "LAWYER5"
    refused(api.change_members("NRTADMIN", action, user_id), 403, "NRC_NO_RIGHT")
    assert api.change_members("NRTADMIN", action, user_id, library="CLOSED").status_code == 200
    assert api.change_members("NRTADMIN2", "add", "LAWYER1").status_code == 200


def test_a_member_of_nrtadmin_needs_no_other_right_for_it(api: Api) -> None:
    api.sign_in("LAWYER5")
    assert api.change_members("NRTADMIN", "add", "LAWYER1").status_code == 200
    assert api.change_members("LITIGATION", "add", "LAWYER3").status_code == 200


@pytest.mark.parametrize("group", ["NRTADMIN", "LITIGATION"])
def test_a_lawyer_changes_no_group(api: Api, group: str) -> None:
    api.sign_in("LAWYER1")
    refused(api.change_members(group, "add", "LAWYER3"), 403, "NRC_NO_RIGHT")


@pytest.mark.parametrize("action", ["add", "delete"])
def test_a_disabled_group_takes_no_changes(api: Api, action: str) -> None:
    api.tenant.libraries["ACTIVE"].groups["NRTADMIN"].enabled = False
    user_id = "LAWYER1" if action == "add" else "LAWYER5"
    refused(api.change_members("NRTADMIN", action, user_id), 400, "NRC_GROUP_DISABLED")


def test_an_unknown_group_is_not_changed(api: Api) -> None:
    refused(api.change_members("NOBODY", "add", "LAWYER1"), 404, "NRC_NO_GROUP")
