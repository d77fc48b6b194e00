# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Jinja as playbooks and roles use it: an expression keeps its type, and a variable may refer to others."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from typing import Any

import jinja2
from ansible.module_utils.parsing.convert_bool import boolean

# What an argument is that a task leaves out after all.
OMITTED = object()

_WHOLE = re.compile(r"\s*\{\{((?:(?!\}\}).)*)\}\}\s*", re.DOTALL)


def templated(value: Any, variables: Mapping[str, Any]) -> Any:
    """Return a value in which every template is replaced, without the entries that are to be omitted."""
    if isinstance(value, dict):
        found = {name: templated(one, variables) for name, one in value.items()}
        return {name: one for name, one in found.items() if one is not OMITTED}
    if isinstance(value, list):
        return [one for one in (templated(one, variables) for one in value) if one is not OMITTED]
    if not isinstance(value, str) or "{{" not in value:
        return value
    whole = _WHOLE.fullmatch(value)
    if whole:
        return evaluated(whole[1], variables)
    return _environment().from_string(value).render(variables)


def evaluated(expression: str, variables: Mapping[str, Any]) -> Any:
    """Return the value of an expression, as C(when) has one.

    :raises jinja2.UndefinedError: when there is no such variable.
    """
    value = _compiled(expression.strip())(variables)
    if isinstance(value, jinja2.Undefined):
        raise jinja2.UndefinedError(f"nothing is known of {expression.strip()}")
    return value


@cache
def _compiled(expression: str) -> Callable[..., Any]:
    return _environment().compile_expression(expression, undefined_to_none=False)


class _Context(jinja2.runtime.Context):
    def resolve_or_missing(self, key: str) -> Any:
        return templated(super().resolve_or_missing(key), self.parent)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)  # noqa: S701 - no page is made of it
    environment.context_class = _Context
    environment.filters["bool"] = lambda value: bool(boolean(value, strict=False))
    environment.globals["omit"] = OMITTED
    return environment
