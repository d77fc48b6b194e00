# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A module in four passes: check, apply, apply again, check; with 0, n, 0, 0 writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator import Simulator


def four_passes(sim: Simulator, firm_name: str, run: Callable[[bool], dict[str, Any]], writes: int) -> list[str]:
    """Let a module do what is to be done, and return its plan.

    :param run: runs the module, in check mode or for good, and returns its answer.
    :param writes: how many writes it takes.
    """
    planned: list[str] = []
    for check, expected in ((True, 0), (False, writes), (False, 0), (True, 0)):
        sim.journal.clear()
        answer = run(check)
        counts = sim.journal.counts(firm_name)
        assert (counts["write"], counts["effective_writes"]) == (expected, expected)
        assert answer["requests"]["write"] == expected
        assert answer["requests"]["read"] == counts["read"]
        if check and not planned:
            planned = answer["plan"]
            assert answer["changed"]
            assert planned
        elif expected:
            assert answer["plan"] == planned, "the dry run told something else than what was done"
            assert answer["converged"] is True
            assert answer["diff"]["before"] != answer["diff"]["after"]
        else:
            assert not answer["changed"]
            assert answer["plan"] == []
            assert answer["diff"]["before"] == answer["diff"]["after"]
    return planned
