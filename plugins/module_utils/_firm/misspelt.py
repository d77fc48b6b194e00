# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which names are meant as those of firm variables, or of switches, and are none."""

from __future__ import annotations

import difflib
import typing as t

from .schema import BY_NAME, PREFIXES
from .switches import DEFAULTS

# What is right as it is.
_KNOWN = (*BY_NAME, *DEFAULTS)

# How alike another name must be to a known one to be taken for it, misspelt.
_ALMOST_THE_SAME = 0.9

# How alike a name with the prefix of a firm variable must be to one to be taken for it, misspelt.
_ALIKE = 0.6

# What Ansible sets itself is most of what a host has.
_FOREIGN = ("ansible_", "inventory_", "group")


def looks_like_one(name: str) -> bool:
    """Say whether a name is meant as that of a firm variable or of a switch, rightly spelt or not."""
    if name.startswith(PREFIXES):
        return True
    if name.startswith(_FOREIGN):
        return False
    # What has the words of a whole one in it is somebody's own, such as C(old_service_account_password).
    is_own = any(f"_{known}_" in f"_{name}_" for known in _KNOWN if known != name)
    return not is_own and bool(difflib.get_close_matches(name, _KNOWN, n=1, cutoff=_ALMOST_THE_SAME))


def misspelt(names: t.Iterable[str]) -> list[str]:
    """Return a sentence for each name that looks like a firm variable, or like a switch, and is none."""
    mistakes = []
    for name in sorted(set(names) - set(_KNOWN)):
        if not looks_like_one(name):
            continue
        nearest = difflib.get_close_matches(name, _KNOWN, n=1, cutoff=_ALIKE)
        what = "switch of a run" if nearest and nearest[0] in DEFAULTS else "variable of a firm"
        hint = f"; did you mean {nearest[0]}?" if nearest else ""
        mistakes.append(f"{name} is no {what}{hint}")
    return mistakes
