# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What may stand in both systems before an onboarding, and what of it an undo can't put back."""

from __future__ import annotations

from collections.abc import Callable

from helpers.both_systems import USER_ID, set_up

from simulator.inventory import host_variables
from simulator.seed import Firm, add_user


def nothing(firm: Firm) -> None:
    pass


def something(firm: Firm) -> None:
    """An account of another name, disabled, in one library and in its NRTADMIN, which Legora does not know."""
    first, *others = firm.imanage.libraries.values()
    email = f"Walls@{firm.name}.example"
    password = host_variables(firm)["service_account_password"]
    add_user(firm.imanage, USER_ID, email, password, "LEGORA_METADATA", allow_logon=False)
    for other in others:
        del other.assignments[USER_ID]
        other.users.pop(USER_ID, None)
    first.groups["NRTADMIN"].members.append(USER_ID)
    firm.legora.preferences["imanage"] = False


def partly_covered(firm: Firm) -> None:
    """All of it but for one library."""
    set_up(firm)
    last = list(firm.imanage.libraries)[-1]
    firm.connector.capabilities[0].library_ids.remove(last)
    firm.imanage.libraries[last].groups["NRTADMIN"].members.remove(USER_ID)


STATES: dict[str, Callable[[Firm], None]] = {
    "nothing": nothing,
    "something": something,
    "partly_covered": partly_covered,
    "everything": set_up,
}


def stays(firm: Firm, state: str) -> set[str]:
    """Return the paths of what undo says that it can't put back."""
    libraries = list(firm.imanage.libraries)
    if state == "nothing":
        new = {f"/libraries/{name}/roles/{USER_ID}" for name in libraries} | {f"/passwords/{USER_ID}"}
        at = [""] if firm.imanage.is_cloud else [f"/libraries/{name}" for name in libraries]
        return new | {f"{place}/users/{USER_ID}" for place in at}
    if state == "something":
        new = {f"/libraries/{name}/roles/{USER_ID}" for name in libraries[1:]}
        at = [] if firm.imanage.is_cloud else [f"/libraries/{name}" for name in libraries[1:]]
        return new | {f"{place}/users/{USER_ID}" for place in at}
    return set()
