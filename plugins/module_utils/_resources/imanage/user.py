# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The metadata-only service account: create, correct, enable, assign to libraries, lock to an address, retire."""

from __future__ import annotations

import typing as t
from functools import partial

from ..._core.converge import Write, converge
from ..._core.errors import EthicalWallsError
from ..._core.outcome import Outcome
from ..._imanage.client import ImanageClient
from ..._imanage.libraries import LibraryChoice, ids_of, require_libraries, with_role
from ..._imanage.names import DEFAULT_ROLE
from ..._imanage.records import Record, same_id
from ..sentences import SETS_PASSWORD
from .account import (
    DEFAULT_FULL_NAME,
    FIELDS,
    SERVICE_ACCOUNT_RULES,
    VIRTUAL,
    AccountState,
    describe_account,
    is_directory_user,
    read_account,
    told,
)
from .notes import RunNotes
from .password_decision import PasswordDecision, decide_password
from .user_checks import require_creatable, require_fit_email, require_role
from .user_restored import RestoredAccount
from .user_retirement import RetiredAccount
from .user_task import AccountTask, WantedUser


def ensure_user(client: ImanageClient, wanted: WantedUser, check_mode: bool) -> Outcome:
    """Bring the service account to its wanted state.

    :raises EthicalWallsError: C(validation), C(conflict), C(not_found) or C(permission), before anything is written.
    """
    if wanted.state == "present":
        return PresentAccount(client, wanted, check_mode).ensure()
    if wanted.state == "restored":
        return RestoredAccount(client, wanted, check_mode).ensure()
    return RetiredAccount(client, wanted, check_mode).ensure()


class PresentAccount(AccountTask):
    """The account exists, is enabled, is in its libraries, and has the wanted fields, roles and password."""

    def __init__(self, client: ImanageClient, wanted: WantedUser, check_mode: bool) -> None:
        super().__init__(client, wanted, check_mode)
        require_libraries(client, wanted.libraries or [], self.operation)
        self.libraries = with_role(wanted.libraries or [], wanted.role)
        self.fields = self._wanted_fields()
        self.password = PasswordDecision()
        self.created: set[str] = set()
        self.roles_written: set[str] = set()
        self.notes = RunNotes(wanted.notes_directory, wanted.host)
        self.checked_before_writing = False

    def ensure(self) -> Outcome:
        require_fit_email(self)
        before = self._read()
        pending = self._is_pending(before)
        if pending:
            before = self._left_by_earlier_task(before)
        self._refuse_unusable(before)
        self.password = self._decide_password(before)
        run = converge(self._read, self._decide, self.check_mode, before)
        if self.password.written:
            # What was refused before was another password, and so was what a rotation has written.
            self.notes.forget_refusal()
            self.notes.forget_rotation()
        planned = self.check_mode and run.changed
        state = self._planned(run.after) if planned else run.after
        resource = describe_account(self.client, self.user_id, state)
        resource["pending"] = pending or (planned and bool(self._missing_libraries(before)))
        return run.outcome(
            resource,
            self.for_diff(before),
            self.for_diff(state),
            warnings=[*self._roles_without_effect(before), *self.notes.warnings],
            extra={
                "password_action": self._password_action(before),
                "password_checked_by": self.password.checked_by,
                "password_replaced": self.password.due and (self.check_mode or bool(self.password.written)),
                "newly_enabled": self._newly_enabled(before, run.changed),
            },
        )

    # Reading and comparing

    def _read(self) -> AccountState:
        return read_account(self.client, self.user_id, ids_of(self.libraries))

    def _wanted_fields(self) -> dict[str, t.Any]:
        """Return the wanted fields: what was asked for, and what every service account needs."""
        wanted = self.wanted
        if (wanted.ip_lock or wanted.ip_range) and not self.is_cloud:
            raise self.client.error(
                "restricting an account to an address exists in iManage's cloud only",
                "unsupported",
                operation=self.operation,
                hint="Leave out service_account_ip_lock, and restrict the address at the firm's firewall.",
            )
        if wanted.ip_lock and not wanted.ip_range:
            raise self.client.error(
                "the address to restrict the account to was not given",
                "validation",
                operation=self.operation,
                hint=f"Set ip_range: '{wanted.legora_address or '20.91.134.182'}', the address of the firm's region.",
            )
        asked: dict[str, t.Any] = {"full_name": wanted.full_name, "email": wanted.email, "enabled": True}
        if self.is_cloud:
            asked["ip_lock"] = wanted.ip_lock
            asked["ip_range"] = wanted.ip_range if wanted.ip_lock else None
        return {**{name: value for name, value in asked.items() if value is not None}, **SERVICE_ACCOUNT_RULES}

    def _differences(self, record: Record) -> dict[str, t.Any]:
        """Return the wanted fields, by their names here, that the record is known to have otherwise."""
        wanted = self.fields
        different = {one.name for one in FIELDS if one.name in wanted and one.differs(record, wanted[one.name])}
        if "ip_lock" in different and wanted["ip_lock"]:
            # A restriction is never switched on without the address it is meant for.
            different.add("ip_range")
        return {one.name: wanted[one.name] for one in FIELDS if one.name in different}

    def _refuse_unusable(self, state: AccountState) -> None:
        if any(is_directory_user(record) for record in state.records.values()):
            raise self.client.error(
                f"user {self.user_id} is synchronised from a directory and cannot sign in with a password",
                "conflict",
                operation=self.operation,
                hint="Choose another service_account_user_id for a virtual user of its own.",
            )

    def _decide(self, state: AccountState) -> list[Write]:
        steps = self._creation_steps(state) + self._correction_steps(state)
        steps += self._password_steps(state) + self._role_steps(state)
        if steps and not self.checked_before_writing:
            self._check_before_writing(state)
            self.checked_before_writing = True
        return steps

    def _check_before_writing(self, state: AccountState) -> None:
        """Find what would make a later write fail, before the first one is sent: in a dry run too."""
        missing = self._missing_libraries(state)
        if not state.exists or missing:
            require_creatable(self, ids_of(self.libraries), missing, state.exists)
        enables = any("enabled" in self._differences(record) for record in state.records.values())
        for choice in self.libraries:
            if choice["role"] is not None and (enables or choice["id"] in missing or self._role_is_due(choice)):
                require_role(self, choice["id"], choice["role"])

    # Steps

    def _missing_libraries(self, state: AccountState) -> list[str]:
        return [library for library in ids_of(self.libraries) if not state.is_in(library)]

    def _creation_steps(self, state: AccountState) -> list[Write]:
        steps = []
        if self.is_cloud and not state.exists:
            steps.append(
                Write(f"Create {self.user_id} ({self.new_full_name}) as a virtual user", self._create, "POST C/users")
            )
        missing = self._missing_libraries(state)
        for choice in self.libraries:
            if choice["id"] in missing:
                verb = "Assign" if self.is_cloud else "Create"
                place = f"{'to' if self.is_cloud else 'in'} library {choice['id']}"
                sentence = f"{verb} {self.user_id} {place} with role {choice['role'] or DEFAULT_ROLE}"
                steps.append(Write(sentence, partial(self._put_in_library, choice, state.record), "POST L/users"))
        return steps

    @property
    def new_full_name(self) -> str:
        return self.wanted.full_name or DEFAULT_FULL_NAME

    def _identity(self) -> Record:
        """Return who a user is: virtual, internal, and allowed to sign in."""
        return {
            "id": self.user_id,
            "full_name": self.new_full_name,
            "email": self.wanted.email,
            "user_nos": VIRTUAL,
            "user_id_ex": self.user_id,
            "preferred_library": self.libraries[0]["id"],
            "is_external": False,
            "allow_logon": True,
        }

    def _profile(self) -> Record:
        """Return the profile of a new user: one that is able to keep working."""
        return {
            **self._identity(),
            "pwd_never_expire": True,
            "force_password_change": False,
            "user_password": self.wanted.user_password,
        }

    def _create(self) -> None:
        role = self.libraries[0]["role"] or DEFAULT_ROLE
        profile: Record = {**self._profile(), "role_alias": role}
        profile["ip_range_enabled"] = bool(self.wanted.ip_lock)
        if self.wanted.ip_lock:
            profile["ip_range"] = self.wanted.ip_range
        self._creating("", lambda: self.client.create_user(profile))

    def _put_in_library(self, choice: LibraryChoice, known: Record) -> None:
        """Assign the global user in the cloud, with what a witness sends (T); on-premises, create the user (A).

        :param known: what iManage tells of the user already.
        """
        place = {"user_id": self.user_id, "role_alias": choice["role"] or DEFAULT_ROLE}
        if self.is_cloud:
            identity = self._identity()
            # Who exists already is called as it is; what is wanted otherwise is corrected by a step of its own.
            identity.update(
                {name: known[name] for name in identity if name != "id" and known.get(name) not in (None, "")}
            )
            self.client.put_user_in_library(choice["id"], {**identity, **place})
        else:
            profile = {**self._profile(), **place}
            self._creating(choice["id"], lambda: self.client.put_user_in_library(choice["id"], profile))

    def _creating(self, scope: str, write: t.Callable[[], None]) -> None:
        """Send a creation, and remember it as ours unless it was plainly refused."""
        try:
            write()
        except EthicalWallsError as error:
            if error.ambiguous:
                self.created.add(scope)
            raise
        self.created.add(scope)

    def _correction_steps(self, state: AccountState) -> list[Write]:
        steps = []
        for scope, record in state.records.items():
            changes = self._differences(record)
            if changes:
                titles = ", ".join(one.title for one in FIELDS if one.name in changes)
                account = f"{self.user_id}{self.scope_name(scope)}"
                sentence = f"Enable {account}" if set(changes) == {"enabled"} else f"Correct {account}: {titles}"
                steps.append(self.patch_step(sentence, scope, _as_written(changes)))
        return steps

    def _role_differs(self, choice: LibraryChoice) -> bool:
        """Say whether a role was seen that is not the wanted one; an unseen role is never rewritten."""
        observed = self._observed(choice)
        return bool(choice["role"] and observed and not same_id(choice["role"], observed))

    def _observed(self, choice: LibraryChoice) -> str:
        return str((self.wanted.observed_roles or {}).get(choice["id"]) or "")

    def _role_is_due(self, choice: LibraryChoice) -> bool:
        """Say whether the role has to be written: never twice on the same sight."""
        return self._role_differs(choice) and self._role_written_at(choice) is None

    def _role_written_at(self, choice: LibraryChoice) -> str | None:
        """Return when an earlier run has written the role, having seen what is seen now."""
        return self.notes.role_written_at(choice["id"], self._observed(choice), str(choice["role"]))

    def _roles_without_effect(self, state: AccountState) -> list[str]:
        return [
            f"iManage shows {self._observed(choice)} as the role of {self.user_id} in library {choice['id']}, although "
            f"it was put in {choice['role']} on {self._role_written_at(choice)}; it was not written again. In the "
            "cloud a change may take up to eight hours; if it stays so, look at the role in Control Center, since what "
            "iManage shows there is not the role"
            for choice in self.libraries
            if state.exists
            and self._role_differs(choice)
            and choice["id"] not in self.roles_written
            and self._role_written_at(choice) is not None
        ]

    def _role_steps(self, state: AccountState) -> list[Write]:
        return [
            Write(
                f"Put {self.user_id} in role {choice['role']} in library {choice['id']}",
                partial(self._assign_role, choice),
                "POST L/roles/{role}/users/{user}",
            )
            for choice in self.libraries
            if state.exists and choice["id"] not in self.roles_written and self._role_is_due(choice)
        ]

    def _assign_role(self, choice: LibraryChoice) -> None:
        self.client.assign_role(choice["id"], str(choice["role"]), self.user_id)
        # A library role is seen only by signing in as the account, so this can't be read back here.
        self.roles_written.add(choice["id"])
        self.notes.note_role(choice["id"], self._observed(choice), str(choice["role"]))

    # The password, which cannot be read back

    def _decide_password(self, state: AccountState) -> PasswordDecision:
        wanted = self.wanted
        if state.exists and wanted.update_password != "on_create" and not wanted.user_password:
            raise self.client.error(
                f"update_password is {wanted.update_password}, but no user_password was given",
                "validation",
                operation=self.operation,
                hint="Set service_account_password.",
            )
        username = self.client.sign_in_name(self.user_id, wanted.email or state.record.get("email"))
        return decide_password(self.client, state, wanted, username, self.check_mode)

    def _password_steps(self, state: AccountState) -> list[Write]:
        return [
            self.write_step(
                f"{SETS_PASSWORD} {self.user_id}{self.scope_name(scope)}", scope, partial(self._set_password, scope)
            )
            for scope in self.password.still_due(state)
        ]

    def _set_password(self, scope: str) -> None:
        try:
            self.patch(scope, {"user_password": self.wanted.user_password, "force_password_change": False})
        except EthicalWallsError as error:
            if not self._is_shared(scope) or error.kind not in ("validation", "conflict"):
                raise
        self.password.written.add(scope)

    def _is_shared(self, scope: str) -> bool:
        """Say whether a refusal may mean that the password is there already.

        Whether libraries on-premises share one is not known (A). Where they do, what another one has just taken is
        refused as used before. Where iManage tells no moment of change, only the proof's sign-in can tell.
        """
        return bool(self.password.written) and self.password.baseline[scope] is None

    def _password_action(self, before: AccountState) -> str:
        """Return C(set), C(kept) or C(unknown): the last also for an account that somebody else created just now.

        On-premises the user of one more library is given the password too.
        """
        creates = not before.exists or (not self.is_cloud and bool(self._missing_libraries(before)))
        if self.created or (creates and self.check_mode):
            return "set"
        return self.password.action if before.exists else "unknown"

    def _newly_enabled(self, before: AccountState, changed: bool) -> bool:
        """Say whether the account can sign in only since this run, which created or enabled it."""
        if not before.exists:
            return changed and (bool(self.created) or self.check_mode)
        return changed and all(told(record, "enabled") is False for record in before.records.values())

    # A dry run's result

    def _is_pending(self, state: AccountState) -> bool:
        """Say whether an earlier task of this dry run would have created or assigned the account.

        Only a dry run believes that.
        """
        pending = [user_id.strip().upper() for user_id in self.wanted.pending_users or []]
        return self.check_mode and self.user_id in pending and bool(self._missing_libraries(state))

    def _left_by_earlier_task(self, state: AccountState) -> AccountState:
        """Return the account as that task would have left it: with everything but another restriction to an address."""
        left = self._planned(state)
        for scope, record in left.records.items():
            before = state.records.get(scope, {"ip_range_enabled": False, "ip_range": ""})
            record.update({name: before.get(name) for name in ("ip_range_enabled", "ip_range")})
        return left

    def _planned(self, state: AccountState) -> AccountState:
        wanted_ids = ids_of(self.libraries)
        new: Record = {
            **self._identity(),
            **({"ip_range_enabled": False, "ip_range": ""} if self.is_cloud else {}),
            **_as_written(self.fields),
        }
        records = {scope: dict(new) for scope in ([""] if self.is_cloud else wanted_ids)}
        for scope, record in state.records.items():
            records[scope] = {**record, **_as_written(self._differences(record))}
        missing = self._missing_libraries(state)
        return AccountState(records, [*state.libraries, *missing])


def _as_written(fields: dict[str, t.Any]) -> Record:
    """Return fields by the names in which they are written."""
    return {one.written_as: fields[one.name] for one in FIELDS if one.name in fields}
