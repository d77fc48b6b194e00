# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Roles, what they let a user do, and when."""

from __future__ import annotations

from typing import Any

import pytest
from unit.doubles.simulator.api import Api, refused

from simulator.state import Assignment


def as_account(api: Api, user_id: str = "LAWYER5") -> Api:
    """Go on as another user; the operator's own calls need another sign-in."""
    api.sign_in(user_id)
    return api


def role_of(api: Api, user_id: str, role: str, library: str = "ACTIVE") -> None:
    api.tenant.libraries[library].assignments[user_id].role = role


def rights(api: Api, library: str = "ACTIVE") -> dict[str, Any]:
    found: dict[str, Any] = api.data(f"{api.lib(library)}/operations")
    bits = {"m1_bits", "m2_bits", "m3_bits", "m4_bits"}
    assert set(found) == {"id", "description", "m1", "m2", "m3", *bits}
    return found


def granted(rights: dict[str, Any]) -> dict[str, Any]:
    """Return what is on."""
    return {bit: value for name in ("m1", "m2", "m3", "m4") for bit, value in rights[f"{name}_bits"].items() if value}


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("DEFAULT", {"document_view": True}),
        ("FULL", {"delete": True, "document_view": True, "admin_tier_1": True, "tier": 1}),
        ("LEGORA_METADATA", {}),
    ],
)
def test_effective_rights_by_role(api: Api, role: str, wanted: dict[str, Any]) -> None:
    role_of(api, "LAWYER5", role)
    found = rights(as_account(api))
    assert found["id"] == role
    assert granted(found) == wanted
    assert (found["m1"] > 0, found["m3"]) == ("delete" in wanted, 0)
    assert rights(api, "CLOSED")["id"] == "DEFAULT"
    assert granted(api.data(f"{api.lib()}/roles/{role}")) == wanted


def test_other_rights_of_a_role(api: Api) -> None:
    role = api.tenant.libraries["ACTIVE"].roles["DEFAULT"]
    role.delete_workspace, role.delete_public_folder, role.tier = True, True, 3
    found = rights(api)
    assert (found["m3_bits"]["delete_workspace"], found["m1_bits"]["delete_public_folder"]) == (True, True)
    assert (found["m4_bits"]["admin_tier_3"], found["m4_bits"]["tier"]) == (True, 3)
    # The reference has no third tier in a role's own bits, and no sharing in a caller's.
    shown = api.data(f"{api.lib()}/roles/DEFAULT")
    assert "admin_tier_3" not in shown["m4_bits"]
    assert shown["m4_bits"]["tier"] == 3
    assert "share_document" in shown["m1_bits"]
    assert "share_document" not in found["m1_bits"]


@pytest.mark.parametrize(("switch", "wanted"), [("role", "DEFAULT"), ("user", "ADMIN"), ("nrtadmin", "NRTADMIN")])
def test_whose_id_the_rights_have_is_a_switch(api: Api, switch: str, wanted: str) -> None:
    api.tenant.operations_id = switch
    assert rights(api)["id"] == wanted


def test_the_rights_may_have_no_id(api: Api) -> None:
    api.tenant.operations_id = "absent"
    assert "id" not in api.data(f"{api.lib()}/operations")


def test_effective_rights_are_the_callers_own(api: Api) -> None:
    role_of(api, "LAWYER5", "LEGORA_METADATA")
    assert rights(api)["id"] == "DEFAULT"


def test_nrtadmin_may_supersede_the_role(api: Api) -> None:
    role_of(api, "LAWYER5", "LEGORA_METADATA")
    role_of(api, "LAWYER1", "LEGORA_METADATA")
    api.tenant.nrtadmin_supersedes = True
    assert rights(as_account(api))["m2_bits"]["document_view"] is True
    assert rights(as_account(api, "LAWYER1"))["m2_bits"]["document_view"] is False


def test_a_server_may_not_tell_whether_documents_can_be_viewed(api: Api) -> None:
    api.tenant.hide_document_view = True
    assert "document_view" not in rights(api)["m2_bits"]


def test_no_access_without_an_assignment(api: Api) -> None:
    api.tenant.libraries["CLOSED"].assignments.pop("LAWYER5")
    refused(as_account(api).get(f"{api.lib('CLOSED')}/operations"), 403, "NRC_NO_ACCESS")
    assert rights(api)["id"] == "DEFAULT"


# When


def test_an_assignment_becomes_effective_later(api: Api) -> None:
    api.tenant.effective_delay = 3600
    library = api.tenant.libraries["ACTIVE"]
    library.assignments.pop("LAWYER4")
    library.users.pop("LAWYER4", None)
    api.tenant.passwords["LAWYER4"] = api.password_of("LAWYER4")
    body = {"user_id": "LAWYER4", "database": "ACTIVE", "role_alias": "FULL"}
    profile = {} if api.tenant.is_cloud else api.profile("LAWYER4")
    assert api.send("POST", f"{api.lib()}/users", json={**profile, **body}).status_code == 201
    as_account(api, "LAWYER4")
    refused(api.get(f"{api.lib()}/operations"), 403, "NRC_NO_ACCESS")
    api.firm.clock.advance(1799)
    refused(api.get(f"{api.lib()}/operations"), 403, "NRC_NO_ACCESS")
    api.firm.clock.advance(1801)
    api.sign_in("LAWYER4")
    assert rights(api)["id"] == "FULL"


def test_until_then_the_former_role_is_effective(api: Api) -> None:
    api.tenant.effective_delay = 1000
    assert api.send("POST", f"{api.lib()}/roles/LEGORA_METADATA/users/LAWYER5").status_code == 200
    assert rights(as_account(api))["m2_bits"]["document_view"] is True
    api.firm.clock.advance(1001)
    assert rights(api)["m2_bits"]["document_view"] is False


# Roles


def test_roles_are_listed_and_read(api: Api) -> None:
    assert api.ids(f"{api.lib()}/roles") == ["DEFAULT", "FULL", "LEGORA_METADATA"]
    assert set(api.data(f"{api.lib()}/roles")[0]) == {"id", "description"}
    found = api.data(f"{api.lib()}/roles/legora_metadata")
    assert (found["id"], found["database"]) == ("LEGORA_METADATA", "ACTIVE")
    assert found["m2_bits"]["document_view"] is False
    refused(api.get(f"{api.lib()}/roles/NOBODY"), 404, "NRC_NO_ROLE")


def test_a_user_has_one_role(api: Api) -> None:
    for role in ("full", "LEGORA_METADATA"):
        assert api.send("POST", f"{api.lib()}/roles/{role}/users/lawyer5").status_code == 200
        assert (
            api.tenant.libraries["ACTIVE"].assignments["LAWYER5"]
            == Assignment(role.upper(), api.tenant.libraries["ACTIVE"].assignments["LAWYER5"].effective_at, "DEFAULT")
            or role != "full"
        )
    assert rights(as_account(api))["id"] == "LEGORA_METADATA"
    assert rights(api, "CLOSED")["id"] == "DEFAULT"


def test_no_call_tells_another_users_role(api: Api) -> None:
    role_of(api, "LAWYER5", "LEGORA_METADATA")
    for path in (f"{api.c}/users/LAWYER5", f"{api.lib()}/users/LAWYER5"):
        assert "LEGORA_METADATA" not in api.get(path).text


def role_body(**more: Any) -> dict[str, Any]:
    """Return the body that the one witness sends."""
    body = {"data_type": "users", "data": "LAWYER5", "action": "add", "database": "ACTIVE", **more}
    return {name: value for name, value in body.items() if value is not ...}


def test_the_body_of_a_role(api: Api) -> None:
    path = f"{api.lib()}/roles/FULL/users/LAWYER5"
    assert api.send("POST", path, json=role_body()).status_code == 200
    assert api.tenant.libraries["ACTIVE"].assignments["LAWYER5"].role == "FULL"
    assert api.send("POST", path).status_code == 200
    api.tenant.strict_bodies = True
    refused(api.send("POST", path), 415)
    assert api.send("POST", path, json=role_body()).status_code == 200
    for name in role_body():
        refused(api.send("POST", path, json=role_body(**{name: ...})), 400, "NRC_MISSING_FIELD", name)
        refused(api.send("POST", path, json=role_body(**{name: "x"})), 400, "NRC_BAD_VALUE", name)


def test_unknown_roles_and_users_are_refused(api: Api) -> None:
    refused(api.send("POST", f"{api.lib()}/roles/NOBODY/users/LAWYER5"), 400, "NRC_NO_ROLE", "role_alias")
    refused(api.send("POST", f"{api.lib()}/roles/FULL/users/NOBODY"), 404, "NRC_NO_USER")


def test_a_lawyer_gives_no_roles(api: Api) -> None:
    as_account(api, "LAWYER1")
    refused(api.send("POST", f"{api.lib()}/roles/FULL/users/LAWYER1"), 403, "NRC_NO_RIGHT")
    as_account(api, "LAWYER5")
    assert api.send("POST", f"{api.lib()}/roles/FULL/users/LAWYER1").status_code == 200


# Documents


@pytest.mark.parametrize(
    ("role", "document", "status", "code"),
    [
        ("DEFAULT", "ACTIVE!1.1", 200, None),
        ("LEGORA_METADATA", "ACTIVE!1.1", 403, "NRC_NO_RIGHT"),
        ("DEFAULT", "ACTIVE!9.9", 404, "NRC_NO_DOCUMENT"),
        ("DEFAULT", "CLOSED!1.1", 404, "NRC_NO_DOCUMENT"),
    ],
)
def test_a_download(api: Api, role: str, document: str, status: int, code: str | None) -> None:
    role_of(api, "LAWYER5", role)
    answer = as_account(api).get(f"{api.lib()}/documents/{document}/download")
    if status == 200:
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
        assert answer.content == b"A test document."
    else:
        refused(answer, status, code)


def test_a_download_without_access(api: Api) -> None:
    api.tenant.libraries["ACTIVE"].assignments.pop("LAWYER5")
    if not api.tenant.is_cloud:
        api.tenant.libraries["ACTIVE"].users.pop("LAWYER5")
    refused(as_account(api).get(f"{api.lib()}/documents/ACTIVE!1.1/download"), 403, "NRC_NO_RIGHT")


def test_libraries_and_applications(api: Api) -> None:
    assert api.data(f"{api.c}/libraries") == [
        {"id": library, "type": "worksite", "is_hidden": False} for library in ("ACTIVE", "CLOSED")
    ]
    (application,) = api.data(f"{api.c}/apps")
    assert (application["name"], application["status"]) == ("Legora", "enabled")
    assert application["oauth"]["client_secret"], "clients have to redact it"
    assert "client_secret" not in application
    for query, found in (("enabled", 1), ("disabled", 0)):
        assert len(api.data(f"{api.c}/apps", status=query)) == found


def test_the_applications_of_a_user(api: Api) -> None:
    path = f"{api.c}/users/LAWYER1/apps"
    assert api.data(path) == [{"id": "app-legora"}]
    assert api.data(path, client_id="app-other") == []
    api.tenant.app_users = {"app-legora": ["LAWYER2"]}
    assert api.data(path) == []
    assert api.data(f"{api.c}/users/LAWYER2/apps") == [{"id": "app-legora"}]
    api.tenant.applications[0]["status"] = "disabled"
    assert api.data(f"{api.c}/users/LAWYER2/apps") == []
    refused(api.get(f"{api.c}/users/NOBODY/apps"), 404, "NRC_NO_USER")


def test_a_lawyer_sees_no_applications(api: Api) -> None:
    refused(as_account(api, "LAWYER1").get(f"{api.c}/apps"), 403, "NRC_NO_RIGHT")
    assert as_account(api, "LAWYER5").get(f"{api.c}/apps").status_code == 200
