# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""An organisation at Legora that a person configures: what stands there is what was confirmed, and nothing is sent."""

from __future__ import annotations

import typing as t

from ..._core.errors import EthicalWallsError
from ..._core.http.counter import no_requests
from ..interface import AuditEvent, Capability, Connector, Organisation, ServiceAccount
from ..names import ETHICAL_WALLS
from .confirmed import Confirmed, parse_confirmed

_NOBODY_SENDS = "Legora is configured by hand, so nothing is sent to it"


class ByHand:
    """One organisation at Legora, as its firm describes it.

    :param organisation: the firm's organisation, for the tenant guard.
    :param confirmed: what was confirmed, as it was written; C(None) where nothing was.
    :param own_connector: the firm's connector, where the organisation has several, for the guard too.
    :raises EthicalWallsError: C(validation) for a confirmation that is unusable.
    """

    by_hand = True
    connector_id: str | None = None

    def __init__(
        self, organisation: str, confirmed: t.Any, firm: str | None = None, own_connector: str | None = None
    ) -> None:
        self.counter = no_requests()
        self._firm = firm
        self._own = organisation, own_connector
        try:
            self._confirmed: Confirmed | None = None if confirmed is None else parse_confirmed(confirmed)
        except ValueError as error:
            raise self.error(
                f"the confirmation {error}", "validation", operation="read the confirmation", hint=_CORRECT
            ) from None

    def error(self, reason: str, kind: str, **details: t.Any) -> EthicalWallsError:
        return EthicalWallsError(reason, kind=kind, system="Legora", firm=self._firm, **details)

    def close(self) -> None:
        pass

    def confirm_tenant(self) -> list[str]:
        """Refuse what somebody confirmed of another organisation: copies of an inventory carry it along."""
        if self._confirmed is None:
            return []
        copied = self._confirmed.copied_from(*self._own)
        if copied is None:
            return []
        raise self.error(
            f"{self._confirmed.by} confirmed {copied[0]}; nothing was written",
            "tenant_mismatch",
            operation="confirm that the confirmation belongs to this firm",
            hint=f"Take legora_confirmed out where it was copied, or set its {copied[1]}.",
        )

    # Reads: what was confirmed

    def organisation(self) -> Organisation | None:
        return None

    def connectors(self) -> list[Connector] | None:
        return None

    def service_account(self, connector_id: str | None) -> ServiceAccount | None:
        said = self._confirmed
        if said is None or said.service_username is None:
            return None
        return ServiceAccount(said.service_username, None, said.date, said.password_version)

    def capabilities(self, connector_id: str | None) -> list[Capability] | None:
        said = self._confirmed
        if said is None:
            return None
        if said.customer_id is None:
            return []
        return [Capability(None, ETHICAL_WALLS, said.customer_id, list(said.libraries), None, said.date)]

    def preferences(self) -> dict[str, t.Any] | None:
        return None if self._confirmed is None else {"imanage": self._confirmed.create_projects_from_imanage}

    def audit_log(self, begin: str, end: str | None) -> t.Iterator[list[AuditEvent]]:
        raise self._refused("read the audit log")

    # Writes: there are none

    def write_service_account(self, connector_id: str | None, username: str, password: str) -> None:
        raise self._refused("give the connector its service account")

    def delete_service_account(self, connector_id: str | None) -> None:
        raise self._refused("remove the connector's service account")

    def create_capability(self, connector_id: str | None, kind: str, customer_id: str, library_ids: list[str]) -> None:
        raise self._refused("create the capability")

    def update_capability(self, connector_id: str | None, capability: Capability, library_ids: list[str]) -> None:
        raise self._refused("change the capability")

    def delete_capability(self, connector_id: str | None, capability: Capability) -> None:
        raise self._refused("remove the capability")

    def write_preferences(self, imanage: bool) -> None:
        raise self._refused("change where projects are created from")

    def _refused(self, operation: str) -> EthicalWallsError:
        return self.error(_NOBODY_SENDS, "unsupported", operation=operation, hint="Do it on Legora's own pages.")


_CORRECT = "Correct legora_confirmed."
