# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that Legora modules take, for the pretend firms; and what every answer has to keep to."""

from __future__ import annotations

import json
from typing import Any

from ansible.module_utils.common import warnings as ansible_warnings
from helpers.module import run_module

from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm
from simulator.state import Capability, StoredServiceAccount

PASSWORD = "Canary-pretend-password-1"
USERNAME = "svc-legora@alder.example"


def key(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that every Legora module takes."""
    variables = host_variables(firm)
    return {
        "firm": variables["firm_name"],
        "region": variables["legora_region"],
        "organisation": variables["legora_organisation"],
        "method": "api",
        "api_key": variables["legora_api_key"],
        "api_url": variables["legora_api_url"],
        **more,
    }


def service_account(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that give the connector its service account."""
    return key(firm, **{"service_username": USERNAME, "service_password": PASSWORD, **more})


def capability(firm: Firm, **more: Any) -> dict[str, Any]:
    """Return the options that cover two libraries with ethical walls."""
    return key(firm, **{"customer_id": "4711", "libraries": {"set": ["ACTIVE", "CLOSED"]}, **more})


def preferences(firm: Firm, imanage: bool = True, **more: Any) -> dict[str, Any]:
    """Return the options that let projects be created from iManage."""
    return key(firm, create_projects_from={"imanage": imanage}, **more)


# Every module that writes, with the options of a first run.
WRITERS = {
    "legora_connector_service_account": service_account,
    "legora_connector_capability": capability,
    "legora_project_preferences": preferences,
}
# What they take besides the options that say which organisation it is about.
WRITERS_OPTIONS: dict[str, dict[str, Any]] = {
    "legora_connector_service_account": {"service_username": USERNAME, "service_password": PASSWORD},
    "legora_project_preferences": {"create_projects_from": {"imanage": True}},
}
READERS = {
    "legora_audit_log_info": key,
    "legora_connector_info": key,
    "legora_project_preferences_info": key,
}


def run(module: str, args: dict[str, Any], check: bool = False, diff: bool = True) -> dict[str, Any]:
    """Run a module, and check that its answer holds no secret, whatever happened."""
    # Ansible keeps a module's warnings for the whole process, which ends with a module elsewhere.
    ansible_warnings._global_warnings.clear()
    answer = run_module(module, args, check=check, diff=diff)
    if "warnings" in answer:
        answer["warnings"] = [_text(warning) for warning in answer["warnings"]]
    shown = json.dumps(answer)
    for secret in (args["api_key"], args.get("service_password"), PASSWORD):
        assert not secret or secret not in shown
    assert "Traceback" not in shown
    return answer


def _text(warning: Any) -> str:
    """Return a warning's text, which newer versions of ansible-core wrap."""
    return warning if isinstance(warning, str) else str(warning["event"]["msg"])


def succeeded(module: str, args: dict[str, Any], check: bool = False) -> dict[str, Any]:
    """Run a module that has to succeed, without a warning."""
    answer = run(module, args, check=check)
    assert "failure" not in answer, answer
    assert "msg" not in answer, answer
    assert "warnings" not in answer, answer
    return answer


def refused(sim: Simulator, answer: dict[str, Any], kind: str, *words: str) -> None:
    """Check that a module failed clearly, and that nothing was written."""
    assert answer["failure"]["kind"] == kind, answer
    assert answer["failure"]["hint"], answer
    for word in ("Legora", "Alder & Finch LLP", *words):
        assert word in answer["msg"], answer["msg"]
    assert sim.journal.counts()["write"] == 0


def store_account(firm: Firm, username: str = USERNAME, password: str = PASSWORD) -> StoredServiceAccount:
    """Give the firm's connector a service account, as if somebody had done so on the settings page."""
    connector = firm.connector
    connector.service_account = StoredServiceAccount(username, password, firm.clock.iso())
    return connector.service_account


def store_capability(firm: Firm, library_ids: list[str], customer_id: str = "4711") -> Capability:
    """Give the firm's connector a capability, as if somebody had done so on the settings page."""
    connector = firm.connector
    found = Capability(
        f"cap_seed_{len(connector.capabilities)}", "ethical_walls", customer_id, library_ids, firm.clock.iso()
    )
    connector.capabilities.append(found)
    return found


def missing(sim: Simulator, answer: dict[str, Any], option: str) -> None:
    """Assert that a call lacks an option, so that nothing was sent."""
    assert (answer["failure"]["kind"], answer["failure"]["system"]) == ("validation", "the configuration")
    assert f"{option} is missing" in answer["msg"]
    assert sim.journal.counts()["total"] == 0
