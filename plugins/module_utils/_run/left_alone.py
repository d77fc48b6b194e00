# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a task of an offboarding leaves what it is about: others use it, or its turn has not come."""

from __future__ import annotations

from .._checks.facts import Facts
from .._checks.offboarding import foreign_account, is_disabled, uses_account, uses_legora_account, uses_preference
from .._core.verdicts import OFFBOARD
from .facts import facts_of
from .hand_over import hand_over, notes_of
from .record import Data, Run


def reason_to_leave(run: Run, module: str, given: Data) -> str | None:
    """Say why a task of an offboarding leaves what it is about; C(None) where it takes it away.

    :param given: what stands in the task.
    """
    if module == "legora_project_preferences":
        return _preference(run)
    if given.get("state") != "absent":
        return None
    if module == "legora_connector_capability":
        return _connector(facts_of(run, OFFBOARD))
    if module == "legora_connector_service_account":
        return _legora_account(facts_of(run, OFFBOARD))
    return _account(run) if module == "imanage_user" else None


def _preference(run: Run) -> str | None:
    facts = facts_of(run, OFFBOARD)
    if facts.keeps_preference:
        return "it stays as it is, as offboard_keep_preference says"
    if uses_preference(facts):
        return f"others use it: {', '.join(uses_preference(facts))}"
    switches = (facts.reading("preferences").value or {}).get("create_projects_from")
    # By hand, nobody knows what there is.
    if switches is not None and "imanage" not in switches and not facts.by_hand:
        return "Legora has no switch for creating projects from iManage"
    return None


def _connector(facts: Facts) -> str | None:
    """Say why nothing is to be taken away from Legora's connector."""
    if not facts.connector:
        return "the organisation has no iManage connector"
    # What a connector takes that is not enabled, nobody knows; and with what it has, it does nothing.
    return f"connector {facts.connector.get('id')} is {facts.connector.get('status')}" if is_disabled(facts) else None


def _legora_account(facts: Facts) -> str | None:
    reason = _connector(facts)
    if reason or foreign_account(facts) or not facts.connector.get("service_account"):
        return reason  # the module says what is left, and by hand what is to be looked for
    users = uses_legora_account(facts)
    return f"others use it: {', '.join(users)}" if users else None


def _account(run: Run) -> str | None:
    facts = facts_of(run, OFFBOARD)
    if uses_account(facts):
        return f"others use it: {', '.join(uses_account(facts))}"
    # Legora would go on with walls that nobody feeds.
    left = hand_over(run, notes_of(run)) if facts.by_hand else {"open": False}
    if left is None or left["open"]:
        return "Legora uses it until somebody has taken away there what is handed over, and confirmed that"
    return None
