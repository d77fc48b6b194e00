# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tells which variable of the environment is not set, where a variable of Ansible has nothing but its value.

The lookup C(env) answers with an empty text then, and that the firm's password is missing does not say what to set.
"""

from __future__ import annotations

import os
import re
import typing as t

from ._firm_variables import read_variables

# A whole value that is one lookup of one name, which is put together from texts and variables with "~".
_PART = r"(?:'[^'{}\\]*'|\"[^\"{}\\]*\"|[A-Za-z_]\w*)"
_LOOKUP = re.compile(
    rf"\s*{{{{-?\s*lookup\(\s*(['\"])(?:ansible\.builtin\.)?env\1\s*,\s*({_PART}(?:\s*~\s*{_PART})*)\s*\)\s*-?}}}}\s*"
)


def unset_in_environment(templar: t.Any, task_vars: dict[str, t.Any], names: t.Iterable[str]) -> dict[str, str]:
    """Return the variable of the environment that is not set, by the variable that is looked up in it.

    :param names: the variables that have no value. One that is looked up in another way is left out.
    """
    unset = {}
    for name in names:
        written = task_vars.get(name)
        found = _LOOKUP.fullmatch(written) if isinstance(written, str) else None
        wanted = _put_together(templar, task_vars, found[2]) if found else None
        if wanted and not os.environ.get(wanted):
            unset[name] = wanted
    return unset


def _put_together(templar: t.Any, task_vars: dict[str, t.Any], expression: str) -> str | None:
    """Return the name that an expression of texts and variables stands for; C(None) where one of these has no value."""
    pieces = []
    for part in re.findall(_PART, expression):
        if part[0] in "'\"":
            pieces.append(part[1:-1])
            continue
        values, _unreadable = read_variables(templar, task_vars, [part])
        if part not in values:
            return None
        pieces.append(str(values[part]))
    return "".join(pieces)
