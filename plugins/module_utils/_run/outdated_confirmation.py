# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what a person has confirmed of Legora can still be so, before what is at iManage is taken back.

A confirmation that nothing is there may be older than what somebody was asked to enter since then. Taken for true, it
would let the account be disabled while Legora uses it.
"""

from __future__ import annotations

import typing as t

from .._core.errors import EthicalWallsError
from .._legora.by_hand.confirmed import TAKES_AWAY, Confirmed, confirmed_of
from .._legora.freshness import NEWEST, OLDER, freshness
from .._legora.interface import BY_HAND
from .._report.steps import PLACES
from .._resources.imanage.notes import RunNotes
from .readings import account_of
from .record import Data, Run


def why_outdated(run: Run, notes: RunNotes) -> EthicalWallsError | None:
    """Return why a firm is not to go on, since Legora may have more than was confirmed; C(None) where it is."""
    said = confirmed_of(run.config)
    if said is None or run.config.get("legora_method") != BY_HAND:
        return None
    since = {step["id"]: at for step, at in notes.steps_handed_over() if _lacks(said, step) and _is_before(said, at)}
    changed_at = account_of(run).get("password_changed_at")
    state = said.freshness(None, changed_at).state
    # A connection that was set up after that has a password of after that. A day alone is no sign of it where notes
    # would tell.
    is_old = state == OLDER or (state != NEWEST and changed_at is not None and not notes.are_kept)
    if not since and said.service_username is None and is_old:
        since = {"service_account": str(changed_at)}
    if not since:
        return None
    names = " and ".join(PLACES[one].name for one in since)
    return EthicalWallsError(
        f"{said.by} confirmed on {said.date} what is there, and since then ({min(since.values())}) somebody may have "
        f"entered {names}; nothing was changed",
        kind="conflict",
        system="Legora",
        firm=run.firm,
        operation="know what is to be taken back there",
        hint="Have somebody look at Legora's pages, and set legora_confirmed to what stands there now, with the moment "
        "as its date, such as '2026-11-29T14:00:00+01:00'. Then run again.",
    )


def _lacks(said: Confirmed, step: Data) -> bool:
    """Say whether it was confirmed that a thing is not there which somebody was asked to enter."""
    if step["do"] in TAKES_AWAY:
        return False
    if step["id"] == "service_account":
        return said.service_username is None
    if step["id"] == "capability":
        wanted: t.Sequence[str] = step.get("add") or step.get("libraries") or ()
        return not {one.casefold() for one in wanted} <= {one.casefold() for one in said.libraries}
    return step["id"] == "preference" and step["do"] == "on" and not said.create_projects_from_imanage


def _is_before(said: Confirmed, moment: str) -> bool:
    """Say whether it was confirmed before a moment, or that cannot be told."""
    return freshness(said.date, None, moment, None).state != NEWEST
