# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which sheet of a hand-over a run leaves beside its report, and which earlier ones are not to be followed any more."""

from __future__ import annotations

from dataclasses import dataclass

from .._core.verdicts import OFFBOARD, ONBOARD, UNDO
from .._report.hand_over import sheet_name
from .record import Data, Run

# The playbooks that take away what there is at Legora.
_LEAVING = (OFFBOARD, UNDO)


@dataclass(frozen=True)
class Sheets:
    """The sheets of a firm, by their names without ending.

    :ivar leaves: whether this run's sheet is of what is to be removed.
    :ivar name: the sheet that is written; C(None) where nothing is open.
    :ivar void: the earlier ones that are removed.
    """

    leaves: bool
    name: str | None = None
    void: tuple[str, ...] = ()


def sheets_of(run: Run, result: Data) -> Sheets:
    """Return what becomes of a firm's sheets.

    A dry run leaves them alone, since people may be working from one; its report has the steps.

    :param result: the firm's.
    """
    leaves = run.purpose in _LEAVING
    if run.check_mode:
        return Sheets(leaves)
    hand_over = result.get("hand_over")
    is_open = bool(hand_over and hand_over["open"])
    is_void = _is_void(run, result)
    void = [sheet_name(run.host, leaves)] if is_void else []
    # An onboarding's sheet asks for the opposite of what is to be removed: it goes when the firm leaves.
    if leaves and (is_void or is_open):
        void.append(sheet_name(run.host, False))
    return Sheets(leaves, sheet_name(run.host, leaves) if is_open else None, tuple(void))


def _is_void(run: Run, result: Data) -> bool:
    """Say whether an earlier sheet of such a run is not to be followed any more.

    An onboarding that fails before it knows what is to be handed over has proved nothing, and may be about another
    organisation than the sheet: no sheet may go on saying that Legora is to be switched on. Where the firm's variables
    were refused, nothing was looked at.
    """
    if not run.config:
        return False
    hand_over = result.get("hand_over")
    if hand_over is not None:
        return not hand_over["open"]
    if run.purpose == UNDO:
        return bool(result["status"] != "failed")  # it has taken back what that was about
    return run.config.get("legora_method") == "api" or (run.purpose == ONBOARD and result["status"] == "failed")
