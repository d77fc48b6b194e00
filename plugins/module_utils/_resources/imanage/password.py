# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rotating the service account's password at iManage, from whatever state an earlier run has left, and back again.

Nobody can read a password. So which of two opens the account is found out by signing in, once with each at most, and
not where that might lock it. What is written is tried once, since Legora is given nothing that was not seen to work.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from functools import partial

from ..._core.converge import Write, converge
from ..._core.errors import EthicalWallsError
from ..._core.outcome import Outcome
from ..._core.timestamps import format_timestamp
from ..._imanage.client import ImanageClient
from ..._imanage.libraries import LibraryChoice, ids_of, require_libraries
from ..._imanage.records import Record
from ..sentences import PUTS_BACK, SETS_PASSWORD
from ..sign_in_reasons import NOT_TRIED, REASON_IP_LOCKED
from .account import AccountState, is_directory_user, read_account, told
from .notes import RunNotes
from .password_decision import PasswordDecision, after_a_refusal, due, require_provable
from .sign_in import are_counted, reason_not_to_try, try_sign_in
from .user_task import AccountTask, WantedUser

# Which password opens the account. C(NEITHER) was seen, C(UNKNOWN) was not.
NEW, CURRENT, NEITHER, UNKNOWN = "new", "current", "neither", "unknown"

# What is wanted where it is only looked which one opens it, before a store is handed another one.
SEEN = "seen"


@dataclass(frozen=True)
class WantedPassword:
    """The account's password, which is to be one of two.

    :ivar new_password: C(None) in a dry run of a rotation that makes it.
    """

    user_id: str
    libraries: list[LibraryChoice]
    current_password: str
    new_password: str | None = None
    current_version: str | None = None
    new_version: str | None = None
    state: str = NEW
    write: bool = True
    opens: str | None = None
    source_address: str | None = None
    legora_address: str | None = None
    notes_directory: str | None = None
    host: str | None = None


def ensure_password(client: ImanageClient, wanted: WantedPassword, check_mode: bool) -> Outcome:
    """Give the account the wanted one of two passwords, and sign in with it once; or see that the current one opens it.

    :raises EthicalWallsError: C(conflict) where it can't be tried, C(auth) where none opens it, before anything is
        written; and as a write does.
    """
    return _Rotation(client, wanted, check_mode).ensure()


class _Rotation(AccountTask):
    def __init__(self, client: ImanageClient, wanted: WantedPassword, check_mode: bool) -> None:
        account = WantedUser(wanted.user_id, source_address=wanted.source_address, legora_address=wanted.legora_address)
        super().__init__(client, account, check_mode)
        self.operation = f"rotate the password of {self.user_id}"
        self.rotation = wanted
        self.notes = RunNotes(wanted.notes_directory, wanted.host)
        self.passwords = {NEW: wanted.new_password, CURRENT: wanted.current_password}
        self.versions = {NEW: wanted.new_version, CURRENT: wanted.current_version}
        # One that was made just now, nobody has given the account.
        self.tries_current_alone = wanted.state == SEEN and wanted.new_password is None
        # Where both are one, the rotation is done, and all that is left is to see that it opens.
        self.is_done = wanted.new_password == wanted.current_password
        self.target = wanted.state
        self.decision = PasswordDecision()
        # Whether it may be there already where it is written again, so that a server may refuse it as used before.
        self.may_be_there = False
        self.signed_in = False

    def ensure(self) -> Outcome:
        require_libraries(self.client, self.rotation.libraries, self.operation)
        before = self._read()
        self._refuse_unusable(before)
        opens = self._known_without_trying(before) if self.check_mode else self._opens(before)
        if opens == UNKNOWN and self.target == NEW:
            opens = self._known_without_trying(before)
        overwrites_same = opens == NEW and len(before.records) > 1 and self._noted(before) is False
        self.may_be_there = overwrites_same or (
            self.target == NEW and opens == UNKNOWN and self._may_be_written(before)
        )
        if self.is_done or not self._writes or (opens == self.target and not overwrites_same):
            if opens == NEW and not self.check_mode and self._noted(before) is not True:
                self._note_written(before)
            return self._outcome(before, opens, opens, "login" if self.signed_in else "none")
        return self._write(before, opens)

    @property
    def _writes(self) -> bool:
        return self.rotation.write and self.target != SEEN

    def _read(self) -> AccountState:
        return read_account(self.client, self.user_id, ids_of(self.rotation.libraries))

    def _refuse_unusable(self, state: AccountState) -> None:
        if not state.exists:
            raise self._error("there is no such user", "not_found", "Run onboard, which creates it.")
        records = state.records.values()
        if any(is_directory_user(record) for record in records):
            raise self._error(
                "it is synchronised from a directory, so its password is changed there",
                "conflict",
                "Give Legora a virtual user of its own: choose another service_account_user_id and run onboard.",
            )
        if any(told(record, "enabled") is False for record in records):
            raise self._error("it is disabled; nothing was written", "conflict", "Run onboard first, which enables it.")
        if not (self.is_done or self.tries_current_alone or self.check_mode) and self.rotation.new_password is None:
            raise self._error("no new password was given", "validation", "Set rotate_new_password.")
        require_provable(self.client, records, self.wanted)
        if not are_counted(records) and not self.notes.are_kept:
            raise self._error(
                "iManage tells neither its lock nor its failed sign-ins, and what was refused could not be noted",
                "conflict",
                "Set report_directory, beside whose reports it is noted, then run again; nothing was written.",
            )
        self._refuse_untold(records)

    def _refuse_untold(self, records: t.Iterable[Record]) -> None:
        """Refuse an account that can't be tried from here, where no note could tell the next run what was written."""
        found = reason_not_to_try(records, self.rotation.source_address)
        if self.is_done or found is None or found.reason != REASON_IP_LOCKED:
            return
        lacking = [] if self.notes.are_kept else ["report_directory, beside whose reports it is noted"]
        lacking += [] if self.versions[NEW] is not None else ["rotate_new_password_version"]
        if lacking:
            raise self._error(
                "it can't be tried from here, and what is written could not be noted for the next run",
                "conflict",
                f"Set {' and '.join(lacking)}, then run again; nothing was written.",
            )

    # Which password opens it

    def _known_without_trying(self, state: AccountState) -> str:
        """Return what is known without a sign-in, which a dry run does not send."""
        return NEW if self._noted(state) else UNKNOWN

    def _noted(self, state: AccountState) -> bool | None:
        """Say whether an earlier run has written the new password in all records; C(None) where it was in none."""
        changed_at = format_timestamp(state.password_changed_at())
        return self.notes.rotation_written(self.user_id, self.versions[NEW], changed_at)

    def _opens(self, state: AccountState) -> str:
        """Find out which password opens the account, with one sign-in each at most."""
        if self.rotation.opens in (NEW, CURRENT):
            self.signed_in = True
            return str(self.rotation.opens)
        records = list(state.records.values())
        counted = are_counted(records)
        # One that was just made nobody has tried.
        tried = (self.user_id, self.versions[CURRENT], None if self.tries_current_alone else self.versions[NEW])
        if not counted and self.notes.was_refused(*tried):
            raise self._neither(f"{self._refused}, as was noted, and that is not tried again")
        refused: str | None = None
        for name in self._order(state):
            if refused is not None and reason_not_to_try(records, self.rotation.source_address) is not None:
                raise self._error(
                    f"iManage refused its {_WORDS[refused]} password, and one more refusal could lock it, so the other "
                    "one was not tried; nothing was written",
                    "conflict",
                    f"Reset the failed sign-ins of {self.user_id} in Control Center, then run again.",
                )
            found = self._try(name, records)
            if found != NEITHER:
                return found
            refused = name
            records = [after_a_refusal(record) for record in records]
        if not counted:
            self.notes.note_refusal(*tried)
        raise self._neither(self._refused)

    @property
    def _refused(self) -> str:
        if self.tries_current_alone:
            return "iManage refuses its current password"
        return "iManage refuses both its current and its new password"

    def _order(self, state: AccountState) -> list[str]:
        if self.is_done:
            return [NEW]
        if self.tries_current_alone:
            return [CURRENT]
        # What is surely not there is not tried first: runs that are ended in a row would each leave a refused sign-in.
        return [NEW, CURRENT] if self._may_be_written(state) and self.target != CURRENT else [CURRENT, NEW]

    def _may_be_written(self, state: AccountState) -> bool:
        """Say whether the new password may be there, as far as earlier runs have noted."""
        changed_at = format_timestamp(state.password_changed_at())
        return self.notes.may_be_written(self.user_id, self.versions[NEW], changed_at)

    def _try(self, name: str, records: t.Sequence[Record]) -> str:
        """Sign in with one of them; return it, or C(NEITHER) for a refusal, or C(UNKNOWN) where it can't be tried.

        :raises EthicalWallsError: where the refusal says nothing of the password.
        """
        username = self.client.sign_in_name(self.user_id, next(iter(records), {}).get("email"))
        source = self.rotation.source_address
        attempt = try_sign_in(self.client, records, username, str(self.passwords[name]), source)
        if attempt.client is not None:
            attempt.client.close()
            self.signed_in = True
            return name
        if not attempt.tried and attempt.reason == REASON_IP_LOCKED:
            return UNKNOWN
        if attempt.refusal != "password":
            why = NOT_TRIED.get(str(attempt.reason), attempt.reason)
            raise self._error(f"its {_WORDS[name]} password could not be judged: {why}", "auth", _NOTHING_WRITTEN)
        return NEITHER

    def _neither(self, reason: str) -> EthicalWallsError:
        hint = f"Set the password of {self.user_id} in Control Center to service_account_password, then run again."
        if self.target == SEEN:
            reason += ", so the variables lack what an earlier rotation has stored, or somebody else has changed it"
            hint = f"Let Ansible read the passwords from where they are stored. Or: {hint}"
        else:
            reason += ", so somebody else has changed it"
        error = self._error(f"{reason}; nothing was written", "auth", hint)
        error.extra["opened"] = NEITHER
        return error

    # Writing

    def _write(self, before: AccountState, opens: str) -> Outcome:
        self.decision = due(before, checked_by="login" if opens != UNKNOWN else "none")
        if not self.check_mode:
            self._note_before_writing(before)
        try:
            run = converge(self._read, self._decide, self.check_mode, before)
        except EthicalWallsError as error:
            error.extra["opened"] = opens
            if opens == UNKNOWN and error.kind in ("validation", "conflict"):
                error.hint = " ".join(filter(None, (error.hint, _MAY_BE_THERE.format(self.user_id))))
            raise
        if self.check_mode:
            return self._outcome(run.after, opens, self.target, "none", run.plan)
        if run.converged is not False:
            self._note_written(run.after)
        self.notes.forget_refusal()
        try:
            seen = self._try(self.target, list(run.after.records.values())) if run.converged is not False else UNKNOWN
        except EthicalWallsError as error:
            error.done = [*run.plan, *error.done]
            error.extra["opened"] = opens
            error.hint = _WRITTEN if error.hint == _NOTHING_WRITTEN else error.hint
            raise
        # What can't be tried from here, Legora tries; what was refused may be anything.
        opens_now = self.target if seen in (self.target, UNKNOWN) and run.converged is not False else UNKNOWN
        outcome = self._outcome(run.after, opens, opens_now, "login" if seen == self.target else "none", run.plan)
        outcome.converged, outcome.left = run.converged, run.left
        if seen == NEITHER:
            refusal = self._error(
                f"iManage answered the change as done, but refuses the {_WORDS[self.target]} password",
                "not_converged",
                f"Look at {self.user_id} in Control Center.",
            )
            outcome.stopped = (refusal.sentence(), refusal.failure())
        return outcome

    def _note_written(self, state: AccountState) -> None:
        if self.target == CURRENT:
            self.notes.forget_rotation()
            return
        changed_at = format_timestamp(state.password_changed_at())
        self.notes.note_rotation(self.user_id, self.versions[NEW], complete=True, changed_at=changed_at)

    def _note_before_writing(self, before: AccountState) -> None:
        """Note that the new one may be there from now on, or may be gone: the next run tries it first."""
        began_from = format_timestamp(before.password_changed_at()) if self.target == NEW else None
        self.notes.note_rotation(self.user_id, self.versions[NEW], complete=False, began_from=began_from)

    def _decide(self, state: AccountState) -> list[Write]:
        beginning = SETS_PASSWORD if self.target == NEW else PUTS_BACK
        return [
            self.write_step(
                f"{beginning} {self.user_id}{self.scope_name(scope)}", scope, partial(self._set_password, scope)
            )
            for scope in self.decision.still_due(state)
        ]

    def _set_password(self, scope: str) -> None:
        try:
            self.patch(scope, {"user_password": self.passwords[self.target], "force_password_change": False})
        except EthicalWallsError as error:
            # The sign-in that follows tells, or Legora's own where that can't be tried from here.
            may_be_there = self.may_be_there or bool(self.decision.written)
            if not may_be_there or error.kind not in ("validation", "conflict"):
                raise
        self.decision.written.add(scope)

    # What it returns

    def _outcome(
        self, state: AccountState, before: str, after: str, proved_by: str, plan: t.Sequence[str] = ()
    ) -> Outcome:
        changed = bool(plan)
        return Outcome(
            resource={
                "user_id": self.user_id,
                "opened": before,
                "opens": after,
                "version": self.versions.get(after),
                "changed_at": format_timestamp(state.password_changed_at()),
                "proved_by": proved_by,
            },
            changed=changed,
            plan=list(plan),
            before={"user_id": self.user_id, **({"password": "(not readable)"} if changed else {})},
            after={"user_id": self.user_id, **({"password": "(written)"} if changed else {})},
            warnings=self.notes.warnings,
            extra={"password_action": "set" if changed else "unknown" if after == UNKNOWN else "kept"},
        )

    def _error(self, reason: str, kind: str, hint: str) -> EthicalWallsError:
        return self.client.error(reason, kind, operation=self.operation, hint=hint)


_WORDS = {NEW: "new", CURRENT: "current"}
_MAY_BE_THERE = (
    "Where an earlier run has written it, and its notes are lost, set the password of {} in Control Center to "
    "service_account_password, then run again."
)
_NOTHING_WRITTEN = "Nothing was written. Correct what iManage says of the sign-in, then run rotate_password again."
_WRITTEN = (
    "iManage has taken that password, so do not enter it at Legora yet. Correct what iManage says of the sign-in, then "
    "run rotate_password again."
)
