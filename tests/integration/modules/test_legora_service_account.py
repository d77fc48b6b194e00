# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connector's service account: when its password is written, and what is left alone."""

from __future__ import annotations

from typing import Any

import pytest
from integration.modules import legora_arguments as arguments

from simulator import Simulator
from simulator.seed import Firm

MODULE = "legora_connector_service_account"
OTHER_PASSWORD = "Other-pretend-password-1"


@pytest.fixture
def firm(sim: Simulator) -> Firm:
    """Return a firm whose connector has the service account, and whose iManage does not know it."""
    found = sim.firm("alder")
    found.legora.reaches_imanage = False
    arguments.store_account(found, password=OTHER_PASSWORD)
    return found


def _stored(firm: Firm) -> str:
    account = firm.connector.service_account
    assert account is not None
    return account.password


def _password(answer: dict[str, Any]) -> tuple[str, str, bool]:
    return answer["password_action"], answer["password_checked_by"], answer["changed"]


def _at(firm: Firm, seconds: float) -> str:
    """Return a moment relative to when the connector was saved last, as iManage writes it."""
    firm.clock.advance(seconds)
    return firm.clock.iso()


def test_on_create_keeps_the_password(firm: Firm) -> None:
    answer = arguments.succeeded(MODULE, arguments.service_account(firm))
    assert _password(answer) == ("kept", "none", False)
    assert _stored(firm) == OTHER_PASSWORD


def test_another_username_brings_its_password_along(firm: Firm) -> None:
    answer = arguments.succeeded(MODULE, arguments.service_account(firm, service_username="new@alder.example"))
    assert answer["plan"] == [
        "Give Legora's iManage connector the service account new@alder.example (with its password)"
    ]
    assert _password(answer) == ("set", "none", True)
    assert answer["diff"]["before"]["username"] == arguments.USERNAME
    assert _stored(firm) == arguments.PASSWORD


def test_always_writes_on_every_run(firm: Firm) -> None:
    for _run in range(2):
        answer = arguments.succeeded(MODULE, arguments.service_account(firm, update_password="always"))
        assert _password(answer) == ("set", "none", True)
        assert answer["plan"] == [f"Give Legora's iManage connector the password of {arguments.USERNAME} anew"]
        assert answer["converged"] is True
    assert _stored(firm) == arguments.PASSWORD


def test_when_changed_writes_a_password_that_is_newer_at_imanage(firm: Firm) -> None:
    given = arguments.service_account(firm, update_password="when_changed", password_changed_at=_at(firm, 301))
    assert _password(arguments.succeeded(MODULE, given, check=True)) == ("set", "time", True)
    assert _password(arguments.succeeded(MODULE, given)) == ("set", "time", True)
    assert _stored(firm) == arguments.PASSWORD
    assert _password(arguments.succeeded(MODULE, given)) == ("kept", "time", False)


def test_when_changed_writes_what_legora_shows_as_rejected(firm: Firm) -> None:
    firm.legora.reaches_imanage = True
    answer = arguments.succeeded(MODULE, arguments.service_account(firm, update_password="when_changed"))
    assert _password(answer) == ("set", "login", True)
    assert answer["converged"] is True
    assert answer["service_account"]["status"] == "rejected"


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(
    "more",
    [
        {"service_username": "new@alder.example"},
        {"update_password": "always"},
        {"update_password": "always", "service_password": ""},
    ],
)
def test_missing_password_is_said_in_the_dry_run(sim: Simulator, firm: Firm, more: dict[str, Any], check: bool) -> None:
    given = arguments.service_account(firm, **{"service_password": None, **more})
    arguments.refused(sim, arguments.run(MODULE, given, check=check), "validation", "service_account_password")


def test_password_is_not_needed_to_keep_it(firm: Firm) -> None:
    arguments.succeeded(MODULE, arguments.service_account(firm, service_password=None))


def test_empty_username_is_refused(sim: Simulator, firm: Firm) -> None:
    answer = arguments.run(MODULE, arguments.service_account(firm, service_username=" "))
    arguments.refused(sim, answer, "validation", "service_username")


def test_absent_leaves_an_account_of_another_name_alone(sim: Simulator, firm: Firm) -> None:
    answer = arguments.run(MODULE, arguments.key(firm, state="absent", service_username="other@alder.example"))
    assert not answer["changed"]
    assert arguments.USERNAME in answer["warnings"][0]
    assert answer["service_account"]["username"] == arguments.USERNAME
    assert sim.journal.counts()["write"] == 0


def test_absent_without_a_name_removes_any(firm: Firm) -> None:
    answer = arguments.succeeded(MODULE, arguments.key(firm, state="absent"))
    assert answer["plan"] == [f"Remove the service account {arguments.USERNAME} from Legora's iManage connector"]
    assert answer["service_account"] == {
        "connector_id": "int_alder",
        "username": None,
        "status": None,
        "updated_at": None,
        "pending": False,
    }
    assert firm.connector.service_account is None


def test_other_connector_is_left_alone(sim: Simulator, firm: Firm) -> None:
    capability = arguments.store_capability(firm, ["ACTIVE"])
    arguments.succeeded(MODULE, arguments.service_account(firm, update_password="always"))
    assert firm.connector.capabilities == [capability]
    assert sim.firm("birch").legora.mutations == 0
