# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares what a module answered with what its RETURN documents, both ways: nothing more, and nothing less.

The harnesses of modules and of playbooks hand every answer to :func:`check_answer`, so each test proves it.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import BY_NAME, SECRETS

MODULES = "ansible_collections.legalops.ethical_walls.plugins.modules"

Documented = dict[str, dict[str, Any]]

# What any module may return, and what Ansible adds to an answer on its way to a playbook.
ANSIBLE_S_OWN = {"changed", "failed", "msg", "diff", "warnings", "deprecations", "invocation", "exception"}
ANSIBLE_S_OWN |= {
    "ansible_facts",
    "ansible_stats",
    "ansible_loop_var",
    "failed_when_result",
    "failed_when_suppressed_exception",
    "item",
}

_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "dict": (dict,),
    "float": (float, int),
    "int": (int,),
    "list": (list,),
    "str": (str,),
}
_ELSEWHERE = re.compile(r"as M\(legalops\.ethical_walls\.(\w+)\) returns (?:it|them)")
_BY_OPTION = re.compile(r"when O\((\w+)=(\w+)\)")


@dataclass(frozen=True)
class Situation:
    """What decides whether a key has to be there.

    :ivar wrote: whether the module has sent a write, also one that somebody else was faster with.
    :ivar options: the module's own, with their defaults; ``None`` where they are not known.
    :ivar not_converged: whether it failed since reading back disagreed with a write.
    """

    failed: bool = False
    wrote: bool = False
    options: dict[str, Any] | None = None
    not_converged: bool = False

    @property
    def complete(self) -> bool:
        """Whether the answer has everything that success returns."""
        return not self.failed or self.not_converged


def check_answer(module: str, answer: dict[str, Any], options: dict[str, Any] | None = None) -> None:
    """Assert that an answer is as documented.

    :param options: what the module was called with, where the answer does not echo it.
    """
    file = importlib.import_module(f"{MODULES}.{module}")
    failed = bool(answer.get("failed"))
    keys = documented(module)
    # A message is documented where it is more than why something failed.
    own = ANSIBLE_S_OWN - (set() if failed else keys.keys())
    shown = {name: value for name, value in answer.items() if name not in own and not name.startswith("_ansible_")}
    if (failed and not shown) or "censored" in shown or "skip_reason" in shown:
        return  # Ansible itself has refused the options or hides the answer, or the module was not asked.
    if options is None:
        options = answer.get("invocation", {}).get("module_args")
    if options is not None:
        defaults = {name: option.get("default") for name, option in file.MODULE.argument_spec.items()}
        options = {**defaults, **options}
    wrote = answer.get("requests", {}).get("write", 0) > 0
    not_converged = answer.get("failure", {}).get("kind") == "not_converged"
    found = list(disagreements(keys, shown, Situation(failed, wrote, options, not_converged)))
    assert not found, f"{module} and its RETURN disagree: {'; '.join(found)}\n{answer}"


def documented(module: str) -> Documented:
    """Return what a module documents, with what it says to be as another module returns it."""
    found: Documented = yaml.safe_load(importlib.import_module(f"{MODULES}.{module}").RETURN)
    for name, value in found.items():
        elsewhere = _ELSEWHERE.search(str(value["description"]))
        if elsewhere:
            value["contains"] = {**documented(elsewhere[1])[name]["contains"], **value.get("contains", {})}
    if module == "firm_config":
        # They are documented where they are given.
        given = {name: {"returned": "always"} for name in BY_NAME if name not in SECRETS}
        found["config"]["contains"] = {**given, **found["config"]["contains"]}
    return found


def disagreements(keys: Documented, answer: dict[str, Any], situation: Situation, place: str = "") -> Iterator[str]:
    """Yield what an answer has that is not documented, what it lacks, and what is not as documented."""
    for name in sorted(answer.keys() - keys.keys()):
        yield f"{place}{name} is not documented"
    for name, key in keys.items():
        expected = _is_expected(key["returned"], situation)
        if expected is not None and expected != (name in answer):
            state = "missing" if expected else "there"
            yield f"{place}{name} is {state}, but documented as returned: {key['returned']}"
        if answer.get(name) is not None:
            yield from _disagreements_of_value(key, answer[name], situation, f"{place}{name}")


def _disagreements_of_value(key: dict[str, Any], value: Any, situation: Situation, place: str) -> Iterator[str]:
    if "type" in key and not _is_a(key["type"], value):
        yield f"{place} is no {key['type']}, but {value!r}"
        return
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(value, list) and "elements" in key and not _is_a(key["elements"], item):
            yield f"{place} has an element that is no {key['elements']}, but {item!r}"
        elif "contains" in key:
            yield from disagreements(key["contains"], item, situation, f"{place}.")


def _is_a(kind: str, value: Any) -> bool:
    return isinstance(value, _TYPES[kind]) and (kind == "bool" or not isinstance(value, bool))


def _is_expected(returned: str, situation: Situation) -> bool | None:
    """Return whether a key has to be there; ``None`` where that cannot be told.

    :raises KeyError: for words that are not in use yet, which nothing would compare otherwise.
    """
    by_option = _BY_OPTION.fullmatch(returned)
    if by_option:
        return None if situation.options is None else str(situation.options[by_option[1]]) == by_option[2]
    return {
        "always": True,
        "success": situation.complete,
        "success, unless O(require=done)": None,
        "where no action runs it": False,
        "failure": situation.failed,
        "failure, unless O(require=done)": None,
        "when a write was sent": situation.wrote and situation.complete,
        "when that is not known": None,
        "where its playbook needs it": None,
        "where it was tried": None,
    }[returned]
