# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the variables of a firm's host one by one, so that each that can't be had is known by its name.

Where a task is given them as its options, Ansible ends it at the first, and says neither whose it is nor which.
"""

from __future__ import annotations

import re
import typing as t
from collections.abc import Mapping

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.values import is_blank
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.check import normalised
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.job_credentials import (
    JOB_FIRMS,
    JOB_VARIABLES,
    refuse_wrong_job_credentials,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SECRETS
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils import _older_templates
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._plain import plain

# Under this name the playbooks register what firm_config returns.
CHECKED = "ethical_walls_firm"

_UNDEFINED = re.compile(r"'[A-Za-z_]\w*' is undefined")
_NO_ATTRIBUTE = re.compile(r"has no attribute '[A-Za-z_]\w*'")
_MISSING_FILTER = re.compile(r"""(?:No filter named '|Could not load ")([\w.]+)""")
# How older releases begin what a lookup says.
_OF_LOOKUP = re.compile(r"An unhandled .* lookup plugin ('[\w.]+')\. Error was a <class '[\w.]+'>, original message:")
_USER_OF_URL = re.compile(r"//[^/@\s]+@")


class FirmVariables:
    """The firm's variables, each as it is asked for.

    What C(firm_config) has checked in the same play is taken as that left it: read once, and of one type. Otherwise a
    variable is read, and checked, when it is needed.

    :param play: the play's own ID.
    """

    def __init__(self, templar: t.Any, task_vars: dict[str, t.Any], play: str, firm: str | None) -> None:
        self._templar = templar
        self._task_vars = task_vars
        self._firm = firm
        checked: t.Any = task_vars.get(CHECKED)
        self._checked: Mapping[str, t.Any] | None = None
        if isinstance(checked, Mapping) and checked.get("play") == play:
            self._checked = checked["variables"]
        self._values: dict[str, t.Any] = {}

    def __call__(self, name: str) -> t.Any:
        """Return a variable's value; C(None) where it has none."""
        if self._checked is not None:
            return self._checked.get(name)
        if name not in self._values:
            config, unreadable = read_variables(self._templar, self._task_vars, [name], SECRETS)
            config.update(job_credentials(self._templar, self._task_vars, [name], self._firm))
            self._values[name] = normalised(config, unreadable, self._firm)(name)
        return self._values[name]

    def secrets(self) -> list[str | None]:
        """Return those of the firm's secrets that are known in this play; none is looked up."""
        return [] if self._checked is None else [self._checked.get(name) for name in SECRETS]


def job_credentials(
    templar: t.Any, task_vars: dict[str, t.Any], names: t.Iterable[str], firm: str | None
) -> dict[str, t.Any]:
    """Return what a job's credentials say instead of the firm's own variables.

    :raises EthicalWallsError: where they are not for this one firm.
    """
    mapped = {name: JOB_VARIABLES[name] for name in names if JOB_VARIABLES.get(name) in task_vars}
    if not mapped:
        return {}
    values, _unreadable = read_variables(templar, task_vars, mapped.values(), mapped.values())
    found = {name: values[job] for name, job in mapped.items() if not is_blank(values.get(job))}
    if found:
        host, hosts = str(task_vars.get("inventory_hostname")), task_vars.get("ansible_play_hosts_all") or [None]
        firms, _unreadable = read_variables(templar, task_vars, JOB_FIRMS)
        refuse_wrong_job_credentials([mapped[name] for name in found], firms, host, len(hosts), firm)
    return found


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
