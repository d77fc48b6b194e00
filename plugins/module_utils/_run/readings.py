# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of both systems a run has read, under the names that the checks know."""

from __future__ import annotations

import typing as t

from .._checks.facts import LISTS
from .._checks.phases import PHASES
from .._legora.interface import BY_HAND
from .record import Data, Run, Step

# Which modules read it, by name. What a task that writes returns counts where it is read back and not only planned.
_READ_BY = {
    "session": ("imanage_session",),
    "imanage": ("imanage_info",),
    "user": ("imanage_user_info",),
    "access": ("imanage_access_info",),
    "password": ("imanage_password",),
    "connectors": ("legora_connector_info",),
    "other_connectors": ("legora_connector_info",),
    "organisation": ("legora_connector_info",),
    "preferences": ("legora_connector_info", "legora_project_preferences", "legora_project_preferences_info"),
    "events": ("legora_audit_log_info",),
    "endpoint": ("endpoint_info",),
}


def readings_of(run: Run, phase: str) -> dict[str, Data]:
    """Return the last answer about each thing that a phase looks at; empty for what was not read."""
    return {name: _last(run, name) for name in PHASES[phase].readings}


def is_read(run: Run, name: str) -> bool:
    """Say whether something was read already."""
    return _last(run, name).get(name) is not None


def first_connector(run: Run) -> Data:
    """Return Legora's connector as it was before this run changed anything; empty where it is not known."""
    for step in run.of(*_READ_BY["connectors"]):
        found = step.answer.get("connectors")
        if isinstance(found, list) and found and isinstance(found[0], dict):
            return found[0]
    return {}


def preferences_before(run: Run) -> Data:
    """Return Legora's preferences as they were before this run changed anything; empty where they are not known."""
    found = [step.answer.get("preferences") for step in run.of(*_READ_BY["connectors"])]
    return next((one for one in found if isinstance(one, dict)), {})


def account_of(run: Run) -> Data:
    """Return the service account as this run knows it: as it was made last, or read."""
    for step in reversed(run.of("imanage_user", "imanage_user_info")):
        if not step.failed and not step.wish.get("state") and isinstance(step.answer.get("user"), dict):
            return t.cast("Data", step.answer["user"])
    return {}


def _last(run: Run, name: str) -> Data:
    found = [step.answer for step in run.of(*_READ_BY[name]) if _is_about(step, name, run)]
    return found[-1] if found else {}


def _is_about(step: Step, name: str, run: Run) -> bool:
    if step.wish.get("state") == "absent":
        return False  # signing out reads nothing
    if name != "preferences" or step.failed:
        return name in LISTS or step.failed or step.answer.get(name) is not None
    # By hand, each of them is a plan.
    is_dry = run.check_mode or run.config.get("legora_method") == BY_HAND
    is_planned = step.module == "legora_project_preferences" and is_dry
    return step.answer.get("preferences") is not None and not is_planned


def is_signed_in(run: Run) -> bool:
    """Say whether the run has a session at iManage."""
    steps = run.of("imanage_session")
    return bool(steps) and not steps[-1].failed and steps[-1].wish.get("state") != "absent"
