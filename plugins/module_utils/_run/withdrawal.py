# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an offboarding has read, and what of it is the firm's: nothing else is taken away."""

from __future__ import annotations

from datetime import datetime, timezone

from .._checks.check import OFFBOARD
from .._checks.facts import Facts, reading_of
from .._checks.withdrawal import is_ours, uses_account
from .._imanage.libraries import LibraryChoice
from .readings import account_of, first_connector, readings_of
from .record import Run

OFFBOARDING = "offboard"


def facts_of(run: Run) -> Facts:
    """Return what an offboarding has read so far."""
    return Facts(
        config=run.config,
        readings={name: reading_of(answer, name) for name, answer in readings_of(run, OFFBOARD).items()},
        today=datetime.now(timezone.utc).date(),
        keeps_preference=keeps_preference(run),
    )


def keeps_preference(run: Run) -> bool:
    """Say whether the run is told to leave it that projects are created from iManage."""
    return run.purpose == OFFBOARDING and bool(run.switch("offboard_keep_preference"))


def libraries_to_leave(run: Run) -> list[LibraryChoice]:
    """Return the libraries in which the account is to be taken out of NRTADMIN: there the operator has to be in it."""
    facts = facts_of(run)
    if uses_account(facts):
        return []
    there = facts.user.get("memberships") or {}
    return [{"id": str(library), "role": None} for library in sorted(there) if facts.in_nrtadmin(library)]


def username_to_remove(run: Run) -> str:
    """Return the name under which Legora has the firm's account; one that is not the firm's is never returned."""
    stored = (first_connector(run).get("service_account") or {}).get("username")
    facts = facts_of(run)
    own = account_of(run).get("sign_in_name") or facts.user_id
    return str(stored if is_ours(facts, stored) else own)
