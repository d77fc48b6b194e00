# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known of iManage without asking it: its names for things, and what tells its cloud from other servers."""

from __future__ import annotations

# The group whose members may read the queue of change events, in every library (V).
NRTADMIN = "NRTADMIN"

# The role of a user for whom no role was named (V).
DEFAULT_ROLE = "DEFAULT"

# The customer ID of every iManage on-premises (T).
ON_PREMISES_CUSTOMER_ID = "1"

# iManage's cloud is at this domain and below it (V).
CLOUD_DOMAIN = "cloudimanage.com"
# So it is here, where accounts sign in by user ID (T).
CLOUD_DOMAIN_BY_ID = "imanage.work"


def is_below(host: str, *domains: str) -> bool:
    """Say whether a host is one of these domains, or below one of them."""
    return any(f".{host.lower()}".endswith(f".{domain}") for domain in domains)
