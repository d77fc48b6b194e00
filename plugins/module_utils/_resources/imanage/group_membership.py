# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is in a group of a library: the service account belongs in NRTADMIN, and nobody is removed by accident."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..._core.converge import Write, converge
from ..._core.outcome import Outcome
from ..._imanage.client import ImanageClient
from ..._imanage.libraries import LibraryChoice, ids_of, require_libraries
from ..._imanage.names import NRTADMIN
from ..._imanage.records import record_id
from .account import told
from .operator_limits import refuse_own_account, require_operator_in_nrtadmin


def change_members_step(sentence: str, group: str, write: t.Callable[[], None]) -> Write:
    """Return a step that is sent as a change of a group's members."""
    return Write(sentence, write, f"PUT L/groups/{group}/members")


@dataclass(frozen=True)
class WantedMembership:
    """The members that a group should have in each of the libraries."""

    libraries: list[LibraryChoice]
    users: dict[str, list[str] | None]
    group: str = NRTADMIN
    pending_users: list[str] | None = None


@dataclass
class _LibraryState:
    """One library's group: who of the users in question is in it, and all members where they had to be read.

    :ivar shows_disabled: whether a disabled user is among those members, so that disabled ones are surely shown.
    """

    present: set[str] = field(default_factory=set)
    unknown_users: set[str] = field(default_factory=set)
    members: list[str] | None = None
    shows_disabled: bool = False


@dataclass(frozen=True)
class _Change:
    library: str
    action: str
    user_ids: tuple[str, ...]


def ensure_membership(client: ImanageClient, wanted: WantedMembership, check_mode: bool) -> Outcome:
    """Add, remove or set members of a group in each named library.

    :raises EthicalWallsError: C(not_found) for an unknown library, group or user; C(permission) when the operator may
        not change the group; C(validation) when the change would remove the operator itself.
    """
    return _Membership(client, wanted, check_mode).ensure()


class _Membership:
    def __init__(self, client: ImanageClient, wanted: WantedMembership, check_mode: bool) -> None:
        self.client = client
        self.check_mode = check_mode
        self.group = wanted.group.upper()
        self.operation = f"change the members of {self.group}"
        require_libraries(client, wanted.libraries, self.operation)
        self.libraries = ids_of(wanted.libraries)
        users = {name: ids for name, ids in wanted.users.items() if ids is not None}
        self.exact = _upper(users["set"]) if "set" in users else None
        self.add = _upper(users.get("add") or [])
        self.remove = _upper(users.get("remove") or [])
        # Only a dry run may believe that a user will exist.
        self.pending = set(_upper(wanted.pending_users or [])) if check_mode else set()
        self._check()

    def _check(self) -> None:
        both = sorted(set(self.add) & set(self.remove))
        if both:
            raise self._invalid(f"{', '.join(both)} cannot be both added and removed")
        if self.exact is not None and (self.add or self.remove):
            raise self._invalid("set cannot be combined with add or remove")
        if self.exact is not None and not self.exact:
            raise self._invalid("an empty set would remove every member")
        if self.exact is None and not self.add and not self.remove:
            raise self._invalid("no users were named")
        refuse_own_account(self.client, self.remove, self.operation)

    def ensure(self) -> Outcome:
        run = converge(self._read, self._decide, self.check_mode)
        after = self._planned(run.before) if self.check_mode else run.after
        return run.outcome(
            [self._show(library, state, run.before[library]) for library, state in after.items()],
            self._for_diff(run.before),
            self._for_diff(after),
            warnings=self._not_looked_at(after),
        )

    def _not_looked_at(self, states: dict[str, _LibraryState]) -> list[str]:
        """Say where a list of all members may lack the disabled ones: the default view hides them (V)."""
        if self.exact is None:
            return []
        return [
            f"iManage shows no disabled member of {self.group} in library {library}: there is none, or it hides them, "
            "so disabled members were not looked at"
            for library, state in states.items()
            if not state.shows_disabled
        ]

    def _read(self) -> dict[str, _LibraryState]:
        return {library: self._read_library(library) for library in self.libraries}

    def _read_library(self, library: str) -> _LibraryState:
        state = _LibraryState()
        if self.exact is not None:
            self._require_group(library)
            members = self.client.members(library, self.group)
            state.members = sorted(record_id(member).upper() for member in members)
            state.shows_disabled = any(told(member, "enabled") is False for member in members)
            state.present = set(state.members)
            newcomers = [user_id for user_id in self.exact if user_id not in state.present]
            state.unknown_users = {
                user_id for user_id in newcomers if self.client.is_member(library, user_id, self.group) is None
            }
        else:
            # One small request for each user instead of all members of the group, who may be many.
            for user_id in [*self.add, *self.remove]:
                member = self.client.is_member(library, user_id, self.group)
                if member:
                    state.present.add(user_id)
                elif member is None:
                    state.unknown_users.add(user_id)
        return state

    def _decide(self, states: dict[str, _LibraryState]) -> list[Write]:
        changes = [change for library, state in states.items() for change in self._changes(library, state)]
        if not changes:
            return []
        libraries = list(dict.fromkeys(change.library for change in changes))
        for library in libraries:
            self._require_users(library, states[library])
            self._require_group(library)
        if self.group == NRTADMIN:
            require_operator_in_nrtadmin(self.client, libraries, self.operation)
        return [self._step(change) for change in changes]

    def _changes(self, library: str, state: _LibraryState) -> list[_Change]:
        if self.exact is not None:
            add = [user_id for user_id in self.exact if user_id not in state.present]
            remove = [user_id for user_id in sorted(state.present) if user_id not in self.exact]
            refuse_own_account(self.client, remove, f"{self.operation} in library {library}")
        else:
            add = [user_id for user_id in self.add if user_id not in state.present]
            remove = [user_id for user_id in self.remove if user_id in state.present]
        return [
            _Change(library, action, tuple(user_ids))
            for action, user_ids in (("add", add), ("delete", remove))
            if user_ids
        ]

    def _require_users(self, library: str, state: _LibraryState) -> None:
        to_add = self.add if self.exact is None else self.exact
        missing = [user_id for user_id in to_add if user_id in state.unknown_users and user_id not in self.pending]
        if missing:
            raise self.client.error(
                f"there is no user {', '.join(missing)} in library {library}",
                "not_found",
                operation=f"{self.operation} in library {library}",
                hint="Create the user and assign it to the library first, with imanage_user. In a dry run, name those "
                "that an earlier task would create in pending_users, as the module's example does.",
            )

    def _require_group(self, library: str) -> None:
        operation = f"{self.operation} in library {library}"
        record = self.client.group(library, self.group)
        if record is None:
            raise self.client.error(
                f"there is no group {self.group} in library {library}",
                "not_found",
                operation=operation,
                hint="Check the group's ID in Control Center.",
            )
        if record.get("enabled") is False:
            raise self.client.error(
                f"the group {self.group} is disabled in library {library} and takes no changes",
                "conflict",
                operation=operation,
                hint="Enable the group in Control Center first.",
            )

    def _step(self, change: _Change) -> Write:
        verb, preposition = ("Add", "to") if change.action == "add" else ("Remove", "from")
        names = ", ".join(change.user_ids)
        return change_members_step(
            f"{verb} {names} {preposition} {self.group} in library {change.library}",
            self.group,
            lambda: self.client.change_members(change.library, self.group, change.action, change.user_ids),
        )

    def _planned(self, states: dict[str, _LibraryState]) -> dict[str, _LibraryState]:
        planned: dict[str, _LibraryState] = {}
        for library, state in states.items():
            present = set(state.present)
            for change in self._changes(library, state):
                present = present | set(change.user_ids) if change.action == "add" else present - set(change.user_ids)
            planned[library] = _LibraryState(
                present,
                state.unknown_users,
                None if state.members is None else sorted(present),
                state.shows_disabled,
            )
        return planned

    def _show(self, library: str, state: _LibraryState, before: _LibraryState) -> dict[str, t.Any]:
        asked = self.exact if self.exact is not None else [*self.add, *self.remove]
        return {
            "library": library,
            "group": self.group,
            "present": [user_id for user_id in asked if user_id in state.present],
            "absent": [user_id for user_id in asked if user_id not in state.present],
            "added": sorted(state.present - before.present),
            "members": state.members,
            "disabled_shown": None if state.members is None else state.shows_disabled,
            "pending": bool(state.unknown_users & self.pending),
        }

    def _for_diff(self, states: dict[str, _LibraryState]) -> dict[str, t.Any]:
        return {library: {self.group: sorted(state.present)} for library, state in states.items()}

    def _invalid(self, reason: str) -> Exception:
        return self.client.error(
            reason, "validation", operation=self.operation, hint="Correct the option 'users': {add, remove, set}."
        )


def _upper(user_ids: t.Iterable[str]) -> list[str]:
    return list(dict.fromkeys(user_id.strip().upper() for user_id in user_ids))
