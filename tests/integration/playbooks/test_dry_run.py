# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A dry run says what the real run does, also where something is there already and something is not.

In this process, which does what the playbook does.
"""

from __future__ import annotations

from typing import Any

import pytest
from helpers.both_systems import USER_ID, played, set_account, set_up, state, writes

from simulator import Simulator, drift


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_library_that_was_added_later(sim: Simulator, name: str) -> None:
    """On-premises the account is made in the new library with a password, so Legora is given it anew: foretold too."""
    firm = sim.firm(name)
    one = {"imanage_libraries": ["ACTIVE"]}
    assert played(firm, **one)["status"] == "changed"
    firm.clock.advance(86400)
    sim.journal.clear()
    dry = played(firm, check=True)
    assert dry["status"] == "planned", dry
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert dry["plan"], "the library is not in the plan"
    real = played(firm)
    assert (real["status"], real["plan"]) == ("changed", dry["plan"]), real
    assert (state(firm).nrtadmin, state(firm).libraries) == (("ACTIVE", "CLOSED"), ("ACTIVE", "CLOSED"))
    assert played(firm)["status"] == "unchanged"


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_library_that_was_taken_off_the_list_is_foretold(sim: Simulator, name: str) -> None:
    firm = sim.firm(name)
    set_up(firm)
    sim.journal.clear()
    fewer = {"imanage_libraries": ["ACTIVE"]}
    before, dry = played(firm, "preflight", **fewer), played(firm, check=True, **fewer)
    assert (before["status"], dry["status"]) == ("checked", "planned")
    # What a capability covers is compared with the list, so what onboarding will take away is said before.
    findings = {one["id"]: one for one in before["findings"]}
    assert findings["L1"]["status"] == "warn"
    assert "CLOSED" in findings["L1"]["evidence"]
    assert findings["A7"]["status"] == "warn"
    assert "First onboard makes Legora stop covering CLOSED; then take it out" in str(findings["A7"]["remedy"])
    for told in (before, dry):
        assert "still covered by Legora: once it is not, take the account out of NRTADMIN there" in lines(told)
    assert sum(writes(sim, firm).values()) == 0
    real = played(firm, **fewer)
    assert real["status"] == "changed", real
    assert dry["plan"] == real["plan"] != []
    assert "covered by Legora until this run: now take the account out of NRTADMIN there" in lines(real)
    assert (state(firm).libraries, state(firm).nrtadmin) == (("ACTIVE",), ("ACTIVE", "CLOSED"))
    # Until somebody has done that, nothing more is right.
    for later in (played(firm, playbook, **fewer) for playbook in ("verify", "onboard")):
        assert (later["status"], "A7" in later["message"]) == ("failed", True), later
    drift.change(firm, "remove_member", user=USER_ID, library="CLOSED")
    assert played(firm, **fewer)["status"] == "unchanged"


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_account_that_will_not_be_tried(sim: Simulator, name: str) -> None:
    """Locked, or too near to it: the real run stops before any change, so the dry run promises none."""
    firm = sim.firm(name)
    set_up(firm)
    set_account(firm, failed_logins=2)
    drift.change(firm, "drop_library", library="CLOSED")
    sim.journal.clear()
    for result in (played(firm, check=True), played(firm)):
        assert (result["status"], result["plan"]) == ("failed", []), result
        assert "Reset the failed sign-ins" in result["message"]
    assert writes(sim, firm) == {"imanage": 0, "legora": 0}
    assert not any("svc-legora" in str(one.user).lower() for one in sim.journal.entries(name, "imanage", "signin"))
    drift.change(firm, "lock_account", user=USER_ID)
    assert "unlock SVC-LEGORA in Control Center" in played(firm, check=True)["message"]


def lines(result: dict[str, Any]) -> str:
    """Return what is shown of a firm."""
    return "\n".join(result["lines"])
