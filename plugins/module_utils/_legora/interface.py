# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an organisation at Legora can be asked and told, whichever method does it.

What a method cannot tell is C(None), and never guessed: no list is not an empty list.
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.errors import EthicalWallsError
from .._core.http.counter import Counter

BY_HAND, API = "by_hand", "api"
METHODS = (API, BY_HAND)


@dataclass(frozen=True)
class Organisation:
    """The organisation that the credential belongs to."""

    id: str
    name: str
    region: str | None


@dataclass(frozen=True)
class Connector:
    """An integration of the organisation.

    :ivar id: C(None) where the method cannot tell connectors apart; then there is the one that people see.
    """

    id: str | None
    type: str
    status: str | None
    url: str | None


@dataclass(frozen=True)
class ServiceAccount:
    """What a connector signs in to iManage with, as far as it can be read; never the password.

    :ivar updated_at: when it was saved, ISO 8601; the day alone where nothing more is known.
    :ivar password_version: the label of the password that was saved, where the method knows it.
    """

    username: str
    status: str | None
    updated_at: str | None
    password_version: str | None = None


@dataclass(frozen=True)
class Capability:
    """What a connector may do, for which customer and in which libraries."""

    id: str | None
    type: str
    customer_id: str
    library_ids: list[str]
    status: str | None
    updated_at: str | None


@dataclass(frozen=True)
class AuditEvent:
    """An entry of the organisation's audit log: what the method knows, and nothing else that a server may send."""

    id: str
    timestamp: str
    actor_email: str | None
    action: str | None
    operation: str | None
    resource_type: str | None
    resource_display_name: str | None
    result_status: str | None


class Legora(t.Protocol):
    """One organisation at Legora.

    :ivar by_hand: whether a person enters what is to be written. Then nothing is ever sent, and what a resource would
        write is handed over.
    :ivar connector_id: which connector, where the organisation has several; C(None) for the one.
    """

    by_hand: bool
    connector_id: str | None

    @property
    def counter(self) -> Counter:
        """How many requests were sent."""

    def error(self, reason: str, kind: str, **details: t.Any) -> EthicalWallsError:
        """Return an error of this system and firm."""

    def close(self) -> None:
        """Let go of what was opened."""

    def confirm_tenant(self) -> list[str]:
        """Check that this is the firm's organisation, and return warnings.

        :raises EthicalWallsError: C(tenant_mismatch) when it is another one.
        """

    def organisation(self) -> Organisation | None:
        """Return the organisation."""

    def connectors(self) -> list[Connector] | None:
        """Return the organisation's integrations, of every type."""

    def service_account(self, connector_id: str | None) -> ServiceAccount | None:
        """Return a connector's service account; C(None) too when it has none."""

    def capabilities(self, connector_id: str | None) -> list[Capability] | None:
        """Return a connector's capabilities."""

    def preferences(self) -> dict[str, t.Any] | None:
        """Return where projects may be created from: each source with its switch."""

    def audit_log(self, begin: str, end: str | None) -> t.Iterator[list[AuditEvent]]:
        """Yield the organisation's audit log, one page after the other.

        :param begin: the first moment, as C(2026-11-24T08:35:04Z).
        :param end: the last one; C(None) for none.
        :raises EthicalWallsError: C(unsupported) when there is none.
        """

    def write_service_account(self, connector_id: str | None, username: str, password: str) -> None:
        """Give a connector its service account, in place of one that it may have."""

    def delete_service_account(self, connector_id: str | None) -> None:
        """Take a connector's service account away."""

    def create_capability(self, connector_id: str | None, kind: str, customer_id: str, library_ids: list[str]) -> None:
        """Add a capability to a connector."""

    def update_capability(self, connector_id: str | None, capability: Capability, library_ids: list[str]) -> None:
        """Replace the libraries of a capability."""

    def delete_capability(self, connector_id: str | None, capability: Capability) -> None:
        """Remove a capability from a connector."""

    def write_preferences(self, imanage: bool) -> None:
        """Allow or forbid that projects are created from iManage; other sources are left alone."""
