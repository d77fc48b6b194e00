# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which options a task gets from the firm's variables, and from what its run has found, where it leaves them out.

What stands in the task wins; null in the task means "not given, not filled". A task that names a system itself, by its
address or by who signs in, gets nothing: a typed address must never be sent the host's password. A task that names an
account itself gets nothing of the firm's own account. So address, identity and secret belong together.
"""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError
from .._core.values import is_blank
from .schema import BY_NAME, SCHEMA
from .variable import Variables

# The options by which a task says itself which system it means, and as whom.
IDENTITY = {
    "imanage": ("url", "username", "password", "client_id", "client_secret"),
    "legora": ("region", "api_url", "organisation", "api_key", "profile"),
}
ACCOUNT = ("user_id", "account_username", "service_username")


def fill(
    module: str,
    system: str | None,
    options: t.Container[str],
    given: dict[str, t.Any],
    variables: Variables,
    found: t.Mapping[str, t.Any],
) -> dict[str, t.Any]:
    """Return what a module is called with.

    :param system: C(imanage), C(legora), or C(None) for a module that talks to neither.
    :param options: those that the module has.
    :param given: what stands in the task.
    :param found: options that the run itself knows, among them those that are about the account.
    """
    taken = {name: value for name, value in given.items() if value is not None}
    if system and any(not is_blank(given.get(name)) for name in IDENTITY[system]):
        return taken
    names_account = any(not is_blank(given.get(name)) for name in ACCOUNT)
    filled = {
        name: value for name, value in found.items() if name in options and not (names_account and name in OF_ACCOUNT)
    }
    for variable in SCHEMA:
        for one in variable.fills:
            scope, _dot, option = one.option.partition(".")
            if (
                scope not in (module, system)
                or option not in options
                or option in given
                or (one.of_account and names_account)
                or any(given.get(name) is not None for name in one.unless)
            ):
                continue
            value = variables(variable.name)
            value = None if value is None else one.value(value, variables)
            if value is not None:
                filled.setdefault(option, value)
    return {**{name: value for name, value in filled.items() if name not in given}, **taken}


# What a run knows of the account that it works on.
OF_ACCOUNT = (
    "account",
    "account_username",
    "ip_range",
    "observed_roles",
    "password_changed_at",
    "pending_users",
    "service_username",
    "update_password",
)


def normalised(raw: dict[str, t.Any], unreadable: dict[str, str], firm: str | None) -> Variables:
    """Return how to look up variables that nobody has checked yet.

    :param raw: their values, those that are set.
    :param unreadable: why the others can't be had.
    :raises EthicalWallsError: C(validation), when one is asked for that is unusable.
    """

    def value_of(name: str) -> t.Any:
        variable = BY_NAME[name]
        reason = unreadable.get(name)
        if reason:
            raise _unusable(name, f"cannot be read: {reason}", firm)
        if is_blank(raw.get(name)):
            return variable.default
        try:
            return variable.check(raw[name])
        except ValueError as error:
            raise _unusable(name, str(error), firm) from None

    return value_of


def _unusable(name: str, reason: str, firm: str | None) -> EthicalWallsError:
    return EthicalWallsError(
        f"{name} {reason}",
        kind="validation",
        system="the configuration",
        firm=firm,
        operation="fill in what the task leaves out",
        hint="Correct it in the inventory, or give the option in the task; null there means that it is not wanted.",
    )


def variable_of(system: str | None, option: str) -> str | None:
    """Return the firm variable that an option of a system's modules is filled from."""
    for variable in SCHEMA:
        for one in variable.fills:
            scope, _dot, name = one.option.partition(".")
            if name == option and (scope == system or scope.startswith(f"{system}_")):
                return variable.name
    return None
