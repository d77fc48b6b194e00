# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof: how each answer is judged, and how long it waits for a better one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from unit.resources.fake_client import FakeClient, discovery, refusing

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Reply
from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage.libraries import parse_libraries
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage import access as imanage_access
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.imanage.access import (
    PROOF_STATUSES,
    WantedAccess,
    judge_rights,
    read_access,
)

RECORD = {"id": "SVC-LEGORA", "allow_logon": True, "is_locked": False, "failed_logins": 0, "libraries": []}


@pytest.mark.parametrize(
    ("rights", "status", "document_view"),
    [
        ({"id": "META", "m2_bits": {"document_view": False}}, "compliant", False),
        ({"id": "full", "m2_bits": {"document_view": True}}, "noncompliant", True),
        ({"m2_bits": {"document_view": False}}, "compliant", False),
        ({"id": "META"}, "unknown", None),
        ({"id": "META", "m2_bits": {}}, "unknown", None),
        ({"id": "META", "m2_bits": None}, "unknown", None),
        ({"id": "META", "m2_bits": []}, "unknown", None),
        ({"id": "META", "m2_bits": {"document_view": None}}, "unknown", None),
        ({"id": "META", "m2_bits": {"document_view": "false"}}, "unknown", None),
        ({"id": "META", "m2_bits": {"document_view": 0}}, "unknown", None),
        ({"id": "META", "m1_bits": {"document_view": False}}, "unknown", None),
        ({"document_view": False}, "unknown", None),
        ({}, "unknown", None),
    ],
)
def test_only_a_plain_no_is_compliant(rights: dict[str, Any], status: str, document_view: bool | None) -> None:
    proof = judge_rights("ACTIVE", rights)
    assert (proof.id, proof.status, proof.document_view) == ("ACTIVE", status, document_view)
    assert (proof.reason is None) is (status == "compliant")
    assert ("does not say" in str(proof.reason)) is (status == "unknown")


@pytest.mark.parametrize(("group", "right"), [("m1_bits", "delete"), ("m3_bits", "delete_workspace")])
def test_account_that_may_delete_is_not_compliant(group: str, right: str) -> None:
    proof = judge_rights("ACTIVE", {"m2_bits": {"document_view": False}, group: {right: True}})
    assert (proof.status, proof.reason) == ("noncompliant", "the account may delete documents or workspaces")
    assert judge_rights("ACTIVE", {group: {right: True}}).status == "noncompliant", "what is seen counts"
    proof = judge_rights("ACTIVE", {"m2_bits": {"document_view": True}, group: {right: True}})
    assert proof.reason == "the account may view documents and delete documents or workspaces"
    assert judge_rights("ACTIVE", {"m2_bits": {"document_view": False}, group: {right: None}}).status == "compliant"


def test_rights_have_the_vendor_s_own_names() -> None:
    answer = {
        "m1_bits": {"delete": False, "Not a name": True},
        "m2_bits": {"document_view": False},
        "m3_bits": {"delete_workspace": True},
        "m4_bits": {"admin_tier_1": False, "tier": 2},
    }
    proof = judge_rights("ACTIVE", answer)
    assert proof.rights == {"delete": False, "document_view": False, "delete_workspace": True, "admin_tier_1": False}
    assert proof.tier == 2
    assert judge_rights("ACTIVE", {"m4_bits": {"tier": True}}).tier is None


@given(
    st.dictionaries(st.sampled_from(["id", "m2_bits"]), st.one_of(st.none(), st.booleans(), st.text(), st.integers()))
)
def test_no_answer_is_compliant_by_accident(rights: dict[str, Any]) -> None:
    assert judge_rights("ACTIVE", rights).status == "unknown"


# The whole proof


def rights(document_view: bool | None = False, role: str = "META") -> Reply:
    bits = {} if document_view is None else {"document_view": document_view}
    return Reply(200, {}, json.dumps({"data": {"id": role, "m2_bits": bits}}).encode())


def no_access(status: int = 403) -> Reply:
    return Reply(status, {}, b"")


class Waits:
    """A clock that moves by waiting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        monkeypatch.setattr(imanage_access.time, "monotonic", lambda: self.now)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> Waits:
    return Waits(monkeypatch)


def prove(account: FakeClient, waits: Waits, operator: FakeClient | None = None, **more: Any) -> dict[str, Any]:
    operator = operator or FakeClient(replies={"ACTIVE": [rights()], "CLOSED": [rights()]})
    operator.discovery = account.discovery
    operator.sign_in = lambda: account
    operator.record = RECORD
    operator.library_records = {"ACTIVE": RECORD}
    options = {
        "user_id": " svc-legora ",
        "account_username": "svc",
        "account_password": "password",
        "libraries": ["ACTIVE", "CLOSED"],
        "role": "META",
        **more,
    }
    wanted = WantedAccess(**{**options, "libraries": parse_libraries(options["libraries"])})
    outcome = read_access(operator, wanted, check_mode=False, sleep=waits.sleep)  # type: ignore[arg-type]
    assert outcome.changed is False
    assert operator.asked.count(("sign_in_as", "svc", "password")) == 1
    assert account.closed == 1
    resource: dict[str, Any] = outcome.resource
    return resource


# Rejected is a sign-in, not a library.
@pytest.mark.parametrize("worst", [status for status in PROOF_STATUSES if status != "rejected"])
@pytest.mark.parametrize("first", [True, False])
def test_the_worst_library_is_the_accounts(waits: Waits, worst: str, first: bool) -> None:
    replies = {
        "compliant": rights(False), "pending": no_access(), "unknown": rights(None), "noncompliant": rights(True),
    }  # fmt: skip
    names = ["ACTIVE", "CLOSED"] if first else ["CLOSED", "ACTIVE"]
    found = prove(FakeClient(replies={names[0]: [replies[worst]], names[1]: [rights(False)]}), waits)
    assert found["status"] == worst
    assert found["signed_in"] is True


@pytest.mark.parametrize("status", [403, 404])
def test_no_access_is_pending_in_the_cloud_only(waits: Waits, status: int) -> None:
    for deployment, expected in (("cloud", "pending"), ("on_premises", "noncompliant")):
        account = FakeClient(discovery(deployment), replies={"ACTIVE": [no_access(status)], "CLOSED": [rights()]})
        found = prove(account, waits)
        assert found["status"] == expected
        assert str(status) in found["reason"]
    assert waits.waits == []


@pytest.mark.parametrize("status", [403, 404])
def test_a_call_that_is_not_there_is_not_pending(waits: Waits, status: int) -> None:
    """It would be so for ever, and Legora would have been given an account that nobody has proved."""
    account = FakeClient(replies={"ACTIVE": [no_access(status)], "CLOSED": [no_access(status)]})
    operator = FakeClient(replies={"ACTIVE": [no_access(status)]})
    found = prove(account, waits, operator, wait_for_effective=600)
    assert [one["status"] for one in found["libraries"]] == ["unknown", "unknown"]
    assert "the operator's own" in found["reason"]
    assert [asked for asked in operator.asked if asked[0] == "operations"] == [("operations", "ACTIVE")]
    assert waits.waits == []


@pytest.mark.parametrize(
    ("seen", "wanted", "known", "role"),
    [
        ("META", "META", {}, "META"),
        ("meta", "META", {}, "META"),
        ("FULL", "META", {"FULL": {}}, "FULL"),
        ("FULL", "META", {}, None),
        ("SVC-LEGORA", "META", {}, None),
        ("NRTADMIN", "META", {"NRTADMIN": {}}, None),
        (17, "META", {"17": {}}, None),
        (None, "META", {}, None),
        ("DEFAULT", None, {}, "DEFAULT"),
        ("META", None, {"META": {}}, "META"),
    ],
)
def test_only_what_is_a_role_is_taken_for_one(
    waits: Waits, seen: Any, wanted: str | None, known: dict[str, Any], role: str | None
) -> None:
    account = FakeClient(replies={"ACTIVE": [rights(role=seen)]})
    operator = FakeClient(roles={"ACTIVE": known})
    found = prove(account, waits, operator, role=wanted, libraries=["ACTIVE"])
    assert found["libraries"][0]["role"] == role
    assert found["observed_roles"] == ({"ACTIVE": role} if role else {})
    differs = bool(wanted and role and role != wanted)
    assert found["differing_roles"] == ({"ACTIVE": role} if differs else {})


def test_a_role_that_may_not_be_read_is_not_seen(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [rights(role="FULL")]})
    assert prove(account, waits, libraries=["ACTIVE"])["observed_roles"] == {}


def test_it_waits_for_a_change_to_become_effective(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [no_access(), no_access(), rights()], "CLOSED": [rights()]})
    assert prove(account, waits, wait_for_effective=600)["status"] == "compliant"
    assert waits.waits == [15.0, 15.0]
    assert [asked for asked in account.asked if asked == ("operations", "CLOSED")] == [("operations", "CLOSED")]


def test_it_waits_no_longer_than_asked(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [no_access()], "CLOSED": [rights()]})
    assert prove(account, waits, wait_for_effective=40)["status"] == "pending"
    assert waits.waits == [15.0, 15.0, 10.0]


def test_it_does_not_wait_for_what_will_not_change(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [rights(True)], "CLOSED": [rights(None)]})
    assert prove(account, waits, wait_for_effective=600)["status"] == "noncompliant"
    assert waits.waits == []


def test_a_sign_in_that_ends_meanwhile_leaves_it_unknown(waits: Waits) -> None:
    """It is not renewed: one attempt a play."""
    account = FakeClient(replies={"ACTIVE": [no_access(), no_access(401)], "CLOSED": [rights()]})
    found = prove(account, waits, wait_for_effective=600)
    assert (found["status"], found["signed_in"]) == ("unknown", True)
    assert "ended the sign-in" in found["reason"]
    assert waits.waits == [15.0]


@pytest.mark.parametrize("status", [400, 500])
def test_another_answer_is_an_error_and_signs_out(waits: Waits, status: int) -> None:
    account = FakeClient(replies={"ACTIVE": [no_access(status)], "CLOSED": [rights()]})
    with pytest.raises(EthicalWallsError) as caught:
        prove(account, waits)
    assert caught.value.http_status == status
    assert account.closed == 1


@pytest.mark.parametrize(
    ("download", "status"),
    [
        (403, "compliant"),
        (200, "noncompliant"),
        (206, "noncompliant"),
        (404, "unknown"),
        (401, "unknown"),
        (500, "unknown"),
        (302, "unknown"),
        (None, "unknown"),
    ],
)
def test_a_test_document_must_be_refused(waits: Waits, download: int | None, status: str) -> None:
    account = FakeClient(replies={"ACTIVE": [rights()], "CLOSED": [rights()]}, download_answer=download)
    found = prove(account, waits, test_documents={"ACTIVE": "ACTIVE!1.1"})
    assert found["status"] == status
    assert ("download", "ACTIVE", "ACTIVE!1.1") in account.asked
    assert [library["status"] for library in found["libraries"]] == [status, "compliant"]


def test_a_test_document_is_not_asked_for_when_the_answer_is_known(waits: Waits) -> None:
    account = FakeClient(replies={"ACTIVE": [rights(True)], "CLOSED": [rights()]})
    prove(account, waits, test_documents={"ACTIVE": "ACTIVE!1.1"})
    assert [asked for asked in account.asked if asked[0] == "download"] == []


def attempt(operator: FakeClient, **more: Any) -> dict[str, Any]:
    """Return what is found by an account that is not let in."""
    wanted = WantedAccess("SVC-LEGORA", "svc", "password", parse_libraries(["ACTIVE", "CLOSED"]), **more)
    found: dict[str, Any] = read_access(operator, wanted, check_mode=False).resource  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("refusal", ["password", "application", "scope"])
def test_a_refused_sign_in_is_told_for_each_library(refusal: str) -> None:
    found = attempt(FakeClient(sign_in=refusing("auth", refusal), record=RECORD))
    assert (found["status"], found["signed_in"], found["refusal"]) == ("rejected", False, refusal)
    assert [library["status"] for library in found["libraries"]] == ["rejected", "rejected"]


@pytest.mark.parametrize("deployment", ["cloud", "on_premises"])
def test_a_missing_account_costs_no_sign_in(deployment: str) -> None:
    operator = FakeClient(discovery(deployment))
    with pytest.raises(EthicalWallsError) as caught:
        attempt(operator)
    assert caught.value.kind == "not_found"
    assert {asked[0] for asked in operator.asked} == {"user" if deployment == "cloud" else "library_user"}


def test_on_premises_the_libraries_tell_whether_it_may_be_tried() -> None:
    operator = FakeClient(discovery("on_premises"), library_records={"CLOSED": {**RECORD, "is_locked": True}})
    assert attempt(operator)["reason"] == "the account is locked"
    assert ("user", "SVC-LEGORA") not in operator.asked


SHOWN = {"id": "svc-legora", "enabled": True, "locked": False, "failed_logins": 0, "ip_lock": False, "ip_range": None}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"locked": True}, "the account is locked"),
        ({"enabled": False}, "the account is not allowed to sign in"),
        ({"failed_logins": 2}, "failed_sign_ins"),
        ({"ip_lock": True, "ip_range": "20.91.134.182"}, "ip_locked"),
        ({"failed_logins": None}, "uncounted"),
    ],
)
def test_an_account_that_this_run_has_read_is_not_read_again(change: dict[str, Any], reason: str) -> None:
    operator = FakeClient()
    found = attempt(operator, account={**SHOWN, **change}, probe="when_counted")
    assert (found["reason"], operator.asked) == (reason, [])


@pytest.mark.parametrize(("account", "kind"), [({"id": "OTHER"}, "validation"), ({"exists": False}, "not_found")])
def test_an_account_that_is_another_or_none_is_refused(account: dict[str, Any], kind: str) -> None:
    with pytest.raises(EthicalWallsError) as caught:
        attempt(FakeClient(), account={**SHOWN, **account})
    assert caught.value.kind == kind


# Where iManage does not count failed sign-ins

UNCOUNTED = {"id": "SVC-LEGORA", "libraries": []}


def noted(
    directory: Path, record: dict[str, Any], sign_in: Any, version: str = "1", probe: str = "always"
) -> dict[str, Any]:
    operator = FakeClient(record=record, sign_in=sign_in)
    found = attempt(operator, notes_directory=str(directory), host="alder", password_version=version, probe=probe)
    return {**found, "tried": ("sign_in_as", "svc", "password") in operator.asked}


def test_a_refusal_that_nobody_counts_is_noted_and_not_repeated(tmp_path: Path) -> None:
    refused = refusing("auth")
    assert noted(tmp_path, UNCOUNTED, refused)["refusal"] == "password"
    file = tmp_path / "alder.notes.json"
    assert (file.stat().st_mode & 0o777, "password" in file.read_text()) == (0o600, False)
    again = noted(tmp_path, UNCOUNTED, refused)
    assert (again["status"], again["reason"], again["tried"]) == ("unknown", "refused_before", False)
    assert noted(tmp_path, UNCOUNTED, refused, version="2")["tried"] is True
    assert noted(tmp_path, UNCOUNTED, refused, version="2")["tried"] is False


def test_a_refusal_that_is_counted_is_not_noted(tmp_path: Path) -> None:
    """There the count decides, and a password that was corrected needs no other version."""
    for _attempt in range(2):
        assert noted(tmp_path, RECORD, refusing("auth"))["tried"] is True
    assert not (tmp_path / "alder.notes.json").exists()


@pytest.mark.parametrize("refusal", ["application", "scope"])
def test_a_refusal_that_is_not_about_the_password_is_not_noted(tmp_path: Path, refusal: str) -> None:
    noted(tmp_path, UNCOUNTED, refusing("auth", refusal))
    assert not (tmp_path / "alder.notes.json").exists()


def test_a_good_sign_in_forgets_the_refusal(tmp_path: Path) -> None:
    noted(tmp_path, UNCOUNTED, refusing("auth"))
    account = FakeClient(replies={"ACTIVE": [rights()], "CLOSED": [rights()]})
    assert noted(tmp_path, UNCOUNTED, lambda: account, version="2")["signed_in"] is True
    assert noted(tmp_path, UNCOUNTED, refusing("auth"))["tried"] is True


def test_who_probes_each_night_does_so_only_where_it_is_counted(tmp_path: Path) -> None:
    found = noted(tmp_path, UNCOUNTED, None, probe="when_counted")
    assert (found["reason"], found["tried"]) == ("uncounted", False)
    assert noted(tmp_path, RECORD, refusing("auth"), probe="when_counted")["tried"] is True
