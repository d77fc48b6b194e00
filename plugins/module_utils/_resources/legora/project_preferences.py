# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The organisation's project preferences: whether projects may be created from iManage."""

from __future__ import annotations

import typing as t
from dataclasses import dataclass
from functools import partial

from ..._core.converge import Write, converge
from ..._core.outcome import Outcome
from ..._legora.interface import Legora
from .connectors import IMANAGE

# C(None) where the method cannot tell them.
Switches = t.Optional[dict[str, t.Any]]


@dataclass(frozen=True)
class WantedPreferences:
    """The preference as it should be; those of other sources are left alone."""

    create_projects_from: dict[str, bool]


@dataclass(frozen=True)
class WantedPreferencesInfo:
    """Nothing can be asked for: the preferences are one answer."""


def read_preferences(client: Legora, wanted: WantedPreferencesInfo, check_mode: bool) -> Outcome:
    return Outcome(resource={"create_projects_from": client.preferences()})


def ensure_preferences(client: Legora, wanted: WantedPreferences, check_mode: bool) -> Outcome:
    """Allow or forbid that projects are created from iManage.

    :raises EthicalWallsError: C(unsupported) when Legora does not tell this preference.
    """
    value = wanted.create_projects_from[IMANAGE]

    def decide(switches: Switches) -> list[Write]:
        if switches is not None:
            _require_switch(client, switches)
            if switches[IMANAGE] == value:
                return []
        sentence = "Create projects from iManage" if value else "Stop creating projects from iManage"
        return [Write(sentence, partial(client.write_preferences, value))]

    run = converge(client.preferences, decide, check_mode)
    after = {**(run.after or {}), IMANAGE: value} if check_mode else run.after
    return run.outcome({"create_projects_from": after}, _for_diff(run.before), _for_diff(after))


def _require_switch(client: Legora, switches: dict[str, t.Any]) -> None:
    """Refuse to write a preference that the answer did not have: it would have another name in this API."""
    if not isinstance(switches.get(IMANAGE), bool):
        known = ", ".join(sorted(switches)) or "none"
        raise client.error(
            f"Legora's answer has no switch {IMANAGE} for creating projects; it has {known}",
            "unsupported",
            operation="read the project preferences",
            hint="Check that the iManage integration is enabled, and the field create_projects_from of legora_profile.",
        )


def _for_diff(switches: Switches) -> dict[str, t.Any]:
    return {"create_projects_from": {IMANAGE: (switches or {}).get(IMANAGE)}}
