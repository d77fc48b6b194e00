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

_UNDEFINED = re.compile(r"'[A-Za-z_]\w*' is undefined")
_NO_ATTRIBUTE = re.compile(r"has no attribute '[A-Za-z_]\w*'")
_MISSING_FILTER = re.compile(r"""(?:No filter named '|Could not load ")([\w.]+)""")
# How older releases begin what a lookup says.
_OF_LOOKUP = re.compile(r"An unhandled .* lookup plugin ('[\w.]+')\. Error was a <class '[\w.]+'>, original message:")
_USER_OF_URL = re.compile(r"//[^/@\s]+@")


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
            unreadable[name] = _reason(error)
    return values, unreadable


def _reason(error: Exception) -> str:
    """Return why a variable has no value, without what stands in it.

    Ansible repeats the value in some of its messages, in older releases in most. A password that happens to look like a
    template is such a value, so of these messages only names are taken. What a plugin says of itself stays.
    """
    message = str(error)
    kinds = {type(one).__name__ for one in _chain(error)}
    if kinds & {"TemplateSyntaxError", "TemplateAssertionError"} or "template error while templating" in message:
        missing = _MISSING_FILTER.search(message)
        if missing:
            return f"there is no filter {missing[1]}"
        return "it is taken for a template, and is none; mark with !unsafe what is meant as it stands"
    if "AnsibleUndefinedVariable" in kinds:
        undefined, no_attribute = _UNDEFINED.search(message), _NO_ATTRIBUTE.search(message)
        if no_attribute:
            return f"what it refers to {no_attribute[0]}"
        return undefined[0] if undefined else "something in it is undefined"
    if "templating type error" in message or "while templating" in message:
        return "its template can't be evaluated with the values that it refers to"
    message = _OF_LOOKUP.sub(r"The lookup plugin \1 failed.", _USER_OF_URL.sub("//****@", message))
    sentences = re.split(r"[.\s]*(?:\.\s|$)", message)
    return ". ".join(dict.fromkeys(filter(None, map(str.strip, sentences)))) or "it has no value"


def _chain(error: BaseException | None) -> t.Iterator[BaseException]:
    """Yield an exception and those that it came from; older Ansible keeps one in an attribute of its own."""
    while error is not None:
        yield error
        error = error.__cause__ or getattr(error, "orig_exc", None)
