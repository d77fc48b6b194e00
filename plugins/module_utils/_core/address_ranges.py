# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The addresses that an account may sign in from, as iManage writes them.

Its format is not public (A): the vendor speaks of a range. So single addresses, networks such as C(192.0.2.0/28) and
ranges such as C(192.0.2.1-192.0.2.9) are read, several of them separated by commas, semicolons or white space. What is
written in another way is unknown, and never "another address".
"""

from __future__ import annotations

import ipaddress
import re
import typing as t

Address = t.Union[ipaddress.IPv4Address, ipaddress.IPv6Address]

_AROUND_DASH = re.compile(r"\s*-\s*")
_BETWEEN = re.compile(r"[\s,;]+")


def permits(ip_range: t.Any, address: str | None) -> bool | None:
    """Say whether an address is one of those; C(None) when that can't be read."""
    ranges, own = _ranges(ip_range), _ranges(address)
    if ranges is None or not own:
        return None
    return any(_within(own[0], one) for one in ranges)


def permits_only(ip_range: t.Any, address: str | None) -> bool | None:
    """Say whether an address is the only one of those; C(None) when that can't be read."""
    ranges, own = _ranges(ip_range), _ranges(address)
    if ranges is None or not own:
        return None
    return bool(ranges) and all(one == own[0] for one in ranges)


def same_ranges(one: t.Any, other: t.Any) -> bool | None:
    """Say whether two spellings mean the same addresses; C(None) when one can't be read."""
    first, second = _ranges(one), _ranges(other)
    return None if first is None or second is None else _merged(first) == _merged(second)


def _merged(ranges: list[tuple[Address, Address]]) -> list[tuple[int, int, int]]:
    """Return ranges in order as version and both ends, those that meet as one."""
    merged: list[tuple[int, int, int]] = []
    for version, first, last in sorted((one[0].version, int(one[0]), int(one[1])) for one in ranges):
        if merged and merged[-1][0] == version and first <= merged[-1][2] + 1:
            merged[-1] = (version, merged[-1][1], max(last, merged[-1][2]))
        else:
            merged.append((version, first, last))
    return merged


def _ranges(text: t.Any) -> list[tuple[Address, Address]] | None:
    """Return the first and the last address of each range; C(None) when one of them can't be read."""
    if not isinstance(text, str):
        return None
    try:
        return [_range(part) for part in _BETWEEN.split(_AROUND_DASH.sub("-", text).strip(" ,;\t\r\n")) if part]
    except ValueError:
        return None


def _range(text: str) -> tuple[Address, Address]:
    first, dash, last = text.partition("-")
    if not dash:
        network = ipaddress.ip_network(text, strict=False)
        return network[0], network[-1]
    ends = ipaddress.ip_address(first), ipaddress.ip_address(last)
    if ends[0].version != ends[1].version or int(ends[0]) > int(ends[1]):
        raise ValueError(text)
    return ends


def _within(inner: tuple[Address, Address], outer: tuple[Address, Address]) -> bool:
    return inner[0].version == outer[0].version and int(outer[0]) <= int(inner[0]) and int(inner[1]) <= int(outer[1])
