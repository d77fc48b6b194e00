# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes whose fate is unknown, and other people's changes in the meantime: settled by reading."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from integration.modules import legora_arguments as arguments

from simulator import Simulator
from simulator.seed import Firm

ACCOUNT = "legora_connector_service_account"
CAPABILITY = "legora_connector_capability"
PREFERENCES = "legora_project_preferences"


def _absent(firm: Firm) -> dict[str, Any]:
    return arguments.key(firm, state="absent")


def _account(firm: Firm) -> Any:
    return arguments.own_connector(firm).service_account


def _libraries(firm: Firm) -> list[tuple[str, list[str]]]:
    return [(one.customer_id, one.library_ids) for one in arguments.own_connector(firm).capabilities]


# (name, module, what is there before, options, what has to be so afterwards)
WRITES: list[tuple[str, str, Callable[[Firm], object], Callable[[Firm], dict[str, Any]], Callable[[Firm], bool]]] = [
    (
        "give",
        ACCOUNT,
        lambda firm: None,
        arguments.service_account,
        lambda firm: (_account(firm).username, _account(firm).password) == (arguments.USERNAME, arguments.PASSWORD),
    ),
    (
        "replace",
        ACCOUNT,
        lambda firm: arguments.store_account(firm, "old@x.example", "Old-pretend-password"),
        arguments.service_account,
        lambda firm: (_account(firm).username, _account(firm).password) == (arguments.USERNAME, arguments.PASSWORD),
    ),
    (
        "password",
        ACCOUNT,
        lambda firm: arguments.store_account(firm, password="Old-pretend-password"),
        lambda firm: arguments.service_account(firm, update_password="always"),
        lambda firm: _account(firm).password == arguments.PASSWORD,
    ),
    ("take away", ACCOUNT, arguments.store_account, _absent, lambda firm: _account(firm) is None),
    (
        "create",
        CAPABILITY,
        lambda firm: None,
        arguments.capability,
        lambda firm: _libraries(firm) == [("4711", ["ACTIVE", "CLOSED"])],
    ),
    (
        "update",
        CAPABILITY,
        lambda firm: arguments.store_capability(firm, ["ACTIVE"]),
        lambda firm: arguments.capability(firm, libraries={"add": ["CLOSED"]}),
        lambda firm: _libraries(firm) == [("4711", ["ACTIVE", "CLOSED"])],
    ),
    (
        "remove",
        CAPABILITY,
        lambda firm: arguments.store_capability(firm, ["ACTIVE"]),
        lambda firm: arguments.key(firm, customer_id="4711", state="absent"),
        lambda firm: _libraries(firm) == [],
    ),
    ("on", PREFERENCES, lambda firm: None, arguments.preferences, lambda firm: firm.legora.preferences["imanage"]),
]

# How often the write has to be sent, by what happened to the first.
FAULTS = {"drop_before": 2, "drop_after": 1, "error_after": 1, "malformed_json": 1, "bad_gateway": 2, "html_page": 2}


@pytest.mark.parametrize("fault", sorted(FAULTS))
@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write[1]}-{write[0]}")
def test_write_of_unknown_fate(sim: Simulator, write: Any, fault: str) -> None:
    name, module, prepare, build, is_done = write
    if fault == "malformed_json" and name in ("take away", "remove"):
        return  # the answer to a deletion has no body that could be malformed
    firm = sim.firm("alder")
    prepare(firm)
    sim.faults.add(kind=fault, firm="alder", system="legora", kind_of_request="write")
    answer = arguments.succeeded(module, build(firm))
    assert len(answer["plan"]) == 1
    assert answer["changed"]
    assert answer["converged"] is True
    assert is_done(firm)
    assert sim.journal.counts()["effective_writes"] == 1
    assert sim.journal.counts()["write"] == FAULTS[fault]
    sim.journal.clear()
    if "update_password" not in build(firm):
        assert not arguments.succeeded(module, build(firm))["changed"]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: f"{write[1]}-{write[0]}")
def test_write_that_never_arrives_fails(sim: Simulator, write: Any) -> None:
    _name, module, prepare, build, _is_done = write
    firm = sim.firm("alder")
    prepare(firm)
    sim.faults.add(kind="drop_before", firm="alder", system="legora", kind_of_request="write", times=0)
    answer = arguments.run(module, build(firm))
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
    assert _account(firm).password == arguments.PASSWORD


# Other people, in the meantime


def test_same_capability_created_by_somebody_else(sim: Simulator) -> None:
    firm = sim.firm("alder")
    sim.on_write = lambda entry: _libraries(firm) or arguments.store_capability(firm, ["CLOSED", "ACTIVE"])
    answer = arguments.succeeded(CAPABILITY, arguments.capability(firm))
    assert (answer["changed"], answer["plan"]) == (False, [])
    assert _libraries(firm) == [("4711", ["CLOSED", "ACTIVE"])]


def test_other_capability_created_by_somebody_else_is_corrected(sim: Simulator) -> None:
    firm = sim.firm("alder")
    sim.on_write = lambda entry: _libraries(firm) or arguments.store_capability(firm, ["ACTIVE"])
    answer = arguments.succeeded(CAPABILITY, arguments.capability(firm))
    assert answer["plan"] == ["Change the ethical walls of customer 4711: add library CLOSED"]
    assert (answer["changed"], answer["converged"]) == (True, True)
    assert _libraries(firm) == [("4711", ["ACTIVE", "CLOSED"])]


def test_capability_removed_by_somebody_else_is_created(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["ACTIVE"])
    sim.on_write = lambda entry: entry.method == "PATCH" and arguments.own_connector(firm).capabilities.clear()
    answer = arguments.succeeded(CAPABILITY, arguments.capability(firm))
    assert answer["plan"] == ["Cover libraries ACTIVE, CLOSED of customer 4711 with ethical walls"]
    assert _libraries(firm) == [("4711", ["ACTIVE", "CLOSED"])]


def test_what_somebody_else_removed_counts_as_done_but_not_by_us(sim: Simulator) -> None:
    firm = sim.firm("alder")
    connector = arguments.own_connector(firm)
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
