# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The metadata-only service account: create, correct, enable, assign to libraries, lock to an address, retire."""

from __future__ import annotations

import typing as t
from functools import partial

from .._core.converge import Step, converge
from .._core.errors import EthicalWallsError
from .._core.outcome import Outcome
from .._imanage.client import ImanageClient, Record, same_id
from .imanage_account import (
    FIELDS,
    SERVICE_ACCOUNT_RULES,
    VIRTUAL,
    AccountState,
    describe_account,
    is_directory_user,
    read_account,
)
from .imanage_common import require_operator_in_nrtadmin, wanted_libraries
from .imanage_password import PasswordDecision, decide_password
from .imanage_user_retirement import RetiredAccount
from .imanage_user_task import AccountTask, WantedUser
from .libraries import LibraryChoice
from .vocabulary import CREATE_ROLE

# What iManage gives a user for whom no role was named (V).
DEFAULT_ROLE = "DEFAULT"

# What a new account is called, so that whoever meets it in Control Center knows what it is for.
DEFAULT_FULL_NAME = "Legora service account"


def ensure_user(client: ImanageClient, wanted: WantedUser, check_mode: bool) -> Outcome:
    """Bring the service account to its wanted state.

    :raises EthicalWallsError: C(validation), C(conflict), C(not_found) or C(permission), before anything is written.
    """
    if wanted.state == "present":
        return PresentAccount(client, wanted, check_mode).ensure()
    return RetiredAccount(client, wanted, check_mode).ensure()


class PresentAccount(AccountTask):
    """The account exists, is enabled, is in its libraries, and has the wanted fields, roles and password."""

    def __init__(self, client: ImanageClient, wanted: WantedUser, check_mode: bool) -> None:
        super().__init__(client, wanted, check_mode)
        self.libraries = wanted_libraries(client, wanted.libraries, self.operation, wanted.role)
        self.fields = self._wanted_fields()
        self.password = PasswordDecision()
        self.created: set[str] = set()
        self.roles_written: set[str] = set()
        self.checked_before_writing = False

    def ensure(self) -> Outcome:
        before = self._read()
        pending = self._is_pending(before)
        if pending:
            before = self._created_by_earlier_task(before)
        self._refuse_unusable(before)
        self.password = self._decide_password(before)
        run = converge(self._read, self._decide, self.check_mode, before)
        planned = self.check_mode and run.changed
        state = self._planned(run.after) if planned else run.after
        resource = describe_account(self.client, self.user_id, state)
        resource["pending"] = pending or (planned and not before.exists)
        return Outcome(
            resource=resource,
            changed=run.changed,
            plan=run.plan,
            before=self.for_diff(before),
            after=self.for_diff(state),
            converged=run.converged,
            extra={
                "password_action": self._password_action(before),
                "password_checked_by": self.password.checked_by,
            },
        )

    # Reading and comparing

    def _read(self) -> AccountState:
        return read_account(self.client, self.user_id, [choice.id for choice in self.libraries])

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
                "the address to restrict the account to was not given", "validation", operation=self.operation
            )
        asked: dict[str, t.Any] = {"full_name": wanted.full_name, "email": wanted.email, "enabled": True}
        if self.is_cloud:
            asked["ip_lock"] = wanted.ip_lock
            asked["ip_range"] = wanted.ip_range if wanted.ip_lock else None
        return {**{name: value for name, value in asked.items() if value is not None}, **SERVICE_ACCOUNT_RULES}

    def _differences(self, record: Record) -> dict[str, t.Any]:
        """Return the wanted fields, by their names here, that the record has otherwise."""
        different = {}
        for one in FIELDS:
            if one.name not in self.fields:
                continue
            value = self.fields[one.name]
            if one.normalise(one.read(record)) != one.normalise(value):
                different[one.name] = value
        return different

    def _refuse_unusable(self, state: AccountState) -> None:
        if any(is_directory_user(record) for record in state.records.values()):
            raise self.client.error(
                f"user {self.user_id} is synchronised from a directory and cannot sign in with a password",
                "conflict",
                operation=self.operation,
                hint="Choose another service_account_user_id for a virtual user of its own.",
            )

    def _decide(self, state: AccountState) -> list[Step]:
        steps = self._creation_steps(state) + self._correction_steps(state)
        steps += self._password_steps(state) + self._role_steps(state)
        if steps and not self.checked_before_writing:
            self._check_before_writing(state)
            self.checked_before_writing = True
        return steps

    def _check_before_writing(self, state: AccountState) -> None:
        """Find what would make a later write fail, before the first one is sent: in a dry run too."""
        missing = self._missing_libraries(state)
        scopes_to_create = missing if not self.is_cloud else ([""] if not state.exists else [])
        if scopes_to_create and not (self.wanted.user_password and self.wanted.email):
            raise self.client.error(
                f"user {self.user_id} does not exist yet, and creating it needs email and user_password",
                "validation",
                operation=self.operation,
                hint="Set service_account_email and service_account_password.",
            )
        if not state.exists:
            self._refuse_taken_email()
        if missing:
            require_operator_in_nrtadmin(self.client, [choice.id for choice in self.libraries], self.operation)
        roles = [choice for choice in self.libraries if choice.id in missing or self._role_differs(choice)]
        for choice in roles:
            self._require_role(choice)

    def _refuse_taken_email(self) -> None:
        """E-mail addresses are unique among all users (V)."""
        email = str(self.wanted.email or "")
        others = [
            str(record.get("id"))
            for record in self.client.users_with_email(email)
            if str(record.get("email") or "").lower() == email.lower() and not same_id(str(record["id"]), self.user_id)
        ]
        if others:
            raise self.client.error(
                f"the e-mail address {email} belongs to user {', '.join(others)} already",
                "conflict",
                operation=self.operation,
                hint="Give the service account an e-mail address of its own.",
            )

    def _require_role(self, choice: LibraryChoice) -> None:
        if choice.role is not None and self.client.role(choice.id, choice.role) is None:
            raise self.client.error(
                f"there is no role {choice.role} in library {choice.id}",
                "not_found",
                operation=self.operation,
                hint=CREATE_ROLE,
            )

    # Steps

    def _missing_libraries(self, state: AccountState) -> list[str]:
        return [choice.id for choice in self.libraries if not state.is_in(choice.id)]

    def _creation_steps(self, state: AccountState) -> list[Step]:
        steps = []
        if self.is_cloud and not state.exists:
            steps.append(Step(f"Create {self.user_id} ({self.new_full_name}) as a virtual user", self._create))
        missing = self._missing_libraries(state)
        for choice in self.libraries:
            if choice.id in missing:
                verb = "Assign" if self.is_cloud else "Create"
                place = f"{'to' if self.is_cloud else 'in'} library {choice.id}"
                sentence = f"{verb} {self.user_id} {place} with role {choice.role or DEFAULT_ROLE}"
                steps.append(Step(sentence, partial(self._put_in_library, choice)))
        return steps

    @property
    def new_full_name(self) -> str:
        """The name of the account when it is created."""
        return self.wanted.full_name or DEFAULT_FULL_NAME

    def _profile(self) -> Record:
        """Return the profile of a new user: virtual, dedicated, and able to keep working."""
        profile: Record = {
            "full_name": self.new_full_name,
            "email": self.wanted.email,
            "user_nos": VIRTUAL,
            "user_id_ex": self.user_id,
            "preferred_library": self.libraries[0].id,
            "is_external": False,
            "allow_logon": True,
            "pwd_never_expire": True,
            "force_password_change": False,
            "user_password": self.wanted.user_password,
        }
        return profile

    def _create(self) -> None:
        role = self.libraries[0].role or DEFAULT_ROLE
        profile: Record = {"id": self.user_id, **self._profile(), "role_alias": role}
        profile["ip_range_enabled"] = bool(self.wanted.ip_lock)
        if self.wanted.ip_lock:
            profile["ip_range"] = self.wanted.ip_range
        self._creating("", lambda: self.client.create_user(profile))

    def _put_in_library(self, choice: LibraryChoice) -> None:
        role = {"role_alias": choice.role or DEFAULT_ROLE}
        if self.is_cloud:
            self.client.put_user_in_library(choice.id, {"user_id": self.user_id, **role})
        else:
            profile = {"user_id": self.user_id, **self._profile(), **role}
            self._creating(choice.id, lambda: self.client.put_user_in_library(choice.id, profile))

    def _creating(self, scope: str, write: t.Callable[[], None]) -> None:
        """Send a creation, and remember it as ours unless it was plainly refused."""
        try:
            write()
        except EthicalWallsError as error:
            if error.ambiguous:
                self.created.add(scope)
            raise
        self.created.add(scope)

    def _correction_steps(self, state: AccountState) -> list[Step]:
        steps = []
        for scope, record in state.records.items():
            changes = self._differences(record)
            if changes:
                body = {one.written_as: changes[one.name] for one in FIELDS if one.name in changes}
                titles = ", ".join(one.title for one in FIELDS if one.name in changes)
                account = f"{self.user_id}{self.scope_name(scope)}"
                sentence = f"Enable {account}" if set(changes) == {"enabled"} else f"Correct {account}: {titles}"
                steps.append(Step(sentence, partial(self.patch, scope, body)))
        return steps

    def _role_differs(self, choice: LibraryChoice) -> bool:
        """Say whether a role was seen that is not the wanted one; an unseen role is never rewritten."""
        observed = (self.wanted.observed_roles or {}).get(choice.id)
        return bool(choice.role and observed and not same_id(choice.role, observed))

    def _role_steps(self, state: AccountState) -> list[Step]:
        return [
            Step(
                f"Put {self.user_id} in role {choice.role} in library {choice.id}",
                partial(self._assign_role, choice),
            )
            for choice in self.libraries
            if state.exists and self._role_differs(choice) and choice.id not in self.roles_written
        ]

    def _assign_role(self, choice: LibraryChoice) -> None:
        self.client.assign_role(choice.id, str(choice.role), self.user_id)
        # A library role is seen only by signing in as the account, so this can't be read back here.
        self.roles_written.add(choice.id)

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
        return decide_password(
            self.client,
            state,
            wanted.update_password,
            username,
            wanted.user_password,
            wanted.source_address,
            self.check_mode,
        )

    def _password_steps(self, state: AccountState) -> list[Step]:
        return [
            Step(f"Set the password of {self.user_id}{self.scope_name(scope)}", partial(self._set_password, scope))
            for scope in self.password.still_due(state)
        ]

    def _set_password(self, scope: str) -> None:
        self.patch(scope, {"user_password": self.wanted.user_password, "force_password_change": False})
        self.password.written.add(scope)

    def _password_action(self, before: AccountState) -> str:
        """Return C(set), C(kept) or C(unknown): the last also for an account that somebody else created just now."""
        if before.exists and not self.created:
            return self.password.action
        return "set" if self.created or self.check_mode else "unknown"

    # A dry run's result

    def _is_pending(self, state: AccountState) -> bool:
        """Say whether an earlier task of this dry run would have created the account; only a dry run believes that."""
        pending = [user_id.strip().upper() for user_id in self.wanted.pending_users or []]
        return self.check_mode and not state.exists and self.user_id in pending

    def _created_by_earlier_task(self, state: AccountState) -> AccountState:
        """Return the account as that task would have left it: with everything but a restriction to an address."""
        created = self._planned(state)
        for record in created.records.values():
            record.update(ip_range_enabled=False, ip_range="")
        return created

    def _planned(self, state: AccountState) -> AccountState:
        """Return the account as the planned steps would leave it."""
        wanted_ids = [choice.id for choice in self.libraries]
        scopes = [""] if self.is_cloud else wanted_ids
        changes = {one.written_as: self.fields[one.name] for one in FIELDS if one.name in self.fields}
        template: Record = {
            "user_nos": VIRTUAL,
            "preferred_library": wanted_ids[0],
            "full_name": self.new_full_name,
            **({"ip_range_enabled": False, "ip_range": ""} if self.is_cloud else {}),
        }
        records = {scope: {**state.records.get(scope, template), **changes} for scope in scopes}
        return AccountState(records, list(dict.fromkeys([*state.libraries, *wanted_ids])))
