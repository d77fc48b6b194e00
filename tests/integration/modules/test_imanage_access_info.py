# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proof: each verdict, and that it never helps to lock the account."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.module import run_module
from integration.modules import imanage_arguments as arguments

from simulator import Simulator
from simulator.seed import Firm

EGRESS = "20.91.134.182"


@pytest.fixture
def firm(sim: Simulator, firm_name: str) -> Firm:
    """Return a firm whose service account is set up."""
    found = sim.firm(firm_name)
    arguments.set_up(sim, found)
    return found


def _prove(firm: Firm, **more: Any) -> dict[str, Any]:
    access: dict[str, Any] = arguments.run("imanage_access_info", arguments.access(firm, **more))["access"]
    return access


def _sign_ins_as_account(sim: Simulator, firm: Firm) -> int:
    name = arguments.access(firm)["account_username"]
    return sum(entry.user == name for entry in sim.journal.entries(kind="signin"))


def test_metadata_only_account_is_compliant(sim: Simulator, firm: Firm) -> None:
    access = _prove(firm, test_documents={"ACTIVE": "ACTIVE!1.1"})
    assert access["status"] == "compliant"
    assert access["observed_roles"] == {"ACTIVE": "LEGORA_METADATA", "CLOSED": "LEGORA_METADATA"}
    assert _sign_ins_as_account(sim, firm) == 1
    assert not firm.imanage.tokens


def test_account_that_may_view_documents_is_noncompliant(firm: Firm) -> None:
    firm.imanage.libraries["CLOSED"].assignments["SVC-LEGORA"].role = "FULL"
    access = _prove(firm)
    assert access["status"] == "noncompliant"
    assert [library["status"] for library in access["libraries"]] == ["compliant", "noncompliant"]
    assert access["observed_roles"]["CLOSED"] == "FULL"


def test_nrtadmin_that_supersedes_the_role_is_seen(firm: Firm) -> None:
    firm.imanage.nrtadmin_supersedes = True
    assert _prove(firm)["status"] == "noncompliant"


def test_wrong_password_is_rejected_after_one_attempt(sim: Simulator, firm: Firm) -> None:
    access = _prove(firm, account_password="Wrong-pretend-password-1")
    assert (access["status"], access["signed_in"]) == ("rejected", False)
    account = firm.imanage.account("SVC-LEGORA")
    assert account is not None
    assert account.failed_logins == 1


def test_ip_locked_account_is_tried_from_its_address_only(sim: Simulator, firm: Firm) -> None:
    if not firm.imanage.is_cloud:
        return  # on-premises has no such lock
    run_module("imanage_user", arguments.user(firm, ip_lock=True, ip_range=EGRESS))
    sim.journal.clear()
    access = _prove(firm)
    assert (access["status"], access["reason"]) == ("unknown", "ip_locked")
    assert _sign_ins_as_account(sim, firm) == 0
    run_module("imanage_user", arguments.user(firm, ip_lock=True, ip_range=f"{EGRESS},127.0.0.1"))
    assert _prove(firm, source_address="127.0.0.1")["status"] == "compliant"


def test_check_mode_sends_nothing_as_the_account(sim: Simulator, firm: Firm) -> None:
    answer = run_module("imanage_access_info", arguments.access(firm), check=True)
    assert (answer["access"]["status"], answer["access"]["reason"]) == ("unknown", "check mode sends no sign-in")
    answer = run_module("imanage_access_info", arguments.access(firm, pending_users=["svc-legora"]), check=True)
    assert answer["access"]["reason"] == "not created or assigned yet"
    assert _sign_ins_as_account(sim, firm) == 0
