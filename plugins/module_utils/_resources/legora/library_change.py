# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which libraries a capability should cover: C({set, add, remove}), and never none."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from ..._imanage.libraries import LibraryListError, parse_libraries


class LibraryChangeError(ValueError):
    """The option C(libraries) is unusable; the text says why."""


@dataclass(frozen=True)
class LibraryChange:
    """What is asked for.

    :ivar exact: the only libraries; C(None) where some are added or removed.
    """

    exact: tuple[str, ...] | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def apply(self, library_ids: t.Sequence[str]) -> list[str]:
        """Return the libraries as they should be, in the order they have; IDs are compared in exact spelling."""
        if self.exact is not None:
            return list(self.exact)
        wanted = [*library_ids, *(one for one in self.add if one not in library_ids)]
        return [one for one in wanted if one not in self.remove]


def same_libraries(some: t.Iterable[str], others: t.Iterable[str]) -> bool:
    """Compare without regard to order."""
    return set(some) == set(others)


def parse_change(given: t.Mapping[str, t.Any] | None) -> LibraryChange:
    """Read the option C(libraries).

    :raises LibraryChangeError: with the first thing that is wrong with it.
    """
    asked = {name: ids for name, ids in (given or {}).items() if ids is not None}
    if "set" in asked:
        if asked.get("add") or asked.get("remove"):
            raise LibraryChangeError("set cannot be combined with add or remove")
        if not asked["set"]:
            raise LibraryChangeError("set is empty, which may mean all libraries at Legora; name at least one")
        return LibraryChange(exact=_ids("set", asked["set"]))
    change = LibraryChange(
        add=_ids("add", asked.get("add") or []),
        remove=_ids("remove", asked.get("remove") or []),
    )
    both = sorted(set(change.add) & set(change.remove))
    if both:
        raise LibraryChangeError(f"{', '.join(both)} cannot be both added and removed")
    if not change.add and not change.remove:
        raise LibraryChangeError("no libraries were named")
    return change


def _ids(name: str, given: list[str]) -> tuple[str, ...]:
    if not given:
        return ()
    try:
        return tuple(choice.id for choice in parse_libraries(given))
    except LibraryListError as error:
        raise LibraryChangeError(f"{name}: {error}") from None
