# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every ``ensure_*`` and ``read_*`` function of the resources returns."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """The result of bringing one resource to its wanted state, or of reading it.

    :ivar resource: the resource as it is now (or, in check mode, would be): normalised and free of secrets.
    :ivar changed: whether anything was, or in check mode would be, written.
    :ivar plan: what was or would be done, in order, as sentences that a firm's IT contact can read.
    :ivar before: the allow-listed fields before, for the diff.
    :ivar converged: whether reading back agreed with what was wanted; ``None`` where nothing was read back.
    :ivar left: the steps that reading back showed still to do.
    :ivar extra: further return values that only this resource has.
    :ivar private: what only the front end may see, with the secrets that are in it.
    :ivar stopped: why the firm must not go on although this was done or read: the message and the failure.
    """

    resource: t.Any
    changed: bool = False
    plan: list[str] = field(default_factory=list)
    before: dict[str, t.Any] = field(default_factory=dict)
    after: dict[str, t.Any] = field(default_factory=dict)
    converged: bool | None = None
    left: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    extra: dict[str, t.Any] = field(default_factory=dict)
    private: dict[str, t.Any] = field(default_factory=dict)
    stopped: tuple[str, dict[str, t.Any]] | None = None
