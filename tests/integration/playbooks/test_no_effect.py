# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A write that is answered as done and did nothing: the firm stops by name, before the next system is touched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from helpers.both_systems import played, set_account, set_up, state, writes

from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import add_user


@dataclass(frozen=True)
class Ignored:
    """A write that has no effect.

    :ivar words: what the message says of what did not come back.
    :ivar call: how the message names it.
    :ivar exists: how the account is when the run begins; nothing where there is none.
    """

    method: str
    path: str
    words: str
    call: str
    exists: dict[str, Any] = field(default_factory=dict)
    firms: tuple[str, ...] = ("alder", "birch")


IGNORED = {
    "members": Ignored("PUT", "/groups/NRTADMIN/members", "NRTADMIN", "PUT L/groups/NRTADMIN/members"),
    "assignment": Ignored("POST", "/libraries/", "library ACTIVE", "POST L/users"),
    "correction": Ignored("PATCH", "/users/SVC-LEGORA", "full name", "PATCH ", {"full_name": "Somebody else"}),
}
CASES = [(name, firm) for name, one in IGNORED.items() for firm in one.firms]


@pytest.mark.parametrize(("case", "name"), CASES)
def test_write_without_effect_stops_the_firm_before_legora(sim: Simulator, case: str, name: str) -> None:
    ignored, firm = IGNORED[case], sim.firm(name)
    if ignored.exists:
        set_up(firm)
        set_account(firm, **ignored.exists)
        # What Legora has is to be corrected too, so that there would be something to write.
        firm.legora.preferences["imanage"] = False
    before = state(firm)
    sim.journal.clear()
    sim.faults.add(
        kind="no_effect", firm=name, system="imanage", method=ignored.method, path_contains=ignored.path, times=0
    )
    result = played(firm)
    assert (result["status"], result["failure"]["kind"]) == ("failed", "not_converged"), result
    assert result["failure"]["system"] == "iManage"
    assert ignored.words in result["message"]
    assert ignored.call in result["message"]
    assert result["plan"], "what was sent is told"
    assert writes(sim, firm)["legora"] == 0
    assert state(firm).preference == before.preference
    assert not firm.imanage.tokens, "a failure left a sign-in open"


def test_role_that_cannot_be_corrected_never_reaches_legora(sim: Simulator, tmp_path: Path) -> None:
    """A role is seen by the account only, so the next run is the first to see it. It does not write that again."""
    firm = sim.firm("alder")
    add_user(firm.imanage, "SVC-LEGORA", "svc-legora@alder.example", "x", "FULL", pwd_never_expire=True)
    firm.imanage.passwords["SVC-LEGORA"] = firm_password(sim)
    sim.faults.add(kind="no_effect", firm="alder", system="imanage", method="POST", path_contains="/roles/", times=0)
    assert "role was corrected" in played(firm, notes=tmp_path)["message"]
    for _run in range(2):
        sim.journal.clear()
        result = played(firm, notes=tmp_path)
        assert result["status"] == "failed"
        assert writes(sim, firm) == {"imanage": 0, "legora": 0}, result["plan"]


def firm_password(sim: Simulator) -> str:
    """Return the password of alder's account, as its variables say."""
    return str(host_variables(sim.firm("alder"))["service_account_password"])
