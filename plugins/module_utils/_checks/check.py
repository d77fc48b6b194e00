# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a check is, with its words for the firm, and what the entries of several areas share.

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

PREFLIGHT, ONBOARD, VERIFY = "preflight", "onboard", "verify"
# What stands against a rotation, an offboarding or an undo before their first write, and what they have left.
ROTATE, ROTATED, OFFBOARD, OFFBOARDED, UNDO = "rotate_password", "rotated", "offboard", "offboarded", "undo"
PHASES = (PREFLIGHT, ONBOARD, VERIFY, ROTATE, ROTATED, OFFBOARD, OFFBOARDED, UNDO)
# Those that stand before the first write of their playbook.
GATES = (PREFLIGHT, ROTATE, OFFBOARD, UNDO)

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

# Who acts or confirms, in the order in which reports name them.
IMANAGE = "Your iManage administrator"
FIREWALL = "Your firewall's administrator"
LEGORA_ADMIN = "Your Legora administrator"
LEGORA = "Legora"
GOVERNANCE = "Your information governance team"
CONSULTANT = "Your consultant"
OWNERS = (IMANAGE, FIREWALL, LEGORA_ADMIN, LEGORA, GOVERNANCE, CONSULTANT)

AGAIN = "Run the set-up again; it mends this."


@dataclass(frozen=True)
class Words:
    """A check in the words of the firm, who did not make it: without names of variables.

    :ivar wrong: the title of a failure or a warning.
    :ivar open: the title while it is not known.
    :ivar owner: one of :data:`OWNERS`, who acts or confirms.
    :ivar ask: what the owner is asked to do about a failure or a warning.
    :ivar confirm: what the owner is asked to confirm, where only a person can; C(None) where a program can tell.
    :ivar at_legora: what the Legora administrator is asked beside the owner, where half of it is theirs.
    :ivar unsafe: whether a failure may show somebody what a wall keeps from them; otherwise it breaks the connection.
    """

    wrong: str
    open: str
    owner: str
    ask: str
    confirm: str | None = None
    at_legora: str | None = None
    unsafe: bool = False


@dataclass(frozen=True)
class Check:
    """One check, as it should be, for who runs it.

    :ivar phases: when it is made. C(preflight): before any write; C(onboard): at the end of an onboarding;
        C(verify): later, again and again; C(rotate_password), C(offboard), C(undo): before the first write of these
        playbooks; C(rotated), C(offboarded): at their end.
    :ivar severity: as :class:`.findings.Finding` has it.
    :ivar needs: the readings without which it can't be decided; C(libraries), where there have to be some.
    :ivar decide: looks at the facts; its docstring says why the check matters.
    :ivar how: how it is decided, for the table of all checks; what is code is marked as in Ansible's documentation.
    :ivar remedy: what to do when it is not a pass.
    :ivar words: the same for the firm.
    :ivar onboard: what onboarding does about a failure.
    :ivar kind: what kind of failure it is to playbooks.
    :ivar not_applicable: says why it does not apply to a firm; C(None) where it does.
    :ivar by_hand: decides it where Legora is configured by hand, without what it needs of C(needs).
    """

    id: str
    title: str
    phases: tuple[str, ...]
    severity: str
    decide: t.Callable[[Facts], Judgement]
    how: str
    remedy: str
    source: str
    words: Words
    needs: tuple[str, ...] = ()
    onboard: str | None = None
    kind: str = "conflict"
    not_applicable: t.Callable[[Facts], str | None] | None = None
    by_hand: t.Callable[[Facts], Judgement] | None = None

    @property
    def attestable(self) -> bool:
        """Whether a named person may say so instead, where it could not be known or needs a decision."""
        return self.id in ATTESTABLE
