# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The libraries that a firm names: a list of IDs, or of ``{id, role}``."""

from __future__ import annotations

import re
import typing as t
from dataclasses import dataclass

_LIBRARY_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True)
class LibraryChoice:
    """A library that the firm wants covered.

    :ivar role: the library role for the service account, where one was given for this library.
    """

    id: str
    role: str | None = None


class LibraryListError(ValueError):
    """A list of libraries is unusable; C(mistakes) holds one text for each reason."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("; ".join(mistakes))
        self.mistakes = mistakes


def parse_libraries(raw: t.Any, role: str | None = None) -> list[LibraryChoice]:
    """Read a list of libraries in either form.

    :param role: the role of libraries that name none.
    :raises LibraryListError: with everything that is wrong with it.
    """
    if not isinstance(raw, list):
        raise LibraryListError(["it must be a list of library IDs, or of {id, role}"])
    if not raw:
        raise LibraryListError(["it is empty; name at least one library"])
    mistakes: list[str] = []
    choices: list[LibraryChoice] = []
    for number, entry in enumerate(raw, start=1):
        try:
            choices.append(_parse_entry(entry, role))
        except ValueError as error:
            mistakes.append(f"entry {number} {error}")
    ids = [choice.id.upper() for choice in choices]
    for number, choice in enumerate(choices):
        if ids[:number].count(ids[number]) == 1:
            mistakes.append(f"it names {choice.id} twice")
    if mistakes:
        raise LibraryListError(mistakes)
    return choices


def _parse_entry(entry: t.Any, role: str | None) -> LibraryChoice:
    if isinstance(entry, dict):
        unknown = sorted(set(map(str, entry)) - {"id", "role"})
        if unknown:
            raise ValueError(f"has the unknown key {', '.join(unknown)}; known are id and role")
        library_id, own_role = entry.get("id"), entry.get("role")
        if own_role is not None and (not isinstance(own_role, str) or not own_role.strip()):
            raise ValueError("has a role that is not a name")
    else:
        library_id, own_role = entry, None
    if not isinstance(library_id, str) or not _LIBRARY_ID.fullmatch(library_id):
        raise ValueError("is not a library ID (letters, digits, '_', '-' and '.')")
    return LibraryChoice(library_id, own_role or role)
