# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All checks, one for each row of the project's table of checks. Each area has the entries of its own checks."""

from __future__ import annotations

from .._core.verdicts import CHECK_IDS
from . import account, legora, libraries, network, operation, readiness, rights
from .check import BY_ONBOARD, CRITICAL, GUIDE, MINOR, ONBOARD, OURS, PREFLIGHT, VERIFY, Check

_LEGORA = (
    Check(
        id="L1",
        title="What stood at Legora before is known",
        phases=(PREFLIGHT,),
        severity=MINOR,
        decide=legora.state_captured,
        remedy="Make Legora readable, then run again.",
        source=OURS,
        needs=("connectors", "preferences"),
    ),
    Check(
        id="L2",
        title="Legora's connector has the account",
        phases=(ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=legora.service_account_saved,
        remedy=BY_ONBOARD,
        source=GUIDE,
        needs=("connectors", "user"),
        onboard="onboard saves it again, with its password",
    ),
    Check(
        id="L3",
        title="The capability covers exactly these libraries",
        phases=(ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=legora.capability_covers,
        remedy=BY_ONBOARD,
        source=GUIDE,
        needs=("libraries", "connectors"),
        onboard="onboard makes it cover exactly the listed libraries",
    ),
    Check(
        id="L4",
        title="Legora creates projects from iManage",
        phases=(ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=legora.creates_projects,
        remedy=BY_ONBOARD,
        source=GUIDE,
        needs=("preferences",),
        onboard="onboard switches it on again, once the account is proved",
    ),
    Check(
        id="L5",
        title="Legora has the account's newest password",
        phases=(ONBOARD, VERIFY),
        severity=CRITICAL,
        decide=legora.password_not_older,
        remedy=BY_ONBOARD,
        source=OURS,
        needs=("connectors", "user"),
        onboard="onboard saves the password at Legora again",
    ),
    Check(
        id="L6",
        title="The connector is this firm's",
        phases=(PREFLIGHT,),
        severity=CRITICAL,
        decide=legora.connector_is_this_firms,
        remedy=(
            "Look at legora_organisation, its key and imanage_url: one of them may be another firm's. Where Legora "
            "reaches this iManage by another name, and the account is to be replaced, accept L6 for one run."
        ),
        source=OURS,
        needs=("connectors",),
    ),
)

_AREAS = (readiness.CHECKS, network.CHECKS, account.CHECKS, rights.CHECKS, libraries.CHECKS, _LEGORA, operation.CHECKS)

BY_ID = {check.id: check for area in _AREAS for check in area}

# In the order of the table.
CHECKS = tuple(sorted(BY_ID.values(), key=lambda check: CHECK_IDS.index(check.id)))


def checks_of(phase: str) -> tuple[Check, ...]:
    """Return the checks of a phase, in the order of the table."""
    return tuple(check for check in CHECKS if phase in check.phases)
