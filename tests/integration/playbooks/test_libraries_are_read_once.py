# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm's libraries are read where its variables are checked, and are one type from there to the request."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from helpers.actions import HERE, directory, own_action

from ansible_collections.legalops.ethical_walls.plugins.module_utils._imanage import libraries
from player.firm_run import FirmRun
from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm

__all__ = ["directory"]

LIBRARIES = ["ACTIVE", {"id": "CLOSED", "role": "LEGORA_METADATA"}]


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Return the entries of lists that are read, as they come in."""
    found: list[Any] = []
    read = libraries._parse_entry

    def noted(entry: Any) -> Any:
        found.append(entry)
        return read(entry)

    monkeypatch.setattr(libraries, "_parse_entry", noted)
    return found


def answer_of(module: str, given: dict[str, Any], **args: Any) -> dict[str, Any]:
    """Return what an action answers to a task with these options."""
    action = own_action(module, args, {"check_mode": True}, {"_shell": SimpleNamespace(tmpdir="/tmp")})
    answer: dict[str, Any] = action.run(None, given)
    return answer


def test_a_whole_onboarding_reads_them_once(firm: Firm, entries: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(firm.seed, "variables", {**firm.seed["variables"], "imanage_libraries": LIBRARIES})
    run = FirmRun(firm)
    run.run()
    assert entries == LIBRARIES
    # As the report has them.
    named = [{"id": library, "role": "LEGORA_METADATA"} for library in ("ACTIVE", "CLOSED")]
    assert run.found.config["imanage_libraries"] == named
    members = [library.groups["NRTADMIN"].members for library in firm.imanage.libraries.values()]
    assert all("SVC-LEGORA" in one for one in members)


def test_actions_read_only_what_stands_in_their_own_task(sim: Simulator, entries: list[Any]) -> None:
    given = {**HERE, **host_variables(sim.firm("alder")), "imanage_libraries": LIBRARIES}
    given["ethical_walls_firm"] = answer_of("firm_config", given, purpose="onboard")
    assert given["ethical_walls_firm"]["variables"]["imanage_libraries"][1] == LIBRARIES[1]
    for module in ("imanage_info", "imanage_user", "imanage_user_info", "legora_connector_capability"):
        answer = answer_of(module, given)
        assert not answer["failed"], answer
    assert entries == LIBRARIES
    answer = answer_of("imanage_info", given, libraries=["CLOSED"])
    assert list(answer["imanage"]["operator"]["nrtadmin"]) == ["CLOSED"]
    assert entries == [*LIBRARIES, "CLOSED"]
    answer = answer_of("imanage_info", given, libraries=["CLOSED", "closed"])
    assert "the option libraries is unusable: it names closed twice" in answer["msg"]
    assert answer["requests"] == {"read": 0, "write": 0, "signin": 0}, "it is found before anything is sent"
