# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task failed with that is none of this collection's own, such as a lookup that gets no answer."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.outcome import Outcome


@dataclass(frozen=True)
class WantedFailure:
    """What failed.

    :ivar task: the name of the task.
    :ivar said: its message.
    :ivar known: whether the run has noted it already.
    """

    task: str | None = None
    said: str | None = None
    known: bool = False


def note_failure(client: t.Any, wanted: WantedFailure, check_mode: bool) -> Outcome:
    """Return what is to be noted."""
    message = (wanted.said or "").strip() or f"task {wanted.task} failed"
    return Outcome(resource=not wanted.known, extra={"message": message})
