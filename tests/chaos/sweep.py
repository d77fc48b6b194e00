# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong with each request of an onboarding, and what has to hold afterwards."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from helpers.both_systems import is_onboarded
from helpers.canaries import canary, leaked

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Settings
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import MASK
from player import FirmRun
from simulator import Simulator
from simulator.faults import Fault
from simulator.journal import Entry
from simulator.seed import Firm

SYSTEMS = ("imanage", "legora")
# What a failure may be of; the last is that of checks that look at both.
FAILING = ("iManage", "Legora", "iManage and Legora")

PATIENT = Settings()
# For an answer that never ends: seconds that a test can afford. On a busy machine other requests take longer.
IMPATIENT = Settings(timeout=0.3, deadline=0.45)

# What an attempt shows that ended in success.
NOTHING = repr((None, []))

CALLS = frozenset({"read", "write"})
ANY = frozenset({"read", "write", "signin"})


def _firm(name: str, display_name: str, flavour: str) -> dict[str, Any]:
    """Return the seed of a firm whose secrets would be found again."""
    return {
        "name": name,
        "display_name": display_name,
        "flavour": flavour,
        "libraries": ["ACTIVE", "CLOSED"],
        "operator": {"password": canary("imanage_password", name)},
        "client_secret": canary("imanage_client_secret", name),
        "legora": {"api_key": canary("legora_api_key", name)},
        "variables": {"service_account_password": canary("service_account_password", name)},
    }


SEED: dict[str, Any] = {
    "firms": [
        _firm("alder", "Alder & Finch LLP", "cloud"),
        _firm("birch", "Birch Holloway PC", "on_premises"),
    ]
}


@dataclass(frozen=True)
class Kind:
    """One way in which a request fails, and what is sure to follow.

    Whatever the kind: success has the state; else there is one error, which names system and firm, shows no secret, and
    is mended by the next run.

    :ivar name: for the table.
    :ivar fault: the simulator's fault, and how it strikes.
    :ivar mends: the purposes of requests that the same run mends, and so ends in success: it sends a read again, it
        settles a write by reading.
    :ivar waits: the seconds that the answer asks for, and that are waited before the request is sent again.
    :ivar shows_request: whether the error shows what was sent, so that there are secrets to be masked.
    :ivar hangs_up: whether the client ends it, since the server would go on for longer than its limits.
    :ivar limits: the client's, for the request that is struck.
    :ivar in_playbook: what of the fault differs in runs of the playbook, whose limits are the modules' own.
    """

    name: str
    fault: dict[str, Any] = field(hash=False)
    mends: frozenset[str] = frozenset()
    waits: float | None = None
    shows_request: bool = False
    hangs_up: bool = False
    limits: Settings = field(default_factory=Settings, hash=False)
    in_playbook: dict[str, Any] = field(default_factory=dict, hash=False)


def _rate_limit(header: str, seconds: float) -> Kind:
    # No other wait is of these seconds: what is waited without being asked begins at half a second, with jitter.
    fault = {"kind": "rate_limit", "header": header, "seconds": seconds}
    return Kind(f"429 {header}", fault, mends=ANY, waits=seconds)


KINDS = (
    Kind("dropped before it took effect", {"kind": "drop_before"}, mends=CALLS),
    Kind("dropped after it took effect", {"kind": "drop_after"}, mends=CALLS),
    Kind("500 after it took effect", {"kind": "error_after"}, mends=frozenset({"write"})),
    _rate_limit("x-ratelimit-retryafter", 3),
    _rate_limit("x-ratelimit-reset", 5),
    _rate_limit("Retry-After", 7),
    Kind("502 once", {"kind": "bad_gateway"}, mends=CALLS),
    Kind("503 once", {"kind": "unavailable"}, mends=CALLS),
    Kind("503 for good", {"kind": "unavailable", "times": 0}),
    Kind("HTML page with 200", {"kind": "html_page", "status": 200}),
    Kind("HTML page with 502", {"kind": "html_page", "status": 502}, mends=CALLS),
    Kind("truncated JSON", {"kind": "malformed_json"}),
    Kind("redirect", {"kind": "redirect"}),
    Kind("error that echoes the request", {"kind": "echo", "times": 0, "sticks": True}, shows_request=True),
    Kind("tokens expired", {"kind": "token_expiry"}),
    Kind("answer that trickles", {"kind": "trickle", "seconds": 0.1}, hangs_up=True, limits=IMPATIENT),
    Kind("head that trickles", {"kind": "trickle_head", "seconds": 0.1}, hangs_up=True, limits=IMPATIENT),
    # Longer than the 30 seconds that a module waits for an answer.
    Kind("silence", {"kind": "silence", "seconds": 5}, hangs_up=True, limits=IMPATIENT, in_playbook={"seconds": 40}),
)


@dataclass(frozen=True)
class Request:
    """One request of an onboarding.

    :ivar place: among all requests of the firm, from 0.
    :ivar number: its place among those of its system, from 0.
    :ivar purpose: ``read``, ``write`` or ``signin``.
    :ivar sent_once: whether it is never sent again, whatever is answered, nor its answer shown.
    """

    place: int
    system: str
    number: int
    purpose: str
    sent_once: bool


class _Limits(Settings):
    """The client's settings: patient until the journal says that the next request is the one that is struck."""

    def __init__(self, sim: Simulator, firm: Firm, request: Request, limits: Settings) -> None:
        self._is_next = lambda: len(sim.journal.entries(firm.name)) == request.place
        self._limits = limits

    @property
    def timeout(self) -> float:
        return (self._limits if self._is_next() else PATIENT).timeout

    @property
    def deadline(self) -> float:
        return (self._limits if self._is_next() else PATIENT).deadline


@dataclass(frozen=True)
class Attempt:
    """How a run ended, in success when it has no message.

    :ivar system: where it failed, as users call it.
    :ivar waits: the seconds of all waits between attempts.
    :ivar shown: all that was shown of failures, of those too that were only a finding.
    :ivar kept: all that the run has put on record.
    """

    message: str | None
    system: str | None
    waits: list[float]
    shown: str
    kept: str


def points(sim: Simulator, firm: str) -> list[Request]:
    """Return each request of the onboarding that the journal shows."""
    numbers = {system: itertools.count() for system in SYSTEMS}
    return [
        Request(place, entry.system, next(numbers[entry.system]), entry.kind, _is_sent_once(entry))
        for place, entry in enumerate(sim.journal.entries(firm))
    ]


def _is_sent_once(entry: Entry) -> bool:
    """Say whether a request has one attempt, as three have.

    A sign-in as the service account, which a wrong one may lock; a sign-out, since a token that is left expires by
    itself; and the probe of the address, whose first answer is its finding.
    """
    signs_in_as_account = entry.kind == "signin" and (entry.user or "").upper().startswith("SVC-LEGORA")
    return signs_in_as_account or entry.path in ("/auth/oauth2/revoke-token", "/")


def attempt(firm: Firm, settings: Settings = PATIENT) -> Attempt:
    """Onboard a firm, and return how it ended; what nobody foresaw is raised."""
    waits: list[float] = []
    run = FirmRun(firm, limits=settings, sleep=waits.append)
    result = run.result()
    steps = run.found.steps
    failed = [step.answer for step in steps if step.failed]
    return Attempt(
        message=result["message"],
        system=(result["failure"] or {}).get("system"),
        waits=waits,
        shown=repr((result["message"], failed)),
        kept=repr(steps),
    )


def onboard(firm: Firm) -> str | None:
    """Onboard a firm and return the one clear error that it ended with."""
    return attempt(firm).message


def problem_at(sim: Simulator, name: str, request: Request, kind: Kind) -> str | None:
    """Let one request fail in one way, in this process, and say what was wrong afterwards; ``None`` for nothing."""
    firm = sim.firm(name)
    sim.reset()
    fault = sim.faults.add(firm=name, system=request.system, after=request.number, **kind.fault)
    first = attempt(firm, _Limits(sim, firm, request, kind.limits))
    if not fault.struck:
        return "the fault never struck"
    if leaked(secrets_of(firm), first.shown):
        return f"a secret was shown: {first.shown}"
    if leaked(secrets_of(firm), first.kept):
        return f"a secret was put on record: {first.kept}"
    if kind.hangs_up and not _has_hung_up(fault) and not request.sent_once:
        return "the client waited for the end"
    missed = None if request.sent_once else _missed(request, kind, first)
    if missed is not None:
        return missed
    if first.message is None:
        # A retry has mended it, and the state is there: there is nothing left for a next run.
        return None if is_onboarded(firm) else "said success without the state"
    if not names_its_place(first, firm):
        return f"the error does not name system and firm: {first.message}"
    sim.faults.clear()
    again = onboard(firm)
    return None if again is None and is_onboarded(firm) else f"first {first.message}; then {again}"


def secrets_of(firm: Firm) -> list[str]:
    """Return all that nobody may see: what the firm gave, and every token that its iManage issued."""
    seed = firm.seed
    return [
        seed["operator"]["password"],
        seed["client_secret"],
        seed["legora"]["api_key"],
        seed["variables"]["service_account_password"],
        *firm.imanage.issued,
    ]


def names_its_place(ended: Attempt, firm: Firm) -> bool:
    """Say whether an error names its system, as it does in its structured form, and the firm."""
    return ended.system in FAILING and str(ended.message).startswith(f"{ended.system} of {firm.seed['display_name']}: ")


def _missed(request: Request, kind: Kind, first: Attempt) -> str | None:
    """Say what of that which is sure to follow did not."""
    if request.purpose in kind.mends and first.message is not None:
        return f"a retry did not mend it: {first.message}"
    if request.purpose in kind.mends and kind.waits is not None and kind.waits not in first.waits:
        return f"waited {first.waits}, not the {kind.waits:g} seconds that were asked for"
    # Some reads nobody needs: where one of those fails, nothing is shown.
    if kind.shows_request and MASK not in first.shown and first.shown != NOTHING:
        return f"the request was not shown, so nothing can be said about its secrets: {first.shown}"
    return None


def _has_hung_up(fault: Fault) -> bool:
    """Say whether the client closed the connection first; the simulator may notice it a moment later."""
    for _wait in range(500):
        if fault.hung_up:
            return True
        time.sleep(0.01)
    return False
