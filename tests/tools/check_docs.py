# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of checks: all of them with how each is decided, and those of a phase."""

from __future__ import annotations

import re
from pathlib import Path

from tools.markup import fill_in, list_table, markdown_table, restructured

from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.check import (
    ATTEST,
    BY_ONBOARD,
    Check,
)
from ansible_collections.legalops.ethical_walls.plugins.module_utils._checks.registry import CHECKS, checks_of

_GUIDES = Path(__file__).resolve().parents[2] / "docs/docsite/rst"

# A name of a variable, with its value where one is named, and what else is code to those who run Ansible.
_CODE = re.compile(
    r"-e [a-z_]+=\w+|\b[a-z]+(?:_[a-z]+)+\b(?:: (?:true|false)\b)?|curl -v https://HOST/|https://HOST|X-Forwarded-For|NRTADMIN"
)


def documented() -> dict[Path, str]:
    """Return what the guides are to say, by path."""
    areas = dict.fromkeys(check.id[0] for check in CHECKS)
    path = _GUIDES / "checks.rst"
    return {path: fill_in(path.read_text(encoding="utf-8"), {f"checks {area}": _all_of(area) for area in areas})}


def table_of(phase: str) -> str:
    """Return the checks of a phase for the README of its role."""
    return f"\n{markdown_table(('check', 'title'), [(check.id, check.title) for check in checks_of(phase)])}\n"


def _all_of(area: str) -> str:
    return list_table(
        ("ID", "Title", "When", "Severity", "Attestable", "How it is decided", "What to do"),
        (5, 20, 10, 8, 7, 28, 22),
        [
            (
                check.id,
                check.title,
                ", ".join(check.phases),
                check.severity,
                "yes" if check.attestable else "no",
                restructured(_how(check)),
                _to_do(check),
            )
            for check in CHECKS
            if check.id.startswith(area)
        ],
    )


def _how(check: Check) -> str:
    """Return how a check is decided, as the docstring of its function says behind its ID."""
    return " ".join(str(check.decide.__doc__).split()).removeprefix(f"{check.id}: ")


def _to_do(check: Check) -> str:
    remedy = re.sub(r"(^|\. )attest", r"\1Attest", check.remedy.replace(ATTEST, "attest it."))
    does = (check.onboard or "").removeprefix("onboard")
    who = "It" if check.remedy == BY_ONBOARD else "Onboard"
    return _CODE.sub(r"``\g<0>``", f"{remedy} {who}{does}." if does else remedy)
