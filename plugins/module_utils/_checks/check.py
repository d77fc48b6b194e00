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
from .phases import PhaseName

# Where it comes from that a check matters.
Source = t.Literal[
    "support.legora.com, article 640367",
    "support.legora.com, article 270088",
    "support.legora.com, articles 270089 and 640367",
    "support.legora.com, article 639660",
    "support.legora.com, article 590830",
    "docs.imanage.com, Control Center",
    "other vendors' guides for connecting to iManage",
    "this collection",
]

# Who acts or confirms, in the order in which reports name them.
Owner = t.Literal[
    "Your iManage administrator",
    "Your firewall's administrator",
    "Your Legora administrator",
    "Legora",
    "Your information governance team",
    "Your consultant",
]
OWNERS: tuple[Owner, ...] = t.get_args(Owner)
IMANAGE, FIREWALL, LEGORA_ADMIN, LEGORA, GOVERNANCE, CONSULTANT = OWNERS

# What there is to do about several checks.
BY_ONBOARD = "Run onboard."
ATTEST = "Have a named person look at it, and enter it under attestations with by, date and note."


def attestation_of(check_id: str) -> str:
    """Return the line to be filled in and pasted under C(attestations)."""
    return f"{check_id}: {{by: NAME, date: YYYY-MM-DD, note: WHAT WAS SEEN}}"


def with_attestation(remedy: str, check_id: str) -> str:
    """Return a remedy with that line in the place of the words for it."""
    return remedy.replace(ATTEST, f"Have a named person look, and enter under attestations: {attestation_of(check_id)}")


# The same for the firm.
AGAIN = "Run the set-up again; it mends this."


@dataclass(frozen=True)
class Check:
    """One check, as it should be, for who runs it; and for the firm, who did not make it, without names of variables.

    :ivar decide: looks at the facts; its docstring says how, for the table of all checks. What is code is marked there
        as in Ansible's documentation.
    :ivar remedy: what to do when it is not a pass.
    :ivar wrong: for the firm, the title of a failure or a warning.
    :ivar open: for the firm, the title while it is not known.
    :ivar owner: who acts or confirms.
    :ivar ask: what the owner is asked to do about a failure or a warning.
    :ivar confirm: what the owner is asked to confirm, where only a person can; C(None) where a program can tell.
    :ivar at_legora: what the Legora administrator is asked beside the owner, where half of it is theirs.
    :ivar unsafe: whether a failure may show somebody what a wall keeps from them; otherwise it breaks the connection.
    :ivar needs: what :meth:`Facts.lacks` may say is lacking, without which it can't be decided.
    :ivar onboard: what onboarding does about a failure.
    :ivar kind: what kind of failure it is to playbooks.
    :ivar not_applicable: says why it does not apply to a firm; C(None) where it does.
    :ivar by_hand: decides it where Legora is configured by hand, without what it needs of C(needs).
    """

    id: str
    title: str
    phases: tuple[PhaseName, ...]
    severity: t.Literal["critical", "major", "minor"]
    decide: t.Callable[[Facts], Judgement]
    remedy: str
    source: Source
    wrong: str
    open: str
    owner: Owner
    ask: str
    confirm: str | None = None
    at_legora: str | None = None
    unsafe: bool = False
    needs: tuple[str, ...] = ()
    onboard: str | None = None
    kind: str = "conflict"
    not_applicable: t.Callable[[Facts], str | None] | None = None
    by_hand: t.Callable[[Facts], Judgement] | None = None

    @property
    def attestable(self) -> bool:
        """Whether a named person may say so instead, where it could not be known or needs a decision."""
        return self.id in ATTESTABLE
