# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run leaves behind of each firm for later jobs."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.stats import (
    LONGEST_MESSAGE,
    firm_stats,
    stats_name,
)

RESULT: dict[str, Any] = {
    "host": "alder",
    "firm": "Alder & Finch LLP",
    "purpose": "onboard",
    "status": "failed",
    "message": "Failed to add SVC-LEGORA to NRTADMIN",
    "incomplete": None,
    "failure": {"kind": "permission", "retryable": False, "system": "iManage"},
    "gate": [{"id": "N1", "status": "warn"}, {"id": "R2", "status": "fail"}],
    "findings": [{"id": "A6", "status": "fail"}, {"id": "A9", "status": "unknown"}, {"id": "R2", "status": "fail"}],
    "plan": ["Create SVC-LEGORA"],
    "lines": ["..."],
}


def test_says_how_the_firm_ended() -> None:
    assert firm_stats(RESULT, "/reports/alder.html") == {
        "ethical_walls_of_alder": {
            "host": "alder",
            "firm": "Alder & Finch LLP",
            "purpose": "onboard",
            "status": "failed",
            "message": "Failed to add SVC-LEGORA to NRTADMIN",
            "failed": ["R2", "A6"],
            "warned": ["N1"],
            "unknown": ["A9"],
            "handed_over": [],
            "failure_kind": "permission",
            "retryable": False,
            "report": "/reports/alder.html",
        }
    }


def test_reason_of_an_incomplete_firm_is_its_message() -> None:
    (stats,) = firm_stats({**RESULT, "message": None, "incomplete": "not effective yet", "failure": None}).values()
    assert stats["message"] == "not effective yet"
    assert stats["failure_kind"] is None
    assert stats["report"] is None


def test_what_is_left_to_enter_by_hand_is_named() -> None:
    steps = [{"id": "service_account", "do": "enter"}, {"id": "capability", "do": "create"}]
    (stats,) = firm_stats({**RESULT, "status": "handed_over", "hand_over": {"open": True, "steps": steps}}).values()
    assert stats["handed_over"] == ["service_account", "capability"]


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("alder", "ethical_walls_of_alder"),
        ("Alder_2", "ethical_walls_of_Alder_2"),
        ("1st", "ethical_walls_of_1st"),
    ],
)
def test_name_is_the_firm_s(host: str, name: str) -> None:
    assert stats_name(host) == name


def test_no_two_firms_share_a_name() -> None:
    hosts = ["a_b", "a-b", "a.b", "a b", "ä_b", "A_b"]
    found = {stats_name(host) for host in hosts}
    assert len(found) == len(hosts)
    assert all(name.isidentifier() and name.isascii() for name in found)


def test_stays_small_whatever_a_server_said() -> None:
    findings = [{"id": f"X{number}", "status": "fail", "evidence": "x" * 10_000} for number in range(41)]
    stats = firm_stats({**RESULT, "message": f"what {'x' * 100_000} why", "findings": findings})
    message = stats["ethical_walls_of_alder"]["message"]
    assert len(message) <= LONGEST_MESSAGE
    assert message.startswith("what xx")
    assert message.endswith("xx why")
    assert len(json.dumps(stats)) < 2_000


def test_what_a_server_said_is_no_template() -> None:
    (stats,) = firm_stats({**RESULT, "message": "{{ lookup('pipe', 'id') }} {% raw %}"}).values()
    assert "{{" not in stats["message"]
    assert "{%" not in stats["message"]
