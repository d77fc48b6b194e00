# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every check of the registry has tests: one of a pass, one of what is wrong, one of what is not known."""

from __future__ import annotations

import dataclasses

import pytest
from helpers.firm import EXPORTED, firm
from unit.checks import (
    test_account,
    test_confirmed,
    test_legora,
    test_network,
    test_offboarding,
    test_operation,
    test_readiness,
    test_rights,
    test_rotation,
)
from unit.checks.cases import Case, decided

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks import facts, registry
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.check import Check
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.phases import PHASES
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.verdicts import ONBOARD, PREFLIGHT, VERIFY

CASES: tuple[Case, ...] = (
    *test_readiness.CASES,
    *test_network.CASES,
    *test_account.CASES,
    *test_rights.CASES,
    *test_legora.CASES,
    *test_confirmed.CASES,
    *test_operation.CASES,
    *test_rotation.CASES,
    *test_offboarding.CASES,
)

# Nothing can be read that would decide these; a named person has to look.
ATTESTED_ONLY = {"R6", "N6", "A12", "S4"}
# What can be read of these is not all that matters.
NEVER_PASSED = {"R4", *ATTESTED_ONLY}
# Decided from the firm's own variables, which are always there.
NEVER_UNKNOWN = {"N1", "I4"}


def _asked(check: registry.Check) -> facts.Facts:
    """Return a healthy firm to which the check applies."""
    return firm({"config.legora_method": "by_hand"} if check.id == "L7" else None)


def _without_exports(known: facts.Facts) -> facts.Facts:
    """Return what is known of a firm that has exported nothing."""
    config = {name: value for name, value in known.config.items() if name not in EXPORTED}
    return dataclasses.replace(known, config=config)


def statuses(check: str) -> set[str]:
    return {case.status for case in CASES if case.check == check}


@pytest.mark.parametrize("check", registry.CHECKS, ids=lambda check: check.id)
def test_each_check_and_status_is_tested(check: Check) -> None:
    tested = statuses(check.id)
    assert ("pass" in tested) is (check.id not in NEVER_PASSED)
    assert bool(tested & {"fail", "warn"}) is (check.id not in ATTESTED_ONLY)
    assert ("unknown" in tested) is (check.id not in NEVER_UNKNOWN)


def test_exceptions_and_tables_name_checks() -> None:
    known = {check.id for check in registry.CHECKS}
    assert known >= NEVER_PASSED | NEVER_UNKNOWN
    assert {case.check for case in CASES} == known
    assert all(registry.BY_ID[check].attestable for check in NEVER_PASSED)


def test_no_status_of_a_check_is_left_out_by_its_code() -> None:
    """A check that can fail and can warn has a test of both."""
    for check in registry.CHECKS:
        names = check.decide.__code__.co_names
        for word, status in (("failed", "fail"), ("warned", "warn"), ("passed", "pass"), ("unknown", "unknown")):
            if word in names:
                assert status in statuses(check.id), f"{check.id} can be {status}, and no test shows it"


def test_ids_titles_and_texts_are_complete() -> None:
    assert len(registry.BY_ID) == len(registry.CHECKS)
    assert len({check.title for check in registry.CHECKS}) == len(registry.CHECKS)
    for check in registry.CHECKS:
        assert set(check.phases) <= set(PHASES)
        assert set(check.needs) <= {*facts.DEPENDS_ON, "libraries", "account"}
        assert check.remedy.endswith((".", "?")), check.id
        how = str(check.decide.__doc__).strip()
        assert how.startswith(f"{check.id}: "), "the table of checks shows it"
        assert how.endswith("."), check.id
        if check.onboard:
            assert ONBOARD in check.phases or VERIFY in check.phases, check.id


@pytest.mark.parametrize("on_premises", [False, True])
def test_healthy_firm_fails_nothing_and_hides_nothing(on_premises: bool) -> None:
    healthy = firm(on_premises=on_premises)
    for phase in (PREFLIGHT, ONBOARD, VERIFY):
        decision = decided(phase, healthy)
        unknown = {one.id for one in decision.findings if one.status == "unknown"}
        assert {one.status for one in decision.findings} <= {"pass", "unknown"}
        assert unknown <= NEVER_PASSED | (set() if on_premises else {"N4"})
        listed = {one.id for one in decision.findings} | {one["id"] for one in decision.not_applicable}
        assert listed == {check.id for check in registry.CHECKS if phase in check.phases}


@pytest.mark.parametrize("check", registry.CHECKS, ids=lambda check: check.id)
def test_nothing_read_is_never_a_pass(check: Check) -> None:
    nothing = dataclasses.replace(_without_exports(_asked(check)), readings={})
    decision = decided(check.phases[0], nothing)
    (finding,) = [one for one in decision.findings if one.id == check.id]
    if check.id in ("R1", "N1", "I4"):
        assert finding.status == "pass", "the firm's own variables decide it"
    else:
        assert finding.status == "unknown"


@pytest.mark.parametrize("check", registry.CHECKS, ids=lambda check: check.id)
def test_empty_answers_are_never_a_pass(check: Check) -> None:
    """A server that answers with nothing in it has said nothing."""
    empty = {name: facts.Reading(value=[] if name in ("connectors", "events") else {}) for name in facts.DEPENDS_ON}
    empty["user"] = facts.Reading(value={"exists": True})
    empty["connectors"] = facts.Reading(value=[{}])
    decision = decided(check.phases[0], dataclasses.replace(_without_exports(_asked(check)), readings=empty))
    (finding,) = [one for one in decision.findings if one.id == check.id]
    if check.id not in ("R1", "N1", "I4"):
        assert finding.status != "pass", finding.evidence
    assert finding.evidence
