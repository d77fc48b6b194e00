# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Leaves for C(make test-full) what says the same once more: in another flavour, another process, another sample.

A test, or one set of its parameters, is left by the mark C(full). C(full(name=values)) leaves those of its variants
in which that parameter has one of these values. With TEST_FULL in the environment nothing is left. The run says how
many were.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

MARK = "full(**parameters): leave it for make test-full; with parameters, the variants that have one of these values"

_LEFT = pytest.StashKey[int]()
_KEY = "left_for_test_full"


def configure(config: pytest.Config) -> None:
    """Declare the mark."""
    config.addinivalue_line("markers", MARK)
    config.stash[_LEFT] = 0


def leave(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take out of the tests that were found those that are left."""
    if os.environ.get("TEST_FULL"):
        return
    left = [item for item in items if any(_meant(item, mark) for mark in item.iter_markers("full"))]
    items[:] = [item for item in items if item not in set(left)]
    config.stash[_LEFT] = len(left)
    config.hook.pytest_deselected(items=left)
    worker: dict[str, Any] | None = getattr(config, "workeroutput", None)
    if worker is not None:
        worker[_KEY] = len(left)


def hear_of(config: pytest.Config, worker: Any) -> None:
    """Take over what a process of the test run has left: each of them finds all tests."""
    config.stash[_LEFT] = max(config.stash[_LEFT], getattr(worker, "workeroutput", {}).get(_KEY, 0))


def say(config: pytest.Config, write: Any) -> None:
    """Say how many were left."""
    if config.stash[_LEFT]:
        write(
            f"{config.stash[_LEFT]} tests were left for make test-full, which runs what is said here once in all ways"
        )


def _meant(item: pytest.Item, mark: pytest.Mark) -> bool:
    if not mark.kwargs:
        return True
    parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
    # A misspelt parameter would leave nothing, and say nothing.
    unknown = set(mark.kwargs) - set(parameters)
    assert not unknown, f"{item.nodeid} has no parameter {', '.join(sorted(unknown))}"
    return any(
        parameters[name] in (values if isinstance(values, list) else [values]) for name, values in mark.kwargs.items()
    )
