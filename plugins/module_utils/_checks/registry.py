# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""All checks, one for each row of the project's table of checks. Each area has the entries of its own checks."""

from __future__ import annotations

from .._core.verdicts import CHECK_IDS
from . import (
    account,
    certificate,
    legora,
    legora_application,
    libraries,
    network,
    nrtadmin,
    offboarding,
    operation,
    readiness,
    rights,
    rotation,
)
from .check import Check

_AREAS = (
    readiness.CHECKS,
    legora_application.CHECKS,
    network.CHECKS,
    certificate.CHECKS,
    account.CHECKS,
    nrtadmin.CHECKS,
    rights.CHECKS,
    libraries.CHECKS,
    legora.CHECKS,
    operation.CHECKS,
    rotation.CHECKS,
    offboarding.CHECKS,
)

BY_ID = {check.id: check for area in _AREAS for check in area}

# In the order of the table.
CHECKS = tuple(sorted(BY_ID.values(), key=lambda check: CHECK_IDS.index(check.id)))


def checks_of(phase: str) -> tuple[Check, ...]:
    """Return the checks of a phase, in the order of the table."""
    return tuple(check for check in CHECKS if phase in check.phases)
