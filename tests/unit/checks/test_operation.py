# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""S and C: whether it works in daily life, and stays so."""

from __future__ import annotations

from typing import Any

import pytest
from helpers.firm import NOT_READ, failing, firm
from unit.checks.cases import Case

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.operation import library_health

_FIRST = "access.libraries.0"
_AWAY = {"connectors": failing(), "events": NOT_READ}


def event(at: str, result: Any, **more: Any) -> dict[str, Any]:
    return {"timestamp": at, "action": "update", "resource_type": "capability", "result_status": result, **more}


CASES = (
    Case("S1", "pass", "ACTIVE, CLOSED: healthy, each looked at by itself"),
    Case("S1", "warn", "CLOSED: it is not in NRTADMIN", {"user.memberships.CLOSED": []}),
    Case("S1", "warn", "ACTIVE: documents can be viewed", {f"{_FIRST}.document_view": True}),
    Case(
        "S1",
        "warn",
        "libraries ACTIVE, CLOSED: the account is missing, it is not in NRTADMIN",
        {"user": {"exists": False}},
    ),
    Case("S1", "warn", "CLOSED: Legora does not cover it", {"connectors.0.capabilities.0.library_ids": ["ACTIVE"]}),
    Case("S1", "unknown", "ACTIVE: not all of it is known", {f"{_FIRST}.document_view": None}),
    Case("S1", "unknown", "libraries ACTIVE, CLOSED: not all of it is known", {"access": NOT_READ}),
    Case("S1", "unknown", "not all of it is known", {"user.memberships": None}),
    Case("S1", "unknown", "not all of it is known", {"connectors.0.capabilities": None}),
    Case("S1", "unknown", "connector could not be read: the server is away", _AWAY),
    Case("S1", "unknown", "imanage_libraries is empty", {"config.imanage_libraries": []}),
    Case("S2", "pass", "1 events, all of which succeeded, the last at 2026-11-20T08:00:00Z"),
    Case("S2", "warn", "no event about the connection", {"events": []}),
    Case(
        "S2",
        "warn",
        "1 of 2 events did not succeed, the last at 2026-11-21T08:00:00Z: update capability Walls",
        {
            "events": [
                event("2026-11-21T08:00:00Z", "Denied", resource_display_name="Walls"),
                event("2026-11-20T08:00:00Z", "success"),
            ]
        },
    ),
    Case(
        "S2",
        "unknown",
        "of 1 of 2 events Legora does not say",
        {"events": [event("2026-11-21T08:00:00Z", None), event("2026-11-20T08:00:00Z", "success")]},
    ),
    Case("S2", "unknown", "does not say", {"events": [event("2026-11-21T08:00:00Z", "partial")]}),
    Case("S2", "unknown", "the server is away", _AWAY),
    Case("S2", "unknown", "audit log was not read", {"events": NOT_READ}),
    Case("S3", "pass", "each of 1 users behind walls"),
    Case(
        "S3",
        "fail",
        "several Legora users have the e-mail address of: ann@alder.example",
        {"config.verify_legora_users": ["ann@alder.example", " ANN@alder.example "]},
    ),
    Case(
        "S3",
        "fail",
        "ann@alder.example; no Legora user has the e-mail address of: eve@alder.example",
        {
            "config.verify_wall_users": ["Ann@alder.example", "eve@alder.example"],
            "config.verify_legora_users": ["ann@alder.example"] * 2,
        },
    ),
    Case(
        "S3", "warn", "no Legora user has the e-mail address of: ann@alder.example", {"config.verify_legora_users": []}
    ),
    Case("S3", "unknown", "were not given", {"config.verify_wall_users": None}),
    Case("S3", "unknown", "were not given", {"config.verify_legora_users": None}),
    Case("S3", "unknown", "is empty", {"config.verify_wall_users": []}),
    Case("S4", "unknown", "what two people see"),
    Case("S5", "pass", "there are none"),
    Case(
        "S5",
        "warn",
        "2 outside the walls: Moot court, Pitch 7",
        {"config.verify_manual_projects": ["Moot court", "Pitch 7"]},
    ),
    Case("S5", "unknown", "were not given", {"config.verify_manual_projects": None}),
    Case("C3", "pass", "password 24 days old, certificate valid for 57 days"),
    Case("C3", "fail", "has expired", {"endpoint.tls.days_to_expiry": -1}),
    Case("C3", "warn", "password is 366 days old, and due for another one now", {"user.password_age_days": 366}),
    Case("C3", "warn", "335 days old, and due for another one in 30 days", {"user.password_age_days": 335}),
    Case("C3", "pass", "password 334 days old", {"user.password_age_days": 334}),
    Case("C3", "warn", "due for another one in 6 days (rotate_after_days: 30)", {"config.rotate_after_days": 30}),
    Case("C3", "pass", "password 24 days old", {"config.rotate_after_days": 40}),
    Case("C3", "warn", "expires in 29 days", {"endpoint.tls.days_to_expiry": 29}),
    Case(
        "C3",
        "warn",
        "expires in 29 days; the password's age is not known",
        {"endpoint.tls.days_to_expiry": 29, "user.password_age_days": None},
    ),
    Case("C3", "unknown", "the certificate's expiry is not known (the endpoint was not read)", {"endpoint": NOT_READ}),
    Case("C3", "unknown", "the certificate's expiry is not known", {"endpoint.tls": None}),
    Case("C3", "unknown", "password's age is not known", {"user.password_age_days": None}),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_check_says_what_it_sees(case: Case) -> None:
    case.check_it()


def test_health_is_told_for_each_library() -> None:
    active, closed = library_health(firm({"user.memberships.CLOSED": [], f"{_FIRST}.document_view": True}))
    assert active == {
        "id": "ACTIVE",
        "exists": True,
        "nrtadmin": True,
        "role": "LEGORA_METADATA",
        "document_view": True,
        "covered": True,
    }
    assert (closed["id"], closed["nrtadmin"], closed["document_view"]) == ("CLOSED", False, False)


def test_health_that_was_not_read_is_not_known() -> None:
    nothing = firm({"user": NOT_READ, "access": NOT_READ, "connectors": NOT_READ})
    for library in library_health(nothing):
        assert set(library.values()) == {library["id"], None}


def test_no_connector_covers_no_library() -> None:
    assert [library["covered"] for library in library_health(firm({"connectors": []}))] == [False, False]
