# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check says of a firm."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from helpers.firm import firm

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.decide import Decision, decide_checks
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.facts import Facts
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.findings import Finding, Judgement
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import BY_ID


@dataclass(frozen=True)
class Case:
    """What one check says of a firm.

    :ivar words: a telling part of the evidence.
    :ivar changes: as :func:`helpers.firm.firm` takes them.
    :ivar phase: in which phase; C(None) for the end of an onboarding, where the check belongs to it.
    """

    check: str
    status: str
    words: str
    changes: dict[str, Any] = field(default_factory=dict)
    on_premises: bool = False
    phase: str | None = None

    def __str__(self) -> str:
        return f"{self.check}-{self.status}-{self.words}".replace(" ", "_")

    def find(self) -> Finding:
        """Let the phase find it out."""
        facts = firm(self.changes, on_premises=self.on_premises)
        return found(facts, self.check, self.phase)

    def check_it(self) -> None:
        """Assert that the check says so, and that the finding is complete."""
        finding = self.find()
        assert (finding.status, self.words in finding.evidence) == (self.status, True), finding.evidence
        assert "None" not in finding.evidence, finding.evidence
        assert "\n" not in finding.evidence
        assert bool(finding.remedy) is (self.status not in ("pass", "attested"))
        assert finding.onboard is None or self.status == "fail"
        assert finding.source


def decided(phase: str, facts: Facts, *, dry_run: bool = False) -> Decision:
    """Let all checks of a phase be decided."""
    return decide_checks(replace(facts, phase=phase, dry_run=dry_run or facts.dry_run))


def found(facts: Facts, check: str, phase: str | None = None, dry_run: bool = False) -> Finding:
    """Return the finding of one check, at the end of an onboarding, or else in the first of its phases."""
    phases = BY_ID[check].phases
    decision = decided(phase or ("onboard" if "onboard" in phases else phases[0]), facts, dry_run=dry_run)
    (finding,) = [one for one in decision.findings if one.id == check]
    return finding


def answer(facts: Facts, check: str, phase: str | None = None) -> Judgement:
    """Return what a check says by itself."""
    return BY_ID[check].decide(replace(facts, phase=phase))
