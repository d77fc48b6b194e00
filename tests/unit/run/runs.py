# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run records as tests need them: what the tasks of a play have done and read, in a line each."""

from __future__ import annotations

from typing import Any

from helpers.firm import EGRESS, answers
from helpers.firm import configured as configured_firm

from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.sign_in_reasons import REASON_IP_LOCKED
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.record import Run, Step

CONFIG = {"firm_name": "Alder", "legora_egress_address": EGRESS, "ends_at": 1000.0}
EMPTY: dict[str, Any] = {"not_applicable": [], "libraries": [], "state": {}}
FAILURE = {"kind": "permission", "system": "iManage"}
USER = {"id": "SVC-LEGORA", "sign_in_name": "svc-legora@alder.example", "exists": True}


def step(module: str, answer: dict[str, Any] | None = None, *, goes_on: bool = False, **wish: Any) -> Step:
    """Return what one task did; ``wish`` are the options that tell it from others with the same module."""
    return Step(module, f"Task with {module}", wish, answer or {}, goes_on)


def configured(**changes: Any) -> Step:
    """Return the check of the firm's variables, which went well."""
    return step("firm_config", {"config": {**CONFIG, **changes}})


def failed(module: str = "imanage_user", msg: str = "iManage of A: failed.", **more: Any) -> Step:
    """Return a task that failed; ``failure=None`` makes it one that is none of the collection's own."""
    answer = {"failed": True, "msg": msg, "failure": FAILURE, **more}
    return step(module, {name: value for name, value in answer.items() if value is not None})


def checked(phase: str, findings: list[dict[str, Any]], **answer: Any) -> Step:
    """Return the decision of a phase's checks."""
    return step("firm_checks", {"checks": {**EMPTY, "phase": phase, "findings": findings}, **answer}, phase=phase)


def proved(status: str = "compliant", reason: str | None = None, **access: Any) -> Step:
    """Return a proof of the service account."""
    return step("imanage_access_info", {"access": {"status": status, "reason": reason, **access}})


PENDING = proved("pending", "not effective yet")
# The account may sign in from Legora's address only, so nothing can be proved from here.
LOCKED = (step("imanage_user", {"user": {**USER, "ip_range": EGRESS}}), proved("unknown", REASON_IP_LOCKED))


def run_of(*steps: Step, host: str = "alder", is_begun: bool = True, **head: Any) -> Run:
    """Return a run whose firm's variables were checked, unless it is not begun; by default an onboarding."""
    begun = [configured()] if is_begun and not any(one.module == "firm_config" for one in steps) else []
    return Run({"host": host, "purpose": "onboard", "check_mode": False, **head}, [*begun, *steps])


def healthy(**variables: Any) -> list[Step]:
    """Return what a run reads of a firm with which everything is in order; it has exported nothing by itself."""
    read = answers()
    legora = {name: read[name][name] for name in ("connectors", "organisation", "preferences")}
    return [
        step("firm_config", {"config": configured_firm(**variables)}),
        step("imanage_session", read["session"], goes_on=True),
        step("legora_connector_info", legora, goes_on=True),
        step("endpoint_info", read["endpoint"], goes_on=True),
        step("imanage_info", read["imanage"], goes_on=True),
        step("imanage_user_info", read["user"], goes_on=True),
        step("imanage_access_info", read["access"], goes_on=True),
        step("legora_audit_log_info", read["events"], goes_on=True),
    ]


def finding(status: str, check: str = "L4", **more: Any) -> dict[str, Any]:
    return {
        "id": check,
        "title": "Legora creates projects",
        "status": status,
        "evidence": "it is on" if status == "pass" else "it is off",
        "remedy": "Run onboard.",
        "onboard": "onboard switches it on",
        **more,
    }
