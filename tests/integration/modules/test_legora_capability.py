# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The capability: never an empty list of libraries, and nobody else's capability."""

from __future__ import annotations

from typing import Any

import pytest
from integration.modules import legora_arguments as arguments

from simulator import Simulator
from simulator.seed import Firm

MODULE = "legora_connector_capability"


def _run(firm: Firm, check: bool = False, **more: Any) -> dict[str, Any]:
    return arguments.run(MODULE, arguments.capability(firm, **more), check=check)


def _covered(firm: Firm) -> list[list[str]]:
    return [one.library_ids for one in firm.connector.capabilities]


@pytest.mark.parametrize("check", [True, False])
@pytest.mark.parametrize(
    ("libraries", "word"),
    [
        ({"set": []}, "all libraries"),
        ({"set": ["ACTIVE"], "add": ["CLOSED"]}, "set"),
    ],
)
def test_unusable_lists_are_refused(sim: Simulator, libraries: dict[str, list[str]], word: str, check: bool) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["CLOSED"])
    arguments.refused(sim, _run(firm, check, libraries=libraries), "validation", "libraries", word)


@pytest.mark.parametrize("check", [True, False])
def test_last_library_is_not_removed(sim: Simulator, check: bool) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["ACTIVE", "CLOSED"])
    answer = _run(firm, check, libraries={"remove": ["CLOSED", "ACTIVE"]})
    arguments.refused(sim, answer, "validation", "state=absent")
    assert _covered(firm) == [["ACTIVE", "CLOSED"]]


def test_libraries_are_compared_in_exact_spelling_without_order(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["CLOSED", "ACTIVE"])
    assert not _run(firm)["changed"]
    answer = _run(firm, libraries={"set": ["ACTIVE", "closed"]})
    assert answer["plan"] == ["Change the ethical walls of customer 4711: add library closed, remove library CLOSED"]
    assert _covered(firm) == [["ACTIVE", "closed"]]


def test_customer_that_comes_as_a_number_is_the_same_customer(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["ACTIVE", "CLOSED"])
    (stored,) = firm.connector.capabilities
    for name, value in {"customer_id": 4711}.items():
        setattr(stored, name, value)
    answer = _run(firm)
    assert (answer["changed"], answer["capability"]["customer_id"]) == (False, "4711")
    assert not answer.get("warnings"), "it is no other customer"
    assert _run(firm, libraries={"remove": ["CLOSED"]})["changed"]
    assert _covered(firm) == [["ACTIVE"]]


def test_absent_takes_no_libraries(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["ACTIVE", "CLOSED"])
    answer = _run(firm, state="absent", libraries={"remove": ["CLOSED"]})
    arguments.refused(sim, answer, "validation", "libraries.remove")


def test_present_needs_libraries(sim: Simulator) -> None:
    answer = _run(sim.firm("alder"), libraries=None)
    assert "libraries" in answer["msg"]
    assert sim.journal.counts()["total"] == 0


def test_unusable_customer_id(sim: Simulator) -> None:
    arguments.refused(sim, _run(sim.firm("alder"), customer_id="47 11"), "validation", "customer ID")


@pytest.mark.parametrize("customer_id", ["", " "])
def test_blank_customer_id_is_none(sim: Simulator, customer_id: str) -> None:
    arguments.missing(sim, _run(sim.firm("alder"), customer_id=customer_id), "customer_id (imanage_customer_id)")


def test_other_customers_and_other_types_are_left_alone(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, ["THEIRS"], customer_id="999")
    arguments.store_capability(firm, ["ACTIVE"]).type = "search"
    answer = _run(firm)
    assert answer["plan"] == ["Cover libraries ACTIVE, CLOSED of customer 4711 with ethical walls"]
    assert len(answer["warnings"]) == 1
    assert "999" in answer["warnings"][0]
    assert "THEIRS" in answer["warnings"][0]
    assert _covered(firm) == [["THEIRS"], ["ACTIVE"], ["ACTIVE", "CLOSED"]]
    arguments.run(MODULE, arguments.key(firm, customer_id="4711", state="absent"))
    assert _covered(firm) == [["THEIRS"], ["ACTIVE"]]


def test_several_capabilities_of_one_customer(sim: Simulator) -> None:
    firm = sim.firm("alder")
    for _number in range(2):
        arguments.store_capability(firm, ["ACTIVE"])
    arguments.refused(sim, _run(firm), "conflict", "cap_seed_0", "cap_seed_1", "4711")


def test_a_list_that_is_empty_at_legora_is_filled(sim: Simulator) -> None:
    firm = sim.firm("alder")
    arguments.store_capability(firm, [])
    assert _run(firm)["changed"]
    assert _covered(firm) == [["ACTIVE", "CLOSED"]]
