# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was read for one firm in one phase, as the modules returned it, and why something could not be read."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from .._imanage.libraries import ids_of
from .._imanage.names import NRTADMIN
from .._legora.by_hand.confirmed import Confirmed, confirmed_of
from .._legora.interface import BY_HAND
from .._legora.names import ETHICAL_WALLS
from .findings import UNREAD, told_reason
from .rotation_state import RotationState

Data = dict[str, t.Any]

# Each reading, under the name by which the module returns it, and the one without which it could not be tried.
DEPENDS_ON = {
    "session": None,
    "imanage": "session",
    "user": "session",
    "access": "user",
    "password": "session",
    "organisation": "connectors",
    "connectors": None,
    "other_connectors": "connectors",
    "preferences": "connectors",
    "events": "connectors",
    "endpoint": None,
}

# Of these there may be several.
LISTS = ("connectors", "other_connectors", "events")

WHERE = {
    "session": "iManage (sign-in)",
    "imanage": "iManage",
    "user": "the service account at iManage",
    "access": "the proof of the service account's rights",
    "password": "the service account's password at iManage",
    "organisation": "the organisation at Legora",
    "connectors": "Legora's iManage connector",
    "other_connectors": "what other iManage connectors there are at Legora",
    "preferences": "Legora's project preferences",
    "events": "Legora's audit log",
    "endpoint": "the endpoint",
}


NO_USER = "there is no such user"


@dataclass(frozen=True)
class Reading:
    """One thing that was to be read.

    :ivar value: what was read; C(None) where it was not.
    :ivar failure: the module's failure, where it was tried and failed.
    :ivar message: the same for people.
    """

    value: t.Any = None
    failure: Data | None = None
    message: str | None = None

    @property
    def failed(self) -> bool:
        return self.failure is not None or self.message is not None

    @property
    def kind(self) -> str | None:
        """The kind of its failure."""
        return (self.failure or {}).get("kind")

    @property
    def hint(self) -> str | None:
        """What to do about its failure, where the module says so."""
        return (self.failure or {}).get("hint")

    @property
    def reason(self) -> str:
        """Why it failed, as a part of a sentence: its message without the hint."""
        return told_reason(self.message, self.failure)


def reading_of(answer: t.Any, name: str) -> Reading:
    """Take what a task registered; one that was skipped, was not there, or could not tell it, has read nothing."""
    if not isinstance(answer, dict) or not answer or answer.get("skipped"):
        return Reading()
    if answer.get(name, "") is None and not (answer.get("failed") or answer.get("failure")):
        return Reading()
    if answer.get(name) is not None and not answer.get("failure"):
        if _has_form(answer[name], name):
            return Reading(value=answer[name])
        return Reading(failure={"kind": "unexpected"}, message="the answer has another form than expected")
    # Without a failure of ours the module itself did not run.
    return Reading(
        failure=answer.get("failure") or {"kind": "unexpected"}, message=str(answer.get("msg") or "no answer")
    )


def _has_form(value: t.Any, name: str) -> bool:
    """Say whether an answer is a mapping, or a list of them where there may be several."""
    if name not in LISTS:
        return isinstance(value, dict)
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


@dataclass(frozen=True)
class Facts:
    """All that the checks look at.

    :ivar config: the firm, as C(firm_config) returned it.
    :ivar readings: what was read, by name.
    :ivar today: the day of the run.
    :ivar before: the preferences before this run changed anything, where it knows them.
    :ivar connector_before: Legora's connector before this run changed anything, where it knows it.
    :ivar withheld: why onboarding left the preference alone.
    :ivar phase: the phase whose checks look at it.
    :ivar password_written: whether an earlier run has noted that the account has its new password at iManage.
    :ivar label_noted: the label of the password that an earlier rotation has, or may have, given iManage.
    :ivar hand_over: what is left to enter at Legora by hand; C(None) where that is not known, or not by hand.
    :ivar dry_run: whether what was planned has not been done.
    :ivar keeps_preference: whether an offboarding is told to leave it that projects are created from iManage.
    """

    config: Data
    readings: dict[str, Reading]
    today: date
    phase: str
    before: Data | None = None
    connector_before: Data | None = None
    withheld: str | None = None
    hand_over: Data | None = None
    password_written: bool = False
    label_noted: str | None = None
    dry_run: bool = False
    keeps_preference: bool = False

    @property
    def by_hand(self) -> bool:
        """Whether Legora is configured by hand, so that nobody reads it."""
        return bool(self.config.get("legora_method") == BY_HAND)

    @cached_property
    def said(self) -> Confirmed | None:
        """What was confirmed of the firm's organisation at Legora; C(None) where nothing was."""
        return confirmed_of(self.config)

    @cached_property
    def rotation(self) -> RotationState:
        """Where a rotation of the account's password stands."""
        return RotationState(self.config, self.user, self.stored, self.password_written)

    def reading(self, name: str) -> Reading:
        """Return a reading, an empty one where it was not tried."""
        return self.readings.get(name, Reading())

    def lacks(self, name: str) -> str | None:
        """Say why something is not known; C(None) where it is.

        :param name: of a reading, or C(libraries): without any, a check of each of them would pass; or C(account),
            the one that was read: that there is none is for A2 to say.
        """
        if name == "libraries":
            return None if self.libraries else "imanage_libraries is empty"
        if name == "account":
            return None if self.user.get("exists") else f"{self.user_id}: {NO_USER}"
        reading = self.reading(name)
        if reading.value is not None:
            return None
        if reading.message:
            return f"{WHERE[name]}{UNREAD}{reading.message}"
        first = DEPENDS_ON[name]
        reason = self.lacks(first) if first else None
        return reason or f"{WHERE[name]} was not read"

    def hint(self, name: str) -> str | None:
        """Return what to do about the failure for which something is not known."""
        reading, first = self.reading(name), DEPENDS_ON.get(name)
        return reading.hint if reading.failed or first is None else self.hint(first)

    @property
    def libraries(self) -> list[str]:
        """The IDs of the libraries that Legora should cover."""
        return ids_of(self.config.get("imanage_libraries") or [])

    @property
    def existing_libraries(self) -> list[str]:
        """Those of them that iManage has in exactly this spelling; all, where it was not read which it has."""
        there = self._known_libraries
        return [library for library in self.libraries if there is None or library in there]

    @property
    def no_such_library(self) -> str | None:
        """Say which of them iManage does not have; C(None) where it has all."""
        absent = [library for library in self.libraries if library not in self.existing_libraries]
        there = ", ".join(sorted(self._known_libraries or [])) or "none"
        return f"there is no library {', '.join(absent)}; there are {there}" if absent else None

    @property
    def _known_libraries(self) -> list[str] | None:
        found = (self.imanage or self.reading("session").value or {}).get("libraries")
        return None if found is None else [str(one["id"]) for one in found]

    @property
    def imanage(self) -> Data:
        return self.reading("imanage").value or {}

    @property
    def is_cloud(self) -> bool | None:
        """Whether iManage is the vendor's cloud; C(None) where it was not read."""
        deployment = (self.imanage or self.reading("session").value or {}).get("deployment")
        return None if deployment is None else bool(deployment == "cloud")

    @property
    def another_customers(self) -> Reading | None:
        """The reading at iManage that the tenant guard refused."""
        readings = map(self.reading, ("session", "imanage", "user", "access"))
        return next((reading for reading in readings if reading.kind == "tenant_mismatch"), None)

    @property
    def customer_id(self) -> str | None:
        """The customer ID that the firm says, or that iManage says; C(1) on-premises, C(None) where they differ."""
        if self.another_customers:
            return None
        read = self.reading("session").value or self.imanage
        found = self.config.get("imanage_customer_id") or read.get("customer_id")
        return None if found is None else str(found)

    @property
    def user(self) -> Data:
        return self.reading("user").value or {}

    @property
    def user_id(self) -> str:
        return str(self.config.get("service_account_user_id") or self.user.get("id") or "the service account")

    @property
    def access(self) -> Data:
        return self.reading("access").value or {}

    @property
    def connector(self) -> Data:
        """The one iManage connector."""
        found = self.reading("connectors").value or []
        return found[0] if found else {}

    @property
    def stored(self) -> Data:
        """The service account that it has."""
        return self.connector.get("service_account") or {}

    @property
    def lacks_details(self) -> bool:
        """Whether there is a connector whose service account and capabilities were not read."""
        return bool(self.reading("connectors").value) and self.connector.get("capabilities") is None

    @property
    def capabilities(self) -> list[Data]:
        """The capabilities for this customer that are about ethical walls."""
        return self._capabilities_of(self.connector)

    def _capabilities_of(self, connector: Data) -> list[Data]:
        return [
            one
            for one in connector.get("capabilities") or []
            if one.get("type") in (None, ETHICAL_WALLS) and str(one.get("customer_id")) == self.customer_id
        ]

    @property
    def capability_libraries(self) -> list[str] | None:
        """The libraries that the capabilities for this customer cover; C(None) where there is none."""
        found = self.capabilities
        return _libraries_of(found) if found else None

    @property
    def covered(self) -> list[str] | None:
        """The libraries that Legora covers for this customer, as it was read or confirmed; C(None) where none tells."""
        if not self.by_hand:
            is_read = self.reading("connectors").value is not None and not self.lacks_details
            return _libraries_of(self.capabilities) if is_read else None
        said = self.said
        return list(said.libraries) if said and said.customer_id in (self.customer_id, None) else None

    @property
    def covered_before(self) -> list[str]:
        """The libraries that Legora covered for this customer before this run, as far as it has read them."""
        return _libraries_of(self._capabilities_of(self.connector_before or {}))

    @property
    def unread_groups(self) -> list[str]:
        """The libraries that the account is in, as far as that is known, but whose groups were not read.

        Where iManage does not tell in which it is, all that there are count.
        """
        if not self.user.get("exists"):
            return []
        there = self.user.get("libraries")
        if there is None:
            there = self._known_libraries or self.libraries
        read = {str(library).upper() for library in self.user.get("memberships") or {}}
        return [library for library in there if library.upper() not in read]

    def is_in(self, library: str) -> bool | None:
        """Say whether the account is in a library; C(None) where iManage does not tell."""
        there = self.user.get("libraries")
        if there is None:
            return True if self.groups(library) else None
        return library.upper() in [str(one).upper() for one in there]

    def groups(self, library: str) -> list[str]:
        """Return the account's groups in a library."""
        memberships = self.user.get("memberships") or {}
        return [
            str(group).upper()
            for name, groups in memberships.items()
            if str(name).upper() == library.upper()
            for group in groups or []
        ]

    def in_nrtadmin(self, library: str) -> bool:
        return NRTADMIN in self.groups(library)

    def proof(self, library: str) -> Data:
        """Return what the sign-in as the account showed of a library."""
        found: list[Data] = self.access.get("libraries") or []
        return next((one for one in found if str(one.get("id")).upper() == library.upper()), {})


def _libraries_of(capabilities: t.Iterable[Data]) -> list[str]:
    return sorted({str(library) for one in capabilities for library in one.get("library_ids") or []})
