# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What of a firm's report fits on one page that somebody signs: the verdict, the open points, the hand-over's state."""

from __future__ import annotations

from .texts import Data

# So many open points of each kind fit on the page.
_MOST = 8


def summary(document: Data) -> Data:
    """Return what the page shows.

    :param document: the firm's report.
    """
    points = [f"{one['owner']}: {one['text']}" for one in document["to_do"]["firm"]]
    points += [f"{one['owner']}: {one['title']}." for one in document["attention"] if one["ask"] is None]
    if document["message"]:
        points.insert(0, document["message"])
    confirm = [f"{one['owner']}: {one['ask']}" for one in document["to_confirm"]]
    taken = ("title", "firm", "generated_on", "dry_run", "verdict", "file", "hand_over", "signed")
    return {
        **{name: document[name] for name in taken},
        "libraries": [one["id"] for one in document["libraries"]],
        "plan": document["plan"] if document["dry_run"] else [],
        "points": points[:_MOST],
        "points_more": max(len(points) - _MOST, 0),
        "confirm": confirm[:_MOST],
        "confirm_more": max(len(confirm) - _MOST, 0),
        "confirmed": _who_confirmed(document),
        "shows_hand_over": document["purpose"] != "preflight",
    }


def _who_confirmed(document: Data) -> Data | None:
    """Return who confirmed what stands at Legora, and when; C(None) where nobody did."""
    found = [one for phase in document["phases"] for one in phase["findings"] if one["id"] in ("L2", "L3", "L4")]
    return next((one["attestation"] for one in found if one["attestation"]), None)
