# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole onboardings of a tenant that differs in one answer: they end well, or before anything is written."""

from __future__ import annotations

import pytest
from chaos.sweep import attempt
from helpers.both_systems import is_onboarded

from simulator import Simulator


@pytest.mark.parametrize("status", [403, 404, 500])
@pytest.mark.parametrize("path", ["ACTIVE/groups", "ACTIVE/operations"])
def test_a_read_that_a_later_step_needs_is_refused_before_anything_is_written(
    sim: Simulator, firm_name: str, path: str, status: int
) -> None:
    """The account was made, and put into NRTADMIN, before it turned out that nobody can prove it."""
    firm = sim.firm(firm_name)
    struck = {"kind": "html_page", "status": status, "times": 0}
    sim.faults.add(firm=firm_name, system="imanage", method="GET", path_contains=path, **struck)
    message = str(attempt(firm).message)
    assert "R2" in message
    assert f"HTTP {status}" in message or "NRTADMIN" in message
    assert sim.journal.counts()["write"] == 0


def test_in_the_cloud_nobody_needs_the_users_of_a_library(sim: Simulator) -> None:
    """The call has no reference, and tells the account's state only, which may stay unknown."""
    firm = sim.firm("alder")
    firm.imanage.undeclared_fields = False
    firm.imanage.absent_calls = ("GET L/users/{user}",)
    assert attempt(firm).message is None
    assert is_onboarded(firm)
    sim.journal.clear()
    assert attempt(firm).message is None
    assert sim.journal.counts()["write"] == 0
