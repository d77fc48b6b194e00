# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Twenty firms, three of which have a Legora that refuses: seventeen are rotated, three are as before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.both_systems import set_up, state
from helpers.canaries import leaked
from helpers.playbook import inventory, run_playbook
from integration.rotation.rotated import NEW_ON_BOTH, OLD_ON_BOTH, VARIABLES, held, refuse_at_legora

from simulator import Simulator, running

REFUSING = ("firm03", "firm08", "firm17")


@pytest.fixture
def twenty() -> Iterator[Simulator]:
    names = [f"firm{number:02}" for number in range(20)]
    flavours = ("cloud", "on_premises")
    firms = [{"name": name, "flavour": flavours[number % 2]} for number, name in enumerate(names)]
    with running({"firms": firms}) as sim:
        yield sim


@pytest.mark.full
def test_seventeen_are_rotated_and_three_are_as_before(twenty: Simulator, tmp_path: Path) -> None:
    new = {name: f"Brand-new-pretend-password-{name}" for name in twenty.firms}
    for firm in twenty.firms.values():
        set_up(firm)
    for name in REFUSING:
        refuse_at_legora(twenty, twenty.firm(name))
    changes = {name: {**VARIABLES, "rotate_new_password": password} for name, password in new.items()}
    run = run_playbook(tmp_path, "rotate_password", inventory(twenty, changes), "--forks", "20")
    assert run.status == 2, run.output
    for name, firm in twenty.firms.items():
        is_refused = name in REFUSING
        assert held(firm, new[name]) == (OLD_ON_BOTH if is_refused else NEW_ON_BOTH), name
        assert state(firm).legora_status == "active"
        assert run.result(name)["status"] == ("failed" if is_refused else "changed")
        if is_refused:
            assert "Both have the old password" in run.result(name)["message"]
    assert run.overview[0].startswith("20 firms: 17 changed, 3 failed")
    assert all(any(name in line for line in run.overview) for name in REFUSING)
    assert not leaked(new.values(), run.output + json.dumps(run.results))
    # Once Legora takes it, the same command mends the three and leaves the others alone.
    twenty.faults.clear()
    again = run_playbook(tmp_path, "rotate_password", inventory(twenty, changes), "--forks", "20")
    assert again.status == 0, again.output
    assert {name for name in new if again.result(name)["status"] == "changed"} == set(REFUSING)
    assert {held(firm, new[name]) for name, firm in twenty.firms.items()} == {NEW_ON_BOTH}


def test_one_new_password_for_several_firms_is_refused_before_anything_is_sent(sim: Simulator, tmp_path: Path) -> None:
    extra = {"rotate_new_password": "Pretend-for-all-1", "rotate_new_password_version": "v2"}
    run = run_playbook(tmp_path, "rotate_password", inventory(sim), extra=extra)
    assert run.status == 2, run.output
    for name, other in (("alder", "birch"), ("birch", "alder")):
        assert run.result(name)["failure"]["kind"] == "validation"
        assert f"rotate_new_password is a password of {other} too, so" in run.result(name)["message"]
        assert sim.journal.entries(name) == []
    assert not leaked(["Pretend-for-all-1"], run.output + json.dumps(run.results))
