# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The connector's capability: which libraries of which customer Legora enforces ethical walls in."""

from __future__ import annotations

import dataclasses
import typing as t
from dataclasses import dataclass
from functools import partial

from ..._core.converge import Write, converge
from ..._core.errors import EthicalWallsError
from ..._core.outcome import Outcome
from ..._imanage.libraries import LibraryListError, parse_libraries
from ..._legora.interface import Capability, Legora
from ..._legora.names import ETHICAL_WALLS
from .connectors import choose_connector

# C(set), the only libraries, or C(add) and C(remove), those that are added and removed; each a list of library IDs.
LibraryChange = dict[str, list[str]]


@dataclass(frozen=True)
class WantedCapability:
    """The capability as it should be.

    :ivar libraries: as C(library_change) returns it.
    """

    customer_id: str
    libraries: LibraryChange | None = None
    state: str = "present"


@dataclass(frozen=True)
class _State:
    """The customer's capability, C(None) when there is none, and those of other customers."""

    capability: Capability | None
    others: list[Capability]

    @property
    def library_ids(self) -> list[str]:
        return self.capability.library_ids if self.capability else []


def library_change(given: t.Mapping[str, list[str] | None]) -> LibraryChange:
    """Check a change of the libraries that a capability covers, which never means none.

    :raises ValueError: with the first thing that is wrong with it.
    """
    change = {name: ids for name, ids in given.items() if ids or (name == "set" and ids is not None)}
    if len(change) > 1 and "set" in change:
        raise ValueError("is unusable: set cannot be combined with add or remove")
    if change.get("set") == []:
        raise ValueError("is unusable: set is empty, which may mean all libraries at Legora; name at least one")
    for name, ids in change.items():
        try:
            parse_libraries(ids)
        except LibraryListError as error:
            raise ValueError(f"is unusable: {name}: {'; '.join(error.mistakes)}") from None
    both = sorted(set(change.get("add", [])) & set(change.get("remove", [])))
    if both:
        raise ValueError(f"is unusable: {', '.join(both)} cannot be both added and removed")
    if not change:
        raise ValueError("is unusable: no libraries were named")
    return change


def changed(library_ids: t.Sequence[str], change: LibraryChange) -> list[str]:
    """Return the libraries as they should be, in the order they have; IDs are compared in exact spelling."""
    if change.get("set"):
        return list(change["set"])
    wanted = [*library_ids, *(one for one in change.get("add") or [] if one not in library_ids)]
    return [one for one in wanted if one not in (change.get("remove") or [])]


def ensure_capability(client: Legora, wanted: WantedCapability, check_mode: bool) -> Outcome:
    """Cover the wanted libraries with ethical walls, or stop covering the customer.

    :raises EthicalWallsError: C(validation) for a list of libraries that would become empty; C(conflict) when the
        customer has several capabilities.
    """
    return _CapabilityTask(client, wanted, check_mode).ensure()


class _CapabilityTask:
    def __init__(self, client: Legora, wanted: WantedCapability, check_mode: bool) -> None:
        self.client = client
        self.check_mode = check_mode
        self.customer_id = wanted.customer_id.strip()
        self.operation = f"maintain the ethical walls of customer {self.customer_id}"
        if not self.customer_id or len(self.customer_id.split()) > 1:
            raise self._invalid("the customer ID is empty or contains white space", "Set imanage_customer_id.")
        if wanted.state == "absent" and wanted.libraries is not None:
            raise self._invalid(
                "state=absent removes the whole capability, so it takes no libraries",
                "Leave out libraries, or use state=present with libraries.remove.",
            )
        self.is_absent = wanted.state == "absent"
        self.change = wanted.libraries or {}
        self.connector_id: str | None = None

    def ensure(self) -> Outcome:
        self.connector_id = choose_connector(self.client, self.operation).id
        before = self._read()
        run = converge(self._read, self._decide, self.check_mode, before)
        planned = self.check_mode and run.changed
        after = self._planned(run.after) if planned else run.after
        return run.outcome(
            {
                "connector_id": self.connector_id,
                **self._show(after.capability),
                "pending": planned and before.capability is None,
            },
            self._for_diff(before),
            self._for_diff(after),
            warnings=[self._other_customer(one) for one in after.others],
        )

    def _read(self) -> _State:
        # Where the method cannot tell what is there, nothing counts as there.
        found = [one for one in self.client.capabilities(self.connector_id) or [] if one.type == ETHICAL_WALLS]
        own = [one for one in found if one.customer_id == self.customer_id]
        if len(own) > 1:
            raise self.client.error(
                f"customer {self.customer_id} has several ethical walls capabilities: "
                + ", ".join(f"{one.id} ({', '.join(one.library_ids)})" for one in own),
                "conflict",
                operation=self.operation,
                hint="Remove all but one on Legora's settings page, then run again.",
            )
        return _State(own[0] if own else None, [one for one in found if one.customer_id != self.customer_id])

    def _decide(self, state: _State) -> list[Write]:
        if self.is_absent:
            return self._removal(state)
        wanted = changed(state.library_ids, self.change)
        if set(wanted) == set(state.library_ids):
            return []
        if not wanted:
            raise self._invalid(
                "this would leave the capability without any library, which may mean all libraries at Legora",
                "Use state=absent to stop covering the customer.",
            )
        if state.capability is None:
            sentence = f"Cover {_libraries(wanted)} of customer {self.customer_id} with ethical walls"
            create = partial(self.client.create_capability, self.connector_id, ETHICAL_WALLS, self.customer_id, wanted)
            return [Write(sentence, create)]
        update = partial(self.client.update_capability, self.connector_id, state.capability, wanted)
        return [Write(self._correction(state.library_ids, wanted), update)]

    def _removal(self, state: _State) -> list[Write]:
        if state.capability is None:
            return []
        return [
            Write(
                f"Stop covering customer {self.customer_id} with ethical walls",
                partial(self.client.delete_capability, self.connector_id, state.capability),
            )
        ]

    def _correction(self, present: list[str], wanted: list[str]) -> str:
        added = [one for one in wanted if one not in present]
        removed = [one for one in present if one not in wanted]
        parts = [f"add {_libraries(added)}"] if added else []
        parts += [f"remove {_libraries(removed)}"] if removed else []
        return f"Change the ethical walls of customer {self.customer_id}: {', '.join(parts)}"

    def _planned(self, state: _State) -> _State:
        if self.is_absent:
            return _State(None, state.others)
        wanted = changed(state.library_ids, self.change)
        new = Capability(None, ETHICAL_WALLS, self.customer_id, [], None, None)
        return _State(dataclasses.replace(state.capability or new, library_ids=wanted), state.others)

    def _show(self, capability: Capability | None) -> dict[str, t.Any]:
        return dataclasses.asdict(capability or Capability(None, ETHICAL_WALLS, self.customer_id, [], None, None))

    def _for_diff(self, state: _State) -> dict[str, t.Any]:
        return {
            "customer_id": self.customer_id,
            "exists": state.capability is not None,
            "library_ids": sorted(state.library_ids),
        }

    def _other_customer(self, other: Capability) -> str:
        # By hand, neither has an ID.
        connector = f"connector {self.connector_id}" if self.connector_id else "connector"
        covered = (
            f"capability {other.id}, {_libraries(other.library_ids)}" if other.id else _libraries(other.library_ids)
        )
        return (
            f"Legora's iManage {connector} also covers customer {other.customer_id} ({covered}), which is not this "
            "firm's customer ID"
        )

    def _invalid(self, reason: str, hint: str) -> EthicalWallsError:
        return self.client.error(reason, "validation", operation=self.operation, hint=hint)


def _libraries(library_ids: t.Sequence[str]) -> str:
    return f"{'library' if len(library_ids) == 1 else 'libraries'} {', '.join(library_ids) or '(none)'}"
