# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A: whether the service account is what Legora needs, and nothing more."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from helpers.firm import EGRESS, NOT_READ, failing, firm
from unit.checks.cases import Case, answer, decided, found

_ACCEPTED = {"config.service_account_accept_document_view": True}
_LOCKED = {"access.signed_in": False, "access.status": "unknown", "access.reason": "ip_locked", "access.libraries": []}
_UNREAD = {"session": failing("no answer"), "user": NOT_READ}
_NOBODY = {"user": {"exists": False, "role_rights": {}}, "access": NOT_READ}
_FIRST = "access.libraries.0"
REFUSED = {
    "access.status": "rejected",
    "access.signed_in": False,
    "access.reason": "iManage refused the sign-in: wrong",
}


def sees(document_view: bool | None, status: str = "noncompliant") -> dict[str, Any]:
    return {
        "access.status": status,
        "access.reason": "the account may view documents",
        f"{_FIRST}.status": status,
        f"{_FIRST}.document_view": document_view,
    }


def predecessors(*enabled: bool | None) -> dict[str, Any]:
    """Return what is read of a former account in each listed library."""
    old = {"id": "SVC-OLD", "full_name": "Legora", "email": "old@alder.example"}
    return {
        "user.predecessors": [
            {**old, "library": ("ACTIVE", "CLOSED")[number], "enabled": one} for number, one in enumerate(enabled)
        ]
    }


_STORED = "connectors.0.service_account.username"
_NO_LEGORA = {"connectors.0.service_account": None}
# Another product's account, which is given to Legora by mistake.
_TAKEN_OVER = {
    "user.email": "svc-litera@alder.example",
    "user.sign_in_name": "svc-litera@alder.example",
    "user.email_holders": [],
}
_OLD = {**_TAKEN_OVER, _STORED: "svc-old@alder.example"}
_NO_CLOSED = {
    "imanage": NOT_READ,
    "session.libraries": [{"id": "ACTIVE", "status": "ready"}],
    "user.libraries": ["ACTIVE"],
}

_KIND = ("user.virtual", "user.directory_synced", "user.external")
_STATE = ("user.enabled", "user.locked", "user.force_password_change", "user.password_never_expires")
_NOT_SIGNED_IN = {"access": NOT_READ}
_WITH_HR = [{"id": name, "status": "ready"} for name in ("ACTIVE", "CLOSED", "HR")]
# HR was taken off the list, and Legora covers it.
_IN_HR: dict[str, Any] = {"user.memberships.HR": ["NRTADMIN"]}
_COVERED = ["ACTIVE", "CLOSED", "HR"]
_DROPPED = {**_IN_HR, "connectors.0.capabilities.0.library_ids": _COVERED}
COVERS_HR = {"capabilities": [{"type": "ethical_walls", "customer_id": "4711", "library_ids": _COVERED}]}
# iManage does not tell in which libraries the account is.
_UNTOLD: dict[str, Any] = {"user.libraries": None, "user.memberships": {}}

CASES = (
    Case("A1", "pass", "in the listed libraries and NRTADMIN only"),
    Case("A1", "pass", "there is no SVC-LEGORA yet", _NOBODY),
    Case("A1", "pass", "NRTADMIN only", {"user.memberships.ACTIVE": ["nrtadmin"]}),
    Case("A1", "fail", "in LITIGATION of library CLOSED", {"user.memberships.CLOSED": ["LITIGATION", "NRTADMIN"]}),
    Case("A1", "fail", "is the operator as well", {"config.imanage_username": "svc-legora"}),
    Case("A1", "fail", "SVC-LEGORA is the operator as well", {"imanage.user.id": "svc-legora"}),
    Case("A1", "fail", "SVC-LEGORA@ALDER.EXAMPLE is the operator", {"imanage.user.email": "svc-legora@alder.example"}),
    Case("A1", "fail", "is the operator as well", {**_NOBODY, "config.imanage_username": "SVC-LEGORA"}),
    Case(
        "A1",
        "warn",
        "in library HR, not listed",
        {"user.libraries": ["ACTIVE", "CLOSED", "HR"], "user.memberships.HR": []},
    ),
    Case("A1", "unknown", "groups of SVC-LEGORA in libraries ACTIVE, CLOSED were not read", {"user.memberships": None}),
    Case("A1", "unknown", "in library CLOSED were not read", {"user.memberships": {"ACTIVE": ["NRTADMIN"]}}),
    Case("A1", "unknown", "in libraries ACTIVE, CLOSED were not read", _UNTOLD),
    Case("A1", "unknown", "in library HR were not read", {"user.libraries": None, "imanage.libraries": _WITH_HR}),
    Case("A1", "pass", "NRTADMIN only", {"user.libraries": None}),
    Case("A1", "unknown", "sign-in) could not be read: no answer", _UNREAD),
    Case("A2", "pass", "SVC-LEGORA is in ACTIVE, CLOSED"),
    Case("A2", "fail", "no such user", _NOBODY),
    Case("A2", "fail", "not in library CLOSED", {"user.libraries": ["active"]}),
    Case("A2", "fail", "there is no library CLOSED; there are ACTIVE", _NO_CLOSED),
    Case("A2", "fail", "no such user; there is no library CLOSED", {**_NOBODY, **_NO_CLOSED}),
    Case("A2", "unknown", "no answer", _UNREAD),
    Case("A2", "unknown", "does not say whether SVC-LEGORA is in libraries ACTIVE, CLOSED", _UNTOLD),
    Case("A2", "pass", "is in ACTIVE, CLOSED", {"user.libraries": None}),
    Case("A2", "unknown", "imanage_libraries is empty", {"config.imanage_libraries": []}),
    Case("A3", "pass", "virtual and internal"),
    Case("A3", "fail", "no virtual user", {"user.virtual": False}),
    Case("A3", "fail", "no virtual user", {"user.directory_synced": True}),
    Case("A3", "fail", "external user", {"user.external": True}),
    Case("A3", "unknown", "does not say of SVC-LEGORA: external", {"user.external": None}),
    Case("A3", "unknown", "no such user", _NOBODY),
    Case("A3", "unknown", "no answer", _UNREAD),
    Case("A3", "unknown", "does not say of SVC-LEGORA: virtual, directory synced, external", dict.fromkeys(_KIND)),
    Case("A4", "pass", "keeps its password"),
    Case("A4", "fail", "may not sign in", {"user.enabled": False}),
    Case("A4", "fail", "is locked", {"user.locked": True}),
    Case("A4", "fail", "has to change its password", {"user.force_password_change": True}),
    Case("A4", "fail", "password that expires", {"user.password_never_expires": False}),
    Case(
        "A4",
        "fail",
        "is locked; SVC-LEGORA has a password that expires",
        {"user.locked": True, "user.password_never_expires": False},
    ),
    Case("A4", "unknown", "does not say of SVC-LEGORA: locked", {"user.locked": None, **_NOT_SIGNED_IN}),
    Case("A4", "pass", "keeps its password", {"user.locked": None, "user.enabled": None}),
    Case(
        "A4",
        "unknown",
        "does not say of SVC-LEGORA: force password change, password never expires; that it may sign in and is not "
        "locked, its sign-in showed",
        dict.fromkeys(_STATE),
    ),
    Case(
        "A4",
        "unknown",
        "SVC-LEGORA: enabled, locked, force password change, password never expires",
        {**dict.fromkeys(_STATE), **_NOT_SIGNED_IN},
    ),
    Case("A4", "fail", "is locked", {"user.locked": True, "user.enabled": None}),
    Case("A4", "unknown", "no such user", _NOBODY),
    Case("A5", "pass", "belongs to nobody else"),
    Case("A5", "pass", "belongs to nobody else", {"user.email_holders": []}),
    Case("A5", "fail", "belongs to ANN", {"user.email_holders": ["ANN", "svc-legora"]}),
    Case("A5", "unknown", "was not read", {"user.email_holders": None}),
    Case("A5", "fail", "signs in with svc-litera@alder.example, not with svc-legora@alder.example", _OLD),
    Case("A5", "fail", "would be cut off", {**_TAKEN_OVER, **_NO_LEGORA}),
    Case("A5", "pass", "nobody else", {**_TAKEN_OVER, _STORED: "SVC-Legora@alder.example"}),
    # There it signs in with its user ID.
    Case("A5", "pass", "nobody else", {**_TAKEN_OVER, "user.sign_in_name": "SVC-LEGORA"}),
    Case("A5", "pass", "nobody else", {**_TAKEN_OVER, "user.email": None}),
    Case("A5", "pass", "nobody else", {**_OLD, "user.enabled": False}),
    Case("A5", "fail", "would be cut off", {**_OLD, "user.enabled": None}),
    Case("A5", "unknown", "no answer", _UNREAD),
    Case("A6", "pass", "in NRTADMIN of ACTIVE, CLOSED"),
    Case(
        "A6",
        "pass",
        "in NRTADMIN of ACTIVE, CLOSED",
        {"user.memberships": {"Active": ["NRTADMIN"], "closed": ["nrtadmin"]}},
    ),
    Case("A6", "fail", "not in NRTADMIN of library CLOSED", {"user.memberships.CLOSED": []}),
    Case(
        "A6",
        "fail",
        "not in NRTADMIN of library CLOSED",
        {"user.libraries": ["ACTIVE"], "user.memberships": {"ACTIVE": ["NRTADMIN"]}},
    ),
    Case("A6", "unknown", "in libraries ACTIVE, CLOSED were not read", {"user.memberships": None}),
    Case("A6", "unknown", "no such user", _NOBODY),
    Case("A6", "unknown", "there is no library CLOSED", {**_NO_CLOSED, "user.memberships": {"ACTIVE": ["NRTADMIN"]}}),
    Case("A6", "fail", "not in NRTADMIN of library ACTIVE", {**_NO_CLOSED, "user.memberships": {"ACTIVE": []}}),
    Case("A7", "pass", "of no other library"),
    Case("A7", "fail", "in NRTADMIN of library HR, not listed", {"user.memberships.HR": ["NRTADMIN"]}),
    Case("A7", "fail", "NRTADMIN of library HR", {"user.memberships.HR": ["NRTADMIN"]}, phase="preflight"),
    Case("A7", "pass", "of no other library", phase="preflight"),
    Case("A7", "unknown", "in library HR were not read", {"user.libraries": None, "imanage.libraries": _WITH_HR}),
    Case("A7", "unknown", "in library HR were not read", {"user.libraries": ["ACTIVE", "CLOSED", "HR"]}),
    Case("A7", "unknown", "no such user", _NOBODY),
    Case("A7", "warn", "in NRTADMIN of library HR, not listed, but still covered by Legora", _DROPPED),
    Case("A7", "warn", "still covered by Legora", _DROPPED, phase="preflight"),
    Case("A7", "warn", "still covered by Legora", _DROPPED, phase="verify"),
    Case("A7", "warn", "covered by Legora until this run", {**_IN_HR, "connector_before": COVERS_HR}),
    Case("A7", "fail", "library HR, not listed", {**_IN_HR, "connector_before": {"capabilities": None}}),
    Case("A7", "fail", "library HR, not listed", {**_IN_HR, "connectors": []}),
    Case("A7", "fail", "library HR, not listed", {**_IN_HR, "connectors": NOT_READ}),
    Case(
        "A7",
        "fail",
        "but still covered by Legora: once it is not, take the account out of NRTADMIN there; "
        "SVC-LEGORA is in NRTADMIN of library PAY, not listed",
        {**_DROPPED, "user.memberships.PAY": ["NRTADMIN"]},
    ),
    # Another customer's libraries are not the firm's.
    Case("A7", "fail", "library HR, not listed", {**_DROPPED, "connectors.0.capabilities.0.customer_id": "4712"}),
    Case("A7", "unknown", "library PAY were not read", {**_DROPPED, "user.libraries": ["ACTIVE", "HR", "PAY"]}),
    Case("A9", "pass", "metadata can be read, documents cannot be viewed"),
    Case("A9", "fail", "may view documents", sees(True)),
    Case("A9", "fail", "may view", {**_ACCEPTED, **sees(True), f"{_FIRST}.rights": {"delete": True}}),
    Case("A9", "fail", "refused the sign-in", REFUSED),
    Case("A9", "fail", "refused the sign-in", {**REFUSED, "user": NOT_READ}),
    Case(
        "A9",
        "unknown",
        "not tried: the account is locked",
        {**REFUSED, "access.reason": "the account is locked", "user.locked": True},
    ),
    Case(
        "A9",
        "unknown",
        "not tried: ",
        {**REFUSED, "access.reason": "the account is not allowed to sign in", "user.enabled": False},
    ),
    Case("A9", "warn", "the firm accepts that", {**_ACCEPTED, **sees(True)}),
    Case("A9", "fail", "may view documents", {**_ACCEPTED, **sees(None)}),
    Case("A9", "unknown", "it was not proved in library CLOSED", {"access.libraries.1.status": "pending"}),
    Case("A9", "unknown", "it was not proved in libraries ACTIVE, CLOSED", {"access.libraries": None}),
    Case(
        "A9", "unknown", "eight hours", {"access.status": "pending", "access.reason": "it may take up to eight hours"}
    ),
    Case("A9", "unknown", "not tried from here", _LOCKED),
    Case(
        "A9",
        "unknown",
        "could lock it, so it was not tried; reset them in Control Center",
        {"access.status": "unknown", "access.reason": "failed_sign_ins"},
    ),
    Case("A9", "unknown", "it was not tried", {"access": {}}),
    Case("A9", "unknown", "rights was not read", _NOBODY),
    Case("A9", "unknown", "rights could not be read: the server is away", {"access": failing()}),
    Case("A10", "pass", "refused in ACTIVE, CLOSED"),
    Case("A10", "fail", "could download the test document of library ACTIVE", {f"{_FIRST}.download": "allowed"}),
    Case("A10", "unknown", "no test document is named for library ACTIVE", {f"{_FIRST}.download": None}),
    Case(
        "A10",
        "unknown",
        "answered HTTP 404",
        {f"{_FIRST}.download": None, "access.reason": "the download of test document 1 answered HTTP 404"},
    ),
    Case("A10", "unknown", "not tried from here", _LOCKED),
    Case("A11", "pass", f"from {EGRESS} only"),
    Case("A11", "pass", f"from {EGRESS} only", {"user.ip_range": f"{EGRESS}/32"}),
    Case("A11", "pass", f"from {EGRESS} only", {"user.ip_range": f"{EGRESS}-{EGRESS}"}),
    Case("A11", "unknown", "restricted to the office, which can't be compared", {"user.ip_range": "the office"}),
    Case("A11", "unknown", "does not say whether SVC-LEGORA is restricted", {"user.ip_lock": None}),
    Case("A11", "fail", "from anywhere", {"user.ip_lock": False, "config.service_account_ip_lock": True}),
    Case(
        "A11", "fail", f"from {EGRESS}, 192.0.2.1, instead of {EGRESS} alone", {"user.ip_range": f"{EGRESS}, 192.0.2.1"}
    ),
    Case(
        "A11",
        "fail",
        f"instead of {EGRESS} alone",
        {"user.ip_range": "0.0.0.0/0", "config.service_account_ip_lock": True},
    ),
    Case("A11", "warn", "from anywhere", {"user.ip_lock": False}),
    Case("A11", "unknown", "does not say to which", {"user.ip_range": None}),
    Case("A11", "unknown", "no such user", _NOBODY),
    Case("A12", "unknown", "has not published"),
    Case("A13", "pass", "nobody else with its e-mail address, its name or its place at Legora"),
    Case("A13", "unknown", "who else is in NRTADMIN was not read", {"user.predecessors": None}),
    Case("A13", "unknown", "no answer", _UNREAD),
    Case(
        "A13", "fail", "SVC-OLD is in NRTADMIN of libraries ACTIVE, CLOSED too (Legora, old@", predecessors(True, True)
    ),
    Case("A13", "fail", "SVC-OLD is in NRTADMIN", predecessors(None, False)),
    Case("A13", "warn", "it may not sign in", predecessors(False, False)),
    Case(
        "A13",
        "warn",
        "only the name is the same",
        {**predecessors(True), "user.predecessors.0.full_name": "Legora Service Account"},
    ),
    # The same name, but Legora has signed in with it.
    Case(
        "A13",
        "fail",
        "(Legora Service Account, old@alder.example; Legora's account until now)",
        {
            **predecessors(True),
            "user.predecessors.0.full_name": "Legora Service Account",
            "user.predecessors.0.was_at_legora": True,
        },
    ),
    Case(
        "A13",
        "fail",
        "SVC-OLD is in NRTADMIN of library ACTIVE",
        {
            **predecessors(True),
            "user.predecessors.0.full_name": "Legora service account",
            "user.predecessors.0.email": "Svc-Legora@alder.example",
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_it_sees(case: Case) -> None:
    case.check_it()


def test_nothing_is_said_of_an_account_that_does_not_exist() -> None:
    statuses = {one.id: one.status for one in decided("verify", firm(_NOBODY)).findings}
    about_it = ("A3", "A4", "A6", "A7", "A8", "A9", "A10", "A11", "A12", "A13")
    assert statuses["A2"] == "fail"
    assert {check: statuses[check] for check in about_it} == dict.fromkeys(about_it, "unknown")


def test_restriction_to_an_address_is_for_the_cloud_only() -> None:
    left_out = {one["id"]: one["reason"] for one in decided("verify", firm(on_premises=True)).not_applicable}
    assert "on-premises" in left_out["A11"]
    unread = firm({"session": NOT_READ, "imanage": NOT_READ}, on_premises=True)
    left_out = {one["id"]: one["reason"] for one in decided("verify", unread).not_applicable}
    assert "A11" not in left_out, "it is not known that it does not apply"


@pytest.mark.parametrize(
    ("check", "changes", "remedy", "onboard"),
    [
        ("A2", _NOBODY, None, "creates it"),
        ("A2", _NO_CLOSED, "Correct imanage_libraries", "before it writes"),
        ("A2", {**_NOBODY, **_NO_CLOSED}, "Correct imanage_libraries", "before it writes"),
        ("A3", {"user.virtual": False}, "Choose another", "refuses"),
        ("A3", {"user.external": True}, None, None),
        ("A4", {"user.locked": True}, "who tried to sign in", "does not unlock"),
        ("A4", {"user.enabled": False}, None, None),
        ("A10", {f"{_FIRST}.download": "allowed"}, "withholds document view", None),
        ("A11", {"user.ip_range": "192.0.2.1"}, "service_account_ip_lock: true", "leaves it"),
        ("A11", {"user.ip_range": "192.0.2.1", "config.service_account_ip_lock": True}, None, None),
    ],
)
def test_what_to_do_is_as_exact_as_what_was_seen(
    check: str, changes: dict[str, Any], remedy: str | None, onboard: str | None
) -> None:
    said = answer(firm(changes), check)
    assert said.status == "fail"
    for wanted, text in ((remedy, said.remedy), (onboard, said.onboard)):
        assert (text is None) if wanted is None else wanted in str(text)


def test_library_that_was_taken_off_the_list_has_a_task_to_copy() -> None:
    for changes, order in ALSO_DROPPED:
        said = answer(firm(changes), "A7")
        assert order in str(said.remedy)
        assert "in Control Center" in str(said.remedy)
        task = str(said.remedy).partition("by a task: ")[2].removesuffix(".")
        assert yaml.safe_load(task) == {
            "legalops.ethical_walls.imanage_group_membership": {
                "libraries": ["HR"],
                "users": {"remove": ["SVC-LEGORA"]},
            }
        }


ALSO_DROPPED: list[tuple[dict[str, Any], str]] = [
    (_IN_HR, "Put HR back into imanage_libraries, or take the account out of NRTADMIN there"),
    ({**_IN_HR, "connectors": NOT_READ}, "or, once it is known that Legora does not cover HR, take the account out"),
    (_DROPPED, "First onboard makes Legora stop covering HR; then take it out of NRTADMIN in HR"),
    (
        {**_IN_HR, "connector_before": COVERS_HR},
        "Legora does not cover HR any more: now take it out of NRTADMIN in HR",
    ),
]


def test_former_account_has_a_task_to_copy() -> None:
    said = answer(firm(predecessors(True)), "A13")
    task = str(said.remedy).partition("by a task for each: ")[2].removesuffix(".")
    assert yaml.safe_load(task) == {"legalops.ethical_walls.imanage_user": {"user_id": "SVC-OLD", "state": "absent"}}


def test_account_that_is_not_there_yet_is_in_no_other_library() -> None:
    left_out = {one["id"]: one["reason"] for one in decided("preflight", firm(_NOBODY)).not_applicable}
    assert left_out["A7"] == "there is no SVC-LEGORA yet"
    assert found(firm(_NOBODY), "A7", "verify").status == "unknown"
