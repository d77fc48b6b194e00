# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every iManage module in four passes: check, apply, apply again, check; with 0, n, 0, 0 writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from helpers.module import run_module
from integration.modules import imanage_arguments as arguments
from integration.modules.four_passes import four_passes

from simulator import Simulator
from simulator.seed import Firm

Prepare = Callable[[Firm], None]


def _nothing(firm: Firm) -> None:
    """No preparation."""


def _create(firm: Firm) -> None:
    arguments.run("imanage_user", arguments.user(firm))


def _create_member(firm: Firm) -> None:
    _create(firm)
    arguments.run("imanage_group_membership", arguments.membership(firm))


def _all_members(firm: Firm) -> list[str]:
    return ["ADMIN", "LAWYER5", arguments.ACCOUNT]


SCENARIOS: list[tuple[str, str, Prepare, Callable[[Firm], dict[str, Any]], dict[str, int]]] = [
    ("create", "imanage_user", _nothing, arguments.user, {"alder": 3, "birch": 2}),
    (
        "correct",
        "imanage_user",
        _create,
        lambda firm: {**arguments.user(firm), "full_name": "Legora (metadata only)"},
        {"alder": 1, "birch": 2},
    ),
    (
        "disable",
        "imanage_user",
        _create,
        lambda firm: arguments.operator(firm, state="disabled"),
        {"alder": 1, "birch": 2},
    ),
    (
        "absent",
        "imanage_user",
        _create_member,
        lambda firm: arguments.operator(firm, state="absent"),
        {"alder": 3, "birch": 4},
    ),
    ("add", "imanage_group_membership", _create, arguments.membership, {"alder": 2, "birch": 2}),
    (
        "remove",
        "imanage_group_membership",
        _create_member,
        lambda firm: arguments.membership(firm, users={"remove": ["svc-legora"]}),
        {"alder": 2, "birch": 2},
    ),
    (
        "set",
        "imanage_group_membership",
        _create,
        lambda firm: arguments.membership(firm, users={"set": _all_members(firm)}),
        {"alder": 2, "birch": 2},
    ),
]


@pytest.mark.parametrize(
    ("page_size", "undeclared_fields"),
    [(500, True), (1, True), (500, False)],
    ids=["large pages", "small pages", "declared fields only"],
)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: f"{scenario[1]}-{scenario[0]}")
def test_four_passes(sim: Simulator, firm_name: str, scenario: Any, page_size: int, undeclared_fields: bool) -> None:
    _name, module, prepare, build, writes = scenario
    firm = sim.firm(firm_name)
    firm.imanage.max_page_size = page_size
    firm.imanage.undeclared_fields = undeclared_fields
    prepare(firm)

    def run(check: bool) -> dict[str, Any]:
        answer = run_module(module, build(firm), check=check, diff=True)
        assert "failure" not in answer, answer
        return answer

    four_passes(sim, firm_name, run, writes[firm_name])


@pytest.mark.parametrize(
    ("module", "build", "returned"),
    [
        ("imanage_info", arguments.operator, "imanage"),
        ("imanage_user_info", arguments.operator, "user"),
        ("imanage_access_info", arguments.access, "access"),
    ],
)
def test_info_modules_write_nothing(
    sim: Simulator, firm_name: str, module: str, build: Callable[[Firm], dict[str, Any]], returned: str
) -> None:
    firm = sim.firm(firm_name)
    _create_member(firm)
    for check in (True, False, False, True):
        sim.journal.clear()
        answer = run_module(module, build(firm), check=check)
        assert answer[returned]
        assert not answer["changed"]
        assert sim.journal.counts(firm_name)["write"] == 0
    assert not firm.imanage.tokens, "a sign-in was left open"
