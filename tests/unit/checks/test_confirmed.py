# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""L, by hand: what a person confirmed counts where it agrees and is newer than the account's password."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from helpers.firm import CONFIRMED, NOT_READ, TODAY, firm
from unit.checks.cases import Case, decided, found

# What Legora itself would tell is not there.
_NOTHING_READ = {"connectors": NOT_READ, "organisation": NOT_READ, "preferences": NOT_READ, "events": NOT_READ}


def by_hand(**changes: Any) -> dict[str, Any]:
    """Return the changes of a firm whose Legora is configured by hand; those of the confirmation are by keyword."""
    return {
        **_NOTHING_READ,
        "config.legora_method": "by_hand",
        "config.legora_api_url": None,
        "config.legora_confirmed": {**CONFIRMED, **changes},
    }


def missing(**more: Any) -> dict[str, Any]:
    return {**by_hand(), "config.legora_confirmed": None, **more}


def handed_over(
    *steps: dict[str, Any], since: str | None = None, withheld: str | None = None, back: tuple[str, ...] = ()
) -> dict[str, Any]:
    kept_back = list(back or (["preference"] if withheld else []))
    left = {"open": bool(steps), "since": since, "steps": list(steps), "withheld": withheld, "kept_back": kept_back}
    return {"hand_over": left}


_ACCOUNT = {"id": "service_account", "do": "enter"}
_BOTH = ("service_account", "capability")
_PASSWORD = {"id": "service_account", "do": "password"}
_CAPABILITY = {"id": "capability", "do": "change"}
_PREFERENCE = {"id": "preference", "do": "on"}
_COPIED = by_hand(organisation="Birch Holloway PC")
_OLD = by_hand(date="2026-10-30")
_SAME_DAY = by_hand(date="2026-11-01")
_VERSION = {"config.service_account_password_version": "2026-11"}
_UNTOLD = {"user.password_changed_at": None}
_NO_FINANCE = {**by_hand(), "config.imanage_libraries": [{"id": "ACTIVE"}, {"id": "CLOSED"}, {"id": "FINANCE"}]}
_IN_HR = {"user.memberships.HR": ["NRTADMIN"]}
_COVERED = ["ACTIVE", "CLOSED", "HR"]
_DROPPED = {**by_hand(libraries=_COVERED), **_IN_HR}
_OFF = by_hand(create_projects_from_imanage=False)

CASES = (
    Case("A7", "warn", "library HR, not listed, but still covered by Legora", _DROPPED, phase="preflight"),
    Case("A7", "warn", "still covered by Legora", _DROPPED),
    Case("A7", "warn", "still covered by Legora", _DROPPED, phase="verify"),
    Case("A7", "fail", "library HR, not listed", {**by_hand(), **_IN_HR}),
    Case("A7", "fail", "library HR, not listed", {**_DROPPED, **missing()}),
    Case("A7", "fail", "library HR, not listed", {**_COPIED, **_IN_HR}),
    Case("A7", "fail", "library HR, not listed", {**by_hand(libraries=_COVERED, customer_id="99"), **_IN_HR}),
    Case("L1", "attested", "Jane Doe, 2026-11-02 (service account: SVC-Legora@alder.example; libraries", by_hand()),
    Case("L1", "unknown", "nothing was confirmed", missing()),
    Case("L1", "fail", "confirmed the organisation Birch Holloway PC, but the firm's is Alder & Finch LLP", _COPIED),
    Case(
        "L1", "warn", "to be removed from what Legora covers: library HR", by_hand(libraries=["ACTIVE", "CLOSED", "HR"])
    ),
    Case("L2", "attested", "Jane Doe, 2026-11-02 (SVC-Legora@alder.example)", by_hand()),
    Case("L2", "attested", "Jane Doe", {**by_hand(service_username="svc-legora", customer_id="1")}, on_premises=True),
    Case("L2", "unknown", "nothing was confirmed", missing()),
    Case("L2", "unknown", "the service account at iManage was not read", {**by_hand(), "user": NOT_READ}),
    Case("L2", "unknown", "not surely with the newest password", _OLD),
    Case("L2", "unknown", "not surely with the newest password", _SAME_DAY),
    Case("L2", "fail", "confirmed the organisation Birch Holloway PC", _COPIED),
    Case("L2", "fail", "Jane Doe confirmed on 2026-11-02 no service account; enter", by_hand(service_username=None)),
    Case(
        "L2", "fail", "confirmed on 2026-11-02 the service account other; enter svc-", by_hand(service_username="other")
    ),
    Case(
        "L2",
        "fail",
        "no service account; enter",
        {**by_hand(service_username=None), **handed_over(_ACCOUNT)},
        phase="verify",
    ),
    Case(
        "L2",
        "warn",
        "handed over: enter svc-legora@alder.example instead",
        {**by_hand(service_username="other"), **handed_over(_ACCOUNT)},
    ),
    Case("L3", "attested", "Jane Doe, 2026-11-02 (customer ID 4711: CLOSED, ACTIVE)", by_hand()),
    Case("L3", "unknown", "nothing was confirmed", missing()),
    Case("L3", "unknown", "not surely with the newest password", _OLD),
    Case(
        "L3",
        "unknown",
        "customer ID is not known",
        {**by_hand(), "config.imanage_customer_id": None, "session": NOT_READ, "imanage": NOT_READ},
    ),
    Case(
        "L3",
        "fail",
        "confirmed on 2026-11-02 customer ID 4711 with libraries CLOSED, ACTIVE; add library FINANCE",
        _NO_FINANCE,
    ),
    Case("L1", "attested", "libraries covered: closed, ACTIVE", by_hand(libraries=["closed", "ACTIVE"])),
    Case("L3", "fail", "; remove library HR", by_hand(libraries=["ACTIVE", "CLOSED", "HR"])),
    Case("L3", "fail", "customer ID 99, which is not this firm's; enter", by_hand(customer_id="99")),
    Case("L3", "fail", "no capability; create it for customer ID 4711", by_hand(customer_id=None, libraries=[])),
    Case("L3", "fail", "confirmed the organisation Birch Holloway PC", _COPIED),
    Case("L3", "warn", "handed over: add library FINANCE", {**_NO_FINANCE, **handed_over(_CAPABILITY)}),
    Case("L4", "attested", "creating projects from iManage is on", by_hand()),
    Case("L4", "unknown", "nothing was confirmed", missing()),
    Case("L4", "unknown", "not surely with the newest password", _OLD),
    Case("L4", "fail", "creating projects from iManage is off; switch it on", _OFF),
    Case("L4", "fail", "confirmed the organisation Birch Holloway PC", _COPIED),
    Case("L4", "warn", "handed over: switch it on", {**_OFF, **handed_over(_PREFERENCE)}),
    Case("L4", "warn", "withheld: not effective yet", {**_OFF, **handed_over(withheld="not effective yet")}),
    Case("L4", "warn", "withheld: not yet", {**_OFF, **handed_over(withheld="not yet")}, phase="verify"),
    Case("L5", "attested", "changed at iManage 2026-11-01T10:00:00Z, confirmed 2026-11-02 by Jane Doe", by_hand()),
    Case(
        "L5",
        "attested",
        "the password 2026-11, and the account is to have 2026-11",
        {**by_hand(date="2026-11-01", password_version="2026-11"), **_VERSION},
    ),
    Case("L5", "attested", "the password 2026-11", {**by_hand(password_version="2026-11"), **_VERSION, **_UNTOLD}),
    Case("L5", "attested", "confirmed 2026-11-01T11:00:00Z", by_hand(date="2026-11-01T12:00:00+01:00")),
    Case("L5", "unknown", "nothing was confirmed", missing()),
    Case("L5", "unknown", "confirmed 2026-11-01 by Jane Doe", _SAME_DAY),
    Case("L5", "unknown", "at a time that is not told", {**by_hand(), **_UNTOLD}),
    Case("L5", "unknown", "clocks may be the reason", by_hand(date="2026-11-01T09:58:00Z")),
    Case("L5", "unknown", "no service account was confirmed", by_hand(service_username=None)),
    Case("L5", "unknown", "was not read", {**by_hand(), "user": NOT_READ}),
    Case("L5", "fail", "older one: changed at iManage 2026-11-01T10:00:00Z, confirmed 2026-10-30", _OLD),
    Case("L5", "fail", "older one", by_hand(date="2026-11-01T09:00:00Z")),
    Case(
        "L5",
        "fail",
        "the password 2026-10, and the account is to have 2026-11",
        {**by_hand(password_version="2026-10"), **_VERSION},
    ),
    Case("L5", "fail", "confirmed the organisation Birch Holloway PC", _COPIED),
    Case("L5", "warn", "handed over: enter the account's new password", {**_OLD, **handed_over(_PASSWORD)}),
    Case("L7", "pass", "nothing is left to enter at Legora", {**by_hand(), **handed_over()}),
    Case("L7", "pass", "withheld: not effective yet", {**by_hand(), **handed_over(withheld="not effective yet")}),
    Case(
        "L7",
        "pass",
        "(L3, L4) since 2026-11-12, 13 days of 14",
        {**by_hand(), **handed_over(_CAPABILITY, _PREFERENCE, since="2026-11-12T08:00:00Z")},
    ),
    Case(
        "L7",
        "warn",
        "since 2026-11-10, 15 days, more than 14",
        {**by_hand(), **handed_over(_CAPABILITY, since="2026-11-10T08:00:00Z")},
    ),
    Case("L7", "unknown", "since when was not noted", {**by_hand(), **handed_over(_CAPABILITY)}),
    Case("L7", "unknown", "not known", by_hand()),
    Case("L7", "unknown", "withheld: not tried", {**missing(), **handed_over(withheld="not tried", back=_BOTH)}),
    Case("R2", "pass", "the calls of later steps answer; whether it may also write", by_hand()),
    Case(
        "R3",
        "unknown",
        "whether Legora's staff have enabled the iManage integration is not known; application",
        by_hand(),
    ),
    Case("R3", "fail", "application Legora is disabled", {**by_hand(), "imanage.applications.0.status": "disabled"}),
    Case("S2", "unknown", "configured by hand, so its audit log was not read", by_hand()),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_was_confirmed(case: Case) -> None:
    case.check_it()


def test_library_leaves_legora_before_the_account_leaves_nrtadmin_there() -> None:
    remedy = str(found(firm(_DROPPED), "A7", "preflight").remedy)
    assert "First remove HR from the capability at Legora, as the hand-over says, and confirm it; then" in remedy
    assert "once it is known that Legora" in str(found(firm({**missing(), **_IN_HR}), "A7").remedy)
    gone = by_hand(service_username=None, customer_id=None, libraries=[])
    assert "once it is known" not in str(found(firm({**gone, **_IN_HR}), "A7").remedy)


def test_library_in_other_letters_is_added_and_not_removed() -> None:
    evidence = found(firm(by_hand(libraries=["closed", "ACTIVE"])), "L3").evidence
    assert evidence.endswith("libraries closed, ACTIVE; add library CLOSED")


def test_who_confirmed_it_stands_in_the_finding() -> None:
    finding = found(firm(by_hand(note="with IT")), "L3")
    assert finding.attestation == {"by": "Jane Doe", "date": "2026-11-02", "note": "with IT"}


def test_one_libraries_list_by_hand_is_attested_where_it_agrees() -> None:
    capability = {"type": "ethical_walls", "customer_id": "4711", "library_ids": ["ACTIVE", "CLOSED"]}
    said = {**by_hand(), "connectors": [{"id": None, "service_account": None, "capabilities": [capability]}]}
    assert found(firm(said), "S1").status == "attested"
    assert found(firm({**missing(), "connectors": [{"id": None, "capabilities": None}]}), "S1").status == "unknown"
    old = firm({**said, "user.password_changed_at": "2026-11-20T10:00:00Z"})
    assert (found(old, "L5").status, found(old, "S1").status) == ("fail", "unknown"), "it is of an older password"
    assert [one["covered"] for one in decided("onboard", old).libraries] == [None, None]


def test_text_to_legora_is_complete_and_r3_can_be_attested() -> None:
    facts = firm(by_hand())
    text = str(found(facts, "R3").remedy)
    for words in (
        "270088",
        "Alder & Finch LLP",
        "region eu",
        "https://alder.cloudimanage.com",
        "The Legora application there is Legora.",
        "7 days",
    ):
        assert words in text
    unnamed = str(found(firm({**by_hand(), "config.imanage_legora_app_name": None}), "R3").remedy)
    assert "Add the name of the Legora application" in unnamed
    said = {"R3": {"by": "Jane Doe", "date": "2026-11-20", "note": ""}}
    assert found(firm({**by_hand(), "config.attestations": said}), "R3").status == "attested"
    assert found(firm({**by_hand(), "config.attestations": {"S2": said["R3"]}}), "S2", "verify").status == "attested"


def test_checks_of_the_other_method_do_not_apply() -> None:
    left_out = [one["id"] for one in decided("preflight", firm(by_hand())).not_applicable]
    assert "L6" in left_out
    assert "L7" in [one["id"] for one in decided("verify", firm()).not_applicable]


def test_confirmation_grows_old() -> None:
    """All that is known of Legora is what somebody has confirmed, and it may have been changed there since."""
    age = (TODAY - date(2026, 11, 2)).days
    for check in ("L2", "L3", "L4"):
        confirmed = by_hand(date="2026-11-02T14:00:00Z")
        assert found(firm({**confirmed, "config.attestation_days": age}), check).status == "attested"
        finding = found(firm({**confirmed, "config.attestation_days": age - 1}), check)
        assert (finding.status, finding.attestation is not None) == ("warn", True)
        assert "more than" in finding.evidence
        assert "renew its date" in str(finding.remedy)
