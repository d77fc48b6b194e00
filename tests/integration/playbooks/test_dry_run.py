# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A dry run says what the real run does, also where something is there already and something is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from integration.playbooks.harness import inventory, run_playbook
from integration.playbooks.states import USER_ID, onboard, set_up, state, writes

from simulator import Simulator, drift


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_library_that_was_added_later(sim: Simulator, tmp_path: Path, name: str) -> None:
    """On-premises the account is made in the new library with a password, so Legora is given it anew: foretold too."""
    firm = sim.firm(name)
    one = {"imanage_libraries": ["ACTIVE"]}
    assert onboard(sim, tmp_path, name, **one).status == 0
    firm.clock.advance(86400)
    sim.journal.clear()
    dry = onboard(sim, tmp_path, name, "--check", "--diff")
    assert dry.status == 0, dry.output
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert dry.result(name)["plan"], "the library is not in the plan"
    real = onboard(sim, tmp_path, name)
    assert real.status == 0, real.output
    assert real.result(name)["plan"] == dry.result(name)["plan"]
    assert (state(firm).nrtadmin, state(firm).libraries) == (("ACTIVE", "CLOSED"), ("ACTIVE", "CLOSED"))
    assert onboard(sim, tmp_path, name).result(name)["status"] == "unchanged"


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_library_that_was_taken_off_the_list_is_foretold(sim: Simulator, tmp_path: Path, name: str) -> None:
    firm = sim.firm(name)
    set_up(firm)
    sim.journal.clear()
    changes = {name: {"imanage_libraries": ["ACTIVE"]}}
    before = run_playbook(tmp_path, "preflight", inventory(sim, changes), "--limit", name)
    dry = onboard(sim, tmp_path, name, "--check", imanage_libraries=["ACTIVE"])
    assert (before.result(name)["status"], dry.result(name)["status"]) == ("checked", "planned")
    # What a capability covers is compared with the list, so what onboarding will take away is said before.
    findings = {one["id"]: one for one in before.result(name)["findings"]}
    assert findings["L1"]["status"] == "warn"
    assert "CLOSED" in findings["L1"]["evidence"]
    assert findings["A7"]["status"] == "warn"
    assert "First onboard makes Legora stop covering CLOSED; then take it out" in str(findings["A7"]["remedy"])
    for told in (before.output, dry.output):
        assert "still covered by Legora: once it is not, take the account out of NRTADMIN there" in told
    assert sum(writes(sim, firm).values()) == 0
    real = onboard(sim, tmp_path, name, imanage_libraries=["ACTIVE"])
    assert (dry.status, real.status) == (0, 0), dry.output + real.output
    assert real.result(name)["status"] == "changed"
    assert dry.result(name)["plan"] == real.result(name)["plan"] != []
    assert "covered by Legora until this run: now take the account out of NRTADMIN there" in real.output
    assert (state(firm).libraries, state(firm).nrtadmin) == (("ACTIVE",), ("ACTIVE", "CLOSED"))
    # Until somebody has done that, nothing more is right.
    fewer = inventory(sim, changes)
    verified, again = (run_playbook(tmp_path, playbook, fewer, "--limit", name) for playbook in ("verify", "onboard"))
    for later in (verified, again):
        assert (later.status, "A7" in later.result(name)["message"]) == (2, True), later.output
    drift.change(firm, "remove_member", user=USER_ID, library="CLOSED")
    assert onboard(sim, tmp_path, name, imanage_libraries=["ACTIVE"]).result(name)["status"] == "unchanged"


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_account_that_will_not_be_tried(sim: Simulator, tmp_path: Path, name: str) -> None:
    """Locked, or too near to it: the real run stops before any change, so the dry run promises none."""
    firm = sim.firm(name)
    set_up(firm)
    for record in firm.imanage.records_of(USER_ID):
        record.failed_logins = 2
    drift.change(firm, "drop_library", library="CLOSED")
    dry, real = onboard(sim, tmp_path, name, "--check"), onboard(sim, tmp_path, name)
    for result in (dry.result(name), real.result(name)):
        assert (result["status"], result["plan"]) == ("failed", []), result
        assert "Reset the failed sign-ins" in result["message"]
    drift.change(firm, "lock_account", user=USER_ID)
    dry = onboard(sim, tmp_path, name, "--check")
    assert "unlock SVC-LEGORA in Control Center" in dry.result(name)["message"]
