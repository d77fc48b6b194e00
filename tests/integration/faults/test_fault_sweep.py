# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every request of a fresh onboarding fails in every way: see the kinds for what has to hold then."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from integration.canaries import leaked
from integration.faults.sweep import (
    ANY,
    KINDS,
    SEED,
    SYSTEMS,
    Kind,
    Request,
    attempt,
    onboard,
    points,
    problem_at,
    secrets_of,
)

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core import transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.transport import Transport
from simulator import Simulator, running

# So that the processes of a test run have as much to do, each kind's requests are dealt out to as many tests.
PARTS = 4

# Requests of a run that changes nothing, sign-ins included: with two libraries, and more for each further one. Of
# these, 12 are the preflight's, and 3 for each further library.
REQUEST_BUDGET = 30 + 12
BUDGET_FOR_A_LIBRARY = 5 + 3


@pytest.fixture(scope="module")
def faulty() -> Iterator[Simulator]:
    """Run a simulator with a cloud firm and an on-premises firm."""
    with running(SEED) as simulator:
        yield simulator


@pytest.fixture(scope="module")
def requests(faulty: Simulator) -> dict[str, list[Request]]:
    """Return each firm's requests."""
    assert [onboard(firm) for firm in faulty.firms.values()] == [None, None]
    return {name: points(faulty, name) for name in faulty.firms}


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_request_may_fail(
    faulty: Simulator, requests: dict[str, list[Request]], name: str, kind: Kind, part: int
) -> None:
    assert len(requests[name]) >= 50
    problems = {request: problem_at(faulty, name, request, kind) for request in requests[name][part::PARTS]}
    assert {request: problem for request, problem in problems.items() if problem} == {}


def test_all_purposes_are_among_the_requests(requests: dict[str, list[Request]]) -> None:
    for found in requests.values():
        assert {request.purpose for request in found if not request.sent_once} == ANY
        # The account's sign-in, its and the operator's sign-out, the probe.
        assert sum(request.sent_once for request in found) == 4


def _without_masks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redactor, "_mask", lambda self, value, shortest=1: value)


def _without_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    send = Transport.request
    monkeypatch.setattr(Transport, "request", lambda *given, **options: send(*given, **{**options, "attempts": 1}))


def _without_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "asked_wait", lambda headers: None)


@pytest.mark.parametrize(
    ("broken", "kinds", "problem"),
    [
        (_without_masks, [kind for kind in KINDS if kind.shows_request], "a secret was shown"),
        (_without_retries, [kind for kind in KINDS if "read" in kind.mends], "a retry did not mend it"),
        (_without_waits, [kind for kind in KINDS if kind.waits is not None], "waited"),
    ],
)
def test_what_is_broken_does_not_survive(
    faulty: Simulator,
    requests: dict[str, list[Request]],
    monkeypatch: pytest.MonkeyPatch,
    broken: Callable[[pytest.MonkeyPatch], None],
    kinds: list[Kind],
    problem: str,
) -> None:
    """Otherwise the sweep would say nothing: at each system one read is tried."""
    assert kinds
    broken(monkeypatch)
    tried = [
        next(one for one in requests["alder"] if (one.system, one.purpose) == (system, "read")) for system in SYSTEMS
    ]
    for kind in kinds:
        for request in tried:
            assert problem in str(problem_at(faulty, "alder", request, kind)), (kind, request)


@pytest.mark.parametrize("name", ["alder", "birch"])
def test_every_secret_would_be_seen(
    faulty: Simulator, requests: dict[str, list[Request]], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Without masks each of them is shown by one error or another, so that the sweep does look for it."""
    _without_masks(monkeypatch)
    firm = faulty.firm(name)
    seen: set[str] = set()
    for request in requests[name]:
        if request.purpose == "read" and request.number > 1:
            continue
        faulty.reset()
        faulty.faults.add(kind="echo", firm=name, system=request.system, after=request.number, times=0, sticks=True)
        shown = attempt(firm).shown
        secrets = secrets_of(firm)
        seen |= {secret for secret in secrets if leaked([secret], shown)}
    assert set(secrets_of(firm)) - set(firm.imanage.issued) <= seen
    assert len(seen) > len(set(secrets_of(firm)) - set(firm.imanage.issued)), "no token was seen"


@pytest.mark.parametrize("flavour", ["cloud", "on_premises"])
def test_each_further_library_keeps_to_its_budget(flavour: str) -> None:
    sizes = (2, 3, 7)
    seed = {
        "firms": [
            {"name": f"firm{size}", "flavour": flavour, "libraries": [f"LIB{n}" for n in range(size)]} for size in sizes
        ]
    }
    totals = []
    with running(seed) as sim:
        for firm in sim.firms.values():
            assert onboard(firm) is None
            sim.journal.clear()
            assert onboard(firm) is None
            totals.append(sim.journal.counts(firm.name)["total"])
            assert sim.journal.counts(firm.name)["write"] == 0
    assert totals[0] <= REQUEST_BUDGET
    assert totals[1] - totals[0] <= BUDGET_FOR_A_LIBRARY
    assert totals[2] - totals[0] <= 5 * BUDGET_FOR_A_LIBRARY
