# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm with more of its variables set than it needs."""

from __future__ import annotations

from typing import Any

from unit.checks.firms import VARIABLES

FIRM: dict[str, Any] = {
    **VARIABLES,
    "imanage_client_secret": "canary-client-0001",
    "imanage_libraries": ["ACTIVE", {"id": "CLOSED", "role": "OTHER"}],
    "legora_api_url": "https://api.example/v1",
    "legora_connector_id": "int_1",
    "service_account_full_name": "Walls",
    "service_account_password_version": "2026-10",
    "service_account_user_id": "SVC-WALLS",
}
