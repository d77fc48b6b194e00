# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The bundled profile. All of it is assumed: Legora publishes no reference for its administration API."""

from __future__ import annotations

import typing as t

from .contracts import CONTRACTS

_CONNECTOR = "/organisation/integrations/{connector_id}"
_CAPABILITY = f"{_CONNECTOR}/capabilities/{{capability_id}}"
_PAGE = {"limit": "{limit}", "cursor": "{cursor}"}


def _fields(operation: str, prefix: str = "") -> dict[str, str]:
    """Return the expressions of an operation's fields, which the answer has under the names that we use."""
    return {name: f"{prefix}{name}" for name in CONTRACTS[operation].fields}


ASSUMED: dict[str, t.Any] = {
    "name": "assumed",
    "auth": {"header": "Authorization", "format": "Bearer {key}"},
    "errors": {"code": "error.code", "message": "error.message", "details": "error.details"},
    "operations": {
        "organisation": {
            "method": "GET",
            "path": "/organisation",
            "statuses": [200],
            "fields": _fields("organisation", "data."),
        },
        "connectors": {
            "method": "GET",
            "path": "/organisation/integrations",
            "query": _PAGE,
            "statuses": [200],
            "list": "data",
            "next_cursor": "nextCursor",
            "fields": _fields("connectors"),
        },
        "service_account.read": {
            "method": "GET",
            "path": f"{_CONNECTOR}/service-account",
            "statuses": [200],
            "absent_statuses": [404],
            "fields": _fields("service_account.read", "data."),
        },
        "service_account.write": {
            "method": "PUT",
            "path": f"{_CONNECTOR}/service-account",
            "body": {"username": "{username}", "password": "{password}"},
            "statuses": [200],
        },
        "service_account.delete": {
            "method": "DELETE",
            "path": f"{_CONNECTOR}/service-account",
            "statuses": [204],
        },
        "capabilities": {
            "method": "GET",
            "path": f"{_CONNECTOR}/capabilities",
            "query": _PAGE,
            "statuses": [200],
            "list": "data",
            "next_cursor": "nextCursor",
            "fields": _fields("capabilities"),
        },
        "capability.create": {
            "method": "POST",
            "path": f"{_CONNECTOR}/capabilities",
            "body": {"type": "{type}", "customer_id": "{customer_id}", "library_ids": "{library_ids}"},
            "statuses": [201],
        },
        "capability.update": {
            "method": "PATCH",
            "path": _CAPABILITY,
            "body": {"library_ids": "{library_ids}"},
            "statuses": [200],
        },
        "capability.delete": {
            "method": "DELETE",
            "path": _CAPABILITY,
            "statuses": [204],
        },
        "preferences.read": {
            "method": "GET",
            "path": "/organisation/projects/preferences",
            "statuses": [200],
            "fields": _fields("preferences.read", "data."),
        },
        "preferences.write": {
            "method": "PATCH",
            "path": "/organisation/projects/preferences",
            "body": {"create_projects_from": {"imanage": "{imanage}"}},
            "statuses": [200],
        },
        "audit_log": {
            "method": "GET",
            "path": "/audit-logs",
            "query": {"from": "{from}", "to": "{to}", **_PAGE},
            "statuses": [200],
            "list": "data",
            "next_cursor": "nextCursor",
            "fields": _fields("audit_log"),
        },
    },
}
