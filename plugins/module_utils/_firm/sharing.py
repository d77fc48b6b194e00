# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which hosts of a run, or firms of a file, mean the same connector at Legora, or the same account at iManage.

A host that was copied and not corrected to its end would give its account to another firm's connector, or its password
to another firm's account. Only what hosts say of themselves is compared; nothing is asked.
"""

from __future__ import annotations

import typing as t
from collections import defaultdict

from .._core.origin import OriginError, parse_origin
from .._core.values import is_blank
from .._imanage.names import CLOUD_DOMAIN, ON_PREMISES_CUSTOMER_ID, is_below
from .._legora.regions import REGIONS
from .schema import BY_NAME, EXPOSURES

# What has to be known of a host.
NAMES = (
    "legora_region",
    "legora_api_url",
    "legora_organisation",
    "legora_connector_id",
    "imanage_url",
    "imanage_deployment",
    "imanage_exposure",
    "imanage_customer_id",
    "service_account_user_id",
)

Values = t.Mapping[str, t.Any]
# A host's name, or the number of a firm in a file.
Host = t.Any
# The hosts that mean the same as a host, by the system; only those that there are.
SameAs = dict[str, list[Host]]


def sharing(hosts: t.Mapping[Host, Values]) -> dict[Host, SameAs]:
    """Return for each host that shares something with others those others, in order.

    The work grows with the number of hosts, not with its square, unless most of them are the same.

    :param hosts: what is known of each, of :data:`NAMES`.
    :return: under C(organisation) also those of other connectors of the same organisation, which is no mistake.
    """
    organisations: dict[t.Any, dict[str | None, list[Host]]] = defaultdict(lambda: defaultdict(list))
    accounts: dict[t.Any, list[Host]] = defaultdict(list)
    for host, values in hosts.items():
        organisation, account = _organisation(values), _account(values)
        if organisation:
            organisations[organisation][_text(values, "legora_connector_id").casefold() or None].append(host)
        if account:
            accounts[account].append(host)
    found: dict[Host, SameAs] = defaultdict(dict)
    for connectors in organisations.values():
        # None given is any: it may be each of the others.
        unnamed = connectors.get(None, [])
        everyone = [host for group in connectors.values() for host in group]
        if len(connectors) > 1:
            _note(found, "organisation", everyone, everyone)
        for connector, group in connectors.items():
            _note(found, "legora", group, everyone if connector is None else [*group, *unnamed])
    for same in accounts.values():
        _note(found, "imanage", same, same)
    return dict(found)


def said_deployment(values: Values) -> str | None:
    """Return what is said of a firm's iManage, C(cloud) or C(on_premises); C(None) where nothing usable is."""
    exposure = _text(values, "imanage_exposure")
    followed = "cloud" if exposure == "cloud" else "on_premises" if exposure in EXPOSURES else None
    return _text(values, "imanage_deployment") or followed


def _note(found: dict[Host, SameAs], system: str, hosts: list[Host], same: list[Host]) -> None:
    for host in hosts if len(same) > 1 else ():
        found[host][system] = sorted(set(same) - {host})


def _organisation(values: Values) -> tuple[str, ...] | None:
    """Return what an organisation at Legora is known by: regions are separate."""
    region = REGIONS.get(_text(values, "legora_region"))
    address = _text(values, "legora_api_url") or (region.api_url if region else "")
    name = _text(values, "legora_organisation").casefold()
    place = _place(address)
    return (*place, name) if place and name else None


def _account(values: Values) -> tuple[str, ...] | None:
    """Return what an account at iManage is known by: in the cloud by the customer, elsewhere by the host as written."""
    place = _place(_text(values, "imanage_url"))
    customer = _text(values, "imanage_customer_id").lstrip("0")
    user = (_text(values, "service_account_user_id") or BY_NAME["service_account_user_id"].default).upper()
    if customer and _is_cloud(values, place, customer):
        return ("customer", customer, user)
    return (*place, user) if place else None


def _is_cloud(values: Values, place: tuple[str, ...] | None, customer: str) -> bool:
    said = said_deployment(values)
    if said:
        return said == "cloud"
    return customer != ON_PREMISES_CUSTOMER_ID or (place is not None and is_below(place[0], CLOUD_DOMAIN))


def _place(address: str) -> tuple[str, ...] | None:
    """Return host, port and path of an address, however it is written; C(None) for what is none."""
    try:
        origin = parse_origin(address, allow_path=True)
    except OriginError:
        return None
    usual = 443 if origin.url.startswith("https:") else 80
    return (origin.host.rstrip("."), str(origin.port or usual), origin.path)


def _text(values: Values, name: str) -> str:
    value = values.get(name)
    return "" if is_blank(value) else str(value).strip()


def shared_in_words(same_as: t.Mapping[str, t.Sequence[str]]) -> list[str]:
    """Return a clause for each system that a host shares with others."""
    clauses = []
    if same_as.get("legora"):
        clauses.append(
            f"it has the organisation at Legora, and its connector, in common with {host_words(same_as['legora'])} "
            "(legora_organisation, legora_connector_id)"
        )
    if same_as.get("imanage"):
        clauses.append(
            f"it has the service account at iManage in common with {host_words(same_as['imanage'])} "
            "(imanage_url, imanage_customer_id, service_account_user_id)"
        )
    return clauses


def host_words(hosts: t.Sequence[str], most: int = 3) -> str:
    """Return the words for one or more hosts.

    :param most: how many are named; the others are counted.
    """
    more = len(hosts) - most
    return ", ".join(hosts[:most]) + (f" and {more} more" if more > 0 else "")
