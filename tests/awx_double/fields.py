# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one field of a resource may hold, and the words in which AWX refuses anything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import yaml

# Tells a field that was not sent from one that was sent as null.
MISSING: Any = object()
ENCRYPTED = "$encrypted$"


class InvalidError(Exception):
    """A field's value that is refused.

    :param detail: what AWX would answer for this field: a text, or a mapping for the parts of it.
    """

    def __init__(self, detail: Any) -> None:
        super().__init__(detail)
        self.detail = detail


@dataclass(frozen=True)
class Field:
    """A field of any kind of value.

    :ivar default: what is stored when it is not sent on creation.
    :ivar required: refuse a creation without it.
    :ivar read_only: AWX ignores it when it is sent, so the double does too.
    :ivar write_only: accepted, never shown.
    """

    default: Any = None
    required: bool = False
    read_only: bool = False
    write_only: bool = False

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        """Return what is stored for a value that was sent.

        :param exists: tells whether there is an object of a kind with an ID.
        :raises InvalidError: for a value that AWX refuses.
        """
        return value

    def fresh(self) -> Any:
        """Return the default, a new one each time."""
        return json.loads(json.dumps(self.default))


@dataclass(frozen=True)
class Text(Field):
    """A text. Null becomes the empty text, as AWX has it, unless the field can be null."""

    default: Any = ""
    blank: bool = True
    null: bool = False
    longest: int | None = None

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        if value is None:
            if self.null:
                return None
            value = ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise InvalidError("Not a valid string.")
        value = str(value).strip()
        if not value and not self.blank:
            raise InvalidError("This field may not be blank.")
        if self.longest is not None and len(value) > self.longest:
            raise InvalidError(f"Ensure this field has no more than {self.longest} characters.")
        return value


@dataclass(frozen=True)
class Choice(Field):
    """One of some values; ``"2"`` is taken for 2."""

    options: tuple[Any, ...] = ()
    blank: bool = False
    null: bool = False

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        if value is None and self.null:
            return None
        if value in (None, "") and self.blank:
            return ""
        known = {str(option): option for option in self.options}
        if isinstance(value, bool) or str(value) not in known:
            raise InvalidError(f'"{value}" is not a valid choice.')
        return known[str(value)]


@dataclass(frozen=True)
class Flag(Field):
    """True or false. Null becomes false, unless the field can be null."""

    default: Any = False
    null: bool = False

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        if value is None:
            return None if self.null else False
        if not isinstance(value, bool):
            raise InvalidError("Must be a valid boolean.")
        return value


@dataclass(frozen=True)
class Number(Field):
    """A whole number."""

    default: Any = 0
    null: bool = False
    least: int | None = 0

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        if value is None and self.null:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidError("This field may not be null." if value is None else "A valid integer is required.")
        if self.least is not None and value < self.least:
            raise InvalidError(f"Ensure this value is greater than or equal to {self.least}.")
        return value


@dataclass(frozen=True)
class Link(Field):
    """The ID of another object.

    :ivar to: the kind of that object; ``None`` for anything that can be launched (a unified job template).
    :ivar cascade: whether this object goes when that one is deleted; otherwise the field becomes null.
    """

    to: str | None = None
    cascade: bool = False

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        if value in (None, ""):
            if self.required:
                raise InvalidError("This field may not be null.")
            return None
        if isinstance(value, str) and value.isdigit():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise InvalidError(f"Incorrect type. Expected pk value, received {type(value).__name__}.")
        if not exists(self.to or "unified_job_templates", value):
            raise InvalidError(f'Invalid pk "{value}" - object does not exist.')
        return value


@dataclass(frozen=True)
class Variables(Field):
    """Variables as text, JSON or YAML: stored as it was sent, when it is a mapping or says nothing."""

    default: Any = ""

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        if value is None:
            return ""
        if not isinstance(value, str):
            raise InvalidError("Not a valid string.")
        parse_variables(value)
        return value


@dataclass(frozen=True)
class Data(Field):
    """A mapping; as text in JSON or YAML too."""

    default: Any = None

    def fresh(self) -> Any:
        return {} if self.default is None else super().fresh()

    def clean(self, value: Any, exists: Callable[[str, int], bool]) -> Any:
        if isinstance(value, str):
            value = parse_variables(value)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise InvalidError(f'Expected a dictionary of items but got type "{type(value).__name__}".')
        return json.loads(json.dumps(value))


def parse_variables(text: str) -> dict[str, Any]:
    """Return the variables of a text.

    :raises InvalidError: when it is neither JSON nor YAML, or no mapping.
    """
    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InvalidError(f"Cannot parse as JSON or YAML: {error}") from error
    if found is None:
        return {}
    if not isinstance(found, dict):
        raise InvalidError(f"Input type `{type(found).__name__}` is not a dictionary")
    return found
