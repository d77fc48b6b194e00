# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A confirmation as a person writes it: every mistake at once, with a line to copy, and no value repeated."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest
from unit.legora.by_hand.written import WRITTEN

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.by_hand.confirmed import (
    KEYS,
    parse_confirmed,
)

BERLIN = timezone(timedelta(hours=1))


def written(**changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**WRITTEN, **changes}.items() if value != "leave out"}


def test_what_was_read_can_be_read_again() -> None:
    found = parse_confirmed(written())
    assert set(found.as_data()) == set(KEYS)
    assert parse_confirmed(found.as_data()) == found
    assert found.said == {"by": "Jane Doe", "date": "2026-11-02", "note": ""}


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("2026-11-02", "2026-11-02"),
        (date(2026, 11, 2), "2026-11-02"),
        ("2026-11-02T10:00:00Z", "2026-11-02T10:00:00Z"),
        ("2026-11-02T10:00+01:00", "2026-11-02T09:00:00Z"),
        ("2026-11-02 10:00:00-02:00", "2026-11-02T12:00:00Z"),
        (datetime(2026, 11, 2, 10, tzinfo=BERLIN), "2026-11-02T09:00:00Z"),
    ],
)
def test_date_is_a_day_or_a_moment(given: Any, read: str) -> None:
    assert parse_confirmed(written(date=given)).date == read


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("by", "leave out", "lacks by; write by: Jane Doe"),
        ("by", " ", "has no by"),
        ("date", "leave out", "lacks date; write date: '20"),
        ("date", "02.11.2026", "has date, which is no day, YYYY-MM-DD, and no moment"),
        ("date", "2026-13-02", "no day"),
        ("date", 20261102, "no day"),
        ("date", "2026-11-02T10:00:00", "is a time without a zone"),
        ("date", datetime(2026, 11, 2, 10), "is a time without a zone"),  # noqa: DTZ001 (that is what is wrong)
        ("date", "2999-01-01", "in the future"),
        ("date", "2999-01-01T00:00:00Z", "in the future"),
        ("organisation", None, "has no organisation"),
        ("organisation", ["x"], "has organisation, which is not a text"),
        ("service_username", "leave out", "lacks service_username, or service_username: null"),
        ("service_username", True, "is not a text"),
        ("customer_id", "Canary", "has customer_id, which is not a customer ID (digits)"),
        ("customer_id", None, "has no customer_id for the capability; write customer_id: '4711'"),
        ("libraries", [], "has no libraries for the capability; write libraries: [ACTIVE, CLOSED]"),
        ("libraries", "ACTIVE", "has libraries, which is no list of library IDs"),
        ("libraries", [{"id": "ACTIVE"}], "no list"),
        ("libraries", ["ACTIVE", "active"], "has libraries, which names one twice"),
        ("create_projects_from_imanage", "leave out", "lacks create_projects_from_imanage; write create_projects_from"),
        ("create_projects_from_imanage", "perhaps", "neither true nor false"),
        ("libaries", ["Canary"], "has the unknown key libaries; known are by, date,"),
    ],
)
def test_mistake_is_named_with_a_line_to_copy(name: str, value: Any, words: str) -> None:
    with pytest.raises(ValueError, match=r"write|known are") as caught:
        parse_confirmed(written(**{name: value}))
    assert words in str(caught.value)
    assert "Canary" not in str(caught.value)


def test_future_begins_after_what_clocks_and_zones_differ_by() -> None:
    now = datetime.now(timezone.utc)  # noqa: UP017 (also for Python 3.9)
    for near in ((now + timedelta(days=1)).date(), (now + timedelta(minutes=1)).isoformat()):
        assert parse_confirmed(written(date=near))
    for far in ((now + timedelta(days=2)).date(), (now + timedelta(hours=1)).isoformat()):
        with pytest.raises(ValueError, match="in the future"):
            parse_confirmed(written(date=far))


def test_all_mistakes_come_at_once() -> None:
    with pytest.raises(ValueError, match=r"lacks by.*lacks date.*libraries") as caught:
        parse_confirmed(written(by="leave out", date="leave out", libraries="x"))
    assert str(caught.value).count("; it ") == 2


@pytest.mark.parametrize("given", [None, "yes", ["by"], 7])
def test_what_is_no_mapping_is_told_its_keys(given: Any) -> None:
    with pytest.raises(ValueError, match="is not a mapping with by, date, organisation"):
        parse_confirmed(given)


def test_null_says_that_there_is_none() -> None:
    nothing = {"service_username": None, "customer_id": None, "libraries": None, "password_version": None}
    found = parse_confirmed(written(**nothing, create_projects_from_imanage=False))
    assert (found.service_username, found.customer_id, found.libraries) == (None, None, ())


def test_numbers_and_dates_are_what_they_look_like() -> None:
    found = parse_confirmed(written(customer_id=4711, password_version=date(2026, 11, 2), service_username=" svc "))
    assert (found.customer_id, found.password_version, found.service_username) == ("4711", "2026-11-02", "svc")


@pytest.mark.parametrize("zone", [timezone.utc, None, timezone(timedelta(hours=1))])  # noqa: UP017 (also for Python 3.9)
def test_a_moment_without_quotes_is_the_label_of_a_password_that_was_made(zone: tzinfo | None) -> None:
    moment = datetime(2026, 11, 2, 9 if zone not in (timezone.utc, None) else 8, 30, 5, tzinfo=zone)  # noqa: UP017 (also for Python 3.9)
    assert parse_confirmed(written(password_version=moment)).password_version == "2026-11-02T08:30:05Z"


def test_what_reports_show_in_a_line_is_one() -> None:
    found = parse_confirmed(written(by="Jane\n Doe", note="with IT\nand Legora\n"))
    assert (found.by, found.note) == ("Jane Doe", "with IT and Legora")


def test_organisation_is_compared_without_case() -> None:
    found = parse_confirmed(written())
    assert found.copied_from(" ALDER & finch llp ", None) is None
    whose = found.copied_from("Birch", "int_2")
    assert whose == ("the organisation Alder & Finch LLP, but the firm's is Birch", "organisation: Birch")
    assert found.copied_from(None, None) is not None


def test_of_several_connectors_the_confirmation_names_its_own() -> None:
    """On-premises, two of one organisation look the same: customer 1, SVC-LEGORA, ACTIVE."""
    own, org = "int_2", "Alder & Finch LLP"
    assert parse_confirmed(written(connector_id="INT_2")).copied_from(org, own) is None
    copied = parse_confirmed(written(connector_id="int_1")).copied_from(org, own)
    assert copied == ("the connector int_1, but the firm's is int_2", "connector_id: int_2")
    untold = parse_confirmed(written()).copied_from(org, own)
    assert untold == ("no connector_id, but the firm's is int_2", "connector_id: int_2")
    # Where there is but one, nobody has to name it.
    assert parse_confirmed(written(connector_id="int_1")).copied_from(org, None) is None
