# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands against an offboarding, and what it has left."""

from __future__ import annotations

import pytest
from helpers.firm import NOT_READ, failing, firm
from unit.checks.cases import Case, decided, found
from unit.checks.withdrawn import (
    ANOTHER,
    BY_HAND,
    CAPABILITY,
    GONE,
    MISTYPED,
    NOTHING_OPEN,
    OURS,
    connector,
    gone,
)

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.offboarding import (
    is_ours,
    other_sources,
    uses_account,
    uses_preference,
)

CASES = (
    Case(
        "C2",
        "pass",
        "Legora's connector has no account; SVC-LEGORA is in NRTADMIN of no library; SVC-LEGORA may not sign in",
        GONE,
    ),
    Case("C2", "pass", "there is no SVC-LEGORA at iManage", gone(user={"exists": False})),
    Case("C2", "pass", "the organisation has no iManage connector", gone(connectors=[])),
    Case(
        "C2",
        "fail",
        "Legora still creates projects from iManage",
        gone(preferences__create_projects_from={"imanage": True}),
    ),
    Case(
        "C2",
        "fail",
        "Legora still covers customer ID 4711",
        connector(capabilities=[{**CAPABILITY, "customer_id": "4711"}]),
    ),
    Case("C2", "fail", "still has the account svc-legora@alder.example", connector(service_account=OURS)),
    Case(
        "C2",
        "fail",
        "SVC-LEGORA is still in NRTADMIN of library CLOSED",
        gone(user__memberships={"ACTIVE": [], "CLOSED": ["NRTADMIN"]}),
    ),
    Case("C2", "fail", "SVC-LEGORA may still sign in", gone(user__enabled=True)),
    Case("C2", "unknown", "does not say whether SVC-LEGORA may sign in", gone(user__enabled=None)),
    # On-premises, the account of each library may sign in or not.
    Case(
        "C2",
        "fail",
        "may still sign in",
        gone(user__fields={"ACTIVE": {"enabled": False}, "CLOSED": {"enabled": True}}),
    ),
    Case("C2", "unknown", "whether SVC-LEGORA may", gone(user__fields={"ACTIVE": {"enabled": False}, "CLOSED": {}})),
    Case("C2", "pass", "may not sign in", gone(user__fields={"ACTIVE": {"enabled": False}})),
    Case(
        "C2",
        "unknown",
        "the groups of SVC-LEGORA in library CLOSED were not read",
        gone(user__memberships={"ACTIVE": []}),
    ),
    Case("C2", "unknown", "does not say whether it creates projects", gone(preferences__create_projects_from={})),
    Case("C2", "unknown", "covers anything of the customer was not read", connector(capabilities=None)),
    Case("C2", "unknown", "was not read", gone(user=NOT_READ)),
    Case("C2", "unknown", "too slow", gone(connectors=failing("too slow"))),
    Case(
        "C2",
        "warn",
        "as offboard_keep_preference says",
        gone(keeps_preference=True, preferences__create_projects_from={"imanage": True}),
    ),
    Case(
        "C2",
        "warn",
        "left as it is, for connector int_2 at Legora; SVC-LEGORA was left as it is at iManage, for connector int_2",
        gone(other_connectors=[ANOTHER], user__enabled=True, preferences__create_projects_from={"imanage": True}),
    ),
    Case("C2", "warn", "for twin of the inventory", gone(config__account_shared_with=["twin"], user__enabled=True)),
    Case(
        "C2",
        "warn",
        "keeps its account, for capability cap_9 of customer ID 9999 at Legora",
        connector(service_account=OURS, capabilities=[CAPABILITY]),
    ),
    Case(
        "C2",
        "warn",
        "signs in with EVE, which is not the firm's account",
        connector(service_account={"username": "EVE"}),
    ),
    Case(
        "C2",
        "warn",
        "connector int_1 is disabled, so nothing was sent to it; Legora's connector still has the account",
        connector(status="disabled", enabled=False, service_account=OURS),
    ),
    Case("C2", "unknown", "what is left to take away at Legora is not known", BY_HAND),
    Case("C2", "warn", "handed over: ", {**BY_HAND, "hand_over": {"open": True, "steps": []}, "user.enabled": True}),
    Case("C2", "attested", "Jane Doe, 2026-11-24", {**BY_HAND, "hand_over": NOTHING_OPEN}),
    Case("C2", "fail", "covers customer ID 9999 with the firm's own account", {**BY_HAND, **MISTYPED}),
    Case("C2", "attested", "Jane Doe", {**BY_HAND, **MISTYPED, "connectors.0.service_account": None}),
    Case("C2", "fail", "may still sign in", {**BY_HAND, "hand_over": NOTHING_OPEN, "user.enabled": True}),
    Case("A1", "pass", "is in the listed libraries and NRTADMIN only", phase="offboard"),
    Case("A1", "pass", "there is no SVC-LEGORA", {"user": {"exists": False}}, phase="offboard"),
    Case(
        "A1",
        "pass",
        "is left as it is, for twin of the inventory",
        {"config.account_shared_with": ["twin"], "user.memberships": {"ACTIVE": ["LITIGATION"]}},
        phase="offboard",
    ),
    Case(
        "A1",
        "fail",
        "is in LITIGATION",
        {"user.memberships": {"ACTIVE": ["LITIGATION"], "CLOSED": []}},
        phase="offboard",
    ),
    Case("A1", "fail", "is in library OLD, not listed", {"user.libraries": ["ACTIVE", "OLD"]}, phase="offboard"),
    Case("A1", "fail", "comes from a directory", {"user.directory_synced": True}, phase="offboard"),
    Case(
        "A1",
        "fail",
        "has the e-mail address jane@alder.example",
        {"user.email": "jane@alder.example"},
        phase="offboard",
    ),
    Case("A1", "fail", "were not read", {"user.memberships": {"ACTIVE": []}}, phase="offboard"),
    Case("A1", "fail", "is the operator as well", {"config.imanage_username": "svc-legora"}, phase="offboard"),
    Case("R2", "pass", "reads users, and is in NRTADMIN of ACTIVE, CLOSED", phase="offboard"),
    Case(
        "R2",
        "pass",
        "ADMIN reads users; ",
        {"imanage.operator.nrtadmin": {}, "imanage.later_calls": None},
        phase="offboard",
    ),
    Case(
        "R2",
        "fail",
        "ADMIN is not in NRTADMIN of library OLD",
        {"imanage.operator.nrtadmin": {"OLD": False}},
        phase="offboard",
    ),
    Case(
        "R2",
        "fail",
        "NRTADMIN of library ACTIVE is disabled",
        {"imanage.operator.nrtadmin_enabled": {"ACTIVE": False}},
        phase="offboard",
    ),
    Case("I1", "pass", "4711", phase="offboard"),
    Case("I1", "fail", "is 1, but iManage says 4711", {"config.imanage_customer_id": "1"}, phase="offboard"),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_it_sees(case: Case) -> None:
    case.check_it()


def test_dry_run_does_not_fail_for_what_it_has_not_done() -> None:
    before = found(firm(), "C2", dry_run=True)
    assert before.status == "unknown"
    assert before.evidence.startswith("this is a dry run; as it is: Legora still creates projects")
    assert found(firm(GONE), "C2", dry_run=True).status == "pass"


def test_gate_looks_at_nothing_that_an_offboarding_does_not_need() -> None:
    """A firm whose network or integration is broken can leave all the same."""
    assert [one.id for one in decided("offboard", firm()).findings] == ["R2", "A1", "I1"]


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("SVC-Legora@Alder.example", True),
        ("svc-legora", True),
        ("svc-legora@alder.example.org", False),
        ("", False),
        (None, False),
    ],
)
def test_account_of_the_firm_is_known_by_its_id_or_its_address(name: str | None, is_own: bool) -> None:
    assert is_ours(firm(), name) is is_own
    assert is_ours(firm({"user": {"exists": False}}), name) is is_own


def test_who_uses_what() -> None:
    strange = {**ANOTHER, "service_account": {"username": "EVE"}}
    disabled = {**ANOTHER, "enabled": False}
    assert uses_preference(firm({"other_connectors": [strange]})) == ["connector int_2 at Legora"]
    assert uses_account(firm({"other_connectors": [strange]})) == []
    assert uses_preference(firm({"other_connectors": [disabled]})) == []
    assert uses_account(firm({"other_connectors": [disabled]})) == []
    assert uses_preference(firm({"other_connectors": [{**ANOTHER, "service_account": None}]})) == []
    # Legora itself tells of its connectors, unless nobody asks it.
    beside = {"config.organisation_shared_with": ["birch"]}
    assert uses_preference(firm(beside)) == []
    assert uses_preference(firm({**beside, "config.legora_method": "by_hand"})) == ["birch of the inventory"]
    assert other_sources(firm({"preferences.create_projects_from": {"imanage": True, "a": True, "b": False}})) == ["a"]
