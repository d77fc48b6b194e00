# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a profile consists of: operations with templates for what is sent, and expressions for what is read."""

from __future__ import annotations

import re
import traceback
import typing as t
from dataclasses import dataclass, field
from urllib.parse import quote

from .contracts import CONTRACTS, Contract

try:
    import jmespath
    from jmespath.exceptions import JMESPathError
except ImportError:
    JMESPATH_IMPORT_ERROR: str | None = traceback.format_exc()
else:
    JMESPATH_IMPORT_ERROR = None

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")

Values = t.Mapping[str, t.Any]


class NotApplicableError(ValueError):
    """An expression is well-formed but cannot be applied to this answer."""


@dataclass(frozen=True)
class Expression:
    """A JMESPath expression, compiled."""

    text: str
    compiled: t.Any = field(compare=False, repr=False)

    @classmethod
    def parse(cls, text: str) -> Expression:
        """Compile an expression.

        :raises ValueError: when it is not JMESPath.
        """
        try:
            return cls(text, jmespath.compile(text))
        except (JMESPathError, RecursionError):
            raise ValueError(f"{text!r} is not a JMESPath expression") from None

    def find(self, answer: t.Any) -> t.Any:
        """Return what the expression finds, C(None) where that is nothing.

        :raises NotApplicableError: when a function in it meets a value of the wrong type.
        """
        try:
            return self.compiled.search(answer)
        except (JMESPathError, TypeError, ValueError, ArithmeticError, RecursionError):
            # The library lets Python's own errors through, as where contains() looks for a number in a text. The
            # messages quote the answer.
            raise NotApplicableError(self.text) from None


@dataclass(frozen=True)
class Operation:
    """One operation as this tenant's API has it.

    :ivar statuses: those that mean success.
    :ivar absent_statuses: those that mean "there is none".
    :ivar paging: finds in an answer its C(list), and as C(next_cursor) what the next page is asked for with; empty
        where the answer is a single object.
    :ivar fields: finds each value, in the answer or in an entry of its list; C(None) for what this API does not tell.
    """

    name: str
    method: str
    path: str
    query: t.Mapping[str, t.Any]
    body: t.Any
    statuses: tuple[int, ...]
    absent_statuses: tuple[int, ...] = ()
    paging: t.Mapping[str, Expression] = field(default_factory=dict)
    fields: t.Mapping[str, Expression | None] = field(default_factory=dict)

    @property
    def contract(self) -> Contract:
        return CONTRACTS[self.name]

    @property
    def call(self) -> str:
        return f"{self.method} {self.path}"

    def filled_path(self, values: Values) -> str:
        """Return the path below the base URL, each value URL-encoded."""
        return PLACEHOLDER.sub(lambda match: _as_segment(values[match.group(1)]), self.path)

    def filled_query(self, values: Values) -> dict[str, t.Any]:
        """Return the query; what has no value, or needs one that is not there, is left out."""
        filled = {
            name: fill(template, values)
            for name, template in self.query.items()
            if all(values[needed] is not None for needed in placeholders(template))
        }
        return {name: _as_text(value) if isinstance(value, bool) else value for name, value in filled.items()}

    def filled_body(self, values: Values) -> t.Any:
        """Return the body; a placeholder that stands alone keeps its type."""
        return fill(self.body, values)


@dataclass(frozen=True)
class Profile:
    """All operations, and what they share.

    :ivar base_url: where the API lies, with C({region}) in it; C(None) for the region's default.
    :ivar errors: finds C(code), C(message) and C(details) in an error answer.
    """

    name: str
    base_url: str | None
    auth_header: str
    auth_format: str
    errors: t.Mapping[str, Expression | None]
    operations: t.Mapping[str, Operation]

    def auth_value(self, key: str) -> str:
        return self.auth_format.replace("{key}", key)


def placeholders(template: t.Any) -> set[str]:
    if isinstance(template, str):
        return set(PLACEHOLDER.findall(template))
    if isinstance(template, t.Mapping):
        return set().union(*(placeholders(value) for value in template.values()))
    if isinstance(template, (list, tuple)):
        return set().union(*(placeholders(value) for value in template))
    return set()


def fill(template: t.Any, values: Values) -> t.Any:
    """Return a template with its placeholders replaced; one that is a whole text becomes the value itself."""
    if isinstance(template, str):
        whole = PLACEHOLDER.fullmatch(template)
        if whole:
            return values[whole.group(1)]
        return PLACEHOLDER.sub(lambda match: _as_text(values[match.group(1)]), template)
    if isinstance(template, t.Mapping):
        return {name: fill(value, values) for name, value in template.items()}
    if isinstance(template, (list, tuple)):
        return [fill(value, values) for value in template]
    return template


def _as_segment(value: t.Any) -> str:
    """Return a value URL-encoded, so that it stays within its segment; half a surrogate pair too, which is no ID."""
    return quote(_as_text(value), safe="", errors="surrogatepass")


def _as_text(value: t.Any) -> str:
    """Return a value as it stands in a path or query."""
    return str(value).lower() if isinstance(value, bool) else str(value)
