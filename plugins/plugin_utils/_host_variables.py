# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads variables one by one, so that each that can't be had is known by its name.

Where a task is given them as its options, Ansible ends it at the first, and says neither whose it is nor which.
"""

from __future__ import annotations

import re
import typing as t

try:
    from ansible.executor.task_executor import remove_omit
except ImportError:  # since ansible-core 2.19, a template leaves no mark in the place of what is omitted

    def remove_omit(task_args: t.Any, omit_token: t.Any) -> t.Any:
        """Return it as it is."""
        return task_args


from ._in_process import plain

# Older Ansible repeats the template in its message, with whatever is written in it.
_TEMPLATE = re.compile(r"(String: )?\{[{%].*?([%}]\}:?|$)", re.DOTALL)


def read_variables(
    templar: t.Any, task_vars: dict[str, t.Any], names: t.Iterable[str]
) -> tuple[dict[str, t.Any], dict[str, str]]:
    """Return the values of those variables that are set, as plain values, and why the others can't be had, by name."""
    values: dict[str, t.Any] = {}
    unreadable = {}
    for name in names:
        if name not in task_vars:
            continue
        try:
            # As the only entry of a dict: one that is to be omitted is no entry then.
            found = templar.template({name: task_vars[name]})
            values.update(plain(remove_omit(found, task_vars.get("omit"))))
        except Exception as error:  # noqa: BLE001 (stores and filters raise anything)
            unreadable[name] = _reason(str(error))
    return values, unreadable


def _reason(message: str) -> str:
    """Return Ansible's words, each sentence once and without the template itself."""
    sentences = re.split(r"[.\s]*(?:\.\s|$)", _TEMPLATE.sub("", message))
    return ". ".join(dict.fromkeys(filter(None, map(str.strip, sentences)))) or "it has no value"
