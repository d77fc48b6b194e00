# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of the guide to variables: all firm variables, and all switches of a run."""

from __future__ import annotations

from pathlib import Path

from tools.markup import fill_in, list_table, restructured
from tools.option_docs import choices_told, spoken

from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.schema import SCHEMA
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.switches import RUN_SWITCHES, Switch
from ansible_collections.legalops.ethical_walls.plugins.module_utils._firm.variable import FirmVariable
from ansible_collections.legalops.ethical_walls.plugins.module_utils._run.purposes import PURPOSES

GUIDE = Path(__file__).resolve().parents[2] / "docs/docsite/rst/guide_variables.rst"
# Those whose hosts are firms.
PLAYBOOKS = (*PURPOSES, "merge_reports")


def documented(users: dict[str, list[str]]) -> dict[Path, str]:
    """Return what the guide is to say, by its path.

    :param users: the roles and modules that use a firm variable, by its name.
    """
    tables = {
        "firm variables": list_table(
            ("Variable", "Needed, or default", "Meaning", "Used by"),
            (24, 16, 42, 18),
            [_row(variable, users[variable.name]) for variable in SCHEMA],
        ),
        "switches": list_table(
            ("Switch", "Default", "Meaning", "Playbooks"),
            (24, 12, 46, 18),
            [_row_of_switch(one) for one in RUN_SWITCHES],
        ),
    }
    return {GUIDE: fill_in(GUIDE.read_text(encoding="utf-8"), tables)}


def _row(variable: FirmVariable, users: list[str]) -> tuple[str, ...]:
    default = "no" if variable.default is None else f"V({spoken(variable.default)})"
    needed = "**yes**" if variable.required else variable.needed or default
    secret = " Secret." if variable.secret else ""
    using = ", ".join(f"C({name})" for name in users) or "nothing yet"
    told = f"{variable.description}{choices_told(variable)}{secret}"
    return f"``{variable.name}``", restructured(needed), restructured(told), restructured(using)


def _row_of_switch(switch: Switch) -> tuple[str, ...]:
    default = "" if switch.default is None else f"V({spoken(switch.default)})"
    playbooks = ", ".join(f"C({name})" for name in PLAYBOOKS if switch.is_taken_by(name))
    return f"``{switch.name}``", restructured(default), restructured(switch.description), restructured(playbooks)
