# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A typed client of Legora's administration API: one method for each operation, no decisions beyond the tenant guard.

That API is not published. What is sent and read is in the profile, and what an answer has to tell in the contracts.
"""

from __future__ import annotations

import typing as t
import uuid

from ..._core.errors import EthicalWallsError
from ..._core.http.counter import Counter
from ..._core.http.list_budget import LIST_LIMITS, PAGE_SIZE, ListBudget, ListLimits
from ..._core.http.transport import Reply, Transport
from ..._core.origin import parse_origin
from ..interface import AuditEvent, Capability, Connector, Organisation, ServiceAccount
from ..regions import REGIONS
from .operations import Operation, Profile
from .profile import ProfileError, parse_profile
from .responses import Responses

# A firm's audit log has no natural size, and nobody keeps its pages.
AUDIT_LOG_LIMITS = ListLimits(mib=None)

_ASSUMED_ADDRESS = (
    "That address is assumed from legora_region, since Legora publishes none for its administration API. Ask Legora "
    "for yours and set legora_api_url to it; where there is none, configure Legora by hand as its guide says."
)


class LegoraClient:
    """One organisation at Legora, as the holder of one key sees it; what a method does, :class:`Legora` says.

    :param organisation: the firm's organisation, by name or ID, for the tenant guard.
    :param profile: the tenant's own profile as plain data; C(None) for the bundled one.
    :raises EthicalWallsError: C(validation) for an unusable profile, before anything is sent.
    """

    by_hand = False

    def __init__(
        self,
        transport: Transport,
        organisation: str,
        api_key: str,
        region: str,
        profile: t.Any = None,
        connector_id: str | None = None,
    ) -> None:
        self._profile = _checked_profile(transport, profile)
        self.transport = _at_base_url(transport, self._profile, region)
        address = self.transport.origin.url + self.transport.origin.path
        self._address_is_assumed = address == REGIONS[region].api_url
        self.connector_id = connector_id.strip() if connector_id and connector_id.strip() else None
        self._wanted_organisation = organisation
        self._region = region
        self._answers = Responses(self.transport, self._profile)
        self._organisation: Organisation | None = None
        self._headers = {self._profile.auth_header: self._auth_value(api_key)}

    @property
    def counter(self) -> Counter:
        return self.transport.counter

    def error(self, reason: str, kind: str, **details: t.Any) -> EthicalWallsError:
        return self.transport.error(reason, kind, **details)

    def close(self) -> None:
        """There is nothing to close: a key is no session."""

    def confirm_tenant(self) -> list[str]:
        found = self.organisation()
        wanted = self._wanted_organisation.strip()
        if wanted != found.id and wanted.casefold() != found.name.strip().casefold():
            raise self._mismatch(
                f"this key belongs to the organisation {found.name} ({found.id}), but the firm's is {wanted}",
                f"Check the firm's legora_api_key; if {found.name} is right, set legora_organisation to it.",
            )
        if found.region is not None and found.region.strip().casefold() != self._region:
            raise self._mismatch(
                f"the organisation {found.name} is in region {found.region}, but the firm's is {self._region}",
                "Check the firm's legora_region and legora_api_key.",
            )
        return []

    def _mismatch(self, reason: str, hint: str) -> EthicalWallsError:
        return self.error(
            f"{reason}; nothing was written",
            "tenant_mismatch",
            operation="confirm that the key belongs to this firm",
            hint=hint,
        )

    def _auth_value(self, api_key: str) -> str:
        """Return the header that authenticates; neither it nor the key is ever shown."""
        # A key that was read from a file often brings a line end along.
        key = api_key.strip()
        if not key or not key.isascii() or not key.isprintable():
            raise self.error(
                "the API key is empty or has characters that no key has",
                "validation",
                operation="use the API key",
                hint="Copy legora_api_key again.",
            )
        value = self._profile.auth_value(key)
        self.transport.learn_secret(key)
        self.transport.learn_secret(value)
        return value

    # Reads

    def organisation(self) -> Organisation:
        if self._organisation is None:
            self._organisation = Organisation(**self._one("organisation", "read the organisation", {}))
        return self._organisation

    def connectors(self) -> list[Connector]:
        return [Connector(**record) for record in self._list("connectors", "list the integrations", {})]

    def service_account(self, connector_id: str | None) -> ServiceAccount | None:
        values = {"connector_id": connector_id}
        found = self._one_or_none("service_account.read", "read the connector's service account", values)
        return None if found is None else ServiceAccount(**found)

    def capabilities(self, connector_id: str | None) -> list[Capability]:
        records = self._list("capabilities", "list the connector's capabilities", {"connector_id": connector_id})
        return [Capability(**record) for record in records]

    def preferences(self) -> dict[str, t.Any]:
        found = self._one("preferences.read", "read the project preferences", {})
        return dict(found["create_projects_from"])

    def audit_log(self, begin: str, end: str | None) -> t.Iterator[list[AuditEvent]]:
        # Each page when it is asked for. Whether an API keeps to the time, and in which order it lists, is not known.
        doing = "read the audit log"
        budget = ListBudget(self.transport, doing, AUDIT_LOG_LIMITS, "Ask for a shorter period, with since and until.")
        for page in self._pages("audit_log", doing, {"from": begin, "to": end}, budget):
            yield [AuditEvent(**record) for record in page]

    # Writes

    def write_service_account(self, connector_id: str | None, username: str, password: str) -> None:
        values = {"connector_id": connector_id, "username": username, "password": password}
        self._write("service_account.write", f"give the connector the service account {username}", values)

    def delete_service_account(self, connector_id: str | None) -> None:
        self._write("service_account.delete", "remove the connector's service account", {"connector_id": connector_id})

    def create_capability(self, connector_id: str | None, kind: str, customer_id: str, library_ids: list[str]) -> None:
        self._write_libraries(
            "capability.create",
            f"create the capability for customer {customer_id}",
            {"connector_id": connector_id, "type": kind, "customer_id": customer_id, "library_ids": library_ids},
        )

    def update_capability(self, connector_id: str | None, capability: Capability, library_ids: list[str]) -> None:
        self._write_libraries(
            "capability.update",
            f"change the libraries of customer {capability.customer_id}",
            {
                "connector_id": connector_id,
                "capability_id": capability.id,
                "type": capability.type,
                "customer_id": capability.customer_id,
                "library_ids": library_ids,
            },
        )

    def delete_capability(self, connector_id: str | None, capability: Capability) -> None:
        self._write(
            "capability.delete",
            f"remove the capability for customer {capability.customer_id}",
            {"connector_id": connector_id, "capability_id": capability.id},
        )

    def write_preferences(self, imanage: bool) -> None:
        self._write("preferences.write", "change where projects are created from", {"imanage": imanage})

    # How operations are sent

    def _one(self, name: str, doing: str, values: dict[str, t.Any]) -> dict[str, t.Any]:
        operation = self._profile.operations[name]
        reply = self._send(operation, doing, values)
        return self._answers.fields(operation, self._answers.content(operation, reply, doing), reply, doing)

    def _one_or_none(self, name: str, doing: str, values: dict[str, t.Any]) -> dict[str, t.Any] | None:
        operation = self._profile.operations[name]
        reply = self._send(operation, doing, values)
        if self._answers.says_absent(operation, reply, doing):
            return None
        return self._answers.fields(operation, self._answers.content(operation, reply, doing), reply, doing)

    def _list(self, name: str, doing: str, values: dict[str, t.Any]) -> list[dict[str, t.Any]]:
        budget = ListBudget(self.transport, doing, LIST_LIMITS)
        return [record for page in self._pages(name, doing, values, budget) for record in page]

    def _pages(
        self, name: str, doing: str, values: dict[str, t.Any], budget: ListBudget
    ) -> t.Iterator[list[dict[str, t.Any]]]:
        """Yield the pages of a list. Its end is where no cursor follows, however few entries a page has."""
        operation = self._operation(name, doing)
        cursor: str | None = None
        seen: set[str] = set()
        while True:
            budget.require_left()
            reply = self._send(operation, doing, {**values, "limit": PAGE_SIZE, "cursor": cursor})
            budget.spend(reply)
            page, cursor = self._answers.records(operation, reply, doing)
            yield page
            if cursor is None:
                return
            if cursor in seen:
                raise self._answers.endless(operation, reply, doing)
            seen.add(cursor)

    def _operation(self, name: str, doing: str) -> Operation:
        """Return an operation that this tenant's API may not have."""
        if name not in self._profile.operations:
            raise self.error(
                f"the profile {self._profile.name} has no operation {name}: this organisation's API does not offer it",
                "unsupported",
                operation=doing,
                hint=f"Where it does, describe {name} in legora_profile.",
            )
        return self._profile.operations[name]

    def _write_libraries(self, name: str, doing: str, values: dict[str, t.Any]) -> None:
        """Write a list of libraries, never an empty one: that may stand for all of them, as it does for SharePoint."""
        if not values["library_ids"]:
            raise self.error(
                "an empty list of libraries may mean all of them, so it is never sent", "validation", operation=doing
            )
        self._write(name, doing, values)

    def _write(self, name: str, doing: str, values: dict[str, t.Any]) -> None:
        operation = self._profile.operations[name]
        self._answers.content(operation, self._send(operation, doing, values), doing)

    def _send(self, operation: Operation, doing: str, values: dict[str, t.Any]) -> Reply:
        if self._organisation is not None:
            values = {**values, "organisation_id": self._organisation.id}
        try:
            return self.transport.request(
                operation.method,
                self.transport.origin.path + operation.filled_path(values),
                operation=doing,
                purpose="write" if operation.contract.writes else "read",
                params=operation.filled_query(values),
                json=operation.filled_body(values),
                # The request's own ID, by which Legora's support finds it.
                headers={**self._headers, "x-request-id": str(uuid.uuid4())},
            )
        except EthicalWallsError as error:
            # No answer came, and the reason is about the address.
            if self._address_is_assumed and error.http_status is None and self.transport.origin.url in error.reason:
                hints = [_ASSUMED_ADDRESS, error.hint or ""]
                # Where something answered, its certificate is what to look at first.
                error.hint = " ".join(hints[::-1] if "certificate" in error.reason else hints).strip()
            raise


def _checked_profile(transport: Transport, profile: t.Any) -> Profile:
    try:
        return parse_profile(profile)
    except ProfileError as error:
        raise transport.error(
            f"the profile is unusable: {error.reason}",
            "validation",
            operation="read the profile",
            hint=error.hint,
        ) from None


def _at_base_url(transport: Transport, profile: Profile, region: str) -> Transport:
    """Return a transport to where the profile says that the API lies, unless another address was configured."""
    origin = transport.origin
    if profile.base_url is None or origin.url + origin.path != REGIONS[region].api_url:
        return transport
    own = parse_origin(profile.base_url.replace("{region}", region), allow_path=True)
    return Transport(own, transport.context, transport.redactor, transport.settings, learn=transport.learn_secret)
