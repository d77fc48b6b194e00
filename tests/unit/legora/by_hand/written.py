# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A confirmation as a person writes it."""

from __future__ import annotations

from typing import Any

WRITTEN: dict[str, Any] = {
    "by": "Jane Doe",
    "date": "2026-11-02",
    "organisation": "Alder & Finch LLP",
    "service_username": "svc-legora@alder.example",
    "customer_id": "4711",
    "libraries": ["ACTIVE", "CLOSED"],
    "create_projects_from_imanage": True,
}
