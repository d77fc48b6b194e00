# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Storing passwords by a command, where nothing runs it: over a program it is tried with rotations."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.store import WantedCommand, run_command

GIVEN: dict[str, Any] = {"command": ["store"], "host": "alder", "step": "prepare", "variables": {"a": "Secret-1"}}


def test_a_command_that_nothing_runs_is_refused_and_told() -> None:
    assert run_command(None, WantedCommand(**GIVEN), check_mode=True).changed
    with pytest.raises(EthicalWallsError, match="store is run by Ansible's own process only") as refused:
        run_command(None, WantedCommand(**GIVEN), check_mode=False)
    assert refused.value.kind == "unsupported"


@pytest.mark.parametrize(
    ("error", "said"), [(TimeoutError(), "did not end within 60 seconds"), (OSError(2, "nope"), "can't be run")]
)
def test_a_program_that_does_not_come_to_its_end_is_told(error: OSError, said: str) -> None:
    def runs(command: list[str], text: str, timeout: int) -> tuple[int, str]:
        assert (command, "Secret-1" in text, timeout) == (["store"], True, 60)
        raise error

    with pytest.raises(EthicalWallsError, match=said) as failed:
        run_command(None, WantedCommand(runs=runs, **GIVEN), check_mode=False)
    assert "Secret-1" not in str(failed.value)
