# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm waited, between the tasks that it used time for."""

from __future__ import annotations

from pathlib import Path

import pytest

from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _own_time
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._own_time import OwnTime


class Clock:
    """A clock that goes on when it is told to."""

    now = 1000.0

    def time(self) -> float:
        return self.now

    monotonic = time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(_own_time, "time", clock)
    return clock


def test_what_no_task_used_was_waited(clock: Clock, tmp_path: Path) -> None:
    OwnTime(str(tmp_path), "alder").start()
    for waited, used in ((5, 2), (0, 3), (10, 1)):
        clock.now += waited
        # Each task is another process, with nothing in its memory of the one before.
        with OwnTime(str(tmp_path), "alder").used():
            clock.now += used
    assert OwnTime(str(tmp_path), "alder").waited() == 15


def test_a_task_that_fails_has_used_its_time(clock: Clock, tmp_path: Path) -> None:
    own_time = OwnTime(str(tmp_path), "alder")
    own_time.start()

    def fail() -> None:
        with own_time.used():
            clock.now += 7
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert own_time.waited() == 0


def test_each_host_has_its_own_whatever_it_is_called(clock: Clock, tmp_path: Path) -> None:
    OwnTime(str(tmp_path), "../alder").start()
    clock.now += 4
    OwnTime(str(tmp_path), "birch").start()
    assert OwnTime(str(tmp_path), "../alder").waited() == 4
    assert OwnTime(str(tmp_path), "birch").waited() == 0
    assert {path.parent for path in tmp_path.rglob("*")} == {tmp_path}


@pytest.mark.parametrize("directory", ["", "nowhere"])
def test_without_a_start_nothing_was_waited(clock: Clock, tmp_path: Path, directory: str) -> None:
    """Then the deadline counts waiting too."""
    own_time = OwnTime(str(tmp_path / directory), "alder")
    with own_time.used():
        clock.now += 5
    assert own_time.waited() == 0
    if directory:
        own_time.start()
        clock.now += 5
        assert own_time.waited() == 0
