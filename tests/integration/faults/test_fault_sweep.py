# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests of a fresh onboarding fail in every way: see the kinds for what has to hold then.

C(make test) tries a sample, C(make test-full) every request.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from chaos.sweep import (
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
from helpers.canaries import leaked

from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http import transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.http.transport import Transport
from ansible_collections.legalops.ethical_walls.plugins.module_utils._core.redaction import Redactor
from simulator import Simulator, running

# Every request is tried, dealt out to as many tests for each kind, so that the processes of a test run have as much to
# do; C(make test) tries as many as this, the same ones each time.
PARTS = 4
SAMPLE = 2

# Requests of a run that changes nothing, sign-ins included: with two libraries, and more for each further one.
REQUEST_BUDGET = 45
BUDGET_FOR_A_LIBRARY = 8


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


@pytest.mark.full(part=list(range(PARTS)))
@pytest.mark.parametrize("part", ["sample", *range(PARTS)])
@pytest.mark.parametrize("name", ["alder", "birch"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_request_may_fail(
    faulty: Simulator, requests: dict[str, list[Request]], name: str, kind: Kind, part: int | str
) -> None:
    assert len(requests[name]) >= 50
    found = requests[name]
    chosen = found[part::PARTS] if isinstance(part, int) else _sample(found, f"{name} {kind.name}")
    problems = {request: problem_at(faulty, name, request, kind) for request in chosen}
    assert {request: problem for request, problem in problems.items() if problem} == {}


def _sample(requests: list[Request], seed: str) -> list[Request]:
    return random.Random(seed).sample(requests, SAMPLE)


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


@pytest.mark.full(name="birch")
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


@pytest.mark.parametrize(("flavour", "first", "each"), [("cloud", 45, 5), ("on_premises", 44, 8)])
def test_requests_are_counted_and_keep_to_their_budget(flavour: str, first: int, each: int) -> None:
    """Exactly, so that one request more is a decision: it is paid by every firm, in every run."""
    sizes = (2, 3, 7)
    with_application = {"flavour": flavour, "variables": {"imanage_legora_app_name": "Legora"}}
    seed = {
        "firms": [
            {"name": f"firm{size}", "libraries": [f"LIB{n}" for n in range(size)], **with_application} for size in sizes
        ]
    }
    totals = {}
    with running(seed) as sim:
        for size, firm in zip(sizes, sim.firms.values(), strict=True):
            assert onboard(firm) is None
            sim.journal.clear()
            assert onboard(firm) is None
            totals[size] = sim.journal.counts(firm.name)["total"]
            assert sim.journal.counts(firm.name)["write"] == 0
    assert totals == {size: first + (size - 2) * each for size in sizes}
    assert first <= REQUEST_BUDGET
    assert each <= BUDGET_FOR_A_LIBRARY
