# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A firm whose account's password is rotated: which of two passwords each side has, and how it is run."""

from __future__ import annotations

import contextlib
import itertools
from pathlib import Path
from typing import Any

from helpers.both_systems import USER_ID, state

from player import Cut, FirmRun, KilledError
from player.cut import kill
from simulator import Simulator
from simulator.inventory import host_variables
from simulator.seed import Firm

NEW = "Brand-new-pretend-password-0042"
OLD_VERSION, NEW_VERSION = "2026-06", "2026-12"
VARIABLES = {
    "service_account_password_version": OLD_VERSION,
    "rotate_new_password": NEW,
    "rotate_new_password_version": NEW_VERSION,
}

# The password that each side has, iManage first.
OLD_ON_BOTH, NEW_ON_BOTH, CUT_OFF = ("old", "old"), ("new", "new"), ("new", "old")


def held(firm: Firm, new: str = NEW) -> tuple[str, str]:
    """Return which password iManage has, and which Legora; the account is never locked on the way."""
    names = {old(firm): "old", new: "new"}
    found = state(firm)
    assert not any(record.is_locked for record in firm.imanage.records_of(USER_ID)), "the account is locked"
    return names.get(str(found.password), "another"), names.get(str(found.legora), "another")


def old(firm: Firm) -> str:
    """Return the password that the firm was onboarded with."""
    return str(host_variables(firm)["service_account_password"])


def rotate(firm: Firm, *, check_mode: bool = False, notes: Path | None = None, **changes: Any) -> dict[str, Any]:
    """Rotate the password of one firm, and return its result."""
    run = FirmRun(
        firm,
        "rotate_password",
        changes={**VARIABLES, **changes},
        check_mode=check_mode,
        notes_directory=notes,
    )
    return run.result()


def kill_at(firm: Firm, notes: Path, sides: tuple[str, str], *, new: str = NEW, **changes: Any) -> None:
    """Kill runs, each one request later than the one before, until one leaves both sides so."""
    for number in itertools.count():
        cut = Cut(number, after=kill)
        run = FirmRun(firm, "rotate_password", changes={**VARIABLES, **changes}, notes_directory=notes, cut=cut)
        with contextlib.suppress(KilledError):
            raise AssertionError(f"it has ended, with {held(firm, new)}: {run.result()['lines']}")
        if held(firm, new) == sides:
            return


def refuse_at_legora(sim: Simulator, firm: Firm, **how: Any) -> None:
    """Let Legora refuse all that is written there from now on."""
    fault = {"kind": "html_page", "status": 400, "times": 0, **how}
    sim.faults.add(firm=firm.name, system="legora", kind_of_request="write", **fault)


def failed_sign_ins(firm: Firm) -> int:
    return max(record.failed_logins for record in firm.imanage.records_of(USER_ID))


def tries(sim: Simulator, firm: Firm) -> int:
    """Count the sign-ins as the account, refused ones too: all but that of the operator."""
    entries = sim.journal.entries(firm.name, "imanage", "signin")
    return len([one for one in entries if one.path.endswith("/token")]) - 1
