# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an offboarding has read, and what of it is the firm's: nothing else is taken away."""

from __future__ import annotations

from .._checks.offboarding import is_ours, uses_account
from .._core.verdicts import OFFBOARD
from .._imanage.libraries import LibraryChoice
from .facts import facts_of
from .readings import account_of, first_connector
from .record import Run


def libraries_to_leave(run: Run) -> list[LibraryChoice]:
    """Return the libraries in which the account is to be taken out of NRTADMIN: there the operator has to be in it."""
    facts = facts_of(run, OFFBOARD)
    if uses_account(facts):
        return []
    there = facts.user.get("memberships") or {}
    return [{"id": str(library), "role": None} for library in sorted(there) if facts.in_nrtadmin(library)]


def username_to_remove(run: Run) -> str:
    """Return the name under which Legora has the firm's account; one that is not the firm's is never returned."""
    stored = (first_connector(run).get("service_account") or {}).get("username")
    facts = facts_of(run, OFFBOARD)
    own = account_of(run).get("sign_in_name") or facts.user_id
    return str(stored if is_ours(facts, stored) else own)
