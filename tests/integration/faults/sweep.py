# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong with each request of an onboarding, and what has to hold afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from integration.faults.onboarding import Onboarding, StoppedError

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.errors import EthicalWallsError
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.transport import Settings
from simulator import Simulator
from simulator.seed import Firm

SYSTEMS = ("imanage", "legora")

# Seconds: far above what the simulator needs, far below what a test may take.
LIMITS = Settings(timeout=0.3, deadline=0.45)
PATIENT = Settings()

SEED: dict[str, Any] = {
    "firms": [
        {"name": "alder", "display_name": "Alder & Finch LLP", "libraries": ["ACTIVE", "CLOSED"]},
        {
            "name": "birch",
            "display_name": "Birch Holloway PC",
            "flavour": "on_premises",
            "libraries": ["ACTIVE", "CLOSED"],
        },
    ]
}


@dataclass(frozen=True)
class Kind:
    """One way in which a request fails.

    :ivar name: for the table.
    :ivar fault: the simulator's fault, and how it strikes.
    """

    name: str
    fault: dict[str, Any] = field(default_factory=dict, hash=False)


KINDS = (
    Kind("dropped before it took effect", {"kind": "drop_before"}),
    Kind("dropped after it took effect", {"kind": "drop_after"}),
    Kind("500 after it took effect", {"kind": "error_after"}),
    Kind("429 x-ratelimit-retryafter", {"kind": "rate_limit", "header": "x-ratelimit-retryafter"}),
    Kind("429 x-ratelimit-reset", {"kind": "rate_limit", "header": "x-ratelimit-reset"}),
    Kind("429 Retry-After", {"kind": "rate_limit", "header": "retry-after"}),
    Kind("502 once", {"kind": "bad_gateway"}),
    Kind("503 once", {"kind": "unavailable"}),
    Kind("503 for good", {"kind": "unavailable", "times": 0}),
    Kind("HTML page with 200", {"kind": "html_page", "status": 200}),
    Kind("HTML page with 502", {"kind": "html_page", "status": 502}),
    Kind("truncated JSON", {"kind": "malformed_json"}),
    Kind("redirect", {"kind": "redirect"}),
    Kind("error that echoes the request", {"kind": "echo"}),
    Kind("tokens expired", {"kind": "token_expiry"}),
    Kind("answer that trickles", {"kind": "trickle", "seconds": 0.05}),
    Kind("silence", {"kind": "silence", "seconds": 5}),
)


def is_onboarded(firm: Firm) -> bool:
    """Say whether both systems hold exactly what onboarding should leave behind, nothing doubled, nobody locked out."""
    imanage, legora = firm.imanage, firm.legora
    account = imanage.account("SVC-LEGORA")
    connector = next(iter(legora.connectors.values()))
    libraries = list(imanage.libraries.values())
    return (
        account is not None
        and not any(record.is_locked or record.failed_logins for record in imanage.records_of("SVC-LEGORA"))
        and not any(record.is_locked for record in imanage.records_of("ADMIN"))
        and [library.groups["NRTADMIN"].members.count("SVC-LEGORA") for library in libraries] == [1] * len(libraries)
        and [library.assignments["SVC-LEGORA"].role for library in libraries] == ["LEGORA_METADATA"] * len(libraries)
        and legora.service_account_status(connector) == "active"
        and [(one.customer_id, one.library_ids) for one in connector.capabilities]
        == [(imanage.customer_id, [library.id for library in libraries])]
        and legora.preferences == {"imanage": True, "sharepoint": False}
    )


def points(sim: Simulator, firm: str) -> list[tuple[str, int]]:
    """Return each request of the onboarding that the journal shows, as its system and its number there."""
    return [(system, number) for system in SYSTEMS for number in range(len(sim.journal.entries(firm, system)))]


def onboard(firm: Firm, settings: Settings = PATIENT) -> str | None:
    """Onboard a firm and return the one clear error that it ended with; anything else than that is raised."""
    try:
        Onboarding(firm, settings, sleep=lambda seconds: None).run()
    except EthicalWallsError as error:
        return error.sentence()
    except StoppedError as stopped:
        return str(stopped)
    return None


def problem_at(sim: Simulator, name: str, system: str, number: int, kind: Kind) -> str | None:
    """Let one request fail in one way, in this process, and say what was wrong afterwards; ``None`` for nothing."""
    firm = sim.firm(name)
    title = firm.seed["display_name"]
    sim.reset()
    fault = sim.faults.add(firm=name, system=system, after=number, **kind.fault)
    failed = onboard(firm, LIMITS)
    if not fault.struck:
        return "the fault never struck"
    if failed is None:
        # A retry has mended it, and the state is there: there is nothing left for a next run.
        return None if is_onboarded(firm) else "said success without the state"
    if not failed.startswith((f"iManage of {title}: ", f"Legora of {title}: ")):
        return f"the error does not name system and firm: {failed}"
    sim.faults.clear()
    again = onboard(firm)
    return None if again is None and is_onboarded(firm) else f"first {failed}; then {again}"
