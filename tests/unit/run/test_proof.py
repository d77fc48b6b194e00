# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a run decides over its proof. What follows from which proof stands in tests/unit/checks/test_proof.py."""

from __future__ import annotations

from typing import Any

import pytest
from unit.run.runs import LOCKED, PENDING, USER, configured, failed, proved, run_of, step

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.proof import CUT_OFF, Verdict
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.proof import (
    connector_verdict_of,
    stopped,
    verdict_of,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run, Step

SEES = proved("noncompliant", signed_in=True, libraries=[{"id": "A", "status": "noncompliant", "document_view": True}])
MADE = step("imanage_user", {"user": USER, "newly_enabled": True})
DISABLED = step("imanage_user", {"user": USER}, state="disabled", require="seen_to_view")


def verdict(*steps: Step, **head: Any) -> Verdict:
    found = verdict_of(run_of(*steps, **head))
    assert found is not None
    return found


def test_without_a_proof_nothing_is_decided() -> None:
    assert verdict_of(run_of(MADE)) is None
    assert verdict_of(run_of(failed("imanage_access_info"))) is None
    assert verdict_of(Run({})) is None


@pytest.mark.parametrize(
    ("steps", "status", "trust"),
    [
        ((proved(),), "proved", True),
        ((PENDING,), "pending", False),
        (LOCKED, "unrepeatable", False),
        ((SEES,), "refused", False),
        ((configured(service_account_accept_document_view=True), SEES), "accepted", True),
    ],
)
def test_it_is_that_of_the_run(steps: tuple[Step, ...], status: str, trust: bool) -> None:
    found = verdict(*steps)
    assert (found.status, found.trust) == (status, trust)


def test_role_that_was_corrected_after_the_proof_leaves_it_pending() -> None:
    corrected = step("imanage_user", {"changed": True}, correct_roles=True)
    assert verdict(proved(), corrected).status == "pending"
    assert verdict(proved(), step("imanage_user", {"changed": False}, correct_roles=True)).status == "proved"


def test_account_of_this_run_that_was_seen_to_view_documents_is_to_be_disabled_once() -> None:
    assert verdict(MADE, SEES).disable is True
    assert verdict(step("imanage_user", {"user": USER}), SEES).disable is False, "it was enabled before"
    told = verdict(MADE, SEES, DISABLED)
    assert told.disable is False
    assert "was disabled again, since this run had enabled it" in str(told.message)
    unable = verdict(MADE, SEES, failed_to_disable())
    assert "could not be disabled again" in str(unable.message)


def failed_to_disable() -> Step:
    return Step("imanage_user", "Disable it", DISABLED.wish, {"failed": True, "msg": "HTTP 503", "failure": {}}, True)


def test_worse_things_come_first_in_a_refusal() -> None:
    creates = step("legora_connector_info", {"preferences": {"create_projects_from": {"imanage": True}}})
    replaced = step("imanage_user", {"user": USER, "password_replaced": True})
    message = str(verdict(creates, replaced, SEES).message)
    assert message.startswith(CUT_OFF.format(firm="Alder"))
    assert "creates projects from iManage already" in message
    assert stopped(verdict(SEES))[1]["kind"] == "permission"


def test_dry_run_plans() -> None:
    assert verdict(proved("unknown", "not tried"), check_mode=True).status == "planned"


@pytest.mark.parametrize(
    ("status", "had_one", "replaced", "proceeds", "is_cut_off"),
    [
        ("active", True, True, True, False),
        (None, True, True, True, False),
        ("rejected", True, False, False, False),
        ("rejected", True, True, False, True),
        ("rejected", False, True, False, False),
    ],
)
def test_connector_that_rejects_the_account_stops(
    status: str | None, had_one: bool, replaced: bool, proceeds: bool, is_cut_off: bool
) -> None:
    before = {"service_account": {"username": "svc"} if had_one else None}
    run = run_of(
        step("legora_connector_info", {"connectors": [before]}),
        step("imanage_user", {"user": USER, "password_replaced": replaced}),
    )
    found = connector_verdict_of(run, {"service_account": {"username": "svc", "status": status}})
    assert found.proceed is proceeds
    assert ("is cut off" in str(found.message)) is is_cut_off
    assert ("20.91.134.182" in str(found.message)) is not proceeds
