# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The firm variables that a rotation of the account's password takes."""

from __future__ import annotations

import typing as t

from .._core.values import number_of, text
from .._legora.interface import API
from .variable import Fills, FirmVariable, command, moment, path_here, secret

# iManage's own policy is each firm's affair; this is the floor below which we do not create an account.
SHORTEST_ACCOUNT_PASSWORD = 14
# What iManage takes at most is not public; nobody needs more.
LONGEST_ACCOUNT_PASSWORD = 128
DEFAULT_ACCOUNT_PASSWORD = 32

# Minutes. Whoever agrees on a moment is there at it, and not a day later.
LONGEST_WINDOW = 24 * 60
DEFAULT_WINDOW = 60


def _length(value: t.Any) -> int:
    found = number_of("characters", LONGEST_ACCOUNT_PASSWORD)(value)
    if found < SHORTEST_ACCOUNT_PASSWORD:
        raise ValueError(f"is not a number of characters from {SHORTEST_ACCOUNT_PASSWORD} on")
    return int(found)


# In the order in which the documentation shows them.
OF_ROTATION = (
    FirmVariable(
        "rotate_new_password",
        secret(SHORTEST_ACCOUNT_PASSWORD),
        "The next password of the service account, for its rotation. While it is set and is not "
        "C(service_account_password), a rotation is under way.",
        needed="to rotate the password, where none is made by the run",
        secret=True,
        fills=(
            Fills("imanage_password.new_password", of_account=True),
            Fills("legora_connector_service_account.service_password", when="rotated", of_account=True, method=API),
        ),
    ),
    FirmVariable(
        "rotate_new_password_version",
        text,
        "The label of the next password in the firm's vault. One that is made by the run is labelled with the moment.",
        fills=(
            Fills("imanage_password.new_version", of_account=True),
            Fills("legora_connector_service_account.password_version", when="rotated", of_account=True),
        ),
        readers=("rotate_password",),
    ),
    FirmVariable(
        "rotate_at",
        moment,
        "The moment from which the account's password is changed at iManage, with its zone. The firm's people have "
        "agreed to enter it at Legora then, so that Legora is without access for minutes.",
        needed="to rotate the password for C(legora_method=by_hand)",
        readers=("rotate_password",),
    ),
    FirmVariable(
        "rotate_window",
        number_of("minutes", LONGEST_WINDOW),
        f"Minutes after C(rotate_at) in which the password is still changed at iManage, from 1 to {LONGEST_WINDOW}.",
        type="int",
        default=DEFAULT_WINDOW,
        readers=("rotate_password",),
    ),
    FirmVariable(
        "rotate_password_length",
        _length,
        f"Characters of a password that is made by the run, from {SHORTEST_ACCOUNT_PASSWORD} to "
        f"{LONGEST_ACCOUNT_PASSWORD}.",
        type="int",
        default=DEFAULT_ACCOUNT_PASSWORD,
        readers=("firm_config",),
    ),
    FirmVariable(
        "rotate_store_role",
        text,
        "The role that stores the account's passwords where the firm keeps its secrets, such as "
        "V(legalops.ethical_walls.store_in_vault_file). With it, the run makes the next password where none is given.",
    ),
    FirmVariable(
        "rotate_store_tasks",
        path_here,
        "The same as a file of tasks, on the machine where Ansible runs.",
        type="path",
    ),
    FirmVariable(
        "rotate_vault_file",
        path_here,
        "The firm's own file of variables, encrypted by ansible-vault, that the role C(store_in_vault_file) writes.",
        type="path",
        needed="for that role",
    ),
    FirmVariable(
        "rotate_store_command",
        command,
        "The program, with its arguments, that the role C(store_by_command) hands the passwords on standard input. No "
        "secret belongs in it.",
        type="list",
        elements="str",
        needed="for that role",
    ),
)
