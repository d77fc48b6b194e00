# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes plain values of Ansible's own, which decrypt or render when they are looked at."""

from __future__ import annotations

import json
import typing as t
from collections.abc import Mapping


def plain(options: t.Any) -> t.Any:
    """Return options as a module gets them: plain values, through JSON."""
    return json.loads(json.dumps(_looked_at(options)))


def _looked_at(value: t.Any) -> t.Any:
    if isinstance(value, Mapping):
        return {_looked_at(name): _looked_at(item) for name, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_looked_at(item) for item in value]
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
