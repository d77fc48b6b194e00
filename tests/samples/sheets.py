# Copyright (c) 2026, LegalOps contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hand-overs of pretend firms, as a firm's result has them, and their sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.files import write_files
from ansible_collections.legalops.ethical_walls.plugins.module_utils._report.hand_over import hand_over_sheet
from ansible_collections.legalops.ethical_walls.plugins.module_utils._resources.sign_in_reasons import (
    NOT_TRIED,
    REASON_UNCOUNTED,
)
from ansible_collections.legalops.ethical_walls.plugins.plugin_utils._rendering import for_people

Data = dict[str, Any]

GENERATED_AT = "2026-11-25T02:41:07Z"
HOSTILE = '<script>alert("x")</script> | `rm` {{ 7 * 7 }} </title>\n# **Evil** & Co'
VERSIONS = {"collection": "1.2.3", "ansible_core": "2.19.1", "python": "3.11.9"}
FIRM = "Alder & Finch LLP"
USERNAME = "svc-legora@alder.example"
CUSTOMER = "4711"
VERSION = "vault 2026-11"
WEB = "https://app.eu.legora.com"
TWELVE = [f"LIBRARY_{number:02}" for number in range(1, 13)]


def account(do: str = "enter", **more: Any) -> Data:
    """Return a step about the service account."""
    return {
        "id": "service_account",
        "do": do,
        "username": USERNAME,
        "password_version": VERSION,
        "instead_of": None,
        **more,
    }


def capability(
    do: str, *libraries: str, add: tuple[str, ...] = (), remove: tuple[str, ...] = (), instead_of: str | None = None
) -> Data:
    """Return a step about the capability."""
    step = {"id": "capability", "do": do, "customer_id": CUSTOMER, "instead_of": instead_of}
    return {**step, "libraries": list(libraries), "add": list(add), "remove": list(remove)}


def preference(do: str = "on") -> Data:
    """Return the step about projects from iManage."""
    return {"id": "preference", "do": do}


def hand_over(*steps: Data, **more: Any) -> Data:
    """Return a hand-over with these steps."""
    return {
        "open": True,
        "since": "2026-11-24T08:00:00Z",
        "steps": list(steps),
        "withheld": None,
        "kept_back": ["preference"] if more.get("withheld") else [],
        "done": [],
        "region": "eu",
        "organisation": FIRM,
        "settings_url": f"{WEB}/settings/organisation/integrations",
        "preferences_url": f"{WEB}/settings/organisation/projects/preferences",
        "password_kept": "the firm's vault",
        "confirmation": confirmation(),
        **more,
    }


def confirmation(**more: Any) -> Data:
    """Return what is to be confirmed once a new firm's steps are done."""
    return {
        "by": None,
        "date": None,
        "organisation": FIRM,
        "service_username": USERNAME,
        "password_version": VERSION,
        "customer_id": CUSTOMER,
        "libraries": ["ACTIVE", "CLOSED"],
        "create_projects_from_imanage": True,
        **more,
    }


def _all() -> dict[str, Data]:
    rest = {"done": ["capability", "preference"]}
    nothing = confirmation(
        service_username=None,
        password_version=None,
        customer_id=None,
        libraries=[],
        create_projects_from_imanage=False,
    )
    hostile_step = capability(
        "create", HOSTILE, "`x` ``y``", "A_VERY_LONG_LIBRARY_NAME_WITHOUT_A_BREAK_THAT_NEVER_ENDS"
    )
    return {
        "new": hand_over(account(), capability("create", "ACTIVE", "CLOSED"), preference()),
        "four": hand_over(
            account(),
            capability("create", "ACTIVE", "CLOSED", "FINANCE", "KNOWLEDGE"),
            preference(),
            confirmation=confirmation(libraries=["ACTIVE", "CLOSED", "FINANCE", "KNOWLEDGE"]),
        ),
        "twelve": hand_over(
            account(), capability("create", *TWELVE), preference(), confirmation=confirmation(libraries=TWELVE)
        ),
        "withheld": hand_over(
            account(),
            capability("create", "ACTIVE", "CLOSED"),
            withheld="SVC-LEGORA could not be signed in as yet, so nothing is proved.",
            confirmation=confirmation(create_projects_from_imanage=False),
        ),
        "password": hand_over(account("password"), **rest),
        "replaced": hand_over(account("replace", instead_of="old@alder.example"), **rest),
        "added": hand_over(
            capability("change", "ACTIVE", "CLOSED", add=("CLOSED",)), done=["service_account", "preference"]
        ),
        "dropped": hand_over(
            capability("change", "ACTIVE", remove=("CLOSED", "FINANCE")),
            done=["service_account", "preference"],
            confirmation=confirmation(libraries=["ACTIVE"]),
        ),
        "beside": hand_over(
            capability("create", "ACTIVE", "CLOSED", instead_of="4712"), done=["service_account", "preference"]
        ),
        "leaving": hand_over(
            preference("off"), capability("remove"), account("remove", password_version=None), confirmation=nothing
        ),
        "untried": hand_over(
            account(), capability("create", "ACTIVE", "CLOSED"), preference(), not_tried=NOT_TRIED[REASON_UNCOUNTED]
        ),
        "unsaid": hand_over(
            {"id": "confirmation", "do": "complete", "lacks": ["password_version", "date"]},
            done=["service_account", "capability", "preference"],
        ),
        "hostile": hand_over(
            account("replace", username=HOSTILE, password_version=HOSTILE, instead_of=HOSTILE),
            hostile_step,
            preference(),
            withheld=HOSTILE,
            organisation=HOSTILE,
            region=HOSTILE,
            password_kept=HOSTILE,
            confirmation=confirmation(organisation=HOSTILE, libraries=["`x` ``y``", "```"]),
        ),
    }


HAND_OVERS = _all()


def sheet(given: Data, firm: str = FIRM, host: str = "alder") -> Data:
    """Return the sheet of a hand-over."""
    return hand_over_sheet(given, firm=firm, host=host, generated_at=GENERATED_AT, versions=VERSIONS)


def pages(given: Data, **more: Any) -> tuple[str, str]:
    """Return a hand-over's sheet as HTML and as Markdown."""
    html, markdown = for_people("hand_over", sheet(given, **more), "sheet").values()
    return html, markdown


def render(directory: Path) -> Path:
    """Write all sheets, each under its name; return where."""
    documents = {name: sheet(one, HOSTILE if name == "hostile" else FIRM) for name, one in HAND_OVERS.items()}
    for name, document in documents.items():
        write_files(str(directory), for_people("hand_over", document, name))
    return directory
