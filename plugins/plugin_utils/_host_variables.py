# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads variables one by one, so that each that can't be had is known by its name.

Where a task is given them as its options, Ansible ends it at the first, and says neither whose it is nor which.
"""

from __future__ import annotations

import re
import typing as t

from . import _older_templates
from ._plain import plain

_UNDEFINED = re.compile(r"'[A-Za-z_]\w*' is undefined")
_NO_ATTRIBUTE = re.compile(r"has no attribute '[A-Za-z_]\w*'")
_MISSING_FILTER = re.compile(r"""(?:No filter named '|Could not load ")([\w.]+)""")
# How older releases begin what a lookup says.
_OF_LOOKUP = re.compile(r"An unhandled .* lookup plugin ('[\w.]+')\. Error was a <class '[\w.]+'>, original message:")
_USER_OF_URL = re.compile(r"//[^/@\s]+@")


def read_variables(
    templar: t.Any,
    task_vars: dict[str, t.Any],
    names: t.Iterable[str],
    secrets: t.Container[str] = (),
    is_text: t.Callable[[str, t.Any], bool] = lambda name, value: False,
) -> tuple[dict[str, t.Any], dict[str, str]]:
    """Return the values of those variables that are set, as plain values, and why the others can't be had, by name.

    :param secrets: those that are texts, whatever they look like.
    :param is_text: whether a value means a text, so that a task must get it as that.
    """
    older = _older_templates.Reader(templar, task_vars.get("omit")) if _older_templates.ARE_USED else None
    values: dict[str, t.Any] = {}
    unreadable = {}
    for name in names:
        if name not in task_vars:
            continue
        value = task_vars[name]
        try:
            # As the only entry of a dict: one that is to be omitted is no entry then.
            found = older.read(name, value, name in secrets) if older else templar.template({name: value})
            values.update(plain(found))
        except Exception as error:  # noqa: BLE001 (stores and filters raise anything)
            unreadable[name] = _reason(error)
    if older:
        texts = {name: value for name, value in values.items() if isinstance(value, str) and is_text(name, value)}
        changed = older.changed(texts)
        unreadable.update(changed)
        values = {name: value for name, value in values.items() if name not in changed}
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
