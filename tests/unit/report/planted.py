# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret that is planted everywhere in what a report is made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CANARY = "canary-Zq7!secret"


def mappings(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping within plain data, but for the one whose keys are the libraries of a firm."""
    if isinstance(value, dict):
        yield value
        value = [item for key, item in value.items() if key != "memberships"]
    if isinstance(value, list):
        for item in value:
            yield from mappings(item)
