# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""R and I: whether both systems are ready, each check passing, failing and unknown."""

from __future__ import annotations

import pytest
from helpers.firm import NOT_READ, failing, firm
from unit.checks.cases import Case, answer

_LIBRARIES = "imanage.libraries"
_UNREAD = "iManage could not be read: the server is away"

_DISABLED = {"imanage.operator.nrtadmin_enabled.CLOSED": False}


def later(**more: object) -> dict[str, object]:
    """Return what is read where one later call does not answer as it should."""
    return {"imanage.later_calls.1": {"call": "GET L/operations", **more}}


CASES = (
    Case("R1", "pass", "region eu, as Legora says too; requests to iManage come from 20.91.134.182"),
    Case("R1", "pass", "Legora did not say", {"organisation": NOT_READ}),
    Case("R1", "pass", "region eu", {"organisation.region": " EU "}),
    Case(
        "R1",
        "pass",
        "did not say",
        {"organisation.region": None, "config.legora_api_url": "https://api.eu.legora.com/api/v2"},
    ),
    Case("R1", "fail", "egress address is not that of region eu", {"config.legora_egress_address": "20.110.19.80"}),
    Case("R1", "fail", "legora_web_url belongs to region us", {"config.legora_web_url": "https://app.us.legora.com"}),
    Case("R1", "fail", "organisation is of region us", {"organisation.region": "us"}),
    Case("R1", "fail", "no region uk", {"config.legora_region": "uk", "config.legora_egress_address": "192.0.2.9"}),
    Case(
        "R1",
        "unknown",
        "not the address of region eu",
        {"organisation": NOT_READ, "config.legora_api_url": "https://proxy.example/v1"},
    ),
    Case("R2", "pass", "ADMIN is in NRTADMIN of ACTIVE, CLOSED"),
    Case("R2", "fail", "not in NRTADMIN of library CLOSED", {"imanage.operator.nrtadmin.CLOSED": False}),
    Case("R2", "fail", "ADMIN is not known in library CLOSED", {"imanage.operator.nrtadmin.CLOSED": None}),
    Case("R2", "fail", "NRTADMIN of library CLOSED is disabled", _DISABLED),
    Case(
        "R2",
        "fail",
        "ADMIN is not in NRTADMIN of library ACTIVE; NRTADMIN of library CLOSED is disabled",
        {**_DISABLED, "imanage.operator.nrtadmin": {"ACTIVE": False, "CLOSED": False}},
    ),
    Case(
        "R2",
        "fail",
        "GET L/operations answers otherwise than this collection knows (HTTP 404): it believes that m2_bits",
        later(answers=False, reason="HTTP 404"),
    ),
    Case(
        "R2",
        "fail",
        "asked before it is needed: GET L/operations (HTTP 503)",
        later(answers=None, reason="HTTP 503"),
    ),
    Case(
        "R2",
        "warn",
        "GET L/users/{operator} (HTTP 404) is not offered, so lock, failed sign-ins and password of SVC-LEGORA may",
        later(call="GET L/users/{operator}", answers=False, reason="HTTP 404", needed=False),
    ),
    Case("R2", "unknown", "was not asked", {"imanage.later_calls": None}),
    Case("R2", "unknown", "was not asked", {"imanage.later_calls": []}),
    Case(
        "R2",
        "unknown",
        "NRTADMIN of library CLOSED is enabled was not told",
        {"imanage.operator.nrtadmin_enabled.CLOSED": None},
    ),
    Case(
        "R2",
        "fail",
        "operator at iManage is refused: wrong",
        {"session": failing("wrong", "auth"), "imanage": NOT_READ, "user": NOT_READ},
    ),
    Case("R2", "fail", "key at Legora is refused: revoked", {"connectors": failing("revoked", "permission")}),
    Case("R2", "fail", "another firm's: it is Birch's", {"connectors": failing("it is Birch's", "tenant_mismatch")}),
    Case("R2", "fail", "may not read users", {"user": failing("HTTP 403", "permission")}),
    Case("R2", "fail", "refused: HTTP 401", {"connectors": failing("HTTP 401", "auth", "Check the key.")}),
    Case("R2", "unknown", "not read", {"imanage.operator": None}),
    Case(
        "R2", "unknown", "in NRTADMIN of library CLOSED was not read", {"imanage.operator.nrtadmin": {"ACTIVE": True}}
    ),
    Case("R2", "unknown", _UNREAD, {"imanage": failing()}),
    Case("R2", "unknown", "service account at iManage was not read", {"user": NOT_READ}),
    Case("R2", "unknown", "connector could not be read: the server is away", {"connectors": failing()}),
    Case("R2", "unknown", "imanage_libraries is empty", {"config.imanage_libraries": []}),
    Case("R3", "pass", "connector int_1 is enabled; application Legora is enabled"),
    Case(
        "R3", "fail", "connector int_1 is disabled", {"connectors.0.enabled": False, "connectors.0.status": "disabled"}
    ),
    Case("R3", "fail", "no iManage connector", {"connectors": []}),
    Case(
        "R3",
        "fail",
        "set legora_connector_id",
        {"connectors": [{"id": "a", "enabled": True}, {"id": "b", "enabled": True}]},
    ),
    Case("R3", "fail", "is not enabled", {"connectors": failing("the integration is not enabled", "unsupported")}),
    Case("R3", "fail", "iManage has no application Legora", {"imanage.applications": []}),
    Case(
        "R3",
        "fail",
        "application Legora is disabled",
        {"imanage.applications": [{"name": "legora", "status": "disabled"}]},
    ),
    Case(
        "R3",
        "unknown",
        "does not say whether application Legora",
        {"imanage.applications": [{"name": "Legora", "status": None}]},
    ),
    Case("R3", "unknown", "did not list its applications", {"imanage.applications": None}),
    Case("R3", "unknown", "imanage_legora_app_name is not set", {"config.imanage_legora_app_name": None}),
    Case("R3", "unknown", "the server is away", {"connectors": failing()}),
    Case(
        "R3",
        "unknown",
        "Legora is available, which does not tell whether it is enabled",
        {"imanage.applications.0.status": "available"},
    ),
    Case("R4", "unknown", "names application Legora among those of SVC-LEGORA; iManage publishes no call"),
    Case(
        "R4", "unknown", "as active, so its application lets that in; iManage publishes no call", {"user.app_ids": None}
    ),
    Case(
        "R4",
        "unknown",
        "SVC-LEGORA may use was not read, and iManage publishes no call",
        {"user.app_ids": None, "connectors.0.service_account.status": "unverified"},
    ),
    Case("R4", "unknown", "as active", {"imanage.applications": None}),
    Case("R4", "unknown", "as active", {"imanage.applications.0.id": None}),
    Case("R4", "unknown", "was not read", {"user": NOT_READ, "connectors": NOT_READ}),
    Case("R4", "warn", "does not name application Legora among those of SVC-LEGORA", {"user.app_ids": ["other"]}),
    Case("R5", "pass", "iManage's cloud, version 10.4.0"),
    Case("R5", "pass", "version not named", {"imanage.version": None}),
    Case("R5", "pass", "on-premises, version 10.2.2", {"imanage.version": "10.2.2.5"}, on_premises=True),
    Case("R5", "pass", "on-premises", {"imanage.version": "10.10.0"}, on_premises=True),
    Case("R5", "pass", "on-premises", {"imanage.version": "10.3"}, on_premises=True),
    Case("R5", "fail", "older than 10.2.2", {"imanage.version": "10.2.1.9"}, on_premises=True),
    Case("R5", "fail", "older than 10.2.2", {"imanage.version": "9.5"}, on_premises=True),
    Case("R5", "unknown", "does not tell whether it is older", {"imanage.version": "10.2"}, on_premises=True),
    Case("R5", "unknown", "does not name its version", {"imanage.version": "latest"}, on_premises=True),
    Case("R5", "unknown", "does not say whether it is the cloud", {"imanage.deployment": None}),
    Case("R5", "unknown", _UNREAD, {"imanage": failing()}),
    Case("R6", "unknown", "what was agreed"),
    Case("I1", "pass", "4711, as iManage says"),
    Case("I1", "pass", "4711, as iManage says", {"session": NOT_READ}),
    Case("I1", "pass", "does not tell firms apart", on_premises=True),
    Case("I1", "fail", "is 4712, but iManage says 4711", {"config.imanage_customer_id": "4712"}),
    Case(
        "I1",
        "fail",
        "belong to 9999",
        {"session": failing("they belong to 9999", "tenant_mismatch"), "imanage": NOT_READ},
    ),
    Case("I1", "fail", "as a rule, but iManage says 7", {"session.customer_id": "7"}, on_premises=True),
    Case("I1", "warn", "nothing is written without it; iManage says 4711", {"config.imanage_customer_id": None}),
    Case(
        "I1",
        "warn",
        "iManage says 4711",
        {"config.imanage_customer_id": None, "session.deployment": None, "imanage": NOT_READ},
    ),
    Case(
        "I1", "unknown", "sign-in) could not be read: the server is away", {"session": failing(), "imanage": NOT_READ}
    ),
    Case("I1", "unknown", "does not say which customer", {"session.customer_id": None}),
    Case("I2", "pass", "ACTIVE, CLOSED: ready"),
    Case("I2", "fail", "iManage spells it Closed", {f"{_LIBRARIES}.1.id": "Closed"}),
    Case("I2", "fail", "there is no library CLOSED", {_LIBRARIES: [{"id": "ACTIVE", "status": "ready"}]}),
    Case("I2", "fail", "library CLOSED is offline", {f"{_LIBRARIES}.1.status": "offline"}),
    Case("I2", "fail", "there is no role NOPE in library CLOSED", {"user.missing_roles": {"CLOSED": "NOPE"}}),
    Case("I2", "pass", "ready", {"user.missing_roles": {}}),
    Case("I2", "pass", "ready", {"user": NOT_READ, "config.imanage_libraries": [{"id": "ACTIVE", "role": None}]}),
    Case(
        "I2",
        "unknown",
        "libraries ACTIVE, CLOSED was not looked for: the service account at iManage was",
        {"user": NOT_READ},
    ),
    Case("I2", "unknown", "was not looked for: the service account at iManage could not", {"user": failing()}),
    Case("I2", "unknown", "the role in library CLOSED was not looked for", {"user.libraries": ["active"]}),
    Case(
        "I2",
        "unknown",
        "whether there is the role in library CLOSED could not be read: HTTP 403",
        {"user.missing_roles": {}, "user.unread_roles": {"CLOSED": "HTTP 403"}},
    ),
    Case(
        "I2",
        "fail",
        "there is no role NOPE in library ACTIVE",
        {"user.missing_roles": {"ACTIVE": "NOPE"}, "user.unread_roles": {"CLOSED": "HTTP 403"}},
    ),
    Case("I2", "unknown", "does not say whether CLOSED is ready", {f"{_LIBRARIES}.1.status": None}),
    Case("I2", "unknown", "the server is away", {"session": failing(), "imanage": NOT_READ}),
    Case("I2", "unknown", "imanage_libraries is empty", {"config.imanage_libraries": []}),
    Case("I3", "pass", "all libraries that the operator sees"),
    Case("I3", "warn", "not covered: HR", {f"{_LIBRARIES}.1.id": "HR"}),
    Case("I3", "unknown", "lists no library", {_LIBRARIES: []}),
    Case("I3", "unknown", _UNREAD, {"imanage": failing()}),
    Case("I4", "pass", "2 named: ACTIVE, CLOSED"),
    Case("I4", "fail", "imanage_libraries is empty", {"config.imanage_libraries": []}),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_it_sees(case: Case) -> None:
    case.check_it()


def test_role_that_there_is_not_is_no_mistake_in_the_list_of_libraries() -> None:
    missing = {"user.missing_roles": {"ACTIVE": "NOPE"}}
    said = answer(firm(missing), "I2")
    assert said.remedy == "Create the role in Control Center, without document view, or correct service_account_role."
    both = answer(firm({**missing, "config.imanage_libraries": [{"id": "X"}]}), "I2")
    assert "there is no library X; there is no role NOPE in library ACTIVE" in both.evidence
    assert "Correct imanage_libraries" in str(both.remedy)


def test_role_that_was_not_looked_for_is_no_mistake_in_the_list_of_libraries() -> None:
    refused = failing("HTTP 503", "unavailable", "Run again later.")
    assert answer(firm({"user": refused}), "I2").remedy == "Run again later."
    unread = {"user.missing_roles": {}, "user.unread_roles": {"CLOSED": "HTTP 403"}}
    assert "Control Center" in str(answer(firm(unread), "I2").remedy)


def test_library_that_is_not_ready_is_no_mistake_of_the_configuration() -> None:
    said = answer(firm({f"{_LIBRARIES}.1.status": "offline"}), "I2")
    assert "Correct imanage_libraries" not in str(said.remedy)
    assert "There are: ACTIVE" in str(answer(firm({"config.imanage_libraries": [{"id": "X"}]}), "I2").remedy)


_WRONG_KEY = failing("HTTP 401", "auth", "Check the key.")
_WRONG_PASSWORD = {"session": failing("HTTP 400", "auth", "Check the password."), "imanage": NOT_READ, "user": NOT_READ}


@pytest.mark.parametrize(
    ("check", "changes", "remedy"),
    [
        ("R2", {"connectors": _WRONG_KEY}, "Check the key."),
        ("R2", _WRONG_PASSWORD, "Check the password."),
        ("R2", {"connectors": _WRONG_KEY, **_WRONG_PASSWORD}, "Check the password. Check the key."),
        (
            "R2",
            {"connectors": _WRONG_KEY, "imanage.operator.nrtadmin.CLOSED": False},
            "Check the key. Give the operator NRTADMIN in each listed library.",
        ),
        ("R2", {"imanage.operator.nrtadmin.CLOSED": False}, None),
        (
            "R2",
            _DISABLED,
            "Enable the group NRTADMIN there in Control Center: a disabled group takes no members.",
        ),
        ("R3", {"connectors": failing("no such path", "unsupported", "Correct the profile.")}, "Correct the profile."),
        ("I1", {"session": failing("it is 9999", "tenant_mismatch", "Set it.")}, "Set it."),
    ],
)
def test_refused_reading_says_itself_what_to_do_and_only_once(
    check: str, changes: dict[str, object], remedy: str | None
) -> None:
    said = answer(firm(changes), check)
    assert (said.status, said.remedy) == ("fail", remedy)
    assert not said.evidence.endswith("."), "what follows it begins with a full stop"
    assert not any(hint in said.evidence for hint in ("Check", "Correct", "Set it"))


def test_call_that_differs_is_said_with_what_is_believed_and_that_nothing_was_written() -> None:
    for call, belief in (
        ("GET L/groups?alias=NRTADMIN", "found by its alias"),
        ("GET L/operations", "m2_bits.document_view"),
        ("GET L/users/{operator}", "a user of a library is found"),
        ("GET C/users/{operator}", "libraries are told by their IDs"),
    ):
        calls = [{"call": call, "answers": False, "reason": "HTTP 404"}]
        said = answer(firm({"imanage.later_calls": calls}), "R2")
        assert said.status == "fail"
        assert call in said.evidence
        assert belief in said.evidence
        assert str(said.remedy).startswith("Nothing was written.")


@pytest.mark.parametrize(
    "changes", [{"connectors": []}, {"connectors.0.enabled": False, "connectors.0.status": "disabled"}]
)
def test_text_for_legoras_staff_is_there_with_a_key_too(changes: dict[str, object]) -> None:
    remedy = str(answer(firm(changes), "R3").remedy)
    assert remedy.startswith("Send to your contact at Legora:")
    assert "attestations" not in remedy, "what is read, nobody attests"
