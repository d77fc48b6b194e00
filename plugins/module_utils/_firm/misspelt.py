# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names are meant as those of firm variables, and are none."""

from __future__ import annotations

import difflib
import typing as t

from .schema import BY_NAME, PREFIXES

# What roles set for themselves begins with the role's name and an underscore.
_ROLE_PREFIXES = ("imanage_service_account_", "legora_connector_", "legora_preferences_")

# How alike another name must be to a firm variable to be taken for it, misspelt.
_ALMOST_THE_SAME = 0.9

# How alike a name with the prefix of a firm variable must be to one to be taken for it, misspelt.
_ALIKE = 0.6


def looks_like_one(name: str) -> bool:
    """Say whether a name is meant as that of a firm variable, rightly spelt or not."""
    if name.startswith(PREFIXES):
        return True
    # What has a whole one in it is somebody's own, such as C(old_service_account_password).
    is_own = any(known in name for known in BY_NAME)
    return not is_own and bool(difflib.get_close_matches(name, BY_NAME, n=1, cutoff=_ALMOST_THE_SAME))


def misspelt(names: t.Iterable[str]) -> list[str]:
    """Return a sentence for each name that looks like a firm variable and is none."""
    mistakes = []
    for name in sorted(set(names) - set(BY_NAME)):
        if not looks_like_one(name):
            continue
        own = name.startswith(_ROLE_PREFIXES)
        nearest = difflib.get_close_matches(name, BY_NAME, n=1, cutoff=_ALMOST_THE_SAME if own else _ALIKE)
        if own and not nearest:
            continue
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        mistakes.append(f"{name} is no variable of a firm{hint}")
    return mistakes
