# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes whose fate is unknown, and other people's changes in the meantime: settled by reading."""

from __future__ import annotations

from typing import Any

import pytest
from integration.modules import legora_arguments as arguments
from integration.modules.legora_writes import ACCOUNT, CAPABILITY, WRITES, Write, account_of, covered

from simulator import Simulator
from simulator.seed import Firm


def _absent(firm: Firm) -> dict[str, Any]:
    return arguments.key(firm, state="absent")


# How often the write has to be sent, by what happened to the first.
FAULTS = {"drop_before": 2, "drop_after": 1, "error_after": 1, "malformed_json": 1, "bad_gateway": 2, "html_page": 2}


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("write", WRITES, ids=str)
def test_write_of_unknown_fate(sim: Simulator, write: Write, fault: str) -> None:
    if fault == "malformed_json" and write.is_deletion:
        return  # the answer to a deletion has no body that could be malformed
    firm = sim.firm("alder")
    write.prepare(firm)
    sim.faults.add(kind=fault, firm="alder", system="legora", kind_of_request="write")
    answer = arguments.succeeded(write.module, write.options(firm))
    assert len(answer["plan"]) == 1
    assert answer["changed"]
    assert answer["converged"] is True
    assert write.is_done(firm)
    assert sim.journal.counts()["effective_writes"] == 1
    assert sim.journal.counts()["write"] == FAULTS[fault]
    sim.journal.clear()
    if not write.is_repeated:
        assert not arguments.succeeded(write.module, write.options(firm))["changed"]


@pytest.mark.parametrize("write", WRITES, ids=str)
def test_write_that_never_arrives_fails(sim: Simulator, write: Write) -> None:
    firm = sim.firm("alder")
    write.prepare(firm)
    sim.faults.add(kind="drop_before", firm="alder", system="legora", kind_of_request="write", times=0)
    answer = arguments.run(write.module, write.options(firm))
    assert answer["failure"]["kind"] == "unavailable"
    assert answer["failure"]["retryable"]
    assert (answer["plan"], answer["changed"]) == ([], False)
    assert sim.journal.counts()["write"] == 2


def test_password_is_not_taken_for_written_when_legora_tells_no_time(sim: Simulator) -> None:
    """Without a time of saving, a lost answer leaves only writing again."""
    firm = sim.firm("alder")
    arguments.store_account(firm, password="Old-pretend-password")
    profile = {"operations": {"service_account.read": {"fields": {"updated_at": None}}}}
    sim.faults.add(kind="drop_before", firm="alder", system="legora", kind_of_request="write")
    answer = arguments.succeeded(ACCOUNT, arguments.service_account(firm, update_password="always", profile=profile))
    assert (answer["converged"], answer["service_account"]["updated_at"]) == (True, None)
    assert account_of(firm).password == arguments.PASSWORD


# Other people, in the meantime


def test_same_capability_created_by_somebody_else(sim: Simulator) -> None:
    firm = sim.firm("alder")
    sim.on_write = lambda entry: covered(firm) or arguments.store_capability(firm, ["CLOSED", "ACTIVE"])
    answer = arguments.succeeded(CAPABILITY, arguments.capability(firm))
    assert (answer["changed"], answer["plan"]) == (False, [])
    assert covered(firm) == [("4711", ["CLOSED", "ACTIVE"])]


def test_other_capability_created_by_somebody_else_is_corrected(sim: Simulator) -> None:
    firm = sim.firm("alder")
    sim.on_write = lambda entry: covered(firm) or arguments.store_capability(firm, ["ACTIVE"])
    answer = arguments.succeeded(CAPABILITY, arguments.capability(firm))
    assert answer["plan"] == ["Change the ethical walls of customer 4711: add library CLOSED"]
    assert (answer["changed"], answer["converged"]) == (True, True)
    assert covered(firm) == [("4711", ["ACTIVE", "CLOSED"])]


def test_capability_removed_by_somebody_else_is_created(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["ACTIVE"])
    sim.on_write = lambda entry: entry.method == "PATCH" and firm.connector.capabilities.clear()
    answer = arguments.succeeded(CAPABILITY, arguments.capability(firm))
    assert answer["plan"] == ["Cover libraries ACTIVE, CLOSED of customer 4711 with ethical walls"]
    assert covered(firm) == [("4711", ["ACTIVE", "CLOSED"])]


def test_what_somebody_else_removed_counts_as_done_but_not_by_us(sim: Simulator) -> None:
    firm = sim.firm("alder")
    connector = firm.connector
    arguments.store_account(firm)
    arguments.store_capability(firm, ["ACTIVE"])

    def theirs_first(entry: object) -> None:
        connector.service_account = None
        connector.capabilities.clear()

    sim.on_write = theirs_first
    for module, args in (
        (ACCOUNT, _absent(firm)),
        (CAPABILITY, arguments.key(firm, customer_id="4711", state="absent")),
    ):
        arguments.store_account(firm)
        arguments.store_capability(firm, ["ACTIVE"])
        answer = arguments.succeeded(module, args)
        assert (answer["changed"], answer["plan"]) == (False, [])


def test_account_given_by_somebody_else_has_an_unknown_password(sim: Simulator) -> None:
    """Their write is in, ours was refused: what the password is now, nobody can tell."""
    firm = sim.firm("alder")
    profile = {"operations": {"service_account.write": {"path": "/organisation/integrations/{connector_id}/nothing"}}}
    sim.on_write = lambda entry: arguments.store_account(firm, password="Their-pretend-password")
    answer = arguments.succeeded(ACCOUNT, arguments.service_account(firm, profile=profile))
    assert (answer["changed"], answer["plan"]) == (False, [])
    assert (answer["password_action"], answer["password_checked_by"]) == ("unknown", "none")


def test_somebody_who_always_answers_back_is_not_fought_for_ever(sim: Simulator) -> None:
    firm = sim.firm("alder")
    sim.on_write = lambda entry: firm.legora.connectors.pop("int_alder", None)
    answer = arguments.run(ACCOUNT, arguments.service_account(firm))
    assert answer["failure"]["kind"] == "not_found"
    assert sim.journal.counts()["effective_writes"] == 0
