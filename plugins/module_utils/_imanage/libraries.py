# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The libraries that a firm names: how they are written, what they are from then on, and that iManage has them."""

from __future__ import annotations

import re
import typing as t

if t.TYPE_CHECKING:
    from .client import ImanageClient

_LIBRARY_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


class LibraryChoice(t.TypedDict):
    """A library that the firm wants covered: the same in variables, options, run record and report.

    :ivar role: the library role for the service account, where one was given for this library.
    """

    id: str
    role: str | None


class LibraryListError(ValueError):
    """A list of libraries is unusable; C(mistakes) holds one text for each reason."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__(f"is unusable: {'; '.join(mistakes)}")
        self.mistakes = mistakes


def parse_libraries(raw: t.Any) -> list[LibraryChoice]:
    """Read a list of libraries as people write it: of IDs, or of C({id, role}).

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
            choices.append(_parse_entry(entry))
        except ValueError as error:
            mistakes.append(f"entry {number} {error}")
    ids = [choice["id"].upper() for choice in choices]
    for number, choice in enumerate(choices):
        if ids[:number].count(ids[number]) == 1:
            mistakes.append(f"it names {choice['id']} twice")
    if mistakes:
        raise LibraryListError(mistakes)
    return choices


def _parse_entry(entry: t.Any) -> LibraryChoice:
    if isinstance(entry, dict):
        unknown = sorted(set(map(str, entry)) - {"id", "role"})
        if unknown:
            raise ValueError(f"has the unknown key {', '.join(unknown)}; known are id and role")
        library_id, role = entry.get("id"), entry.get("role")
        if role is not None and (not isinstance(role, str) or not role.strip()):
            raise ValueError("has a role that is not a name")
    else:
        library_id, role = entry, None
    if not isinstance(library_id, str) or not _LIBRARY_ID.fullmatch(library_id):
        raise ValueError("is not a library ID (letters, digits, '_', '-' and '.')")
    return {"id": library_id, "role": role}


def ids_of(choices: t.Iterable[LibraryChoice]) -> list[str]:
    return [choice["id"] for choice in choices]


def with_role(choices: t.Iterable[LibraryChoice], role: str | None) -> list[LibraryChoice]:
    """Return libraries of which those that name no role have this one."""
    return [{"id": choice["id"], "role": choice["role"] or role} for choice in choices]


def require_libraries(client: ImanageClient, choices: t.Sequence[LibraryChoice], operation: str) -> None:
    """Check that each library exists at iManage, in exactly this spelling.

    :raises EthicalWallsError: C(not_found) for a library that does not exist.
    """
    known = [library.id for library in client.discovery.libraries]
    missing = [library for library in ids_of(choices) if library not in known]
    if missing:
        raise client.error(
            f"there is no library {', '.join(missing)}; there are {', '.join(known) or 'none'}",
            "not_found",
            operation=operation,
            hint="Correct imanage_libraries; library IDs are compared in exact spelling.",
        )
