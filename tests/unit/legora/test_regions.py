# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legora's regions: exact addresses, and a limit to how long they are believed."""

from __future__ import annotations

import ipaddress
from datetime import date
from urllib.parse import urlsplit

import pytest

from ansible_collections.legalops.ethical_walls.plugins.module_utils._legora.regions import (
    READ_ON,
    REGIONS,
    is_outdated,
)


def test_addresses_are_those_of_the_articles() -> None:
    assert {name: region.egress_address for name, region in REGIONS.items()} == {
        "us": "20.110.19.80",
        "eu": "20.91.134.182",
        "ap": "4.193.185.88",
    }


@pytest.mark.parametrize("name", sorted(REGIONS))
def test_each_region_has_addresses_of_its_own(name: str) -> None:
    region = REGIONS[name]
    assert region.name == name
    assert region.web_url == f"https://app.{name}.legora.com"
    assert region.api_url == f"https://api.{name}.legora.com/api/v1"
    assert urlsplit(region.api_url).scheme == "https"
    # An address, never a range.
    assert str(ipaddress.ip_address(region.egress_address)) == region.egress_address


@pytest.mark.parametrize(
    ("today", "outdated"),
    [(READ_ON, False), (date(2027, 11, 1), False), (date(2027, 11, 2), True), (date(2030, 1, 1), True)],
)
def test_addresses_are_believed_for_a_year(today: date, outdated: bool) -> None:
    assert is_outdated(today) is outdated
