# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each kind of write at Legora, of the modules that write there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from integration.modules import legora_arguments as arguments

from simulator.seed import Firm

ACCOUNT = "legora_connector_service_account"
CAPABILITY = "legora_connector_capability"
PREFERENCES = "legora_project_preferences"


@dataclass(frozen=True)
class Write:
    """One write.

    :ivar is_done: whether it has been done.
    :ivar prepare: lets something be there before.
    :ivar is_deletion: whether its answer has no body.
    :ivar is_repeated: whether it is written again by each run.
    """

    name: str
    module: str
    options: Callable[[Firm], dict[str, Any]]
    is_done: Callable[[Firm], bool]
    prepare: Callable[[Firm], object] = lambda firm: None
    is_deletion: bool = False
    is_repeated: bool = False

    def __str__(self) -> str:
        return f"{self.module}-{self.name}"


def account_of(firm: Firm) -> Any:
    return firm.connector.service_account


def covered(firm: Firm) -> list[tuple[str, list[str]]]:
    """Return what Legora covers: each customer with its libraries."""
    return [(one.customer_id, one.library_ids) for one in firm.connector.capabilities]


def _has_the_account(firm: Firm) -> bool:
    return (account_of(firm).username, account_of(firm).password) == (arguments.USERNAME, arguments.PASSWORD)


def _covers_both(firm: Firm) -> bool:
    return covered(firm) == [("4711", ["ACTIVE", "CLOSED"])]


def _covering(*libraries: str) -> Callable[[Firm], object]:
    return lambda firm: arguments.store_capability(firm, list(libraries))


WRITES = (
    Write("give", ACCOUNT, arguments.service_account, _has_the_account),
    Write(
        "replace",
        ACCOUNT,
        arguments.service_account,
        _has_the_account,
        lambda firm: arguments.store_account(firm, "old@x.example", "Old-pretend-password"),
    ),
    Write(
        "password",
        ACCOUNT,
        lambda firm: arguments.service_account(firm, update_password="always"),
        _has_the_account,
        lambda firm: arguments.store_account(firm, password="Old-pretend-password"),
        is_repeated=True,
    ),
    Write(
        "take away",
        ACCOUNT,
        lambda firm: arguments.key(firm, state="absent", service_username=arguments.USERNAME.upper()),
        lambda firm: account_of(firm) is None,
        arguments.store_account,
        is_deletion=True,
    ),
    Write("create", CAPABILITY, arguments.capability, _covers_both),
    Write(
        "add",
        CAPABILITY,
        lambda firm: arguments.capability(firm, libraries={"add": ["CLOSED", "ACTIVE"]}),
        _covers_both,
        _covering("ACTIVE"),
    ),
    Write(
        "remove",
        CAPABILITY,
        lambda firm: arguments.capability(firm, libraries={"remove": ["CLOSED", "OTHER"]}),
        lambda firm: covered(firm) == [("4711", ["ACTIVE"])],
        _covering("ACTIVE", "CLOSED"),
    ),
    Write("set", CAPABILITY, arguments.capability, _covers_both, _covering("CLOSED", "OTHER")),
    Write(
        "absent",
        CAPABILITY,
        lambda firm: arguments.key(firm, customer_id="4711", state="absent"),
        lambda firm: covered(firm) == [],
        _covering("ACTIVE"),
        is_deletion=True,
    ),
    Write("on", PREFERENCES, arguments.preferences, lambda firm: firm.legora.preferences["imanage"]),
    Write(
        "off",
        PREFERENCES,
        lambda firm: arguments.preferences(firm, imanage=False),
        lambda firm: not firm.legora.preferences["imanage"],
        lambda firm: firm.legora.preferences.update(imanage=True),
    ),
)
