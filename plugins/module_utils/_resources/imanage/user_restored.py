# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Putting back fields of the service account as they were before: those of one moment, and no others."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

from ..._core.converge import Write, converge
from ..._core.outcome import Outcome
from ..._imanage.records import Record
from .account import FIELDS, AccountState, read_account, told
from .user_task import AccountTask

# By the library on-premises, and under the key C("") in the cloud: fields by their names here.
FieldsOf = dict[str, dict[str, t.Any]]


def fields_of(state: AccountState) -> FieldsOf:
    """Return the fields that are ever written, as iManage tells them; texts as they are spelt."""
    return {scope: _fields(record) for scope, record in state.records.items()}


def _fields(record: Record) -> dict[str, t.Any]:
    known = {one.name: one.read(record) for one in FIELDS}
    spelt = {one.name: record.get(one.written_as) for one in FIELDS if isinstance(known[one.name], str)}
    return {name: value for name, value in {**known, **spelt}.items() if value is not None}


@dataclass
class Restoration:
    """What of an account is to be put back.

    :ivar fields: the values, by scope and field; of a user that was not there, that it is disabled.
    :ivar left: what is left as it is, since it is neither as it was before nor as onboarding leaves it.
    """

    fields: FieldsOf = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def restoration(before: FieldsOf, wanted: dict[str, t.Any], now: FieldsOf, libraries: t.Collection[str]) -> Restoration:
    """Compare what was before, what onboarding leaves and what there is now.

    Nothing is enabled: only a proof may do that, and onboarding makes it.

    :param before: as C(fields_of) returned it.
    :param wanted: the fields that onboarding writes.
    :param libraries: those in which onboarding creates a user on-premises.
    """
    found = Restoration()
    for scope, there in now.items():
        place = f" in library {scope}" if scope else ""
        was = before.get(scope)
        if was is None and scope and scope not in libraries:
            found.left.append(f"somebody else has created it{place} since")
            continue
        if was is None:
            if there.get("enabled") is not False:
                found.fields[scope] = {"enabled": False}
            continue
        for one in FIELDS:
            value = was.get(one.name)
            if one.name not in wanted or value is None or not _differs(one, there.get(one.name), value):
                continue
            if one.name == "enabled" and value:
                found.left.append(f"it is disabled{place}, and was enabled; onboarding enables it, on proof")
            elif _differs(one, there.get(one.name), wanted[one.name]):
                found.left.append(f"{one.title}{place} is {there.get(one.name)}, was {value}")
            else:
                found.fields.setdefault(scope, {})[one.name] = value
    return found


def _differs(one: t.Any, value: t.Any, other: t.Any) -> bool:
    """Return whether two values differ; what is not told is not different."""
    return value is not None and not one.same(one.normalise(value), one.normalise(other))


class RestoredAccount(AccountTask):
    """Fields that are named have the values that are named; nothing else is looked at, and nothing is enabled."""

    def ensure(self) -> Outcome:
        self.fields = self.wanted.fields or {}
        self._refuse_unusable()
        before = self._read()
        run = converge(self._read, self._decide, self.check_mode, before)
        after = self._planned(run.after) if self.check_mode and run.changed else run.after
        return self.outcome(run, before, after)

    def _refuse_unusable(self) -> None:
        reason = None if self.fields else "no fields are given to put back"
        for fields in self.fields.values():
            strange = sorted(set(fields) - {one.name for one in FIELDS})
            if strange:
                reason = f"there is no field {', '.join(strange)}"
            elif fields.get("enabled"):
                reason = "putting fields back enables no account"
        if reason:
            raise self.client.error(
                reason, "validation", operation=self.operation, hint="Correct the option fields; state=present enables."
            )

    def _read(self) -> AccountState:
        if self.is_cloud:
            return read_account(self.client, self.user_id, [one.id for one in self.client.discovery.libraries])
        return read_account(self.client, self.user_id, [scope for scope in self.fields if scope])

    def _changes(self, scope: str, record: Record) -> Record:
        """Return what is to be written to a record, by the names in which it is written."""
        wanted = self.fields.get(scope) or {}
        differing = [one for one in FIELDS if one.name in wanted and one.differs(record, wanted[one.name])]
        changes: Record = {one.written_as: wanted[one.name] for one in differing}
        if wanted.get("enabled") is False and told(record, "enabled") is None:
            changes["allow_logon"] = False
        return changes

    def _decide(self, state: AccountState) -> list[Write]:
        steps = []
        for scope, record in state.records.items():
            changes = self._changes(scope, record)
            account = f"{self.user_id}{self.scope_name(scope)}"
            if changes == {"allow_logon": False}:
                steps.append(self.patch_step(f"Disable {account}", scope, changes))
            elif changes:
                titles = ", ".join(one.title for one in FIELDS if one.written_as in changes)
                steps.append(self.patch_step(f"Put back of {account}: {titles}", scope, changes))
        return steps

    def _planned(self, state: AccountState) -> AccountState:
        records = {scope: {**record, **self._changes(scope, record)} for scope, record in state.records.items()}
        return AccountState(records, state.libraries)
