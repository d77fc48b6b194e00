# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Legora's regions: separate instances, each with addresses of its own. From the vendor's published articles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Articles of support.legora.com, and when they were read.
WEB_URL_ARTICLE = "270089"
EGRESS_ARTICLE = "640367"
READ_ON = date(2026, 11, 1)

# A vendor moves an address now and then. After a year nobody should rely on this file unread.
_GOOD_FOR_YEARS = 1


@dataclass(frozen=True)
class Region:
    """One instance of Legora.

    :ivar web_url: where people sign in.
    :ivar api_url: the base of the administration API, which is assumed: Legora publishes no reference.
    :ivar egress_address: the one address that requests to the firm's iManage come from. Never widened to a range.
    """

    name: str
    web_url: str
    api_url: str
    egress_address: str


def _region(name: str, egress_address: str) -> Region:
    return Region(name, f"https://app.{name}.legora.com", f"https://api.{name}.legora.com/api/v1", egress_address)


REGIONS = {
    region.name: region
    for region in (
        _region("us", "20.110.19.80"),
        _region("eu", "20.91.134.182"),
        _region("ap", "4.193.185.88"),
    )
}


def is_outdated(today: date) -> bool:
    """Say whether these addresses were read more than a year ago and should be compared with the articles again."""
    return today > READ_ON.replace(year=READ_ON.year + _GOOD_FOR_YEARS)
