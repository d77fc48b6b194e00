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

from .._core.values import folded, is_blank
from .._core.verdicts import OFFBOARD, ONBOARD
from .._firm.schema import OWN_WISH, SCHEMA
from .._firm.switches import RUN_SWITCHES
from .._firm.variable import Variables
from .._legora.names import ACTIVE
from .offboarding import libraries_to_leave, username_to_remove
from .proof import put_in_nrtadmin
from .readings import account_of, first_connector, is_read, is_signed_in
from .record import Data, Run
from .rotation import options_of_rotation
from .undo import decided, part_of


class Called(t.Protocol):
    """What has to be known of a task's module."""

    @property
    def system(self) -> str | None:
        """C(imanage) or C(legora); C(None) for neither."""

    @property
    def argument_spec(self) -> dict[str, t.Any]:
        """Its options."""


# The options by which a task says itself which system it means, and as whom.
IDENTITY = {
    "imanage": ("url", "username", "password", "client_id", "client_secret"),
    "legora": ("region", "api_url", "organisation", "api_key", "profile"),
}
ACCOUNT = ("user_id", "account_username", "service_username")

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

# The options by which a task asks for what ran before it.
AFTER, REQUIRE = "after", "require"


def called_with(run: Run, name: str, module: Called, taken: Data, variables: Variables) -> Data:
    """Return what the module of a task is called with that runs on this machine."""
    filled = fill(name, module.system, module.argument_spec, taken, variables, found_options(run, name, taken))
    return for_module(module, filled)


def for_module(module: Called, options: Data) -> Data:
    """Return options without those that are looked at here."""
    if module.system is None:
        return options
    return {name: value for name, value in options.items() if name not in (AFTER, REQUIRE) and value is not None}


def names_system(system: str | None, given: Data) -> bool:
    """Say whether a task says itself which system it means: then it is about another one than the firm's."""
    return system is not None and any(not is_blank(given.get(name)) for name in IDENTITY[system])


def fill(
    module: str,
    system: str | None,
    options: t.Container[str],
    given: Data,
    variables: Variables,
    found: Data,
) -> Data:
    """Return what a module is called with.

    :param system: C(imanage), C(legora), or C(None) for a module that talks to neither.
    :param options: those that the module has.
    :param given: what stands in the task.
    :param found: options that the run itself knows, among them those that are about the account.
    """
    taken = {name: value for name, value in given.items() if value is not None}
    if names_system(system, given):
        return taken
    names_account = any(not is_blank(given.get(name)) for name in ACCOUNT)
    filled = {
        name: value for name, value in found.items() if name in options and not (names_account and name in OF_ACCOUNT)
    }
    method = (given.get("method") or variables("legora_method")) if system == "legora" else None
    for variable in SCHEMA:
        for one in variable.fills:
            scope, _dot, option = one.option.partition(".")
            if (
                scope not in (module, system)
                or option not in options
                or option in given
                or (one.of_account and names_account)
                or one.method not in (None, method)
                or (one.when is not None and given.get(one.when) is None)
                or any(given.get(name) is not None for name in one.unless)
            ):
                continue
            value = variables(variable.name)
            value = None if value is None else one.value(value, variables)
            if value is not None:
                filled.setdefault(option, value)
    return {**{name: value for name, value in filled.items() if name not in given}, **taken}


def found_options(run: Run, module: str, given: Data) -> Data:
    """Return the options of a module that the run itself knows.

    :param given: what stands in the task.
    """
    account = account_of(run)
    user_id = account.get("id")
    found: Data = {
        "session": (run.last("imanage_session").get("session") or {}).get("path") if is_signed_in(run) else None,
        "ends_at": run.config.get("ends_at"),
        "pending_users": [user_id] if user_id and account.get("pending") else None,
    }
    if run.head.get("report_directory"):
        found.update(notes_directory=run.head["report_directory"], host=run.host)
    if module == "imanage_group_membership" and given.get(REQUIRE) == "seen_to_view":
        found.update(users={"remove": [user_id]}, libraries=put_in_nrtadmin(run))
    if module == "imanage_user" and "correct_roles" in given:
        found["observed_roles"] = (run.last("imanage_access_info").get("access") or {}).get("observed_roles")
    if module == "imanage_user" and given.get("ip_lock") in (True, "True"):
        found["ip_range"] = run.config.get("legora_egress_address")
    if module == "imanage_access_info" and account:
        found.update(account_username=account.get("sign_in_name"), account=account)
    found.update(_wished(run, module, given))
    if module == "imanage_user_info" and "predecessors" in given:
        found["former_usernames"] = [name for name in [_username(first_connector(run))] if name]
    if module == "imanage_user_info" and _is_active(first_connector(run)):
        found["applications"] = False  # it has come in through Legora's application
    if module == "legora_connector_info":
        found["preferences"] = not is_read(run, "preferences") or run.check_mode
        # What is wrong with the connector is a finding, unless something is to be written.
        found["require_usable"] = run.purpose == ONBOARD
    if module == "legora_connector_service_account" and run.last("imanage_user"):
        # What this run has just set, Legora needs too, however close together the two systems' clocks put it.
        was_set = run.last("imanage_user").get("password_action") == "set"
        found.update(
            service_username=account.get("sign_in_name"),
            password_changed_at=account.get("password_changed_at"),
            update_password="always" if was_set else "when_changed",
        )
    found.update(options_of_rotation(run, module, given))
    found.update(_of_offboarding(run, module))
    if module == "legora_connector_capability":
        found["customer_id"] = (run.last("imanage_session").get("session") or {}).get("customer_id")
    if given.get(REQUIRE) == "put_back":
        found.update(decided(run).get("put_back", {}).get(part_of(module, given)) or {})
    return {name: value for name, value in found.items() if value is not None}


def _wished(run: Run, module: str, given: Data) -> Data:
    """Return what the run's switches wish of a task that wishes nothing else."""
    instead = {"imanage_user": (*OWN_WISH, "correct_roles"), "legora_audit_log_info": ("since",)}.get(module, ())
    if any(given.get(name) is not None for name in instead):
        return {}
    wished = {}
    for switch in RUN_SWITCHES:
        owner, _dot, option = (switch.fills or "").partition(".")
        if owner == module and run.switch(switch.name) != switch.default:
            wished[option] = "always" if option == "probe" else run.switch(switch.name)
    return wished


def _of_offboarding(run: Run, module: str) -> Data:
    if run.purpose != OFFBOARD:
        return {}
    if module == "legora_connector_service_account":
        return {"service_username": username_to_remove(run)}
    return {"libraries": libraries_to_leave(run)} if module == "imanage_info" else {}


def _username(connector: Data) -> t.Any:
    return (connector.get("service_account") or {}).get("username")


def _is_active(connector: Data) -> bool:
    return folded((connector.get("service_account") or {}).get("status")) == ACTIVE
