# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each role on its own, in a consultant's own play: without the playbook's session, and with arguments that bind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpers.ansible import play
from helpers.playbook import Run, inventory, run_playbook

from simulator import Simulator


def play_roles(tmp_path: Path, sim: Simulator, roles: list[dict[str, Any]], **changes: Any) -> Run:
    """Run roles one after the other for the firm alder, in a play of its own."""
    begins = {"legalops.ethical_walls.firm_config": {}, "register": "ethical_walls_firm"}
    ends: dict[str, Any] = {"legalops.ethical_walls.firm_result": {}}
    named = {"when": "service_account_password is defined"}
    tasks = [
        {**begins, **named},
        *({"ansible.builtin.import_role": role.pop("role"), **role} for role in roles),
        {**ends, **named},
    ]
    return run_playbook(tmp_path, [play(tasks)], inventory(sim, {"alder": changes}))


def role(name: str, **variables: Any) -> dict[str, Any]:
    return {"role": {"name": f"legalops.ethical_walls.{name}"}, "vars": variables}


def test_roles_work_without_the_playbook(sim: Simulator, tmp_path: Path) -> None:
    steps = [
        role("preflight"),
        role("imanage_service_account"),
        role("legora_connector"),
        role("legora_preferences"),
        role("verify"),
    ]
    run = play_roles(tmp_path, sim, steps)
    assert run.status == 0, run.output
    firm = sim.firm("alder")
    assert firm.legora.preferences["imanage"] is True
    assert not firm.imanage.tokens, "a task left its own sign-in open"
    assert "A9" in run.output


def test_missing_argument_is_refused_before_anything_is_sent(sim: Simulator, tmp_path: Path) -> None:
    run = play_roles(tmp_path, sim, [role("imanage_service_account")], service_account_password=None)
    assert run.status == 2
    assert "missing required arguments: service_account_password" in run.output
    assert sim.journal.counts()["total"] == 0
