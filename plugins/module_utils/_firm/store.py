# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Storing the account's passwords where a firm keeps its secrets: in a file of ansible-vault, or by a command.

No secret is written but encrypted, none is an argument of a process, and none that may still be needed is lost.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import typing as t
from dataclasses import dataclass

from .._core.errors import EthicalWallsError
from .._core.files import replace_file
from .._core.orphan import is_orphaned
from .._core.outcome import Outcome
from .._core.redaction import Redactor

_MODE = 0o600
_DIRECTORY_MODE = 0o700
_HIDDEN_BESIDE = (".yml", ".yaml", ".json")
_CURRENT, _NEXT = "service_account_password", "rotate_new_password"

# What a plan says of each step.
_DOES = {
    "prepare": "Store the next password beside the current one",
    "finish": "Store the new password as the current one",
}
_LONGEST_SAID = 200
# How it stands with the password when storing it fails.
_THEN = {
    "prepare": "Nothing was changed. Correct that, then run again.",
    "finish": "Both sides have the new password, and the store still has both. Correct that, then run again.",
}

Variables = dict[str, t.Any]


@dataclass(frozen=True)
class WantedVaultFile:
    """A firm's file of variables as it is to be.

    :ivar seal: encrypts a text; C(None) where this run has no vault password.
    :ivar unseal: returns the variables in an encrypted text.
    """

    path: str
    host: str
    step: str
    variables: Variables
    firm: str | None = None
    seal: t.Callable[[str, str | None], str] | None = None
    unseal: t.Callable[[str], Variables] | None = None


def ensure_vault_file(client: t.Any, wanted: WantedVaultFile, check_mode: bool) -> Outcome:
    """Write the file, encrypted, in its place as a whole, and read it again.

    :raises EthicalWallsError: C(validation) or C(conflict), before anything is written.
    """
    return _VaultFile(wanted, check_mode).ensure()


class _VaultFile:
    def __init__(self, wanted: WantedVaultFile, check_mode: bool) -> None:
        self.wanted = wanted
        self.check_mode = check_mode
        # A link is left, and what it leads to is written.
        self.path = os.path.realpath(os.path.expanduser(wanted.path))
        self.directory, self.name = os.path.split(self.path)
        self.variables = {name: value for name, value in wanted.variables.items() if value is not None}

    def ensure(self) -> Outcome:
        self._sealing()
        self._refuse_hiding()
        try:
            if self.check_mode:
                return self._outcome(self._is_due())
            os.makedirs(self.directory, mode=_DIRECTORY_MODE, exist_ok=True)
            with self._alone():
                is_due = self._is_due()
                if is_due:
                    self._write()
                return self._outcome(is_due)
        except OSError as error:
            reason = f"{self.path} could not be read or written ({error.strerror or error})"
            raise self._error(reason, "unexpected", _look_at(self.path, self.wanted.step)) from None

    def _sealing(self) -> tuple[t.Callable[[str, str | None], str], t.Callable[[str], Variables]]:
        """Return what encrypts a text, and what returns the variables in one that is encrypted."""
        if self.wanted.seal is None or self.wanted.unseal is None:
            raise self._error(
                "this run has no vault password",
                "validation",
                "Run with --vault-password-file or --ask-vault-pass, or in AWX with a Vault credential.",
            )
        return self.wanted.seal, self.wanted.unseal

    def _refuse_hiding(self) -> None:
        """Refuse a directory beside a file of the same name: Ansible then reads the directory alone."""
        hidden = [f"{self.directory}{ending}" for ending in _HIDDEN_BESIDE if os.path.isfile(self.directory + ending)]
        if hidden:
            raise self._error(
                f"Ansible reads the directory {self.directory} and not {hidden[0]}, so the firm's other variables "
                "would be hidden",
                "conflict",
                f"Move {hidden[0]} into that directory, under any name that ends in .yml, then run again.",
            )

    @contextlib.contextmanager
    def _alone(self) -> t.Iterator[None]:
        """Keep other runs out from reading the file to having written it. The lock goes with the process."""
        handle = os.open(self.directory, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _is_due(self) -> bool:
        there = self._read()
        if there is None:
            return True
        foreign = sorted(set(there) - {_CURRENT, f"{_CURRENT}_version", _NEXT, f"{_NEXT}_version"})
        if foreign:
            raise self._error(
                f"{self.path} holds other variables too: {', '.join(foreign)}",
                "conflict",
                "Give the passwords a file of their own, rotate_vault_file, which Ansible reads as well.",
            )
        self._refuse_loss(there)
        return there != self.variables or os.stat(self.path).st_mode & 0o777 != _MODE

    def _refuse_loss(self, there: Variables) -> None:
        """Refuse to overwrite a password that this run does not know, and that may be the account's."""
        known = [self.variables.get(_CURRENT), self.variables.get(_NEXT)]
        if self.wanted.step == "finish":
            lost = None if known[0] in (None, there.get(_CURRENT), there.get(_NEXT)) else _CURRENT
        else:
            names = (_NEXT, _CURRENT)
            lost = next((name for name in names if there.get(name) not in (None, *known)), None)
            lost = None if known[1] is None else lost  # a dry run does not know yet which one is made
        if lost:
            raise self._error(
                f"{self.path} holds another {lost} than this run knows, and it may be the one that counts",
                "conflict",
                "Let Ansible read that file as variables of the firm's host, so that a run goes on with what it holds. "
                "If another run is on its way, let it end.",
            )

    def _read(self) -> Variables | None:
        """Return what is in the file; C(None) where there is none."""
        try:
            with open(self.path, encoding="utf-8") as file:
                text = file.read()
        except FileNotFoundError:
            return None
        if not text.startswith("$ANSIBLE_VAULT;"):
            raise self._error(
                f"{self.path} is not encrypted", "conflict", f"Encrypt it: ansible-vault encrypt {self.path}"
            )
        _seal, unseal = self._sealing()
        try:
            return unseal(text)
        except ValueError as error:
            reason = f"{self.path} can't be read: {error}"
            hint = "Run again with its vault password, as in --vault-id FIRM@prompt."
            raise self._error(reason, "conflict", hint.replace("FIRM", self.wanted.host)) from None

    def _write(self) -> None:
        seal, unseal = self._sealing()
        sealed = seal(_as_yaml(self.variables), self._sealed_before())
        # Before it takes the place of a file that may be the only one with the account's password.
        if unseal(sealed) != self.variables:
            reason = f"what would stand in {self.path} is not what was to be stored; nothing was written"
            raise self._error(reason, "unexpected", "Choose a password of letters, digits and -_. then run again.")
        _refuse_orphan(self.wanted.firm)
        replace_file(self.directory, self.name, sealed, _MODE, on_disk=True)
        if self._read() != self.variables:
            reason = f"{self.path} does not hold what was written"
            raise self._error(reason, "unexpected", _look_at(self.path, self.wanted.step))

    def _sealed_before(self) -> str | None:
        """Return the file's text, for whoever encrypts with the same password again."""
        try:
            with open(self.path, encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def _outcome(self, is_due: bool) -> Outcome:
        plan = [f"{_DOES[self.wanted.step]}, in {self.path}"] if is_due else []
        return Outcome(resource={"path": self.path, "step": self.wanted.step}, changed=is_due, plan=plan)

    def _error(self, reason: str, kind: str, hint: str) -> EthicalWallsError:
        return _error(self.wanted.firm, reason, kind, hint)


def _look_at(path: str, step: str) -> str:
    first = "Nothing was changed at iManage or Legora. " if step == "prepare" else ""
    return f"{first}Look at it: ansible-vault view {path}"


def _refuse_orphan(firm: str | None) -> None:
    """Refuse to store what a later run may have replaced since."""
    if is_orphaned():
        reason = "the run of Ansible that this belongs to has ended, so nothing was stored"
        raise _error(firm, reason, "conflict", "Run again; what is done is not done twice.")


def _error(firm: str | None, reason: str, kind: str, hint: str) -> EthicalWallsError:
    return EthicalWallsError(
        reason, kind=kind, system="this machine", firm=firm, operation="store the passwords", hint=hint
    )


def _as_yaml(variables: Variables) -> str:
    """Return variables as YAML; a text that looks like a template is marked as none."""
    lines = ["---", "# Written by legalops.ethical_walls. It holds these variables and no others."]
    for name, value in variables.items():
        unsafe = "!unsafe " if "{" in str(value) else ""
        lines.append(f"{name}: {unsafe}{_quoted(str(value))}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a text in YAML's double quotes, with what is more than plain ASCII by its number.

    That is not JSON's way: what JSON writes as two numbers, YAML does not put together again.
    """
    plain = (one if " " <= one <= "~" and one not in '"\\' else f"\\U{ord(one):08x}" for one in text)
    return '"' + "".join(plain) + '"'


@dataclass(frozen=True)
class WantedCommand:
    """A command that stores the passwords.

    :ivar runs: runs a command with a text on its standard input for some seconds at most, and returns its status and
        what it said; C(None) where nothing does.
    """

    command: list[str]
    host: str
    step: str
    variables: Variables
    firm: str | None = None
    timeout: int = 60
    runs: t.Callable[[list[str], str, int], tuple[int, str]] | None = None


def run_command(client: t.Any, wanted: WantedCommand, check_mode: bool) -> Outcome:
    """Run the command, which gets all of it as JSON on its standard input.

    :raises EthicalWallsError: where it can't be run, takes too long, or says by its status that it failed.
    """
    program = wanted.command[0]
    outcome = Outcome(
        resource={"program": program, "step": wanted.step},
        changed=True,
        plan=[f"{_DOES[wanted.step]}, by {program}"],
    )
    if check_mode:
        return outcome
    _refuse_orphan(wanted.firm)
    handed = {name: getattr(wanted, name) for name in ("firm", "host", "step", "variables")}
    hint = _THEN[wanted.step]
    if wanted.runs is None:
        raise _error(wanted.firm, f"{program} is run by Ansible's own process only", "unsupported", hint)
    try:
        status, output = wanted.runs(wanted.command, json.dumps(handed) + "\n", wanted.timeout)
    except TimeoutError:
        reason = f"{program} did not end within {wanted.timeout} seconds"
        raise _error(wanted.firm, reason, "unavailable", hint) from None
    except OSError as error:
        raise _error(wanted.firm, f"{program} can't be run ({error.strerror})", "unexpected", hint) from None
    if status:
        # Masked before it is cut: a part of a secret would not be known as one.
        whole = Redactor(value for value in wanted.variables.values() if value).text(output)
        said = whole.strip().splitlines()
        words = f", and said: {said[-1][:_LONGEST_SAID]}" if said else ""
        raise _error(wanted.firm, f"{program} ended with status {status}{words}", "unexpected", hint)
    return outcome
