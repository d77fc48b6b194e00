# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Signing in: forms, refusals, lockout, addresses, idle tokens, and servers before OAuth."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from unit.doubles.simulator.api import Api, refused

from simulator import Simulator
from simulator.seed import add_user

WRONG = "Wrong-pretend-password-1"
EGRESS = "20.91.134.182"


def oauth_refused(answer: httpx.Response, status: int, error: str) -> str:
    """Check that an answer is an error in the form of OAuth, and return its description."""
    assert answer.status_code == status, answer.text
    content = answer.json()
    assert set(content) == {"error", "error_description"}
    assert content["error"] == error
    description: str = content["error_description"]
    return description


def failed_logins(api: Api, user_id: str) -> int:
    counts = {record.failed_logins for record in api.tenant.records_of(user_id)}
    assert len(counts) == 1
    return counts.pop()


def post_form(api: Api, form: dict[str, str]) -> httpx.Response:
    return api.http.post("/auth/oauth2/token", data=form)


def test_a_good_sign_in(api: Api) -> None:
    content = api.try_sign_in().json()
    assert set(content) == {"access_token", "token_type", "expires_in"}
    assert (content["token_type"], content["expires_in"]) == ("Bearer", 1800)
    api.token = content["access_token"]
    assert api.data("/api")["user"]["id"] == "ADMIN"


@pytest.mark.parametrize("scope", ["admin", "user", None])
def test_the_scope_may_be_absent(api: Api, scope: str | None) -> None:
    assert post_form(api, api.form(scope=scope)).status_code == 200


def test_a_server_may_want_a_scope(api: Api) -> None:
    api.tenant.required_scope = "admin"
    assert post_form(api, api.form(scope="admin")).status_code == 200
    for scope in ("user", None):
        oauth_refused(post_form(api, api.form("LAWYER1", WRONG, scope=scope)), 400, "invalid_scope")
    assert failed_logins(api, "LAWYER1") == 0


def test_an_application_may_be_open_to_some_users_only(api: Api) -> None:
    api.tenant.app_users = {api.tenant.client_id: ["ADMIN"]}
    assert api.try_sign_in().status_code == 200
    oauth_refused(api.try_sign_in("LAWYER1", WRONG), 400, "unauthorized_client")
    assert failed_logins(api, "LAWYER1") == 0


@pytest.mark.parametrize(
    "change",
    [
        {"grant_type": None}, {"grant_type": "refresh_token"}, {"grant_type": "client_credentials"}, {"username": None},
        {"username": ""}, {"password": None}, {"password": ""}, {"persona": "admin"},
    ],
)  # fmt: skip
def test_an_unknown_or_missing_field(api: Api, change: dict[str, Any]) -> None:
    form = {name: value for name, value in {**api.form("LAWYER1"), **change}.items() if value is not None}
    oauth_refused(post_form(api, form), 400, "invalid_request")
    assert failed_logins(api, "LAWYER1") == 0


def test_another_content_type(api: Api) -> None:
    refused(api.http.post("/auth/oauth2/token", json=api.form()), 415, "NRC_UNSUPPORTED_MEDIA")


@pytest.mark.parametrize("client_id", ["client-other", "", None])
def test_an_unknown_application(api: Api, client_id: str | None) -> None:
    oauth_refused(post_form(api, api.form("LAWYER1", client_id=client_id)), 401, "invalid_client")
    assert failed_logins(api, "LAWYER1") == 0


@pytest.mark.parametrize("secret", [WRONG, "", None])
def test_a_wrong_client_secret_is_no_failed_sign_in(cloud: Api, secret: str | None) -> None:
    oauth_refused(post_form(cloud, cloud.form("LAWYER1", WRONG, client_secret=secret)), 401, "invalid_client")
    assert failed_logins(cloud, "LAWYER1") == 0


def test_an_application_on_premises_needs_no_secret(on_premises: Api) -> None:
    assert "client_secret" not in on_premises.form()
    assert on_premises.try_sign_in().status_code == 200


@pytest.mark.parametrize("name", ["admin@alder.example", "ADMIN@Alder.Example"])
def test_the_cloud_is_signed_in_to_by_email(cloud: Api, name: str) -> None:
    assert post_form(cloud, cloud.form(username=name)).status_code == 200
    oauth_refused(post_form(cloud, cloud.form(username="ADMIN")), 401, "invalid_grant")


@pytest.mark.parametrize("name", ["ADMIN", "admin"])
def test_on_premises_is_signed_in_to_by_user_id(on_premises: Api, name: str) -> None:
    assert post_form(on_premises, on_premises.form(username=name)).status_code == 200
    oauth_refused(post_form(on_premises, on_premises.form(username="admin@birch.example")), 401, "invalid_grant")


# Refusals and lockout


def test_failed_sign_ins_are_counted_and_lock(api: Api) -> None:
    for number in (1, 2, 3):
        oauth_refused(api.try_sign_in("LAWYER1", WRONG), 401, "invalid_grant")
        assert failed_logins(api, "LAWYER1") == number
    record = api.data(f"{api.c}/users/LAWYER1")
    assert (record["is_locked"], record["failed_logins"]) == (True, 3)
    assert "locked" in oauth_refused(api.try_sign_in("LAWYER1"), 401, "invalid_grant")
    assert failed_logins(api, "LAWYER1") == 3
    assert api.data(f"{api.c}/users/LAWYER2")["is_locked"] is False


def test_the_limit_of_failed_sign_ins_is_a_setting(api: Api) -> None:
    api.tenant.max_failed_logins = 1
    api.try_sign_in("LAWYER1", WRONG)
    assert "locked" in oauth_refused(api.try_sign_in("LAWYER1"), 401, "invalid_grant")


def test_a_good_sign_in_forgets_the_failed_ones(api: Api) -> None:
    for _number in (1, 2):
        api.try_sign_in("LAWYER1", WRONG)
    assert api.try_sign_in("LAWYER1").status_code == 200
    assert failed_logins(api, "LAWYER1") == 0


def test_an_unknown_user_is_answered_like_a_wrong_password(api: Api) -> None:
    unknown = oauth_refused(api.try_sign_in("NOBODY", WRONG), 401, "invalid_grant")
    assert unknown == oauth_refused(api.try_sign_in("LAWYER1", WRONG), 401, "invalid_grant")


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [("allow_logon", False, "disabled"), ("user_nos", 6, "directory"), ("is_locked", True, "locked")],
)
def test_an_obstacle_is_no_failed_sign_in(api: Api, field: str, value: object, word: str) -> None:
    for record in api.tenant.records_of("LAWYER1"):
        setattr(record, field, value)
    assert word in oauth_refused(api.try_sign_in("LAWYER1", WRONG), 401, "invalid_grant")
    assert failed_logins(api, "LAWYER1") == 0


@pytest.mark.parametrize(
    ("ip_range", "source", "status"),
    [
        (EGRESS, EGRESS, 200),
        (EGRESS, None, 401),
        (EGRESS, "20.91.134.18", 401),
        (f"10.0.0.1, {EGRESS}", EGRESS, 200),
        (f"{EGRESS},127.0.0.1", None, 200),
        ("", None, 401),
    ],
)
def test_a_restricted_user_signs_in_from_its_address(
    cloud: Api, ip_range: str, source: str | None, status: int
) -> None:
    assert cloud.change("LAWYER1", ip_range_enabled=True, ip_range=ip_range).status_code == 200
    assert cloud.try_sign_in("LAWYER1", source=source).status_code == status
    assert failed_logins(cloud, "LAWYER1") == 0
    assert cloud.change("LAWYER1", ip_range_enabled=False).status_code == 200
    assert cloud.try_sign_in("LAWYER1").status_code == 200


# Tokens


def test_a_token_lapses_after_idling(api: Api) -> None:
    for _number in range(3):
        api.firm.clock.advance(1700)
        assert api.get("/api").status_code == 200
    api.firm.clock.advance(1801)
    refused(api.get("/api"), 401, "NRC_NOT_AUTHENTICATED")
    refused(api.get("/api"), 401, "NRC_NOT_AUTHENTICATED")


def test_the_idle_time_is_a_setting(api: Api) -> None:
    api.tenant.idle_timeout = 60
    api.firm.clock.advance(61)
    refused(api.get("/api"), 401)


def test_a_revoked_token_is_worth_nothing(api: Api) -> None:
    other = api.try_sign_in().json()["access_token"]
    answer = api.http.post("/auth/oauth2/revoke-token", data={"access_token": api.token})
    assert (answer.status_code, answer.json()) == (200, {})
    refused(api.get("/api"), 401)
    api.token = other
    assert api.get("/api").status_code == 200


def test_revoking_is_idempotent(api: Api) -> None:
    for _number in range(2):
        assert api.http.post("/auth/oauth2/revoke-token", data={"access_token": api.token}).status_code == 200


@pytest.mark.parametrize("form", [{"token": "x"}, {"access_token": "x", "token_type_hint": "access_token"}])
def test_a_revocation_has_one_field(api: Api, form: dict[str, str]) -> None:
    oauth_refused(api.http.post("/auth/oauth2/revoke-token", data=form), 400, "invalid_request")


def test_a_token_is_for_one_firm(sim: Simulator, cloud: Api, on_premises: Api) -> None:
    on_premises.token = cloud.token
    refused(on_premises.get("/api"), 401)


def test_a_disabled_users_token_is_worth_nothing(api: Api) -> None:
    with Api(api.firm) as other:
        other.sign_in("LAWYER1")
        for record in api.tenant.records_of("LAWYER1"):
            record.allow_logon = False
        refused(other.get("/api"), 401)


# Before 10.2.2

LOGIN = "/api/v1/session/login"


def legacy(api: Api, version: str) -> Api:
    api.tenant.version = version
    return api


def credentials(api: Api, **more: Any) -> dict[str, Any]:
    return {"user_id": "LAWYER1", "password": api.password_of("LAWYER1"), "persona": "admin", **more}


@pytest.mark.parametrize("version", ["10.2.1", "10.2.1.99", "10.1.5", "9.5.0"])
def test_an_old_server_has_the_old_login_only(on_premises: Api, version: str) -> None:
    api = legacy(on_premises, version)
    refused(api.try_sign_in(), 404, "NRC_NOT_FOUND")
    refused(api.http.post("/auth/oauth2/revoke-token", data={"access_token": api.token}), 404, "NRC_NOT_FOUND")
    answer = api.http.put(LOGIN, json=credentials(api))
    assert answer.status_code == 200
    assert set(answer.json()) == {"X-Auth-Token", "customer_id"}
    assert answer.json()["customer_id"] == 1
    api.token = answer.json()["X-Auth-Token"]
    assert api.data("/api")["user"]["id"] == "LAWYER1"


@pytest.mark.parametrize("version", ["10.2.2", "10.3.0.1", "10.5.0.12", "11.0.0"])
def test_a_newer_server_has_not(on_premises: Api, version: str) -> None:
    api = legacy(on_premises, version)
    refused(api.http.put(LOGIN, json=credentials(api)), 404, "NRC_NOT_FOUND")
    assert api.try_sign_in().status_code == 200


def test_the_old_login_is_as_strict(on_premises: Api) -> None:
    api = legacy(on_premises, "10.2.1")
    refused(api.http.put(LOGIN, json=credentials(api, password=WRONG)), 401, "NRC_LOGIN_FAILED")
    assert failed_logins(api, "LAWYER1") == 1
    refused(api.http.put(LOGIN, json=credentials(api, application="x")), 400, "NRC_UNKNOWN_FIELD", "application")
    refused(api.http.put(LOGIN, json={"user_id": "LAWYER1"}), 400, "NRC_MISSING_FIELD", "password")
    refused(api.http.put(LOGIN, data=credentials(api)), 415, "NRC_UNSUPPORTED_MEDIA")
    assert failed_logins(api, "LAWYER1") == 1


# Who am I


@pytest.mark.parametrize("user_id", ["ADMIN", "LAWYER1"])
def test_discovery(api: Api, user_id: str) -> None:
    api.sign_in(user_id)
    found = api.data("/api")
    assert ("global_users" in found["capabilities"]) is api.tenant.is_cloud
    assert found["dms_version"] == "10.5.0.12"
    assert found["user"]["id"] == user_id
    assert found["user"]["customer_id"] == int(api.tenant.customer_id)
    assert {version["name"]: version["url"] for version in found["versions"]}[
        "v2"
    ] == f"{api.firm.imanage_url}/work/api/v2"
    assert found["work"]["preferred_library"] == "ACTIVE"
    assert [library["alias"] for library in found["work"]["libraries"]] == ["ACTIVE", "CLOSED"]
    assert not any("id" in library for library in found["work"]["libraries"])


def test_a_new_user_can_sign_in(api: Api) -> None:
    add_user(api.tenant, "GUEST", api.name_of("GUEST").lower(), "Pretend-password-0002")
    assert api.try_sign_in("GUEST", "Pretend-password-0002").status_code == 200
