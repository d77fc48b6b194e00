# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The account that Legora's iManage connector signs in with: gives, replaces, or takes it away."""

from __future__ import annotations

from dataclasses import dataclass

from ..._core.converge import Convergence, Write, converge
from ..._core.outcome import Outcome
from ..._legora.interface import Legora, ServiceAccount
from ..._legora.names import same_username
from ..sentences import GIVES_LEGORA
from .connectors import choose_connector, show_service_account
from .password import LegoraPassword, decide_legora_password


@dataclass(frozen=True)
class WantedServiceAccount:
    """The connector's service account as it should be."""

    service_username: str | None = None
    service_password: str | None = None
    update_password: str = "on_create"
    password_changed_at: str | None = None
    state: str = "present"
    password_version: str | None = None
    rotated: bool = False


def ensure_service_account(client: Legora, wanted: WantedServiceAccount, check_mode: bool) -> Outcome:
    """Give the connector its service account, or take it away.

    :raises EthicalWallsError: C(validation) when a password is needed and was not given.
    """
    return (_Present if wanted.state == "present" else _Absent)(client, wanted, check_mode).ensure()


@dataclass(frozen=True)
class _State:
    """The connector's service account; C(None) when it has none."""

    account: ServiceAccount | None

    @property
    def username(self) -> str | None:
        return self.account.username if self.account else None


class _ServiceAccountTask:
    operation = "maintain the service account of Legora's iManage connector"

    def __init__(self, client: Legora, wanted: WantedServiceAccount, check_mode: bool) -> None:
        self.client = client
        self.wanted = wanted
        self.check_mode = check_mode
        self.username = (wanted.service_username or "").strip()
        self.connector_id: str | None = None

    def ensure(self) -> Outcome:
        self.connector_id = choose_connector(self.client, self.operation).id
        return self.converge(self.read())

    def converge(self, before: _State) -> Outcome:
        raise NotImplementedError

    def read(self) -> _State:
        return _State(self.client.service_account(self.connector_id))

    def outcome(self, run: Convergence[_State], after: _State, password: LegoraPassword) -> Outcome:
        written = run.changed and password.due
        if password.due and not written:
            # Somebody else gave the connector this account just now, with a password that nobody can read.
            password = LegoraPassword("unknown")
        return run.outcome(
            {
                "connector_id": self.connector_id,
                **show_service_account(after.account),
                "pending": after.account is not None and run.after.account is None,
            },
            {"username": run.before.username, **({"password": "(not readable)"} if written else {})},
            {"username": after.username, **({"password": "(written)"} if written else {})},
            extra={"password_action": password.action, "password_checked_by": password.checked_by},
        )


class _Present(_ServiceAccountTask):
    """The connector has this account, and its password is written when that is due."""

    def __init__(self, client: Legora, wanted: WantedServiceAccount, check_mode: bool) -> None:
        super().__init__(client, wanted, check_mode)
        self.password = LegoraPassword("kept")
        self.before = _State(None)
        self.acknowledged = False
        if not self.username:
            raise client.error(
                "the name of the service account was not given",
                "validation",
                operation=self.operation,
                hint="Give service_username: what the account signs in to iManage with.",
            )

    def converge(self, before: _State) -> Outcome:
        self.before = before
        self.password = decide_legora_password(
            before.account,
            self.username,
            self.wanted.update_password,
            self.wanted.password_changed_at,
            self.wanted.password_version,
            unless_newest=self.wanted.rotated,
        )
        run = converge(self.read, self._decide, self.check_mode, before)
        planned = _State(ServiceAccount(username=self.username, status=None, updated_at=None))
        return self.outcome(run, planned if self.check_mode and run.changed else run.after, self.password)

    def _decide(self, state: _State) -> list[Write]:
        account = state.account
        if account is None or not same_username(account.username, self.username):
            sentence = f"{GIVES_LEGORA} the service account {self.username} (with its password)"
        elif self.password.due and not self._is_written(account):
            sentence = f"{GIVES_LEGORA} the password of {self.username} anew"
        else:
            return []
        return [self._step(sentence)]

    def _is_written(self, account: ServiceAccount) -> bool:
        """Say whether this run has written the password, as far as Legora shows it."""
        before = self.before.account
        if before is None or not same_username(before.username, self.username):
            # The password went along with the name, which has arrived.
            return True
        if before.updated_at is None and account.updated_at is None:
            return self.acknowledged
        return account.updated_at != before.updated_at

    def _step(self, sentence: str) -> Write:
        password = self.wanted.service_password or ""
        # Whoever enters it by hand takes it from the firm's vault.
        is_made_later = self.check_mode and self.wanted.rotated
        if not password and not self.client.by_hand and not is_made_later:
            raise self.client.error(
                f"the password of {self.username} has to be written, but none was given",
                "validation",
                operation=self.operation,
                hint="Set service_account_password.",
            )

        def write() -> None:
            self.client.write_service_account(self.connector_id, self.username, password)
            self.acknowledged = True

        return Write(sentence, write)


class _Absent(_ServiceAccountTask):
    """The connector has no service account; one that is not the named one is left alone."""

    def converge(self, before: _State) -> Outcome:
        run = converge(self.read, self._decide, self.check_mode, before)
        after = _State(None) if self.check_mode and run.changed else run.after
        outcome = self.outcome(run, after, LegoraPassword("kept"))
        if after.account is not None:
            connector = f"connector {self.connector_id}" if self.connector_id else "connector"
            outcome.warnings.append(
                f"Legora's iManage {connector} has the service account {after.username}, not {self.username}; it was "
                "left alone"
            )
        return outcome

    def _decide(self, state: _State) -> list[Write]:
        account = state.account
        if account is None or (self.username and not same_username(account.username, self.username)):
            return []
        return [
            Write(
                f"Remove the service account {account.username} from Legora's iManage connector",
                lambda: self.client.delete_service_account(self.connector_id),
            )
        ]
