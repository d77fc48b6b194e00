# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a firm's variables say of a rotation of its account's password, and the password that is made for one."""

from __future__ import annotations

import os
import secrets
import string
import typing as t
from dataclasses import dataclass

from .._core.timestamps import now
from .._core.values import is_blank, truth
from .._core.verdicts import ONBOARD, ROTATE
from .._legora.interface import BY_HAND

Data = dict[str, t.Any]


# Where the next password comes from: given, made in this run, or to be made in the real run; or it is the current one.
GIVEN, MADE, TO_BE_MADE, DONE = "given", "made", "to_be_made", "done"

# Roles of this collection that store secrets, each with the variable that it needs.
_STORES = {"store_in_vault_file": "rotate_vault_file", "store_by_command": "rotate_store_command"}
_HOOKS = ("rotate_store_role", "rotate_store_tasks")

_MARKS = "-_."
_LETTERS = string.ascii_letters
_KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
# What people take for one another, when they read a password out to each other, or copy its beginning.
_LOOK_ALIKE = "IOl"


@dataclass(frozen=True)
class Rotation:
    """A rotation, as the firm's variables have it.

    :ivar source: C(given), C(made), C(to_be_made), C(done), or C(None) where there is none.
    :ivar under_way: whether the next password is known and is another one than the current one.
    """

    source: str | None
    under_way: bool


def rotation_of(values: Data, purpose: str | None, check_mode: bool) -> Rotation:
    """Say what there is to rotate."""
    current, new = values.get("service_account_password"), values.get("rotate_new_password")
    if not is_blank(new):
        return Rotation(DONE, under_way=False) if new == current else Rotation(GIVEN, under_way=True)
    if purpose != ROTATE:
        return Rotation(None, under_way=False)
    return Rotation(TO_BE_MADE if check_mode else MADE, under_way=True)


def without_beginning(given: Data, switches: Data, wrong: t.Container[str]) -> Data:
    """Return the variables that are set, so that no rotation begins where that is not wanted.

    Without a next password, the current one counts as it: then there is nothing to change.

    :param wrong: the switches that are unusable.
    """
    wanted, current = switches.get("rotate_begin"), given.get("service_account_password")
    if is_blank(wanted) or "rotate_begin" in wrong or truth(wanted):
        return given
    return {"rotate_new_password": current, **given} if current else given


def mistakes_of(values: Data, given: t.Container[str], purpose: str | None) -> list[str]:
    """Return what of it is wrong or missing.

    :param values: normalised, as far as they are usable.
    :param given: the names of those that are set, usable or not.
    """
    rotation = rotation_of(values, purpose, check_mode=False)
    if purpose == ROTATE:
        return _of_rotation(values, given, rotation)
    mistakes = []
    if purpose == ONBOARD and rotation.under_way:
        mistakes.append(
            "rotate_new_password is set and is not service_account_password, so a rotation is under way; run "
            "rotate_password, which ends it; where that asks for onboard first, as after an offboarding: if iManage "
            "has rotate_new_password already, make it the service_account_password, with its version, keep the other "
            "one elsewhere, and take rotate_new_password and rotate_new_password_version out"
        )
    return mistakes


def _of_rotation(values: Data, given: t.Container[str], rotation: Rotation) -> list[str]:
    mistakes = _of_hook(values, given)
    hooks = [name for name in _HOOKS if name in given]
    if "rotate_new_password" not in given and not hooks:
        mistakes.append(
            "rotate_new_password is missing; one is made only where rotate_store_role or rotate_store_tasks says how "
            "it is stored, otherwise it would be lost"
        )
    current, new = values.get("service_account_password_version"), values.get("rotate_new_password_version")
    if rotation.source == GIVEN and new is not None and new == current:
        mistakes.append(
            "rotate_new_password_version is equal to service_account_password_version; another password needs another "
            "label"
        )
    if rotation.source == GIVEN and new is None and values.get("legora_method") == BY_HAND:
        mistakes.append(
            "rotate_new_password_version is missing; by hand, password_version of legora_confirmed says by it which "
            "password was entered; write rotate_new_password_version: '2026-12'"
        )
    return mistakes


def _of_hook(values: Data, given: t.Container[str]) -> list[str]:
    if all(name in given for name in _HOOKS):
        return ["rotate_store_role and rotate_store_tasks are both set; keep one"]
    tasks = values.get("rotate_store_tasks")
    if tasks and not os.path.isfile(tasks):
        return ["rotate_store_tasks names no file on this machine"]
    role = str(values.get("rotate_store_role") or "").rpartition(".")[2]
    needed = _STORES.get(role)
    return [f"{needed} is missing, which {role} needs"] if needed and needed not in given else []


def rotated_values(values: Data, rotation: Rotation, purpose: str | None) -> Data:
    """Return the firm's variables as the tasks of a play are to have them.

    The next password is for the play alone that rotates. There it is the current one, where that is done. One that is
    made is labelled with this moment: notes and confirmations know a password by its label, so none may come twice.
    """
    if purpose != ROTATE:
        return {**values, "rotate_new_password": None}
    if rotation.source == MADE:
        made = make_password(values["rotate_password_length"])
        return {**values, "rotate_new_password": made, "rotate_new_password_version": _label()}
    if rotation.source == TO_BE_MADE:
        return {**values, "rotate_new_password_version": _label()}
    if rotation.source == DONE:
        label = values.get("rotate_new_password_version") or values.get("service_account_password_version")
        return {**values, "rotate_new_password_version": label}
    return values


def _label() -> str:
    """Return a label that no other password has, however soon one follows; no YAML takes it for a moment."""
    return f"{now()}-{secrets.token_hex(2)}"


def make_password(length: int) -> str:
    """Return a password that each policy takes that is known: letters of both cases, digits, one mark.

    :param length: in characters, 14 at least.
    """
    while True:
        first = secrets.choice([one for one in _LETTERS if one not in _LOOK_ALIKE])
        rest = [secrets.choice(_LETTERS + string.digits) for _place in range(length - 1)]
        # Not at the end, where a mark is taken for that of a sentence.
        rest[secrets.randbelow(length - 2)] = secrets.choice(_MARKS)
        made = first + "".join(rest)
        if all(any(one in kind for one in made) for kind in _KINDS):
            return made


def stores_of(values: Data) -> dict[str, Data]:
    """Return what is to stand as the firm's variables in the place where it keeps secrets, by the step of a rotation.

    C(prepare) is before anything changes, and the current password still counts. C(finish) is when both sides have the
    new one.
    """
    new = {
        "service_account_password": values.get("rotate_new_password"),
        "service_account_password_version": values.get("rotate_new_password_version"),
    }
    current = {name: values.get(name) for name in new}
    following = {name: values.get(name) for name in ("rotate_new_password", "rotate_new_password_version")}
    return {"prepare": {**current, **following}, "finish": new}
