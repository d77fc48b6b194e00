# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""L: whether Legora has what onboarding gave it, and nothing else changed there."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.firm import NOT_READ, failing, firm
from unit.checks.cases import Case, answer, decided

_ACCOUNT = "connectors.0.service_account"
_CAPABILITY = "connectors.0.capabilities.0"
_SWITCHES = "preferences.create_projects_from"
_AWAY = {"connectors": failing()}
_NO_DETAILS = {"connectors.0.service_account": None, "connectors.0.capabilities": None}


def off(**more: Any) -> dict[str, Any]:
    return {f"{_SWITCHES}.imanage": False, **more}


_COVERS_HR = {f"{_CAPABILITY}.library_ids": ["ACTIVE", "CLOSED", "HR"]}
_OTHER_ACCOUNT = {f"{_ACCOUNT}.username": "svc-legora@birch.example"}
_OTHER_HOST = {"connectors.0.url": "https://birch.cloudimanage.com"}
_OTHER_CUSTOMER = {f"{_CAPABILITY}.customer_id": 815}
_NO_ACCOUNT = {_ACCOUNT: None}
_SAYS_NOTHING = {"connectors.0.url": None, "connectors.0.capabilities": []}
_EMPTY: dict[str, Any] = {"id": "a", "capabilities": []}
_NO_CLOSED = {"imanage": NOT_READ, "session.libraries": [{"id": "ACTIVE", "status": "ready"}]}

CASES = (
    Case(
        "L1",
        "pass",
        "service account: SVC-Legora@alder.example; libraries covered: ACTIVE, CLOSED; creating projects from ",
    ),
    Case(
        "L1",
        "unknown",
        "service account: none; libraries covered: none; creating projects from iManage: not told",
        {_ACCOUNT: None, "connectors.0.capabilities": [], _SWITCHES: None},
    ),
    Case("L1", "pass", "service account: none", {"connectors": []}),
    Case("L1", "unknown", "were not read", _NO_DETAILS),
    Case("L1", "unknown", "libraries covered: not known", {"session": failing(kind="tenant_mismatch")}),
    Case("L1", "unknown", "several iManage connectors", {"connectors": [{"id": "a"}, {"id": "b"}]}),
    Case("L1", "unknown", "connector could not be read: the server is away", _AWAY),
    Case("L1", "unknown", "preferences was not read", {"preferences": NOT_READ}),
    Case("L1", "warn", "not listed, and so removed from what Legora covers by onboard: library HR", _COVERS_HR),
    Case("L1", "warn", "not told; not listed, and so removed", {**_COVERS_HR, _SWITCHES: None}),
    Case("L2", "pass", "which Legora shows as active"),
    Case("L2", "pass", "which Legora shows as active", on_premises=True),
    Case("L2", "fail", "no service account", {_ACCOUNT: None}),
    Case("L2", "fail", "no service account", {_ACCOUNT: {"username": None, "status": None, "updated_at": None}}),
    Case("L2", "fail", "other instead of svc-legora@alder.example", {f"{_ACCOUNT}.username": "other"}),
    Case("L2", "fail", "instead of an account that exists", {"user": {"exists": False}}),
    Case("L2", "fail", "rejected", {f"{_ACCOUNT}.status": "rejected"}),
    Case("L2", "unknown", "unverified", {f"{_ACCOUNT}.status": "unverified"}),
    Case("L2", "unknown", "shows it as nothing", {f"{_ACCOUNT}.status": None}),
    Case("L2", "unknown", "were not read", _NO_DETAILS),
    Case("L2", "unknown", "the server is away", _AWAY),
    Case("L2", "unknown", "service account at iManage was not read", {"user": NOT_READ}),
    Case("L3", "pass", "customer ID 4711: ACTIVE, CLOSED"),
    Case("L3", "pass", "customer ID 4711", {f"{_CAPABILITY}.customer_id": 4711, f"{_CAPABILITY}.status": None}),
    Case("L3", "fail", "no capability for customer ID 4711", {f"{_CAPABILITY}.customer_id": "1"}),
    Case("L3", "fail", "no capability for customer ID 4711", {f"{_CAPABILITY}.type": "search"}),
    Case("L3", "fail", "no capability", {"connectors": []}),
    Case("L3", "fail", "Legora does not cover library CLOSED", {f"{_CAPABILITY}.library_ids": ["ACTIVE"]}),
    Case("L3", "fail", "Legora does not cover library ACTIVE", {f"{_CAPABILITY}.library_ids": ["active", "CLOSED"]}),
    Case(
        "L3", "fail", "Legora covers library HR, not listed", {f"{_CAPABILITY}.library_ids": ["ACTIVE", "CLOSED", "HR"]}
    ),
    Case("L3", "fail", "Legora does not cover libraries ACTIVE, CLOSED", {f"{_CAPABILITY}.library_ids": None}),
    Case("L3", "unknown", "Legora shows it as suspended", {f"{_CAPABILITY}.status": "suspended"}),
    Case(
        "L3",
        "unknown",
        "customer ID is not known",
        {
            "config.imanage_customer_id": None,
            "session": NOT_READ,
            "imanage": NOT_READ,
            f"{_CAPABILITY}.customer_id": None,
        },
    ),
    Case("L3", "unknown", "there is no library CLOSED", {**_NO_CLOSED, f"{_CAPABILITY}.library_ids": ["ACTIVE"]}),
    Case("L3", "fail", "Legora does not cover library ACTIVE", {**_NO_CLOSED, f"{_CAPABILITY}.library_ids": []}),
    Case("L3", "unknown", "were not read", _NO_DETAILS),
    Case("L3", "unknown", "the server is away", _AWAY),
    Case("L4", "pass", "is on"),
    Case(
        "L4",
        "pass",
        "the others are as before",
        {"before": {"create_projects_from": {"imanage": False, "sharepoint": False}}},
    ),
    Case("L4", "fail", "iManage is off", off()),
    Case(
        "L4",
        "fail",
        "sharepoint was on and is off",
        {"before": {"create_projects_from": {"imanage": True, "sharepoint": True}}},
    ),
    Case(
        "L4",
        "fail",
        "box was on and is not told; creating projects from iManage is off",
        off(before={"create_projects_from": {"box": True, "sharepoint": False}}),
    ),
    Case("L4", "warn", "withheld: not proved", off(withheld="not proved")),
    Case("L4", "unknown", "does not say", {_SWITCHES: None}),
    Case("L4", "unknown", "does not say", {f"{_SWITCHES}.imanage": "true"}),
    Case("L4", "unknown", "preferences was not read", {"preferences": NOT_READ}),
    Case("L4", "unknown", "connector could not be read", {**_AWAY, "preferences": NOT_READ}),
    Case("L5", "pass", "changed at iManage 2026-11-01T10:00:00Z, saved at Legora 2026-11-01T10:00:05Z"),
    Case("L5", "pass", "changed at iManage", {"user.password_changed_at": "2026-11-01T11:00:05+01:00"}),
    Case("L5", "fail", "newer at iManage", {"user.password_changed_at": "2026-11-01T10:05:06Z"}),
    Case("L5", "unknown", "clocks may be the reason", {"user.password_changed_at": "2026-11-01T10:05:05Z"}),
    Case("L5", "unknown", "Legora does not say when", {f"{_ACCOUNT}.updated_at": None}),
    Case("L5", "unknown", "Legora does not say when", {_ACCOUNT: None}),
    Case("L5", "unknown", "iManage does not say when", {"user.password_changed_at": 5}),
    Case("L5", "unknown", "the server is away", _AWAY),
    Case("L5", "unknown", "iManage does not say when", {"user.password_changed_at": None}),
    Case("L6", "pass", "connector int_1: SVC-Legora@alder.example"),
    Case(
        "L6", "pass", "connector int_1: svc-legora", {"connectors.0.url": "HTTPS://imanage.alder.example.:443/"}, True
    ),
    Case("L6", "pass", "no account yet", _NO_ACCOUNT),
    Case("L6", "pass", "connector int_1", {"user": NOT_READ}),
    Case("L6", "pass", "svc-legora@birch.example will be replaced", _OTHER_ACCOUNT),
    Case("L6", "pass", "will be replaced", {**_OTHER_ACCOUNT, "connectors.0.url": "alder.cloudimanage.com"}),
    Case("L6", "pass", "will be replaced", {**_OTHER_ACCOUNT, "connectors.0.url": None}),
    Case("L6", "pass", "it goes to birch.cloudimanage.com", _OTHER_HOST),
    Case(
        "L6",
        "fail",
        "has the account svc-legora@birch.example, which is not this firm's; it goes to birch.cloudimanage.com, and "
        "imanage_url is alder.cloudimanage.com",
        {**_OTHER_ACCOUNT, **_OTHER_HOST},
    ),
    Case("L6", "fail", "it covers customer 815, and this firm is 4711", {**_OTHER_ACCOUNT, **_OTHER_CUSTOMER}),
    Case("L6", "warn", "has no account, but it goes to birch.cloudimanage.com", {**_NO_ACCOUNT, **_OTHER_HOST}),
    Case("L6", "warn", "has no account, but it covers customer 815", {**_NO_ACCOUNT, **_OTHER_CUSTOMER}),
    Case("L6", "warn", "has the account svc-legora, but it goes to birch", _OTHER_HOST, on_premises=True),
    Case("L6", "unknown", "does not say which iManage it is for", {**_OTHER_ACCOUNT, **_SAYS_NOTHING}),
    Case("L6", "pass", "nothing would be replaced", {**_NO_ACCOUNT, **_SAYS_NOTHING}),
    Case("L6", "unknown", "were not read", _NO_DETAILS),
    Case("L6", "unknown", "there is no iManage connector", {"connectors": []}),
    Case("L6", "unknown", "several iManage connectors", {"connectors": [_EMPTY, _EMPTY]}),
    Case("L6", "unknown", "the server is away", _AWAY),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_it_sees(case: Case) -> None:
    case.check_it()


def test_preference_of_another_source_is_nothing_that_onboarding_corrects() -> None:
    said = answer(firm({"before": {"create_projects_from": {"sharepoint": True}}}), "L4")
    assert "leaves other preferences alone" in str(said.onboard)
    assert answer(firm(off()), "L4").onboard is None, "the check's own says that it is switched on again"


@pytest.mark.parametrize("accepted", [[], ["L6"]])
def test_connector_of_another_firm_stops_before_anything_is_written_unless_accepted(accepted: list[str]) -> None:
    decision = decided("preflight", firm({**_OTHER_ACCOUNT, **_OTHER_HOST}))
    assert [one.id for one in decision.failures(accepted)] == [one for one in ["L6"] if one not in accepted]
    (finding,) = [one for one in decision.findings if one.id == "L6"]
    assert finding.severity == "critical"
    assert "legora_organisation" in str(finding.remedy)
