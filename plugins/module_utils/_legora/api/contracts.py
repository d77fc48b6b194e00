# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What this collection needs of each operation at Legora, whatever API a profile maps it to."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass, field

# text: a string; id: a string, or a whole number, which is read as one; texts: a list of strings; switches: an object
# whose values can be true and false.
FieldType = t.Literal["text", "id", "texts", "switches"]


@dataclass(frozen=True)
class Field:
    """A value that is read from an answer.

    :ivar required: whether an answer without it is unusable.
    """

    type: FieldType = "text"
    required: bool = True


@dataclass(frozen=True)
class Contract:
    """What an operation is given, and what its answer has to tell.

    :ivar offers: the placeholders that path, query and body may use.
    :ivar needs: those that they have to use, since a request without them would mean something else.
    :ivar fields: what is read from the answer, or from each entry of its list.
    :ivar may_be_absent: whether "there is none" is an answer too.
    :ivar may_be_missing: whether an API without it is usable: then what needs it is unsupported, and nothing else.
    """

    writes: bool = False
    offers: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    fields: t.Mapping[str, Field] = field(default_factory=dict)
    is_list: bool = False
    may_be_absent: bool = False
    may_be_missing: bool = False


_OPTIONAL = Field(required=False)
_PAGE = ("limit", "cursor")

CONTRACTS: dict[str, Contract] = {
    "organisation": Contract(fields={"id": Field(), "name": Field(), "region": _OPTIONAL}),
    "connectors": Contract(
        offers=("organisation_id", *_PAGE),
        fields={"id": Field(), "type": Field(), "status": Field(), "url": _OPTIONAL},
        is_list=True,
    ),
    "service_account.read": Contract(
        offers=("organisation_id", "connector_id"),
        fields={"username": Field(), "status": _OPTIONAL, "updated_at": _OPTIONAL},
        may_be_absent=True,
    ),
    "service_account.write": Contract(
        writes=True,
        offers=("organisation_id", "connector_id", "username", "password"),
        needs=("username", "password"),
    ),
    "service_account.delete": Contract(writes=True, offers=("organisation_id", "connector_id")),
    "capabilities": Contract(
        offers=("organisation_id", "connector_id", *_PAGE),
        fields={
            "id": Field(),
            "type": Field(),
            # iManage's customer ID is a number there, so Legora may keep it as one (A).
            "customer_id": Field("id"),
            "library_ids": Field("texts"),
            "status": _OPTIONAL,
            "updated_at": _OPTIONAL,
        },
        is_list=True,
    ),
    "capability.create": Contract(
        writes=True,
        offers=("organisation_id", "connector_id", "type", "customer_id", "library_ids"),
        needs=("customer_id", "library_ids"),
    ),
    "capability.update": Contract(
        writes=True,
        offers=("organisation_id", "connector_id", "capability_id", "type", "customer_id", "library_ids"),
        needs=("capability_id", "library_ids"),
    ),
    "capability.delete": Contract(
        writes=True, offers=("organisation_id", "connector_id", "capability_id"), needs=("capability_id",)
    ),
    "preferences.read": Contract(offers=("organisation_id",), fields={"create_projects_from": Field("switches")}),
    "preferences.write": Contract(writes=True, offers=("organisation_id", "imanage"), needs=("imanage",)),
    "audit_log": Contract(
        offers=("organisation_id", "from", "to", *_PAGE),
        fields={
            "id": Field(),
            "timestamp": Field(),
            "actor_email": _OPTIONAL,
            "action": _OPTIONAL,
            "operation": _OPTIONAL,
            "resource_type": _OPTIONAL,
            "resource_display_name": _OPTIONAL,
            "result_status": _OPTIONAL,
        },
        is_list=True,
        # It is read as evidence only; nothing is decided by it.
        may_be_missing=True,
    ),
}
