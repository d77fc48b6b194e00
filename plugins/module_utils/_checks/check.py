# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check is, and the words that the entries of several areas share.

A check is data and one pure function, and nothing here talks to a network: modules gather the facts, and
:mod:`.decide` asks each check. Its ID is the same in the documentation, in findings, in attestations and in
C(onboard_accept).
"""

from __future__ import annotations

import typing as t
from dataclasses import dataclass

from .._core.verdicts import ATTESTABLE
from .facts import Facts
from .findings import Judgement

PREFLIGHT, ONBOARD, VERIFY, LIFECYCLE = "preflight", "onboard", "verify", "lifecycle"
PHASES = (PREFLIGHT, ONBOARD, VERIFY, LIFECYCLE)

CRITICAL, MAJOR, MINOR = "critical", "major", "minor"

# Where it comes from that a check matters.
GUIDE = "support.legora.com, article 640367"
INTEGRATION = "support.legora.com, article 270088"
ADDRESSES = "support.legora.com, articles 270089 and 640367"
PROJECTS = "support.legora.com, article 639660"
AUDIT = "support.legora.com, article 590830"
CONTROL_CENTER = "docs.imanage.com, Control Center"
PRACTICE = "other vendors' guides for connecting to iManage"
OURS = "this collection"

# What there is to do about several checks.
BY_ONBOARD = "Run onboard."
ATTEST = "Have a named person look at it, and enter it under attestations with by, date and note."


@dataclass(frozen=True)
class Check:
    """One check.

    :ivar phases: when it is made. C(preflight): before any write; C(onboard): at the end of an onboarding;
        C(verify): later, again and again; C(lifecycle): by the play that it is about.
    :ivar severity: as :class:`.findings.Finding` has it.
    :ivar needs: the readings without which it can't be decided; C(libraries), where there have to be some.
    :ivar decide: looks at the facts; its docstring says why the check matters.
    :ivar remedy: what to do when it is not a pass.
    :ivar onboard: what onboarding does about a failure.
    :ivar kind: what kind of failure it is to playbooks.
    :ivar not_applicable: says why it does not apply to a firm; C(None) where it does.
    """

    id: str
    title: str
    phases: tuple[str, ...]
    severity: str
    decide: t.Callable[[Facts], Judgement]
    remedy: str
    source: str
    needs: tuple[str, ...] = ()
    onboard: str | None = None
    kind: str = "conflict"
    not_applicable: t.Callable[[Facts], str | None] | None = None

    @property
    def attestable(self) -> bool:
        """Whether a named person may say so instead, where it could not be known or needs a decision."""
        return self.id in ATTESTABLE
